//! The browser's copy of an index: the files of `docs/search-format.md`, part 2. They depend on
//! the pages alone.
//!
//! An [`Export`] keeps what it has made. After a change it reads the pages that changed, finds the
//! terms in which they differ from what they were, makes these anew, and with them the files
//! they stand in. Terms of words depend on the places of their surfaces, gram terms on the suffixes that
//! begin with their first two characters, files on their terms: where all of these are the same, so is
//! the file. When pages come or go, all numbers of pages shift, and all terms are made anew.

mod binary;
mod bits;
mod bytes;
mod codes;
pub mod decode;
mod deflate;
mod envelope;
mod family;
mod grams;
mod items;
mod kept;
mod keys;
mod limits;
mod numbers;
mod packs;
mod pages;
mod positions;
mod postings;
mod reader;
mod record;
mod row;
mod saved;
mod sealed;
mod shapes;
mod table;
mod terms;
mod words;
mod write;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use rayon::prelude::*;
use serde_json::Value as Json;

use super::{Collection, Page};
use crate::digest::hash_bytes;
use crate::language::Lang;
use codes::Codes;
use grams::Pairs;
use kept::KeptRows;
use limits::Limits;
use packs::Packs;
pub(super) use pages::readings;
use postings::Norms;
use row::{Digest, Lexicon, Row};
pub use saved::Saved;
pub use sealed::Shelf;
use sealed::{Place, Sealed};
use table::{Making, Table};
use terms::Parts;
use words::Change;

/// A file of an index, to be written as `<path>.bin`, or as a script of [`File::script`].
#[derive(Debug, Clone)]
pub struct File {
    /// Its path from the index's folder, without ending.
    pub path: Arc<str>,
    /// Its bytes; `None` if it has been written: see [`Export::settle`].
    pub bytes: Option<Arc<[u8]>>,
    /// Whether there was no such file, or one with other bytes, before the last update.
    pub is_new: bool,
}

impl File {
    /// The file as a classic script, for sites that are opened from disk.
    #[must_use]
    pub fn script(&self, lang: Lang) -> Option<String> {
        let text = BASE64.encode(self.bytes.as_ref()?);
        Some(format!("casebookFile(\"{lang}/{}\",\"{text}\")", self.path))
    }

    /// The bytes of a file that was written as a script.
    #[must_use]
    pub fn of_script(script: &[u8]) -> Option<Vec<u8>> {
        let text = script
            .strip_suffix(b"\")")?
            .rsplit(|byte| *byte == b'"')
            .next()?;
        BASE64.decode(text).ok()
    }
}

/// The browser's copy of one language's index, and what is needed to bring it up to date.
#[derive(Debug)]
pub struct Export {
    /// By language, number of pages and bytes of texts.
    limits: fn(Lang, usize, usize) -> Limits,
    lang: Lang,
    /// What was read of each page, in order, with the pages' paths.
    rows: Vec<Arc<Row>>,
    paths: Vec<String>,
    lexicon: Lexicon,
    norms: Norms,
    /// What texts are written in, and a hash of the pages that tell it.
    codes: Codes,
    sample: Digest,
    /// What the list of words tells of each surface.
    digits: Vec<Option<u8>>,
    terms: Table<6, shapes::Terms>,
    parts: Parts,
    positions: Table<4, shapes::Places>,
    words: Table<1, shapes::Words>,
    cards: Packs,
    texts: Packs,
    readings: Option<Readings>,
    /// Files that were made of contents, by the contents' hash.
    sealed: HashMap<Digest, Sealed>,
    files: Vec<File>,
    /// What [`Self::save`] has given.
    kept_rows: Option<KeptRows>,
}

impl Default for Export {
    fn default() -> Self {
        Self::with(Limits::of)
    }
}

/// Texts with their readings, in files.
#[derive(Debug)]
struct Readings {
    /// A hash of the texts they were made of.
    digest: Digest,
    files: Vec<Sealed>,
    keys: Json,
    /// How their characters are read.
    syllables: Json,
}

/// All files of the browser's copy, made anew.
#[must_use]
pub fn export(collection: &Collection) -> Vec<File> {
    let mut export = Export::default();
    export.update(collection, &|_| None);
    export.files
}

impl Export {
    fn with(limits: fn(Lang, usize, usize) -> Limits) -> Self {
        Self {
            limits,
            lang: Lang::default(),
            rows: Vec::new(),
            paths: Vec::new(),
            lexicon: Lexicon::default(),
            norms: Norms::default(),
            codes: Codes::default(),
            sample: Digest::default(),
            digits: Vec::new(),
            terms: Table::default(),
            parts: Parts::new(),
            positions: Table::default(),
            words: Table::default(),
            cards: Packs::default(),
            texts: Packs::default(),
            readings: None,
            sealed: HashMap::new(),
            files: Vec::new(),
            kept_rows: None,
        }
    }

    /// The files of the last update.
    #[must_use]
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// Number of gram characters that were read, and of Han characters that the texts have, counted
    /// without their analysis. An index must have the characters of its texts.
    #[must_use]
    pub fn characters(&self) -> (usize, usize) {
        let count =
            |(grams, han), row: &Arc<Row>| (grams + row.gram_count(), han + row.han as usize);
        self.rows.iter().fold((0, 0), count)
    }

    /// Brings the files up to date with a collection. They are the same, byte for byte, as
    /// those of a new export. `shelf` reads those that were written.
    pub fn update(&mut self, collection: &Collection, shelf: &Shelf<'_>) {
        if self.try_update(collection, shelf).is_err() {
            // A file that cannot be read: all are made anew, and nothing old is read then.
            let files = std::mem::take(&mut self.files);
            *self = Self {
                files,
                ..Self::with(self.limits)
            };
            let _ = self.try_update(collection, &|_| None);
        }
    }

    /// All files have been written: their bytes need not be held any longer.
    pub fn settle(&mut self) {
        let mut files = self.files.iter_mut();
        let readings = self.readings.iter_mut().flat_map(|own| &mut own.files);
        let families = (self.terms.files.iter_mut().map(|file| &mut file.sealed))
            .chain(self.cards.0.iter_mut().map(|pack| &mut pack.sealed))
            .chain(self.texts.0.iter_mut().map(|pack| &mut pack.sealed))
            .chain(self.positions.files.iter_mut().map(|file| &mut file.sealed))
            .chain(self.words.files.iter_mut().map(|file| &mut file.sealed))
            .chain(readings);
        // In the order in which they are listed.
        for (sealed, file) in families.zip(&mut files) {
            file.bytes = None;
            sealed.place = Place::Shelf(file.path.clone());
        }
        let mut parts: HashMap<u32, Arc<str>> = HashMap::new();
        for file in files.filter(|file| file.path.starts_with("l/")) {
            file.bytes = None;
            parts.extend(sum_of(&file.path).map(|sum| (sum, file.path.clone())));
        }
        for part in self.parts.values_mut().flatten() {
            if let Some(path) = parts.get(&part.sum) {
                part.place = Place::Shelf(path.clone());
            }
        }
    }

    fn try_update(
        &mut self,
        collection: &Collection,
        shelf: &Shelf<'_>,
    ) -> Result<(), decode::Fault> {
        let pages = &collection.pages;
        let same_pages = self.lang == collection.lang
            && self.paths.len() == pages.len()
            && self
                .paths
                .iter()
                .zip(pages)
                .all(|(old, new)| *old == new.path);

        // Read what changed.
        let digests: Vec<Digest> = pages
            .par_iter()
            .map_init(Vec::new, |buffer, page| row::digest(page, buffer))
            .collect();
        let known: HashMap<Digest, &Arc<Row>> =
            self.rows.iter().map(|row| (row.digest, row)).collect();
        let mut rows: Vec<Option<Arc<Row>>> = digests
            .iter()
            .map(|digest| known.get(digest).map(|row| Arc::clone(row)))
            .collect();
        let missing: Vec<usize> = (0..pages.len()).filter(|at| rows[*at].is_none()).collect();
        let wanted: Vec<_> = missing
            .iter()
            .map(|at| (&pages[*at], digests[*at]))
            .collect();
        let mut fresh: HashMap<usize, [String; 2]> = HashMap::with_capacity(missing.len());
        for (at, read) in missing.iter().zip(row::read(&wanted, &mut self.lexicon)) {
            rows[*at] = Some(read.row);
            fresh.insert(*at, read.json);
        }
        let rows: Vec<Arc<Row>> = rows.into_iter().flatten().collect();

        // Make anew what they differ in.
        let norms = self.norms_of(collection.lang, &rows);
        let same_limits = norms.limits == self.norms.limits;
        let same_codes = self.update_codes(pages, &digests, norms.limits);
        let changes = (same_pages && same_limits && same_codes)
            .then(|| self.changes(&rows, &norms, &missing));
        if changes.is_none() {
            self.terms = Table::default();
            self.positions = Table::default();
            self.words = Table::default();
            self.parts.clear();
            self.digits.clear();
        }
        self.make_terms(&rows, &norms, changes, shelf)?;
        self.lang = collection.lang;
        self.paths = pages.iter().map(|page| page.path.clone()).collect();
        self.rows = rows;
        self.norms = norms;
        let limits = self.norms.limits;
        let codes = &self.codes;
        self.cards
            .update(0, &self.rows, pages, &fresh, limits, codes);
        self.texts
            .update(1, &self.rows, pages, &fresh, limits, codes);
        drop(fresh);
        self.write(collection, shelf)
    }

    /// Chooses what texts are written in; whether it is what it was.
    fn update_codes(&mut self, pages: &[Page], digests: &[Digest], limits: Limits) -> bool {
        let mut sample: Vec<usize> = (0..pages.len()).collect();
        sample.sort_by_cached_key(|at| hash_bytes(pages[*at].path.as_bytes()));
        sample.truncate(limits.sample);
        let mut hasher = blake3::Hasher::new();
        hasher.update(&limits.codes.to_le_bytes());
        for at in &sample {
            hasher.update(&digests[*at]);
        }
        let digest = hasher.finalize().into();
        if digest == self.sample {
            return true;
        }
        let texts: Vec<String> = sample
            .into_par_iter()
            .map(|at| pages::beginning(&pages[at]))
            .collect();
        let codes = Codes::for_texts(&texts, limits.codes);
        self.sample = digest;
        let is_same = codes.digest() == self.codes.digest();
        self.codes = codes;
        is_same
    }

    fn norms_of(&self, lang: Lang, rows: &[Arc<Row>]) -> Norms {
        let bytes = rows.iter().map(|row| row.sizes[1] as usize).sum();
        Norms::of(rows, (self.limits)(lang, rows.len(), bytes))
    }

    /// What the pages that were read anew change.
    fn changes(&self, rows: &[Arc<Row>], norms: &Norms, read: &[usize]) -> (Vec<Change>, Pairs) {
        let mut terms = vec![Change::default(); self.lexicon.terms.len()];
        let mut pairs = Pairs::new();
        for at in read {
            words::compare(&self.rows[*at], &rows[*at], &self.lexicon, &mut terms);
            grams::compare(&self.rows[*at], &rows[*at], &mut pairs);
        }
        // Which postings of a long list are best depends on the lengths of all pages.
        if *norms != self.norms {
            for key in self.parts.keys() {
                let mut chars = key.chars().map(u32::from);
                match (chars.next(), self.lexicon.find(key)) {
                    (_, Some(term)) => terms[term as usize] = Change::ALL,
                    (Some(first), None) => {
                        pairs.insert((first, chars.next().unwrap_or(0)));
                    }
                    (None, None) => {}
                }
            }
        }
        (terms, pairs)
    }

    fn make_terms(
        &mut self,
        rows: &[Arc<Row>],
        norms: &Norms,
        changes: Option<(Vec<Change>, Pairs)>,
        shelf: &Shelf<'_>,
    ) -> Result<(), decode::Fault> {
        let codes = &self.codes;
        let making = |target| Making {
            target,
            scale: norms.scale(codes),
            level: norms.limits.level,
        };
        let (wanted, pairs) = match changes {
            Some((wanted, pairs)) => (wanted, Some(pairs)),
            None => (vec![Change::ALL; self.lexicon.terms.len()], None),
        };
        let made = words::words(rows, &self.lexicon, norms, &wanted, &mut self.digits);
        let (mut edits, parts) = grams::terms(rows, norms, pairs.as_ref());
        edits.join(made.terms);
        self.parts.retain(|key, _| !edits.cover(key));
        self.parts.extend(made.parts);
        self.parts.extend(parts);
        self.terms.apply(edits, making(norms.limits.terms), shelf)?;
        self.positions
            .apply(made.positions, making(norms.limits.positions), shelf)?;
        self.words
            .apply(made.words, making(norms.limits.words), shelf)
    }
}

/// The checksum that a file's name tells.
fn sum_of(path: &str) -> Option<u32> {
    let (_, name) = path.rsplit_once('/')?;
    u32::from_str_radix(name, 16).ok()
}

/// A hash of the texts that readings are made of, and of what they are written in.
fn heading_digest(rows: &[Arc<Row>], collection: &Collection, codes: &Codes) -> Digest {
    let mut all = codes.digest().to_vec();
    all.extend(rows.iter().flat_map(|row| row.headings.to_le_bytes()));
    for name in collection.glossary.iter().flat_map(|(zh, _)| zh) {
        all.extend(name.as_bytes());
        all.push(0);
    }
    blake3::hash(&all).into()
}
