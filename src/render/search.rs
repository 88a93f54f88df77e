//! The search page, and where search is. What is in the index, the renderer does not know.

use super::context::{Extra, OtherSearchContext, SearchContext};
use super::page::Frame;
use super::plan::SEARCH;
use super::{Content, Renderer};
use crate::language::Lang;

impl Renderer<'_> {
    /// Where search is, if the site has it.
    pub(super) fn search_context(&self, lang: Lang) -> Option<SearchContext> {
        let index = |lang: Lang| format!("search/{lang}/");
        let others = self.config.languages.iter().filter(|other| **other != lang);
        self.config.search.enabled.then(|| SearchContext {
            search: self.prefixed(SEARCH, lang),
            search_index: index(lang),
            search_offline: self.config.search.offline,
            search_others: others
                .map(|other| OtherSearchContext {
                    lang: other.code(),
                    lang_tag: other.tag(),
                    name: other.name(),
                    search: self.prefixed(SEARCH, *other),
                    index: index(*other),
                })
                .collect(),
        })
    }

    pub(super) fn search_page(&self, lang: Lang, path: &str) -> Content {
        let in_use = self
            .registries
            .iter()
            .filter(|registry| registry.id == "clauses" || self.library.in_use(&registry.id));
        let extra = Extra::Search {
            facets: in_use
                .map(|registry| self.registry_link(registry, lang))
                .collect(),
        };
        let frame = Frame {
            kind: "search",
            lang,
            title: self.word(lang, "search").to_owned(),
            description: String::new(),
            breadcrumbs: self.breadcrumbs_of(lang, Vec::new()),
            paths: self.in_all_languages(SEARCH),
            texts: self.config.languages.clone(),
            noindex: true,
        };
        self.page("search.html", lang, &self.frame(frame, path, extra))
    }
}
