//! Puts a site where it is published, whole or not at all.
//!
//! A [`Stage`] is a folder beside the target. Files are written there; [`Stage::publish`]
//! exchanges the two. A build that fails or is killed leaves the published site as it was.
//! What casebook has written is listed in a manifest in the site; all else in the target
//! belongs to somebody else: it is carried over, never changed, never deleted.

mod clean;
mod manifest;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::PoisonError;

pub use clean::{Cleaned, clean};
pub use manifest::Mark;
use manifest::{Files, Manifest};

use crate::diagnostic::{Code, Diagnostic, Message, message};
use crate::digest::{hash_all, hash_bytes};
use crate::world::{Leaf, Lock, PathKind, World};

/// The folder that sites are published to, held against other processes.
pub struct Output<'w> {
    world: &'w dyn World,
    target: PathBuf,
    /// Where the next site is staged. Between builds it holds the site before the one that is published,
    /// so that only what changed since need be written: all else is in both by hard links.
    staging: PathBuf,
    /// Files that an earlier build wrote and that are as it wrote them.
    current: Files,
    /// Paths of all files that an earlier build wrote, whatever became of them.
    ours: Vec<String>,
    /// The same of the folder where the next site is staged; `None` if it must be made anew.
    spare: Option<Files>,
    /// Paths of files that are not the same in both folders.
    drift: BTreeSet<String>,
    /// Paths in the target that are somebody else's.
    foreign: Vec<Foreign>,
    /// The same of the folder where the next site is staged, as far as they were carried over there.
    carried: Vec<Foreign>,
    _lock: Lock,
}

/// A site on its way to being published.
pub struct Stage<'o, 'w> {
    output: &'o mut Output<'w>,
    wanted: Mutex<Files>,
}

/// Somebody else's file or empty folder.
#[derive(Debug, Clone)]
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

/// What publishing did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Published {
    /// How large the site is now.
    pub size: Size,
    /// Paths of files that are new, changed or gone, sorted.
    pub changed: Vec<String>,
}

impl<'w> Output<'w> {
    /// Takes hold of the folder `target`, whether or not it is there yet. `sources` are folders it must
    /// not overlap.
    ///
    /// # Errors
    /// When the target overlaps a source, holds files that are not a site's, or is being written by
    /// another process.
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
        let mut output = Self {
            world,
            target,
            staging,
            current: Files::new(),
            ours: Vec::new(),
            spare: None,
            drift: BTreeSet::new(),
            foreign: Vec::new(),
            carried: Vec::new(),
            _lock: lock,
        };
        output.survey()?;
        output.spare = output.survey_spare();
        output.compare();
        Ok(output)
    }

    /// Where the site is published.
    #[must_use]
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// What the target has at a path, if an earlier build wrote it and nobody changed it.
    #[must_use]
    pub fn mark(&self, path: &str) -> Option<Mark> {
        self.current.get(path).copied()
    }

    /// Whether every file that the last build wrote is as it wrote it.
    #[must_use]
    pub fn is_intact(&self) -> bool {
        !self.ours.is_empty() && self.ours.len() == self.current.len()
    }

    /// How large the published site is.
    #[must_use]
    pub fn size(&self) -> Size {
        size_of(&self.current)
    }

    /// Digest of the published site.
    #[must_use]
    pub fn digest(&self) -> u64 {
        let files = self.current.iter();
        hash_all(files.flat_map(|(path, mark)| [hash_bytes(path.as_bytes()), mark.digest]))
    }

    /// Looks at the target again: others may have been at it.
    ///
    /// # Errors
    /// When it holds files that are not a site's, or cannot be read.
    pub fn survey(&mut self) -> Result<(), Diagnostic> {
        (self.current, self.ours, self.foreign) = survey(self.world, &self.target)?;
        self.compare();
        Ok(())
    }

    /// Finds what is not the same in both folders.
    fn compare(&mut self) {
        let none = Files::new();
        let spare = self.spare.as_ref().unwrap_or(&none);
        self.drift = differences(&self.current, spare).collect();
    }

    /// What the staging folder has that can be used for the next site.
    fn survey_spare(&self) -> Option<Files> {
        let leaves = self.world.tree(&self.staging).ok()?;
        let manifest = read_manifest(self.world, &self.staging)?;
        let mut files = intact(&leaves, &manifest);
        for Leaf { path, folder, .. } in leaves {
            if folder {
                // Somebody's, and carried over anew.
                self.world.remove_folder(&self.staging.join(path)).ok()?;
            } else if path != manifest::NAME {
                // What is not as it was written is there all the same, and in the way.
                files.entry(path).or_insert(Mark::UNKNOWN);
            }
        }
        Some(files)
    }

    /// Begins a site.
    ///
    /// # Errors
    /// When the folder to stage it in cannot be made.
    pub fn stage(&mut self) -> Result<Stage<'_, 'w>, Diagnostic> {
        // Without its manifest the folder is nobody's until it is whole again.
        let manifest = self.staging.join(manifest::NAME);
        let usable = self.spare.is_some() && self.world.remove_file(&manifest).is_ok();
        if !usable {
            self.spare = None;
            self.carried.clear();
            self.world
                .remove_folder(&self.staging)
                .and_then(|()| self.world.create_folder(&self.staging))
                .map_err(|error| failed(&self.staging, &error))?;
        }
        // What others have may have changed since; and where they have nothing now, the site may.
        for Foreign { path, folder } in &self.carried {
            let path = self.staging.join(path);
            let gone = if *folder {
                self.world.remove_folder(&path)
            } else {
                self.world.remove_file(&path)
            };
            gone.map_err(|error| failed(&path, &error))?;
        }
        Ok(Stage {
            output: self,
            wanted: Mutex::default(),
        })
    }

    /// Publishes the site with some files written, others removed, and all else as it is.
    ///
    /// # Errors
    /// When that cannot be done; the target is then as it was.
    pub fn patch<Bytes: AsRef<[u8]>>(
        &mut self,
        written: &[&(String, Bytes)],
        removed: &[String],
    ) -> Result<Published, Diagnostic> {
        if self.spare.is_none() || !self.is_intact() || !self.foreign.is_empty() {
            return self.patch_whole(written, removed);
        }
        let mut changed: BTreeMap<&str, Option<(&[u8], Mark)>> = BTreeMap::new();
        changed.extend(removed.iter().map(|path| (path.as_str(), None)));
        for (path, bytes) in written {
            let bytes = bytes.as_ref();
            let mark = Mark::of(bytes);
            if self.mark(path) == Some(mark) {
                changed.remove(path.as_str());
            } else {
                changed.insert(path, Some((bytes, mark)));
            }
        }
        changed.retain(|path, new| new.is_some() || self.current.contains_key(*path));
        let drift = std::mem::take(&mut self.drift);
        let stage = self.stage()?;
        for path in drift
            .iter()
            .filter(|path| !changed.contains_key(path.as_str()))
        {
            if stage.mark(path).is_some() {
                stage.link(path)?;
            }
        }
        for (path, new) in &changed {
            if let Some((bytes, _)) = new {
                stage.put(path, bytes)?;
            }
        }
        // From here on the two folders change their roles.
        let (current, spare) = (&mut self.current, self.spare.as_mut());
        let Some(spare) = spare else {
            return Err(failed(&self.staging, &io::ErrorKind::NotFound.into()));
        };
        std::mem::swap(current, spare);
        let old = &*spare;
        let mut gone = Vec::new();
        for path in drift
            .iter()
            .map(String::as_str)
            .chain(changed.keys().copied())
        {
            let now = match changed.get(path) {
                Some(new) => new.map(|(_, mark)| mark),
                None => old.get(path).copied(),
            };
            match now {
                Some(mark) => {
                    current.insert(path.to_owned(), mark);
                }
                None => {
                    if current.remove(path).is_some() {
                        gone.push(path.to_owned());
                    }
                }
            }
        }
        let done = self.finish(&gone);
        if let Err(problem) = done {
            // The target is as it was; what is staged is not known.
            self.current = self.spare.take().unwrap_or_default();
            return Err(problem);
        }
        self.drift = changed.keys().map(|path| (*path).to_owned()).collect();
        self.ours = self.current.keys().cloned().collect();
        Ok(Published {
            size: self.size(),
            changed: self.drift.iter().cloned().collect(),
        })
    }

    /// The same where there is no earlier site to start from.
    fn patch_whole<Bytes: AsRef<[u8]>>(
        &mut self,
        written: &[&(String, Bytes)],
        removed: &[String],
    ) -> Result<Published, Diagnostic> {
        let skipped: BTreeSet<&str> = written
            .iter()
            .map(|(path, _)| path.as_str())
            .chain(removed.iter().map(String::as_str))
            .collect();
        let stage = self.stage()?;
        for path in stage.published().filter(|path| !skipped.contains(path)) {
            stage.keep(path)?;
        }
        for (path, bytes) in written {
            stage.write(path, bytes.as_ref())?;
        }
        stage.publish()
    }

    /// Takes away what the staged site no longer has, gives it the files of others and its manifest, and
    /// puts it in the target's place. `current` says what it has.
    fn finish(&self, gone: &[String]) -> Result<(), Diagnostic> {
        for path in gone {
            remove(self.world, &self.staging, path, &self.current)
                .map_err(|error| failed(&self.staging.join(path), &error))?;
        }
        self.put_in_place(&self.current)
    }

    fn put_in_place(&self, files: &Files) -> Result<(), Diagnostic> {
        let Self {
            world,
            target,
            staging,
            ..
        } = self;
        for Foreign { path, .. } in &self.carried {
            // Gone already, and with it the folders that it leaves empty.
            remove(*world, staging, path, files)
                .map_err(|error| failed(&staging.join(path), &error))?;
        }
        for foreign in &self.foreign {
            carry(*world, foreign, target, staging)?;
        }
        // Last of all, since its date says that all others are as they were when it was written.
        let file = staging.join(manifest::NAME);
        world
            .write(&file, Manifest::text(files).as_bytes())
            .map_err(|error| failed(&file, &error))?;
        world
            .exchange(staging, target)
            .map_err(|error| failed(target, &error))
    }

    /// Removes the folder where sites are staged: nothing is kept for the next build.
    pub fn forget(&mut self) {
        self.spare = None;
        let _ = self.world.remove_folder(&self.staging);
    }
}

impl Stage<'_, '_> {
    /// What the published site has at a path, if it is as it was written.
    #[must_use]
    pub fn mark(&self, path: &str) -> Option<Mark> {
        self.output.mark(path)
    }

    /// Paths of the published site's files that are as they were written.
    pub fn published(&self) -> impl Iterator<Item = &str> {
        self.output.current.keys().map(String::as_str)
    }

    /// Takes over a file of the published site as it is. May be called from several threads; each
    /// path once.
    ///
    /// # Errors
    /// When that cannot be done.
    pub fn keep(&self, path: &str) -> Result<(), Diagnostic> {
        let Some(mark) = self.mark(path) else {
            // Whoever asks has looked.
            return Err(failed(
                &self.output.target.join(path),
                &io::ErrorKind::NotFound.into(),
            ));
        };
        if self.spare(path) != Some(mark) {
            self.link(path)?;
        }
        self.want(path, mark);
        Ok(())
    }

    /// Writes one file of the site. May be called from several threads; each path once. A file
    /// that the target has with the same bytes is taken over as it is: it keeps its date, which
    /// spares those who copy the site elsewhere from copying it again.
    ///
    /// # Errors
    /// When it cannot be written, or the target has somebody else's file at that path.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<Mark, Diagnostic> {
        let Output {
            world,
            target,
            ours,
            ..
        } = &*self.output;
        if let Some(other) = self.in_the_way(path) {
            return Err(foreign(target, &[other.to_owned()]));
        }
        let mark = Mark::of(bytes);
        if self.mark(path) == Some(mark) {
            self.keep(path)?;
            return Ok(mark);
        }
        // What somebody touched may have the right bytes all the same.
        let old = target.join(path);
        let same = self.mark(path).is_none()
            && ours.binary_search_by(|own| own.as_str().cmp(path)).is_ok()
            && world.read(&old, mark.len).is_ok_and(|old| old == bytes);
        if same {
            self.link(path)?;
        } else {
            self.put(path, bytes)?;
        }
        self.want(path, mark);
        Ok(mark)
    }

    /// Writes a file to the stage.
    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        let Output {
            world,
            target,
            staging,
            ..
        } = &*self.output;
        self.make_room(path)
            .and_then(|()| world.write(&staging.join(path), bytes))
            .map_err(|error| failed(&target.join(path), &error))
    }

    fn want(&self, path: &str, mark: Mark) {
        self.wanted
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(path.to_owned(), mark);
    }

    /// What the staging folder has at a path.
    fn spare(&self, path: &str) -> Option<Mark> {
        self.output.spare.as_ref()?.get(path).copied()
    }

    /// Gives the stage the target's file.
    fn link(&self, path: &str) -> Result<(), Diagnostic> {
        let Output {
            world,
            target,
            staging,
            ..
        } = &*self.output;
        let (old, new) = (target.join(path), staging.join(path));
        self.make_room(path)
            .and_then(|()| world.link(&old, &new))
            .map_err(|error| failed(&old, &error))
    }

    /// Takes away what the older site has at a path, or above or below it where that leaves no room.
    /// It must not be written to: the published site may have the very same file.
    fn make_room(&self, path: &str) -> io::Result<()> {
        let Output {
            world,
            staging,
            spare: Some(spare),
            ..
        } = &*self.output
        else {
            return Ok(());
        };
        if spare.contains_key(path) {
            return world.remove_file(&staging.join(path));
        }
        for (end, _) in path.match_indices('/') {
            if spare.contains_key(&path[..end]) {
                // Another thread may have made the folder by now.
                if world.kind(&staging.join(&path[..end])) == Some(PathKind::File) {
                    world.remove_file(&staging.join(&path[..end]))?;
                }
            }
        }
        let folder = format!("{path}/");
        let below = spare.range(folder.clone()..).next();
        if below.is_some_and(|(other, _)| other.starts_with(&folder)) {
            world.remove_folder(&staging.join(path))?;
        }
        Ok(())
    }

    /// What somebody else has at a path, or above or below it where that leaves no room.
    fn in_the_way(&self, path: &str) -> Option<&str> {
        let others = &self.output.foreign;
        if others.is_empty() {
            return None;
        }
        let at = |path: &str| {
            let found = others.binary_search_by(|foreign| foreign.path.as_str().cmp(path));
            found.ok().map(|at| &others[at])
        };
        let above = path
            .match_indices('/')
            .find_map(|(end, _)| at(&path[..end]).filter(|other| !other.folder));
        let below = || {
            let folder = format!("{path}/");
            let first = others.partition_point(|foreign| foreign.path < folder);
            others
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
    pub fn publish(self) -> Result<Published, Diagnostic> {
        let wanted =
            std::mem::take(&mut *self.wanted.lock().unwrap_or_else(PoisonError::into_inner));
        let output = self.output;
        let spare = output.spare.take();
        let published = output.exchange(spare.as_ref(), &wanted)?;
        output.spare = Some(std::mem::take(&mut output.current));
        output.ours = wanted.keys().cloned().collect();
        output.current = wanted;
        output.drift = published.changed.iter().cloned().collect();
        output.carried.clone_from(&output.foreign);
        Ok(published)
    }

    /// Drops what was staged; the target stays as it was.
    pub fn discard(self) {
        self.output.forget();
    }
}

impl Output<'_> {
    fn exchange(&self, spare: Option<&Files>, wanted: &Files) -> Result<Published, Diagnostic> {
        for path in spare.into_iter().flat_map(BTreeMap::keys) {
            if !wanted.contains_key(path) {
                remove(self.world, &self.staging, path, wanted)
                    .map_err(|error| failed(&self.staging.join(path), &error))?;
            }
        }
        self.put_in_place(wanted)?;
        let changed: BTreeSet<String> = differences(wanted, &self.current).collect();
        Ok(Published {
            size: size_of(wanted),
            changed: changed.into_iter().collect(),
        })
    }
}

/// Paths of files that are not the same in both.
fn differences<'f>(one: &'f Files, other: &'f Files) -> impl Iterator<Item = String> + use<'f> {
    let of_one = one
        .iter()
        .filter(|(path, mark)| other.get(*path) != Some(*mark));
    let of_other = other.iter().filter(|(path, _)| !one.contains_key(*path));
    of_one.chain(of_other).map(|(path, _)| path.clone())
}

fn size_of(files: &Files) -> Size {
    Size {
        files: files.len(),
        bytes: files.values().map(|mark| mark.len).sum(),
    }
}

/// Removes a file that is no longer wanted, and the folders that it leaves empty.
fn remove(world: &dyn World, staging: &Path, path: &str, wanted: &Files) -> io::Result<()> {
    // Something else may stand in its place, or in the place of a folder above it.
    let file = staging.join(path);
    match world.kind(&file) {
        Some(PathKind::Folder) => return Ok(()),
        Some(_) => world.remove_file(&file)?,
        None => {}
    }
    let mut folder = path;
    while let Some((above, _)) = folder.rsplit_once('/') {
        let prefix = format!("{above}/");
        let next = wanted.range(prefix.clone()..).next();
        if next.is_some_and(|(other, _)| other.starts_with(&prefix)) || wanted.contains_key(above) {
            break;
        }
        world.remove_folder(&staging.join(above))?;
        folder = above;
    }
    Ok(())
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

/// Brings order into what a killed build left behind.
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
    Ok(())
}

/// What an earlier build says that it wrote to a folder.
fn read_manifest(world: &dyn World, folder: &Path) -> Option<Manifest> {
    let bytes = world.read(&folder.join(manifest::NAME), u64::MAX).ok()?;
    Manifest::from_text(&String::from_utf8_lossy(&bytes))
}

/// Files of a manifest that are as they were when it was written.
fn intact(leaves: &[Leaf], manifest: &Manifest) -> Files {
    let written = leaves
        .iter()
        .find(|leaf| leaf.path == manifest::NAME)
        .and_then(|leaf| leaf.changed);
    leaves
        .iter()
        .filter(|leaf| !leaf.folder && leaf.changed.is_some() && leaf.changed <= written)
        .filter_map(|leaf| {
            let mark = (*manifest.files.get(&leaf.path)?)?;
            (mark.len == leaf.len).then(|| (leaf.path.clone(), mark))
        })
        .collect()
}

/// Tells the files in the target apart: those an earlier build wrote that are as it wrote them, all
/// that it wrote, and somebody else's.
fn survey(
    world: &dyn World,
    target: &Path,
) -> Result<(Files, Vec<String>, Vec<Foreign>), Diagnostic> {
    match world.kind(target) {
        None => return Ok(Default::default()),
        Some(PathKind::File | PathKind::Other) => return Err(no_folder(target)),
        Some(PathKind::Folder) => {}
    }
    let leaves = world.tree(target).map_err(|error| failed(target, &error))?;
    let manifest = read_manifest(world, target);
    let ours = |path: &str| {
        manifest
            .as_ref()
            .is_some_and(|manifest| manifest.files.contains_key(path))
    };
    let others: Vec<Foreign> = leaves
        .iter()
        .filter(|leaf| leaf.path != manifest::NAME && !ours(&leaf.path))
        .map(|leaf| Foreign {
            path: leaf.path.clone(),
            folder: leaf.folder,
        })
        .collect();
    let Some(manifest) = manifest else {
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
        return Ok((Files::new(), Vec::new(), others));
    };
    let current = intact(&leaves, &manifest);
    Ok((current, manifest.files.into_keys().collect(), others))
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
