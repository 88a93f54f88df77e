//! The words of an index: which surfaces share a term, what a word that matches nothing may stand
//! for. `docs/search-format.md`, 3.2.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{Collection, analysis, export};

/// Terms that are looked at for a prefix.
const MOST: usize = 50;

/// The surfaces of every term that is a word.
#[derive(Debug, Default)]
pub(super) struct Words(BTreeMap<String, Vec<String>>);

impl Words {
    pub(super) fn of(surfaces: BTreeSet<String>) -> Self {
        let mut words: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for surface in surfaces {
            words
                .entry(analysis::term(&surface).into_owned())
                .or_default()
                .push(surface);
        }
        Self(words)
    }

    /// The surfaces of a term.
    pub(super) fn surfaces(&self, term: &str) -> &[String] {
        self.0.get(term).map_or(&[], Vec::as_slice)
    }

    /// Terms that a word of a query stands for.
    pub(super) fn terms<'a>(&'a self, surface: &str, prefix: bool) -> BTreeSet<&'a str> {
        let own = self.0.get_key_value(&*analysis::term(surface));
        let mut found: BTreeSet<&str> = own.map(|(term, _)| term.as_str()).into_iter().collect();
        let length = surface.chars().count();
        if !prefix || length < 2 {
            return found;
        }
        let longer = self.0.range(surface.to_owned()..);
        let longer = longer.map(|(term, _)| term.as_str());
        found.extend(
            longer
                .take_while(|term| term.starts_with(surface))
                .take(MOST),
        );
        // No stem is shorter than a third of its word.
        for (end, _) in surface.char_indices().skip(length.div_ceil(3).max(2)) {
            if let Some((term, surfaces)) = self.0.get_key_value(&surface[..end])
                && plain(term)
                && surfaces.iter().any(|other| other.starts_with(surface))
            {
                found.insert(term);
            }
        }
        found
    }

    /// The most frequent word at a distance of one edit; `count` tells the pages of a term.
    pub(super) fn spelled(&self, word: &str, count: impl Fn(&str) -> usize) -> Option<String> {
        let mut best: Option<(u32, &String)> = None;
        for (term, surfaces) in &self.0 {
            for surface in surfaces {
                let letters = surface.len() >= 4 && surface.bytes().all(|b| b.is_ascii_lowercase());
                if !letters || !is_one_edit(surface, word) {
                    continue;
                }
                let digit = count(term).max(1).ilog2();
                if best.is_none_or(|(most, text)| digit > most || digit == most && surface < text) {
                    best = Some((digit, surface));
                }
            }
        }
        best.map(|(_, surface)| surface.clone())
    }
}

/// Only such terms list their surfaces in the browser's copy.
fn plain(term: &str) -> bool {
    term.bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

/// Whether an insertion, deletion, substitution, or swap of neighbors makes one word of another.
fn is_one_edit(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > 1 || a == b {
        return false;
    }
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let most = a.len().min(b.len()) - start;
    let ends = a.iter().rev().zip(b.iter().rev()).take(most);
    let end = ends.take_while(|(a, b)| a == b).count();
    match (&a[start..a.len() - end], &b[start..b.len() - end]) {
        (left, right) if left.len() < 2 && right.len() < 2 => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

/// Runs of Han characters that are read like letters: the most frequent, three at most.
pub(super) fn read_as(collection: &Collection, letters: &str) -> Vec<String> {
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for reading in export::readings(collection) {
        let mut lengths = Vec::new();
        if reading.initials.starts_with(letters) {
            lengths.push(letters.len());
        }
        let mut joined = String::new();
        let needed = reading.syllables.split(' ').position(|syllable| {
            joined.push_str(syllable);
            joined.len() >= letters.len()
        });
        if let Some(needed) = needed.filter(|needed| *needed > 0 && joined.starts_with(letters)) {
            lengths.push(needed + 1);
        }
        for length in lengths.into_iter().filter(|length| *length > 1) {
            let run: String = reading.text.chars().take(length).collect();
            texts.entry(run).or_default().insert(reading.text.clone());
        }
    }
    let mut runs: Vec<(std::cmp::Reverse<usize>, String)> = texts
        .into_iter()
        .map(|(run, texts)| (std::cmp::Reverse(texts.len()), run))
        .collect();
    runs.sort();
    runs.truncate(3);
    runs.into_iter().map(|(_, run)| run).collect()
}
