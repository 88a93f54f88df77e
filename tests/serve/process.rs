//! The process: its start, its end, and others beside it.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use crate::server::Server;
use crate::support::{Site, entry};
use crate::{BASE, at, page, small};

#[test]
fn it_ends_cleanly_when_it_is_told_to() {
    for signal in ["INT", "TERM", "HUP"] {
        let site = small();
        let mut server = Server::of(&site, &[]);
        // Pages that are open do not hold it up.
        let mut events = server.events(BASE);
        events.next().expect("news");
        assert_eq!(server.end(signal).code(), Some(0), "{signal}");
        assert_eq!(events.next(), None, "{signal}");
        // What it held is free again.
        let _ = Server::of(&site, &[]);
    }
}

#[test]
fn what_it_remembers_is_kept_in_a_pause() {
    let site = small();
    let server = Server::of(&site, &[]);
    server.says(0, "search is up to date");
    let builds = site.path(".casebook/builds");
    let began = Instant::now();
    let is_kept = || {
        let caches = fs::read_dir(&builds).expect("caches").flatten();
        { caches }.any(|cache| cache.path().join("index-zh").exists())
    };
    // It is not told to end: whoever ends it with force finds all of it next time.
    while !is_kept() {
        assert!(began.elapsed() < Duration::from_secs(60), "nothing is kept");
        thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_port_that_is_taken_is_told_and_the_next_one_used() {
    let site = small();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let server =
        Server::start(site.program(["--lang", "en", "serve", "--port", &port.to_string()]));
    assert_ne!(server.port, port);
    let used = server.port;
    let line = format!("port {port} is taken; using {used}");
    assert!(server.said().contains(&line), "{:?}", server.said());
    assert_eq!(server.get(BASE).status, 200);
}

#[test]
fn a_second_server_of_the_same_site_is_kept_out() {
    let site = small();
    let server = Server::of(&site, &[]);
    let second = site.run(["--lang", "en", "serve", "--port", "0"]);
    assert_eq!(second.status, Some(2));
    assert!(
        second
            .err
            .contains("error[output-locked]: another casebook serve is serving"),
        "{}",
        second.err
    );
    assert_eq!(server.get(BASE).status, 200);
    // A build is no server, and writes elsewhere.
    assert_eq!(site.run(["build", "--quiet"]).status, Some(0));
}

#[test]
fn what_cannot_be_served_is_told() {
    let folder = Site::bare();
    let run = folder.run(["serve", "--port", "0"]);
    assert_eq!(run.status, Some(2));
    assert!(run.err.contains("config-missing"), "{}", run.err);
    assert!(
        !folder.path(".casebook").exists(),
        "it is no site: nothing is left in it"
    );

    let site = small();
    for (arguments, part) in [
        (vec!["--host", ""], "address-unavailable"),
        (vec!["--editor", "javascript:{file}"], "--editor"),
        (vec!["--editor", "vim"], "vscodium"),
    ] {
        let run = site.run(["serve", "--port", "0"].into_iter().chain(arguments));
        assert_eq!(run.status, Some(2), "{}", run.err);
        assert!(run.err.contains(part), "{}", run.err);
    }
    let run = site
        .program(["serve", "--port", "0"])
        .env("CASEBOOK_EDITOR", "data:{file}")
        .stdin(Stdio::null())
        .output()
        .expect("the program runs");
    assert_eq!(run.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&run.stderr).starts_with("CASEBOOK_EDITOR: "));
}

#[test]
fn drafts_and_another_address_are_served_where_asked_for() {
    let site = small();
    site.write(
        "content/draft.md",
        entry("title: 草稿\ndraft: true", "未完。\n"),
    );
    assert_eq!(Server::of(&site, &[]).get(&at("draft.html")).status, 404);
    let server = Server::of(
        &site,
        &[
            "--drafts",
            "--base-url",
            "https://example.org/",
            "--no-search",
        ],
    );
    assert!(
        server.address.ends_with(&format!(":{}/", server.port)),
        "{}",
        server.address
    );
    assert_eq!(server.get("/draft.html").status, 200);
    assert_eq!(server.get("/search/index.html").status, 404);
    // Addresses in pages stay those of the published site.
    let home = server.get("/index.html");
    assert!(
        home.text()
            .contains("<link rel=\"canonical\" href=\"https://example.org/\">")
    );
}

#[test]
fn each_build_is_told_in_one_line() {
    let site = small();
    let server = Server::of(&site, &[]);
    server.says(0, "search is up to date");
    let begin = server.said();
    assert!(
        begin[0].starts_with("built ") && begin[0].contains(" pages in "),
        "{begin:?}"
    );
    let lines = server.after(
        || {
            site.write("content/about/team.md", page("团队", "[断](none.md)"));
        },
        &at("about/team.html"),
        "断",
    );
    let (last, warning) = lines.split_last().expect("lines");
    assert!(last.starts_with("content/about/team.md: "), "{last}");
    assert!(
        last.contains(" rendered in ") && last.ends_with(" ms, 1 warning"),
        "{last}"
    );
    assert!(
        warning[0].starts_with("warning[broken-link]"),
        "{warning:?}"
    );
    // A warning that stands is not told again.
    let lines = server.after(
        || {
            site.write("content/cases/_index.md", page("案例", "新的导言"));
        },
        &at("cases/index.html"),
        "新的导言",
    );
    let of_builds = lines.iter().filter(|line| !line.starts_with("search is "));
    assert_eq!(of_builds.count(), 1, "{lines:?}");
}

#[test]
fn the_site_is_opened_in_the_browser() {
    let site = small();
    // A program of the test's own takes the place of what opens addresses on a desktop.
    site.write("bin/xdg-open", "#!/bin/sh\necho \"$1\" > \"$(dirname \"$0\")/new\"\nmv \"$(dirname \"$0\")/new\" \"$(dirname \"$0\")/opened\"\n");
    let program = site.path("bin/xdg-open");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("a program");
    let path = std::env::var("PATH").unwrap_or_default();
    let mut command = site.program(["serve", "--port", "0", "--open"]);
    command.env("PATH", format!("{}:{path}", site.path("bin").display()));
    let server = Server::start(command);
    let opened = site.path("bin/opened");
    let begin = std::time::Instant::now();
    while !opened.exists() {
        assert!(begin.elapsed().as_secs() < 60, "nothing was opened");
        std::thread::yield_now();
    }
    let address = fs::read_to_string(opened).expect("an address");
    assert_eq!(address.trim(), server.address);
}
