//! Reads files of the browser's copy as any other program would: `docs/search-format.md`, part 2.
//! Whatever the bytes are, the answer is a value or a [`Fault`], in bounded memory.

use super::super::rank;
use super::bits::BitReader;
use super::bytes::Bytes;
pub use super::codes::Codes;
use super::deflate::inflate;
use super::envelope::{VERSION, checksum};
pub use super::items::Scale;
use super::items::Shape;
use super::positions::span;
use super::shapes::{self, ascending};

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

/// A term with its positions, of which its postings tell more: see [`Places::read`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The term.
    pub key: String,
    /// Whether the pages are told here; else they are those of its postings.
    is_told: bool,
    /// For each page the number of its positions, as differing in bits from the number that is expected.
    numbers: Vec<u64>,
    bits: Vec<u8>,
}

/// Bytes that content may have: far more than any file of an index.
pub(super) const LARGEST: usize = 64 << 20;

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

/// The codes that texts are in, and the JSON of the root's content (2.2).
///
/// # Errors
/// When the content cannot be one.
pub fn root(content: &[u8]) -> Result<(Codes, String), Fault> {
    let mut file = Bytes(content);
    let (list, json) = (file.section()?, file.section()?);
    let codes = Codes::listed(std::str::from_utf8(list.0).map_err(|_| Fault::Damaged)?)?;
    let json = codes.decode(json.0)?;
    Ok((codes, json))
}

/// A file of terms (2.3).
///
/// # Errors
/// When the content cannot be one.
pub fn terms(content: &[u8], scale: Scale<'_>) -> Result<Vec<Entry>, Fault> {
    let items = shapes::Terms::read(content, scale)?;
    (0..items.len())
        .map(|at| {
            let key = items.key(at);
            let [mut counts, classes, mut zones, mut names, mut forms] =
                [0, 2, 3, 4, 5].map(|section| Bytes(items.section(at, section)));
            let value = counts.varint()?;
            let is_long = value % 2 == 1;
            let total = if is_long { counts.varint()? } else { value / 2 };
            let parts = (0..if is_long { scale.parts } else { 0 })
                .map(|_| counts.number())
                .collect::<Result<_, _>>()?;
            let pages = ascending(&mut items.section(at, 1), usize::MAX);
            let mut postings = postings(&pages, classes, &mut zones)?;
            let mut surfaces = Vec::new();
            for _ in 0..names.varint()? {
                surfaces.push(names.key(key)?);
            }
            if surfaces.len() > 1 && !is_long {
                for posting in &mut postings {
                    posting.forms = forms.varint()?;
                }
            }
            Ok(Entry {
                key: key.to_owned(),
                total,
                parts,
                postings,
                surfaces,
            })
        })
        .collect()
}

fn postings(
    pages: &[u32],
    mut classes: Bytes<'_>,
    zones: &mut Bytes<'_>,
) -> Result<Vec<Posting>, Fault> {
    pages
        .iter()
        .map(|page| {
            let told = classes.varint()?;
            let mut zone = 0_u64;
            let mut own = Vec::new();
            for _ in 0..told / 16 {
                zone = zone.checked_add(zones.varint()?).ok_or(Fault::Damaged)?;
                own.push((zone / 16, zone % 16));
            }
            Ok(Posting {
                page: u64::from(*page),
                #[allow(clippy::cast_possible_truncation, reason = "below 16")]
                class: (told % 16) as u8,
                zones: own,
                forms: 0,
            })
        })
        .collect()
}

/// A part of a long list (2.3); pages count from the part's first. `range` is how many pages a part has.
///
/// # Errors
/// When the content cannot be one.
pub fn part(content: &[u8], range: u32) -> Result<Vec<Posting>, Fault> {
    let mut file = Bytes(content);
    let count = file.section()?.varint()?;
    let mut bits = BitReader::new(file.section()?.0);
    let (classes, mut zones) = (file.section()?, file.section()?);
    let mut pages = Vec::new();
    let count = u32::try_from(count).map_err(|_| Fault::Damaged)?;
    bits.ascending(count, 0, range, &mut pages)?;
    postings(&pages, classes, &mut zones)
}

/// A file of positions (2.6).
///
/// # Errors
/// When the content cannot be one.
pub fn positions(content: &[u8], scale: Scale<'_>) -> Result<Vec<Places>, Fault> {
    let items = shapes::Places::read(content, scale)?;
    (0..items.len())
        .map(|at| {
            let [mut counts, mut numbers] = [0, 2].map(|section| Bytes(items.section(at, section)));
            let value = counts.varint()?;
            let numbers = (0..value / 2).map(|_| numbers.varint());
            Ok(Places {
                key: items.key(at).to_owned(),
                is_told: value % 2 == 1,
                numbers: numbers.collect::<Result<_, _>>()?,
                bits: items.section(at, 3).to_vec(),
            })
        })
        .collect()
}

impl Places {
    /// Pages with their positions, ascending. `postings` are the term's own, of a long term all of them; `spans` are
    /// the digits in the root.
    ///
    /// # Errors
    /// When they cannot be those of the term.
    pub fn read(&self, postings: &[Posting], spans: &[u8]) -> Result<Vec<(u32, Vec<u32>)>, Fault> {
        let mut bits = BitReader::new(&self.bits);
        let word = |number: u64| u32::try_from(number).map_err(|_| Fault::Damaged);
        let mut pages = Vec::new();
        if self.is_told {
            let (count, range) = (self.numbers.len() as u64, spans.len() as u64);
            bits.ascending(word(count)?, 0, word(range)?, &mut pages)?;
        } else {
            let own = postings.iter().map(|posting| word(posting.page));
            pages = own.collect::<Result<_, _>>()?;
        }
        if pages.len() != self.numbers.len() {
            return Err(Fault::Damaged);
        }
        let mut room = LARGEST as u64;
        let mut read = Vec::new();
        for (page, number) in pages.into_iter().zip(&self.numbers) {
            let posting = postings.iter().find(|own| own.page == u64::from(page));
            let expected = posting.map_or(0, |own| {
                rank::occurrences(own.class) + own.zones.len() as u64
            });
            let count = number ^ expected;
            // Positions that need no bits could be far more than the file has bytes.
            room = room.checked_sub(count).ok_or(Fault::Damaged)?;
            let range = span(*spans.get(page as usize).ok_or(Fault::Damaged)?);
            let mut own = Vec::new();
            bits.ascending(word(count)?, 0, range, &mut own)?;
            read.push((page, own));
        }
        Ok(read)
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

    const fn scale(codes: &Codes) -> Scale<'_> {
        Scale {
            pages: 160,
            parts: 1,
            codes,
        }
    }

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
        (0..160)
            .map(|page| Page {
                path: format!("p{page:03}.html"),
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
        let (codes, json) = super::root(&open_root(root.bytes.as_ref().unwrap()).unwrap()).unwrap();
        let root: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(root["pages"], 160);
        let scale = scale(&codes);

        let mut found: BTreeMap<String, Entry> = BTreeMap::new();
        for content in of(&files, "t") {
            found.extend(
                terms(&content, scale)
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

        let spans = root["spans"].as_str().unwrap();
        let digits = spans.chars().filter_map(|c| c.to_digit(36));
        let spans: Vec<u8> = digits.map(|digit| digit as u8).collect();
        let places: Vec<Places> = of(&files, "p")
            .flat_map(|content| positions(&content, scale).unwrap())
            .collect();
        let of_term = |key: &str| {
            let own = places.iter().find(|own| own.key == key).unwrap();
            let postings = found.get(key).map_or(&[][..], |entry| &entry.postings);
            own.read(postings, &spans).unwrap()
        };
        for (term, surfaces) in [
            ("deploy", &["deploy", "deploys", "deployed"][..]),
            ("the", &["the"]),
        ] {
            for (page, positions) in of_term(term) {
                let (mut wanted, mut start) = (Vec::new(), 0);
                let own = &pages[page as usize];
                // The title, keywords, of which there are none, an empty heading, and the body.
                for text in [&own.title, "", "", &own.sections[0].body] {
                    let mut length = 0;
                    analysis::analyze(text, |token| {
                        length = token.position + 1;
                        if surfaces.contains(&token.text) {
                            wanted.push(start + token.position);
                        }
                    });
                    start += length + 1;
                }
                assert_eq!(positions, wanted, "{term} on {page}");
            }
            assert!(of_term(term).len() > 128);
        }
    }

    #[test]
    fn no_bytes_make_it_fall() {
        let files = files(sample());
        let codes = Codes::default();
        let scale = scale(&codes);
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
                let _ = terms(&other, scale);
                let _ = part(&other, 4_096);
                for own in positions(&other, scale).unwrap_or_default() {
                    let _ = own.read(&[Posting::default()], &[9; 160]);
                }
            }
        }
        assert_eq!(open_root(b"CBSX\x09whatever"), Err(Fault::Version(9)));
    }
}
