//! A site while it is written, beside the one that is published.

use std::io;
use std::sync::{Mutex, PoisonError};

use super::manifest::{Files, Mark};
use super::problem::{failed, foreign};
use super::{Output, Published};
use crate::diagnostic::Diagnostic;
use crate::world::PathKind;

/// A site on its way to being published.
pub struct Stage<'o, 'w> {
    pub(super) output: &'o mut Output<'w>,
    pub(super) wanted: Mutex<Files>,
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
    pub(super) fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
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
    pub(super) fn link(&self, path: &str) -> Result<(), Diagnostic> {
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
        let mut old = std::mem::take(&mut output.current);
        for path in std::mem::take(&mut output.ours) {
            // Somebody has touched it, and it is there all the same.
            old.entry(path).or_insert(Mark::UNKNOWN);
        }
        output.spare = Some(old);
        output.ours = wanted.keys().cloned().collect();
        output.current = wanted;
        output.compare();
        output.carried.clone_from(&output.foreign);
        Ok(published)
    }

    /// Drops what was staged; the target stays as it was.
    pub fn discard(self) {
        self.output.forget();
    }
}
