//! Classes of normalized characters (1.2).

/// Ranges of scripts written without spaces, and of Hangul; both ends belong to them.
const GRAM: &[(char, char)] = &[
    ('\u{0E00}', '\u{0EFF}'),
    ('\u{1000}', '\u{109F}'),
    ('\u{1780}', '\u{17FF}'),
    ('\u{2E80}', '\u{2EFF}'),
    ('\u{3005}', '\u{3007}'),
    ('\u{3021}', '\u{3029}'),
    ('\u{3041}', '\u{3096}'),
    ('\u{309D}', '\u{309F}'),
    ('\u{30A1}', '\u{30FA}'),
    ('\u{30FC}', '\u{30FF}'),
    ('\u{3105}', '\u{312F}'),
    ('\u{31A0}', '\u{31BF}'),
    ('\u{31F0}', '\u{31FF}'),
    ('\u{3400}', '\u{4DBF}'),
    ('\u{4E00}', '\u{9FFF}'),
    ('\u{AC00}', '\u{D7A3}'),
    ('\u{F900}', '\u{FAFF}'),
    ('\u{20000}', '\u{323AF}'),
];

/// What a normalized character is to the cutting into tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// A token of its own.
    Gram,
    /// Part of a word.
    Word,
    /// Neither.
    Other,
}

impl Class {
    /// The class of a normalized character.
    pub(super) fn of(c: char) -> Self {
        if is_gram(c) {
            Self::Gram
        } else if c.is_alphabetic() || c.is_numeric() {
            Self::Word
        } else {
            Self::Other
        }
    }
}

/// Whether a normalized character is indexed by itself, not as part of a word.
#[must_use]
pub fn is_gram(c: char) -> bool {
    let behind = GRAM.partition_point(|(first, _)| *first <= c);
    behind > 0 && c <= GRAM[behind - 1].1
}
