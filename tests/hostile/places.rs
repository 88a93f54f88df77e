//! Every place of a site that takes a text.

use crate::support::{CASE_BODY, CASE_BODY_EN, LESSON_BODY, entry, registry};

/// A text as YAML, TOML and JSON all understand it.
pub(super) fn quoted(text: &str) -> String {
    serde_json::to_string(text)
        .expect("text")
        .replace('\u{7f}', "\\u007F")
}

/// Files of a site with a text in every place that takes one, in both languages or in one.
pub(super) fn places(text: &str, both: bool) -> Vec<(String, String)> {
    let q = quoted(text);
    let mut files: Vec<(String, String)> = Vec::new();
    let mut put = |path: &str, text: String| files.push((path.to_owned(), text));

    // Front matter: every field of every kind that takes a text.
    let common = format!(
        "title: {q}\ndescription: {q}\nkeywords: [{q}]\nsources: [{{ name: {{ zh: {q}, en: {q} }}, as_of: 2026-01-01, status: sample }}]\ndate: 2026-01-01"
    );
    let case_fields = format!(
        "{common}\nlocality: ningbo\nindustry: \"39\"\nsize: small\nstage: seed\nclauses: [\"4.1\"]\nconsent: true\nenterprise: {q}\nrecommended_by: {q}\n\
         titles: [pilot]\nmetrics: [{{ name: {q}, unit: {q}, before: 1, after: 2, year: 2025 }}]"
    );
    put("content/cases/a.md", entry(&case_fields, CASE_BODY));
    put(
        "content/cases/a.en.md",
        entry(&format!("title: {q}\nenterprise: {q}"), CASE_BODY_EN),
    );
    put(
        "content/policies/a.md",
        entry(
            &format!(
                "{common}\nissuers: [cnipa]\nissued: 2026-01-01\nnumber: {q}\naddressed_to: {q}\nlocalities: [ningbo]\n\
                 deadlines: [{{ date: 2026-01-01, who: {q}, what: {q} }}]"
            ),
            "",
        ),
    );
    put(
        "content/policies/b.md",
        entry(
            &format!("{common}\nissuers: [cnipa]\nissued: 2026-01-02\nsupersedes: [policies/a]"),
            "",
        ),
    );
    put(
        "content/courses/a/_index.md",
        entry(
            &format!(
                "{common}\nobjectives: [{q}]\naudience: {q}\nlevel: advanced\nprovider: {q}\nlicence: {q}\n\
                 changes: [{{ date: 2026-01-01, scale: minor, note: {q} }}]"
            ),
            "",
        ),
    );
    let lesson = format!(
        "{common}\nminutes: 1\nquestions: [{q}]\ndownloads: [{{ file: a.csv, title: {q} }}]"
    );
    put("content/courses/a/1.md", entry(&lesson, LESSON_BODY));
    put("content/courses/a/2.md", entry(&lesson, LESSON_BODY));
    put("content/courses/a/a.csv", text.to_owned());
    put(
        "content/interpretations/a.md",
        entry(&format!("{common}\nclause: \"4.1\""), ""),
    );
    put(
        "content/interpretations/b.md",
        entry(
            &format!("{common}\nclause: \"4.1\"\nsee_also: [\"4.2\"]"),
            "",
        ),
    );
    put(
        "content/glossary/a.md",
        entry(
            &format!(
                "{common}\nsynonyms: [{}]\nabbreviation: {}",
                quoted(&format!("{text}2")),
                quoted(&format!("{text}3"))
            ),
            "",
        ),
    );
    put(
        "content/glossary/a.en.md",
        entry(&format!("title: {q}"), ""),
    );
    put("content/about/_index.md", entry(&common, ""));
    put(
        "content/about/a.md",
        entry(
            &format!("{common}\nrelated: [cases/a, policies/a, courses/a]"),
            "[[x]] [a](../cases/a.md)",
        ),
    );

    // Settings and vocabularies.
    let languages = if both { "" } else { "languages = [\"zh\"]" };
    put(
        "site.toml",
        format!(
            "title = {{ zh = {q}, en = {q} }}\ndescription = {q}\nfooter = {q}\n{languages}\nbase_url = \"https://example.org/site/\"\n\
             [git]\ndates = false\n[[menu]]\nto = \"cases\"\ntitle = {{ zh = {q}, en = {q} }}\n"
        ),
    );
    let names = |lines: &str| {
        let mut file = String::new();
        for line in registry(lines).lines() {
            match line.split_once(" = ") {
                Some((key @ ("zh" | "en" | "source"), _)) => {
                    file.push_str(&format!("{key} = {q}\n"))
                }
                _ => file.push_str(&format!("{line}\n")),
            }
            if line.starts_with("en = ") && file.contains("[[item]]") {
                file.push_str(&format!("number = {q}\nnote = {q}\n"));
            }
        }
        file
    };
    put(
        "registries/clauses.toml",
        names("4 x y\n4.1 x y <4\n4.2 x y <4\na x y =tool"),
    );
    put(
        "registries/localities.toml",
        names("zhejiang x y\nningbo x y <zhejiang"),
    );
    put("registries/industries.toml", names("C x y\n39 x y <C"));
    put("registries/sizes.toml", names("small x y"));
    put("registries/stages.toml", names("seed x y"));
    put("registries/titles.toml", names("pilot x y"));
    put("registries/issuers.toml", names("cnipa x y"));

    // The theme's words.
    for lang in ["zh", "en"] {
        let path = format!(
            "{}/themes/default/strings/{lang}.toml",
            env!("CARGO_MANIFEST_DIR")
        );
        let words = std::fs::read_to_string(path).expect("the theme's words");
        let hostile = words.lines().map(|line| match line.split_once(" = ") {
            Some((key, _)) if !line.starts_with('#') => format!("{key} = {q}\n"),
            _ => format!("{line}\n"),
        });
        put(&format!("theme/strings/{lang}.toml"), hostile.collect());
    }

    // Texts: as it is, and where Markdown takes a text.
    let line = text.replace(['\n', '\r'], " ");
    for (number, body) in [
        text.to_owned(),
        format!("前{line}后\n\n> {line}\n\n- {line}\n  1. {line}\n\n*{line}* **{line}** ~~{line}~~"),
        format!("# {line}\n\n## {line}\n\n### {line} {{#{line}}}\n\n#### x {{#x .{line} {line}=\"{line}\"}}"),
        format!("![{line}](a.svg) ![x](a.svg \"{line}\")\n\n![{line}](a.svg '{line}')\n\n[![{line}](a.svg)](../cases/a.md)"),
        format!("[{line}](../cases/a.md) [x](../cases/a.md \"{line}\") [x](../cases/a.md '{line}') [{line}][r]\n\n[r]: ../cases/a.md '{line}'"),
        format!("[[{line}]] [[x|{line}]] [[{line}|x]]"),
        format!("```{line}\n{line}\n```\n\n~~~rust {line}\nfn main() {{}} // {line}\n~~~\n\n    {line}\n\n`{line}` `` {line} ``"),
        format!("| {line} | b |\n|---|---|\n| {line} | {line} |"),
        format!("x[^1] y[^{line}]\n\n[^1]: {line}\n[^{line}]: z\n\n词\n: {line}\n\n{line}\n: 释"),
        format!("> [!NOTE]\n> {line}\n\n> [!QUIZ]\n> {line}\n>\n> - [ ] {line}\n> - [x] {line}\n>\n> {line}\n\n- [ ] {line}\n- [x] {line}"),
        format!("```quiz\n{line}\n\n- [x] {line}\n- [ ] {line}\n\n{line}\n```"),
        format!("<div title=\"{line}\" class=\"{line}\" id=\"{line}\" lang=\"{line}\" data-x=\"{line}\" {line}>x</div>"),
        format!("<span title='{line}'>x</span><span title={line}>x</span>"),
        format!("<!-- {line} --> <?php {line} ?> <![CDATA[ {line} ]]> <!DOCTYPE {line}>"),
        format!("&lt;{line}&gt; \\{line} &#x3c;script&#x3e;"),
        format!("<{line}> <http://{line}> <{line}@example.org>"),
    ]
    .into_iter()
    .enumerate()
    {
        put(&format!("content/texts/{number}.md"), entry("title: x", &format!("{body}\n")));
    }
    put(
        "content/texts/a.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_owned(),
    );
    // Addresses.
    let addresses = [
        ("link", format!("[x]({line})")),
        ("angled", format!("[x](<{line}>)")),
        ("auto", format!("<{line}>")),
        ("reference", format!("[x][r]\n\n[r]: <{line}>")),
        ("image", format!("![x]({line})")),
        ("image-angled", format!("![x](<{line}>)")),
        (
            "html",
            format!("<a href=\"{}\">x</a>", text.replace('"', "&quot;")),
        ),
        (
            "html-raw",
            format!("<a href={line}>x</a> <a href='{line}'>x</a>"),
        ),
        (
            "html-image",
            format!("<img src=\"{}\" alt=x>", text.replace('"', "&quot;")),
        ),
        (
            "html-area",
            format!(
                "<a xlink:href=\"{line}\" HREF='{line}' href='/'>x</a><q cite=\"{line}\">x</q>"
            ),
        ),
    ];
    for (name, body) in addresses {
        put(
            &format!("content/addresses/{name}.md"),
            entry("title: x", &format!("{body}\n")),
        );
    }
    put(
        "content/addresses/alias.md",
        entry(
            &format!("title: x\naliases: [{}]", quoted(&format!("/{text}/"))),
            "",
        ),
    );
    put(
        "content/addresses/related.md",
        entry(&format!("title: x\nrelated: [{q}]"), ""),
    );
    put(
        "content/addresses/source.md",
        entry(
            &format!(
                "title: x\nsources: [{{ name: x, url: {q}, as_of: 2026-01-01, status: sample }}]"
            ),
            "",
        ),
    );
    put(
        "content/policies/address.md",
        entry(
            &format!("title: x\nissuers: [cnipa]\nissued: 2026-01-01\noriginal: {q}"),
            "",
        ),
    );
    if !both {
        files.retain(|(path, _)| !path.ends_with(".en.md"));
    }
    files
}
