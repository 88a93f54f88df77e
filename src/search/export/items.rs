//! Keyed items on their way into files: each adds some bytes to every section of its file. They
//! are kept in a few large buffers, for there are millions of them.

use super::binary::Content;
use super::codes::Codes;
use super::decode::Fault;

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

/// What files depend on beside their items.
#[derive(Debug, Clone, Copy)]
pub struct Scale<'c> {
    /// Number of pages.
    pub pages: u32,
    /// Number of parts of a long list.
    pub parts: usize,
    /// What texts are written in.
    pub codes: &'c Codes,
}

/// A kind of file that consists of keyed items.
pub(super) trait Shape<const S: usize> {
    /// What an item counts for where files are cut.
    fn size(items: &Items<S>, at: u32) -> usize;

    /// The content of a file.
    fn write(lists: &[Items<S>], items: &[Item], scale: Scale<'_>) -> Content;

    /// The items of a file's content.
    ///
    /// # Errors
    /// When the content cannot be one.
    fn read(content: &[u8], scale: Scale<'_>) -> Result<Items<S>, Fault>;
}
