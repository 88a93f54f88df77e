//! Sizes and thresholds of the export. All depend on the language, the number of pages and, in steps, on how long their
//! texts are.

use super::super::rank;
use super::envelope::Level;
use crate::language::Lang;

/// Sizes and thresholds. Sizes of files are in bytes before compression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limits {
    /// Pages on which a branch of the gram tree in bodies is not split.
    pub(super) leaf: u32,
    /// Pages on which a word has no positions: in a phrase, the texts of those tell that have all of its words.
    pub(super) few: u32,
    /// Postings that a list has at most that is not long.
    pub(super) long: usize,
    /// Postings of a long list that stand with its term.
    pub(super) best: usize,
    /// Pages in a part of a long list.
    pub(super) part: u32,
    /// How many files of a family have a name of their own each; more share names by sixteens, so
    /// that the root, which lists the names, stays small.
    pub(super) named: usize,
    /// A file of terms, as its postings would be without what others tell of them, of which runs count for two thirds: a
    /// query loads one or two for each word, and English ones have more words. The names of files, and what tells them apart, stand in the root, which every reader loads: on
    /// large sites there are fewer and larger ones.
    pub(super) terms: usize,
    /// A file of positions, which a phrase loads one of for each word; of these, too, there are fewer on large sites.
    pub(super) positions: usize,
    /// A file of cards: small, for ten results are in up to ten of them. Small sites have few and large
    /// ones, since all cards are asked for at once then: up to 24 KiB, compressed, of four files.
    pub(super) cards: usize,
    /// Pages whose cards are in the root as well.
    pub(super) hot: usize,
    /// A file of texts. Chinese queries need some before they have an answer: where few pages may have a long
    /// string, their texts tell which of them do.
    pub(super) texts: usize,
    /// A file of words.
    pub(super) words: usize,
    /// A file of readings.
    pub(super) readings: usize,
    /// Pages of which texts tell what all texts are written in.
    pub(super) sample: usize,
    /// Strings of several characters with a code. Each makes files of texts smaller, and the root, which every reader
    /// loads, larger.
    pub(super) codes: usize,
    /// Whether there are so many pages that nothing may look at all of their text after an edit.
    pub(super) is_large: bool,
    /// How hard it is tried to make files small.
    pub(super) level: Level,
}

impl Limits {
    /// Those of a site's index in one language; `bytes` are those of its texts before compression.
    pub(super) const fn of(lang: Lang, pages: usize, bytes: usize) -> Self {
        let steps = steps(pages, bytes);
        let (terms, positions) = match (lang, pages) {
            (Lang::Zh, 0..8_000) => (900 * steps, 32_000),
            (Lang::Zh, 8_000..32_000) => (13_333, 64_000),
            (Lang::Zh, _) => (33_333, 128_000),
            (Lang::En, 0..8_000) => (460 * steps, 32_000),
            (Lang::En, 8_000..32_000) => (10_000, 64_000),
            (Lang::En, _) => (15_000, 128_000),
        };
        let (cards, hot) = match (lang, pages) {
            (Lang::Zh, 0..250) | (Lang::En, 0..480) => (24_000, 0),
            (Lang::Zh, 250..32_000) => (2_000, 200),
            (Lang::Zh, _) => (2_000, 0),
            (Lang::En, 480..32_000) => (3_000, 400),
            (Lang::En, _) => (3_000, 0),
        };
        Self {
            leaf: rank::leaf(pages),
            few: match lang {
                Lang::Zh => 128,
                Lang::En => 48,
            },
            long: rank::LONG,
            best: 512,
            part: 4_096,
            named: 1_500,
            terms,
            positions,
            cards,
            hot,
            texts: match lang {
                Lang::Zh => 2_800,
                Lang::En => 6_000,
            } * steps,
            words: 48_000,
            readings: 48_000,
            sample: 256,
            codes: match lang {
                Lang::Zh => 1_500,
                Lang::En => 1_200,
            },
            is_large: pages >= 32_000,
            level: Level::of(pages),
        }
    }
}

/// How long pages are, in steps of 500 bytes, within bounds: files of long ones are larger, so that there are no more
/// than half a file a page. In steps, for an edit that changes a step makes all files anew.
const fn steps(pages: usize, bytes: usize) -> usize {
    let average = match bytes.checked_div(pages) {
        Some(average) => average,
        None => 0,
    };
    match (average + 250) / 500 {
        0..4 => 4,
        32.. => 32,
        steps => steps,
    }
}
