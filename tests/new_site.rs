//! `casebook new site`: a site from nothing that is in order at once, and never at the cost of
//! anything that was there.

#![allow(
    clippy::disallowed_methods,
    reason = "tests stand outside and look at the disk"
)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use support::{Run, Site, difference, tree};

/// A folder with a new site in `here`.
fn new_site(options: &[&str]) -> Site {
    let site = Site::bare();
    let run = site.run([&["new", "site", "here"], options].concat());
    assert_eq!(
        (run.status, run.out.as_str()),
        (Some(0), "here\n"),
        "{}",
        run.err
    );
    site
}

const CLEAN: Run = Run {
    status: Some(0),
    out: String::new(),
    err: String::new(),
};

#[test]
fn a_new_site_passes_the_check_and_builds() {
    for language in ["zh", "en"] {
        let site = new_site(&["--language", language]);
        assert_eq!(site.run(["check", "--strict", "-q", "-r", "here"]), CLEAN);
        assert_eq!(site.run(["build", "--strict", "-q", "-r", "here"]), CLEAN);
        let page =
            |path: &str| fs::read_to_string(site.path("here/public").join(path)).expect("a page");
        let other = if language == "zh" { "en" } else { "zh" };
        for (folder, lang) in [(String::new(), language), (format!("{other}/"), other)] {
            let home = page(&format!("{folder}index.html"));
            let (tag, title) = match lang {
                "zh" => ("zh-Hans", "创新管理知识产权案例库"),
                _ => ("en", "Cases on IP management for innovation"),
            };
            assert!(home.contains(&format!("lang=\"{tag}\"")), "{folder}");
            assert!(home.contains(title), "{folder}");
        }
        assert!(page("search/index.html").contains("search"));
    }
}

#[test]
fn a_program_that_checks_it_finds_nothing() {
    let site = new_site(&[]);
    let run = site.run(["check", "--strict", "--format", "json", "-r", "here"]);
    let found: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(
        found,
        serde_json::json!({ "version": 1, "errors": 0, "warnings": 0, "diagnostics": [] })
    );
    assert_eq!((run.status, run.err.as_str()), (Some(0), ""));
}

#[test]
fn there_is_a_sample_of_every_kind_in_both_languages_and_it_says_so() {
    let site = new_site(&[]);
    let content = tree(&site.path("here/content"));
    for (kind, path) in [
        ("case", "cases/sample-case"),
        ("policy", "policies/sample-notice"),
        ("course", "courses/sample-course/_index"),
        ("lesson", "courses/sample-course/01-first-lesson"),
        ("interpretation", "interpretations/sample-6.2"),
        ("term", "glossary/patent"),
        ("page", "about"),
    ] {
        let text = |ending: &str| {
            let bytes = content.get(&format!("{path}{ending}")).expect(kind);
            String::from_utf8(bytes.clone()).expect("UTF-8")
        };
        let (original, _translation) = (text(".md"), text(".en.md"));
        assert!(
            kind == "page" || original.contains("\nsample: true\n"),
            "{kind} says that it is a sample"
        );
        // What a field is for stands above it, as in every new entry.
        let skeleton = site.run(["reference", "fields", "--lang", "zh", "--kind", kind]);
        assert!(skeleton.out.contains("标题。必填。") && original.contains("# 标题。必填。"));
    }
}

#[test]
fn the_vocabularies_are_those_of_the_project() {
    let site = new_site(&[]);
    let project = tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("registries"));
    assert_eq!(
        difference(&project, &tree(&site.path("here/registries"))),
        None
    );
}

#[test]
fn the_title_may_be_given() {
    for title in ["示例市案例库", "A \"b\" \\ c #d = 'e'"] {
        let site = new_site(&["--title", title]);
        assert_eq!(site.run(["build", "--strict", "-q", "-r", "here"]), CLEAN);
        let settings = fs::read_to_string(site.path("here/site.toml")).expect("settings");
        let settings: toml::Table = toml::from_str(&settings).expect("TOML");
        assert_eq!(settings["title"].as_str(), Some(title));
    }
}

/// Each setting without its `#` is a setting with its default, or a good example.
#[test]
fn every_setting_can_be_switched_on() {
    let site = new_site(&[]);
    let settings = fs::read_to_string(site.path("here/site.toml")).expect("settings");
    assert!(settings.contains("\n#base_url = \"https://example.org/site/\"\n"));
    let on: String = settings
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(rest) if !rest.starts_with([' ', ':']) => format!("{rest}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    site.write(
        "here/site.toml",
        on.replace("title = \"\"", "title = \"案例\""),
    );
    assert_eq!(site.run(["check", "--strict", "-q", "-r", "here"]), CLEAN);
}

#[test]
fn entries_can_be_added_at_once() {
    let site = new_site(&[]);
    let run = site.run(["new", "case", "mine", "-r", "here"]);
    assert_eq!(
        (run.status, run.out.as_str()),
        (Some(0), "content/cases/mine.md\n")
    );
    let run = site.run(["new", "--translate", "en", "cases/mine", "-r", "here"]);
    assert_eq!(run.status, Some(0), "{}", run.err);
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "user.name=Test", "-c", "user.email=test@example.org"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("git runs");
    assert!(output.status.success(), "git {arguments:?}: {output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn what_a_build_leaves_is_ignored_by_git() {
    let site = Site::bare();
    let folder = site.path("here");
    fs::create_dir(&folder).expect("a folder");
    git(&folder, &["init", "--quiet"]);
    // A repository may be there before the site.
    assert_eq!(site.run(["new", "site", "here"]).status, Some(0));
    git(&folder, &["add", "--all"]);
    git(&folder, &["commit", "--quiet", "--message", "A new site"]);
    for command in ["build", "check", "build"] {
        assert_eq!(site.run([command, "-q", "-r", "here"]), CLEAN);
        assert_eq!(
            git(&folder, &["status", "--porcelain"]),
            "",
            "after {command}"
        );
    }
    let files = git(&folder, &["ls-files"]);
    for path in [
        ".gitignore",
        ".editorconfig",
        ".vscode/settings.json",
        "README.md",
    ] {
        assert!(
            files.lines().any(|line| line == path),
            "{path} is kept by git"
        );
    }
    assert!(!files.contains("public/"));
}

#[test]
fn editors_are_told_the_shape_of_the_settings() {
    let site = new_site(&[]);
    let read = |path: &str| fs::read_to_string(site.path("here").join(path)).expect("a file");
    let settings = read("site.toml");
    let schema = settings
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("#:schema ./"));
    let schema: serde_json::Value =
        serde_json::from_str(&read(schema.expect("a schema is named"))).expect("JSON");
    let properties = schema["properties"].as_object().expect("properties");
    let table: toml::Table = toml::from_str(&settings).expect("TOML");
    let unknown: BTreeSet<&String> = table
        .keys()
        .filter(|key| !properties.contains_key(*key))
        .collect();
    assert_eq!(unknown, BTreeSet::new());
    for path in ["settings.json", "tasks.json", "extensions.json"] {
        let text = read(&format!(".vscode/{path}"));
        assert!(
            serde_json::from_str::<serde_json::Value>(&text).is_ok(),
            "{path}"
        );
    }
}

#[test]
fn a_folder_that_is_not_empty_is_refused_and_not_changed() {
    for (name, bytes) in [
        ("here/notes.txt", "somebody's"),
        ("here/.hidden", "somebody's"),
        ("here/empty/x", "somebody's"),
        ("here", "a file"),
    ] {
        let site = Site::bare();
        site.write(name, bytes);
        let before = tree(&site.path(""));
        for (lang, said) in [("en", "not"), ("zh", "不是")] {
            let run = site.run(["--lang", lang, "new", "site", "here"]);
            assert_eq!((run.status, run.out.as_str()), (Some(2), ""), "{name}");
            assert!(
                run.err.contains("[output-foreign]") && run.err.contains(said),
                "{}",
                run.err
            );
        }
        assert_eq!(difference(&before, &tree(&site.path(""))), None, "{name}");
    }
    // Not even a second site over the first.
    let site = new_site(&[]);
    let before = tree(&site.path(""));
    assert_eq!(site.run(["new", "site", "here"]).status, Some(2));
    assert_eq!(difference(&before, &tree(&site.path(""))), None);
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_is_refused() {
    let site = Site::bare();
    std::os::unix::fs::symlink("elsewhere", site.path("here")).expect("a link");
    assert_eq!(site.run(["new", "site", "here"]).status, Some(2));
    assert!(!site.path("elsewhere").exists());
}

#[test]
fn an_empty_folder_may_be_the_one_where_one_stands() {
    let site = Site::bare();
    let run = site.run(["new", "site", "."]);
    assert_eq!(
        (run.status, run.out.as_str()),
        (Some(0), ".\n"),
        "{}",
        run.err
    );
    assert!(!run.err.contains("cd "), "{}", run.err);
    assert_eq!(site.run(["check", "--strict", "-q"]), CLEAN);
}

#[test]
fn a_slip_of_the_command_is_explained() {
    let site = Site::bare();
    for (arguments, said) in [
        (&["new", "site"][..], "casebook new site FOLDER"),
        (&["new", "case"], "casebook new case NAME"),
        (&["new", "site", "x", "--title", ""], "title"),
        (&["new", "site", "x", "--title", "a\nb"], "title"),
        (&["new", "site", "x", "--language", "de"], "language"),
    ] {
        let run = site.run(arguments);
        assert_eq!(
            (run.status, run.out.as_str()),
            (Some(2), ""),
            "{arguments:?}"
        );
        assert!(run.err.contains(said), "{arguments:?}: {}", run.err);
    }
    assert_eq!(tree(&site.path("")).len(), 0);
    let site = new_site(&[]);
    let run = site.run(["new", "case", "x", "--title", "x", "-r", "here"]);
    assert_eq!(run.status, Some(2));
}
