//! Errors and warnings, as pages are told of them.

use serde_json::{Value, json};

use crate::http::Events;
use crate::server::Server;
use crate::support::{Site, case};
use crate::{at, page, small};

fn errors(news: &Value) -> usize {
    news["errors"].as_array().expect("a list").len()
}

fn marks(events: &mut Events) -> Value {
    events.next().expect("news")["marks"].clone()
}

#[test]
fn an_error_leaves_the_last_good_page_and_is_told_until_it_is_mended() {
    let site = small();
    let server = Server::of(&site, &["--editor", "my-editor://{file}?{line},{column}"]);
    let path = at("cases/a.html");
    let before = server.get(&path);
    let mut events = server.events(&path);
    let first = events.next().expect("news");
    assert_eq!((errors(&first), &first["lang"]), (0, &json!("en")));

    let seen = server.said().len();
    site.write(
        "content/cases/a.md",
        case("title: 甲\nclauses: [\"9.9\"]").replace("clauses: [\"4.1\"]\n", ""),
    );
    let news = events.until(|news| errors(news) > 0);
    assert_eq!(news["count"], 1);
    let error = &news["errors"][0];
    assert_eq!(error["code"], "unknown-id");
    let place = &error["place"];
    assert_eq!(place["file"], "content/cases/a.md");
    assert_eq!((&place["line"], &place["column"]), (&json!(3), &json!(11)));
    let file = std::fs::canonicalize(site.path("content/cases/a.md")).expect("a file");
    let link = format!("my-editor://{}?3,11", file.display());
    assert_eq!(place["link"], json!(link));
    assert_eq!(place["excerpt"], json!(["clauses: [", "\"9.9\"", "]"]));
    assert_eq!(news["marks"], first["marks"], "the page is as it was");
    let now = server.get(&path);
    assert_eq!((now.status, now.body), (200, before.body.clone()));
    // The terminal has it as a build tells it.
    let end = server.says(seen, "; the pages stay as they were");
    let said = server.said()[seen..end].join("\n");
    assert!(said.contains("error[unknown-id]"), "{said}");
    assert!(said.contains("content/cases/a.md:3:11"), "{said}");
    assert!(said.contains("content/cases/a.md: 1 error;"), "{said}");

    site.write("content/cases/a.md", case("title: 乙"));
    let mended = events.until(|news| errors(news) == 0);
    assert_ne!(mended["marks"], first["marks"]);
    assert!(server.get(&path).text().contains('乙'));
}

#[test]
fn a_site_that_cannot_be_built_yet_shows_why_everywhere() {
    let site = small();
    site.write("content/cases/a.md", case("title: 甲\n\"<script>\": 1"));
    let server = Server::of(&site, &[]);
    for path in ["/", "/site/", "/site/cases/a.html", "/none"] {
        let answer = server.get(path);
        assert_eq!(answer.status, 503, "{path}");
        assert!(answer.text().contains("/__casebook/live.js"), "{path}");
        assert!(
            answer.text().contains("content/cases/a.md:3:1"),
            "{}",
            answer.text()
        );
        assert!(!answer.text().contains("<script>"), "{}", answer.text());
    }
    let mut events = server.events("/site/");
    let news = events.next().expect("news");
    assert_eq!((errors(&news), &news["marks"]), (1, &Value::Null));
    site.write("content/cases/a.md", case("title: 甲"));
    let news = events.until(|news| errors(news) == 0);
    assert!(
        news["marks"]["page"]
            .as_str()
            .is_some_and(|mark| !mark.is_empty())
    );
    assert_eq!(server.get("/site/cases/a.html").status, 200);
}

#[test]
fn a_page_is_told_the_warnings_of_its_own_file() {
    let site = small();
    site.write(
        "content/cases/b.md",
        case("title: 乙") + "\n[断](none.md)\n",
    );
    site.write("content/cases/b.en.md", "---\ntitle: B\n---\n\n## Background\n\n1\n\n## Problem\n\n2\n\n## Measures\n\n3\n\n## Results\n\n4\n\n## Lessons\n\n5\n");
    site.write("content/about/_index.md", page("关于", "[断](none.md)"));
    let server = Server::of(&site, &[]);
    let told = |path: &str| {
        let news = server.events(&at(path)).next().expect("news");
        assert_eq!(errors(&news), 0);
        let list = news["warnings"].as_array().expect("a list").clone();
        list.iter()
            .map(|warning| {
                warning["place"]["file"]
                    .as_str()
                    .expect("a file")
                    .to_owned()
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(told("cases/b.html"), ["content/cases/b.md"]);
    assert_eq!(
        told("en/cases/b.html"),
        Vec::<String>::new(),
        "it has a text of its own"
    );
    assert_eq!(told("about/"), ["content/about/_index.md"]);
    assert_eq!(
        told("en/about/index.html"),
        ["content/about/_index.md"],
        "it shows that text"
    );
    for other in ["", "cases/a.html", "cases/", "none.html"] {
        assert_eq!(told(other), Vec::<String>::new(), "{other}");
    }
}

#[test]
fn a_page_is_told_whether_it_has_changed_and_in_what() {
    let site = small();
    let server = Server::of(&site, &[]);
    let (team, case) = (at("about/team.html"), at("cases/a.html"));
    let (mut of_team, mut of_case) = (server.events(&team), server.events(&case));
    let (team_marks, case_marks) = (marks(&mut of_team), marks(&mut of_case));
    let mark = team_marks["page"].as_str().expect("a mark");
    assert!(
        server
            .get(&team)
            .text()
            .contains(&format!("data-page=\"{mark}\""))
    );

    // A picture: the page that shows it.
    let mut picture = crate::PNG.to_vec();
    picture.extend(b"more");
    site.write("content/about/photo.png", picture);
    let news = of_team.until(|news| news["marks"]["page"] != team_marks["page"]);
    assert_eq!(news["marks"]["styles"], team_marks["styles"]);
    // A style sheet: all pages, in their styles alone.
    site.write("theme/assets/site.css", "body { color: red }\n");
    let styled = of_team.until(|other| other["marks"]["styles"] != team_marks["styles"]);
    assert_eq!(styled["marks"]["page"], news["marks"]["page"]);
    // The other page was told of its styles, and of nothing before.
    let news = of_case.next().expect("news");
    assert_eq!(news["marks"]["page"], case_marks["page"]);
    assert_ne!(news["marks"]["styles"], case_marks["styles"]);
}

#[test]
fn a_page_catches_up_with_a_server_that_was_started_again() {
    let site = small();
    let path = at("cases/a.html");
    let of = |server: &Server| marks(&mut server.events(&path));
    let first = of(&Server::of(&site, &[]));
    assert_eq!(of(&Server::of(&site, &[])), first, "nothing has changed");
    site.write("content/cases/a.md", case("title: 别的"));
    assert_ne!(of(&Server::of(&site, &[])), first);
}

#[test]
fn messages_are_in_the_language_of_the_terminal() {
    let site = Site::with(&[("content/a.md", "---\ntitel: 甲\n---\n")]);
    let mut command = site.program(["--lang", "zh", "serve", "--port", "0"]);
    command.env("CASEBOOK_EDITOR", "none");
    let server = Server::start(command);
    let news = server.events("/site/").next().expect("news");
    assert_eq!(news["lang"], "zh");
    let text = news["errors"].to_string();
    assert!(
        text.contains("没有") && text.contains("\"link\":null"),
        "{text}"
    );
    assert!(server.get("/").text().contains("<html lang=\"zh-Hans\">"));
}
