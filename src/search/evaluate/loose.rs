//! A query taken apart, for when no page has all of it: `docs/search-format.md`, 3.2.

use super::super::query::{Atom, AtomKind, PhraseToken, Word};

/// What an atom becomes in a loose evaluation.
pub(super) fn pieces_of(atom: &Atom) -> Vec<Atom> {
    let gram = |run: String| Atom {
        excluded: false,
        kind: AtomKind::Gram(run),
    };
    match &atom.kind {
        AtomKind::Word(_) => vec![atom.clone()],
        AtomKind::Gram(run) => {
            let chars: Vec<char> = run.chars().collect();
            if chars.len() < 3 {
                return vec![atom.clone()];
            }
            chars
                .windows(2)
                .map(|pair| gram(pair.iter().collect()))
                .collect()
        }
        AtomKind::Phrase(items) => {
            let mut pieces: Vec<Atom> = Vec::new();
            for (at, item) in items.iter().enumerate() {
                match &item.token {
                    PhraseToken::Word(surface) => pieces.push(Atom {
                        excluded: false,
                        kind: AtomKind::Word(Word {
                            parts: vec![surface.clone()],
                            whole: None,
                            prefix: false,
                        }),
                    }),
                    PhraseToken::Gram(c) => {
                        let follows = at > 0
                            && items[at - 1].offset + 1 == item.offset
                            && matches!(items[at - 1].token, PhraseToken::Gram(_));
                        match pieces
                            .last_mut()
                            .filter(|_| follows)
                            .map(|piece| &mut piece.kind)
                        {
                            Some(AtomKind::Gram(run)) => run.push(*c),
                            _ => pieces.push(gram(c.to_string())),
                        }
                    }
                }
            }
            pieces.iter().flat_map(pieces_of).collect()
        }
    }
}
