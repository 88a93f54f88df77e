//! Standards, their clauses, and all that refers to one clause.

use serde::Serialize;

use super::{Card, FacetLinkContext, SourceContext, ValueContext};

/// A standard and its clauses.
#[derive(Debug, Clone, Serialize)]
pub struct StandardContext {
    /// Number, for example `ISO 56005:2020`.
    pub number: String,
    /// Name.
    pub name: String,
    /// Note.
    pub note: Option<String>,
    /// Where the facts come from.
    pub source: SourceContext,
    /// Its clauses.
    pub clauses: Vec<ClauseNodeContext>,
}

/// A clause in the tree.
#[derive(Debug, Clone, Serialize)]
pub struct ClauseNodeContext {
    /// The clause as a link; every clause has a page.
    #[serde(flatten)]
    pub link: FacetLinkContext,
    /// Number of interpretations, courses and lessons, cases, notices: of the clause itself and those below it.
    pub counts: ClauseCounts,
    /// Clauses below it.
    pub children: Vec<ClauseNodeContext>,
}

/// How many entries refer to a clause.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ClauseCounts {
    /// Interpretations.
    pub interpretations: usize,
    /// Courses and lessons.
    pub courses: usize,
    /// Cases.
    pub cases: usize,
    /// Notices.
    pub policies: usize,
}

/// All that refers to one clause.
#[derive(Debug, Clone, Serialize)]
pub struct ClauseContext {
    /// The standard's number.
    pub standard: String,
    /// The clause's facts.
    pub value: ValueContext,
    /// Clauses before and after it in the standard's order.
    pub previous: Option<FacetLinkContext>,
    /// The clause after.
    pub next: Option<FacetLinkContext>,
    /// Interpretations.
    pub interpretations: Vec<Card>,
    /// Courses and lessons.
    pub courses: Vec<Card>,
    /// Cases.
    pub cases: Vec<Card>,
    /// Number of cases, of which `cases` holds the first.
    pub cases_total: usize,
    /// Path of the list of all cases of this clause; `None` when `cases` holds all.
    pub cases_path: Option<String>,
    /// Notices.
    pub policies: Vec<Card>,
    /// Terms.
    pub terms: Vec<Card>,
}
