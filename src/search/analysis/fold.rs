//! Traditional characters and their simplified forms (1.1, step 4). The data and where it comes
//! from: `fold.txt`, written by `scripts/fold.mjs`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::normalize::Entry;

/// Pairs of traditional and simplified, ascending.
static TABLE: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    include_str!("fold.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut chars = line.chars();
            Some((chars.next()?, chars.nth(1)?))
        })
        .collect()
});

/// The fold table: pairs of a character and what stands for it, ascending by the first.
pub fn fold_table() -> impl Iterator<Item = (char, char)> {
    TABLE.iter().copied()
}

/// The character that stands for `c`: its simplified form, or itself.
pub(super) fn fold(c: char) -> char {
    match TABLE.binary_search_by_key(&c, |(from, _)| *from) {
        Ok(index) => TABLE[index].1,
        Err(_) => c,
    }
}

/// The characters of a text that have a simplified form, each with it: pairs, ascending. A reader
/// that has these needs no table to analyze the text.
pub fn folds(text: &str) -> String {
    let pairs: BTreeSet<(char, char)> = text
        .chars()
        .filter(|c| !c.is_ascii() && Entry::of(*c).folds())
        .flat_map(|c| c.nfkc())
        .map(|c| (c, fold(c)))
        .filter(|(c, simplified)| c != simplified)
        .collect();
    pairs.into_iter().flat_map(|(c, to)| [c, to]).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use unicode_normalization::UnicodeNormalization;

    use super::{super::is_gram, fold, fold_table, folds};

    #[test]
    fn the_table_ascends_and_folding_twice_is_folding_once() {
        let pairs: Vec<(char, char)> = fold_table().collect();
        assert!(pairs.len() > 3000);
        assert!(pairs.is_sorted_by(|a, b| a.0 < b.0));
        let from: BTreeSet<char> = pairs.iter().map(|pair| pair.0).collect();
        for (traditional, simplified) in pairs {
            assert!(!from.contains(&simplified), "{traditional} {simplified}");
            assert!(is_gram(traditional) && is_gram(simplified));
            for c in [traditional, simplified] {
                assert!(c.nfkc().eq([c]), "{c} is not normal");
            }
        }
    }

    #[test]
    fn what_simplified_text_uses_stays() {
        for c in "乾著覆折的a".chars() {
            assert_eq!(fold(c), c);
        }
        assert_eq!("後於創業".chars().map(fold).collect::<String>(), "后于创业");
        assert_eq!(folds("於 a 後於 \u{f92f}"), "勞劳後后於于");
    }
}
