//! The floors of the house: which module may know which. Imports point down only. A module that
//! is not listed, an import that is not listed, and a listed import that nobody needs all fail.

#![allow(clippy::disallowed_methods, reason = "the test reads the sources")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Every module from the ground up, with all it may import. An import must stand above it in
/// this list; modules of one block do not know each other unless one names the other.
const FLOORS: &[(&str, &[&str])] = &[
    // Ground: words for languages and problems; the door to the outside, which knows no one.
    ("digest", &[]),
    ("language", &[]),
    ("diagnostic", &["language"]),
    ("data", &["diagnostic", "language"]),
    ("world", &["digest"]),
    // The site's settings and vocabularies.
    ("config", &["data", "diagnostic", "language", "world"]),
    (
        "registry",
        &["config", "data", "diagnostic", "language", "world"],
    ),
    // One source file becomes one typed entry; pure.
    (
        "content",
        &["data", "diagnostic", "digest", "language", "registry"],
    ),
    // Everything linked; knows no template and writes nothing.
    (
        "library",
        &["config", "content", "diagnostic", "language", "registry"],
    ),
    // The site's files: the theme and the output know no entry, and not each other.
    (
        "theme",
        &[
            "config",
            "data",
            "diagnostic",
            "digest",
            "language",
            "world",
        ],
    ),
    ("output", &["diagnostic", "digest", "world"]),
    (
        "render",
        &[
            "config",
            "content",
            "data",
            "diagnostic",
            "digest",
            "language",
            "library",
            "registry",
            "theme",
        ],
    ),
    // The full-text index and its copy for browsers.
    (
        "search",
        &["content", "digest", "language", "library", "registry"],
    ),
    // Documents and skeletons made from the kinds' fields.
    ("reference", &["config", "content", "data", "language"]),
    (
        "skeleton",
        &["config", "content", "data", "language", "registry"],
    ),
    // The files of a new site.
    (
        "starter",
        &["content", "language", "reference", "registry", "skeleton"],
    ),
    // The table of contents.
    (
        "build",
        &[
            "config",
            "content",
            "diagnostic",
            "digest",
            "language",
            "library",
            "output",
            "registry",
            "render",
            "search",
            "theme",
            "world",
        ],
    ),
    // What a person starts: the server beside the command line, which starts it.
    (
        "serve",
        &[
            "build",
            "config",
            "content",
            "diagnostic",
            "language",
            "theme",
            "world",
        ],
    ),
    (
        "cli",
        &[
            "build",
            "config",
            "content",
            "diagnostic",
            "language",
            "output",
            "reference",
            "registry",
            "search",
            "serve",
            "skeleton",
            "starter",
            "theme",
            "world",
        ],
    ),
];

/// Words of the outside, and the files that may say them (by how their path begins).
const DOORS: &[(&str, &[&str])] = &[
    ("std::fs", &["world/"]),
    ("std::env", &["world/"]),
    ("std::net", &["serve/"]),
    ("process::Command", &["world/"]),
    ("process::{Command", &["world/"]),
    ("process::ExitCode", &["cli/", "main.rs"]),
    ("std::process", &["world/", "cli/", "main.rs"]),
    ("SystemTime", &["world/"]),
    ("Zoned::now", &["world/"]),
    ("Timestamp::now", &[]),
    ("Instant", &["build/report.rs", "world/"]),
    ("thread::sleep", &[]),
];

/// Lines that a file may have. One that grows past it asks to be split at a seam.
const MAX_LINES: usize = 450;

/// Every source file: its path below `src`, and its text.
fn sources() -> BTreeMap<String, String> {
    fn walk(folder: &Path, prefix: &str, found: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let entry = entry.expect("an entry");
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                walk(&entry.path(), &format!("{name}/"), found);
            } else if name.ends_with(".rs") {
                found.insert(name, fs::read_to_string(entry.path()).expect("UTF-8"));
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        "",
        &mut found,
    );
    assert!(found.contains_key("lib.rs") && found.len() > 50);
    found
}

/// The code without its comments, which may speak of anyone.
fn code(text: &str) -> String {
    text.lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

/// The module of the top floor plan that a file belongs to.
fn module_of(path: &str) -> &str {
    path.split('/')
        .next()
        .unwrap_or(path)
        .trim_end_matches(".rs")
}

/// Names of modules that code reaches through `crate::`.
fn imports(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let word = |text: &str| {
        text.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect::<String>()
    };
    for (at, prefix) in code.match_indices("crate::") {
        let rest = &code[at + prefix.len()..];
        let Some(list) = rest.strip_prefix('{') else {
            found.insert(word(rest));
            continue;
        };
        let mut depth = 0;
        let mut name = String::new();
        for c in list.chars() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    found.extend(Some(word(std::mem::take(&mut name).trim_start())))
                }
                c if depth == 0 => name.push(c),
                _ => {}
            }
        }
        found.insert(word(name.trim_start()));
    }
    found.remove("");
    found
}

#[test]
fn imports_point_down_only() {
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in sources() {
        let module = module_of(&path);
        if matches!(module, "lib" | "main") {
            assert_eq!(
                imports(&code(&text)),
                BTreeSet::new(),
                "{path} imports nothing by `crate::`"
            );
            continue;
        }
        let allowed = FLOORS.iter().find(|(name, _)| *name == module);
        let (_, allowed) =
            allowed.unwrap_or_else(|| panic!("{module} has no place in the list of floors"));
        for import in imports(&code(&text))
            .into_iter()
            .filter(|import| import != module)
        {
            assert!(
                allowed.contains(&import.as_str()),
                "{path} imports {import}; {module} may import {allowed:?}"
            );
            used.entry(module.to_owned()).or_default().insert(import);
        }
    }
    for (at, (module, allowed)) in FLOORS.iter().enumerate() {
        let below: Vec<&str> = FLOORS[..at].iter().map(|(name, _)| *name).collect();
        for import in *allowed {
            assert!(below.contains(import), "{import} is not below {module}");
            let needed = used.get(*module).is_some_and(|used| used.contains(*import));
            assert!(
                needed,
                "{module} no longer imports {import}: take it off the list"
            );
        }
    }
}

#[test]
fn nobody_climbs_to_the_top_by_super() {
    for (path, text) in sources() {
        let inner = path.trim_end_matches(".rs").trim_end_matches("/mod");
        let depth = inner.split('/').count();
        // An inline test module is one level deeper.
        let code = code(&text);
        let code = code.split("#[cfg(test)]\nmod").next().unwrap_or_default();
        let roof = "super::".repeat(depth);
        assert!(
            matches!(module_of(&path), "lib" | "main") || !code.contains(&roof),
            "{path}: {roof} is `crate::`"
        );
    }
}

#[test]
fn the_outside_is_reached_through_its_door() {
    for (path, text) in sources() {
        let code = code(&text);
        for (word, owners) in DOORS {
            let owned = owners.iter().any(|owner| path.starts_with(owner));
            assert!(
                owned || !code.contains(word),
                "{path} uses {word}, which belongs to {owners:?}"
            );
        }
    }
}

#[test]
fn every_file_says_what_it_is_for_and_stays_short() {
    for (path, text) in sources() {
        assert!(
            text.starts_with("//! "),
            "{path} does not begin with a `//!` comment"
        );
        let lines = text.lines().count();
        assert!(
            lines <= MAX_LINES,
            "{path} has {lines} lines; over {MAX_LINES} it asks to be split at a seam"
        );
    }
}

#[test]
fn the_reader_of_imports_reads() {
    let code = code(
        "use crate::{a, b::{self, C}, d as e}; // crate::f\nlet g = crate::g::h(); $crate::i::j!();",
    );
    let expected = ["a", "b", "d", "g", "i"].map(str::to_owned);
    assert_eq!(imports(&code), BTreeSet::from(expected));
}
