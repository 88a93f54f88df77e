//! Worlds in which something goes wrong, around the real one.

use std::collections::HashMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use casebook::world::{Disk, Found, Leaf, Lock, PathKind, World};
use jiff::civil::Date;

/// A way to change the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    Write,
    Link,
    Exchange,
    CreateFolder,
    RemoveFolder,
    RemoveFile,
}

/// What is asked before the disk is changed.
type Say<'a> = dyn Fn(Act, &Path) -> io::Result<()> + Send + Sync + 'a;

/// The disk, with a say before each act and each read.
pub(crate) struct Faulty<'a> {
    /// An error takes the act's place.
    before: Box<Say<'a>>,
    /// A file that cannot be read, by the end of its path.
    unreadable: Option<&'static str>,
}

impl<'a> Faulty<'a> {
    /// Fails as `before` says.
    pub(crate) fn new(before: impl Fn(Act, &Path) -> io::Result<()> + Send + Sync + 'a) -> Self {
        Self {
            before: Box::new(before),
            unreadable: None,
        }
    }

    /// Fails to read one file.
    pub(crate) fn unreadable(path: &'static str) -> Self {
        Self {
            unreadable: Some(path),
            ..Self::new(|_, _| Ok(()))
        }
    }

    /// Has room for `count` acts; then the disk is full.
    pub(crate) fn full_after(count: &'a AtomicUsize, acts: &'static [Act]) -> Self {
        Self::new(move |act, _| {
            if !acts.contains(&act) {
                return Ok(());
            }
            let left = count.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| {
                left.checked_sub(1)
            });
            left.map(|_| ()).map_err(|_| ErrorKind::StorageFull.into())
        })
    }
}

impl World for Faulty<'_> {
    fn walk(&self, root: &Path) -> io::Result<Vec<Found>> {
        Disk.walk(root)
    }

    fn tree(&self, root: &Path, twin: &[Leaf]) -> io::Result<Vec<Leaf>> {
        Disk.tree(root, twin)
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        Disk.names(folder)
    }

    fn weigh(&self, path: &Path) -> io::Result<Option<u64>> {
        Disk.weigh(path)
    }

    fn is_link(&self, path: &Path) -> bool {
        Disk.is_link(path)
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        if self.unreadable.is_some_and(|end| path.ends_with(end)) {
            return Err(ErrorKind::PermissionDenied.into());
        }
        Disk.read(path, limit)
    }

    fn kind(&self, path: &Path) -> Option<PathKind> {
        Disk.kind(path)
    }

    fn canonical(&self, path: &Path) -> PathBuf {
        Disk.canonical(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        (self.before)(Act::Write, path).inspect_err(|_| {
            // A disk that fills up takes part of the file first.
            let _ = Disk.write(path, &bytes[..bytes.len() / 2]);
        })?;
        Disk.write(path, bytes)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        (self.before)(Act::CreateFolder, path)?;
        Disk.create_folder(path)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        (self.before)(Act::Link, to)?;
        Disk.link(from, to)
    }

    fn exchange(&self, new: &Path, old: &Path) -> io::Result<()> {
        (self.before)(Act::Exchange, old)?;
        Disk.exchange(new, old)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        (self.before)(Act::RemoveFolder, path)?;
        Disk.remove_folder(path)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        (self.before)(Act::RemoveFile, path)?;
        Disk.remove_file(path)
    }

    fn lock(&self, path: &Path) -> io::Result<Lock> {
        Disk.lock(path)
    }

    fn cache_folder(&self, _: &Path) -> Option<PathBuf> {
        None
    }

    fn today(&self) -> Date {
        Date::constant(2026, 6, 1)
    }

    fn commit_days(&self, folder: &Path) -> HashMap<String, Date> {
        Disk.commit_days(folder)
    }
}
