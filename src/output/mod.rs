//! Puts a site where it is published, whole or not at all.
//!
//! A [`Stage`] is a folder beside the target. Files are written there; [`Stage::publish`]
//! exchanges the two. A build that fails or is killed leaves the published site as it was.
//! What casebook has written is listed in a manifest in the site; all else in the target
//! belongs to somebody else: it is carried over, never changed, never deleted.

mod clean;
mod manifest;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

pub use clean::{Cleaned, clean};
use manifest::Manifest;

use crate::diagnostic::{Code, Diagnostic, Message, message};
use crate::world::{Lock, PathKind, World};

/// A site on its way to being published.
pub struct Stage<'w> {
    world: &'w dyn World,
    target: PathBuf,
    /// Where files are written.
    staging: PathBuf,
    /// Paths in the target that are somebody else's.
    foreign: Vec<Foreign>,
    /// Paths in the target that an earlier build wrote.
    previous: BTreeSet<String>,
    paths: Mutex<BTreeSet<String>>,
    bytes: AtomicU64,
    _lock: Lock,
}

/// Somebody else's file or empty folder.
struct Foreign {
    path: String,
    folder: bool,
}

/// How large a published site is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Size {
    /// Number of files.
    pub files: usize,
    /// Sum of their bytes.
    pub bytes: u64,
}

impl<'w> Stage<'w> {
    /// Prepares to write the site at `target`. `sources` are folders it must not overlap.
    ///
    /// # Errors
    /// When the target overlaps a source, holds files that are not a site's, is being written by
    /// another process, or the stage cannot be made.
    pub fn open(
        world: &'w dyn World,
        target: &Path,
        sources: &[PathBuf],
    ) -> Result<Self, Diagnostic> {
        let target = world.canonical(target);
        check_overlap(world, &target, sources)?;
        if matches!(world.kind(&target), Some(PathKind::File | PathKind::Other)) {
            return Err(no_folder(&target));
        }
        let work = work_folder(&target);
        world
            .create_folder(&work)
            .map_err(|error| failed(&work, &error))?;
        let lock = world
            .lock(&work.join("lock"))
            .map_err(|error| locked(&target, &work, &error))?;
        let staging = work.join("next");
        recover(world, &target, &staging)?;
        let (foreign, previous) = survey(world, &target)?;
        world
            .create_folder(&staging)
            .map_err(|error| failed(&staging, &error))?;
        Ok(Self {
            world,
            target,
            staging,
            foreign,
            previous,
            paths: Mutex::default(),
            bytes: AtomicU64::new(0),
            _lock: lock,
        })
    }

    /// Writes one file of the site. May be called from several threads; each path once. A file
    /// that the target has with the same bytes is taken over as it is: it keeps its date, which
    /// spares those who copy the site elsewhere from copying it again.
    ///
    /// # Errors
    /// When it cannot be written, or the target has somebody else's file at that path.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        if let Some(other) = self.in_the_way(path) {
            return Err(foreign(&self.target, &[other.to_owned()]));
        }
        let file = self.staging.join(path);
        let old = self.target.join(path);
        let same = self.previous.contains(path)
            && self
                .world
                .read(&old, bytes.len() as u64)
                .is_ok_and(|old| old == bytes);
        let done = if same {
            self.world.link(&old, &file)
        } else {
            self.world.write(&file, bytes)
        };
        done.map_err(|error| failed(&old, &error))?;
        self.bytes.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        self.paths
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .insert(path.to_owned());
        Ok(())
    }

    /// What somebody else has at a path, or above or below it where that leaves no room.
    fn in_the_way(&self, path: &str) -> Option<&str> {
        let at = |path: &str| {
            let found = self
                .foreign
                .binary_search_by(|foreign| foreign.path.as_str().cmp(path));
            found.ok().map(|at| &self.foreign[at])
        };
        let above = path
            .match_indices('/')
            .find_map(|(end, _)| at(&path[..end]).filter(|other| !other.folder));
        let below = || {
            let folder = format!("{path}/");
            let first = self
                .foreign
                .partition_point(|foreign| foreign.path < folder);
            self.foreign
                .get(first)
                .filter(|other| other.path.starts_with(&folder))
        };
        at(path)
            .or(above)
            .or_else(below)
            .map(|other| other.path.as_str())
    }

    /// Puts the staged site in the target's place.
    ///
    /// # Errors
    /// When that cannot be done; the target is then as it was.
    pub fn publish(self) -> Result<Size, Diagnostic> {
        let paths = std::mem::take(
            &mut *self
                .paths
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner),
        );
        let size = Size {
            files: paths.len(),
            bytes: self.bytes.load(Ordering::Relaxed),
        };
        let list = Manifest { paths }.to_text();
        let file = self.staging.join(manifest::NAME);
        self.world
            .write(&file, list.as_bytes())
            .map_err(|error| failed(&file, &error))?;
        for foreign in &self.foreign {
            carry(self.world, foreign, &self.target, &self.staging)?;
        }
        self.world
            .exchange(&self.staging, &self.target)
            .map_err(|error| failed(&self.target, &error))?;
        // The old site is in the stage's place now. Should removing it fail, the next build will.
        let _ = self.world.remove_folder(&self.staging);
        Ok(size)
    }

    /// Drops what was staged; the target stays as it was.
    pub fn discard(self) {
        let _ = self.world.remove_folder(&self.staging);
    }
}

/// The folder beside the target that holds stage and lock.
fn work_folder(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.casebook"))
}

fn check_overlap(world: &dyn World, target: &Path, sources: &[PathBuf]) -> Result<(), Diagnostic> {
    for source in sources {
        let source = world.canonical(source);
        if target.starts_with(&source) || source.starts_with(target) {
            let (target, source) = (target.display(), source.display());
            return Err(Diagnostic::global(
                Code::OutputInContent,
                message!(
                    "输出文件夹 {target} 与源文件夹 {source} 重叠",
                    "the output folder {target} overlaps the source folder {source}"
                ),
            )
            .hint(message!(
                "用 --output 指定另一个文件夹",
                "choose another folder with --output"
            )));
        }
    }
    Ok(())
}

/// Brings order into what a killed build left behind. If it was killed after the exchange, the
/// stage holds the old site, with files of others that were carried over already.
fn recover(world: &dyn World, target: &Path, staging: &Path) -> Result<(), Diagnostic> {
    let mut aside = staging.as_os_str().to_owned();
    aside.push(".old");
    let aside = PathBuf::from(aside);
    // Killed between the two renames of a system that cannot exchange.
    if world.kind(&aside).is_some() {
        if world.kind(target).is_none() {
            world
                .exchange(&aside, target)
                .map_err(|error| failed(target, &error))?;
        } else {
            world
                .remove_folder(&aside)
                .map_err(|error| failed(&aside, &error))?;
        }
    }
    world
        .remove_folder(staging)
        .map_err(|error| failed(staging, &error))
}

/// Tells the files in the target apart: somebody else's, and those an earlier build wrote.
fn survey(
    world: &dyn World,
    target: &Path,
) -> Result<(Vec<Foreign>, BTreeSet<String>), Diagnostic> {
    match world.kind(target) {
        None => return Ok(Default::default()),
        Some(PathKind::File | PathKind::Other) => return Err(no_folder(target)),
        Some(PathKind::Folder) => {}
    }
    let leaves = world.tree(target).map_err(|error| failed(target, &error))?;
    let manifest = world
        .read(&target.join(manifest::NAME), u64::MAX)
        .ok()
        .and_then(|bytes| Manifest::from_text(&String::from_utf8_lossy(&bytes)));
    let known = manifest.is_some();
    let ours = manifest.map(|manifest| manifest.paths).unwrap_or_default();
    let others: Vec<Foreign> = leaves
        .into_iter()
        .filter(|leaf| leaf.path != manifest::NAME && !ours.contains(&leaf.path))
        .map(|leaf| Foreign {
            path: leaf.path,
            folder: leaf.folder,
        })
        .collect();
    if !known {
        // A folder that was never a site may hold a repository's or a host's own files, no more.
        let surprising: Vec<String> = others
            .iter()
            .map(|other| &other.path)
            .filter(|path| !is_host_file(path))
            .cloned()
            .collect();
        if !surprising.is_empty() {
            return Err(foreign(target, &surprising));
        }
    }
    Ok((others, ours))
}

/// Files that belong to a repository or a host rather than to a site.
fn is_host_file(path: &str) -> bool {
    path.starts_with('.') || path == "CNAME"
}

/// Gives the stage somebody else's file under its path.
fn carry(
    world: &dyn World,
    foreign: &Foreign,
    target: &Path,
    staging: &Path,
) -> Result<(), Diagnostic> {
    let (from, to) = (target.join(&foreign.path), staging.join(&foreign.path));
    let done = if foreign.folder {
        world.create_folder(&to)
    } else {
        world.link(&from, &to)
    };
    done.map_err(|error| failed(&from, &error))
}

fn foreign(target: &Path, paths: &[String]) -> Diagnostic {
    const SHOWN: usize = 5;
    let mut list = paths
        .iter()
        .take(SHOWN)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ");
    if paths.len() > SHOWN {
        list.push_str(", …");
    }
    let target = target.display();
    Diagnostic::global(
        Code::OutputForeign,
        message!(
            "输出位置 {target} 有不是 casebook 写的文件：{list}",
            "the output folder {target} holds files that casebook did not write: {list}"
        ),
    )
    .hint(message!(
        "换一个空的或还不存在的文件夹（--output），或自行移走这些文件",
        "choose an empty or new folder with --output, or move these files away"
    ))
}

fn no_folder(target: &Path) -> Diagnostic {
    let target = target.display();
    Diagnostic::global(
        Code::OutputForeign,
        message!(
            "输出位置 {target} 是文件，不是文件夹",
            "the output {target} is a file, not a folder"
        ),
    )
    .hint(message!(
        "用 --output 指定一个文件夹",
        "choose a folder with --output"
    ))
}

fn locked(target: &Path, work: &Path, error: &io::Error) -> Diagnostic {
    if error.kind() != io::ErrorKind::WouldBlock {
        return failed(work, error);
    }
    let target = target.display();
    Diagnostic::global(
        Code::OutputLocked,
        message!(
            "另一个 casebook 正在写 {target}",
            "another casebook is writing {target}"
        ),
    )
    .hint(message!(
        "等它结束再试，或用 --output 指定另一个文件夹",
        "try again when it has ended, or choose another folder with --output"
    ))
}

fn failed(path: &Path, error: &io::Error) -> Diagnostic {
    let path = path.display();
    let why = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Message {
            zh: "磁盘已满".to_owned(),
            en: "the disk is full".to_owned(),
        },
        io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices => Message {
            zh: "它是一个挂载点，不能整个替换；请输出到它里面的一个文件夹".to_owned(),
            en: "it is a mount point, which cannot be replaced as a whole; write to a folder inside it".to_owned(),
        },
        io::ErrorKind::PermissionDenied => Message {
            zh: "没有写入权限".to_owned(),
            en: "permission to write is missing".to_owned(),
        },
        _ => Message {
            zh: error.to_string(),
            en: error.to_string(),
        },
    };
    let Message { zh, en } = why;
    Diagnostic::global(
        Code::WriteFailed,
        Message {
            zh: format!("无法写入 {path}：{zh}"),
            en: format!("cannot write {path}: {en}"),
        },
    )
    .hint(message!(
        "原有站点没有改动",
        "the site that was there is unchanged"
    ))
}
