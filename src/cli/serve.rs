//! `casebook serve`.

use std::collections::HashSet;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::args::Serve;
use super::build::{plural, status, tell_problems};
use super::{Terminal, USAGE};
use crate::build::{Options, Outcome, Report};
use crate::diagnostic::{Code, Diagnostic, Format, Message, Severity};
use crate::language::Lang;
use crate::serve::{self, Console, Event, Save, Settings};
use crate::world::{World, environment, open_in_browser};

/// The variable with the author's editor.
const EDITOR: &str = "CASEBOOK_EDITOR";

/// Serves until the process is told to end.
pub(super) fn serve(world: &'static dyn World, command: &Serve, terminal: &Terminal) -> ExitCode {
    let options = Options {
        root: command.root.clone(),
        base_url: command.base_url.clone(),
        drafts: command.drafts,
        threads: command.threads.map(usize::from),
        no_search: command.no_search,
        ..Options::default()
    };
    let editor = match (&command.editor, environment(EDITOR)) {
        (Some(editor), _) => editor.clone(),
        (None, None) => serve::Editor::default(),
        (None, Some(text)) => match text.parse() {
            Ok(editor) => editor,
            Err(error) => {
                terminal.tell(&format!("{EDITOR}: {error}\n"));
                return ExitCode::from(USAGE);
            }
        },
    };
    let settings = Settings {
        options: options.clone(),
        host: command.host.clone(),
        port: command.port,
        allowed_hosts: command.allow_host.clone(),
        editor,
        lang: terminal.lang,
        poll: command.poll,
    };
    let told = Told {
        world,
        terminal: terminal.clone(),
        options: options.clone(),
        opens: command.open,
        known: Mutex::default(),
    };
    match serve::serve(world, settings, Arc::new(told)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problems) => {
            let outcome = outcome(problems);
            tell_problems(world, &options, &outcome, Format::Human, terminal);
            match status(&outcome) {
                // What keeps a site from being served lies with the command or the machine.
                ExitCode::SUCCESS => ExitCode::SUCCESS,
                _ => ExitCode::from(USAGE),
            }
        }
    }
}

/// Tells the person at the terminal.
struct Told {
    world: &'static dyn World,
    terminal: Terminal,
    options: Options,
    /// Whether a browser is to be opened once the site is there.
    opens: bool,
    /// Problems that were told after the last build.
    known: Mutex<HashSet<Known>>,
}

/// A problem wherever it stands in its file: lines above it come and go.
#[derive(PartialEq, Eq, Hash)]
struct Known(Option<Arc<str>>, Code, Message);

impl Known {
    fn of(problem: &Diagnostic) -> Self {
        let file = problem.place.as_ref().map(|place| place.file.clone());
        Self(file, problem.code, problem.message.clone())
    }
}

impl Console for Told {
    fn tell(&self, event: Event<'_>) {
        let zh = self.terminal.lang == Lang::Zh;
        let line = match event {
            Event::PortTaken { asked, used } if zh => {
                format!("端口 {asked} 已被占用，改用 {used}\n")
            }
            Event::PortTaken { asked, used } => {
                format!("port {asked} is taken; using {used}\n")
            }
            Event::Polls => self
                .terminal
                .say(
                    "系统无法通知文件改动，改为定时查看\n",
                    "the system does not tell of changes; looking at the files again and again\n",
                )
                .to_owned(),
            Event::Built {
                save,
                outcome,
                took,
            } => {
                self.problems(outcome);
                format!("{}\n", built(save, outcome, took, self.terminal.lang))
            }
            Event::Searched { outcome, took } => {
                // The problems of the pages have been told.
                if outcome.errors() > 0 {
                    self.list(outcome);
                }
                match (outcome.errors(), zh) {
                    (0, true) => format!("搜索已更新，{} 毫秒\n", took.as_millis()),
                    (0, false) => format!("search is up to date, {} ms\n", took.as_millis()),
                    (_, true) => "搜索未能更新\n".to_owned(),
                    (_, false) => "search could not be brought up to date\n".to_owned(),
                }
            }
            Event::Ready { address } => {
                let mut line = if zh {
                    format!("{address} （Ctrl-C 结束）\n")
                } else {
                    format!("{address} (Ctrl-C ends it)\n")
                };
                if self.opens && open_in_browser(address).is_err() {
                    line.push_str(self.terminal.say(
                        "没有找到可以打开它的浏览器\n",
                        "no browser was found to open it\n",
                    ));
                }
                line
            }
        };
        self.terminal.tell(&line);
    }
}

impl Told {
    /// Lists errors, and warnings that were not there before: those that stand are known.
    fn problems(&self, outcome: &Outcome) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let news = outcome.diagnostics.iter().filter(|problem| {
            problem.severity == Severity::Error || !known.contains(&Known::of(problem))
        });
        let news = self::outcome(news.cloned().collect());
        self.list(&news);
        *known = outcome.diagnostics.iter().map(Known::of).collect();
    }

    fn list(&self, outcome: &Outcome) {
        let format = Format::Human;
        tell_problems(self.world, &self.options, outcome, format, &self.terminal);
    }
}

fn outcome(diagnostics: Vec<Diagnostic>) -> Outcome {
    Outcome {
        report: Report::default(),
        diagnostics,
        size: None,
    }
}

/// One line: what was saved, what came of it, how long it took.
fn built(save: Option<&Save>, outcome: &Outcome, took: Duration, lang: Lang) -> String {
    let (errors, warnings) = (outcome.errors(), outcome.warnings());
    let report = &outcome.report;
    let pages: usize = report.pages.iter().map(|(_, count)| count).sum();
    let rendered = report.rendered;
    let time = took.as_millis();
    let what = match (save, lang) {
        (None, _) => String::new(),
        (Some(Save { first, count }), _) => {
            let first = first.as_deref().unwrap_or("…");
            match (count, lang) {
                (0 | 1, Lang::Zh) => format!("{first}："),
                (_, Lang::Zh) => format!("{first} 等 {count} 个文件："),
                (0 | 1, Lang::En) => format!("{first}: "),
                (count, Lang::En) => format!("{first} and {} more: ", count - 1),
            }
        }
    };
    let found = match (errors, warnings, lang) {
        (0, 0, _) => String::new(),
        (0, _, Lang::Zh) => format!("，{warnings} 个警告"),
        (0, _, Lang::En) => format!(", {}", plural(warnings, "warning")),
        (_, 0, Lang::Zh) => format!("{errors} 个错误"),
        (_, 0, Lang::En) => plural(errors, "error"),
        (_, _, Lang::Zh) => format!("{errors} 个错误，{warnings} 个警告"),
        (_, _, Lang::En) => format!(
            "{}, {}",
            plural(errors, "error"),
            plural(warnings, "warning")
        ),
    };
    match (errors, save, lang) {
        (0, None, Lang::Zh) => format!("已生成 {pages} 个页面，{time} 毫秒{found}"),
        (0, None, Lang::En) => format!("built {pages} pages in {time} ms{found}"),
        (0, Some(_), Lang::Zh) => format!("{what}重新生成 {rendered} 个页面，{time} 毫秒{found}"),
        (0, Some(_), Lang::En) => {
            let pages = plural(rendered, "page");
            format!("{what}{pages} rendered in {time} ms{found}")
        }
        (_, None, _) => found,
        (_, Some(_), Lang::Zh) => format!("{what}{found}；页面保持上一次的样子"),
        (_, Some(_), Lang::En) => format!("{what}{found}; the pages stay as they were"),
    }
}
