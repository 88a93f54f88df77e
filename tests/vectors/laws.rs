//! Laws of the analysis and the query language that hold for every text.

use casebook::search::analysis::{Stems, TokenKind, analyze, is_gram, normalize_name, term};
use casebook::search::query::{AtomKind, MAX_ATOMS, parse};
use proptest::prelude::*;

/// A token that owns its surface.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Owned {
    text: String,
    position: u32,
    start: usize,
    end: usize,
    index: u32,
    kind: TokenKind,
}

fn tokens(text: &str) -> (Vec<Owned>, u32) {
    let mut found = Vec::new();
    let length = analyze(text, |token| {
        found.push(Owned {
            text: token.text.to_owned(),
            position: token.position,
            start: token.start as usize,
            end: token.end as usize,
            index: token.index,
            kind: token.kind,
        });
    });
    (found, length)
}

/// Surfaces without wholes, in one row.
fn surfaces(text: &str) -> String {
    let (tokens, _) = tokens(text);
    let parts = tokens
        .into_iter()
        .filter(|token| token.kind != TokenKind::Whole);
    parts.map(|token| token.text).collect()
}

/// Texts in which the rules have much to do, and texts of any characters.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        Just("a"),
        Just("B"),
        Just("s"),
        Just("'"),
        Just("’"),
        Just("."),
        Just("-"),
        Just("_"),
        Just("1"),
        Just("2"),
        Just("中"),
        Just("識"),
        Just("，"),
        Just(" "),
        Just("\n"),
        Just("é"),
        Just("\u{301}"),
        Just("\u{20dd}"),
        Just("㈱"),
        Just("½"),
        Just("Ａ"),
        Just("か\u{3099}"),
        Just("ﬁ"),
        Just("\""),
        Just("：")
    ];
    prop_oneof![
        "(?s).{0,40}",
        "[a-zA-Z0-9 .'_-]{0,60}",
        prop::collection::vec(pieces, 0..30).prop_map(|pieces| pieces.concat()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tokens_lie_in_the_text_in_order(text in text()) {
        let (tokens, length) = tokens(&text);
        let mut before: Option<&Owned> = None;
        for token in &tokens {
            prop_assert!(token.start < token.end);
            prop_assert!(text.is_char_boundary(token.start) && text.is_char_boundary(token.end));
            prop_assert!(!token.text.is_empty() && token.text.chars().count() <= 40);
            prop_assert_eq!(token.kind == TokenKind::Gram, token.text.chars().all(is_gram));
            if token.kind == TokenKind::Gram {
                prop_assert_eq!(token.text.chars().count(), 1);
            }
            let Some(before_it) = before.replace(token) else {
                prop_assert_eq!((token.position, token.index), (0, 0));
                continue;
            };
            prop_assert!(token.start >= before_it.start);
            if token.kind == TokenKind::Whole {
                prop_assert_eq!((token.position, token.start), (before_it.position, before_it.start));
                prop_assert!(token.end >= before_it.end);
                continue;
            }
            let step = token.position - before_it.position;
            prop_assert!(step == 1 || step == 2);
            if token.kind == TokenKind::Gram && before_it.kind == TokenKind::Gram {
                prop_assert_eq!(step == 1, token.index == before_it.index + 1);
                prop_assert_eq!(step == 2, token.index == 0);
            }
        }
        prop_assert_eq!(length, tokens.last().map_or(0, |token| {
            // A whole shares the position of its first part; a part always follows it.
            token.position + 1
        }));
    }

    #[test]
    fn lines_are_analyzed_by_themselves(first in text(), second in text()) {
        let second = second.trim_start_matches(|c: char| !c.is_ascii());
        let (mut expected, length) = tokens(&first);
        let (behind, more) = tokens(second);
        let shift = if length == 0 { 0 } else { length + 1 };
        expected.extend(behind.into_iter().map(|token| Owned {
            position: token.position + shift,
            start: token.start + first.len() + 1,
            end: token.end + first.len() + 1,
            ..token
        }));
        let (both, total) = tokens(&format!("{first}\n{second}"));
        prop_assert_eq!(both, expected);
        prop_assert_eq!(total, if more == 0 { length } else { shift + more });
    }

    #[test]
    fn normal_text_has_the_same_surfaces(text in text()) {
        let normal = normalize_name(&text);
        prop_assert_eq!(normalize_name(&normal), normal.clone());
        // Where compounds are cut depends on capitals, but what they consist of does not, as long as
        // none is cut off.
        if text.len() <= 40 {
            prop_assert_eq!(surfaces(&normal), surfaces(&text));
        }
    }

    #[test]
    fn terms_are_remembered_as_they_are(words in prop::collection::vec("[a-z]{0,12}|.{0,8}", 0..20)) {
        let mut stems = Stems::default();
        for word in words.iter().chain(&words) {
            prop_assert_eq!(stems.term(word), term(word));
        }
    }

    #[test]
    fn every_text_is_a_query(text in text()) {
        let query = parse(&text, &|_| true);
        prop_assert!(query.atoms.len() <= MAX_ATOMS);
        for (number, atom) in query.atoms.iter().enumerate() {
            match &atom.kind {
                AtomKind::Gram(run) => {
                    prop_assert!(!run.is_empty() && run.chars().all(is_gram));
                }
                AtomKind::Word(word) => {
                    prop_assert!(!word.parts.is_empty());
                    if let Some(whole) = &word.whole {
                        prop_assert_eq!(whole, &word.parts.concat());
                        prop_assert!((2..=8).contains(&word.parts.len()));
                    }
                    let last = number + 1 == query.atoms.len();
                    prop_assert!(!word.prefix || last && !atom.excluded);
                }
                AtomKind::Phrase(items) => {
                    prop_assert!(items.len() > 1 && items[0].offset == 0);
                    prop_assert!(items.is_sorted_by(|a, b| a.offset < b.offset));
                }
            }
        }
        prop_assert!(query.filters.iter().all(|filter| !filter.value.is_empty()));
    }
}
