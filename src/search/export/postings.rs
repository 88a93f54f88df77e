//! Postings of one term: on which pages, how often, in which titles and headings.
//! The encoding is that of `docs/search-format.md`, 2.3.

use super::super::index::{Layout, Position};
use super::super::rank;
use super::binary::push_varint;

/// Postings of one term, ascending by page.
#[derive(Debug, Default)]
pub(super) struct Postings {
    pub(super) list: Vec<Posting>,
    zones: Vec<(u32, u32)>,
}

/// One page of a term.
#[derive(Debug, Clone, Copy)]
pub(super) struct Posting {
    pub(super) page: u32,
    /// Frequency class of its occurrences in bodies.
    class: u8,
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

impl Postings {
    /// The postings of positions in ascending order.
    pub(super) fn of(positions: &[Position], layout: &Layout) -> Self {
        let mut postings = Self::default();
        postings.fill(positions, layout);
        postings
    }

    /// The same into buffers that are there already.
    pub(super) fn fill(&mut self, positions: &[Position], layout: &Layout) {
        self.list.clear();
        self.zones.clear();
        let (mut page, mut count) = (u32::MAX, 0_u32);
        let (mut zone, mut last_zone) = (0, u32::MAX);
        for position in positions {
            zone = layout.zone_at(*position, zone);
            let own = layout.page_of(zone);
            if own != page {
                self.finish(count);
                (page, count, last_zone) = (own, 0, u32::MAX);
                let at = self.zone_count();
                self.list.push(Posting {
                    page,
                    class: 0,
                    zones: (at, at),
                });
            }
            match layout.number(zone) {
                None => count += 1,
                Some(_) if zone == last_zone => {}
                Some(number) => {
                    let length = if number == 1 {
                        0
                    } else {
                        layout.length(zone).min(15)
                    };
                    self.zones.push((number, length));
                    last_zone = zone;
                }
            }
        }
        self.finish(count);
    }

    /// Whether the list is cut into parts.
    pub(super) fn is_long(&self) -> bool {
        self.list.len() > rank::LONG
    }

    #[allow(
        clippy::cast_possible_truncation,
        reason = "fewer than there are words"
    )]
    fn zone_count(&self) -> u32 {
        self.zones.len() as u32
    }

    fn finish(&mut self, count: u32) {
        let end = self.zone_count();
        if let Some(last) = self.list.last_mut() {
            last.class = rank::frequency_class(count);
            last.zones.1 = end;
        }
    }

    fn zones(&self, posting: &Posting) -> &[(u32, u32)] {
        &self.zones[posting.zones.0 as usize..posting.zones.1 as usize]
    }

    /// Encodes a part of the list; gaps count from `first`.
    pub(super) fn encode(&self, list: &[Posting], first: u32, out: &mut Encoded) {
        let mut next = first;
        for posting in list {
            push_varint(u64::from(posting.page - next), &mut out.gaps);
            next = posting.page + 1;
            let zones = self.zones(posting);
            let many = zones.len() >= 15;
            #[allow(clippy::cast_possible_truncation, reason = "below 16")]
            out.frequencies
                .push(posting.class | if many { 0xf0 } else { (zones.len() as u8) << 4 });
            if many {
                push_varint(zones.len() as u64, &mut out.zones);
            }
            let mut before = 0;
            for (number, length) in zones {
                push_varint(u64::from(16 * (number - before) + length), &mut out.zones);
                before = *number;
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
                    0 => score += rank::zone(idf, size, length, w.title, w.title_whole),
                    1 => score += idf * w.keywords,
                    _ => {
                        heading =
                            heading.max(rank::zone(idf, size, length, w.heading, w.heading_whole))
                    }
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

/// What ranking needs of all pages.
#[derive(Debug)]
pub(super) struct Norms {
    /// Length class of each page.
    pub(super) classes: Vec<u8>,
    /// Saturation by length class.
    pub(super) saturation: [u64; 16],
}

impl Norms {
    pub(super) fn of(layout: &Layout) -> Self {
        #[allow(clippy::cast_possible_truncation, reason = "numbers of pages fit")]
        let pages = 0..layout.pages() as u32;
        let classes: Vec<u8> = pages
            .map(|page| rank::length_class(layout.body_length(page)))
            .collect();
        let saturation = rank::saturation(&classes);
        Self {
            classes,
            saturation,
        }
    }
}
