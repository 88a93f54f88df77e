//! Footnotes, gathered after the text in the order they are first referred to.

use std::collections::HashMap;

use pulldown_cmark::{Event, Tag};

use super::document::Document;
use super::hole;
use super::text;
use super::writer::Writer;
use crate::content::body::Phrase;

/// The footnotes of a body.
#[derive(Default)]
pub(super) struct Footnotes {
    /// By label; the first definition of a label counts.
    by_label: HashMap<String, usize>,
    definitions: Vec<Definition>,
    /// Indices of `definitions`; the place in this list is the number.
    order: Vec<usize>,
}

struct Definition {
    /// The index of its start in the document.
    start: usize,
    number: Option<usize>,
    references: usize,
}

fn key(label: &str) -> String {
    text::strip(label).trim().to_lowercase()
}

impl Footnotes {
    pub(super) fn new(document: &Document<'_>) -> Self {
        let mut footnotes = Self::default();
        for (start, node) in document.nodes.iter().enumerate() {
            if let Event::Start(Tag::FootnoteDefinition(label)) = &node.event {
                let index = footnotes.definitions.len();
                footnotes.by_label.entry(key(label)).or_insert(index);
                footnotes.definitions.push(Definition {
                    start,
                    number: None,
                    references: 0,
                });
            }
        }
        footnotes
    }

    fn number(&mut self, index: usize) -> usize {
        match self.definitions[index].number {
            Some(number) => number,
            None => {
                self.order.push(index);
                let number = self.order.len();
                self.definitions[index].number = Some(number);
                number
            }
        }
    }
}

impl Writer<'_> {
    pub(super) fn footnote_reference(&mut self, label: &str) {
        let Some(&index) = self.footnotes.by_label.get(&key(label)) else {
            self.html.push_str("[^");
            self.text(label);
            self.html.push(']');
            return;
        };
        let number = self.footnotes.number(index);
        self.footnotes.definitions[index].references += 1;
        let reference = Reference {
            number,
            of: self.footnotes.definitions[index].references,
        };
        // Within a link there can be no other; the number alone must do.
        let (before, after) = if self.open_anchors == 0 {
            ("<a", "</a>")
        } else {
            ("<span", "</span>")
        };
        self.html.push_str("<sup class=\"footnote-ref\">");
        self.html.push_str(before);
        self.html.push_str(" id=\"");
        reference.push_id(&mut self.html);
        if self.open_anchors == 0 {
            self.html.push_str("\" href=\"#fn-");
            hole::push_number(number, &mut self.html);
        }
        self.html.push_str("\">");
        hole::push_number(number, &mut self.html);
        self.html.push_str(after);
        self.html.push_str("</sup>");
    }

    /// Writes the section of footnotes, if there are any. One that nothing refers to is kept,
    /// lest text be lost.
    pub(super) fn footnote_section(&mut self) {
        if self.footnotes.definitions.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.html);
        let mut notes: Vec<String> = Vec::new();
        let mut unreferenced = 0;
        loop {
            let Some(&index) = self.footnotes.order.get(notes.len()) else {
                // A footnote may be the only one to refer to another, so look again each time.
                let Some(offset) = self.footnotes.definitions[unreferenced..]
                    .iter()
                    .position(|d| d.number.is_none())
                else {
                    break;
                };
                unreferenced += offset;
                self.footnotes.number(unreferenced);
                continue;
            };
            let start = self.footnotes.definitions[index].start;
            self.write_contained(start + 1..self.document.nodes[start].end);
            notes.push(std::mem::take(&mut self.html));
        }
        self.html = text;
        self.html
            .push_str("<section class=\"footnotes\" aria-label=\"");
        self.phrase(Phrase::Footnotes);
        self.html.push_str("\">\n<ol>\n");
        for (at, note) in notes.iter().enumerate() {
            let references = self.footnotes.definitions[self.footnotes.order[at]].references;
            self.footnote(at + 1, references, note);
        }
        self.html.push_str("</ol>\n</section>\n");
    }

    /// Writes one footnote, with links back to where it is referred to.
    fn footnote(&mut self, number: usize, references: usize, note: &str) {
        self.html.push_str("<li id=\"fn-");
        hole::push_number(number, &mut self.html);
        self.html.push_str("\">\n");
        let (before, after) = match note.strip_suffix("</p>\n") {
            Some(before) => (before, "</p>\n"),
            None => (note, ""),
        };
        self.html.push_str(before);
        if after.is_empty() && references > 0 {
            self.html.push_str("<p>");
        }
        for of in 1..=references {
            let reference = Reference { number, of };
            self.html.push_str(" <a class=\"footnote-back\" href=\"#");
            reference.push_id(&mut self.html);
            self.html.push_str("\" aria-label=\"");
            self.phrase(Phrase::FootnoteBack);
            self.html.push(' ');
            reference.push_name(&mut self.html);
            self.html.push_str("\">↩\u{fe0e}</a>");
        }
        if !after.is_empty() || references > 0 {
            self.html.push_str("</p>\n");
        }
        self.html.push_str("</li>\n");
    }
}

/// The `of`-th reference to a footnote.
struct Reference {
    number: usize,
    of: usize,
}

impl Reference {
    fn push_id(&self, out: &mut String) {
        out.push_str("fnref-");
        self.push_name(out);
    }

    fn push_name(&self, out: &mut String) {
        hole::push_number(self.number, out);
        if self.of > 1 {
            out.push('-');
            hole::push_number(self.of, out);
        }
    }
}
