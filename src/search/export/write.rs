//! The list of all files of an export, and its root.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;
use serde_json::{Value as Json, json};

use super::binary::Content;
use super::codes::Codes;
use super::decode::Fault;
use super::envelope::{self, seal_root};
use super::family::{Family, cut, joined, separator};
use super::limits::Limits;
use super::row::{Digest, Row};
use super::sealed::{Place, Sealed, Shelf};
use super::{Export, File, Readings, heading_digest, pages, readings};
use crate::language::Lang;
use crate::search::{Collection, analysis, rank};

impl Export {
    /// Lists all files, and writes the root.
    ///
    /// # Errors
    /// When a file that now has another path cannot be read.
    pub(super) fn write(
        &mut self,
        collection: &Collection,
        shelf: &Shelf<'_>,
    ) -> Result<(), Fault> {
        let limits = self.norms.limits;
        let codes = &self.codes;
        let pages = collection.pages.len();
        let mut writer = Writer {
            old: std::mem::take(&mut self.sealed),
            kept: HashMap::new(),
            limits,
            codes,
            root: serde_json::Map::new(),
            there: self.files.iter().map(|file| &*file.path).collect(),
            files: Vec::new(),
            shelf,
        };
        let terms = self.terms.files.iter().map(|file| &file.sealed);
        writer.family(
            "terms",
            't',
            terms,
            ("keys", json!(joined(&self.terms.separators()))),
        )?;
        writer.family(
            "cards",
            'c',
            self.cards.files(),
            ("counts", json!(self.cards.counts())),
        )?;
        writer.family(
            "texts",
            'x',
            self.texts.files(),
            ("counts", json!(self.texts.counts())),
        )?;
        let positions = self.positions.files.iter().map(|file| &file.sealed);
        let keys = json!(joined(&self.positions.separators()));
        writer.family("positions", 'p', positions, ("keys", keys))?;
        let words = self.words.files.iter().map(|file| &file.sealed);
        writer.family(
            "words",
            'w',
            words,
            ("keys", json!(joined(&self.words.separators()))),
        )?;
        if collection.lang == Lang::Zh {
            let digest = heading_digest(&self.rows, collection, codes);
            let kept = self.readings.take().filter(|kept| kept.digest == digest);
            let kept = kept.unwrap_or_else(|| {
                let readings = readings(collection);
                let syllables = pages::syllables(&readings);
                let entries = readings
                    .into_iter()
                    .map(|reading| (reading.initials, json!(reading.text).to_string()));
                let (contents, keys) = lines(entries.collect(), limits.readings);
                let files = contents.par_iter();
                Readings {
                    digest,
                    files: files
                        .map(|content| Sealed::of_text(&codes.encode(content), limits.level))
                        .collect(),
                    keys: json!(joined(&keys)),
                    syllables,
                }
            });
            writer.family(
                "pinyin",
                'y',
                kept.files.iter(),
                ("keys", kept.keys.clone()),
            )?;
            let file = writer.single('d', &kept.syllables);
            writer.root.insert("syllables".to_owned(), file.into());
            self.readings = Some(kept);
        }
        let parts: BTreeMap<u32, &Sealed> = self
            .parts
            .values()
            .flatten()
            .map(|part| (part.sum, part))
            .collect();
        for (sum, part) in parts {
            writer.file(format!("l/{sum:08x}"), part)?;
        }
        let facets = collection.facets.iter().enumerate();
        let facets: serde_json::Map<String, Json> = facets
            .map(|(at, facet)| {
                let content = pages::facet(collection, at, facet);
                (facet.name.clone(), json!(writer.single('f', &content)))
            })
            .collect();
        writer.root.insert("facets".to_owned(), facets.into());
        let singles = [
            ("dates", pages::dates(collection)),
            ("fold", fold(&self.rows, limits.is_large)),
            ("glossary", json!(collection.glossary)),
        ];
        for (name, content) in singles {
            let file = writer.single('d', &content);
            writer.root.insert(name.to_owned(), file.into());
        }
        let classes = self.norms.classes.iter();
        let spans = self.norms.spans.iter();
        let spans = spans.filter_map(|class| char::from_digit(u32::from(*class), 36));
        let head = json!({
            "version": envelope::VERSION,
            "lang": collection.lang,
            "pages": pages,
            "leaf": limits.leaf,
            "lists": limits.part,
            "norms": classes.map(|class| format!("{class:x}")).collect::<String>(),
            "spans": spans.collect::<String>(),
            "saturation": self.norms.saturation,
            "weights": rank::WEIGHTS,
            "hot": pages::hot(&collection.pages, &self.rows, limits.hot),
        });
        if let Json::Object(head) = head {
            writer.root.extend(head);
        }
        let root = Json::from(std::mem::take(&mut writer.root)).to_string();
        let mut content = Content::default();
        content.push(codes.list().as_bytes());
        content.push(&codes.encode(&root));
        let root = seal_root(&content);
        writer.put("root".to_owned(), Some(root.into()));
        let Writer { kept, files, .. } = writer;
        self.sealed = kept;
        let old = std::mem::replace(&mut self.files, files);
        let old: HashMap<&str, &File> = old.iter().map(|file| (&*file.path, file)).collect();
        for file in &mut self.files {
            // All but the root are named by what is in them.
            let before = old.get(&*file.path);
            let is_root = &*file.path == "root";
            file.is_new = before.is_none_or(|before| is_root && before.bytes != file.bytes);
        }
        Ok(())
    }
}

/// Lists files.
struct Writer<'w> {
    /// Files that were made of contents before, and those that are made now.
    old: HashMap<Digest, Sealed>,
    kept: HashMap<Digest, Sealed>,
    limits: Limits,
    codes: &'w Codes,
    root: serde_json::Map<String, Json>,
    /// Paths of the files before: others that were written once may be gone.
    there: HashSet<&'w str>,
    files: Vec<File>,
    shelf: &'w Shelf<'w>,
}

impl Writer<'_> {
    fn put(&mut self, path: String, bytes: Option<Arc<[u8]>>) {
        self.files.push(File {
            path: path.into(),
            bytes,
            is_new: true,
        });
    }

    fn file(&mut self, path: String, sealed: &Sealed) -> Result<(), Fault> {
        let bytes = match &sealed.place {
            Place::Shelf(written) if **written == *path && self.there.contains(&*path) => None,
            _ => Some(sealed.bytes(self.shelf)?),
        };
        self.put(path, bytes);
        Ok(())
    }

    /// Lists the files of a family, and names it in the root.
    fn family<'s>(
        &mut self,
        name: &str,
        letter: char,
        files: impl Iterator<Item = &'s Sealed> + Clone,
        extra: (&str, Json),
    ) -> Result<(), Fault> {
        let sums: Vec<u32> = files.clone().map(|file| file.sum).collect();
        let family = Family::of(letter, &sums, self.limits.named);
        for (path, file) in family.paths.into_iter().zip(files) {
            self.file(path, file)?;
        }
        let entry = json!({ "group": family.group, "names": family.names, extra.0: extra.1 });
        self.root.insert(name.to_owned(), entry);
        Ok(())
    }

    /// Seals a content, unless it was sealed before.
    fn seal(&mut self, content: &str) -> Sealed {
        let content = self.codes.encode(content);
        let digest = Digest::from(blake3::hash(&content));
        let known = self.old.get(&digest).cloned();
        let sealed = known.unwrap_or_else(|| Sealed::of_text(&content, self.limits.level));
        self.kept.insert(digest, sealed.clone());
        sealed
    }

    /// Lists a file that stands alone; its name.
    fn single(&mut self, letter: char, content: &Json) -> String {
        let sealed = self.seal(&content.to_string());
        let name = format!("{:08x}", sealed.sum);
        if let Place::Here(bytes) = sealed.place {
            self.put(format!("{letter}/{name}"), Some(bytes));
        }
        name
    }
}

/// Files of JSON entries, and the separators between their keys.
pub(super) fn lines(entries: Vec<(String, String)>, target: usize) -> (Vec<String>, Vec<String>) {
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

pub(super) fn array(entries: &[String]) -> String {
    format!("[{}]", entries.join(","))
}

/// The fold table as pairs. Of characters that no page has, it need not tell what else stands for them; but on a large
/// site it takes too long to look at all of its characters after every edit.
fn fold(rows: &[Arc<Row>], is_large: bool) -> Json {
    let mut known = vec![is_large; char::MAX as usize + 1];
    let rows = if is_large { &[] } else { rows };
    for c in rows.iter().flat_map(|row| row.grams.iter()) {
        known[*c as usize] = true;
    }
    let pairs = analysis::fold_table().filter(|(_, to)| known[*to as usize]);
    let pairs: String = pairs.flat_map(|(from, to)| [from, to]).collect();
    pairs.into()
}
