//! What builds remember is never trusted: whatever becomes of it, the next build is right.

#![allow(
    clippy::disallowed_methods,
    reason = "tests stand outside and look at the disk"
)]

mod support;

use std::fs;
use std::path::PathBuf;

use support::versions::{clean, same, small_site, version};
use support::{Site, tree};

/// Every file that the builds of a site keep.
fn kept(site: &Site) -> Vec<PathBuf> {
    let folder = site.path(".casebook");
    let files: Vec<PathBuf> = tree(&folder)
        .into_keys()
        .map(|path| folder.join(path))
        .collect();
    assert!(files.len() >= 3, "{files:?}");
    files
}

/// A way to damage a file, and its name.
type Damage = (&'static str, fn(&mut Vec<u8>));

const DAMAGES: [Damage; 6] = [
    ("empty", Vec::clear),
    ("cut short", |bytes| bytes.truncate(bytes.len() / 2)),
    ("a byte short", |bytes| {
        bytes.pop();
    }),
    ("longer", |bytes| bytes.extend(*b"more")),
    ("changed in the middle", |bytes| {
        let middle = bytes.len() / 2;
        if let Some(byte) = bytes.get_mut(middle) {
            *byte ^= 0x55;
        }
    }),
    ("of another program", |bytes| {
        if let Some(byte) = bytes.get_mut(9) {
            *byte ^= 0x55;
        }
    }),
];

#[test]
fn damage_is_noticed_and_costs_time_only() {
    let site = small_site().built();
    let mut number = 1;
    for (how, damage) in DAMAGES {
        for file in kept(&site) {
            let mut bytes = fs::read(&file).expect("a file");
            damage(&mut bytes);
            fs::write(&file, bytes).expect("a file");
            // With a change and without one.
            number = 3 - number;
            version(&site, number);
            for _ in 0..2 {
                let outcome = site.build();
                assert_eq!(
                    site.problems(&outcome),
                    Vec::<String>::new(),
                    "{how}: {file:?}"
                );
                same(&clean(&site), &site.output());
            }
        }
    }
}

#[test]
fn all_of_it_may_be_damaged_or_gone() {
    let site = small_site().built();
    for (_, damage) in DAMAGES {
        for file in kept(&site) {
            let mut bytes = fs::read(&file).expect("a file");
            damage(&mut bytes);
            fs::write(&file, bytes).expect("a file");
        }
        version(&site, 2);
        assert_eq!(site.build().errors(), 0);
        same(&clean(&site), &site.output());
        version(&site, 1);
        assert_eq!(site.build().errors(), 0);
    }
    fs::remove_dir_all(site.path(".casebook")).expect("a folder to remove");
    // A file in the folder's place: nothing can be kept.
    fs::write(site.path(".casebook"), "a file").expect("a file");
    version(&site, 2);
    assert_eq!(site.build().errors(), 0);
    same(&clean(&site), &site.output());
}

#[test]
fn an_edit_does_not_look_at_the_search_of_another_language() {
    let site = small_site();
    // What both say of themselves stays the same.
    let text = |second: &str| format!("---\ntitle: 甲\n---\n\n第一段。\n\n{second}\n");
    site.write("content/a.md", text("第二段。"));
    site.write("content/a.en.md", "---\ntitle: A\n---\n\nText\n");
    let site = site.built();
    let of_english = |path: &PathBuf| path.to_string_lossy().ends_with("-en");
    let files: Vec<PathBuf> = kept(&site).into_iter().filter(of_english).collect();
    assert_eq!(files.len(), 2, "{files:?}");
    for file in &files {
        fs::write(file, "junk").expect("a file");
    }
    site.write("content/a.md", text("另一段。"));
    let site = site.built();
    same(&clean(&site), &site.output());
    let is_junk = |file: &PathBuf| fs::read(file).expect("a file") == b"junk";
    assert!(files.iter().all(is_junk));
    // Where it is looked at, it is made anew.
    site.write("content/a.en.md", "---\ntitle: A\n---\n\nChanged\n");
    let site = site.built();
    same(&clean(&site), &site.output());
    assert!(!files.iter().any(is_junk));
}
