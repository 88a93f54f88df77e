//! Front matter and settings that are not what they should be.

use casebook::build::Options;
use casebook::diagnostic::Code;
use casebook::world::Disk;

use crate::support::{CASE, CASE_BODY, LESSON_BODY, case, entry, registry};
use crate::{Fixture, arranged, file, files, front, run};

pub(super) fn fixtures() -> Vec<Fixture> {
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
            "YAML: a full-width colon",
            "content/a.md",
            front("title\u{ff1a}标题\nweight: 1"),
            &["content/a.md:2:6: syntax-error"],
        ),
        file(
            Code::SyntaxError,
            "YAML: no space after a colon",
            "content/a.md",
            front("title: 标题\nweight:1\ndraft: false"),
            &["content/a.md:3:7: syntax-error"],
        ),
        file(
            Code::InvalidDate,
            "a notice that ends before it begins",
            "content/policies/a.md",
            front(
                "title: 通知\nissuers: [cnipa]\nissued: 2026-02-01\npublished: 2026-02-02\nexpires: 2026-01-31",
            ),
            &["content/policies/a.md:6:10: invalid-date"],
        ),
        files(
            Code::InvalidValue,
            "a setting out of range, which hides nothing else",
            &[
                ("site.toml", "title = \"站\"\npage_size = 0\n"),
                ("content/a.md", "---\ntitel: 页\n---\n"),
            ],
            &[
                "site.toml:2:13: invalid-value",
                "content/a.md:1:1: missing-field",
                "content/a.md:2:1: unknown-field",
            ],
        ),
        file(
            Code::InvalidValue,
            "a case that may not be published",
            "content/cases/a.md",
            entry(
                &format!(
                    "title: 例\n{}",
                    CASE.replace("consent: true", "consent: false")
                ),
                CASE_BODY,
            ),
            &["content/cases/a.md:8:10: invalid-value"],
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
