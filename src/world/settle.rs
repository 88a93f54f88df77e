//! When a burst of changes is over: pure, so that it can be tested without a disk or a clock.
//!
//! Editors save in many ways: they write in place, put a new file over the old one, or remove the
//! old one first. Each takes several steps, and what is read between two of them is not what the
//! author wrote.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Wait after the last step of a save that is whole.
const QUIET: Duration = Duration::from_millis(5);
/// Wait for the second half of a save: the file that takes the place of one that is gone, or more
/// files in a new folder.
const HALF: Duration = Duration::from_millis(30);
/// Wait for a writer to close its file. Some never do.
const OPEN: Duration = Duration::from_millis(100);
/// However long changes keep coming, they are told after that time.
const LONGEST: Duration = Duration::from_millis(500);

/// What happened to a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// It is there now, whole.
    There,
    /// It is being written; a [`Step::There`] will tell its end.
    Writing,
    /// It is gone.
    Gone,
    /// It is there, and more may come into it.
    Folder,
    /// Something else about it changed, such as its permissions.
    Same,
}

/// A burst of changes. Times are counted from any beginning.
#[derive(Debug, Default)]
pub(super) struct Burst {
    paths: BTreeSet<PathBuf>,
    all: bool,
    unfinished: HashMap<PathBuf, Step>,
    first: Option<Duration>,
    last: Duration,
}

impl Burst {
    /// A step of a path, at a time.
    pub(super) fn step(&mut self, path: &Path, step: Step, now: Duration) {
        self.paths.insert(path.to_owned());
        match step {
            Step::Same => {}
            Step::There => {
                self.unfinished.remove(path);
            }
            other => {
                self.unfinished.insert(path.to_owned(), other);
            }
        }
        self.tick(now);
    }

    /// Changes were missed: anything may have changed.
    pub(super) fn missed(&mut self, now: Duration) {
        self.all = true;
        self.tick(now);
    }

    /// A folder has come that may have been filled before it was watched.
    pub(super) fn came(&mut self, folder: &Path, now: Duration) {
        if self.all {
            self.tick(now);
        } else {
            self.step(folder, Step::There, now);
        }
    }

    fn tick(&mut self, now: Duration) {
        self.first.get_or_insert(now);
        self.last = now;
    }

    /// When the burst counts as over, if nothing more comes; `None` while there is none.
    pub(super) fn due(&self) -> Option<Duration> {
        let first = self.first?;
        let wait = |step: &Step| match step {
            Step::There | Step::Same => QUIET,
            Step::Writing => OPEN,
            Step::Gone | Step::Folder => HALF,
        };
        // The longest of all waits does not depend on the order they are looked at.
        #[allow(clippy::iter_over_hash_type, reason = "a maximum has no order")]
        let longest = self.unfinished.values().map(wait).max().unwrap_or(QUIET);
        Some((self.last + longest).min(first + LONGEST))
    }

    /// Takes the burst: its paths, whether more was missed, and when it began.
    pub(super) fn take(&mut self) -> (BTreeSet<PathBuf>, bool, Duration) {
        let Self {
            paths, all, first, ..
        } = std::mem::take(self);
        (paths, all, first.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(count: u64) -> Duration {
        Duration::from_millis(count)
    }

    fn burst(steps: &[(&str, Step, u64)]) -> Burst {
        let mut burst = Burst::default();
        for (path, step, at) in steps {
            burst.step(Path::new(path), *step, ms(*at));
        }
        burst
    }

    #[test]
    fn a_whole_save_waits_a_moment_only() {
        assert_eq!(burst(&[]).due(), None);
        assert_eq!(burst(&[("a", Step::There, 10)]).due(), Some(ms(15)));
    }

    #[test]
    fn a_file_being_written_is_waited_for_until_it_is_closed() {
        let mut saved = burst(&[("a", Step::Writing, 0), ("a", Step::Writing, 3)]);
        assert_eq!(saved.due(), Some(ms(103)));
        saved.step(Path::new("a"), Step::There, ms(4));
        assert_eq!(saved.due(), Some(ms(9)));
    }

    #[test]
    fn a_file_that_is_gone_may_come_back() {
        let mut saved = burst(&[("a", Step::Gone, 0)]);
        assert_eq!(saved.due(), Some(ms(30)));
        saved.step(Path::new("b"), Step::There, ms(1));
        assert_eq!(saved.due(), Some(ms(31)), "another does not count for it");
        saved.step(Path::new("a"), Step::There, ms(2));
        assert_eq!(saved.due(), Some(ms(7)));
    }

    #[test]
    fn changes_that_never_end_are_told_all_the_same() {
        let mut many = Burst::default();
        for at in 0..1000 {
            many.step(Path::new("a"), Step::Writing, ms(at));
        }
        assert_eq!(many.due(), Some(ms(500)));
        many.missed(ms(1001));
        let (paths, all, first) = many.take();
        assert_eq!((paths.len(), all, first), (1, true, ms(0)));
        assert_eq!(many.due(), None, "it is taken");
    }
}
