//! How texts are written: in codes for the strings that they consist of, which the root lists
//! (`docs/search-format.md`, 2.1). Frequent characters take one byte, others and some hundred words and runs of Han
//! characters two: texts come out a tenth to a quarter smaller than in any encoding of characters, for
//! DEFLATE finds no word that it has not seen in the same file, and files are small.
//!
//! The strings are those of a sample of pages, so that most edits change no code: whatever is written depends on all of
//! them.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;

use aho_corasick::{AhoCorasick, MatchKind};

use super::super::analysis;
use super::decode::{Fault, LARGEST};
use super::row::Digest;

/// Strings with a code of one byte.
const SHORT: usize = 240;

/// Strings that can have a code: the bytes that are no code themselves begin codes of two.
const MOST: usize = SHORT + (256 - SHORT) * 256;

/// What any JSON can be written in. It is always among the strings.
const ASCII: RangeInclusive<char> = ' '..='~';

/// Longest run of Han characters that has a code, in characters.
const LONGEST_RUN: usize = 6;

/// Longest other string, in bytes.
const LONGEST: usize = 24;

/// Times that a string must occur in the sample.
const LEAST: u32 = 4;

/// Strings that texts are written in, by their codes.
#[derive(Debug)]
pub struct Codes {
    strings: Vec<Box<str>>,
    /// Finds the longest of them wherever a text goes on.
    finder: AhoCorasick,
}

impl Default for Codes {
    fn default() -> Self {
        Self::of(ASCII.map(|c| c.to_string().into()).collect())
    }
}

impl Codes {
    fn of(strings: Vec<Box<str>>) -> Self {
        Self {
            finder: finder(strings.iter().map(|string| &**string)),
            strings,
        }
    }

    /// Codes for texts of which these are a sample, `most` of them for strings of several characters.
    pub(super) fn for_texts(sample: &[String], most: usize) -> Self {
        let mut chosen = best(candidates(sample).into_iter(), 8 * most);
        // Longer strings take occurrences from those within them: what is left of these is counted again.
        for times in [4, 2, 1] {
            let (counts, _) = occurrences(sample, &chosen);
            chosen = best(chosen.iter().copied().zip(counts), times * most);
        }
        let (counts, mut characters) = occurrences(sample, &chosen);
        for c in ASCII {
            characters.entry(c).or_default();
        }
        let mut characters: Vec<(char, u32)> = characters
            .into_iter()
            .filter(|(c, count)| ASCII.contains(c) || *count >= 1)
            .collect();
        characters.sort_unstable_by_key(|(c, count)| (!ASCII.contains(c), Reverse(*count), *c));
        characters.truncate(MOST - chosen.len());
        let characters = characters
            .into_iter()
            .map(|(c, count)| (c.to_string().into(), count));
        let strings = chosen.into_iter().map(Box::from).zip(counts);
        let mut all: Vec<(Box<str>, u32)> = strings.chain(characters).collect();
        all.sort_unstable_by(|(a, of), (b, than)| than.cmp(of).then_with(|| a.cmp(b)));
        // Few edits make a string one of the most frequent; within both parts nothing depends on how often one occurs.
        let short = SHORT.min(all.len());
        let (short, long) = all.split_at_mut(short);
        short.sort_unstable();
        long.sort_unstable();
        Self::of(all.into_iter().map(|(string, _)| string).collect())
    }

    /// The codes that a list of strings stands for.
    ///
    /// # Errors
    /// When the list is none.
    pub(super) fn listed(list: &str) -> Result<Self, Fault> {
        let strings: Vec<Box<str>> = list.split('\n').map(Box::from).collect();
        let known: HashSet<&str> = strings.iter().map(|string| &**string).collect();
        let is_complete = ASCII.into_iter().all(|c| known.contains(&*c.to_string()));
        if is_complete && strings.len() <= MOST && !known.contains("") {
            Ok(Self::of(strings))
        } else {
            Err(Fault::Damaged)
        }
    }

    /// The list of all strings, in the order of their codes.
    pub(super) fn list(&self) -> String {
        self.strings.join("\n")
    }

    /// Tells codes from others.
    pub(super) fn digest(&self) -> Digest {
        blake3::hash(self.list().as_bytes()).into()
    }

    /// JSON as bytes. Characters without a code are escaped.
    pub(super) fn encode(&self, json: &str) -> Vec<u8> {
        let mut out = Vec::with_capacity(json.len());
        self.push(json, &mut out);
        out
    }

    fn push(&self, json: &str, out: &mut Vec<u8>) {
        let mut done = 0;
        for found in self.finder.find_iter(json) {
            self.push_escaped(&json[done..found.start()], out);
            push_code(found.pattern().as_usize(), out);
            done = found.end();
        }
        self.push_escaped(&json[done..], out);
    }

    fn push_escaped(&self, characters: &str, out: &mut Vec<u8>) {
        for unit in characters.encode_utf16() {
            self.push(&format!("\\u{unit:04x}"), out);
        }
    }

    /// The JSON that bytes are.
    ///
    /// # Errors
    /// When they are none, or more of it than any file has.
    pub(super) fn decode(&self, bytes: &[u8]) -> Result<String, Fault> {
        let mut json = String::with_capacity(bytes.len());
        let mut bytes = bytes.iter().map(|byte| usize::from(*byte));
        while let Some(byte) = bytes.next() {
            let code = match byte.checked_sub(SHORT) {
                None => byte,
                Some(lead) => SHORT + 256 * lead + bytes.next().ok_or(Fault::Damaged)?,
            };
            json.push_str(self.strings.get(code).ok_or(Fault::Damaged)?);
            if json.len() > LARGEST {
                return Err(Fault::Damaged);
            }
        }
        Ok(json)
    }
}

fn finder<'s>(strings: impl Iterator<Item = &'s str>) -> AhoCorasick {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(strings)
        .expect("an automaton of short strings fits into memory")
}

#[allow(clippy::cast_possible_truncation, reason = "below 256")]
fn push_code(code: usize, out: &mut Vec<u8>) {
    match code.checked_sub(SHORT) {
        None => out.push(code as u8),
        Some(rest) => out.extend([(SHORT + rest / 256) as u8, rest as u8]),
    }
}

/// What a code for a string is worth, in tenths of bytes: what it takes without one, less what it takes with it. The
/// numbers are those that gave the smallest files; a long string that stands in the same file already costs no more than
/// a shorter one, so there is a most.
fn worth(string: &str, count: u32) -> u64 {
    let bytes = string.chars().map(|c| if c.is_ascii() { 10 } else { 20 });
    u64::from(count) * bytes.sum::<u64>().min(70).saturating_sub(16)
}

/// The strings that are worth most.
fn best<'t>(strings: impl Iterator<Item = (&'t str, u32)>, most: usize) -> Vec<&'t str> {
    let worthy = strings.filter(|(_, count)| *count >= LEAST);
    let mut all: Vec<(u64, &str)> = worthy
        .map(|(string, count)| (worth(string, count), string))
        .collect();
    all.sort_unstable_by(|(a, of), (b, than)| b.cmp(a).then_with(|| of.cmp(than)));
    all.truncate(most);
    all.into_iter().map(|(_, string)| string).collect()
}

/// How often each of some strings occurs where the longest is taken that there is, and each character between them.
fn occurrences(texts: &[String], strings: &[&str]) -> (Vec<u32>, HashMap<char, u32>) {
    let finder = finder(strings.iter().copied());
    let mut counts = vec![0; strings.len()];
    let mut characters = HashMap::new();
    let mut count_characters = |text: &str| {
        for c in text.chars() {
            *characters.entry(c).or_default() += 1;
        }
    };
    for text in texts {
        let mut done = 0;
        for found in finder.find_iter(text) {
            counts[found.pattern().as_usize()] += 1;
            count_characters(&text[done..found.start()]);
            done = found.end();
        }
        count_characters(&text[done..]);
    }
    (counts, characters)
}

/// Strings of several characters that codes could be for, with the number of times they occur: words with the space
/// behind them, punctuation, and whatever is in runs of Han characters.
fn candidates(texts: &[String]) -> HashMap<&str, u32> {
    let mut found: HashMap<&str, u32> = HashMap::new();
    let mut runs = Vec::new();
    for text in texts {
        pieces(text, |kind, piece| match kind {
            Kind::Gram => runs.push(piece),
            _ if (2..=LONGEST).contains(&piece.len()) => *found.entry(piece).or_default() += 1,
            _ => {}
        });
    }
    for length in 2..=LONGEST_RUN {
        let mut longer: HashMap<&str, u32> = HashMap::new();
        for run in &runs {
            let mut bounds: Vec<usize> = run.char_indices().map(|(at, _)| at).collect();
            bounds.push(run.len());
            for own in bounds.windows(length + 1) {
                let (start, before, end) = (own[0], own[length - 1], own[length]);
                // No string occurs more often than one within it.
                if length == 2 || found.contains_key(&run[start..before]) {
                    *longer.entry(&run[start..end]).or_default() += 1;
                }
            }
        }
        longer.retain(|_, count| *count >= LEAST);
        found.extend(longer);
    }
    found
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Gram,
    Letter,
    Space,
    /// A character that JSON escapes.
    Escape,
    Digit,
    Other,
}

/// Parts a JSON text at the borders of words.
fn pieces<'t>(text: &'t str, mut each: impl FnMut(Kind, &'t str)) {
    let kind_of = |c: char| match c {
        ' ' => Kind::Space,
        '\\' => Kind::Escape,
        '0'..='9' => Kind::Digit,
        c if c.is_ascii_alphabetic() => Kind::Letter,
        c if analysis::is_gram(c) => Kind::Gram,
        _ => Kind::Other,
    };
    let mut rest = text;
    while let Some(kind) = rest.chars().next().map(kind_of) {
        let mut chars = rest.char_indices();
        let end = match kind {
            Kind::Escape => chars.nth(2),
            _ => chars.find(|(_, c)| kind_of(*c) != kind),
        };
        let end = end.map_or(rest.len(), |(at, _)| at);
        let with_space = matches!(kind, Kind::Letter | Kind::Other) && rest[end..].starts_with(' ');
        let (piece, others) = rest.split_at(end + usize::from(with_space));
        each(kind, piece);
        rest = others;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn sample() -> Vec<String> {
        let texts = [
            "The search of patents, 知识产权检索。\\nThe risk",
            "检索 the patents",
        ];
        let both = texts.iter().cycle().take(40);
        both.map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn every_character_is_read_again() {
        for codes in [Codes::default(), Codes::for_texts(&sample(), 20)] {
            let all: String = (0..=u32::from(char::MAX))
                .filter_map(char::from_u32)
                .collect();
            let json = serde_json::to_string(&all).unwrap();
            let read = codes.decode(&codes.encode(&json)).unwrap();
            assert!(serde_json::from_str::<String>(&read).unwrap() == all);
        }
    }

    #[test]
    fn frequent_strings_take_few_bytes() {
        let codes = Codes::for_texts(&sample(), 20);
        for text in ["The ", "知识产权检索", "\\n", "patents"] {
            assert_eq!(codes.encode(text).len(), 1, "{text}");
        }
        assert_eq!(codes.encode("專").len(), 6);
        assert_eq!(Codes::listed(&codes.list()).unwrap().strings, codes.strings);
    }

    #[test]
    fn codes_of_two_bytes_are_read_again() {
        let strings: Vec<String> = (0..3_000).map(|number| format!("<{number}>")).collect();
        let list = format!("{}\n{}", Codes::default().list(), strings.join("\n"));
        let codes = Codes::listed(&list).unwrap();
        for string in &strings {
            let bytes = codes.encode(string);
            assert!(bytes.len() < 3);
            assert_eq!(codes.decode(&bytes).as_ref(), Ok(string));
        }
        assert_eq!(codes.encode("<0>").len(), 1);
        assert_eq!(codes.encode("<2999>").len(), 2);
    }

    #[test]
    fn what_is_no_text_is_told() {
        let codes = Codes::for_texts(&sample(), 20);
        for bytes in [&[239][..], &[240], &[255, 255]] {
            assert_eq!(codes.decode(bytes), Err(Fault::Damaged), "{bytes:?}");
        }
        for list in ["", "a\nb", &format!("{}\n", codes.list())] {
            assert!(Codes::listed(list).is_err(), "{list}");
        }
    }
}
