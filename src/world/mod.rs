//! The only door to the outside: disk, clock, git. All else in the crate is a function of what
//! passes through here, so that a test can put another world in its place.

#[allow(clippy::disallowed_methods, reason = "this is the door")]
mod disk;
#[allow(clippy::disallowed_methods, reason = "this is the door")]
mod git;
#[allow(clippy::disallowed_methods, reason = "this is the door")]
mod listing;
mod settle;
mod watch;

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use bytes::Bytes;
use jiff::civil::Date;

pub use disk::Disk;
pub use watch::{Batch, Targets, Watch, WatchHandle};

/// What a build needs of the outside.
pub trait World: Send + Sync {
    /// All files below a folder, sorted by path, and the folders that cannot be opened. Hidden files, and editors' backup files, are
    /// left out; links are followed where they stay inside the folder.
    ///
    /// # Errors
    /// When the folder itself cannot be read.
    fn walk(&self, root: &Path) -> io::Result<Vec<Found>>;

    /// Every file below a folder, hidden ones too, and every empty folder; links are not
    /// followed. Paths from the folder, sorted. `twin` is what another folder has, sorted: the system is
    /// asked less of files that are the same in both.
    ///
    /// # Errors
    /// When a folder cannot be read.
    fn tree(&self, root: &Path, twin: &[Leaf]) -> io::Result<Vec<Leaf>>;

    /// Names of all that is in a folder, hidden files too, sorted.
    ///
    /// # Errors
    /// When the folder cannot be read.
    fn names(&self, folder: &Path) -> io::Result<Vec<String>>;

    /// Sum of the bytes of all files at a path and below it, links not followed; `None` when
    /// nothing is there.
    ///
    /// # Errors
    /// When a folder cannot be read.
    fn weigh(&self, path: &Path) -> io::Result<Option<u64>>;

    /// Whether a path is itself a link, wherever it leads.
    fn is_link(&self, path: &Path) -> bool;

    /// A file's bytes.
    ///
    /// # Errors
    /// [`io::ErrorKind::FileTooLarge`] when it has more than `limit` bytes, or as the system says.
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>>;

    /// A file's bytes, where they are: only what is looked at is read. Nobody may write to the file while
    /// they are held, but at its end.
    ///
    /// # Errors
    /// As the system says.
    fn map(&self, path: &Path) -> io::Result<Bytes> {
        self.read(path, u64::MAX).map(Bytes::from)
    }

    /// What is at a path, links followed.
    fn kind(&self, path: &Path) -> Option<PathKind>;

    /// The path with links and `..` resolved, as far as it exists.
    fn canonical(&self, path: &Path) -> PathBuf;

    /// Writes a new file, with the folders above it.
    ///
    /// # Errors
    /// As the system says.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Makes a folder and those above it.
    ///
    /// # Errors
    /// As the system says.
    fn create_folder(&self, path: &Path) -> io::Result<()>;

    /// Gives a file a second name by a hard link, or copies it where links are not to be had.
    ///
    /// # Errors
    /// As the system says.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Puts the folder `new` in the place of `old`, whole or not at all; what was at `old`
    /// is at `new` afterwards.
    ///
    /// # Errors
    /// As the system says; both folders are then as they were.
    fn exchange(&self, new: &Path, old: &Path) -> io::Result<()>;

    /// Removes a folder and all in it; of a link, the link alone. It is no error when there is none.
    ///
    /// # Errors
    /// As the system says.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;

    /// Removes a file. It is no error when there is none.
    ///
    /// # Errors
    /// As the system says.
    fn remove_file(&self, path: &Path) -> io::Result<()>;

    /// Writes a file, part by part, in the place of the one that is there, whole or not at all.
    ///
    /// # Errors
    /// As the system says.
    fn save(&self, path: &Path, parts: &[&[u8]]) -> io::Result<()> {
        let _ = (path, parts);
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Writes at the end of a file.
    ///
    /// # Errors
    /// As the system says.
    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let _ = (path, bytes);
        Err(io::ErrorKind::Unsupported.into())
    }

    /// What tells this build of casebook from others, as far as the world can know.
    fn program(&self) -> u64 {
        0
    }

    /// Takes the lock of that name, until the guard is dropped or the process ends.
    ///
    /// # Errors
    /// [`io::ErrorKind::WouldBlock`] when another holds it, or as the system says.
    fn lock(&self, path: &Path) -> io::Result<Lock>;

    /// A folder that other code may use by itself for what can be made again, made where it is
    /// missing; `None` where that cannot be, or the world has no disk.
    fn cache_folder(&self, path: &Path) -> Option<PathBuf>;

    /// Today, in the machine's time zone.
    fn today(&self) -> Date;

    /// What tells the state of the repository from others: as long as this is the same,
    /// [`Self::commit_days`] are, too. `None` where that cannot be told.
    fn commit_state(&self, folder: &Path) -> Option<u64> {
        let _ = folder;
        None
    }

    /// The day of the last commit of every file below a folder that git knows and that has no
    /// change since, by path from that folder. Empty where there is no git.
    fn commit_days(&self, folder: &Path) -> HashMap<String, Date>;
}

/// A lock, held until it is dropped.
#[derive(Debug)]
pub struct Lock(#[allow(dead_code, reason = "held, not read")] std::fs::File);

/// A file below a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Path from the folder, with `/`. `Err` holds the nearest text of a name that is not Unicode.
    pub path: Result<String, String>,
    /// Whether it is a link that leads out of the folder, or to nothing.
    pub outside: bool,
    /// What is there.
    pub kind: Option<PathKind>,
    /// What tells its state from others: as long as this is the same, so are its bytes. `None` if that
    /// cannot be told, for example because the file has only just been written.
    pub stamp: Option<u64>,
}

/// A file, or an empty folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Leaf {
    /// Path from the folder that was walked, with `/`.
    pub path: String,
    /// Whether it is an empty folder.
    pub folder: bool,
    /// Time of the last change to the file or to what is told of it, in nanoseconds; `None` if that
    /// cannot be told.
    pub changed: Option<i128>,
    /// Its length in bytes.
    pub len: u64,
    /// Numbers of the device and of the file itself: the same under all its names; `None` if that cannot be told.
    pub file: Option<(u64, u64)>,
}

/// A clock that runs from when it was made. What is built does not depend on it; what is said does.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts one.
    #[must_use]
    #[allow(
        clippy::new_without_default,
        reason = "it starts to run, which no default does"
    )]
    pub fn new() -> Self {
        Self(Instant::now())
    }

    /// Time since it was started.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// Opens an address in the user's browser, and does not wait for it.
///
/// # Errors
/// When no program is found that does it.
pub fn open_in_browser(address: &str) -> io::Result<()> {
    open::that_detached(address)
}

/// The value of an environment variable, unless it is empty.
#[must_use]
#[allow(clippy::disallowed_methods, reason = "this is the door")]
pub fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// What is at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathKind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A pipe, a device or something else that cannot be read as a file.
    Other,
}
