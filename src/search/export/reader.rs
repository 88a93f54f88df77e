//! One page's words, as postings tell of them.

use super::row::{Lexicon, Row, Word, Zone};
use crate::search::rank::frequency_class;

/// Reads what a page has of a term.
#[derive(Default)]
pub(super) struct PageReader {
    /// All positions.
    pub(super) all: Vec<u32>,
    /// Positions that count, where a stop word is among the words.
    counted: Vec<u32>,
    one: Vec<u32>,
    /// The zones in which there are words that count, and their number there.
    pub(super) zones: Vec<(Option<Zone>, u32)>,
}

impl PageReader {
    pub(super) fn read(
        &mut self,
        row: &Row,
        words: impl Iterator<Item = Word> + Clone,
        lexicon: &Lexicon,
    ) {
        let is_stop_word = |word: Word| lexicon.surfaces[word.surface as usize].is_stop_word;
        self.all.clear();
        for word in words.clone() {
            row.read_positions(word.start, &mut self.all);
        }
        if words.clone().nth(1).is_some() {
            self.all.sort_unstable();
            self.all.dedup();
        }
        self.zones.clear();
        if !words.clone().any(is_stop_word) {
            row.locate(&self.all, |_, zone| count(row, zone, &mut self.zones));
            return;
        }
        self.counted.clear();
        for word in words {
            self.one.clear();
            row.read_positions(word.start, &mut self.one);
            if !is_stop_word(word) {
                self.counted.append(&mut self.one);
                continue;
            }
            // A stop word counts outside bodies only.
            row.locate(&self.one, |position, zone| {
                if row.zone(zone).is_some() {
                    self.counted.push(position);
                }
            });
        }
        self.counted.sort_unstable();
        self.counted.dedup();
        row.locate(&self.counted, |_, zone| {
            count(row, zone, &mut self.zones);
        });
    }

    /// The class of occurrences in bodies, and the other zones.
    pub(super) fn posting(&self) -> (u8, Vec<Zone>) {
        let bodies = self.zones.iter().filter(|(zone, _)| zone.is_none());
        let count = bodies.map(|(_, count)| count).sum();
        let others = self.zones.iter().filter_map(|(zone, _)| *zone).collect();
        (frequency_class(count), others)
    }
}

/// Counts an occurrence; bodies count together.
fn count(row: &Row, zone: u32, zones: &mut Vec<(Option<Zone>, u32)>) {
    let zone = row.zone(zone);
    match zones.last_mut().filter(|(last, _)| *last == zone) {
        Some((_, count)) => *count += 1,
        None => zones.push((zone, 1)),
    }
}
