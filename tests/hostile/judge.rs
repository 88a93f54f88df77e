//! What no page may have, as a browser understands it.

use scraper::{ElementRef, Html, Selector};

use crate::support::{Tree, xml};

fn all(selector: &str) -> Selector {
    Selector::parse(selector).expect("a selector")
}

/// Attributes whose value is an address.
const ADDRESS_ATTRIBUTES: &[&str] = &[
    "href",
    "src",
    "action",
    "formaction",
    "poster",
    "cite",
    "data",
    "background",
    "longdesc",
    "ping",
    "srcset",
    "manifest",
    "codebase",
    "classid",
    "profile",
    "usemap",
    "dynsrc",
    "lowsrc",
    "icon",
];

/// Elements that no page has.
const NO_ELEMENTS: &[&str] = &[
    "style",
    "iframe",
    "frame",
    "frameset",
    "object",
    "embed",
    "applet",
    "base",
    "form",
    "input",
    "button",
    "textarea",
    "select",
    "noscript",
    "template",
    "math",
    "foreignObject",
    "animate",
    "set",
    "use",
    "video",
    "audio",
    "portal",
    "marquee",
    "xmp",
    "plaintext",
    "slot",
    "dialog",
    "image",
];

/// What is wrong with a page, if anything is.
pub(super) fn dangers(path: &str, text: &str, output: &Tree) -> Vec<String> {
    let html = Html::parse_document(text);
    let mut found = Vec::new();
    let own: Vec<_> = own_controls(&html, path)
        .map(|element| element.id())
        .collect();
    for element in html.select(&all("*")) {
        let name = element.value().name();
        if own.contains(&element.id()) {
            continue;
        }
        if NO_ELEMENTS.iter().any(|no| no.eq_ignore_ascii_case(name)) {
            found.push(format!("<{name}>"));
        }
        if name == "script" && !is_own_script(element, path, output) {
            found.push(element.html());
        }
        if name == "link"
            && !matches!(
                element.attr("rel"),
                Some("stylesheet" | "icon" | "canonical" | "alternate")
            )
        {
            found.push(element.html());
        }
        if name == "meta"
            && element
                .attr("http-equiv")
                .is_some_and(|kind| !matches!(kind, "Content-Security-Policy" | "refresh"))
        {
            found.push(element.html());
        }
        for (attribute, value) in element.value().attrs() {
            let lower = attribute.to_ascii_lowercase();
            if lower.starts_with("on")
                || matches!(lower.as_str(), "style" | "srcdoc" | "formaction" | "action")
            {
                found.push(format!("{attribute}={value}"));
            }
            let local = lower.rsplit(':').next().unwrap_or_default();
            if ADDRESS_ATTRIBUTES.contains(&local) && is_dangerous(value, name) {
                found.push(format!("{attribute}={value}"));
            }
        }
        if element.attr("http-equiv") == Some("refresh") {
            let address = element
                .attr("content")
                .and_then(|content| content.split_once("url="));
            if address.is_none_or(|(wait, address)| wait != "0; " || !address.starts_with("../")) {
                found.push(element.html());
            }
        }
    }
    if html
        .select(&all("meta[http-equiv=Content-Security-Policy]"))
        .next()
        .is_none()
    {
        found.push("no policy".to_owned());
    }
    found
}

/// The theme's own search box, which stands in the page's head, and what else the search page has,
/// where no text of an author is. Only where they lead is to be judged.
fn own_controls<'h>(html: &'h Html, path: &str) -> impl Iterator<Item = ElementRef<'h>> {
    let head = "header.site-header > .frame > ";
    let mut roots = vec![
        format!("{head}form.search-form"),
        format!("{head}template#_search-words"),
    ];
    if matches!(path, "search/index.html" | "en/search/index.html") {
        roots
            .extend(["main form.search-form", "main noscript", "main template"].map(str::to_owned));
        roots.extend(["button", "select", "input"].map(|name| format!("main .search-page {name}")));
    }
    let found: Vec<_> = roots
        .iter()
        .flat_map(|root| html.select(&all(root)).collect::<Vec<_>>())
        .filter(|element| {
            element.attr("action").is_none_or(|action| {
                let inner = action.trim_start_matches("../");
                let inner = if path.ends_with("404.html") && rooted(inner) {
                    inner.rfind("/search/").map_or(inner, |at| &inner[at + 1..])
                } else {
                    inner
                };
                matches!(inner, "search/index.html" | "en/search/index.html")
            })
        })
        .collect();
    found
        .into_iter()
        .flat_map(|root| root.descendent_elements())
}

/// Whether an address counts from the root of its own host.
fn rooted(address: &str) -> bool {
    address.starts_with('/') && !address.starts_with("//")
}

/// Whether a script is data, or a file that casebook wrote.
fn is_own_script(element: ElementRef<'_>, path: &str, output: &Tree) -> bool {
    let text: String = element.text().collect();
    match (element.attr("src"), element.attr("type")) {
        (None, Some("application/ld+json")) => {
            serde_json::from_str::<serde_json::Value>(&text).is_ok()
        }
        (Some(src), None | Some("module")) => {
            let file = src.trim_start_matches("../");
            // The page that is shown at any address counts from the site's root on its host.
            let (up, file) = if path.ends_with("404.html") {
                let file = file.rfind("/assets/").map_or(file, |at| &file[at + 1..]);
                (rooted(src), file)
            } else {
                (
                    src.matches("../").count() == path.matches('/').count(),
                    file,
                )
            };
            up && file.starts_with("assets/") && output.contains_key(file) && text.is_empty()
        }
        _ => false,
    }
}

/// Whether a browser would run what is at an address, or show it as a page of this site.
fn is_dangerous(address: &str, element: &str) -> bool {
    // Browsers leave out tabs and line breaks, and controls and spaces before the scheme.
    let bare: String = address
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control() && *c != '\u{ad}')
        .collect();
    let bare = bare.to_lowercase();
    let scheme = bare
        .split_once(':')
        .map(|(scheme, _)| scheme)
        .unwrap_or_default();
    let picture = [
        "data:image/png",
        "data:image/jpeg",
        "data:image/gif",
        "data:image/webp",
        "data:,",
    ];
    match scheme {
        "javascript" | "vbscript" | "blob" | "filesystem" | "view-source" | "file" => true,
        "data" => element != "img" || !picture.iter().any(|known| bare.starts_with(known)),
        _ => false,
    }
}

#[test]
fn the_judge_of_pages_is_strict() {
    for bad in [
        "<script>1</script>",
        "<script src=//evil.example/x.js></script>",
        "<p onclick=x>",
        "<svg onload=x>",
        "<a href='jAva\nscript:x'>",
        "<a href='&#1;javascript:x'>",
        "<img src='data:text/html,x'>",
        "<svg><a xlink:href='javascript:x'/></svg>",
        "<p style=x>",
        "<iframe>",
        "<meta http-equiv=refresh content='0; url=//evil.example'>",
        "<script type='application/ld+json'>{</script>",
    ] {
        let page = format!("<meta http-equiv=Content-Security-Policy content=x>{bad}");
        assert!(!dangers("a.html", &page, &Tree::new()).is_empty(), "{bad}");
    }
    assert!(
        xml::read("<a>&nbsp;</a>").is_err()
            && xml::read("<a><b></a>").is_err()
            && xml::read("<a>\u{1}</a>").is_err()
    );
}
