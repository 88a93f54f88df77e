//! Files that programs read: feeds, the sitemap, data for search engines.

use std::collections::BTreeSet;

use crate::BILINGUAL;
use crate::support::pages::Page;
use crate::support::xml;

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
        let page = Page::parse(path, std::str::from_utf8(bytes).expect("UTF-8"));
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
