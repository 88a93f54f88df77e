//! What holds for any text.

use proptest::prelude::*;

use super::*;
use crate::content::markdown::{cjk, document, origin::Origin};

/// Scraps of Markdown, without HTML.
const SCRAPS: &[&str] = &[
    "*",
    "**",
    "***",
    "~~",
    "_",
    "`",
    "```",
    "~~~",
    "```quiz\n",
    "[",
    "]",
    "(",
    ")",
    "!",
    "[[",
    "]]",
    "|",
    "![",
    "](",
    "a.md",
    "# ",
    "## ",
    "- ",
    "1. ",
    "> ",
    "> [!QUIZ]\n",
    "> [!NOTE]\n",
    "[x] ",
    "[ ] ",
    "- [x] ",
    ": ",
    "[^1]",
    "[^1]: ",
    "\n",
    "\n\n",
    "\n\n",
    "    ",
    "\t",
    "  \n",
    "\r\n",
    "---\n",
    "| a | b |\n|---|---|\n| c | d |\n",
    "{#id}",
    "\\",
    "&amp;",
    "创新",
    "管理",
    "。",
    "“",
    "”",
    "《",
    "》",
    "，",
    "word",
    " ",
    "\u{fdd4}",
    "\u{fdd0}h0\u{fdd1}",
    "\u{fdd0}p7\u{fdd1}",
    "\0",
    "http://x.y",
    "javascript:x",
    "data:text/html,x",
    "😀",
    "한국",
    "é",
];

/// Scraps of HTML, benign and not.
const HTML: &[&str] = &[
    "<script>",
    "</script>",
    "<SCRIPT SRC=x>",
    "<img src=x onerror=alert(1)>",
    "<a href=javascript:alert(1)>",
    "</a>",
    "<div>",
    "</div>",
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<details open>",
    "<summary>",
    "</summary>",
    "</details>",
    "<!--",
    "-->",
    "<!x",
    "<?",
    "<svg/onload=alert(1)>",
    "<svg><style>",
    "<math><mtext>",
    "<table>",
    "<td>",
    "</table>",
    "<select>",
    "<template>",
    "<textarea>",
    "</textarea>",
    "<title>",
    "<a href='",
    "<div title=\"",
    "\"",
    "'",
    ">",
    "<",
    "<iframe srcdoc='<script>'>",
    "<style>",
    "</style>",
    "<a id=cb-x>",
    "<li>",
    "<h1>",
    "<form action=javascript:x>",
    "<input onfocus=x autofocus>",
    "&#xFDD0;h0&#xFDD1;",
    "&#",
    "xFDD0;",
    "<base href=x>",
    "<noscript>",
    "</noscript>",
    "<plaintext>",
    "<br/>",
    "<a/href=x/onclick=y>",
    "<img src=\"data:image/png;base64,x\">",
    "<img src=data:text/html,x>",
    "<![CDATA[",
    "]]>",
];

fn text_of(scraps: Vec<&'static str>) -> impl Strategy<Value = String> {
    let scrap =
        prop_oneof![9 => prop::sample::select(scraps).prop_map(str::to_owned), 1 => "\\PC{0,8}"];
    prop::collection::vec(scrap, 0..40).prop_map(|scraps| scraps.concat())
}

fn markdown() -> impl Strategy<Value = String> {
    text_of(SCRAPS.to_vec())
}

fn hostile() -> impl Strategy<Value = String> {
    text_of([HTML, SCRAPS].concat())
}

/// The tags of HTML that was written by us or by the sanitizer, where `<` only starts tags.
fn tags(html: &str) -> Vec<&str> {
    html.split('<')
        .skip(1)
        .filter_map(|rest| rest.split_once('>'))
        .map(|(tag, _)| tag)
        .collect()
}

/// The names of a tag's attributes.
fn attribute_names(tag: &str) -> Vec<&str> {
    let outside: Vec<&str> = tag.split('"').step_by(2).collect();
    outside
        .iter()
        .flat_map(|part| part.split([' ', '=']))
        .skip(1)
        .filter(|name| !name.is_empty())
        .collect()
}

fn check_sound(text: &str) -> Result<(), TestCaseError> {
    let (body, diagnostics) = compiled(text);
    prop_assert_eq!(&(body.clone(), diagnostics.clone()), &compiled(text));
    let whole = file(text);
    let mut last = 0;
    for hole in &body.holes {
        let at = hole.at as usize;
        prop_assert!(at >= last && body.html.is_char_boundary(at));
        if let HoleKind::Href(link) | HoleKind::Src(link) = hole.kind {
            prop_assert!((link as usize) < body.links.len());
        }
        last = at;
    }
    let spans = body
        .links
        .iter()
        .map(|link| &link.span)
        .chain(body.headings.iter().map(|heading| &heading.span));
    for span in spans.chain(
        diagnostics
            .iter()
            .filter_map(|diagnostic| diagnostic.place.as_ref())
            .map(|place| &place.span),
    ) {
        prop_assert!(
            span.start >= FRONT.len() && whole.get(span.clone()).is_some(),
            "{span:?}"
        );
    }
    prop_assert!(
        !body.html.contains(super::super::text::is_forbidden),
        "{:?}",
        body.html
    );
    prop_assert!(!body.summary.contains(super::super::text::is_forbidden));
    prop_assert!(body.summary.chars().count() <= 200);
    let mut ids = std::collections::HashSet::new();
    for tag in tags(&html(text)) {
        for name in attribute_names(tag) {
            prop_assert!(
                !name.starts_with("on") && name != "style" && name != "srcdoc" && name != "action",
                "{tag}"
            );
        }
        let name = tag
            .trim_start_matches('/')
            .split([' ', '>'])
            .next()
            .unwrap_or_default();
        prop_assert!(
            ![
                "script", "style", "iframe", "svg", "math", "form", "input", "base", "h1"
            ]
            .contains(&name),
            "{tag}"
        );
        if let Some((_, id)) = tag.split_once(" id=\"") {
            let id = id.split('"').next().unwrap_or_default();
            prop_assert!(!id.starts_with("cb-"));
            prop_assert!(ids.insert(id.to_owned()), "{id} twice in {}", html(text));
        }
    }
    for link in &body.links {
        let target = link.target.to_ascii_lowercase();
        prop_assert!(
            link.kind == crate::content::body::LinkKind::Term || !target.starts_with("javascript:"),
            "{target}"
        );
    }
    Ok(())
}

/// Whether every tag is closed in turn.
fn is_balanced(html: &str) -> bool {
    let mut open = Vec::new();
    for tag in tags(html) {
        let name = tag.split(' ').next().unwrap_or_default();
        if let Some(name) = name.strip_prefix('/') {
            if open.pop() != Some(name) {
                return false;
            }
        } else if !["br", "hr", "img", "col", "wbr"].contains(&name) {
            open.push(name);
        }
    }
    open.is_empty()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_markdown_is_sound(text in markdown()) {
        check_sound(&text)?;
        let written = html(&text);
        prop_assert!(is_balanced(&written), "{}", written);
    }

    #[test]
    fn any_html_is_sound(text in hostile()) {
        check_sound(&text)?;
        let written = html(&text);
        prop_assert!(is_balanced(&written), "{}", written);
    }

    #[test]
    fn any_characters_are_sound(text in any::<String>()) {
        check_sound(&text)?;
    }

    /// A browser, too, would read what we write as we meant it.
    #[test]
    fn a_parser_agrees_with_our_markup(text in markdown()) {
        // What the sanitizer writes otherwise: raw HTML, and no-break spaces.
        let text = text.replace(['<', '\u{a0}'], "");
        let (body, _) = compiled(&text);
        let mut written = String::new();
        // Phrases as text, links as fragments, as the sanitizer allows.
        body.fill(&mut written, |kind, out| match kind {
            HoleKind::Href(_) => out.push_str(" href=\"#x\""),
            HoleKind::Src(_) => {}
            HoleKind::Phrase(phrase) => out.push_str(phrase.key()),
        });
        let sane = crate::content::markdown::allow::sanitize(&written).replace('"', "&quot;");
        prop_assert_eq!(sane, written.replace('"', "&quot;"));
    }

    #[test]
    fn joiners_change_nothing_but_emphasis(text in markdown()) {
        let (prepared, origin) = document::prepare(&text, Origin::at(7));
        let clean = |text: &str| text.replace(cjk::JOINER, "");
        prop_assert_eq!(clean(&prepared), clean(&text));
        // Every character of the prepared text that is the author's is found in the file.
        let own = prepared.char_indices().filter(|(_, c)| *c != cjk::JOINER);
        let file = text.char_indices().filter(|(_, c)| *c != cjk::JOINER);
        for ((at, _), (place, _)) in own.zip(file) {
            prop_assert_eq!(origin.file(at), place + 7);
        }
    }
}
