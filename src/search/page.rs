//! What is searched: pages of one language, cut into sections, with the values they carry.
//! Nothing here knows where a page comes from.

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
    pub sections: Vec<Section>,
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
        for section in &self.sections {
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
