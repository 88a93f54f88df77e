//! What is in folders: the files of a site, and all that is there.

use std::fs;
use std::io;
use std::path::Path;
use std::time::SystemTime;

use walkdir::WalkDir;

use super::disk::{kind, kind_of, low, nanoseconds};
use super::{Found, Leaf};
use crate::digest::hash_all;

/// See [`World::walk`](super::World::walk).
pub(super) fn walk(root: &Path) -> io::Result<Vec<Found>> {
    let home = root.canonicalize()?;
    let mut found = Vec::new();
    let now = nanoseconds(SystemTime::now());
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
                    found.push(Found {
                        kind: kind(path),
                        path: relative(root, path),
                        outside,
                        stamp: None,
                    });
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
        let metadata = entry.metadata().ok();
        found.push(Found {
            path: relative(root, entry.path()),
            outside,
            kind: metadata.as_ref().map(kind_of),
            stamp: metadata.and_then(|metadata| stamp(&metadata, now)),
        });
    }
    Ok(found)
}

/// See [`World::tree`](super::World::tree).
pub(super) fn tree(root: &Path, twin: &[Leaf]) -> io::Result<Vec<Leaf>> {
    let mut leaves = Vec::new();
    let mut open = vec![(root.to_owned(), String::new())];
    while let Some((folder, prefix)) = open.pop() {
        let mut empty = true;
        let device = if twin.is_empty() {
            None
        } else {
            device(&folder)
        };
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            empty = false;
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                open.push((entry.path(), format!("{path}/")));
            } else if let Some(device) = device
                && let Ok(at) = twin.binary_search_by(|other| other.path.cmp(&path))
                && twin[at].file == Some((device, listed_number(&entry)))
            {
                leaves.push(twin[at].clone());
            } else {
                let metadata = entry.metadata()?;
                leaves.push(Leaf {
                    path,
                    folder: false,
                    changed: changed(&metadata),
                    len: metadata.len(),
                    file: identity(&metadata),
                });
            }
        }
        if empty && !prefix.is_empty() {
            leaves.push(Leaf {
                path: prefix.trim_end_matches('/').to_owned(),
                folder: true,
                changed: None,
                len: 0,
                file: None,
            });
        }
    }
    leaves.sort();
    Ok(leaves)
}

/// Time after a change during which a file may change again without a trace, in nanoseconds: file
/// systems count time in steps of some milliseconds.
const FRESH: i128 = 100_000_000;

/// See [`Found::stamp`].
fn stamp(metadata: &fs::Metadata, now: i128) -> Option<u64> {
    let changed = changed(metadata)?;
    let modified = nanoseconds(metadata.modified().ok()?);
    let old = changed.max(modified) < now - FRESH;
    let file = number(metadata);
    old.then(|| hash_all([file, metadata.len(), low(changed), low(modified)]))
}

/// Time of the last change, of any kind where the system tells.
#[cfg(unix)]
#[allow(clippy::unnecessary_wraps, reason = "other systems may not tell")]
fn changed(metadata: &fs::Metadata) -> Option<i128> {
    use std::os::unix::fs::MetadataExt as _;
    Some(i128::from(metadata.ctime()) * 1_000_000_000 + i128::from(metadata.ctime_nsec()))
}

#[cfg(not(unix))]
fn changed(metadata: &fs::Metadata) -> Option<i128> {
    metadata.modified().ok().map(nanoseconds)
}

/// See [`Leaf::file`].
#[cfg(unix)]
#[allow(clippy::unnecessary_wraps, reason = "other systems do not tell")]
fn identity(metadata: &fs::Metadata) -> Option<(u64, u64)> {
    let device = std::os::unix::fs::MetadataExt::dev(metadata);
    Some((device, number(metadata)))
}

#[cfg(not(unix))]
fn identity(_: &fs::Metadata) -> Option<(u64, u64)> {
    None
}

/// Number of the device that has a folder's files.
#[cfg(unix)]
fn device(folder: &Path) -> Option<u64> {
    let metadata = fs::metadata(folder).ok()?;
    Some(std::os::unix::fs::MetadataExt::dev(&metadata))
}

#[cfg(not(unix))]
fn device(_: &Path) -> Option<u64> {
    None
}

/// The number of a file itself, as the list of names tells it.
#[cfg(unix)]
fn listed_number(entry: &fs::DirEntry) -> u64 {
    std::os::unix::fs::DirEntryExt::ino(entry)
}

#[cfg(not(unix))]
fn listed_number(_: &fs::DirEntry) -> u64 {
    0
}

/// Number of the file itself, whatever its name.
#[cfg(unix)]
fn number(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn number(_: &fs::Metadata) -> u64 {
    0
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
