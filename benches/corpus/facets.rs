//! The ids of the registries.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use serde::Deserialize;

/// Registry files, and the ids in them.
#[derive(Debug)]
pub(crate) struct Registries {
    /// Files by name.
    pub(crate) files: BTreeMap<String, String>,
    /// Hash of all files.
    pub(crate) digest: String,
    items: BTreeMap<String, Vec<Item>>,
}

/// A value.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Item {
    /// Its id.
    pub(crate) id: String,
    parent: Option<String>,
    role: Option<String>,
}

#[derive(Deserialize)]
struct RegistryFile {
    item: Vec<Item>,
}

impl Registries {
    /// Reads all registries of a folder.
    ///
    /// # Errors
    /// When one cannot be read.
    pub(crate) fn read(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let mut files = BTreeMap::new();
        let mut items = BTreeMap::new();
        let mut hasher = blake3::Hasher::new();
        for found in fs::read_dir(folder)? {
            let name = found?.file_name().to_string_lossy().into_owned();
            if let Some(registry) = name.strip_suffix(".toml") {
                let text = fs::read_to_string(folder.join(&name))?;
                items.insert(
                    registry.to_owned(),
                    toml::from_str::<RegistryFile>(&text)?.item,
                );
                files.insert(name, text);
            }
        }
        for (name, text) in &files {
            hasher.update(name.as_bytes()).update(text.as_bytes());
        }
        Ok(Self {
            files,
            digest: hasher.finalize().to_hex()[..16].to_owned(),
            items,
        })
    }

    /// All ids of a registry.
    pub(crate) fn ids(&self, registry: &str) -> Vec<&str> {
        self.filter(registry, |_| true)
    }

    /// Clauses that texts refer to: those below a chapter, and annexes.
    pub(crate) fn clauses(&self) -> Vec<&str> {
        self.filter("clauses", |item| {
            item.parent.is_some() || item.role.is_some()
        })
    }

    /// Clauses of a role.
    pub(crate) fn clauses_with(&self, role: &str) -> Vec<&str> {
        self.filter("clauses", |item| item.role.as_deref() == Some(role))
    }

    fn filter(&self, registry: &str, keep: impl Fn(&Item) -> bool) -> Vec<&str> {
        let items = self.items.get(registry).map_or(&[][..], Vec::as_slice);
        items
            .iter()
            .filter(|item| keep(item))
            .map(|item| item.id.as_str())
            .collect()
    }
}
