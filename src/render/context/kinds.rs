//! Facts that only one kind of entry has.

use serde::Serialize;

use super::{Card, DateContext, FacetLinkContext, LinkContext};

/// Facts of a course.
#[derive(Debug, Clone, Serialize)]
pub struct CourseContext {
    /// What a learner can do afterwards.
    pub objectives: Vec<String>,
    /// For whom.
    pub audience: Option<String>,
    /// `introductory`, `intermediate`, `advanced`; its name is `t["level_" ~ level]`.
    pub level: &'static str,
    /// Courses to take before.
    pub prerequisites: Vec<LinkContext>,
    /// Who offers it.
    pub provider: Option<String>,
    /// Licence of the material.
    pub licence: Option<String>,
    /// Sum of the lessons' minutes.
    pub minutes: u32,
    /// The lessons in order.
    pub lessons: Vec<LessonLinkContext>,
    /// Changes, newest first.
    pub changes: Vec<ChangeContext>,
}

/// A lesson in a course's list.
#[derive(Debug, Clone, Serialize)]
pub struct LessonLinkContext {
    /// Title.
    pub title: String,
    /// Path.
    pub path: String,
    /// Description; may be empty.
    pub description: String,
    /// Minutes.
    pub minutes: u32,
    /// Whether it is the lesson shown.
    pub current: bool,
    /// Tag of the title's language where it differs from the page's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang_tag: Option<&'static str>,
}

/// A change to a course.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeContext {
    /// Day.
    pub date: DateContext,
    /// `major` or `minor`; its name is `t["scale_" ~ scale]`.
    pub scale: &'static str,
    /// What changed.
    pub note: String,
}

/// Facts of a lesson.
#[derive(Debug, Clone, Serialize)]
pub struct LessonContext {
    /// The course.
    pub course: LinkContext,
    /// Minutes.
    pub minutes: u32,
    /// Place in the course, from 1.
    pub number: usize,
    /// All lessons of the course, in order.
    pub lessons: Vec<LessonLinkContext>,
    /// Questions to open with.
    pub questions: Vec<String>,
    /// Lessons to take before.
    pub prerequisites: Vec<LinkContext>,
    /// Files to download; `path` from the site's root.
    pub downloads: Vec<LinkContext>,
    /// The lesson before.
    pub previous: Option<LinkContext>,
    /// The lesson after.
    pub next: Option<LinkContext>,
}

/// Facts of a notice.
#[derive(Debug, Clone, Serialize)]
pub struct PolicyContext {
    /// Document number.
    pub number: Option<String>,
    /// Who issued it.
    pub issuers: Vec<FacetLinkContext>,
    /// Day on the document.
    pub issued: DateContext,
    /// Day of publication.
    pub published: Option<DateContext>,
    /// Day of effect.
    pub effective: Option<DateContext>,
    /// Last day in force.
    pub expires: Option<DateContext>,
    /// Day of repeal.
    pub repealed: Option<DateContext>,
    /// `in_force`, `not_yet`, `superseded`, `repealed`, `expired`; its name is `t["policy_" ~ status]`.
    pub status: &'static str,
    /// Notices this one replaces.
    pub supersedes: Vec<LinkContext>,
    /// Notices that replace this one.
    pub superseded_by: Vec<LinkContext>,
    /// To whom it is addressed.
    pub addressed_to: Option<String>,
    /// What is due.
    pub deadlines: Vec<DeadlineContext>,
    /// Localities it is limited to.
    pub localities: Vec<FacetLinkContext>,
    /// Address of the original.
    pub original: Option<String>,
}

/// Something due.
#[derive(Debug, Clone, Serialize)]
pub struct DeadlineContext {
    /// Last day.
    pub date: DateContext,
    /// Who must act.
    pub who: String,
    /// What must be done.
    pub what: String,
    /// The notice that says so (on the home page).
    pub policy: Option<LinkContext>,
    /// Whether the day has passed; `None` when the build date is not configured.
    pub past: Option<bool>,
}

/// Facts of a case.
#[derive(Debug, Clone, Serialize)]
pub struct CaseContext {
    /// The enterprise; `None` when anonymous.
    pub enterprise: Option<String>,
    /// Whether the name is withheld.
    pub anonymous: bool,
    /// Registry values in order, each with the field's label key (`t["field_" ~ field]`).
    pub facets: Vec<CaseFacetContext>,
    /// Results.
    pub metrics: Vec<MetricContext>,
    /// Who recommended it.
    pub recommended_by: Option<String>,
    /// Whether sensitive details were removed.
    pub desensitized: bool,
    /// Notices that speak of the case's clauses or are linked with it.
    pub policies: Vec<Card>,
}

/// A field of a case whose values come from a registry.
#[derive(Debug, Clone, Serialize)]
pub struct CaseFacetContext {
    /// Field name: `locality`, `industry`, `size`, `stage`, `ladder`, `titles`, `batch`, `grade`, `phases`, `tools`.
    pub field: &'static str,
    /// Its values.
    pub values: Vec<FacetLinkContext>,
}

/// A result.
#[derive(Debug, Clone, Serialize)]
pub struct MetricContext {
    /// What was measured.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Before, as text; `None` when unknown.
    pub before: Option<String>,
    /// After, as text.
    pub after: String,
    /// Difference with its sign (`+12`), `None` without a value before.
    pub change: Option<String>,
    /// Year of the value after.
    pub year: i32,
    /// Length of the bars in per cent of the longer one, 0 to 100 (before, after), for `meter`-like pictures.
    pub bars: (u8, u8),
}

/// A term in another language.
#[derive(Debug, Clone, Serialize)]
pub struct EquivalentContext {
    /// BCP 47 tag.
    pub lang_tag: &'static str,
    /// The term.
    pub title: String,
    /// Path of its page.
    pub path: String,
}

/// Terms under one letter.
#[derive(Debug, Clone, Serialize)]
pub struct TermGroupContext {
    /// The letter.
    pub letter: String,
    /// The terms.
    pub terms: Vec<TermContext>,
}

/// A term in the glossary.
#[derive(Debug, Clone, Serialize)]
pub struct TermContext {
    /// Card of the term.
    #[serde(flatten)]
    pub card: Card,
    /// Other names.
    pub synonyms: Vec<String>,
    /// Abbreviation.
    pub abbreviation: Option<String>,
    /// The term in the site's other languages.
    pub equivalents: Vec<EquivalentContext>,
}
