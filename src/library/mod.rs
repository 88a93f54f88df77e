//! Everything linked: which entries there are in which languages, what refers to what, what
//! carries which registry value, what stands in which section in which order.
//!
//! [`link`] takes all parsed entries and gives the [`Library`] and all problems. It knows no
//! template and writes nothing.

mod documents;
mod facets;
mod link;
mod order;
mod path;
mod references;
mod related;
mod resolve;
mod terms;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use crate::content::{Entry, Kind};
use crate::language::Lang;

pub use documents::{Doc, DocId};
pub use facets::{Facets, Members};
pub use link::{Input, link, replace};
pub use path::encode_path;
pub use resolve::Target;

/// All entries of the site and what ties them together.
/// Cheap to clone: all but a few pointers is shared.
#[derive(Debug, Clone)]
pub struct Library {
    /// Language of files without a suffix.
    pub default_language: Lang,
    /// Languages of the site, the default first.
    pub languages: Vec<Lang>,
    /// All documents, by id.
    docs: Vec<Arc<Doc>>,
    by_id: Arc<HashMap<Arc<str>, DocId>>,
    /// Paths of all other files, from the content folder.
    pub assets: Arc<BTreeMap<String, Arc<str>>>,
    /// Where each link of each entry leads, in the order of its body's links.
    targets: Arc<HashMap<(DocId, Lang), Vec<Target>>>,
    /// What the front matter's `related` names, in order.
    named: Arc<Vec<Vec<DocId>>>,
    /// Documents that refer to each document.
    backlinks: Arc<Vec<Vec<DocId>>>,
    /// Related cases of each case, best first.
    related: Arc<related::Related>,
    /// Successors of each notice that has one.
    superseded_by: Arc<HashMap<DocId, Vec<DocId>>>,
    /// Documents a document supersedes or asks for first.
    required: Arc<HashMap<DocId, Vec<DocId>>>,
    /// What carries which registry value.
    pub facets: Arc<Facets>,
    /// Sections and what stands in them.
    order: Arc<order::Order>,
    /// Every name of every term, by language.
    terms: Arc<terms::Terms>,
    /// Ids of files that exist but could not be used; references to them are not reported twice.
    unusable: Arc<HashSet<String>>,
    /// Ids of drafts that are not part of the site.
    left_out: Arc<HashSet<String>>,
}

impl Library {
    /// A document by its id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<DocId> {
        self.by_id.get(id).copied()
    }

    /// A document.
    #[must_use]
    pub fn doc(&self, doc: DocId) -> &Doc {
        &self.docs[doc.index()]
    }

    /// All documents, sorted by id.
    pub fn docs(&self) -> impl Iterator<Item = DocId> + use<> {
        (0..self.docs.len()).map(DocId::new)
    }

    /// Documents of a kind, sorted by id.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = DocId> {
        self.docs().filter(move |doc| self.doc(*doc).kind == kind)
    }

    /// A document as a reader of `lang` sees it: in that language, or in one it has.
    #[must_use]
    pub fn view(&self, doc: DocId, lang: Lang) -> &Entry {
        self.doc(doc).view(lang)
    }

    /// Where an entry's links lead, in the order of its body's links.
    #[must_use]
    pub fn targets(&self, doc: DocId, lang: Lang) -> &[Target] {
        self.targets.get(&(doc, lang)).map_or(&[], Vec::as_slice)
    }

    /// What the front matter names as related, in order.
    #[must_use]
    pub fn named(&self, doc: DocId) -> &[DocId] {
        &self.named[doc.index()]
    }

    /// Documents that refer to this one, by kind, then by id.
    #[must_use]
    pub fn backlinks(&self, doc: DocId) -> &[DocId] {
        &self.backlinks[doc.index()]
    }

    /// Cases most like a case, best first.
    #[must_use]
    pub fn related(&self, doc: DocId) -> &[DocId] {
        self.related.get(doc)
    }

    /// Notices that supersede a notice.
    #[must_use]
    pub fn superseded_by(&self, doc: DocId) -> &[DocId] {
        self.superseded_by.get(&doc).map_or(&[], Vec::as_slice)
    }

    /// What a notice supersedes; what a course or lesson asks for first.
    #[must_use]
    pub fn required(&self, doc: DocId) -> &[DocId] {
        self.required.get(&doc).map_or(&[], Vec::as_slice)
    }

    /// What stands in a section or course, in order.
    #[must_use]
    pub fn children(&self, doc: DocId) -> &[DocId] {
        self.order.children(doc)
    }

    /// The section or course a document stands in.
    #[must_use]
    pub fn parent(&self, doc: DocId) -> Option<DocId> {
        self.order.parent(doc)
    }

    /// The path from the content folder of a file named relative to an entry's file; `None` when
    /// it leads out.
    #[must_use]
    pub fn beside(&self, entry: &Entry, written: &str) -> Option<String> {
        path::beside(entry, written)
    }

    /// Entries of a section's list: of its own kind, also from the folders below it.
    #[must_use]
    pub fn listed(&self, doc: DocId) -> &[DocId] {
        self.order.listed(doc)
    }
}
