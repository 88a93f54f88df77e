//! What the atoms of a query look like in a text, so that they can be marked there.

use std::collections::BTreeSet;

use super::super::analysis;
use super::super::query::{Atom, AtomKind, PhraseToken};
use super::Searcher;
use super::atoms::Found;
use super::excerpt::{Form, Token};

impl Searcher<'_> {
    /// What an atom looks like in a text.
    pub(super) fn forms(&self, atom: &Atom, found: &Found) -> Vec<Form> {
        let set = |surface: &str, prefix: bool| -> BTreeSet<String> {
            let terms = self.words.terms(surface, prefix).into_iter();
            terms.map(str::to_owned).collect()
        };
        if !found.corrections.is_empty() {
            let corrections = found.corrections.iter();
            return corrections
                .map(|correction| match correction.pinyin {
                    true => Form::run(&correction.to),
                    false => Form::Words(vec![set(&correction.to, false)]),
                })
                .collect();
        }
        match &atom.kind {
            AtomKind::Gram(run) => vec![Form::run(run)],
            AtomKind::Word(word) => {
                let last = word.parts.len().saturating_sub(1);
                let parts = word.parts.iter().enumerate();
                let parts = parts.map(|(at, part)| set(part, word.prefix && at == last));
                let whole = word
                    .whole
                    .iter()
                    .map(|whole| Form::Words(vec![set(whole, word.prefix)]));
                std::iter::once(Form::Words(parts.collect()))
                    .chain(whole)
                    .collect()
            }
            AtomKind::Phrase(items) => {
                let items = items.iter().map(|item| {
                    let token = match &item.token {
                        PhraseToken::Gram(c) => Token::Gram(*c),
                        PhraseToken::Word(surface) => {
                            Token::Term(analysis::term(surface).into_owned())
                        }
                    };
                    (item.offset, token)
                });
                vec![Form::Row(items.collect())]
            }
        }
    }
}
