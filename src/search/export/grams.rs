//! Gram terms: the suffix tree of all gram runs, cut off where it gets thin
//! (`docs/search-format.md`, 2.4). Every character of a run begins a suffix; suffixes that share
//! a beginning form a branch, which is split by the next character while it is on many pages.
//!
//! What a branch of two characters has depends on the suffixes that begin with them alone: after a
//! change only those branches are made anew.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::super::rank::leaf;
use super::items::Items;
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

/// The gram runs of all pages, one after the other.
struct Text {
    /// Characters, with their zones; 0 behind each run.
    chars: Vec<(u32, u32)>,
    /// Page of each zone, and the zone's name in postings.
    zones: Vec<(u32, Option<Zone>)>,
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "a text of 2³² characters is beyond any site"
)]
impl Text {
    fn of(rows: &[Arc<Row>]) -> Self {
        let length = rows.iter().map(|row| row.grams.len()).sum();
        let mut text = Self {
            chars: Vec::with_capacity(length),
            zones: Vec::new(),
        };
        for (page, row) in (0..).zip(rows) {
            for (zone, runs) in row.runs() {
                let own = text.zones.len() as u32;
                text.chars.extend(runs.iter().map(|c| (*c, own)));
                text.zones.push((page, row.zone(zone)));
            }
        }
        text
    }

    /// The postings of places in ascending order.
    fn postings(&self, places: impl Iterator<Item = u32>, postings: &mut Postings) {
        postings.clear();
        let mut last = u32::MAX;
        let mut is_body = false;
        for place in places {
            let zone = self.chars[place as usize].1;
            if zone != last {
                let (page, name) = self.zones[zone as usize];
                postings.add(page, name, 1);
                (last, is_body) = (zone, name.is_none());
            } else if is_body {
                postings.count_more();
            }
        }
        postings.finish();
    }
}

/// The characters that are looked at, and the places where each stands.
struct Places {
    chars: Vec<char>,
    ends: Vec<usize>,
    places: Vec<u32>,
}

impl Places {
    /// The places of all characters, or of some.
    #[allow(clippy::cast_possible_truncation, reason = "as of the text")]
    fn of(text: &Text, wanted: Option<&Pairs>) -> Self {
        const NONE: u32 = u32::MAX;
        const ONE: u32 = 0;
        let most = text.chars.iter().map(|(c, _)| *c).max().unwrap_or(0);
        let mut numbers = vec![NONE; most as usize + 1];
        match wanted {
            Some(pairs) => pairs
                .iter()
                .filter(|(c, _)| *c <= most)
                .for_each(|(c, _)| numbers[*c as usize] = ONE),
            None => text
                .chars
                .iter()
                .for_each(|(c, _)| numbers[*c as usize] = ONE),
        }
        numbers[0] = NONE;
        let mut chars = Vec::new();
        for (c, number) in (0..).zip(&mut numbers) {
            if *number == ONE
                && let Some(c) = char::from_u32(c)
            {
                *number = chars.len() as u32;
                chars.push(c);
            }
        }
        let mut ends = vec![0; chars.len() + 1];
        for (c, _) in &text.chars {
            let number = numbers[*c as usize];
            if number != NONE {
                ends[number as usize + 1] += 1;
            }
        }
        for at in 1..ends.len() {
            ends[at] += ends[at - 1];
        }
        let mut places = vec![0; ends.last().copied().unwrap_or(0)];
        for (place, (c, _)) in (0..).zip(&text.chars) {
            let number = numbers[*c as usize];
            if number != NONE {
                let end = &mut ends[number as usize];
                places[*end] = place;
                *end += 1;
            }
        }
        ends.pop();
        Self {
            chars,
            ends,
            places,
        }
    }

    fn get(&self, at: usize) -> &[u32] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.places[start..self.ends[at]]
    }
}

/// Makes the terms of all branches, or of those that changed.
pub(super) fn terms(
    rows: &[Arc<Row>],
    norms: &Norms,
    changed: Option<&Pairs>,
) -> (Edits<6>, Parts) {
    let text = Text::of(rows);
    let places = Places::of(&text, changed);
    let mut edits = Edits::default();
    let mut parts = Parts::default();
    if let Some(changed) = changed {
        // A character that is gone, too, is an edit.
        let mut firsts: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (first, second) in changed {
            firsts.entry(*first).or_default().push(*second);
        }
        let made: Vec<_> = firsts
            .into_par_iter()
            .map(|(first, seconds)| {
                let at = places.chars.binary_search_by_key(&first, |c| u32::from(*c));
                let own = at.map_or(&[][..], |at| places.get(at));
                let mut grower = Grower::new(&text, rows.len(), norms);
                let ranges = grower.some(first, &seconds, own);
                (grower.making, ranges)
            })
            .collect();
        for (making, ranges) in made {
            let list = edits.lists.len() as u32;
            edits.lists.push(making.items);
            parts.extend(making.parts);
            for (key, prefix, items) in ranges {
                edits.edits.push(Edit {
                    key,
                    prefix,
                    list,
                    items,
                });
            }
        }
        return (edits, parts);
    }
    let made: Vec<(Items<6>, Parts)> = (0..places.chars.len())
        .into_par_iter()
        .map(|at| {
            let mut grower = Grower::new(&text, rows.len(), norms);
            grower.whole(places.chars[at], places.get(at));
            (grower.making.items, grower.making.parts)
        })
        .collect();
    for (c, (items, own)) in places.chars.iter().zip(made) {
        edits.edits.push(Edit {
            key: c.to_string(),
            prefix: true,
            list: edits.lists.len() as u32,
            items: 0..items.len(),
        });
        edits.lists.push(items);
        parts.extend(own);
    }
    (edits, parts)
}

/// Makes the branches of one character.
struct Grower<'a> {
    text: &'a Text,
    /// Pages that a branch must be on to be split.
    leaf: usize,
    prefix: String,
    postings: Postings,
    /// Buffers for places with the characters that follow them.
    spare: Vec<Vec<u64>>,
    making: Making<'a>,
}

/// A key, whether all keys that begin so are meant, and the items.
type Range = (String, bool, std::ops::Range<u32>);

#[allow(clippy::cast_possible_truncation, reason = "taken apart again")]
impl<'a> Grower<'a> {
    fn new(text: &'a Text, pages: usize, norms: &'a Norms) -> Self {
        Self {
            text,
            leaf: leaf(pages) as usize,
            prefix: String::new(),
            postings: Postings::default(),
            spare: Vec::new(),
            making: Making::new(norms),
        }
    }

    /// Everything that begins with a character.
    fn whole(&mut self, c: char, places: &[u32]) {
        self.prefix.push(c);
        self.single(places);
        let next = self.split(places.iter().copied(), 1);
        self.children(next, 1);
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
        let wanted = places.iter().copied().filter(|place| {
            let (next, _) = self.text.chars[*place as usize + 1];
            next != 0 && seconds.binary_search(&next).is_ok()
        });
        let next = self.split(wanted, 1);
        let mut children = next.chunk_by(|a, b| a >> 32 == b >> 32).peekable();
        for second in seconds.iter().filter(|second| **second != 0) {
            let start = self.making.items.len();
            let Some(c) = char::from_u32(*second) else {
                continue;
            };
            self.prefix.push(c);
            if let Some(child) = children.next_if(|child| (child[0] >> 32) as u32 == *second) {
                self.grow(child, 2);
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

    /// Places in the order of the character that follows `depth` characters behind them, which is in
    /// their upper half.
    fn split(&mut self, places: impl Iterator<Item = u32>, depth: usize) -> Vec<u64> {
        let mut next = self.spare.pop().unwrap_or_default();
        next.clear();
        for place in places {
            let (c, _) = self.text.chars[place as usize + depth];
            if c != 0 {
                next.push(u64::from(c) << 32 | u64::from(place));
            }
        }
        next.sort_unstable();
        next
    }

    fn children(&mut self, next: Vec<u64>, depth: usize) {
        for child in next.chunk_by(|a, b| a >> 32 == b >> 32) {
            let Some(c) = char::from_u32((child[0] >> 32) as u32) else {
                continue;
            };
            self.prefix.push(c);
            self.grow(child, depth + 1);
            self.prefix.pop();
        }
        self.spare.push(next);
    }

    /// The branch of the prefix, which stands at some places.
    fn grow(&mut self, places: &[u64], depth: usize) {
        self.text
            .postings(places.iter().map(|place| *place as u32), &mut self.postings);
        if self.postings.list.len() <= self.leaf || depth == DEPTH {
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
            .term(&self.prefix, depth as u64, &self.postings, &[], |_| Vec::new());
    }
}
