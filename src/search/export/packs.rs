//! Files of what is kept of each page: cards and texts, in order of path. A file is the
//! same while its pages are.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::super::Page;
use super::codes::Codes;
use super::family::cut;
use super::limits::Limits;
use super::pages;
use super::row::{Digest, Row};
use super::sealed::Sealed;
use super::write::array;

/// The files of one family.
#[derive(Debug, Default)]
pub(super) struct Packs(pub(super) Vec<Pack>);

#[derive(Debug)]
pub(super) struct Pack {
    /// A hash of the pages in it, and of what they are written in.
    pub(super) digest: Digest,
    /// Number of these.
    pub(super) count: usize,
    pub(super) sealed: Sealed,
}

impl Packs {
    /// Packs the cards (0) or texts (1) of pages; `fresh` has those that were just made, by number of
    /// page.
    pub(super) fn update(
        &mut self,
        which: usize,
        rows: &[Arc<Row>],
        pages: &[Page],
        fresh: &HashMap<usize, [String; 2]>,
        limits: Limits,
        codes: &Codes,
    ) {
        let target = [limits.cards, limits.texts][which];
        let old: HashMap<Digest, Sealed> = std::mem::take(&mut self.0)
            .into_iter()
            .map(|pack| (pack.digest, pack.sealed))
            .collect();
        let sizes = pages.iter().zip(rows);
        let sizes = sizes.map(|(page, row)| (page.path.as_str(), row.sizes[which] as usize));
        let runs = cut(sizes, target);
        let own_codes = codes.digest();
        let packs = runs.into_par_iter().map(|run| {
            let mut hasher = blake3::Hasher::new();
            hasher.update(&own_codes);
            for row in &rows[run.clone()] {
                hasher.update(&row.digest);
            }
            let digest = hasher.finalize().into();
            let count = run.len();
            let sealed = old.get(&digest).cloned().unwrap_or_else(|| {
                let json = |at: usize| match (fresh.get(&at), which) {
                    (Some(json), _) => json[which].clone(),
                    (None, 0) => pages::card(&pages[at]),
                    (None, _) => pages::text(&pages[at]),
                };
                let texts: Vec<String> = run.map(json).collect();
                Sealed::of_text(&codes.encode(&array(&texts)), limits.level)
            });
            Pack {
                digest,
                count,
                sealed,
            }
        });
        self.0 = packs.collect();
    }

    pub(super) fn files(&self) -> impl Iterator<Item = &Sealed> + Clone {
        self.0.iter().map(|pack| &pack.sealed)
    }

    /// The number of pages in each file.
    pub(super) fn counts(&self) -> Vec<usize> {
        self.0.iter().map(|pack| pack.count).collect()
    }
}
