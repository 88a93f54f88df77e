//! Where words stand, for phrases: `docs/search-format.md`, 2.6. What the postings of a word tell of it is not told again:
//! its pages, and about how often it is on each.

use super::super::rank;
use super::binary::push_varint;
use super::bits::BitWriter;
use super::items::Items;
use super::postings::{Norms, Postings};
use super::row::Row;

/// The page positions of one term, page by page.
#[derive(Debug, Default)]
pub(super) struct Positions {
    /// Pages, and where their positions end.
    pages: Vec<(u32, usize)>,
    positions: Vec<u32>,
}

impl Positions {
    pub(super) fn clear(&mut self) {
        self.pages.clear();
        self.positions.clear();
    }

    /// Adds a page behind all others.
    pub(super) fn add(&mut self, page: u32, positions: &[u32]) {
        self.positions.extend_from_slice(positions);
        self.pages.push((page, self.positions.len()));
    }

    /// Appends the term to items; `is_told` if its pages are others than those of its postings, as of a stop word.
    pub(super) fn push(
        &self,
        key: &str,
        postings: &Postings,
        is_told: bool,
        norms: &Norms,
        items: &mut Items<4>,
    ) {
        let mut bits = BitWriter::default();
        if is_told {
            let pages: Vec<u32> = self.pages.iter().map(|(page, _)| *page).collect();
            bits.ascending(&pages, 0, norms.pages());
        }
        let (mut counts, mut sizes, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
        push_varint(
            2 * self.pages.len() as u64 + u64::from(is_told),
            &mut counts,
        );
        let mut start = 0;
        for (page, end) in &self.pages {
            let span = span(norms.spans[*page as usize]);
            let own = &self.positions[start..*end];
            let own = &own[..own.partition_point(|position| *position < span)];
            start = *end;
            push_varint(own.len() as u64 ^ expected(postings, *page), &mut numbers);
            bits.ascending(own, 0, span);
        }
        let bits = bits.into_bytes();
        push_varint(bits.len() as u64, &mut sizes);
        items.push(key, [&counts, &sizes, &numbers, &bits]);
    }
}

/// How many positions a page has most likely: as many as its posting tells.
fn expected(postings: &Postings, page: u32) -> u64 {
    let list = &postings.list;
    let at = list.binary_search_by_key(&page, |posting| posting.page);
    at.map_or(0, |at| {
        rank::occurrences(list[at].class) + postings.zones(&list[at]).len() as u64
    })
}

/// The class of the number of positions of a page, in steps of √2: so that an edit seldom changes it, on which the bits
/// of all positions of the page depend.
pub(super) fn span_class(row: &Row) -> u8 {
    let all: u32 = row.zones.iter().map(|zone| zone.positions + 1).sum();
    (0..MOST).find(|class| span(*class) >= all).unwrap_or(MOST)
}

/// What one digit of base 36 can tell.
const MOST: u8 = 35;

/// Page positions of a page are below this: 64 to 11,863,283. Further ones, of a page of more than twenty megabytes,
/// are left out.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few digits"
)]
pub(super) fn span(class: u8) -> u32 {
    2_f64.powf(6.0 + f64::from(class) / 2.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_grow_in_steps() {
        assert_eq!([0, 1, 2, 3, 35].map(span), [64, 90, 128, 181, 11_863_283]);
    }
}
