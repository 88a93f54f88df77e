//! Answers queries from the positional index: `docs/search-format.md`, part 3.

mod atoms;
mod excerpt;
mod forms;
mod loose;
mod matches;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use super::index::{Error, Index};
use super::query::{Atom, AtomKind, Query, parse};
use super::{Collection, analysis, rank};
use atoms::Found;
use loose::pieces_of;
use words::Words;

pub use excerpt::Piece;

/// Asks the index of one language.
pub struct Searcher<'a> {
    index: &'a Index,
    collection: &'a Collection,
    words: Words,
    /// Length class of each page.
    classes: Vec<u8>,
    saturation: [u64; 16],
}

/// A question.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The query, in the language of 3.1.
    pub query: String,
    /// Values that pages must carry, as pairs of facet and id or name, beside those in the query.
    pub filters: Vec<(String, String)>,
    /// Whether the latest pages come first, rather than the best.
    pub by_date: bool,
    /// Hits to give at most.
    pub limit: usize,
    /// Facets whose values are to be counted.
    pub facets: Vec<String>,
}

/// What was found.
#[derive(Debug, Default, serde::Serialize)]
pub struct Answer {
    /// Number of all pages that match.
    pub total: usize,
    /// Whether no page has everything, and these have the most of it.
    pub loose: bool,
    /// Words that were taken for others.
    pub corrections: Vec<Correction>,
    /// The first pages, in order.
    pub hits: Vec<Hit>,
    /// For each facet that was asked for, its values on pages that match, and the number of these.
    /// The facet's own filters do not hold.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub facets: BTreeMap<String, Vec<(String, usize)>>,
}

/// A word that matches nothing, and what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Correction {
    /// The word.
    pub from: String,
    /// What it was taken for.
    pub to: String,
    /// Whether it was read as pinyin; else it is a typo.
    pub pinyin: bool,
}

/// A page that matches.
#[derive(Debug, serde::Serialize)]
pub struct Hit {
    /// Number of the page.
    pub page: u32,
    /// Its score.
    pub score: u64,
    /// Its path from the site's root.
    pub path: String,
    /// Its title.
    pub title: String,
    /// What it is.
    pub kind: String,
    /// Its day; empty if it has none.
    pub date: String,
    /// Fragment of the best section; empty for the page itself.
    pub section: String,
    /// Heading of the best section.
    pub heading: String,
    /// Text around what was found.
    pub excerpt: Vec<Piece>,
}

/// Pages in order, before they are shown.
struct Ranking {
    pages: Vec<(u64, u32)>,
    found: Vec<Found>,
    atoms: Vec<Atom>,
    loose: bool,
}

impl<'a> Searcher<'a> {
    /// A searcher.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn new(index: &'a Index, collection: &'a Collection) -> Result<Self, Error> {
        let mut surfaces = BTreeSet::new();
        index.each_term(|term, _| {
            if !term.starts_with(analysis::is_gram) && !surfaces.contains(term) {
                surfaces.insert(term.to_owned());
            }
        })?;
        let layout = index.layout();
        #[allow(clippy::cast_possible_truncation, reason = "numbers of pages fit")]
        let pages = 0..layout.pages() as u32;
        let classes: Vec<u8> = pages
            .map(|page| rank::length_class(layout.body_length(page)))
            .collect();
        let saturation = rank::saturation(&classes);
        Ok(Self {
            index,
            collection,
            words: Words::of(surfaces),
            classes,
            saturation,
        })
    }

    /// Answers a question.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn search(&self, request: &Request) -> Result<Answer, Error> {
        let ranking = self.rank(request)?;
        let hits = ranking.pages.iter().take(request.limit);
        let hits = hits
            .map(|(score, page)| self.hit(*page, *score, &ranking))
            .collect();
        let counted = request.facets.iter();
        let facets = counted.map(|name| Ok((name.clone(), self.facet(name, request)?)));
        Ok(Answer {
            facets: facets.collect::<Result<_, Error>>()?,
            total: ranking.pages.len(),
            loose: ranking.loose,
            corrections: ranking
                .found
                .into_iter()
                .flat_map(|found| found.corrections)
                .collect(),
            hits,
        })
    }

    /// The values of a facet on pages that match, in the facet's order, and the number of these; the
    /// facet's own filters do not hold.
    fn facet(&self, name: &str, request: &Request) -> Result<Vec<(String, usize)>, Error> {
        let Some(at) = self
            .collection
            .facets
            .iter()
            .position(|facet| facet.name == name)
        else {
            return Ok(Vec::new());
        };
        let values = &self.collection.facets[at].values;
        let mut counts = vec![0; values.len()];
        for (_, page) in self.matching(request, Some(name))?.pages {
            for value in self.values_of(page, at) {
                counts[value] += 1;
            }
        }
        let values = values.iter().map(|value| value.id.clone()).zip(counts);
        Ok(values.filter(|(_, count)| *count > 0).collect())
    }

    /// The values of a facet that a page carries, with those above them.
    fn values_of(&self, page: u32, facet: usize) -> BTreeSet<usize> {
        let values = &self.collection.facets[facet].values;
        let own = self.collection.pages[page as usize].values.iter();
        own.filter(|(of, _)| *of == facet)
            .flat_map(|(_, value)| {
                std::iter::successors(Some(*value), |value| values[*value].parent)
            })
            .collect()
    }

    fn rank(&self, request: &Request) -> Result<Ranking, Error> {
        let mut ranking = self.matching(request, None)?;
        let date = |page: u32| self.collection.pages[page as usize].date;
        ranking.pages.sort_by(|(a_score, a), (b_score, b)| {
            let by_date = if request.by_date {
                date(*b).cmp(&date(*a))
            } else {
                std::cmp::Ordering::Equal
            };
            by_date.then(b_score.cmp(a_score)).then(a.cmp(b))
        });
        Ok(ranking)
    }

    /// All pages that match, ascending, with their scores.
    fn matching(&self, request: &Request, without: Option<&str>) -> Result<Ranking, Error> {
        let known = |name: &str| {
            self.collection
                .facets
                .iter()
                .any(|facet| facet.name == name)
        };
        let query = parse(&request.query, &known);
        let admitted = self.admitted(&query, request, without);
        let resolve = |atoms: &[Atom]| {
            atoms
                .iter()
                .map(|atom| self.resolve(atom))
                .collect::<Result<Vec<_>, _>>()
        };
        let found = resolve(&query.atoms)?;
        let pages = self.strictly(&found, admitted.as_ref());
        let wanted = || query.atoms.iter().filter(|atom| !atom.excluded);
        let long =
            |atom: &Atom| matches!(&atom.kind, AtomKind::Gram(run) if run.chars().count() > 2);
        if pages.is_empty() && (wanted().count() > 1 || wanted().any(long)) {
            let mut pieces: Vec<Atom> = Vec::new();
            for piece in wanted().flat_map(pieces_of) {
                if !pieces.contains(&piece) {
                    pieces.push(piece);
                }
            }
            pieces.extend(query.atoms.iter().filter(|atom| atom.excluded).cloned());
            let found = resolve(&pieces)?;
            let pages = self.loosely(&found, admitted.as_ref());
            if !pages.is_empty() {
                let pages = self.scored(&pages, &found);
                return Ok(Ranking {
                    pages,
                    found,
                    atoms: pieces,
                    loose: true,
                });
            }
        }
        let pages = self.scored(&pages, &found);
        Ok(Ranking {
            pages,
            found,
            atoms: query.atoms,
            loose: false,
        })
    }

    /// Pages that all filters admit; `None` for every page.
    fn admitted(
        &self,
        query: &Query,
        request: &Request,
        without: Option<&str>,
    ) -> Option<BTreeSet<u32>> {
        let mut wanted: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        let own = request
            .filters
            .iter()
            .map(|(facet, value)| (facet.as_str(), value.as_str()));
        let written = query
            .filters
            .iter()
            .map(|filter| (filter.facet.as_str(), filter.value.as_str()));
        for (facet, value) in own.chain(written) {
            if Some(facet) != without {
                wanted
                    .entry(facet)
                    .or_default()
                    .insert(analysis::normalize_name(value));
            }
        }
        let mut admitted: Option<BTreeSet<u32>> = None;
        for (name, names) in wanted {
            let Some(at) = self
                .collection
                .facets
                .iter()
                .position(|facet| facet.name == name)
            else {
                continue;
            };
            let values = &self.collection.facets[at].values;
            let asked = |value: usize| {
                let value = &values[value];
                [&value.id, &value.name]
                    .iter()
                    .any(|text| names.contains(&analysis::normalize_name(text)))
            };
            let pages = self
                .every()
                .filter(|page| self.values_of(*page, at).into_iter().any(asked));
            admitted = Some(match admitted {
                None => pages.collect(),
                Some(admitted) => pages.filter(|page| admitted.contains(page)).collect(),
            });
        }
        admitted
    }

    #[allow(clippy::cast_possible_truncation, reason = "numbers of pages fit")]
    fn every(&self) -> std::ops::Range<u32> {
        0..self.collection.pages.len() as u32
    }

    fn strictly(&self, found: &[Found], admitted: Option<&BTreeSet<u32>>) -> Vec<u32> {
        let wanted = || found.iter().filter(|atom| !atom.excluded);
        let all = wanted().all(|atom| atom.optional);
        let needed: Vec<&Found> = wanted().filter(|atom| all || !atom.optional).collect();
        self.every()
            .filter(|page| admitted.is_none_or(|pages| pages.contains(page)))
            .filter(|page| needed.iter().all(|atom| atom.pages.contains_key(page)))
            .filter(|page| !is_excluded(*page, found))
            .collect()
    }

    fn loosely(&self, found: &[Found], admitted: Option<&BTreeSet<u32>>) -> Vec<u32> {
        let mut sum = 0;
        let mut weights: BTreeMap<u32, u64> = BTreeMap::new();
        for atom in found.iter().filter(|atom| !atom.excluded && atom.df > 0) {
            let idf = rank::idf(self.classes.len(), atom.df);
            sum += idf;
            for page in atom.pages.keys() {
                *weights.entry(*page).or_default() += idf;
            }
        }
        weights
            .into_iter()
            .filter(|(page, weight)| {
                2 * weight >= sum && admitted.is_none_or(|pages| pages.contains(page))
            })
            .map(|(page, _)| page)
            .filter(|page| !is_excluded(*page, found))
            .collect()
    }

    fn scored(&self, pages: &[u32], found: &[Found]) -> Vec<(u64, u32)> {
        let found: Vec<(&Found, u64)> = found
            .iter()
            .filter(|atom| !atom.excluded)
            .map(|atom| (atom, rank::idf(self.classes.len(), atom.df)))
            .collect();
        pages
            .iter()
            .map(|page| (self.score(*page, &found), *page))
            .collect()
    }

    fn score(&self, page: u32, found: &[(&Found, u64)]) -> u64 {
        let w = rank::WEIGHTS;
        let k = self.saturation[usize::from(self.classes[page as usize])];
        let mut score = 0;
        let total: u64 = found.iter().map(|(atom, _)| atom.size).sum();
        // Of each zone the sums of its atoms' idf and size, and its length.
        let mut zones: BTreeMap<u32, (u64, u64, u64)> = BTreeMap::new();
        for (atom, idf) in found {
            let Some(own) = atom.pages.get(&page) else {
                continue;
            };
            score += w.body * idf * rank::frequency(own.class, k);
            if atom.exact.binary_search(&page).is_ok() {
                score += w.form * idf;
            }
            for (number, length) in &own.zones {
                let zone = zones.entry(*number).or_default();
                *zone = (zone.0 + idf, zone.1 + atom.size, u64::from(*length));
            }
        }
        let mut heading = 0;
        for (number, (cov, size, length)) in zones {
            match number {
                0 => score += rank::title(cov, size, length, total),
                1 => score += cov * w.keywords,
                _ => heading = heading.max(rank::heading(cov, size, length)),
            }
        }
        score + heading
    }

    fn hit(&self, page: u32, score: u64, ranking: &Ranking) -> Hit {
        let own = &self.collection.pages[page as usize];
        let found = ranking.found.iter().zip(&ranking.atoms);
        let looks: Vec<excerpt::Look> = found
            .filter(|(found, _)| !found.excluded)
            .map(|(found, atom)| excerpt::Look {
                forms: self.forms(atom, found),
                idf: rank::idf(self.classes.len(), found.df),
                optional: found.optional,
            })
            .collect();
        let (section, excerpt) = excerpt::show(own, &looks);
        let section = &own.sections[section];
        Hit {
            page,
            score,
            path: own.path.clone(),
            title: own.title.clone(),
            kind: own.kind.clone(),
            date: own.date.map(|date| date.to_string()).unwrap_or_default(),
            section: section.id.clone(),
            heading: section.heading.clone(),
            excerpt,
        }
    }
}

fn is_excluded(page: u32, found: &[Found]) -> bool {
    found
        .iter()
        .any(|atom| atom.excluded && atom.pages.contains_key(&page))
}
