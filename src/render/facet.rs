//! Registries as pages: all values in use, and the entries that carry one.

use super::card::{number_of, provenance};
use super::context::{Extra, FacetValueContext, LinkContext, ValueContext};
use super::list::page_path;
use super::page::Frame;
use super::{Content, Renderer};
use crate::language::Lang;
use crate::registry::Registry;

impl Renderer<'_> {
    /// A value in use with its count, and with those below it where asked for.
    pub(super) fn facet_value(
        &self,
        registry: &Registry,
        at: usize,
        lang: Lang,
        deep: bool,
    ) -> Option<FacetValueContext> {
        let count = self.library.count(&registry.id, at);
        let below = |at: &usize| self.facet_value(registry, *at, lang, deep);
        (count > 0).then(|| FacetValueContext {
            link: self.facet_link_at(&registry.id, at, lang),
            count,
            children: if deep {
                registry.items[at]
                    .children
                    .iter()
                    .filter_map(below)
                    .collect()
            } else {
                Vec::new()
            },
        })
    }

    /// Facts about one value.
    pub(super) fn value(&self, registry: &Registry, at: usize, lang: Lang) -> ValueContext {
        let item = &registry.items[at];
        let children = item
            .children
            .iter()
            .map(|child| self.facet_link_at(&registry.id, *child, lang));
        ValueContext {
            id: item.id.clone(),
            number: number_of(item, registry.id == "clauses"),
            parent: item
                .parent
                .map(|parent| self.facet_link_at(&registry.id, parent, lang)),
            children: children.filter(|child| child.path.is_some()).collect(),
            note: item.note.as_ref().map(|note| note.get(lang).to_owned()),
            source: provenance(&item.source, lang),
        }
    }

    /// A registry's page as a link.
    pub(super) fn registry_link(&self, registry: &Registry, lang: Lang) -> LinkContext {
        LinkContext::new(
            registry.title.get(lang).to_owned(),
            self.prefixed(&format!("{}/index.html", registry.id), lang),
        )
    }

    pub(super) fn registry_page(&self, id: &str, lang: Lang, path: &str) -> Content {
        let registry = self.registry(id);
        let extra = Extra::Registry {
            values: registry
                .roots()
                .filter_map(|at| self.facet_value(registry, at, lang, true))
                .collect(),
            provenance: provenance(&registry.source, lang),
        };
        let frame = Frame {
            kind: "registry",
            lang,
            title: registry.title.get(lang).to_owned(),
            description: String::new(),
            breadcrumbs: self.breadcrumbs_of(lang, Vec::new()),
            paths: self.in_all_languages(&format!("{id}/index.html")),
            texts: self.config.languages.clone(),
            noindex: false,
        };
        self.page("registry.html", lang, &self.frame(frame, path, extra))
    }

    pub(super) fn facet_page(
        &self,
        id: &str,
        at: usize,
        lang: Lang,
        page: usize,
        path: &str,
    ) -> Content {
        let registry = self.registry(id);
        let item = &registry.items[at];
        let first = format!("{id}/{}.html", item.id);
        let members = self.library.members(id, at);
        let extra = Extra::Facet {
            registry: self.registry_link(registry, lang),
            value: self.value(registry, at, lang),
            list: self.list(members, &self.prefixed(&first, lang), page, lang),
        };
        let mut trail = vec![self.registry_link(registry, lang)];
        let mut above: Vec<_> = registry.ancestry(at).skip(1).collect();
        above.reverse();
        trail.extend(above.into_iter().filter_map(|at| {
            let link = self.facet_link_at(id, at, lang);
            Some(LinkContext::new(link.name, link.path?))
        }));
        let frame = Frame {
            kind: "facet",
            lang,
            title: item.label(lang),
            description: String::new(),
            breadcrumbs: self.breadcrumbs_of(lang, trail),
            paths: self.in_all_languages(&page_path(&first, page)),
            texts: self.config.languages.clone(),
            noindex: page > 1,
        };
        self.page("facet.html", lang, &self.frame(frame, path, extra))
    }

    /// A page's paths in all languages.
    pub(super) fn in_all_languages(&self, path: &str) -> Vec<(Lang, String)> {
        self.config
            .languages
            .iter()
            .map(|lang| (*lang, self.prefixed(path, *lang)))
            .collect()
    }

    /// A registry the plan has named, so that it is there.
    pub(super) fn registry(&self, id: &str) -> &Registry {
        self.registries
            .get(id)
            .expect("the plan names registries of the site")
    }
}
