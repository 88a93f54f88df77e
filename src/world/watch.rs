//! Watches a site's sources, and tells in batches what was saved.
//!
//! It knows paths and no site: which folders and files matter, it is told. What is watched may be
//! missing, appear, and go again. Hidden files and editors' leftovers are nothing to it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use notify::event::{
    AccessKind, AccessMode, CreateKind, Event, EventKind, Flag, ModifyKind, RenameMode,
};
use notify::{Config, ErrorKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use super::Stopwatch;
use super::listing::is_hidden;
use super::settle::{Burst, Step};

/// How often folders are looked at where the system does not tell of changes.
const POLL: Duration = Duration::from_secs(1);
/// Whether the system tells when a file that was written is closed.
const TELLS_CLOSING: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// What is watched. Any of it may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Targets {
    /// Folders, with all that is in them.
    pub trees: Vec<PathBuf>,
    /// Single files.
    pub files: Vec<PathBuf>,
}

/// Changes that belong together.
#[derive(Debug, Clone)]
pub struct Batch {
    /// Paths that were written, came or went; as those of the targets, below them.
    pub paths: BTreeSet<PathBuf>,
    /// Whether there was more than the system could tell: anything may have changed.
    pub all: bool,
    /// Runs since the first of the changes.
    pub since: Stopwatch,
}

/// A watch over targets.
pub struct Watch {
    watcher: Box<dyn Watcher + Send>,
    polls: bool,
    inbox: Receiver<Note>,
    sender: Sender<Note>,
    targets: Targets,
    /// What the system watches now.
    watched: BTreeMap<PathBuf, Place>,
    clock: Stopwatch,
    burst: Burst,
}

/// Speaks to a watch from other threads.
#[derive(Clone)]
pub struct WatchHandle(Sender<Note>);

enum Note {
    Event(notify::Result<Event>),
    Follow(Targets),
    Stop,
}

impl WatchHandle {
    /// Watches other targets from now on.
    pub fn follow(&self, targets: Targets) {
        let _ = self.0.send(Note::Follow(targets));
    }

    /// Ends the watch.
    pub fn stop(&self) {
        let _ = self.0.send(Note::Stop);
    }
}

impl Watch {
    /// Watches targets from now on. With `poll`, or where the system tells of no changes, folders
    /// are looked at again and again.
    ///
    /// # Errors
    /// In words of the system, when neither can be done.
    pub fn new(targets: Targets, poll: bool) -> Result<Self, String> {
        let (sender, inbox) = channel();
        let (watcher, polls) = match (poll, recommended(&sender)) {
            (false, Ok(watcher)) => (watcher, false),
            _ => (polling(&sender).map_err(|error| error.to_string())?, true),
        };
        let mut watch = Self {
            watcher,
            polls,
            inbox,
            sender,
            targets,
            watched: BTreeMap::new(),
            clock: Stopwatch::new(),
            burst: Burst::default(),
        };
        watch.arm();
        // What is there at the start has not come now.
        watch.burst.take();
        Ok(watch)
    }

    /// Whether it looks again and again, rather than being told.
    #[must_use]
    pub const fn polls(&self) -> bool {
        self.polls
    }

    /// Speaks to this watch from other threads.
    #[must_use]
    pub fn handle(&self) -> WatchHandle {
        WatchHandle(self.sender.clone())
    }

    /// Takes in what the system tells.
    fn take(&mut self, event: &Event) {
        let now = self.clock.elapsed();
        if event.flag() == Some(Flag::Rescan) {
            // Folders may have come of which nothing was told: all is watched anew.
            for place in std::mem::take(&mut self.watched).into_values() {
                let _ = self.watcher.unwatch(&place.real);
            }
            self.burst.missed(now);
        }
        let Some(step) = self.step(event.kind) else {
            return;
        };
        for path in &event.paths {
            let path = &self.name(path);
            let Some(place) = self.targets.place(path) else {
                continue;
            };
            if place == Where::Above && matches!(step, Step::Same | Step::Writing) {
                continue;
            }
            if step == Step::Gone {
                self.forget(path);
            }
            self.burst.step(path, step, now);
        }
    }

    /// What an event says of its paths; `None` if nothing was changed.
    fn step(&self, kind: EventKind) -> Option<Step> {
        let writing = if TELLS_CLOSING && !self.polls {
            Step::Writing
        } else {
            Step::There
        };
        Some(match kind {
            EventKind::Create(CreateKind::Folder) => Step::Folder,
            EventKind::Create(_) | EventKind::Modify(ModifyKind::Data(_)) => writing,
            EventKind::Modify(ModifyKind::Metadata(_)) if !self.polls => Step::Same,
            EventKind::Modify(ModifyKind::Name(RenameMode::From)) | EventKind::Remove(_) => {
                Step::Gone
            }
            // Both names were told already.
            EventKind::Modify(ModifyKind::Name(RenameMode::Both)) => return None,
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => Step::There,
            EventKind::Access(_) => return None,
            EventKind::Modify(_) | EventKind::Any | EventKind::Other => Step::There,
        })
    }

    /// A folder is gone, and what the system watched there with it.
    fn forget(&mut self, path: &Path) {
        let gone: Vec<PathBuf> = self
            .watched
            .keys()
            .filter(|watched| watched.starts_with(path))
            .cloned()
            .collect();
        for path in gone {
            self.unwatch(&path);
        }
    }

    fn unwatch(&mut self, path: &Path) {
        if let Some(place) = self.watched.remove(path) {
            // What was moved would be told of under its old name.
            let _ = self.watcher.unwatch(&place.real);
        }
    }

    /// A path as those of the targets: what is watched through a link is told by its real name.
    fn name(&self, path: &Path) -> PathBuf {
        let named = self.watched.iter().find_map(|(target, place)| {
            let rest = path.strip_prefix(&place.real).ok()?;
            (place.real != *target).then(|| target.join(rest))
        });
        named.unwrap_or_else(|| path.to_owned())
    }

    /// Brings what the system watches in line with what is there. Says whether a tree has come,
    /// which is then part of the burst: it may have been filled before it was watched.
    fn arm(&mut self) -> bool {
        let wanted = self.targets.wanted();
        let changed: Vec<PathBuf> = self
            .watched
            .iter()
            .filter(|(path, place)| wanted.get(*path) != Some(*place))
            .map(|(path, _)| path.clone())
            .collect();
        for path in changed {
            self.unwatch(&path);
        }
        let mut came = false;
        for (path, place) in wanted {
            if self.watched.contains_key(&path) {
                continue;
            }
            match self.watcher.watch(&place.real, place.mode) {
                Ok(()) => {
                    if place.mode == RecursiveMode::Recursive {
                        let now = self.clock.elapsed();
                        self.burst.came(&path, now);
                        came = true;
                    }
                    self.watched.insert(path, place);
                }
                // It went while it was looked at: its going will be told.
                Err(error) if matches!(error.kind, ErrorKind::PathNotFound) => {}
                Err(error) => {
                    self.fail(&error);
                    return true;
                }
            }
        }
        came
    }

    /// Where the system cannot watch any longer, it is looked at again and again; what could not
    /// be told counts as changed.
    fn fail(&mut self, _: &notify::Error) {
        self.burst.missed(self.clock.elapsed());
        if self.polls {
            return;
        }
        if let Ok(watcher) = polling(&self.sender) {
            self.watcher = watcher;
            self.polls = true;
            self.watched.clear();
            self.arm();
        }
    }
}

impl Iterator for Watch {
    type Item = Batch;

    /// Waits for the next batch; `None` when it is to stop.
    fn next(&mut self) -> Option<Batch> {
        loop {
            let note = match self.burst.due() {
                None => self.inbox.recv().ok(),
                Some(due) => {
                    let left = due.saturating_sub(self.clock.elapsed());
                    match self.inbox.recv_timeout(left) {
                        Ok(note) => Some(note),
                        Err(RecvTimeoutError::Timeout) => {
                            // Folders that came are watched before they are read.
                            if self.arm() {
                                continue;
                            }
                            let (paths, all, first) = self.burst.take();
                            let since = Stopwatch(self.clock.0 + first);
                            return Some(Batch { paths, all, since });
                        }
                        Err(RecvTimeoutError::Disconnected) => None,
                    }
                }
            };
            match note? {
                Note::Event(Ok(event)) => self.take(&event),
                Note::Event(Err(error)) => self.fail(&error),
                Note::Follow(targets) => {
                    if targets != self.targets {
                        self.targets = targets;
                        self.arm();
                    }
                }
                Note::Stop => return None,
            }
        }
    }
}

/// What the system watches for a path.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    /// The path without links: the system follows none.
    real: PathBuf,
    mode: RecursiveMode,
}

/// How a path stands to the targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Where {
    /// It is a target or in one.
    In,
    /// A target is, or would be, below it.
    Above,
}

impl Targets {
    fn place(&self, path: &Path) -> Option<Where> {
        let own = self.files.iter().any(|file| file == path);
        let within = self.trees.iter().any(|tree| {
            path.strip_prefix(tree)
                .is_ok_and(|rest| !rest.iter().any(|part| is_hidden(Path::new(part))))
        });
        if own || within {
            return Some(Where::In);
        }
        let above = |target: &PathBuf| target.starts_with(path);
        (self.trees.iter().any(above) || self.files.iter().any(above)).then_some(Where::Above)
    }

    /// What the system is to watch: trees that are there, and the folders in which targets may
    /// come and go.
    fn wanted(&self) -> BTreeMap<PathBuf, Place> {
        let mut wanted = BTreeMap::new();
        let mut want = |path: &Path, mode| {
            if let Ok(real) = path.canonicalize() {
                wanted.insert(path.to_owned(), Place { real, mode });
            }
        };
        for target in self.trees.iter().chain(&self.files) {
            if let Some(above) = target.ancestors().skip(1).find(|path| path.is_dir()) {
                want(above, RecursiveMode::NonRecursive);
            }
        }
        for tree in self.trees.iter().filter(|tree| tree.is_dir()) {
            want(tree, RecursiveMode::Recursive);
        }
        wanted
    }
}

fn recommended(sender: &Sender<Note>) -> notify::Result<Box<dyn Watcher + Send>> {
    let config = Config::default().with_follow_symlinks(false);
    let watcher = RecommendedWatcher::new(tell(sender), config)?;
    Ok(Box::new(watcher))
}

fn polling(sender: &Sender<Note>) -> notify::Result<Box<dyn Watcher + Send>> {
    let config = Config::default()
        .with_follow_symlinks(false)
        .with_poll_interval(POLL)
        // Dates count in seconds here: a second save within one would be missed.
        .with_compare_contents(true);
    Ok(Box::new(PollWatcher::new(tell(sender), config)?))
}

fn tell(sender: &Sender<Note>) -> impl FnMut(notify::Result<Event>) + Send + 'static {
    let sender = sender.clone();
    move |event| {
        // Reading is no change: a build reads every file.
        let matters = event.as_ref().map_or(true, |event| {
            !matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write))
        });
        if matters {
            let _ = sender.send(Note::Event(event));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targets() -> Targets {
        Targets {
            trees: vec!["/site/content".into(), "/site/docs/registries".into()],
            files: vec!["/site/site.toml".into()],
        }
    }

    #[test]
    fn what_belongs_to_the_site_is_told_from_what_lies_beside_it() {
        for path in ["/site/content", "/site/content/a/b.md", "/site/site.toml"] {
            assert_eq!(targets().place(Path::new(path)), Some(Where::In), "{path}");
        }
        for path in ["/site", "/", "/site/docs"] {
            assert_eq!(
                targets().place(Path::new(path)),
                Some(Where::Above),
                "{path}"
            );
        }
        for path in [
            "/site/README.md",
            "/site/.casebook/serve",
            "/site/docs/a",
            "/site/public",
        ] {
            assert_eq!(targets().place(Path::new(path)), None, "{path}");
        }
    }

    #[test]
    fn what_editors_leave_is_nothing() {
        for name in [
            ".a.md.swp",
            ".git/HEAD",
            "a.md~",
            "#a.md#",
            ".#a.md",
            "4913",
            "a.md.tmp",
            "a.md___jb_tmp___",
            "~$a.docx",
            ".hidden/a.md",
            "a.md.bak",
        ] {
            let path = Path::new("/site/content").join(name);
            assert_eq!(targets().place(&path), None, "{name}");
        }
        for name in ["123.md", "2024/a.md", "2024", "~a.md", "a.b.md"] {
            let path = Path::new("/site/content").join(name);
            assert_eq!(targets().place(&path), Some(Where::In), "{name}");
        }
    }
}
