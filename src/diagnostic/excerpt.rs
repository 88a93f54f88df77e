//! The line of a text that a problem is on.

use std::ops::Range;

use super::Position;

/// The line of a problem, cut out so that a file of any size costs little to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The line, or the part of a long one around the problem.
    pub text: String,
    /// Its number, from 1.
    pub line: usize,
    /// What is marked, in bytes of [`Self::text`].
    pub span: Range<usize>,
}

impl Excerpt {
    /// Longest part of one line that is shown, in characters.
    const WIDTH: usize = 160;

    /// The line in which a span of a text begins.
    #[must_use]
    pub fn around(text: &str, span: &Range<usize>) -> Self {
        let clamp = |mut at: usize| {
            at = at.min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = clamp(span.start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        // A problem that spans lines is marked on its first line.
        let end = clamp(span.end).clamp(start, line_end);
        let mut from = line_start;
        if text[line_start..start].chars().count() > Self::WIDTH / 2 {
            from = text[..start]
                .char_indices()
                .rev()
                .nth(Self::WIDTH / 2 - 1)
                .map_or(line_start, |(at, _)| at);
        }
        let to = text[start..line_end]
            .char_indices()
            .nth(Self::WIDTH)
            .map_or(line_end, |(at, _)| start + at);
        // Control characters and the byte order mark have no width; a space keeps the columns.
        let mut shown = String::with_capacity(to - from);
        let mut marks = (0, 0);
        for (at, c) in text[from..to].char_indices() {
            if from + at == start {
                marks.0 = shown.len();
            }
            if from + at <= end {
                marks.1 = shown.len();
            }
            match c {
                '\u{feff}' | '\r' => {}
                c if c.is_control() => shown.push(' '),
                c => shown.push(c),
            }
        }
        if start >= to {
            marks.0 = shown.len();
        }
        if end >= to {
            marks.1 = shown.len();
        }
        Self {
            text: shown,
            line: Position::of(text, start).line,
            span: marks.0..marks.1.max(marks.0),
        }
    }
}
