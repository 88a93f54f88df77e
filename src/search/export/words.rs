//! Terms that are words, brought together by stem; their positions; and the list of words by
//! which typos are mended: `docs/search-format.md`, 2.3, 2.6 and 2.7.

use std::collections::BTreeMap;

use super::super::analysis;
use super::super::index::{Layout, Position};
use super::super::rank::{FORMS, leaf};
use super::File;
use super::binary::{push_key, push_section, push_varint};
use super::family::{cut, separator};
use super::postings::{Norms, Postings};
use super::terms::Term;

/// All that is made from words.
#[derive(Default)]
pub(super) struct Words {
    pub(super) terms: Vec<Term>,
    pub(super) parts: Vec<File>,
    /// Terms and their positions, encoded.
    pub(super) positions: Vec<(Box<str>, Places)>,
    /// The entries of the list of words.
    pub(super) list: Vec<String>,
}

/// Positions of one term.
pub(super) struct Places {
    count: Vec<u8>,
    gaps: Vec<u8>,
    numbers: Vec<u8>,
    positions: Vec<u8>,
}

/// Surfaces with their positions, by term.
pub(super) fn words(
    surfaces: BTreeMap<String, Vec<Position>>,
    layout: &Layout,
    norms: &Norms,
) -> Words {
    let mut by_term: BTreeMap<String, Vec<(String, Vec<Position>)>> = BTreeMap::new();
    for (surface, positions) in surfaces {
        let term = analysis::term(&surface).into_owned();
        by_term.entry(term).or_default().push((surface, positions));
    }
    let mut words = Words::default();
    for (term, surfaces) in by_term {
        let plain = |text: &str| {
            text.bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        let mut names = Vec::new();
        if plain(&term) {
            write_surfaces(&term, &surfaces, &mut names);
        }
        let all = merge(surfaces.iter().map(|(_, positions)| positions.as_slice()));
        let counted: Vec<Vec<Position>> = surfaces
            .iter()
            .filter(|(surface, _)| analysis::is_stop_word(surface))
            .map(|(_, positions)| outside_bodies(positions, layout))
            .collect();
        let postings = if counted.is_empty() {
            Postings::of(&all, layout)
        } else {
            let others = surfaces
                .iter()
                .filter(|(surface, _)| !analysis::is_stop_word(surface))
                .map(|(_, positions)| positions.as_slice());
            let counted = merge(others.chain(counted.iter().map(Vec::as_slice)));
            Postings::of(&counted, layout)
        };
        for (surface, _) in &surfaces {
            if surface.len() >= 4 && surface.bytes().all(|b| b.is_ascii_lowercase()) {
                let digit = postings.list.len().max(1).ilog2().min(9);
                let back: String = surface.chars().rev().collect();
                words.list.push(format!("f{surface}{digit}"));
                words.list.push(format!("r{back}{digit}"));
            }
        }
        // Where a word is on few pages, these are read; stop words have no postings of bodies.
        if postings.list.len() > leaf(layout.pages()) as usize || !counted.is_empty() {
            words
                .positions
                .push((term.as_str().into(), places(&all, layout)));
        }
        let mut made = Term::new(&term, 1, &postings, norms, layout, &mut words.parts);
        let forms = match surfaces.as_slice() {
            [_] => Vec::new(),
            _ if postings.is_long() => Vec::new(),
            surfaces => forms(surfaces, &postings, layout),
        };
        made.add_surfaces(&names, &forms);
        words.terms.push(made);
    }
    words.list.sort();
    words
}

/// One ascending list of several.
fn merge<'p>(lists: impl Iterator<Item = &'p [Position]>) -> Vec<Position> {
    let mut all: Vec<Position> = lists.flatten().copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn outside_bodies(positions: &[Position], layout: &Layout) -> Vec<Position> {
    let mut zone = 0;
    let outside = positions.iter().filter(|position| {
        zone = layout.zone_at(**position, zone);
        layout.number(zone).is_some()
    });
    outside.copied().collect()
}

fn write_surfaces(term: &str, surfaces: &[(String, Vec<Position>)], out: &mut Vec<u8>) {
    if matches!(surfaces, [(only, _)] if only == term) {
        push_varint(0, out);
        return;
    }
    push_varint(surfaces.len() as u64, out);
    for (surface, _) in surfaces {
        push_key(term, surface, out);
    }
}

/// For each posting which of the surfaces are on its page: one bit each, as many as are told apart.
fn forms(surfaces: &[(String, Vec<Position>)], postings: &Postings, layout: &Layout) -> Vec<u8> {
    let mut bits = vec![0_u64; postings.list.len()];
    for (at, (_, positions)) in surfaces.iter().take(FORMS).enumerate() {
        for page in layout.pages_of(positions) {
            if let Ok(place) = postings.list.binary_search_by_key(&page, |own| own.page) {
                bits[place] |= 1 << at;
            }
        }
    }
    let mut out = Vec::with_capacity(bits.len());
    bits.into_iter()
        .for_each(|bits| push_varint(bits, &mut out));
    out
}

fn places(positions: &[Position], layout: &Layout) -> Places {
    let mut places = Places {
        count: Vec::new(),
        gaps: Vec::new(),
        numbers: Vec::new(),
        positions: Vec::new(),
    };
    let (mut zone, mut next, mut count) = (0, 0, 0_u64);
    let page_of = |position: Position, zone: &mut u32| {
        *zone = layout.zone_at(position, *zone);
        layout.page_of(*zone)
    };
    let pages: Vec<u32> = positions.iter().map(|p| page_of(*p, &mut zone)).collect();
    let mut at = 0;
    for run in pages.chunk_by(|a, b| a == b) {
        let page = run[0];
        push_varint(u64::from(page - next), &mut places.gaps);
        next = page + 1;
        push_varint(run.len() as u64 - 1, &mut places.numbers);
        let mut from = layout.start(layout.first_zone(page));
        for position in &positions[at..at + run.len()] {
            push_varint(u64::from(position - from), &mut places.positions);
            from = position + 1;
        }
        at += run.len();
        count += 1;
    }
    push_varint(count, &mut places.count);
    places
}

/// The contents of the position files, and the separators between them.
pub(super) fn position_files(
    terms: &[(Box<str>, Places)],
    target: usize,
) -> (Vec<Vec<u8>>, Vec<String>) {
    let size =
        |places: &Places| places.gaps.len() + places.numbers.len() + places.positions.len() + 6;
    let runs = cut(
        terms.iter().map(|(key, places)| (&**key, size(places))),
        target,
    );
    let mut contents = Vec::with_capacity(runs.len());
    let mut keys = Vec::with_capacity(runs.len());
    for run in runs {
        let before = run.start.checked_sub(1).map(|at| &*terms[at].0);
        keys.push(separator(before, &terms[run.start].0));
        let terms = &terms[run];
        let mut names = Vec::new();
        let mut last = "";
        for (key, _) in terms {
            push_key(last, key, &mut names);
            last = key;
        }
        let mut content = Vec::new();
        push_section(&names, &mut content);
        let parts: [fn(&Places) -> &Vec<u8>; 4] =
            [|p| &p.count, |p| &p.gaps, |p| &p.numbers, |p| &p.positions];
        for part in parts {
            let section: Vec<u8> = terms
                .iter()
                .flat_map(|(_, places)| part(places))
                .copied()
                .collect();
            push_section(&section, &mut content);
        }
        contents.push(content);
    }
    (contents, keys)
}
