//! Two languages, one, and the other one first.

use crate::BILINGUAL;
use crate::support::{CASE_BODY, CASE_BODY_EN, SITE, Site, case, entry, links};

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
        case("title: Case").replace(CASE_BODY, CASE_BODY_EN),
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
