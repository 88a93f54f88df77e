//! Every way of saving is noticed, and nothing else is.

use std::fs;
use std::os::unix::fs::symlink;

use crate::server::{Server, is_end_of_build};
use crate::support::{SITE, Site, case, registry};
use crate::{at, page, small};

const TEAM: &str = "content/about/team.md";

#[test]
fn every_kind_of_save_is_noticed() {
    let site = small();
    let server = Server::of(&site, &[]);
    let team = site.path(TEAM);
    let shown = at("about/team.html");
    let text = |text: &str| page("团队", text);

    // In place.
    server.after(
        || fs::write(&team, text("一")).expect("a file"),
        &shown,
        "一",
    );
    // A new file over the old one, as most editors do.
    let beside = site.path("content/about/.team.md.new");
    server.after(
        || {
            fs::write(&beside, text("二")).expect("a file");
            fs::rename(&beside, &team).expect("renamed");
        },
        &shown,
        "二",
    );
    // The old one aside, a new one, then the old one away.
    let aside = site.path("content/about/team.md~");
    server.after(
        || {
            fs::rename(&team, &aside).expect("renamed");
            fs::write(&team, text("三")).expect("a file");
            fs::remove_file(&aside).expect("removed");
        },
        &shown,
        "三",
    );
    // Gone and made again.
    server.after(
        || {
            fs::remove_file(&team).expect("removed");
            fs::write(&team, text("四")).expect("a file");
        },
        &shown,
        "四",
    );
    // From outside of what is watched.
    let outside = site.path("draft.md");
    server.after(
        || {
            fs::write(&outside, text("五")).expect("a file");
            fs::rename(&outside, &team).expect("renamed");
        },
        &shown,
        "五",
    );
    // A new file in a new folder in a new folder.
    let deep = site.path("content/new/deeper/page.md");
    server.after(
        || {
            fs::create_dir_all(site.path("content/new/deeper")).expect("folders");
            fs::write(&deep, text("六")).expect("a file");
        },
        &at("new/deeper/page.html"),
        "六",
    );
    // And one more in it: the new folder is watched.
    server.after(
        || fs::write(&deep, text("七")).expect("a file"),
        &at("new/deeper/page.html"),
        "七",
    );
    // A folder under another name.
    server.after(
        || fs::rename(site.path("content/new"), site.path("content/moved")).expect("renamed"),
        &at("moved/deeper/page.html"),
        "七",
    );
    assert_eq!(server.get(&at("new/deeper/page.html")).status, 404);
    server.after(
        || fs::write(site.path("content/moved/deeper/page.md"), text("八")).expect("a file"),
        &at("moved/deeper/page.html"),
        "八",
    );
    // A folder away.
    let gone = |page: &crate::http::Answer| page.status == 404;
    server.after_until(
        || fs::remove_dir_all(site.path("content/moved")).expect("removed"),
        &at("moved/deeper/page.html"),
        gone,
    );
}

#[test]
fn a_save_of_hundreds_of_files_is_one_batch() {
    const FILES: usize = 300;
    let site = small();
    let server = Server::of(&site, &[]);
    let lines = server.after(
        || {
            for number in 0..FILES {
                site.write(
                    &format!("content/many/{}/{number}.md", number % 7),
                    page(&format!("第 {number} 页"), "正文"),
                );
            }
        },
        &at(&format!("many/{}/{}.html", (FILES - 1) % 7, FILES - 1)),
        "正文",
    );
    let builds = lines.iter().filter(|line| is_end_of_build(line)).count();
    assert!(builds <= FILES / 10, "{builds} builds: {lines:#?}");
}

#[test]
fn what_is_no_source_causes_no_build() {
    let site = small();
    site.write("content/.git/HEAD", "ref");
    let server = Server::of(&site, &[]);
    let lines = server.after(
        || {
            for other in [
                "README.md",
                "notes/a.md",
                "public/index.html",
                ".casebook/other",
                "content/.a.md.swp",
                "content/a.md~",
                "content/#a.md#",
                "content/4913",
                "content/a.md.tmp",
                "content/.git/HEAD",
                "content/.hidden/a.md",
                "theme/.DS_Store",
                "content/about/a.md___jb_tmp___",
            ] {
                site.write(other, "x");
            }
            fs::remove_file(site.path("content/4913")).expect("removed");
            site.write(TEAM, page("团队", "保存"));
        },
        &at("about/team.html"),
        "保存",
    );
    let builds: Vec<&String> = lines.iter().filter(|line| is_end_of_build(line)).collect();
    assert_eq!(builds.len(), 1, "{builds:?}");
    assert!(
        builds[0].starts_with("content/about/team.md: "),
        "{builds:?}"
    );
}

#[test]
fn a_save_while_a_build_runs_is_not_lost() {
    let site = small();
    let server = Server::of(&site, &[]);
    for number in 0..40 {
        fs::write(site.path(TEAM), page("团队", &format!("稿 {number}。"))).expect("a file");
    }
    server.after(
        || fs::write(site.path(TEAM), page("团队", "定稿。")).expect("a file"),
        &at("about/team.html"),
        "定稿。",
    );
    server.after(
        || {
            site.write("content/about/late.md", page("后来", "后来。"));
        },
        &at("about/late.html"),
        "后来。",
    );
    assert!(server.get(&at("about/team.html")).text().contains("定稿。"));
}

#[test]
fn settings_registries_and_theme_are_sources_too() {
    let site = small();
    let server = Server::of(&site, &[]);
    server.after(
        || {
            site.write(
                "registries/sizes.toml",
                registry("small 小微型 Small\nlarge 大型 Large"),
            );
        },
        &at("cases/a.html"),
        "小微型",
    );
    server.after(
        || {
            let strings = fs::read_to_string(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/themes/default/strings/zh.toml"
            ))
            .expect("strings");
            site.write(
                "theme/strings/zh.toml",
                strings.replace("跳到正文", "直接看正文"),
            );
        },
        &at("index.html"),
        "直接看正文",
    );
    // Another title, and another place to publish under: the site moves there at once.
    server.after(
        || {
            let settings = SITE
                .replace("小站", "改名的站")
                .replace("/site/", "/moved/site/");
            site.write("site.toml", settings);
        },
        "/moved/site/index.html",
        "改名的站",
    );
    assert_eq!(server.get("/").header("location"), "/moved/site/");
    assert_eq!(server.get("/site/").status, 404);
    // Another content folder: it is watched from now on.
    server.after(
        || {
            site.write("texts/_index.md", page("新家", "搬来了。"));
            site.write("site.toml", format!("content = \"texts\"\n{SITE}"));
        },
        "/site/index.html",
        "搬来了。",
    );
    server.after(
        || {
            site.write("texts/_index.md", page("新家", "住下了。"));
        },
        "/site/index.html",
        "住下了。",
    );
}

#[test]
fn folders_may_be_missing_and_come_and_go() {
    let site = Site::new();
    fs::remove_dir(site.path("content")).expect("an empty folder");
    let server = Server::of(&site, &[]);
    server.after(
        || {
            site.write("content/_index.md", page("首页", "来了。"));
        },
        &at("index.html"),
        "来了。",
    );
    // The folder is exchanged for another one, and the other one is watched.
    site.write("other/_index.md", page("首页", "换了。"));
    server.after(
        || {
            fs::rename(site.path("content"), site.path("old")).expect("renamed");
            fs::rename(site.path("other"), site.path("content")).expect("renamed");
        },
        &at("index.html"),
        "换了。",
    );
    server.after(
        || {
            site.write("content/_index.md", page("首页", "又改了。"));
        },
        &at("index.html"),
        "又改了。",
    );
    // What was moved away is no source any more.
    let lines = server.after(
        || {
            site.write("old/_index.md", page("首页", "旧的。"));
            site.write("content/a.md", page("甲", "甲的。"));
        },
        &at("a.html"),
        "甲的。",
    );
    assert!(lines.iter().all(|line| !line.contains("old/")), "{lines:?}");
    // A theme that comes late.
    server.after(
        || {
            site.write(
                "theme/templates/page.html",
                "{% extends \"base.html\" %}{% block main %}自己的模板{% endblock %}",
            );
        },
        &at("a.html"),
        "自己的模板",
    );
}

#[test]
fn a_content_folder_that_is_a_link_is_watched() {
    let site = Site::new();
    fs::remove_dir(site.path("content")).expect("an empty folder");
    site.write("elsewhere/_index.md", page("首页", "一。"));
    symlink("elsewhere", site.path("content")).expect("a link");
    let server = Server::of(&site, &[]);
    server.after(
        || {
            site.write("elsewhere/_index.md", page("首页", "二。"));
        },
        &at("index.html"),
        "二。",
    );
}

#[test]
fn where_the_system_tells_nothing_the_files_are_looked_at() {
    let site = small();
    let server = Server::of(&site, &["--poll"]);
    server.after(
        || {
            site.write("content/cases/b.md", case("title: 乙例"));
        },
        &at("cases/b.html"),
        "乙例",
    );
    server.after(
        || {
            site.write(TEAM, page("团队", "查看到的，比原来长。"));
        },
        &at("about/team.html"),
        "查看到的",
    );
}
