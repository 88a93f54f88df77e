//! Lists, their pages, and registry values as links and filters.

use serde::Serialize;

use super::{Card, SourceContext};

/// A registry's value, as a link to its page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FacetLinkContext {
    /// The registry's id, for example `localities`.
    pub registry: String,
    /// The value's display number, when it has one other than its name (`6.3`, `C39`).
    pub number: Option<String>,
    /// The value's name.
    pub name: String,
    /// Path of its page; `None` when no entry uses it, so that it has none.
    pub path: Option<String>,
}

/// One page of a list.
#[derive(Debug, Clone, Serialize)]
pub struct ListContext {
    /// The entries on this page.
    pub items: Vec<Card>,
    /// Number of entries on all pages.
    pub total: usize,
    /// This page's number, from 1.
    pub page: usize,
    /// Number of pages, at least 1.
    pub pages: usize,
    /// Path of the page before.
    pub previous: Option<String>,
    /// Path of the page after.
    pub next: Option<String>,
    /// Page links to show: numbers near this one, first and last; `path` is `None` for a gap.
    pub numbers: Vec<PageNumberContext>,
}

/// A link to a page of a list.
#[derive(Debug, Clone, Serialize)]
pub struct PageNumberContext {
    /// The number, or `…`.
    pub label: String,
    /// Its path; `None` for a gap.
    pub path: Option<String>,
    /// Whether it is this page.
    pub current: bool,
}

/// A registry as a filter.
#[derive(Debug, Clone, Serialize)]
pub struct FacetGroupContext {
    /// The registry's id.
    pub registry: String,
    /// The registry's name.
    pub title: String,
    /// Path of the registry's page.
    pub path: String,
    /// Values in use, top level only, with counts.
    pub values: Vec<FacetValueContext>,
}

/// A value with the number of entries that carry it or a value below it.
#[derive(Debug, Clone, Serialize)]
pub struct FacetValueContext {
    /// The value as a link.
    #[serde(flatten)]
    pub link: FacetLinkContext,
    /// Number of entries, each counted once.
    pub count: usize,
    /// Values below it that are in use.
    pub children: Vec<FacetValueContext>,
}

/// Facts about one value of a registry.
#[derive(Debug, Clone, Serialize)]
pub struct ValueContext {
    /// Its id.
    pub id: String,
    /// Its display number.
    pub number: Option<String>,
    /// The value above it.
    pub parent: Option<FacetLinkContext>,
    /// Values below it that have pages.
    pub children: Vec<FacetLinkContext>,
    /// A note about it.
    pub note: Option<String>,
    /// Where its name comes from.
    pub source: SourceContext,
}
