//! Terms in files, and the parts of long lists: `docs/search-format.md`, 2.3.

use super::super::index::Layout;
use super::File;
use super::binary::{push_key, push_section, push_varint};
use super::envelope::seal;
use super::family::{cut, separator};
use super::postings::{Encoded, Norms, Postings};

/// Pages in a part of a long list.
pub(super) const PART: u32 = 4_096;
/// Postings of a long list that stand with its term.
const BEST: usize = 512;

/// A term on its way into a file.
#[derive(Debug)]
pub(super) struct Term {
    pub(super) key: Box<str>,
    /// The sections *counts*, *gaps*, *frequencies*, *zones*, *surfaces*, *forms*, one after the
    /// other.
    bytes: Vec<u8>,
    /// Ends of the first five.
    ends: [u32; SECTIONS - 1],
}

/// Sections of a file behind its keys.
const SECTIONS: usize = 6;

impl Term {
    /// A term with its postings, without surfaces. `size` is its number of positions; parts of a
    /// long list go to `parts`.
    pub(super) fn new(
        key: &str,
        size: u64,
        postings: &Postings,
        norms: &Norms,
        layout: &Layout,
        parts: &mut Vec<File>,
    ) -> Self {
        let mut bytes = Vec::new();
        let mut encoded = Encoded::default();
        let count = postings.list.len();
        if postings.is_long() {
            let best = postings.best(BEST, size, norms);
            push_varint(2 * best.len() as u64 + 1, &mut bytes);
            push_varint(count as u64, &mut bytes);
            long(postings, layout, &mut bytes, parts);
            postings.encode(&best, 0, &mut encoded);
        } else {
            push_varint(2 * count as u64, &mut bytes);
            postings.encode(&postings.list, 0, &mut encoded);
        }
        let mut term = Self {
            key: key.into(),
            bytes,
            ends: [0; SECTIONS - 1],
        };
        term.ends[0] = term.end();
        for (at, section) in [encoded.gaps, encoded.frequencies, encoded.zones]
            .into_iter()
            .enumerate()
        {
            term.bytes.extend(section);
            term.ends[at + 1] = term.end();
        }
        term.ends[4] = term.end();
        term.bytes.shrink_to_fit();
        term
    }

    /// Adds the words that have the term, and on which pages each is.
    pub(super) fn add_surfaces(&mut self, surfaces: &[u8], forms: &[u8]) {
        self.bytes.extend_from_slice(surfaces);
        self.ends[4] = self.end();
        self.bytes.extend_from_slice(forms);
    }

    #[allow(clippy::cast_possible_truncation, reason = "far below 4 GiB")]
    fn end(&self) -> u32 {
        self.bytes.len() as u32
    }

    fn section(&self, at: usize) -> &[u8] {
        let start = if at == 0 {
            0
        } else {
            self.ends[at - 1] as usize
        };
        let end = self
            .ends
            .get(at)
            .map_or(self.bytes.len(), |end| *end as usize);
        &self.bytes[start..end]
    }
}

/// Writes the parts of a long list, and their names behind the term's counts.
fn long(postings: &Postings, layout: &Layout, bytes: &mut Vec<u8>, parts: &mut Vec<File>) {
    #[allow(clippy::cast_possible_truncation, reason = "numbers of pages fit")]
    let pages = layout.pages() as u32;
    for part in 0..pages.div_ceil(PART) {
        let first = part * PART;
        let from = postings
            .list
            .partition_point(|posting| posting.page < first);
        let to = postings
            .list
            .partition_point(|posting| posting.page < first + PART);
        let list = &postings.list[from..to];
        if list.is_empty() {
            bytes.extend_from_slice(&0_u32.to_le_bytes());
            continue;
        }
        let mut encoded = Encoded::default();
        postings.encode(list, first, &mut encoded);
        let mut content = Vec::new();
        let mut counts = Vec::new();
        push_varint(list.len() as u64, &mut counts);
        for section in [&counts, &encoded.gaps, &encoded.frequencies, &encoded.zones] {
            push_section(section, &mut content);
        }
        let (sum, file) = seal(&content);
        bytes.extend_from_slice(&sum.to_le_bytes());
        parts.push(File {
            path: format!("l/{sum:08x}"),
            bytes: file,
        });
    }
}

/// The contents of the term files, and the separators between them.
pub(super) fn files(terms: &[Term], target: usize) -> (Vec<Vec<u8>>, Vec<String>) {
    let sizes = terms.iter().map(|term| (&*term.key, term.bytes.len() + 6));
    let runs = cut(sizes, target);
    let mut contents = Vec::with_capacity(runs.len());
    let mut keys = Vec::with_capacity(runs.len());
    for run in runs {
        let before = run.start.checked_sub(1).map(|at| &*terms[at].key);
        keys.push(separator(before, &terms[run.start].key));
        contents.push(content(&terms[run]));
    }
    (contents, keys)
}

fn content(terms: &[Term]) -> Vec<u8> {
    let mut names = Vec::new();
    let mut before = "";
    for term in terms {
        push_key(before, &term.key, &mut names);
        before = &term.key;
    }
    let mut content = Vec::new();
    push_section(&names, &mut content);
    for at in 0..SECTIONS {
        let section: Vec<u8> = terms
            .iter()
            .flat_map(|term| term.section(at))
            .copied()
            .collect();
        push_section(&section, &mut content);
    }
    content
}
