//! What a site's settings and its own theme change.

use casebook::build::Options;
use casebook::world::Disk;

use crate::BILINGUAL;
use crate::support::{SITE, Site, case, links};

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
        "script[type=\"application/ld+json\"]",
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
