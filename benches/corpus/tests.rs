//! What the corpus promises: its laws, its bytes, and that it is a sound site.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "a program of its own, outside the site's world"
)]

#[path = "mod.rs"]
mod corpus;

use std::collections::{HashMap, HashSet};
use std::process::Command;

use casebook::language::Lang;
use corpus::{Corpus, Lexicon, Random, Zipf, text};

/// The slope of a line through points, by least squares.
fn slope(points: &[(f64, f64)]) -> f64 {
    let count = points.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let above: f64 = points
        .iter()
        .map(|point| (point.0 - x) * (point.1 - y))
        .sum();
    above
        / points
            .iter()
            .map(|point| (point.0 - x).powi(2))
            .sum::<f64>()
}

/// Exponents of a stream of words: of frequency by rank (10 to 1,000), and of the vocabulary's
/// growth (in the last three doublings).
fn exponents(words: impl IntoIterator<Item = String>) -> (f64, f64) {
    let mut counts: HashMap<String, u32> = HashMap::new();
    let mut sizes = Vec::new();
    let mut read = 0_u32;
    for word in words {
        *counts.entry(word).or_default() += 1;
        read += 1;
        if read.is_multiple_of(1000) {
            sizes.push((f64::from(read).ln(), (counts.len() as f64).ln()));
        }
    }
    let mut frequencies: Vec<u32> = counts.into_values().collect();
    frequencies.sort_unstable_by(|a, b| b.cmp(a));
    // Ranks an equal ratio apart, so that the many high ones do not outweigh the few low ones.
    let points: Vec<(f64, f64)> = (0..=40)
        .map(|step| 10.0 * 100_f64.powf(f64::from(step) / 40.0))
        .map(|rank| {
            (
                rank.round().ln(),
                f64::from(frequencies[rank.round() as usize - 1]).ln(),
            )
        })
        .collect();
    let from = f64::from(read / 8).ln();
    let late: Vec<_> = sizes
        .into_iter()
        .filter(|(words, _)| *words >= from)
        .collect();
    let found = (-slope(&points), slope(&late));
    println!(
        "{read} words, {} different; exponents {found:.3?}",
        frequencies.len()
    );
    found
}

/// Files of the first entries, without front matter.
fn bodies(corpus: &Corpus, lang: Lang) -> impl Iterator<Item = String> {
    (0..corpus.entries()).map(move |entry| {
        let text = corpus.file(entry, lang).text;
        text.splitn(3, "---\n")
            .nth(2)
            .unwrap_or_default()
            .to_owned()
    })
}

fn english_words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

#[test]
fn english_texts_follow_the_laws_of_zipf_and_heaps() {
    let corpus = Corpus::new(2000, 1).unwrap();
    let (zipf, heaps) = exponents(bodies(&corpus, Lang::En).flat_map(|body| english_words(&body)));
    assert!((0.95..=1.1).contains(&zipf), "rank and frequency: {zipf}");
    assert!((0.5..=0.62).contains(&heaps), "vocabulary: {heaps}");
}

#[test]
fn chinese_words_follow_the_laws_of_zipf_and_heaps() {
    let (zipf, lexicon, mut random) = (Zipf::new(), Lexicon::chinese(), Random::of(&[1]));
    let (zipf, heaps) = exponents((0..2_000_000).map(|_| lexicon.word(zipf.rank(&mut random))));
    assert!((0.95..=1.1).contains(&zipf), "rank and frequency: {zipf}");
    assert!((0.5..=0.62).contains(&heaps), "vocabulary: {heaps}");
}

#[test]
fn no_two_ranks_have_the_same_word() {
    let english = Lexicon::english();
    // A word computed may be one written by hand; among themselves they differ.
    let words: HashSet<String> = (600..300_600).map(|rank| english.word(rank)).collect();
    assert_eq!(words.len(), 300_000);
    let chinese = Lexicon::chinese();
    let words: HashSet<String> = (0..1 << 16).map(|rank| chinese.word(rank)).collect();
    assert_eq!(words.len(), 1 << 16);
}

#[test]
fn texts_have_the_length_they_should() {
    let corpus = Corpus::new(300, 1).unwrap();
    let han = |body: &str| {
        body.chars()
            .filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c))
            .count()
    };
    for (zh, en) in bodies(&corpus, Lang::Zh).zip(bodies(&corpus, Lang::En)) {
        let (zh, wanted) = (han(&zh), text::length(Lang::Zh));
        assert!(zh.abs_diff(wanted) < wanted / 8, "{zh} Han characters");
        let (en, wanted) = (english_words(&en).len(), text::length(Lang::En));
        assert!(en.abs_diff(wanted) < wanted / 8, "{en} words");
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let files = |seed: u64| {
        let corpus = Corpus::new(200, seed).unwrap();
        let files =
            (0..corpus.entries()).flat_map(|entry| Lang::ALL.map(|lang| corpus.file(entry, lang)));
        files.map(|file| (file.path, file.text)).collect::<Vec<_>>()
    };
    assert!(files(7) == files(7));
    assert!(files(7) != files(8));
}

#[test]
fn the_site_passes_a_strict_check() {
    for pages in [100, 600] {
        let folder = tempfile::tempdir().unwrap();
        Corpus::new(pages, 1).unwrap().write(folder.path()).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_casebook"))
            .args([
                "--lang", "en", "check", "--strict", "--format", "short", "--root",
            ])
            .arg(folder.path())
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}
