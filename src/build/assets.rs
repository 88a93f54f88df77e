//! Files that are published as they are.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::load::Loaded;
use super::memory::{self, Memory};
use crate::config::unreadable;
use crate::diagnostic::Diagnostic;
use crate::output::Stage;
use crate::theme::Theme;
use crate::world::World;

/// Copies images and downloads, and the theme's own files. Returns what to remember of the former.
pub(super) fn copy_assets(
    world: &dyn World,
    stage: &Stage<'_, '_>,
    loaded: &Loaded,
    theme: &Theme,
    memory: &Memory,
) -> (HashMap<Arc<str>, memory::Asset>, Vec<Diagnostic>) {
    let mut problems: Vec<Diagnostic> = theme
        .assets
        .par_iter()
        .filter_map(|asset| stage.write(&asset.path, &asset.bytes).err())
        .collect();
    let limit = loaded.ground.config.limits.max_asset_bytes;
    let copied: Vec<_> = loaded
        .discovered
        .assets
        .par_iter()
        .map(|asset| {
            let then = memory.assets.get(&asset.file);
            let then = then.filter(|then| then.stamp.is_some() && then.stamp == asset.stamp);
            if let Some(then) = then
                && stage.mark(&asset.path) == Some(then.mark)
            {
                stage.keep(&asset.path)?;
                return Ok((asset.file.clone(), then.clone()));
            }
            let bytes = world
                .read(&asset.source, limit)
                .map_err(|error| unreadable(&error, &asset.file, limit))?;
            let mark = stage.write(&asset.path, &bytes)?;
            let stamp = asset.stamp;
            Ok((asset.file.clone(), memory::Asset { stamp, mark }))
        })
        .collect();
    let mut assets = HashMap::with_capacity(copied.len());
    for copied in copied {
        match copied {
            Ok((file, asset)) => {
                assets.insert(file, asset);
            }
            Err(problem) => problems.push(problem),
        }
    }
    (assets, problems)
}
