//! `queries.json`: `{"query": …, "parsed": …}`, one a line. All facets are known but `batch`.
//!
//! `parsed` is `{"atoms": […], "filters": [[facet, value], …]}`. An atom is one of
//!
//! - `{"excluded": …, "gram": run}`
//! - `{"excluded": …, "word": {"parts": […], "whole": text or null, "prefix": …}}`, with surfaces
//! - `{"excluded": …, "phrase": [[offset, "gram" or "word", text], …]}`

use casebook::search::query::{AtomKind, FACET_NAMES, PhraseToken, Query, parse};

use super::random::Random;
use super::texts::Texts;
use super::{committed, json};

/// Queries that random ones are unlikely to hit.
const CASES: &[&str] = &[
    "",
    " ",
    "-",
    "--",
    "- a",
    "--a",
    "-a",
    "－知识",
    "−a",
    "\"",
    "\"\"",
    "\"a",
    "-\"a b\"",
    "- \"a b\"",
    "\"a\"-b",
    "a\"b c\"d",
    "a-\"b c\"",
    "“知识 产权”管理",
    "「a b」『c d』＂e f＂",
    "”a b“c d",
    "\"知识，产权\"",
    "\"知识产权\"",
    "\"OpenTelemetry\"",
    "\"Open\"",
    "OpenTelemetry",
    "OpenTelemetry ",
    "OpenTelemetry.",
    "iso-56",
    "iso-",
    "company's",
    "知识iso",
    "iso知识",
    "-iso",
    "kind:case",
    "KIND:Case",
    "ｋｉｎｄ：ｃａｓｅ",
    "类型：案例",
    "類型:案例",
    "發布機關:國家",
    "kind:",
    "kind: case",
    "kind:\"\"",
    "kind:\" \"",
    "kind:\"a b",
    "kind:“a b”c",
    "kind:a\"b c\"",
    "kind:a:b",
    "kind::b",
    "kind\"a\":b",
    "-kind:case",
    "batch:1",
    "批次：1",
    "foo:bar",
    ":a",
    "year:2023 year:2024 clause:6.3 innov",
    "innov year:2024",
    "a b c d e f g h i j k l m n o p",
    "a b c d e f g h i j k l m n o p q",
    "a\u{85}b\u{feff}c\u{3000}d",
    "a-b-c-d-e-f-g-h-i",
    "abcdefghijabcdefghijabcdefghijabcdefghijk",
    "\u{301}",
    "a\u{301}",
    "-\u{301}a",
    "\"\u{301}a\"",
    "kind:\u{301}",
    "😀",
    "\"😀 a\"",
];

/// What queries are made of, besides texts.
const PIECES: &[&str] = &[
    " ",
    " ",
    " ",
    " ",
    "-",
    " -",
    "－",
    "\"",
    "＂",
    "“",
    "”",
    "「",
    "」",
    "『",
    "』",
    ":",
    "：",
    "kind:",
    "year:",
    "条款：",
    " 年份:",
    "batch:",
    "name:",
];

/// A random query.
fn query(random: &mut Random, texts: &Texts) -> String {
    (0..random.between(1, 6))
        .map(|_| match random.below(10) {
            0..5 => (*random.pick(PIECES)).to_owned(),
            5 => {
                let (en, zh) = random.pick(&FACET_NAMES);
                format!("{}{}", random.pick(&[en, zh]), random.pick(&[":", "："]))
            }
            _ => texts.text(random, 2),
        })
        .collect()
}

/// A query that was read, in JSON.
fn parsed(query: &Query) -> String {
    let list = |items: &[String]| format!("[{}]", items.join(","));
    let strings = |items: &[String]| list(&items.iter().map(|item| json(item)).collect::<Vec<_>>());
    let atoms: Vec<String> = query
        .atoms
        .iter()
        .map(|atom| {
            let kind = match &atom.kind {
                AtomKind::Gram(run) => format!("\"gram\":{}", json(run)),
                AtomKind::Word(word) => format!(
                    "\"word\":{{\"parts\":{},\"whole\":{},\"prefix\":{}}}",
                    strings(&word.parts),
                    word.whole.as_deref().map_or("null".to_owned(), json),
                    word.prefix
                ),
                AtomKind::Phrase(items) => {
                    let items: Vec<String> = items
                        .iter()
                        .map(|item| {
                            let (kind, text) = match &item.token {
                                PhraseToken::Gram(c) => ("gram", c.to_string()),
                                PhraseToken::Word(surface) => ("word", surface.clone()),
                            };
                            format!("[{},\"{kind}\",{}]", item.offset, json(&text))
                        })
                        .collect();
                    format!("\"phrase\":{}", list(&items))
                }
            };
            format!("{{\"excluded\":{},{kind}}}", atom.excluded)
        })
        .collect();
    let filters: Vec<String> = query
        .filters
        .iter()
        .map(|filter| format!("[{},{}]", json(&filter.facet), json(&filter.value)))
        .collect();
    format!(
        "{{\"atoms\":{},\"filters\":{}}}",
        list(&atoms),
        list(&filters)
    )
}

#[test]
fn queries_are_read_as_committed() {
    let texts = Texts::new();
    let mut random = Random::of(&[2]);
    let cases = CASES.iter().map(|text| (*text).to_owned());
    let long = [
        "知".repeat(300),
        "a ".repeat(200),
        "𠮷".repeat(255) + "ab",
        "x".repeat(255) + "y z",
        " ".repeat(254) + "a b",
        format!("\"{}\"", "知识 ".repeat(100)),
    ];
    let short = (0..2000).map(|_| query(&mut random, &texts));
    let lines: Vec<String> = cases
        .chain(long)
        .chain(short)
        .map(|text| {
            let query = parse(&text, &|facet| facet != "batch");
            format!(
                "{{\"query\":{},\"parsed\":{}}}",
                json(&text),
                parsed(&query)
            )
        })
        .collect();
    committed("queries.json", &lines);
}
