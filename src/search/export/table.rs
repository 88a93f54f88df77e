//! The files of a family of keyed items, which can be changed item by item. Where files are cut
//! depends on the items from the last cut on, so that a change moves the cuts behind it only until one of
//! them is where it was.

use std::marker::PhantomData;

use rayon::prelude::*;

use super::decode;
use super::envelope::{Level, checksum};
use super::family::{chance, is_full, separator};
use super::items::{Item, Items, Scale, Shape};
use super::sealed::{Sealed, Shelf};

/// All files of a family, in order.
#[derive(Debug)]
pub(super) struct Table<const S: usize, K> {
    pub(super) files: Vec<Part>,
    kind: PhantomData<K>,
}

/// One of the files.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// Its first and last key.
    pub(super) first: Box<str>,
    pub(super) last: Box<str>,
    pub(super) sealed: Sealed,
}

/// What is to be changed.
#[derive(Debug)]
pub(super) struct Edits<const S: usize> {
    /// New items.
    pub(super) lists: Vec<Items<S>>,
    /// What each list or part of it replaces.
    pub(super) edits: Vec<Edit>,
}

impl<const S: usize> Edits<S> {
    /// Adds other edits, of other keys.
    #[allow(clippy::cast_possible_truncation, reason = "few lists")]
    pub(super) fn join(&mut self, other: Self) {
        let before = self.lists.len() as u32;
        self.lists.extend(other.lists);
        self.edits.extend(other.edits.into_iter().map(|edit| Edit {
            list: edit.list + before,
            ..edit
        }));
        self.edits.sort_by(|a, b| a.key.cmp(&b.key));
    }

    /// Whether a key is meant by one of the edits, which are in order.
    pub(super) fn cover(&self, key: &str) -> bool {
        let behind = self.edits.partition_point(|edit| *edit.key <= *key);
        let last = behind.checked_sub(1).and_then(|at| self.edits.get(at));
        last.is_some_and(|edit| edit.covers(key))
    }
}

/// A part of the keys, and the items that take the place of those that are there.
#[derive(Debug)]
pub(super) struct Edit {
    /// The key, or what all keys begin with.
    pub(super) key: String,
    /// Whether all keys that begin so are meant.
    pub(super) prefix: bool,
    /// The new items: a list, and the places there.
    pub(super) list: u32,
    pub(super) items: std::ops::Range<u32>,
}

impl<const S: usize> Default for Edits<S> {
    fn default() -> Self {
        Self {
            lists: Vec::new(),
            edits: Vec::new(),
        }
    }
}

impl<const S: usize, K> Default for Table<S, K> {
    fn default() -> Self {
        Self {
            files: Vec::new(),
            kind: PhantomData,
        }
    }
}

/// How files are made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Making<'c> {
    /// Bytes of a file before compression.
    pub(super) target: usize,
    pub(super) scale: Scale<'c>,
    pub(super) level: Level,
}

/// A stretch of files that are made anew.
struct Stretch {
    /// The old files.
    old: std::ops::Range<usize>,
    /// The runs of items that become files.
    runs: Vec<Vec<Item>>,
}

impl Edit {
    fn covers(&self, key: &str) -> bool {
        if self.prefix {
            key.starts_with(&self.key)
        } else {
            key == self.key
        }
    }
}

impl<const S: usize, K: Shape<S>> Table<S, K> {
    /// Changes items. The files are then the same as if all items were new.
    ///
    /// # Errors
    /// When a file is damaged, or cannot be read.
    #[allow(
        clippy::cast_possible_truncation,
        reason = "fewer lists than there are items"
    )]
    pub(super) fn apply(
        &mut self,
        edits: Edits<S>,
        making: Making<'_>,
        shelf: &Shelf<'_>,
    ) -> Result<(), decode::Fault> {
        let Edits {
            mut lists,
            mut edits,
        } = edits;
        edits.sort_by(|a, b| a.key.cmp(&b.key));
        // Items of old files, and their contents, by the file's place.
        let mut contents: Vec<(usize, Vec<u8>)> = Vec::new();
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut next = 0;
        while next < edits.len() {
            let start = self.start(&edits[next]);
            let mut at = start;
            let mut cutter = Cutter::<S, K>::new(making.target);
            let mut covering: Option<usize> = None;
            loop {
                let list = lists.len() as u32;
                let bound = self.files.get(at + 1).map(|file| &*file.first);
                if let Some(file) = self.files.get(at) {
                    let content = decode::open(&file.sealed.bytes(shelf)?)?;
                    lists.push(K::read(&content, making.scale)?);
                    contents.push((at, content));
                }
                let own = lists.get(list as usize).map_or(0, Items::len);
                for place in 0..own {
                    let key = lists[list as usize].key(place);
                    while next < edits.len() && *edits[next].key <= *key {
                        cutter.take(&edits[next], &lists);
                        covering = Some(next);
                        next += 1;
                    }
                    let gone = covering.is_some_and(|edit| edits[edit].covers(key));
                    if !gone {
                        cutter.push(&lists, (list, place));
                    }
                }
                while next < edits.len() && bound.is_none_or(|bound| *edits[next].key < *bound) {
                    cutter.take(&edits[next], &lists);
                    covering = Some(next);
                    next += 1;
                }
                at += 1;
                let Some(bound) = bound else { break };
                let apart = next == edits.len() || self.start(&edits[next]) >= at;
                let covered = covering.is_some_and(|edit| edits[edit].covers(bound));
                if apart && !covered && cutter.ends_before(&lists, bound) {
                    break;
                }
            }
            stretches.push(Stretch {
                old: start..at.min(self.files.len()),
                runs: cutter.finish(),
            });
        }
        self.replace(&lists, &contents, stretches, making);
        Ok(())
    }

    /// The first file that an edit can change.
    fn start(&self, edit: &Edit) -> usize {
        let behind = self.files.partition_point(|file| *file.first <= *edit.key);
        let at = behind.saturating_sub(1);
        // The cut before a file may depend on its first item.
        match self.files.get(at) {
            Some(file) if *file.first == *edit.key => at.saturating_sub(1),
            _ => at,
        }
    }

    /// Puts new files in the place of old ones, and keeps those that come out the same.
    fn replace(
        &mut self,
        lists: &[Items<S>],
        contents: &[(usize, Vec<u8>)],
        stretches: Vec<Stretch>,
        making: Making<'_>,
    ) {
        let old = std::mem::take(&mut self.files);
        let mut files = Vec::with_capacity(old.len());
        let mut done = 0;
        for stretch in stretches {
            files.extend(old[done..stretch.old.start].iter().cloned());
            done = stretch.old.end;
            let made = stretch.runs.par_iter().filter_map(|run| {
                let key = |(list, at): &Item| lists[*list as usize].key(*at);
                let (first, last) = (key(run.first()?), key(run.last()?));
                let content = K::write(lists, run, making.scale);
                let known = old[stretch.old.clone()]
                    .binary_search_by(|file| (*file.first).cmp(first))
                    .ok()
                    .map(|at| stretch.old.start + at)
                    .filter(|at| {
                        contents
                            .binary_search_by_key(at, |(file, _)| *file)
                            .is_ok_and(|place| contents[place].1 == content.bytes)
                    });
                Some(Part {
                    first: first.into(),
                    last: last.into(),
                    sealed: match known {
                        Some(at) => old[at].sealed.clone(),
                        None => Sealed::of(&content, making.level),
                    },
                })
            });
            let made: Vec<Part> = made.collect();
            files.extend(made);
        }
        files.extend(old[done..].iter().cloned());
        self.files = files;
    }

    /// The separators between the files.
    pub(super) fn separators(&self) -> Vec<String> {
        let mut before: Option<&str> = None;
        self.files
            .iter()
            .map(|file| separator(before.replace(&file.last), &file.first))
            .collect()
    }
}

/// Cuts items into files as they come, of the same sizes as [`cut`](super::family::cut) does.
///
/// Where a cut may be depends on the keys on both of its sides. The less they share the shorter is the
/// text that tells the files apart, which stands in the root for every file, and the fewer beginnings of
/// words have what they begin in two files. The larger a file is, the more they may share.
struct Cutter<const S: usize, K> {
    target: usize,
    runs: Vec<Vec<Item>>,
    open: Vec<Item>,
    size: usize,
    /// Bytes behind the last place where a cut could have been.
    since: usize,
    kind: PhantomData<K>,
}

impl<const S: usize, K: Shape<S>> Cutter<S, K> {
    const fn new(target: usize) -> Self {
        Self {
            target,
            runs: Vec::new(),
            open: Vec::new(),
            size: 0,
            since: 0,
            kind: PhantomData,
        }
    }

    fn take(&mut self, edit: &Edit, lists: &[Items<S>]) {
        for at in edit.items.clone() {
            self.push(lists, (edit.list, at));
        }
    }

    fn push(&mut self, lists: &[Items<S>], (list, at): Item) {
        let items = &lists[list as usize];
        let (key, bytes) = (items.key(at), K::size(items, at));
        if self.may_cut(lists, key) {
            if self.is_cut(key) {
                self.cut();
            }
            self.since = 0;
        }
        if is_full(self.size, bytes, self.target) {
            self.cut();
        }
        self.open.push((list, at));
        self.size += bytes;
        self.since += bytes;
    }

    /// Whether there is a cut before an item with a key, whatever comes then.
    fn ends_before(&self, lists: &[Items<S>], key: &str) -> bool {
        self.size == 0 || self.may_cut(lists, key) && self.is_cut(key)
    }

    /// Whether there may be a cut before a key.
    fn may_cut(&self, lists: &[Items<S>], key: &str) -> bool {
        let Some((list, at)) = self.open.last() else {
            return false;
        };
        let most = match self.size * 10 / self.target {
            0..9 => 1,
            9..11 => 2,
            11..14 => 3,
            _ => usize::MAX,
        };
        let before = lists[*list as usize].key(*at).chars();
        let shared = before.zip(key.chars()).take_while(|(a, b)| a == b).count();
        shared <= most
    }

    /// Whether there is one where there may be. The more bytes there are behind the last place, the
    /// likelier it is: files come out alike whatever the items' sizes.
    fn is_cut(&self, key: &str) -> bool {
        u64::from(checksum(key.as_bytes())) < chance(self.size, self.since, self.target)
    }

    fn cut(&mut self) {
        self.runs.push(std::mem::take(&mut self.open));
        self.size = 0;
        self.since = 0;
    }

    fn finish(mut self) -> Vec<Vec<Item>> {
        if self.size > 0 {
            self.cut();
        }
        self.runs
    }
}
