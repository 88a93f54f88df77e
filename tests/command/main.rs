//! The command line: what is printed where, with which exit status, and what `new` writes.

#![allow(
    clippy::disallowed_methods,
    reason = "tests stand outside and look at the disk"
)]

mod new;
mod reference;
#[path = "../support/mod.rs"]
mod support;

use support::{Run, Site, case, difference, program, tree};
use unicode_width::UnicodeWidthStr;

/// A site with one error, after Chinese text, and one warning.
fn bad_site() -> Site {
    let text = case("title: 例")
        .replace("一\n", "参见[演示](javascript:alert(1))。\n")
        .replace("二\n", "[无](无.md)\n");
    Site::with(&[("content/cases/a.md", &text)])
}

/// A site with nothing wrong but a warning.
fn warned_site() -> Site {
    Site::with(&[("content/a.md", "---\ntitle: 页\n---\n\n[无](无.md)\n")])
}

fn good_site() -> Site {
    Site::with(&[
        ("content/a.md", "---\ntitle: 页\n---\n\n正文\n"),
        ("content/cases/a.md", &case("title: 例")),
    ])
}

const ENGLISH: &str = "\
error[unsafe-url]: the link uses an unsafe scheme: javascript:alert(1)
  --> content/cases/a.md:13:3
   |
13 | 参见[演示](javascript:alert(1))。
   |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = hint: use http, https, mailto, tel or a path of the site

warning[broken-link]: there is no page `无.md`
  --> content/cases/a.md:17:1
   |
17 | [无](无.md)
   | ^^^^^^^^^^^
   |
   = hint: link to the .md file, by a path relative to this file

1 error, 1 warning
nothing was written; the site that was there is unchanged
";

const CHINESE: &str = "\
错误[unsafe-url]: 链接的协议不安全：javascript:alert(1)
  --> content/cases/a.md:13:3
   |
13 | 参见[演示](javascript:alert(1))。
   |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = 提示: 只能用 http、https、mailto、tel 或站内路径

警告[broken-link]: 没有页面“无.md”
  --> content/cases/a.md:17:1
   |
17 | [无](无.md)
   | ^^^^^^^^^^^
   |
   = 提示: 链接到 .md 文件，路径相对于本文件

1 个错误，1 个警告
没有写入任何文件，原有站点保持不变
";

#[test]
fn people_see_the_place_marked_in_their_language() {
    let site = bad_site();
    assert_eq!(
        site.run(["build", "--lang", "en"]),
        Run {
            status: Some(1),
            out: String::new(),
            err: ENGLISH.to_owned()
        }
    );
    assert_eq!(
        site.run(["--lang", "zh", "build"]),
        Run {
            status: Some(1),
            out: String::new(),
            err: CHINESE.to_owned()
        }
    );
}

#[test]
fn the_language_is_that_of_the_system() {
    let site = bad_site();
    for (name, value, expected) in [
        ("LANG", "zh_CN.UTF-8", CHINESE),
        ("LC_ALL", "zh_TW.UTF-8", CHINESE),
        ("CASEBOOK_LANG", "zh", CHINESE),
        ("LANG", "de_DE.UTF-8", ENGLISH),
    ] {
        let run = Run::of(
            site.program(["build"])
                .env(name, value)
                .output()
                .expect("the program runs"),
        );
        assert_eq!(run.err, expected, "{name}={value}");
    }
}

/// The mark stands below what it marks, on a terminal that gives a Han character two cells.
#[test]
fn marks_are_aligned_below_wide_characters() {
    for (text, marked) in [
        ("参见[演示](javascript:x)。", "[演示](javascript:x)"),
        (
            "Ａ全角、ｶﾅ、한국어 [链接](javascript:x) 后文",
            "[链接](javascript:x)",
        ),
        ("制表[甲](javascript:x)", "[甲](javascript:x)"),
        ("e\u{301}组合[甲](javascript:x)", "[甲](javascript:x)"),
    ] {
        let site = Site::with(&[("content/a.md", &format!("---\ntitle: 页\n---\n\n{text}\n"))]);
        let err = site.run(["check"]).err;
        let lines: Vec<&str> = err.lines().collect();
        let at = lines
            .iter()
            .position(|line| line.contains(marked))
            .expect("the line is shown");
        let before = &lines[at][..lines[at].find(marked).unwrap_or_default()];
        let marks = lines[at + 1];
        let indent = marks.find('^').expect("marks");
        assert_eq!(before.width(), marks[..indent].width(), "{err}");
        assert_eq!(marked.width(), marks.matches('^').count(), "{err}");
    }
}

#[test]
fn an_editor_gets_one_line_for_each_problem() {
    let run = bad_site().run(["check", "--format", "short"]);
    let expected = "\
content/cases/a.md:13:3: unsafe-url: the link uses an unsafe scheme: javascript:alert(1)
content/cases/a.md:17:1: broken-link: there is no page `无.md`
1 error, 1 warning
the check failed
";
    assert_eq!(
        run,
        Run {
            status: Some(1),
            out: String::new(),
            err: expected.to_owned()
        }
    );
}

#[test]
fn a_program_gets_json_and_nothing_else() {
    let run = bad_site().run(["check", "--format", "json", "--lang", "en"]);
    assert_eq!((run.status, run.err.as_str()), (Some(1), ""));
    let expected = serde_json::json!({
        "version": 1,
        "errors": 1,
        "warnings": 1,
        "diagnostics": [
            {
                "code": "unsafe-url", "severity": "error", "file": "content/cases/a.md",
                "line": 13, "column": 3, "end_line": 13, "end_column": 28,
                "message": "the link uses an unsafe scheme: javascript:alert(1)",
                "hint": "use http, https, mailto, tel or a path of the site",
            },
            {
                "code": "broken-link", "severity": "warning", "file": "content/cases/a.md",
                "line": 17, "column": 1, "end_line": 17, "end_column": 10,
                "message": "there is no page `无.md`",
                "hint": "link to the .md file, by a path relative to this file",
            },
        ],
    });
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&run.out).expect("JSON"),
        expected
    );

    let clean = good_site().run(["build", "--format", "json"]);
    assert_eq!((clean.status, clean.err.as_str()), (Some(0), ""));
    let clean: serde_json::Value = serde_json::from_str(&clean.out).expect("JSON");
    assert_eq!(
        clean,
        serde_json::json!({ "version": 1, "errors": 0, "warnings": 0, "diagnostics": [] })
    );

    // A problem with the command has no place.
    let run = Site::bare().run(["check", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(
        (run.status, &value["diagnostics"][0]["code"]),
        (Some(2), &"config-missing".into())
    );
    assert!(value["diagnostics"][0]["file"].is_null() && value["diagnostics"][0]["line"].is_null());
}

#[test]
fn the_exit_status_tells_content_from_command() {
    let ends = |site: &Site, arguments: &[&str]| site.run(arguments).status;
    for command in ["build", "check"] {
        assert_eq!(ends(&good_site(), &[command]), Some(0), "{command}");
        assert_eq!(ends(&warned_site(), &[command]), Some(0), "{command}");
        assert_eq!(
            ends(&warned_site(), &[command, "--strict"]),
            Some(1),
            "{command}"
        );
        assert_eq!(ends(&bad_site(), &[command]), Some(1), "{command}");
        assert_eq!(ends(&Site::bare(), &[command]), Some(2), "{command}");
        assert_eq!(
            ends(&good_site(), &[command, "--root", "nowhere"]),
            Some(2),
            "{command}"
        );
        assert_eq!(
            ends(&good_site(), &[command, "--base-url", "x"]),
            Some(2),
            "{command}"
        );
        assert_eq!(
            ends(&good_site(), &[command, "--thread", "2"]),
            Some(2),
            "{command}"
        );
        assert_eq!(
            ends(&good_site(), &[command, "--threads", "0"]),
            Some(2),
            "{command}"
        );
    }
    let site = good_site();
    site.write("public/index.html", "somebody's");
    assert_eq!(ends(&site, &["build"]), Some(2));
    assert_eq!(ends(&site, &["build", "--output", "content/x"]), Some(2));
    assert_eq!(ends(&site, &["publish"]), Some(2));
}

#[test]
fn strict_writes_nothing_where_a_warning_stands() {
    let site = warned_site();
    // What was learned on the way is no part of the site.
    let sources = || {
        let own =
            |path: &String| !path.starts_with(".casebook/") && path != ".public.casebook/lock";
        let all = tree(&site.path("")).into_iter();
        all.filter(|(path, _)| own(path)).collect()
    };
    let before = sources();
    let run = site.run(["build", "--strict"]);
    assert!(
        run.err.contains("error[broken-link]") && run.err.ends_with("unchanged\n"),
        "{}",
        run.err
    );
    assert_eq!(difference(&before, &sources()), None);
    assert_eq!(site.run(["build"]).status, Some(0));
    assert!(site.has("a.html"));
}

#[test]
fn check_writes_nothing() {
    let site = good_site();
    let before = tree(&site.path(""));
    let run = site.run(["check"]);
    assert_eq!((run.status, run.out.as_str()), (Some(0), ""));
    assert!(
        run.err.starts_with("0 errors, 0 warnings\nchecked "),
        "{}",
        run.err
    );
    assert_eq!(difference(&before, &tree(&site.path(""))), None);
}

#[test]
fn the_summary_counts_pages_languages_warnings_seconds_and_bytes() {
    let site = warned_site();
    let run = site.run(["build"]);
    let summary: Vec<&str> = run.err.lines().rev().take(2).collect();
    assert_eq!(summary[1], "0 errors, 1 warning");
    let (zh, en) = site
        .output()
        .keys()
        .filter(|path| path.ends_with(".html"))
        .fold((0, 0), |(zh, en), path| {
            if path.starts_with("en/") {
                (zh, en + 1)
            } else {
                (zh + 1, en)
            }
        });
    let start = format!("built {} pages (zh {zh}, en {en}), ", zh + en);
    assert!(summary[0].starts_with(&start), "{} has {start}", summary[0]);
    for part in [" files, ", "KiB, in ", " s → ", "public"] {
        assert!(summary[0].contains(part), "{} has {part}", summary[0]);
    }
}

#[test]
fn quiet_says_nothing_but_problems() {
    assert_eq!(
        good_site().run(["build", "--quiet"]),
        Run {
            status: Some(0),
            out: String::new(),
            err: String::new()
        }
    );
    assert_eq!(
        good_site().run(["check", "-q"]),
        Run {
            status: Some(0),
            out: String::new(),
            err: String::new()
        }
    );
    let run = bad_site().run(["build", "-q", "--format", "short"]);
    assert_eq!(
        (run.status, run.err.lines().count()),
        (Some(1), 2),
        "{}",
        run.err
    );
}

#[test]
fn color_is_for_terminals_and_can_be_had_elsewhere() {
    let site = bad_site();
    assert!(!site.run(["check"]).err.contains('\u{1b}'));
    assert!(
        !site
            .run(["check", "--color", "never"])
            .err
            .contains('\u{1b}')
    );
    assert!(
        site.run(["check", "--color", "always"])
            .err
            .contains("\u{1b}[")
    );
}

#[test]
fn the_command_line_overrides_the_settings() {
    let site = good_site();
    site.write("content/draft.md", "---\ntitle: 草稿\ndraft: true\n---\n");
    let run = site.run([
        "build",
        "-o",
        "elsewhere/site",
        "--base-url",
        "http://other.example/x",
        "--drafts",
    ]);
    assert_eq!(run.status, Some(0), "{}", run.err);
    assert!(!site.path("public").exists());
    let page =
        std::fs::read_to_string(site.path("elsewhere/site/draft.html")).expect("the draft's page");
    assert!(page.contains("http://other.example/x/draft.html"));
    // From another folder, by the root.
    let root = site.path("");
    let status = program()
        .args(["build", "--quiet", "--root"])
        .arg(&root)
        .current_dir("/")
        .status()
        .expect("it runs");
    assert!(status.success() && site.has("a.html"));
}

#[test]
fn a_closed_pipe_is_no_crash() {
    let site = good_site();
    let mut child = site
        .program(["explain"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(!err.contains("panicked"), "{err}");
}
