//! The HTML of a body, written event by event.
//!
//! The writer keeps what it writes balanced even where authors' raw HTML is not: every element
//! closes the raw elements opened in it (see [`super::raw`]). Other files of this folder add
//! to [`Writer`] what takes more than a line: headings and links, tables, quizzes, footnotes.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, Tag, TagEnd};

use super::Source;
use super::anchor::Anchors;
use super::code;
use super::document::Document;
use super::footnote::Footnotes;
use super::hole;
use super::table::Table;
use super::text;
use crate::content::body::{Heading, HoleKind, Link, Phrase};
use crate::diagnostic::{Code, Diagnostic, Message, Place};

/// What has been written so far.
pub(super) struct Writer<'d> {
    pub(super) source: &'d Source<'d>,
    pub(super) document: &'d Document<'d>,
    pub(super) html: String,
    pub(super) links: Vec<Link>,
    pub(super) headings: Vec<Heading>,
    pub(super) anchors: Anchors,
    pub(super) footnotes: Footnotes,
    pub(super) table: Option<Table<'d>>,
    /// Whether each link that is open became an anchor.
    pub(super) link_stack: Vec<bool>,
    /// Anchors that are open, the raw ones included; there must never be two.
    pub(super) open_anchors: usize,
    /// Raw elements that are open.
    pub(super) raw_stack: Vec<&'static str>,
    /// For each Markdown element that is open, how many raw elements were open before it.
    pub(super) marks: Vec<usize>,
    /// Whether any raw HTML got into the output, so that it must pass the sanitizer.
    pub(super) has_raw: bool,
    /// Whether too deep nesting was reported.
    pub(super) too_deep: bool,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'d> Writer<'d> {
    pub(super) fn new(source: &'d Source<'d>, document: &'d Document<'d>) -> Self {
        let mut writer = Self {
            source,
            document,
            html: String::with_capacity(source.text.len() * 3 / 2),
            links: Vec::new(),
            headings: Vec::new(),
            anchors: Anchors::default(),
            footnotes: Footnotes::new(document),
            table: None,
            link_stack: Vec::new(),
            open_anchors: 0,
            raw_stack: Vec::new(),
            marks: Vec::new(),
            has_raw: false,
            too_deep: false,
            diagnostics: Vec::new(),
        };
        for node in &document.nodes {
            if let Event::Start(Tag::Heading { id: Some(id), .. }) = &node.event {
                writer.anchors.reserve(id);
            }
        }
        if let Some(place) = &document.too_deep {
            writer.report_depth(place.clone());
        }
        writer
    }

    /// Writes a range of events that is balanced, or balanced together with the next.
    pub(super) fn write(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            at = self.write_at(at);
        }
    }

    /// Writes a range and closes the raw elements that were opened in it.
    pub(super) fn write_contained(&mut self, range: Range<usize>) {
        self.marks.push(self.raw_stack.len());
        self.write(range);
        self.close_to_mark();
    }

    fn close_to_mark(&mut self) {
        let mark = self.marks.pop().unwrap_or(0);
        self.close_raw(mark);
    }

    /// Writes the event at an index and returns the index to go on at.
    fn write_at(&mut self, at: usize) -> usize {
        let document = self.document;
        let node = &document.nodes[at];
        match &node.event {
            Event::Start(tag) => return self.start(at, tag),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => self.text(text),
            Event::Code(text) => {
                self.html.push_str("<code>");
                self.text(text);
                self.html.push_str("</code>");
            }
            Event::SoftBreak if document.break_joins(at) => {}
            Event::SoftBreak => self.html.push('\n'),
            Event::HardBreak => self.html.push_str("<br>\n"),
            Event::Rule => self.html.push_str("<hr>\n"),
            Event::TaskListMarker(done) => self.task_box(*done),
            Event::FootnoteReference(label) => self.footnote_reference(label),
            Event::InlineHtml(html) | Event::Html(html) => return self.inline_html(at, html),
            // Mathematics is off.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(text),
        }
        at + 1
    }

    fn start(&mut self, at: usize, tag: &'d Tag<'d>) -> usize {
        let document = self.document;
        let node = &document.nodes[at];
        // Elements written as a whole.
        match tag {
            Tag::BlockQuote(None) if document.quizzes.binary_search(&at).is_ok() => self.quiz(at),
            Tag::CodeBlock(kind) => self.code_block(kind, at + 1..node.end),
            Tag::Image { .. } => self.image(at),
            Tag::HtmlBlock => self.html_block(at),
            // Written after the text.
            Tag::FootnoteDefinition(_) | Tag::MetadataBlock(_) => {}
            Tag::Paragraph if self.figure(at) => {}
            _ => {
                self.open(at, tag);
                return at + 1;
            }
        }
        node.end + 1
    }

    /// Writes the start of an element whose content follows.
    fn open(&mut self, at: usize, tag: &'d Tag<'d>) {
        match tag {
            Tag::Paragraph => self.html.push_str("<p>"),
            Tag::BlockQuote(None) => self.html.push_str("<blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => self.alert(*kind),
            Tag::List(start) => self.list(at, *start),
            Tag::Item if self.task(at).is_some() => self.html.push_str("<li class=\"task\">"),
            Tag::Item => self.html.push_str("<li>"),
            Tag::DefinitionList => self.html.push_str("<dl>\n"),
            Tag::DefinitionListTitle => self.html.push_str("<dt>"),
            Tag::DefinitionListDefinition => self.html.push_str("<dd>"),
            Tag::Table(alignments) => self.table(at, alignments),
            Tag::TableHead => self.table_head(),
            Tag::TableRow => self.table_row(),
            Tag::TableCell => self.table_cell(at),
            Tag::Emphasis => self.html.push_str("<em>"),
            Tag::Strong => self.html.push_str("<strong>"),
            Tag::Strikethrough => self.html.push_str("<del>"),
            Tag::Heading { level, id, .. } => self.heading(at, *level as u8, id.as_deref()),
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => self.link(at, *link_type, dest_url, title),
            // Written as a whole in `start`, or off.
            Tag::CodeBlock(_)
            | Tag::Image { .. }
            | Tag::HtmlBlock
            | Tag::FootnoteDefinition(_)
            | Tag::MetadataBlock(_)
            | Tag::Superscript
            | Tag::Subscript => {}
        }
        self.marks.push(self.raw_stack.len());
    }

    fn end(&mut self, tag: TagEnd) {
        self.close_to_mark();
        match tag {
            TagEnd::Paragraph => self.html.push_str("</p>\n"),
            TagEnd::Heading(_) => self.heading_end(),
            TagEnd::BlockQuote(None) => self.html.push_str("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.html.push_str("</aside>\n"),
            TagEnd::List(true) => self.html.push_str("</ol>\n"),
            TagEnd::List(false) => self.html.push_str("</ul>\n"),
            TagEnd::Item => self.html.push_str("</li>\n"),
            TagEnd::DefinitionList => self.html.push_str("</dl>\n"),
            TagEnd::DefinitionListTitle => self.html.push_str("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.html.push_str("</dd>\n"),
            TagEnd::Table => self.table_end(),
            TagEnd::TableHead => self.html.push_str("</tr></thead>\n"),
            TagEnd::TableRow => self.html.push_str("</tr>\n"),
            TagEnd::TableCell => self.table_cell_end(),
            TagEnd::Emphasis => self.html.push_str("</em>"),
            TagEnd::Strong => self.html.push_str("</strong>"),
            TagEnd::Strikethrough => self.html.push_str("</del>"),
            TagEnd::Link => self.link_end(),
            TagEnd::CodeBlock
            | TagEnd::Image
            | TagEnd::HtmlBlock
            | TagEnd::FootnoteDefinition
            | TagEnd::MetadataBlock(_)
            | TagEnd::Superscript
            | TagEnd::Subscript => {}
        }
    }

    /// Appends text, escaped.
    pub(super) fn text(&mut self, text: &str) {
        text::escape(text, &mut self.html);
    }

    pub(super) fn phrase(&mut self, phrase: Phrase) {
        hole::write(HoleKind::Phrase(phrase), &mut self.html);
    }

    pub(super) fn report(
        &mut self,
        code: Code,
        span: Range<usize>,
        message: Message,
        hint: Option<Message>,
    ) {
        let mut diagnostic =
            Diagnostic::new(code, Place::new(self.source.file.clone(), span), message);
        diagnostic.hint = hint;
        self.diagnostics.push(diagnostic);
    }

    /// An alert is a note, not a landmark: a page may have many, without names.
    fn alert(&mut self, kind: BlockQuoteKind) {
        let (class, phrase) = match kind {
            BlockQuoteKind::Note => ("alert-note", Phrase::Note),
            BlockQuoteKind::Tip => ("alert-tip", Phrase::Tip),
            BlockQuoteKind::Important => ("alert-important", Phrase::Important),
            BlockQuoteKind::Warning => ("alert-warning", Phrase::Warning),
            BlockQuoteKind::Caution => ("alert-caution", Phrase::Caution),
        };
        self.html.push_str("<aside class=\"alert ");
        self.html.push_str(class);
        self.html
            .push_str("\" role=\"note\">\n<p class=\"alert-title\">");
        self.phrase(phrase);
        self.html.push_str("</p>\n");
    }

    fn list(&mut self, at: usize, start: Option<u64>) {
        let tasks = if self.task(at + 1).is_some() {
            " class=\"task-list\""
        } else {
            ""
        };
        self.html
            .push_str(if start.is_some() { "<ol" } else { "<ul" });
        self.html.push_str(tasks);
        if let Some(start) = start.filter(|start| *start != 1) {
            self.html.push_str(&format!(" start=\"{start}\""));
        }
        self.html.push_str(">\n");
    }

    /// For a list item at `at` that is a task: the index of its marker, and whether it is ticked.
    pub(super) fn task(&self, at: usize) -> Option<(usize, bool)> {
        let nodes = &self.document.nodes;
        if !matches!(nodes.get(at)?.event, Event::Start(Tag::Item)) {
            return None;
        }
        let in_paragraph = matches!(nodes.get(at + 1)?.event, Event::Start(Tag::Paragraph));
        let marker = at + 1 + usize::from(in_paragraph);
        match nodes.get(marker)?.event {
            Event::TaskListMarker(done) => Some((marker, done)),
            _ => None,
        }
    }

    fn task_box(&mut self, done: bool) {
        self.html
            .push_str("<span class=\"task-box\" role=\"img\" aria-label=\"");
        self.phrase(if done {
            Phrase::TaskDone
        } else {
            Phrase::TaskOpen
        });
        self.html.push_str(if done {
            "\">☑</span> "
        } else {
            "\">☐</span> "
        });
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>, content: Range<usize>) {
        let info = match kind {
            CodeBlockKind::Fenced(info) => text::strip(info),
            CodeBlockKind::Indented => "".into(),
        };
        let mut source = String::new();
        for node in &self.document.nodes[content] {
            if let Event::Text(text) = &node.event {
                text::push_stripped(text, &mut source);
            }
        }
        code::write(&info, &source, &mut self.html);
    }
}
