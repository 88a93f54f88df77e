//! The names by which `[[…]]` finds a term.

use std::collections::HashMap;

use super::documents::{Doc, DocId};
use crate::content::{Fields, Kind};
use crate::diagnostic::{Code, Diagnostic, Place, message};
use crate::language::Lang;

/// Every name of every term.
#[derive(Debug, Default)]
pub(super) struct Terms(HashMap<Lang, HashMap<String, DocId>>);

impl Terms {
    /// Collects titles, synonyms and abbreviations. A name that two terms share is an error.
    pub(super) fn of(docs: &[Doc], languages: &[Lang], problems: &mut Vec<Diagnostic>) -> Self {
        let mut terms = HashMap::new();
        for lang in languages {
            let mut names: HashMap<String, DocId> = HashMap::new();
            for (at, doc) in docs
                .iter()
                .enumerate()
                .filter(|(_, doc)| doc.kind == Kind::Term)
            {
                let Some(entry) = doc.version(*lang) else {
                    continue;
                };
                let Fields::Term(own) = &entry.fields else {
                    continue;
                };
                let id = DocId::new(at);
                let all = std::iter::once(&entry.common.title)
                    .chain(&own.synonyms)
                    .chain(&own.abbreviation);
                for name in all.filter(|name| !name.trim().is_empty()) {
                    if let Some(other) = names
                        .insert(normalize(name), id)
                        .filter(|other| *other != id)
                    {
                        let other = &docs[other.index()].original().file;
                        problems.push(
                            Diagnostic::new(
                                Code::AmbiguousTerm,
                                Place::new(entry.file.clone(), entry.head.clone()),
                                message!(
                                    "名称“{name}”在 {other} 中已经用过",
                                    "the name `{name}` is already used in {other}"
                                ),
                            )
                            .hint(message!(
                                "从其中一个的 synonyms 里删去它",
                                "remove it from the synonyms of one of them"
                            )),
                        );
                    }
                }
            }
            terms.insert(*lang, names);
        }
        Self(terms)
    }

    /// The term of that name, in the language first, then in any other.
    pub(super) fn find(&self, name: &str, lang: Lang) -> Option<DocId> {
        let name = normalize(name);
        std::iter::once(lang)
            .chain(Lang::ALL)
            .find_map(|lang| self.0.get(&lang)?.get(&name).copied())
    }

    /// All names in a language, for suggestions.
    pub(super) fn names(&self, lang: Lang) -> Vec<&str> {
        let mut names: Vec<_> = self
            .0
            .get(&lang)
            .into_iter()
            .flat_map(|names| names.keys().map(String::as_str))
            .collect();
        names.sort_unstable();
        names
    }
}

fn normalize(name: &str) -> String {
    name.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}
