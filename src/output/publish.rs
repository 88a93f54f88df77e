//! The exchange of the staged site for the published one.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use super::manifest::{self, Files, Manifest, Mark};
use super::problem::failed;
use super::{Foreign, Output, Published, Size};
use crate::diagnostic::Diagnostic;
use crate::world::{PathKind, World};

impl Output<'_> {
    /// Publishes the site with some files written, others removed, and all else as it is.
    ///
    /// # Errors
    /// When that cannot be done; the target is then as it was.
    pub fn patch(
        &mut self,
        written: &[(&str, &[u8])],
        removed: &[String],
    ) -> Result<Published, Diagnostic> {
        if self.spare.is_none() || !self.is_intact() || !self.foreign.is_empty() {
            return self.patch_whole(written, removed);
        }
        let mut changed: BTreeMap<&str, Option<(&[u8], Mark)>> = BTreeMap::new();
        changed.extend(removed.iter().map(|path| (path.as_str(), None)));
        for (path, bytes) in written.iter().copied() {
            let mark = Mark::of(bytes);
            if self.mark(path) == Some(mark) {
                changed.remove(path);
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
    fn patch_whole(
        &mut self,
        written: &[(&str, &[u8])],
        removed: &[String],
    ) -> Result<Published, Diagnostic> {
        let skipped: BTreeSet<&str> = written
            .iter()
            .map(|(path, _)| *path)
            .chain(removed.iter().map(String::as_str))
            .collect();
        let stage = self.stage()?;
        for path in stage.published().filter(|path| !skipped.contains(path)) {
            stage.keep(path)?;
        }
        for (path, bytes) in written {
            stage.write(path, bytes)?;
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

    pub(super) fn exchange(
        &self,
        spare: Option<&Files>,
        wanted: &Files,
    ) -> Result<Published, Diagnostic> {
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
pub(super) fn differences<'f>(
    one: &'f Files,
    other: &'f Files,
) -> impl Iterator<Item = String> + use<'f> {
    let of_one = one
        .iter()
        .filter(|(path, mark)| other.get(*path) != Some(*mark));
    let of_other = other.iter().filter(|(path, _)| !one.contains_key(*path));
    of_one.chain(of_other).map(|(path, _)| path.clone())
}

pub(super) fn size_of(files: &Files) -> Size {
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
