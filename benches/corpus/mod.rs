//! A bilingual site of any size, for measuring: the same seed and size give the same bytes.
//!
//! # What is written
//!
//! `site.toml`, the project's registries, and `pages` Markdown files below `content/`: half in
//! Chinese (`name.md`), half their translations (`name.en.md`). A Chinese file has about 1,200
//! Han characters of text, an English one about 600 words, whatever its kind. Of the entries some
//! four in five are practice cases (five parts, figures, ten facets); the rest are notices,
//! courses and lessons, terms, interpretations and plain pages. Entries link to each other, in
//! front matter and in the text. Lists have 20 entries a page; `base_url` is set, so that feeds
//! and the sitemap are written.
//!
//! # How words are drawn
//!
//! The frequency of the word of rank *r* has two regimes, as Gerlach and Altmann found in
//! millions of English books (*Stochastic model for the vocabulary growth in natural languages*,
//! Physical Review X 3, 021006, 2013):
//!
//! ```text
//! f(r) = C r⁻¹           for r ≤ b        b = 7873, γ = 1.77, so C = 0.0922
//! f(r) = C bᵞ⁻¹ r⁻ᵞ      for r > b
//! ```
//!
//! The first is Zipf's law with exponent 1. From the second follows Heaps' law, V = K nᵝ with
//! β = 1/γ = 0.565, once a text has more than b/C = 85,000 words; there is no last rank, so that
//! new words keep appearing. (Manning, Raghavan and Schütze, *Introduction to Information
//! Retrieval*, section 5.1, give β = 0.49 for the Reuters collection, and 0.4 to 0.6 as usual.)
//! Chinese words are drawn by the same law.
//!
//! Words come in bursts: a document that has used a word is far more likely to use it again
//! (Church, *Empirical estimates of adaptation*, COLING 2000). Of the words past rank
//! [`text::COMMON`], one in [`text::BURST`] therefore repeats one that the document has. The
//! repeated word is drawn from what was drawn by the law itself, so that frequencies stay as
//! they are; only the vocabulary's factor K becomes smaller.
//!
//! # How words are made
//!
//! The first ranks are written by hand: some five hundred function and subject words in each
//! language, about in order of frequency. Every rank after them is a word computed from its
//! number. In English that is a pronounceable word of two syllables or more, every fourth of them
//! an inflected form of a neighbor (`-s`, `-ed`, `-ing`, `-er`), so that a stemmer has work; the
//! rarer, the longer. In Chinese it is a word of one to four Han characters, the rarer the
//! longer. Its characters are those of GB 2312 level 1 without a dozen pronouns and particles,
//! which stand alone: 3,743. The six hundred most frequent are in order of frequency, the others
//! in an arbitrary one. They are drawn by a power law with an exponential cutoff, f(r) ∝ r⁻¹
//! e^(−r/1500): Zipf's law holds for frequent characters and gives way to an exponential for the
//! rest (Deng et al., *Rank-frequency relation for Chinese characters*, 2013; Lü, Zhang and Zhou,
//! *Deviation of Zipf's and Heaps' laws in human languages with limited dictionary sizes*,
//! Scientific Reports 3, 1082, 2013).
//!
//! What the model lacks: grammar, phrases that recur, and topics shared by documents.

mod entries;
mod facets;
mod lexicon;
mod plan;
mod random;
pub(crate) mod text;
mod zipf;

use std::error::Error;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use casebook::language::Lang;
use rayon::prelude::*;

use entries::Writer;
use facets::Registries;
pub(crate) use lexicon::Lexicon;
use plan::Plan;
pub(crate) use random::Random;
pub(crate) use zipf::Zipf;

/// Changes whenever the same seed gives other bytes than before; corpora kept on disk depend on it.
const VERSION: u32 = 1;

/// Written last into a corpus that is complete.
const MARK: &str = ".corpus";

/// A site that is yet to be written.
pub(crate) struct Corpus {
    pages: usize,
    seed: u64,
    registries: Registries,
    plan: Plan,
    words: [Lexicon; 2],
    zipf: Zipf,
}

/// A file of the site, by its path from the site's root.
pub(crate) struct File {
    /// The path, with `/`.
    pub(crate) path: String,
    /// What is in it.
    pub(crate) text: String,
}

impl Corpus {
    /// A site of so many Markdown files.
    ///
    /// # Errors
    /// When the number is odd or below [`plan::LEAST`], or the project's registries cannot be read.
    pub(crate) fn new(pages: usize, seed: u64) -> Result<Self, Box<dyn Error>> {
        if pages < plan::LEAST || pages % 2 == 1 {
            return Err(format!(
                "the number of pages must be even and at least {}",
                plan::LEAST
            )
            .into());
        }
        let registries = Registries::read(&registry_folder())?;
        let words = [Lexicon::chinese(), Lexicon::english()];
        let plan = Plan::new(pages / 2, seed, &words, &registries);
        Ok(Self {
            pages,
            seed,
            registries,
            plan,
            words,
            zipf: Zipf::new(),
        })
    }

    /// Number of entries, each in two languages.
    pub(crate) fn entries(&self) -> usize {
        self.plan.entries.len()
    }

    /// The file of an entry in a language.
    pub(crate) fn file(&self, entry: usize, lang: Lang) -> File {
        let words = &self.words[usize::from(lang == Lang::En)];
        let writer = Writer::new(
            &self.plan,
            &self.registries,
            &self.zipf,
            words,
            self.seed,
            entry,
            lang,
        );
        File {
            path: format!("content/{}", self.plan.path(entry, lang)),
            text: writer.write(),
        }
    }

    /// The site's settings.
    pub(crate) fn settings(&self) -> File {
        let text = format!(
            "title = {{ zh = \"合成语料 {0}\", en = \"Synthetic corpus {0}\" }}\n\
             description = {{ zh = \"用于测量的合成站点。\", en = \"A synthetic site for measuring.\" }}\n\
             base_url = \"https://corpus.example.org/\"\n\
             build_date = \"2026-11-22\"\n\
             edit_url = \"https://git.example.org/corpus/edit/main/{{path}}\"\n\
             page_size = 20\n",
            self.pages,
        );
        File {
            path: "site.toml".to_owned(),
            text,
        }
    }

    /// Writes the site into a folder, unless it is there already.
    ///
    /// # Errors
    /// When something cannot be written, or the folder holds something else.
    pub(crate) fn write(&self, folder: &Path) -> Result<(), Box<dyn Error>> {
        let mark = format!(
            "version {VERSION}, pages {}, seed {}, registries {}\n",
            self.pages, self.seed, self.registries.digest
        );
        let found = fs::read_to_string(folder.join(MARK)).ok();
        if found.as_ref() == Some(&mark) {
            return Ok(());
        }
        if found.is_some() {
            fs::remove_dir_all(folder)?;
        } else if fs::read_dir(folder).is_ok_and(|mut inside| inside.next().is_some()) {
            return Err(
                format!("{} holds something that is not a corpus", folder.display()).into(),
            );
        }
        // A folder that was begun and not finished is ours too: the mark is there, but another.
        put(folder, MARK, "unfinished\n")?;
        for (name, text) in &self.registries.files {
            put(folder, &format!("registries/{name}"), text)?;
        }
        let settings = self.settings();
        put(folder, &settings.path, &settings.text)?;
        (0..self.entries()).into_par_iter().try_for_each(|entry| {
            Lang::ALL.into_iter().try_for_each(|lang| {
                let file = self.file(entry, lang);
                put(folder, &file.path, &file.text)
            })
        })?;
        put(folder, MARK, &mark)?;
        Ok(())
    }
}

fn put(folder: &Path, path: &str, text: &str) -> io::Result<()> {
    let path = folder.join(path);
    match fs::write(&path, text) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            fs::write(&path, text)
        }
        result => result,
    }
}

fn registry_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("registries")
}
