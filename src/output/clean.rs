//! Removes what builds keep beside a site, and never the site itself.

use std::path::{Path, PathBuf};

use super::problem::{failed, locked};
use super::survey::{recover, work_folder};
use crate::diagnostic::{Code, Diagnostic, message};
use crate::world::{PathKind, World};

/// File in the cache that is locked while the site is served.
const SERVING: &str = "serve.lock";

/// A folder that was removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleaned {
    /// Where it was.
    pub path: PathBuf,
    /// Sum of the bytes of its files.
    pub bytes: u64,
    /// Whether it was a link; what it led to is still there.
    pub link: bool,
}

/// Removes the cache and the work folder of the site at `target`, as far as they are there.
///
/// # Errors
/// When another process is writing the site, when what is to be kept lies in a folder that is to
/// be removed, or when something cannot be removed.
pub fn clean(
    world: &dyn World,
    target: &Path,
    cache: &Path,
    sources: &[PathBuf],
) -> Result<Vec<Cleaned>, Diagnostic> {
    let target = world.canonical(target);
    let work = work_folder(&target);
    for folder in [cache, &work] {
        // A link is removed by itself, whatever it leads to.
        if !world.is_link(folder) {
            let folder = world.canonical(folder);
            let kept = sources.iter().map(|source| world.canonical(source));
            for kept in kept.chain([target.clone()]) {
                if kept.starts_with(&folder) {
                    return Err(inside(&kept, &folder));
                }
            }
        }
    }
    // Whoever serves the site works in the cache.
    let serving = cache.join(SERVING);
    let _serving = (!world.is_link(cache) && world.kind(&serving) == Some(PathKind::File))
        .then(|| world.lock(&serving))
        .transpose()
        .map_err(|error| locked(cache, cache, &error))?;
    let mut cleaned = Vec::new();
    if world.is_link(&work) {
        let lock = work.join("lock");
        let _lock = (world.kind(&lock) == Some(PathKind::File))
            .then(|| world.lock(&lock))
            .transpose()
            .map_err(|error| locked(&target, &work, &error))?;
        cleaned.extend(remove(world, cache)?);
        cleaned.extend(remove(world, &work)?);
    } else if world.kind(&work).is_some() {
        let _lock = world
            .lock(&work.join("lock"))
            .map_err(|error| locked(&target, &work, &error))?;
        cleaned.extend(remove(world, cache)?);
        let bytes = weigh(world, &work)?.unwrap_or(0);
        // The published site may be among what a killed build left: it goes back first.
        recover(world, &target, &work.join("next"))?;
        cleaned.extend(remove(world, &work)?.map(|folder| Cleaned { bytes, ..folder }));
    } else {
        cleaned.extend(remove(world, cache)?);
    }
    Ok(cleaned)
}

fn weigh(world: &dyn World, path: &Path) -> Result<Option<u64>, Diagnostic> {
    world.weigh(path).map_err(|error| failed(path, &error))
}

fn remove(world: &dyn World, path: &Path) -> Result<Option<Cleaned>, Diagnostic> {
    let link = world.is_link(path);
    let Some(bytes) = weigh(world, path)? else {
        return Ok(None);
    };
    world
        .remove_folder(path)
        .map_err(|error| failed(path, &error))?;
    Ok(Some(Cleaned {
        path: path.to_owned(),
        bytes,
        link,
    }))
}

fn inside(kept: &Path, folder: &Path) -> Diagnostic {
    let (kept, folder) = (kept.display(), folder.display());
    Diagnostic::global(
        Code::OutputInContent,
        message!(
            "{kept} 在 {folder} 里面，没有删除任何文件",
            "{kept} is inside {folder}: nothing was removed"
        ),
    )
    .hint(message!(
        "{folder} 是缓存的位置；在 site.toml 里改用别的文件夹",
        "{folder} is where the cache is kept; choose another folder in site.toml"
    ))
}
