//! What carries which value of which registry. A value counts what carries it or a value below
//! it, each document once.

use std::collections::HashMap;

use super::documents::{Doc, DocId};
use super::order::date_of;
use crate::registry::Registries;

/// Members of every value of every registry.
#[derive(Debug, Default)]
pub struct Facets(HashMap<String, Vec<Members>>);

/// Documents that carry a value, newest first.
#[derive(Debug, Clone, Default)]
pub struct Members {
    /// All of them.
    pub docs: Vec<DocId>,
}

impl Facets {
    pub(super) fn of(docs: &[Doc], registries: &Registries) -> Self {
        let mut facets: HashMap<String, Vec<Members>> = registries
            .iter()
            .map(|registry| {
                (
                    registry.id.clone(),
                    vec![Members::default(); registry.items.len()],
                )
            })
            .collect();
        // Newest first, so that every list is in order as it grows.
        let mut newest: Vec<DocId> = (0..docs.len()).map(DocId::new).collect();
        newest.sort_by_cached_key(|doc| {
            (
                std::cmp::Reverse(date_of(&docs[doc.index()])),
                docs[doc.index()].id.clone(),
            )
        });
        for id in newest {
            let entry = docs[id.index()].original();
            let clauses = entry
                .clauses()
                .into_iter()
                .map(|clause| ("clauses", clause));
            for (registry_id, value) in entry.facets().into_iter().chain(clauses) {
                let Some(registry) = registries.get(registry_id) else {
                    continue;
                };
                let (Some(at), Some(members)) =
                    (registry.position(value), facets.get_mut(registry_id))
                else {
                    continue;
                };
                for at in registry.ancestry(at) {
                    let list = &mut members[at].docs;
                    if list.last() != Some(&id) {
                        list.push(id);
                    }
                }
            }
        }
        Self(facets)
    }

    /// Documents that carry a value, newest first. The value is given by its index.
    #[must_use]
    pub fn members(&self, registry: &str, value: usize) -> &[DocId] {
        self.0
            .get(registry)
            .and_then(|values| values.get(value))
            .map_or(&[], |members| &members.docs)
    }

    /// Whether any document carries a value of the registry.
    #[must_use]
    pub fn in_use(&self, registry: &str) -> bool {
        self.0
            .get(registry)
            .is_some_and(|values| values.iter().any(|members| !members.docs.is_empty()))
    }
}
