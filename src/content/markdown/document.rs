//! A body as the list of its parser events, each with its place in the file and, for what has
//! an end, the index of that end.
//!
//! The list costs little and lets the writer look ahead: whether a paragraph is only an image,
//! where a quiz's options are, whether some heading is of level 1. What is not plain Markdown
//! (quizzes) is found here, and what nests too deeply is left out here, so that the writer may
//! trust the list.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag};

use super::cjk;
use super::origin::Origin;
use super::text;

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_WIKILINKS);

/// Levels of quotes, list items, definitions; and, within a block, of emphasis and links.
pub(super) const MAX_DEPTH: usize = 100;

/// The words that make a quote a quiz.
const QUIZ_TAG: &str = "[!QUIZ]";

/// One event.
#[derive(Debug)]
pub(super) struct Node<'t> {
    pub(super) event: Event<'t>,
    /// Bytes of the file.
    pub(super) span: Range<usize>,
    /// The index of the matching end; its own for an event that has none.
    pub(super) end: usize,
}

/// A body's events and what had to be known of them beforehand.
#[derive(Debug, Default)]
pub(super) struct Document<'t> {
    pub(super) nodes: Vec<Node<'t>>,
    /// Indices of the quotes that are quizzes.
    pub(super) quizzes: Vec<usize>,
    /// Whether a heading is of level 1, so that all must be written one level lower.
    pub(super) has_title: bool,
    /// The first thing that was left out as nested too deeply.
    pub(super) too_deep: Option<Range<usize>>,
}

/// The text to hand to the parser, and where it comes from.
pub(super) fn prepare<'t>(text: &'t str, origin: Origin) -> (Cow<'t, str>, Origin) {
    let joints = cjk::joints(text);
    if joints.is_empty() {
        return (Cow::Borrowed(text), origin);
    }
    let origin = origin.with_insertions(&joints, cjk::JOINER.len_utf8());
    (Cow::Owned(cjk::insert(text, &joints)), origin)
}

/// Reads what [`prepare`] made. `file` is the whole file the origins point to.
pub(super) fn read<'t>(text: &'t str, origin: &Origin, file: &str) -> Document<'t> {
    let mut reader = Reader {
        text,
        origin,
        file,
        fences: true,
        document: Document::default(),
    };
    reader.document.nodes.reserve(text.len() / 12);
    reader.read();
    reader.document
}

struct Reader<'t, 'o> {
    text: &'t str,
    origin: &'o Origin,
    file: &'o str,
    /// Whether fences may be quizzes; not so within one.
    fences: bool,
    document: Document<'t>,
}

impl<'t> Reader<'t, '_> {
    fn read(&mut self) {
        let mut open: Vec<usize> = Vec::new();
        let (mut blocks, mut inlines, mut skipped) = (0, 0, 0_usize);
        for (event, range) in Parser::new_ext(self.text, OPTIONS).into_offset_iter() {
            let index = self.document.nodes.len();
            match &event {
                Event::Start(_) if skipped > 0 => skipped += 1,
                Event::Start(tag) => {
                    let depth = if is_inline(tag) {
                        &mut inlines
                    } else {
                        &mut blocks
                    };
                    if is_nesting(tag) && *depth == MAX_DEPTH {
                        self.document
                            .too_deep
                            .get_or_insert_with(|| self.origin.range(&range));
                        skipped = 1;
                    } else {
                        *depth += usize::from(is_nesting(tag));
                        open.push(index);
                    }
                }
                Event::End(_) if skipped > 0 => {
                    skipped -= 1;
                    continue;
                }
                Event::End(_) => {
                    let Some(start) = open.pop() else { continue };
                    self.document.nodes[start].end = index;
                    let Event::Start(tag) = &self.document.nodes[start].event else {
                        continue;
                    };
                    let depth = if is_inline(tag) {
                        &mut inlines
                    } else {
                        &mut blocks
                    };
                    *depth -= usize::from(is_nesting(tag));
                    self.push(event, &range);
                    self.finish(start);
                    continue;
                }
                _ => {}
            }
            if skipped == 0 {
                self.push(event, &range);
            }
        }
    }

    fn push(&mut self, event: Event<'t>, range: &Range<usize>) {
        let end = self.document.nodes.len();
        self.document.nodes.push(Node {
            event,
            span: self.origin.range(range),
            end,
        });
    }

    /// Looks at an element that is complete.
    fn finish(&mut self, start: usize) {
        match &self.document.nodes[start].event {
            Event::Start(Tag::Heading {
                level: HeadingLevel::H1,
                ..
            }) => self.document.has_title = true,
            Event::Start(Tag::BlockQuote(None)) => self.mark_quiz(start),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if self.fences => {
                let word = info.split_whitespace().next().unwrap_or_default();
                if text::strip(word).eq_ignore_ascii_case("quiz") {
                    self.open_fence(start);
                }
            }
            _ => {}
        }
    }

    /// Marks a quote as a quiz if its first words say so, and blanks these.
    fn mark_quiz(&mut self, start: usize) {
        let Some(paragraph) = self.document.nodes.get(start + 1) else {
            return;
        };
        if !matches!(paragraph.event, Event::Start(Tag::Paragraph))
            || !text::starts_with_ignore_case(self.file, paragraph.span.start, QUIZ_TAG)
        {
            return;
        }
        let tag_end = paragraph.span.start + QUIZ_TAG.len();
        let mut at = start + 2;
        while let Some(Node {
            event: Event::Text(text),
            span,
            ..
        }) = self.document.nodes.get_mut(at)
        {
            if span.start >= tag_end {
                break;
            }
            let rest = if span.end > tag_end {
                text.get(tag_end - span.start..).unwrap_or(text)
            } else {
                ""
            };
            *text = rest.trim_start().to_owned().into();
            at += 1;
        }
        match self.document.nodes.get_mut(at).map(|node| &mut node.event) {
            Some(Event::Text(text)) => *text = text.trim_start().to_owned().into(),
            Some(event @ (Event::SoftBreak | Event::HardBreak)) => *event = Event::Text("".into()),
            _ => {}
        }
        // Quizzes end inside out; keep the list ascending.
        let position = self.document.quizzes.partition_point(|quiz| *quiz < start);
        self.document.quizzes.insert(position, start);
    }

    /// Replaces a fence `quiz` by a quote that holds its content read as Markdown.
    fn open_fence(&mut self, start: usize) {
        let mut nodes = self.document.nodes.drain(start..);
        let fence = nodes.next().map_or(0..0, |node| node.span);
        let mut content = String::new();
        let mut origin = Origin::default();
        for node in nodes {
            let Event::Text(text) = node.event else {
                continue;
            };
            // Joiners the outer text got must not be in the inner one twice.
            origin.push_joined(&mut content, &text, self.file, node.span.start);
        }
        let (text, origin) = prepare(&content, origin);
        let mut inner = Reader {
            text: &text,
            origin: &origin,
            file: self.file,
            fences: false,
            document: Document::default(),
        };
        inner.read();
        let inner = inner.document;
        let offset = start + 1;
        let end = offset + inner.nodes.len();
        let quote = |event, end| Node {
            event,
            span: fence.clone(),
            end,
        };
        self.document
            .nodes
            .push(quote(Event::Start(Tag::BlockQuote(None)), end));
        self.document
            .nodes
            .extend(inner.nodes.into_iter().map(|node| Node {
                event: node.event.into_static(),
                span: node.span,
                end: node.end + offset,
            }));
        self.document.nodes.push(quote(
            Event::End(pulldown_cmark::TagEnd::BlockQuote(None)),
            end,
        ));
        self.document.quizzes.push(start);
        self.document
            .quizzes
            .extend(inner.quizzes.into_iter().map(|quiz| quiz + offset));
        self.document.has_title |= inner.has_title;
        if let Some(place) = inner.too_deep {
            self.document.too_deep.get_or_insert(place);
        }
    }
}

/// Whether an element counts as a level of nesting.
fn is_nesting(tag: &Tag<'_>) -> bool {
    is_inline(tag)
        || matches!(
            tag,
            Tag::BlockQuote(_)
                | Tag::Item
                | Tag::DefinitionListDefinition
                | Tag::FootnoteDefinition(_)
        )
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
    )
}

impl Document<'_> {
    /// The text of a range of events, without markup.
    pub(super) fn plain(&self, range: Range<usize>) -> String {
        let mut out = String::new();
        for at in range {
            match &self.nodes[at].event {
                Event::Text(text) | Event::Code(text) => text::push_stripped(text, &mut out),
                Event::SoftBreak if self.break_joins(at) => {}
                Event::SoftBreak | Event::HardBreak => out.push(' '),
                _ => {}
            }
        }
        out
    }

    /// Whether the soft break at `at` stands between characters that need no space.
    pub(super) fn break_joins(&self, at: usize) -> bool {
        /// Ends of emphasis and the like that are looked past.
        const REACH: usize = 16;
        let visible = |c: &char| !text::is_forbidden(*c);
        let before = self.nodes[at.saturating_sub(REACH)..at].iter().rev();
        let before = neighbor(before).and_then(|text| text.chars().rev().find(visible));
        let after = neighbor(self.nodes[at + 1..].iter().take(REACH))
            .and_then(|text| text.chars().find(visible));
        matches!((before, after), (Some(before), Some(after)) if cjk::joins(before, after))
    }
}

/// The nearest text, looking past the borders of inline elements.
fn neighbor<'n>(nodes: impl Iterator<Item = &'n Node<'n>>) -> Option<&'n str> {
    for node in nodes {
        match &node.event {
            Event::Text(text) | Event::Code(text) if text.is_empty() => {}
            Event::Text(text) | Event::Code(text) => return Some(text),
            Event::Start(tag) if is_inline(tag) && !matches!(tag, Tag::Image { .. }) => {}
            Event::End(
                pulldown_cmark::TagEnd::Emphasis
                | pulldown_cmark::TagEnd::Strong
                | pulldown_cmark::TagEnd::Strikethrough
                | pulldown_cmark::TagEnd::Link,
            ) => {}
            _ => return None,
        }
    }
    None
}
