//! The real world.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use jiff::civil::Date;
#[cfg(unix)]
use tantivy::directory::{Directory as _, MmapDirectory};
use walkdir::WalkDir;

use super::{Found, Leaf, Lock, PathKind, World, listing};
use crate::digest::hash_all;

/// The machine's disk and clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl World for Disk {
    fn walk(&self, root: &Path) -> io::Result<Vec<Found>> {
        listing::walk(root)
    }

    fn tree(&self, root: &Path, twin: &[Leaf]) -> io::Result<Vec<Leaf>> {
        listing::tree(root, twin)
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)? {
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(names)
    }

    fn weigh(&self, path: &Path) -> io::Result<Option<u64>> {
        if fs::symlink_metadata(path).is_err() {
            return Ok(None);
        }
        let mut bytes = 0;
        for entry in WalkDir::new(path).follow_root_links(false) {
            let entry = entry?;
            if entry.file_type().is_file() {
                bytes += entry.metadata()?.len();
            }
        }
        Ok(Some(bytes))
    }

    fn is_link(&self, path: &Path) -> bool {
        path.is_symlink()
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        if size > limit {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        // A file may grow while it is read, and a device has no size.
        if bytes.len() as u64 > limit {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(bytes)
    }

    /// Other systems do not exchange files that are mapped.
    #[cfg(unix)]
    fn map(&self, path: &Path) -> io::Result<Bytes> {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            return Err(io::ErrorKind::InvalidInput.into());
        };
        let folder = MmapDirectory::open(folder).map_err(io::Error::other)?;
        let file = folder.get_file_handle(Path::new(name));
        let file = file.map_err(io::Error::other)?;
        file.read_bytes(0..file.len()).map(Bytes::from_owner)
    }

    fn kind(&self, path: &Path) -> Option<PathKind> {
        kind(path)
    }

    fn canonical(&self, path: &Path) -> PathBuf {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let mut missing = Vec::new();
        let mut at = absolute.as_path();
        loop {
            if let Ok(found) = at.canonicalize() {
                return missing
                    .iter()
                    .rev()
                    .fold(found, |path, name| path.join(name));
            }
            match (at.parent(), at.file_name()) {
                (Some(parent), Some(name)) => {
                    missing.push(name.to_owned());
                    at = parent;
                }
                _ => return absolute,
            }
        }
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = match File::create(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if let Some(parent) = path.parent() {
                    fs::create_dir_all(parent)?;
                }
                File::create(path)?
            }
            result => result?,
        };
        file.write_all(bytes)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent)?;
        }
        // A link made by someone stays a link: it may point where only they know.
        #[cfg(unix)]
        if fs::symlink_metadata(from)?.is_symlink() {
            return std::os::unix::fs::symlink(fs::read_link(from)?, to);
        }
        match fs::hard_link(from, to) {
            // A file that is there may be this very one: to copy one onto itself would empty it.
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                fs::copy(from, to).map(|_| ())
            }
            result => result,
        }
    }

    fn exchange(&self, new: &Path, old: &Path) -> io::Result<()> {
        if fs::symlink_metadata(old).is_err() {
            return fs::rename(new, old);
        }
        #[cfg(target_os = "linux")]
        {
            use rustix::fs::{CWD, RenameFlags, renameat_with};
            match renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE) {
                Ok(()) => return Ok(()),
                // Not every file system can exchange.
                Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let mut aside = new.as_os_str().to_owned();
        aside.push(".old");
        fs::rename(old, &aside)?;
        if let Err(error) = fs::rename(new, old) {
            fs::rename(&aside, old)?;
            return Err(error);
        }
        fs::rename(&aside, new)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        match fs::remove_dir_all(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            result => result,
        }
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        match fs::remove_file(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            result => result,
        }
    }

    fn save(&self, path: &Path, parts: &[&[u8]]) -> io::Result<()> {
        let mut new = path.as_os_str().to_owned();
        new.push(".new");
        fs::File::create(&new)
            .and_then(|mut file| parts.iter().try_for_each(|part| file.write_all(part)))
            .and_then(|()| fs::rename(&new, path))
            .inspect_err(|_| {
                // What a full disk has taken of it is of no use.
                let _ = fs::remove_file(&new);
            })
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        OpenOptions::new().append(true).open(path)?.write_all(bytes)
    }

    fn program(&self) -> u64 {
        let Ok(metadata) = std::env::current_exe().and_then(fs::metadata) else {
            return 0;
        };
        let modified = metadata.modified().map_or(0, nanoseconds);
        hash_all([metadata.len(), low(modified)])
    }

    fn lock(&self, path: &Path) -> io::Result<Lock> {
        loop {
            let file = OpenOptions::new()
                .create(true)
                .truncate(false)
                .write(true)
                .open(path)?;
            match file.try_lock() {
                // Whoever held it may have removed the file since it was opened: the lock of a
                // file without a name keeps nobody out.
                Ok(()) if is_named(&file, path) => return Ok(Lock(file)),
                Ok(()) => {}
                Err(fs::TryLockError::WouldBlock) => return Err(io::ErrorKind::WouldBlock.into()),
                Err(fs::TryLockError::Error(error)) => return Err(error),
            }
        }
    }

    fn cache_folder(&self, path: &Path) -> Option<PathBuf> {
        fs::create_dir_all(path).ok()?;
        Some(path.to_owned())
    }

    fn today(&self) -> Date {
        jiff::Zoned::now().date()
    }

    fn commit_state(&self, folder: &Path) -> Option<u64> {
        super::git::commit_state(folder)
    }

    fn commit_days(&self, folder: &Path) -> HashMap<String, Date> {
        super::git::commit_days(folder)
    }
}

pub(super) fn nanoseconds(time: SystemTime) -> i128 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => after.as_nanos().cast_signed(),
        Err(before) => -before.duration().as_nanos().cast_signed(),
    }
}

/// See [`World::kind`].
pub(super) fn kind(path: &Path) -> Option<PathKind> {
    fs::metadata(path).ok().as_ref().map(kind_of)
}

pub(super) fn kind_of(metadata: &fs::Metadata) -> PathKind {
    if metadata.is_dir() {
        PathKind::Folder
    } else if metadata.is_file() {
        PathKind::File
    } else {
        PathKind::Other
    }
}

/// Whether a path still names this open file.
#[cfg(unix)]
fn is_named(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::metadata(path)) {
        (Ok(open), Ok(named)) => (open.dev(), open.ino()) == (named.dev(), named.ino()),
        _ => false,
    }
}

/// Whether a path still names this open file: a file that is open keeps its name here.
#[cfg(not(unix))]
fn is_named(_: &File, _: &Path) -> bool {
    true
}

/// The part of a time that can differ between two states of a file.
#[allow(
    clippy::cast_possible_truncation,
    reason = "times differ in their low bits"
)]
pub(super) const fn low(time: i128) -> u64 {
    time.cast_unsigned() as u64
}
