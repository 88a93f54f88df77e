//! The browser's copy of an index: the files of `docs/search-format.md`, part 2. They depend on
//! the pages alone, not on how the positional index came to be.

mod binary;
pub mod decode;
mod envelope;
mod family;
mod grams;
mod pages;
mod postings;
mod terms;
mod words;

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde_json::{Value as Json, json};

use super::index::{Error, Index, Position};
use super::rank;
use super::{Collection, Page, analysis};
use crate::language::Lang;
use envelope::{seal, seal_root};
use family::{Family, cut, seal_all, separator};
pub(super) use pages::readings;
use postings::Norms;
use terms::Term;

/// A file of an index, to be written as `<path>.bin`, or as a script of [`File::script`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path from the index's folder, without ending.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl File {
    /// The file as a classic script, for sites that are opened from disk.
    #[must_use]
    pub fn script(&self, lang: Lang) -> String {
        use base64::Engine as _;
        let text = base64::engine::general_purpose::STANDARD.encode(&self.bytes);
        format!("casebookFile(\"{lang}/{}\",\"{text}\")", self.path)
    }
}

/// Bytes of a file of terms before compression: a query loads one or two for each word, and English
/// ones have more words. The names of files, and what tells them apart, stand in the root, which
/// every reader loads: on large sites there are fewer and larger ones.
const fn terms_target(lang: Lang, pages: usize) -> usize {
    match (lang, pages) {
        (Lang::Zh, 0..8_000) => 10_000,
        (Lang::Zh, 8_000..32_000) => 20_000,
        (Lang::Zh, _) => 50_000,
        (Lang::En, 0..8_000) => 5_000,
        (Lang::En, 8_000..32_000) => 10_000,
        (Lang::En, _) => 15_000,
    }
}
/// Bytes of a file of cards before compression: larger where more files of terms are loaded beside
/// them, for what is requested at the same time is limited, too.
const fn cards_target(lang: Lang) -> usize {
    match lang {
        Lang::Zh => 5_000,
        Lang::En => 8_000,
    }
}
/// Bytes of a file of texts before compression.
const TEXTS: usize = 48_000;
/// Bytes of a file of positions before compression; of these, too, there are fewer on large sites.
const fn positions_target(pages: usize) -> usize {
    match pages {
        0..8_000 => 64_000,
        8_000..32_000 => 128_000,
        _ => 256_000,
    }
}
/// Bytes of a file of words and of readings before compression.
const WORDS: usize = 48_000;
const READINGS: usize = 48_000;

/// Writes the browser's copy.
///
/// # Errors
/// When the positional index cannot be read.
pub fn export(index: &Index, collection: &Collection) -> Result<Vec<File>, Error> {
    let layout = index.layout();
    let norms = Norms::of(layout);

    let (chars, surfaces) = read(index)?;
    let tree = grams::Tree {
        chars: &chars,
        layout,
        norms: &norms,
    };
    let (grams, mut parts) = tree.terms();
    drop(chars);
    let words = words::words(surfaces, layout, &norms);
    parts.extend(words.parts);
    let terms = merge(words.terms, grams);

    let mut files = Vec::new();
    let mut root = serde_json::Map::new();
    let mut put = |name: &str, family: Family, extra: (&str, Json)| {
        let entry = json!({ "group": family.group, "names": family.names, extra.0: extra.1 });
        root.insert(name.to_owned(), entry);
        files.extend(family.files);
    };
    let (contents, keys) = terms::files(
        &terms,
        terms_target(collection.lang, collection.pages.len()),
    );
    drop(terms);
    put("terms", seal_all('t', &contents), ("keys", json!(keys)));
    let (contents, counts) = by_page(
        &collection.pages,
        pages::card,
        cards_target(collection.lang),
    );
    put("cards", seal_all('c', &contents), ("counts", json!(counts)));
    let (contents, counts) = by_page(&collection.pages, pages::text, TEXTS);
    put("texts", seal_all('x', &contents), ("counts", json!(counts)));
    let (contents, keys) =
        words::position_files(&words.positions, positions_target(collection.pages.len()));
    put("positions", seal_all('p', &contents), ("keys", json!(keys)));
    let list = words
        .list
        .iter()
        .map(|word| (word.clone(), json!(word).to_string()));
    let (contents, keys) = lines(list.collect(), WORDS);
    put("words", seal_all('w', &contents), ("keys", json!(keys)));
    if collection.lang == Lang::Zh {
        let entries = readings(collection).into_iter().map(|reading| {
            let entry = json!([reading.initials, reading.syllables, reading.text]).to_string();
            (reading.initials, entry)
        });
        let (contents, keys) = lines(entries.collect(), READINGS);
        put("pinyin", seal_all('y', &contents), ("keys", json!(keys)));
    }
    parts.sort_by(|a, b| a.path.cmp(&b.path));
    parts.dedup();
    files.extend(parts);

    let mut single = |letter: char, content: &Json| {
        let (sum, bytes) = seal(content.to_string().as_bytes());
        let name = format!("{sum:08x}");
        files.push(File {
            path: format!("{letter}/{name}"),
            bytes,
        });
        name
    };
    let facets: serde_json::Map<String, Json> = collection
        .facets
        .iter()
        .enumerate()
        .map(|(at, facet)| {
            let content = pages::facet(collection, at, facet);
            (facet.name.clone(), json!(single('f', &content)))
        })
        .collect();
    root.insert("facets".to_owned(), facets.into());
    root.insert(
        "dates".to_owned(),
        single('d', &pages::dates(collection)).into(),
    );
    root.insert("fold".to_owned(), single('d', &fold()).into());
    root.insert(
        "glossary".to_owned(),
        single('d', &json!(collection.glossary)).into(),
    );
    let classes = norms.classes.iter();
    let head = json!({
        "version": envelope::VERSION,
        "lang": collection.lang,
        "pages": collection.pages.len(),
        "leaf": rank::leaf(collection.pages.len()),
        "lists": terms::PART,
        "norms": classes.map(|class| format!("{class:x}")).collect::<String>(),
        "saturation": norms.saturation,
        "weights": rank::WEIGHTS,
    });
    if let Json::Object(head) = head {
        root.extend(head);
    }
    files.push(File {
        path: "root".to_owned(),
        bytes: seal_root(Json::from(root).to_string().as_bytes()),
    });
    Ok(files)
}

/// Gram characters by position, 0 for everything else; and the positions of each word.
type Row = (Vec<u32>, BTreeMap<String, Vec<Position>>);

fn read(index: &Index) -> Result<Row, Error> {
    let mut chars = vec![0; index.layout().end() as usize + 1];
    let mut words: BTreeMap<String, Vec<Position>> = BTreeMap::new();
    index.each_term(|term, positions| {
        let Some(first) = term.chars().next() else {
            return;
        };
        if analysis::is_gram(first) {
            for position in positions {
                chars[*position as usize] = u32::from(first);
            }
        } else if let Some(list) = words.get_mut(term) {
            list.extend_from_slice(positions);
        } else {
            words.insert(term.to_owned(), positions.to_vec());
        }
    })?;
    for list in words.values_mut() {
        list.sort_unstable();
    }
    Ok((chars, words))
}

/// Two ascending lists of terms as one; no term is in both.
fn merge(words: Vec<Term>, grams: Vec<Term>) -> Vec<Term> {
    let mut all = Vec::with_capacity(words.len() + grams.len());
    let mut words = words.into_iter().peekable();
    for gram in grams {
        while let Some(word) = words.next_if(|word| word.key < gram.key) {
            all.push(word);
        }
        all.push(gram);
    }
    all.extend(words);
    all
}

/// Files of what is kept of each page, and the number of pages in each.
fn by_page(pages: &[Page], text: fn(&Page) -> String, target: usize) -> (Vec<Vec<u8>>, Vec<usize>) {
    let texts: Vec<String> = pages.par_iter().map(text).collect();
    let runs = cut(
        pages
            .iter()
            .zip(&texts)
            .map(|(page, text)| (page.path.as_str(), text.len())),
        target,
    );
    let contents = runs.iter().map(|run| array(&texts[run.clone()]));
    (
        contents.collect(),
        runs.iter().map(ExactSizeIterator::len).collect(),
    )
}

/// Files of JSON entries, and the separators between their keys.
fn lines(entries: Vec<(String, String)>, target: usize) -> (Vec<Vec<u8>>, Vec<String>) {
    // Entries of one key stay together, so that a separator tells them apart.
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for (key, entry) in entries {
        match groups.last_mut().filter(|(last, _)| *last == key) {
            Some((_, entries)) => entries.push(entry),
            None => groups.push((key, vec![entry])),
        }
    }
    let size = |entries: &[String]| entries.iter().map(String::len).sum();
    let runs = cut(
        groups
            .iter()
            .map(|(key, entries)| (key.as_str(), size(entries))),
        target,
    );
    let mut contents = Vec::with_capacity(runs.len());
    let mut keys = Vec::with_capacity(runs.len());
    for run in runs {
        let before = run.start.checked_sub(1).map(|at| groups[at].0.as_str());
        keys.push(separator(before, &groups[run.start].0));
        let entries: Vec<String> = groups[run]
            .iter()
            .flat_map(|(_, entries)| entries.clone())
            .collect();
        contents.push(array(&entries));
    }
    (contents, keys)
}

fn array(entries: &[String]) -> Vec<u8> {
    format!("[{}]", entries.join(",")).into_bytes()
}

/// The fold table as two strings.
fn fold() -> Json {
    let (from, to): (String, String) = analysis::fold_table().unzip();
    json!([from, to])
}
