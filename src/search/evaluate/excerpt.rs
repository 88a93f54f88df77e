//! Which section a hit leads to, and a piece of its text with what was found marked:
//! `docs/search-format.md`, 3.4.

use std::collections::BTreeSet;
use std::ops::Range;

use super::super::analysis::{TokenKind, analyze, term};
use super::super::page::Page;

/// A piece of an excerpt.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Whether it was looked for.
    pub mark: bool,
}

/// Characters shown before the first mark, and in all. A Han character counts as two.
const BEFORE: usize = 60;
const LENGTH: usize = 220;

/// What an atom looks like in a text.
pub(super) enum Form {
    /// Tokens that stand at these distances from the first.
    Row(Vec<(u32, Token)>),
    /// Words: one of each set, anywhere.
    Words(Vec<BTreeSet<String>>),
}

/// A token that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A gram character.
    Gram(char),
    /// A term that is a word.
    Term(String),
}

/// An atom's forms and what it tells.
pub(super) struct Look {
    pub(super) forms: Vec<Form>,
    pub(super) idf: u64,
    /// Whether it is a stop word, which is not looked for in bodies: they are full of them.
    pub(super) optional: bool,
}

impl Form {
    /// A run of gram characters.
    pub(super) fn run(run: &str) -> Self {
        Self::Row((0..).zip(run.chars().map(Token::Gram)).collect())
    }

    /// Where it stands in a text, as bytes.
    fn places(&self, text: &Analyzed) -> Vec<Range<usize>> {
        let tokens = &text.0;
        let mut found = Vec::new();
        match self {
            Self::Words(sets) => {
                for set in sets {
                    let before = found.len();
                    found.extend(tokens.iter().filter_map(|token| match &token.what {
                        Token::Term(term) if set.contains(term) => Some(token.place.clone()),
                        _ => None,
                    }));
                    if found.len() == before {
                        return Vec::new();
                    }
                }
            }
            Self::Row(row) => {
                for (at, first) in tokens.iter().enumerate() {
                    let mut end = first.place.end;
                    let follows = row.iter().all(|(offset, wanted)| {
                        let near = tokens[at..].iter();
                        let near =
                            near.take_while(|token| token.position <= first.position + offset);
                        let mut here =
                            near.filter(|token| token.position == first.position + offset);
                        let hit = here.find(|token| !token.whole && token.what == *wanted);
                        end = hit.map_or(end, |token| token.place.end);
                        hit.is_some()
                    });
                    if follows && !first.whole {
                        found.push(first.place.start..end);
                    }
                }
            }
        }
        found
    }
}

impl Look {
    fn places(&self, text: &Analyzed) -> Vec<Range<usize>> {
        self.forms
            .iter()
            .flat_map(|form| form.places(text))
            .collect()
    }
}

/// A token of a text.
struct Placed {
    what: Token,
    position: u32,
    /// Whether it is several parts of a compound in one.
    whole: bool,
    place: Range<usize>,
}

/// Tokens of a text.
struct Analyzed(Vec<Placed>);

fn analyzed(text: &str) -> Analyzed {
    let mut tokens = Vec::new();
    analyze(text, |token| {
        let what = match token.kind {
            TokenKind::Gram => token.text.chars().next().map(Token::Gram),
            TokenKind::Part | TokenKind::Whole => Some(Token::Term(term(token.text).into_owned())),
        };
        tokens.extend(what.map(|what| Placed {
            what,
            position: token.position,
            whole: token.kind == TokenKind::Whole,
            place: token.start as usize..token.end as usize,
        }));
    });
    Analyzed(tokens)
}

/// The best section of a page, by index, and an excerpt of its text.
pub(super) fn show(page: &Page, looks: &[Look]) -> (usize, Vec<Piece>) {
    let (mut best, mut most) = (0, 0);
    let mut marks = Vec::new();
    for (at, section) in page.sections.iter().enumerate() {
        let (heading, body) = (analyzed(&section.heading), analyzed(&section.body));
        let mut sum = 0;
        let mut own = Vec::new();
        for look in looks {
            let places = if look.optional {
                Vec::new()
            } else {
                look.places(&body)
            };
            sum += look.idf * u64::from(!places.is_empty());
            sum += 2 * look.idf * u64::from(!look.places(&heading).is_empty());
            own.extend(places);
        }
        if sum > most {
            (best, most, marks) = (at, sum, own);
        }
    }
    let body = page.sections.get(best).map_or("", |section| &section.body);
    (best, cut(body, marks))
}

fn cut(text: &str, mut marks: Vec<Range<usize>>) -> Vec<Piece> {
    marks.sort_by_key(|mark| (mark.start, mark.end));
    let first = marks.first().map_or(0, |mark| mark.start);
    let width = |c: char| if c.is_ascii() { 1 } else { 2 };
    let mut from = first;
    let mut room = BEFORE;
    for (at, c) in text[..first].char_indices().rev() {
        if c == '\n' || room < width(c) {
            break;
        }
        room -= width(c);
        from = at;
    }
    let mut to = from;
    let mut room = LENGTH;
    for c in text[from..].chars() {
        if room < width(c) {
            break;
        }
        room -= width(c);
        to += c.len_utf8();
    }
    let mut pieces = Vec::new();
    let mut push = |text: &str, mark: bool| {
        if !text.is_empty() {
            pieces.push(Piece {
                text: text.replace('\n', " "),
                mark,
            });
        }
    };
    if from > 0 {
        push("…", false);
    }
    let mut at = from;
    for mark in marks
        .into_iter()
        .filter(|mark| mark.start >= from && mark.end <= to)
    {
        if mark.end <= at {
            continue;
        }
        let start = mark.start.max(at);
        push(&text[at..start], false);
        push(&text[start..mark.end], true);
        at = mark.end;
    }
    push(&text[at..to], false);
    if to < text.len() {
        push("…", false);
    }
    pieces
}
