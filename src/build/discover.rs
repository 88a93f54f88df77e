//! Finds the site's files and has them parsed.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::memory::Memory;
use super::report::Progress;
use crate::config::{Config, read_text, unreadable};
use crate::content::{Identity, Parsed, Parser, check_asset, check_name, identify, needs_reading};
use crate::diagnostic::{Code, Diagnostic, Place, message};
use crate::digest::hash_bytes;
use crate::library::Input;
use crate::registry::Registries;
use crate::world::{Found, PathKind, World};

/// The site's files, told apart.
#[derive(Debug, Default)]
pub(super) struct Discovered {
    /// Markdown files.
    pub(super) sources: Vec<Source>,
    /// All other files.
    pub(super) assets: Vec<Asset>,
}

impl Discovered {
    /// The Markdown file at a path.
    pub(super) fn source(&self, path: &Path) -> Option<&Source> {
        self.sources.iter().find(|source| source.path == path)
    }
}

/// A Markdown file.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) path: PathBuf,
    pub(super) file: Arc<str>,
    pub(super) identity: Identity,
    pub(super) stamp: Option<u64>,
}

/// A file that is published as it is.
#[derive(Debug)]
pub(super) struct Asset {
    /// Path in the output.
    pub(super) path: String,
    /// Where it is read.
    pub(super) source: PathBuf,
    pub(super) file: Arc<str>,
    pub(super) stamp: Option<u64>,
}

/// Walks the content folder.
pub(super) fn discover(
    world: &dyn World,
    root: &Path,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> Discovered {
    let folder = Config::folder(root, &config.content);
    let found = match world.walk(&folder) {
        Ok(found) => found,
        Err(error) => {
            let shown = folder.display();
            problems.push(Diagnostic::global(
                Code::UnreadableFile,
                message!(
                    "内容文件夹 {shown} 无法读取：{error}",
                    "the content folder {shown} cannot be read: {error}"
                ),
            ));
            return Discovered::default();
        }
    };
    let mut discovered = Discovered::default();
    for Found {
        path,
        outside,
        kind,
        stamp,
    } in found
    {
        let path = match path {
            Ok(path) => path,
            Err(name) => {
                problems.push(Diagnostic::new(
                    Code::UnportableName,
                    Place::file(format!("{}/{name}", config.content)),
                    message!(
                        "文件名“{name}”不是 Unicode",
                        "the file name `{name}` is not Unicode"
                    ),
                ));
                continue;
            }
        };
        let file: Arc<str> = format!("{}/{path}", config.content).into();
        if outside {
            problems.push(outside_link(&file));
            continue;
        }
        if let Err(problem) = check_name(&path, &file) {
            problems.push(problem);
            continue;
        }
        let source = folder.join(&path);
        // A folder is found only if it could not be opened.
        let problem = match kind {
            Some(PathKind::Folder) => {
                Some(message!("文件夹无法打开", "the folder cannot be opened"))
            }
            Some(PathKind::Other) => Some(message!(
                "这不是普通文件（管道或设备）",
                "this is not an ordinary file but a pipe or a device"
            )),
            _ => None,
        };
        if let Some(problem) = problem {
            problems.push(Diagnostic::new(
                Code::UnreadableFile,
                Place::file(file),
                problem,
            ));
            continue;
        }
        if let Some(problem) = misspelt_ending(&path, &file) {
            problems.push(problem);
            continue;
        }
        if path.ends_with(".md") {
            match identify(&path, &file, &config.languages) {
                Ok(identity) => discovered.sources.push(Source {
                    path: source,
                    file,
                    identity,
                    stamp,
                }),
                Err(unfit) => problems.push(unfit.0),
            }
            continue;
        }
        let limit = config.limits.max_asset_bytes;
        let bytes = if needs_reading(&path) {
            world.read(&source, limit)
        } else {
            Ok(Vec::new())
        };
        let checked = bytes
            .map_err(|error| unreadable(&error, &file, limit))
            .and_then(|bytes| check_asset(&path, &file, &bytes));
        match checked {
            Ok(()) => discovered.assets.push(Asset {
                path,
                source,
                file,
                stamp,
            }),
            Err(problem) => problems.push(problem),
        }
    }
    discovered
}

/// A Markdown file whose ending is written in another way would be published as it is.
fn misspelt_ending(path: &str, file: &Arc<str>) -> Option<Diagnostic> {
    let (_, ending) = path.rsplit_once('.')?;
    let markdown = ending.eq_ignore_ascii_case("md") || ending.eq_ignore_ascii_case("markdown");
    (markdown && ending != "md").then(|| {
        Diagnostic::new(
            Code::UnportableName,
            Place::file(file.clone()),
            message!(
                "Markdown 文件的后缀须是小写的 .md",
                "a Markdown file ends in .md, in small letters"
            ),
        )
        .hint(message!("改名", "rename it"))
    })
}

fn outside_link(file: &Arc<str>) -> Diagnostic {
    Diagnostic::new(
        Code::SymlinkOutside,
        Place::file(file.clone()),
        message!(
            "链接指向内容文件夹之外，或指向不存在的文件",
            "the link leads out of the content folder, or to nothing"
        ),
    )
    .hint(message!(
        "把文件复制进来，或删去链接",
        "copy the file in, or delete the link"
    ))
}

/// A source as it is now.
pub(super) struct Seen {
    /// Digest of its bytes; `None` if it cannot be read as text.
    pub(super) digest: Option<u64>,
    /// Its text, unless it was not looked at because it is as it was; or why it cannot be read.
    pub(super) text: Option<Result<String, Diagnostic>>,
}

/// Looks at every source, in parallel. What has the stamp it had is as it was.
pub(super) fn look(
    world: &dyn World,
    sources: &[Source],
    memory: &Memory,
    config: &Config,
) -> Vec<Seen> {
    sources
        .par_iter()
        .map(|source| {
            let known = memory.sources.get(&source.file);
            if let Some(known) = known
                && known.stamp.is_some()
                && known.stamp == source.stamp
            {
                return Seen {
                    digest: Some(known.digest),
                    text: None,
                };
            }
            let text = read_text(
                world,
                &source.path,
                &source.file,
                config.limits.max_file_bytes,
            );
            Seen {
                digest: text.as_ref().ok().map(|text| hash_bytes(text.as_bytes())),
                text: Some(text),
            }
        })
        .collect()
}

/// Parses every source that has changed, in parallel.
pub(super) fn parse(
    world: &dyn World,
    sources: &[Source],
    seen: Vec<Seen>,
    memory: &Memory,
    (registries, config): (&Registries, &Config),
    progress: &dyn Progress,
) -> Vec<Arc<Parsed>> {
    let parser = Parser::new(registries, config.default_language);
    let unread = |problem: Diagnostic| {
        Arc::new(Parsed {
            entry: None,
            diagnostics: vec![problem],
        })
    };
    sources
        .par_iter()
        .zip(seen)
        .map(|(source, seen)| {
            let known = memory.sources.get(&source.file);
            let known = known.filter(|known| Some(known.digest) == seen.digest);
            let parsed = known.and_then(|known| known.parsed.clone());
            let parsed = parsed.unwrap_or_else(|| {
                let limit = config.limits.max_file_bytes;
                let text = seen
                    .text
                    .unwrap_or_else(|| read_text(world, &source.path, &source.file, limit));
                text.map_or_else(unread, |text| {
                    Arc::new(parser.parse(source.identity.clone(), &source.file, &text))
                })
            });
            progress.tick();
            parsed
        })
        .collect()
}

/// Gathers what linking needs.
pub(super) fn collect(
    parsed: &[Arc<Parsed>],
    discovered: &Discovered,
    drafts: bool,
    problems: &mut Vec<Diagnostic>,
) -> Input {
    let mut entries = Vec::with_capacity(parsed.len());
    let mut unusable = HashSet::new();
    for (parsed, source) in parsed.iter().zip(&discovered.sources) {
        problems.extend(parsed.diagnostics.iter().cloned());
        match &parsed.entry {
            Some(entry) => entries.push(entry.clone()),
            None => {
                unusable.insert(source.identity.id.to_string());
            }
        }
    }
    let assets: BTreeMap<_, _> = discovered
        .assets
        .iter()
        .map(|asset| (asset.path.clone(), asset.file.clone()))
        .collect();
    Input {
        entries,
        assets,
        unusable,
        drafts,
    }
}
