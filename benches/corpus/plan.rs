//! Which entries a corpus has, and what each is called.

use std::collections::HashSet;

use casebook::language::Lang;

use super::facets::Registries;
use super::{Lexicon, Random, Zipf};

/// The smallest corpus, in Markdown files.
pub(crate) const LEAST: usize = 100;

/// Lessons of a course.
const LESSONS: usize = 8;
/// Plain pages of a section, each of which lists all others.
const GUIDES: usize = 20;
/// The glossary is one page with all terms, so that it cannot grow with the site.
const MOST_TERMS: usize = 400;

/// What an entry is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The home page, and the head of a folder.
    Section,
    /// A practice case.
    Case,
    /// A notice, the n-th.
    Policy(usize),
    /// A course.
    Course,
    /// A lesson of a course: its place, from 0.
    Lesson(usize),
    /// An interpretation of a clause.
    Interpretation(String),
    /// A term: its place in the glossary.
    Term(usize),
    /// A plain page.
    Guide,
}

/// An entry.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Path from the content folder, without ending; empty for the home page.
    pub(crate) id: String,
    /// What it is.
    pub(crate) kind: Kind,
}

/// All entries.
#[derive(Debug)]
pub(crate) struct Plan {
    /// All of them.
    pub(crate) entries: Vec<Entry>,
    /// Names of the terms: Chinese, English.
    pub(crate) terms: Vec<[String; 2]>,
    /// Indices of cases.
    pub(crate) cases: Vec<usize>,
    /// Indices of notices, oldest first.
    pub(crate) policies: Vec<usize>,
    /// Indices of courses.
    pub(crate) courses: Vec<usize>,
    /// Indices of lessons.
    pub(crate) lessons: Vec<usize>,
    /// Indices of plain pages.
    pub(crate) guides: Vec<usize>,
}

impl Plan {
    /// A corpus of so many entries.
    pub(crate) fn new(
        count: usize,
        seed: u64,
        words: &[Lexicon; 2],
        registries: &Registries,
    ) -> Self {
        let mut random = Random::of(&[seed, count as u64]);
        let mut entries = Vec::with_capacity(count);
        let mut add = |id: String, kind: Kind| entries.push(Entry { id, kind });
        for folder in [
            "",
            "cases",
            "policies",
            "courses",
            "interpretations",
            "glossary",
            "guides",
        ] {
            add(folder.to_owned(), Kind::Section);
        }
        for clause in registries.clauses().into_iter().take(count / 20) {
            add(
                format!("interpretations/{}", clause.to_lowercase()),
                Kind::Interpretation(clause.to_owned()),
            );
        }
        let terms = terms((count / 25).min(MOST_TERMS), &mut random, words);
        for (at, [_, english]) in terms.iter().enumerate() {
            add(
                format!("glossary/{}", english.replace(' ', "-")),
                Kind::Term(at),
            );
        }
        for course in 0..(count / (12 * (LESSONS + 1))).max(1) {
            add(format!("courses/course-{course:04}"), Kind::Course);
            for lesson in 0..LESSONS {
                let name = words[1].word(random.between(50, 5000) as u64);
                add(
                    format!("courses/course-{course:04}/{:02}-{name}", lesson + 1),
                    Kind::Lesson(lesson),
                );
            }
        }
        for section in 0..count / (25 * (GUIDES + 1)) {
            add(format!("guides/part-{section:03}"), Kind::Section);
            for page in 0..GUIDES {
                let name = words[1].word(random.between(50, 5000) as u64);
                add(
                    format!("guides/part-{section:03}/{name}-{page:02}"),
                    Kind::Guide,
                );
            }
        }
        for policy in 0..count / 10 {
            add(format!("policies/notice-{policy:05}"), Kind::Policy(policy));
        }
        for case in 0.. {
            if entries.len() == count {
                break;
            }
            let name = words[1].word(random.between(1000, 200_000) as u64);
            entries.push(Entry {
                id: format!("cases/{name}-{case:05}"),
                kind: Kind::Case,
            });
        }
        let of = |keep: fn(&Kind) -> bool| {
            (0..entries.len())
                .filter(|at| keep(&entries[*at].kind))
                .collect()
        };
        Self {
            cases: of(|kind| *kind == Kind::Case),
            policies: of(|kind| matches!(kind, Kind::Policy(_))),
            courses: of(|kind| *kind == Kind::Course),
            lessons: of(|kind| matches!(kind, Kind::Lesson(_))),
            guides: of(|kind| *kind == Kind::Guide),
            entries,
            terms,
        }
    }

    /// Path of an entry's file from the content folder.
    pub(crate) fn path(&self, entry: usize, lang: Lang) -> String {
        let Entry { id, kind } = &self.entries[entry];
        let ending = if lang == Lang::Zh { "md" } else { "en.md" };
        match kind {
            Kind::Section | Kind::Course if id.is_empty() => format!("_index.{ending}"),
            Kind::Section | Kind::Course => format!("{id}/_index.{ending}"),
            _ => format!("{id}.{ending}"),
        }
    }
}

/// Names of terms, all different: two words each.
fn terms(count: usize, random: &mut Random, words: &[Lexicon; 2]) -> Vec<[String; 2]> {
    let mut used = HashSet::new();
    let zipf = Zipf::new();
    let mut rank = || loop {
        let rank = zipf.rank(random);
        if (100..1 << 16).contains(&rank) {
            return rank;
        }
    };
    let mut terms = Vec::with_capacity(count);
    while terms.len() < count {
        let (one, two) = (rank(), rank());
        let term = [
            words[0].word(one) + &words[0].word(two),
            format!("{} {}", words[1].word(one), words[1].word(two)),
        ];
        if term.iter().all(|name| !used.contains(name)) {
            used.extend(term.iter().cloned());
            terms.push(term);
        }
    }
    terms
}
