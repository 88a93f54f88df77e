//! What a build tells of itself: while it runs, and afterwards.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::language::Lang;
use crate::output::Size;
use crate::render::{Job, Page};

/// A stage of the pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Settings, registries, theme.
    Config,
    /// Finding, reading and parsing files.
    Parse,
    /// Linking entries.
    Link,
    /// Deciding on pages.
    Plan,
    /// Rendering pages and writing them to the stage.
    Render,
    /// Bringing the full-text index up to date and writing it to the stage.
    Index,
    /// Putting the site in place.
    Publish,
}

/// Told how a build gets on.
pub trait Progress: Sync {
    /// A stage begins; `total` is its number of steps, 0 when unknown.
    fn enter(&self, stage: Stage, total: usize);
    /// A step is done.
    fn tick(&self);
}

/// Tells nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn enter(&self, _: Stage, _: usize) {}
    fn tick(&self) {}
}

/// Counts and times of a build.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Markdown files read.
    pub sources: usize,
    /// Pages by language, the default language first.
    pub pages: Vec<(Lang, usize)>,
    /// Source files that are new, changed or gone since the last build, from the site's root, sorted;
    /// all of them in a first build.
    pub changed: Vec<String>,
    /// Pages rendered; the others are as they were.
    pub rendered: usize,
    /// Files of the output that are new, changed or gone, sorted; all of them in a first build.
    pub written: Vec<String>,
    /// Where the site was written.
    pub output: Option<PathBuf>,
    /// Time of each stage, in order.
    pub stages: Vec<(Stage, Duration)>,
}

/// A stage's running clock.
pub(super) struct Clock(Stage, Instant);

impl Report {
    #[allow(clippy::unused_self, reason = "reads as the start of what `stop` ends")]
    pub(super) fn clock(&self, stage: Stage) -> Clock {
        Clock(stage, Instant::now())
    }

    pub(super) fn stop(&mut self, clock: Clock) {
        self.stages.push((clock.0, clock.1.elapsed()));
    }

    /// Counts HTML pages.
    pub(super) fn count(&mut self, jobs: &[Job], config: &Config) {
        let lang_of = |job: &Job| match &job.page {
            Page::Doc(_, lang, _)
            | Page::Registry(_, lang)
            | Page::Facet(_, _, lang, _)
            | Page::Clauses(lang)
            | Page::Clause(_, lang)
            | Page::ClauseCases(_, lang, _)
            | Page::Search(lang)
            | Page::NotFound(lang) => Some(*lang),
            _ => None,
        };
        let count = |lang: Lang| jobs.iter().filter(|job| lang_of(job) == Some(lang)).count();
        self.pages = config
            .languages
            .iter()
            .map(|lang| (*lang, count(*lang)))
            .collect();
    }

    /// Sum of all stages.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.stages.iter().map(|(_, time)| *time).sum()
    }
}

/// What came of a build.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Counts and times.
    pub report: Report,
    /// All problems of all files, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// Size of the published site; `None` when it was not written.
    pub size: Option<Size>,
}

impl Outcome {
    /// Number of errors.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.diagnostics
            .iter()
            .filter(|problem| problem.severity == Severity::Error)
            .count()
    }

    /// Number of warnings.
    #[must_use]
    pub fn warnings(&self) -> usize {
        self.diagnostics.len() - self.errors()
    }

    /// Whether an error lies with the command or the machine rather than with the content.
    #[must_use]
    pub fn is_environmental(&self) -> bool {
        self.diagnostics.iter().any(|problem| {
            problem.code == Code::UnreadableFile
                || problem.place.is_none()
                    && matches!(
                        problem.code,
                        Code::ConfigMissing
                            | Code::OutputForeign
                            | Code::OutputInContent
                            | Code::OutputLocked
                            | Code::WriteFailed
                            | Code::IndexFailed
                            | Code::IndexImplausible
                            | Code::InvalidUrl
                    )
        })
    }
}
