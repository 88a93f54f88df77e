//! What a page shows of an entry: its text, its contents, its sources, and itself as a card in lists.

use std::sync::Arc;

use serde::Serialize;

use super::{DateContext, FacetLinkContext, LinkContext};

/// What every page made from a Markdown file shows.
#[derive(Debug, Clone, Serialize)]
pub struct EntryContext {
    /// BCP 47 tag of the language the text is in.
    pub lang_tag: &'static str,
    /// Whether the text is in another language than the page around it, for want of a translation.
    pub fallback: bool,
    /// The text as HTML, sanitized and complete. Safe.
    pub body: String,
    /// Headings of level 2 and 3, for the table of contents.
    pub toc: Vec<TocContext>,
    /// Day of first publication.
    pub date: Option<DateContext>,
    /// Day of the last change.
    pub updated: Option<DateContext>,
    /// Address of the editing form; `None` when none is configured.
    pub edit_url: Option<String>,
    /// Whether the content is invented as an example.
    pub sample: bool,
    /// Where the facts come from.
    pub sources: Vec<SourceContext>,
    /// Clauses the entry refers to.
    pub clauses: Vec<FacetLinkContext>,
    /// Entries that belong with this one, most related first.
    pub related: Vec<Card>,
    /// Entries that refer to this one, by kind.
    pub backlinks: Vec<BacklinkContext>,
}

/// A heading in the table of contents.
#[derive(Debug, Clone, Serialize)]
pub struct TocContext {
    /// The heading's id.
    pub id: String,
    /// Its text.
    pub title: String,
    /// Headings of the next level below it.
    pub children: Vec<TocContext>,
}

/// Where a fact comes from.
#[derive(Debug, Clone, Serialize)]
pub struct SourceContext {
    /// Name of the source.
    pub name: String,
    /// Its address.
    pub url: Option<String>,
    /// Day of the last check.
    pub as_of: DateContext,
    /// `verified`, `secondary`, `unverified` or `sample`; its name is `t["status_" ~ status]`.
    pub status: &'static str,
}

/// A card, made once for all the lists it stands in.
pub type Card = Arc<CardContext>;

/// An entry in a list.
#[derive(Debug, Clone, Serialize)]
pub struct CardContext {
    /// `page`, `interpretation`, `course`, `lesson`, `policy`, `case`, `term`, `section`.
    pub kind: &'static str,
    /// The entry's title.
    pub title: String,
    /// Path from the site's root.
    pub path: String,
    /// Tag of the text's language where it differs from the page's, else `None`.
    pub lang_tag: Option<&'static str>,
    /// One or two plain sentences; may be empty.
    pub description: String,
    /// The day that matters: of publication or, for a notice, of issue.
    pub date: Option<DateContext>,
    /// Whether the content is invented as an example.
    pub sample: bool,
    /// Short facts: for a case its locality, industry, size; for a notice its number and status; for a lesson its minutes.
    pub facts: Vec<String>,
    /// Numbers of the clauses the entry refers to, as one text; may be empty.
    pub clauses: String,
}

/// An entry that refers to the page.
#[derive(Debug, Clone, Serialize)]
pub struct BacklinkContext {
    /// Its kind.
    pub kind: &'static str,
    /// Its title and path.
    #[serde(flatten)]
    pub link: LinkContext,
}
