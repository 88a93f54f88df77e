//! `casebook new site`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::args::New;
use super::new::refuse;
use super::{Terminal, USAGE};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, message};
use crate::language::Lang;
use crate::world::{PathKind, World};
use crate::{registry, starter};

/// The word for a site among the kinds.
pub(super) const KIND: &str = "site";

/// Tells how the command is written, when it lacks what follows the kind.
pub(super) fn usage(args: &New, terminal: &Terminal) -> ExitCode {
    let (what, name) = match args.what.as_str() {
        KIND => ("site FOLDER".to_owned(), "site my-site".to_owned()),
        kind => (format!("{kind} NAME"), format!("{kind} my-{kind}")),
    };
    terminal.tell(&match terminal.lang {
        Lang::Zh => format!("用法：casebook new {what}\n例如：casebook new {name}\n"),
        Lang::En => format!("usage: casebook new {what}\nfor example: casebook new {name}\n"),
    });
    ExitCode::from(USAGE)
}

/// Writes a site into a folder that is empty or yet to be made.
pub(super) fn new(world: &dyn World, args: &New, terminal: &Terminal) -> ExitCode {
    let name = args.name.as_deref().unwrap_or_default();
    let folder = args.root.join(name);
    match make(world, args, &folder) {
        Ok(()) => {
            terminal.data(&format!("{}\n", shown(&folder)));
            terminal.tell(&next_steps(&folder, terminal));
            ExitCode::SUCCESS
        }
        Err(problem) => refuse(world, &args.root, &[problem], terminal),
    }
}

fn make(world: &dyn World, args: &New, folder: &Path) -> Result<(), Diagnostic> {
    check_empty(world, folder)?;
    let write = |file: starter::File| {
        let path = folder.join(&file.path);
        let done = world.write(&path, &file.bytes);
        done.map_err(|error| {
            let path = path.display();
            Diagnostic::global(
                Code::WriteFailed,
                message!("无法写入 {path}：{error}", "cannot write {path}: {error}"),
            )
        })
    };
    starter::registries().into_iter().try_for_each(write)?;
    // The samples name some values of the vocabularies, as those are read.
    let (registries, _) = registry::load(world, folder, &Config::default());
    let lang = args.language.unwrap_or_default();
    starter::files(lang, args.title.as_deref(), &registries)
        .into_iter()
        .try_for_each(write)
}

/// Nothing of anyone's may be in the folder, but for a repository.
fn check_empty(world: &dyn World, folder: &Path) -> Result<(), Diagnostic> {
    const SHOWN: usize = 5;
    let shown_folder = shown(folder);
    let hint = |problem: Diagnostic| {
        problem.hint(message!(
            "换一个空的或还不存在的文件夹；原有文件没有改动",
            "choose an empty or new folder; nothing in this one was changed"
        ))
    };
    match world.kind(folder) {
        None if world.is_link(folder) => {}
        None => return Ok(()),
        Some(PathKind::Folder) => {
            let mut names = world.names(folder).map_err(|error| {
                Diagnostic::global(
                    Code::UnreadableFile,
                    message!(
                        "文件夹 {shown_folder} 无法读取：{error}",
                        "the folder {shown_folder} cannot be read: {error}"
                    ),
                )
            })?;
            names.retain(|name| name != ".git");
            if names.is_empty() {
                return Ok(());
            }
            let more = if names.len() > SHOWN { ", …" } else { "" };
            names.truncate(SHOWN);
            let list = names.join(", ") + more;
            return Err(hint(Diagnostic::global(
                Code::OutputForeign,
                message!(
                    "文件夹 {shown_folder} 不是空的：{list}",
                    "the folder {shown_folder} is not empty: {list}"
                ),
            )));
        }
        Some(PathKind::File | PathKind::Other) => {}
    }
    Err(hint(Diagnostic::global(
        Code::OutputForeign,
        message!(
            "{shown_folder} 不是文件夹",
            "{shown_folder} is not a folder"
        ),
    )))
}

/// A path as a person would write it, without `./` before it.
fn shown(folder: &Path) -> String {
    let path: PathBuf = folder.components().collect();
    let path = path.strip_prefix(".").unwrap_or(&path);
    match path.as_os_str().is_empty() {
        true => ".".to_owned(),
        false => path.display().to_string(),
    }
}

fn next_steps(folder: &Path, terminal: &Terminal) -> String {
    let folder = shown(folder);
    let enter = match folder.as_str() {
        "." => String::new(),
        name if name.contains(|c: char| c.is_whitespace() || "'\"$`\\&;()".contains(c)) => {
            format!("  cd '{}'\n", name.replace('\'', "'\\''"))
        }
        name => format!("  cd {name}\n"),
    };
    match terminal.lang {
        Lang::Zh => format!(
            "已创建站点，每种内容各有一个示例。接下来：\n{enter}  casebook check --strict    检查\n  casebook serve             边写边看\n  casebook new case my-case  新建案例\n  casebook build             生成到 public/\n站点的名称等设置在 site.toml，编辑方法见 README.md\n"
        ),
        Lang::En => format!(
            "created, with a sample of every kind. Next:\n{enter}  casebook check --strict    check it\n  casebook serve             see it while you write\n  casebook new case my-case  add a case\n  casebook build             build it into public/\nsite.toml has the title and other settings; README.md is for the editors\n"
        ),
    }
}
