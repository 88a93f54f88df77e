//! What a build leaves for the next one: parsed files, what each page was made from, what the search was
//! made from. It only ever saves work: whatever does not fit exactly is done anew.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::content::Parsed;
use crate::diagnostic::Diagnostic;
use crate::language::Lang;
use crate::output::{Mark, Stage};
use crate::render::{Circumstances, Fact};

/// All that is remembered of a site.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Digest of what parsing depends on besides a file's own text.
    pub(super) vocabulary: u64,
    /// Parsed files.
    pub(super) sources: HashMap<Arc<str>, Source>,
    /// Files that are published as they are.
    pub(super) assets: HashMap<Arc<str>, Asset>,
    /// Settings, vocabularies and the theme's own files: digests of their bytes.
    pub(super) grounds: BTreeMap<String, u64>,
    /// The pages of the published site.
    pub(super) pages: Pages,
    /// The search of the published site.
    pub(super) search: Search,
    /// The last build that published.
    pub(super) last: Option<Last>,
    /// Digest of everything that the build reads which is running; 0 if there is no telling.
    pub(super) inputs: u64,
    /// What the outside told last.
    pub(super) circumstances: Circumstances,
    /// State of the repository in which days of commits were looked up.
    pub(super) commits: Option<u64>,
}

impl Memory {
    /// Forgets what came of files, for they are parsed by other rules now.
    pub(super) fn forget_parsed(&mut self, vocabulary: u64) {
        self.vocabulary = vocabulary;
        #[allow(clippy::iter_over_hash_type, reason = "each by itself")]
        for source in self.sources.values_mut() {
            source.parsed = None;
        }
    }
}

/// A Markdown file as it was when it was last looked at.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// See [`Found::stamp`](crate::world::Found::stamp).
    pub(super) stamp: Option<u64>,
    /// Digest of its bytes.
    pub(super) digest: u64,
    /// What came of it; `None` while it is on disk only.
    pub(super) parsed: Option<Arc<Parsed>>,
}

/// A file that is published as it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Asset {
    /// See [`Found::stamp`](crate::world::Found::stamp).
    pub(super) stamp: Option<u64>,
    /// What was published.
    pub(super) mark: Mark,
}

/// The pages of a site, and what they were made from.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Pages {
    /// Digest of what every page depends on.
    pub(super) ground: u64,
    /// Documents' ids, by the places that facts know them by.
    pub(super) ids: Vec<Arc<str>>,
    /// Facts that pages depend on, with their digests; `None` if the document is gone.
    pub(super) facts: Vec<(Option<Fact>, u64)>,
    /// Pages by path.
    pub(super) records: HashMap<String, Record>,
    /// What the cache does not have yet.
    #[serde(skip)]
    pub(super) unsaved: Unsaved,
}

/// What of the pages is not in the cache.
#[derive(Debug)]
pub(super) enum Unsaved {
    /// Everything.
    All,
    /// Some changes, in their order.
    Changes(Vec<Changes>),
}

/// Whoever reads pages has them from the cache.
impl Default for Unsaved {
    fn default() -> Self {
        Self::Changes(Vec::new())
    }
}

/// What has changed in some pages, where all facts are the same.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Changes {
    /// Places of facts, and their digests.
    pub(super) digests: Vec<(usize, u64)>,
    /// Pages by path.
    pub(super) records: Vec<(String, Record)>,
}

impl Pages {
    /// Takes over changes, which are still to be saved.
    pub(super) fn change(&mut self, changes: Changes) {
        if let Unsaved::Changes(unsaved) = &mut self.unsaved {
            unsaved.push(changes.clone());
        }
        self.apply(changes);
    }

    /// Takes over changes.
    pub(super) fn apply(&mut self, changes: Changes) {
        for (at, digest) in changes.digests {
            if let Some(fact) = self.facts.get_mut(at) {
                fact.1 = digest;
            }
        }
        self.records.extend(changes.records);
    }
}

/// What a page was made from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Record {
    /// What it is: see [`Job::key`](crate::render::Job::key).
    pub(super) key: u64,
    /// Places of its facts in [`Pages::facts`].
    pub(super) facts: Box<[u32]>,
    /// Its template and the template's digest.
    pub(super) template: Option<(String, u64)>,
    /// Digest of the template's context.
    pub(super) context: u64,
    /// What was published.
    pub(super) mark: Mark,
}

/// Digests of what the search of each language is made from.
pub(super) type Keys = BTreeMap<Lang, u64>;

/// The search of a site.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub(super) struct Search {
    /// Digests of what it was made from.
    pub(super) keys: Keys,
    /// Its files.
    pub(super) files: Vec<(String, Mark)>,
}

impl Search {
    /// Whether the published site has all of it, as it was written.
    pub(super) fn is_whole(&self, stage: &Stage<'_, '_>) -> bool {
        let mut files = self.files.iter();
        !self.files.is_empty() && files.all(|(path, mark)| stage.mark(path) == Some(*mark))
    }

    /// Takes it over as it is.
    pub(super) fn keep(&self, stage: &Stage<'_, '_>) -> Result<Self, Diagnostic> {
        for (path, _) in &self.files {
            stage.keep(path)?;
        }
        Ok(self.clone())
    }
}

/// A build whose outcome is that of the next one, too, if nothing has changed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Last {
    /// Digest of everything it read.
    pub(super) inputs: u64,
    /// Digest of what it published.
    pub(super) output: u64,
    /// Its problems.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Its pages by language.
    pub(super) pages: Vec<(Lang, usize)>,
}
