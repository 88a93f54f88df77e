//! A small site with something of everything.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use casebook::language::Lang;

use crate::corpus::{Corpus, Random};

const SETTINGS: &str = r#"title = { zh = "小站", en = "Small site" }
description = "简介"
base_url = "https://example.org/site/"
build_date = "2026-06-01"
page_size = 10
git = { dates = false }
"#;

/// Files of a site, of which some entries and translations depend on a seed.
pub(crate) fn files(seed: usize) -> BTreeMap<String, Vec<u8>> {
    static ALL: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
    let mut files = ALL.get_or_init(all).clone();
    let mut random = Random::of(&[0x51, seed as u64]);
    // Some pages stand in for translations that are missing.
    files.retain(|path, _| !path.ends_with(".en.md") || random.chance(700));
    // An index takes longer than all else: half of the sites begin without.
    if seed % 2 == 1 {
        let settings = format!("{SETTINGS}search = {{ enabled = false }}\n");
        files.insert("site.toml".to_owned(), settings.into());
    }
    files
}

fn all() -> BTreeMap<String, Vec<u8>> {
    let corpus = Corpus::new(100, 7).unwrap();
    let mut files = BTreeMap::new();
    for entry in 0..corpus.entries() {
        for lang in Lang::ALL {
            let file = corpus.file(entry, lang);
            files.insert(file.path, shorten(&file.text).into_bytes());
        }
    }
    let registries = Path::new(env!("CARGO_MANIFEST_DIR")).join("registries");
    for found in fs::read_dir(registries).unwrap() {
        let found = found.unwrap();
        let name = found.file_name().into_string().unwrap();
        files.insert(
            format!("registries/{name}"),
            fs::read(found.path()).unwrap(),
        );
    }
    let mut put = |path: &str, text: &str| files.insert(path.to_owned(), text.into());
    put("site.toml", SETTINGS);
    put(
        "content/about.md",
        "---\ntitle: 关于\naliases: [/old/about/]\n---\n\n本站。\n\n## 联系 {#contact}\n\n见[图](pictures/one.svg)和![图](pictures/two.svg)。\n",
    );
    put(
        "content/about.en.md",
        "---\ntitle: About\n---\n\nThis site.\n\n## Contact {#contact}\n\nSee [[nothing]].\n",
    );
    put(
        "content/guide.md",
        "---\ntitle: 指南\n---\n\n见[联系](about.md#contact)。\n",
    );
    put(
        "content/pictures/one.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>1</text></svg>",
    );
    put(
        "content/pictures/two.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>2</text></svg>",
    );
    put("content/data.csv", "a,b\n");
    put("theme/assets/own.css", "p { margin: 0 }\n");
    files
}

/// A file with the first block below each heading only, and of that the beginning: builds are
/// many here.
fn shorten(text: &str) -> String {
    let (front, body) = text[4..].split_once("---\n").expect("front matter");
    let mut kept = Vec::new();
    let mut after_heading = true;
    for block in body.trim().split("\n\n") {
        let heading = block.starts_with('#');
        let quiz = block.starts_with("> [!QUIZ]");
        // A heading may stand right above its text.
        if heading || after_heading || quiz {
            let whole = quiz || block.contains("```") || block.contains('|');
            let lines = if whole { usize::MAX } else { 2 };
            let lines: Vec<&str> = block.lines().take(lines).map(first_sentence).collect();
            kept.push(lines.join("\n"));
        }
        after_heading = heading && !block.contains('\n');
    }
    format!("---\n{front}---\n\n{}\n", kept.join("\n\n"))
}

/// The first sentence of a paragraph; all of anything else.
fn first_sentence(line: &str) -> &str {
    let plain = line.starts_with(char::is_alphabetic);
    let end = line.match_indices(['。', '.']).find(|(at, end)| {
        let after = &line[at + end.len()..];
        // Not within a link's address.
        !end.is_ascii() || after.starts_with(' ')
    });
    match end {
        Some((at, end)) if plain => &line[..at + end.len()],
        _ => line,
    }
}
