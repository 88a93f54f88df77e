//! A document: one entry in all its languages.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::content::{Entry, Kind};
use crate::language::Lang;

/// Index of a document in its library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DocId(u32);

impl DocId {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "no site has four thousand million documents"
    )]
    pub(super) const fn new(index: usize) -> Self {
        Self(index as u32)
    }

    /// The index.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// One entry in all its languages; there is at least one.
#[derive(Debug, Clone)]
pub struct Doc {
    /// The id its files share.
    pub id: Arc<str>,
    /// Its kind.
    pub kind: Kind,
    /// Whether its page is the index of a folder.
    pub folder: bool,
    /// The default language's file first, if there is one.
    pub(super) versions: Vec<Arc<Entry>>,
}

impl Doc {
    /// As a reader of `lang` sees it: in that language, or in one it has.
    #[must_use]
    pub fn view(&self, lang: Lang) -> &Entry {
        self.version(lang).unwrap_or(&self.versions[0])
    }

    /// In exactly that language, if it has it.
    #[must_use]
    pub fn version(&self, lang: Lang) -> Option<&Entry> {
        self.versions
            .iter()
            .find(|entry| entry.identity.lang == lang)
            .map(Arc::as_ref)
    }

    /// The file all others are translations of, or the only one.
    #[must_use]
    pub fn original(&self) -> &Entry {
        &self.versions[0]
    }

    /// Its files in all languages.
    #[must_use]
    pub fn versions(&self) -> &[Arc<Entry>] {
        &self.versions
    }

    /// Path of its page in a language's part of the site, from the site's root.
    #[must_use]
    pub fn path(&self, lang: Lang, default: Lang) -> String {
        let end = match (self.folder, self.id.is_empty()) {
            (true, true) => "index.html",
            (true, false) => "/index.html",
            (false, _) => ".html",
        };
        let mut path = String::with_capacity(self.id.len() + 16);
        if lang != default {
            path.push_str(lang.code());
            path.push('/');
        }
        path.push_str(&self.id);
        path.push_str(end);
        path
    }
}
