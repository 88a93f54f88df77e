//! A page as it is served: with the script that keeps it up to date, and with marks by which that
//! script knows what it shows. The file on disk stays what would be published.

use super::tags::{self, Tag};

/// Address of the script in pages.
pub(super) const SCRIPT: &str = "/__casebook/live.js";

/// What a page shows, in few words: two pages with the same marks look the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub(super) struct Marks {
    /// Of its text, and of images and scripts in it; without its styles.
    pub(super) page: String,
    /// Of each of its style sheets, in order.
    pub(super) styles: Vec<Style>,
}

/// A style sheet of a page.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(super) struct Style {
    /// Address as the page has it.
    href: String,
    /// Of its address and its bytes.
    mark: String,
}

/// A page, read.
pub(super) struct Page {
    pub(super) marks: Marks,
    /// Where the script is put in; `None` where the page does not let it run.
    place: Option<usize>,
}

/// Reads a page. `load` gives the bytes of a file of the site by an address in the page.
pub(super) fn read(html: &str, load: &dyn Fn(&str) -> Option<Vec<u8>>) -> Page {
    let (tags, head) = tags::read(html);
    let value = |tag: &Tag<'_>, name: &str| {
        let range = tag.attribute(name)?;
        Some(html[range].replace("&amp;", "&"))
    };
    let mut page = blake3::Hasher::new();
    let (mut styles, mut from) = (Vec::new(), 0);
    let mut allowed = true;
    for tag in &tags {
        let names_style = value(tag, "rel").is_some_and(|rel| {
            rel.split_ascii_whitespace()
                .any(|word| word.eq_ignore_ascii_case("stylesheet"))
        });
        if tag.is("link") && names_style {
            let Some(range) = tag.attribute("href") else {
                continue;
            };
            page.update(&html.as_bytes()[from..range.start]);
            from = range.end;
            let href = html[range].replace("&amp;", "&");
            let mut mark = blake3::Hasher::new();
            mark.update(href.as_bytes());
            mark.update(&load(&href).unwrap_or_default());
            let mark = short(&mark);
            styles.push(Style { href, mark });
        } else if tag.is("meta") {
            let kind = value(tag, "http-equiv").unwrap_or_default();
            if kind.eq_ignore_ascii_case("content-security-policy") {
                allowed &= lets_scripts_run(&value(tag, "content").unwrap_or_default());
            }
        } else if !tag.is("link") {
            let set = value(tag, "srcset").unwrap_or_default();
            let set = set
                .split(',')
                .filter_map(|one| one.split_whitespace().next());
            let own = [value(tag, "src"), value(tag, "poster")];
            for address in own.iter().flatten().map(String::as_str).chain(set) {
                page.update(blake3::hash(&load(address).unwrap_or_default()).as_bytes());
            }
        }
    }
    page.update(&html.as_bytes()[from..]);
    Page {
        marks: Marks {
            page: short(&page),
            styles,
        },
        place: allowed.then(|| head.unwrap_or(html.len())),
    }
}

impl Page {
    /// The page with the script in it.
    pub(super) fn dress(&self, html: &str) -> String {
        let Some(place) = self.place else {
            return html.to_owned();
        };
        let styles: Vec<&str> = self
            .marks
            .styles
            .iter()
            .map(|style| style.mark.as_str())
            .collect();
        format!(
            "{}{}{}",
            &html[..place],
            script(&self.marks.page, &styles.join(" ")),
            &html[place..]
        )
    }
}

/// The tag of the script; the marks are hexadecimal.
pub(super) fn script(page: &str, styles: &str) -> String {
    format!(
        "<script src=\"{SCRIPT}\" data-page=\"{page}\" data-styles=\"{styles}\" defer></script>\n"
    )
}

/// Whether a content security policy lets scripts of the page's own host run.
fn lets_scripts_run(policy: &str) -> bool {
    let directive = |name: &str| {
        policy.split(';').find_map(|directive| {
            let mut words = directive.split_ascii_whitespace();
            let own = words.next()?;
            own.eq_ignore_ascii_case(name)
                .then(|| words.collect::<Vec<_>>())
        })
    };
    ["script-src-elem", "script-src", "default-src"]
        .into_iter()
        .find_map(directive)
        .is_none_or(|sources| {
            sources
                .iter()
                .any(|source| matches!(*source, "'self'" | "*"))
        })
}

fn short(hasher: &blake3::Hasher) -> String {
    hasher.finalize().to_hex()[..16].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(html: &str, image: &str, style: &str) -> Marks {
        let load = |address: &str| match address {
            "a.png" | "b.png" => Some(image.as_bytes().to_vec()),
            "s.css" | "t.css" => Some(style.as_bytes().to_vec()),
            _ => None,
        };
        read(html, &load).marks
    }

    #[test]
    fn a_change_of_styles_alone_is_told_from_all_others() {
        let page = "<head><link rel=stylesheet href=s.css></head><p>甲<img src=a.png>";
        let first = marks(page, "1", "1");
        assert_eq!(first, marks(page, "1", "1"));
        let renamed = marks(&page.replace("s.css", "t.css"), "1", "1");
        let restyled = marks(page, "1", "2");
        for other in [&renamed, &restyled] {
            assert_eq!(first.page, other.page);
            assert_ne!(first.styles, other.styles);
        }
        for other in [
            marks(page, "2", "1"),
            marks(&page.replace('甲', "乙"), "1", "1"),
        ] {
            assert_ne!(first.page, other.page);
            assert_eq!(first.styles, other.styles);
        }
        let set = page.replace("src=a.png", "srcset='x.png 1x, b.png 2x'");
        assert_ne!(marks(&set, "1", "1").page, marks(&set, "2", "1").page);
    }

    #[test]
    fn the_script_is_put_in_the_head_where_it_may_run() {
        let dress = |html: &str| read(html, &|_| None).dress(html);
        let policy = |text: &str| {
            format!(
                "<head><meta http-equiv=\"Content-Security-Policy\" content=\"{text}\"></head>x"
            )
        };
        for open in [
            "default-src 'self'",
            "script-src 'self'",
            "img-src 'none'",
            "default-src 'none'; script-src *",
        ] {
            let html = policy(open);
            let dressed = dress(&html);
            let tag = dressed.find(SCRIPT).expect("the script");
            assert!(tag < dressed.find("</head>").expect("an end"), "{dressed}");
            assert_eq!(
                dressed.replace(
                    &dressed[tag - 13..dressed.find("</head>").expect("an end")],
                    ""
                ),
                html
            );
        }
        for closed in [
            "default-src 'none'",
            "default-src 'self'; script-src 'none'",
        ] {
            let html = policy(closed);
            assert_eq!(dress(&html), html);
        }
        assert!(dress("x").starts_with("x<script"));
    }
}
