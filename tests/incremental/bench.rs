//! One site in two folders, built in all ways after each round of changes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

use casebook::build::{Options, Outcome, SearchUpdate, Session, Silent, StageName, build};
use casebook::diagnostic::Diagnostic;
use casebook::world::Disk;
use tempfile::TempDir;

use crate::corpus::Random;
use crate::support::{Tree, fast_folder, tree};

/// Folders that are published to from build to build: by builds one by one, by a session.
pub(crate) const OUTPUTS: [&str; 2] = ["built", "session"];

/// How often a session that was told what was saved had to look at little else.
pub(crate) static SHORT: AtomicUsize = AtomicUsize::new(0);

/// In which ways a round builds.
pub(crate) struct Ways {
    /// By one build with what earlier ones kept.
    built: bool,
    /// By the session.
    session: Searched,
    /// The session first.
    session_first: bool,
    /// Whether the session begins anew before.
    restart: bool,
    /// Where builds keep something, but without it.
    no_cache: bool,
    /// With other options, into a folder of its own.
    other: Option<Options>,
}

/// What becomes of a session's search.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Searched {
    /// The session does not build in this round.
    Absent,
    /// It is brought up to date at once.
    Now,
    /// It is left behind.
    Later,
    /// What brings it up to date is made for this build, and published after the next.
    Late,
}

impl Ways {
    /// Everything that matters at an end.
    pub(crate) fn all() -> Self {
        Self {
            built: true,
            session: Searched::Now,
            session_first: false,
            restart: false,
            no_cache: true,
            other: None,
        }
    }

    /// Some of the ways.
    pub(crate) fn any(random: &mut Random) -> Self {
        let other = |random: &mut Random| Options {
            drafts: random.chance(500),
            strict: random.chance(200),
            check: random.chance(300),
            no_search: random.chance(300),
            offline: random.chance(300),
            base_url: random
                .chance(300)
                .then(|| "https://other.example/x/".to_owned()),
            ..Options::default()
        };
        Self {
            built: random.chance(850),
            session: *random.pick(&[
                Searched::Absent,
                Searched::Now,
                Searched::Now,
                Searched::Now,
                Searched::Later,
                Searched::Late,
            ]),
            session_first: random.chance(500),
            restart: random.chance(50),
            no_cache: random.chance(80),
            other: random.chance(150).then(|| other(random)),
        }
    }
}

/// The site, and what is published of it.
pub(crate) struct Bench {
    folder: TempDir,
    /// Every source file, by its path from the site's root.
    pub(crate) sources: BTreeMap<String, Vec<u8>>,
    /// What has been done, for the one who reads of a failure.
    pub(crate) told: Vec<String>,
    /// Files that somebody else put into the outputs.
    foreign: BTreeMap<(&'static str, String), Vec<u8>>,
    /// Outputs that somebody changed by hand since the last build into them.
    touched: BTreeSet<&'static str>,
    session: Option<Session<'static>>,
    /// A session that is told what was saved, as by a server, and the sources that it has built.
    watching: Option<Session<'static>>,
    watched: BTreeMap<String, Vec<u8>>,
    late: Option<SearchUpdate<'static>>,
    /// Whether the session's search may be behind.
    behind: bool,
    rounds: usize,
}

impl Bench {
    /// A site of these files.
    pub(crate) fn new(files: BTreeMap<String, Vec<u8>>) -> Self {
        let mut bench = Self {
            folder: fast_folder(),
            sources: BTreeMap::new(),
            told: Vec::new(),
            foreign: BTreeMap::new(),
            touched: BTreeSet::new(),
            session: None,
            watching: None,
            watched: BTreeMap::new(),
            late: None,
            behind: false,
            rounds: 0,
        };
        for (path, bytes) in files {
            bench.write(&path, bytes);
        }
        bench
    }

    /// A path below the folder of everything.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The two copies of a source file: where builds keep things, and where none does.
    fn copies(&self, path: &str) -> [PathBuf; 2] {
        [self.path("site").join(path), self.path("clean").join(path)]
    }

    /// A source file as text; empty when it is not there.
    pub(crate) fn text(&self, path: &str) -> String {
        let bytes = self.sources.get(path).cloned().unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Writes a source file.
    pub(crate) fn write(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        let bytes = bytes.into();
        for copy in self.copies(path) {
            fs::create_dir_all(copy.parent().unwrap()).unwrap();
            fs::write(copy, &bytes).unwrap();
        }
        self.sources.insert(path.to_owned(), bytes);
    }

    /// Writes a source file and puts its date back to what it was.
    pub(crate) fn write_undated(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        let dates = self
            .copies(path)
            .map(|copy| fs::metadata(copy).unwrap().modified().unwrap());
        self.write(path, bytes);
        for (copy, date) in self.copies(path).into_iter().zip(dates) {
            set_date(&copy, date);
        }
    }

    /// Gives a source file another date.
    pub(crate) fn date(&mut self, path: &str, date: SystemTime) {
        for copy in self.copies(path) {
            set_date(&copy, date);
        }
    }

    /// Removes a source file.
    pub(crate) fn remove(&mut self, path: &str) {
        if self.sources.remove(path).is_some() {
            for (root, copy) in ["site", "clean"].into_iter().zip(self.copies(path)) {
                fs::remove_file(&copy).unwrap();
                // A folder goes with its last file, so that a file may take its name.
                let root = self.path(root);
                let mut folder = copy.parent();
                while let Some(at) = folder.filter(|at| *at != root && fs::remove_dir(at).is_ok()) {
                    folder = at.parent();
                }
            }
        }
    }

    /// Moves a source file, which keeps its date.
    pub(crate) fn rename(&mut self, from: &str, to: &str) {
        let Some(bytes) = self.sources.get(from).cloned() else {
            return;
        };
        for (from, to) in self.copies(from).into_iter().zip(self.copies(to)) {
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::rename(from, to).unwrap();
        }
        self.sources.remove(from);
        self.sources.insert(to.to_owned(), bytes);
    }

    /// Whether a file can be at a path: no file is above it, no folder is there.
    pub(crate) fn has_room(&self, path: &str) -> bool {
        let below = format!("{path}/");
        let above = |file: &String| path.starts_with(&format!("{file}/"));
        let taken = |file: &String| file == path || file.starts_with(&below) || above(file);
        !self.sources.keys().any(taken)
    }

    /// Puts all sources back to what they were; files that are as they were are not written.
    pub(crate) fn restore(&mut self, sources: &BTreeMap<String, Vec<u8>>) {
        let now: Vec<String> = self.sources.keys().cloned().collect();
        for path in now {
            if !sources.contains_key(&path) {
                self.remove(&path);
            }
        }
        for (path, bytes) in sources {
            if self.sources.get(path) != Some(bytes) {
                self.write(path, bytes.clone());
            }
        }
    }

    /// Puts somebody else's file into an output.
    pub(crate) fn put_foreign(&mut self, output: &'static str, path: &str, bytes: &[u8]) {
        let file = self.path(output).join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
        self.foreign
            .insert((output, path.to_owned()), bytes.to_owned());
    }

    /// Removes or overwrites a published file by hand.
    pub(crate) fn meddle(&mut self, output: &'static str, path: &str, bytes: Option<&[u8]>) {
        let file = self.path(output).join(path);
        match bytes {
            Some(bytes) => fs::write(file, bytes).unwrap(),
            None => fs::remove_file(file).unwrap(),
        }
        self.touched.insert(output);
    }

    /// Removes an output with all that is in it.
    pub(crate) fn remove_output(&mut self, output: &'static str) {
        let _ = fs::remove_dir_all(self.path(output));
        self.foreign.retain(|(other, _), _| *other != output);
        self.touched.insert(output);
    }

    /// Files of an output that are casebook's.
    pub(crate) fn published(&self, output: &'static str) -> Tree {
        let mut files = tree(&self.path(output));
        files.retain(|path, _| !self.foreign.contains_key(&(output, path.clone())));
        files
    }

    fn options(&self, root: &str, output: &str) -> Options {
        Options {
            root: self.path(root),
            output: Some(self.path(output)),
            threads: Some(1),
            ..Options::default()
        }
    }

    /// Builds in all these ways and compares; whether the site is free of errors.
    pub(crate) fn round(&mut self, ways: &Ways) -> bool {
        self.rounds += 1;
        self.told.push(format!("— round {}", self.rounds));
        let (clean, problems) = self.clean(&Options::default());
        if ways.restart {
            self.told.push("the session begins anew".to_owned());
            self.session = None;
            self.late = None;
        }
        if ways.session_first {
            self.by_session(ways.session, clean.as_ref(), &problems);
        }
        if ways.built {
            let before = self.published("built");
            let outcome = build(&Disk, &self.options("site", "built"), &Silent);
            self.same_problems("a build", &problems, &outcome.diagnostics);
            self.same_files("built", clean.as_ref().unwrap_or(&before), |_| true);
            if clean.is_some() {
                self.touched.remove("built");
            }
            self.told.push("built".to_owned());
        }
        if !ways.session_first {
            self.by_session(ways.session, clean.as_ref(), &problems);
        }
        self.by_watch(clean.as_ref(), &problems);
        if ways.no_cache {
            let options = Options {
                no_cache: true,
                ..self.options("site", "anew")
            };
            let outcome = build(&Disk, &options, &Silent);
            self.same_problems("a build without cache", &problems, &outcome.diagnostics);
            if let Some(clean) = &clean {
                self.same_files("anew", clean, |_| true);
            }
            let _ = fs::remove_dir_all(self.path("anew"));
        }
        if let Some(other) = &ways.other {
            self.with_options(other);
        }
        clean.is_some()
    }

    /// A build that is the first of its sources: what it publishes, unless there is an error, and
    /// its problems.
    fn clean(&self, other: &Options) -> (Option<Tree>, Vec<Diagnostic>) {
        let _ = fs::remove_dir_all(self.path("clean/.casebook"));
        let _ = fs::remove_dir_all(self.path("first"));
        let options = Options {
            no_cache: true,
            ..merged(other, self.options("clean", "first"))
        };
        let outcome = build(&Disk, &options, &Silent);
        let files = (outcome.errors() == 0).then(|| tree(&self.path("first")));
        (files, outcome.diagnostics)
    }

    /// A build with other options, which keeps its things beside those of the others.
    fn with_options(&mut self, other: &Options) {
        let what = format!(
            "with drafts {}, strict {}, check {}, no search {}, offline {}, address {:?}",
            other.drafts, other.strict, other.check, other.no_search, other.offline, other.base_url
        );
        self.told.push(what.clone());
        let (clean, problems) = self.clean(other);
        let before = tree(&self.path("other"));
        let options = merged(other, self.options("site", "other"));
        let outcome = build(&Disk, &options, &Silent);
        self.same_problems(&what, &problems, &outcome.diagnostics);
        match clean {
            Some(clean) if !other.check => self.same_files("other", &clean, |_| true),
            _ => self.same_files("other", &before, |_| true),
        }
    }

    fn by_session(&mut self, searched: Searched, clean: Option<&Tree>, problems: &[Diagnostic]) {
        if searched == Searched::Absent {
            return;
        }
        let before = self.published("session");
        let options = self.options("site", "session");
        let session = self
            .session
            .get_or_insert_with(|| Session::new(&Disk, options));
        let mut outcome = session.build(&Silent);
        let problems_of_build = outcome.diagnostics.clone();
        let late = self.late.take();
        if let (Some(_), Some(update)) = (clean, late) {
            self.told.push("an older search is published".to_owned());
            outcome = publish(session, update);
        }
        if clean.is_some() {
            self.behind = true;
            match searched {
                Searched::Now => {
                    let mut left = 5;
                    while let Some(update) = session.search_update() {
                        outcome = publish(session, update);
                        left -= 1;
                        assert!(
                            left > 0,
                            "{}",
                            told(&self.told, "the search is never up to date")
                        );
                    }
                    self.behind = false;
                }
                Searched::Late => self.late = session.search_update(),
                Searched::Later | Searched::Absent => {}
            }
        }
        self.told.push(format!(
            "built by the session{}",
            if self.behind { ", search later" } else { "" }
        ));
        self.same_problems("the session", problems, &problems_of_build);
        if clean.is_some() {
            self.same_problems("the session's last build", problems, &outcome.diagnostics);
        }
        let behind = self.behind;
        let counts = |path: &str| {
            !behind
                || !path.starts_with("search/") && path != ".casebook-manifest"
                || path == "search/index.html"
        };
        self.same_files("session", clean.unwrap_or(&before), counts);
        if clean.is_some() {
            self.touched.remove("session");
        }
    }

    /// By a session that is told which files were saved, and has the output to itself.
    fn by_watch(&mut self, clean: Option<&Tree>, problems: &[Diagnostic]) {
        let before = self.published("watched");
        let both = self.sources.keys().chain(self.watched.keys());
        let touched: BTreeSet<&String> = both
            .filter(|path| self.sources.get(*path) != self.watched.get(*path))
            .collect();
        let touched: Vec<PathBuf> = touched
            .into_iter()
            .map(|path| self.path("site").join(path))
            .collect();
        let options = Options {
            exclusive: true,
            ..self.options("site", "watched")
        };
        let session = self
            .watching
            .get_or_insert_with(|| Session::new(&Disk, options));
        let outcome = session.build_touched(&touched, &Silent);
        let settings = |(stage, _): &(StageName, _)| *stage == StageName::Config;
        if !touched.is_empty() && !outcome.report.stages.iter().any(settings) {
            SHORT.fetch_add(1, Ordering::Relaxed);
        }
        if clean.is_some() {
            let mut left = 5;
            while let Some(update) = session.search_update() {
                publish(session, update);
                left -= 1;
                assert!(left > 0, "the search is never up to date");
            }
        }
        self.watched.clone_from(&self.sources);
        self.told
            .push("built by the session that is told".to_owned());
        self.same_problems("the session that is told", problems, &outcome.diagnostics);
        self.same_files("watched", clean.unwrap_or(&before), |_| true);
    }

    fn same_problems(&self, who: &str, clean: &[Diagnostic], found: &[Diagnostic]) {
        if clean == found {
            return;
        }
        let only = |some: &[Diagnostic], others: &[Diagnostic]| {
            let only = some.iter().filter(|problem| !others.contains(problem));
            only.take(3)
                .map(|problem| format!("\n    {problem:?}"))
                .collect::<String>()
        };
        let (missing, added) = (only(clean, found), only(found, clean));
        let what = format!("{who} tells other problems\n  missing: {missing}\n  added: {added}");
        panic!("{}", told(&self.told, &what));
    }

    /// An output must have these files, and those of others, and no more.
    fn same_files(&self, output: &'static str, clean: &Tree, counts: impl Fn(&str) -> bool) {
        let found = self.published(output);
        for ((_, path), bytes) in self
            .foreign
            .iter()
            .filter(|((other, _), _)| *other == output)
        {
            if fs::read(self.path(output).join(path)).ok().as_ref() != Some(bytes) {
                let what = format!("{output}: {path}, which is somebody else's, was changed");
                panic!("{}", told(&self.told, &what));
            }
        }
        // The list of all files comes last: any other difference says more.
        let all: BTreeSet<(bool, &String)> = clean
            .keys()
            .chain(found.keys())
            .map(|path| (path == ".casebook-manifest", path))
            .collect();
        for (_, path) in all.into_iter().filter(|(_, path)| counts(path)) {
            let what = match (clean.get(path), found.get(path)) {
                (one, other) if one == other => continue,
                (Some(_), None) => format!("{output}: {path} is missing"),
                (None, Some(_)) => format!("{output}: {path} should not be there"),
                (one, other) => format!(
                    "{output}: {path} differs\n{}",
                    excerpt(
                        one.map_or(&[], Vec::as_slice),
                        other.map_or(&[], Vec::as_slice)
                    )
                ),
            };
            panic!("{}", told(&self.told, &what));
        }
    }

    /// Compares what is published now, without building it again.
    pub(crate) fn compare_planted(&mut self) {
        let (clean, _) = self.clean(&Options::default());
        for output in OUTPUTS {
            self.same_files(output, clean.as_ref().expect("no errors"), |_| true);
        }
    }
}

fn publish(session: &mut Session<'static>, update: SearchUpdate<'static>) -> Outcome {
    let files = update.run().expect("a search");
    session.publish_search(files)
}

/// Other options for the same folders.
fn merged(other: &Options, folders: Options) -> Options {
    Options {
        root: folders.root,
        output: folders.output,
        threads: folders.threads,
        ..other.clone()
    }
}

fn set_date(file: &Path, date: SystemTime) {
    let file = fs::File::options().write(true).open(file).unwrap();
    file.set_modified(date).unwrap();
}

fn told(steps: &[String], what: &str) -> String {
    format!("{what}\nafter:\n  {}", steps.join("\n  "))
}

/// Where two files part, with something around it.
fn excerpt(clean: &[u8], found: &[u8]) -> String {
    let at = clean.iter().zip(found).position(|(a, b)| a != b);
    let at = at.unwrap_or(clean.len().min(found.len()));
    let part = |bytes: &[u8]| {
        let part = &bytes[at.saturating_sub(60).min(bytes.len())..(at + 120).min(bytes.len())];
        String::from_utf8_lossy(part).replace('\n', "⏎")
    };
    format!(
        "  at byte {at}\n  clean: {}\n  found: {}",
        part(clean),
        part(found)
    )
}
