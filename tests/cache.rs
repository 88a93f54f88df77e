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
