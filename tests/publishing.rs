//! What is published is whole, the same from the same sources, and never at the cost of files
//! that are somebody else's.

#![allow(
    clippy::disallowed_methods,
    reason = "tests stand outside and look at the disk"
)]

mod support;

use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicUsize;

use casebook::build::Options;
use casebook::world::Disk;
use support::faults::{Act, Faulty};
use support::versions::{clean, same, small_site, version};
use support::{Site, Tree, tree};

/// What a repository and a host keep in the folder that is published.
fn foreign_files(site: &Site) -> Tree {
    site.write("public/CNAME", "example.org\n");
    site.write("public/.git/HEAD", "ref: refs/heads/main\n");
    site.write("public/.git/objects/ab/cdef", [0_u8, 159, 146, 150]);
    site.write("public/reports/2026/一月.csv", "a,b\n");
    for folder in [".git/refs/tags", ".git/branches", "reports/empty"] {
        fs::create_dir_all(site.path("public").join(folder)).expect("a folder");
    }
    foreign_of(&site.output())
}

fn foreign_of(output: &Tree) -> Tree {
    let own =
        |path: &str| path == "CNAME" || path.starts_with(".git/") || path.starts_with("reports/");
    output
        .iter()
        .filter(|(path, _)| own(path))
        .map(|(path, bytes)| (path.clone(), bytes.clone()))
        .collect()
}

#[test]
fn the_same_sources_give_the_same_bytes() {
    // The sample site has every kind, both languages and enough pages for threads to race.
    let site = Site::sample();
    let build = |name: &str, threads: usize| {
        let output = Some(site.path(name));
        let outcome = site.build_with(
            &Disk,
            Options {
                output,
                threads: Some(threads),
                ..site.options()
            },
        );
        assert_eq!(outcome.errors(), 0);
        tree(&site.path(name))
    };
    let first = build("one", 1);
    assert!(first.len() > 100);
    same(&first, &build("four", 4));
    // Over an older site, too.
    same(&first, &build("four", 3));
}

#[test]
fn nothing_is_left_over_from_an_older_build() {
    let site = small_site().built();
    assert!(site.has("old.html") && site.has("en/old.html"));
    version(&site, 2);
    site.write("theme/assets/site.css", "p { color: red }\n");
    site.write("content/gone/too.md", "---\ntitle: 页\n---\n");
    site.build();
    fs::remove_dir_all(site.path("content/gone")).expect("a folder to remove");
    let site = site.built();
    same(&clean(&site), &site.output());
    assert!(!site.has("old.html") && site.has("new.html") && !site.path("public/gone").exists());
    // Beside the output is the site before, for the next build, unless nothing is to be kept.
    let beside = || tree(&site.path(".public.casebook"));
    assert!(beside().contains_key("next/gone/too.html"));
    let options = Options {
        no_cache: true,
        ..site.options()
    };
    assert_eq!(site.build_with(&Disk, options).errors(), 0);
    assert_eq!(beside().into_keys().collect::<Vec<_>>(), ["lock"]);
}

#[test]
fn a_page_that_did_not_change_keeps_its_date() {
    let site = small_site().built();
    let long_ago =
        std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    let date = |path: &str| {
        fs::metadata(site.path("public").join(path)).and_then(|found| found.modified())
    };
    for path in ["en/404.html", "a.html", "图.svg"] {
        let file = fs::File::options()
            .write(true)
            .open(site.path("public").join(path))
            .expect("a file");
        file.set_modified(long_ago).expect("a date");
    }
    site.write("content/a.md", "---\ntitle: 甲\n---\n\n改过\n");
    assert_eq!(site.build().errors(), 0);
    assert_eq!(date("en/404.html").expect("a date"), long_ago);
    assert_eq!(date("图.svg").expect("a date"), long_ago);
    assert_ne!(date("a.html").expect("a date"), long_ago);
}

#[test]
fn files_of_others_survive() {
    // Also those that are there before the first build, as long as they are a repository's or a host's.
    let site = small_site();
    site.write("public/.git/HEAD", "ref: refs/heads/main\n")
        .write("public/CNAME", "example.org\n");
    fs::create_dir_all(site.path("public/.git/refs/tags")).expect("a folder");
    let site = site.built();
    assert_eq!(site.read(".git/HEAD"), "ref: refs/heads/main\n");
    assert!(site.path("public/.git/refs/tags").is_dir());

    let foreign = foreign_files(&site);
    for number in [2, 1, 2] {
        version(&site, number);
        assert_eq!(site.problems(&site.build()), Vec::<String>::new());
        let output = site.output();
        same(&foreign, &foreign_of(&output));
        let ours = output
            .into_iter()
            .filter(|(path, _)| !foreign.contains_key(path))
            .collect();
        same(&clean(&site), &ours);
    }
    // What casebook wrote is casebook's, whoever changed it since.
    site.write("public/a.html", "changed by hand");
    site.build();
    assert!(site.read("a.html").contains("版本 2"));
}

#[cfg(unix)]
#[test]
fn links_of_others_stay_links() {
    let site = small_site().built();
    let link = site.path("public/current");
    std::os::unix::fs::symlink("reports/2026", &link).expect("a link");
    std::os::unix::fs::symlink("/nowhere/at/all", site.path("public/.broken")).expect("a link");
    version(&site, 2);
    let site = site.built();
    assert_eq!(
        fs::read_link(link).expect("a link"),
        Path::new("reports/2026")
    );
    assert_eq!(
        fs::read_link(site.path("public/.broken")).expect("a link"),
        Path::new("/nowhere/at/all")
    );
}

#[cfg(unix)]
#[test]
fn the_output_may_be_a_link_to_a_folder() {
    let site = small_site();
    fs::create_dir_all(site.path("elsewhere/www")).expect("a folder");
    std::os::unix::fs::symlink("elsewhere/www", site.path("public")).expect("a link");
    let site = site.built();
    assert!(site.path("elsewhere/www/a.html").is_file());
    assert!(
        fs::symlink_metadata(site.path("public"))
            .expect("a link")
            .is_symlink()
    );
}

#[test]
fn a_file_of_others_where_a_page_would_be_is_an_error_and_survives() {
    for (foreign, page) in [
        ("new.html", "content/new.md"),
        ("new", "content/new/x.md"),
        ("new.html/x", "content/new.md"),
        ("New.html", "content/new.html.md"),
        ("assets/own.css", "theme/assets/own.css"),
    ] {
        let site = small_site().built();
        site.write(&format!("public/{foreign}"), "somebody's");
        site.write(
            page,
            if page.ends_with("md") {
                "---\ntitle: 页\n---\n"
            } else {
                "p {}"
            },
        );
        let before = site.output();
        let outcome = site.build();
        if foreign == "New.html" || foreign.starts_with("assets/") {
            // These are other names, and the files live side by side.
            assert_eq!(
                (outcome.errors(), site.read(foreign)),
                (0, "somebody's".to_owned()),
                "{foreign}"
            );
            continue;
        }
        assert_eq!(site.problems(&outcome), ["output-foreign"], "{foreign}");
        assert!(outcome.is_environmental() && outcome.size.is_none());
        same(&before, &site.output());
        // Moved away, it is in nobody's way.
        let top = site
            .path("public")
            .join(foreign.split('/').next().unwrap_or(foreign));
        let moved = if top.is_dir() {
            fs::remove_dir_all(top)
        } else {
            fs::remove_file(top)
        };
        moved.expect("it is there");
        assert_eq!(
            site.problems(&site.build()),
            Vec::<String>::new(),
            "{foreign}"
        );
    }
}

#[test]
fn a_folder_that_was_never_a_site_is_not_touched() {
    let site = small_site();
    for name in ["报告.txt", "index.html", "sub/x"] {
        site.write(&format!("public/{name}"), "somebody's");
        let before = tree(&site.path("public"));
        assert_eq!(site.problems(&site.build()), ["output-foreign"], "{name}");
        same(&before, &site.output());
    }
}

#[test]
fn a_list_of_files_that_was_cut_short_is_not_trusted() {
    let site = small_site().built();
    let manifest = site.read(".casebook-manifest");
    for cut in [0, 10, manifest.len() / 2, manifest.len() - 2] {
        let cut = (0..=cut)
            .rev()
            .find(|at| manifest.is_char_boundary(*at))
            .unwrap_or(0);
        site.write("public/.casebook-manifest", &manifest[..cut]);
        let before = site.output();
        assert_eq!(site.problems(&site.build()), ["output-foreign"], "{cut}");
        same(&before, &site.output());
    }
}

#[test]
fn any_file_name_can_be_published_again() {
    let site = small_site();
    for name in [
        "= 1",
        "= 99999",
        "casebook manifest 1",
        "a b",
        "百分之100%",
        "#号",
        "it's & more",
    ] {
        site.write(&format!("content/x/{name}/a.txt"), "x")
            .write(&format!("content/{name}.txt"), "x");
    }
    site.write("content/= 2/a.txt", "x");
    let site = site.built();
    let first = site.output();
    let site = site.built();
    same(&first, &site.output());
    assert!(site.has("= 2/a.txt") && site.has("x/it's & more/a.txt"));
}

/// Acts on the disk that a site needs, in the order they come.
const ACTS: &[Act] = &[Act::CreateFolder, Act::Write, Act::Link, Act::Exchange];

#[test]
fn a_disk_that_fills_up_at_any_moment_leaves_the_old_site() {
    let site = small_site().built();
    foreign_files(&site);
    let old = site.output();
    version(&site, 2);
    let mut room = 0;
    loop {
        let count = AtomicUsize::new(room);
        let outcome = site.build_with(&Faulty::full_after(&count, ACTS), site.options());
        if outcome.errors() == 0 {
            break;
        }
        assert_eq!(
            site.problems(&outcome),
            ["write-failed"],
            "room for {room} acts"
        );
        assert!(outcome.is_environmental() && outcome.size.is_none());
        same(&old, &site.output());
        // What was left behind is in no later build's way.
        if room % 5 == 0 {
            version(&site, 1);
            assert_eq!(
                site.problems(&site.build()),
                Vec::<String>::new(),
                "after room for {room} acts"
            );
            same(&old, &site.output());
            version(&site, 2);
        }
        room += 1;
    }
    assert!(room > 40, "the site takes more than {room} acts");
    let ours = site
        .output()
        .into_iter()
        .filter(|(path, _)| !foreign_of(&old).contains_key(path))
        .collect();
    same(&clean(&site), &ours);
    same(&foreign_of(&old), &foreign_of(&site.output()));
}

#[test]
fn a_first_build_that_fails_leaves_nothing() {
    let site = small_site();
    for acts in [&[Act::Write][..], &[Act::Exchange], &[Act::CreateFolder]] {
        for room in [0, 1, 7] {
            let count = AtomicUsize::new(room);
            let outcome = site.build_with(&Faulty::full_after(&count, acts), site.options());
            if outcome.errors() > 0 {
                assert_eq!(site.problems(&outcome), ["write-failed"]);
                assert!(!site.path("public").exists(), "{acts:?} {room}");
            } else {
                fs::remove_dir_all(site.path("public")).expect("a site to remove");
            }
        }
    }
    site.built();
}

#[test]
fn an_old_site_that_is_not_as_it_was_harms_no_later_build() {
    let site = small_site().built();
    foreign_files(&site);
    version(&site, 2);
    let site = site.built();
    let second = site.output();
    let old = site.path(".public.casebook/next");
    // Changed, gone, too much, in the way of a folder, no longer known.
    fs::write(old.join("a.html"), "changed").expect("a file");
    fs::remove_file(old.join("404.html")).expect("a file to remove");
    fs::write(old.join("stray.html"), "stray").expect("a file");
    fs::remove_dir_all(old.join("en")).expect("a folder to remove");
    fs::write(old.join("en"), "no folder").expect("a file");
    let site = site.built();
    same(&second, &site.output());
    site.write("content/a.md", "---\ntitle: 甲\n---\n\n改过\n");
    fs::write(old.join(".casebook-manifest"), "of another kind").expect("a file");
    let site = site.built();
    same(&clean(&site), &{
        let foreign = foreign_of(&site.output());
        let own = site.output().into_iter();
        own.filter(|(path, _)| !foreign.contains_key(path))
            .collect()
    });
}

/// Where the system cannot exchange folders, the old site is moved aside for a moment.
#[test]
fn a_site_that_was_moved_aside_comes_back() {
    let site = small_site().built();
    let foreign = foreign_files(&site);
    version(&site, 2);
    // Killed between the two moves: the old site is aside, the new one is not yet in its place.
    fs::rename(site.path("public"), site.path(".public.casebook/next.old")).expect("a move");
    site.write(".public.casebook/next/a.html", "half a page");
    let site = site.built();
    same(&foreign, &foreign_of(&site.output()));
    let ours = site
        .output()
        .into_iter()
        .filter(|(path, _)| !foreign.contains_key(path))
        .collect();
    same(&clean(&site), &ours);

    // Killed before the old site could be removed: the new one counts.
    site.write(".public.casebook/next.old/a.html", "an old page");
    let site = site.built();
    assert!(
        !site.path(".public.casebook/next.old").exists() && site.read("a.html").contains("版本 2")
    );
}

#[test]
fn line_ends_of_windows_and_byte_order_marks_change_no_page() {
    let site = small_site().built();
    let unix = site.output();
    for (path, bytes) in tree(&site.path("content")) {
        if path.ends_with(".md") {
            let text = String::from_utf8(bytes)
                .expect("UTF-8")
                .replace('\n', "\r\n");
            site.write(&format!("content/{path}"), format!("\u{feff}{text}"));
        }
    }
    same(&unix, &site.built().output());
}
