//! A site that is built again and again, and the pipeline of each build.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use rayon::ThreadPool;
use rayon::prelude::*;

use super::cache::Cache;
use super::ground::Ground;
use super::index::{self, Exports};
use super::memory::{self, Last, Memory};
use super::pages::{self, Making};
use super::report::{Outcome, Progress, Report, Silent, Stage as StageName};
use super::{Options, collisions, discover, is_fatal};
use crate::config::{Config, FILE, MenuItem, read_text, unreadable};
use crate::content::{Entry, Parser};
use crate::diagnostic::{Code, Diagnostic, Place, did_you_mean, message};
use crate::digest::{hash_all, hash_bytes};
use crate::library::{self, Library};
use crate::output::{Mark, Output, Stage};
use crate::registry::{self, Registries};
use crate::render::{Edition, Job, Parts};
use crate::theme::Theme;
use crate::world::World;

/// What earlier builds of a site left for the next ones: in memory, and in a cache on disk.
pub struct Session<'w> {
    world: &'w dyn World,
    options: Options,
    pool: Option<ThreadPool>,
    memory: Memory,
    cache: Option<Cache<'w>>,
    output: Option<Output<'w>>,
    /// The sources as they were read last.
    loaded: Option<Arc<Loaded>>,
    /// What the published pages were made from.
    published: Option<Published>,
    exports: Arc<Exports>,
    /// Whether the search is behind the pages.
    is_search_due: bool,
}

/// What the pages of a build were made from.
struct Published {
    loaded: Arc<Loaded>,
    parts: Arc<Parts>,
    jobs: Vec<Job>,
    outcome: Outcome,
}

/// A site's sources, parsed and linked.
pub(super) struct Loaded {
    pub(super) ground: Arc<Ground>,
    pub(super) discovered: Arc<discover::Discovered>,
    pub(super) library: Library,
    /// Problems of files by themselves.
    of_files: Vec<Diagnostic>,
    /// Problems of what ties them together.
    of_links: Arc<Vec<Diagnostic>>,
    /// Digest of what the search is made from.
    search: u64,
}

impl Loaded {
    /// All problems of the sources.
    pub(super) fn all_problems(&self) -> Vec<Diagnostic> {
        let ground = self.ground.problems.iter();
        let all = ground.chain(&self.of_files).chain(&*self.of_links);
        all.cloned().collect()
    }
}

/// What brings the search of the last build up to date. It can run while the next build runs.
pub struct SearchUpdate<'w> {
    world: &'w dyn World,
    options: Options,
    loaded: Arc<Loaded>,
    exports: Arc<Exports>,
}

/// What an update of the search has made, ready to be published.
pub struct SearchFiles {
    files: Vec<index::File>,
    key: u64,
}

/// When the search is brought up to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Searching {
    /// With the pages.
    Now,
    /// After them, by [`Session::search_update`].
    Later,
}

impl<'w> Session<'w> {
    /// A session without a build yet.
    #[must_use]
    pub fn new(world: &'w dyn World, options: Options) -> Self {
        let threads = options.threads.unwrap_or(0);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        Self {
            world,
            // Without threads of its own it uses those of the process.
            pool: pool.ok(),
            options,
            memory: Memory::default(),
            cache: None,
            output: None,
            loaded: None,
            published: None,
            exports: Arc::default(),
            is_search_due: false,
        }
    }

    /// Builds what has changed since the last build. The files of the search stay behind until what
    /// [`Self::search_update`] gives has run.
    pub fn build(&mut self, progress: &dyn Progress) -> Outcome {
        self.with_pool(|session| session.run(progress, Searching::Later))
    }

    /// The same, told that no other files than these have changed since the last build. Where only texts
    /// have, little is looked at besides them.
    pub fn build_touched(&mut self, files: &[PathBuf], progress: &dyn Progress) -> Outcome {
        self.with_pool(|session| {
            let quick = session.run_quick(files);
            quick.unwrap_or_else(|| session.run(progress, Searching::Later))
        })
    }

    /// Reads what a first build has not looked at because nothing had changed, so that the next one is as
    /// fast as those after it.
    pub fn prepare(&mut self) {
        if self.published.is_none() && self.memory.last.take().is_some() {
            self.build(&Silent);
        }
        self.save();
    }

    /// Builds what has changed since the last build, search included.
    pub fn build_whole(&mut self, progress: &dyn Progress) -> Outcome {
        self.with_pool(|session| session.run(progress, Searching::Now))
    }

    /// Reads and links the site's sources.
    ///
    /// # Errors
    /// The problems of a configuration that nothing can be built with.
    pub(super) fn load(&mut self) -> Result<Arc<Loaded>, Vec<Diagnostic>> {
        self.with_pool(|session| {
            let ground = Ground::load(session.world, &session.options, None)?;
            let mut report = Report::default();
            let looked = session.look(&ground, &mut report, &Silent);
            Ok(session.link(ground, looked, &mut report, &Silent))
        })
    }

    /// What is left to do for the search; `None` if it is up to date.
    #[must_use]
    pub fn search_update(&self) -> Option<SearchUpdate<'w>> {
        let published = self.published.as_ref().filter(|_| self.is_search_due)?;
        Some(SearchUpdate {
            world: self.world,
            options: self.options.clone(),
            loaded: published.loaded.clone(),
            exports: self.exports.clone(),
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
        if published.loaded.search != files.key {
            return Outcome::finished(report, problems, strict, None);
        }
        let clock = report.clock(StageName::Index);
        let now = files.marks(&self.memory.search);
        let wanted: HashSet<&str> = now.iter().map(|(path, _)| path.as_str()).collect();
        let old = self
            .memory
            .search
            .files
            .iter()
            .map(|(path, _)| path.clone());
        let gone: Vec<String> = old.filter(|path| !wanted.contains(path.as_str())).collect();
        let new: Vec<&index::File> = (files.files.iter().zip(&now))
            .filter(|((path, _), (_, mark))| output.mark(path) != Some(*mark))
            .map(|(file, _)| file)
            .collect();
        let published = output.patch(&new, &gone);
        report.stop(clock);
        match published {
            Ok(published) => {
                self.memory.search = memory::Search {
                    key: files.key,
                    files: now,
                };
                self.memory.last = None;
                self.is_search_due = false;
                report.written = published.changed;
                Outcome::finished(report, problems, strict, Some(published.size))
            }
            Err(problem) => Outcome::failed(report, vec![problem], strict),
        }
    }

    fn with_pool<Made: Send>(&mut self, act: impl FnOnce(&mut Self) -> Made + Send) -> Made {
        match self.pool.take() {
            Some(pool) => {
                let made = pool.install(|| act(self));
                self.pool = Some(pool);
                made
            }
            None => act(self),
        }
    }

    /// The pipeline: config, discover, parse, link, plan, checkpoint, render, index, publish.
    fn run(&mut self, progress: &dyn Progress, searching: Searching) -> Outcome {
        let mut report = Report::default();
        let strict = self.options.strict;

        // Config: settings, vocabularies, theme.
        progress.enter(StageName::Config, 0);
        let clock = report.clock(StageName::Config);
        let before = self.loaded.as_ref().map(|loaded| &loaded.ground);
        let ground = match Ground::load(self.world, &self.options, before) {
            Ok(ground) => ground,
            Err(found) => return Outcome::failed(report, found, strict),
        };
        let blocked = self.take_hold(&ground);
        report.stop(clock);

        // Discover: which files there are, and which of them are as they were.
        let clock = report.clock(StageName::Parse);
        let looked = self.look(&ground, &mut report, progress);
        report.stop(clock);
        if blocked.is_none()
            && let Some(outcome) = self.nothing_changed(&mut report)
        {
            if let Some(published) = &self.published {
                self.loaded = Some(published.loaded.clone());
            }
            return outcome;
        }

        // Parse and link.
        let loaded = self.link(ground, looked, &mut report, progress);
        self.loaded = Some(loaded.clone());
        let mut problems = loaded.all_problems();
        let Ground {
            config,
            registries,
            theme,
            ..
        } = &*loaded.ground;

        // Plan: every page's address.
        let clock = report.clock(StageName::Plan);
        let Some(theme) = theme else {
            return Outcome::failed(report, problems, strict);
        };
        let circumstances = self.memory.circumstances.clone();
        let edition = Edition::new(&loaded.library, registries, config, theme, circumstances);
        let jobs = edition.plan();
        problems.extend(collisions::find(&jobs, &loaded.discovered.assets, theme));
        report.count(&jobs, config);
        report.stop(clock);

        // Checkpoint: nothing is written while an error stands.
        if is_fatal(&problems, strict) {
            // Templates are tried all the same, so that their errors are told in the same run.
            problems.extend(pages::try_all(&edition, &jobs, &Silent));
            return Outcome::failed(report, problems, strict);
        }

        // Render, into the stage.
        progress.enter(StageName::Render, jobs.len());
        let clock = report.clock(StageName::Render);
        if self.options.check {
            problems.extend(pages::try_all(&edition, &jobs, progress));
            report.stop(clock);
            return Outcome::finished(report, problems, strict, None);
        }
        if let Some(problem) = blocked {
            problems.push(problem);
            return Outcome::failed(report, problems, strict);
        }
        let Some(output) = &mut self.output else {
            return Outcome::failed(report, problems, strict);
        };
        let stage = match output.stage() {
            Ok(stage) => stage,
            Err(problem) => {
                problems.push(problem);
                return Outcome::failed(report, problems, strict);
            }
        };
        let memory = &self.memory;
        let making = Making {
            edition: &edition,
            theme,
            stage: &stage,
            progress,
            ground: hash_all([loaded.ground.digest, edition.ground()]),
        };
        let (pages, rendered, found) = making.all(&memory.pages, &jobs);
        report.rendered = rendered;
        problems.extend(found);
        let (assets, found) = copy_assets(self.world, &stage, &loaded, theme, memory);
        problems.extend(found);
        report.stop(clock);

        // Index, into the stage.
        progress.enter(StageName::Index, 0);
        let clock = report.clock(StageName::Index);
        let mut search = memory::Search::default();
        let mut is_search_due = false;
        if config.search.enabled && !is_fatal(&problems, strict) {
            let old = &memory.search;
            let is_whole = old.is_whole(&stage);
            let made = if is_whole && (old.key == loaded.search || searching == Searching::Later) {
                is_search_due = old.key != loaded.search;
                old.keep(&stage)
            } else if searching == Searching::Later {
                is_search_due = true;
                Ok(memory::Search::default())
            } else {
                SearchFiles::make(self.world, &self.options, &loaded, &self.exports)
                    .map_err(|found| problems.extend(found))
                    .map_or_else(
                        |()| Ok(memory::Search::default()),
                        |files| files.write(&stage, old),
                    )
            };
            match made {
                Ok(made) => search = made,
                Err(problem) => problems.push(problem),
            }
        }
        keep_first_failure(&mut problems);
        report.stop(clock);

        // Publish: all at once, or not at all.
        progress.enter(StageName::Publish, 0);
        let clock = report.clock(StageName::Publish);
        if is_fatal(&problems, strict) {
            stage.discard();
            return Outcome::failed(report, problems, strict);
        }
        let published = stage.publish();
        let size = match published {
            Ok(published) => {
                report.written = published.changed;
                self.memory.pages = pages;
                self.memory.assets = assets;
                self.memory.search = search;
                self.is_search_due = is_search_due;
                Some(published.size)
            }
            Err(problem) => {
                problems.push(problem);
                None
            }
        };
        report.output = self
            .output
            .as_ref()
            .map(|output| output.target().to_owned());
        let mut outcome = Outcome::finished(report, problems, strict, size);
        if size.is_some() {
            self.published = Some(Published {
                loaded: loaded.clone(),
                parts: edition.parts(),
                jobs,
                outcome: outcome.clone(),
            });
            self.memory.last = Some(Last {
                inputs: self.memory.inputs,
                output: self.output.as_ref().map_or(0, Output::digest),
                diagnostics: outcome.diagnostics.clone(),
                pages: outcome.report.pages.clone(),
            });
            if searching == Searching::Now {
                self.save();
            }
        }
        outcome.report.stop(clock);
        outcome
    }

    /// Takes hold of the output and of what earlier builds left. Returns why the output cannot be had.
    fn take_hold(&mut self, ground: &Ground) -> Option<Diagnostic> {
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
                self.exports = Arc::new(Exports::kept_in(folder));
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
    fn look(&mut self, ground: &Ground, report: &mut Report, progress: &dyn Progress) -> Looked {
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
        for asset in &discovered.assets {
            let then = then.assets.get(&asset.file);
            if then.is_none_or(|then| then.stamp.is_none() || then.stamp != asset.stamp) {
                changed.push(asset.file.to_string());
            }
        }
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

        // A digest of everything the build reads, if all of it could be read.
        let files: Option<Vec<u64>> = (discovered.sources.iter().zip(&seen))
            .map(|(source, seen)| {
                Some(hash_all([hash_bytes(source.file.as_bytes()), seen.digest?]))
            })
            .chain(
                discovered
                    .assets
                    .iter()
                    .map(|asset| Some(hash_all([hash_bytes(asset.file.as_bytes()), asset.stamp?]))),
            )
            .collect();
        let options = &self.options;
        let others = [
            ground.digest,
            hash_all(ground.files.values().copied()),
            self.memory.circumstances.digest(),
            u64::from(options.drafts) + 2 * u64::from(options.strict),
        ];
        let inputs = files
            .filter(|_| problems.is_empty())
            .map(|files| hash_all(files.into_iter().chain(others)));
        self.memory.inputs = inputs.unwrap_or(0);
        Looked {
            discovered,
            seen,
            problems,
        }
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
    fn nothing_changed(&self, report: &mut Report) -> Option<Outcome> {
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

    /// Parses what has changed, and links everything.
    fn link(
        &mut self,
        ground: Arc<Ground>,
        looked: Looked,
        report: &mut Report,
        progress: &dyn Progress,
    ) -> Arc<Loaded> {
        let Looked {
            discovered,
            seen,
            mut problems,
        } = looked;
        let clock = report.clock(StageName::Parse);
        let memory = &mut self.memory;
        if let Some(cache) = &mut self.cache {
            cache.load_parsed(memory, ground.vocabulary);
        }
        if memory.vocabulary != ground.vocabulary {
            memory.forget_parsed(ground.vocabulary);
        }
        let digests: Vec<Option<u64>> = seen.iter().map(|seen| seen.digest).collect();
        let parsed = discover::parse(
            self.world,
            &discovered.sources,
            seen,
            memory,
            (&ground.registries, &ground.config),
            progress,
        );
        memory.grounds.clone_from(&ground.files);
        memory.sources = (discovered.sources.iter().zip(&parsed).zip(digests))
            .filter_map(|((source, parsed), digest)| {
                let source_memory = memory::Source {
                    stamp: source.stamp,
                    digest: digest?,
                    parsed: Some(parsed.clone()),
                };
                Some((source.file.clone(), source_memory))
            })
            .collect();
        let input = discover::collect(&parsed, &discovered, self.options.drafts, &mut problems);
        let of_files = std::mem::take(&mut problems);
        report.stop(clock);

        progress.enter(StageName::Link, 0);
        let clock = report.clock(StageName::Link);
        let before = self.loaded.as_ref().map(|loaded| &loaded.library);
        let (library, found) = library::link(input, &ground.registries, &ground.config, before);
        problems.extend(found);
        let menu = ground.config.menu.iter();
        problems.extend(menu.filter_map(|item| check_menu(item, &library, &ground.registries)));
        let search = search_digest(&library, &ground);
        report.stop(clock);
        Arc::new(Loaded {
            ground,
            discovered: Arc::new(discovered),
            library,
            of_files,
            of_links: Arc::new(problems),
            search,
        })
    }

    /// Builds what the change of some texts brings about; `None` if there may be more to it.
    fn run_quick(&mut self, files: &[PathBuf]) -> Option<Outcome> {
        let mut report = Report::default();
        let published = self.published.as_ref()?;
        let loaded = self.loaded.clone()?;
        if !Arc::ptr_eq(&loaded, &published.loaded) {
            return None;
        }
        let (ground, library) = (&loaded.ground, &loaded.library);
        let (config, registries) = (&ground.config, &ground.registries);
        let theme = ground.theme.as_ref()?;
        if !self.options.exclusive || config.today(self.world) != self.memory.circumstances.today {
            return None;
        }

        // Parse.
        let clock = report.clock(StageName::Parse);
        let parser = Parser::new(registries, config.default_language);
        let mut changed: Vec<(&discover::Source, memory::Source)> = Vec::new();
        for path in files {
            let source = loaded.discovered.source(path)?;
            let day = self.memory.circumstances.commit_days.keys();
            // Its commit is no longer its last change.
            if day.into_iter().any(|day| source.file.ends_with(&**day)) {
                return None;
            }
            let limit = config.limits.max_file_bytes;
            let text = read_text(self.world, path, &source.file, limit).ok()?;
            let digest = hash_bytes(text.as_bytes());
            let then = self.memory.sources.get(&source.file)?;
            if then.digest == digest || changed.iter().any(|(other, _)| other.file == source.file) {
                continue;
            }
            let parsed = parser.parse(source.identity.clone(), &source.file, &text);
            let memory = memory::Source {
                stamp: None,
                digest,
                parsed: Some(Arc::new(parsed)),
            };
            changed.push((source, memory));
        }
        report.stop(clock);
        report.sources = loaded.discovered.sources.len();
        report.pages.clone_from(&published.outcome.report.pages);
        report.output.clone_from(&published.outcome.report.output);
        report.changed = (changed.iter().map(|(source, _)| source.file.to_string())).collect();
        report.changed.sort_unstable();
        if changed.is_empty() {
            let mut outcome = published.outcome.clone();
            outcome.report = report;
            return Some(outcome);
        }

        // Link: what is not the texts' own must be as it was.
        let clock = report.clock(StageName::Link);
        let names: HashSet<&str> = changed.iter().map(|(source, _)| &*source.file).collect();
        let is_touched = |problem: &Diagnostic| {
            let place = problem.place.as_ref();
            place.is_some_and(|place| names.contains(&*place.file))
        };
        let mut entries = Vec::new();
        for (_, memory) in &changed {
            entries.push(memory.parsed.as_ref()?.entry.clone()?);
        }
        // Titles in the menu stand on every page.
        let is_in_menu = |entry: &Arc<Entry>| {
            let mut menu = config.menu.iter();
            menu.any(|item| item.to.value.trim_matches('/') == &*entry.identity.id)
        };
        if entries.iter().any(is_in_menu) {
            return None;
        }
        let parsed = |file: &str| {
            let source = self.memory.sources.get(file)?;
            source.parsed.as_ref()?.entry.clone()
        };
        let (library, docs) = library::replace(library, &entries, &parsed, registries, config)?;
        let of_docs = |problem: &Diagnostic| {
            let mut files = docs.iter().flat_map(|doc| library.doc(*doc).versions());
            let place = problem.place.as_ref();
            place.is_some_and(|place| files.any(|entry| entry.file == place.file))
        };
        if loaded.of_links.iter().any(of_docs) {
            return None;
        }
        let mut of_files = loaded.of_files.clone();
        of_files.retain(|problem| !is_touched(problem));
        let parsed = changed
            .iter()
            .filter_map(|(_, memory)| memory.parsed.as_ref());
        of_files.extend(parsed.flat_map(|parsed| parsed.diagnostics.iter().cloned()));
        let search = search_digest(&library, ground);
        let loaded = Arc::new(Loaded {
            ground: ground.clone(),
            discovered: loaded.discovered.clone(),
            library,
            of_files,
            of_links: loaded.of_links.clone(),
            search,
        });
        let problems = loaded.all_problems();
        if is_fatal(&problems, self.options.strict) {
            return None;
        }
        report.stop(clock);

        // Render and publish.
        let clock = report.clock(StageName::Render);
        let circumstances = self.memory.circumstances.clone();
        let published = self.published.as_mut()?;
        Arc::get_mut(&mut published.parts)?.forget_cards(&docs);
        let edition = Edition::with_parts(
            &loaded.library,
            registries,
            config,
            theme,
            circumstances,
            published.parts.clone(),
        );
        let redone = pages::redo(&edition, theme, &self.memory.pages, &published.jobs, &docs)?;
        drop(edition);
        let written: Vec<(String, Vec<u8>)> = redone.files;
        report.rendered = written.len();
        report.stop(clock);
        let clock = report.clock(StageName::Publish);
        let done = self
            .output
            .as_mut()?
            .patch(&written.iter().collect::<Vec<_>>(), &[]);
        let sources: Vec<(Arc<str>, memory::Source)> = changed
            .into_iter()
            .map(|(source, memory)| (source.file.clone(), memory))
            .collect();
        let outcome = match done {
            Ok(done) => {
                report.written = done.changed;
                redone.changes.adopt(&mut self.memory.pages);
                self.memory.last = None;
                report.stop(clock);
                let strict = self.options.strict;
                let outcome = Outcome::finished(report, problems, strict, Some(done.size));
                published.outcome = outcome.clone();
                published.loaded = loaded.clone();
                outcome
            }
            // The whole build will tell what is wrong.
            Err(_) => return None,
        };
        self.memory.sources.extend(sources);
        self.is_search_due |= config.search.enabled && self.memory.search.key != loaded.search;
        self.loaded = Some(loaded);
        Some(outcome)
    }

    /// Writes what is remembered to the cache. Should that fail, the next build has more to do.
    pub fn save(&mut self) {
        if self.is_search_due {
            // The next build is not done with a look.
            self.memory.last = None;
        }
        if let Some(cache) = &mut self.cache {
            cache.save(&self.memory);
            self.exports.save(self.world);
        }
        if self.options.no_cache
            && let Some(output) = &mut self.output
        {
            output.forget();
        }
    }
}

impl Drop for Session<'_> {
    fn drop(&mut self) {
        self.save();
    }
}

/// The site's files as they were found.
struct Looked {
    discovered: discover::Discovered,
    seen: Vec<discover::Seen>,
    problems: Vec<Diagnostic>,
}

impl SearchUpdate<'_> {
    /// Makes the files. Takes as long as it takes.
    ///
    /// # Errors
    /// The problems of an index that cannot be made.
    pub fn run(self) -> Result<SearchFiles, Vec<Diagnostic>> {
        SearchFiles::make(self.world, &self.options, &self.loaded, &self.exports)
    }
}

impl SearchFiles {
    fn make(
        world: &dyn World,
        options: &Options,
        loaded: &Loaded,
        exports: &Exports,
    ) -> Result<Self, Vec<Diagnostic>> {
        let files = match index::Site::of(world, options, loaded) {
            Some(site) => exports.make(&site)?,
            None => Vec::new(),
        };
        Ok(Self {
            files,
            key: loaded.search,
        })
    }

    /// What the files have. They are named by what is in them, so that those of an earlier search with the
    /// same names are the same; but for the root, which keeps its name.
    fn marks(&self, old: &memory::Search) -> Vec<(String, Mark)> {
        let old: HashMap<&str, Mark> = (old.files.iter())
            .map(|(path, mark)| (path.as_str(), *mark))
            .collect();
        let mark = |(path, bytes): &index::File| {
            let known = old.get(path.as_str()).copied();
            let known = known.filter(|mark| mark.len == bytes.len() as u64);
            let is_root = path.contains("/root.");
            let mark = known.filter(|_| !is_root);
            (path.clone(), mark.unwrap_or_else(|| Mark::of(bytes)))
        };
        self.files.par_iter().map(mark).collect()
    }

    fn write(
        &self,
        stage: &Stage<'_, '_>,
        old: &memory::Search,
    ) -> Result<memory::Search, Diagnostic> {
        let marks = self.marks(old);
        let files = self.files.par_iter().zip(&marks);
        files.try_for_each(|((path, bytes), (_, mark))| {
            if stage.mark(path) == Some(*mark) {
                stage.keep(path)
            } else {
                stage.write(path, bytes).map(drop)
            }
        })?;
        Ok(memory::Search {
            key: self.key,
            files: marks,
        })
    }
}

/// Copies images and downloads, and the theme's own files. Returns what to remember of the former.
fn copy_assets(
    world: &dyn World,
    stage: &Stage<'_, '_>,
    loaded: &Loaded,
    theme: &Theme,
    memory: &Memory,
) -> (HashMap<Arc<str>, memory::Asset>, Vec<Diagnostic>) {
    let mut problems: Vec<Diagnostic> = theme
        .assets
        .par_iter()
        .filter_map(|asset| stage.write(&asset.path, &asset.bytes).err())
        .collect();
    let limit = loaded.ground.config.limits.max_asset_bytes;
    let copied: Vec<_> = loaded
        .discovered
        .assets
        .par_iter()
        .map(|asset| {
            let then = memory.assets.get(&asset.file);
            let then = then.filter(|then| then.stamp.is_some() && then.stamp == asset.stamp);
            if let Some(then) = then
                && stage.mark(&asset.path) == Some(then.mark)
            {
                stage.keep(&asset.path)?;
                return Ok((asset.file.clone(), then.clone()));
            }
            let bytes = world
                .read(&asset.source, limit)
                .map_err(|error| unreadable(&error, &asset.file, limit))?;
            let mark = stage.write(&asset.path, &bytes)?;
            let stamp = asset.stamp;
            Ok((asset.file.clone(), memory::Asset { stamp, mark }))
        })
        .collect();
    let mut assets = HashMap::with_capacity(copied.len());
    for copied in copied {
        match copied {
            Ok((file, asset)) => {
                assets.insert(file, asset);
            }
            Err(problem) => problems.push(problem),
        }
    }
    (assets, problems)
}

/// Digest of what the search is made from.
fn search_digest(library: &Library, ground: &Ground) -> u64 {
    let entries = library.docs().flat_map(|doc| library.doc(doc).versions());
    let digests = entries.flat_map(|entry| [entry.digest.head, entry.digest.text]);
    hash_all(digests.chain([ground.digest]))
}

/// A full disk fails every file alike: the first failure to write is enough.
fn keep_first_failure(problems: &mut Vec<Diagnostic>) {
    let mut failed = false;
    problems.retain(|problem| {
        problem.code != Code::WriteFailed || !std::mem::replace(&mut failed, true)
    });
}

/// A menu item must lead somewhere.
fn check_menu(item: &MenuItem, library: &Library, registries: &Registries) -> Option<Diagnostic> {
    let to = item.to.value.trim_matches('/');
    let known = |registry: &str| {
        registries.get(registry).is_some()
            && (registry == "clauses" || library.facets.in_use(registry))
    };
    if library.find(to).is_some() || known(to) {
        return None;
    }
    let place = Place::new(FILE, item.to.span.clone());
    let problem = Diagnostic::new(
        Code::BrokenReference,
        place,
        message!(
            "没有条目或登记表“{to}”",
            "there is no entry and no registry `{to}` in use"
        ),
    );
    let candidates = library
        .docs()
        .map(|doc| &*library.doc(doc).id)
        .chain(registry::NAMES);
    Some(match did_you_mean(to, candidates) {
        Some(meant) => problem.hint(message!("是不是 {meant}？", "did you mean {meant}?")),
        None => problem,
    })
}
