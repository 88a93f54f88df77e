//! Terms and the glossary.

use std::collections::BTreeMap;

use pinyin::ToPinyin;

use super::Renderer;
use super::context::{EquivalentContext, Extra, TermContext, TermGroupContext};
use crate::content::kind::Term;
use crate::content::{Fields, Kind};
use crate::language::Lang;
use crate::library::DocId;

impl Renderer<'_> {
    pub(super) fn term(&self, doc: DocId, own: &Term, lang: Lang) -> Extra {
        Extra::Term {
            synonyms: own.synonyms.clone(),
            abbreviation: own.abbreviation.clone(),
            equivalents: self.equivalents(doc, lang),
        }
    }

    /// The term in the site's other languages.
    fn equivalents(&self, doc: DocId, lang: Lang) -> Vec<EquivalentContext> {
        let shown = self.library.view(doc, lang).identity.lang;
        let languages = self.library.languages(doc).into_iter();
        languages
            .filter(|other| *other != shown)
            .map(|other| EquivalentContext {
                lang_tag: other.tag(),
                title: self.library.view(doc, other).common.title.clone(),
                path: self.href(doc, other),
            })
            .collect()
    }

    /// All terms below the glossary's section, by first letter.
    pub(super) fn glossary(&self, section: DocId, lang: Lang) -> Extra {
        let mut groups: BTreeMap<(bool, String), Vec<(String, DocId)>> = BTreeMap::new();
        for doc in self.library.listed(section) {
            if self.library.doc(*doc).kind == Kind::Term {
                let key = sort_key(&self.library.view(*doc, lang).common.title);
                let letter = key.chars().next().filter(char::is_ascii_alphabetic);
                let letter = letter.map_or_else(
                    || "#".to_owned(),
                    |letter| letter.to_ascii_uppercase().to_string(),
                );
                groups
                    .entry((letter == "#", letter))
                    .or_default()
                    .push((key, *doc));
            }
        }
        let groups = groups.into_iter().map(|((_, letter), mut terms)| {
            terms.sort();
            let terms = terms
                .into_iter()
                .map(|(_, doc)| self.term_context(doc, lang))
                .collect();
            TermGroupContext { letter, terms }
        });
        Extra::Glossary {
            groups: groups.collect(),
        }
    }

    fn term_context(&self, doc: DocId, lang: Lang) -> TermContext {
        let (synonyms, abbreviation) = match &self.library.view(doc, lang).fields {
            Fields::Term(own) => (own.synonyms.clone(), own.abbreviation.clone()),
            _ => (Vec::new(), None),
        };
        TermContext {
            card: self.card(doc, lang),
            synonyms,
            abbreviation,
            equivalents: self.equivalents(doc, lang),
        }
    }
}

/// What a title is sorted by: its letters, Han characters by their pinyin.
fn sort_key(title: &str) -> String {
    let mut key = String::new();
    for c in title.chars() {
        match c.to_pinyin() {
            Some(pinyin) => {
                key.push_str(pinyin.plain());
                key.push(' ');
            }
            None if c.is_alphanumeric() => key.extend(c.to_lowercase()),
            None => {}
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_titles_sort_by_pinyin() {
        assert_eq!(sort_key("专利"), "zhuan li ");
        assert_eq!(sort_key("“FTO”分析"), "ftofen xi ");
    }
}
