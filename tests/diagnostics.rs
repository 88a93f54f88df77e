//! Every problem is told with its code at its place: path, line, and column counted in
//! characters. One table holds a fixture for every code.

#![allow(
    clippy::disallowed_methods,
    reason = "tests stand outside and look at the disk"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use casebook::build::{Options, Outcome};
use casebook::diagnostic::Code;
use casebook::world::{Disk, World};
use support::faults::{Act, Faulty};
use support::{CASE, CASE_BODY, LESSON_BODY, SITE, Site, Tree, case, entry, registry, tree};

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

/// All that is below the site's root, without the work folder, which may come and go.
fn everything(site: &Site) -> Tree {
    tree(&site.path(""))
        .into_iter()
        .filter(|(path, _)| !path.starts_with(".public.casebook"))
        .collect()
}

/// A file with front matter of these lines and no text.
fn front(lines: &str) -> String {
    format!("---\n{lines}\n---\n")
}

fn fixtures() -> Vec<Fixture> {
    [
        the_files(),
        data(),
        registries(),
        bodies(),
        links(),
        output(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn the_files() -> Vec<Fixture> {
    vec![
        run(
            Code::UnreadableFile,
            "no permission",
            &["content/页.md:1:1: unreadable-file"],
            |site| {
                site.write("content/页.md", front("title: 页"));
            },
            |site| site.build_with(&Faulty::unreadable("content/页.md"), site.options()),
        ),
        arranged(
            Code::UnreadableFile,
            "no content folder",
            &["unreadable-file"],
            |site| {
                std::fs::remove_dir(site.path("content")).expect("an empty folder");
            },
        ),
        arranged(
            Code::FileTooLarge,
            "a long file",
            &["content/大.md:1:1: file-too-large"],
            |site| {
                site.write(
                    "site.toml",
                    format!("{SITE}[limits]\nmax_file_bytes = 3000\n"),
                );
                site.write("content/大.md", front("title: 大") + &"长".repeat(1000));
            },
        ),
        arranged(
            Code::FileTooLarge,
            "a large picture",
            &["content/a.svg:1:1: file-too-large"],
            |site| {
                site.write(
                    "site.toml",
                    format!("{SITE}[limits]\nmax_asset_bytes = 1024\n"),
                );
                site.write("content/a.svg", format!("<svg>{}</svg>", " ".repeat(1024)));
            },
        ),
        file(
            Code::InvalidUtf8,
            "GBK after Chinese text",
            "content/a.md",
            [
                b"---\ntitle: ".as_slice(),
                "标题".as_bytes(),
                b"\xb1\xea\n---\n",
            ]
            .concat(),
            &["content/a.md:2:10: invalid-utf8"],
        ),
        file(
            Code::InvalidUtf8,
            "a registry",
            "registries/sizes.toml",
            b"zh = \"\xb1\xea\"\n",
            &["registries/sizes.toml:1:7: invalid-utf8"],
        ),
        file(
            Code::EmptyFile,
            "nothing at all",
            "content/空.md",
            "",
            &["content/空.md:1:1: empty-file"],
        ),
        file(
            Code::EmptyFile,
            "white space",
            "content/a.md",
            "\u{feff}\r\n \r\n",
            &["content/a.md:1:1: empty-file"],
        ),
        #[cfg(unix)]
        arranged(
            Code::SymlinkOutside,
            "links to a file, a folder, nothing and itself",
            &[
                "content/a.md:1:1: symlink-outside",
                "content/b:1:1: symlink-outside",
                "content/c.md:1:1: symlink-outside",
                "content/d:1:1: symlink-outside",
            ],
            |site| {
                let link = |to: &str, at: &str| {
                    std::os::unix::fs::symlink(to, site.path(at)).expect("a link")
                };
                site.write("secret/a.md", front("title: 秘密"));
                link("../secret/a.md", "content/a.md");
                link("../secret", "content/b");
                link("nothing.md", "content/c.md");
                link(".", "content/d");
            },
        ),
        arranged(
            Code::UnportableName,
            "reserved names, an ending dot, an invisible character",
            &[
                "content/AUX.png:1:1: unportable-name",
                "content/a\u{202e}b.md:1:1: unportable-name",
                "content/con.md:1:1: unportable-name",
                "content/x./a.md:1:1: unportable-name",
            ],
            |site| {
                for path in [
                    "content/AUX.png",
                    "content/a\u{202e}b.md",
                    "content/con.md",
                    "content/x./a.md",
                ] {
                    site.write(path, front("title: 名"));
                }
            },
        ),
        file(
            Code::UnknownLanguage,
            "French",
            "content/页.fr.md",
            front("title: 页"),
            &["content/页.fr.md:1:1: unknown-language"],
        ),
        arranged(
            Code::UnknownLanguage,
            "a site in Chinese alone",
            &["content/a.en.md:1:1: unknown-language"],
            |site| {
                site.write("site.toml", "title = \"站\"\nlanguages = [\"zh\"]\n");
                site.write("content/a.en.md", front("title: Page"));
            },
        ),
        files(
            Code::UnsafeFile,
            "a page, a script, an SVG with a handler",
            &[
                ("content/a.html", "<p>"),
                ("content/b.JS", "1"),
                ("content/图.svg", "<svg><g onclick='x()'/></svg>"),
            ],
            &[
                "content/a.html:1:1: unsafe-file",
                "content/b.JS:1:1: unsafe-file",
                "content/图.svg:1:1: unsafe-file",
            ],
        ),
        files(
            Code::DuplicateEntry,
            "a file and a folder",
            &[
                ("content/a.md", "---\ntitle: 甲\n---\n"),
                ("content/a/index.md", "---\ntitle: 乙\n---\n"),
            ],
            &["content/a/index.md:1:1: duplicate-entry"],
        ),
        files(
            Code::DuplicateEntry,
            "the language said twice",
            &[
                ("content/a.md", "---\ntitle: 甲\n---\n"),
                ("content/a.zh.md", "---\ntitle: 乙\n---\n"),
            ],
            &["content/a.zh.md:1:1: duplicate-entry"],
        ),
    ]
}

fn data() -> Vec<Fixture> {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(10_000), close.repeat(10_000));
    vec![
        file(
            Code::MissingFrontMatter,
            "a heading first",
            "content/a.md",
            "# 标题\n",
            &["content/a.md:1:1: missing-front-matter"],
        ),
        file(
            Code::UnclosedFrontMatter,
            "no closing line",
            "content/a.md",
            "---\ntitle: 标题\n\n正文\n",
            &["content/a.md:1:1: unclosed-front-matter"],
        ),
        file(
            Code::SyntaxError,
            "YAML: a second colon",
            "content/a.md",
            front("title: 标题: 副题"),
            &["content/a.md:2:10: syntax-error"],
        ),
        file(
            Code::SyntaxError,
            "YAML: an alias after Chinese text",
            "content/a.md",
            front("title: 标题\nkeywords: [专利, *名]"),
            &["content/a.md:3:16: syntax-error"],
        ),
        file(
            Code::SyntaxError,
            "TOML: text without quotation marks",
            "content/a.md",
            "+++\ntitle = 标题\n+++\n",
            &["content/a.md:2:9: syntax-error"],
        ),
        file(
            Code::SyntaxError,
            "TOML: every error of a registry",
            "registries/sizes.toml",
            "zh = \"规模\" \"大\"\nen = =\n",
            &[
                "registries/sizes.toml:1:11: syntax-error",
                "registries/sizes.toml:2:6: syntax-error",
            ],
        ),
        file(
            Code::NestingTooDeep,
            "YAML lists, 10,000 deep",
            "content/a.md",
            front(&format!("title: 深\nkeywords: {}", deep("[", "]"))),
            // 10 characters before the first of 33 lists.
            &["content/a.md:3:43: nesting-too-deep"],
        ),
        file(
            Code::NestingTooDeep,
            "YAML block lists, 10,000 deep",
            "content/a.md",
            front(&format!(
                "title: 深\nkeywords:\n  {}甲",
                "- ".repeat(10_000)
            )),
            &["content/a.md:4:65: nesting-too-deep"],
        ),
        file(
            Code::NestingTooDeep,
            "TOML arrays, 10,000 deep",
            "content/a.md",
            format!("+++\ntitle = \"深\"\nkeywords = {}\n+++\n", deep("[", "]")),
            &["content/a.md:3:44: nesting-too-deep"],
        ),
        file(
            Code::NestingTooDeep,
            "block quotes, 10,000 deep",
            "content/a.md",
            front("title: 深") + &">".repeat(10_000) + " 深\n",
            &["content/a.md:4:101: nesting-too-deep"],
        ),
        file(
            Code::NestingTooDeep,
            "lists, 10,000 deep",
            "content/a.md",
            front("title: 深") + &"- ".repeat(10_000) + "深\n",
            &["content/a.md:4:201: nesting-too-deep"],
        ),
        file(
            Code::NestingTooDeep,
            "HTML elements, 10,000 deep",
            "content/a.md",
            front("title: 深") + "正文<br>" + &deep("<b>", "</b>") + "\n",
            // Position of the tag that is one too many: 2 characters, 4 of `<br>`, 100 times `<b>`.
            &["content/a.md:4:307: nesting-too-deep"],
        ),
        file(
            Code::UnknownField,
            "a misspelt field, a Chinese one, one within a list",
            "content/a.md",
            front(
                "title: 标题\ndescribtion: 摘要\n关键词: [甲]\nsources: [{ name: 报告, as_of: 2026-01-01, status: sample, 网址: x }]",
            ),
            &[
                "content/a.md:3:1: unknown-field",
                "content/a.md:4:1: unknown-field",
                "content/a.md:5:58: unknown-field",
            ],
        ),
        file(
            Code::UnknownField,
            "site.toml",
            "site.toml",
            "title = { zh = \"站\", fr = \"x\" }\nbase-url = \"x\"\n",
            &[
                "site.toml:1:21: unknown-field",
                "site.toml:2:1: unknown-field",
            ],
        ),
        file(
            Code::DuplicateField,
            "in YAML",
            "content/a.md",
            front("title: 甲\ndraft: false\ntitle: 乙"),
            &["content/a.md:4:1: duplicate-field"],
        ),
        file(
            Code::MissingField,
            "no title, an empty one, one of spaces in a list",
            "content/a.md",
            front(
                "description: 无题\nsources:\n  - name: \" \"\n    as_of: 2026-01-01\n    status: sample",
            ),
            &[
                "content/a.md:1:1: missing-field",
                "content/a.md:4:5: missing-field",
            ],
        ),
        file(
            Code::MissingField,
            "every blank of a case",
            "content/cases/a.md",
            entry(
                "title: 案例\nlocality:\nindustry: \"\"\nclauses: []",
                CASE_BODY,
            ),
            &[
                "content/cases/a.md:1:1: missing-field",
                "content/cases/a.md:1:1: missing-field",
                "content/cases/a.md:1:1: missing-field",
                "content/cases/a.md:3:1: missing-field",
                "content/cases/a.md:4:1: missing-field",
                "content/cases/a.md:5:1: missing-field",
            ],
        ),
        file(
            Code::WrongType,
            "text for a list, quoted truth, a list for text",
            "content/a.md",
            front("title: [标题]\nkeywords: 专利\ndraft: \"true\"\nweight: 一"),
            &[
                "content/a.md:2:8: wrong-type",
                "content/a.md:3:11: wrong-type",
                "content/a.md:4:8: wrong-type",
                "content/a.md:5:9: wrong-type",
            ],
        ),
        arranged(
            Code::InvalidValue,
            "a word and a number out of range",
            &[
                "content/courses/基础/01.md:3:10: invalid-value",
                "content/courses/基础/_index.md:3:8: invalid-value",
            ],
            |site| {
                site.write(
                    "content/courses/基础/_index.md",
                    front("title: 课\nlevel: 初级\nobjectives: [学会]"),
                );
                site.write(
                    "content/courses/基础/01.md",
                    entry("title: 课时\nminutes: 0", LESSON_BODY),
                );
            },
        ),
        file(
            Code::InvalidDate,
            "a day that does not exist, and others",
            "content/a.md",
            front(
                "title: 日\ndate: 2026-02-30\nupdated: 2026年3月1日\nsources: [{ name: 报告, as_of: 2026-3-1, status: sample }]",
            ),
            &[
                "content/a.md:3:7: invalid-date",
                "content/a.md:4:10: invalid-date",
                "content/a.md:5:30: invalid-date",
            ],
        ),
        file(
            Code::InvalidDate,
            "the day of the build",
            "site.toml",
            "title = \"站\"\nbuild_date = \"明天\"\n",
            &["site.toml:2:14: invalid-date"],
        ),
        file(
            Code::InvalidUrl,
            "no scheme, a script, a space",
            "content/a.md",
            front(
                "title: 址\nsources:\n  - { name: 报告, url: www.example.org, as_of: 2026-01-01, status: sample }\n  \
                 - { name: 报告, url: \"javascript:alert(1)\", as_of: 2026-01-01, status: sample }\n  \
                 - { name: 报告, url: \"https://例.cn/a b\", as_of: 2026-01-01, status: sample }",
            ),
            &[
                "content/a.md:4:22: invalid-url",
                "content/a.md:5:22: invalid-url",
                "content/a.md:6:22: invalid-url",
            ],
        ),
        run(
            Code::InvalidUrl,
            "on the command line",
            &["invalid-url"],
            |_| (),
            |site| {
                site.build_with(
                    &Disk,
                    Options {
                        base_url: Some("example.org".to_owned()),
                        ..site.options()
                    },
                )
            },
        ),
        arranged(
            Code::UnknownId,
            "ids, a name and a slip",
            &[
                "content/cases/a.md:3:11: unknown-id",
                "content/cases/a.md:4:11: unknown-id",
                "content/cases/a.md:7:18: unknown-id",
            ],
            |site| {
                let text = case("title: 例")
                    .replace("ningbo", "宁波")
                    .replace("\"39\"", "\"99\"")
                    .replace("[\"4.1\"]", "[\"4.1\", \"9.9\"]");
                site.write("content/cases/a.md", text);
            },
        ),
        file(
            Code::UnknownId,
            "a clause of no standard",
            "registries/clauses.toml",
            format!("{}standard = \"iso-9\"\n", registry("4 总要求 General")),
            &["registries/clauses.toml:11:12: unknown-id"],
        ),
        file(
            Code::WrongRole,
            "clauses that are no phase and no tool",
            "content/cases/a.md",
            case("title: 例\nphases: [\"5\", \"4.1\"]\ntools: [\"5\"]"),
            &[
                "content/cases/a.md:3:15: wrong-role",
                "content/cases/a.md:4:9: wrong-role",
            ],
        ),
        files(
            Code::FieldInTranslation,
            "the weight and the date",
            &[
                ("content/a.md", "---\ntitle: 页\nweight: 1\n---\n"),
                (
                    "content/a.en.md",
                    "---\ntitle: Page\nweight: 2\ndate: 2026-01-01\n---\n",
                ),
            ],
            &[
                "content/a.en.md:3:1: field-in-translation",
                "content/a.en.md:4:1: field-in-translation",
            ],
        ),
    ]
}

fn registries() -> Vec<Fixture> {
    vec![
        file(
            Code::RegistryDuplicateId,
            "an id twice",
            "registries/sizes.toml",
            registry("small 小型 Small\nlarge 大型 Large\nsmall 小型二 Small"),
            &["registries/sizes.toml:18:6: registry-duplicate-id"],
        ),
        file(
            Code::RegistryInvalidId,
            "ids that are no addresses",
            "registries/sizes.toml",
            registry("小型 小型 Small\na/b 大型 Large\nindex 微型 Micro\n../x 坏 Bad"),
            &[
                "registries/sizes.toml:8:6: registry-invalid-id",
                "registries/sizes.toml:13:6: registry-invalid-id",
                "registries/sizes.toml:18:6: registry-invalid-id",
                "registries/sizes.toml:23:6: registry-invalid-id",
            ],
        ),
        file(
            Code::RegistryParent,
            "a parent that is not there",
            "registries/sizes.toml",
            registry("small 小型 Small <tiny"),
            &["registries/sizes.toml:11:10: registry-parent"],
        ),
        file(
            Code::RegistryParent,
            "a circle",
            "registries/sizes.toml",
            registry("a 甲 A <b\nb 乙 B <a"),
            &[
                "registries/sizes.toml:11:10: registry-parent",
                "registries/sizes.toml:17:10: registry-parent",
            ],
        ),
        file(
            Code::UnknownRegistry,
            "a file of another name",
            "registries/clause.toml",
            registry("4 总 General"),
            &["registries/clause.toml:1:1: unknown-registry"],
        ),
        arranged(
            Code::UnknownRegistry,
            "a field without its registry",
            &["content/policies/a.md:4:15: unknown-registry"],
            |site| {
                site.remove("registries/localities.toml");
                site.write(
                    "content/policies/a.md",
                    front(
                        "title: 通知\nissuers: [cnipa]\nlocalities: [  ningbo]\nissued: 2026-01-01",
                    )
                    .replace("[  ", "[ "),
                );
            },
        ),
        run(
            Code::ConfigMissing,
            "another folder",
            &["config-missing"],
            |_| (),
            |site| {
                site.build_with(
                    &Disk,
                    Options {
                        root: site.path("content"),
                        ..site.options()
                    },
                )
            },
        ),
    ]
}

fn bodies() -> Vec<Fixture> {
    let page = |text: &str| entry("title: 页", text);
    vec![
        file(
            Code::CaseParts,
            "a wrong heading, one too few, one too many",
            "content/cases/a.md",
            entry(
                &format!("title: 例\n{CASE}"),
                &CASE_BODY.replace("问题", "难题"),
            ),
            &["content/cases/a.md:15:1: case-parts"],
        ),
        file(
            Code::CaseParts,
            "no headings",
            "content/cases/a.md",
            entry(&format!("title: 例\n{CASE}"), "正文\n"),
            &["content/cases/a.md:1:1: case-parts"],
        ),
        file(
            Code::CaseParts,
            "a heading too many",
            "content/cases/a.md",
            entry(
                &format!("title: 例\n{CASE}"),
                &format!("{CASE_BODY}\n## 附\n"),
            ),
            &["content/cases/a.md:31:1: case-parts"],
        ),
        file(
            Code::LessonParts,
            "key points not at the end",
            "content/courses/a/1.md",
            entry(
                "title: 课\nminutes: 5",
                "## 学习目标\n\n## 要点\n\n## 其他\n",
            ),
            &["content/courses/a/1.md:1:1: lesson-parts"],
        ),
        file(
            Code::Quiz,
            "nothing ticked, no options, no question",
            "content/a.md",
            page(
                "> [!QUIZ]\n> 问?\n>\n> - [ ] 甲\n> - [ ] 乙\n\n中文\n\n> [!QUIZ]\n> 问?\n\n1. 列\n   > [!QUIZ]\n   > - [x] 甲\n",
            ),
            &[
                "content/a.md:5:1: quiz",
                "content/a.md:13:1: quiz",
                "content/a.md:17:4: quiz",
            ],
        ),
        file(
            Code::HtmlRemoved,
            "a script and a handler after Chinese text",
            "content/a.md",
            page("正文<script>alert(1)</script>\n\n文字<b onclick=\"x()\">粗</b>\n"),
            &[
                "content/a.md:5:3: html-removed",
                "content/a.md:7:6: html-removed",
            ],
        ),
        file(
            Code::UnsafeUrl,
            "a link, an image, an attribute",
            "content/a.md",
            page(
                "看[这里](javascript:alert(1))和![图](data:text/html,x)。\n\n见 <a href=\"vbscript:x\">此</a>\n",
            ),
            &[
                "content/a.md:5:2: unsafe-url",
                "content/a.md:5:28: unsafe-url",
                "content/a.md:7:6: unsafe-url",
            ],
        ),
        file(
            Code::DuplicateAnchor,
            "an id given twice",
            "content/a.md",
            page("## 甲 {#one}\n\n## 乙 {#one}\n"),
            &["content/a.md:7:1: duplicate-anchor"],
        ),
    ]
}

fn links() -> Vec<Fixture> {
    let page = |text: &str| entry("title: 页", text);
    let policy = |more: &str| {
        front(&format!(
            "title: 通知\nissuers: [cnipa]\nissued: 2026-01-01\n{more}"
        ))
    };
    let course = |more: &str| {
        front(&format!(
            "title: 课\nlevel: introductory\nobjectives: [会]\n{more}"
        ))
    };
    vec![
        file(
            Code::BrokenReference,
            "an entry that is not there",
            "content/a.md",
            front("title: 页\nrelated: [关于, cases/b]"),
            &[
                "content/a.md:3:11: broken-reference",
                "content/a.md:3:15: broken-reference",
            ],
        ),
        file(
            Code::BrokenReference,
            "the menu",
            "site.toml",
            "title = \"站\"\n[[menu]]\ntitle = \"例\"\nto = \"案例\"\n",
            &["site.toml:4:6: broken-reference"],
        ),
        arranged(
            Code::WrongKind,
            "a page as a notice, a notice as a course",
            &[
                "content/courses/c/_index.md:5:17: wrong-kind",
                "content/policies/p.md:5:14: wrong-kind",
            ],
            move |site| {
                site.write("content/a.md", front("title: 页"));
                site.write("content/policies/p.md", policy("supersedes: [a]"));
                site.write(
                    "content/courses/c/_index.md",
                    course("prerequisites: [policies/p]"),
                );
            },
        ),
        file(
            Code::BrokenLink,
            "after Chinese text, and in an attribute",
            "content/a.md",
            page("请看[别处](别处.md)。\n\n又见 <a href=\"/b/\">此</a>\n"),
            &[
                "content/a.md:5:3: broken-link",
                "content/a.md:7:7: broken-link",
            ],
        ),
        arranged(
            Code::BrokenLink,
            "an error where the site says so",
            &["content/a.md:5:1: broken-link"],
            move |site| {
                site.write("site.toml", format!("{SITE}[links]\nbroken = \"error\"\n"));
                site.write("content/a.md", page("[b](b.md)\n"));
            },
        ),
        arranged(
            Code::BrokenAnchor,
            "on this page and on another",
            &[
                "content/a.md:5:3: broken-anchor",
                "content/a.md:5:12: broken-anchor",
            ],
            move |site| {
                site.write(
                    "content/a.md",
                    page("见:[甲](#没有),[乙](b.md#无)。\n\n## 有\n"),
                );
                site.write("content/b.md", page("## 有\n"));
            },
        ),
        file(
            Code::MissingFile,
            "an image and a file of the text",
            "content/a.md",
            page("图:![图](图.png),[表](files/表.xlsx)\n"),
            &[
                "content/a.md:5:3: missing-file",
                "content/a.md:5:15: missing-file",
            ],
        ),
        file(
            Code::MissingFile,
            "a download of a lesson",
            "content/courses/a/1.md",
            entry(
                "title: 课\nminutes: 5\ndownloads: [{ title: 表, file: 表.xlsx }]",
                LESSON_BODY,
            ),
            &["content/courses/a/1.md:4:31: missing-file"],
        ),
        arranged(
            Code::PathOutside,
            "links, references, aliases and downloads",
            &[
                "content/a.md:3:11: path-outside",
                "content/a.md:4:11: path-outside",
                "content/a.md:7:2: path-outside",
                "content/a.md:7:21: path-outside",
                "content/courses/a/1.md:4:31: path-outside",
            ],
            move |site| {
                site.write(
                    "content/a.md",
                    entry(
                        "title: 页\nrelated: [../b]\naliases: [/../c]",
                        "看[上](../site.toml),或![图](%2e%2e/图.png)\n",
                    ),
                );
                let lesson = entry(
                    "title: 课\nminutes: 5\ndownloads: [{ title: 表, file: ../../../site.toml }]",
                    LESSON_BODY,
                );
                site.write("content/courses/a/1.md", lesson);
            },
        ),
        file(
            Code::UnknownTerm,
            "in a sentence",
            "content/a.md",
            page("所谓[[专利]],又称[[特许|权]]。\n"),
            &[
                "content/a.md:5:3: unknown-term",
                "content/a.md:5:12: unknown-term",
            ],
        ),
        files(
            Code::AmbiguousTerm,
            "a synonym that is another's title",
            &[
                ("content/glossary/a.md", "---\ntitle: 专利\n---\n"),
                (
                    "content/glossary/b.md",
                    "---\ntitle: 专利权\nsynonyms: [专利]\n---\n",
                ),
            ],
            &["content/glossary/b.md:1:1: ambiguous-term"],
        ),
        arranged(
            Code::Cycle,
            "notices that replace each other",
            &["content/policies/a.md:5:14: cycle"],
            move |site| {
                site.write("content/policies/a.md", policy("supersedes: [policies/b]"));
                site.write("content/policies/b.md", policy("supersedes: [policies/c]"));
                site.write("content/policies/c.md", policy("supersedes: [policies/a]"));
            },
        ),
        arranged(
            Code::Cycle,
            "a course before itself, lessons before each other",
            &[
                "content/courses/a/1.md:4:17: cycle",
                "content/courses/a/_index.md:5:17: cycle",
            ],
            move |site| {
                site.write(
                    "content/courses/a/_index.md",
                    course("prerequisites: [courses/a]"),
                );
                site.write(
                    "content/courses/a/1.md",
                    entry("title: 一\nminutes: 5\nprerequisites: [./2]", LESSON_BODY),
                );
                site.write(
                    "content/courses/a/2.md",
                    entry("title: 二\nminutes: 5\nprerequisites: [./1]", LESSON_BODY),
                );
            },
        ),
    ]
}

fn output() -> Vec<Fixture> {
    let page = || front("title: 页");
    vec![
        arranged(
            Code::PathCollision,
            "names that differ in case only",
            // In both languages.
            &[
                "content/页a.md:1:1: path-collision",
                "content/页a.md:1:1: path-collision",
            ],
            move |site| {
                site.write("content/页A.md", page())
                    .write("content/页a.md", page());
            },
        ),
        arranged(
            Code::PathCollision,
            "aliases: of a page, of each other, of a page casebook makes",
            &[
                "content/a.md:3:11: path-collision",
                "content/a.md:3:20: path-collision",
                "content/b.md:3:11: path-collision",
            ],
            |site| {
                site.write(
                    "content/a.md",
                    front("title: 页\naliases: [/b.html, /CLAUSES/, /旧/]"),
                );
                site.write(
                    "content/b.md",
                    front("title: 页\naliases: [/旧/index.html]"),
                );
            },
        ),
        arranged(
            Code::PathCollision,
            "a file where a folder must be",
            &[
                "content/a.md:1:1: path-collision",
                "content/a.md:1:1: path-collision",
            ],
            |site| {
                site.write("content/a.md", front("title: 页"))
                    .write("content/a.html/b.md", front("title: 页"));
            },
        ),
        file(
            Code::TemplateError,
            "a template that does not parse",
            "theme/templates/page.html",
            "{% extends \"base.html\" %}\n{% block main %}\n中文{{ title }\n{% endblock %}\n",
            &["theme/templates/page.html:3:12: template-error"],
        ),
        files(
            Code::TemplateError,
            "a template that does not render, beside a bad file",
            &[
                (
                    "theme/templates/page.html",
                    "{{ title }}\n中文{{ nothing.at.all }}\n",
                ),
                ("content/a.md", "---\ntitle: 页\n---\n"),
                ("content/b.md", "# 无\n"),
            ],
            &[
                "content/b.md:1:1: missing-front-matter",
                "theme/templates/page.html:2:6: template-error",
            ],
        ),
        file(
            Code::ThemeStrings,
            "a word that is not text",
            "theme/strings/zh.toml",
            include_str!("../themes/default/strings/zh.toml")
                .replace("og_locale = \"zh_CN\"", "og_locale = []"),
            // The word is no text, and so it is missing, too.
            &[
                "theme/strings/zh.toml:5:1: theme-strings",
                "theme/strings/zh.toml:1:1: theme-strings",
            ],
        ),
        run(
            Code::OutputInContent,
            "inside, above, and the folder itself",
            &["output-in-content"],
            |_| (),
            |site| {
                for folder in ["content", "content/x", "registries/y", "theme", "."] {
                    let outcome = site.build_with(
                        &Disk,
                        Options {
                            output: Some(site.path(folder)),
                            ..site.options()
                        },
                    );
                    assert_eq!(site.problems(&outcome), ["output-in-content"], "{folder}");
                }
                site.build_with(
                    &Disk,
                    Options {
                        output: Some(site.path("content/../content/a/../b")),
                        ..site.options()
                    },
                )
            },
        ),
        arranged(
            Code::OutputForeign,
            "somebody's folder",
            &["output-foreign"],
            |site| {
                site.write("public/报告.txt", "x")
                    .write("public/sub/b", "y");
            },
        ),
        arranged(Code::OutputForeign, "a file", &["output-foreign"], |site| {
            site.write("public", "x");
        }),
        run(
            Code::OutputLocked,
            "another build under way",
            &["output-locked"],
            |_| (),
            |site| {
                site.write(".public.casebook/lock", "");
                let lock = Disk
                    .lock(&site.path(".public.casebook/lock"))
                    .expect("free");
                let outcome = site.build();
                drop(lock);
                outcome
            },
        ),
        run(
            Code::WriteFailed,
            "a full disk",
            &["write-failed"],
            |_| (),
            |site| {
                let full = Faulty::new(|act, _: &Path| match act {
                    Act::Write => Err(std::io::ErrorKind::StorageFull.into()),
                    _ => Ok(()),
                });
                site.build_with(&full, site.options())
            },
        ),
    ]
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
    try_all(the_files());
}

#[test]
fn problems_of_data_are_told_at_their_place() {
    try_all(data());
}

#[test]
fn problems_of_registries_are_told_at_their_place() {
    try_all(registries());
}

#[test]
fn problems_of_texts_are_told_at_their_place() {
    try_all(bodies());
}

#[test]
fn problems_of_links_are_told_at_their_place() {
    try_all(links());
}

#[test]
fn problems_of_output_and_theme_are_told_at_their_place() {
    try_all(output());
}

#[test]
fn every_code_has_a_fixture() {
    let covered: BTreeSet<Code> = fixtures().iter().map(|fixture| fixture.code).collect();
    let missing: Vec<_> = Code::ALL
        .iter()
        .filter(|code| !covered.contains(code))
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
