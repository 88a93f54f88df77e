//! Styles, icons and other files, named by their content so that they can be cached for ever.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::ThemeFile;

/// A file of the theme that pages refer to.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Path from the site's root: `assets/site.1a2b3c4d.css`.
    pub path: String,
    /// Its bytes.
    pub bytes: Cow<'static, [u8]>,
}

/// Names all assets by their hash. Templates find a path under the file's name
/// (`assets["site.css"]`); the style sheet, the icon and the script also as `assets.css`,
/// `assets.icon` and `assets.script`.
pub(super) fn name(files: &BTreeMap<String, ThemeFile>) -> (Vec<Asset>, tera::Value) {
    let mut assets = Vec::new();
    let mut paths: BTreeMap<String, String> = BTreeMap::new();
    for (name, file) in files {
        let Some(name) = name.strip_prefix("assets/") else {
            continue;
        };
        let hash = blake3::hash(&file.bytes).to_hex();
        let hash = &hash[..10];
        let path = match name.rsplit_once('.') {
            Some((stem, ending)) => format!("assets/{stem}.{hash}.{ending}"),
            None => format!("assets/{name}.{hash}"),
        };
        for (key, wanted) in [
            ("css", "site.css"),
            ("icon", "icon.svg"),
            ("script", "site.js"),
        ] {
            if name == wanted {
                paths.insert(key.to_owned(), path.clone());
            }
        }
        paths.insert(name.to_owned(), path.clone());
        assets.push(Asset {
            path,
            bytes: file.bytes.clone(),
        });
    }
    (assets, tera::Value::from_serializable(&paths))
}
