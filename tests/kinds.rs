//! Every kind of entry and every sort of page shows what it must. Most tests look at one site,
//! `fixtures/bilingual`, which has an entry of each kind.

#![allow(
    clippy::disallowed_methods,
    reason = "tests stand outside and look at the disk"
)]

mod support;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use casebook::build::Options;
use casebook::world::Disk;
use support::{CASE_BODY, SITE, Site, case, entry, links, xml};

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
        include_str!("../themes/default/strings/zh.toml")
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

// Kinds

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

// Pages that casebook makes

#[test]
fn the_home_page_opens_doors_to_every_kind() {
    let page = BILINGUAL.page("index.html");
    assert_eq!(
        page.texts(".door h2"),
        [
            "条款解读 3",
            "课程 2",
            "实践案例 5",
            "政策通知 4",
            "术语表 2"
        ]
    );
    assert_eq!(
        page.texts(".home-cases .card a")
            .first()
            .map(String::as_str),
        Some("案例五")
    );
    // Only what is still to come on the day of the build, by notices in force.
    assert_eq!(page.texts(".home-deadlines li").len(), 1);
    assert!(page.text(".home-deadlines li").contains("2026年7月1日"));
    assert_eq!(BILINGUAL.page("en/index.html").text("h1"), "Small home");
}

#[test]
fn a_list_is_cut_into_pages() {
    let pages = ["cases/index.html", "cases/page/2.html", "cases/page/3.html"]
        .map(|path| BILINGUAL.page(path));
    let listed: Vec<_> = pages
        .iter()
        .flat_map(|page| page.texts(".card a"))
        .collect();
    assert_eq!(listed, ["案例五", "案例四", "案例三", "案例二", "案例一"]);
    assert_eq!(
        pages[1].attributes(".pagination a[rel=prev]", "href"),
        ["../../cases/index.html"]
    );
    assert_eq!(
        pages[1].attributes(".pagination a[rel=next]", "href"),
        ["../../cases/page/3.html"]
    );
    assert_eq!(pages[1].texts(".pagination [aria-current=page]"), ["2"]);
    assert!(
        pages[1].has("meta[name=robots][content=noindex]") && !pages[0].has("meta[name=robots]")
    );
    assert!(!pages[2].has(".pagination a[rel=next]") && !pages[0].has(".pagination a[rel=prev]"));
    assert!(!BILINGUAL.has("cases/page/1.html") && !BILINGUAL.has("cases/page/4.html"));
}

#[test]
fn a_registry_is_a_tree_with_counts_and_each_value_has_its_page() {
    let page = BILINGUAL.page("industries/index.html");
    let tree: Vec<_> = page
        .texts(".value-tree li")
        .iter()
        .map(|text| text.replace(' ', ""))
        .collect();
    assert!(tree[0].starts_with("C制造业4"), "{tree:?}");
    assert!(
        tree.contains(&"39电子2".to_owned()) && tree.contains(&"65软件1".to_owned()),
        "{tree:?}"
    );
    assert_eq!(
        BILINGUAL.page("industries/C.html").texts(".card a"),
        ["案例五", "案例三"]
    );
    assert_eq!(
        BILINGUAL.page("industries/C/page/2.html").texts(".card a"),
        ["案例二", "案例一"]
    );
    assert_eq!(
        BILINGUAL.page("issuers/cnipa.html").texts(".card a"),
        ["新通知", "旧通知"]
    );
    // A value that nothing carries has no page, nor has a registry that is not in use.
    assert!(!BILINGUAL.has("grades/index.html") && !BILINGUAL.has("standards/index.html"));
}

#[test]
fn the_clause_tree_counts_what_there_is_for_each_clause_of_each_standard() {
    let page = BILINGUAL.page("clauses/index.html");
    assert_eq!(page.texts("section > h2"), ["A 100 甲标准", "B 200 乙标准"]);
    let rows: Vec<Vec<String>> = page
        .texts("table.matrix tbody tr")
        .iter()
        .map(|row| row.split_whitespace().map(str::to_owned).collect())
        .collect();
    assert_eq!(rows.len(), 7);
    let cells = page.texts("table.matrix tbody tr td");
    // Interpretations, courses with lessons, cases, notices.
    assert_eq!(
        cells[0..4],
        ["2", "2", "4", "1"],
        "4 counts what is below it, each entry once"
    );
    assert_eq!(cells[4..8], ["1", "1", "3", "1"], "4.1");
    assert_eq!(cells[8..12], ["2", "1", "1", "0"], "4.2");
    assert_eq!(
        cells[24..28],
        ["0", "0", "1", "0"],
        "the other standard's clause"
    );
}

#[test]
fn a_clause_lists_all_that_refers_to_it_and_they_lead_back() {
    let path = "clauses/4.1.html";
    assert_eq!(cards(path, "interpretations"), ["解读 4.1"]);
    assert_eq!(cards(path, "courses"), ["基础课"]);
    assert_eq!(cards(path, "cases"), ["案例三", "案例二"]);
    assert_eq!(cards(path, "policies"), ["新通知"]);
    assert_eq!(cards(path, "terms"), ["专利"]);
    let page = BILINGUAL.page(path);
    assert_eq!(
        page.texts("h2 .count"),
        ["1", "1", "3", "1", "1"],
        "interpretations, courses, cases, notices, terms"
    );
    for listed in page.links(".list") {
        let target = listed.trim_start_matches("../");
        if !target.starts_with("clauses/") {
            let back = BILINGUAL.page(target);
            assert!(
                back.links(".facts")
                    .iter()
                    .any(|link| link.ends_with("clauses/4.1.html")),
                "{target} leads back"
            );
        }
    }
    // What is about the clause stands before what only touches it.
    assert_eq!(
        cards("clauses/4.2.html", "interpretations"),
        ["解读 4.2", "解读 4.1"]
    );
    assert_eq!(cards("clauses/annex-a.html", "cases"), ["案例一"]);
    assert!(
        BILINGUAL
            .page("clauses/annex-a.html")
            .text(".value-note")
            .contains("资料性附录")
    );
}

#[test]
fn a_clause_with_many_cases_has_a_list_of_its_own() {
    let page = BILINGUAL.page("clauses/4.1.html");
    assert_eq!(page.links(".more"), ["../clauses/4.1/cases.html"]);
    assert_eq!(
        BILINGUAL.page("clauses/4.1/cases.html").texts(".card a"),
        ["案例三", "案例二"]
    );
    assert_eq!(
        BILINGUAL
            .page("clauses/4.1/cases/page/2.html")
            .texts(".card a"),
        ["案例一"]
    );
    assert!(!BILINGUAL.has("clauses/4.2/cases.html"));
}

#[test]
fn a_second_standard_is_a_matter_of_data() {
    let page = BILINGUAL.page("clauses/beta-1.html");
    assert_eq!(
        (page.text("h1"), page.text(".kicker")),
        ("1 范围".to_owned(), "B 200".to_owned())
    );
    assert_eq!(cards("clauses/beta-1.html", "cases"), ["案例五"]);
    // Reading order stays within a standard.
    assert!(!page.has("a[rel=prev]") && !BILINGUAL.page("clauses/annex-a.html").has("a[rel=next]"));
}

#[test]
fn the_glossary_is_ordered_by_letter_with_the_other_language_beside() {
    let page = BILINGUAL.page("glossary/index.html");
    assert_eq!(page.texts("section.glossary h2"), ["Z"]);
    assert_eq!(page.texts("section.glossary dt > a"), ["专利", "自由实施"]);
    assert_eq!(page.texts(".equivalent"), ["Patent"]);
    let english = BILINGUAL.page("en/glossary/index.html");
    assert_eq!(english.texts("section.glossary h2"), ["P", "Z"]);
    assert_eq!(
        english.attributes("section.glossary dt > a[lang]", "lang"),
        ["zh-Hans"]
    );
}

#[test]
fn the_page_for_missing_addresses_works_at_any_depth() {
    for (path, home) in [
        ("404.html", "/site/index.html"),
        ("en/404.html", "/site/en/index.html"),
    ] {
        let page = BILINGUAL.page(path);
        assert!(
            page.links("main").contains(&home.to_owned()),
            "{:?}",
            page.links("main")
        );
        assert!(page.attributes("link[rel=stylesheet]", "href")[0].starts_with("/site/assets/"));
        assert!(!page.has("link[rel=canonical]") && page.has("meta[name=robots][content=noindex]"));
    }
}

#[test]
fn old_addresses_lead_to_the_page() {
    for (path, target) in [
        ("old/one/index.html", "../../cases/one.html"),
        ("old/one.html", "../cases/one.html"),
        ("en/old/one/index.html", "../../../en/cases/one.html"),
    ] {
        let page = BILINGUAL.page(path);
        assert_eq!(
            page.attribute("meta[http-equiv=refresh]", "content"),
            format!("0; url={target}")
        );
        assert_eq!(page.attribute("p a", "href"), target);
        assert!(page.has("meta[name=robots][content=noindex]"));
    }
    assert!(!BILINGUAL.read("sitemap.xml").contains("/old/"));
}

// Files for machines

#[test]
fn feeds_list_what_has_a_day_in_their_language() {
    let titles = |path: &str| xml::texts(&BILINGUAL.read(path), "title");
    assert_eq!(
        titles("cases/feed.xml"),
        [
            "实践案例 · 小站",
            "案例五",
            "案例四",
            "案例三",
            "案例二",
            "案例一"
        ]
    );
    assert_eq!(titles("en/cases/feed.xml")[1..], ["Case one"]);
    assert_eq!(
        titles("policies/feed.xml")[1..],
        ["未施行通知", "新通知", "过期通知", "旧通知"]
    );
    assert_eq!(titles("courses/feed.xml")[1..], ["基础课"]);
    let all = titles("feed.xml");
    assert!(
        all.contains(&"解读 4.1".to_owned())
            && all.contains(&"新通知".to_owned())
            && !all.contains(&"专利".to_owned())
    );
    let ids = xml::texts(&BILINGUAL.read("policies/feed.xml"), "id");
    assert_eq!(ids[0], "https://example.org/site/policies/feed.xml");
    assert!(
        ids.contains(&"https://example.org/site/policies/new.html".to_owned()),
        "{ids:?}"
    );
    let page = BILINGUAL.page("index.html");
    assert!(
        page.attributes("link[type=\"application/atom+xml\"]", "href")
            .contains(&"cases/feed.xml".to_owned())
    );
}

#[test]
fn the_sitemap_names_every_page_once_in_the_language_it_is_written_in() {
    let xml = BILINGUAL.read("sitemap.xml");
    let addresses = xml::texts(&xml, "loc");
    let distinct: BTreeSet<_> = addresses.iter().collect();
    assert_eq!(distinct.len(), addresses.len());
    let has = |path: &str| {
        addresses
            .iter()
            .any(|address| address == &format!("https://example.org/site/{path}"))
    };
    for path in [
        "",
        "en/",
        "cases/one.html",
        "en/cases/one.html",
        "cases/",
        "clauses/4.1.html",
        "industries/39.html",
        "about/team.html",
    ] {
        assert!(has(path), "{path} is in {addresses:?}");
    }
    for path in [
        "en/about/team.html",
        "404.html",
        "cases/page/2.html",
        "about/history.html",
        "feed.xml",
    ] {
        assert!(!has(path), "{path}");
    }
    assert!(has("en/about/history.html"));
    assert!(xml.contains("hreflang=\"en\" href=\"https://example.org/site/en/cases/one.html\""));
    // It is small, so it is one file and no index of files.
    assert!(xml.contains("<urlset") && !xml.contains("<sitemapindex"));
    assert!(
        !BILINGUAL
            .output()
            .keys()
            .any(|path| path.starts_with("sitemap-"))
    );
    assert!(
        BILINGUAL
            .read("robots.txt")
            .ends_with("Sitemap: https://example.org/site/sitemap.xml\n")
    );
}

#[test]
fn what_is_said_to_search_engines_is_json() {
    for (path, bytes) in BILINGUAL
        .output()
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
    {
        let page = support::pages::Page::parse(path, std::str::from_utf8(bytes).expect("UTF-8"));
        for json in page.texts("script[type=\"application/ld+json\"]") {
            let value: serde_json::Value =
                serde_json::from_str(&json).unwrap_or_else(|error| panic!("{path}: {error}"));
            assert_eq!(value["@context"], "https://schema.org");
        }
    }
    let lesson = BILINGUAL
        .page("courses/basics/01-start.html")
        .text("script[type=\"application/ld+json\"]");
    assert!(lesson.contains("\"PT20M\"") && lesson.contains("LearningResource"));
}

// Languages

#[test]
fn a_translation_inherits_what_does_not_depend_on_language() {
    let page = BILINGUAL.page("en/cases/one.html");
    assert_eq!(page.attribute("html", "lang"), "en");
    assert_eq!(page.text("h1"), "Case one");
    let facts = page.texts(".facts dd").join("|");
    assert_eq!(
        facts,
        "Company A|Ningbo|39 Electronics|Small|Seed|Pilot enterprise|6.1 Identification|A Tools|4.1 Context 6.1 Identification A Tools|Office|Sensitive details removed"
    );
    assert_eq!(
        page.texts(".metrics th[scope=row]"),
        ["Filings items", "Income CNY 10k"]
    );
    assert!(page.has(".notice-sample"));
    let lesson = BILINGUAL.page("en/courses/basics/01-start.html");
    assert_eq!(
        (lesson.text(".kicker"), lesson.texts(".questions li")),
        ("Lesson 1 · 20 min".to_owned(), vec!["Why?".to_owned()])
    );
    assert_eq!(lesson.text(".downloads a"), "Worksheet");
}

#[test]
fn a_translation_may_repeat_what_it_inherits_but_not_contradict_it() {
    let site = Site::with(&[
        (
            "content/a.md",
            "---\ntitle: 页\nweight: 1\ndate: 2026-01-01\n---\n",
        ),
        (
            "content/a.en.md",
            "---\ntitle: Page\nweight: 1\ndate: 2026-01-01\n---\n",
        ),
    ])
    .built();
    site.write("content/a.en.md", "---\ntitle: Page\nweight: 2\n---\n");
    assert_eq!(
        site.problems(&site.build()),
        ["content/a.en.md:3:1: field-in-translation"]
    );
}

#[test]
fn a_page_without_translation_is_shown_in_the_language_it_has() {
    for (path, lang, text_lang, title, original) in [
        (
            "en/about/team.html",
            "en",
            "zh-Hans",
            "团队",
            "https://example.org/site/about/team.html",
        ),
        (
            "about/history.html",
            "zh-Hans",
            "en",
            "History",
            "https://example.org/site/en/about/history.html",
        ),
    ] {
        let page = BILINGUAL.page(path);
        assert_eq!(page.attribute("html", "lang"), lang);
        assert_eq!(page.text("h1"), title);
        assert_eq!(page.attribute("h1", "lang"), text_lang);
        assert_eq!(page.attribute(".prose", "lang"), text_lang);
        assert!(page.has(".notice-language"));
        assert_eq!(page.attribute("link[rel=canonical]", "href"), original);
        assert!(page.has("meta[name=robots][content=noindex]") && !page.has("link[hreflang]"));
        // Its frame is the reader's.
        assert_eq!(
            page.text(".site-footer p:first-child"),
            if lang == "en" { "Footer" } else { "页脚" }
        );
    }
    let own = BILINGUAL.page("about/team.html");
    assert!(!own.has(".notice-language") && !own.has("h1[lang]"));
    // In lists, the title says which language it is in.
    let cards = BILINGUAL.page("en/cases/index.html");
    assert_eq!(cards.attributes(".card h3", "lang"), ["zh-Hans", "zh-Hans"]);
}

#[test]
fn pages_know_their_other_language() {
    let page = BILINGUAL.page("cases/one.html");
    assert_eq!(
        page.attribute("link[rel=canonical]", "href"),
        "https://example.org/site/cases/one.html"
    );
    let alternates = page.attributes("link[rel=alternate][hreflang]", "hreflang");
    assert_eq!(alternates, ["zh-Hans", "en", "x-default"]);
    assert_eq!(
        page.attribute("link[hreflang=en]", "href"),
        "https://example.org/site/en/cases/one.html"
    );
    assert_eq!(
        page.attribute(".language-switch a", "href"),
        "../en/cases/one.html"
    );
    let english = BILINGUAL.page("en/cases/one.html");
    assert_eq!(
        english.attribute(".language-switch a", "href"),
        "../../cases/one.html"
    );
    assert_eq!(
        english.attribute("link[rel=canonical]", "href"),
        "https://example.org/site/en/cases/one.html"
    );
    assert_eq!(
        english.attribute("link[hreflang=x-default]", "href"),
        "https://example.org/site/cases/one.html"
    );
}

#[test]
fn a_site_may_have_one_language() {
    for (lang, tag, other) in [("zh", "zh-Hans", "en"), ("en", "en", "zh")] {
        let site = Site::with(&[("content/a.md", "---\ntitle: A\n---\n")]);
        site.write(
            "site.toml",
            format!("default_language = \"{lang}\"\nlanguages = [\"{lang}\"]\n{SITE}"),
        );
        let site = site.built();
        let page = site.page("a.html");
        assert_eq!(page.attribute("html", "lang"), tag);
        assert!(!page.has(".language-switch") && !page.has("[hreflang]"));
        assert!(!site.path(format!("public/{other}")).exists());
        assert!(!site.read("sitemap.xml").contains("hreflang"));
    }
}

#[test]
fn a_site_may_be_in_english_first() {
    let site = Site::with(&[
        ("content/cases/a.zh.md", &entry("title: 例", CASE_BODY)),
        ("content/b.md", "---\ntitle: Only English\n---\n"),
    ]);
    site.write(
        "content/cases/a.md",
        case("title: Case").replace(CASE_BODY, support::CASE_BODY_EN),
    );
    site.write("site.toml", format!("default_language = \"en\"\n{SITE}"));
    let site = site.built();
    assert_eq!(site.page("cases/a.html").attribute("html", "lang"), "en");
    assert_eq!(site.page("cases/a.html").text("h1"), "Case");
    let chinese = site.page("zh/cases/a.html");
    assert_eq!(
        (chinese.attribute("html", "lang"), chinese.text("h1")),
        ("zh-Hans".to_owned(), "例".to_owned())
    );
    assert_eq!(
        chinese.attribute("link[hreflang=x-default]", "href"),
        "https://example.org/site/cases/a.html"
    );
    assert!(site.page("zh/b.html").has(".notice-language"));
    assert_eq!(
        links::broken(&site.output(), Some("https://example.org/site/")),
        Vec::<String>::new()
    );
}

// Settings

#[test]
fn drafts_stay_out_until_they_are_asked_for() {
    let site = Site::fixture("bilingual");
    let options = || Options {
        drafts: true,
        output: Some(site.path("drafts")),
        ..site.options()
    };
    assert_eq!(
        site.problems(&site.build_with(&Disk, options())),
        Vec::<String>::new()
    );
    let draft = std::fs::read_to_string(site.path("drafts/courses/basics/03-later.html"))
        .expect("the draft");
    assert!(draft.contains("第三课草稿"));
    let course =
        std::fs::read_to_string(site.path("drafts/courses/basics/index.html")).expect("the course");
    assert!(course.contains("560 分钟"));
    for (path, bytes) in BILINGUAL.output() {
        assert!(
            !path.contains("03-later") && !String::from_utf8_lossy(&bytes).contains("第三课草稿"),
            "{path}"
        );
    }
}

#[test]
fn a_draft_takes_its_translations_along() {
    let site = Site::with(&[
        ("content/a.md", "---\ntitle: 稿\ndraft: true\n---\n"),
        ("content/a.en.md", "---\ntitle: Draft\n---\n"),
        ("content/b.md", "---\ntitle: 页\n---\n"),
        (
            "content/b.en.md",
            "---\ntitle: Unfinished\ndraft: true\n---\n",
        ),
    ])
    .built();
    assert!(!site.has("a.html") && !site.has("en/a.html"));
    assert_eq!(site.page("en/b.html").text("h1"), "页");
}

#[test]
fn without_an_address_of_its_own_a_site_names_none() {
    let site = Site::fixture("bilingual");
    let settings = std::fs::read_to_string(site.path("site.toml")).expect("settings");
    site.write(
        "site.toml",
        settings.replace("base_url = \"https://example.org/site/\"\n", ""),
    );
    site.remove("content/about/links.md");
    let site = site.built();
    for (path, bytes) in site.output() {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("example.org/site"), "{path}");
        assert!(
            !path.ends_with("feed.xml") && !path.starts_with("sitemap"),
            "{path}"
        );
    }
    let page = site.page("cases/one.html");
    for selector in [
        "link[rel=canonical]",
        "link[rel=alternate]",
        "meta[property=\"og:url\"]",
        "script",
    ] {
        assert!(!page.has(selector), "{selector}");
    }
    assert_eq!(site.read("robots.txt"), "User-agent: *\nAllow: /\n");
    assert_eq!(links::broken(&site.output(), None), Vec::<String>::new());
}

#[test]
fn the_menu_is_as_configured() {
    let site = Site::with(&[
        ("content/a.md", "---\ntitle: 页\n---\n"),
        ("content/cases/b.md", &case("title: 例")),
    ]);
    let menu = "[[menu]]\nto = \"clauses\"\n[[menu]]\nto = \"/a/\"\ntitle = { zh = \"甲\", en = \"A\" }\n[[menu]]\nto = \"cases\"\n";
    site.write("site.toml", format!("{SITE}{menu}"));
    let site = site.built();
    assert_eq!(
        site.page("cases/b.html").links(".menu"),
        ["../clauses/index.html", "../a.html", "../cases/index.html"]
    );
    assert_eq!(site.page("en/a.html").texts(".menu a")[1], "A");
    assert_eq!(
        site.page("cases/b.html")
            .attributes(".menu a[aria-current]", "aria-current"),
        ["true"]
    );
}

#[test]
fn a_site_without_content_is_a_site() {
    let site = Site::new().built();
    assert_eq!(site.page("index.html").text("h1"), "小站");
    let bare = Site::bare();
    bare.write("site.toml", "title = \"空\"\n");
    std::fs::create_dir_all(bare.path("content")).expect("a folder");
    let bare = bare.built();
    assert!(bare.has("index.html") && bare.has("en/index.html") && !bare.has("clauses/index.html"));
    assert_eq!(links::broken(&bare.output(), None), Vec::<String>::new());
}

// Everything together

#[test]
fn every_address_of_the_fixture_leads_somewhere() {
    assert_eq!(
        links::broken(&BILINGUAL.output(), Some("https://example.org/site/")),
        Vec::<String>::new()
    );
}

#[test]
fn every_address_of_the_sample_site_leads_somewhere() {
    let site = Site::sample().built();
    let broken = links::broken(&site.output(), Some("https://casebook.example.org/"));
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn no_page_has_an_id_twice() {
    for (path, bytes) in BILINGUAL
        .output()
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
    {
        let ids =
            support::pages::Page::parse(path, std::str::from_utf8(bytes).expect("UTF-8")).ids();
        let distinct: BTreeSet<_> = ids.iter().collect();
        assert_eq!(distinct.len(), ids.len(), "{path}: {ids:?}");
    }
}

#[test]
fn assets_are_named_by_their_content() {
    let asset = |site: &Site| {
        site.page("index.html")
            .attribute("link[rel=stylesheet]", "href")
    };
    let site = Site::new().built();
    let first = asset(&site);
    assert_eq!(first, asset(&Site::new().built()));
    site.write("theme/assets/site.css", "p { color: red }");
    let site = site.built();
    assert_ne!(first, asset(&site));
    assert!(site.has(&asset(&site)) && !site.has(&first));
}

#[test]
fn a_theme_of_the_site_takes_the_place_of_the_default_file_by_file() {
    let site = Site::with(&[
        ("content/a.md", "---\ntitle: 页<i>\n---\n\n正文\n"),
        ("theme/templates/page.html", "{% extends \"base.html\" %}{% block main %}<h1 class=\"own\">{{ title }}</h1>{% endblock %}"),
    ])
    .built();
    assert_eq!(site.page("a.html").text("h1.own"), "页<i>");
    assert!(site.page("a.html").has(".site-footer"));
    assert!(!site.page("index.html").has(".own"));
}

#[test]
fn content_is_never_a_template() {
    let site = Site::with(&[(
        "content/a.md",
        "---\ntitle: \"{{ site.title }}\"\n---\n\n{{ 1 + 1 }} {% include \"base.html\" %}\n",
    )])
    .built();
    let page = site.page("a.html");
    assert_eq!(page.text("h1"), "{{ site.title }}");
    assert_eq!(
        page.text(".prose"),
        "{{ 1 + 1 }} {% include \"base.html\" %}"
    );
}

#[test]
fn front_matter_may_be_toml() {
    let yaml = Site::with(&[("content/cases/a.md", &case("title: 例\ndate: 2026-01-02\nmetrics: [{ name: 数, unit: 件, after: 1.5, year: 2025 }]"))]).built();
    let toml = Site::new();
    let front = "title = \"例\"\ndate = 2026-01-02\nlocality = \"ningbo\"\nindustry = \"39\"\nsize = \"small\"\nstage = \"seed\"\nclauses = [\"4.1\"]\nconsent = true\n\n[[metrics]]\nname = \"数\"\nunit = \"件\"\nafter = 1.5\nyear = 2025\n";
    toml.write(
        "content/cases/a.md",
        format!("+++\n{front}+++\n\n{CASE_BODY}"),
    );
    assert_eq!(
        support::difference(&yaml.output(), &toml.built().output()),
        None
    );
}

#[test]
fn a_registry_may_be_yaml() {
    let site = Site::with(&[("content/cases/b.md", &case("title: 例"))]);
    let toml = site.built();
    let before = toml.output();
    toml.remove("registries/sizes.toml");
    toml.write(
        "registries/sizes.yaml",
        "zh: 表\nen: Table\nsource: 来源\nas_of: 2026-01-01\nstatus: sample\nitem:\n  - { id: small, zh: 小型, en: Small }\n  - { id: large, zh: 大型, en: Large }\n",
    );
    assert_eq!(support::difference(&before, &toml.built().output()), None);
}
