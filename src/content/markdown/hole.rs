//! Holes while the HTML is being written: markers in the text, and their removal at the end.
//!
//! A hole is written as `U+FDD0`, a letter for its kind, a number, `U+FDD1`. Markers pass
//! through the sanitizer as text; had we kept offsets, it would have moved what they point to.

use crate::content::body::{Hole, HoleKind, Phrase};

const START: char = '\u{fdd0}';
const END: char = '\u{fdd1}';

/// Every phrase, in the order of its declaration.
const PHRASES: [Phrase; 13] = [
    Phrase::Note,
    Phrase::Tip,
    Phrase::Important,
    Phrase::Warning,
    Phrase::Caution,
    Phrase::Quiz,
    Phrase::QuizAnswer,
    Phrase::QuizRight,
    Phrase::FootnoteBack,
    Phrase::Footnotes,
    Phrase::HeadingLink,
    Phrase::TaskDone,
    Phrase::TaskOpen,
];

/// Appends a marker; for links with the attribute it stands for, as the sanitizer must see one.
pub(super) fn write(kind: HoleKind, out: &mut String) {
    let (before, letter, number, after) = match kind {
        HoleKind::Href(link) => (" href=\"", 'h', link as usize, "\""),
        HoleKind::Src(link) => (" src=\"", 's', link as usize, "\""),
        HoleKind::Phrase(phrase) => ("", 'p', phrase as usize, ""),
    };
    out.push_str(before);
    out.push(START);
    out.push(letter);
    push_number(number, out);
    out.push(END);
    out.push_str(after);
}

/// Appends a decimal number; `write!` takes several times as long.
pub(super) fn push_number(number: usize, out: &mut String) {
    if number >= 10 {
        push_number(number / 10, out);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

/// Whether an attribute's value is the marker of a link.
pub(super) fn is_link(value: &str) -> bool {
    value.starts_with(START) && value.ends_with(END)
}

/// Cuts the markers out of the HTML.
pub(super) fn cut(html: &str) -> (String, Vec<Hole>) {
    let mut out = String::with_capacity(html.len());
    let mut holes = Vec::new();
    let mut rest = html;
    while let Some((before, marker, after)) = next(rest) {
        out.push_str(before);
        rest = after;
        let number: usize = marker
            .get(1..)
            .and_then(|number| number.parse().ok())
            .unwrap_or(usize::MAX);
        let kind = match marker.as_bytes().first() {
            Some(b'h') => u32::try_from(number).ok().map(HoleKind::Href),
            Some(b's') => u32::try_from(number).ok().map(HoleKind::Src),
            _ => PHRASES.get(number).copied().map(HoleKind::Phrase),
        };
        let attribute = match kind {
            Some(HoleKind::Href(_)) => " href=\"",
            Some(HoleKind::Src(_)) => " src=\"",
            _ => "",
        };
        if !attribute.is_empty() && out.ends_with(attribute) {
            out.truncate(out.len() - attribute.len());
            rest = rest.strip_prefix('"').unwrap_or(rest);
        }
        if let (Some(kind), Ok(at)) = (kind, u32::try_from(out.len())) {
            holes.push(Hole { at, kind });
        }
    }
    out.push_str(rest);
    (out, holes)
}

fn next(html: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = html.split_once(START)?;
    let (marker, after) = rest.split_once(END)?;
    Some((before, marker, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_numbered_by_their_declaration() {
        for (number, phrase) in PHRASES.into_iter().enumerate() {
            assert_eq!(phrase as usize, number);
        }
    }
}
