//! What a template sees: one typed context per page, and nothing else.
//!
//! Every page's template gets the fields of [`PageContext`] at its top level, next to the
//! shared values of the language ([`SiteContext`] as `site`, the theme's strings as `t`, the
//! assets as `assets`). Addresses are paths from the site's root, without a leading slash;
//! a template writes `{{ root }}{{ path }}`, so that the same bytes work at a domain's root,
//! in a sub-path and from disk.

use std::sync::Arc;

use serde::Serialize;

/// What every page of one language shares.
#[derive(Debug, Clone, Serialize)]
pub struct SiteContext {
    /// The site's title.
    pub title: String,
    /// One sentence about the site.
    pub description: String,
    /// Address under which the site is published, ending in `/`; empty when none is configured.
    pub base_url: String,
    /// `zh` or `en`.
    pub lang: &'static str,
    /// BCP 47 tag of the language, for `lang="…"`.
    pub lang_tag: &'static str,
    /// Path of the home page in this language.
    pub home: String,
    /// Main navigation.
    pub menu: Vec<LinkContext>,
    /// Atom feeds of this language; empty without a base URL.
    pub feeds: Vec<LinkContext>,
    /// Text of the page's foot, from the configuration.
    pub footer: Option<String>,
}

/// A link: a title and a path from the site's root.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LinkContext {
    /// Text of the link.
    pub title: String,
    /// Path from the site's root.
    pub path: String,
    /// Tag of the title's language where it differs from the page's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang_tag: Option<&'static str>,
}

impl LinkContext {
    /// A link whose title is in the page's language.
    pub(super) const fn new(title: String, path: String) -> Self {
        Self {
            title,
            path,
            lang_tag: None,
        }
    }
}

/// A day, for machines and for people.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DateContext {
    /// `2026-03-01`.
    pub iso: String,
    /// As the language writes it: `2026年3月1日`, `1 March 2026`.
    pub text: String,
}

/// Top level of every page's context.
#[derive(Debug, Clone, Serialize)]
pub struct PageContext {
    /// What the page is: `home`, `section`, `page`, `interpretation`, `course`, `lesson`,
    /// `policy`, `case`, `term`, `glossary`, `registry`, `facet`, `clauses`, `clause`, `not-found`.
    pub kind: &'static str,
    /// `../` for every folder between the page and the site's root, else empty.
    pub root: String,
    /// The page's own path from the site's root.
    pub path: String,
    /// The page's heading.
    pub title: String,
    /// Content of the `title` element.
    pub head_title: String,
    /// One or two plain sentences for the page's head; may be empty.
    pub description: String,
    /// The description its author wrote, to print below the heading; else empty.
    pub lead: String,
    /// Absolute address for `rel=canonical` and `og:url`; empty without a base URL.
    pub canonical: String,
    /// Absolute or relative addresses of the page's languages, for `hreflang`; empty without a base URL.
    pub alternates: Vec<AlternateContext>,
    /// The same page in the site's other languages, for the language switch.
    pub translations: Vec<TranslationContext>,
    /// From the home page down to the parent; the page itself is not in it.
    pub breadcrumbs: Vec<LinkContext>,
    /// JSON-LD, safe inside a `script` element of type `application/ld+json`.
    pub json_ld: String,
    /// Whether search engines should leave the page out (later pages of lists, pages shown in another language).
    pub noindex: bool,
    /// The entry behind the page, on pages that have one.
    pub entry: Option<EntryContext>,
    /// Facts that only this kind has.
    #[serde(flatten)]
    pub extra: Extra,
}

/// An address in one language.
#[derive(Debug, Clone, Serialize)]
pub struct AlternateContext {
    /// BCP 47 tag, or `x-default`.
    pub hreflang: &'static str,
    /// Absolute address.
    pub href: String,
}

/// The same page in another language.
#[derive(Debug, Clone, Serialize)]
pub struct TranslationContext {
    /// BCP 47 tag.
    pub lang_tag: &'static str,
    /// The language's name in itself.
    pub name: &'static str,
    /// Path from the site's root.
    pub path: String,
}

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
    pub backlinks: Vec<Card>,
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
    /// Clause numbers the entry refers to.
    pub clauses: Vec<String>,
}

/// Facts that only one kind of page has; each variant's fields stand at the context's top level.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
#[allow(clippy::large_enum_variant, reason = "one value a page, moved once")]
pub enum Extra {
    /// `home`: counts and newest entries.
    Home {
        /// Entry points with the number of entries behind each.
        doors: Vec<DoorContext>,
        /// The newest cases.
        cases: Vec<Card>,
        /// The newest notices.
        policies: Vec<Card>,
        /// Deadlines, next first when the build date is known, else by date.
        deadlines: Vec<DeadlineContext>,
    },
    /// `section` (also of cases, policies, interpretations, courses): one page of its list.
    Section {
        /// The entries on this page.
        list: ListContext,
        /// Registries whose values filter this list, each with the values in use.
        facets: Vec<FacetGroupContext>,
    },
    /// `page` and `not-found`.
    Plain {
        /// The section's pages, for the side navigation; empty outside a section.
        siblings: Vec<NavContext>,
    },
    /// `interpretation`.
    Interpretation {
        /// The clause interpreted.
        clause: FacetLinkContext,
        /// The interpretation before and after this one in reading order.
        previous: Option<LinkContext>,
        /// The one after.
        next: Option<LinkContext>,
    },
    /// `course`.
    Course(Box<CourseContext>),
    /// `lesson`.
    Lesson(Box<LessonContext>),
    /// `policy`.
    Policy(Box<PolicyContext>),
    /// `case`.
    Case(Box<CaseContext>),
    /// `term`.
    Term {
        /// Other names.
        synonyms: Vec<String>,
        /// Abbreviation.
        abbreviation: Option<String>,
        /// The term in the site's other languages: tag and name.
        equivalents: Vec<EquivalentContext>,
    },
    /// `glossary`: all terms, grouped.
    Glossary {
        /// Groups in order, by first letter (pinyin initial in Chinese).
        groups: Vec<TermGroupContext>,
    },
    /// `registry`: all values of a registry in use, as a tree.
    Registry {
        /// The values.
        values: Vec<FacetValueContext>,
        /// Facts about the registry.
        provenance: SourceContext,
    },
    /// `facet`: the entries that carry one value.
    Facet {
        /// The registry's name and the path of its page.
        registry: LinkContext,
        /// The value's facts: number, parent, note, source.
        value: ValueContext,
        /// One page of the entries.
        list: ListContext,
    },
    /// `clauses`: the clause tree with the number of entries of each kind.
    Clauses {
        /// One tree per standard.
        standards: Vec<StandardContext>,
    },
    /// `clause`: all that refers to one clause.
    Clause(Box<ClauseContext>),
}

/// An entry point of the home page.
#[derive(Debug, Clone, Serialize)]
pub struct DoorContext {
    /// Kind behind it: `interpretation`, `course`, `policy`, `case`, `term`.
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// Path of its page.
    pub path: String,
    /// Its section's description; may be empty.
    pub description: String,
    /// Number of entries.
    pub count: usize,
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

/// A page in the side navigation.
#[derive(Debug, Clone, Serialize)]
pub struct NavContext {
    /// Title.
    pub title: String,
    /// Path from the site's root.
    pub path: String,
    /// Whether it is the page shown.
    pub current: bool,
    /// Whether it is a section.
    pub section: bool,
    /// Tag of the title's language where it differs from the page's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang_tag: Option<&'static str>,
}

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
