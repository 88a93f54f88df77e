//! `casebook clean` removes what builds keep, and nothing else; `--no-cache` has no other result.
//! The tests run one after the other: a process that is being started holds the locks of the one
//! that starts it for a moment.

#![allow(
    clippy::disallowed_methods,
    reason = "tests stand outside and look at the disk"
)]

mod support;

use std::sync::{Mutex, MutexGuard, PoisonError};

use casebook::world::{Disk, World};
use support::versions::{clean, same, small_site};
use support::{SITE, Site, Tree, tree};

/// Keeps other tests of this file waiting.
fn alone() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// All files but those in a site's cache and work folder.
fn kept(site: &Site) -> Tree {
    let gone = |path: &str| path.starts_with(".casebook/") || path.starts_with(".public.casebook/");
    tree(&site.path(""))
        .into_iter()
        .filter(|(path, _)| !gone(path))
        .collect()
}

#[test]
fn clean_removes_what_builds_keep_and_nothing_else() {
    let _alone = alone();
    let site = small_site().built();
    site.write(".casebook/more", [0; 5000])
        .write(".public.casebook/next/half.html", [0; 300])
        .write("public/CNAME", "example.org\n")
        .write("public/.casebook/somebody's", "x")
        .write("content/.casebook/somebody's", "x")
        .write(".casebook.txt", "x");
    let before = kept(&site);
    let run = site.run(["clean", "--lang", "en"]);
    assert_eq!((run.status, run.out.as_str()), (Some(0), ""), "{}", run.err);
    let lines: Vec<&str> = run.err.lines().collect();
    assert_eq!(lines.len(), 2, "{}", run.err);
    assert!(lines[0].starts_with("removed ") && lines[0].contains(".casebook ("));
    assert!(
        lines[1].ends_with(".public.casebook (300 B)"),
        "{}",
        lines[1]
    );
    assert!(!site.path(".casebook").exists() && !site.path(".public.casebook").exists());
    same(&before, &tree(&site.path("")));
    // Once more there is nothing to do.
    for (lang, said) in [("en", "nothing"), ("zh", "没有缓存")] {
        let run = site.run(["clean", "--lang", lang]);
        assert_eq!((run.status, run.out.as_str()), (Some(0), ""));
        assert!(run.err.contains(said), "{}", run.err);
    }
    same(&before, &tree(&site.path("")));
    // The next build gives the same site.
    let output = site.output();
    same(&output, &site.built().output());
}

#[test]
fn the_work_folder_is_that_of_the_output() {
    let _alone = alone();
    let site = small_site();
    assert_eq!(site.run(["build", "-q", "-o", "www/here"]).status, Some(0));
    assert!(site.path("www/.here.casebook").is_dir());
    assert_eq!(site.run(["clean", "-o", "www/here"]).status, Some(0));
    assert!(!site.path("www/.here.casebook").exists() && site.path("www/here/a.html").is_file());
}

#[test]
fn clean_waits_for_no_build_and_disturbs_none() {
    let _alone = alone();
    let site = small_site().built();
    site.write(".casebook/more", "x");
    let before = tree(&site.path(""));
    let lock = Disk
        .lock(&site.path(".public.casebook/lock"))
        .expect("a lock");
    for (lang, said) in [
        ("en", "another casebook is writing"),
        ("zh", "另一个 casebook 正在写"),
    ] {
        let run = site.run(["--lang", lang, "clean"]);
        assert_eq!((run.status, run.out.as_str()), (Some(2), ""));
        assert!(
            run.err.contains("[output-locked]") && run.err.contains(said),
            "{}",
            run.err
        );
    }
    same(&before, &tree(&site.path("")));
    drop(lock);
    assert_eq!(site.run(["clean"]).status, Some(0));
    assert!(!site.path(".casebook").exists());
}

/// Between the two moves of a system that cannot exchange folders, the site is in the work folder.
#[test]
fn a_site_that_was_moved_aside_comes_back() {
    let _alone = alone();
    let site = small_site().built();
    let output = site.output();
    std::fs::rename(site.path("public"), site.path(".public.casebook/next.old")).expect("a move");
    assert_eq!(site.run(["clean"]).status, Some(0));
    same(&output, &site.output());
    assert!(!site.path(".public.casebook").exists());
}

#[cfg(unix)]
#[test]
fn of_a_link_only_the_link_is_removed() {
    let _alone = alone();
    let site = small_site().built();
    std::fs::remove_dir_all(site.path(".casebook")).expect("a cache");
    std::fs::remove_dir_all(site.path(".public.casebook")).expect("a work folder");
    site.write("precious/one", "x")
        .write("precious/two/three", "x");
    for name in [".casebook", ".public.casebook"] {
        std::os::unix::fs::symlink("precious", site.path(name)).expect("a link");
    }
    std::os::unix::fs::symlink("../precious", site.path("precious/two/up")).expect("a link");
    let before = tree(&site.path("precious"));
    let run = site.run(["clean", "--lang", "en"]);
    assert_eq!(run.status, Some(0), "{}", run.err);
    assert_eq!(
        run.err.matches("removed the link ").count(),
        2,
        "{}",
        run.err
    );
    same(&before, &tree(&site.path("precious")));
    assert!(!site.path(".casebook").is_symlink() && !site.path(".public.casebook").is_symlink());
    // What a link inside the cache leads to stays, too.
    site.write(".casebook/x/y", "x");
    std::os::unix::fs::symlink("../../precious", site.path(".casebook/x/away")).expect("a link");
    assert_eq!(site.run(["clean"]).status, Some(0));
    assert!(!site.path(".casebook").exists());
    same(&before, &tree(&site.path("precious")));
}

#[test]
fn a_cache_that_holds_sources_or_the_site_is_left_alone() {
    let _alone = alone();
    for setting in [
        "output = \".casebook/site\"",
        "output = \".casebook\"",
        "content = \".casebook/content\"",
        "registries = \".public.casebook\"",
        "theme = \"x/../.casebook/theme\"",
    ] {
        let site = small_site();
        site.write("site.toml", format!("{setting}\n{SITE}"))
            .write(".casebook/content/a.md", "x")
            .write(".casebook/theme/a", "x")
            .write(".public.casebook/a", "x")
            .write("x/y", "x");
        let before = tree(&site.path(""));
        let run = site.run(["clean"]);
        assert_eq!((run.status, run.out.as_str()), (Some(2), ""), "{setting}");
        assert!(run.err.contains("[output-in-content]"), "{}", run.err);
        same(&before, &tree(&site.path("")));
    }
}

#[test]
fn clean_is_for_sites() {
    let _alone = alone();
    let site = Site::bare();
    site.write(".casebook/x", "x")
        .write(".public.casebook/x", "x");
    let run = site.run(["clean"]);
    assert_eq!((run.status, run.out.as_str()), (Some(2), ""));
    assert!(run.err.contains("[config-missing]"), "{}", run.err);
    assert!(site.path(".casebook/x").exists() && site.path(".public.casebook/x").exists());
    // A file is no cache of ours.
    let site = small_site();
    site.write(".casebook", "somebody's");
    assert_eq!(site.run(["clean"]).status, Some(2));
    assert!(site.path(".casebook").is_file());
}

#[test]
fn without_the_cache_the_site_is_the_same() {
    let _alone = alone();
    let site = small_site().built();
    let output = site.output();
    for arguments in [
        &["build", "-q", "--no-cache"][..],
        &["check", "-q", "--no-cache"],
        &["build", "-q"],
        &["build", "-q", "--no-cache", "--strict"],
    ] {
        assert_eq!(site.run(arguments).status, Some(0), "{arguments:?}");
        same(&output, &site.output());
    }
    same(&clean(&site), &site.output());
}
