//! Pages to search, from the library: every entry in the language it is written in, and the
//! clause pages that the generator makes.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::html;
use super::page::{Collection, Facet, Page, Section, Sections, Value};
use crate::content::{Entry, Fields, Kind};
use crate::digest::hash_all;
use crate::language::Lang;
use crate::library::{Doc, Library};
use crate::registry::{Registries, Registry};

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
    let mut collection = Collection {
        lang,
        ..Collection::default()
    };
    let mut tags: Vec<Vec<(&str, String)>> = Vec::new();
    for id in library.docs() {
        let doc = library.doc(id);
        let versions = doc.versions().iter();
        if let Some(entry) = { versions }.find(|entry| entry.identity.lang == lang) {
            let path = doc.path(lang, library.default_language);
            collection
                .pages
                .push(entry_page(doc, entry, path, registries, lang));
            tags.push(entry_tags(doc, entry));
        }
    }
    if let Some(clauses) = registries.get("clauses") {
        for item in &clauses.items {
            let prefix = if lang == library.default_language {
                String::new()
            } else {
                format!("{lang}/")
            };
            let note = item.note.as_ref().map(|note| note.get(lang).to_owned());
            collection.pages.push(Page {
                path: format!("{prefix}clauses/{}.html", item.id),
                title: item.label(lang),
                kind: CLAUSE.to_owned(),
                keywords: [Lang::Zh, Lang::En]
                    .into_iter()
                    .filter(|other| *other != lang)
                    .map(|other| item.name.get(other).to_owned())
                    .collect(),
                sections: vec![Section {
                    body: note.unwrap_or_default(),
                    ..Section::default()
                }]
                .into(),
                ..Page::default()
            });
            tags.push(vec![
                ("kind", CLAUSE.to_owned()),
                ("clauses", item.id.clone()),
            ]);
        }
    }
    // A page's number is its place in the order of paths.
    let mut order: Vec<usize> = (0..collection.pages.len()).collect();
    order.sort_by(|a, b| collection.pages[*a].path.cmp(&collection.pages[*b].path));
    let mut pages: Vec<Option<Page>> = collection.pages.into_iter().map(Some).collect();
    collection.pages = order.iter().filter_map(|at| pages[*at].take()).collect();
    let tags: Vec<_> = order
        .iter()
        .map(|at| std::mem::take(&mut tags[*at]))
        .collect();

    collection.facets = facets(registries, lang, &tags, kind_name);
    for (page, tags) in collection.pages.iter_mut().zip(&tags) {
        page.values = tags
            .iter()
            .filter_map(|(source, id)| {
                let facet = facet_name(source);
                let at = collection.facets.iter().position(|f| f.name == facet)?;
                let values = &collection.facets[at].values;
                let value = values.iter().position(|value| value.id == *id)?;
                Some((at, value))
            })
            .collect();
        page.values.sort_unstable();
        page.values.dedup();
    }
    collection.glossary = glossary(library);
    collection
}

/// The facet that values of a source (a registry, `kind`, `year`) belong to.
fn facet_name(source: &str) -> &str {
    FACETS
        .iter()
        .find(|(registry, _)| *registry == source)
        .map_or(source, |(_, name)| name)
}

/// Facets with a value in use: kinds first, years last.
fn facets(
    registries: &Registries,
    lang: Lang,
    tags: &[Vec<(&str, String)>],
    kind_name: &dyn Fn(&str) -> String,
) -> Vec<Facet> {
    let used = |source: &str| -> BTreeSet<&str> {
        tags.iter()
            .flatten()
            .filter(|(of, _)| *of == source)
            .map(|(_, id)| id.as_str())
            .collect()
    };
    let kinds = Kind::ALL.iter().map(|kind| kind.as_str()).chain([CLAUSE]);
    let in_use = used("kind");
    let mut facets = vec![Facet {
        name: "kind".to_owned(),
        values: kinds
            .filter(|kind| in_use.contains(kind))
            .map(|kind| Value {
                id: kind.to_owned(),
                name: kind_name(kind),
                parent: None,
            })
            .collect(),
    }];
    for (id, name) in FACETS {
        let Some(registry) = registries.get(id) else {
            continue;
        };
        let values = registry_values(registry, &used(id), lang);
        if !values.is_empty() {
            facets.push(Facet {
                name: (*name).to_owned(),
                values,
            });
        }
    }
    let years = used("year");
    if !years.is_empty() {
        let year = |year: &&str| Value {
            id: (*year).to_owned(),
            name: (*year).to_owned(),
            parent: None,
        };
        facets.push(Facet {
            name: "year".to_owned(),
            values: years.iter().rev().map(year).collect(),
        });
    }
    facets
}

/// A registry's values in use and those above them, as a tree in the registry's order.
fn registry_values(registry: &Registry, used: &BTreeSet<&str>, lang: Lang) -> Vec<Value> {
    let mut needed = vec![false; registry.items.len()];
    for id in used {
        if let Some(at) = registry.position(id) {
            for at in registry.ancestry(at) {
                needed[at] = true;
            }
        }
    }
    let mut values = Vec::new();
    let mut open: Vec<(usize, Option<usize>)> = registry.roots().map(|at| (at, None)).collect();
    open.reverse();
    while let Some((at, parent)) = open.pop() {
        if !needed[at] {
            continue;
        }
        let item = &registry.items[at];
        let place = values.len();
        values.push(Value {
            id: item.id.clone(),
            name: item.label(lang),
            parent,
        });
        open.extend(
            item.children
                .iter()
                .rev()
                .map(|child| (*child, Some(place))),
        );
    }
    values
}

/// What a page is filed under, as pairs of source and id.
fn entry_tags(doc: &Doc, entry: &Entry) -> Vec<(&'static str, String)> {
    let mut tags = vec![("kind", doc.kind.as_str().to_owned())];
    tags.extend(
        entry
            .clauses()
            .into_iter()
            .map(|id| ("clauses", id.to_owned())),
    );
    tags.extend(
        entry
            .facets()
            .into_iter()
            .map(|(registry, id)| (registry, id.to_owned())),
    );
    if let Some(date) = date(entry) {
        tags.push(("year", date.year().to_string()));
    }
    tags
}

fn date(entry: &Entry) -> Option<jiff::civil::Date> {
    match &entry.fields {
        Fields::Policy(own) => Some(own.issued),
        _ => entry.common.date,
    }
}

fn entry_page(
    doc: &Doc,
    entry: &Arc<Entry>,
    path: String,
    registries: &Registries,
    lang: Lang,
) -> Page {
    let digest = hash_all([entry.digest.head, entry.digest.text]);
    let source = entry.clone();
    let sections = Sections::later(digest, move || entry_sections(&source, lang));
    Page {
        path,
        title: entry.common.title.clone(),
        kind: doc.kind.as_str().to_owned(),
        date: date(entry),
        keywords: keywords(doc, entry, registries, lang),
        sections,
        values: Vec::new(),
    }
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

/// Words a page is found by though they need not be in its text: its own keywords, other names
/// of a term, numbers, and the names of the values it carries.
fn keywords(doc: &Doc, entry: &Entry, registries: &Registries, lang: Lang) -> Vec<String> {
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
    let clauses = entry.clauses().into_iter().map(|id| ("clauses", id));
    for (registry, id) in clauses.chain(entry.facets()) {
        let item = registries
            .get(registry)
            .and_then(|registry| registry.item(id));
        keywords.extend(item.map(|item| item.label(lang)));
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
