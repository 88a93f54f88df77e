//! Sections: the list of what stands in them, and the filters that lead to facet pages.

use super::Renderer;
use super::context::{Extra, FacetGroupContext, LinkContext};
use crate::content::Kind;
use crate::content::kind::Interpretation;
use crate::language::Lang;
use crate::library::DocId;

impl Renderer<'_> {
    /// Whether a document is the glossary's section.
    pub(super) fn is_glossary(&self, doc: DocId) -> bool {
        Some(self.library.doc(doc).id) == Kind::Term.folder()
    }

    pub(super) fn section(&self, doc: DocId, lang: Lang, page: usize) -> Extra {
        let listed = self.library.listed(doc);
        let registries: &[&str] = match listed.first().map(|first| self.library.doc(*first).kind) {
            Some(Kind::Case) => &[
                "industries",
                "localities",
                "sizes",
                "stages",
                "ladders",
                "titles",
                "batches",
                "grades",
            ],
            Some(Kind::Policy) => &["issuers"],
            _ => &[],
        };
        Extra::Section {
            list: self.list(listed, &self.href(doc, lang), page, lang),
            facets: registries
                .iter()
                .filter_map(|registry| self.facet_group(registry, lang))
                .collect(),
        }
    }

    /// A registry as a filter; `None` when nothing carries its values.
    fn facet_group(&self, id: &str, lang: Lang) -> Option<FacetGroupContext> {
        let registry = self.registries.get(id)?;
        if !self.library.in_use(id) {
            return None;
        }
        Some(FacetGroupContext {
            registry: id.to_owned(),
            title: registry.title.get(lang).to_owned(),
            path: self.prefixed(&format!("{id}/index.html"), lang),
            values: registry
                .roots()
                .filter_map(|at| self.facet_value(registry, at, lang, false))
                .collect(),
        })
    }

    pub(super) fn interpretation(&self, doc: DocId, own: &Interpretation, lang: Lang) -> Extra {
        let (previous, next) = self.neighbors(doc, lang);
        Extra::Interpretation {
            clause: self.facet_link("clauses", &own.clause, lang),
            previous,
            next,
        }
    }

    /// What stands before and after a document in its section.
    pub(super) fn neighbors(
        &self,
        doc: DocId,
        lang: Lang,
    ) -> (Option<LinkContext>, Option<LinkContext>) {
        let Some(parent) = self.library.parent(doc) else {
            return (None, None);
        };
        let kind = self.library.doc(doc).kind;
        let listed: Vec<_> = self
            .library
            .children(parent)
            .iter()
            .copied()
            .filter(|child| self.library.doc(*child).kind == kind)
            .collect();
        let Some(at) = listed.iter().position(|other| *other == doc) else {
            return (None, None);
        };
        let link = |at: Option<usize>| {
            at.and_then(|at| listed.get(at))
                .map(|doc| self.link(*doc, lang))
        };
        (link(at.checked_sub(1)), link(Some(at + 1)))
    }
}
