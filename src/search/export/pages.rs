//! What is kept of pages beside their words: texts for excerpts, facets, dates, readings:
//! `docs/search-format.md`, 2.5, 2.7 and 2.8.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use jiff::civil::date;
use pinyin::ToPinyin;
use serde::Serialize;
use serde_json::{Value as Json, json};

use super::super::analysis;
use super::super::{Collection, Facet, Page};
use super::row::Row;

/// A text with its reading.
#[derive(Debug)]
pub(in crate::search) struct Reading {
    /// First letters of the syllables.
    pub(in crate::search) initials: String,
    /// The syllables without tones, separated by spaces.
    pub(in crate::search) syllables: String,
    /// The text.
    pub(in crate::search) text: String,
}

/// Longest text with a reading, in characters.
const READING: usize = 8;

/// Width of the beginning of a text on a card, in Han characters; others are half as wide.
const LEAD: usize = 60;

/// What a result shows before its text is there, as JSON.
pub(super) fn card(page: &Page) -> String {
    to_json(&card_of(page))
}

fn card_of(page: &Page) -> impl Serialize {
    let lead = lead(page);
    let folds = analysis::folds(&format!("{}{lead}", page.title));
    (
        &page.path,
        &page.title,
        &page.kind,
        date_of(page),
        lead,
        folds,
    )
}

/// The cards of the longest pages, each with its page's number. They have the most words, and so are among the
/// results most often.
pub(super) fn hot(pages: &[Page], rows: &[Arc<Row>], count: usize) -> Json {
    let mut longest: Vec<usize> = (0..pages.len()).collect();
    longest.sort_by_key(|at| (Reverse(rows[*at].body_length()), *at));
    longest.truncate(count);
    longest.sort_unstable();
    let cards = longest.iter().map(|at| json!([at, card_of(&pages[*at])]));
    cards.collect()
}

fn date_of(page: &Page) -> String {
    page.date.map(|date| date.to_string()).unwrap_or_default()
}

/// The beginning of a page's first text, to the end of a word.
fn lead(page: &Page) -> String {
    let mut bodies = page.sections.iter().map(|section| section.body.as_str());
    let body = bodies.find(|body| !body.is_empty()).unwrap_or_default();
    let mut room = 2 * LEAD;
    let mut word = 0;
    for (at, c) in body.char_indices() {
        let is_wide =
            analysis::is_gram(c) || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff60}');
        let width = 1 + usize::from(is_wide);
        if room < width {
            let end = if word > 0 { word } else { at };
            return format!("{}…", body[..end].trim_end());
        }
        room -= width;
        if is_wide {
            word = at + c.len_utf8();
        } else if c.is_whitespace() {
            word = at;
        }
    }
    body.to_owned()
}

/// A page's text as JSON, with what its card has beside the lead: whoever has the text needs no card.
pub(super) fn text(page: &Page) -> String {
    let keywords = page.keyword_text();
    let mut all = format!("{}{keywords}", page.title);
    let sections: Vec<_> = page
        .sections
        .iter()
        .map(|section| {
            all.push_str(&section.heading);
            all.push_str(&section.body);
            let is_known = section.id == id_of(&section.heading);
            let id = if is_known { "" } else { &*section.id };
            (id, &section.heading, &section.body)
        })
        .collect();
    to_json(&(
        &page.path,
        &page.title,
        &page.kind,
        date_of(page),
        &keywords,
        sections,
        analysis::folds(&all),
    ))
}

/// The id that readers take a heading for to have, unless they are told another.
fn id_of(heading: &str) -> String {
    let heading = heading.to_lowercase();
    let is_kept = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '\u{4e00}'..='\u{9fff}');
    let words = heading.split(|c| !is_kept(c));
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

/// What is sampled of a page's text at most, in bytes.
const SAMPLED: usize = 12_000;

/// The beginning of a page's text as JSON.
pub(super) fn beginning(page: &Page) -> String {
    let mut text = text(page);
    text.truncate(text.floor_char_boundary(SAMPLED));
    text
}

/// Strings and lists of them can always be written.
fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// A facet with the pages of each value.
pub(super) fn facet(collection: &Collection, at: usize, facet: &Facet) -> Json {
    let mut pages: Vec<Vec<usize>> = vec![Vec::new(); facet.values.len()];
    for (number, page) in collection.pages.iter().enumerate() {
        for (_, value) in page.values.iter().filter(|(of, _)| *of == at) {
            let above = std::iter::successors(Some(*value), |value| facet.values[*value].parent);
            for value in above {
                if pages[value].last() != Some(&number) {
                    pages[value].push(number);
                }
            }
        }
    }
    let values: Vec<Json> = facet
        .values
        .iter()
        .zip(pages)
        .map(|(value, pages)| {
            let mut next = 0;
            let gaps: Vec<usize> = pages
                .into_iter()
                .map(|page| page - std::mem::replace(&mut next, page + 1))
                .collect();
            let parent = value.parent.map_or(json!(-1), |parent| json!(parent));
            json!([value.id, value.name, parent, gaps])
        })
        .collect();
    json!({ "name": facet.name, "values": values })
}

/// Each page's day, counted from 1970-01-01; 0 for none.
pub(super) fn dates(collection: &Collection) -> Json {
    let epoch = date(1970, 1, 1);
    let days = collection.pages.iter().map(|page| {
        let since = page.date.and_then(|date| date.since(epoch).ok());
        since.map_or(0, |span| span.get_days())
    });
    days.collect()
}

/// Texts of titles, headings and the glossary with their readings, by initials.
pub(in crate::search) fn readings(collection: &Collection) -> Vec<Reading> {
    let mut found = Found::default();
    let headings = collection.pages.iter().flat_map(|page| {
        let headings = page.sections.iter().map(|section| section.heading.as_str());
        std::iter::once(page.title.as_str()).chain(headings)
    });
    let names = collection
        .glossary
        .iter()
        .flat_map(|(zh, _)| zh.iter().map(String::as_str));
    for text in headings.chain(names) {
        let mut run: Vec<(char, &'static str)> = Vec::new();
        let mut last = 0;
        analysis::analyze(text, |token| {
            let reading = token
                .text
                .chars()
                .next()
                .filter(|_| token.kind == analysis::TokenKind::Gram)
                .and_then(|c| Some((c, c.to_pinyin()?.plain())));
            if token.position != last + 1 || reading.is_none() {
                push_readings(&run, &mut found);
                run.clear();
            }
            last = token.position;
            run.extend(reading);
        });
        push_readings(&run, &mut found);
    }
    let mut readings = found.readings;
    readings.sort_unstable_by(|a, b| (&a.initials, &a.text).cmp(&(&b.initials, &b.text)));
    readings
}

/// Texts with their readings, each once.
#[derive(Default)]
struct Found {
    texts: HashSet<[char; READING]>,
    readings: Vec<Reading>,
}

/// How the characters of texts are read, as pairs of a character and its syllable, by syllables.
pub(super) fn syllables(readings: &[Reading]) -> Json {
    let pairs: BTreeSet<(&str, char)> = readings
        .iter()
        .flat_map(|reading| reading.syllables.split(' ').zip(reading.text.chars()))
        .collect();
    let pairs = pairs.into_iter();
    pairs
        .flat_map(|(syllable, c)| [json!(c), json!(syllable)])
        .collect()
}

fn push_readings(run: &[(char, &'static str)], found: &mut Found) {
    for from in 0..run.len().saturating_sub(1) {
        let part = &run[from..run.len().min(from + READING)];
        let mut text = ['\0'; READING];
        for (own, (c, _)) in text.iter_mut().zip(part) {
            *own = *c;
        }
        // What a text's reading is depends on the text alone.
        if !found.texts.insert(text) {
            continue;
        }
        let syllables: Vec<&str> = part.iter().map(|(_, reading)| *reading).collect();
        let initials = syllables.iter().filter_map(|own| own.chars().next());
        found.readings.push(Reading {
            initials: initials.collect(),
            syllables: syllables.join(" ").replace('ü', "v"),
            text: part.iter().map(|(c, _)| c).collect(),
        });
    }
}
