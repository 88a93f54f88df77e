//! Pages to search, from the library: every entry in the language it is written in, and the
//! clause pages that the generator makes.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::html;
use super::page::{Collection, Facet, Page, Section, Sections, Value};
use crate::content::{Entry, Fields, Kind};
use crate::digest::hash_all;
use crate::language::Lang;
use crate::library::{Doc, DocId, Library};
use crate::registry::{Item, Registries, Registry};

/// Registries whose values are facets, in the order facets are shown, and the facets' names.
const FACETS: &[(&str, &str)] = &[
    ("clauses", "clause"),
    ("industries", "industry"),
    ("localities", "locality"),
    ("sizes", "size"),
    ("stages", "stage"),
    ("ladders", "ladder"),
    ("titles", "title"),
    ("batches", "batch"),
    ("grades", "grade"),
    ("issuers", "issuer"),
];

/// Kind of the generator's pages about a clause.
const CLAUSE: &str = "clause";

/// The collection of one language. `kind_name` names a kind for readers.
#[must_use]
pub fn extract(
    library: &Library,
    registries: &Registries,
    lang: Lang,
    kind_name: &dyn Fn(&str) -> String,
) -> Collection {
    let shelves = Shelf::all(registries, lang);
    let ids: Vec<DocId> = library.docs().collect();
    let entries = ids.par_iter().filter_map(|id| {
        let doc = library.doc(*id);
        let versions = doc.versions().iter();
        let entry = { versions }.find(|entry| entry.identity.lang == lang)?;
        Some(entry_page(doc, entry, &shelves, library, lang))
    });
    let mut pages: Vec<(Page, Filed)> = entries.collect();
    if let Some(clauses) = registries.get("clauses") {
        let items = clauses.items.iter();
        pages.extend(items.map(|item| clause_page(item, &shelves, library, lang)));
    }
    // A page's number is its place in the order of paths.
    pages.sort_by(|(a, _), (b, _)| a.path.cmp(&b.path));
    let (mut pages, filed): (Vec<Page>, Vec<Filed>) = pages.into_iter().unzip();
    let facets = facets(&shelves, &filed, &mut pages, kind_name);
    Collection {
        lang,
        pages,
        facets,
        glossary: glossary(library),
    }
}

/// A registry, as pages of one language show it.
struct Shelf<'a> {
    /// Its id.
    source: &'static str,
    /// The facet that its values belong to.
    facet: &'static str,
    registry: &'a Registry,
    /// Names of its items.
    labels: Vec<String>,
}

impl<'a> Shelf<'a> {
    /// Those that are facets, in their order.
    fn all(registries: &'a Registries, lang: Lang) -> Vec<Self> {
        let shelf = |(source, facet): &(&'static str, &'static str)| {
            let registry = registries.get(source)?;
            let labels = registry.items.iter().map(|item| item.label(lang));
            Some(Self {
                source,
                facet,
                registry,
                labels: labels.collect(),
            })
        };
        FACETS.iter().filter_map(shelf).collect()
    }
}

/// Where a page is filed.
struct Filed {
    kind: &'static str,
    /// Shelves and items, by index.
    items: Vec<(usize, usize)>,
    year: Option<i16>,
}

impl Filed {
    fn new<'v>(
        kind: &'static str,
        values: impl Iterator<Item = (&'static str, &'v str)>,
        date: Option<Date>,
        shelves: &[Shelf<'_>],
    ) -> Self {
        let place = |(source, id)| {
            let at = shelves.iter().position(|shelf| shelf.source == source)?;
            Some((at, shelves[at].registry.position(id)?))
        };
        Self {
            kind,
            items: values.filter_map(place).collect(),
            year: date.map(Date::year),
        }
    }
}

/// The generator's page about a clause.
fn clause_page(item: &Item, shelves: &[Shelf<'_>], library: &Library, lang: Lang) -> (Page, Filed) {
    let prefix = if lang == library.default_language {
        String::new()
    } else {
        format!("{lang}/")
    };
    let note = item.note.as_ref().map(|note| note.get(lang).to_owned());
    let others = Lang::ALL.into_iter().filter(|other| *other != lang);
    let page = Page {
        path: format!("{prefix}clauses/{}.html", item.id),
        title: item.label(lang),
        kind: CLAUSE.to_owned(),
        keywords: others
            .map(|other| item.name.get(other).to_owned())
            .collect(),
        sections: vec![Section {
            body: note.unwrap_or_default(),
            ..Section::default()
        }]
        .into(),
        ..Page::default()
    };
    let values = std::iter::once(("clauses", item.id.as_str()));
    (page, Filed::new(CLAUSE, values, None, shelves))
}

/// Facets with a value in use: kinds first, years last. Gives each page the values it carries.
fn facets(
    shelves: &[Shelf<'_>],
    filed: &[Filed],
    pages: &mut [Page],
    kind_name: &dyn Fn(&str) -> String,
) -> Vec<Facet> {
    let kinds = Kind::ALL.iter().map(|kind| kind.as_str()).chain([CLAUSE]);
    let in_use: BTreeSet<&str> = filed.iter().map(|filed| filed.kind).collect();
    let kinds: Vec<&str> = kinds.filter(|kind| in_use.contains(kind)).collect();
    let mut facets = vec![Facet {
        name: "kind".to_owned(),
        values: { kinds.iter() }
            .map(|kind| Value {
                id: (*kind).to_owned(),
                name: kind_name(kind),
                parent: None,
            })
            .collect(),
    }];

    // For each shelf its facet, and for each of its items the value.
    let mut used: Vec<Vec<bool>> = { shelves.iter() }
        .map(|shelf| vec![false; shelf.labels.len()])
        .collect();
    for (shelf, item) in filed.iter().flat_map(|filed| &filed.items) {
        used[*shelf][*item] = true;
    }
    let mut places: Vec<(usize, Vec<usize>)> = Vec::with_capacity(shelves.len());
    for (shelf, used) in shelves.iter().zip(&used) {
        let (values, place) = registry_values(shelf, used);
        places.push((facets.len(), place));
        if !values.is_empty() {
            facets.push(Facet {
                name: shelf.facet.to_owned(),
                values,
            });
        }
    }
    let years: BTreeSet<i16> = filed.iter().filter_map(|filed| filed.year).collect();
    let years: Vec<i16> = years.into_iter().rev().collect();
    let of_years = facets.len();
    if !years.is_empty() {
        let year = |year: &i16| Value {
            id: year.to_string(),
            name: year.to_string(),
            parent: None,
        };
        facets.push(Facet {
            name: "year".to_owned(),
            values: years.iter().map(year).collect(),
        });
    }

    for (page, filed) in pages.iter_mut().zip(filed) {
        let kind = kinds.iter().position(|kind| *kind == filed.kind);
        let year = years.iter().position(|year| Some(*year) == filed.year);
        let items = filed.items.iter().map(|(shelf, item)| {
            let (facet, values) = &places[*shelf];
            (*facet, values[*item])
        });
        page.values.extend(kind.map(|kind| (0, kind)));
        page.values.extend(items);
        page.values.extend(year.map(|year| (of_years, year)));
        page.values.sort_unstable();
        page.values.dedup();
    }
    facets
}

/// A registry's values in use and those above them, as a tree in the registry's order; and for each item
/// that is in use its value.
fn registry_values(shelf: &Shelf<'_>, used: &[bool]) -> (Vec<Value>, Vec<usize>) {
    let registry = shelf.registry;
    let mut needed = vec![false; registry.items.len()];
    for (at, _) in used.iter().enumerate().filter(|(_, used)| **used) {
        for at in registry.ancestry(at) {
            needed[at] = true;
        }
    }
    let mut values = Vec::new();
    let mut places = vec![0; registry.items.len()];
    let mut open: Vec<(usize, Option<usize>)> = registry.roots().map(|at| (at, None)).collect();
    open.reverse();
    while let Some((at, parent)) = open.pop() {
        if !needed[at] {
            continue;
        }
        let item = &registry.items[at];
        let place = values.len();
        places[at] = place;
        values.push(Value {
            id: item.id.clone(),
            name: shelf.labels[at].clone(),
            parent,
        });
        open.extend(
            item.children
                .iter()
                .rev()
                .map(|child| (*child, Some(place))),
        );
    }
    (values, places)
}

fn date(entry: &Entry) -> Option<Date> {
    match &entry.fields {
        Fields::Policy(own) => Some(own.issued),
        _ => entry.common.date,
    }
}

fn entry_page(
    doc: &Doc,
    entry: &Arc<Entry>,
    shelves: &[Shelf<'_>],
    library: &Library,
    lang: Lang,
) -> (Page, Filed) {
    let clauses = entry.clauses().into_iter().map(|id| ("clauses", id));
    let values = clauses.chain(entry.facets());
    let date = date(entry);
    let filed = Filed::new(doc.kind.as_str(), values, date, shelves);
    let mut keywords = keywords(doc, entry, lang);
    let labels = filed.items.iter();
    keywords.extend(labels.map(|(shelf, item)| shelves[*shelf].labels[*item].clone()));
    let digest = hash_all([entry.digest.head, entry.digest.text]);
    let source = entry.clone();
    let page = Page {
        path: doc.path(lang, library.default_language),
        title: entry.common.title.clone(),
        kind: filed.kind.to_owned(),
        date,
        keywords,
        sections: Sections::later(digest, move || entry_sections(&source, lang)),
        values: Vec::new(),
    };
    (page, filed)
}

/// An entry's text. What it says of itself stands first.
fn entry_sections(entry: &Entry, lang: Lang) -> Vec<Section> {
    let mut sections = html::sections(&entry.body);
    let mut first: Vec<&str> = Vec::new();
    first.extend(entry.common.description.as_deref());
    let lead = std::mem::take(&mut sections[0].body);
    first.extend(Some(lead.as_str()).filter(|lead| !lead.is_empty()));
    let facts = facts(entry, lang);
    first.extend(facts.iter().map(String::as_str));
    sections[0].body = first.join("\n");
    sections
}

/// Front matter that a page shows as text.
fn facts(entry: &Entry, lang: Lang) -> Vec<String> {
    let mut facts: Vec<String> = Vec::new();
    match &entry.fields {
        Fields::Case(own) => {
            facts.extend(own.enterprise.clone());
            facts.extend(own.recommended_by.iter().map(|by| by.get(lang).to_owned()));
            facts.extend(
                own.metrics
                    .iter()
                    .map(|metric| format!("{} ({})", metric.name.get(lang), metric.unit.get(lang))),
            );
        }
        Fields::Course(own) => {
            facts.extend(own.objectives.iter().cloned());
            facts.extend(own.audience.clone());
            facts.extend(own.provider.iter().map(|by| by.get(lang).to_owned()));
            facts.extend(
                own.changes
                    .iter()
                    .map(|change| change.note.get(lang).to_owned()),
            );
        }
        Fields::Lesson(own) => {
            facts.extend(own.questions.iter().cloned());
            facts.extend(
                own.downloads
                    .iter()
                    .map(|file| file.title.get(lang).to_owned()),
            );
        }
        Fields::Policy(own) => {
            facts.extend(own.addressed_to.iter().map(|to| to.get(lang).to_owned()));
            for deadline in &own.deadlines {
                facts.push(format!(
                    "{} {}",
                    deadline.who.get(lang),
                    deadline.what.get(lang)
                ));
            }
        }
        Fields::Section(_) | Fields::Page(_) | Fields::Interpretation(_) | Fields::Term(_) => {}
    }
    facts.extend(
        entry
            .common
            .sources
            .iter()
            .map(|source| source.name.get(lang).to_owned()),
    );
    facts
}

/// Words a page is found by though they need not be in its text, besides the names of the values it
/// carries: its own keywords, other names of a term, numbers.
fn keywords(doc: &Doc, entry: &Entry, lang: Lang) -> Vec<String> {
    let mut keywords = entry.common.keywords.clone();
    match &entry.fields {
        Fields::Term(own) => {
            keywords.extend(own.synonyms.iter().cloned());
            keywords.extend(own.abbreviation.clone());
            let others = doc.versions().iter();
            let others = others.filter(|version| version.identity.lang != lang);
            keywords.extend(others.map(|version| version.common.title.clone()));
        }
        Fields::Policy(own) => keywords.extend(own.number.clone()),
        _ => {}
    }
    keywords
}

/// The names of every term that has a text in both languages.
fn glossary(library: &Library) -> Vec<(Vec<String>, Vec<String>)> {
    let names = |doc: &Doc, lang: Lang| {
        let Some(entry) = doc.version(lang) else {
            return Vec::new();
        };
        let mut names = vec![entry.common.title.clone()];
        if let Fields::Term(own) = &entry.fields {
            names.extend(own.synonyms.iter().cloned());
            names.extend(own.abbreviation.clone());
        }
        names
    };
    library
        .of_kind(Kind::Term)
        .map(|id| library.doc(id))
        .map(|doc| (names(doc, Lang::Zh), names(doc, Lang::En)))
        .filter(|(zh, en)| !zh.is_empty() && !en.is_empty())
        .collect()
}
