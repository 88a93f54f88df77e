//! Links and references that lead nowhere, or round in a circle.

use casebook::diagnostic::Code;

use crate::support::{COURSE, LESSON_BODY, SITE, entry};
use crate::{Fixture, arranged, file, files, front};

pub(super) fn fixtures() -> Vec<Fixture> {
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
        arranged(
            Code::MissingFile,
            "a download of a lesson",
            &["content/courses/a/1.md:4:31: missing-file"],
            |site| {
                let lesson = entry(
                    "title: 课\nminutes: 5\ndownloads: [{ title: 表, file: 表.xlsx }]",
                    LESSON_BODY,
                );
                site.write("content/courses/a/_index.md", COURSE);
                site.write("content/courses/a/1.md", lesson);
            },
        ),
        arranged(
            Code::BrokenReference,
            "a lesson without a course, and one in a section of its course",
            &[
                "content/courses/a/1.md:1:1: broken-reference",
                "content/courses/b/part/1.md:1:1: broken-reference",
            ],
            |site| {
                let lesson = entry("title: 课\nminutes: 5", LESSON_BODY);
                site.write("content/courses/a/1.md", &lesson);
                site.write("content/courses/b/_index.md", COURSE);
                site.write("content/courses/b/part/_index.md", front("title: 部分"));
                site.write("content/courses/b/part/1.md", &lesson);
            },
        ),
        files(
            Code::BrokenReference,
            "a draft, from front matter and from a text",
            &[
                (
                    "content/a.md",
                    "---\ntitle: 页\nrelated: [b]\n---\n\n见[稿](b.md)\n",
                ),
                ("content/b.md", "---\ntitle: 稿\ndraft: true\n---\n"),
            ],
            &[
                "content/a.md:3:11: broken-reference",
                "content/a.md:6:2: broken-link",
            ],
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
                site.write("content/courses/a/_index.md", COURSE);
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
