//! Builds that are killed, and builds at once: what is published is always one whole site, and the
//! next build is right, whatever was kept of the killed one.
//!
//! The site alternates between two states of its sources, and keeps its cache throughout.
//! `CASEBOOK_KILLS` is the number of killed builds. The tests run one after the other, since kills
//! are timed by how long a build takes.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests stand outside and look at the disk"
)]

#[path = "../benches/corpus/mod.rs"]
#[allow(dead_code, reason = "each user takes its part")]
mod corpus;
#[path = "incremental/corpus_site.rs"]
mod corpus_site;
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use corpus::Random;
use support::{Run, Tree, difference, fast_folder, program, tree};
use tempfile::TempDir;

/// Kills without `CASEBOOK_KILLS`.
const KILLS: usize = 220;

/// Keeps other tests of this file waiting.
fn alone() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A site with two states, and what is published of each.
struct Alternating {
    folder: TempDir,
    states: [BTreeMap<String, Vec<u8>>; 2],
    sites: [Tree; 2],
    /// How long a build took that nobody killed.
    whole: Duration,
}

impl Alternating {
    fn new() -> Self {
        let first = corpus_site::files(0);
        let mut second = first.clone();
        let mut random = Random::of(&[0x4b11]);
        for (path, bytes) in &mut second {
            let entry = path.ends_with(".md") && !path.contains("_index.");
            if entry && random.chance(250) {
                bytes.extend_from_slice("\n另一段，专利检索。 Another paragraph.\n".as_bytes());
            }
        }
        second.insert(
            "content/new.md".to_owned(),
            "---\ntitle: 新页\n---\n\n正文。\n".into(),
        );
        second.remove("content/guide.md");
        second.insert(
            "theme/assets/own.css".to_owned(),
            "p { margin: 1px }\n".into(),
        );
        second.insert(
            "content/pictures/one.svg".to_owned(),
            "<svg><text>2</text></svg>".into(),
        );
        let mut site = Self {
            folder: fast_folder(),
            states: [first, second],
            sites: [Tree::new(), Tree::new()],
            whole: Duration::ZERO,
        };
        for state in 0..2 {
            site.take(state);
            let output = site.path("clean");
            let mut build = site.spawn(&output, &["--no-cache"]);
            assert!(build.wait().unwrap().success());
            site.sites[state] = tree(&output);
            fs::remove_dir_all(output).unwrap();
        }
        assert!(difference(&site.sites[0], &site.sites[1]).is_some());
        site
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Brings the sources into a state; files that are as they should be are not written.
    fn take(&self, state: usize) {
        let root = self.path("site");
        for (path, bytes) in &self.states[state] {
            let file = root.join(path);
            if fs::read(&file).ok().as_ref() != Some(bytes) {
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, bytes).unwrap();
            }
        }
        for path in self.states[1 - state].keys() {
            if !self.states[state].contains_key(path) {
                let _ = fs::remove_file(root.join(path));
            }
        }
    }

    fn spawn(&self, output: &Path, options: &[&str]) -> Child {
        program()
            .args([
                "build",
                "--quiet",
                "--format",
                "short",
                "--threads",
                "2",
                "--lang",
                "en",
                "--root",
            ])
            .arg(self.path("site"))
            .arg("--output")
            .arg(output)
            .args(options)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs")
    }

    /// Builds to the end, which must be right.
    fn build(&mut self, output: &Path, state: usize, after: &str) {
        let began = Instant::now();
        let run = Run::of(self.spawn(output, &[]).wait_with_output().unwrap());
        self.whole = began.elapsed();
        assert_eq!((run.status, run.err.as_str()), (Some(0), ""), "{after}");
        assert_eq!(
            difference(&self.sites[state], &ours(output)),
            None,
            "{after}"
        );
    }

    /// Starts a build and kills it at a moment; whether it was still running.
    fn kill(&self, output: &Path, random: &mut Random) -> (bool, Duration) {
        let moment = self.whole * random.below(1080) as u32 / 1000;
        let mut child = self.spawn(output, &[]);
        let began = Instant::now();
        // The kill is what is being timed.
        while began.elapsed() < moment {
            std::thread::sleep(Duration::from_micros(200));
        }
        let running = child.try_wait().unwrap().is_none();
        let _ = child.kill();
        let end = child.wait_with_output().unwrap();
        assert!(running || end.status.success(), "{end:?}");
        (running, moment)
    }
}

/// What somebody else keeps in the output.
const FOREIGN: [(&str, &str); 2] = [
    (".git/HEAD", "ref: refs/heads/main\n"),
    ("CNAME", "example.org\n"),
];

fn put_foreign(output: &Path) {
    for (path, text) in FOREIGN {
        let file = output.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
}

/// The files of an output that are casebook's; those of others must be there.
fn ours(output: &Path) -> Tree {
    let mut files = tree(output);
    let foreign = FOREIGN.map(|(path, text)| {
        files
            .remove(path)
            .is_some_and(|found| found == text.as_bytes())
    });
    assert!(
        foreign[0] == foreign[1],
        "files of others are all there or were never"
    );
    files
}

#[test]
fn a_killed_build_leaves_one_whole_site_and_harms_no_later_one() {
    let _alone = alone();
    let kills = std::env::var("CASEBOOK_KILLS")
        .ok()
        .map_or(KILLS, |text| text.parse().expect("a number"));
    let mut random = Random::of(&[0x4b12]);
    let mut site = Alternating::new();
    let output = site.path("public");
    put_foreign(&output);
    site.take(0);
    site.build(&output, 0, "the first build");
    site.build(&output, 0, "the second build");
    let (mut published, mut killed, mut exchanged, mut moments) = (0, 0, 0, Vec::new());
    while killed < kills {
        let next = random.below(2);
        site.take(next);
        if random.chance(100) {
            let _ = fs::remove_dir_all(site.path("site/.casebook"));
        }
        let (running, moment) = site.kill(&output, &mut random);
        killed += usize::from(running);
        moments.push(moment);
        let after = format!("kill {killed}, after {moment:?} of {:?}", site.whole);
        let found = ours(&output);
        assert!(output.join("CNAME").is_file(), "{after}");
        if difference(&site.sites[next], &found).is_none() {
            exchanged += usize::from(running && next != published);
            published = next;
        } else {
            assert!(running, "{after}");
            assert_eq!(difference(&site.sites[published], &found), None, "{after}");
        }
        // The next build is right, from one state or the other.
        if random.chance(300) {
            published = random.below(2);
            site.take(published);
            site.build(&output, published, &after);
        }
    }
    println!(
        "{killed} of {} builds were killed while they ran, {exchanged} of them after the exchange",
        moments.len()
    );
    site.take(1 - published);
    site.build(&output, 1 - published, "after all");
    // The site before the last is kept for the next build, and nothing else.
    let mut left: Vec<String> = tree(&site.path(".public.casebook")).into_keys().collect();
    left.retain(|path| !path.starts_with("next/"));
    assert_eq!(left, ["lock"]);
}

#[test]
fn a_killed_first_build_leaves_nothing_or_all() {
    let _alone = alone();
    let mut random = Random::of(&[0x4b13]);
    let mut site = Alternating::new();
    site.take(0);
    site.build(&site.path("warm"), 0, "the first build");
    let mut killed = 0;
    while killed < 30 {
        let output = site.path(&format!("fresh-{killed}"));
        if random.chance(300) {
            let _ = fs::remove_dir_all(site.path("site/.casebook"));
        }
        let (running, moment) = site.kill(&output, &mut random);
        killed += usize::from(running);
        let after = format!("killed after {moment:?} of {:?}", site.whole);
        if output.exists() {
            assert_eq!(difference(&site.sites[0], &ours(&output)), None, "{after}");
        } else {
            assert!(running, "{after}");
        }
        if random.chance(300) {
            site.build(&output, 0, &after);
        }
        let _ = fs::remove_dir_all(output);
    }
}

#[test]
fn a_lock_that_a_killed_build_left_keeps_nobody_out() {
    let _alone = alone();
    let mut site = Alternating::new();
    let output = site.path("public");
    let mut held = 0;
    for round in 0..5 {
        let state = round % 2;
        site.take(state);
        let mut child = site.spawn(&output, &[]);
        // Once there is a stage, the lock is held.
        while !site.path(".public.casebook/next").exists() && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_micros(200));
        }
        held += usize::from(child.try_wait().unwrap().is_none());
        let _ = child.kill();
        let _ = child.wait().unwrap();
        assert!(site.path(".public.casebook/lock").is_file());
        site.build(&output, state, "after a kill that left a lock");
    }
    assert!(held > 0, "a build was killed while it held the lock");
}

/// One may find the door shut, and says so; what is there afterwards is right.
#[test]
fn builds_at_once_of_one_site_are_right_or_say_why_not() {
    let _alone = alone();
    let mut site = Alternating::new();
    let output = site.path("public");
    site.take(0);
    site.build(&output, 0, "the first build");
    let mut refused = 0;
    for round in 0..8 {
        let state = round % 2;
        site.take(state);
        if round % 4 == 3 {
            let _ = fs::remove_dir_all(site.path("site/.casebook"));
        }
        let children = [site.spawn(&output, &[]), site.spawn(&output, &[])];
        let runs = children.map(|child| Run::of(child.wait_with_output().unwrap()));
        assert!(runs.iter().any(|run| run.status == Some(0)), "{runs:?}");
        for run in runs.iter().filter(|run| run.status != Some(0)) {
            refused += 1;
            assert!(
                run.status == Some(2) && run.err.starts_with("output-locked: "),
                "{run:?}"
            );
        }
        assert_eq!(
            difference(&site.sites[state], &ours(&output)),
            None,
            "round {round}"
        );
        site.build(&output, state, "after two at once");
    }
    println!("{refused} of 8 were refused");
}

/// They share what is kept, and nothing else.
#[test]
fn builds_at_once_into_two_folders_are_both_right() {
    let _alone = alone();
    let mut site = Alternating::new();
    let outputs = [site.path("one"), site.path("two")];
    for round in 0..8 {
        let state = round % 2;
        site.take(state);
        if round % 4 == 3 {
            let _ = fs::remove_dir_all(site.path("site/.casebook"));
        }
        let children = [0, 1].map(|at| site.spawn(&outputs[at], &[]));
        let runs = children.map(|child| Run::of(child.wait_with_output().unwrap()));
        for (run, output) in runs.iter().zip(&outputs) {
            assert_eq!(
                (run.status, run.err.as_str()),
                (Some(0), ""),
                "round {round}"
            );
            assert_eq!(
                difference(&site.sites[state], &ours(output)),
                None,
                "round {round}"
            );
        }
        site.build(&outputs[0], state, "after two at once");
    }
}
