//! What raw HTML may hold. Two sieves use these lists: the writer's own, which knows places
//! and can tell the author what it removed, and after it ammonia, which parses the finished
//! HTML as a browser would and is the one that security rests on.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::hole;
use super::html::{Token, Tokens};

/// What becomes of an element of raw HTML.
pub(super) enum Fate {
    /// Kept; with the name as we hold it.
    Keep(&'static str),
    /// The tags go, the content stays.
    Unwrap,
    /// The content goes too.
    Remove,
}

/// Elements fit for documentation, in order. No `h1`: the page has its own.
#[rustfmt::skip]
const ELEMENTS: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "del",
    "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img",
    "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "span",
    "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var",
    "wbr",
];

/// Elements that only the writer itself may write.
const OURS: &[&str] = &["aside"];

/// Elements whose content is not text for readers.
#[rustfmt::skip]
const REMOVED: &[&str] = &[
    "applet", "audio", "canvas", "embed", "frameset", "iframe", "math", "noembed", "noframes", "noscript", "object",
    "plaintext", "script", "select", "style", "svg", "template", "textarea", "title", "video",
];

/// Elements without content.
const VOID: &[&str] = &["br", "col", "hr", "img", "wbr", "input"];

/// Elements whose end tag the HTML standard lets be omitted; a parser supplies it.
#[rustfmt::skip]
const SELF_ENDING: [&str; 14] =
    ["caption", "colgroup", "dd", "dt", "li", "p", "rp", "rt", "tbody", "td", "tfoot", "th", "thead", "tr"];

/// What becomes of an element.
pub(super) fn element(name: &str) -> Fate {
    if REMOVED.contains(&name) {
        return Fate::Remove;
    }
    match ELEMENTS.iter().find(|known| **known == name) {
        Some(known) => Fate::Keep(known),
        None => Fate::Unwrap,
    }
}

pub(super) fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

pub(super) fn ends_itself(name: &str) -> bool {
    SELF_ENDING.contains(&name)
}

/// Whether an author may give an attribute other than `id`, `href`, `src`, to which the writer
/// sees itself.
pub(super) fn attribute(element: &str, name: &str, value: &str) -> bool {
    let number =
        || !value.is_empty() && value.len() <= 5 && value.bytes().all(|b| b.is_ascii_digit());
    match (element, name) {
        (_, "title") => true,
        (_, "lang") => {
            !value.is_empty()
                && value
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-')
        }
        (_, "dir") => matches!(value, "ltr" | "rtl" | "auto"),
        ("img", "alt")
        | ("time" | "ins" | "del", "datetime")
        | ("details", "open")
        | ("ol", "reversed") => true,
        ("img", "width" | "height")
        | ("td" | "th", "colspan" | "rowspan")
        | ("col" | "colgroup", "span")
        | ("ol", "start")
        | ("li", "value") => number(),
        ("th", "scope") => matches!(value, "col" | "row" | "colgroup" | "rowgroup"),
        ("ol", "type") => matches!(value, "1" | "a" | "A" | "i" | "I"),
        _ => false,
    }
}

/// Attributes that are dropped without a word: it is for the theme to say how links open and
/// images load.
pub(super) fn is_ours(name: &str) -> bool {
    matches!(
        name,
        "target" | "rel" | "loading" | "decoding" | "srcset" | "sizes"
    )
}

/// Every class the writer writes, but for `language-…` of code.
#[rustfmt::skip]
pub(super) const CLASSES: &[&str] = &[
    "align-center", "align-left", "align-right", "alert", "alert-caution", "alert-important", "alert-note",
    "alert-tip", "alert-title", "alert-warning", "code", "code-figure", "code-title", "footnote-back", "footnote-ref",
    "footnotes", "heading", "heading-link", "hl-attribute", "hl-builtin", "hl-comment", "hl-constant", "hl-deleted",
    "hl-escape", "hl-function", "hl-inserted", "hl-keyword", "hl-markup", "hl-meta", "hl-number", "hl-operator",
    "hl-property", "hl-string", "hl-tag", "hl-type", "hl-variable", "quiz", "quiz-answer", "quiz-options", "quiz-question", "quiz-right", "quiz-title", "table-wrap", "task", "task-box", "task-list", "term",
];

/// Attributes the sanitizer lets stand on any element. Authors' own have passed
/// [`attribute`]; the others can only be the writer's.
#[rustfmt::skip]
const ATTRIBUTES: &[&str] = &[
    "alt", "aria-label", "class", "colspan", "data-quiz", "data-right", "datetime", "decoding", "dir", "height",
    "href", "id", "lang", "loading", "open", "reversed", "role", "rowspan", "scope", "span", "src", "start",
    "tabindex", "title", "type", "value", "width",
];

static SANITIZER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::new();
    builder
        .tags(ELEMENTS.iter().chain(OURS).copied().collect())
        .clean_content_tags(REMOVED.iter().copied().collect())
        .tag_attributes(HashMap::new())
        .generic_attributes(ATTRIBUTES.iter().copied().collect())
        .link_rel(None)
        .attribute_filter(|_: &str, name: &str, value: &str| {
            keeps(name, value).then(|| value.to_owned().into())
        });
    builder
});

/// Whether the sanitizer keeps an attribute. Links have become markers by now, so that an
/// address in plain sight can only be one of our own, within the page.
fn keeps(name: &str, value: &str) -> bool {
    match name {
        "href" => hole::is_link(value) || value.starts_with('#'),
        "src" => hole::is_link(value),
        "class" => value
            .split(' ')
            .all(|class| CLASSES.contains(&class) || class.starts_with("language-")),
        _ => true,
    }
}

/// HTML as a browser would understand it, without anything that is not on the lists.
pub(super) fn sanitize(html: &str) -> String {
    drop_repeated_ids(SANITIZER.clean(html).to_string())
}

/// Where elements are misnested, the HTML standard has the parser write some of them twice
/// (13.2.6.4.7, "adoption agency"), ids included; the first may keep its id.
fn drop_repeated_ids(html: String) -> String {
    let mut seen = HashSet::new();
    let mut repeated = Vec::new();
    for token in Tokens::new(&html) {
        if let Token::Open { attributes, .. } = token {
            let ids = attributes
                .into_iter()
                .filter(|attribute| attribute.name == "id");
            repeated.extend(ids.filter(|id| !seen.insert(id.value)).map(|id| id.range));
        }
    }
    let mut out = String::new();
    let mut from = 0;
    for range in &repeated {
        out.push_str(html[from..range.start].trim_end());
        from = range.end;
    }
    if repeated.is_empty() {
        html
    } else {
        out + &html[from..]
    }
}
