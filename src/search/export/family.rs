//! Families of files: what belongs together is packed in order, cut where the content says, so
//! that a change moves no cut but its own, and sealed.

use super::envelope::checksum;

/// A run of items that make a file.
pub(super) type Run = std::ops::Range<usize>;

/// How likely a cut is behind the last `bytes` of a file that has `size` by now, of 2³².
///
/// A file is read the more often the more is in it, so that uneven files cost readers more than even ones. Were
/// cuts only where a file has its size, on the other hand, a change would move all that follow.
pub(super) const fn chance(size: usize, bytes: usize, target: usize) -> u64 {
    let rate = match size * 10 / target {
        0..7 => 0,
        7..9 => 3,
        _ => 12,
    };
    bytes as u64 * rate * u32::MAX as u64 / (2 * target as u64)
}

/// Whether a file is too large for more bytes.
pub(super) const fn is_full(size: usize, bytes: usize, target: usize) -> bool {
    size > 0 && 2 * (size + bytes) > 3 * target
}

/// Cuts items into files of about `target` bytes before compression: never below seven tenths of it but
/// for the last, never above one and a half but for single items.
pub(super) fn cut<'k>(items: impl Iterator<Item = (&'k str, usize)>, target: usize) -> Vec<Run> {
    let mut runs = Vec::new();
    let (mut start, mut size, mut at) = (0, 0, 0);
    for (key, bytes) in items {
        if is_full(size, bytes, target) {
            runs.push(start..at);
            (start, size) = (at, 0);
        }
        size += bytes;
        at += 1;
        // The larger an item, the likelier a cut behind it: files come out alike whatever the
        // items' sizes.
        if u64::from(checksum(key.as_bytes())) < chance(size, bytes, target) {
            runs.push(start..at);
            (start, size) = (at, 0);
        }
    }
    if start < at {
        runs.push(start..at);
    }
    runs
}

/// The shortest text above `before` that `key` begins with: enough to tell which file holds what.
pub(super) fn separator(before: Option<&str>, key: &str) -> String {
    let Some(before) = before else {
        return String::new();
    };
    let shared = key
        .chars()
        .zip(before.chars())
        .take_while(|(a, b)| a == b)
        .count();
    key.chars().take(shared + 1).collect()
}

/// Ascending separators as one text: each after the number of characters that it shares with the one
/// before, as one digit of base 36.
pub(super) fn joined(separators: &[String]) -> String {
    let mut before = "";
    let told: Vec<String> = separators
        .iter()
        .map(|key| {
            let pairs = before.chars().zip(key.chars()).take(MOST_SHARED);
            let shared = pairs.take_while(|(a, b)| a == b).count();
            before = key;
            let digit = char::from_digit(u32::try_from(shared).unwrap_or(0), 36);
            digit.into_iter().chain(key.chars().skip(shared)).collect()
        })
        .collect();
    told.join(" ")
}

/// What one digit can tell.
const MOST_SHARED: usize = 35;

/// The names of a family's files.
#[derive(Debug)]
pub(super) struct Family {
    /// How many files share a name.
    pub(super) group: usize,
    /// All names joined.
    pub(super) names: String,
    /// The files' paths, in order.
    pub(super) paths: Vec<String>,
}

impl Family {
    /// Names files with these checksums; if there are more than `named`, they share names.
    pub(super) fn of(letter: char, sums: &[u32], named: usize) -> Self {
        let group = if sums.len() > named { 16 } else { 1 };
        let mut family = Self {
            group,
            names: String::with_capacity(sums.len() / group * 8 + 8),
            paths: Vec::with_capacity(sums.len()),
        };
        for members in sums.chunks(group) {
            let sum = match members {
                [only] if group == 1 => *only,
                _ => {
                    let bytes = members.iter().flat_map(|sum| sum.to_le_bytes());
                    checksum(&bytes.collect::<Vec<u8>>())
                }
            };
            let name = format!("{sum:08x}");
            family.names.push_str(&name);
            if group == 1 {
                family.paths.push(format!("{letter}/{name}"));
            } else {
                let members = 0..members.len();
                let paths = members.map(|at| format!("{letter}/{name}/{at}"));
                family.paths.extend(paths);
            }
        }
        family
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_moves_no_cut_but_its_own() {
        let keys: Vec<String> = (0..5_000).map(|n| format!("key{n:05}")).collect();
        let sizes: Vec<usize> = (0..5_000).map(|n| 20 + n * 7 % 60).collect();
        let runs = |sizes: &[usize]| {
            cut(
                keys.iter().map(String::as_str).zip(sizes.iter().copied()),
                4_000,
            )
        };
        let before = runs(&sizes);
        let mut changed = sizes.clone();
        changed[2_000] += 500;
        let after = runs(&changed);
        let same = before.iter().filter(|run| after.contains(run)).count();
        assert!(before.len() > 30);
        assert!(same + 6 >= before.len(), "{same} of {}", before.len());
    }

    #[test]
    fn separators_are_short_and_in_order() {
        assert_eq!(separator(None, "abc"), "");
        assert_eq!(separator(Some("abc"), "abde"), "abd");
        assert_eq!(separator(Some("知"), "知识"), "知识");
    }

    #[test]
    fn separators_tell_what_they_share_with_the_one_before() {
        let separators = ["", "abc", "abd", "知", "知识", "知识产"].map(str::to_owned);
        assert_eq!(joined(&separators), "0 0abc 2d 0知 1识 2产");
        let long = ["a".repeat(40), "a".repeat(41)];
        assert_eq!(
            joined(&long),
            format!("0{} z{}", "a".repeat(40), "a".repeat(6))
        );
        assert_eq!(joined(&[]), "");
    }
}
