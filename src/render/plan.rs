//! Which pages the site has, and where. Every address of the output is decided here.

use super::Renderer;
use super::list::{page_count, page_path};
use crate::content::Kind;
use crate::diagnostic::Place;
use crate::language::Lang;
use crate::library::DocId;

/// One file of the output that is made, not copied.
#[derive(Debug, Clone)]
pub struct Job {
    /// Path from the site's root, with `/`.
    pub path: String,
    /// What it is.
    pub page: Page,
    /// Where it comes from, to name in problems; `None` for pages that come from many files.
    pub place: Option<Place>,
}

/// What a file of the output is.
#[derive(Debug, Clone)]
pub enum Page {
    /// A document; for sections, one page of its list (from 1).
    Doc(DocId, Lang, usize),
    /// The index of a registry.
    Registry(String, Lang),
    /// A registry's value (by index) and one page of its entries.
    Facet(String, usize, Lang, usize),
    /// The clause tree.
    Clauses(Lang),
    /// A clause, by its index.
    Clause(usize, Lang),
    /// One page of the list of all cases of a clause.
    ClauseCases(usize, Lang, usize),
    /// The search page.
    Search(Lang),
    /// The page for addresses that do not exist.
    NotFound(Lang),
    /// An old address of a document.
    Redirect(DocId, Lang),
    /// An Atom feed: of a kind, or of all.
    Feed(Option<Kind>, Lang),
    /// A part of the sitemap, or the index of its parts.
    Sitemap(SitemapPart),
    /// `robots.txt`.
    Robots,
}

/// A file of the sitemap.
#[derive(Debug, Clone)]
pub enum SitemapPart {
    /// Pages with their last change and their addresses by language.
    Pages(Vec<Location>),
    /// The list of the files that hold pages.
    Index(Vec<String>),
}

/// A page in the sitemap.
#[derive(Debug, Clone)]
pub struct Location {
    /// Absolute address.
    pub address: String,
    /// Day of the last change.
    pub changed: Option<String>,
    /// Tags and addresses of its languages; empty where it has one only.
    pub languages: Vec<(&'static str, String)>,
}

/// The search page's path in a language's part of the site.
pub(super) const SEARCH: &str = "search/index.html";

/// Lists every page, in a fixed order.
#[must_use]
pub fn plan(renderer: &Renderer<'_>) -> Vec<Job> {
    let mut jobs = Vec::new();
    for lang in &renderer.config.languages {
        docs(renderer, *lang, &mut jobs);
        facets(renderer, *lang, &mut jobs);
        let path = renderer.prefixed("404.html", *lang);
        jobs.push(Job {
            path,
            page: Page::NotFound(*lang),
            place: None,
        });
        if renderer.config.search.enabled {
            let path = renderer.prefixed(SEARCH, *lang);
            jobs.push(Job {
                path,
                page: Page::Search(*lang),
                place: None,
            });
        }
        for (path, kind) in renderer.feeds(*lang) {
            jobs.push(Job {
                path,
                page: Page::Feed(kind, *lang),
                place: None,
            });
        }
    }
    jobs.push(Job {
        path: "robots.txt".to_owned(),
        page: Page::Robots,
        place: None,
    });
    let parts = renderer.sitemap_parts(&jobs);
    jobs.extend(parts);
    jobs
}

fn docs(renderer: &Renderer<'_>, lang: Lang, jobs: &mut Vec<Job>) {
    let library = renderer.library;
    for id in library.docs() {
        let doc = library.doc(id);
        let view = doc.view(lang);
        let place = Some(Place::new(view.file.clone(), view.head.clone()));
        let path = doc.path(lang, renderer.config.default_language);
        let pages = if doc.kind == Kind::Section && !renderer.is_glossary(id) && !doc.id.is_empty()
        {
            page_count(library.listed(id).len(), renderer.config.page_size)
        } else {
            1
        };
        for page in 1..=pages {
            jobs.push(Job {
                path: page_path(&path, page),
                page: Page::Doc(id, lang, page),
                place: place.clone(),
            });
        }
        for alias in doc
            .version(lang)
            .into_iter()
            .flat_map(|entry| &entry.common.aliases)
        {
            let path = alias_path(&alias.value);
            let place = Some(Place::new(view.file.clone(), alias.span.clone()));
            jobs.push(Job {
                path,
                page: Page::Redirect(id, lang),
                place,
            });
        }
    }
}

fn facets(renderer: &Renderer<'_>, lang: Lang, jobs: &mut Vec<Job>) {
    let size = renderer.config.page_size;
    let push = |path: &str, page: Page, jobs: &mut Vec<Job>| {
        jobs.push(Job {
            path: renderer.prefixed(path, lang),
            page,
            place: None,
        });
    };
    for registry in renderer.registries.iter() {
        if registry.id == "clauses" {
            push("clauses/index.html", Page::Clauses(lang), jobs);
            for (at, item) in registry.items.iter().enumerate() {
                push(
                    &format!("clauses/{}.html", item.id),
                    Page::Clause(at, lang),
                    jobs,
                );
                let cases = renderer.cases_of(at).len();
                if cases > size {
                    for page in 1..=page_count(cases, size) {
                        let path = page_path(&format!("clauses/{}/cases.html", item.id), page);
                        push(&path, Page::ClauseCases(at, lang, page), jobs);
                    }
                }
            }
            continue;
        }
        if !renderer.library.facets.in_use(&registry.id) {
            continue;
        }
        push(
            &format!("{}/index.html", registry.id),
            Page::Registry(registry.id.clone(), lang),
            jobs,
        );
        for (at, item) in registry.items.iter().enumerate() {
            let count = renderer.library.facets.members(&registry.id, at).len();
            if count > 0 {
                for page in 1..=page_count(count, size) {
                    let path = page_path(&format!("{}/{}.html", registry.id, item.id), page);
                    push(
                        &path,
                        Page::Facet(registry.id.clone(), at, lang, page),
                        jobs,
                    );
                }
            }
        }
    }
}

/// The file an old address is served from.
fn alias_path(alias: &str) -> String {
    let path = alias.trim_start_matches('/');
    if path.ends_with(".html") || path.ends_with(".htm") {
        path.to_owned()
    } else {
        format!("{}/index.html", path.trim_end_matches('/'))
    }
}
