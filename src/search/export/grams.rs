//! Gram terms: the suffix tree of all gram runs, cut off where it gets thin
//! (`docs/search-format.md`, 2.4). Every position of a run begins a suffix; positions that share
//! a beginning form a branch, which is split by the next character while it is on many pages.

use rayon::prelude::*;

use super::super::index::{Layout, Position};
use super::super::rank::leaf;
use super::File;
use super::postings::{Norms, Postings};
use super::terms::Term;

/// Longest beginning that is told apart.
const DEPTH: usize = 32;

/// Makes the gram terms of a row of characters, in which 0 stands for everything else.
pub(super) struct Tree<'a> {
    pub(super) chars: &'a [u32],
    pub(super) layout: &'a Layout,
    pub(super) norms: &'a Norms,
}

/// A branch that is being made.
#[derive(Default)]
struct Branch {
    prefix: String,
    postings: Postings,
    terms: Vec<Term>,
    parts: Vec<File>,
}

impl Tree<'_> {
    /// All terms in ascending order, and the parts of their long lists.
    pub(super) fn terms(&self) -> (Vec<Term>, Vec<File>) {
        let roots = self.split(0..self.end(), 0);
        let made: Vec<Branch> = roots
            .into_par_iter()
            .map(|(c, positions)| {
                let mut branch = Branch::default();
                branch.prefix.push(c);
                self.grow(&positions, 1, &mut branch);
                branch
            })
            .collect();
        let mut terms = Vec::with_capacity(made.iter().map(|branch| branch.terms.len()).sum());
        let mut parts = Vec::new();
        for branch in made {
            terms.extend(branch.terms);
            parts.extend(branch.parts);
        }
        (terms, parts)
    }

    #[allow(clippy::cast_possible_truncation, reason = "positions are 32 bits")]
    fn end(&self) -> Position {
        self.chars.len() as Position
    }

    /// Parts positions by the character that follows `depth` characters behind them.
    fn split(
        &self,
        positions: impl IntoIterator<Item = Position>,
        depth: usize,
    ) -> Vec<(char, Vec<Position>)> {
        let mut keys: Vec<u64> = positions
            .into_iter()
            .filter_map(|position| {
                let next = self
                    .chars
                    .get(position as usize + depth)
                    .copied()
                    .unwrap_or(0);
                (next != 0).then_some(u64::from(next) << 32 | u64::from(position))
            })
            .collect();
        keys.sort_unstable();
        #[allow(clippy::cast_possible_truncation, reason = "taken apart again")]
        keys.chunk_by(|a, b| a >> 32 == b >> 32)
            .filter_map(|run| {
                let c = char::from_u32((run[0] >> 32) as u32)?;
                Some((c, run.iter().map(|key| *key as Position).collect()))
            })
            .collect()
    }

    fn grow(&self, positions: &[Position], depth: usize, branch: &mut Branch) {
        branch.postings.fill(positions, self.layout);
        let thin =
            branch.postings.list.len() <= leaf(self.layout.pages()) as usize || depth == DEPTH;
        if depth > 1 && thin {
            self.emit(depth, branch);
            return;
        }
        let children = self.split(positions.iter().copied(), depth);
        // One character goes on from everywhere: the longer string stands for both.
        let same = matches!(children.as_slice(), [(_, only)] if only.len() == positions.len());
        if depth == 1 || !same {
            self.emit(depth, branch);
        }
        for (c, positions) in children {
            branch.prefix.push(c);
            self.grow(&positions, depth + 1, branch);
            branch.prefix.pop();
        }
    }

    fn emit(&self, depth: usize, branch: &mut Branch) {
        let term = Term::new(
            &branch.prefix,
            depth as u64,
            &branch.postings,
            self.norms,
            self.layout,
            &mut branch.parts,
        );
        branch.terms.push(term);
    }
}
