//! The pages of an atom, from the positional index. `docs/search-format.md`, 3.2.

use std::collections::BTreeMap;

use super::super::index::{Error, Position};
use super::super::query::{Atom, AtomKind, PhraseItem, PhraseToken, Word};
use super::super::{analysis, rank};
use super::matches::{Matches, matches, meet, narrow, unite};
use super::words::read_as;
use super::{Correction, Searcher};
use crate::language::Lang;

/// An atom with its pages.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) excluded: bool,
    /// A stop word, which need not match.
    pub(super) optional: bool,
    /// How many positions it takes in a title.
    pub(super) size: u64,
    /// The number of its pages, for its idf.
    pub(super) df: usize,
    pub(super) pages: Matches,
    /// The pages that have a word in the very form of the query, ascending.
    pub(super) exact: Vec<u32>,
    pub(super) corrections: Vec<Correction>,
}

impl Searcher<'_> {
    pub(super) fn resolve(&self, atom: &Atom) -> Result<Found, Error> {
        let mut found = match &atom.kind {
            AtomKind::Gram(run) => self.found(run.chars().count(), self.run(run)?),
            AtomKind::Phrase(items) => self.phrase(items)?,
            AtomKind::Word(word) => self.word_or_other(word, atom.excluded)?,
        };
        found.excluded = atom.excluded;
        Ok(found)
    }

    fn found(&self, size: usize, pages: Matches) -> Found {
        let df = pages.len();
        Found {
            size: size as u64,
            df,
            pages,
            ..Found::default()
        }
    }

    fn word_or_other(&self, word: &Word, excluded: bool) -> Result<Found, Error> {
        let mut found = self.word(word)?;
        let [only] = word.parts.as_slice() else {
            return Ok(found);
        };
        found.optional = analysis::is_stop_word(only);
        let letters = only.bytes().all(|b| b.is_ascii_lowercase());
        // What is excluded, or need not match, is not taken for something else.
        if !found.pages.is_empty() || excluded || found.optional || !letters {
            return Ok(found);
        }
        if self.collection.lang == Lang::Zh && only.len() > 1 {
            let runs = read_as(self.collection, only);
            let mut lists = Vec::new();
            let mut corrections = Vec::new();
            for run in &runs {
                let mut pages = self.run(run)?;
                pages.retain(|_, own| !own.zones.is_empty());
                if !pages.is_empty() {
                    corrections.push(Correction {
                        from: only.clone(),
                        to: run.clone(),
                        pinyin: true,
                    });
                }
                lists.push(pages);
            }
            let pages = unite(lists);
            if !pages.is_empty() {
                let size = runs
                    .iter()
                    .map(|run| run.chars().count())
                    .max()
                    .unwrap_or(1);
                return Ok(Found {
                    corrections,
                    ..self.found(size, pages)
                });
            }
        }
        if only.len() < 4 {
            return Ok(found);
        }
        let count = |term: &str| self.term(term).map_or(0, |pages| pages.len());
        let Some(to) = self.words.spelled(only, count) else {
            return Ok(found);
        };
        let word = Word {
            parts: vec![to.clone()],
            whole: None,
            prefix: false,
        };
        let correction = Correction {
            from: only.clone(),
            to,
            pinyin: false,
        };
        Ok(Found {
            corrections: vec![correction],
            ..self.word(&word)?
        })
    }

    fn word(&self, word: &Word) -> Result<Found, Error> {
        let any = |surface: &str, prefix: bool| -> Result<Matches, Error> {
            let terms = self.words.terms(surface, prefix).into_iter();
            Ok(unite(
                terms
                    .map(|term| self.term(term))
                    .collect::<Result<Vec<_>, _>>()?,
            ))
        };
        let last = word.parts.len().saturating_sub(1);
        let parts = word.parts.iter().enumerate();
        let parts = parts.map(|(at, part)| any(part, word.prefix && at == last));
        let mut pages = meet(&parts.collect::<Result<Vec<_>, _>>()?);
        if let Some(whole) = &word.whole {
            pages = unite([any(whole, word.prefix)?, pages]);
        }
        let exact = match word.parts.as_slice() {
            [only] => self.exact(only)?,
            _ => Vec::new(),
        };
        Ok(Found {
            exact,
            ..self.found(word.parts.len(), pages)
        })
    }

    /// The pages of a surface, as far as the browser's copy can tell them.
    fn exact(&self, surface: &str) -> Result<Vec<u32>, Error> {
        let term = analysis::term(surface);
        let surfaces = self.words.surfaces(&term).iter().take(rank::FORMS);
        let is_told = surfaces.into_iter().any(|other| other == surface);
        if !is_told || analysis::is_stop_word(surface) || self.term(&term)?.len() > rank::LONG {
            return Ok(Vec::new());
        }
        let positions = self.index.positions(surface)?;
        Ok(self.index.layout().pages_of(&positions))
    }

    /// The pages of a term that is a word. Stop words count outside bodies only.
    fn term(&self, term: &str) -> Result<Matches, Error> {
        let mut all = Vec::new();
        let layout = self.index.layout();
        for surface in self.words.surfaces(term) {
            let positions = self.index.positions(surface)?;
            let stop = analysis::is_stop_word(surface);
            all.extend(
                positions.into_iter().filter(|position| {
                    !stop || layout.number(layout.zone_at(*position, 0)).is_some()
                }),
            );
        }
        all.sort_unstable();
        all.dedup();
        Ok(matches(&all, layout))
    }

    /// All positions of a term that is a word.
    fn places(&self, surface: &str) -> Result<Vec<Position>, Error> {
        let mut all = Vec::new();
        for surface in self.words.surfaces(&analysis::term(surface)) {
            all.extend(self.index.positions(surface)?);
        }
        all.sort_unstable();
        all.dedup();
        Ok(all)
    }

    /// The pages on which characters follow each other.
    fn run(&self, run: &str) -> Result<Matches, Error> {
        Ok(matches(&self.starts(run)?, self.index.layout()))
    }

    /// The positions where a run begins.
    fn starts(&self, run: &str) -> Result<Vec<Position>, Error> {
        let chars: Vec<char> = run.chars().collect();
        let [first, _, ..] = chars.as_slice() else {
            return self.one(run);
        };
        let mut starts = self.index.positions(&format!("{first}{}", chars[1]))?;
        for (at, pair) in chars.windows(2).enumerate().skip(1) {
            let pair: String = pair.iter().collect();
            let next = self.index.positions(&pair)?;
            #[allow(clippy::cast_possible_truncation, reason = "a query is short")]
            starts.retain(|start| next.binary_search(&(start + at as u32)).is_ok());
        }
        Ok(starts)
    }

    /// The positions of one gram character: alone or as the first of a pair.
    fn one(&self, c: &str) -> Result<Vec<Position>, Error> {
        let mut all = Vec::new();
        for term in self.index.terms_from(c)? {
            all.extend(self.index.positions(&term)?);
        }
        all.sort_unstable();
        Ok(all)
    }

    fn phrase(&self, items: &[PhraseItem]) -> Result<Found, Error> {
        let layout = self.index.layout();
        // Runs of grams side by side, and words, each with its offset.
        let mut pieces: Vec<(u32, Result<String, &String>)> = Vec::new();
        for (at, item) in items.iter().enumerate() {
            match &item.token {
                PhraseToken::Word(surface) => pieces.push((item.offset, Err(surface))),
                PhraseToken::Gram(c) => {
                    let follows = at > 0
                        && items[at - 1].offset + 1 == item.offset
                        && matches!(items[at - 1].token, PhraseToken::Gram(_));
                    match pieces.last_mut().filter(|_| follows) {
                        Some((_, Ok(run))) => run.push(*c),
                        _ => pieces.push((item.offset, Ok(c.to_string()))),
                    }
                }
            }
        }
        let mut starts: Option<Vec<Position>> = None;
        let mut telling = Vec::new();
        let mut on: Option<BTreeMap<u32, ()>> = None;
        for (offset, piece) in &pieces {
            let positions = match piece {
                Ok(run) => self.starts(run)?,
                Err(surface) => self.places(surface)?,
            };
            match piece {
                Ok(_) => telling.push(matches(&positions, layout)),
                Err(surface) if !analysis::is_stop_word(surface) => {
                    telling.push(self.term(&analysis::term(surface))?);
                }
                Err(_) => {}
            }
            let here = matches(&positions, layout)
                .into_keys()
                .map(|page| (page, ()));
            match &mut on {
                None => on = Some(here.collect()),
                Some(on) => {
                    let here: BTreeMap<u32, ()> = here.collect();
                    on.retain(|page, ()| here.contains_key(page));
                }
            }
            let positions = positions.into_iter().filter_map(|p| p.checked_sub(*offset));
            match &mut starts {
                None => starts = Some(positions.collect()),
                Some(starts) => {
                    let positions: Vec<Position> = positions.collect();
                    starts.retain(|start| positions.binary_search(start).is_ok());
                }
            }
        }
        // Over a gap, the beginning of another zone could follow.
        let reach = items.last().map_or(0, |item| item.offset);
        let mut starts = starts.unwrap_or_default();
        starts.retain(|start| layout.zone_at(*start, 0) == layout.zone_at(start + reach, 0));
        let mut pages = matches(&starts, layout);
        for (page, own) in &mut pages {
            let mut lists = telling.iter().filter_map(|list| list.get(page));
            *own = match lists.next() {
                Some(first) => {
                    let mut all = first.clone();
                    lists.for_each(|other| narrow(&mut all, other));
                    if telling.iter().any(|list| !list.contains_key(page)) {
                        all = super::matches::Match::default();
                    }
                    all
                }
                None if telling.is_empty() => super::matches::Match {
                    class: 1,
                    ..Default::default()
                },
                None => super::matches::Match::default(),
            };
        }
        let df = on.map_or(0, |on| on.len());
        Ok(Found {
            df,
            ..self.found(items.len(), pages)
        })
    }
}
