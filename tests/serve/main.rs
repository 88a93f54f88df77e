//! `casebook serve` from outside: the program serves a site of the test's own on this machine,
//! at a port that is free. Saves are waited for by what the program says, never by the clock.

#![allow(
    clippy::disallowed_methods,
    reason = "tests stand outside and look at the disk"
)]
#![cfg(unix)]

mod answers;
mod http;
mod problems;
mod process;
mod saves;
mod server;
#[path = "../support/mod.rs"]
mod support;

use support::{Site, case};

/// Path under which the sites of these tests are published, and so served.
const BASE: &str = "/site/";

/// A page's address on the server.
fn at(path: &str) -> String {
    format!("{BASE}{path}")
}

/// A Markdown file of a page.
fn page(title: &str, text: &str) -> String {
    format!("---\ntitle: {title}\n---\n\n{text}\n")
}

/// A small site.
fn small() -> Site {
    let site = Site::with(&[
        ("content/_index.md", &page("首页", "欢迎。")),
        ("content/_index.en.md", &page("Home", "Welcome.")),
        ("content/cases/_index.md", &page("案例", "")),
        ("content/cases/a.md", &case("title: 甲")),
        (
            "content/about/team.md",
            &page("团队", "![图](photo.png)\n\n[表](data.csv)"),
        ),
        ("content/about/data.csv", "a,b\n1,2\n"),
        ("theme/assets/site.css", "body { color: black }\n"),
    ]);
    site.write("content/about/photo.png", PNG);
    site
}

/// A picture of one point.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\xdac\xf8\xff\xff?\0\x05\xfe\x02\xfe\xa75\x81\x84\0\0\0\0IEND\xaeB`\x82";
