//! The search behind the pages: made beside the next builds, published when it is there.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::Options;
use super::index::{self, Exports};
use super::load::Loaded;
use super::memory;
use super::report::{Outcome, Report, Stage as StageName};
use super::session::Session;
use crate::diagnostic::Diagnostic;
use crate::output::{Mark, Output, Stage};
use crate::world::World;

/// What brings the search of the last build up to date. It can run while the next build runs.
pub struct SearchUpdate<'w> {
    world: &'w dyn World,
    options: Options,
    loaded: Arc<Loaded>,
    exports: Arc<Exports>,
    /// The search that is published.
    published: memory::Search,
}

/// What an update of the search has made, ready to be published.
pub struct SearchFiles {
    files: Vec<index::File>,
    keys: memory::Keys,
    is_offline: bool,
    /// Which time it was that they were made.
    made: u64,
}

/// What the files of an update change in a published site.
pub(super) struct Changes<'f> {
    pub(super) new: Vec<(&'f str, &'f [u8])>,
    pub(super) gone: Vec<String>,
    files: &'f SearchFiles,
    marks: Vec<(String, Mark)>,
}

impl Changes<'_> {
    /// They have been published.
    pub(super) fn adopt(self, exports: &Exports) -> memory::Search {
        self.files.settle(exports);
        memory::Search {
            keys: self.files.keys.clone(),
            files: self.marks,
        }
    }
}

impl<'w> Session<'w> {
    /// What is left to do for the search; `None` if it is up to date.
    #[must_use]
    pub fn search_update(&self) -> Option<SearchUpdate<'w>> {
        let published = self.published.as_ref().filter(|_| self.is_search_due)?;
        Some(SearchUpdate {
            world: self.world,
            options: self.options.clone(),
            loaded: published.loaded.clone(),
            exports: self.exports.clone(),
            published: self.memory.search.clone(),
        })
    }

    /// Publishes an updated search. Its outcome lists what changed, and the problems of the last build that
    /// was published. Should one have come in between, nothing is done: that one's search is due.
    pub fn publish_search(&mut self, files: SearchFiles) -> Outcome {
        let mut report = Report::default();
        let strict = self.options.strict;
        let (Some(output), Some(published)) = (&mut self.output, &self.published) else {
            return Outcome::finished(report, Vec::new(), strict, None);
        };
        let problems = published.outcome.diagnostics.clone();
        if published.loaded.search != files.keys {
            return Outcome::finished(report, problems, strict, None);
        }
        let clock = report.clock(StageName::Index);
        let changes = match files.changes(&self.memory.search, output) {
            Ok(changes) => changes,
            Err(problem) => return Outcome::failed(report, vec![problem], strict),
        };
        let published = output.patch(&changes.new, &changes.gone);
        report.stop(clock);
        match published {
            Ok(published) => {
                self.memory.search = changes.adopt(&self.exports);
                if let Some(last) = &mut self.memory.last {
                    last.output = output.digest();
                }
                self.is_search_due = false;
                self.is_saved = false;
                report.written = published.changed;
                Outcome::finished(report, problems, strict, Some(published.size))
            }
            Err(problem) => Outcome::failed(report, vec![problem], strict),
        }
    }
}

impl SearchUpdate<'_> {
    /// Makes the files. Takes as long as it takes.
    ///
    /// # Errors
    /// The problems of an index that cannot be made.
    pub fn run(self) -> Result<SearchFiles, Vec<Diagnostic>> {
        SearchFiles::make(
            self.world,
            &self.options,
            &self.loaded,
            &self.exports,
            &self.published,
        )
    }
}

impl SearchFiles {
    pub(super) fn make(
        world: &dyn World,
        options: &Options,
        loaded: &Loaded,
        exports: &Exports,
        published: &memory::Search,
    ) -> Result<Self, Vec<Diagnostic>> {
        let (files, made) = match index::Site::of(world, options, loaded) {
            Some(site) => exports.make(&site, published, &loaded.search)?,
            None => (Vec::new(), 0),
        };
        Ok(Self {
            files,
            keys: loaded.search.clone(),
            is_offline: loaded.ground.config.search.offline,
            made,
        })
    }

    /// They have been published.
    pub(super) fn settle(&self, exports: &Exports) {
        exports.settle(self.made, &self.keys, self.is_offline);
    }

    /// What the files have. They are named by what is in them, so that those of an earlier search with the
    /// same names are the same; but for the root, which keeps its name.
    fn marks(&self, old: &memory::Search) -> Result<Vec<(String, Mark)>, Diagnostic> {
        let old: HashMap<&str, Mark> = (old.files.iter())
            .map(|(path, mark)| (path.as_str(), *mark))
            .collect();
        let mark = |(path, bytes): &index::File| {
            let known = old.get(path.as_str()).copied();
            let is_root = path.contains("/root.");
            let mark = match bytes {
                None => known.ok_or_else(|| index::lost(path))?,
                Some(bytes) => known
                    .filter(|mark| !is_root && mark.len == bytes.len() as u64)
                    .unwrap_or_else(|| Mark::of(bytes)),
            };
            Ok((path.clone(), mark))
        };
        self.files.par_iter().map(mark).collect()
    }

    /// What they change in a published site with an earlier search.
    pub(super) fn changes(
        &self,
        old: &memory::Search,
        output: &Output<'_>,
    ) -> Result<Changes<'_>, Diagnostic> {
        let marks = self.marks(old)?;
        let wanted: HashSet<&str> = marks.iter().map(|(path, _)| path.as_str()).collect();
        let old = old.files.iter().map(|(path, _)| path);
        let gone = old.filter(|path| !wanted.contains(path.as_str()));
        let new = (self.files.iter().zip(&marks))
            .filter(|((path, _), (_, mark))| output.mark(path) != Some(*mark))
            .filter_map(|((path, bytes), _)| Some((path.as_str(), bytes.as_deref()?)));
        Ok(Changes {
            gone: gone.cloned().collect(),
            new: new.collect(),
            files: self,
            marks,
        })
    }

    pub(super) fn write(
        &self,
        stage: &Stage<'_, '_>,
        old: &memory::Search,
    ) -> Result<memory::Search, Diagnostic> {
        let marks = self.marks(old)?;
        let files = self.files.par_iter().zip(&marks);
        files.try_for_each(|((path, bytes), (_, mark))| match bytes {
            Some(bytes) if stage.mark(path) != Some(*mark) => stage.write(path, bytes).map(drop),
            _ => stage.keep(path),
        })?;
        Ok(memory::Search {
            keys: self.keys.clone(),
            files: marks,
        })
    }
}
