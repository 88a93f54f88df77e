//! The command line: typed arguments in, exit status out. All work is done by the library.

mod args;
mod build;
mod clean;
mod new;
mod progress;
mod reference;
mod search;
mod serve;
mod site;

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

pub use args::{Args, Color, Command};

use crate::language::Lang;
use crate::world::{Disk, environment};

/// Exit status for problems with the content.
const CONTENT: u8 = 1;
/// Exit status for problems with the command, the disk or the machine.
const USAGE: u8 = 2;

/// Runs the program.
#[must_use]
pub fn run() -> ExitCode {
    let args = Args::parse();
    let terminal = Terminal::new(&args);
    match &args.command {
        Command::Build(build) => build::build(&Disk, build, &terminal),
        Command::Check(check) => build::build(&Disk, check, &terminal),
        Command::Serve(serve) => serve::serve(&Disk, serve, &terminal),
        Command::Search(search) => search::search(&Disk, search, &terminal),
        Command::New(new) => new::new(&Disk, new, &terminal),
        Command::Clean(clean) => clean::clean(&Disk, clean, &terminal),
        Command::Explain(explain) => reference::explain(explain, &terminal),
        Command::Reference(reference) => reference::reference(reference, &terminal),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Args::command(), "casebook", &mut script);
            terminal.data(&String::from_utf8_lossy(&script));
            ExitCode::SUCCESS
        }
    }
}

/// How to speak to the person at the other end. Data goes to standard output, all else to
/// standard error.
#[derive(Clone)]
pub(crate) struct Terminal {
    /// Language of messages.
    pub(crate) lang: Lang,
    /// Whether standard error takes colour.
    pub(crate) color: bool,
    /// Whether standard output takes colour.
    pub(crate) paints_data: bool,
    /// Whether a person watches standard error.
    pub(crate) interactive: bool,
}

impl Terminal {
    fn new(args: &Args) -> Self {
        let interactive = std::io::stderr().is_terminal();
        let color = match args.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                interactive
                    && environment("NO_COLOR").is_none()
                    && environment("TERM").as_deref() != Some("dumb")
            }
        };
        Self {
            paints_data: color
                && (matches!(args.color, Color::Always) || std::io::stdout().is_terminal()),
            lang: args.lang.unwrap_or_else(system_language),
            color,
            interactive,
        }
    }

    /// Picks a text by language.
    pub(crate) fn say<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// Writes to standard error. Nobody may be listening; that is no reason to fail.
    #[allow(
        clippy::unused_self,
        reason = "the terminal is spoken to through its value"
    )]
    pub(crate) fn tell(&self, text: &str) {
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }

    /// Writes to standard output.
    #[allow(
        clippy::unused_self,
        reason = "the terminal is spoken to through its value"
    )]
    pub(crate) fn data(&self, text: &str) {
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
    }
}

/// The language of the user's system: Chinese where its locale is, else English.
fn system_language() -> Lang {
    let locale = ["CASEBOOK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(environment);
    if locale.is_some_and(|locale| locale.starts_with("zh")) {
        Lang::Zh
    } else {
        Lang::En
    }
}
