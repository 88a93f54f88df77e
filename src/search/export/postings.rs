//! Postings of one term: on which pages, how often, in which titles and headings.
//! The encoding is that of `docs/search-format.md`, 2.3.

use std::sync::Arc;

use super::super::rank;
use super::binary::{push_varint, varint};
use super::codes::Codes;
use super::items::Scale;
use super::limits::Limits;
use super::positions::span_class;
use super::row::{Row, Zone};
use crate::language::Lang;

/// Postings of one term, ascending by page.
#[derive(Debug, Default)]
pub(super) struct Postings {
    pub(super) list: Vec<Posting>,
    zones: Vec<Zone>,
    /// Occurrences in bodies of the last page.
    count: u32,
}

/// One page of a term.
#[derive(Debug, Clone, Copy)]
pub(super) struct Posting {
    pub(super) page: u32,
    /// Frequency class of its occurrences in bodies.
    pub(super) class: u8,
    /// First of its zones, and their end.
    zones: (u32, u32),
}

/// Encoded postings: what goes into each section of a file.
#[derive(Debug, Default, Clone)]
pub(super) struct Encoded {
    pub(super) gaps: Vec<u8>,
    pub(super) frequencies: Vec<u8>,
    pub(super) zones: Vec<u8>,
}

impl Encoded {
    /// Makes it empty.
    pub(super) fn clear(&mut self) {
        self.gaps.clear();
        self.frequencies.clear();
        self.zones.clear();
    }
}

impl Postings {
    /// Makes it empty.
    pub(super) fn clear(&mut self) {
        self.list.clear();
        self.zones.clear();
        self.count = 0;
    }

    /// Adds occurrences in a zone; `None` stands for a body. Pages and zones come in ascending
    /// order, each zone other than bodies once.
    pub(super) fn add(&mut self, page: u32, zone: Option<Zone>, count: u32) {
        if self.list.last().is_none_or(|last| last.page != page) {
            self.finish();
            let at = self.zone_count();
            self.list.push(Posting {
                page,
                class: 0,
                zones: (at, at),
            });
        }
        match zone {
            None => self.count += count,
            Some(zone) => self.zones.push(zone),
        }
    }

    /// Adds what a page's row tells of one word behind its positions.
    pub(super) fn add_one(&mut self, page: u32, mut places: &[u8]) {
        let bodies = varint(&mut places);
        if bodies > 0 {
            self.add(page, None, bodies);
        }
        for _ in 0..varint(&mut places) {
            let zone = varint(&mut places);
            self.add(page, Some((zone / 16, zone % 16)), 1);
        }
    }

    /// Adds an occurrence in a body.
    #[inline]
    pub(super) fn count(&mut self, page: u32) {
        if self.list.last().is_some_and(|last| last.page == page) {
            self.count += 1;
        } else {
            self.add(page, None, 1);
        }
    }

    #[allow(
        clippy::cast_possible_truncation,
        reason = "fewer than there are words"
    )]
    fn zone_count(&self) -> u32 {
        self.zones.len() as u32
    }

    /// Ends the last page.
    pub(super) fn finish(&mut self) {
        let end = self.zone_count();
        let count = std::mem::take(&mut self.count);
        if let Some(last) = self.list.last_mut() {
            last.class = rank::frequency_class(count);
            last.zones.1 = end;
        }
    }

    /// Whether any of it is outside bodies.
    pub(super) const fn is_named(&self) -> bool {
        !self.zones.is_empty()
    }

    pub(super) fn zones(&self, posting: &Posting) -> &[Zone] {
        &self.zones[posting.zones.0 as usize..posting.zones.1 as usize]
    }

    /// Encodes a part of the list.
    pub(super) fn encode(&self, list: &[Posting], out: &mut Encoded) {
        let mut next = 0;
        for posting in list {
            push_varint(u64::from(posting.page - next), &mut out.gaps);
            next = posting.page + 1;
            let zones = self.zones(posting);
            let told = 16 * zones.len() as u64 + u64::from(posting.class);
            push_varint(told, &mut out.frequencies);
            let mut before = 0;
            for (number, length) in zones {
                let zone = 16 * number + length;
                push_varint(u64::from(zone - before), &mut out.zones);
                before = zone;
            }
        }
    }

    /// The best postings for a query of this term alone, `size` positions long, ascending by page.
    pub(super) fn best(&self, count: usize, size: u64, norms: &Norms) -> Vec<Posting> {
        let idf = rank::idf(norms.classes.len(), self.list.len());
        let w = rank::WEIGHTS;
        let score = |posting: &Posting| {
            let k = norms.saturation[usize::from(norms.classes[posting.page as usize])];
            let mut score = w.body * idf * rank::frequency(posting.class, k);
            let mut heading = 0;
            for (number, length) in self.zones(posting) {
                let length = u64::from(*length);
                match number {
                    0 => score += rank::title(idf, size, length, size),
                    1 => score += idf * w.keywords,
                    _ => heading = heading.max(rank::heading(idf, size, length)),
                }
            }
            score + heading
        };
        let mut best: Vec<(std::cmp::Reverse<u64>, u32, Posting)> = self
            .list
            .iter()
            .map(|posting| (std::cmp::Reverse(score(posting)), posting.page, *posting))
            .collect();
        best.sort_unstable_by_key(|(score, page, _)| (*score, *page));
        best.truncate(count);
        best.sort_unstable_by_key(|(_, page, _)| *page);
        best.into_iter().map(|(_, _, posting)| posting).collect()
    }
}

/// What matters of all pages.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Norms {
    pub(super) limits: Limits,
    /// Length class of each page.
    pub(super) classes: Vec<u8>,
    /// Saturation by length class.
    pub(super) saturation: [u64; 16],
    /// Class of the number of positions of each page.
    pub(super) spans: Vec<u8>,
}

impl Default for Norms {
    fn default() -> Self {
        Self::of(&[], Limits::of(Lang::default(), 0, 0))
    }
}

impl Norms {
    pub(super) fn of(rows: &[Arc<Row>], limits: Limits) -> Self {
        let lengths = rows.iter().map(|row| row.body_length());
        let classes: Vec<u8> = lengths.map(rank::length_class).collect();
        let saturation = rank::saturation(&classes);
        Self {
            limits,
            classes,
            saturation,
            spans: rows.iter().map(|row| span_class(row)).collect(),
        }
    }

    /// Number of pages.
    #[allow(clippy::cast_possible_truncation, reason = "numbers of pages fit")]
    pub(super) fn pages(&self) -> u32 {
        self.classes.len() as u32
    }

    /// What files of keyed items depend on.
    pub(super) fn scale<'c>(&self, codes: &'c Codes) -> Scale<'c> {
        Scale {
            pages: self.pages(),
            parts: self.parts() as usize,
            codes,
        }
    }

    /// Number of parts of a long list.
    pub(super) fn parts(&self) -> u32 {
        self.pages().div_ceil(self.limits.part)
    }
}
