//! `casebook new`.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use clap::ValueEnum;

use super::args::{New, NewKind};
use super::{Terminal, USAGE, site};
use crate::config::Config;
use crate::content::{Kind, check_name, identify};
use crate::diagnostic::{Code, Diagnostic, Format, Formatter, did_you_mean, message};
use crate::world::{PathKind, World};
use crate::{registry, skeleton};

impl From<NewKind> for Kind {
    fn from(kind: NewKind) -> Self {
        match kind {
            NewKind::Case => Self::Case,
            NewKind::Policy => Self::Policy,
            NewKind::Course => Self::Course,
            NewKind::Lesson => Self::Lesson,
            NewKind::Interpretation => Self::Interpretation,
            NewKind::Term => Self::Term,
            NewKind::Page => Self::Page,
        }
    }
}

/// Writes the file and names it; never overwrites one.
pub(super) fn new(world: &dyn World, args: &New, terminal: &Terminal) -> ExitCode {
    if args.name.is_none() && args.translate.is_none() {
        return site::usage(args, terminal);
    }
    if args.what == site::KIND && args.translate.is_none() {
        return site::new(world, args, terminal);
    }
    match make(world, args) {
        Ok(file) => {
            terminal.data(&format!("{file}\n"));
            terminal.tell(terminal.say(
                "已创建；填好空白后运行 casebook check\n",
                "created; fill in the blanks, then run casebook check\n",
            ));
            ExitCode::SUCCESS
        }
        Err(problems) => refuse(world, &args.root, &problems, terminal),
    }
}

/// Tells why nothing was done.
pub(super) fn refuse(
    world: &dyn World,
    root: &Path,
    problems: &[Diagnostic],
    terminal: &Terminal,
) -> ExitCode {
    let read = |file: &str| {
        let bytes = world.read(&root.join(file), 1 << 20).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    };
    terminal.tell(
        &Formatter::new(Format::Human, terminal.lang, terminal.color, &read).format(problems),
    );
    ExitCode::from(USAGE)
}

fn make(world: &dyn World, args: &New) -> Result<String, Vec<Diagnostic>> {
    if args.title.is_some() || args.language.is_some() {
        return Err(vec![Diagnostic::global(
            Code::InvalidValue,
            message!(
                "--title 和 --language 只用于新建站点",
                "--title and --language are for a new site only"
            ),
        )]);
    }
    let (config, problems) = Config::load(world, &args.root)?;
    if !problems.is_empty() {
        return Err(problems);
    }
    let (registries, _) = registry::load(world, &args.root, &config);
    let (id, text, suffix) = match args.translate {
        None => {
            let kind = NewKind::from_str(&args.what, false)
                .map_err(|_| vec![unknown_kind(&args.what)])?
                .into();
            let id = place(kind, args.name.as_deref().unwrap_or_default());
            check_kind(kind, &id, &config)?;
            (
                id,
                skeleton::entry(kind, config.default_language, &registries),
                String::new(),
            )
        }
        Some(lang) => {
            let id = match (&args.name, NewKind::from_str(&args.what, false)) {
                (Some(name), Ok(kind)) => place(kind.into(), name),
                _ => strip(&args.what, &config),
            };
            let original = original(world, args, &config, &id)?;
            if lang == config.default_language || !config.languages.contains(&lang) {
                let (code, default) = (lang.code(), config.default_language.code());
                return Err(vec![Diagnostic::global(
                    Code::UnknownLanguage,
                    message!(
                        "不能译成 {code}：站点的默认语言是 {default}",
                        "cannot translate into {code}: the site's default language is {default}"
                    ),
                )]);
            }
            let kind = kind_of(&original, &config)?;
            (
                original,
                skeleton::translation(kind, lang, &registries),
                format!(".{lang}"),
            )
        }
    };
    let path = format!("{id}{suffix}.md");
    let file: Arc<str> = format!("{}/{path}", config.content).into();
    check_name(&path, &file).map_err(|problem| vec![problem])?;
    if path.split('/').any(|part| part == "..") || path.starts_with('/') {
        return Err(vec![Diagnostic::global(
            Code::PathOutside,
            message!(
                "“{path}”跑出了内容文件夹",
                "`{path}` leads out of the content folder"
            ),
        )]);
    }
    let target = args.root.join(&*file);
    if world.kind(&target).is_some() {
        return Err(vec![Diagnostic::global(
            Code::DuplicateEntry,
            message!(
                "{file} 已经存在，没有改动",
                "{file} exists already and was not changed"
            ),
        )]);
    }
    world.write(&target, text.as_bytes()).map_err(|error| {
        vec![Diagnostic::global(
            Code::WriteFailed,
            message!("无法写入 {file}:{error}", "cannot write {file}: {error}"),
        )]
    })?;
    Ok(file.to_string())
}

/// The path of a new entry, without ending: in its kind's folder unless it names one.
fn place(kind: Kind, name: &str) -> String {
    let name = name.trim_matches('/').trim_end_matches(".md");
    let path = match kind.folder() {
        Some(folder) if name.split('/').next() != Some(folder) => format!("{folder}/{name}"),
        _ => name.to_owned(),
    };
    if kind == Kind::Course {
        format!("{path}/_index")
    } else {
        path
    }
}

/// An entry's path as a person may give it: with or without the content folder and the ending.
fn strip(given: &str, config: &Config) -> String {
    let path = given.trim_start_matches("./").trim_matches('/');
    let path = path
        .strip_prefix(&format!("{}/", config.content))
        .unwrap_or(path);
    path.trim_end_matches(".md").to_owned()
}

/// The file stem of an existing entry.
fn original(
    world: &dyn World,
    args: &New,
    config: &Config,
    id: &str,
) -> Result<String, Vec<Diagnostic>> {
    let stems = [id.to_owned(), format!("{id}/index"), format!("{id}/_index")];
    let exists = |stem: &String| {
        world.kind(&args.root.join(&config.content).join(format!("{stem}.md")))
            == Some(PathKind::File)
    };
    stems.into_iter().find(exists).ok_or_else(|| {
        vec![
            Diagnostic::global(
                Code::BrokenReference,
                message!("没有条目“{id}”", "there is no entry `{id}`"),
            )
            .hint(message!(
                "写从内容文件夹起的路径，如 cases/example",
                "give its path from the content folder, such as cases/example"
            )),
        ]
    })
}

fn kind_of(stem: &str, config: &Config) -> Result<Kind, Vec<Diagnostic>> {
    let path = format!("{stem}.md");
    identify(&path, &path.as_str().into(), &config.languages)
        .map(|identity| identity.kind)
        .map_err(|unfit| vec![unfit.0])
}

/// The folder decides what an entry is; what is asked for must be what comes of it.
fn check_kind(kind: Kind, stem: &str, config: &Config) -> Result<(), Vec<Diagnostic>> {
    let found = kind_of(stem, config)?;
    if found == kind {
        return Ok(());
    }
    let (kind_name, found) = (kind.as_str(), found.as_str());
    let problem = Diagnostic::global(
        Code::WrongKind,
        message!(
            "{stem}.md 会是 {found}，不是 {kind_name}",
            "{stem}.md would be a {found}, not a {kind_name}"
        ),
    );
    let example = match kind {
        Kind::Course => "casebook new course basics",
        Kind::Lesson => "casebook new lesson basics/01-start",
        _ => "casebook new page about/team",
    };
    Err(vec![problem.hint(message!(
        "条目的类型由文件夹决定；例如 {example}",
        "the folder decides the kind; for example: {example}"
    ))])
}

fn unknown_kind(what: &str) -> Diagnostic {
    let kinds: Vec<String> = NewKind::value_variants()
        .iter()
        .filter_map(|kind| Some(kind.to_possible_value()?.get_name().to_owned()))
        .chain([site::KIND.to_owned()])
        .collect();
    let list = kinds.join(", ");
    let problem = Diagnostic::global(
        Code::InvalidValue,
        message!("没有类型“{what}”", "there is no kind `{what}`"),
    );
    match did_you_mean(what, kinds.iter().map(String::as_str)) {
        Some(meant) => problem.hint(message!("是不是 {meant}？", "did you mean {meant}?")),
        None => problem.hint(message!("类型有：{list}", "the kinds are: {list}")),
    }
}
