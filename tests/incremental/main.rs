//! Incremental equals clean: whatever happens to a site between two builds, a build that makes use
//! of earlier ones publishes the bytes, and tells the problems, of one that does not.
//!
//! A [`bench::Bench`] holds one site twice: where builds may keep what they like, and where each
//! build is the first. After each round of changes ([`changes`]) it builds in all ways and compares
//! whole folders. [`random_changes`] does so thousands of times, [`table`] in sequences written by
//! hand.
//!
//! `CASEBOOK_STEPS` is the number of rounds, `CASEBOOK_SEED` repeats the one sequence that a
//! failure names.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests stand outside and look at the disk"
)]

mod bench;
mod changes;
#[path = "../../benches/corpus/mod.rs"]
#[allow(dead_code, reason = "each user takes its part")]
mod corpus;
mod corpus_site;
mod entry;
#[path = "../support/mod.rs"]
mod support;
mod table;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use bench::{Bench, Ways};
use corpus::Random;

/// Rounds without `CASEBOOK_STEPS`.
const ROUNDS: usize = 1_000;

fn number(name: &str) -> Option<usize> {
    let text = std::env::var(name).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{name}={text} is a number")),
    )
}

/// One sequence of rounds; gives the number of rounds, of changes, and of rounds without errors.
fn sequence(seed: usize) -> [usize; 3] {
    let mut random = Random::of(&[0x1c, seed as u64]);
    let mut bench = Bench::new(corpus_site::files(seed));
    bench.told.push(format!(
        "sequence {seed}: CASEBOOK_SEED={seed} cargo test --test incremental"
    ));
    assert!(bench.round(&Ways::all()), "a site begins without errors");
    let rounds = random.between(10, 30);
    let mut count = 0;
    let mut good = bench.sources.clone();
    let (mut broken, mut whole) = (0, 2);
    for _ in 0..rounds {
        // What is broken is mended after a while: the files go back to what they were.
        if broken > 0 && (broken > 3 || random.chance(700)) {
            bench.told.push("mend".to_owned());
            bench.restore(&good);
            count += 1;
        } else {
            for _ in 0..*random.pick(&[1, 1, 1, 2, 2, 3, 5]) {
                let told = changes::any(&mut bench, &mut random);
                bench.told.push(told);
                count += 1;
            }
        }
        let ways = Ways::any(&mut random);
        if bench.round(&ways) {
            whole += 1;
            broken = 0;
            good = bench.sources.clone();
        } else {
            broken += 1;
        }
    }
    bench.restore(&good);
    bench.told.push("mend".to_owned());
    bench.round(&Ways::all());
    [rounds + 2, count, whole]
}

#[test]
fn random_changes() {
    if let Some(seed) = number("CASEBOOK_SEED") {
        sequence(seed);
        return;
    }
    let wanted = number("CASEBOOK_STEPS").unwrap_or(ROUNDS);
    let next = AtomicUsize::new(1);
    let [rounds, changes, whole] = [(); 3].map(|()| AtomicUsize::new(0));
    let failures: Mutex<Vec<String>> = Mutex::default();
    let workers = std::thread::available_parallelism().map_or(1, |count| count.get().min(8));
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while rounds.load(Ordering::Relaxed) < wanted {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    match catch_unwind(AssertUnwindSafe(|| sequence(seed))) {
                        Ok(counts) => {
                            for (sum, count) in [&rounds, &changes, &whole].into_iter().zip(counts)
                            {
                                sum.fetch_add(count, Ordering::Relaxed);
                            }
                        }
                        Err(panic) => {
                            let said = panic.downcast_ref::<String>().cloned();
                            failures.lock().unwrap().push(said.unwrap_or_default());
                            rounds.fetch_add(wanted, Ordering::Relaxed);
                        }
                    }
                }
            });
        }
    });
    let short = bench::SHORT.load(Ordering::Relaxed);
    println!(
        "{rounds:?} rounds, {whole:?} of them without errors; {changes:?} changes; {short} short ways"
    );
    let failures = failures.into_inner().unwrap();
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    assert!(short > wanted / 50, "the short way is taken too rarely");
}

/// A comparison that notices nothing would pass for ever.
#[test]
fn a_planted_difference_is_noticed() {
    let site = || {
        let mut bench = Bench::new(corpus_site::files(0));
        assert!(bench.round(&Ways::all()), "a site begins without errors");
        bench
    };
    let caught = |bench: &mut Bench| {
        let failed = catch_unwind(AssertUnwindSafe(|| bench.compare_planted()));
        let said = failed.expect_err("the difference is noticed");
        said.downcast_ref::<String>().cloned().expect("a text")
    };
    let mut bench = site();
    bench.compare_planted();
    for output in bench::OUTPUTS {
        for (path, plant) in [
            ("index.html", b"planted".to_vec()),
            ("en/cases/index.html", Vec::new()),
            ("added.html", b"planted".to_vec()),
            (".casebook-manifest", b"planted".to_vec()),
        ] {
            let file = bench.path(output).join(path);
            let before = std::fs::read(&file).ok();
            std::fs::write(&file, plant).unwrap();
            let said = caught(&mut bench);
            assert!(said.contains(path), "{said}");
            match before {
                Some(bytes) => std::fs::write(&file, bytes).unwrap(),
                None => std::fs::remove_file(&file).unwrap(),
            }
            bench.compare_planted();
        }
        let shards = support::tree(&bench.path(output).join("search/zh"));
        let (name, bytes) = shards.iter().next_back().expect("a search");
        let file = bench.path(output).join("search/zh").join(name);
        std::fs::write(&file, &bytes[1..]).unwrap();
        assert!(caught(&mut bench).contains(name));
        std::fs::write(&file, bytes).unwrap();
        bench.compare_planted();
    }
    // Sources that differ give sites and problems that differ.
    std::fs::write(
        bench.path("clean/content/planted.md"),
        "---\ntitle: 页\n---\n",
    )
    .unwrap();
    let said = catch_unwind(AssertUnwindSafe(|| bench.round(&Ways::all()))).expect_err("noticed");
    assert!(said.downcast_ref::<String>().unwrap().contains("planted"));
    let mut bench = site();
    std::fs::write(
        bench.path("clean/content/planted.md"),
        "---\ntitel: 页\n---\n",
    )
    .unwrap();
    let said = catch_unwind(AssertUnwindSafe(|| bench.round(&Ways::all()))).expect_err("noticed");
    assert!(said.downcast_ref::<String>().unwrap().contains("planted"));
}
