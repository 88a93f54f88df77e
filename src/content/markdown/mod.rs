//! The Markdown compiler: the text of a body in, HTML with holes and lists of what is in it out.
//!
//! # Steps
//! 1. [`cjk`] marks where emphasis beside Chinese punctuation should work ([`document::prepare`]).
//! 2. [`document`] reads the parser's events into a list and finds the quizzes among them.
//! 3. [`writer`] writes HTML, escaping text, numbering links and giving ids; [`raw`] sieves
//!    authors' HTML on the way.
//! 4. [`allow`] sanitizes the whole, if there was any raw HTML.
//! 5. [`hole`] cuts out the markers that stand for what depends on other entries or on the page.
//!
//! A body is compiled alone: nothing here knows of other files, of the theme, or of where the
//! page will be. No input makes it panic, overflow the stack or write unbalanced HTML.

mod allow;
mod anchor;
mod cjk;
mod code;
mod document;
mod entity;
mod footnote;
mod hole;
mod html;
mod inline;
mod link;
mod origin;
mod quiz;
mod raw;
mod table;
mod text;
mod writer;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use pulldown_cmark::{Event, Tag};

use self::document::Document;
use self::origin::Origin;
use self::writer::Writer;
use crate::content::body::{Body, Html};
use crate::diagnostic::Diagnostic;
use crate::language::Lang;

/// The longest summary, in characters.
const MAX_SUMMARY: usize = 200;

/// A file whose body is to be compiled.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    /// Path from the site's root, for diagnostics.
    pub(super) file: &'a Arc<str>,
    /// The whole file.
    pub(super) text: &'a str,
    /// Byte offset where the body starts, after the front matter.
    pub(super) body: usize,
    /// The language the body is written in; it decides on punctuation in labels.
    pub(super) lang: Lang,
}

/// Compiles a body. Spans in the result and in the diagnostics are bytes of the whole file.
#[must_use]
pub(super) fn compile(source: &Source<'_>) -> (Body, Vec<Diagnostic>) {
    let body = source.text.get(source.body..).unwrap_or_default();
    let (text, origin) = document::prepare(body, Origin::at(source.body));
    let document = document::read(&text, &origin, source.text);
    let mut writer = Writer::new(source, &document);
    writer.write_contained(0..document.nodes.len());
    writer.footnote_section();
    let Writer {
        html,
        links,
        headings,
        has_raw,
        diagnostics,
        ..
    } = writer;
    let html = if has_raw {
        allow::sanitize(&html)
    } else {
        html
    };
    let (html, holes) = hole::cut(&html);
    (
        Body {
            html: Html::Own(html),
            holes,
            links,
            headings,
            summary: summary(&document),
        },
        diagnostics,
    )
}

/// The text of the first paragraph that has any and stands neither in a quote nor in a list.
fn summary(document: &Document<'_>) -> String {
    let mut at = 0;
    while let Some(node) = document.nodes.get(at) {
        if matches!(node.event, Event::Start(Tag::Paragraph)) && !is_image(document, at) {
            let text = document.plain(at + 1..node.end);
            if !text.trim().is_empty() {
                return text::cut(text.trim(), MAX_SUMMARY);
            }
        }
        at = node.end + 1;
    }
    String::new()
}

/// Whether the paragraph at an index is nothing but an image.
fn is_image(document: &Document<'_>, at: usize) -> bool {
    document.nodes.get(at + 1).is_some_and(|node| {
        matches!(node.event, Event::Start(Tag::Image { .. }))
            && node.end + 1 == document.nodes[at].end
    })
}
