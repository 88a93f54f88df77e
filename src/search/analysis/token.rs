//! From text to tokens (1.3 to 1.5).

use super::class::Class;
use super::compound::{Compound, PART, Unit};
use super::normalize::{Entry, chunk_len, is_capital, normalize};

/// A token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'t> {
    /// Its surface; for a gram the character.
    pub text: &'t str,
    /// Its position in the zone. Two grams follow each other in one run if and only if the second's
    /// position is one more than the first's.
    pub position: u32,
    /// First byte of the original text it came from.
    pub start: u32,
    /// The byte behind the last.
    pub end: u32,
    /// Which number it has in its run or compound, from 0; that of a whole is 0.
    pub index: u32,
    /// What it is.
    pub kind: TokenKind,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A character of a gram run.
    Gram,
    /// A part of a compound.
    Part,
    /// All parts of a compound joined; follows its first part and shares its position.
    Whole,
}

/// Calls `sink` with every token of a text, in order; gives the length of the zone in positions.
///
/// Ranges are numbers of 32 bits: of a text beyond 4 GiB only the beginning is analyzed.
///
/// ```
/// # use casebook::search::analysis::analyze;
/// let mut tokens = Vec::new();
/// let length = analyze("OpenTelemetry 追踪", |token| {
///     tokens.push((token.text.to_owned(), token.position, token.start, token.end));
/// });
/// let expected = [
///     ("open", 0, 0, 4),
///     ("opentelemetry", 0, 0, 13),
///     ("telemetry", 1, 4, 13),
///     ("追", 2, 14, 17),
///     ("踪", 3, 17, 20),
/// ];
/// assert!(tokens.iter().map(|(text, p, s, e)| (text.as_str(), *p, *s, *e)).eq(expected));
/// assert_eq!(length, 4);
/// ```
pub fn analyze(text: &str, sink: impl FnMut(Token<'_>)) -> u32 {
    let mut cutter = Cutter {
        text: &text[..text.floor_char_boundary(u32::MAX as usize)],
        sink,
        next: 0,
        before: None,
        run: None,
        compound: Compound::default(),
    };
    cutter.cut();
    cutter.next
}

/// How long a zone is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::search) struct Extent {
    /// Positions, gaps included.
    pub(in crate::search) positions: u32,
    /// Tokens other than wholes; from 15 on it does not matter how many.
    pub(in crate::search) tokens: u32,
}

/// As [`analyze`]; gives the extent of the zone.
pub(in crate::search) fn measure(text: &str, mut sink: impl FnMut(Token<'_>)) -> Extent {
    let mut tokens = 0;
    let positions = analyze(text, |token| {
        tokens += u32::from(token.kind != TokenKind::Whole);
        sink(token);
    });
    Extent {
        positions,
        tokens: tokens.min(15),
    }
}

/// The state of cutting a text into tokens.
struct Cutter<'t, F> {
    text: &'t str,
    sink: F,
    /// The position behind the last token, if it has no gap.
    next: u32,
    /// Kind and end of the token before.
    before: Option<(TokenKind, u32)>,
    /// The index that a gram has here, if the character before it was one.
    run: Option<u32>,
    /// The compound that is being read.
    compound: Compound,
}

impl<F: FnMut(Token<'_>)> Cutter<'_, F> {
    fn cut(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            // Most English words: nothing in them needs a closer look.
            if self.compound.is_empty() && bytes[at].is_ascii_lowercase() {
                let len = bytes[at..]
                    .iter()
                    .position(|b| !b.is_ascii_lowercase())
                    .unwrap_or(bytes.len() - at);
                let end = at + len;
                if len <= PART && bytes.get(end).is_none_or(|b| ends_word(*b)) {
                    let text = &self.text[at..end];
                    self.run = None;
                    self.emit(text, TokenKind::Part, 0, place(at), place(end));
                    at = end;
                    continue;
                }
            }
            at = self.chunk(at);
        }
        self.end_compound();
    }

    /// Reads the chunk at a place; gives the place behind it.
    fn chunk(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let Some(c) = rest.chars().next() else {
            return self.text.len();
        };
        let len = c.len_utf8();
        let entry = Entry::of(c);
        if let Some(result) = entry.result()
            && !mark_follows(&rest[len..])
        {
            self.unit(Unit {
                c: result,
                class: entry.class(),
                capital: entry.is_capital(),
                start: place(at),
                end: place(at + len),
            });
            return at + len;
        }
        let chunk = &rest[..chunk_len(rest)];
        let capital = is_capital(chunk);
        normalize(chunk, |c| {
            self.unit(Unit {
                c,
                class: Class::of(c),
                capital,
                start: place(at),
                end: place(at + chunk.len()),
            });
        });
        at + chunk.len()
    }

    /// Takes the next normalized character.
    #[inline]
    fn unit(&mut self, unit: Unit) {
        if unit.class == Class::Gram {
            self.end_compound();
            let index = self.run.unwrap_or(0);
            self.emit(
                unit.c.encode_utf8(&mut [0; 4]),
                TokenKind::Gram,
                index,
                unit.start,
                unit.end,
            );
            self.run = Some(index + 1);
            return;
        }
        self.run = None;
        if !self.compound.take(unit) {
            self.end_compound();
            // What ended the old compound may begin the next.
            self.compound.take(unit);
        }
    }

    /// Ends the compound that is being read and gives its tokens.
    fn end_compound(&mut self) {
        if self.compound.is_empty() {
            return;
        }
        // Its buffers are kept for the next.
        let mut compound = std::mem::take(&mut self.compound);
        compound.split();
        for (index, (text, part)) in (0..).zip(compound.parts()) {
            self.emit(text, TokenKind::Part, index, part.start, part.end);
            if index == 0
                && let Some((text, end)) = compound.whole()
            {
                (self.sink)(Token {
                    text,
                    position: self.next - 1,
                    start: part.start,
                    end,
                    index: 0,
                    kind: TokenKind::Whole,
                });
            }
        }
        compound.clear();
        self.compound = compound;
    }

    /// Gives a token that takes a position.
    #[inline]
    fn emit(&mut self, text: &str, kind: TokenKind, index: u32, start: u32, end: u32) {
        let gap = match self.before {
            None => false,
            Some((TokenKind::Gram, _)) if kind == TokenKind::Gram => self.run.is_none(),
            Some((_, before)) => {
                let between = self.text.get(before as usize..start as usize).unwrap_or("");
                !matches!(between, "" | " ") && has_gap(between)
            }
        };
        let position = self.next + u32::from(gap);
        self.next = position + 1;
        self.before = Some((kind, end));
        (self.sink)(Token {
            text,
            position,
            start,
            end,
            index,
            kind,
        });
    }
}

/// A place in a text of less than 4 GiB.
#[inline]
#[allow(
    clippy::cast_possible_truncation,
    reason = "the text was cut to what 32 bits can count"
)]
fn place(at: usize) -> u32 {
    at as u32
}

/// Whether an ASCII letter's word surely ends before a byte.
fn ends_word(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'_' | b'.' | b'\'')
}

/// Whether a text begins with a mark.
#[inline]
fn mark_follows(text: &str) -> bool {
    match text.as_bytes().first() {
        // No mark stands before U+0300, or from U+4000 to U+9FFF.
        None | Some(0..0xCC | 0xE4..=0xE9) => false,
        Some(_) => text.chars().next().is_some_and(|c| Entry::of(c).is_mark()),
    }
}

/// Whether two tokens with a text between them, of which not both are grams, are kept apart.
fn has_gap(between: &str) -> bool {
    between.chars().any(|c| {
        c == '\n'
            || !(c.is_whitespace()
                || matches!(
                    c,
                    '-' | '_' | '.' | '/' | '\'' | '\u{2019}' | '·' | '@' | '+' | '#' | '&'
                ))
    })
}

#[cfg(test)]
mod tests {
    use unicode_normalization::char::is_combining_mark;

    use super::{TokenKind, analyze, mark_follows};

    /// Tokens as `text@position`, a whole in parentheses.
    fn tokens(text: &str) -> String {
        let mut found = Vec::new();
        analyze(text, |token| {
            found.push(match token.kind {
                TokenKind::Whole => format!("({}@{})", token.text, token.position),
                _ => format!("{}@{}", token.text, token.position),
            });
        });
        found.join(" ")
    }

    #[test]
    fn compounds_are_cut_where_the_specification_says() {
        for (text, expected) in [
            ("OpenTelemetry", "open@0 (opentelemetry@0) telemetry@1"),
            ("HTTPServer", "http@0 (httpserver@0) server@1"),
            ("ISO 56005", "iso@0 56005@1"),
            ("iso56005", "iso@0 (iso56005@0) 56005@1"),
            ("6.3 1.2.3", "6.3@0 1.2.3@1"),
            ("v1.2", "v@0 (v1.2@0) 1.2@1"),
            ("don't company’s O'Reilly", "dont@0 company@1 oreilly@2"),
            ("a--b", "a@0 b@1"),
            ("a-b-c-d-e-f-g-h-i", "a@0 b@1 c@2 d@3 e@4 f@5 g@6 h@7 i@8"),
        ] {
            assert_eq!(tokens(text), expected, "{text}");
        }
    }

    #[test]
    fn gaps_are_where_the_specification_says() {
        for (text, expected) in [
            ("知识产权", "知@0 识@1 产@2 权@3"),
            ("知识 产权", "知@0 识@1 产@3 权@4"),
            ("知a权", "知@0 a@1 权@2"),
            ("知 ISO", "知@0 iso@1"),
            ("a\nb", "a@0 b@2"),
            ("R&D, etc.", "r@0 d@1 etc@3"),
            ("company's name", "company@0 name@1"),
            ("㈱㈲", "株@0 有@2"),
            ("½", "1@0 2@1"),
        ] {
            assert_eq!(tokens(text), expected, "{text}");
        }
    }

    #[test]
    fn long_parts_are_cut_and_cover_their_text() {
        let long = "x".repeat(50);
        let mut found = Vec::new();
        let length = analyze(&format!("{long} y"), |token| {
            found.push((token.text.len(), token.position, token.start, token.end));
        });
        assert_eq!(found, [(40, 0, 0, 50), (1, 1, 51, 52)]);
        assert_eq!(length, 2);
    }

    #[test]
    fn every_mark_is_seen_behind_its_character() {
        for mark in ('\0'..=char::MAX).filter(|c| is_combining_mark(*c)) {
            assert!(mark_follows(mark.encode_utf8(&mut [0; 4])), "{mark:?}");
        }
    }
}
