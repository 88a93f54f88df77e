//! Ranking, in integers only, so that every program that follows `docs/search-format.md` (3.3)
//! orders pages alike. The formula is BM25's term frequency part (Robertson and Zaragoza, *The
//! Probabilistic Relevance Framework: BM25 and Beyond*, 2009) over bodies, plus what titles,
//! headings and keywords cover of the query.

/// From more pages on a branch of the gram tree is split wherever it stands (2.4); and the number of pages
/// below which all atoms are equally rare. On a large site a word on a few pages more is still
/// rare, and its tree would be larger than its texts.
pub(super) const fn leaf(pages: usize) -> u32 {
    match pages {
        0..8_000 => 8,
        8_000..32_000 => 16,
        _ => 32,
    }
}

/// A list with more postings is *long*: a browser gets its best ones first. The forms of its words
/// are not told apart.
pub(super) const LONG: usize = 4_096;

/// Surfaces of a term that are told apart.
pub(super) const FORMS: usize = 30;

/// BM25's k₁, in sixteenths: 0 ignores how often a word occurs; the higher, the longer further
/// occurrences count.
const K1: u64 = 19;
/// BM25's b, in sixteenths: 0 ignores the length of a page; 16 takes a page twice as long to
/// say half as much.
const B: u64 = 8;

/// What occurrences in each zone are worth. Numbers are the mean of MRR@10 over eighteen sets of known
/// items (titles, headings and rare terms of two documentations and of the sample site, in Chinese and
/// English; `benches/search/README.md`): with these weights 0.995, and with one of them at either end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub(super) struct Weights {
    /// Bodies, on which all others are measured. 16-fold, pages that mention a thing often come
    /// before those about it (0.905).
    pub(super) body: u64,
    /// A title that has a word of the query, whatever else it says. Known items need none of it
    /// (0.995 at 0); it lets a long title count for a short query. 32-fold, one word in any title
    /// beats the heading that is looked for (0.976).
    pub(super) title: u64,
    /// A title that consists of words of the query, in proportion. Known items, which are named in full, need none of
    /// it (0.995 at 0); it lets a title count that is a part of the query, or has little else. 16-fold, such
    /// titles bury headings (0.965).
    pub(super) title_whole: u64,
    /// A title that is the query: that has all of its words and no other. At 0 a page is not found by its name, for
    /// others have it in headings and say it more often (0.961). What follows from here on is the same at 16-fold
    /// (0.995): nothing else weighs as much.
    pub(super) title_name: u64,
    /// The best heading that has a word of the query (0.994 at 0); 16-fold, a long heading beats a
    /// title (0.943).
    pub(super) heading: u64,
    /// The best heading that consists of words of the query. At 0 a section is not found by its
    /// name (0.960); 4-fold, a section beats the page that is named like it (0.961).
    pub(super) heading_whole: u64,
    /// A word in the very form of the query. At 0 `deploying` is as good as `deploys` (0.988). Twice as much is a
    /// little better for known items, whose words are asked for as they stand (0.995), but would put a page about
    /// deployment behind one that happens to say `deploying`.
    pub(super) form: u64,
    /// Keywords. They are there for pages to be found by, which they are at 0, too (0.995); 256-fold,
    /// whoever lists many keywords comes first (0.973).
    pub(super) keywords: u64,
}

/// The weights in use: what the search described in `benches/search/README.md` found, but for `title` and
/// `keywords`, which known items would set to 0 and readers' short queries need, `form`, of which this is the part
/// that does the work, and `title_name`, twice as large, so that it outweighs all else that pages can have alike.
pub(super) const WEIGHTS: Weights = Weights {
    body: 1,
    title: 128,
    title_whole: 1536,
    title_name: 4096,
    heading: 384,
    heading_whole: 1536,
    form: 2048,
    keywords: 64,
};

/// ⌊16 log₂ x⌋ of a number from 1 on.
pub(super) fn lg(x: u64) -> u64 {
    let whole = 63 - u64::from(x.max(1).leading_zeros());
    #[allow(clippy::cast_precision_loss, reason = "numbers of pages and words")]
    let mut rest = x.max(1) as f64 / (1_u64 << whole) as f64;
    let mut digits = whole;
    for _ in 0..4 {
        rest *= rest;
        digits *= 2;
        if rest >= 2.0 {
            rest /= 2.0;
            digits += 1;
        }
    }
    digits
}

/// How much an atom tells that is on `df` of `pages` pages.
pub(super) fn idf(pages: usize, df: usize) -> u64 {
    let rare = lg(2 * pages as u64 + 2);
    let common = lg(2 * (df as u64).max(u64::from(leaf(pages))) + 1);
    rare.saturating_sub(common).max(8)
}

/// The class of a page whose bodies have so many positions.
#[allow(clippy::cast_possible_truncation, reason = "at most 15")]
pub(super) fn length_class(length: u64) -> u8 {
    (lg(length.max(1)) / 8).saturating_sub(9).min(15) as u8
}

/// The class of a number of occurrences.
pub(super) const fn frequency_class(n: u32) -> u8 {
    match n {
        0..=7 => n as u8,
        8..=9 => 8,
        10..=12 => 9,
        13..=16 => 10,
        17..=24 => 11,
        25..=40 => 12,
        41..=80 => 13,
        81..=160 => 14,
        _ => 15,
    }
}

/// The number of occurrences that a class stands for.
pub(super) fn occurrences(class: u8) -> u64 {
    FREQUENCIES[usize::from(class)]
}

/// Numbers of occurrences that the classes stand for.
const FREQUENCIES: [u64; 16] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 14, 20, 32, 60, 120, 200];

/// The constants K of BM25's term frequency part, in sixteenths, by length class.
pub(super) fn saturation(classes: &[u8]) -> [u64; 16] {
    // Lengths that the classes stand for, relative to 1,024 for class 8; half steps of √2.
    const LENGTHS: [u64; 16] = [
        64, 90, 128, 181, 256, 362, 512, 724, 1024, 1448, 2048, 2896, 4096, 5792, 8192, 11585,
    ];
    let sum: u64 = classes
        .iter()
        .map(|class| LENGTHS[usize::from(*class)])
        .sum();
    let mean = (sum / (classes.len() as u64).max(1)).max(1);
    LENGTHS.map(|length| (K1 * (16 - B) + K1 * B * length / mean) / 16)
}

/// BM25's term frequency part, from 0 to 1,023.
pub(super) fn frequency(class: u8, k: u64) -> u64 {
    let f = occurrences(class);
    16_384 * f / (16 * f + k).max(1)
}

/// What a title or heading of `length` tokens is worth that has atoms of `cov` idf and
/// `size` tokens in all.
fn zone(cov: u64, size: u64, length: u64, word: u64, whole: u64) -> u64 {
    let length = length.clamp(1, 15);
    cov * (word * length + whole * size.min(length)) / length
}

/// What a heading is worth.
pub(super) fn heading(cov: u64, size: u64, length: u64) -> u64 {
    zone(cov, size, length, WEIGHTS.heading, WEIGHTS.heading_whole)
}

/// What a title is worth; `total` is the number of tokens of all atoms of the query. If it has them all, and no
/// others, it is the query.
pub(super) fn title(cov: u64, size: u64, length: u64, total: u64) -> u64 {
    let is_name = size == total && size.min(15) == length;
    let name = if is_name { WEIGHTS.title_name } else { 0 };
    zone(cov, size, length, WEIGHTS.title, WEIGHTS.title_whole) + cov * name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logarithm_is_that_of_the_formula() {
        for x in 1..100_000_u32 {
            let exact = 16.0 * f64::from(x).log2();
            let near = (exact - exact.round()).abs() < 1e-9;
            assert!(near || lg(u64::from(x)) == exact.floor() as u64, "{x}");
        }
    }

    #[test]
    fn rare_words_tell_more_and_none_tells_nothing() {
        assert!(idf(10_000, 20) > idf(10_000, 200));
        assert_eq!(idf(10_000, 10_000), 8);
        assert_eq!(idf(5, 1), 8);
    }

    #[test]
    fn more_occurrences_count_more_and_less_in_long_pages() {
        let k = saturation(&[6, 8, 10]);
        assert!(frequency(3, k[8]) > frequency(1, k[8]));
        assert!(frequency(3, k[8]) < frequency(3, k[4]));
        assert!(frequency(15, k[0]) < 1024);
    }
}
