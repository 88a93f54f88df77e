//! The one pipeline. `build`, `check` and whatever serves a site all call [`build`].

mod collisions;
mod discover;
mod index;
mod report;
mod session;

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

pub use report::{Outcome, Progress, Report, Silent, Stage as StageName};
pub use session::{SearchFiles, SearchUpdate, Session};

use crate::config::{Config, MenuItem};
use crate::diagnostic::{self, Code, Diagnostic, Place, Severity, did_you_mean, message};
use crate::language::Lang;
use crate::library::{self, Library};
use crate::output::{Size, Stage};
use crate::registry::{self, Registries};
use crate::render::{self, Circumstances, Job, Renderer};
use crate::search::{Answer, Request};
use crate::theme::Theme;
use crate::world::World;
use discover::Asset;

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
}

/// Builds a site.
///
/// Every problem of every file is in the outcome; the site is written only if none is an error.
pub fn build(world: &dyn World, options: &Options, progress: &dyn Progress) -> Outcome {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads.unwrap_or(0))
        .build();
    match pool {
        Ok(pool) => pool.install(|| run(world, options, progress)),
        // Without threads of its own the build uses those of the process.
        Err(_) => run(world, options, progress),
    }
}

/// The pipeline: config, discover, parse, link, plan, checkpoint, render, index, publish.
fn run(world: &dyn World, options: &Options, progress: &dyn Progress) -> Outcome {
    let mut report = Report::default();
    let loaded = match load(world, options, progress, &mut report) {
        Ok(loaded) => loaded,
        Err(found) => return Outcome::failed(report, found, options.strict),
    };
    let Loaded {
        config,
        registries,
        theme,
        discovered,
        library,
        mut problems,
    } = loaded;

    // Plan: every page's address.
    let clock = report.clock(StageName::Plan);
    let Some(theme) = theme else {
        return Outcome::failed(report, problems, options.strict);
    };
    let circumstances = Circumstances {
        today: config.today(world),
        commit_days: if config.git.dates {
            world.commit_days(&options.root.join(&config.content))
        } else {
            Default::default()
        },
    };
    let renderer = Renderer::new(&library, &registries, &config, &theme, circumstances);
    let jobs = render::plan(&renderer);
    problems.extend(collisions::find(&jobs, &discovered.assets, &theme));
    report.count(&jobs, &config);
    report.stop(clock);

    // Checkpoint: nothing is written while an error stands.
    if is_fatal(&problems, options.strict) {
        // Templates are tried all the same, so that their errors are told in the same run.
        problems.extend(render_all(&renderer, &jobs, &Silent, |_, _| Ok(())));
        return Outcome::failed(report, problems, options.strict);
    }

    // Render, into the stage.
    progress.enter(StageName::Render, jobs.len());
    let clock = report.clock(StageName::Render);
    if options.check {
        problems.extend(render_all(&renderer, &jobs, progress, |_, _| Ok(())));
        report.stop(clock);
        return Outcome::finished(report, problems, options.strict, None);
    }
    let target = options
        .output
        .clone()
        .unwrap_or_else(|| options.root.join(&config.output));
    let stage = match Stage::open(world, &target, &sources(&options.root, &config)) {
        Ok(stage) => stage,
        Err(problem) => {
            problems.push(problem);
            return Outcome::failed(report, problems, options.strict);
        }
    };
    problems.extend(render_all(&renderer, &jobs, progress, |job, html| {
        stage.write(&job.path, html)
    }));
    problems.extend(copy_assets(
        world,
        &stage,
        &discovered.assets,
        &theme,
        &config,
    ));
    report.stop(clock);

    // Index, into the stage.
    progress.enter(StageName::Index, 0);
    let clock = report.clock(StageName::Index);
    if config.search.enabled && !is_fatal(&problems, options.strict) {
        let site = index::Site {
            world,
            root: &options.root,
            config: &config,
            library: &library,
            registries: &registries,
            theme: &theme,
        };
        problems.extend(index::write(&site, &stage));
    }
    keep_first_failure(&mut problems);
    report.stop(clock);

    // Publish: all at once, or not at all.
    progress.enter(StageName::Publish, 0);
    let clock = report.clock(StageName::Publish);
    if is_fatal(&problems, options.strict) {
        stage.discard();
        return Outcome::failed(report, problems, options.strict);
    }
    let size = stage
        .publish()
        .map_err(|problem| problems.push(problem))
        .ok();
    report.stop(clock);
    report.output = Some(world.canonical(&target));
    Outcome::finished(report, problems, options.strict, size)
}

/// A site's sources, parsed and linked.
struct Loaded {
    config: Config,
    registries: Registries,
    /// Missing if it has a problem, which is told.
    theme: Option<Theme>,
    discovered: discover::Discovered,
    library: Library,
    problems: Vec<Diagnostic>,
}

/// The first half of the pipeline: config, discover, parse, link.
///
/// # Errors
/// The problems of a configuration that nothing can be built with.
fn load(
    world: &dyn World,
    options: &Options,
    progress: &dyn Progress,
    report: &mut Report,
) -> Result<Loaded, Vec<Diagnostic>> {
    let mut problems = Vec::new();

    // Config: settings, vocabularies, theme.
    progress.enter(StageName::Config, 0);
    let clock = report.clock(StageName::Config);
    let mut config = match Config::load(world, &options.root) {
        Ok((config, found)) => {
            problems.extend(found);
            config
        }
        Err(found) => return Err(found),
    };
    config.search.enabled &= !options.no_search;
    config.search.offline |= options.offline;
    if let Err(problem) = override_base_url(&mut config, options) {
        return Err(vec![problem]);
    }
    let (registries, found) = registry::load(world, &options.root, &config);
    problems.extend(found);
    let theme = Theme::load(world, &options.root, &config)
        .map_err(|found| problems.extend(found))
        .ok();
    report.stop(clock);

    // Discover and parse: every file by itself, in parallel.
    let clock = report.clock(StageName::Parse);
    let discovered = discover::discover(world, &options.root, &config, &mut problems);
    progress.enter(StageName::Parse, discovered.sources.len());
    let parsed = discover::parse(world, &discovered.sources, &registries, &config, progress);
    let input = discover::collect(parsed, &discovered, options.drafts, &mut problems);
    report.sources = discovered.sources.len();
    report.stop(clock);

    // Link: everything with everything.
    progress.enter(StageName::Link, 0);
    let clock = report.clock(StageName::Link);
    let (library, found) = library::link(input, &registries, &config);
    problems.extend(found);
    problems.extend(
        config
            .menu
            .iter()
            .filter_map(|item| check_menu(item, &library, &registries)),
    );
    report.stop(clock);
    Ok(Loaded {
        config,
        registries,
        theme,
        discovered,
        library,
        problems,
    })
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
    let mut report = Report::default();
    let loaded = load(world, options, &Silent, &mut report);
    let failed = |problems| Outcome::failed(Report::default(), problems, options.strict);
    let loaded = loaded.map_err(failed)?;
    let Some(theme) = &loaded.theme else {
        return Err(failed(loaded.problems));
    };
    let site = index::Site {
        world,
        root: &options.root,
        config: &loaded.config,
        library: &loaded.library,
        registries: &loaded.registries,
        theme,
    };
    let lang = lang.unwrap_or(loaded.config.default_language);
    site.search(lang, requests, tell)
        .map_err(|problem| failed(vec![problem]))
}

fn is_fatal(problems: &[Diagnostic], strict: bool) -> bool {
    strict && !problems.is_empty()
        || problems
            .iter()
            .any(|problem| problem.severity == Severity::Error)
}

/// Renders every page and hands it on. A template's error is reported once, not once per page.
fn render_all(
    renderer: &Renderer<'_>,
    jobs: &[Job],
    progress: &dyn Progress,
    write: impl Fn(&Job, &[u8]) -> Result<(), Diagnostic> + Sync,
) -> Vec<Diagnostic> {
    let problems: Mutex<Vec<Diagnostic>> = Mutex::default();
    // A full disk fails every file alike: the first failure to write is enough.
    let stopped = AtomicBool::new(false);
    jobs.par_iter().for_each(|job| {
        if stopped.load(Ordering::Relaxed) {
            return;
        }
        let done = renderer.render(job).and_then(|html| {
            write(job, &html).inspect_err(|problem| {
                if problem.code == Code::WriteFailed {
                    stopped.store(true, Ordering::Relaxed);
                }
            })
        });
        if let Err(problem) = done {
            let mut problems = problems
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
        progress.tick();
    });
    problems
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Copies images and downloads, and the theme's own files.
fn copy_assets(
    world: &dyn World,
    stage: &Stage<'_>,
    assets: &[Asset],
    theme: &Theme,
    config: &Config,
) -> Vec<Diagnostic> {
    let own = theme
        .assets
        .par_iter()
        .filter_map(|asset| stage.write(&asset.path, &asset.bytes).err());
    let content = assets.par_iter().filter_map(|asset| {
        let limit = config.limits.max_asset_bytes;
        let bytes = world
            .read(&asset.source, limit)
            .map_err(|error| crate::config::unreadable(&error, &asset.file, limit));
        bytes
            .and_then(|bytes| stage.write(&asset.path, &bytes))
            .err()
    });
    own.chain(content).collect()
}

/// A full disk fails every file alike: the first failure to write is enough.
fn keep_first_failure(problems: &mut Vec<Diagnostic>) {
    let mut failed = false;
    problems.retain(|problem| {
        problem.code != Code::WriteFailed || !std::mem::replace(&mut failed, true)
    });
}

/// Folders that the output must not overlap.
fn sources(root: &Path, config: &Config) -> Vec<PathBuf> {
    let folders = [&config.content, &config.registries, &config.theme];
    folders
        .into_iter()
        .map(|folder| root.join(folder))
        .collect()
}

fn override_base_url(config: &mut Config, options: &Options) -> Result<(), Diagnostic> {
    let Some(url) = &options.base_url else {
        return Ok(());
    };
    if !url.starts_with("https://") && !url.starts_with("http://")
        || url.contains(|c: char| c.is_whitespace() || "\"<>\\".contains(c))
    {
        return Err(Diagnostic::global(
            Code::InvalidUrl,
            message!("“{url}”不是有效网址", "`{url}` is not a valid address"),
        )
        .hint(message!(
            "以 https:// 或 http:// 开头写完整",
            "write it in full, beginning with https:// or http://"
        )));
    }
    config.base_url = Some(if url.ends_with('/') {
        url.clone()
    } else {
        format!("{url}/")
    });
    Ok(())
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
    let place = Place::new(crate::config::FILE, item.to.span.clone());
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
