//! Brings a positional index up to date: pages that changed are taken out and put in again.

use std::collections::HashMap;
use std::path::Path;
use std::sync::LazyLock;

use tantivy::columnar::Column;
use tantivy::directory::{Lock, MmapDirectory};
use tantivy::indexer::{LogMergePolicy, NoMergePolicy};
use tantivy::schema::Term;
use tantivy::{Directory, IndexSettings, IndexWriter, ReloadPolicy, TantivyDocument};

use super::tokenizer::{CasebookTokenizer, NAME};
use super::{Error, Fields, Index, Layout, Segment, numbers, schema};
use crate::search::analysis::{Extent, is_gram, measure};
use crate::search::{Collection, Page};

/// Memory for writing, in bytes: for each thread, what tantivy asks for at least and a little.
const BUDGET: usize = 96 << 20;

/// Changes whenever an index of an earlier program cannot be used any more.
const GENERATION: &str = "1";

impl Index {
    /// Brings the index in `folder` up to date with the collection, or makes one in memory: when
    /// there is no folder, or another process is writing there.
    ///
    /// # Errors
    /// When what is in the folder is damaged or of another version, so that it must be removed; or
    /// when there is no memory.
    pub fn update(
        folder: Option<&Path>,
        collection: &Collection,
        threads: usize,
    ) -> Result<Self, Error> {
        let hashes: Vec<String> = collection.pages.iter().map(Page::hash).collect();
        if let Some(folder) = folder {
            match on_disk(folder, collection, &hashes, threads) {
                Err(Error::LockFailure(..)) => {}
                done => return done,
            }
        }
        let (schema, fields) = schema();
        let index = tantivy::Index::create_in_ram(schema);
        write(&index, fields, collection, &hashes, threads, true)?;
        read(&index, fields, collection, &hashes)
    }

    /// Number of gram characters in the index.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn grams(&self) -> Result<usize, Error> {
        let mut count = 0;
        self.each_term(|term, positions| {
            if term.starts_with(is_gram) {
                count += positions.len();
            }
        })?;
        Ok(count)
    }
}

/// Held by who changes the index in a folder: from before it looks at what is there until it has
/// opened what it has written, so that nobody else's pages come in between.
static LOCK: LazyLock<Lock> = LazyLock::new(|| Lock {
    filepath: ".casebook.lock".into(),
    is_blocking: false,
});

fn on_disk(
    folder: &Path,
    collection: &Collection,
    hashes: &[String],
    threads: usize,
) -> Result<Index, Error> {
    let (schema, fields) = schema();
    let directory = MmapDirectory::open(folder)?;
    // Those who change nothing do not need the lock. Whatever is wrong, also that somebody is
    // changing the index just now, is seen again with the lock.
    if tantivy::Index::exists(&directory)?
        && let Ok(index) = intact(directory.clone())
        && let Ok(index) = read(&index, fields, collection, hashes)
    {
        return Ok(index);
    }
    let _lock = directory
        .acquire_lock(&LOCK)
        .map_err(|error| Error::LockFailure(error, None))?;
    let fresh = !tantivy::Index::exists(&directory)?;
    let index = if fresh {
        tantivy::Index::create(directory, schema, IndexSettings::default())?
    } else {
        intact(directory)?
    };
    write(&index, fields, collection, hashes, threads, fresh)?;
    read(&index, fields, collection, hashes)
}

/// Opens an index of this version, none of whose bytes has changed: a changed byte would give
/// wrong answers, not an error.
fn intact(directory: MmapDirectory) -> Result<tantivy::Index, Error> {
    let index = tantivy::Index::open(directory)?;
    if let Some(file) = index.validate_checksum()?.into_iter().min() {
        return Err(damaged(&format!("{} is damaged", file.display())));
    }
    if index.schema() != schema().0 || index.load_metas()?.payload.as_deref() != Some(GENERATION) {
        return Err(damaged("written by another version"));
    }
    Ok(index)
}

/// Writes what differs, and nothing if nothing does.
fn write(
    index: &tantivy::Index,
    fields: Fields,
    collection: &Collection,
    hashes: &[String],
    threads: usize,
    fresh: bool,
) -> Result<(), Error> {
    register(index);
    let known = hashes_of(&index.reader()?.searcher())?;
    let wanted: HashMap<&str, &str> = collection
        .pages
        .iter()
        .zip(hashes)
        .map(|(page, hash)| (page.path.as_str(), hash.as_str()))
        .collect();
    let mut gone: Vec<&String> = known
        .iter()
        .filter(|(path, hash)| wanted.get(path.as_str()) != Some(&hash.as_str()))
        .map(|(path, _)| path)
        .collect();
    gone.sort();
    let missing: Vec<(&Page, &String)> = collection
        .pages
        .iter()
        .zip(hashes)
        .filter(|(page, hash)| known.get(&page.path) != Some(hash))
        .collect();
    if gone.is_empty() && missing.is_empty() && !fresh {
        return Ok(());
    }
    // One change does not need threads of its own, and each of them would write a segment.
    let threads = if missing.len() < 64 {
        1
    } else {
        threads.clamp(1, 8)
    };
    let mut writer: IndexWriter<TantivyDocument> =
        index.writer_with_num_threads(threads, BUDGET * threads)?;
    if fresh {
        writer.set_merge_policy(Box::new(NoMergePolicy));
    } else {
        writer.set_merge_policy(Box::new(LogMergePolicy::default()));
    }
    for path in gone {
        writer.delete_term(Term::from_field_text(fields.page, path));
    }
    for (page, hash) in missing {
        for document in documents(page, hash, fields) {
            writer.add_document(document)?;
        }
    }
    let mut commit = writer.prepare_commit()?;
    commit.set_payload(GENERATION);
    commit.commit()?;
    writer.wait_merging_threads()
}

fn register(index: &tantivy::Index) {
    index
        .tokenizers()
        .register(NAME, CasebookTokenizer::default());
}

/// Hash of each page in the index.
fn hashes_of(searcher: &tantivy::Searcher) -> Result<HashMap<String, String>, Error> {
    let mut hashes = HashMap::new();
    for segment in searcher.segment_readers() {
        let columns = segment.fast_fields();
        let (Some(pages), Some(own)) = (columns.str("page")?, columns.str("hash")?) else {
            continue;
        };
        let (mut path, mut hash) = (String::new(), String::new());
        for doc in segment.doc_ids_alive() {
            let Some(at) = own.term_ords(doc).next() else {
                continue;
            };
            hash.clear();
            path.clear();
            own.ord_to_str(at, &mut hash)?;
            if let Some(at) = pages.term_ords(doc).next() {
                pages.ord_to_str(at, &mut path)?;
                hashes.insert(path.clone(), hash.clone());
            }
        }
    }
    Ok(hashes)
}

/// A page's documents, one a section.
fn documents(page: &Page, hash: &str, fields: Fields) -> Vec<TantivyDocument> {
    let extent = |text: &str| measure(text, |_| {});
    let keywords = page.keyword_text();
    let empty = [super::super::Section::default()];
    let sections = if page.sections.is_empty() {
        &empty
    } else {
        page.sections.as_slice()
    };
    let mut documents = Vec::with_capacity(sections.len());
    for (at, section) in sections.iter().enumerate() {
        let mut document = TantivyDocument::default();
        document.add_text(fields.page, &page.path);
        document.add_u64(fields.section, at as u64);
        let mut zones = Vec::new();
        if at == 0 {
            document.add_text(fields.hash, hash);
            document.add_text(fields.title, &page.title);
            document.add_text(fields.keywords, &keywords);
            zones.extend([extent(&page.title), extent(&keywords)]);
        }
        document.add_text(fields.heading, &section.heading);
        document.add_text(fields.body, &section.body);
        zones.extend([extent(&section.heading), extent(&section.body)]);
        let numbers = zones.iter().flat_map(|zone| [zone.positions, zone.tokens]);
        let packed: Vec<u8> = numbers.flat_map(u32::to_le_bytes).collect();
        document.add_bytes(fields.extents, &packed);
        documents.push(document);
    }
    documents
}

/// A document of a segment, with the place of its section.
struct Located {
    page: u32,
    section: u64,
    zones: Vec<Extent>,
    segment: usize,
    doc: u32,
}

/// All documents of a segment.
fn located(
    segment: &tantivy::SegmentReader,
    at: usize,
    numbers: &HashMap<&str, u32>,
    found: &mut Vec<Located>,
) -> Result<(), Error> {
    let columns = segment.fast_fields();
    let pages = columns.str("page")?.ok_or_else(|| damaged("no pages"))?;
    let sections: Column<u64> = columns.u64("section")?;
    let extents = columns
        .bytes("extents")?
        .ok_or_else(|| damaged("no extents"))?;
    let mut by_ord: HashMap<u64, u32> = HashMap::new();
    let (mut path, mut packed) = (String::new(), Vec::new());
    for doc in segment.doc_ids_alive() {
        let ord = pages
            .term_ords(doc)
            .next()
            .ok_or_else(|| damaged("no page"))?;
        let page = match by_ord.get(&ord) {
            Some(page) => *page,
            None => {
                path.clear();
                pages.ord_to_str(ord, &mut path)?;
                let page = *numbers
                    .get(path.as_str())
                    .ok_or_else(|| damaged("a page too many"))?;
                by_ord.insert(ord, page);
                page
            }
        };
        packed.clear();
        if let Some(ord) = extents.term_ords(doc).next() {
            extents.ord_to_bytes(ord, &mut packed)?;
        }
        let (numbers, _) = packed.as_chunks::<4>();
        let (pairs, _) = numbers.as_chunks::<2>();
        let zones = pairs
            .iter()
            .map(|pair| pair.map(u32::from_le_bytes))
            .map(|[positions, tokens]| Extent { positions, tokens });
        found.push(Located {
            page,
            section: sections.first(doc).ok_or_else(|| damaged("no section"))?,
            zones: zones.collect(),
            segment: at,
            doc,
        });
    }
    Ok(())
}

fn damaged(what: &str) -> Error {
    Error::InternalError(what.to_owned())
}

/// Opens the index for reading, with the place of every document in the row of zones.
///
/// # Errors
/// When it holds other pages than these, or a page twice.
fn read(
    index: &tantivy::Index,
    fields: Fields,
    collection: &Collection,
    hashes: &[String],
) -> Result<Index, Error> {
    let reader = index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()?;
    let searcher: tantivy::Searcher = reader.searcher();
    let known = hashes_of(&searcher)?;
    let mut pages = collection.pages.iter().zip(hashes);
    if known.len() != hashes.len() || pages.any(|(page, hash)| known.get(&page.path) != Some(hash))
    {
        return Err(damaged("it holds other pages"));
    }
    let numbers = numbers(&collection.pages);
    let mut found = Vec::new();
    for (at, segment) in searcher.segment_readers().iter().enumerate() {
        located(segment, at, &numbers, &mut found)?;
    }
    found.sort_unstable_by_key(|document| (document.page, document.section));
    let mut layout = Layout::default();
    let mut zones: Vec<Vec<u32>> = searcher
        .segment_readers()
        .iter()
        .map(|segment| vec![u32::MAX; segment.max_doc() as usize])
        .collect();
    let mut zone = 0_u32;
    for page in found.chunk_by(|a, b| a.page == b.page) {
        let mut extents = Vec::new();
        for (section, document) in (0..).zip(page) {
            if document.section != section {
                return Err(damaged("a section is missing, or there twice"));
            }
            zones[document.segment][document.doc as usize] = zone;
            #[allow(clippy::cast_possible_truncation, reason = "four at most")]
            let count = document.zones.len() as u32;
            zone += count;
            extents.extend(&document.zones);
        }
        layout.push(&extents);
    }
    let segments = searcher
        .segment_readers()
        .iter()
        .zip(zones)
        .map(|(reader, zones)| {
            let [title, keywords, heading, body] = fields.zones();
            Ok(Segment {
                inverted: [
                    reader.inverted_index(title)?,
                    reader.inverted_index(keywords)?,
                    reader.inverted_index(heading)?,
                    reader.inverted_index(body)?,
                ],
                zones,
            })
        })
        .collect::<Result<Vec<_>, Error>>()?;
    Ok(Index { layout, segments })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(titles: &[&str]) -> (Collection, Vec<String>) {
        let page = |(at, title): (usize, &&str)| Page {
            path: format!("{at}.html"),
            title: (*title).to_owned(),
            ..Page::default()
        };
        let pages: Vec<Page> = titles.iter().enumerate().map(page).collect();
        let hashes = pages.iter().map(Page::hash).collect();
        let collection = Collection {
            pages,
            ..Collection::default()
        };
        (collection, hashes)
    }

    /// Two processes that change one index cannot be brought to meet at will; what each would
    /// find then can.
    #[test]
    fn pages_of_others_and_pages_that_are_there_twice_are_refused() {
        let (schema, fields) = schema();
        let index = tantivy::Index::create_in_ram(schema);
        let (own, own_hashes) = of(&["专利", "战略"]);
        let (others, others_hashes) = of(&["专利", "检索"]);
        let reads = |collection: &Collection, hashes: &[String]| {
            read(&index, fields, collection, hashes).is_ok()
        };
        write(&index, fields, &own, &own_hashes, 1, true).expect("memory");
        assert!(reads(&own, &own_hashes));
        write(&index, fields, &others, &others_hashes, 1, false).expect("memory");
        assert!(!reads(&own, &own_hashes));
        assert!(reads(&others, &others_hashes));
        let mut writer = index.writer_with_num_threads(1, BUDGET).expect("memory");
        for document in documents(&others.pages[1], &others_hashes[1], fields) {
            writer.add_document(document).expect("memory");
        }
        writer.commit().expect("memory");
        assert!(!reads(&others, &others_hashes));
    }
}
