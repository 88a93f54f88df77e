//! A small site in two versions, to see which of them is published.

use std::fs;

use casebook::build::Options;
use casebook::world::Disk;

use super::{Site, Tree, case, difference, tree};

/// A small site in its first or its second version.
pub(crate) fn version(site: &Site, number: usize) {
    site.write(
        "content/_index.md",
        format!("---\ntitle: 第 {number} 版\n---\n\n正文 {number}\n"),
    );
    site.write(
        "content/a.md",
        format!("---\ntitle: 甲\n---\n\n版本 {number}\n"),
    );
    site.write("content/cases/b.md", case(&format!("title: 例 {number}")));
    site.write(
        "content/图.svg",
        format!("<svg><text>{number}</text></svg>"),
    );
    let (comes, goes) = if number == 1 {
        ("content/old.md", "content/new.md")
    } else {
        ("content/new.md", "content/old.md")
    };
    site.write(comes, "---\ntitle: 页\n---\n");
    let _ = fs::remove_file(site.path(goes));
}

/// The first version.
pub(crate) fn small_site() -> Site {
    let site = Site::new();
    version(&site, 1);
    site
}

/// Both are the same, file by file.
pub(crate) fn same(one: &Tree, other: &Tree) {
    assert_eq!(difference(one, other), None);
}

/// The output of a build of nothing but these sources, in a folder of its own.
pub(crate) fn clean(site: &Site) -> Tree {
    let folder = tempfile::TempDir::with_prefix("casebook-").expect("a folder for the test");
    let output = folder.path().join("public");
    let outcome = site.build_with(
        &Disk,
        Options {
            output: Some(output.clone()),
            no_cache: true,
            ..site.options()
        },
    );
    assert_eq!(site.problems(&outcome), Vec::<String>::new());
    tree(&output)
}
