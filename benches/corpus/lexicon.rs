//! The word of a rank.

use std::collections::HashSet;

use super::Random;

/// All words of a language, most frequent first; there is no last one.
#[derive(Debug)]
pub(crate) enum Lexicon {
    /// English.
    English {
        /// Words written by hand.
        common: Vec<&'static str>,
    },
    /// Chinese.
    Chinese {
        /// The words of the first ranks.
        first: Vec<String>,
        /// Characters of the others.
        characters: Characters,
    },
}

/// Ranks whose Chinese words are kept in memory, all different. Words of one or two characters
/// are among them only: of longer ones there are so many that equal ones hardly matter.
const KEPT: usize = 1 << 16;

impl Lexicon {
    /// The English words.
    pub(crate) fn english() -> Self {
        Self::English {
            common: include_str!("words/en.txt").split_whitespace().collect(),
        }
    }

    /// The Chinese words.
    pub(crate) fn chinese() -> Self {
        let characters = Characters::new();
        let mut first: Vec<String> = include_str!("words/zh.txt")
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        let mut known: HashSet<String> = first.iter().cloned().collect();
        let mut random = Random::of(&[0x7a68]);
        while first.len() < KEPT {
            // Shares of words of one, two and three characters, in a thousand; the rest has four.
            let shares = match first.len() {
                0..2_000 => [100, 880, 960],
                2_000..8_000 => [20, 800, 940],
                8_000..30_000 => [0, 600, 880],
                _ => [0, 300, 700],
            };
            let at = random.below(1000);
            let length = 1 + shares.iter().filter(|share| at >= **share).count();
            let word = characters.word(length, &mut random);
            if known.insert(word.clone()) {
                first.push(word);
            }
        }
        Self::Chinese { first, characters }
    }

    /// Adds the word of a rank; tells how many units of text it is: 1 in English, its Han
    /// characters in Chinese.
    pub(crate) fn push(&self, rank: u64, out: &mut String) -> usize {
        match self {
            Self::English { common } => {
                match usize::try_from(rank).ok().and_then(|rank| common.get(rank)) {
                    Some(word) => out.push_str(word),
                    None => invent(rank - common.len() as u64, out),
                }
                1
            }
            Self::Chinese { first, characters } => {
                if let Some(word) = usize::try_from(rank).ok().and_then(|rank| first.get(rank)) {
                    out.push_str(word);
                    return word.chars().count();
                }
                let mut random = Random::of(&[0x6861_6e7a, rank]);
                let length = if random.chance(450) { 3 } else { 4 };
                for _ in 0..length {
                    out.push(characters.draw(&mut random));
                }
                length
            }
        }
    }

    /// The word of a rank.
    pub(crate) fn word(&self, rank: u64) -> String {
        let mut word = String::new();
        self.push(rank, &mut word);
        word
    }
}

/// Han characters and how often each is drawn.
#[derive(Debug)]
pub(crate) struct Characters {
    characters: Vec<char>,
    /// Sums of shares, in units of 2⁻³².
    sums: Vec<u64>,
}

impl Characters {
    fn new() -> Self {
        let (frequent, others) = include_str!("words/han.txt")
            .split_once('\n')
            .unwrap_or_default();
        // GB 2312 is in order of pronunciation, which has nothing to do with frequency.
        let mut others: Vec<char> = others.trim().chars().collect();
        Random::of(&[0x6762_3233_3132]).shuffle(&mut others);
        let characters: Vec<char> = frequent.trim().chars().chain(others).collect();
        let shares: Vec<f64> = (1_u32..)
            .take(characters.len())
            .map(f64::from)
            .map(|rank| (-rank / 1500.0).exp() / rank.max(8.0))
            .collect();
        let all: f64 = shares.iter().sum();
        let mut sum = 0.0;
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "0 to 2³²"
        )]
        let sums = shares
            .iter()
            .map(|share| {
                sum += share / all;
                (sum * 32_f64.exp2()).round() as u64
            })
            .collect();
        Self { characters, sums }
    }

    fn draw(&self, random: &mut Random) -> char {
        let at = random.bits() >> 32;
        self.characters[self
            .sums
            .partition_point(|sum| *sum <= at)
            .min(self.characters.len() - 1)]
    }

    fn word(&self, length: usize, random: &mut Random) -> String {
        (0..length).map(|_| self.draw(random)).collect()
    }
}

/// The English pseudo-word of a number. No two numbers have the same word: consonants and vowels
/// alternate, so that a word is cut into syllables in one way only.
fn invent(number: u64, out: &mut String) {
    const ENDINGS: [&str; 4] = ["s", "ed", "ing", "er"];
    let (group, place) = (number / 4, number % 4);
    if place < 3 {
        return stem(group * 3 + place, out);
    }
    // The fourth of each group is a form of one of the other three.
    let bits = Random::of(&[0x656e, group]).bits();
    stem(group * 3 + bits % 3, out);
    out.push_str(if out.ends_with(['a', 'e', 'i', 'o', 'u', 'y']) {
        "s"
    } else {
        ENDINGS[(bits >> 32) as usize % ENDINGS.len()]
    });
}

/// The uninflected pseudo-word of a number.
fn stem(number: u64, out: &mut String) {
    const ONSETS: [&str; 24] = [
        "b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "v", "br", "ch", "cl", "dr",
        "gr", "pl", "pr", "sh", "st", "tr", "qu",
    ];
    const VOWELS: [&str; 6] = ["a", "e", "i", "o", "ai", "ea"];
    const CODAS: [&str; 6] = ["n", "l", "m", "t", "k", ""];
    // How many stems have two syllables, three, and so on.
    const TIERS: [u64; 5] = [
        5_000,
        300_000,
        50_000_000,
        10_000_000_000,
        1_000_000_000_000,
    ];
    /// A prime near 2⁶¹ divided by the golden ratio: neighbors become unlike each other.
    const SPREAD: u128 = 1_425_089_352_415_399_873;
    let mut number = number;
    let mut syllables = 2;
    for size in TIERS {
        if number < size {
            break;
        }
        number -= size;
        syllables += 1;
    }
    let (onsets, vowels, codas) = (
        ONSETS.len() as u128,
        VOWELS.len() as u128,
        CODAS.len() as u128,
    );
    // Multiplying by what has no divisor in common with the number of words permutes them.
    let all = (onsets * vowels).pow(syllables) * codas;
    let mut rest = (u128::from(number) + 1) * SPREAD % all;
    let mut take = |list: &[&'static str]| {
        let at = usize::try_from(rest % list.len() as u128).unwrap_or(0);
        rest /= list.len() as u128;
        list[at]
    };
    let coda = take(&CODAS);
    for _ in 0..syllables {
        out.push_str(take(&ONSETS));
        out.push_str(take(&VOWELS));
    }
    out.push_str(coda);
}
