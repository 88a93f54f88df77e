//! What is remembered, on disk: a folder of the site, which can be removed at any time.
//!
//! Its files are of one version of the format and of one build of the program, and each is written whole
//! or not at all; but for logs, to which records are appended: that of parsed files, and that of pages, whose
//! first record are the pages and all others changes. Each record has a checksum, and a log that is not
//! whole is as if it had never been written. Whoever
//! holds the output's lock holds the cache.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::memory::{Asset, Last, Memory, Pages, Search, Source, Unsaved};
use crate::content::Parsed;
use crate::content::body::Html;
use crate::digest::{hash_all, hash_bytes};
use crate::world::World;

/// Folder of the site, for what can be made again.
pub(super) const FOLDER: &str = ".casebook";

/// File that says which output a cache is of.
const TARGET: &str = "target";

/// File of the pages.
const PAGES: &str = "pages";
/// Changes that may stand behind the pages before all are written anew.
const MOST_CHANGES: usize = 64;

/// What every file begins with. Another layout has another number.
const MAGIC: &[u8; 8] = b"casebk03";
/// Bytes of a file before its content: what it begins with, the program, a number of the file's own.
const HEAD: usize = 24;

/// The cache of one output.
pub(super) struct Cache<'w> {
    world: &'w dyn World,
    folder: PathBuf,
    program: u64,
    /// What the log has, by file: the digest of the source that was parsed.
    logged: HashMap<Arc<str>, u64>,
    log: Log,
    /// Number of changes that stand behind the pages.
    changes: usize,
}

/// State of the log of parsed files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Log {
    /// Not looked at yet.
    Unread,
    /// Parsed by the rules of this vocabulary; so many records, of which some are out of date.
    Read { vocabulary: u64, records: usize },
    /// To be written anew.
    Unusable,
}

/// All but parsed files and pages.
#[derive(Serialize, Deserialize)]
struct State {
    vocabulary: u64,
    sources: Vec<(Arc<str>, Option<u64>, u64)>,
    assets: Vec<(Arc<str>, Asset)>,
    grounds: BTreeMap<String, u64>,
    search: Search,
    last: Option<Last>,
}

impl<'w> Cache<'w> {
    /// The cache of a target; `None` where none can be kept.
    pub(super) fn open(world: &'w dyn World, root: &Path, target: &Path) -> Option<Self> {
        let target = target.to_string_lossy();
        let name = format!("{:016x}", hash_bytes(target.as_bytes()));
        let all = root.join(FOLDER).join("builds");
        let folder = world.cache_folder(&all.join(name))?;
        if world.kind(&folder.join(TARGET)).is_none() {
            forget_gone(world, &all);
            let _ = world.save(&folder.join(TARGET), &[target.as_bytes()]);
        }
        Some(Self {
            world,
            folder,
            program: 0,
            logged: HashMap::new(),
            log: Log::Unread,
            changes: 0,
        })
    }

    /// Where it is.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What was remembered, without what came of parsing, which [`Self::load_parsed`] adds.
    pub(super) fn load(&mut self, program: u64) -> Memory {
        self.program = program;
        let Some(state) = self.read::<State>("state") else {
            return Memory::default();
        };
        let source = |(file, stamp, digest)| {
            let source = Source {
                stamp,
                digest,
                parsed: None,
            };
            (file, source)
        };
        Memory {
            vocabulary: state.vocabulary,
            sources: state.sources.into_iter().map(source).collect(),
            assets: state.assets.into_iter().collect(),
            grounds: state.grounds,
            search: state.search,
            last: state.last,
            ..Memory::default()
        }
    }

    /// Adds what came of parsing, and what pages were made from.
    pub(super) fn load_parsed(&mut self, memory: &mut Memory, vocabulary: u64) {
        if self.log != Log::Unread {
            return;
        }
        self.log = Log::Unusable;
        memory.pages = self.load_pages().unwrap_or_default();
        let Ok(bytes) = self.world.map(&self.folder.join("parsed")) else {
            return;
        };
        if bytes.get(..HEAD) != Some(&self.head(vocabulary)) {
            return;
        }
        let Some(records) = records(&bytes[HEAD..]) else {
            return;
        };
        type Record = (Arc<str>, u64, Arc<Parsed>);
        let wanted = |record: &&[u8]| {
            let (file, digest) = postcard::take_from_bytes::<(&str, u64)>(record).ok()?.0;
            let known = memory.sources.get(file);
            Some(known.is_some_and(|known| known.digest == digest))
        };
        // Of a file's records the last one counts; most files have one.
        let parsed: Option<Vec<Option<Record>>> = records
            .par_iter()
            .map(|record| {
                if !wanted(record)? {
                    return Some(None);
                }
                let read = postcard::take_from_bytes::<(Arc<str>, u64, Parsed)>(record);
                let ((file, digest, parsed), html) = read.ok()?;
                let parsed = parsed.with_html(Html::Read(bytes.slice_ref(html)));
                Some(Some((file, digest, Arc::new(parsed))))
            })
            .collect();
        let Some(parsed) = parsed else { return };
        self.log = Log::Read {
            vocabulary,
            records: records.len(),
        };
        memory.vocabulary = vocabulary;
        for (file, digest, parsed) in parsed.into_iter().flatten() {
            self.logged.insert(file.clone(), digest);
            if let Some(source) = memory.sources.get_mut(&file)
                && source.digest == digest
            {
                source.parsed = Some(parsed);
            }
        }
    }

    /// Writes what is remembered. What cannot be written is left out: the next build does it anew.
    pub(super) fn save(&mut self, memory: &mut Memory) {
        // Without a look at what was parsed nothing has changed.
        if self.log == Log::Unread {
            return;
        }
        self.save_parsed(memory);
        #[allow(
            clippy::iter_over_hash_type,
            reason = "the order in a cache does not matter"
        )]
        let sources = memory.sources.iter();
        let state = State {
            vocabulary: memory.vocabulary,
            sources: sources
                .map(|(file, source)| (file.clone(), source.stamp, source.digest))
                .collect(),
            assets: memory
                .assets
                .iter()
                .map(|(file, asset)| (file.clone(), asset.clone()))
                .collect(),
            grounds: memory.grounds.clone(),
            search: memory.search.clone(),
            last: memory.last.clone(),
        };
        self.save_pages(&mut memory.pages);
        self.write("state", &state);
    }

    /// Pages, and what has been changed in them.
    fn load_pages(&mut self) -> Option<Pages> {
        let bytes = self.world.read(&self.folder.join(PAGES), u64::MAX).ok()?;
        let log = bytes.strip_prefix(&self.head(0))?;
        let records = records(log)?;
        let (pages, changes) = records.split_first()?;
        let mut pages: Pages = postcard::from_bytes(pages).ok()?;
        for changes in changes {
            pages.apply(postcard::from_bytes(changes).ok()?);
        }
        self.changes = changes.len();
        Some(pages)
    }

    fn save_pages(&mut self, pages: &mut Pages) {
        let path = self.folder.join(PAGES);
        let appended = match &pages.unsaved {
            Unsaved::Changes(changes) if self.changes + changes.len() <= MOST_CHANGES => {
                let mut log = Vec::new();
                let made = changes
                    .iter()
                    .try_for_each(|own| record(own, &[], &mut log));
                self.changes += changes.len();
                made.is_some() && (log.is_empty() || self.world.append(&path, &log).is_ok())
            }
            _ => false,
        };
        if !appended {
            let mut log = self.head(0).to_vec();
            let written = record(pages, &[], &mut log)
                .is_some_and(|()| self.world.save(&path, &[&log]).is_ok());
            self.changes = 0;
            if !written {
                // An older state is of no use beside newer ones.
                let _ = self.world.remove_file(&path);
            }
        }
        pages.unsaved = Unsaved::default();
    }

    fn save_parsed(&mut self, memory: &Memory) {
        let path = self.folder.join("parsed");
        let live = memory.sources.len();
        let is_new = |file: &Arc<str>, source: &Source| {
            source.parsed.is_some() && self.logged.get(file) != Some(&source.digest)
        };
        #[allow(
            clippy::iter_over_hash_type,
            reason = "the order in a cache does not matter"
        )]
        let new: Vec<_> = memory
            .sources
            .iter()
            .filter(|(file, source)| is_new(file, source))
            .collect();
        let appended = match self.log {
            Log::Read {
                vocabulary,
                records,
            } if vocabulary == memory.vocabulary && records + new.len() <= 2 * live + 100 => {
                new.is_empty() || {
                    let bytes = encode(&new);
                    self.log = Log::Read {
                        vocabulary,
                        records: records + new.len(),
                    };
                    bytes.is_some_and(|bytes| self.world.append(&path, &bytes.concat()).is_ok())
                }
            }
            _ => false,
        };
        if appended {
            self.logged.extend(
                new.iter()
                    .map(|(file, source)| ((*file).clone(), source.digest)),
            );
            return;
        }
        let all: Vec<_> = memory
            .sources
            .iter()
            .filter(|(_, source)| source.parsed.is_some())
            .collect();
        let written = encode(&all).and_then(|records| {
            let head = self.head(memory.vocabulary);
            let records = records.iter().map(Vec::as_slice);
            let parts: Vec<&[u8]> = std::iter::once(&head[..]).chain(records).collect();
            self.world.save(&path, &parts).ok()
        });
        self.logged.clear();
        self.log = Log::Unusable;
        if written.is_some() {
            let files = all.iter();
            self.logged
                .extend(files.map(|(file, source)| ((*file).clone(), source.digest)));
            self.log = Log::Read {
                vocabulary: memory.vocabulary,
                records: all.len(),
            };
        }
    }

    fn head(&self, number: u64) -> [u8; HEAD] {
        let mut head = [0; HEAD];
        head[..8].copy_from_slice(MAGIC);
        head[8..16].copy_from_slice(&self.program.to_le_bytes());
        head[16..].copy_from_slice(&number.to_le_bytes());
        head
    }

    /// A file that is one value, if it is whole, and of this program.
    fn read<Value: DeserializeOwned>(&self, name: &str) -> Option<Value> {
        let bytes = self.world.read(&self.folder.join(name), u64::MAX).ok()?;
        let content = bytes.get(HEAD..)?;
        let is_ours = bytes[..HEAD] == self.head(sum(content));
        is_ours.then(|| postcard::from_bytes(content).ok())?
    }

    fn write(&self, name: &str, value: &impl Serialize) {
        let path = self.folder.join(name);
        let written = postcard::to_stdvec(value).ok().and_then(|content| {
            let head = self.head(sum(&content));
            self.world.save(&path, &[&head, &content]).ok()
        });
        if written.is_none() {
            // An older state is of no use beside newer ones.
            let _ = self.world.remove_file(&path);
        }
    }
}

/// Removes the caches of outputs that are no longer there.
fn forget_gone(world: &dyn World, all: &Path) {
    let leaves = world.tree(all, &[]).unwrap_or_default();
    for (folder, _) in leaves
        .iter()
        .filter_map(|leaf| leaf.path.split_once('/'))
        .filter(|(_, file)| *file == TARGET)
    {
        let target = world.read(&all.join(folder).join(TARGET), 1 << 16);
        let target = target.ok().and_then(|bytes| String::from_utf8(bytes).ok());
        if target.is_some_and(|target| world.kind(Path::new(&target)).is_none()) {
            let _ = world.remove_folder(&all.join(folder));
        }
    }
}

fn sum(content: &[u8]) -> u64 {
    hash_all([u64::from(crc32fast::hash(content)), content.len() as u64])
}

/// The records of a log, each without its head; `None` if it does not end with a whole one.
fn records(mut log: &[u8]) -> Option<Vec<&[u8]>> {
    let mut records = Vec::new();
    while !log.is_empty() {
        let (head, rest) = log.split_at_checked(8)?;
        let (len, sum) = head.split_at(4);
        let len = u32::from_le_bytes(len.try_into().ok()?) as usize;
        let sum = u32::from_le_bytes(sum.try_into().ok()?);
        let (record, rest) = rest.split_at_checked(len)?;
        records.push((record, sum));
        log = rest;
    }
    let whole = |(record, sum): &(&[u8], u32)| crc32fast::hash(record) == *sum;
    let is_whole = records.par_iter().all(whole);
    is_whole.then(|| records.into_iter().map(|(record, _)| record).collect())
}

/// Records of a log, many in a piece.
fn encode(sources: &[(&Arc<str>, &Source)]) -> Option<Vec<Vec<u8>>> {
    let encode = |piece: &[(&Arc<str>, &Source)]| {
        let mut log = Vec::new();
        for (file, source) in piece {
            let parsed = source.parsed.as_ref()?;
            let html = parsed.html().as_bytes();
            record(&(file, source.digest, parsed), html, &mut log)?;
        }
        Some(log)
    };
    sources.par_chunks(64).map(encode).collect()
}

/// Appends a record of a log: a value, and bytes behind it.
fn record(value: &impl Serialize, bytes: &[u8], log: &mut Vec<u8>) -> Option<()> {
    let start = log.len();
    log.extend([0; 8]);
    *log = postcard::to_extend(value, std::mem::take(log)).ok()?;
    log.extend_from_slice(bytes);
    let (head, record) = log[start..].split_at_mut(8);
    head[..4].copy_from_slice(&u32::try_from(record.len()).ok()?.to_le_bytes());
    head[4..].copy_from_slice(&crc32fast::hash(record).to_le_bytes());
    Some(())
}
