//! What is in the folders that a site is published to and staged in, and what of it is whose.

use std::path::{Path, PathBuf};

use super::Foreign;
use super::manifest::{self, Files, Manifest};
use super::problem::{failed, foreign, no_folder};
use crate::diagnostic::{Code, Diagnostic, message};
use crate::world::{Leaf, PathKind, World};

/// The folder beside the target that holds stage and lock.
pub(super) fn work_folder(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.casebook"))
}

pub(super) fn check_overlap(
    world: &dyn World,
    target: &Path,
    sources: &[PathBuf],
) -> Result<(), Diagnostic> {
    for source in sources {
        let source = world.canonical(source);
        if target.starts_with(&source) || source.starts_with(target) {
            let (target, source) = (target.display(), source.display());
            return Err(Diagnostic::global(
                Code::OutputInContent,
                message!(
                    "输出文件夹 {target} 与源文件夹 {source} 重叠",
                    "the output folder {target} overlaps the source folder {source}"
                ),
            )
            .hint(message!(
                "用 --output 指定另一个文件夹",
                "choose another folder with --output"
            )));
        }
    }
    Ok(())
}

/// Brings order into what a killed build left behind.
pub(super) fn recover(world: &dyn World, target: &Path, staging: &Path) -> Result<(), Diagnostic> {
    let mut aside = staging.as_os_str().to_owned();
    aside.push(".old");
    let aside = PathBuf::from(aside);
    // Killed between the two renames of a system that cannot exchange.
    if world.kind(&aside).is_some() {
        if world.kind(target).is_none() {
            world
                .exchange(&aside, target)
                .map_err(|error| failed(target, &error))?;
        } else {
            world
                .remove_folder(&aside)
                .map_err(|error| failed(&aside, &error))?;
        }
    }
    Ok(())
}

/// What an earlier build says that it wrote to a folder.
pub(super) fn read_manifest(world: &dyn World, folder: &Path) -> Option<Manifest> {
    let bytes = world.read(&folder.join(manifest::NAME), u64::MAX).ok()?;
    Manifest::from_text(&String::from_utf8_lossy(&bytes))
}

/// Files of a manifest that are as they were when it was written.
pub(super) fn intact(leaves: &[Leaf], manifest: &Manifest) -> Files {
    let written = leaves
        .iter()
        .find(|leaf| leaf.path == manifest::NAME)
        .and_then(|leaf| leaf.changed);
    leaves
        .iter()
        .filter(|leaf| !leaf.folder && leaf.changed.is_some() && leaf.changed <= written)
        .filter_map(|leaf| {
            let mark = (*manifest.files.get(&leaf.path)?)?;
            (mark.len == leaf.len).then(|| (leaf.path.clone(), mark))
        })
        .collect()
}

/// What is in a target.
#[derive(Default)]
pub(super) struct Found {
    /// What an earlier build wrote and is as it wrote it.
    pub(super) current: Files,
    /// All that it wrote.
    pub(super) ours: Vec<String>,
    /// Somebody else's.
    pub(super) foreign: Vec<Foreign>,
    /// Everything, by path.
    pub(super) leaves: Vec<Leaf>,
}

/// Tells the files in the target apart: those an earlier build wrote that are as it wrote them, all
/// that it wrote, and somebody else's.
pub(super) fn survey(world: &dyn World, target: &Path) -> Result<Found, Diagnostic> {
    match world.kind(target) {
        None => return Ok(Found::default()),
        Some(PathKind::File | PathKind::Other) => return Err(no_folder(target)),
        Some(PathKind::Folder) => {}
    }
    let leaves = world
        .tree(target, &[])
        .map_err(|error| failed(target, &error))?;
    let manifest = read_manifest(world, target);
    let ours = |path: &str| {
        manifest
            .as_ref()
            .is_some_and(|manifest| manifest.files.contains_key(path))
    };
    let others: Vec<Foreign> = leaves
        .iter()
        .filter(|leaf| leaf.path != manifest::NAME && !ours(&leaf.path))
        .map(|leaf| Foreign {
            path: leaf.path.clone(),
            folder: leaf.folder,
        })
        .collect();
    let Some(manifest) = manifest else {
        // A folder that was never a site may hold a repository's or a host's own files, no more.
        let surprising: Vec<String> = others
            .iter()
            .map(|other| &other.path)
            .filter(|path| !is_host_file(path))
            .cloned()
            .collect();
        if !surprising.is_empty() {
            return Err(foreign(target, &surprising));
        }
        return Ok(Found {
            foreign: others,
            leaves,
            ..Found::default()
        });
    };
    Ok(Found {
        current: intact(&leaves, &manifest),
        ours: manifest.files.into_keys().collect(),
        foreign: others,
        leaves,
    })
}

/// Files that belong to a repository or a host rather than to a site.
fn is_host_file(path: &str) -> bool {
    path.starts_with('.') || path == "CNAME"
}
