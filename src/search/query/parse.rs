//! Reads the query language.

use super::{
    Atom, AtomKind, FACET_NAMES, Filter, MAX_ATOMS, MAX_CHARS, PhraseItem, PhraseToken, Query, Word,
};
use crate::search::analysis::{TokenKind, analyze, normalize_name};

/// Quotation marks: what opens a phrase, and what closes it.
const QUOTES: [(char, char); 5] = [
    ('"', '"'),
    ('＂', '＂'),
    ('“', '”'),
    ('「', '」'),
    ('『', '』'),
];

/// Reads a query. `known_facets` tells whether the index has a facet of an English name.
///
/// Every text is a query; what means nothing is passed over.
///
/// ```
/// # use casebook::search::query::{Atom, AtomKind, parse};
/// let query = parse("知识 条款：6.3 -\"audit trail\"", &|facet| facet == "clause");
/// assert_eq!(query.atoms[0], Atom { excluded: false, kind: AtomKind::Gram("知识".into()) });
/// assert_eq!(query.filters[0].facet, "clause");
/// assert_eq!(query.filters[0].value, "6.3");
/// assert!(query.atoms[1].excluded);
/// ```
#[must_use]
pub fn parse(text: &str, known_facets: &dyn Fn(&str) -> bool) -> Query {
    let text = match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => &text[..end],
        None => text,
    };
    let mut query = Query::default();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let mut excluded = false;
        if matches!(first, '-' | '－') {
            let behind = &rest[first.len_utf8()..];
            if behind.starts_with(|c: char| !c.is_whitespace()) {
                excluded = true;
                rest = behind;
            }
        }
        if let Some((phrase, behind)) = quoted(rest) {
            query.atoms.extend(phrase_atom(phrase, excluded));
            rest = behind;
        } else if let Some((filter, behind)) = filter(rest, known_facets).filter(|_| !excluded) {
            query.filters.push(filter);
            rest = behind;
        } else {
            let (word, behind) = word(rest);
            let last = behind.is_empty() && !excluded;
            word_atoms(word, excluded, last, &mut query.atoms);
            rest = behind;
        }
        rest = rest.trim_start();
    }
    query.atoms.truncate(MAX_ATOMS);
    query
}

/// What stands in the quotation marks that a text begins with, and what follows them.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let open = text.chars().next()?;
    let (_, close) = QUOTES.into_iter().find(|(mark, _)| *mark == open)?;
    let inside = &text[open.len_utf8()..];
    Some(inside.split_once(close).unwrap_or((inside, "")))
}

/// The word that a text begins with, and what follows it.
fn word(text: &str) -> (&str, &str) {
    let ends = |c: char| c.is_whitespace() || QUOTES.iter().any(|(open, _)| *open == c);
    text.split_at(text.find(ends).unwrap_or(text.len()))
}

/// The filter that a text begins with, and what follows it.
fn filter<'t>(text: &'t str, known_facets: &dyn Fn(&str) -> bool) -> Option<(Filter, &'t str)> {
    let (at, colon) = word(text)
        .0
        .char_indices()
        .find(|(_, c)| matches!(c, ':' | '：'))?;
    let name = normalize_name(&text[..at]);
    let value = &text[at + colon.len_utf8()..];
    let (facet, _) = FACET_NAMES
        .into_iter()
        .find(|(en, zh)| *en == name || *zh == name)?;
    if !known_facets(facet) {
        return None;
    }
    let (value, behind) = quoted(value).unwrap_or_else(|| word(value));
    let value = normalize_name(value.trim());
    if value.is_empty() {
        return None;
    }
    let facet = facet.to_owned();
    Some((Filter { facet, value }, behind))
}

/// The atom of a quoted phrase, if it has anything that can be found.
fn phrase_atom(text: &str, excluded: bool) -> Option<Atom> {
    let mut items = Vec::new();
    // Runs and parts.
    let mut count = 0;
    analyze(text, |token| {
        let stands = match token.kind {
            TokenKind::Whole => return,
            TokenKind::Gram => PhraseToken::Gram(token.text.chars().next().unwrap_or_default()),
            TokenKind::Part => PhraseToken::Word(token.text.to_owned()),
        };
        if token.kind == TokenKind::Part || token.index == 0 {
            count += 1;
        }
        items.push(PhraseItem {
            offset: token.position,
            token: stands,
        });
    });
    let kind = if count > 1 {
        AtomKind::Phrase(items)
    } else {
        match items.first()?.token.clone() {
            PhraseToken::Word(part) => AtomKind::Word(Word {
                parts: vec![part],
                whole: None,
                prefix: false,
            }),
            PhraseToken::Gram(_) => AtomKind::Gram(
                items
                    .into_iter()
                    .filter_map(|item| match item.token {
                        PhraseToken::Gram(c) => Some(c),
                        PhraseToken::Word(_) => None,
                    })
                    .collect(),
            ),
        }
    };
    Some(Atom { excluded, kind })
}

/// Adds the atoms of a word without quotation marks; `last` tells whether the query ends with it and
/// the reader may be writing on.
fn word_atoms(text: &str, excluded: bool, last: bool, atoms: &mut Vec<Atom>) {
    let mut end = 0;
    analyze(text, |token| {
        end = token.end as usize;
        let first = token.index == 0 && token.kind != TokenKind::Whole;
        match atoms.last_mut().map(|atom| &mut atom.kind) {
            Some(AtomKind::Gram(run)) if !first => run.push_str(token.text),
            Some(AtomKind::Word(word)) if !first => {
                if token.kind == TokenKind::Whole {
                    word.whole = Some(token.text.to_owned());
                } else {
                    word.parts.push(token.text.to_owned());
                }
            }
            _ => {
                let kind = if token.kind == TokenKind::Gram {
                    AtomKind::Gram(token.text.to_owned())
                } else {
                    AtomKind::Word(Word {
                        parts: vec![token.text.to_owned()],
                        whole: None,
                        prefix: false,
                    })
                };
                atoms.push(Atom { excluded, kind });
            }
        }
    });
    if last
        && end == text.len()
        && let Some(AtomKind::Word(word)) = atoms.last_mut().map(|atom| &mut atom.kind)
    {
        word.prefix = true;
    }
}

#[cfg(test)]
mod tests {
    use super::{super::*, parse};

    fn atoms(text: &str) -> Vec<Atom> {
        parse(text, &|_| true).atoms
    }

    fn gram(run: &str) -> Atom {
        Atom {
            excluded: false,
            kind: AtomKind::Gram(run.into()),
        }
    }

    fn word(parts: &[&str], whole: Option<&str>, prefix: bool) -> Atom {
        Atom {
            excluded: false,
            kind: AtomKind::Word(Word {
                parts: parts.iter().copied().map(Into::into).collect(),
                whole: whole.map(Into::into),
                prefix,
            }),
        }
    }

    fn excluded(atom: Atom) -> Atom {
        Atom {
            excluded: true,
            ..atom
        }
    }

    #[test]
    fn runs_and_compounds_are_atoms() {
        assert_eq!(
            atoms("知識管理ISO-56005 体系"),
            [
                gram("知识管理"),
                word(&["iso", "56005"], Some("iso56005"), false),
                gram("体系"),
            ]
        );
        assert_eq!(atoms("产品，服务"), [gram("产品"), gram("服务")]);
        assert_eq!(atoms(" \u{3000}…！- -"), []);
    }

    #[test]
    fn a_word_at_the_end_is_a_prefix() {
        assert_eq!(
            atoms("open Telem"),
            [word(&["open"], None, false), word(&["telem"], None, true)]
        );
        for text in [
            "audit ",
            "audit.",
            "\"audit\"",
            "\"audit",
            "audit kind:case",
        ] {
            assert_eq!(atoms(text), [word(&["audit"], None, false)], "{text}");
        }
        assert_eq!(atoms("-audit"), [excluded(word(&["audit"], None, false))]);
        let many = "a ".repeat(MAX_ATOMS) + "b";
        assert_eq!(atoms(&many).len(), MAX_ATOMS);
        assert_eq!(atoms(&many).last(), Some(&word(&["a"], None, false)));
    }

    #[test]
    fn quotation_marks_make_phrases() {
        for text in [
            "\"知识 IP\"",
            "＂知识 IP＂",
            "“知识 IP”",
            "「知识 IP」",
            "『知识 IP",
            "a“知识 IP”b",
        ] {
            let phrase = AtomKind::Phrase(vec![
                PhraseItem {
                    offset: 0,
                    token: PhraseToken::Gram('知'),
                },
                PhraseItem {
                    offset: 1,
                    token: PhraseToken::Gram('识'),
                },
                PhraseItem {
                    offset: 2,
                    token: PhraseToken::Word("ip".into()),
                },
            ]);
            assert!(atoms(text).iter().any(|atom| atom.kind == phrase), "{text}");
        }
        assert_eq!(atoms("-“知识”"), [excluded(gram("知识"))]);
        assert_eq!(atoms("\"\" “，” 「"), []);
        let AtomKind::Phrase(items) = &atoms("\"产品，服务\"")[0].kind else {
            panic!("two runs are a phrase");
        };
        assert_eq!(
            items.iter().map(|item| item.offset).collect::<Vec<_>>(),
            [0, 1, 3, 4]
        );
    }

    #[test]
    fn a_minus_excludes_what_it_touches() {
        assert_eq!(atoms("－知识"), [excluded(gram("知识"))]);
        assert_eq!(atoms("--知识"), [excluded(gram("知识"))]);
        assert_eq!(atoms("- 知识"), [gram("知识")]);
        assert_eq!(atoms("知识-管理"), [gram("知识"), gram("管理")]);
        assert_eq!(
            atoms("-kind:case "),
            [
                excluded(word(&["kind"], None, false)),
                excluded(word(&["case"], None, false)),
            ]
        );
    }

    #[test]
    fn filters_have_a_known_facet_and_a_value() {
        let query = parse(
            "類型：Case Year:\"2024\" clause:“6.3 ” batch:1 kind: kind:\"\" foo:bar",
            &|facet| facet != "batch",
        );
        let filters = [("kind", "case"), ("year", "2024"), ("clause", "6.3")];
        assert!(
            query
                .filters
                .iter()
                .map(|filter| (filter.facet.as_str(), filter.value.as_str()))
                .eq(filters)
        );
        assert_eq!(
            query.atoms,
            [
                word(&["batch"], None, false),
                word(&["1"], None, false),
                word(&["kind"], None, false),
                word(&["kind"], None, false),
                word(&["foo"], None, false),
                word(&["bar"], None, true),
            ]
        );
    }

    #[test]
    fn only_the_beginning_of_a_long_query_is_read() {
        let text = "知".repeat(MAX_CHARS + 1);
        assert_eq!(atoms(&text), [gram(&"知".repeat(MAX_CHARS))]);
    }
}
