//! Terms with their postings, and the parts of long lists: `docs/search-format.md`, 2.3.

use std::collections::BTreeMap;

use super::binary::{Content, push_varint};
use super::bits::BitWriter;
use super::items::Items;
use super::postings::{Encoded, Norms, Posting, Postings};
use super::sealed::Sealed;

/// The parts of long lists, by term.
pub(super) type Parts = BTreeMap<Box<str>, Vec<Sealed>>;

/// Terms that are being made.
pub(super) struct Making<'a> {
    norms: &'a Norms,
    pub(super) items: Items<6>,
    pub(super) parts: Parts,
    counts: Vec<u8>,
    encoded: Encoded,
}

impl<'a> Making<'a> {
    pub(super) fn new(norms: &'a Norms) -> Self {
        Self {
            norms,
            items: Items::default(),
            parts: Parts::new(),
            counts: Vec::new(),
            encoded: Encoded::default(),
        }
    }

    /// Appends a term with its postings. `size` is its number of positions; `forms` gives the forms
    /// of postings that are not long.
    pub(super) fn term(
        &mut self,
        key: &str,
        size: u64,
        postings: &Postings,
        surfaces: &[u8],
        forms: impl FnOnce(&[Posting]) -> Vec<u8>,
    ) {
        self.counts.clear();
        self.encoded.clear();
        let count = postings.list.len();
        let mut told = Vec::new();
        let limits = &self.norms.limits;
        if count > limits.long {
            let best = postings.best(limits.best, size, self.norms);
            push_varint(2 * best.len() as u64 + 1, &mut self.counts);
            push_varint(count as u64, &mut self.counts);
            self.long(key, postings);
            postings.encode(&best, &mut self.encoded);
        } else {
            push_varint(2 * count as u64, &mut self.counts);
            postings.encode(&postings.list, &mut self.encoded);
            told = forms(&postings.list);
        }
        let own = &self.encoded;
        self.items.push(
            key,
            [
                &self.counts,
                &own.gaps,
                &own.frequencies,
                &own.zones,
                surfaces,
                &told,
            ],
        );
    }

    /// Makes the parts of a long list, and writes their names behind the term's counts.
    fn long(&mut self, key: &str, postings: &Postings) {
        let mut made = Vec::new();
        let limits = self.norms.limits;
        for part in 0..self.norms.parts() {
            let first = part * limits.part;
            let place = |page| postings.list.partition_point(|own| own.page < page);
            let list = &postings.list[place(first)..place(first + limits.part)];
            if list.is_empty() {
                self.counts.extend_from_slice(&0_u32.to_le_bytes());
                continue;
            }
            let mut encoded = Encoded::default();
            postings.encode(list, &mut encoded);
            let pages: Vec<u32> = list.iter().map(|posting| posting.page).collect();
            let mut bits = BitWriter::default();
            bits.ascending(&pages, first, limits.part);
            let mut content = Content::default();
            let mut counts = Vec::new();
            push_varint(list.len() as u64, &mut counts);
            for section in [
                &counts,
                &bits.into_bytes(),
                &encoded.frequencies,
                &encoded.zones,
            ] {
                content.push(section);
            }
            let sealed = Sealed::of(&content, limits.level);
            self.counts.extend_from_slice(&sealed.sum.to_le_bytes());
            made.push(sealed);
        }
        self.parts.insert(key.into(), made);
    }
}
