//! Several builds at once, and builds that are killed. The tests run one after the other: a
//! process that is being started holds the locks of the one that starts it for a moment.

#![allow(
    clippy::disallowed_methods,
    reason = "tests stand outside and look at the disk"
)]

mod support;

use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use support::faults::{Act, Faulty};
use support::versions::{clean, same, small_site, version};
use support::{Run, Site, difference, program, tree};

/// Keeps other tests of this file waiting.
fn alone() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn spawn(site: &Site, output: &Path) -> Child {
    site.program(["build", "--quiet", "--threads", "2", "--output"])
        .arg(output)
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs")
}

#[test]
fn a_killed_build_leaves_the_old_site_or_the_new() {
    let _alone = alone();
    const RUNS: u32 = 60;
    let (first, second) = (small_site(), small_site());
    version(&second, 2);
    let output = first.path("www");
    let build = |site: &Site| {
        assert!(spawn(site, &output).wait().expect("it ends").success());
        tree(&output)
    };
    let sites = [build(&first), build(&second)];
    let begin = Instant::now();
    same(&sites[0], &build(&first));
    let whole = begin.elapsed();
    let (mut finished, mut current) = (0, 0);
    for run in 0..RUNS {
        let next = 1 - current;
        let mut child = spawn(if next == 0 { &first } else { &second }, &output);
        // Moments from the start until somewhat after the end; the kill is what is being timed.
        let moment = whole * (run + 1) / RUNS * 6 / 5;
        let spawned = Instant::now();
        while spawned.elapsed() < moment {
            std::thread::sleep(Duration::from_micros(100));
        }
        let _ = child.kill();
        let _ = child.wait().expect("it ends");
        let now = tree(&output);
        if difference(&now, &sites[next]).is_none() {
            finished += 1;
            current = next;
        } else {
            assert_eq!(
                difference(&now, &sites[current]),
                None,
                "killed after {moment:?} of {whole:?}"
            );
        }
        // The next build is right, whatever the killed one left.
        if run % 3 == 0 {
            let after = if run % 2 == 0 { &second } else { &first };
            same(&sites[usize::from(run % 2 == 0)], &build(after));
            current = usize::from(run % 2 == 0);
        }
    }
    assert!(finished < RUNS, "some builds were killed before their end");
    same(
        &sites[1 - current],
        &build(if current == 0 { &second } else { &first }),
    );
    // The site before the last is kept for the next build, and nothing else.
    let mut left: Vec<String> = tree(&first.path(".www.casebook")).into_keys().collect();
    left.retain(|path| !path.starts_with("next/"));
    assert_eq!(left, ["lock"]);
}

#[test]
fn of_two_builds_at_once_one_waits_outside() {
    let _alone = alone();
    let site = small_site();
    let (locked, told) = (Mutex::new(false), Condvar::new());
    let (over, goes_on) = (Mutex::new(false), Condvar::new());
    let wait = |flag: &Mutex<bool>, bell: &Condvar| {
        let guard = flag.lock().expect("not poisoned");
        drop(bell.wait_while(guard, |set| !*set).expect("not poisoned"));
    };
    let ring = |flag: &Mutex<bool>, bell: &Condvar| {
        *flag.lock().expect("not poisoned") = true;
        bell.notify_all();
    };
    std::thread::scope(|scope| {
        let first = scope.spawn(|| {
            let world = Faulty::new(|act, _| {
                if act == Act::Exchange {
                    // Everything is staged; now the other build comes.
                    ring(&locked, &told);
                    wait(&over, &goes_on);
                }
                Ok(())
            });
            let outcome = site.build_with(&world, site.options());
            site.problems(&outcome)
        });
        wait(&locked, &told);
        let second = site.run(["build", "--format", "short", "--quiet"]);
        ring(&over, &goes_on);
        assert_eq!((second.status, second.out.as_str()), (Some(2), ""));
        assert!(
            second
                .err
                .starts_with("output-locked: another casebook is writing "),
            "{}",
            second.err
        );
        assert_eq!(first.join().expect("no panic"), Vec::<String>::new());
    });
    same(&clean(&site), &site.output());
    // A lock is gone with its build.
    assert_eq!(site.run(["build", "-q"]).status, Some(0));
}

#[test]
fn builds_started_together_never_mix() {
    let _alone = alone();
    let (first, second) = (small_site(), small_site());
    version(&second, 2);
    let output = first.path("www");
    let sites = [clean(&first), clean(&second)];
    for _ in 0..5 {
        let start = |site: &Site| {
            let mut command = program();
            command
                .args(["build", "--format", "short", "-q", "-r"])
                .arg(site.path(""))
                .arg("-o")
                .arg(&output);
            command
                .stderr(Stdio::piped())
                .spawn()
                .expect("the program runs")
        };
        let children = [start(&first), start(&second)];
        let runs = children.map(|child| Run::of(child.wait_with_output().expect("it ends")));
        assert!(runs.iter().any(|run| run.status == Some(0)), "{runs:?}");
        for run in runs.iter().filter(|run| run.status != Some(0)) {
            assert!(
                run.status == Some(2) && run.err.starts_with("output-locked: "),
                "{run:?}"
            );
        }
        let now = tree(&output);
        assert!(
            sites.iter().any(|site| difference(site, &now).is_none()),
            "{:?}",
            difference(&sites[0], &now)
        );
    }
}
