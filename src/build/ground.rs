//! The pipeline's first step: settings, vocabularies and theme.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Options;
use crate::config::{self, Config};
use crate::diagnostic::{Code, Diagnostic, message};
use crate::digest::{hash, hash_all, hash_bytes};
use crate::registry::{self, Registries};
use crate::theme::Theme;
use crate::world::{PathKind, World};

/// What stands before any entry is read.
pub(super) struct Ground {
    pub(super) config: Config,
    pub(super) registries: Registries,
    /// Missing if it has a problem, which is told.
    pub(super) theme: Option<Theme>,
    pub(super) problems: Vec<Diagnostic>,
    /// Digests of the files it came from, by path from the site's root.
    pub(super) files: BTreeMap<String, u64>,
    /// Digest of what parsing depends on besides a file's own text.
    pub(super) vocabulary: u64,
    /// Digest of what every page depends on.
    pub(super) digest: u64,
    /// What tells this build of casebook from others.
    pub(super) program: u64,
}

impl Ground {
    /// Reads it, or takes over what was read before, if nothing of it has changed.
    ///
    /// # Errors
    /// The problems of a configuration that nothing can be built with.
    pub(super) fn load(
        world: &dyn World,
        options: &Options,
        before: Option<&Arc<Self>>,
    ) -> Result<Arc<Self>, Vec<Diagnostic>> {
        if let Some(before) = before
            && before.files == files(world, &options.root, &before.config)
        {
            return Ok(before.clone());
        }
        let (mut config, mut problems) = Config::load(world, &options.root)?;
        config.search.enabled &= !options.no_search;
        config.search.offline |= options.offline;
        override_base_url(&mut config, options).map_err(|problem| vec![problem])?;
        // Looked at before they are read: what changes meanwhile is read again by the next build.
        let files = files(world, &options.root, &config);
        let (registries, found) = registry::load(world, &options.root, &config);
        problems.extend(found);
        let theme = Theme::load(world, &options.root, &config)
            .map_err(|found| problems.extend(found))
            .ok();
        let folder = format!("{}/", config.registries);
        let registry_files = files
            .iter()
            .filter(|(name, _)| name.starts_with(&folder))
            .flat_map(|(name, digest)| [hash_bytes(name.as_bytes()), *digest]);
        let program = hash_all([world.program(), hash(&env!("CARGO_PKG_VERSION"))]);
        let vocabulary = hash_all(registry_files.chain([
            program,
            hash(&(&config.languages, &config.content)),
            config.limits.max_file_bytes,
        ]));
        let digest = hash_all([
            vocabulary,
            hash(&config),
            theme.as_ref().map_or(0, Theme::digest),
        ]);
        Ok(Arc::new(Self {
            config,
            registries,
            theme,
            problems,
            files,
            vocabulary,
            digest,
            program,
        }))
    }

    /// Folder to write to.
    pub(super) fn target(&self, options: &Options) -> PathBuf {
        let own = || options.root.join(&self.config.output);
        options.output.clone().unwrap_or_else(own)
    }

    /// Folders that the output must not overlap.
    pub(super) fn sources(&self, root: &Path) -> Vec<PathBuf> {
        let config = &self.config;
        let folders = [&config.content, &config.registries, &config.theme];
        folders
            .into_iter()
            .map(|folder| root.join(folder))
            .collect()
    }
}

/// Digests of the files that a ground comes from.
fn files(world: &dyn World, root: &Path, config: &Config) -> BTreeMap<String, u64> {
    let digest = |path: &Path| {
        let bytes = world.read(path, u64::MAX);
        // What cannot be read is a problem, which is told where it is read.
        bytes.map_or(0, |bytes| hash_bytes(&bytes))
    };
    let mut files = BTreeMap::new();
    files.insert(config::FILE.to_owned(), digest(&root.join(config::FILE)));
    for name in [&config.registries, &config.theme] {
        let folder = Config::folder(root, name);
        if world.kind(&folder) != Some(PathKind::Folder) {
            continue;
        }
        for found in world.walk(&folder).unwrap_or_default() {
            let (Ok(path) | Err(path)) = found.path;
            let bytes = digest(&folder.join(&path));
            let outside = u64::from(found.outside);
            files.insert(format!("{name}/{path}"), hash_all([bytes, outside]));
        }
    }
    files
}

fn override_base_url(config: &mut Config, options: &Options) -> Result<(), Diagnostic> {
    let Some(url) = &options.base_url else {
        return Ok(());
    };
    if !url.starts_with("https://") && !url.starts_with("http://")
        || url.contains(|c: char| c.is_whitespace() || "\"<>\\".contains(c))
    {
        return Err(Diagnostic::global(
            Code::InvalidUrl,
            message!("“{url}”不是有效网址", "`{url}` is not a valid address"),
        )
        .hint(message!(
            "以 https:// 或 http:// 开头写完整",
            "write it in full, beginning with https:// or http://"
        )));
    }
    config.base_url = Some(if url.ends_with('/') {
        url.clone()
    } else {
        format!("{url}/")
    });
    Ok(())
}
