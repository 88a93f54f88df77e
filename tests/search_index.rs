//! The positional index that is kept and updated by page answers what a new one answers, whatever
//! has happened to it in between.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use casebook::language::Lang;
use casebook::search::{Collection, Index, Page, Request, Searcher, Section};

/// Numbers that look random and are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) as usize % most
    }

    fn text(&mut self, words: usize) -> String {
        const WORDS: [&str; 14] = [
            "专利",
            "知识产权",
            "检索",
            "战略，",
            "創業",
            "patent",
            "patents",
            "searching",
            "OpenTelemetry",
            "6.3",
            "the",
            "risk\n",
            "ＩＳＯ",
            "𠮷",
        ];
        (0..words)
            .map(|_| WORDS[self.below(WORDS.len())])
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn page(&mut self, number: usize) -> Page {
        Page {
            path: format!("pages/{number:03}.html"),
            title: self.text(2),
            kind: "page".to_owned(),
            keywords: vec![self.text(1)],
            sections: (0..=self.below(3))
                .map(|at| Section {
                    id: format!("s{at}"),
                    heading: if at == 0 { String::new() } else { self.text(2) },
                    body: self.text(30),
                })
                .collect(),
            ..Page::default()
        }
    }
}

fn collection(pages: &[Page]) -> Collection {
    let mut pages = pages.to_vec();
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    Collection {
        lang: Lang::Zh,
        pages,
        ..Collection::default()
    }
}

/// Answers to some questions, as text.
fn answers(folder: Option<&Path>, collection: &Collection) -> Vec<String> {
    const QUERIES: [&str; 12] = [
        "专利",
        "知识产权",
        "战略 专利",
        "创业",
        "patent",
        "patents",
        "search",
        "telem",
        "\"the risk\"",
        "iso 6.3 -risk",
        "pattent",
        "\"检索 专利\"",
    ];
    let index = Index::update(folder, collection, 2).or_else(|_| {
        // What is done with one that cannot be used.
        let folder = folder.unwrap();
        let _ = fs::remove_dir_all(folder);
        let _ = fs::create_dir_all(folder);
        Index::update(Some(folder), collection, 2).or_else(|_| Index::update(None, collection, 2))
    });
    let index = index.unwrap();
    let searcher = Searcher::new(&index, collection).unwrap();
    let ask = |query: &&str| {
        let request = Request {
            query: (*query).to_owned(),
            limit: 100,
            ..Request::default()
        };
        serde_json::to_string(&searcher.search(&request).unwrap()).unwrap()
    };
    let mut answers: Vec<String> = QUERIES.iter().map(ask).collect();
    answers.push(index.grams().unwrap().to_string());
    answers
}

#[test]
fn after_any_change_the_kept_index_equals_a_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut random = Random(7);
    let mut pages: Vec<Page> = (0..40).map(|number| random.page(number)).collect();
    for step in 0..120 {
        for _ in 0..=random.below(3) {
            let at = random.below(pages.len());
            match random.below(6) {
                0 => pages[at] = random.page(100 + step),
                1 => pages[at].title = random.text(2),
                2 => pages[at].sections[0].body = random.text(40),
                3 if pages.len() > 5 => drop(pages.remove(at)),
                4 => pages.push(random.page(300 + step)),
                _ => pages[at].path = format!("pages/{}.html", random.below(1_000) + 1_000),
            }
        }
        pages.sort_by(|a, b| a.path.cmp(&b.path));
        pages.dedup_by(|a, b| a.path == b.path);
        let collection = collection(&pages);
        let kept = answers(Some(folder.path()), &collection);
        assert_eq!(kept, answers(None, &collection), "step {step}");
    }
}

#[test]
fn a_damaged_index_is_made_anew() {
    let mut random = Random(3);
    let pages: Vec<Page> = (0..30).map(|number| random.page(number)).collect();
    let collection = collection(&pages);
    let clean = answers(None, &collection);
    for round in 0..40 {
        let folder = tempfile::tempdir().unwrap();
        let first = answers(Some(folder.path()), &collection);
        assert_eq!(first, clean, "at first");
        let files = files_in(folder.path());
        let file = &files[random.below(files.len())];
        let mut bytes = fs::read(file).unwrap();
        match round % 4 {
            0 => bytes.truncate(random.below(bytes.len() + 1)),
            1 if !bytes.is_empty() => {
                let at = random.below(bytes.len());
                bytes[at] ^= 0x55;
            }
            2 => bytes = b"something else".to_vec(),
            _ => bytes.clear(),
        }
        let name = file.display().to_string();
        fs::write(file, bytes).unwrap();
        let kept = answers(Some(folder.path()), &collection);
        assert_eq!(kept, clean, "{name}, round {round}");
        let again = answers(Some(folder.path()), &collection);
        assert_eq!(again, clean, "once more");
    }
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_in(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

#[test]
fn those_at_once_do_not_disturb_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let mut random = Random(11);
    let first: Vec<Page> = (0..60).map(|number| random.page(number)).collect();
    let mut second = first.clone();
    second[5].title = random.text(3);
    let mut third = first.clone();
    third.push(random.page(60));
    let all = [first, second, third].map(|pages| {
        let collection = collection(&pages);
        let clean = answers(None, &collection);
        (collection, clean)
    });
    for round in 0..40 {
        std::thread::scope(|scope| {
            for (collection, clean) in &all {
                let path = folder.path();
                // So that one meets the other in each of its steps.
                let pause = Duration::from_millis(random.below(16) as u64);
                scope.spawn(move || {
                    std::thread::sleep(pause);
                    let kept = answers(Some(path), collection);
                    assert_eq!(&kept, clean, "round {round}");
                });
            }
        });
    }
}
