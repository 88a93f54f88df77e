//! What stands in which section, and in which order.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use super::documents::{Doc, DocId};
use crate::content::kind::Sort;
use crate::content::{Fields, Kind};
use crate::registry::Registries;

/// Parents, children and lists of all documents.
#[derive(Debug, Default)]
pub(super) struct Order {
    parents: Vec<Option<DocId>>,
    children: HashMap<DocId, Vec<DocId>>,
    listed: HashMap<DocId, Vec<DocId>>,
    /// Whether a section says that what stands in it is in the order of titles.
    is_by_title: bool,
}

impl Order {
    pub(super) fn of(
        docs: &[Doc],
        by_id: &HashMap<Arc<str>, DocId>,
        registries: &Registries,
    ) -> Self {
        let mut order = Self {
            parents: vec![None; docs.len()],
            ..Self::default()
        };
        for (at, doc) in docs
            .iter()
            .enumerate()
            .filter(|(_, doc)| !doc.id.is_empty())
        {
            let id = DocId::new(at);
            let parent = nearest(docs, by_id, &doc.id);
            order.parents[at] = parent;
            if let Some(parent) = parent {
                order.children.entry(parent).or_default().push(id);
            }
            // A kind's entries are listed in every section of the kind above them.
            if doc.kind.folder().is_some() && doc.kind != Kind::Lesson {
                let mut above = parent;
                while let Some(section) = above {
                    if docs[section.index()].id.is_empty() {
                        break;
                    }
                    order.listed.entry(section).or_default().push(id);
                    above = order.parents[section.index()]
                        .or_else(|| nearest(docs, by_id, &docs[section.index()].id));
                }
            }
        }
        order.is_by_title = docs.iter().any(|doc| match &doc.original().fields {
            Fields::Section(own) => own.sort == Some(Sort::Title),
            _ => false,
        });
        let clauses = registries.get("clauses");
        let clause_at = |doc: &Doc| match &doc.original().fields {
            Fields::Interpretation(own) => {
                clauses.and_then(|clauses| clauses.position(&own.clause))
            }
            _ => None,
        };
        let lists = order.children.iter_mut().chain(order.listed.iter_mut());
        #[allow(clippy::iter_over_hash_type, reason = "each list is sorted by itself")]
        for (section, list) in lists {
            let sort = sort_of(
                &docs[section.index()],
                list.first().map(|first| docs[first.index()].kind),
            );
            match sort {
                Sort::Weight => list.sort_by_cached_key(|doc| {
                    let doc = &docs[doc.index()];
                    (
                        doc.original().common.weight.unwrap_or(i64::MAX),
                        clause_at(doc),
                        doc.id.clone(),
                    )
                }),
                Sort::Date => list.sort_by_cached_key(|doc| {
                    let doc = &docs[doc.index()];
                    (Reverse(date_of(doc)), doc.id.clone())
                }),
                Sort::Title => list.sort_by_cached_key(|doc| {
                    let doc = &docs[doc.index()];
                    (doc.original().common.title.clone(), doc.id.clone())
                }),
            }
        }
        order
    }

    pub(super) const fn is_by_title(&self) -> bool {
        self.is_by_title
    }

    pub(super) fn children(&self, doc: DocId) -> &[DocId] {
        self.children.get(&doc).map_or(&[], Vec::as_slice)
    }

    pub(super) fn listed(&self, doc: DocId) -> &[DocId] {
        self.listed
            .get(&doc)
            .map_or_else(|| self.children(doc), Vec::as_slice)
    }

    pub(super) fn parent(&self, doc: DocId) -> Option<DocId> {
        self.parents[doc.index()]
    }
}

/// The nearest section or course above an id.
fn nearest(docs: &[Doc], by_id: &HashMap<Arc<str>, DocId>, id: &str) -> Option<DocId> {
    let mut at = id;
    while let Some((parent, _)) = at.rsplit_once('/') {
        if let Some(found) = by_id.get(parent)
            && matches!(docs[found.index()].kind, Kind::Section | Kind::Course)
        {
            return Some(*found);
        }
        at = parent;
    }
    by_id.get("").copied()
}

/// The section's own order, or the one that suits what it holds.
fn sort_of(section: &Doc, kind: Option<Kind>) -> Sort {
    let own = match &section.original().fields {
        Fields::Section(own) => own.sort,
        _ => None,
    };
    own.unwrap_or(match kind {
        Some(Kind::Case | Kind::Policy) => Sort::Date,
        Some(Kind::Term) => Sort::Title,
        _ => Sort::Weight,
    })
}

/// The day that matters for order.
pub(super) fn date_of(doc: &Doc) -> Option<jiff::civil::Date> {
    let entry = doc.original();
    match &entry.fields {
        Fields::Policy(own) => Some(own.issued),
        _ => entry.common.date,
    }
}
