//! What the server knows at a moment: one value that the builder replaces and the server reads.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::watch;

use super::hosts::Hosts;
use super::layout::Layout;
use super::problems::Problems;
use super::site::Site;
use crate::language::Lang;
use crate::world::World;

/// What is so until the next build.
#[derive(Debug, Clone)]
pub(super) struct Moment {
    /// Counts builds; 0 while the first one runs.
    pub(super) builds: u64,
    /// Whether there is a site, the one of the last build without an error.
    pub(super) is_built: bool,
    pub(super) layout: Layout,
    pub(super) problems: Problems,
    /// Whether the server is about to end.
    pub(super) is_over: bool,
}

/// What builder and server share.
pub(super) struct State {
    pub(super) world: &'static dyn World,
    /// The folder the site is built to.
    pub(super) folder: PathBuf,
    pub(super) hosts: Hosts,
    /// Language of messages.
    pub(super) lang: Lang,
    moment: watch::Sender<Arc<Moment>>,
}

impl State {
    pub(super) fn new(
        world: &'static dyn World,
        folder: PathBuf,
        hosts: Hosts,
        lang: Lang,
        layout: Layout,
    ) -> Self {
        let (moment, _) = watch::channel(Arc::new(Moment {
            builds: 0,
            is_built: false,
            layout,
            problems: Problems::default(),
            is_over: false,
        }));
        Self {
            world,
            folder,
            hosts,
            lang,
            moment,
        }
    }

    /// What is so now, and whatever comes after.
    pub(super) fn follow(&self) -> watch::Receiver<Arc<Moment>> {
        self.moment.subscribe()
    }

    pub(super) fn now(&self) -> Arc<Moment> {
        self.moment.borrow().clone()
    }

    /// Changes what is so, and tells all who follow.
    pub(super) fn change(&self, change: impl FnOnce(&mut Moment)) {
        self.moment
            .send_modify(|moment| change(Arc::make_mut(moment)));
    }

    /// The site's files at a moment.
    pub(super) fn site<'a>(&'a self, moment: &'a Moment) -> Site<'a> {
        Site {
            world: self.world,
            folder: &self.folder,
            base: &moment.layout.base,
        }
    }

    /// Waits until something is so.
    pub(super) async fn until(&self, so: impl FnMut(&Arc<Moment>) -> bool) -> Arc<Moment> {
        let mut moments = self.follow();
        match moments.wait_for(so).await {
            Ok(moment) => moment.clone(),
            // The sender is part of `self`.
            Err(_) => self.now(),
        }
    }
}
