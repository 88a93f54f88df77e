//! What is searched: pages of one language, cut into sections, with the values they carry.
//! Nothing here knows where a page comes from.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use crate::language::Lang;

/// Everything one language's index is made from.
#[derive(Debug, Default)]
pub struct Collection {
    /// The language of the texts.
    pub lang: Lang,
    /// Pages, in ascending order of path; a page's number is its index.
    pub pages: Vec<Page>,
    /// Facets, in the order they are shown.
    pub facets: Vec<Facet>,
    /// Names of each term of the glossary, in Chinese and in English.
    pub glossary: Vec<(Vec<String>, Vec<String>)>,
}

/// A page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// Its path from the site's root, not escaped.
    pub path: String,
    /// Its title.
    pub title: String,
    /// What it is: `case`, `policy`, `clause` and so on.
    pub kind: String,
    /// Its day, if it has one.
    pub date: Option<Date>,
    /// Words it should be found by that need not be in its text.
    pub keywords: Vec<String>,
    /// Its text. The first section is what stands before the first heading.
    pub sections: Sections,
    /// The facet values it carries: pairs of facet and value, by index, without those above them.
    pub values: Vec<(usize, usize)>,
}

/// A part of a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Section {
    /// Fragment of the heading; empty in the first section.
    pub id: String,
    /// Text of the heading; empty in the first section.
    pub heading: String,
    /// Visible text; blocks are separated by line feeds.
    pub body: String,
}

/// The sections of a page. They may be cut out of its text only when they are looked at, for after an
/// edit most pages' are not.
#[derive(Clone, Default)]
pub struct Sections {
    made: OnceLock<Vec<Section>>,
    source: Option<Source>,
}

/// What sections are made from: a digest of it, and how.
type Source = (u64, Arc<dyn Fn() -> Vec<Section> + Send + Sync>);

impl Sections {
    /// Sections that `make` makes when they are asked for. Where the digest is the same they are, too.
    pub fn later(digest: u64, make: impl Fn() -> Vec<Section> + Send + Sync + 'static) -> Self {
        Self {
            made: OnceLock::new(),
            source: Some((digest, Arc::new(make))),
        }
    }

    /// A digest of what they are made from, if there is one.
    #[must_use]
    pub fn digest(&self) -> Option<u64> {
        self.source.as_ref().map(|(digest, _)| *digest)
    }
}

impl From<Vec<Section>> for Sections {
    fn from(sections: Vec<Section>) -> Self {
        Self {
            made: OnceLock::from(sections),
            source: None,
        }
    }
}

impl FromIterator<Section> for Sections {
    fn from_iter<Items: IntoIterator<Item = Section>>(sections: Items) -> Self {
        sections.into_iter().collect::<Vec<_>>().into()
    }
}

impl Deref for Sections {
    type Target = Vec<Section>;

    fn deref(&self) -> &Vec<Section> {
        let make = || match &self.source {
            Some((_, make)) => make(),
            None => Vec::new(),
        };
        self.made.get_or_init(make)
    }
}

impl DerefMut for Sections {
    fn deref_mut(&mut self) -> &mut Vec<Section> {
        // They are made now; from then on they are their own.
        let _ = &**self;
        self.source = None;
        match self.made.get_mut() {
            Some(made) => made,
            None => unreachable!("they were made"),
        }
    }
}

impl std::fmt::Debug for Sections {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        (**self).fmt(f)
    }
}

impl PartialEq for Sections {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

/// A closed list of values that pages carry.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facet {
    /// Its name in queries: `clause`, `industry` and so on.
    pub name: String,
    /// Its values; a value stands behind the one above it.
    pub values: Vec<Value>,
}

/// A value of a facet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Value {
    /// Its id: `6.3`, `case`, `2026`.
    pub id: String,
    /// Its name in the collection's language.
    pub name: String,
    /// Index of the value above it.
    pub parent: Option<usize>,
}

impl Page {
    /// A hash of all that the full-text index takes from the page.
    #[must_use]
    pub fn hash(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        let mut add = |text: &str| {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        };
        add(&self.title);
        add(&self.keywords.join("\n"));
        for section in &*self.sections {
            add(&section.heading);
            add(&section.body);
        }
        hasher.finalize().to_hex()[..32].to_owned()
    }

    /// The keywords as one text.
    #[must_use]
    pub fn keyword_text(&self) -> String {
        self.keywords.join("\n")
    }
}
