//! Reads files of the browser's copy as any other program would: `docs/search-format.md`, part 2.
//! Whatever the bytes are, the answer is a value or a [`Fault`], in bounded memory.

use libdeflater::{DecompressionError, Decompressor};

use super::envelope::{VERSION, checksum};

/// Why a file cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is not whole, or something else.
    Damaged,
    /// It is of another version of the format.
    Version(u8),
}

/// A term with its postings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The term.
    pub key: String,
    /// Number of all its postings; more than there are here if it is long.
    pub total: u64,
    /// Names of the parts of a long list; 0 where one is empty.
    pub parts: Vec<u32>,
    /// Its postings, ascending by page.
    pub postings: Vec<Posting>,
    /// The words that have the term, if others than itself.
    pub surfaces: Vec<String>,
}

/// A page that has a term.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Posting {
    /// Number of the page.
    pub page: u64,
    /// Frequency class of its occurrences in bodies.
    pub class: u8,
    /// Zones other than bodies with their lengths, as pairs.
    pub zones: Vec<(u64, u64)>,
    /// Which of the term's surfaces are on the page, one bit each.
    pub forms: u64,
}

/// The page positions of a term, page by page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The term.
    pub key: String,
    /// Pages with their positions, ascending.
    pub pages: Vec<(u64, Vec<u64>)>,
}

/// Bytes that content may have: far more than any file of an index.
const LARGEST: usize = 64 << 20;

/// The content of a file other than the root.
///
/// # Errors
/// When it is damaged, or of another version.
pub fn open(file: &[u8]) -> Result<Vec<u8>, Fault> {
    let (sum, body) = file.split_first_chunk::<4>().ok_or(Fault::Damaged)?;
    if u32::from_le_bytes(*sum) != checksum(body) {
        return Err(Fault::Damaged);
    }
    let (version, content) = body.split_first().ok_or(Fault::Damaged)?;
    match *version {
        VERSION => inflate(content),
        other => Err(Fault::Version(other)),
    }
}

/// The content of the root.
///
/// # Errors
/// When it is damaged, or of another version.
pub fn open_root(file: &[u8]) -> Result<Vec<u8>, Fault> {
    let rest = file.strip_prefix(b"CBSX").ok_or(Fault::Damaged)?;
    let (version, rest) = rest.split_first().ok_or(Fault::Damaged)?;
    if *version != VERSION {
        return Err(Fault::Version(*version));
    }
    let (sum, content) = rest.split_first_chunk::<4>().ok_or(Fault::Damaged)?;
    if u32::from_le_bytes(*sum) != checksum(content) {
        return Err(Fault::Damaged);
    }
    inflate(content)
}

fn inflate(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut out = vec![0; 64 << 10];
    loop {
        match Decompressor::new().deflate_decompress(bytes, &mut out) {
            Ok(length) => {
                out.truncate(length);
                return Ok(out);
            }
            Err(DecompressionError::InsufficientSpace) if out.len() < LARGEST => {
                let more = out.len() * 4;
                out.resize(more.min(LARGEST), 0);
            }
            Err(_) => return Err(Fault::Damaged),
        }
    }
}

/// A file of terms (2.3). `parts` is the number of parts of a long list.
///
/// # Errors
/// When the content cannot be one.
pub fn terms(content: &[u8], parts: usize) -> Result<Vec<Entry>, Fault> {
    let mut file = Bytes(content);
    let keys = file.keys()?;
    let mut sections = [Bytes(&[]); 6];
    for section in &mut sections {
        *section = file.section()?;
    }
    let [counts, gaps, classes, zones, names, forms] = &mut sections;
    keys.into_iter()
        .map(|key| {
            let value = counts.varint()?;
            let is_long = value % 2 == 1;
            let total = if is_long { counts.varint()? } else { value / 2 };
            let parts = (0..if is_long { parts } else { 0 })
                .map(|_| counts.number())
                .collect::<Result<_, _>>()?;
            let mut postings = postings(value / 2, gaps, classes, zones)?;
            let mut surfaces = Vec::new();
            if key
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            {
                for _ in 0..names.varint()? {
                    surfaces.push(names.key(&key)?);
                }
            }
            if surfaces.len() > 1 && !is_long {
                for posting in &mut postings {
                    posting.forms = forms.varint()?;
                }
            }
            Ok(Entry {
                key,
                total,
                parts,
                postings,
                surfaces,
            })
        })
        .collect()
}

fn postings(
    count: u64,
    gaps: &mut Bytes<'_>,
    classes: &mut Bytes<'_>,
    zones: &mut Bytes<'_>,
) -> Result<Vec<Posting>, Fault> {
    let mut next = 0_u64;
    let mut list = Vec::new();
    for _ in 0..count {
        let byte = classes.byte()?;
        let page = next.checked_add(gaps.varint()?).ok_or(Fault::Damaged)?;
        next = page.checked_add(1).ok_or(Fault::Damaged)?;
        let many = match byte >> 4 {
            15 => zones.varint()?,
            few => u64::from(few),
        };
        let mut number = 0_u64;
        let mut own = Vec::new();
        for _ in 0..many {
            let value = zones.varint()?;
            number = number.checked_add(value / 16).ok_or(Fault::Damaged)?;
            own.push((number, value % 16));
        }
        list.push(Posting {
            page,
            class: byte & 15,
            zones: own,
            forms: 0,
        });
    }
    Ok(list)
}

/// A part of a long list (2.3); pages count from the part's first.
///
/// # Errors
/// When the content cannot be one.
pub fn part(content: &[u8]) -> Result<Vec<Posting>, Fault> {
    let mut file = Bytes(content);
    let count = file.section()?.varint()?;
    let (mut gaps, mut classes, mut zones) = (file.section()?, file.section()?, file.section()?);
    postings(count, &mut gaps, &mut classes, &mut zones)
}

/// A file of positions (2.6).
///
/// # Errors
/// When the content cannot be one.
pub fn positions(content: &[u8]) -> Result<Vec<Places>, Fault> {
    let mut file = Bytes(content);
    let keys = file.keys()?;
    let (mut counts, mut gaps) = (file.section()?, file.section()?);
    let (mut numbers, mut positions) = (file.section()?, file.section()?);
    // What follows what is one more than it, at least.
    let behind = |before: Option<u64>, gap: u64| match before {
        None => Ok(gap),
        Some(before) => before
            .checked_add(gap)
            .and_then(|sum| sum.checked_add(1))
            .ok_or(Fault::Damaged),
    };
    keys.into_iter()
        .map(|key| {
            let mut pages: Vec<(u64, Vec<u64>)> = Vec::new();
            for _ in 0..counts.varint()? {
                let page = behind(pages.last().map(|(page, _)| *page), gaps.varint()?)?;
                let mut own = Vec::new();
                for _ in 0..=numbers.varint()? {
                    own.push(behind(own.last().copied(), positions.varint()?)?);
                }
                pages.push((page, own));
            }
            Ok(Places { key, pages })
        })
        .collect()
}

/// Bytes that are read from their beginning, never beyond their end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bytes<'b>(pub(super) &'b [u8]);

impl<'b> Bytes<'b> {
    pub(super) fn byte(&mut self) -> Result<u8, Fault> {
        let (first, rest) = self.0.split_first().ok_or(Fault::Damaged)?;
        self.0 = rest;
        Ok(*first)
    }

    pub(super) fn varint(&mut self) -> Result<u64, Fault> {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return Ok(number);
            }
        }
        Err(Fault::Damaged)
    }

    pub(super) fn number(&mut self) -> Result<u32, Fault> {
        let (number, rest) = self.0.split_first_chunk().ok_or(Fault::Damaged)?;
        self.0 = rest;
        Ok(u32::from_le_bytes(*number))
    }

    pub(super) fn section(&mut self) -> Result<Self, Fault> {
        let length = usize::try_from(self.varint()?).map_err(|_| Fault::Damaged)?;
        let (section, rest) = self.0.split_at_checked(length).ok_or(Fault::Damaged)?;
        self.0 = rest;
        Ok(Self(section))
    }

    /// A key, as what it shares with another and what it adds.
    pub(super) fn key(&mut self, before: &str) -> Result<String, Fault> {
        let shared = usize::try_from(self.varint()?).map_err(|_| Fault::Damaged)?;
        let shared = before.get(..shared).ok_or(Fault::Damaged)?;
        let added = std::str::from_utf8(self.section()?.0).map_err(|_| Fault::Damaged)?;
        Ok(format!("{shared}{added}"))
    }

    fn keys(&mut self) -> Result<Vec<String>, Fault> {
        let mut section = self.section()?;
        let mut keys: Vec<String> = Vec::new();
        let mut size = 0;
        while !section.0.is_empty() {
            let key = section.key(keys.last().map_or("", String::as_str))?;
            // Keys that repeat each other could be much longer than the file.
            size += key.len();
            if size > LARGEST {
                return Err(Fault::Damaged);
            }
            keys.push(key);
        }
        Ok(keys)
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::cast_possible_truncation,
    reason = "tests"
)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::super::{File, export};
    use super::*;
    use crate::language::Lang;
    use crate::search::{Collection, Page, Section, analysis};

    fn files(pages: Vec<Page>) -> Vec<File> {
        let collection = Collection {
            lang: Lang::Zh,
            pages,
            ..Collection::default()
        };
        export(&collection)
    }

    fn sample() -> Vec<Page> {
        let words = [
            "deploy",
            "deploys",
            "deployed",
            "risk",
            "专利",
            "知识产权",
            "the",
        ];
        (0..60)
            .map(|page| Page {
                path: format!("p{page:02}.html"),
                title: format!("Page {page} {}", words[page % 3]),
                sections: vec![Section {
                    body: (0..40)
                        .map(|at| words[(page * page + at * (page + 3)) % words.len()])
                        .collect::<Vec<_>>()
                        .join(" "),
                    ..Section::default()
                }]
                .into(),
                ..Page::default()
            })
            .collect()
    }

    fn of<'f>(files: &'f [File], letter: &str) -> impl Iterator<Item = Vec<u8>> + 'f {
        let start = format!("{letter}/");
        let family = files
            .iter()
            .filter(move |file| file.path.starts_with(&start));
        family.map(|file| open(file.bytes.as_ref().unwrap()).unwrap())
    }

    #[test]
    fn what_was_written_is_read_again() {
        let pages = sample();
        let files = files(pages.clone());
        let root = files.iter().find(|file| &*file.path == "root").unwrap();
        let root: serde_json::Value =
            serde_json::from_slice(&open_root(root.bytes.as_ref().unwrap()).unwrap()).unwrap();
        assert_eq!(root["pages"], 60);

        let mut found: BTreeMap<String, Entry> = BTreeMap::new();
        for content in of(&files, "t") {
            found.extend(
                terms(&content, 1)
                    .unwrap()
                    .into_iter()
                    .map(|e| (e.key.clone(), e)),
            );
        }
        let mut scan: BTreeMap<(String, u64), BTreeSet<String>> = BTreeMap::new();
        for (number, page) in (0..).zip(&pages) {
            for text in [&page.title, &page.sections[0].body] {
                analysis::analyze(text, |token| {
                    if token.kind != analysis::TokenKind::Gram
                        && !analysis::is_stop_word(token.text)
                    {
                        let term = analysis::term(token.text).into_owned();
                        scan.entry((term, number))
                            .or_default()
                            .insert(token.text.to_owned());
                    }
                });
            }
        }
        for ((term, page), words) in &scan {
            let entry = &found[term];
            let posting = entry.postings.iter().find(|posting| posting.page == *page);
            let posting = posting.unwrap_or_else(|| panic!("{term} is not on {page}"));
            if entry.surfaces.len() > 1 {
                let told: BTreeSet<String> = (0..)
                    .zip(&entry.surfaces)
                    .filter(|(bit, _)| posting.forms >> bit & 1 == 1)
                    .map(|(_, word)| word.clone())
                    .collect();
                assert_eq!(&told, words, "{term} on {page}");
            }
        }
        assert!(found["deploy"].surfaces.len() == 3);
        let terms_on_pages: usize = found
            .values()
            .filter(|entry| !entry.key.starts_with(analysis::is_gram) && entry.key != "the")
            .map(|entry| entry.postings.len())
            .sum();
        assert_eq!(terms_on_pages, scan.len());

        let places: Vec<Places> = of(&files, "p")
            .flat_map(|content| positions(&content).unwrap())
            .collect();
        assert!(
            places
                .iter()
                .any(|own| own.key == "deploy" && own.pages.len() > 20)
        );
        assert!(places.iter().all(|own| !own.pages.is_empty()));
    }

    #[test]
    fn no_bytes_make_it_fall() {
        let files = files(sample());
        let mut state = 1_u64;
        let mut below = |most: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 33) as usize % most.max(1)
        };
        for file in files.iter().filter(|file| &*file.path != "root") {
            let bytes = file.bytes.as_deref().unwrap();
            let content = open(bytes).unwrap();
            for _ in 0..200 {
                let mut changed = bytes.to_vec();
                let at = below(changed.len());
                changed[at] ^= 1 + below(255) as u8;
                assert!(open(&changed).is_err());
                assert!(open(&bytes[..below(bytes.len())]).is_err());

                let mut other = content.clone();
                for _ in 0..=below(4) {
                    let at = below(other.len());
                    other[at] = below(256) as u8;
                }
                other.truncate(other.len() - below(3));
                let _ = terms(&other, 1);
                let _ = part(&other);
                let _ = positions(&other);
            }
        }
        assert_eq!(open_root(b"CBSX\x09whatever"), Err(Fault::Version(9)));
    }
}
