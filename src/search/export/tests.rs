//! An export that is brought up to date equals a new one, whatever was changed.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests")]

use super::*;
use crate::search::{Facet, Page, Section, Value};
use std::collections::BTreeMap;

/// Thresholds so small that every step of the way is taken on a few pages, and that change with the length
/// of texts every now and then.
fn tiny(lang: Lang, pages: usize, bytes: usize) -> Limits {
    let longer = bytes.checked_div(pages).unwrap_or(0) / 20 % 2;
    Limits {
        leaf: 2,
        few: 3,
        long: 9,
        best: 4,
        part: 5,
        named: 12,
        terms: 220 + 40 * longer,
        positions: 200,
        cards: 300,
        hot: 3,
        texts: 600 + 100 * longer,
        words: 120,
        readings: 120,
        sample: 12,
        codes: 30,
        ..Limits::of(lang, pages, bytes)
    }
}

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
        const WORDS: [&str; 24] = [
            "专利",
            "专利权",
            "知识产权",
            "知",
            "检索",
            "战略，",
            "創業",
            "的的的的",
            "ア",
            "パテント",
            "patent",
            "patents",
            "patented",
            "searching",
            "search",
            "OpenTelemetry",
            "run-s",
            "runs",
            "6.3",
            "the",
            "The risk\n",
            "is",
            "ＩＳＯ",
            "𠮷野",
        ];
        let glue = if self.below(2) == 0 { " " } else { "" };
        let mut text = String::new();
        for _ in 0..words {
            text.push_str(WORDS[self.below(WORDS.len())]);
            if self.below(3) > 0 {
                text.push_str(glue);
            }
            if self.below(40) == 0 {
                text.push_str(&format!(" rare{}", self.below(30)));
            }
        }
        text
    }

    fn section(&mut self, at: usize) -> Section {
        let heading = self.below(4);
        let body = self.below(25);
        Section {
            id: format!("s{at}"),
            heading: if at == 0 {
                String::new()
            } else {
                self.text(heading)
            },
            body: self.text(body),
        }
    }

    fn page(&mut self, path: String) -> Page {
        let sections = self.below(4);
        Page {
            path,
            title: self.text(2),
            kind: "page".to_owned(),
            keywords: vec![self.text(1)],
            sections: (0..sections).map(|at| self.section(at)).collect(),
            values: vec![(0, self.below(2))],
            ..Page::default()
        }
    }

    /// Changes one thing.
    fn change(&mut self, pages: &mut Vec<Page>) {
        let at = self.below(pages.len());
        let words = self.below(6);
        match self.below(40) {
            0 => {
                let path = format!("p{:03}", self.below(1_000));
                let page = self.page(path);
                pages.push(page);
            }
            1 if pages.len() > 4 => drop(pages.remove(at)),
            2 => pages[at].path = format!("p{:03}", self.below(1_000)),
            3 => pages[at].date = Some(jiff::civil::date(2026, 1, 1)),
            4 => pages[at].values = vec![(0, self.below(2))],
            5..8 => pages[at].title = self.text(words),
            8 => pages[at].keywords = vec![self.text(words)],
            9 => pages[at].sections.clear(),
            10..13 => {
                let number = pages[at].sections.len();
                let section = self.section(number);
                pages[at].sections.push(section);
            }
            _ => {
                let path = pages[at].path.clone();
                let number = self.below(pages[at].sections.len().max(1));
                let Some(section) = pages[at].sections.get_mut(number) else {
                    pages[at] = self.page(path);
                    return;
                };
                let text = match self.below(4) {
                    0 => &mut section.heading,
                    _ => &mut section.body,
                };
                let mut chars: Vec<char> = text.chars().collect();
                let from = self.below(chars.len() + 1);
                let to = (from + self.below(4)).min(chars.len());
                let new: Vec<char> = self.text(words / 2).chars().collect();
                chars.splice(from..to, new);
                *text = chars.into_iter().collect();
            }
        }
        pages.sort_by(|a, b| a.path.cmp(&b.path));
        pages.dedup_by(|a, b| a.path == b.path);
    }
}

fn collection(pages: &[Page]) -> Collection {
    let value = |id: &str| Value {
        id: id.to_owned(),
        ..Value::default()
    };
    Collection {
        lang: Lang::Zh,
        pages: pages.to_vec(),
        facets: vec![Facet {
            name: "kind".to_owned(),
            values: vec![value("a"), value("b")],
        }],
        ..Collection::default()
    }
}

/// Everything about the files but whether they are new.
fn plain(export: &Export) -> Vec<(&str, &[u8])> {
    let files = export.files().iter();
    files
        .map(|file| (&*file.path, file.bytes.as_deref().unwrap()))
        .collect()
}

fn clean(collection: &Collection) -> Export {
    let mut export = Export::with(tiny);
    export.update(collection, &|_| None);
    export
}

#[test]
fn after_any_change_the_files_equal_those_of_a_new_export() {
    let mut random = Random(7);
    let steps = if cfg!(debug_assertions) {
        1_500
    } else {
        20_000
    };
    let mut pages: Vec<Page> = (0..30).map(|at| random.page(format!("p{at:03}"))).collect();
    let mut kept = clean(&collection(&pages));
    let mut kinds: BTreeMap<char, usize> = BTreeMap::new();
    let mut rows = None;
    let mut steps_of_limits = 0;
    let mut steps_of_codes = 0;
    let mut written: BTreeMap<Arc<str>, Arc<[u8]>> = kept
        .files()
        .iter()
        .map(|file| (file.path.clone(), file.bytes.clone().unwrap()))
        .collect();
    for step in 0..steps {
        for _ in 0..=random.below(2) {
            random.change(&mut pages);
        }
        let collection = collection(&pages);
        // Files are written, and read from there, most of the time.
        let before = written.clone();
        if step % 7 > 0 {
            kept.settle();
        }
        // Sometimes one of them is lost, and another is of something else.
        let mut there = written.clone();
        if step % 11 == 0 {
            let (one, other) = (random.below(there.len()), random.below(there.len()));
            let bytes = there.values().nth(other).cloned().unwrap();
            *there.values_mut().nth(one).unwrap() = bytes;
            let gone = there.keys().nth(other).cloned().unwrap();
            there.remove(&gone);
        }
        // Sometimes the program ends in between.
        if step % 5 == 0 {
            let saved = kept.save();
            rows = saved.rows.or(rows);
            kept = Export::with(tiny);
            let all = rows.clone().unwrap().into();
            kept.restore(&saved.own.into(), &all).unwrap();
        }
        let codes = kept.codes.digest();
        let earlier = (kept.rows.len(), kept.norms.limits);
        kept.update(&collection, &|path| Some(there.get(path)?.to_vec()));
        let later = (kept.rows.len(), kept.norms.limits);
        steps_of_limits += usize::from(earlier.0 == later.0 && earlier.1 != later.1);
        steps_of_codes += usize::from(codes != kept.codes.digest());
        let new = clean(&collection);
        written = kept
            .files()
            .iter()
            .map(|file| {
                let old = || before[&file.path].clone();
                let bytes = file.bytes.clone();
                (file.path.clone(), bytes.unwrap_or_else(old))
            })
            .collect();
        assert!(
            plain(&new).into_iter().eq(kept
                .files()
                .iter()
                .map(|file| (&*file.path, &*written[&file.path]))),
            "step {step}"
        );
        for file in kept.files() {
            let is_new = before.get(&file.path) != Some(&written[&file.path]);
            assert_eq!(file.is_new, is_new, "{} in step {step}", file.path);
            *kinds.entry(file.path.chars().next().unwrap()).or_default() += 1;
        }
    }
    // All kinds of files were there, and many of most.
    assert_eq!(kinds.keys().collect::<String>(), "cdflprtwxy");
    assert!(
        "ctpxwyl".chars().all(|kind| kinds[&kind] > 5 * steps),
        "{kinds:?}"
    );
    assert!(steps_of_limits > steps / 50, "{steps_of_limits}");
    let often = steps / 50..steps / 2;
    assert!(often.contains(&steps_of_codes), "{steps_of_codes}");
}

#[test]
fn what_only_an_earlier_list_had_is_not_taken_for_written() {
    let mut random = Random(3);
    let few: Vec<Page> = (0..10).map(|at| random.page(format!("p{at:03}"))).collect();
    let more = (0..80).map(|at| random.page(format!("q{at:03}")));
    let many: Vec<Page> = few.iter().cloned().chain(more).collect();
    let mut export = clean(&collection(&few));
    let mut written: BTreeMap<Arc<str>, Arc<[u8]>> = BTreeMap::new();
    let mut groups = Vec::new();
    for (at, pages) in [&few, &many, &few].into_iter().enumerate() {
        let there = std::mem::take(&mut written);
        if at > 0 {
            export.update(&collection(pages), &|path| Some(there.get(path)?.to_vec()));
        }
        for file in export.files() {
            let bytes = file.bytes.clone();
            let bytes = bytes.unwrap_or_else(|| there[&file.path].clone());
            written.insert(file.path.clone(), bytes);
        }
        if at == 0 {
            export.settle();
        }
        let mut texts = written.keys().filter(|path| path.starts_with("x/"));
        groups.push(texts.all(|path| path.matches('/').count() == 2));
    }
    assert_eq!(groups, [false, true, false], "many files share names");
    let new = clean(&collection(&few));
    let mut new = plain(&new);
    new.sort_unstable();
    assert!(
        new.into_iter()
            .eq(written.iter().map(|(path, bytes)| (&**path, &**bytes)))
    );
}

#[test]
fn what_was_saved_is_read_only_if_it_is_whole() {
    let mut random = Random(5);
    let pages: Vec<Page> = (0..12).map(|at| random.page(format!("p{at:03}"))).collect();
    let mut export = clean(&collection(&pages));
    let saved = export.save();
    let files = [saved.own, saved.rows.unwrap()];
    let read = |files: &[Vec<u8>; 2]| {
        let [own, rows] = files.clone();
        Export::load(&own.into(), &rows.into())
    };
    assert!(plain(&read(&files).unwrap()) == plain(&export));
    for round in 0..1_000 {
        let mut others = files.clone();
        let other = &mut others[round % 2];
        let at = random.below(other.len());
        match random.below(3) {
            0 => other.truncate(at),
            1 => other[at] ^= 1,
            _ => other.insert(at, 0),
        }
        assert!(read(&others).is_none());
    }
    // Rows that are whole, but not those that belong to it.
    let [own, _] = files;
    let mut less = clean(&collection(&pages[1..]));
    let rows = less.save().rows.unwrap();
    assert!(read(&[own.clone(), rows]).is_none());
    assert!(read(&[own, Vec::new()]).is_none());
}
