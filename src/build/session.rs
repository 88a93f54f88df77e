//! A site that is built again and again: what its builds share.

use std::path::PathBuf;
use std::sync::Arc;

use rayon::ThreadPool;

use super::Options;
use super::cache::Cache;
use super::index::Exports;
use super::load::Loaded;
use super::memory::Memory;
use super::report::{Outcome, Progress, Report, Silent};
use crate::output::Output;
use crate::render::{Job, Parts};
use crate::world::World;

/// What earlier builds of a site left for the next ones: in memory, and in a cache on disk.
pub struct Session<'w> {
    pub(super) world: &'w dyn World,
    pub(super) options: Options,
    pool: Option<ThreadPool>,
    pub(super) memory: Memory,
    pub(super) cache: Option<Cache<'w>>,
    pub(super) output: Option<Output<'w>>,
    /// The sources as they were read last.
    pub(super) loaded: Option<Arc<Loaded>>,
    /// What the published pages were made from.
    pub(super) published: Option<Published>,
    pub(super) exports: Arc<Exports>,
    /// Whether the search is behind the pages.
    pub(super) is_search_due: bool,
    /// Whether the cache has what is remembered.
    pub(super) is_saved: bool,
}

/// What the pages of a build were made from.
pub(super) struct Published {
    pub(super) loaded: Arc<Loaded>,
    pub(super) parts: Arc<Parts>,
    pub(super) jobs: Vec<Job>,
    pub(super) outcome: Outcome,
}

/// When the search is brought up to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Searching {
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
            is_saved: false,
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
            let is_exclusive = session.options.exclusive;
            let quick =
                is_exclusive.then(|| session.run_quick(files, Searching::Later, Report::default()));
            quick
                .flatten()
                .unwrap_or_else(|| session.run(progress, Searching::Later))
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

    pub(super) fn with_pool<Made: Send>(
        &mut self,
        act: impl FnOnce(&mut Self) -> Made + Send,
    ) -> Made {
        match self.pool.take() {
            Some(pool) => {
                let made = pool.install(|| act(self));
                self.pool = Some(pool);
                made
            }
            None => act(self),
        }
    }

    /// Writes what is remembered to the cache. Should that fail, the next build has more to do.
    pub fn save(&mut self) {
        if std::mem::replace(&mut self.is_saved, true) {
            return;
        }
        // Where the search is behind, the next run is not done with a look.
        let is_due = self.is_search_due;
        let last = self.memory.last.take_if(|_| is_due);
        if let Some(cache) = &mut self.cache {
            cache.save(&mut self.memory);
            self.exports.save(self.world);
        }
        if last.is_some() {
            self.memory.last = last;
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
