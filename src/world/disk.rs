//! The real world.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use walkdir::WalkDir;

use super::{Found, Leaf, Lock, PathKind, World};

/// The machine's disk and clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl World for Disk {
    fn walk(&self, root: &Path) -> io::Result<Vec<Found>> {
        let home = root.canonicalize()?;
        let mut found = Vec::new();
        let mut walk = WalkDir::new(root)
            .follow_links(true)
            .sort_by_file_name()
            .into_iter();
        while let Some(entry) = walk.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    // A link to nothing or in a circle; a folder that cannot be opened.
                    let Some(path) = error.path() else { continue };
                    if error.depth() == 0 {
                        return Err(error.into());
                    }
                    if !is_hidden(path) {
                        // A folder that cannot be opened stands for itself.
                        let outside = path.is_symlink() || error.loop_ancestor().is_some();
                        let path = relative(root, path);
                        found.push(Found { path, outside });
                    }
                    continue;
                }
            };
            if entry.depth() == 0 {
                continue;
            }
            if is_hidden(entry.path()) {
                if entry.file_type().is_dir() {
                    walk.skip_current_dir();
                }
                continue;
            }
            let outside = entry.path_is_symlink()
                && entry
                    .path()
                    .canonicalize()
                    .map_or(true, |target| !target.starts_with(&home));
            if entry.file_type().is_dir() {
                if outside {
                    walk.skip_current_dir();
                } else {
                    continue;
                }
            }
            found.push(Found {
                path: relative(root, entry.path()),
                outside,
            });
        }
        Ok(found)
    }

    fn tree(&self, root: &Path) -> io::Result<Vec<Leaf>> {
        let mut leaves = Vec::new();
        let mut open = vec![(root.to_owned(), String::new())];
        while let Some((folder, prefix)) = open.pop() {
            let mut empty = true;
            for entry in fs::read_dir(&folder)? {
                let entry = entry?;
                empty = false;
                let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
                if entry.file_type()?.is_dir() {
                    open.push((entry.path(), format!("{path}/")));
                } else {
                    leaves.push(Leaf {
                        path,
                        folder: false,
                    });
                }
            }
            if empty && !prefix.is_empty() {
                leaves.push(Leaf {
                    path: prefix.trim_end_matches('/').to_owned(),
                    folder: true,
                });
            }
        }
        leaves.sort();
        Ok(leaves)
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

    fn kind(&self, path: &Path) -> Option<PathKind> {
        let metadata = fs::metadata(path).ok()?;
        Some(if metadata.is_dir() {
            PathKind::Folder
        } else if metadata.is_file() {
            PathKind::File
        } else {
            PathKind::Other
        })
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
        fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(|_| ()))
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

    fn lock(&self, path: &Path) -> io::Result<Lock> {
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Lock(file)),
            Err(fs::TryLockError::WouldBlock) => Err(io::ErrorKind::WouldBlock.into()),
            Err(fs::TryLockError::Error(error)) => Err(error),
        }
    }

    fn cache_folder(&self, path: &Path) -> Option<PathBuf> {
        fs::create_dir_all(path).ok()?;
        Some(path.to_owned())
    }

    fn today(&self) -> Date {
        jiff::Zoned::now().date()
    }

    fn commit_days(&self, folder: &Path) -> HashMap<String, Date> {
        super::git::commit_days(folder)
    }
}

/// Whether a name is an editor's or the system's, not an author's: hidden, a backup, or a file
/// that stands in for another one while that is saved.
pub(super) fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| {
        let name = name.to_string_lossy();
        let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        name.starts_with('.')
            || name.starts_with("~$")
            || name.starts_with('#') && name.ends_with('#')
            || ends(&["~", ".tmp", ".bak", ".swp", ".swo", ".swx"])
            || name.contains("___jb_")
            // Vim tries whether it may write with a file named 4913, or 5036 where that is taken.
            || ["Thumbs.db", "4913", "5036"].contains(&&*name)
    })
}

fn relative(root: &Path, path: &Path) -> Result<String, String> {
    let path = path.strip_prefix(root).unwrap_or(path);
    let mut parts = Vec::new();
    for part in path.components() {
        match part.as_os_str().to_str() {
            Some(part) => parts.push(part),
            None => return Err(path.to_string_lossy().into_owned()),
        }
    }
    Ok(parts.join("/"))
}
