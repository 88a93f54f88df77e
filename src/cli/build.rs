//! `casebook build` and `casebook check`.

use std::process::ExitCode;

use super::args::{Build, Check, Common};
use super::progress::Bar;
use super::{CONTENT, Terminal, USAGE};
use crate::build::{Options, Outcome, Session};
use crate::diagnostic::{Format, Formatter};
use crate::language::Lang;
use crate::theme::Theme;
use crate::world::World;

/// A subcommand that runs the pipeline.
pub(super) trait Pipeline {
    fn common(&self) -> &Common;
    fn options(&self) -> Options;
}

impl Pipeline for Build {
    fn common(&self) -> &Common {
        &self.common
    }
    fn options(&self) -> Options {
        Options {
            output: self.output.clone(),
            no_search: self.no_search,
            offline: self.offline,
            ..options(&self.common)
        }
    }
}

impl Pipeline for Check {
    fn common(&self) -> &Common {
        &self.common
    }
    fn options(&self) -> Options {
        Options {
            check: true,
            ..options(&self.common)
        }
    }
}

fn options(common: &Common) -> Options {
    Options {
        root: common.root.clone(),
        base_url: common.base_url.clone(),
        drafts: common.drafts,
        strict: common.strict,
        threads: common.threads.map(usize::from),
        no_cache: common.no_cache,
        ..Options::default()
    }
}

/// Runs the pipeline, prints problems and a summary.
pub(super) fn build(world: &dyn World, command: &impl Pipeline, terminal: &Terminal) -> ExitCode {
    let common = command.common();
    let options = command.options();
    let bar = Bar::new(terminal, common.quiet);
    let mut session = Session::new(world, options.clone());
    let outcome = session.build_whole(&bar);
    session.save();
    // The process ends soon: to take apart what it remembers would take longer than some builds do.
    std::mem::forget(session);
    bar.clear();

    tell_problems(world, &options, &outcome, common.format, terminal);
    if !common.quiet && common.format != Format::Json {
        terminal.tell(&summary(&outcome, &options, terminal));
    }
    if common.timings {
        terminal.tell(&timings(&outcome));
    }
    status(&outcome)
}

/// Prints all problems of an outcome.
pub(super) fn tell_problems(
    world: &dyn World,
    options: &Options,
    outcome: &Outcome,
    format: Format,
    terminal: &Terminal,
) {
    let read = |file: &str| {
        let own = world.read(&options.root.join(file), 256 << 20).ok();
        own.map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .or_else(|| Theme::embedded(file))
    };
    let text =
        Formatter::new(format, terminal.lang, terminal.color, &read).format(&outcome.diagnostics);
    match format {
        Format::Json => terminal.data(&text),
        Format::Human | Format::Short => terminal.tell(&text),
    }
}

/// The exit status of an outcome.
pub(super) fn status(outcome: &Outcome) -> ExitCode {
    match outcome.errors() {
        0 => ExitCode::SUCCESS,
        _ if outcome.is_environmental() => ExitCode::from(USAGE),
        _ => ExitCode::from(CONTENT),
    }
}

/// Two lines at most: what is wrong, and what was written.
fn summary(outcome: &Outcome, options: &Options, terminal: &Terminal) -> String {
    let (errors, warnings) = (outcome.errors(), outcome.warnings());
    let report = &outcome.report;
    let pages: usize = report.pages.iter().map(|(_, count)| count).sum();
    let seconds = report.elapsed().as_secs_f64();
    let languages = report
        .pages
        .iter()
        .map(|(lang, count)| format!("{lang} {count}"))
        .collect::<Vec<_>>()
        .join(", ");
    let counts = match terminal.lang {
        Lang::Zh => format!("{errors} 个错误，{warnings} 个警告"),
        Lang::En => format!(
            "{}, {}",
            plural(errors, "error"),
            plural(warnings, "warning")
        ),
    };
    let Some(size) = outcome.size else {
        let fate = match (options.check, errors, terminal.lang) {
            (true, 0, Lang::Zh) => {
                format!("检查通过：{pages} 个页面（{languages}），{seconds:.2} 秒")
            }
            (true, 0, Lang::En) => format!("checked {pages} pages ({languages}) in {seconds:.2} s"),
            (true, _, Lang::Zh) => "检查未通过".to_owned(),
            (true, _, Lang::En) => "the check failed".to_owned(),
            (false, _, Lang::Zh) => "没有写入任何文件，原有站点保持不变".to_owned(),
            (false, _, Lang::En) => {
                "nothing was written; the site that was there is unchanged".to_owned()
            }
        };
        return format!("{counts}\n{fate}\n");
    };
    let (files, bytes) = (size.files, human_bytes(size.bytes));
    let output = report
        .output
        .as_ref()
        .map(|path| path.display().to_string())
        .unwrap_or_default();
    match terminal.lang {
        Lang::Zh => format!(
            "{counts}\n已生成 {pages} 个页面（{languages}），{files} 个文件，{bytes}，{seconds:.2} 秒 → {output}\n"
        ),
        Lang::En => format!(
            "{counts}\nbuilt {pages} pages ({languages}), {files} files, {bytes}, in {seconds:.2} s → {output}\n"
        ),
    }
}

/// One line per stage: name and milliseconds.
fn timings(outcome: &Outcome) -> String {
    let report = &outcome.report;
    let counts = format!(
        "{} of {} sources changed, {} pages rendered, {} files written\n",
        report.changed.len(),
        report.sources,
        report.rendered,
        report.written.len()
    );
    let lines = report.stages.iter();
    lines
        .map(|(stage, time)| {
            format!(
                "{:<8} {:>9.1} ms\n",
                format!("{stage:?}").to_lowercase(),
                time.as_secs_f64() * 1e3
            )
        })
        .chain([counts])
        .collect()
}

pub(super) fn plural(count: usize, word: &str) -> String {
    if count == 1 {
        format!("1 {word}")
    } else {
        format!("{count} {word}s")
    }
}

#[allow(clippy::cast_precision_loss, reason = "shown with one decimal")]
pub(super) fn human_bytes(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{:.1} KiB", bytes as f64 / 1024.0),
        _ => format!("{:.1} MiB", bytes as f64 / 1_048_576.0),
    }
}
