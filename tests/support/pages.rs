//! Pages of the output as a browser reads them.

use scraper::{Html, Selector};

/// A parsed page.
pub(crate) struct Page {
    /// Its path in the output.
    pub(crate) path: String,
    /// The document.
    pub(crate) html: Html,
}

/// An attribute that names an address, as a browser decodes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    /// Name of the element.
    pub(crate) element: String,
    /// The address as written.
    pub(crate) address: String,
}

impl Page {
    pub(crate) fn parse(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            html: Html::parse_document(text),
        }
    }

    /// The text of every element a selector finds, each with its spaces put in order.
    pub(crate) fn texts(&self, selector: &str) -> Vec<String> {
        let selector = Selector::parse(selector).expect("a selector");
        let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.html
            .select(&selector)
            .map(|element| words(element.text().collect()))
            .collect()
    }

    /// The text of the only element a selector finds.
    pub(crate) fn text(&self, selector: &str) -> String {
        let texts = self.texts(selector);
        assert_eq!(texts.len(), 1, "{}: {selector} finds {texts:?}", self.path);
        texts.into_iter().next().unwrap_or_default()
    }

    /// An attribute of every element a selector finds, where it has one.
    pub(crate) fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let selector = Selector::parse(selector).expect("a selector");
        self.html
            .select(&selector)
            .filter_map(|element| element.attr(name).map(str::to_owned))
            .collect()
    }

    /// An attribute of the only element a selector finds.
    pub(crate) fn attribute(&self, selector: &str, name: &str) -> String {
        let values = self.attributes(selector, name);
        assert_eq!(
            values.len(),
            1,
            "{}: {selector} has {name} {values:?}",
            self.path
        );
        values.into_iter().next().unwrap_or_default()
    }

    /// Whether a selector finds anything.
    pub(crate) fn has(&self, selector: &str) -> bool {
        self.html
            .select(&Selector::parse(selector).expect("a selector"))
            .next()
            .is_some()
    }

    /// Addresses of the links below what a selector finds.
    pub(crate) fn links(&self, selector: &str) -> Vec<String> {
        self.attributes(&format!("{selector} a"), "href")
    }

    /// Every id, in order.
    pub(crate) fn ids(&self) -> Vec<String> {
        self.attributes("[id]", "id")
    }

    /// Every address of the page: `href`, `src`, and where a redirect leads.
    pub(crate) fn addresses(&self) -> Vec<Link> {
        let all = Selector::parse("*").expect("a selector");
        let mut links = Vec::new();
        for element in self.html.select(&all) {
            let name = element.value().name().to_owned();
            for attribute in ["href", "src", "poster", "cite"] {
                if let Some(address) = element.attr(attribute) {
                    links.push(Link {
                        element: name.clone(),
                        address: address.to_owned(),
                    });
                }
            }
            if element.attr("http-equiv") == Some("refresh") {
                let content = element.attr("content").unwrap_or_default();
                if let Some((_, address)) = content.split_once("url=") {
                    links.push(Link {
                        element: name,
                        address: address.to_owned(),
                    });
                }
            }
        }
        links
    }
}
