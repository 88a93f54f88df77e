//! One page: its frame, its kind's own part, its template.

use super::context::{
    AlternateContext, Extra, LinkContext, NavContext, PageContext, TranslationContext,
};
use super::list::page_path;
use super::plan::{Job, Page};
use super::{Content, Renderer, root_of};
use crate::content::{Fields, Kind};
use crate::language::Lang;
use crate::library::{DocId, encode_path};

/// What the frame of a page needs to know.
pub(super) struct Frame {
    pub(super) kind: &'static str,
    pub(super) lang: Lang,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) breadcrumbs: Vec<LinkContext>,
    /// The page's paths in all languages of the site.
    pub(super) paths: Vec<(Lang, String)>,
    /// Languages the page has a text of its own in.
    pub(super) texts: Vec<Lang>,
    pub(super) noindex: bool,
}

impl Renderer<'_> {
    /// One file, up to its template.
    pub(super) fn content(&self, job: &Job) -> Content {
        let path = &job.path;
        match &job.page {
            Page::Doc(doc, lang, page) => self.doc_page(*doc, *lang, *page, path),
            Page::Registry(registry, lang) => self.registry_page(registry, *lang, path),
            Page::Facet(registry, at, lang, page) => {
                self.facet_page(registry, *at, *lang, *page, path)
            }
            Page::Clauses(lang) => self.clauses_page(*lang, path),
            Page::Clause(at, lang) => self.clause_page(*at, *lang, path),
            Page::ClauseCases(at, lang, page) => self.clause_cases_page(*at, *lang, *page, path),
            Page::Search(lang) => self.search_page(*lang, path),
            Page::NotFound(lang) => self.not_found(*lang, path),
            Page::Redirect(doc, lang) => self.redirect(*doc, *lang, path),
            Page::Feed(kind, lang) => Content::File(self.feed(*kind, *lang, path).into_bytes()),
            Page::Sitemap(part) => Content::File(self.sitemap(part).into_bytes()),
            Page::Robots => Content::File(self.robots().into_bytes()),
        }
    }

    fn doc_page(&self, doc: DocId, lang: Lang, page: usize, path: &str) -> Content {
        let library = &self.library;
        let view = library.view(doc, lang);
        let document = library.doc(doc);
        let home = document.id.is_empty();
        let (kind, template) = match document.kind {
            Kind::Section if home => ("home", "home.html"),
            Kind::Section if self.is_glossary(doc) => ("glossary", "glossary.html"),
            Kind::Section => ("section", "section.html"),
            Kind::Page => ("page", "page.html"),
            Kind::Interpretation => ("interpretation", "interpretation.html"),
            Kind::Course => ("course", "course.html"),
            Kind::Lesson => ("lesson", "lesson.html"),
            Kind::Policy => ("policy", "policy.html"),
            Kind::Case => ("case", "case.html"),
            Kind::Term => ("term", "term.html"),
        };
        let extra = match &view.fields {
            Fields::Section(_) if home => self.home(lang),
            Fields::Section(_) if self.is_glossary(doc) => self.glossary(doc, lang),
            Fields::Section(_) => self.section(doc, lang, page),
            Fields::Page(_) => Extra::Plain {
                siblings: self.siblings(doc, lang),
            },
            Fields::Interpretation(own) => self.interpretation(doc, own, lang),
            Fields::Course(own) => Extra::Course(Box::new(self.course(doc, own, lang))),
            Fields::Lesson(own) => Extra::Lesson(Box::new(self.lesson(doc, view, own, lang))),
            Fields::Policy(own) => Extra::Policy(Box::new(self.policy(doc, own, lang))),
            Fields::Case(own) => Extra::Case(Box::new(self.case(doc, own, lang))),
            Fields::Term(own) => self.term(doc, own, lang),
        };
        let frame = Frame {
            kind,
            lang,
            title: view.common.title.clone(),
            description: super::card::description(view).to_owned(),
            breadcrumbs: self.breadcrumbs(doc, lang),
            paths: self
                .config
                .languages
                .iter()
                .map(|other| (*other, page_path(&self.path(doc, *other), page)))
                .collect(),
            texts: library.languages(doc),
            noindex: page > 1 || view.identity.lang != lang,
        };
        let mut context = self.frame(frame, path, extra);
        // Later pages of a list do not repeat the section's text.
        if page == 1 {
            context.entry = Some(self.entry(doc, lang, &context.root));
        }
        context.lead = view.common.description.clone().unwrap_or_default();
        context.json_ld = self.json_ld(doc, lang, &context);
        self.page(template, lang, &context)
    }

    /// The frame that all pages share, around a kind's own part.
    pub(super) fn frame(&self, frame: Frame, path: &str, extra: Extra) -> PageContext {
        let Frame {
            kind,
            lang,
            title,
            description,
            breadcrumbs,
            paths,
            texts,
            noindex,
        } = frame;
        let site = self.config.title.get(lang);
        // The address that search engines should know: of the language the text is in.
        let own = if texts.contains(&lang) {
            lang
        } else {
            texts.first().copied().unwrap_or(lang)
        };
        let canonical = paths
            .iter()
            .find(|(other, _)| *other == own)
            .map_or(path, |(_, path)| path);
        let mut alternates: Vec<_> = paths
            .iter()
            .filter(|(other, _)| {
                self.config.base_url.is_some() && texts.len() > 1 && texts.contains(other)
            })
            .map(|(other, path)| AlternateContext {
                hreflang: other.tag(),
                href: self.absolute(path),
            })
            .collect();
        if let Some(first) = alternates.first() {
            let href = first.href.clone();
            alternates.push(AlternateContext {
                hreflang: "x-default",
                href,
            });
        }
        PageContext {
            kind,
            root: root_of(path),
            path: encode_path(path).into_owned(),
            head_title: if title == site {
                title.clone()
            } else {
                format!("{title} · {site}")
            },
            canonical: self.absolute(canonical),
            alternates,
            translations: paths
                .into_iter()
                .filter(|(other, _)| *other != lang)
                .map(|(other, path)| TranslationContext {
                    lang_tag: other.tag(),
                    name: other.name(),
                    path: encode_path(&path).into_owned(),
                })
                .collect(),
            title,
            description,
            lead: String::new(),
            breadcrumbs,
            json_ld: String::new(),
            noindex,
            entry: None,
            extra,
        }
    }

    /// A path under the site's published address, or nothing when there is none.
    pub(super) fn absolute(&self, path: &str) -> String {
        self.absolute_address(&encode_path(path))
    }

    /// The same for a path that is escaped already.
    pub(super) fn absolute_address(&self, path: &str) -> String {
        let Some(base) = &self.config.base_url else {
            return String::new();
        };
        let path = path
            .strip_suffix("index.html")
            .filter(|rest| rest.is_empty() || rest.ends_with('/'))
            .unwrap_or(path);
        format!("{base}{path}")
    }

    /// From the home page down to the document's parent.
    fn breadcrumbs(&self, doc: DocId, lang: Lang) -> Vec<LinkContext> {
        let mut trail: Vec<_> =
            std::iter::successors(self.library.parent(doc), |doc| self.library.parent(*doc))
                .collect();
        trail.reverse();
        let mut trail = self.links(&trail, lang);
        // The home page's own title is too long a name for the first step.
        if let (Some(home), Some(_)) = (trail.first_mut(), self.library.parent(doc)) {
            self.word(lang, "home").clone_into(&mut home.title);
            home.lang_tag = None;
        }
        trail
    }

    /// Breadcrumbs of a page that the generator makes: home, then the pages given.
    pub(super) fn breadcrumbs_of(&self, lang: Lang, pages: Vec<LinkContext>) -> Vec<LinkContext> {
        let home = self.library.find("").map(|home| {
            LinkContext::new(self.word(lang, "home").to_owned(), self.href(home, lang))
        });
        home.into_iter().chain(pages).collect()
    }

    /// The pages of a plain page's section.
    fn siblings(&self, doc: DocId, lang: Lang) -> Vec<NavContext> {
        let Some(parent) = self
            .library
            .parent(doc)
            .filter(|parent| !self.library.doc(*parent).id.is_empty())
        else {
            return Vec::new();
        };
        let children = self.library.children(parent).iter();
        children
            .map(|child| {
                let LinkContext {
                    title,
                    path,
                    lang_tag,
                } = self.link(*child, lang);
                NavContext {
                    title,
                    path,
                    current: *child == doc,
                    section: self.library.doc(*child).kind == Kind::Section,
                    lang_tag,
                }
            })
            .collect()
    }

    fn not_found(&self, lang: Lang, path: &str) -> Content {
        let frame = Frame {
            kind: "not-found",
            lang,
            title: self.word(lang, "not_found_title").to_owned(),
            description: String::new(),
            breadcrumbs: Vec::new(),
            paths: self
                .config
                .languages
                .iter()
                .map(|other| (*other, self.prefixed("404.html", *other)))
                .collect(),
            texts: vec![lang],
            noindex: true,
        };
        let mut context = self.frame(
            frame,
            path,
            Extra::Plain {
                siblings: Vec::new(),
            },
        );
        // It is served at any address, so its links start from the site's root on its host.
        let base = self.config.base_url.as_deref().unwrap_or("/");
        let host = base.split_once("://").map_or("", |(_, rest)| rest);
        context.root = host
            .find('/')
            .map_or_else(|| "/".to_owned(), |at| host[at..].to_owned());
        context.canonical = String::new();
        self.page("not-found.html", lang, &context)
    }

    fn redirect(&self, doc: DocId, lang: Lang, path: &str) -> Content {
        let target = self.path(doc, lang);
        let root = root_of(path);
        let context = serde_json::json!({
            "kind": "redirect",
            "lang": lang.tag(),
            "title": self.library.view(doc, lang).common.title,
            "target": format!("{root}{}", encode_path(&target)),
            "canonical": self.absolute(&target),
            "root": root,
        });
        self.page("redirect.html", lang, &context)
    }

    /// The main navigation: as configured, or the kinds in use and the top sections.
    pub(super) fn menu(&self, lang: Lang) -> Vec<LinkContext> {
        if !self.config.menu.is_empty() {
            let items = self.config.menu.iter();
            return items
                .filter_map(|item| self.menu_item(item, lang))
                .collect();
        }
        let clauses = self.registries.get("clauses").map(|registry| {
            LinkContext::new(
                registry.title.get(lang).to_owned(),
                self.prefixed("clauses/index.html", lang),
            )
        });
        let top = self
            .library
            .find("")
            .map_or(&[][..], |home| self.library.children(home));
        let sections = top
            .iter()
            .filter(|doc| self.library.doc(**doc).kind == Kind::Section);
        clauses
            .into_iter()
            .chain(sections.map(|doc| self.link(*doc, lang)))
            .collect()
    }

    fn menu_item(&self, item: &crate::config::MenuItem, lang: Lang) -> Option<LinkContext> {
        let to = item.to.value.trim_matches('/');
        let mut link = match (self.library.find(to), self.registries.get(to)) {
            (Some(doc), _) => self.link(doc, lang),
            (None, Some(registry)) => LinkContext::new(
                registry.title.get(lang).to_owned(),
                self.prefixed(&format!("{to}/index.html"), lang),
            ),
            (None, None) => return None,
        };
        if let Some(title) = &item.title {
            link.title = title.get(lang).to_owned();
        }
        Some(link)
    }
}
