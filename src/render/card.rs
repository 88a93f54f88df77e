//! The small parts that many pages share: cards, links, dates, sources.

use std::sync::Arc;

use jiff::civil::Date;

use super::Renderer;
use super::context::{
    Card, CardContext, DateContext, FacetLinkContext, LinkContext, SourceContext,
};
use crate::content::{Entry, Fields, Kind};
use crate::data::Text;
use crate::language::Lang;
use crate::library::{DocId, encode_path};
use crate::registry::{Item, Provenance, Status};

/// A day as the language writes it.
pub(super) fn date(day: Date, lang: Lang) -> DateContext {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let (year, month, number) = (day.year(), day.month(), day.day());
    let text = match lang {
        Lang::Zh => format!("{year}年{month}月{number}日"),
        Lang::En => {
            let month = usize::try_from(month)
                .ok()
                .and_then(|month| MONTHS.get(month - 1))
                .unwrap_or(&"");
            format!("{number} {month} {year}")
        }
    };
    DateContext {
        iso: day.to_string(),
        text,
    }
}

/// Where a fact comes from.
pub(super) fn source(
    name: &Text,
    url: Option<&String>,
    as_of: Date,
    status: Status,
    lang: Lang,
) -> SourceContext {
    SourceContext {
        name: name.get(lang).to_owned(),
        url: url.cloned(),
        as_of: date(as_of, lang),
        status: status.as_str(),
    }
}

/// Where a registry's facts come from.
pub(super) fn provenance(from: &Provenance, lang: Lang) -> SourceContext {
    source(&from.name, None, from.as_of, from.status, lang)
}

impl Renderer<'_> {
    /// A document's path in a language's part of the site.
    pub(super) fn path(&self, doc: DocId, lang: Lang) -> String {
        self.library.path(doc, lang)
    }

    /// A document's path as it stands in an address.
    pub(super) fn href(&self, doc: DocId, lang: Lang) -> String {
        encode_path(&self.path(doc, lang)).into_owned()
    }

    /// A link to a document.
    pub(super) fn link(&self, doc: DocId, lang: Lang) -> LinkContext {
        LinkContext {
            title: self.library.view(doc, lang).common.title.clone(),
            path: self.href(doc, lang),
            lang_tag: self.foreign_tag(doc, lang),
        }
    }

    /// Tag of the language a document is shown in, where it is not `lang`.
    pub(super) fn foreign_tag(&self, doc: DocId, lang: Lang) -> Option<&'static str> {
        let shown = self.library.view(doc, lang).identity.lang;
        (shown != lang).then(|| shown.tag())
    }

    /// Links to documents.
    pub(super) fn links(&self, docs: &[DocId], lang: Lang) -> Vec<LinkContext> {
        docs.iter().map(|doc| self.link(*doc, lang)).collect()
    }

    /// A document in a list.
    pub(super) fn card(&self, doc: DocId, lang: Lang) -> Card {
        let cached = self
            .parts
            .cards
            .get(&lang)
            .and_then(|cards| cards.get(doc.index()));
        let make = || self.library.noting(|| Arc::new(self.make_card(doc, lang)));
        match cached {
            Some(cell) => {
                let (card, facts) = cell.get_or_init(make);
                self.library.note_all(facts);
                card.clone()
            }
            None => make().0,
        }
    }

    fn make_card(&self, doc: DocId, lang: Lang) -> CardContext {
        let entry = self.library.view(doc, lang);
        let day = match &entry.fields {
            Fields::Policy(own) => Some(own.issued),
            _ => entry.common.date,
        };
        let clauses: Vec<String> = match entry.identity.kind {
            Kind::Term | Kind::Page | Kind::Section => Vec::new(),
            _ => entry
                .clauses()
                .into_iter()
                .map(|id| self.clause_number(id))
                .collect(),
        };
        CardContext {
            kind: entry.identity.kind.as_str(),
            title: entry.common.title.clone(),
            path: self.href(doc, lang),
            lang_tag: self.foreign_tag(doc, lang),
            description: description(entry).to_owned(),
            date: day.map(|day| date(day, lang)),
            sample: entry.common.sample,
            facts: self.facts(doc, entry, lang),
            clauses: clauses.join(self.word(lang, "list_separator")),
        }
    }

    /// Documents in a list.
    pub(super) fn cards(&self, docs: impl IntoIterator<Item = DocId>, lang: Lang) -> Vec<Card> {
        docs.into_iter().map(|doc| self.card(doc, lang)).collect()
    }

    fn facts(&self, doc: DocId, entry: &Entry, lang: Lang) -> Vec<String> {
        let name = |registry: &str, id: &str| {
            self.registries
                .get(registry)
                .and_then(|registry| registry.item(id))
                .map_or_else(|| id.to_owned(), |item| item.name.get(lang).to_owned())
        };
        match &entry.fields {
            Fields::Case(own) => vec![
                name("localities", &own.locality),
                name("industries", &own.industry),
                name("sizes", &own.size),
            ],
            Fields::Policy(own) => {
                let status = self.word(lang, self.policy_status(doc).key()).to_owned();
                own.number.iter().cloned().chain([status]).collect()
            }
            Fields::Lesson(own) => vec![format!("{} {}", own.minutes, self.word(lang, "minutes"))],
            Fields::Course(own) => vec![
                self.word(lang, &format!("level_{}", own.level.as_str()))
                    .to_owned(),
            ],
            Fields::Term(own) => own.abbreviation.iter().cloned().collect(),
            _ => Vec::new(),
        }
    }

    /// A clause's display number.
    pub(super) fn clause_number(&self, id: &str) -> String {
        let item = self
            .registries
            .get("clauses")
            .and_then(|clauses| clauses.item(id));
        item.and_then(|item| item.number.clone())
            .unwrap_or_else(|| id.to_owned())
    }

    /// A registry's value by its id.
    pub(super) fn facet_link(&self, registry: &str, id: &str, lang: Lang) -> FacetLinkContext {
        let found = self
            .registries
            .get(registry)
            .and_then(|registry| registry.position(id));
        match found {
            Some(at) => self.facet_link_at(registry, at, lang),
            None => FacetLinkContext {
                registry: registry.to_owned(),
                number: None,
                name: id.to_owned(),
                path: None,
            },
        }
    }

    /// A registry's value by its index.
    pub(super) fn facet_link_at(&self, registry: &str, at: usize, lang: Lang) -> FacetLinkContext {
        let Some(item) = self
            .registries
            .get(registry)
            .and_then(|registry| registry.items.get(at))
        else {
            return FacetLinkContext {
                registry: registry.to_owned(),
                number: None,
                name: String::new(),
                path: None,
            };
        };
        let clause = registry == "clauses";
        let has_page = clause || self.library.count(registry, at) > 0;
        FacetLinkContext {
            registry: registry.to_owned(),
            number: number_of(item, clause),
            name: item.name.get(lang).to_owned(),
            path: has_page.then(|| self.prefixed(&format!("{registry}/{}.html", item.id), lang)),
        }
    }

    /// Registry values by their ids.
    pub(super) fn facet_links<'s>(
        &self,
        registry: &str,
        ids: impl IntoIterator<Item = &'s str>,
        lang: Lang,
    ) -> Vec<FacetLinkContext> {
        ids.into_iter()
            .map(|id| self.facet_link(registry, id, lang))
            .collect()
    }
}

/// A value's display number: given, or for a clause its id.
pub(super) fn number_of(item: &Item, clause: bool) -> Option<String> {
    item.number
        .clone()
        .or_else(|| clause.then(|| item.id.clone()))
}

/// An entry's description, or how its text begins.
pub(super) fn description(entry: &Entry) -> &str {
    entry
        .common
        .description
        .as_deref()
        .unwrap_or(&entry.body.summary)
}
