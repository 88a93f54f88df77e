//! Gram terms: the suffix tree of all gram runs, cut off where it gets thin
//! (`docs/search-format.md`, 2.4). Every character of a run begins a suffix; suffixes that share
//! a beginning form a branch, which is split by the next character while it is on many pages.
//!
//! What a branch of two characters has depends on the suffixes that begin with them alone: after a
//! change only those branches are made anew.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::postings::{Norms, Postings};
use super::row::{Row, Zone};
use super::table::{Edit, Edits};
use super::terms::{Making, Parts};

/// Longest beginning that is told apart.
const DEPTH: usize = 32;

/// Branches that changed, as pairs of their first two characters; the second is 0 for a run's last
/// character.
pub(super) type Pairs = BTreeSet<(u32, u32)>;

/// Adds the branches in which two versions of a page differ.
pub(super) fn compare(old: &Row, new: &Row, changed: &mut Pairs) {
    let (old, new) = (suffixes(old), suffixes(new));
    let (mut a, mut b) = (old.iter().peekable(), new.iter().peekable());
    loop {
        let order = match (a.peek(), b.peek()) {
            (None, None) => return,
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some(a), Some(b)) => a.cmp(b),
        };
        let mut add = |suffix: Option<&(&[u32], Option<Zone>)>| {
            if let Some((text, _)) = suffix {
                changed.insert((text[0], text[1]));
            }
        };
        if order.is_le() {
            let one = a.next();
            if order.is_lt() {
                add(one);
            }
        }
        if order.is_ge() {
            let one = b.next();
            if order.is_gt() {
                add(one);
            }
        }
    }
}

/// All suffixes of a page, as far as they are told apart, with their zones.
fn suffixes(row: &Row) -> Vec<(&[u32], Option<Zone>)> {
    let mut all = Vec::with_capacity(row.grams.len());
    for (zone, runs) in row.runs() {
        let zone = row.zone(zone);
        for run in runs.split_inclusive(|c| *c == 0) {
            for at in 0..run.len() - 1 {
                all.push((&run[at..run.len().min(at + DEPTH)], zone));
            }
        }
    }
    all.sort_unstable();
    all
}

/// The gram runs of all pages, one after the other; or those of them that are looked at.
struct Text {
    /// All characters there are, ascending. Their numbers count from 1.
    alphabet: Vec<char>,
    /// Numbers of characters, 0 behind each run, with [`NAMED`] outside bodies; and where they stand: a
    /// page, or outside bodies a zone.
    chars: Vec<(u32, u32)>,
    /// Page of each zone other than bodies, and the zone's name in postings.
    zones: Vec<(u32, Zone)>,
}

/// Set in the number of a character outside bodies.
const NAMED: u32 = 1 << 31;

#[allow(
    clippy::cast_possible_truncation,
    reason = "a text of 2³² characters is beyond any site"
)]
impl Text {
    /// The runs of all pages.
    fn of(rows: &[Arc<Row>]) -> Self {
        let zones = (0..).zip(rows).flat_map(|(page, row)| {
            let runs = row.runs();
            runs.map(move |(zone, runs)| (page, row.zone(zone), runs))
        });
        let length = rows.iter().map(|row| row.grams.len()).sum();
        Self::with(zones, length)
    }

    /// The runs with any of some characters.
    fn some(rows: &[Arc<Row>], firsts: impl Iterator<Item = u32>) -> Self {
        let mut wanted = vec![false; char::MAX as usize + 1];
        firsts.for_each(|c| wanted[c as usize] = true);
        let is_wanted = |run: &&[u32]| run.iter().any(|c| wanted[*c as usize]);
        let pieces: Vec<_> = (0..rows.len())
            .into_par_iter()
            .flat_map_iter(|page| {
                let row = &rows[page];
                row.runs().flat_map(move |(zone, runs)| {
                    let runs = runs.split_inclusive(|c| *c == 0).filter(is_wanted);
                    runs.map(move |run| (page as u32, row.zone(zone), run))
                })
            })
            .collect();
        let length = pieces.iter().map(|(_, _, run)| run.len()).sum();
        Self::with(pieces.iter().copied(), length)
    }

    /// Runs, each with its page and, outside bodies, its zone; and how many characters they have. Runs of
    /// the same zone may come one by one.
    fn with<'r>(
        pieces: impl Iterator<Item = (u32, Option<Zone>, &'r [u32])> + Clone,
        length: usize,
    ) -> Self {
        let mut numbers = vec![0_u32];
        for (_, _, runs) in pieces.clone() {
            for c in runs.iter().map(|c| *c as usize) {
                if numbers.len() <= c {
                    numbers.resize(c + 1, 0);
                }
                numbers[c] = 1;
            }
        }
        numbers[0] = 0;
        let mut alphabet = Vec::new();
        for (c, number) in (0..).zip(&mut numbers) {
            if *number == 1
                && let Some(c) = char::from_u32(c)
            {
                alphabet.push(c);
                *number = alphabet.len() as u32;
            }
        }
        let mut chars = Vec::with_capacity(length);
        let mut zones: Vec<(u32, Zone)> = Vec::new();
        for (page, zone, runs) in pieces {
            let runs = runs.iter().map(|c| numbers[*c as usize]);
            match zone {
                None => chars.extend(runs.map(|c| (c, page))),
                Some(zone) => {
                    if zones.last() != Some(&(page, zone)) {
                        zones.push((page, zone));
                    }
                    let own = zones.len() as u32 - 1;
                    chars.extend(runs.map(|c| (c | NAMED, own)));
                }
            }
        }
        Self {
            alphabet,
            chars,
            zones,
        }
    }

    /// The number of a character; 0 if it is nowhere.
    fn number(&self, c: u32) -> u32 {
        let at = self.alphabet.binary_search_by_key(&c, |c| u32::from(*c));
        at.map_or(0, |at| at as u32 + 1)
    }

    /// The character with a number.
    fn char(&self, number: u32) -> char {
        self.alphabet[number as usize - 1]
    }

    /// The number of the character that stands so far behind a place in a run.
    #[inline]
    fn at(&self, place: u32, depth: usize) -> u32 {
        self.chars[place as usize + depth].0 & !NAMED
    }

    /// The postings of places in ascending order.
    fn postings(&self, places: impl Iterator<Item = u32>, postings: &mut Postings) {
        postings.clear();
        let mut last = u32::MAX;
        for place in places {
            let (c, at) = self.chars[place as usize];
            if c & NAMED == 0 {
                postings.count(at);
            } else if at != last {
                let (page, name) = self.zones[at as usize];
                postings.add(page, Some(name), 1);
                last = at;
            }
        }
        postings.finish();
    }
}

/// The places of each character that is looked at.
struct Places {
    /// Where the places of each number end.
    ends: Vec<usize>,
    places: Vec<u32>,
}

impl Places {
    /// The places of all characters, or of those with some numbers.
    fn of(text: &Text, wanted: impl Fn(u32) -> bool) -> Self {
        let length = text.alphabet.len() + 1;
        #[allow(clippy::cast_possible_truncation, reason = "as of the text")]
        let wanted: Vec<bool> = (0..length as u32).map(|c| c != 0 && wanted(c)).collect();
        let mut ends = vec![0; length + 1];
        for (c, _) in &text.chars {
            ends[(c & !NAMED) as usize + 1] += 1;
        }
        let mut end = 0;
        for (number, count) in ends.iter_mut().enumerate() {
            // As yet it is the beginning that stands at each number.
            let is_wanted = number > 0 && wanted[number - 1];
            end += if is_wanted { *count } else { 0 };
            *count = end;
        }
        let mut places = vec![0; end];
        for (place, (c, _)) in (0..).zip(&text.chars) {
            let number = (c & !NAMED) as usize;
            if wanted[number] {
                let end = &mut ends[number];
                places[*end] = place;
                *end += 1;
            }
        }
        Self { ends, places }
    }

    fn get(&self, number: u32) -> &[u32] {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.places[start..self.ends[number]]
    }
}

/// Makes the terms of all branches, or of those that changed.
pub(super) fn terms(
    rows: &[Arc<Row>],
    norms: &Norms,
    changed: Option<&Pairs>,
) -> (Edits<6>, Parts) {
    let text = match changed {
        None => Text::of(rows),
        Some(pairs) => Text::some(rows, pairs.iter().map(|(first, _)| *first)),
    };
    let mut edits = Edits::default();
    let mut parts = Parts::new();
    let mut add = |making: Making<'_>, ranges: Vec<Range>| {
        let list = edits.lists.len() as u32;
        edits.lists.push(making.items);
        parts.extend(making.parts);
        edits
            .edits
            .extend(ranges.into_iter().map(|(key, prefix, items)| Edit {
                key,
                prefix,
                list,
                items,
            }));
    };
    let Some(changed) = changed else {
        let places = Places::of(&text, |_| true);
        let made: Vec<_> = (1..=text.alphabet.len() as u32)
            .into_par_iter()
            .map(|number| {
                let mut grower = Grower::new(&text, norms);
                let ranges = grower.whole(number, places.get(number));
                (grower.making, ranges)
            })
            .collect();
        made.into_iter()
            .for_each(|(making, ranges)| add(making, ranges));
        return (edits, parts);
    };
    // A character that is gone, too, is an edit.
    let mut seconds: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (first, second) in changed {
        seconds.entry(*first).or_default().push(*second);
    }
    let numbers: BTreeSet<u32> = seconds.keys().map(|c| text.number(*c)).collect();
    let places = Places::of(&text, |number| numbers.contains(&number));
    let made: Vec<_> = seconds
        .into_par_iter()
        .map(|(first, seconds)| {
            let mut grower = Grower::new(&text, norms);
            let ranges = grower.some(first, &seconds, places.get(text.number(first)));
            (grower.making, ranges)
        })
        .collect();
    made.into_iter()
        .for_each(|(making, ranges)| add(making, ranges));
    (edits, parts)
}

/// Makes the branches of one character.
struct Grower<'a> {
    text: &'a Text,
    /// Pages on which a branch in bodies is not split.
    leaf: usize,
    prefix: String,
    postings: Postings,
    /// Buffers for places with the characters that follow them.
    spare: Vec<Vec<u64>>,
    making: Making<'a>,
}

/// A key, whether all keys that begin so are meant, and the items.
type Range = (String, bool, std::ops::Range<u32>);

/// From so many places on it is quicker to count characters than to sort them.
const MANY: usize = 2_048;

#[allow(clippy::cast_possible_truncation, reason = "taken apart again")]
impl<'a> Grower<'a> {
    fn new(text: &'a Text, norms: &'a Norms) -> Self {
        Self {
            text,
            leaf: norms.limits.leaf as usize,
            prefix: String::new(),
            postings: Postings::default(),
            spare: Vec::new(),
            making: Making::new(norms),
        }
    }

    /// Everything that begins with a character.
    fn whole(&mut self, number: u32, places: &[u32]) -> Vec<Range> {
        self.prefix.push(self.text.char(number));
        self.single(places);
        let next = self.split(places.iter().copied(), 1);
        self.children(next, 1);
        vec![(self.prefix.clone(), true, 0..self.making.items.len())]
    }

    /// The character itself, and some of its branches.
    fn some(&mut self, first: u32, seconds: &[u32], places: &[u32]) -> Vec<Range> {
        let Some(c) = char::from_u32(first) else {
            return Vec::new();
        };
        self.prefix.push(c);
        if !places.is_empty() {
            self.single(places);
        }
        let mut ranges = vec![(self.prefix.clone(), false, 0..self.making.items.len())];
        for second in seconds {
            let Some(c) = char::from_u32(*second).filter(|c| *c != '\0') else {
                continue;
            };
            let start = self.making.items.len();
            self.prefix.push(c);
            let number = self.text.number(*second);
            let places = places.iter().copied();
            let own: Vec<u64> = places
                .filter(|place| number != 0 && self.text.at(*place, 1) == number)
                .map(u64::from)
                .collect();
            if !own.is_empty() {
                self.grow(&own, 2);
            }
            ranges.push((self.prefix.clone(), true, start..self.making.items.len()));
            self.prefix.pop();
        }
        ranges
    }

    fn single(&mut self, places: &[u32]) {
        self.text
            .postings(places.iter().copied(), &mut self.postings);
        self.emit(1);
    }

    /// Places in the order of the character that follows `depth` characters behind them, whose number
    /// is in their upper half.
    fn split(&mut self, places: impl Iterator<Item = u32>, depth: usize) -> Vec<u64> {
        let mut next = self.spare.pop().unwrap_or_default();
        next.clear();
        next.extend(places.filter_map(|place| {
            let c = self.text.at(place, depth);
            (c != 0).then_some(u64::from(c) << 32 | u64::from(place))
        }));
        if next.len() < MANY {
            next.sort_unstable();
            return next;
        }
        let mut ends = vec![0_u32; self.text.alphabet.len() + 2];
        for place in &next {
            ends[(place >> 32) as usize + 1] += 1;
        }
        for at in 1..ends.len() {
            ends[at] += ends[at - 1];
        }
        let mut sorted = self.spare.pop().unwrap_or_default();
        sorted.clear();
        sorted.resize(next.len(), 0);
        for place in &next {
            let end = &mut ends[(place >> 32) as usize];
            sorted[*end as usize] = *place;
            *end += 1;
        }
        self.spare.push(next);
        sorted
    }

    fn children(&mut self, next: Vec<u64>, depth: usize) {
        for child in next.chunk_by(|a, b| a >> 32 == b >> 32) {
            self.prefix.push(self.text.char((child[0] >> 32) as u32));
            self.grow(child, depth + 1);
            self.prefix.pop();
        }
        self.spare.push(next);
    }

    /// The branch of the prefix, which stands at some places.
    fn grow(&mut self, places: &[u64], depth: usize) {
        self.text
            .postings(places.iter().map(|place| *place as u32), &mut self.postings);
        let pages = self.postings.list.len();
        let is_thin = pages <= self.leaf && (pages == 1 || !self.postings.is_named());
        if is_thin || depth == DEPTH {
            self.emit(depth);
            return;
        }
        let next = self.split(places.iter().map(|place| *place as u32), depth);
        // One character goes on from everywhere: the longer string stands for both.
        let same = next.len() == places.len()
            && next.first().map(|place| place >> 32) == next.last().map(|place| place >> 32);
        if !same {
            self.emit(depth);
        }
        self.children(next, depth);
    }

    fn emit(&mut self, depth: usize) {
        self.making
            .term(&self.prefix, depth as u64, &self.postings, &[0], |_| {
                Vec::new()
            });
    }
}
