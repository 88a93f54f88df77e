//! Pages that casebook makes: lists, facets, clauses, the glossary, redirects.

use crate::{BILINGUAL, cards};

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
