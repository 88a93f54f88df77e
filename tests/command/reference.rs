//! Help, completions, explanations and reference documents.

use crate::good_site;
use crate::support::Site;

#[test]
fn every_help_has_examples() {
    for command in [
        "",
        "build",
        "check",
        "new",
        "explain",
        "reference",
        "completions",
    ] {
        let arguments = [command, "--help"]
            .into_iter()
            .filter(|word| !word.is_empty());
        let run = Site::bare().run(arguments);
        assert_eq!((run.status, run.err.as_str()), (Some(0), ""), "{command}");
        assert!(
            run.out.contains("Example") && run.out.contains("  casebook "),
            "{command}: {}",
            run.out
        );
    }
}

/// The examples of the help are commands that this program understands.
#[test]
fn examples_of_the_help_work() {
    let site = good_site();
    for command in [
        "",
        "build",
        "check",
        "new",
        "explain",
        "reference",
        "completions",
    ] {
        let arguments = [command, "--help"]
            .into_iter()
            .filter(|word| !word.is_empty());
        let help = site.run(arguments).out;
        let examples = help
            .lines()
            .filter_map(|line| line.strip_prefix("  casebook "));
        for example in examples {
            // What stands after two spaces explains; what stands after `>` is for the shell.
            let example = example.split("  ").next().unwrap_or_default();
            let words: Vec<&str> = example
                .split(" > ")
                .next()
                .unwrap_or_default()
                .split(' ')
                .collect();
            let run = site.run(&words);
            assert!(
                !run.err.contains("Usage:"),
                "casebook {example}: {}",
                run.err
            );
        }
    }
}

#[test]
fn completions_are_to_be_had_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = Site::bare().run(["completions", shell]);
        assert_eq!((run.status, run.err.as_str()), (Some(0), ""), "{shell}");
        for word in ["casebook", "build", "translate", "strict"] {
            assert!(run.out.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn codes_are_explained() {
    let site = Site::bare();
    for code in casebook::diagnostic::Code::ALL {
        for lang in ["zh", "en"] {
            let run = site.run(["explain", code.as_str(), "--lang", lang]);
            assert_eq!((run.status, run.err.as_str()), (Some(0), ""));
            assert!(
                run.out.starts_with(&format!("{code}\n\n")) && run.out.trim().lines().count() == 3,
                "{}",
                run.out
            );
        }
    }
    let all = site.run(["explain"]);
    assert!(
        casebook::diagnostic::Code::ALL
            .iter()
            .all(|code| all.out.contains(&format!("## {code}\n")))
    );
    let slip = site.run(["explain", "brokn-link"]);
    assert_eq!((slip.status, slip.out.as_str()), (Some(2), ""));
    assert!(slip.err.contains("broken-link"), "{}", slip.err);
}

#[test]
fn reference_documents_are_printed() {
    let site = Site::bare();
    let schemas: serde_json::Value =
        serde_json::from_str(&site.run(["reference", "schema"]).out).expect("JSON");
    for kind in [
        "section",
        "page",
        "interpretation",
        "course",
        "lesson",
        "policy",
        "case",
        "term",
        "site",
    ] {
        assert!(schemas[kind]["properties"]["title"].is_object(), "{kind}");
    }
    let case: serde_json::Value =
        serde_json::from_str(&site.run(["reference", "schema", "--kind", "case"]).out)
            .expect("JSON");
    assert_eq!(case, schemas["case"]);
    let guide = site.run(["reference", "fields", "--lang", "zh"]).out;
    assert!(
        guide.contains("desensitized") && guide.contains("是否已脱敏"),
        "{guide}"
    );
    assert!(
        site.run(["reference", "codes"])
            .out
            .contains("## unknown-id")
    );
}
