//! Every kind of entry and every sort of page shows what it must. Most tests look at one site,
//! `fixtures/bilingual`, which has an entry of each kind.

#![allow(
    clippy::disallowed_methods,
    reason = "tests stand outside and look at the disk"
)]

mod languages;
mod machines;
mod pages;
mod settings;
#[path = "../support/mod.rs"]
mod support;
mod whole;

use std::sync::LazyLock;

use support::{CASE_BODY, Site, entry};

/// The fixture, built once.
static BILINGUAL: LazyLock<Site> = LazyLock::new(|| Site::fixture("bilingual").built());

/// Where a heading of a page leads to its list.
fn cards(path: &str, heading: &str) -> Vec<String> {
    BILINGUAL
        .page(path)
        .texts(&format!("section[aria-labelledby=\"{heading}\"] .card a"))
}

/// A word of the theme in Chinese; what it says is the theme's matter.
fn word(key: &str) -> &'static str {
    static WORDS: LazyLock<toml::Table> = LazyLock::new(|| {
        include_str!("../../themes/default/strings/zh.toml")
            .parse()
            .expect("TOML")
    });
    WORDS
        .get(key)
        .and_then(toml::Value::as_str)
        .unwrap_or_else(|| panic!("the theme has {key}"))
}

/// What a page says of an entry under a label of the theme.
fn fact(path: &str, key: &str) -> String {
    let (page, label) = (BILINGUAL.page(path), word(key));
    let labels = page.texts(".facts dt");
    let at = labels.iter().position(|text| text == label);
    let at = at.unwrap_or_else(|| panic!("{path} has {label}: {labels:?}"));
    page.texts(".facts > div")[at]
        .strip_prefix(label)
        .unwrap_or_default()
        .trim()
        .to_owned()
}

#[test]
fn a_page_shows_its_text_and_its_section() {
    let page = BILINGUAL.page("about/links.html");
    assert_eq!(page.text("h1"), "各种链接");
    assert_eq!(page.text("title"), "各种链接 · 小站");
    assert_eq!(
        page.links(".breadcrumbs"),
        ["../index.html", "../about/index.html"]
    );
    assert_eq!(page.texts(".side-nav a[aria-current=page]"), ["各种链接"]);
    assert_eq!(page.text("figcaption"), "一张图");
    assert_eq!(
        page.attribute(".edit a", "href"),
        "https://git.example.org/edit/content/about/links.md"
    );
}

#[test]
fn links_of_a_text_lead_to_pages_of_every_sort() {
    let page = BILINGUAL.page("en/about/links.html");
    let links = page.links(".prose li");
    let expected = [
        "../../en/clauses/4.1.html",
        "../../en/clauses/index.html",
        "../../en/industries/index.html",
        "../../en/interpretations/4.1.html#要点",
        "../../en/cases/one.html",
        "../../en/cases/one.html",
        "../../en/courses/basics/index.html",
        "#inside",
        "../../en/glossary/patent.html",
        "../../en/glossary/fto.html",
        "../../en/glossary/patent.html",
        "https://other.example/一?x=1&y=2",
        "mailto:a@b.example",
    ];
    let decoded = links.iter().map(|link| {
        percent_encoding::percent_decode_str(link)
            .decode_utf8_lossy()
            .into_owned()
    });
    assert_eq!(decoded.collect::<Vec<_>>(), expected);
    assert_eq!(
        page.attribute("img", "src"),
        "../../about/%E6%B5%81%E7%A8%8B%20%E5%9B%BE.svg"
    );
}

#[test]
fn an_interpretation_shows_its_clause_its_sources_and_its_neighbors() {
    let page = BILINGUAL.page("interpretations/4.1.html");
    assert_eq!(
        fact("interpretations/4.1.html", "field_interprets"),
        "4.1 环境"
    );
    assert_eq!(page.text(".sources a"), "来源甲");
    assert_eq!(
        page.attribute(".sources a", "href"),
        "https://source.example/a"
    );
    assert_eq!(page.attributes(".steps a", "rel"), ["next"]);
    assert_eq!(page.links(".steps"), ["../interpretations/4.2.html"]);
    let middle = BILINGUAL.page("interpretations/4.2.html");
    assert_eq!(middle.attributes(".steps a", "rel"), ["prev", "next"]);
    // Who links here is listed, but not twice.
    assert_eq!(cards("interpretations/4.1.html", "_related"), ["案例一"]);
    assert_eq!(
        page.texts("section[aria-labelledby=_backlinks] a"),
        ["各种链接", "解读 4.2"]
    );
}

#[test]
fn a_course_lists_its_lessons_and_adds_up_their_minutes() {
    let page = BILINGUAL.page("courses/basics/index.html");
    assert_eq!(page.texts(".lessons h3 a"), ["第一课", "第二课", "第四课"]);
    assert_eq!(page.text(".lessons-total strong"), "60 分钟");
    assert_eq!(page.texts(".objectives li"), ["学会一", "学会二"]);
    for (label, value) in [
        ("field_level", "入门"),
        ("field_audience", "新人"),
        ("field_provider", "学院"),
        ("field_licence", "CC BY 4.0"),
        ("field_clauses", "4.1 环境"),
    ] {
        assert_eq!(fact("courses/basics/index.html", label), value);
    }
    assert_eq!(page.texts(".changes li"), ["2026年3月1日 建议重学 重写"]);
    assert_eq!(
        fact("courses/advanced/index.html", "field_prerequisites"),
        "基础课"
    );
    // The other direction: what asks for this course.
    assert!(
        page.texts("section[aria-labelledby=_backlinks] a")
            .contains(&"提高课".to_owned())
    );
}

#[test]
fn lessons_lead_from_one_to_the_next() {
    let steps = |path: &str| {
        let page = BILINGUAL.page(path);
        (
            page.attributes("a[rel=prev]", "href"),
            page.attributes("a[rel=next]", "href"),
        )
    };
    let (before, after) = steps("courses/basics/01-start.html");
    assert_eq!(
        (before.len(), after),
        (0, vec!["../../courses/basics/02-search.html".to_owned()])
    );
    let (before, after) = steps("courses/basics/02-search.html");
    assert_eq!(before, ["../../courses/basics/01-start.html"]);
    assert_eq!(after, ["../../courses/basics/04-end.html"]);
    let (before, after) = steps("courses/basics/04-end.html");
    assert_eq!(
        (before, after.len()),
        (vec!["../../courses/basics/02-search.html".to_owned()], 0)
    );

    let lesson = BILINGUAL.page("courses/basics/01-start.html");
    assert_eq!(lesson.text(".kicker"), "第 1 课 · 20 分钟");
    assert_eq!(lesson.texts(".questions li"), ["为什么?"]);
    assert_eq!(
        lesson.texts(".side-nav li a"),
        ["第一课", "第二课", "第四课"]
    );
    assert_eq!(
        lesson.attribute(".downloads a", "href"),
        "../../courses/basics/%E8%A1%A8.csv"
    );
    assert_eq!(lesson.text(".downloads a"), "练习表");
    assert_eq!(
        fact(
            "courses/basics/02-search.html",
            "field_lesson_prerequisites"
        ),
        "第一课"
    );
}

#[test]
fn a_quiz_can_be_read_without_javascript_and_hides_its_answer() {
    let page = BILINGUAL.page("courses/basics/01-start.html");
    assert_eq!(page.text(".quiz-question"), "选哪个?");
    assert_eq!(page.texts(".quiz-options li"), ["错的", "对的"]);
    assert!(
        page.text("details.quiz-answer:not([open])")
            .contains("B. 对的")
    );
}

#[test]
fn a_notice_shows_its_facts_its_deadlines_and_its_status() {
    let path = "policies/new.html";
    for (label, value) in [
        ("field_status", word("policy_in_force")),
        ("field_number", "新〔2026〕2号"),
        ("field_issuers", "知识产权局 工信部"),
        ("field_issued", "2026年3月1日"),
        ("field_published", "2026年3月5日"),
        ("field_expires", "2027年12月31日"),
        ("field_addressed_to", "各单位"),
        ("field_localities", "宁波"),
        ("field_supersedes", "旧通知"),
        ("field_clauses", "4.1 环境"),
    ] {
        assert_eq!(fact(path, label), value, "{label}");
    }
    let page = BILINGUAL.page(path);
    assert_eq!(
        page.texts(".deadlines tbody td"),
        ["各市", "申报", "各省", "汇总"]
    );
    assert_eq!(
        page.texts(".deadlines tbody th"),
        ["2026年5月1日 已过", "2026年7月1日"]
    );
    assert!(!page.has(".notice"));
    assert_eq!(
        fact("policies/expired.html", "field_status"),
        word("policy_expired")
    );
    assert!(
        BILINGUAL
            .page("policies/expired.html")
            .has(".notice-superseded")
    );
    assert_eq!(
        fact("policies/coming.html", "field_status"),
        word("policy_not_yet")
    );
}

#[test]
fn a_superseded_notice_says_so_and_leads_to_its_successor() {
    for (path, text, link) in [
        ("policies/old.html", "新通知", "../policies/new.html"),
        (
            "en/policies/old.html",
            "New notice",
            "../../en/policies/new.html",
        ),
    ] {
        let page = BILINGUAL.page(path);
        assert_eq!(page.text(".notice-superseded a"), text);
        assert_eq!(page.attribute(".notice-superseded a", "href"), link);
    }
    let successor = BILINGUAL.page("policies/new.html");
    assert!(
        successor
            .links(".facts")
            .contains(&"../policies/old.html".to_owned())
    );
}

#[test]
fn a_case_shows_its_facts_its_figures_and_its_five_parts() {
    let path = "cases/one.html";
    for (label, value) in [
        ("field_enterprise", "甲公司"),
        ("field_locality", "宁波"),
        ("field_industry", "39 电子"),
        ("field_size", "小型"),
        ("field_stage", "初创"),
        ("field_titles", "试点企业"),
        ("field_phases", "6.1 识别"),
        ("field_tools", "A 工具"),
        ("field_recommended_by", "推荐处"),
    ] {
        assert_eq!(fact(path, label), value, "{label}");
    }
    let page = BILINGUAL.page(path);
    assert_eq!(
        page.texts(".prose h2"),
        ["背景", "问题", "做法", "成效", "经验启示"]
    );
    assert_eq!(
        page.texts(".metrics tbody tr td"),
        ["10", "12.5", "+2.5", "2025", "—", "3", "—", "2025"]
    );
    assert!(page.has(".notice-sample"));
    assert_eq!(cards(path, "_policies"), ["新通知"]);
}

#[test]
fn an_anonymous_enterprise_is_named_nowhere() {
    assert_eq!(
        fact("cases/two.html", "field_enterprise"),
        word("anonymous")
    );
    for (path, bytes) in BILINGUAL.output() {
        assert!(
            !String::from_utf8_lossy(&bytes).contains("不该出现的名字"),
            "{path}"
        );
    }
}

#[test]
fn a_term_shows_its_names_and_who_uses_it() {
    let page = BILINGUAL.page("glossary/patent.html");
    assert_eq!(fact("glossary/patent.html", "field_synonyms"), "专利权");
    assert_eq!(fact("glossary/fto.html", "field_abbreviation"), "FTO");
    assert_eq!(
        page.attribute(".facts a[hreflang=en]", "href"),
        "../en/glossary/patent.html"
    );
    let mentions = page.texts("section[aria-labelledby=_backlinks] a");
    assert!(
        mentions.contains(&"案例一".to_owned()) && mentions.contains(&"各种链接".to_owned()),
        "{mentions:?}"
    );
    assert_eq!(cards("glossary/patent.html", "_related"), ["自由实施"]);
}

/// 3 for a clause in common, 4 for the industry (2 for its section), 2 for the stage, 1 for the
/// size; newest first among equals; without clause and industry in common, nothing.
#[test]
fn related_cases_are_ranked_as_documented() {
    let site = Site::new();
    let put = |name: &str, day: u8, clauses: &str, industry: &str, size: &str, stage: &str| {
        let front = format!(
            "title: {name}\ndate: 2026-01-{day:02}\nlocality: ningbo\nindustry: \"{industry}\"\nsize: {size}\nstage: {stage}\nclauses: [{clauses}]\nconsent: true"
        );
        site.write(
            &format!("content/cases/{name}.md"),
            entry(&front, CASE_BODY),
        );
    };
    put("self", 1, "\"4.1\", \"4.2\", \"5\"", "39", "small", "seed");
    put("nothing", 2, "a", "65", "small", "seed"); // 0, although stage and size agree
    put(
        "three-clauses",
        3,
        "\"4.1\", \"4.2\", \"5\"",
        "65",
        "large",
        "growth",
    ); // 9
    put("same-industry", 4, "a", "39", "small", "seed"); // 4 + 2 + 1 = 7
    put("section", 5, "a", "26", "large", "seed"); // 2 + 2 = 4
    put("clause-old", 6, "\"4.1\"", "65", "large", "growth"); // 3
    put("clause-new", 7, "\"4.2\"", "65", "large", "growth"); // 3
    put("one-too-many", 8, "a", "26", "large", "growth"); // 2
    let site = site.built();
    let related = site
        .page("cases/self.html")
        .texts("section[aria-labelledby=_related] .card a");
    assert_eq!(
        related,
        [
            "three-clauses",
            "same-industry",
            "section",
            "clause-new",
            "clause-old"
        ]
    );
    assert!(
        !site
            .page("cases/nothing.html")
            .texts(".related .card a")
            .contains(&"self".to_owned())
    );
}
