//! Raw HTML in Markdown: the first sieve, which writes tags anew, balanced, with holes for
//! links, and tells the author what it removed. The second is [`super::allow::sanitize`].

use std::ops::Range;

use pulldown_cmark::{CowStr, Event};

use super::allow::{self, Fate};
use super::document::MAX_DEPTH;
use super::entity;
use super::html::{Attribute, Token, Tokens};
use super::origin::Origin;
use super::text;
use super::writer::Writer;
use crate::content::body::LinkKind;
use crate::diagnostic::{Code, message};

/// How many removed elements and attributes a message names.
const MAX_SHOWN: usize = 8;

/// A piece of raw HTML without joiners, and where it comes from.
#[derive(Default)]
struct Source {
    html: String,
    origin: Origin,
}

impl Source {
    fn push(&mut self, text: &str, file: &str, start: usize) {
        self.origin.push_joined(&mut self.html, text, file, start);
    }
}

/// A piece of raw HTML being written.
struct Piece<'p> {
    source: &'p Source,
    /// Bytes of the file.
    span: Range<usize>,
    /// What was removed, as shown to the author.
    removed: Vec<String>,
    /// Where the first of it was, in the piece.
    first: Range<usize>,
}

impl Piece<'_> {
    /// Where a part of the piece is in the file; the whole piece, where the parser left out
    /// too much for us to tell.
    fn place(&self, range: &Range<usize>, file: &str) -> Range<usize> {
        let place = self.source.origin.range(range);
        if file.get(place.clone()) == self.source.html.get(range.clone()) {
            place
        } else {
            self.span.clone()
        }
    }

    fn remove(&mut self, what: &str, after: &str, range: Range<usize>) {
        let shown = text::cut(&text::strip(what), 30) + after;
        if self.removed.is_empty() {
            self.first = range;
        }
        if self.removed.len() == MAX_SHOWN {
            self.removed.push("…".to_owned());
        }
        if self.removed.len() <= MAX_SHOWN && !self.removed.contains(&shown) {
            self.removed.push(shown);
        }
    }
}

impl Writer<'_> {
    /// Writes a tag within a line; returns the index to go on at.
    pub(super) fn inline_html(&mut self, at: usize, html: &CowStr<'_>) -> usize {
        let span = self.document.nodes[at].span.clone();
        let mut source = Source::default();
        source.push(html, self.source.text, span.start);
        self.raw(&source, span);
        // The parser takes what is between `<script>` and `</script>` for text.
        match Tokens::new(html).next() {
            Some(Token::Open { name, .. }) if matches!(allow::element(&name), Fate::Remove) => self
                .closing_tag(at, &name)
                .map_or(at + 1, |close| close + 1),
            _ => at + 1,
        }
    }

    /// The index of the closing tag among the later siblings of an inline tag.
    fn closing_tag(&self, at: usize, name: &str) -> Option<usize> {
        /// How many siblings are looked at, lest many open tags cost their number squared.
        const REACH: usize = 200;
        let mut sibling = at + 1;
        for _ in 0..REACH {
            match &self.document.nodes.get(sibling)?.event {
                Event::End(_) => return None,
                Event::InlineHtml(html)
                    if html.starts_with("</") && text::starts_with_ignore_case(html, 2, name) =>
                {
                    return Some(sibling);
                }
                _ => sibling = self.document.nodes[sibling].end + 1,
            }
        }
        None
    }

    /// Writes a block of raw HTML.
    pub(super) fn html_block(&mut self, at: usize) {
        let node = &self.document.nodes[at];
        let mut source = Source::default();
        for node in &self.document.nodes[at + 1..node.end] {
            if let Event::Html(text) | Event::Text(text) | Event::InlineHtml(text) = &node.event {
                source.push(text, self.source.text, node.span.start);
            }
        }
        self.raw(&source, node.span.clone());
    }

    fn raw(&mut self, source: &Source, span: Range<usize>) {
        let mut piece = Piece {
            source,
            span,
            removed: Vec::new(),
            first: 0..0,
        };
        let mut tokens = Tokens::new(&source.html);
        let mut start = 0;
        while let Some(token) = tokens.next() {
            let range = start..tokens.at();
            match token {
                Token::Text(text) => self.raw_text(text),
                Token::Comment => {}
                Token::Close { name } => self.raw_close(&name),
                Token::Open { name, attributes } => match allow::element(&name) {
                    Fate::Keep(name) => self.raw_open(name, &attributes, &mut piece),
                    Fate::Unwrap => piece.remove(&format!("<{name}"), ">", range),
                    Fate::Remove => {
                        piece.remove(&format!("<{name}"), ">", range);
                        tokens.skip_element(&name);
                    }
                },
            }
            start = tokens.at();
        }
        if !piece.removed.is_empty() {
            let removed = piece.removed.join(", ");
            let message = message!(
                "已去掉不允许的 HTML：{removed}",
                "HTML that is not allowed was removed: {removed}"
            );
            let place = piece.place(&piece.first, self.source.text);
            self.report(Code::HtmlRemoved, place, message, None);
        }
    }

    /// Writes text that has character references. Numeric ones are resolved and others taken
    /// over only whole, so that no two pieces can add up to one, and none yields a marker.
    fn raw_text(&mut self, text: &str) {
        let text = text::strip(text);
        let mut rest = &*text;
        while let Some((before, after)) = rest.split_once('&') {
            self.text(before);
            if let Some((c, len)) = entity::numeric(after) {
                self.text(c.encode_utf8(&mut [0; 4]));
                rest = &after[len..];
            } else {
                self.html.push_str(if entity::is_named(after) {
                    "&"
                } else {
                    "&amp;"
                });
                rest = after;
            }
        }
        self.text(rest);
    }

    fn raw_open(
        &mut self,
        name: &'static str,
        attributes: &[Attribute<'_>],
        piece: &mut Piece<'_>,
    ) {
        let floor = self.marks.last().copied().unwrap_or(0);
        if name == "a" && self.open_anchors > 0 {
            return;
        }
        if !allow::is_void(name) && self.raw_stack.len() >= MAX_DEPTH {
            self.report_depth(piece.span.clone());
            return;
        }
        // `<li>` ends a `<li>` before it, and so on.
        if allow::ends_itself(name)
            && self.raw_stack.len() > floor
            && self.raw_stack.last() == Some(&name)
        {
            self.raw_stack.pop();
        }
        self.has_raw = true;
        self.html.push('<');
        self.html.push_str(name);
        for (index, attribute) in attributes.iter().enumerate() {
            // Of attributes of one name the first counts.
            if !attributes[..index.min(MAX_DEPTH)]
                .iter()
                .any(|other| other.name == attribute.name)
            {
                self.raw_attribute(name, attribute, piece);
            }
        }
        if name == "img" {
            if !attributes.iter().any(|attribute| attribute.name == "alt") {
                self.html.push_str(" alt=\"\"");
            }
            self.html.push_str(" loading=\"lazy\" decoding=\"async\"");
        }
        self.html.push('>');
        if !allow::is_void(name) {
            self.raw_stack.push(name);
            self.open_anchors += usize::from(name == "a");
        }
    }

    fn raw_attribute(&mut self, element: &str, attribute: &Attribute<'_>, piece: &mut Piece<'_>) {
        let Attribute { name, value, range } = attribute;
        let span = piece.place(range, self.source.text);
        match (element, name.as_str()) {
            ("a", "href") | ("img", "src") => {
                let image = element == "img";
                let target = text::strip(&entity::decode(value)).trim().to_owned();
                if self.check_address(&target, image, &span) {
                    let kind = if image {
                        LinkKind::Image
                    } else {
                        LinkKind::Link
                    };
                    self.register(kind, target, span);
                }
            }
            (_, "id") => {
                if let Some((id, free)) = self.anchors.explicit(&entity::decode(value)) {
                    if !free {
                        self.report_duplicate(&id, span);
                    }
                    self.attribute("id", &id);
                }
            }
            (_, name) if allow::attribute(element, name, value) => {
                self.html.push(' ');
                self.html.push_str(name);
                self.html.push_str("=\"");
                self.raw_text(value);
                self.html.push('"');
            }
            (_, name) if allow::is_ours(name) => {}
            (_, name) => piece.remove(name, "=", range.clone()),
        }
    }

    /// Writes an end tag, if what it ends was opened in the same Markdown element.
    fn raw_close(&mut self, name: &str) {
        let floor = self.marks.last().copied().unwrap_or(0);
        if let Some(offset) = self.raw_stack[floor..]
            .iter()
            .rposition(|open| *open == name)
        {
            self.close_raw(floor + offset + 1);
            if let Some(name) = self.raw_stack.pop() {
                self.raw_end_tag(name);
            }
        }
    }

    /// Ends raw elements until `len` are open.
    pub(super) fn close_raw(&mut self, len: usize) {
        while self.raw_stack.len() > len {
            if let Some(name) = self.raw_stack.pop()
                && (name == "a" || !allow::ends_itself(name))
            {
                self.raw_end_tag(name);
            }
        }
    }

    fn raw_end_tag(&mut self, name: &str) {
        self.open_anchors -= usize::from(name == "a");
        self.html.push_str("</");
        self.html.push_str(name);
        self.html.push('>');
    }

    pub(super) fn report_depth(&mut self, span: Range<usize>) {
        if !self.too_deep {
            self.too_deep = true;
            let message = message!(
                "嵌套超过 {MAX_DEPTH} 层",
                "nested more than {MAX_DEPTH} levels deep"
            );
            self.report(Code::NestingTooDeep, span, message, None);
        }
    }
}
