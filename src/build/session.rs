//! A site that is built again and again, as by `casebook serve`.

use super::report::{Outcome, Progress};
use super::{Options, build};
use crate::diagnostic::Diagnostic;
use crate::world::World;

/// What earlier builds of a site left in memory for the next ones.
pub struct Session<'w> {
    world: &'w dyn World,
    options: Options,
}

/// What brings the search of the last build up to date. It can run while the next build runs.
pub struct SearchUpdate<'w> {
    world: &'w dyn World,
}

/// What an update of the search has made, ready to be published.
pub struct SearchFiles(());

impl<'w> Session<'w> {
    /// A session without a build yet.
    #[must_use]
    pub fn new(world: &'w dyn World, options: Options) -> Self {
        Self { world, options }
    }

    /// Builds what has changed since the last build. The files of the search may stay behind: see
    /// [`Self::search_update`].
    pub fn build(&mut self, progress: &dyn Progress) -> Outcome {
        build(self.world, &self.options, progress)
    }

    /// What is left to do for the search; `None` if it is up to date.
    #[must_use]
    pub fn search_update(&self) -> Option<SearchUpdate<'w>> {
        let _ = SearchUpdate { world: self.world };
        None
    }

    /// Publishes an updated search. Its outcome lists what changed, as that of a build.
    pub fn publish_search(&mut self, files: SearchFiles) -> Outcome {
        let SearchFiles(()) = files;
        self.build(&super::Silent)
    }
}

impl SearchUpdate<'_> {
    /// Makes the files. Takes as long as it takes.
    ///
    /// # Errors
    /// The problems of an index that cannot be made.
    pub fn run(self) -> Result<SearchFiles, Vec<Diagnostic>> {
        let _ = self.world;
        Ok(SearchFiles(()))
    }
}
