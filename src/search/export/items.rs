//! Keyed items on their way into files: each adds some bytes to every section of its file. They
//! are kept in a few large buffers, for there are millions of them.

use super::binary::{push_key, push_section, push_varint};
use super::decode::{Bytes, Fault};

/// Items in ascending order of their keys, each with `S` sections.
#[derive(Debug)]
pub(super) struct Items<const S: usize> {
    keys: String,
    bytes: Vec<u8>,
    ends: Vec<Ends<S>>,
}

/// Where an item's key and sections end in their buffers.
#[derive(Debug, Clone, Copy)]
struct Ends<const S: usize> {
    key: u32,
    sections: [u32; S],
}

/// An item: the place of its buffers in a list of such, and its place there.
pub(super) type Item = (u32, u32);

impl<const S: usize> Default for Items<S> {
    fn default() -> Self {
        Self {
            keys: String::new(),
            bytes: Vec::new(),
            ends: Vec::new(),
        }
    }
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "one list holds far less than 4 GiB"
)]
impl<const S: usize> Items<S> {
    /// Appends an item; its key stands behind all others.
    pub(super) fn push(&mut self, key: &str, sections: [&[u8]; S]) {
        self.keys.push_str(key);
        let sections = sections.map(|section| {
            self.bytes.extend_from_slice(section);
            self.bytes.len() as u32
        });
        self.ends.push(Ends {
            key: self.keys.len() as u32,
            sections,
        });
    }

    /// Number of items.
    pub(super) fn len(&self) -> u32 {
        self.ends.len() as u32
    }

    /// The key of an item.
    pub(super) fn key(&self, at: u32) -> &str {
        let start = match at {
            0 => 0,
            at => self.ends[at as usize - 1].key,
        };
        &self.keys[start as usize..self.ends[at as usize].key as usize]
    }

    /// A section of an item.
    pub(super) fn section(&self, at: u32, section: usize) -> &[u8] {
        let start = match (at, section) {
            (0, 0) => 0,
            (at, 0) => self.ends[at as usize - 1].sections[S - 1],
            (at, section) => self.ends[at as usize].sections[section - 1],
        };
        &self.bytes[start as usize..self.ends[at as usize].sections[section] as usize]
    }

    /// Number of bytes of all sections of an item.
    pub(super) fn size(&self, at: u32) -> usize {
        let start = match at {
            0 => 0,
            at => self.ends[at as usize - 1].sections[S - 1],
        };
        (self.ends[at as usize].sections[S - 1] - start) as usize
    }
}

/// A kind of file that consists of keyed items.
pub(super) trait Shape<const S: usize> {
    /// What an item counts for where files are cut.
    fn size(items: &Items<S>, at: u32) -> usize;

    /// The content of a file.
    fn write(lists: &[Items<S>], items: &[Item]) -> Vec<u8>;

    /// The items of a file's content. `parts` is the number of parts of a long list.
    fn read(content: &[u8], parts: usize) -> Result<Items<S>, Fault>;
}

/// Files of terms: *counts*, *gaps*, *frequencies*, *zones*, *surfaces*, *forms*.
#[derive(Debug)]
pub(super) struct Terms;

/// Files of positions: *counts*, *gaps*, *numbers*, *positions*.
#[derive(Debug)]
pub(super) struct Places;

/// Files of words: JSON.
#[derive(Debug)]
pub(super) struct Words;

/// What the key of an item and its place in sections take at least.
const OVERHEAD: usize = 6;

impl Shape<6> for Terms {
    fn size(items: &Items<6>, at: u32) -> usize {
        items.size(at) + OVERHEAD
    }

    fn write(lists: &[Items<6>], items: &[Item]) -> Vec<u8> {
        binary(lists, items)
    }

    fn read(content: &[u8], parts: usize) -> Result<Items<6>, Fault> {
        read(
            content,
            |key, [counts, gaps, classes, zones, names, forms]| {
                let value = counts.varint()?;
                let (count, is_long) = (value / 2, value % 2 == 1);
                if is_long {
                    counts.varint()?;
                    for _ in 0..parts {
                        counts.number()?;
                    }
                }
                for _ in 0..count {
                    gaps.varint()?;
                    let many = match classes.byte()? >> 4 {
                        15 => zones.varint()?,
                        few => u64::from(few),
                    };
                    for _ in 0..many {
                        zones.varint()?;
                    }
                }
                let plain = key
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
                let surfaces = if plain { names.varint()? } else { 0 };
                for _ in 0..surfaces {
                    names.varint()?;
                    names.section()?;
                }
                if surfaces > 1 && !is_long {
                    for _ in 0..count {
                        forms.varint()?;
                    }
                }
                Ok(())
            },
        )
    }
}

impl Shape<4> for Places {
    fn size(items: &Items<4>, at: u32) -> usize {
        items.size(at) - items.section(at, 0).len() + OVERHEAD
    }

    fn write(lists: &[Items<4>], items: &[Item]) -> Vec<u8> {
        binary(lists, items)
    }

    fn read(content: &[u8], _: usize) -> Result<Items<4>, Fault> {
        read(content, |_, [counts, gaps, numbers, positions]| {
            for _ in 0..counts.varint()? {
                gaps.varint()?;
                for _ in 0..=numbers.varint()? {
                    positions.varint()?;
                }
            }
            Ok(())
        })
    }
}

impl Shape<1> for Words {
    fn size(items: &Items<1>, at: u32) -> usize {
        items.size(at)
    }

    fn write(lists: &[Items<1>], items: &[Item]) -> Vec<u8> {
        let mut content = vec![b'['];
        for (list, at) in items {
            if content.len() > 1 {
                content.push(b',');
            }
            content.extend_from_slice(lists[*list as usize].section(*at, 0));
        }
        content.push(b']');
        content
    }

    fn read(content: &[u8], _: usize) -> Result<Items<1>, Fault> {
        // Words are letters and a digit: nothing in them is escaped.
        let content = std::str::from_utf8(content).map_err(|_| Fault::Damaged)?;
        let list = content.strip_prefix('[').and_then(|c| c.strip_suffix(']'));
        let mut items = Items::default();
        for word in list.ok_or(Fault::Damaged)?.split_terminator(',') {
            let key = word.strip_prefix('"').and_then(|w| w.strip_suffix('"'));
            items.push(key.ok_or(Fault::Damaged)?, [word.as_bytes()]);
        }
        Ok(items)
    }
}

/// A binary file: its keys, then its sections.
fn binary<const S: usize>(lists: &[Items<S>], items: &[Item]) -> Vec<u8> {
    let mut section = Vec::new();
    let mut before = "";
    for (list, at) in items {
        let key = lists[*list as usize].key(*at);
        push_key(before, key, &mut section);
        before = key;
    }
    let mut content = Vec::new();
    push_section(&section, &mut content);
    for number in 0..S {
        let parts = || {
            items
                .iter()
                .map(|(list, at)| lists[*list as usize].section(*at, number))
        };
        push_varint(parts().map(<[u8]>::len).sum::<usize>() as u64, &mut content);
        parts().for_each(|part| content.extend_from_slice(part));
    }
    content
}

/// Reads a binary file; `item` reads what one item has in each section.
fn read<const S: usize>(
    content: &[u8],
    mut item: impl FnMut(&str, &mut [Bytes<'_>; S]) -> Result<(), Fault>,
) -> Result<Items<S>, Fault> {
    let mut file = Bytes(content);
    let mut names = file.section()?;
    let mut sections = [Bytes(&[]); S];
    for section in &mut sections {
        *section = file.section()?;
    }
    let mut items = Items::default();
    let mut key = String::new();
    while !names.0.is_empty() {
        key = names.key(&key)?;
        let before = sections;
        item(&key, &mut sections)?;
        let own: [&[u8]; S] = std::array::from_fn(|at| {
            let whole = before[at].0;
            &whole[..whole.len() - sections[at].0.len()]
        });
        items.push(&key, own);
    }
    Ok(items)
}
