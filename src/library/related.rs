//! Which cases are most like a case.
//!
//! The score of a pair is 3 for every clause both practise, 4 for the same industry division (2
//! for the same section only), 2 for the same stage of development, 1 for the same size. Pairs
//! that share neither clause nor industry are not related. Equal scores are ordered by date,
//! newest first, then by id.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use super::Library;
use super::documents::{Doc, DocId};
use super::order::date_of;
use crate::content::{Fields, Kind};
use crate::registry::Registries;

/// How many related cases a case has at most.
const LIMIT: usize = 5;
/// Clauses that take part, in 64-bit words; those past the end of so long a registry do not.
const WORDS: usize = 4;

/// What the score looks at, packed so that millions of pairs cost little.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Facts {
    clauses: [u64; WORDS],
    industry: usize,
    section: usize,
    stage: usize,
    size: usize,
}

impl Facts {
    fn score(&self, other: &Self) -> u32 {
        let shared: u32 = self
            .clauses
            .iter()
            .zip(&other.clauses)
            .map(|(a, b)| (a & b).count_ones())
            .sum();
        let industry = if self.industry == other.industry {
            4
        } else if self.section == other.section {
            2
        } else {
            0
        };
        if shared == 0 && industry == 0 {
            return 0;
        }
        3 * shared
            + industry
            + 2 * u32::from(self.stage == other.stage)
            + u32::from(self.size == other.size)
    }
}

/// The related cases of every case, found when they are asked for: after an edit few are.
#[derive(Debug)]
pub(super) struct Related {
    /// All cases, the newest first.
    cases: Vec<(DocId, Facts)>,
    /// The place of each in these, and its related cases, best first.
    found: HashMap<DocId, (usize, OnceLock<Vec<DocId>>)>,
}

impl Related {
    pub(super) fn get(&self, doc: DocId) -> &[DocId] {
        self.found
            .get(&doc)
            .map_or(&[], |(at, found)| found.get_or_init(|| self.find(*at)))
    }

    fn find(&self, at: usize) -> Vec<DocId> {
        let (doc, own) = self.cases[at];
        let mut best: Vec<(u32, DocId)> = Vec::with_capacity(LIMIT + 1);
        for (other, facts) in &self.cases {
            let score = own.score(facts);
            let enters = best.len() < LIMIT || best.last().is_some_and(|(least, _)| score > *least);
            if score > 0 && enters && *other != doc {
                let at = best.partition_point(|(better, _)| *better >= score);
                best.insert(at, (score, *other));
                best.truncate(LIMIT);
            }
        }
        best.into_iter().map(|(_, doc)| doc).collect()
    }
}

/// The related cases of every case: those of an earlier library, if the cases are the same in all that
/// counts.
pub(super) fn related_cases(
    docs: &[Doc],
    registries: &Registries,
    before: Option<&Library>,
) -> Arc<Related> {
    let mut cases: Vec<(DocId, Facts)> = docs
        .iter()
        .enumerate()
        .filter(|(_, doc)| doc.kind == Kind::Case)
        .filter_map(|(at, doc)| Some((DocId::new(at), facts(doc, registries)?)))
        .collect();
    cases.sort_by_cached_key(|(doc, _)| {
        let doc = &docs[doc.index()];
        (std::cmp::Reverse(date_of(doc)), doc.id.clone())
    });
    if let Some(before) = before.filter(|before| before.related.cases == cases) {
        return before.related.clone();
    }
    let found = cases.iter().enumerate();
    let found = found.map(|(at, (doc, _))| (*doc, (at, OnceLock::new())));
    Arc::new(Related {
        found: found.collect(),
        cases,
    })
}

fn facts(doc: &Doc, registries: &Registries) -> Option<Facts> {
    let entry = doc.original();
    let Fields::Case(own) = &entry.fields else {
        return None;
    };
    let position = |registry: &str, id: &str| {
        registries
            .get(registry)
            .and_then(|registry| registry.position(id))
    };
    let mut clauses = [0; WORDS];
    for clause in entry.clauses() {
        if let Some(at) = position("clauses", clause).filter(|at| *at < 64 * WORDS) {
            clauses[at / 64] |= 1 << (at % 64);
        }
    }
    let industry = position("industries", &own.industry)?;
    let section = registries
        .get("industries")
        .and_then(|registry| registry.ancestry(industry).last())?;
    Some(Facts {
        clauses,
        industry,
        section,
        stage: position("stages", &own.stage)?,
        size: position("sizes", &own.size)?,
    })
}
