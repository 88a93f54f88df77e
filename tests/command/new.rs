//! `casebook new`: skeletons that are ready once their blanks are filled.

use crate::good_site;
use crate::support::{Run, SITE, Site, difference, tree};

/// Writes values into the blanks of a skeleton.
fn fill(text: &str) -> String {
    let value = |field: &str| match field {
        "title" => "\"标题 Title\"",
        "locality" => "ningbo",
        "industry" => "\"39\"",
        "size" => "small",
        "stage" => "seed",
        "clauses" => "[\"4.1\"]",
        "clause" => "\"4.1\"",
        "consent" => "true",
        "issuers" => "[cnipa]",
        "issued" => "2026-01-01",
        "objectives" => "[学会]",
        "level" => "introductory",
        "minutes" => "20",
        other => panic!("a blank that the test does not know: {other}"),
    };
    let mut lines = text.lines();
    let mut filled = String::new();
    let mut fences = 0;
    for line in &mut lines {
        fences += usize::from(line == "---");
        match line.split_once(':') {
            Some((field, _)) if fences == 1 && !line.starts_with('#') => {
                filled.push_str(&format!("{field}: {}\n", value(field)));
            }
            _ => filled.push_str(&format!("{line}\n")),
        }
    }
    filled
}

const KINDS: [(&str, &str, &str); 7] = [
    ("case", "jingmi", "content/cases/jingmi.md"),
    ("policy", "tongzhi", "content/policies/tongzhi.md"),
    ("course", "jichu", "content/courses/jichu/_index.md"),
    (
        "lesson",
        "jichu/01-kaishi",
        "content/courses/jichu/01-kaishi.md",
    ),
    ("interpretation", "4.1", "content/interpretations/4.1.md"),
    ("term", "专利", "content/glossary/专利.md"),
    ("page", "guanyu/women", "content/guanyu/women.md"),
];

#[test]
fn a_new_entry_passes_the_check_once_its_blanks_are_filled() {
    for default in ["zh", "en"] {
        let site = Site::new();
        site.write(
            "site.toml",
            format!("default_language = \"{default}\"\n{SITE}"),
        );
        for (kind, name, path) in KINDS {
            let run = site.run(["new", kind, name]);
            assert_eq!(
                (run.status, run.out.as_str()),
                (Some(0), format!("{path}\n").as_str()),
                "{}",
                run.err
            );
        }
        // As it is, it is not ready, and the check names each blank.
        let check = site.run(["check", "--format", "short", "-q"]);
        assert_eq!(check.status, Some(1));
        assert!(
            check
                .err
                .lines()
                .all(|line| line.contains(": missing-field: ")),
            "{}",
            check.err
        );
        for (_, _, path) in KINDS {
            let blank = std::fs::read_to_string(site.path(path)).expect("a skeleton");
            assert!(
                check.err.contains(&format!("{path}:")),
                "{path} is reported"
            );
            site.write(path, fill(&blank));
        }
        assert_eq!(
            site.run(["check", "--strict", "-q"]),
            Run {
                status: Some(0),
                out: String::new(),
                err: String::new()
            }
        );

        let other = if default == "zh" { "en" } else { "zh" };
        for (_, _, path) in KINDS {
            let id = path
                .trim_start_matches("content/")
                .trim_end_matches(".md")
                .trim_end_matches("/_index");
            let run = site.run(["new", "--translate", other, id]);
            let made = path.replace(".md", &format!(".{other}.md"));
            assert_eq!(
                (run.status, run.out.as_str()),
                (Some(0), format!("{made}\n").as_str()),
                "{}",
                run.err
            );
            let blank = std::fs::read_to_string(site.path(&made)).expect("a skeleton");
            assert!(
                !blank.contains("clauses") && !blank.contains("date:"),
                "neutral fields stay out: {blank}"
            );
            site.write(&made, fill(&blank));
        }
        assert_eq!(
            site.run(["check", "--strict", "-q"]),
            Run {
                status: Some(0),
                out: String::new(),
                err: String::new()
            }
        );
    }
}

/// Optional fields are comments; without the `#` each is a field of the right form.
#[test]
fn optional_fields_of_a_new_entry_can_be_switched_on() {
    let site = Site::new();
    for (kind, name, path) in KINDS {
        site.run(["new", kind, name]);
        let text = fill(&std::fs::read_to_string(site.path(path)).expect("a skeleton"));
        let (front, body) = text[4..].split_once("---\n").expect("two fences");
        let on: String = front
            .lines()
            .map(|line| {
                let field = line.strip_prefix("# ").filter(|rest| {
                    rest.split_once(": ").is_some_and(|(name, _)| {
                        name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
                    })
                });
                format!("{}\n", field.unwrap_or(line))
            })
            .collect();
        assert!(on.contains("\nkeywords: []"), "{on}");
        site.write(path, format!("---\n{on}---\n{body}"));
    }
    let check = site.run(["check", "--drafts", "--format", "short", "-q"]);
    let blanks = ["missing-field", "unknown-id", "missing-file"];
    for line in check.err.lines() {
        assert!(
            blanks
                .iter()
                .any(|code| line.contains(&format!(": {code}: "))),
            "{line}"
        );
    }
}

#[test]
fn new_never_overwrites_and_never_leaves_the_content_folder() {
    let site = good_site();
    let before = tree(&site.path(""));
    for arguments in [
        &["new", "case", "a"][..],
        &["new", "case", "cases/a.md"],
        &["new", "page", "a"],
        &["new", "page", "a.fr"],
        &["new", "page", "../a"],
        &["new", "page", "x/../../../a"],
        &["new", "page", "con"],
        &["new", "cas", "b"],
        &["new", "lesson", "not-in-a-course"],
        &["new", "course", "a/b"],
        &["new", "page", "cases/b"],
        &["new", "--translate", "en", "cases/none"],
        &["new", "--translate", "zh", "cases/a"],
        &["new", "case"],
    ] {
        let run = site.run(arguments);
        assert_eq!(
            (run.status, run.out.as_str()),
            (Some(2), ""),
            "{arguments:?}: {}",
            run.err
        );
        assert!(!run.err.is_empty(), "{arguments:?}");
        assert_eq!(
            difference(&before, &tree(&site.path(""))),
            None,
            "{arguments:?}"
        );
    }
    assert!(
        site.run(["new", "cas", "b"])
            .err
            .contains("did you mean case?")
    );
    // A translation is made once.
    assert_eq!(
        site.run(["new", "--translate", "en", "content/cases/a.md"])
            .status,
        Some(0)
    );
    assert_eq!(
        site.run(["new", "--translate", "en", "cases/a"]).status,
        Some(2)
    );
}
