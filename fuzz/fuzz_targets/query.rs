//! Any text is a query, and a text to analyze.

#![no_main]

use casebook::search::analysis::{TokenKind, analyze, is_gram, normalize_name, term};
use casebook::search::query::{AtomKind, MAX_ATOMS, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut before = (0, 0);
    let length = analyze(text, |token| {
        assert!(text.is_char_boundary(token.start as usize));
        assert!(text.is_char_boundary(token.end as usize) && token.start < token.end);
        assert!((token.start, token.position) >= before);
        assert_eq!(
            token.kind == TokenKind::Gram,
            token.text.chars().all(is_gram)
        );
        assert!(!term(token.text).is_empty());
        before = (token.start, token.position);
    });
    assert!(length == 0 || length > before.1);

    let normal = normalize_name(text);
    assert_eq!(normal, normalize_name(&normal));

    let query = parse(text, &|_| true);
    assert!(query.atoms.len() <= MAX_ATOMS);
    for atom in &query.atoms {
        match &atom.kind {
            AtomKind::Gram(run) => assert!(!run.is_empty() && run.chars().all(is_gram)),
            AtomKind::Word(word) => assert!(!word.parts.is_empty()),
            AtomKind::Phrase(items) => assert!(items.len() > 1),
        }
    }
});
