//! The one pipeline. `build`, `check` and whatever serves a site run [`Session`]'s.

mod assets;
mod cache;
mod collisions;
mod discover;
mod ground;
mod index;
mod load;
mod look;
mod memory;
mod pages;
mod pipeline;
mod quick;
mod recall;
mod report;
mod session;
mod update;

use std::path::PathBuf;

pub use report::{Outcome, Progress, Report, Silent, Stage as StageName};
pub use session::Session;
pub use update::{SearchFiles, SearchUpdate};

use crate::diagnostic::{self, Diagnostic, Severity};
use crate::language::Lang;
use crate::output::Size;
use crate::search::{Answer, Request};
use crate::world::World;

/// What is built, and how.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The site's root folder, with `site.toml`.
    pub root: PathBuf,
    /// Folder to write to; `None` takes the configuration's.
    pub output: Option<PathBuf>,
    /// Address to publish under; `None` takes the configuration's.
    pub base_url: Option<String>,
    /// Whether drafts are part of the site.
    pub drafts: bool,
    /// Whether warnings count as errors.
    pub strict: bool,
    /// Whether to do all but write.
    pub check: bool,
    /// Number of threads; `None` takes one per processor.
    pub threads: Option<usize>,
    /// Whether the site goes without search, whatever the configuration says.
    pub no_search: bool,
    /// Whether the index is written as scripts, whatever the configuration says.
    pub offline: bool,
    /// Whether to do everything anew, and to keep nothing for the next build.
    pub no_cache: bool,
    /// Whether nobody else writes to the output, so that a session need look at it only once.
    pub exclusive: bool,
}

/// Builds a site.
///
/// Every problem of every file is in the outcome; the site is written only if none is an error.
pub fn build(world: &dyn World, options: &Options, progress: &dyn Progress) -> Outcome {
    Session::new(world, options.clone()).build_whole(progress)
}

/// Asks the full-text index of one language, which is brought up to date before; `tell` gets the
/// answer to each request.
///
/// # Errors
/// The outcome of a site that cannot be searched: its configuration or theme has an error, or the
/// index cannot be made.
pub fn search(
    world: &dyn World,
    options: &Options,
    lang: Option<Lang>,
    requests: impl Iterator<Item = Request>,
    tell: &mut dyn FnMut(&Request, &Answer),
) -> Result<(), Outcome> {
    let failed = |problems| Outcome::failed(Report::default(), problems, options.strict);
    let loaded = Session::new(world, options.clone())
        .load()
        .map_err(failed)?;
    let Some(site) = index::Site::of(world, options, &loaded) else {
        return Err(failed(loaded.all_problems()));
    };
    let lang = lang.unwrap_or(loaded.ground.config.default_language);
    site.search(lang, requests, tell)
        .map_err(|problem| failed(vec![problem]))
}

fn is_fatal(problems: &[Diagnostic], strict: bool) -> bool {
    strict && !problems.is_empty()
        || problems
            .iter()
            .any(|problem| problem.severity == Severity::Error)
}

/// Puts problems in order, and turns warnings into errors where asked to.
fn settle(mut problems: Vec<Diagnostic>, strict: bool) -> Vec<Diagnostic> {
    if strict {
        for problem in &mut problems {
            problem.severity = Severity::Error;
        }
    }
    diagnostic::sort(&mut problems);
    problems
}

impl Outcome {
    fn failed(report: Report, problems: Vec<Diagnostic>, strict: bool) -> Self {
        Self {
            report,
            diagnostics: settle(problems, strict),
            size: None,
        }
    }

    fn finished(
        report: Report,
        problems: Vec<Diagnostic>,
        strict: bool,
        size: Option<Size>,
    ) -> Self {
        Self {
            report,
            diagnostics: settle(problems, strict),
            size,
        }
    }
}
