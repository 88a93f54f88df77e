//! What the index takes from one page: its words with their positions, its gram runs, the lengths
//! of its zones. It is worked out once for each version of a page, and everything that is written of
//! words is made from it.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use rayon::prelude::*;

use super::super::Page;
use super::super::analysis::{self, Extent, Token, TokenKind, WordHash, measure};
use super::binary::{push_varint, varint};
use super::numbers::Numbers;
use super::pages;
use crate::digest::{hash_all, hash_bytes};

/// A hash of all that a page says, its facets left out.
pub(super) type Digest = [u8; 32];

/// A page as the index sees it.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) digest: Digest,
    /// The zones: title, keywords, then heading and body of each section.
    pub(super) zones: Box<[Extent]>,
    /// Gram runs, each with a 0 behind it.
    pub(super) grams: Numbers,
    /// For each zone with gram runs its number, and where they end.
    pub(super) gram_zones: Box<[(u32, u32)]>,
    /// Words, each once, as pairs of their surface and of where its places begin.
    pub(super) words: Numbers,
    /// For each word its positions, their number minus 1 before them, as in 2.6; the number of those in
    /// bodies, 0 for a stop word; the number of other zones, and for each 16 times its number
    /// plus its length.
    pub(super) places: Bytes,
    /// A hash of its title and headings.
    pub(super) headings: u64,
    /// Lengths of the page's card and text.
    pub(super) sizes: [u32; 2],
    /// Number of Han characters in the texts, counted without their analysis.
    pub(super) han: u32,
}

/// A word on a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    /// Number of the surface.
    pub(super) surface: u32,
    /// Where its places begin.
    pub(super) start: u32,
}

/// A zone other than bodies as postings name it: its number and its length.
pub(super) type Zone = (u32, u32);

/// A zone as postings name it: 0 title, 1 keywords, 2 + section for a heading; `None` for a body.
fn name(zones: &[Extent], zone: u32) -> Option<Zone> {
    match zone {
        1 => Some((1, 0)),
        _ if zone.is_multiple_of(2) => {
            let number = if zone == 0 { 0 } else { 1 + zone / 2 };
            Some((number, zones[zone as usize].tokens))
        }
        _ => None,
    }
}

fn locate(zones: &[Extent], positions: &[u32], mut visit: impl FnMut(u32, u32)) {
    let mut zone = 0;
    let mut end = zones.first().map_or(0, |zone| zone.positions);
    for position in positions {
        while *position >= end {
            zone += 1;
            // One position between two zones is empty.
            end += 1 + zones[zone as usize].positions;
        }
        visit(*position, zone);
    }
}

impl Row {
    /// A zone as postings name it; `None` for a body.
    pub(super) fn zone(&self, zone: u32) -> Option<Zone> {
        name(&self.zones, zone)
    }

    /// The places of each word.
    pub(super) fn words(&self) -> impl Iterator<Item = (Word, &[u8])> {
        let (words, _) = self.words.as_chunks::<2>();
        let ends = words.iter().skip(1).map(|[_, start]| *start as usize);
        let ends = ends.chain([self.places.len()]);
        words.iter().zip(ends).map(|([surface, start], end)| {
            let word = Word {
                surface: *surface,
                start: *start,
            };
            (word, &self.places[*start as usize..end])
        })
    }

    /// Number of positions in bodies.
    pub(super) fn body_length(&self) -> u64 {
        let bodies = self.zones.iter().skip(3).step_by(2);
        bodies.map(|zone| u64::from(zone.positions)).sum()
    }

    /// Appends the positions of a word.
    pub(super) fn read_positions(&self, start: u32, out: &mut Vec<u32>) {
        let mut bytes = &self.places[start as usize..];
        let count = varint(&mut bytes);
        let mut next = 0;
        for _ in 0..=count {
            let position = next + varint(&mut bytes);
            out.push(position);
            next = position + 1;
        }
    }

    /// Calls `visit` with each of some ascending positions and its zone.
    pub(super) fn locate(&self, positions: &[u32], visit: impl FnMut(u32, u32)) {
        locate(&self.zones, positions, visit);
    }

    /// Number of gram characters.
    pub(super) fn gram_count(&self) -> usize {
        self.grams.iter().filter(|c| **c != 0).count()
    }

    /// The gram runs of each zone that has some, each with a 0 behind it.
    pub(super) fn runs(&self) -> impl Iterator<Item = (u32, &[u32])> + Clone {
        let mut start = 0;
        self.gram_zones.iter().map(move |(zone, end)| {
            let from = std::mem::replace(&mut start, *end as usize);
            (*zone, &self.grams[from..*end as usize])
        })
    }
}

/// All words there have been, and the terms they belong to.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    known: HashMap<Box<str>, u32, WordHash>,
    /// Words by number.
    pub(super) surfaces: Vec<Surface>,
    numbers: HashMap<Box<str>, u32, WordHash>,
    /// Terms by number, with their surfaces.
    pub(super) terms: Vec<Term>,
}

/// A word as it is written.
#[derive(Debug)]
pub(super) struct Surface {
    pub(super) text: Box<str>,
    /// Number of its term.
    pub(super) term: u32,
    /// Its place among the surfaces of its term.
    pub(super) place: u32,
    pub(super) is_stop_word: bool,
}

/// A term.
#[derive(Debug)]
pub(super) struct Term {
    pub(super) text: Box<str>,
    /// Numbers of its surfaces, in the order of their texts.
    pub(super) surfaces: Vec<u32>,
}

#[allow(clippy::cast_possible_truncation, reason = "there are fewer words")]
impl Lexicon {
    /// A lexicon of known words.
    pub(super) fn of(surfaces: Vec<Surface>, terms: Vec<Term>) -> Self {
        let known = (0..)
            .zip(&surfaces)
            .map(|(number, own)| (own.text.clone(), number));
        let numbers = (0..)
            .zip(&terms)
            .map(|(number, own)| (own.text.clone(), number));
        Self {
            known: known.collect(),
            numbers: numbers.collect(),
            surfaces,
            terms,
        }
    }

    /// The number of a surface.
    pub(super) fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.known.get(text) {
            return *number;
        }
        let number = self.surfaces.len() as u32;
        let term = self.term(&analysis::term(text));
        self.surfaces.push(Surface {
            text: text.into(),
            term,
            place: 0,
            is_stop_word: analysis::is_stop_word(text),
        });
        let surfaces = &mut self.surfaces;
        let siblings = &mut self.terms[term as usize].surfaces;
        let place = siblings.partition_point(|own| *surfaces[*own as usize].text < *text);
        siblings.insert(place, number);
        for (place, own) in (0..).zip(siblings.iter()).skip(place) {
            surfaces[*own as usize].place = place;
        }
        self.known.insert(text.into(), number);
        number
    }

    /// The number of a term.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        self.numbers.get(text).copied()
    }

    fn term(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.terms.len() as u32;
        self.terms.push(Term {
            text: text.into(),
            surfaces: Vec::new(),
        });
        self.numbers.insert(text.into(), number);
        number
    }
}

/// A page that was read, with what is kept of it beside its words.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) row: Arc<Row>,
    /// Its card and its text, as JSON.
    pub(super) json: [String; 2],
}

/// Rows without their words; these, with numbers of their own; and the JSON of their pages.
type Draft = (Row, Vec<u32>, [String; 2]);

/// Pages that are read by one thread in a row.
const AT_ONCE: usize = 64;

/// Reads pages.
pub(super) fn read(pages: &[(&Page, Digest)], lexicon: &mut Lexicon) -> Vec<Read> {
    let chunks: Vec<(Vec<Draft>, Vec<Box<str>>)> = pages
        .par_chunks(AT_ONCE)
        .map(|pages| {
            let mut reader = Reader::default();
            let rows = pages.iter().map(|(page, digest)| reader.row(page, *digest));
            (rows.collect(), reader.surfaces)
        })
        .collect();
    let mut read = Vec::with_capacity(pages.len());
    for (rows, surfaces) in chunks {
        let numbers: Vec<u32> = surfaces.iter().map(|text| lexicon.number(text)).collect();
        for (row, mut words, json) in rows {
            for [surface, _] in words.as_chunks_mut().0 {
                *surface = numbers[*surface as usize];
            }
            let words = words.into_boxed_slice().into();
            let row = Arc::new(Row { words, ..row });
            read.push(Read { row, json });
        }
    }
    read
}

/// Reads pages one after the other, with buffers of its own.
#[derive(Default)]
struct Reader {
    known: HashMap<Box<str>, u32, WordHash>,
    surfaces: Vec<Box<str>>,
    /// For each surface whether it is a stop word.
    stops: Vec<bool>,
    /// For each surface its place among the words of the page that is read, plus 1.
    places: Vec<u32>,
    /// For each word of the page its surface and the number of its positions.
    words: Vec<(u32, u32)>,
    /// The page's words in order: place among the words, position.
    tokens: Vec<(u32, u32)>,
    grams: Vec<u32>,
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "files are limited to a few MB"
)]
impl Reader {
    fn row(&mut self, page: &Page, digest: Digest) -> Draft {
        let mut zones = Vec::with_capacity(2 + 2 * page.sections.len().max(1));
        let mut gram_zones = Vec::new();
        let mut start = 0;
        let keywords = page.keyword_text();
        let sections = page.sections.iter();
        let bodies = sections.flat_map(|section| [&*section.heading, &*section.body]);
        let none = if page.sections.is_empty() { 2 } else { 0 };
        let texts = [&*page.title, &*keywords].into_iter().chain(bodies);
        let mut han = 0;
        for text in texts.chain(std::iter::repeat_n("", none)) {
            han += text.chars().filter(|c| is_han(*c)).count() as u32;
            let before = self.grams.len();
            let extent = measure(text, |token| self.take(token, start));
            if self.grams.len() > before {
                self.grams.push(0);
                gram_zones.push((zones.len() as u32, self.grams.len() as u32));
            }
            zones.push(extent);
            // One position stays empty, so that nothing is next to what is in another zone.
            start += extent.positions + 1;
        }
        let json = [pages::card(page), pages::text(page)];
        let (words, places) = self.words(&zones);
        let row = Row {
            digest,
            zones: zones.into(),
            grams: Box::<[u32]>::from(self.grams.as_slice()).into(),
            gram_zones: gram_zones.into(),
            places: places.into(),
            sizes: [json[0].len() as u32, json[1].len() as u32],
            han,
            headings: headings(page),
            ..Row::default()
        };
        self.grams.clear();
        (row, words, json)
    }

    fn take(&mut self, token: Token<'_>, start: u32) {
        if token.kind == TokenKind::Gram {
            if token.index == 0 && self.grams.last().is_some_and(|last| *last != 0) {
                self.grams.push(0);
            }
            self.grams.extend(token.text.chars().map(u32::from));
            return;
        }
        let surface = match self.known.get(token.text) {
            Some(surface) => *surface,
            None => self.remember(token.text),
        };
        let place = &mut self.places[surface as usize];
        if *place == 0 {
            self.words.push((surface, 0));
            *place = self.words.len() as u32;
        }
        self.words[*place as usize - 1].1 += 1;
        self.tokens.push((*place - 1, start + token.position));
    }

    #[cold]
    fn remember(&mut self, text: &str) -> u32 {
        let surface = self.surfaces.len() as u32;
        self.surfaces.push(text.into());
        self.stops.push(analysis::is_stop_word(text));
        self.known.insert(text.into(), surface);
        self.places.push(0);
        surface
    }

    /// The words that were taken, and their places.
    fn words(&mut self, zones: &[Extent]) -> (Vec<u32>, Vec<u8>) {
        let mut ends = Vec::with_capacity(self.words.len());
        let mut end = 0;
        for (_, count) in &self.words {
            ends.push(end);
            end += *count as usize;
        }
        let mut sorted = vec![0; self.tokens.len()];
        for (place, position) in self.tokens.drain(..) {
            let end = &mut ends[place as usize];
            sorted[*end] = position;
            *end += 1;
        }
        let mut places = Vec::with_capacity(sorted.len() + 3 * self.words.len());
        let mut words = Vec::with_capacity(2 * self.words.len());
        let mut from = 0;
        let mut named: Vec<Zone> = Vec::new();
        for ((surface, _), end) in self.words.drain(..).zip(ends) {
            self.places[surface as usize] = 0;
            words.extend([surface, places.len() as u32]);
            let own = &sorted[from..end];
            from = end;
            push_varint(own.len() as u64 - 1, &mut places);
            let mut next = 0;
            for position in own {
                push_varint(u64::from(position - next), &mut places);
                next = position + 1;
            }
            let mut bodies = 0;
            named.clear();
            locate(zones, own, |_, zone| match name(zones, zone) {
                None => bodies += 1,
                Some(zone) if named.last() == Some(&zone) => {}
                Some(zone) => named.push(zone),
            });
            if self.stops[surface as usize] {
                bodies = 0;
            }
            push_varint(bodies, &mut places);
            push_varint(named.len() as u64, &mut places);
            for (number, length) in &named {
                push_varint(u64::from(16 * number + length), &mut places);
            }
        }
        places.shrink_to_fit();
        (words, places)
    }
}

/// A hash of a page's title and headings.
fn headings(page: &Page) -> u64 {
    let sections = page.sections.iter();
    let headings = sections.map(|section| section.heading.as_str());
    let all = std::iter::once(page.title.as_str()).chain(headings);
    hash_all(all.map(|text| hash_bytes(text.as_bytes())))
}

/// Whether a character is one of those that runs of Han characters consist of.
pub(super) const fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// A hash of all that a page says, its facets left out. `buffer` is for the texts in a row, which
/// are hashed much quicker than one by one.
pub(super) fn digest(page: &Page, buffer: &mut Vec<u8>) -> Digest {
    buffer.clear();
    let mut add = |text: &str| {
        buffer.extend_from_slice(&(text.len() as u64).to_le_bytes());
        buffer.extend_from_slice(text.as_bytes());
    };
    add(&page.path);
    add(&page.title);
    add(&page.kind);
    add(&page.date.map(|date| date.to_string()).unwrap_or_default());
    add(&page.keyword_text());
    match page.sections.digest() {
        Some(digest) => buffer.extend_from_slice(&digest.to_le_bytes()),
        None => {
            for section in &*page.sections {
                add(&section.id);
                add(&section.heading);
                add(&section.body);
            }
        }
    }
    blake3::hash(buffer).into()
}
