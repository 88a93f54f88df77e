//! `sitemap.xml` with the languages of every page, and `robots.txt`.

use super::Renderer;
use super::feed::Xml;
use super::plan::{Job, Location, Page, SitemapPart as Part};

/// Addresses in one file at most, by the protocol of sitemaps.org; half of it, since each page
/// brings its languages along.
const PART: usize = 25_000;

impl Renderer<'_> {
    /// The sitemap's files; none without a base URL.
    pub(super) fn sitemap_parts(&self, jobs: &[Job]) -> Vec<Job> {
        if self.config.base_url.is_none() {
            return Vec::new();
        }
        let locations: Vec<Location> = jobs.iter().filter_map(|job| self.location(job)).collect();
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

    /// A page's place in the sitemap, if search engines should know it.
    fn location(&self, job: &Job) -> Option<Location> {
        let (changed, languages): (_, Vec<_>) = match &job.page {
            Page::Doc(doc, lang, 1) => {
                let document = self.library.doc(*doc);
                let entry = document.version(*lang)?;
                let languages = document.versions().iter().map(|version| {
                    let lang = version.identity.lang;
                    (lang.tag(), self.absolute(&self.path(*doc, lang)))
                });
                let changed = self
                    .updated(entry)
                    .or(entry.common.date)
                    .map(|day| day.to_string());
                (changed, languages.collect())
            }
            Page::Registry(_, lang)
            | Page::Facet(_, _, lang, 1)
            | Page::Clauses(lang)
            | Page::Clause(_, lang) => {
                let path = job
                    .path
                    .strip_prefix(&self.prefixed("", *lang))
                    .unwrap_or(&job.path);
                let languages = self.in_all_languages(path).into_iter();
                let languages = languages.map(|(lang, path)| (lang.tag(), self.absolute(&path)));
                (None, languages.collect())
            }
            _ => return None,
        };
        Some(Location {
            address: self.absolute(&job.path),
            changed,
            languages: if languages.len() > 1 {
                languages
            } else {
                Vec::new()
            },
        })
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
                    for page in pages {
                        xml.element("url", &[], |xml| {
                            xml.text("loc", &page.address);
                            if let Some(day) = &page.changed {
                                xml.text("lastmod", day);
                            }
                            for (tag, address) in &page.languages {
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
