//! Which section a hit leads to, and a piece of its text with what was found marked:
//! `docs/search-format.md`, 3.4.

use std::ops::Range;

use super::super::analysis::{TokenKind, analyze, term};
use super::super::page::Page;
use super::super::query::{Atom, AtomKind, PhraseToken};
use super::Correction;

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
pub(super) struct Look {
    rows: Vec<Vec<Token>>,
    prefix: Option<String>,
    idf: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Gram(char),
    Term(String),
}

impl Look {
    pub(super) fn new(atom: &Atom, corrections: &[Correction], idf: u64) -> Self {
        let grams = |run: &str| run.chars().map(Token::Gram).collect::<Vec<_>>();
        let word = |surface: &str| vec![Token::Term(term(surface).into_owned())];
        let mut prefix = None;
        let mut rows = match &atom.kind {
            AtomKind::Gram(run) => vec![grams(run)],
            AtomKind::Word(own) => {
                prefix = own.parts.last().filter(|_| own.prefix).cloned();
                own.whole
                    .iter()
                    .chain(&own.parts)
                    .map(|surface| word(surface))
                    .collect()
            }
            AtomKind::Phrase(items) => {
                let token = |token: &PhraseToken| match token {
                    PhraseToken::Gram(c) => Token::Gram(*c),
                    PhraseToken::Word(surface) => Token::Term(term(surface).into_owned()),
                };
                vec![items.iter().map(|item| token(&item.token)).collect()]
            }
        };
        for correction in corrections {
            rows.push(if correction.pinyin {
                grams(&correction.to)
            } else {
                word(&correction.to)
            });
        }
        Self { rows, prefix, idf }
    }

    /// Where it stands in a text, as bytes.
    fn places(&self, text: &Analyzed) -> Vec<Range<usize>> {
        let tokens = &text.0;
        let mut found = Vec::new();
        for (at, (_, surface, place)) in tokens.iter().enumerate() {
            let begins = self
                .prefix
                .as_ref()
                .is_some_and(|prefix| surface.starts_with(prefix));
            if begins {
                found.push(place.clone());
            }
            for row in &self.rows {
                let here = tokens[at..].iter().map(|(token, ..)| token);
                if tokens.len() - at >= row.len() && row.iter().zip(here).all(|(a, b)| a == b) {
                    found.push(place.start..tokens[at + row.len() - 1].2.end);
                }
            }
        }
        found
    }
}

/// Tokens of a text with their surfaces and bytes.
struct Analyzed(Vec<(Token, String, Range<usize>)>);

fn analyzed(text: &str) -> Analyzed {
    let mut tokens = Vec::new();
    analyze(text, |token| {
        let kind = match token.kind {
            TokenKind::Gram => token.text.chars().next().map(Token::Gram),
            TokenKind::Part | TokenKind::Whole => Some(Token::Term(term(token.text).into_owned())),
        };
        let place = token.start as usize..token.end as usize;
        tokens.extend(kind.map(|kind| (kind, token.text.to_owned(), place)));
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
            let places = look.places(&body);
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
