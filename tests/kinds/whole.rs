//! Laws that every page keeps, whatever it is.

use std::collections::BTreeSet;

use crate::BILINGUAL;
use crate::support::pages::Page;
use crate::support::{CASE_BODY, Site, case, difference, links};

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
        let ids = Page::parse(path, std::str::from_utf8(bytes).expect("UTF-8")).ids();
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
    assert_eq!(difference(&yaml.output(), &toml.built().output()), None);
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
    assert_eq!(difference(&before, &toml.built().output()), None);
}
