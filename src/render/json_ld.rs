//! Structured data for search engines, by the vocabulary of schema.org.

use serde_json::{Value as Json, json};

use super::Renderer;
use super::context::{LinkContext, PageContext};
use crate::content::{Fields, Kind};
use crate::language::Lang;
use crate::library::DocId;

impl Renderer<'_> {
    /// JSON-LD of a document's page; empty without a base URL, since it is all about addresses.
    pub(super) fn json_ld(&self, doc: DocId, lang: Lang, page: &PageContext) -> String {
        if self.config.base_url.is_none() {
            return String::new();
        }
        let entry = self.library.view(doc, lang);
        let kind = match entry.identity.kind {
            Kind::Section if page.kind == "home" => "WebSite",
            Kind::Section if page.kind == "glossary" => "DefinedTermSet",
            Kind::Section => "CollectionPage",
            Kind::Page => "WebPage",
            Kind::Course => "Course",
            Kind::Lesson => "LearningResource",
            Kind::Term => "DefinedTerm",
            Kind::Interpretation | Kind::Policy | Kind::Case => "Article",
        };
        let mut about = json!({
            "@type": kind,
            "url": page.canonical,
            "inLanguage": entry.identity.lang.tag(),
        });
        let name = if kind == "Article" {
            "headline"
        } else {
            "name"
        };
        about[name] = page.title.clone().into();
        let mut set = |key: &str, value: Option<Json>| {
            if let Some(value) = value {
                about[key] = value;
            }
        };
        set(
            "description",
            (!page.description.is_empty()).then(|| page.description.clone().into()),
        );
        // A page that no file stands behind has no dates of its own.
        let day = match &entry.fields {
            Fields::Policy(own) => Some(own.issued),
            _ => entry.common.date,
        };
        if !matches!(kind, "DefinedTerm" | "DefinedTermSet") {
            set("datePublished", day.map(|day| day.to_string().into()));
            set(
                "dateModified",
                self.changed(entry).map(|day| day.to_string().into()),
            );
        }
        match &entry.fields {
            Fields::Lesson(own) => {
                set("timeRequired", Some(format!("PT{}M", own.minutes).into()));
                let course = self.library.parent(doc).map(|course| {
                    json!({ "@type": "Course", "name": self.link(course, lang).title, "url": self.absolute(&self.path(course, lang)) })
                });
                set("isPartOf", course);
            }
            Fields::Course(own) => {
                let provider = own
                    .provider
                    .as_ref()
                    .map_or_else(|| self.config.title.get(lang), |text| text.get(lang));
                set(
                    "provider",
                    Some(json!({ "@type": "Organization", "name": provider })),
                );
                set("license", own.licence.clone().map(Json::from));
            }
            _ => {}
        }
        let mut graph = vec![about];
        if !page.breadcrumbs.is_empty() {
            graph.push(self.breadcrumb_list(&page.breadcrumbs, page));
        }
        safe(&json!({ "@context": "https://schema.org", "@graph": graph }))
    }

    fn breadcrumb_list(&self, trail: &[LinkContext], page: &PageContext) -> Json {
        let above = trail
            .iter()
            .map(|link| (link.title.as_str(), self.absolute_address(&link.path)));
        let all = above.chain([(page.title.as_str(), page.canonical.clone())]);
        let items: Vec<Json> = all
            .enumerate()
            .map(|(at, (name, item))| json!({ "@type": "ListItem", "position": at + 1, "name": name, "item": item }))
            .collect();
        json!({ "@type": "BreadcrumbList", "itemListElement": items })
    }
}

/// JSON that can stand inside a `script` element whatever its strings hold.
fn safe(json: &Json) -> String {
    json.to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_element_cannot_be_closed() {
        let text = safe(&json!({ "name": "</script><script>alert(1)</script>" }));
        assert!(!text.contains('<') && !text.contains('>'));
        assert_eq!(
            serde_json::from_str::<Json>(&text).expect("still JSON")["name"],
            "</script><script>alert(1)</script>"
        );
    }
}
