//! What a build looks at before it does anything: the output, the site's files, and what of them is as it
//! was.

use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::cache::Cache;
use super::discover;
use super::ground::Ground;
use super::index::Exports;
use super::memory::Memory;
use super::report::{Outcome, Progress, Report, Stage as StageName};
use super::session::Session;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::digest::{hash_all, hash_bytes};
use crate::output::{Mark, Output};

/// The site's files as they were found.
pub(super) struct Looked {
    pub(super) discovered: Arc<discover::Discovered>,
    pub(super) seen: Vec<discover::Seen>,
    pub(super) problems: Vec<Diagnostic>,
    /// Digest of everything that the build would read if the sources' texts were those of the last build.
    pub(super) inputs_then: Option<u64>,
}

impl Session<'_> {
    /// Takes hold of the output and of what earlier builds left. Returns why the output cannot be had.
    pub(super) fn take_hold(&mut self, ground: &Ground) -> Option<Diagnostic> {
        if self.options.check {
            return None;
        }
        let target = self.world.canonical(&ground.target(&self.options));
        if let Some(output) = self
            .output
            .as_mut()
            .filter(|output| output.target() == target)
        {
            let looked = if self.options.exclusive {
                Ok(())
            } else {
                output.survey()
            };
            return looked.err();
        }
        self.save();
        self.output = None;
        self.memory = Memory::default();
        let sources = ground.sources(&self.options.root);
        match Output::open(self.world, &target, &sources) {
            Ok(mut output) => {
                if self.options.no_cache {
                    output.forget();
                } else {
                    self.cache = Cache::open(self.world, &self.options.root, &target);
                }
                let folder = self.cache.as_ref().map(|cache| cache.folder().to_owned());
                self.exports = Arc::new(Exports::kept_in(folder, &target));
                self.output = Some(output);
            }
            Err(problem) => return Some(problem),
        }
        if let Some(cache) = &mut self.cache {
            self.memory = cache.load(ground.program);
        }
        None
    }

    /// Finds the site's files, and tells which are as they were.
    pub(super) fn look(
        &mut self,
        ground: &Ground,
        report: &mut Report,
        progress: &dyn Progress,
    ) -> Looked {
        let Ground { config, .. } = ground;
        let root = &self.options.root;
        let mut problems = Vec::new();
        let discovered = discover::discover(self.world, root, config, &mut problems);
        progress.enter(StageName::Parse, discovered.sources.len());
        report.sources = discovered.sources.len();
        let seen = discover::look(self.world, &discovered.sources, &self.memory, config);
        self.memory.circumstances.today = config.today(self.world);
        self.look_at_commits(config);

        // What has changed, for whoever watches.
        let then = &self.memory;
        let mut changed: Vec<String> = Vec::new();
        for (source, seen) in discovered.sources.iter().zip(&seen) {
            let then = then.sources.get(&source.file);
            if then.is_none_or(|then| Some(then.digest) != seen.digest) {
                changed.push(source.file.to_string());
            }
        }
        let limit = config.limits.max_asset_bytes;
        let other: Vec<String> = discovered
            .assets
            .par_iter()
            .filter(|asset| {
                let Some(then) = then.assets.get(&asset.file) else {
                    return true;
                };
                let same = asset.stamp.is_some() && asset.stamp == then.stamp;
                let mark = || Some(Mark::of(&self.world.read(&asset.source, limit).ok()?));
                !same && mark() != Some(then.mark)
            })
            .map(|asset| asset.file.to_string())
            .collect();
        changed.extend(other);
        let now: HashSet<&str> = (discovered.sources.iter().map(|source| &*source.file))
            .chain(discovered.assets.iter().map(|asset| &*asset.file))
            .collect();
        let known = then.sources.keys().chain(then.assets.keys());
        changed.extend(
            known
                .filter(|file| !now.contains(&***file))
                .map(|file| file.to_string()),
        );
        let grounds = ground.files.iter();
        changed.extend(
            grounds
                .filter(|(file, digest)| then.grounds.get(*file) != Some(digest))
                .map(|(file, _)| file.clone()),
        );
        let gone = then.grounds.keys();
        changed.extend(
            gone.filter(|file| !ground.files.contains_key(*file))
                .cloned(),
        );
        changed.sort_unstable();
        report.changed = changed;

        let is_whole = problems.is_empty();
        let inputs = |digests: &mut dyn Iterator<Item = Option<u64>>| {
            let inputs = self.inputs(ground, &discovered, digests);
            inputs.filter(|_| is_whole)
        };
        let inputs_now = inputs(&mut seen.iter().map(|seen| seen.digest));
        let digest_then = |source: &discover::Source| {
            let then = self.memory.sources.get(&source.file);
            then.map(|then| then.digest)
        };
        let inputs_then = inputs(&mut discovered.sources.iter().map(digest_then));
        self.memory.inputs = inputs_now.unwrap_or(0);
        Looked {
            discovered: Arc::new(discovered),
            seen,
            problems,
            inputs_then,
        }
    }

    /// A digest of everything the build reads, if all of it can be read. `digests` are those of the
    /// sources.
    pub(super) fn inputs(
        &self,
        ground: &Ground,
        discovered: &discover::Discovered,
        digests: &mut dyn Iterator<Item = Option<u64>>,
    ) -> Option<u64> {
        let sources = discovered.sources.iter().map(|source| &source.file);
        let assets = discovered.assets.iter().map(|asset| &asset.file);
        let stamps = discovered.assets.iter().map(|asset| asset.stamp);
        let files: Option<Vec<u64>> = sources
            .chain(assets)
            .zip(digests.chain(stamps))
            .map(|(file, digest)| Some(hash_all([hash_bytes(file.as_bytes()), digest?])))
            .collect();
        let options = &self.options;
        let others = [
            ground.digest,
            hash_all(ground.files.values().copied()),
            self.memory.circumstances.digest(),
            u64::from(options.drafts) + 2 * u64::from(options.strict),
        ];
        Some(hash_all(files?.into_iter().chain(others)))
    }

    fn look_at_commits(&mut self, config: &Config) {
        let circumstances = &mut self.memory.circumstances;
        if !config.git.dates {
            circumstances.commit_days.clear();
            self.memory.commits = None;
            return;
        }
        let folder = self.options.root.join(&config.content);
        let state = self.world.commit_state(&folder);
        if state.is_none() || state != self.memory.commits {
            circumstances.commit_days = self.world.commit_days(&folder);
            self.memory.commits = state;
        }
    }

    /// The outcome of the last build, if this one would have the same.
    pub(super) fn nothing_changed(&self, report: &mut Report) -> Option<Outcome> {
        let last = self.memory.last.as_ref()?;
        let output = self.output.as_ref()?;
        let same = self.memory.inputs != 0
            && last.inputs == self.memory.inputs
            && output.is_intact()
            && last.output == output.digest();
        same.then(|| {
            let mut report = std::mem::take(report);
            report.pages.clone_from(&last.pages);
            report.output = Some(output.target().to_owned());
            Outcome::finished(
                report,
                last.diagnostics.clone(),
                self.options.strict,
                Some(output.size()),
            )
        })
    }
}
