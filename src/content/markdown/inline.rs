//! Headings, links and images.

use pulldown_cmark::{Event, LinkType, Tag};

use super::anchor;
use super::hole;
use super::link;
use super::text;
use super::writer::Writer;
use crate::content::body::{Heading, HoleKind, Link, LinkKind, Phrase};
use crate::diagnostic::{Code, message};
use crate::language::Lang;

impl Writer<'_> {
    pub(super) fn heading(&mut self, at: usize, level: u8, id: Option<&str>) {
        let node = &self.document.nodes[at];
        let level = (level + u8::from(self.document.has_title)).min(6);
        let text = self.document.plain(at + 1..node.end).trim().to_owned();
        let id = match id.and_then(|id| self.anchors.explicit(id)) {
            Some((id, free)) => {
                if !free {
                    self.report_duplicate(&id, node.span.clone());
                }
                id
            }
            None => self.anchors.slug(&text),
        };
        self.html.push_str("<div class=\"heading\"><h");
        self.html.push(char::from(b'0' + level));
        self.html.push_str(" id=\"");
        self.text(&id);
        self.html.push_str("\">");
        self.headings.push(Heading {
            level,
            id,
            text,
            span: node.span.clone(),
        });
    }

    /// The link stands beside the heading, lest its label become part of the heading's name;
    /// it is named after the heading, lest all such links sound the same.
    pub(super) fn heading_end(&mut self) {
        let Some(Heading {
            level, id, text, ..
        }) = self.headings.last()
        else {
            return;
        };
        self.html.push_str("</h");
        self.html.push(char::from(b'0' + *level));
        self.html.push_str("><a class=\"heading-link\" href=\"");
        anchor::push_fragment(id, &mut self.html);
        self.html.push_str("\" aria-label=\"");
        hole::write(HoleKind::Phrase(Phrase::HeadingLink), &mut self.html);
        if !text.is_empty() {
            self.html.push_str(match self.source.lang {
                Lang::Zh => "：",
                Lang::En => ": ",
            });
            text::escape(text, &mut self.html);
        }
        self.html.push_str("\">#</a></div>\n");
    }

    pub(super) fn report_duplicate(&mut self, id: &str, span: std::ops::Range<usize>) {
        let message = message!(
            "编号重复，已改为“{id}”",
            "this id is taken already; it became `{id}`"
        );
        let hint = message!("给其中一个换个编号", "give one of them another id");
        self.report(Code::DuplicateAnchor, span, message, Some(hint));
    }

    pub(super) fn link(&mut self, at: usize, kind: LinkType, target: &str, title: &str) {
        let node = &self.document.nodes[at];
        let target = text::strip(target);
        let (kind, target) = match kind {
            // In a table the bar before the label is escaped, and the parser leaves the escape.
            LinkType::WikiLink { .. } => (
                LinkKind::Term,
                target.trim_end_matches('\\').trim().to_owned(),
            ),
            LinkType::Email => (LinkKind::Link, format!("mailto:{target}")),
            _ => (LinkKind::Link, target.into_owned()),
        };
        let is_safe = kind == LinkKind::Term || self.check_address(&target, false, &node.span);
        let is_anchor = is_safe && self.open_anchors == 0;
        self.link_stack.push(is_anchor);
        if is_anchor {
            self.open_anchors += 1;
            self.html.push_str(if kind == LinkKind::Term {
                "<a class=\"term\""
            } else {
                "<a"
            });
            self.register(kind, target.clone(), node.span.clone());
            self.attribute("title", title);
            self.html.push('>');
        }
        // A link without text would have no name.
        if self.document.nodes[at + 1..node.end]
            .iter()
            .all(|node| matches!(&node.event, Event::Text(text) if text.is_empty()))
        {
            self.text(&target);
        }
    }

    pub(super) fn link_end(&mut self) {
        if self.link_stack.pop() == Some(true) {
            self.open_anchors -= 1;
            self.html.push_str("</a>");
        }
    }

    /// Adds a link to the list and writes the hole for its address.
    pub(super) fn register(
        &mut self,
        kind: LinkKind,
        target: String,
        span: std::ops::Range<usize>,
    ) {
        let number = u32::try_from(self.links.len()).unwrap_or(u32::MAX);
        let hole = if kind == LinkKind::Image {
            HoleKind::Src(number)
        } else {
            HoleKind::Href(number)
        };
        self.links.push(Link { kind, target, span });
        hole::write(hole, &mut self.html);
    }

    /// Whether an address may be linked to; reports it if not.
    pub(super) fn check_address(
        &mut self,
        target: &str,
        image: bool,
        span: &std::ops::Range<usize>,
    ) -> bool {
        let refused = link::is_unsafe(target, image);
        if refused {
            let shown = text::cut(target, 60);
            let message = message!(
                "链接的协议不安全：{shown}",
                "the link uses an unsafe scheme: {shown}"
            );
            let hint = message!(
                "只能用 http、https、mailto、tel 或站内路径",
                "use http, https, mailto, tel or a path of the site"
            );
            self.report(Code::UnsafeUrl, span.clone(), message, Some(hint));
        }
        !refused
    }

    /// Writes an attribute unless it would be empty.
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.html.push(' ');
            self.html.push_str(name);
            self.html.push_str("=\"");
            self.text(value);
            self.html.push('"');
        }
    }

    /// Writes a paragraph that is nothing but an image with a title as a figure, the title
    /// being its caption; returns whether it was one.
    pub(super) fn figure(&mut self, at: usize) -> bool {
        let nodes = &self.document.nodes;
        let Some(image) = nodes.get(at + 1) else {
            return false;
        };
        let Event::Start(Tag::Image { title, .. }) = &image.event else {
            return false;
        };
        if title.trim().is_empty() || image.end + 1 != nodes[at].end {
            return false;
        }
        self.html.push_str("<figure>\n");
        self.image_with(at + 1, "");
        self.html.push_str("\n<figcaption>");
        self.text(title);
        self.html.push_str("</figcaption>\n</figure>\n");
        true
    }

    pub(super) fn image(&mut self, at: usize) {
        if let Event::Start(Tag::Image { title, .. }) = &self.document.nodes[at].event {
            self.image_with(at, title);
        }
    }

    fn image_with(&mut self, at: usize, title: &str) {
        let node = &self.document.nodes[at];
        let Event::Start(Tag::Image { dest_url, .. }) = &node.event else {
            return;
        };
        let alt = self.document.plain(at + 1..node.end);
        let target = text::strip(dest_url).into_owned();
        if !self.check_address(&target, true, &node.span) {
            self.text(&alt);
            return;
        }
        self.html.push_str("<img");
        self.register(LinkKind::Image, target, node.span.clone());
        self.html.push_str(" alt=\"");
        self.text(&alt);
        self.html.push('"');
        self.attribute("title", title);
        self.html.push_str(" loading=\"lazy\" decoding=\"async\">");
    }
}
