//! Puts a site where it is published, whole or not at all.
//!
//! A [`Stage`] is a folder beside the target. Files are written there; [`Stage::publish`]
//! exchanges the two. A build that fails or is killed leaves the published site as it was.
//! What casebook has written is listed in a manifest in the site; all else in the target
//! belongs to somebody else: it is carried over, never changed, never deleted.

mod clean;
mod manifest;
mod problem;
mod publish;
mod stage;
mod survey;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

pub use clean::{Cleaned, clean};
use manifest::Files;
pub use manifest::Mark;
use problem::{failed, locked, no_folder};
use publish::{differences, size_of};
pub use stage::Stage;
use survey::{check_overlap, intact, read_manifest, recover, survey, work_folder};

use crate::diagnostic::Diagnostic;
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
        let leaves = output.look()?;
        output.spare = output.survey_spare(&leaves);
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
        self.look()?;
        self.compare();
        Ok(())
    }

    fn look(&mut self) -> Result<Vec<Leaf>, Diagnostic> {
        let found = survey(self.world, &self.target)?;
        (self.current, self.ours, self.foreign) = (found.current, found.ours, found.foreign);
        Ok(found.leaves)
    }

    /// Finds what is not the same in both folders.
    fn compare(&mut self) {
        let none = Files::new();
        let spare = self.spare.as_ref().unwrap_or(&none);
        self.drift = differences(&self.current, spare).collect();
    }

    /// What the staging folder has that can be used for the next site. `target` is what the target has.
    fn survey_spare(&self, target: &[Leaf]) -> Option<Files> {
        let leaves = self.world.tree(&self.staging, target).ok()?;
        leaves.iter().find(|leaf| leaf.path == manifest::NAME)?;
        // Where the system tells no numbers of files, the manifest tells which are as they were.
        let has_numbers = leaves.iter().all(|leaf| leaf.folder || leaf.file.is_some());
        let known = if has_numbers {
            Files::new()
        } else {
            intact(&leaves, &read_manifest(self.world, &self.staging)?)
        };
        let mut others = target.iter().peekable();
        let mut marks = self.current.iter().peekable();
        let mut files = Vec::with_capacity(leaves.len());
        for Leaf {
            path, folder, file, ..
        } in leaves
        {
            if folder {
                // Somebody's, and carried over anew.
                self.world.remove_folder(&self.staging.join(path)).ok()?;
                continue;
            }
            while others.next_if(|other| other.path < path).is_some() {}
            while marks.next_if(|(other, _)| **other < path).is_some() {}
            // One file under two names. Giving it the second one has changed its date.
            let other = others.peek().filter(|other| other.path == path);
            let is_same = file.is_some() && other.is_some_and(|other| other.file == file);
            let mark = marks.peek().filter(|(other, _)| is_same && **other == path);
            let mark = mark.map(|(_, mark)| **mark).or(known.get(&path).copied());
            if path != manifest::NAME {
                // What is not as it was written is there all the same, and in the way.
                files.push((path, mark.unwrap_or(Mark::UNKNOWN)));
            }
        }
        Some(files.into_iter().collect())
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

    /// Removes the folder where sites are staged: nothing is kept for the next build.
    pub fn forget(&mut self) {
        self.spare = None;
        let _ = self.world.remove_folder(&self.staging);
    }
}
