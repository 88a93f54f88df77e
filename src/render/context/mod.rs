//! What a template sees: one typed context per page, and nothing else.
//!
//! Every page's template gets the fields of [`PageContext`] at its top level, next to the
//! shared values of the language ([`SiteContext`] as `site`, the theme's strings as `t`, the
//! assets as `assets`). Addresses are paths from the site's root, without a leading slash;
//! a template writes `{{ root }}{{ path }}`, so that the same bytes work at a domain's root,
//! in a sub-path and from disk.

mod clauses;
mod entry;
mod kinds;
mod list;

use serde::Serialize;

pub use clauses::{ClauseContext, ClauseCounts, ClauseNodeContext, StandardContext};
pub use entry::{BacklinkContext, Card, CardContext, EntryContext, SourceContext, TocContext};
pub use kinds::{
    CaseContext, CaseFacetContext, ChangeContext, CourseContext, DeadlineContext,
    EquivalentContext, LessonContext, LessonLinkContext, MetricContext, PolicyContext, TermContext,
    TermGroupContext,
};
pub use list::{
    FacetGroupContext, FacetLinkContext, FacetValueContext, ListContext, PageNumberContext,
    ValueContext,
};

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
    pub feeds: Vec<FeedContext>,
    /// Text of the page's foot, from the configuration.
    pub footer: Option<String>,
    /// Where search is; missing on a site without it.
    #[serde(flatten)]
    pub search: Option<SearchContext>,
}

/// Where search is, in one language.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SearchContext {
    /// Path of the search page.
    pub search: String,
    /// Folder of the language's index, ending in `/`.
    pub search_index: String,
    /// Whether the index is written as scripts.
    pub search_offline: bool,
    /// Search in the site's other languages.
    pub search_others: Vec<OtherSearchContext>,
}

/// Search in another language.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OtherSearchContext {
    /// `zh` or `en`.
    pub lang: &'static str,
    /// BCP 47 tag of the language.
    pub lang_tag: &'static str,
    /// The language's name in itself.
    pub name: &'static str,
    /// Path of its search page.
    pub search: String,
    /// Folder of its index, ending in `/`.
    pub index: String,
}

/// A feed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FeedContext {
    /// Its own title.
    pub title: String,
    /// What it holds, for a list of feeds.
    pub short: String,
    /// Path from the site's root.
    pub path: String,
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
    /// `policy`, `case`, `term`, `glossary`, `registry`, `facet`, `clauses`, `clause`, `search`, `not-found`.
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
    /// `search`: the search page.
    Search {
        /// The registries in use and the clauses, for readers without JavaScript.
        facets: Vec<LinkContext>,
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
