//! Terms that are words, brought together by stem; their positions; and the list of words by
//! which typos are mended: `docs/search-format.md`, 2.3, 2.6 and 2.7.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::super::rank::FORMS;
use super::binary::{push_key, push_varint, varint};
use super::items::Items;
use super::positions::{Positions, span_class};
use super::postings::{Norms, Postings};
use super::reader::PageReader;
use super::row::{Lexicon, Row, Term, Word};
use super::shapes::ascending;
use super::table::{Edit, Edits};
use super::terms::{Making, Parts};

/// What is to be made anew of each term, by its number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Change {
    /// Its postings.
    pub(super) postings: bool,
    /// Its positions.
    pub(super) positions: bool,
}

impl Change {
    pub(super) const ALL: Self = Self {
        postings: true,
        positions: true,
    };
}

/// What was made of words.
#[derive(Default)]
pub(super) struct Made {
    pub(super) terms: Edits<6>,
    pub(super) positions: Edits<4>,
    pub(super) words: Edits<1>,
    pub(super) parts: Parts,
}

/// A word on a page, as it stands in the list of its term.
#[derive(Clone, Copy)]
struct Place {
    page: u32,
    word: Word,
    /// Where its places begin among those of all words.
    start: usize,
}

/// Makes what is wanted of each term. `digits` has what the list of words tells of each surface, as
/// it was before and as it is afterwards.
pub(super) fn words(
    rows: &[Arc<Row>],
    lexicon: &Lexicon,
    norms: &Norms,
    wanted: &[Change],
    digits: &mut Vec<Option<u8>>,
) -> Made {
    const NONE: u32 = u32::MAX;
    digits.resize(lexicon.surfaces.len(), None);
    let mut order: Vec<u32> = (0..)
        .zip(wanted)
        .filter(|(_, change)| **change != Change::default())
        .map(|(number, _)| number)
        .collect();
    order.sort_unstable_by(|a, b| {
        let text = |number: &u32| &lexicon.terms[*number as usize].text;
        text(a).cmp(text(b))
    });
    // The places of all words that are wanted, by term.
    let mut slots = vec![NONE; lexicon.terms.len()];
    for (slot, number) in (0..).zip(&order) {
        slots[*number as usize] = slot;
    }
    let slot_of = |word: &Word| slots[lexicon.surfaces[word.surface as usize].term as usize];
    // Where the words of each term end, and their places.
    let mut ends = vec![(0_usize, 0_usize); order.len() + 1];
    for (word, places) in rows.iter().flat_map(|row| row.words()) {
        let slot = slot_of(&word);
        if slot != NONE {
            let end = &mut ends[slot as usize + 1];
            end.0 += 1;
            end.1 += places.len();
        }
    }
    for at in 1..ends.len() {
        let before = ends[at - 1];
        ends[at].0 += before.0;
        ends[at].1 += before.1;
    }
    let none = Place {
        page: 0,
        word: Word {
            surface: 0,
            start: 0,
        },
        start: 0,
    };
    let (count, size) = ends.last().copied().unwrap_or_default();
    let mut places = vec![none; count];
    // The places of all words of a term stand together: pages are far apart in memory.
    let mut bytes = vec![0; size];
    for (page, row) in (0..).zip(rows) {
        for (word, own) in row.words() {
            let slot = slot_of(&word);
            if slot != NONE {
                let (end, start) = &mut ends[slot as usize];
                places[*end] = Place {
                    page,
                    word,
                    start: *start,
                };
                *end += 1;
                bytes[*start..*start + own.len()].copy_from_slice(own);
                *start += own.len();
            }
        }
    }
    ends.pop();

    let jobs: Vec<(u32, &[Place])> = (0..)
        .zip(&order)
        .map(|(slot, number)| {
            let start = match slot {
                0 => 0,
                slot => ends[slot - 1].0,
            };
            (*number, &places[start..ends[slot].0])
        })
        .collect();
    let made: Vec<Maker<'_>> = jobs
        .par_chunks(256)
        .map(|jobs| {
            let mut maker = Maker::new(rows, &bytes, lexicon, norms);
            for (number, places) in jobs {
                maker.term(*number, places, wanted[*number as usize]);
            }
            maker
        })
        .collect();
    let mut all = Made::default();
    let mut list: BTreeMap<String, Option<u8>> = BTreeMap::new();
    for maker in made {
        all.terms.add(maker.making.items, maker.edits);
        all.positions.add(maker.places, maker.place_edits);
        all.parts.extend(maker.making.parts);
        for (surface, digit) in maker.digits {
            let old = std::mem::replace(&mut digits[surface as usize], digit);
            if old != digit {
                let text = &lexicon.surfaces[surface as usize].text;
                let back: String = text.chars().rev().collect();
                list.insert(back, digit);
            }
        }
    }
    let mut items = Items::default();
    let mut edits = Vec::with_capacity(list.len());
    for (key, digit) in list {
        let start = items.len();
        if let Some(digit) = digit {
            items.push(&key, [&[digit]]);
        }
        edits.push((key, start..items.len()));
    }
    all.words.add(items, edits);
    all
}

/// A key, and the items that stand for it now.
type Keyed = (String, std::ops::Range<u32>);

impl<const S: usize> Edits<S> {
    /// Adds single items.
    fn add(&mut self, items: Items<S>, edits: Vec<Keyed>) {
        #[allow(clippy::cast_possible_truncation, reason = "few lists")]
        let list = self.lists.len() as u32;
        self.lists.push(items);
        self.edits
            .extend(edits.into_iter().map(|(key, items)| Edit {
                key,
                prefix: false,
                list,
                items,
            }));
    }
}

/// Makes terms one after the other.
struct Maker<'a> {
    rows: &'a [Arc<Row>],
    /// The places of all words.
    bytes: &'a [u8],
    lexicon: &'a Lexicon,
    norms: &'a Norms,
    making: Making<'a>,
    edits: Vec<Keyed>,
    places: Items<4>,
    place_edits: Vec<Keyed>,
    /// What the list of words tells of surfaces.
    digits: Vec<(u32, Option<u8>)>,
    postings: Postings,
    positions: Positions,
    reader: PageReader,
}

impl<'a> Maker<'a> {
    fn new(rows: &'a [Arc<Row>], bytes: &'a [u8], lexicon: &'a Lexicon, norms: &'a Norms) -> Self {
        Self {
            rows,
            bytes,
            lexicon,
            norms,
            making: Making::new(norms),
            edits: Vec::new(),
            places: Items::default(),
            place_edits: Vec::new(),
            digits: Vec::new(),
            postings: Postings::default(),
            positions: Positions::default(),
            reader: PageReader::default(),
        }
    }

    fn term(&mut self, number: u32, places: &[Place], wanted: Change) {
        let term = &self.lexicon.terms[number as usize];
        let own = Surfaces::of(term, places, self.lexicon);
        let has_stop_word = own
            .present
            .iter()
            .any(|surface| self.lexicon.surfaces[*surface as usize].is_stop_word);
        let mut forms: Vec<u64> = Vec::new();
        self.postings.clear();
        self.positions.clear();
        for page in places.chunk_by(|a, b| a.page == b.page) {
            let before = self.postings.list.len();
            if let [only] = page {
                let mut places = &self.bytes[only.start..];
                let count = varint(&mut places) as usize + 1;
                self.positions
                    .add(only.page, &ascending(&mut places, count));
                self.postings.add_one(only.page, places);
            } else {
                let row = &*self.rows[page[0].page as usize];
                let words = page.iter().map(|place| place.word);
                self.reader.read(row, words, self.lexicon);
                self.positions.add(page[0].page, &self.reader.all);
                for (zone, count) in &self.reader.zones {
                    self.postings.add(page[0].page, *zone, *count);
                }
            }
            if self.postings.list.len() > before {
                forms.push(own.bits(page, self.lexicon));
            }
        }
        self.postings.finish();
        let count = self.postings.list.len();
        if wanted.postings {
            let start = self.making.items.len();
            if !own.present.is_empty() {
                let names = own.names(term, self.lexicon);
                let several = own.present.len() > 1;
                self.making
                    .term(&term.text, 1, &self.postings, &names, |_| {
                        let mut told = Vec::new();
                        if several {
                            forms.iter().for_each(|bits| push_varint(*bits, &mut told));
                        }
                        told
                    });
            }
            self.edits
                .push((term.text.to_string(), start..self.making.items.len()));
            #[allow(clippy::cast_possible_truncation, reason = "at most 63")]
            let digit = count.max(1).ilog2() as u8;
            for surface in &term.surfaces {
                let text = &self.lexicon.surfaces[*surface as usize].text;
                if text.len() >= 4 && text.bytes().all(|b| b.is_ascii_lowercase()) {
                    let is_there = own.present.contains(surface);
                    self.digits.push((*surface, is_there.then_some(digit)));
                }
            }
        }
        if wanted.positions {
            let start = self.places.len();
            // Where a word is on few pages, these are read; stop words have no postings of bodies.
            if has_stop_word || count > self.norms.limits.few as usize {
                self.positions.push(
                    &term.text,
                    &self.postings,
                    has_stop_word,
                    self.norms,
                    &mut self.places,
                );
            }
            self.place_edits
                .push((term.text.to_string(), start..self.places.len()));
        }
    }
}

/// The surfaces of a term that are on some page.
struct Surfaces {
    /// In the order of their texts.
    present: Vec<u32>,
    /// For each surface of the term its bit, if it is told apart from others.
    bits: Vec<u64>,
}

impl Surfaces {
    fn of(term: &Term, places: &[Place], lexicon: &Lexicon) -> Self {
        let mut found = vec![false; term.surfaces.len()];
        for place in places {
            found[lexicon.surfaces[place.word.surface as usize].place as usize] = true;
        }
        let mut present = Vec::with_capacity(found.len());
        let mut bits = vec![0; found.len()];
        for ((surface, is_there), bit) in term.surfaces.iter().zip(found).zip(&mut bits) {
            if is_there {
                if present.len() < FORMS {
                    *bit = 1 << present.len();
                }
                present.push(*surface);
            }
        }
        Self { present, bits }
    }

    /// Which surfaces there are among some places.
    fn bits(&self, places: &[Place], lexicon: &Lexicon) -> u64 {
        places.iter().fold(0, |bits, place| {
            let surface = &lexicon.surfaces[place.word.surface as usize];
            bits | self.bits[surface.place as usize]
        })
    }

    /// The surfaces as the section of a file.
    fn names(&self, term: &Term, lexicon: &Lexicon) -> Vec<u8> {
        let mut names = Vec::new();
        let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
        let texts = self.present.iter();
        let mut texts = texts.map(|surface| &*lexicon.surfaces[*surface as usize].text);
        let is_only_itself = self.present.len() == 1 && texts.next() == Some(&term.text);
        if is_only_itself || !term.text.bytes().all(is_plain) {
            push_varint(0, &mut names);
            return names;
        }
        push_varint(self.present.len() as u64, &mut names);
        for surface in &self.present {
            let text = &lexicon.surfaces[*surface as usize].text;
            push_key(&term.text, text, &mut names);
        }
        names
    }
}

/// Marks the terms in which two versions of a page differ.
pub(super) fn compare(old: &Row, new: &Row, lexicon: &Lexicon, changed: &mut [Change]) {
    let by_term = |row: &Row| {
        let mut words: BTreeMap<u32, Vec<Word>> = BTreeMap::new();
        for (word, _) in row.words() {
            let term = lexicon.surfaces[word.surface as usize].term;
            words.entry(term).or_default().push(word);
        }
        words
    };
    let (mut before, after) = (by_term(old), by_term(new));
    let other_span = span_class(old) != span_class(new);
    let mut readers = [PageReader::default(), PageReader::default()];
    for (term, words) in &after {
        let Some(others) = before.remove(term) else {
            changed[*term as usize] = Change::ALL;
            continue;
        };
        let [a, b] = &mut readers;
        a.read(old, others.iter().copied(), lexicon);
        b.read(new, words.iter().copied(), lexicon);
        let change = &mut changed[*term as usize];
        change.positions |= a.all != b.all || other_span;
        let surfaces = |words: &[Word]| {
            let mut all: Vec<u32> = words.iter().map(|word| word.surface).collect();
            all.sort_unstable();
            all
        };
        if surfaces(&others) != surfaces(words) || a.posting() != b.posting() {
            *change = Change::ALL;
        }
    }
    for term in before.into_keys() {
        changed[term as usize] = Change::ALL;
    }
}
