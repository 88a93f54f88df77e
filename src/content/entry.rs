//! A typed entry.

use std::mem::discriminant;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::body::Body;
use super::identity::Identity;
use super::kind::{
    Case, Common, Course, Interpretation, Lesson, Page, Policy, Reference, Section, Term,
};
use crate::data::Shape;
use crate::diagnostic::Diagnostic;
use crate::digest::{hash, hash_all, hash_bytes};

/// What an entry is. Its file's folder decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// A section: the head of a folder.
    Section,
    /// A plain page.
    Page,
    /// An interpretation of a clause.
    Interpretation,
    /// A course.
    Course,
    /// A lesson of a course.
    Lesson,
    /// A notice.
    Policy,
    /// A practice case.
    Case,
    /// A glossary term.
    Term,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Section,
        Self::Page,
        Self::Interpretation,
        Self::Course,
        Self::Lesson,
        Self::Policy,
        Self::Case,
        Self::Term,
    ];

    /// The kind's name in templates, string keys and commands.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Section => "section",
            Self::Page => "page",
            Self::Interpretation => "interpretation",
            Self::Course => "course",
            Self::Lesson => "lesson",
            Self::Policy => "policy",
            Self::Case => "case",
            Self::Term => "term",
        }
    }

    /// The folder that holds entries of the kind; `None` for sections and plain pages.
    #[must_use]
    pub const fn folder(self) -> Option<&'static str> {
        match self {
            Self::Section | Self::Page => None,
            Self::Interpretation => Some("interpretations"),
            Self::Course | Self::Lesson => Some("courses"),
            Self::Policy => Some("policies"),
            Self::Case => Some("cases"),
            Self::Term => Some("glossary"),
        }
    }

    /// The shape of the kind's own front matter, without what all kinds share.
    #[must_use]
    pub fn own_shape(self) -> Shape {
        match self {
            Self::Section => Shape::of::<Section>(),
            Self::Page => Shape::of::<Page>(),
            Self::Interpretation => Shape::of::<Interpretation>(),
            Self::Course => Shape::of::<Course>(),
            Self::Lesson => Shape::of::<Lesson>(),
            Self::Policy => Shape::of::<Policy>(),
            Self::Case => Shape::of::<Case>(),
            Self::Term => Shape::of::<Term>(),
        }
    }

    /// The shape of the kind's whole front matter.
    #[must_use]
    pub fn shape(self) -> Shape {
        Shape::of::<Common>().merge(self.own_shape())
    }
}

/// Front matter that only one kind has.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Fields {
    /// Of a section.
    Section(Section),
    /// Of a plain page.
    Page(Page),
    /// Of an interpretation.
    Interpretation(Interpretation),
    /// Of a course.
    Course(Arc<Course>),
    /// Of a lesson.
    Lesson(Arc<Lesson>),
    /// Of a notice.
    Policy(Arc<Policy>),
    /// Of a case.
    Case(Arc<Case>),
    /// Of a term.
    Term(Term),
}

/// One source file, typed and compiled.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Entry {
    /// Which entry it is, in which language, of which kind.
    pub identity: Identity,
    /// The file, from the site's root.
    pub file: Arc<str>,
    /// Bytes of the line that opens the front matter, for problems with the entry as a whole.
    pub head: Range<usize>,
    /// Front matter every kind has.
    pub common: Common,
    /// Front matter of its kind.
    pub fields: Fields,
    /// The text.
    pub body: Arc<Body>,
    /// Problems that depend on whether it is a translation.
    pub deferred: Deferred,
    /// Whether some of its front matter could not be used, which has been reported.
    pub broken: bool,
    /// What tells it from its earlier and later states.
    pub digest: Digest,
}

/// Hashes of what an entry has. What stands where in the file takes no part: it shows in problems only.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    /// Of all that other pages may show of it: identity, front matter, summary, headings.
    pub head: u64,
    /// Of that part of the head which says what it belongs with, and not just what it shows.
    pub shape: u64,
    /// Of its compiled text.
    pub text: u64,
    /// Of the bytes before its text, places and all.
    pub front: u64,
}

/// Problems of a file that may be a translation; which of them stand, linking decides.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Deferred {
    /// Problems if there is no file in the default language.
    pub if_original: Vec<Diagnostic>,
    /// Problems if there is one: fields it would inherit, by name.
    pub if_translation: Vec<(String, Diagnostic)>,
}

impl Entry {
    /// Its hashes, as it is now.
    #[must_use]
    pub fn digested(mut self) -> Self {
        let Body {
            html,
            holes,
            links,
            headings,
            summary,
        } = &*self.body;
        let headings: Vec<_> = headings
            .iter()
            .map(|heading| (heading.level, &heading.id, &heading.text))
            .collect();
        // What is only shown takes no part in the shape.
        let shape = Common {
            title: String::new(),
            description: None,
            keywords: Vec::new(),
            sample: false,
            sources: Vec::new(),
            ..self.common.clone()
        };
        let anchors: Vec<_> = headings.iter().map(|(_, id, _)| id).collect();
        let shape = hash(&(&self.identity, &self.head, shape, &self.fields, anchors));
        let links: Vec<_> = links.iter().map(|link| (link.kind, &link.target)).collect();
        self.digest = Digest {
            shape,
            front: self.digest.front,
            head: hash(&(
                &self.identity,
                &self.file,
                self.head.is_empty(),
                (&self.common, &self.fields),
                (headings, summary),
            )),
            text: hash_all([hash_bytes(html.as_bytes()), hash(&(holes, links))]),
        };
        self
    }

    /// Ids of the clauses it refers to, the most important first.
    #[must_use]
    pub fn clauses(&self) -> Vec<&str> {
        let lists: [&[String]; 3] = match &self.fields {
            Fields::Section(_) | Fields::Page(_) => [&[], &[], &[]],
            Fields::Interpretation(own) => [std::slice::from_ref(&own.clause), &own.see_also, &[]],
            Fields::Course(own) => [&own.clauses, &[], &[]],
            Fields::Lesson(own) => [&own.clauses, &[], &[]],
            Fields::Policy(own) => [&own.clauses, &[], &[]],
            Fields::Case(own) => [&own.clauses, &own.phases, &own.tools],
            Fields::Term(own) => [&own.clauses, &[], &[]],
        };
        let mut clauses: Vec<&str> = Vec::new();
        for clause in lists.into_iter().flatten() {
            if !clauses.contains(&clause.as_str()) {
                clauses.push(clause);
            }
        }
        clauses
    }

    /// Entries its front matter names as related.
    #[must_use]
    pub fn related(&self) -> &[Reference] {
        match &self.fields {
            Fields::Section(_) => &[],
            Fields::Page(own) => &own.related,
            Fields::Interpretation(own) => &own.related,
            Fields::Course(own) => &own.related,
            Fields::Lesson(own) => &own.related,
            Fields::Policy(own) => &own.related,
            Fields::Case(own) => &own.related,
            Fields::Term(own) => &own.related,
        }
    }

    /// Values of registries it carries, as pairs of registry and id; each gives it a place on
    /// that value's page.
    #[must_use]
    pub fn facets(&self) -> Vec<(&'static str, &str)> {
        let mut facets = Vec::new();
        match &self.fields {
            Fields::Case(own) => {
                facets.push(("localities", own.locality.as_str()));
                facets.push(("industries", own.industry.as_str()));
                facets.push(("sizes", own.size.as_str()));
                facets.push(("stages", own.stage.as_str()));
                facets.extend(own.ladder.iter().map(|id| ("ladders", id.as_str())));
                facets.extend(own.titles.iter().map(|id| ("titles", id.as_str())));
                facets.extend(own.batch.iter().map(|id| ("batches", id.as_str())));
                facets.extend(own.grade.iter().map(|id| ("grades", id.as_str())));
            }
            Fields::Policy(own) => {
                facets.extend(own.issuers.iter().map(|id| ("issuers", id.as_str())));
                facets.extend(own.localities.iter().map(|id| ("localities", id.as_str())));
            }
            _ => {}
        }
        facets
    }

    /// Whether a field of the front matter has the same value in both.
    #[must_use]
    pub fn agrees(&self, other: &Self, field: &str) -> bool {
        let value = |entry: &Self| {
            let own = match &entry.fields {
                Fields::Section(own) => serde_json::to_value(own),
                Fields::Page(own) => serde_json::to_value(own),
                Fields::Interpretation(own) => serde_json::to_value(own),
                Fields::Course(own) => serde_json::to_value(own),
                Fields::Lesson(own) => serde_json::to_value(own),
                Fields::Policy(own) => serde_json::to_value(own),
                Fields::Case(own) => serde_json::to_value(own),
                Fields::Term(own) => serde_json::to_value(own),
            };
            let common = serde_json::to_value(&entry.common);
            [own, common]
                .into_iter()
                .flatten()
                .find_map(|fields| fields.get(field).cloned())
        };
        value(self) == value(other)
    }

    /// The same with every field of the default language's entry that does not depend on language.
    #[must_use]
    pub fn inheriting(&self, original: &Self) -> Self {
        let (own, given) = (self.digest, original.digest);
        let fields = match (&self.fields, &original.fields) {
            (Fields::Course(own), Fields::Course(original)) => Fields::Course(Arc::new(Course {
                objectives: own.objectives.clone(),
                audience: own.audience.clone(),
                ..(**original).clone()
            })),
            (Fields::Lesson(own), Fields::Lesson(original)) => Fields::Lesson(Arc::new(Lesson {
                questions: own.questions.clone(),
                ..(**original).clone()
            })),
            (Fields::Case(own), Fields::Case(original)) if own.enterprise.is_some() => {
                Fields::Case(Arc::new(Case {
                    enterprise: own.enterprise.clone(),
                    ..(**original).clone()
                }))
            }
            (Fields::Term(own), Fields::Term(original)) => Fields::Term(Term {
                synonyms: own.synonyms.clone(),
                ..original.clone()
            }),
            (own, original) if discriminant(own) == discriminant(original) => original.clone(),
            (own, _) => own.clone(),
        };
        Self {
            identity: self.identity.clone(),
            file: self.file.clone(),
            head: self.head.clone(),
            common: Common {
                title: self.common.title.clone(),
                description: self.common.description.clone(),
                updated: self.common.updated,
                draft: self.common.draft || original.common.draft,
                aliases: self.common.aliases.clone(),
                keywords: self.common.keywords.clone(),
                ..original.common.clone()
            },
            fields,
            body: self.body.clone(),
            // Which of them stand has been decided.
            deferred: Deferred::default(),
            broken: self.broken,
            digest: Digest {
                head: hash_all([own.head, given.head]),
                shape: hash_all([own.shape, given.shape]),
                ..own
            },
        }
    }
}
