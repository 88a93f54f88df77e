//! The clause tree, and all that refers to one clause.

use std::collections::HashMap;

use super::card::provenance;
use super::context::{
    ClauseContext, ClauseCounts, ClauseNodeContext, Extra, LinkContext, StandardContext,
};
use super::list::page_path;
use super::page::Frame;
use super::{Content, Renderer};
use crate::content::Kind;
use crate::language::Lang;
use crate::library::{DocId, Library};
use crate::registry::{Item, Registries, Registry};

/// Sorts what refers to each clause by kind, once for all pages.
pub(super) fn members_by_kind(
    library: &Library,
    registries: &Registries,
) -> HashMap<(usize, Kind), Vec<DocId>> {
    let mut members: HashMap<(usize, Kind), Vec<DocId>> = HashMap::new();
    let clauses = registries
        .get("clauses")
        .map_or(0, |clauses| clauses.items.len());
    for clause in 0..clauses {
        for doc in library.facets.members("clauses", clause) {
            let kind = library.doc(*doc).kind;
            members.entry((clause, kind)).or_default().push(*doc);
        }
    }
    members
}

impl Renderer<'_> {
    /// Cases of a clause.
    pub(super) fn cases_of(&self, clause: usize) -> &[DocId] {
        self.library.of_clause(clause, Kind::Case)
    }

    pub(super) fn clauses_page(&self, lang: Lang, path: &str) -> Content {
        let clauses = self.registry("clauses");
        let frame = Frame {
            kind: "clauses",
            lang,
            title: clauses.title.get(lang).to_owned(),
            description: String::new(),
            breadcrumbs: self.breadcrumbs_of(lang, Vec::new()),
            paths: self.in_all_languages("clauses/index.html"),
            texts: self.config.languages.clone(),
            noindex: false,
        };
        let extra = Extra::Clauses {
            standards: self.standards(clauses, lang),
        };
        self.page("clauses.html", lang, &self.frame(frame, path, extra))
    }

    /// One tree per standard; clauses that name none stand under the registry itself.
    fn standards(&self, clauses: &Registry, lang: Lang) -> Vec<StandardContext> {
        let mut ids: Vec<Option<&str>> = Vec::new();
        for at in clauses.roots() {
            let standard = clauses.items[at].standard.as_deref().map(String::as_str);
            if !ids.contains(&standard) {
                ids.push(standard);
            }
        }
        ids.into_iter()
            .map(|id| {
                let standard = id.and_then(|id| self.registries.get("standards")?.item(id));
                let roots = clauses
                    .roots()
                    .filter(|at| clauses.items[*at].standard.as_deref().map(String::as_str) == id);
                StandardContext {
                    number: standard.map(number).unwrap_or_default(),
                    name: standard
                        .map_or_else(|| clauses.title.get(lang), |item| item.name.get(lang))
                        .to_owned(),
                    note: standard
                        .and_then(|item| item.note.as_ref())
                        .map(|note| note.get(lang).to_owned()),
                    source: provenance(standard.map_or(&clauses.source, |item| &item.source), lang),
                    clauses: roots
                        .map(|at| self.clause_node(clauses, at, lang))
                        .collect(),
                }
            })
            .collect()
    }

    fn clause_node(&self, clauses: &Registry, at: usize, lang: Lang) -> ClauseNodeContext {
        let count = |kind: Kind| self.library.of_clause(at, kind).len();
        let counts = ClauseCounts {
            interpretations: count(Kind::Interpretation),
            courses: count(Kind::Course) + count(Kind::Lesson),
            cases: count(Kind::Case),
            policies: count(Kind::Policy),
        };
        let children = clauses.items[at].children.iter();
        ClauseNodeContext {
            link: self.facet_link_at("clauses", at, lang),
            counts,
            children: children
                .map(|child| self.clause_node(clauses, *child, lang))
                .collect(),
        }
    }

    pub(super) fn clause_page(&self, at: usize, lang: Lang, path: &str) -> Content {
        let clauses = self.registry("clauses");
        let item = &clauses.items[at];
        let cases = self.cases_of(at);
        let all = cases.len() > self.config.page_size;
        let cards = |kind: Kind| self.cards(self.library.of_clause(at, kind).iter().copied(), lang);
        let mut courses = cards(Kind::Course);
        courses.extend(cards(Kind::Lesson));
        let neighbor = |at: Option<usize>| {
            at.filter(|at| {
                clauses
                    .items
                    .get(*at)
                    .is_some_and(|other| other.standard == item.standard)
            })
            .map(|at| self.facet_link_at("clauses", at, lang))
        };
        let extra = Extra::Clause(Box::new(ClauseContext {
            standard: self.standard_number(item),
            value: self.value(clauses, at, lang),
            previous: neighbor(at.checked_sub(1)),
            next: neighbor(Some(at + 1)),
            interpretations: self.interpretations_of(at, lang),
            courses,
            cases_total: cases.len(),
            cases_path: all
                .then(|| self.prefixed(&format!("clauses/{}/cases.html", item.id), lang)),
            cases: self.cards(cases.iter().copied().take(self.config.page_size), lang),
            policies: cards(Kind::Policy),
            terms: cards(Kind::Term),
        }));
        let frame = Frame {
            kind: "clause",
            lang,
            title: clause_title(item, lang),
            description: String::new(),
            breadcrumbs: self.breadcrumbs_of(lang, self.clause_trail(clauses, at, lang)),
            paths: self.in_all_languages(&format!("clauses/{}.html", item.id)),
            texts: self.config.languages.clone(),
            noindex: false,
        };
        self.page("clause.html", lang, &self.frame(frame, path, extra))
    }

    /// Interpretations of the clause itself first, then those that only touch it, in the
    /// standard's order.
    fn interpretations_of(&self, clause: usize, lang: Lang) -> Vec<super::context::Card> {
        let id = &self.registry("clauses").items[clause].id;
        let mut found = self
            .library
            .of_clause(clause, Kind::Interpretation)
            .to_vec();
        let position = |doc: DocId| {
            let main = self
                .library
                .original(doc)
                .clauses()
                .first()
                .map(|main| (*main).to_owned())
                .unwrap_or_default();
            (main != *id, self.registry("clauses").position(&main), doc)
        };
        found.sort_by_cached_key(|doc| position(*doc));
        self.cards(found, lang)
    }

    pub(super) fn clause_cases_page(
        &self,
        at: usize,
        lang: Lang,
        page: usize,
        path: &str,
    ) -> Content {
        let clauses = self.registry("clauses");
        let item = &clauses.items[at];
        let first = format!("clauses/{}/cases.html", item.id);
        let extra = Extra::Facet {
            registry: self.registry_link(clauses, lang),
            value: self.value(clauses, at, lang),
            list: self.list(self.cases_of(at), &self.prefixed(&first, lang), page, lang),
        };
        let mut trail = self.clause_trail(clauses, at, lang);
        trail.push(LinkContext::new(
            clause_title(item, lang),
            self.prefixed(&format!("clauses/{}.html", item.id), lang),
        ));
        let frame = Frame {
            kind: "facet",
            lang,
            title: format!(
                "{} · {}",
                clause_title(item, lang),
                self.word(lang, "kinds_case")
            ),
            description: String::new(),
            breadcrumbs: self.breadcrumbs_of(lang, trail),
            paths: self.in_all_languages(&page_path(&first, page)),
            texts: self.config.languages.clone(),
            noindex: page > 1,
        };
        self.page("facet.html", lang, &self.frame(frame, path, extra))
    }

    fn clause_trail(&self, clauses: &Registry, at: usize, lang: Lang) -> Vec<LinkContext> {
        let mut above: Vec<_> = clauses.ancestry(at).skip(1).collect();
        above.reverse();
        let above = above.into_iter().map(|at| {
            LinkContext::new(
                clause_title(&clauses.items[at], lang),
                self.prefixed(&format!("clauses/{}.html", clauses.items[at].id), lang),
            )
        });
        std::iter::once(self.registry_link(clauses, lang))
            .chain(above)
            .collect()
    }

    fn standard_number(&self, item: &Item) -> String {
        let standard = item
            .standard
            .as_deref()
            .and_then(|id| self.registries.get("standards")?.item(id));
        standard.map(number).unwrap_or_default()
    }
}

fn number(item: &Item) -> String {
    item.number.clone().unwrap_or_else(|| item.id.clone())
}

/// A clause's number and title.
fn clause_title(item: &Item, lang: Lang) -> String {
    format!("{} {}", number(item), item.name.get(lang))
}
