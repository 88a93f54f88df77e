//! Every problem is told with its code at its place: path, line, and column counted in
//! characters. One table holds a fixture for every code.

#![allow(
    clippy::disallowed_methods,
    reason = "tests stand outside and look at the disk"
)]

mod bodies;
mod data;
mod files;
mod links;
mod output;
mod registries;
#[path = "../support/mod.rs"]
mod support;

use std::collections::{BTreeMap, BTreeSet};

use casebook::build::{Options, Outcome};
use casebook::diagnostic::Code;
use casebook::world::Disk;
use support::{Site, Tree, case, tree};

type Files = &'static [(&'static str, &'static str)];

/// A site with one thing wrong, and all that is to be said about it.
struct Fixture {
    code: Code,
    name: &'static str,
    arrange: Box<dyn Fn(&Site)>,
    build: Box<dyn Fn(&Site) -> Outcome>,
    /// Every problem, in any order.
    expected: Vec<String>,
}

/// A site of these files.
fn files(code: Code, name: &'static str, files: Files, expected: &[&str]) -> Fixture {
    arranged(code, name, expected, move |site| {
        for (path, text) in files {
            site.write(path, text);
        }
    })
}

/// A site of one Markdown file.
fn file(
    code: Code,
    name: &'static str,
    path: &'static str,
    text: impl Into<Vec<u8>>,
    expected: &[&str],
) -> Fixture {
    let text = text.into();
    arranged(code, name, expected, move |site| {
        site.write(path, &text);
    })
}

/// A site that takes more than files.
fn arranged(
    code: Code,
    name: &'static str,
    expected: &[&str],
    arrange: impl Fn(&Site) + 'static,
) -> Fixture {
    run(code, name, expected, arrange, Site::build)
}

/// A site that is built in a way of its own.
fn run(
    code: Code,
    name: &'static str,
    expected: &[&str],
    arrange: impl Fn(&Site) + 'static,
    build: impl Fn(&Site) -> Outcome + 'static,
) -> Fixture {
    let expected = expected.iter().map(|line| (*line).to_owned()).collect();
    Fixture {
        code,
        name,
        arrange: Box::new(arrange),
        build: Box::new(build),
        expected,
    }
}

/// All that is below the site's root, without the work folder and what builds remember, which may come
/// and go.
fn everything(site: &Site) -> Tree {
    tree(&site.path(""))
        .into_iter()
        .filter(|(path, _)| !path.starts_with(".public.casebook") && !path.starts_with(".casebook"))
        .collect()
}

/// A file with front matter of these lines and no text.
fn front(lines: &str) -> String {
    format!("---\n{lines}\n---\n")
}

fn fixtures() -> Vec<Fixture> {
    let groups = [
        files::fixtures,
        data::fixtures,
        registries::fixtures,
        bodies::fixtures,
        links::fixtures,
        output::fixtures,
    ];
    groups.into_iter().flat_map(|group| group()).collect()
}

/// Builds every fixture: exactly its problems are told, in both languages, and while an error
/// stands nothing is written.
fn try_all(fixtures: Vec<Fixture>) {
    let mut failures = Vec::new();
    for Fixture {
        code,
        name,
        arrange,
        build,
        mut expected,
    } in fixtures
    {
        let site = Site::new();
        arrange(&site);
        let before = everything(&site);
        let outcome = build(&site);
        let mut found = site.problems(&outcome);
        expected.sort();
        found.sort();
        if found != expected {
            failures.push(format!(
                "{code}: {name}\n  expected {expected:#?}\n  found {found:#?}"
            ));
        }
        assert!(
            expected.iter().any(|line| line.ends_with(code.as_str())),
            "{code}: {name}: not in its own fixture"
        );
        if outcome.errors() == 0 {
            assert!(
                outcome.size.is_some(),
                "{code}: {name}: warnings stop nothing"
            );
        } else {
            assert_eq!(
                support::difference(&before, &everything(&site)),
                None,
                "{code}: {name}: nothing is written"
            );
        }
        for problem in &outcome.diagnostics {
            let texts = std::iter::once(&problem.message).chain(&problem.hint);
            for text in texts {
                assert!(
                    text.zh
                        .chars()
                        .any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
                    "{code}: {name}: {text:?}"
                );
                assert!(
                    !text.en.is_empty() && !text.en.contains('\n'),
                    "{code}: {name}: {text:?}"
                );
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn problems_of_files_are_told_at_their_place() {
    try_all(files::fixtures());
}

#[test]
fn problems_of_data_are_told_at_their_place() {
    try_all(data::fixtures());
}

#[test]
fn problems_of_registries_are_told_at_their_place() {
    try_all(registries::fixtures());
}

#[test]
fn problems_of_texts_are_told_at_their_place() {
    try_all(bodies::fixtures());
}

#[test]
fn problems_of_links_are_told_at_their_place() {
    try_all(links::fixtures());
}

#[test]
fn problems_of_output_and_theme_are_told_at_their_place() {
    try_all(output::fixtures());
}

/// Defects of the program or the machine that no site can cause: `src/build/index.rs` tests them.
const DEFECTS: &[Code] = &[Code::IndexFailed, Code::IndexImplausible];

#[test]
fn every_code_has_a_fixture() {
    let covered: BTreeSet<Code> = fixtures().iter().map(|fixture| fixture.code).collect();
    let missing: Vec<_> = Code::ALL
        .iter()
        .filter(|code| !covered.contains(code) && !DEFECTS.contains(code))
        .map(|code| code.as_str())
        .collect();
    assert_eq!(missing, Vec::<&str>::new());
}

/// Several bad files, and the list of all that is wrong with them, in order.
fn bad_site() -> Site {
    Site::with(&[
        ("content/b.md", "---\ntitel: 页\n---\n\n[无](x.md)\n"),
        ("content/a.md", "# 无\n"),
        (
            "content/cases/c.md",
            "---\ntitle: 例\nlocality: 宁波\n---\n",
        ),
        ("registries/sizes.toml", "zh = \n"),
    ])
}

#[test]
fn all_problems_of_all_files_are_told_in_one_run_and_in_order() {
    let site = bad_site();
    let expected = [
        "content/a.md:1:1: missing-front-matter",
        "content/b.md:1:1: missing-field",
        "content/b.md:2:1: unknown-field",
        "content/b.md:5:1: broken-link",
        "content/cases/c.md:1:1: missing-field",
        "content/cases/c.md:1:1: missing-field",
        "content/cases/c.md:1:1: missing-field",
        "content/cases/c.md:1:1: missing-field",
        "content/cases/c.md:1:1: missing-field",
        "content/cases/c.md:1:1: case-parts",
        "content/cases/c.md:3:11: unknown-id",
        "registries/sizes.toml:1:6: syntax-error",
    ];
    let found = |threads| {
        site.problems(&site.build_with(
            &Disk,
            Options {
                threads: Some(threads),
                ..site.options()
            },
        ))
    };
    let one = found(1);
    let mut sorted = one.clone();
    sorted.sort();
    let mut wanted = expected.map(str::to_owned).to_vec();
    wanted.sort();
    assert_eq!(sorted, wanted);
    assert_eq!(one, found(4));
    let places: Vec<_> = one
        .iter()
        .map(|line| line.rsplit_once(": ").map_or("", |(place, _)| place))
        .collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn a_misspelt_word_is_guessed() {
    let site = Site::with(&[
        ("content/a.md", "---\ntitle: 页\ndescribtion: 甲\n---\n"),
        (
            "content/c.md",
            "---\ntitle: 页\n---\n[[专利全]] [别](b/己方.md)\n",
        ),
        (
            "content/policies/x.md",
            "---\ntitle: 通知\nissuers: [cnipaa]\nissued: 2026-01-01\n---\n",
        ),
        ("content/glossary/patent.md", "---\ntitle: 专利权\n---\n"),
        ("content/b/乙方.md", "---\ntitle: 乙\n---\n"),
    ]);
    let outcome = site.build();
    let hints: BTreeMap<&str, &str> = outcome
        .diagnostics
        .iter()
        .filter_map(|problem| Some((problem.code.as_str(), problem.hint.as_ref()?.en.as_str())))
        .collect();
    assert_eq!(hints["unknown-field"], "did you mean `description`?");
    assert_eq!(hints["unknown-id"], "did you mean `cnipa` (CNIPA)?");
    assert_eq!(hints["unknown-term"], "did you mean `专利权`?");
    assert_eq!(hints["broken-link"], "did you mean b/乙方.md?");
}

#[test]
fn marks_of_windows_editors_are_accepted_everywhere() {
    let windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let site = Site::new();
    for (path, bytes) in tree(&site.path("")) {
        if path.ends_with(".toml") {
            site.write(&path, windows(&String::from_utf8(bytes).expect("UTF-8")));
        }
    }
    site.write("content/cases/a.md", windows(&case("title: 例")));
    site.write(
        "content/b.md",
        windows("+++\ntitle = \"乙\"\n+++\n\n## 一\n\n[例](cases/a.md)\n"),
    );
    let site = site.built();
    assert!(
        site.page("b.html")
            .links(".prose")
            .contains(&"cases/a.html".to_owned())
    );
    assert!(!site.read("cases/a.html").contains('\u{feff}'));

    site.write(
        "content/c.md",
        windows("---\ntitle: 丙\n---\n\n正文[无](无.md)\n"),
    );
    assert_eq!(
        site.problems(&site.build()),
        ["content/c.md:5:3: broken-link"]
    );
}

#[test]
fn a_file_that_cannot_be_used_is_reported_once() {
    // References to the bad file and ids of the bad registry are not wrong as well.
    let site = Site::with(&[
        (
            "content/a.md",
            "---\ntitle: 页\nrelated: [b]\n---\n[乙](b.md)\n",
        ),
        ("content/b.md", "---\ntitle: [\n---\n"),
        ("registries/sizes.toml", "zh = \"规模\"\n"),
    ]);
    site.write("content/cases/c.md", case("title: 例"));
    let outcome = site.build();
    let codes: BTreeSet<_> = outcome
        .diagnostics
        .iter()
        .map(|problem| problem.code.as_str())
        .collect();
    assert_eq!(codes, BTreeSet::from(["syntax-error", "missing-field"]));
    let files: BTreeSet<_> = outcome
        .diagnostics
        .iter()
        .map(|problem| problem.place.as_ref().map(|place| &*place.file))
        .collect();
    assert_eq!(
        files,
        BTreeSet::from([Some("content/b.md"), Some("registries/sizes.toml")])
    );
}
