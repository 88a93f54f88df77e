//! The theme: templates, strings in every language, styles. The default theme is part of the
//! program; a file of the same name in the site's own theme folder takes its place.
//!
//! It knows no entry: it is handed contexts and gives back HTML.

mod assets;
mod strings;
mod templates;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use rust_embed::RustEmbed;
use tera::Tera;

pub use assets::Asset;
pub use strings::Strings;

use crate::config::{Config, unreadable};
use crate::diagnostic::{Code, Diagnostic, Place, message};
use crate::digest::{hash_all, hash_bytes};
use crate::language::Lang;
use crate::world::{PathKind, World};

/// The default theme's files, by path within the theme.
#[derive(RustEmbed)]
#[folder = "themes/default"]
struct Default;

/// The scripts that belong to the default theme, built from `client/src`. The one that pages have
/// while a site is served for writing is not published.
#[derive(RustEmbed)]
#[folder = "client/dist"]
#[exclude = "live.js"]
#[prefix = "assets/"]
struct Scripts;

/// Where diagnostics place files of the default theme.
const DEFAULT_FOLDER: &str = "themes/default";

/// A theme, ready to render.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    /// File of each template, for diagnostics.
    files: BTreeMap<String, Arc<str>>,
    /// Strings of every language.
    pub strings: Strings,
    /// Styles, icons and other files, under hashed names.
    pub assets: Vec<Asset>,
    asset_paths: tera::Value,
    /// The words of the search program in every language, which most pages carry.
    search_words: BTreeMap<Lang, tera::Value>,
    /// Digest of what every page depends on: strings and names of assets.
    digest: u64,
    /// Digest of each template with those that it is made of.
    template_digests: BTreeMap<String, u64>,
}

/// A file of the theme, of the site's own or of the default.
struct ThemeFile {
    /// Path for diagnostics.
    file: Arc<str>,
    bytes: Cow<'static, [u8]>,
}

impl Theme {
    /// Loads the theme of the site at `root`.
    ///
    /// # Errors
    /// All problems of the theme's files.
    pub fn load(world: &dyn World, root: &Path, config: &Config) -> Result<Self, Vec<Diagnostic>> {
        let mut problems = Vec::new();
        let files = collect(world, root, config, &mut problems);
        let strings = Strings::load(&files, &config.languages, &mut problems);
        let (assets, asset_paths) = assets::name(&files);
        let templates = templates::compile(&files, &mut problems);
        match templates {
            Some((tera, places)) if problems.is_empty() => Ok(Self {
                search_words: templates::search_words(&tera, &strings, &config.languages),
                tera,
                files: places,
                strings,
                assets,
                asset_paths,
                digest: digest(&files),
                template_digests: templates::digests(&files),
            }),
            _ => Err(problems),
        }
    }

    /// Digest of what every page depends on: strings and names of assets.
    #[must_use]
    pub const fn digest(&self) -> u64 {
        self.digest
    }

    /// Digest of a template with those that it is made of.
    #[must_use]
    pub fn template_digest(&self, template: &str) -> u64 {
        self.template_digests.get(template).copied().unwrap_or(0)
    }

    /// A file of the default theme.
    fn default_file(name: &str) -> Option<ThemeFile> {
        let bytes = Default::get(name).or_else(|| Scripts::get(name))?.data;
        Some(ThemeFile {
            file: format!("{DEFAULT_FOLDER}/{name}").into(),
            bytes,
        })
    }

    /// The text of a file of the default theme, for excerpts.
    #[must_use]
    pub fn embedded(path: &str) -> Option<String> {
        let name = path.strip_prefix(DEFAULT_FOLDER)?.trim_start_matches('/');
        String::from_utf8(Default::get(name)?.data.into_owned()).ok()
    }
}

/// Digest of all files but templates.
fn digest(files: &BTreeMap<String, ThemeFile>) -> u64 {
    let files = files.iter();
    hash_all(
        files
            .filter(|(name, _)| !name.starts_with("templates/"))
            .flat_map(|(name, file)| [hash_bytes(name.as_bytes()), hash_bytes(&file.bytes)]),
    )
}

/// The default theme's files, with the site's own in their place.
fn collect(
    world: &dyn World,
    root: &Path,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> BTreeMap<String, ThemeFile> {
    let mut files = BTreeMap::new();
    for name in Default::iter().chain(Scripts::iter()) {
        if let Some(file) = Theme::default_file(&name) {
            files.insert(name.into_owned(), file);
        }
    }
    let folder = Config::folder(root, &config.theme);
    if world.kind(&folder) != Some(PathKind::Folder) {
        return files;
    }
    for found in world.walk(&folder).unwrap_or_default() {
        let name = match found.path {
            Ok(name) if !found.outside => name,
            Ok(name) | Err(name) => {
                problems.push(Diagnostic::new(
                    Code::SymlinkOutside,
                    Place::file(format!("{}/{name}", config.theme)),
                    message!(
                        "主题文件“{name}”无法使用",
                        "the theme's file `{name}` cannot be used"
                    ),
                ));
                continue;
            }
        };
        let file: Arc<str> = format!("{}/{name}", config.theme).into();
        match world.read(&folder.join(&name), config.limits.max_asset_bytes) {
            Ok(bytes) => {
                files.insert(
                    name,
                    ThemeFile {
                        file,
                        bytes: bytes.into(),
                    },
                );
            }
            Err(error) => problems.push(unreadable(&error, &file, config.limits.max_asset_bytes)),
        }
    }
    files
}
