//! Texts that lack the parts of their kind, or have what they may not.

use casebook::diagnostic::Code;

use crate::support::{CASE, CASE_BODY, COURSE, entry};
use crate::{Fixture, file, files};

pub(super) fn fixtures() -> Vec<Fixture> {
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
        files(
            Code::LessonParts,
            "key points not at the end",
            &[
                ("content/courses/a/_index.md", COURSE),
                (
                    "content/courses/a/1.md",
                    "---\ntitle: 课\nminutes: 5\n---\n\n## 学习目标\n\n## 要点\n\n## 其他\n",
                ),
            ],
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
