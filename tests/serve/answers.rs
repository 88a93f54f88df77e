//! What the server answers.

use std::os::unix::fs::symlink;

use crate::http::send;
use crate::server::Server;
use crate::support::{difference, tree};
use crate::{BASE, PNG, at, small};

const SCRIPT: &str = "<script src=\"/__casebook/live.js\"";

#[test]
fn pages_have_the_script_and_the_files_on_disk_do_not() {
    let site = small();
    let server = Server::of(&site, &[]);
    server.says(0, "search is up to date");
    assert!(server.address.ends_with(BASE), "{}", server.address);
    for path in ["", "index.html", "en/", "cases/a.html"] {
        let page = server.get(&at(path));
        assert_eq!(page.status, 200, "{path}");
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(page.text().matches(SCRIPT).count(), 1, "{path}");
        let head = page.text().find("</head>").expect("a head");
        assert!(page.text().find(SCRIPT) < Some(head), "{path}");
    }
    let script = server.get("/__casebook/live.js");
    assert_eq!(
        script.header("content-type"),
        "text/javascript; charset=utf-8"
    );
    assert!(script.text().contains("EventSource"));

    // What is served is what would be published, and the folder for that is left alone.
    assert!(!site.path("public").exists());
    let run = site.run(["build", "--quiet"]);
    assert_eq!((run.status, run.err.as_str()), (Some(0), ""));
    let published = tree(&site.path("public"));
    assert_eq!(
        difference(&published, &tree(&site.path(".casebook/serve"))),
        None
    );
    assert!(
        published.keys().all(|path| !path.contains("live")),
        "it is not published"
    );
    for (path, bytes) in published
        .iter()
        .filter(|(path, _)| !path.ends_with(".html"))
    {
        let file = server.get(&at(&path.replace('%', "%25")));
        assert_eq!((file.status, &file.body), (200, bytes), "{path}");
    }
}

#[test]
fn every_file_has_its_type_and_says_whether_it_may_be_kept() {
    let site = small();
    let server = Server::of(&site, &[]);
    server.says(0, "search is up to date");
    let css = published(&site, "assets/site.", ".css");
    let script = published(&site, "assets/site.", ".js");
    let index = published(&site, "search/zh/", ".bin");
    let forever = "public, max-age=31536000, immutable";
    for (path, kind, keep) in [
        (&*css, "text/css; charset=utf-8", forever),
        (&*script, "text/javascript; charset=utf-8", forever),
        (&*index, "application/octet-stream", forever),
        ("search/zh/root.bin", "application/octet-stream", "no-cache"),
        ("about/photo.png", "image/png", "no-cache"),
        ("about/data.csv", "text/csv; charset=utf-8", "no-cache"),
        ("robots.txt", "text/plain; charset=utf-8", "no-cache"),
        ("sitemap.xml", "text/xml; charset=utf-8", "no-cache"),
        ("index.html", "text/html; charset=utf-8", "no-cache"),
    ] {
        let file = server.get(&at(path));
        assert_eq!(file.status, 200, "{path}");
        assert_eq!(file.header("content-type"), kind, "{path}");
        assert_eq!(file.header("cache-control"), keep, "{path}");
        assert_eq!(file.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(
            file.header("cross-origin-resource-policy"),
            "same-origin",
            "{path}"
        );
    }
}

fn published(site: &crate::Site, start: &str, end: &str) -> String {
    let files = tree(&site.path(".casebook/serve"));
    let own = |path: &&String| {
        path.starts_with(start) && path.ends_with(end) && !path.ends_with("root.bin")
    };
    files.keys().find(own).expect("a file").clone()
}

#[test]
fn what_a_reader_has_is_not_sent_again_and_parts_are_sent() {
    let site = small();
    let server = Server::of(&site, &[]);
    for path in ["cases/a.html", "about/photo.png"] {
        let path = at(path);
        let whole = server.get(&path);
        let tag = whole.header("etag").to_owned();
        assert!(tag.starts_with('"') && tag.len() > 10, "{tag}");
        assert_eq!(whole.header("content-length"), whole.body.len().to_string());

        let head = server.ask("HEAD", &path, &[]);
        assert_eq!((head.status, head.body.len()), (200, 0));
        for name in ["etag", "content-length", "content-type", "cache-control"] {
            assert_eq!(head.header(name), whole.header(name), "{name}");
        }

        let known = server.ask("GET", &path, &[&format!("If-None-Match: {tag}")]);
        assert_eq!((known.status, known.body.len()), (304, 0));
        assert_eq!(known.header("etag"), tag);
        let other = server.ask("GET", &path, &["If-None-Match: \"other\""]);
        assert_eq!((other.status, &other.body), (200, &whole.body));

        let size = whole.body.len();
        let part = server.ask("GET", &path, &["Range: bytes=2-5"]);
        assert_eq!((part.status, &part.body[..]), (206, &whole.body[2..6]));
        assert_eq!(part.header("content-range"), format!("bytes 2-5/{size}"));
        assert_eq!(part.header("content-length"), "4");
        let beyond = server.ask("GET", &path, &[&format!("Range: bytes={size}-")]);
        assert_eq!((beyond.status, beyond.body.len()), (416, 0));
        assert_eq!(beyond.header("content-range"), format!("bytes */{size}"));
        let stale = ["Range: bytes=0-1", "If-Range: \"other\""];
        let stale = server.ask("GET", &path, &stale);
        assert_eq!((stale.status, &stale.body), (200, &whole.body));
    }
    assert_eq!(server.get(&at("about/photo.png")).body, PNG);
}

#[test]
fn only_reading_is_answered() {
    let site = small();
    let server = Server::of(&site, &[]);
    for path in [BASE, "/__casebook/events", "/__casebook/live.js", "/none"] {
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"] {
            let answer = server.ask(method, path, &["Content-Length: 0"]);
            assert_eq!(answer.status, 405, "{method} {path}");
            assert_eq!(answer.header("allow"), "GET, HEAD", "{method} {path}");
        }
    }
    assert_eq!(server.get("/__casebook/other").status, 404);
    let head = server.ask("HEAD", "/__casebook/events", &[]);
    assert_eq!((head.status, head.body.len()), (200, 0));
}

#[test]
fn folders_and_unknown_addresses_are_answered_as_by_a_host() {
    let site = small();
    let server = Server::of(&site, &[]);
    for (from, to) in [
        ("/", BASE),
        ("/site", BASE),
        ("/site/cases", "/site/cases/"),
        ("/site/cases?q=%E7%94%B2", "/site/cases/?q=%E7%94%B2"),
    ] {
        let answer = server.get(from);
        assert_eq!(
            (answer.status, answer.header("location")),
            (302, to),
            "{from}"
        );
    }
    let (zh, en) = (
        std::fs::read_to_string(site.path(".casebook/serve/404.html")).expect("a page"),
        std::fs::read_to_string(site.path(".casebook/serve/en/404.html")).expect("a page"),
    );
    for (path, expected) in [
        ("none", &zh),
        ("cases/none/deep.html", &zh),
        ("cases/a.html/", &zh),
        ("en/none", &en),
        ("en/none/deep/", &en),
    ] {
        let answer = server.get(&at(path));
        assert_eq!(answer.status, 404, "{path}");
        let (before, after) = expected.split_once("</head>").expect("a head");
        assert!(
            answer.text().starts_with(before) && answer.text().ends_with(after),
            "{path}"
        );
        assert!(answer.text().contains(SCRIPT), "{path}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    }
    let outside = server.get("/cases/a.html");
    assert_eq!(outside.status, 404);
    assert!(outside.text().contains(BASE), "{}", outside.text());
}

#[test]
fn nothing_outside_of_the_site_is_served() {
    let site = small();
    site.write("secret.txt", "secret");
    let server = Server::of(&site, &[]);
    // Until the search is there, the folder is still exchanged for another one.
    server.says(0, "search is up to date");
    let folder = site.path(".casebook/serve");
    symlink(site.path("secret.txt"), folder.join("link.txt")).expect("a link");
    symlink(site.path(""), folder.join("linked")).expect("a link");
    symlink(folder.join("robots.txt"), folder.join("inner.txt")).expect("a link");
    for path in [
        "../secret.txt",
        "../../secret.txt",
        "..%2f..%2fsecret.txt",
        "%2e%2e/%2e%2e/secret.txt",
        "cases/../../../secret.txt",
        "..%5c..%5csecret.txt",
        "..\\..\\secret.txt",
        "secret.txt%00.html",
        "index.html%00",
        "%00",
        "%ff%fe",
        "%",
        "%zz",
        "//secret.txt",
        "link.txt",
        "linked/secret.txt",
        "linked/site.toml",
        "cases//a.html",
        "./index.html",
    ] {
        let answer = server.get(&at(path));
        assert_eq!(answer.status, 404, "{path}");
        assert!(
            !answer.text().contains("secret\n") && answer.text() != "secret",
            "{path}"
        );
    }
    for path in [
        "//evil.example/..",
        "/..",
        "/../etc/passwd",
        "//site/",
        "/site/..//evil.example",
    ] {
        let answer = server.get(path);
        assert_eq!(
            (answer.status, answer.header("location")),
            (404, ""),
            "{path}"
        );
    }
    assert_eq!(server.get(&at("inner.txt")).status, 200, "a link inside");
}

#[test]
fn other_names_than_its_own_get_nothing() {
    let site = small();
    let server = Server::of(&site, &["--allow-host", "docs.example"]);
    let port = server.port;
    let with = |host: &str| server.ask("GET", BASE, &[&format!("Host: {host}")]);
    for good in [
        "localhost",
        "127.0.0.1",
        "[::1]:80",
        "docs.example:1",
        &format!("localhost:{port}"),
    ] {
        assert_eq!(with(good).status, 200, "{good}");
    }
    for bad in [
        "evil.example",
        "evil.example:80",
        "127.0.0.1.evil.example",
        "192.168.0.1",
    ] {
        let answer = with(bad);
        assert_eq!(answer.status, 403, "{bad}");
        assert!(answer.text().contains("--allow-host"), "{}", answer.text());
        let events = server.ask("GET", "/__casebook/events?at=/", &[&format!("Host: {bad}")]);
        assert_eq!(events.status, 403, "{bad}");
    }
    let bare = |head: &str| send(port, &format!("{head}Connection: close\r\n\r\n")).status;
    assert_eq!(bare("GET /site/ HTTP/1.1\r\n"), 400);
    assert_eq!(
        bare("GET /site/ HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n"),
        400
    );
    assert_eq!(
        bare("GET http://evil.example/site/ HTTP/1.1\r\nHost: localhost\r\n"),
        403
    );
    assert_eq!(
        bare("GET http://localhost/site/ HTTP/1.1\r\nHost: localhost\r\n"),
        200
    );
}
