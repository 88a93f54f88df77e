//! `sitemap.xml` with the languages of every page, and `robots.txt`.

use super::Renderer;
use super::feed::Xml;
use super::plan::{Job, Page, SitemapPart as Part};

/// Addresses in one file at most, by the protocol of sitemaps.org; half of it, since each page
/// brings its languages along.
const PART: usize = 25_000;

impl Renderer<'_> {
    /// The sitemap's files; none without a base URL.
    pub(super) fn sitemap_parts(&self, jobs: &[Job]) -> Vec<Job> {
        if self.config.base_url.is_none() {
            return Vec::new();
        }
        let locations: Vec<(String, Page)> = jobs
            .iter()
            .filter(|job| self.is_known(job))
            .map(|job| (job.path.clone(), job.page.clone()))
            .collect();
        let job = |path: String, part: Part| Job {
            path,
            page: Page::Sitemap(part),
            place: None,
        };
        if locations.len() <= PART {
            return vec![job("sitemap.xml".to_owned(), Part::Pages(locations))];
        }
        let parts: Vec<Job> = locations
            .chunks(PART)
            .enumerate()
            .map(|(at, part)| {
                job(
                    format!("sitemap-{}.xml", at + 1),
                    Part::Pages(part.to_vec()),
                )
            })
            .collect();
        let index = parts.iter().map(|part| self.absolute(&part.path)).collect();
        std::iter::once(job("sitemap.xml".to_owned(), Part::Index(index)))
            .chain(parts)
            .collect()
    }

    /// Whether search engines should know a page.
    fn is_known(&self, job: &Job) -> bool {
        match &job.page {
            Page::Doc(doc, lang, 1) => self.edition.library.doc(*doc).version(*lang).is_some(),
            Page::Registry(..) | Page::Facet(_, _, _, 1) | Page::Clauses(_) | Page::Clause(..) => {
                true
            }
            _ => false,
        }
    }

    /// Day of a page's last change, and its addresses by language where there are several.
    fn location(&self, path: &str, page: &Page) -> (Option<String>, Vec<(&'static str, String)>) {
        let (changed, languages): (_, Vec<_>) = match page {
            Page::Doc(doc, lang, _) => {
                let languages = self.library.languages(*doc).into_iter();
                let languages =
                    languages.map(|lang| (lang.tag(), self.absolute(&self.path(*doc, lang))));
                let changed = self.library.changed(*doc, *lang);
                (changed.map(|day| day.to_string()), languages.collect())
            }
            Page::Registry(_, lang)
            | Page::Facet(_, _, lang, _)
            | Page::Clauses(lang)
            | Page::Clause(_, lang) => {
                let path = path.strip_prefix(&self.prefixed("", *lang)).unwrap_or(path);
                let languages = self.in_all_languages(path).into_iter();
                let languages = languages.map(|(lang, path)| (lang.tag(), self.absolute(&path)));
                (None, languages.collect())
            }
            _ => (None, Vec::new()),
        };
        let several = languages.len() > 1;
        (changed, if several { languages } else { Vec::new() })
    }

    pub(super) fn sitemap(&self, part: &Part) -> String {
        let mut xml = Xml::new();
        let sitemaps = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");
        match part {
            Part::Index(parts) => xml.element("sitemapindex", &[sitemaps], |xml| {
                for part in parts {
                    xml.element("sitemap", &[], |xml| xml.text("loc", part));
                }
            }),
            Part::Pages(pages) => {
                let attributes = [sitemaps, ("xmlns:xhtml", "http://www.w3.org/1999/xhtml")];
                xml.element("urlset", &attributes, |xml| {
                    for (path, page) in pages {
                        let (changed, languages) = self.location(path, page);
                        xml.element("url", &[], |xml| {
                            xml.text("loc", &self.absolute(path));
                            if let Some(day) = &changed {
                                xml.text("lastmod", day);
                            }
                            for (tag, address) in &languages {
                                let attributes = [
                                    ("rel", "alternate"),
                                    ("hreflang", *tag),
                                    ("href", address.as_str()),
                                ];
                                xml.empty("xhtml:link", &attributes);
                            }
                        });
                    }
                });
            }
        }
        xml.finish()
    }

    pub(super) fn robots(&self) -> String {
        let sitemap = self
            .config
            .base_url
            .as_ref()
            .map(|base| format!("\nSitemap: {base}sitemap.xml\n"));
        format!("User-agent: *\nAllow: /\n{}", sitemap.unwrap_or_default())
    }
}
