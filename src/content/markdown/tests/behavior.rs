//! Headings, links, quizzes, Chinese.

use super::*;
use crate::content::body::LinkKind;

#[test]
fn emphasis_works_beside_chinese_punctuation() {
    check(&[
        ("**“开放创新”**是", "<p><strong>“开放创新”</strong>是</p>"),
        (
            "这是**“开放创新”**的",
            "<p>这是<strong>“开放创新”</strong>的</p>",
        ),
        (
            "这是**重点。**接着",
            "<p>这是<strong>重点。</strong>接着</p>",
        ),
        ("**注意：**内容", "<p><strong>注意：</strong>内容</p>"),
        ("见*《指南》*的", "<p>见<em>《指南》</em>的</p>"),
        (
            "这是***“都”***的",
            "<p>这是<em><strong>“都”</strong></em>的</p>",
        ),
        ("旧~~“词”~~新", "<p>旧<del>“词”</del>新</p>"),
        ("是**（甲）**的", "<p>是<strong>（甲）</strong>的</p>"),
        ("a**「b」**c", "<p>a<strong>「b」</strong>c</p>"),
        ("是**(a)**的", "<p>是<strong>(a)</strong>的</p>"),
        (
            "**`代码`**是",
            "<p><strong><code>代码</code></strong>是</p>",
        ),
        (
            "请看**[条款](a.md)**的",
            "<p>请看<strong><a href=\"a.md\">条款</a></strong>的</p>",
        ),
        (
            "嵌**套*《书》*里**的",
            "<p>嵌<strong>套<em>《书》</em>里</strong>的</p>",
        ),
        // As CommonMark has it.
        ("a**\"b\"**c", "<p>a**&quot;b&quot;**c</p>"),
        ("\\**“不”**是", "<p>**“不”**是</p>"),
        ("`**“不”**是`", "<p><code>**“不”**是</code></p>"),
        ("* “项”\n* 是", "<ul>\n<li>“项”</li>\n<li>是</li>\n</ul>"),
        ("前\n\n***\n\n后", "<p>前</p>\n<hr>\n<p>后</p>"),
    ]);
}

#[test]
fn line_break_in_chinese_adds_no_space() {
    check(&[
        ("创新\n管理", "<p>创新管理</p>"),
        ("创新，\n管理", "<p>创新，管理</p>"),
        (
            "**创新**\n*管理*",
            "<p><strong>创新</strong><em>管理</em></p>",
        ),
        ("ISO，\nGB", "<p>ISO，GB</p>"),
        ("他说\n“好”", "<p>他说“好”</p>"),
        ("code\n。", "<p>code。</p>"),
        ("创新\nISO", "<p>创新\nISO</p>"),
        ("one\ntwo", "<p>one\ntwo</p>"),
        ("said\n“yes”", "<p>said\n“yes”</p>"),
        ("한국\n어", "<p>한국\n어</p>"),
    ]);
}

#[test]
fn highest_heading_is_level_two() {
    let levels = |text| {
        compiled(text)
            .0
            .headings
            .iter()
            .map(|heading| heading.level)
            .collect::<Vec<_>>()
    };
    assert_eq!(levels("# 一\n\n## 二\n\n###### 六"), [2, 3, 6]);
    assert_eq!(levels("## 二\n\n### 三"), [2, 3]);
    assert_eq!(levels("### 三"), [3]);
    assert_eq!(levels("## 二\n\n> # 一"), [3, 2]);
}

#[test]
fn heading_ids_are_made_from_text_and_unique() {
    let ids = |text| {
        compiled(text)
            .0
            .headings
            .iter()
            .map(|heading| heading.id.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        ids("## 4.1 理解 *组织* 及其环境！"),
        ["4-1-理解-组织-及其环境"]
    );
    assert_eq!(ids("## The `GB/T` — Été"), ["the-gb-t-été"]);
    assert_eq!(ids("## 一\n## 一\n## 一"), ["一", "一-2", "一-3"]);
    assert_eq!(ids("## !!!\n## ?"), ["section", "section-2"]);
    assert_eq!(
        ids("## cb-nav\n## Fn 1\n## x {#cb-top}"),
        ["x-cb-nav", "x-fn-1", "x-cb-top"]
    );
    assert_eq!(
        ids("## 甲\n## 乙 {#甲}"),
        ["甲-2", "甲"],
        "what the author named comes first"
    );
    assert_eq!(ids("## 甲 {#a .c k=v}\n## 乙 {#a}"), ["a", "a-2"]);
    assert_eq!(
        problems("## 甲 {#a}\n\n## 乙 {#a}"),
        [(Code::DuplicateAnchor, "## 乙 {#a}".into())]
    );
}

#[test]
fn heading_has_a_link_beside_it() {
    check(&[(
        "## 一 **二** [三](a.md)\n",
        "<div class=\"heading\"><h2 id=\"一-二-三\">一 <strong>二</strong> <a href=\"a.md\">三</a></h2>\
         <a class=\"heading-link\" href=\"#一-二-三\" aria-label=\"{heading_link}：一 二 三\">#</a></div>",
    )]);
}

#[test]
fn links_become_holes_with_targets_as_written() {
    let text =
        "[a](b%20c.md#d \"t\") <http://e.f> <g@h.i> [[词|见]] ![j](k.png) [l][m]\n\n[m]: <n o.md>";
    let (body, diagnostics) = compiled(text);
    let found: Vec<_> = body
        .links
        .iter()
        .map(|link| (link.kind, link.target.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            (LinkKind::Link, "b%20c.md#d"),
            (LinkKind::Link, "http://e.f"),
            (LinkKind::Link, "mailto:g@h.i"),
            (LinkKind::Term, "词"),
            (LinkKind::Image, "k.png"),
            (LinkKind::Link, "n o.md"),
        ]
    );
    assert_eq!(&file(text)[body.links[3].span.clone()], "[[词|见]]");
    assert_eq!(diagnostics, []);
    assert!(!body.html.contains("href="), "{:?}", body.html);
}

#[test]
fn spans_are_right_after_inserted_joiners() {
    let text = "这是**“甲”**的[[乙]]\n\n- 是**“丙”**的 [丁](戊.md)";
    let (body, _) = compiled(text);
    let spans: Vec<_> = body
        .links
        .iter()
        .map(|link| file(text)[link.span.clone()].to_owned())
        .collect();
    assert_eq!(spans, ["[[乙]]", "[丁](戊.md)"]);
}

#[test]
fn anchors_never_nest() {
    for text in [
        "[a <http://b.c> d](e)",
        "<a href=x>[y](z)</a>",
        "[a<a href=x>b</a>](c)",
        "[a[^1]](b)\n\n[^1]: c",
    ] {
        let html = html(text);
        let inner = html.split("<a").nth(1).unwrap_or_default();
        assert!(inner.contains("</a>"), "{html}");
    }
}

#[test]
fn unsafe_addresses_are_errors_and_become_text() {
    for target in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#106;avascript:alert(1)",
        "java&#9;script:alert(1)",
        "javascript&colon;alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "data:image/png;base64,x",
        "file:///etc/passwd",
        "blob:x",
    ] {
        let text = format!("[甲]({target})");
        assert_eq!(problems(&text), [(Code::UnsafeUrl, text.clone())]);
        assert_eq!(html(&text), "<p>甲</p>\n");
    }
    let safe = [
        "a.md",
        "#x",
        "//host/x",
        "HTTPS://x",
        "mailto:a@b",
        "tel:1",
        "/a:b",
        "?a:b",
        "说明：一",
        "1:2",
    ];
    for target in safe {
        assert_eq!(problems(&format!("[甲]({target})")), [], "{target}");
    }
    assert_eq!(problems("![甲](data:image/png;base64,x)"), []);
    assert_eq!(problems("![甲](data:image/svg+xml,x)").len(), 1);
}

const QUIZ: &str = "\
<div class=\"quiz\" data-quiz=\"\">
<p class=\"quiz-title\">{quiz}</p>
<div class=\"quiz-question\">
<p>哪项**“对”**？</p>
</div>
<ol class=\"quiz-options\" type=\"A\">
<li>甲</li>
<li data-right=\"\"><em>乙</em></li>
</ol>
<details class=\"quiz-answer\">
<summary>{quiz_answer}</summary>
<p class=\"quiz-right\">{quiz_right}：B. 乙</p>
<p>因为。</p>
</details>
</div>";

#[test]
fn quiz_is_a_quote_or_a_fence() {
    let expected = QUIZ.replace("**“对”**", "<strong>“对”</strong>");
    check(&[
        (
            "> [!QUIZ]\n> 哪项**“对”**？\n>\n> - [ ] 甲\n> - [x] *乙*\n>\n> 因为。",
            &expected,
        ),
        (
            "> [!quiz]\n>\n> 哪项**“对”**？\n>\n> - [ ] 甲\n> - [x] *乙*\n>\n> 因为。",
            &expected,
        ),
        (
            "> [!QUIZ] 哪项**“对”**？\n>\n> 1. [ ] 甲\n> 2. [x] *乙*\n>\n> 因为。",
            &expected,
        ),
        (
            "```quiz\n哪项**“对”**？\n\n- [ ] 甲\n- [x] *乙*\n\n因为。\n```",
            &expected,
        ),
        (
            "> ~~~ quiz\n> 哪项**“对”**？\n> - [ ] 甲\n> - [X] *乙*\n>\n> 因为。",
            &format!("<blockquote>\n{expected}\n</blockquote>"),
        ),
    ]);
    let text = "```quiz\n问**“题”**是?\n\n- [x] [对](a.md)\n```";
    assert_eq!(
        &file(text)[compiled(text).0.links[0].span.clone()],
        "[对](a.md)"
    );
}

#[test]
fn quiz_without_its_parts_is_an_error() {
    let fine = "> [!QUIZ]\n> 问?\n>\n> - [x] 对";
    assert_eq!(problems(fine), []);
    for text in [
        "> [!QUIZ]\n>\n> - [x] 对",
        "> [!QUIZ]\n> 问？",
        "> [!QUIZ]\n> 问?\n>\n> - 对",
        "> [!QUIZ]\n> 问?\n>\n> - [ ] 错",
    ] {
        assert_eq!(problems(text), [(Code::Quiz, text.to_owned())]);
    }
    assert_eq!(problems("```quiz\n```").len(), 2);
}

#[test]
fn summary_is_the_first_paragraph_as_text() {
    let summary = |text: &str| compiled(text).0.summary;
    assert_eq!(
        summary(
            "## 题\n\n> 引\n\n- 项\n\n![图](a.png)\n\n创新\n**“管理”**是 `x` <b>y</b>[^1]。\n\n[^1]: 注"
        ),
        "创新“管理”是 x y。"
    );
    assert_eq!(summary("> [!QUIZ]\n> 问?\n>\n> - [x] 对"), "");
    let long = summary(&"创".repeat(300));
    assert_eq!(
        (long.chars().count(), long.chars().last()),
        (200, Some('…'))
    );
    assert_eq!(summary(&"创".repeat(200)).chars().last(), Some('创'));
}

#[test]
fn deep_nesting_is_an_error() {
    for text in [
        "> ".repeat(10_000) + "a",
        "- ".repeat(10_000) + "a",
        (0..300).map(|depth| "  ".repeat(depth) + "- a\n").collect(),
        "*a **b ".repeat(5000) + &"c** d*".repeat(5000),
        "<div>\n".repeat(10_000),
        "<b id=1>".repeat(10_000),
        "a\n\n<p><b>".repeat(10_000),
    ] {
        let (_, diagnostics) = compiled(&text);
        let deep: Vec<_> = diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.code == Code::NestingTooDeep)
            .collect();
        assert_eq!(deep.len(), 1, "{}", &text[..20]);
    }
    assert_eq!(problems(&("> ".repeat(90) + "a")), []);
    for text in [
        "[".repeat(10_000),
        "[](".repeat(10_000),
        "![[".repeat(10_000),
        "`a``".repeat(5000),
        "<a ".repeat(10_000),
    ] {
        compiled(&text);
    }
}
