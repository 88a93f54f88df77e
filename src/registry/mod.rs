//! The site's closed vocabularies: clauses, localities, industries and so on, read from data
//! files. What a registry holds is the site's matter; which registries there are, the kinds' fields
//! decide.

mod load;

use std::collections::{HashMap, HashSet};

use crate::data::{Located, Refusal, Text, Vocabulary};
use crate::diagnostic::{Message, did_you_mean};
use crate::language::Lang;

pub use load::load;

/// Names of the registries that fields refer to, in the order pages show them.
pub const NAMES: [&str; 11] = [
    "standards",
    "clauses",
    "localities",
    "industries",
    "sizes",
    "stages",
    "ladders",
    "titles",
    "batches",
    "grades",
    "issuers",
];

/// Every registry of the site.
#[derive(Debug, Default)]
pub struct Registries {
    by_id: HashMap<String, Registry>,
    /// Registries whose file could not be used; what refers to them is not reported again.
    unusable: HashSet<String>,
}

/// One vocabulary.
#[derive(Debug)]
pub struct Registry {
    /// Its id, the name of its file.
    pub id: String,
    /// Its file, from the site's root.
    pub file: std::sync::Arc<str>,
    /// Its name.
    pub title: Text,
    /// Where it comes from.
    pub source: Provenance,
    /// Its items, in the file's order.
    pub items: Vec<Item>,
    index: HashMap<String, usize>,
}

/// Where facts come from, as of when, how far verified.
#[derive(Debug, Clone, PartialEq)]
pub struct Provenance {
    /// Name of the source.
    pub name: Text,
    /// Day of the last check.
    pub as_of: jiff::civil::Date,
    /// How far verified: `verified`, `secondary`, `unverified`, `sample`.
    pub status: Status,
}

/// How far a fact is verified.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Checked against the primary source.
    Verified,
    /// Taken from a secondary source.
    Secondary,
    /// Not yet checked.
    #[default]
    Unverified,
    /// Invented as an example.
    Sample,
}

impl Status {
    /// The word in data files and string keys.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Secondary => "secondary",
            Self::Unverified => "unverified",
            Self::Sample => "sample",
        }
    }
}

/// One item of a vocabulary.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its id, unique in the registry; it stands in front matter and in addresses.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Its display number, when that is not the name.
    pub number: Option<String>,
    /// Index of the item above it.
    pub parent: Option<usize>,
    /// Indices of the items below it, in the file's order.
    pub children: Vec<usize>,
    /// What sort of item it is, for fields that admit one sort only.
    pub role: Option<String>,
    /// The standard a clause belongs to: an id of the registry `standards`.
    pub standard: Option<Located<String>>,
    /// A note.
    pub note: Option<Text>,
    /// Where its facts come from.
    pub source: Provenance,
}

impl Registries {
    /// A registry by its id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Registry> {
        self.by_id.get(id)
    }

    /// The registries the site has, in the order of [`NAMES`].
    pub fn iter(&self) -> impl Iterator<Item = &Registry> {
        NAMES.iter().filter_map(|name| self.by_id.get(*name))
    }
}

impl Registry {
    /// An item's index by its id.
    #[must_use]
    pub fn position(&self, id: &str) -> Option<usize> {
        self.index.get(id).copied()
    }

    /// An item by its id.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.position(id).map(|at| &self.items[at])
    }

    /// An item's index and those above it, nearest first.
    pub fn ancestry(&self, at: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(at), |at| self.items[*at].parent)
    }

    /// Indices of the items that have none above them.
    pub fn roots(&self) -> impl Iterator<Item = usize> {
        self.items
            .iter()
            .enumerate()
            .filter(|(_, item)| item.parent.is_none())
            .map(|(at, _)| at)
    }
}

impl Item {
    /// Number and name, as one reads them in a sentence.
    #[must_use]
    pub fn label(&self, lang: Lang) -> String {
        match &self.number {
            Some(number) => format!("{number} {}", self.name.get(lang)),
            None => self.name.get(lang).to_owned(),
        }
    }
}

impl Vocabulary for Registries {
    fn admit(&self, registry: &str, role: Option<&str>, id: &str) -> Result<(), Refusal> {
        if self.unusable.contains(registry) {
            return Ok(());
        }
        let registry = self.get(registry).ok_or(Refusal::UnknownRegistry)?;
        let Some(item) = registry.item(id) else {
            // An editor may have written the name, or a slip of the id.
            let trimmed = id.trim();
            let by_name = registry.items.iter().find(|item| {
                item.name.zh == trimmed
                    || item.name.en.eq_ignore_ascii_case(trimmed)
                    || item.label(Lang::Zh) == trimmed
            });
            let by_part = || {
                let long = trimmed.chars().count() >= 2;
                registry
                    .items
                    .iter()
                    .find(|item| long && item.name.zh.starts_with(trimmed))
            };
            // Numbers one digit apart are neighbors, not slips of each other.
            let spelled = id.chars().any(char::is_alphabetic) && id.chars().count() > 3;
            let by_id = || {
                let ids = registry.items.iter().map(|item| item.id.as_str());
                did_you_mean(id, ids.filter(|_| spelled)).and_then(|id| registry.item(id))
            };
            let meant = by_name.or_else(by_part).or_else(by_id);
            return Err(Refusal::UnknownId {
                meant: meant.map(|item| {
                    (
                        item.id.clone(),
                        Message {
                            zh: item.label(Lang::Zh),
                            en: item.label(Lang::En),
                        },
                    )
                }),
            });
        };
        match role {
            Some(role) if item.role.as_deref() != Some(role) => Err(Refusal::WrongRole {
                allowed: registry
                    .items
                    .iter()
                    .filter(|item| item.role.as_deref() == Some(role))
                    .map(|item| item.id.clone())
                    .collect(),
            }),
            _ => Ok(()),
        }
    }
}
