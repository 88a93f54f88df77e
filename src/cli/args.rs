//! The arguments, as typed.

use std::path::PathBuf;

use clap::{Args as Arguments, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::diagnostic::Format;
use crate::language::Lang;
use crate::search;
use crate::serve::Editor;

/// Compile a standard's interpretations, courses, notices and practice cases into a static site.
#[derive(Debug, Parser)]
#[command(
    name = "casebook",
    version,
    about,
    max_term_width = 100,
    after_help = "Examples:\n  casebook check                      check the site in this folder\n  casebook build --strict             build it, warnings count as errors\n  casebook new case my-case           start a new case\n  casebook --lang zh check            messages in Chinese\n\nExit status: 0 clean, 1 problems with the content, 2 problems with the command or the disk."
)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Language of messages [default: the system's].
    #[arg(long, global = true, value_enum, value_name = "LANG")]
    pub lang: Option<Lang>,
    /// Colour in messages.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub color: Color,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the site.
    #[command(
        after_help = "Examples:\n  casebook build\n  casebook build --root my-site --output /srv/www/site\n  casebook build --base-url https://example.org/casebook/ --strict"
    )]
    Build(Build),
    /// Check the site: all that build does, but write.
    #[command(
        after_help = "Examples:\n  casebook check\n  casebook check --strict --format short\n  casebook check --format json > problems.json"
    )]
    Check(Check),
    /// Serve the site while it is written: build again what is saved, and keep open pages up to
    /// date.
    #[command(
        after_help = "Examples:\n  casebook serve --open\n  casebook serve --root my-site --drafts --port 3000\n  casebook serve --editor 'idea://open?file={file}&line={line}'"
    )]
    Serve(Serve),
    /// Search the site's texts.
    #[command(
        after_help = "Examples:\n  casebook search 知识产权战略\n  casebook search '\"IP strategy\" -patent' --language en\n  casebook search 检索 --kind case --filter clause=6.3 --limit 5 --json"
    )]
    Search(Search),
    /// Start a new site, a new entry, or the translation of one.
    #[command(
        after_help = "Examples:\n  casebook new site my-site\n  casebook new case precision-tools\n  casebook new lesson courses/basics/03-search\n  casebook new --translate en cases/precision-tools"
    )]
    New(New),
    /// Remove what builds keep for the next one; the built site stays.
    #[command(after_help = "Examples:\n  casebook clean\n  casebook clean --root my-site")]
    Clean(Clean),
    /// Explain a diagnostic code, or list all codes.
    #[command(
        after_help = "Examples:\n  casebook explain unknown-id\n  casebook --lang zh explain"
    )]
    Explain(Explain),
    /// Print reference documents: the field guide, JSON Schemas, the page of codes.
    #[command(
        after_help = "Examples:\n  casebook reference fields --lang zh\n  casebook reference schema --kind case"
    )]
    Reference(Reference),
    /// Print a completion script for a shell.
    #[command(
        after_help = "Example:\n  casebook completions bash > ~/.local/share/bash-completion/completions/casebook"
    )]
    Completions {
        /// The shell.
        #[arg(value_enum)]
        shell: Shell,
    },
}

/// What `build` and `check` share.
#[derive(Debug, Arguments)]
pub struct Common {
    /// The site's root folder, with site.toml.
    #[arg(long, short, default_value = ".", value_name = "FOLDER")]
    pub root: PathBuf,
    /// Address to publish under, in place of the configuration's.
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Take drafts along.
    #[arg(long)]
    pub drafts: bool,
    /// Let warnings count as errors.
    #[arg(long)]
    pub strict: bool,
    /// Say nothing but problems.
    #[arg(long, short)]
    pub quiet: bool,
    /// How problems are printed.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Format,
    /// Number of threads [default: one per processor].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
    /// Print the time of each stage.
    #[arg(long)]
    pub timings: bool,
    /// Do everything anew, and keep nothing for the next time.
    #[arg(long)]
    pub no_cache: bool,
}

/// Arguments of `build`.
#[derive(Debug, Arguments)]
pub struct Build {
    #[command(flatten)]
    #[allow(missing_docs, reason = "flattened")]
    pub common: Common,
    /// Folder to write to, in place of the configuration's.
    #[arg(long, short, value_name = "FOLDER")]
    pub output: Option<PathBuf>,
    /// Leave out the full-text index and the search page.
    #[arg(long)]
    pub no_search: bool,
    /// Write the full-text index as scripts, so that search works on pages opened from disk.
    #[arg(long, conflicts_with = "no_search")]
    pub offline: bool,
}

/// Arguments of `check`.
#[derive(Debug, Arguments)]
pub struct Check {
    #[command(flatten)]
    #[allow(missing_docs, reason = "flattened")]
    pub common: Common,
}

/// Arguments of `serve`.
#[derive(Debug, Arguments)]
pub struct Serve {
    /// The site's root folder, with site.toml.
    #[arg(long, short, default_value = ".", value_name = "FOLDER")]
    pub root: PathBuf,
    /// Name or address to listen at; 0.0.0.0 is every one this machine has.
    #[arg(long, default_value = "127.0.0.1", value_name = "HOST")]
    pub host: String,
    /// Port to listen at, or the next one that is free; 0 takes any.
    #[arg(long, short, default_value_t = 8000, value_name = "PORT")]
    pub port: u16,
    /// Open the site in the browser.
    #[arg(long)]
    pub open: bool,
    /// Take drafts along.
    #[arg(long)]
    pub drafts: bool,
    /// Address to publish under, in place of the configuration's; the site is served under its
    /// path.
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Leave out the full-text index and the search page.
    #[arg(long)]
    pub no_search: bool,
    /// How problems are opened from a page: vscode, vscodium, cursor, zed, idea, textmate, none, or
    /// an address with {file}, {line} and {column} [default: that in CASEBOOK_EDITOR, or vscode].
    #[arg(long, value_name = "EDITOR")]
    pub editor: Option<Editor>,
    /// One more name that the server answers to; may be given more than once.
    #[arg(long, value_name = "NAME")]
    pub allow_host: Vec<String>,
    /// Look at the sources again and again, where the system does not tell of changes (network
    /// folders, some containers).
    #[arg(long)]
    pub poll: bool,
    /// Number of threads [default: one per processor].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub threads: Option<u16>,
}

/// Arguments of `search`.
#[derive(Debug, Arguments)]
pub struct Search {
    /// The query: words, "a phrase", -without, field:value; `-` reads queries from standard input,
    /// one a line.
    #[arg(allow_hyphen_values = true)]
    pub query: String,
    /// The site's root folder, with site.toml.
    #[arg(long, short, default_value = ".", value_name = "FOLDER")]
    pub root: PathBuf,
    /// Language of the pages to search [default: the site's].
    #[arg(long, value_enum, value_name = "LANG")]
    pub language: Option<Lang>,
    /// Only pages of this kind: case, policy, course and so on; may be given more than once.
    #[arg(long, value_name = "KIND")]
    pub kind: Vec<String>,
    /// Only pages with this value: `clause=6.3`, `industry=39`; may be given more than once.
    #[arg(long, value_name = "FACET=VALUE", value_parser = facet_value)]
    pub filter: Vec<(String, String)>,
    /// Count the pages with each value of this facet; may be given more than once.
    #[arg(long, value_name = "FACET")]
    pub facet: Vec<String>,
    /// Latest first, rather than best.
    #[arg(long)]
    pub by_date: bool,
    /// Number of results at most.
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub limit: usize,
    /// Take drafts along.
    #[arg(long)]
    pub drafts: bool,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

fn facet_value(text: &str) -> Result<(String, String), String> {
    let (facet, value) = text
        .split_once('=')
        .ok_or("write the facet, =, and the value: clause=6.3")?;
    let known = search::query::FACET_NAMES.iter();
    if !known.clone().any(|(name, _)| *name == facet) {
        let names: Vec<&str> = known.map(|(name, _)| *name).collect();
        return Err(format!(
            "there is no facet `{facet}`; there are {}",
            names.join(", ")
        ));
    }
    Ok((facet.to_owned(), value.to_owned()))
}

/// Arguments of `new`.
#[derive(Debug, Arguments)]
pub struct New {
    /// What to start: site, or an entry: case, policy, course, lesson, interpretation, term, page;
    /// with `--translate`, the entry's path.
    #[arg(value_name = "KIND")]
    pub what: String,
    /// Folder of the site; name of the entry (`precision-tools`), or its path
    /// (`cases/2026/precision-tools`).
    #[arg(value_name = "FOLDER|NAME")]
    pub name: Option<String>,
    /// Make the translation file of an existing entry.
    #[arg(long, value_enum, value_name = "LANG")]
    pub translate: Option<Lang>,
    /// Title of a new site.
    #[arg(long, value_name = "TEXT", conflicts_with = "translate", value_parser = title)]
    pub title: Option<String>,
    /// Default language of a new site: that of files without a suffix [default: zh].
    #[arg(long, value_enum, value_name = "LANG", conflicts_with = "translate")]
    pub language: Option<Lang>,
    /// The site's root folder, with site.toml.
    #[arg(long, short, default_value = ".", value_name = "FOLDER")]
    pub root: PathBuf,
}

fn title(text: &str) -> Result<String, String> {
    if text.trim().is_empty() || text.contains(char::is_control) {
        return Err("write one line of text".to_owned());
    }
    Ok(text.trim().to_owned())
}

/// Arguments of `clean`.
#[derive(Debug, Arguments)]
pub struct Clean {
    /// The site's root folder, with site.toml.
    #[arg(long, short, default_value = ".", value_name = "FOLDER")]
    pub root: PathBuf,
    /// Folder the site was written to, in place of the configuration's.
    #[arg(long, short, value_name = "FOLDER")]
    pub output: Option<PathBuf>,
}

/// Kinds of entry that can be started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum NewKind {
    /// A practice case.
    Case,
    /// A notice.
    Policy,
    /// A course.
    Course,
    /// A lesson of a course.
    Lesson,
    /// An interpretation of a clause.
    Interpretation,
    /// A glossary term.
    Term,
    /// A plain page.
    Page,
}

/// Arguments of `explain`.
#[derive(Debug, Arguments)]
pub struct Explain {
    /// The code; without it, all codes.
    pub code: Option<String>,
}

/// Arguments of `reference`.
#[derive(Debug, Arguments)]
pub struct Reference {
    /// Which document.
    #[arg(value_enum)]
    pub document: Document,
    /// One kind only.
    #[arg(long, value_enum)]
    pub kind: Option<NewKind>,
}

/// Reference documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Document {
    /// Every field of every kind, with what it is for.
    Fields,
    /// JSON Schema of front matter and of site.toml.
    Schema,
    /// Every diagnostic code.
    Codes,
}
