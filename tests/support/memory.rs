//! A world without a disk, for tests that build many sites: nothing is slower than small files.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use casebook::build::{self, Options, Outcome, Silent};
use casebook::world::{Disk, Found, Leaf, Lock, PathKind, World};
use jiff::civil::Date;

use super::pages::Page;
use super::{Site, Tree};

/// Files by path, and nothing else: a folder is there as long as it holds a file.
pub(crate) struct Memory {
    files: Mutex<BTreeMap<PathBuf, Vec<u8>>>,
    /// Only a file of the disk can be locked.
    lock: tempfile::NamedTempFile,
}

const ROOT: &str = "/site";

impl Memory {
    /// The settings and vocabularies of [`Site::new`].
    pub(crate) fn new() -> Self {
        let lock = tempfile::NamedTempFile::with_prefix("casebook-").expect("a file to lock");
        let memory = Self {
            files: Mutex::default(),
            lock,
        };
        for (path, text) in Site::settings() {
            memory.put(&path, &text);
        }
        memory
    }

    fn files(&self) -> MutexGuard<'_, BTreeMap<PathBuf, Vec<u8>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a file below the root.
    pub(crate) fn put(&self, path: &str, text: &str) {
        self.files().insert(Path::new(ROOT).join(path), text.into());
    }

    /// Removes a file below the root.
    pub(crate) fn remove(&self, path: &str) {
        let removed = self.files().remove(&Path::new(ROOT).join(path));
        assert!(removed.is_some(), "{path} is a file");
    }

    /// Builds the site.
    pub(crate) fn build(&self) -> Outcome {
        let options = Options {
            root: ROOT.into(),
            threads: Some(1),
            ..Options::default()
        };
        build::build(self, &options, &Silent)
    }

    /// The output folder's files.
    pub(crate) fn output(&self) -> Tree {
        let files = below(&self.files(), &Path::new(ROOT).join("public"));
        files
            .into_iter()
            .map(|(path, bytes)| (text(&path), bytes))
            .collect()
    }

    /// A page of the output, parsed.
    pub(crate) fn page(&self, path: &str) -> Page {
        let output = self.output();
        let bytes = output
            .get(path)
            .unwrap_or_else(|| panic!("{path} is one of {:?}", output.keys()));
        Page::parse(path, std::str::from_utf8(bytes).expect("UTF-8"))
    }
}

/// Files below a folder, by their path from there.
fn below(files: &BTreeMap<PathBuf, Vec<u8>>, root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let all = files.iter();
    all.filter_map(|(path, bytes)| Some((path.strip_prefix(root).ok()?.to_owned(), bytes.clone())))
        .collect()
}

fn text(path: &Path) -> String {
    let parts: Vec<_> = path
        .iter()
        .map(|part| part.to_str().expect("Unicode"))
        .collect();
    parts.join("/")
}

impl World for Memory {
    fn walk(&self, root: &Path) -> io::Result<Vec<Found>> {
        let hidden = |path: &PathBuf| {
            path.iter()
                .any(|part| part.to_string_lossy().starts_with(['.', '#']))
        };
        let files = below(&self.files(), root)
            .into_keys()
            .filter(|path| !hidden(path));
        Ok(files
            .map(|path| Found {
                path: Ok(text(&path)),
                outside: false,
                kind: Some(PathKind::File),
                stamp: None,
            })
            .collect())
    }

    fn tree(&self, root: &Path, _: &[Leaf]) -> io::Result<Vec<Leaf>> {
        let mut leaves: Vec<Leaf> = below(&self.files(), root)
            .into_keys()
            .map(|path| Leaf {
                path: text(&path),
                folder: false,
                changed: None,
                len: 0,
                file: None,
            })
            .collect();
        leaves.sort();
        Ok(leaves)
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        let below = below(&self.files(), folder);
        let names = below.keys().filter_map(|path| path.iter().next());
        let mut names: Vec<String> = names
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        names.dedup();
        Ok(names)
    }

    fn weigh(&self, path: &Path) -> io::Result<Option<u64>> {
        let files = below(&self.files(), path);
        let bytes = files.values().map(|bytes| bytes.len() as u64);
        Ok((!files.is_empty()).then(|| bytes.sum()))
    }

    fn is_link(&self, _: &Path) -> bool {
        false
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let bytes = self.files().get(path).cloned().ok_or(ErrorKind::NotFound)?;
        if bytes.len() as u64 > limit {
            Err(ErrorKind::FileTooLarge.into())
        } else {
            Ok(bytes)
        }
    }

    fn kind(&self, path: &Path) -> Option<PathKind> {
        let files = self.files();
        if files.contains_key(path) {
            return Some(PathKind::File);
        }
        files
            .keys()
            .any(|file| file.starts_with(path))
            .then_some(PathKind::Folder)
    }

    fn canonical(&self, path: &Path) -> PathBuf {
        path.to_owned()
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.files().insert(path.to_owned(), bytes.to_owned());
        Ok(())
    }

    fn create_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        let bytes = self.read(from, u64::MAX)?;
        self.write(to, &bytes)
    }

    fn exchange(&self, new: &Path, old: &Path) -> io::Result<()> {
        let mut files = self.files();
        let (first, second) = (below(&files, new), below(&files, old));
        files.retain(|path, _| !path.starts_with(new) && !path.starts_with(old));
        files.extend(
            first
                .into_iter()
                .map(|(path, bytes)| (old.join(path), bytes)),
        );
        files.extend(
            second
                .into_iter()
                .map(|(path, bytes)| (new.join(path), bytes)),
        );
        Ok(())
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.files().retain(|file, _| !file.starts_with(path));
        Ok(())
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.files().remove(path);
        Ok(())
    }

    fn lock(&self, _: &Path) -> io::Result<Lock> {
        Disk.lock(self.lock.path())
    }

    fn cache_folder(&self, _: &Path) -> Option<PathBuf> {
        None
    }

    fn today(&self) -> Date {
        Date::constant(2026, 6, 1)
    }

    fn commit_days(&self, _: &Path) -> HashMap<String, Date> {
        HashMap::new()
    }
}
