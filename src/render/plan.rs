//! Which pages the site has, and where. Every address of the output is decided here.

use super::Renderer;
use super::list::{page_count, page_path};
use crate::content::Kind;
use crate::diagnostic::Place;
use crate::digest::{hash_all, hash_bytes};
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

impl Job {
    /// Digest of what the file is, apart from what it depends on.
    #[must_use]
    pub fn key(&self) -> u64 {
        let number = |page: usize| page as u64;
        let parts: [u64; 3] = match &self.page {
            Page::Doc(_, lang, page) => [0, *lang as u64, number(*page)],
            Page::Registry(_, lang) => [1, *lang as u64, 0],
            Page::Facet(_, at, lang, page) => [2 + 100 * number(*at), *lang as u64, number(*page)],
            Page::Clauses(lang) => [3, *lang as u64, 0],
            Page::Clause(at, lang) => [4, *lang as u64, number(*at)],
            Page::ClauseCases(at, lang, page) => {
                [5 + 100 * number(*at), *lang as u64, number(*page)]
            }
            Page::Search(lang) => [6, *lang as u64, 0],
            Page::NotFound(lang) => [7, *lang as u64, 0],
            Page::Redirect(_, lang) => [8, *lang as u64, 0],
            Page::Feed(kind, lang) => [9, *lang as u64, kind.map_or(0, |kind| 1 + kind as u64)],
            Page::Sitemap(SitemapPart::Pages(pages)) => {
                let pages = pages.iter();
                [
                    10,
                    0,
                    hash_all(pages.map(|(path, _)| hash_bytes(path.as_bytes()))),
                ]
            }
            Page::Sitemap(SitemapPart::Index(parts)) => [11, 0, number(parts.len())],
            Page::Robots => [12, 0, 0],
        };
        hash_all(parts)
    }
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
    /// Pages, by path.
    Pages(Vec<(String, Page)>),
    /// The list of the files that hold pages.
    Index(Vec<String>),
}

/// The search page's path in a language's part of the site.
pub(super) const SEARCH: &str = "search/index.html";

/// Lists every page, in a fixed order.
pub(super) fn plan(renderer: &Renderer<'_>) -> Vec<Job> {
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
    // A plan looks at everything; there is nothing to note.
    let library = renderer.edition.library;
    let glossary = Kind::Term.folder();
    for id in library.docs() {
        let doc = library.doc(id);
        let view = doc.view(lang);
        let place = Some(Place::new(view.file.clone(), view.head.clone()));
        let path = doc.path(lang, renderer.config.default_language);
        let is_list = doc.kind == Kind::Section && !doc.id.is_empty();
        let pages = if is_list && Some(&*doc.id) != glossary {
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
    let library = renderer.edition.library;
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
                let cases = renderer.of_clause(at, Kind::Case).len();
                if cases > size {
                    for page in 1..=page_count(cases, size) {
                        let path = page_path(&format!("clauses/{}/cases.html", item.id), page);
                        push(&path, Page::ClauseCases(at, lang, page), jobs);
                    }
                }
            }
            continue;
        }
        if !library.facets.in_use(&registry.id) {
            continue;
        }
        push(
            &format!("{}/index.html", registry.id),
            Page::Registry(registry.id.clone(), lang),
            jobs,
        );
        for (at, item) in registry.items.iter().enumerate() {
            let count = library.facets.members(&registry.id, at).len();
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
