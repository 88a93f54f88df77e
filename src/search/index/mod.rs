//! The positional index: tantivy's, one for each language, with a document for each section of a
//! page. It is kept in the cache folder and brought up to date by page.
//!
//! Terms are surfaces (words as they are written, in lower case); words of one stem are brought
//! together when terms are read, so that prefixes and typos still see the words themselves.

mod layout;
mod tokenizer;
mod update;

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::InvertedIndexReader;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions,
};

pub(super) use layout::Layout;

/// What can go wrong with the index: damage, a full disk.
pub type Error = tantivy::TantivyError;

/// The positional index of one language, up to date.
pub struct Index {
    layout: Layout,
    segments: Vec<Segment>,
}

/// The fields of a document. Each is a zone of its page.
#[derive(Debug, Clone, Copy)]
struct Fields {
    /// Path of the page: what a page's documents are deleted by.
    page: Field,
    /// Number of the section.
    section: Field,
    /// Hash of the page; in the first section's document only.
    hash: Field,
    title: Field,
    keywords: Field,
    heading: Field,
    body: Field,
    /// Number of positions of each zone, by the order of [`Fields::zones`], packed.
    extents: Field,
}

impl Fields {
    /// The fields that are analyzed: title, keywords, heading, body.
    const fn zones(&self) -> [Field; 4] {
        [self.title, self.keywords, self.heading, self.body]
    }
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let text = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(tokenizer::NAME)
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    let fields = Fields {
        page: schema.add_text_field("page", STRING | FAST),
        section: schema.add_u64_field("section", FAST),
        hash: schema.add_text_field("hash", TextOptions::default().set_fast("raw")),
        title: schema.add_text_field("title", text.clone()),
        keywords: schema.add_text_field("keywords", text.clone()),
        heading: schema.add_text_field("heading", text.clone()),
        body: schema.add_text_field("body", text),
        extents: schema.add_bytes_field("extents", FAST),
    };
    (schema.build(), fields)
}

/// A segment, and where its documents' zones begin.
struct Segment {
    inverted: [Arc<InvertedIndexReader>; 4],
    /// Zone of the first field of each document that is alive (its title, or its section's
    /// heading), or `u32::MAX`.
    zones: Vec<u32>,
}

/// One occurrence of a term: a position in the row of all pages' zones.
pub(super) type Position = u32;

impl Index {
    /// The zones of all pages.
    pub(super) const fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Calls `visit` with every term of every segment and all positions it has there, in no
    /// order but that of positions within a call.
    pub(super) fn each_term(&self, mut visit: impl FnMut(&str, &[Position])) -> Result<(), Error> {
        let mut positions = Vec::new();
        let mut all = Vec::new();
        for segment in &self.segments {
            for field in 0..4 {
                let mut terms = segment.inverted[field].terms().stream()?;
                while terms.advance() {
                    let info = terms.value().clone();
                    all.clear();
                    segment.read(&self.layout, field, &info, &mut positions, &mut all)?;
                    if !all.is_empty() {
                        visit(std::str::from_utf8(terms.key()).unwrap_or_default(), &all);
                    }
                }
            }
        }
        Ok(())
    }

    /// All positions of a term, ascending.
    pub(super) fn positions(&self, term: &str) -> Result<Vec<Position>, Error> {
        let mut positions = Vec::new();
        let mut all = Vec::new();
        for segment in &self.segments {
            for field in 0..4 {
                if let Some(info) = segment.inverted[field].terms().get(term.as_bytes())? {
                    segment.read(&self.layout, field, &info, &mut positions, &mut all)?;
                }
            }
        }
        all.sort_unstable();
        Ok(all)
    }

    /// Terms that begin with a text, ascending, each once.
    pub(super) fn terms_from(&self, prefix: &str) -> Result<Vec<String>, Error> {
        let mut found = std::collections::BTreeSet::new();
        for segment in &self.segments {
            for field in 0..4 {
                let mut terms = segment.inverted[field]
                    .terms()
                    .range()
                    .ge(prefix)
                    .into_stream()?;
                while terms.advance() {
                    match std::str::from_utf8(terms.key()) {
                        Ok(term) if term.starts_with(prefix) => found.insert(term.to_owned()),
                        _ => break,
                    };
                }
            }
        }
        Ok(found.into_iter().collect())
    }
}

impl Segment {
    /// Appends the positions of one term in one field.
    fn read(
        &self,
        layout: &Layout,
        field: usize,
        info: &tantivy::postings::TermInfo,
        buffer: &mut Vec<u32>,
        out: &mut Vec<Position>,
    ) -> Result<(), Error> {
        use tantivy::postings::Postings;
        use tantivy::{DocSet, TERMINATED};
        let mut postings = self.inverted[field]
            .read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)?;
        let mut doc = postings.doc();
        while doc != TERMINATED {
            let zone = self.zones[doc as usize];
            if zone != u32::MAX {
                postings.positions(buffer);
                let start = layout.start(layout.zone_of_field(zone, field));
                out.extend(buffer.iter().map(|position| start + position));
            }
            doc = postings.advance();
        }
        Ok(())
    }
}

/// Page numbers by path.
fn numbers(pages: &[super::Page]) -> HashMap<&str, u32> {
    #[allow(clippy::cast_possible_truncation, reason = "no site has 2³² pages")]
    let number = |(at, page)| {
        let page: &super::Page = page;
        (page.path.as_str(), at as u32)
    };
    pages.iter().enumerate().map(number).collect()
}
