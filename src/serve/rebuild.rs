//! Builds the site again whenever its sources change. Pages come first: the search is brought up
//! to date beside the next builds, and what it has made of an older state is dropped.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::thread::{self, Scope};
use std::time::Duration;

use super::editor::Editor;
use super::layout::Layout;
use super::problems::Teller;
use super::state::State;
use super::{Console, Event, Save};
use crate::build::{Options, Outcome, SearchFiles, SearchUpdate, Session, Silent};
use crate::config;
use crate::diagnostic::{Code, Diagnostic, message};
use crate::world::{Batch, Stopwatch, WatchHandle};

/// After so long without an edit the author makes a pause.
const PAUSE: Duration = Duration::from_secs(5);

/// What the builder is told.
pub(super) enum Signal {
    /// Sources were saved.
    Saved(Batch),
    /// An update of the search has ended.
    Searched(Result<SearchFiles, Vec<Diagnostic>>),
    /// The server ends.
    Stop,
}

/// Builds, and builds again.
pub(super) struct Builder {
    pub(super) state: Arc<State>,
    pub(super) console: Arc<dyn Console>,
    /// Address of the server, without a path.
    pub(super) origin: String,
    /// The site's root, in full.
    pub(super) root: PathBuf,
    pub(super) options: Options,
    pub(super) editor: Editor,
    pub(super) watch: WatchHandle,
    pub(super) inbox: Receiver<Signal>,
    pub(super) sender: Sender<Signal>,
}

/// What the builder knows from one build to the next.
struct Course {
    session: Session<'static>,
    /// As the settings say now; that of the site that is served may be an older one.
    layout: Layout,
    /// The last outcome of a build.
    diagnostics: Vec<Diagnostic>,
    /// Runs while the search is brought up to date.
    searching: Option<Stopwatch>,
    /// What the search needs after what runs now.
    waiting: Option<SearchUpdate<'static>>,
    /// Whether a build that was to find what the system had not told of found nothing.
    found_nothing: bool,
}

impl Builder {
    /// Builds until it is told to stop.
    pub(super) fn run(self) {
        thread::scope(|scope| self.build_until_stopped(scope));
    }

    fn build_until_stopped<'scope>(&self, scope: &'scope Scope<'scope, '_>) {
        let mut course = Course {
            session: Session::new(self.state.world, self.options.clone()),
            layout: self.state.now().layout.clone(),
            diagnostics: Vec::new(),
            searching: None,
            waiting: None,
            found_nothing: false,
        };
        self.build(&mut course, None, scope);
        let address = format!("{}{}", self.origin, self.state.now().layout.base);
        self.console.tell(Event::Ready { address: &address });
        course.session.prepare();
        while let Some(mut signal) = self.next(&mut course) {
            // What was saved during a build is built at once, and before the search is published.
            let mut saved: Option<Batch> = None;
            let mut found = None;
            loop {
                match signal {
                    Signal::Stop => return,
                    Signal::Saved(batch) => match &mut saved {
                        None => saved = Some(batch),
                        Some(first) => {
                            first.paths.extend(batch.paths);
                            first.all |= batch.all;
                        }
                    },
                    Signal::Searched(files) => found = Some(files),
                }
                match self.inbox.try_recv() {
                    Ok(next) => signal = next,
                    Err(_) => break,
                }
            }
            if let Some(batch) = saved {
                self.build(&mut course, Some(&batch), scope);
            }
            if let Some(files) = found {
                self.searched(&mut course, files, scope);
            }
        }
    }

    /// What the builder is told next. In a pause it keeps what it remembers, for a server does not always
    /// end by itself.
    fn next(&self, course: &mut Course) -> Option<Signal> {
        match self.inbox.recv_timeout(PAUSE) {
            Err(RecvTimeoutError::Timeout) => {
                if course.searching.is_none() {
                    course.session.save();
                }
                self.inbox.recv().ok()
            }
            told => told.ok(),
        }
    }

    /// Builds what has changed, and has the search follow.
    fn build<'scope>(
        &self,
        course: &mut Course,
        batch: Option<&Batch>,
        scope: &'scope Scope<'scope, '_>,
    ) {
        let clock = batch.map_or_else(Stopwatch::new, |batch| batch.since);
        // Reading many files can itself be more than the system is able to tell of: once that has
        // shown to be all there was, it is no reason to read them again.
        let blind = batch.is_some_and(|batch| batch.all && batch.paths.is_empty());
        if blind && course.found_nothing {
            return;
        }
        let settings = self.root.join(config::FILE);
        if batch.is_none_or(|batch| batch.all || batch.paths.contains(&settings)) {
            let layout = Layout::read(self.state.world, &self.root, &self.options);
            if let Some(layout) = layout.filter(|layout| *layout != course.layout) {
                self.watch.follow(layout.targets.clone());
                course.layout = layout;
            }
        }
        let outcome = match batch.filter(|batch| !batch.all) {
            Some(batch) => {
                let paths: Vec<PathBuf> = batch.paths.iter().cloned().collect();
                course.session.build_touched(&paths, &Silent)
            }
            None => course.session.build(&Silent),
        };
        course.found_nothing = blind && outcome.report.changed.is_empty();
        self.publish(course, &outcome);
        let save = batch.map(|batch| self.save(batch, &outcome));
        self.console.tell(Event::Built {
            save: save.as_ref(),
            outcome: &outcome,
            took: clock.elapsed(),
        });
        if outcome.errors() == 0 {
            course.waiting = course.session.search_update();
            self.search(course, scope);
        }
    }

    /// What an author would call the change.
    fn save(&self, batch: &Batch, outcome: &Outcome) -> Save {
        let changed = &outcome.report.changed;
        if !changed.is_empty() {
            let first = changed.first().cloned();
            return Save {
                first,
                count: changed.len(),
            };
        }
        // Nothing that counts has changed; say at least what was touched.
        let paths: BTreeSet<String> = batch.paths.iter().map(|path| self.name(path)).collect();
        Save {
            first: paths.first().cloned(),
            count: paths.len(),
        }
    }

    fn name(&self, path: &Path) -> String {
        let path = path.strip_prefix(&self.root).unwrap_or(path);
        path.to_string_lossy().replace('\\', "/")
    }

    /// Lets the server know of an outcome.
    fn publish(&self, course: &mut Course, outcome: &Outcome) {
        course.diagnostics.clone_from(&outcome.diagnostics);
        let problems = Teller {
            world: self.state.world,
            root: &self.root,
            layout: &course.layout,
            lang: self.state.lang,
            editor: &self.editor,
        }
        .problems(&course.diagnostics);
        self.state.change(|moment| {
            moment.builds += 1;
            moment.problems = problems;
            if outcome.errors() == 0 {
                moment.is_built = true;
                moment.layout = course.layout.clone();
            }
        });
    }

    /// Starts what waits, unless an update is under way.
    fn search<'scope>(&self, course: &mut Course, scope: &'scope Scope<'scope, '_>) {
        if course.searching.is_some() {
            return;
        }
        let Some(update) = course.waiting.take() else {
            return;
        };
        course.searching = Some(Stopwatch::new());
        let sender = self.sender.clone();
        scope.spawn(move || {
            // Whatever happens, the builder hears that it is over.
            let files = catch_unwind(AssertUnwindSafe(|| update.run())).unwrap_or_else(|_| {
                Err(vec![Diagnostic::global(
                    Code::IndexFailed,
                    message!(
                        "全文索引的更新中断了",
                        "the update of the full-text index broke off"
                    ),
                )])
            });
            let _ = sender.send(Signal::Searched(files));
        });
    }

    /// An update of the search has ended: it is published, or dropped for a newer one.
    fn searched<'scope>(
        &self,
        course: &mut Course,
        files: Result<SearchFiles, Vec<Diagnostic>>,
        scope: &'scope Scope<'scope, '_>,
    ) {
        let took = course.searching.take().map(|clock| clock.elapsed());
        if course.waiting.is_some() {
            self.search(course, scope);
            return;
        }
        let outcome = match files {
            Ok(files) => course.session.publish_search(files),
            Err(problems) => Outcome {
                report: Default::default(),
                diagnostics: problems,
                size: None,
            },
        };
        if outcome.errors() > 0 {
            let mut all = outcome.clone();
            all.diagnostics.extend(course.diagnostics.iter().cloned());
            self.publish(course, &all);
        } else {
            self.state.change(|moment| moment.builds += 1);
        }
        self.console.tell(Event::Searched {
            outcome: &outcome,
            took: took.unwrap_or_default(),
        });
    }
}
