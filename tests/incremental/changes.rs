//! What happens to a site between two builds, by chance.

use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::bench::{Bench, OUTPUTS};
use crate::corpus::Random;
use crate::entry::Entry;

/// A change: does it, and says what it did; `None` when there is nothing to do it to.
type Change = fn(&mut Bench, &mut Random) -> Option<String>;

/// Changes, each with how often it comes.
const CHANGES: &[(usize, Change)] = &[
    (6, body),
    (4, summary),
    (4, title),
    (10, field),
    (4, move_file),
    (3, move_folder),
    (3, delete),
    (4, add),
    (4, translation),
    (5, heading),
    (6, link),
    (3, anchor_link),
    (2, swap),
    (2, bundle),
    (4, value_name),
    (3, value),
    (2, value_order),
    (4, template),
    (3, style),
    (3, words),
    (10, setting),
    (4, picture),
    (4, broken),
    (4, touch),
    (2, line_ends),
    (3, undated),
    (4, meddle),
    (2, foreign),
    (1, no_output),
    (1, no_cache),
];

/// One change, and what it was.
pub(crate) fn any(bench: &mut Bench, random: &mut Random) -> String {
    let all: usize = CHANGES.iter().map(|(weight, _)| weight).sum();
    loop {
        let mut at = random.below(all);
        let found = CHANGES.iter().find(|(weight, _)| {
            let here = at < *weight;
            at = at.saturating_sub(*weight);
            here
        });
        if let Some(told) = found.and_then(|(_, change)| change(bench, random)) {
            return told;
        }
    }
}

/// A word of the theme in one language.
fn words(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let lang = *random.pick(&["zh", "en"]);
    let path = format!("theme/strings/{lang}.toml");
    if bench.sources.contains_key(&path) && random.chance(400) {
        bench.remove(&path);
        return Some(format!("remove {path}"));
    }
    let defaults = default_file(&format!("strings/{lang}.toml"));
    let keys: Vec<&str> = defaults
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .map(|(key, _)| key)
        .collect();
    let key = *random.pick(&keys);
    let (line, said) = (
        format!("{key} = \"词 {}\"\n", random.below(1000)),
        key.to_owned(),
    );
    bench.write(&path, line);
    Some(format!("{path}: {said}"))
}

/// Words that titles and texts are made of: some are rare, some are names of terms.
fn phrase(random: &mut Random) -> String {
    const WORDS: [&str; 16] = [
        "专利",
        "检索",
        "战略",
        "風險",
        "patent",
        "patents",
        "searching",
        "OpenTelemetry",
        "6.3",
        "ISO 56005",
        "the",
        "a",
        "Ａ",
        "𠮷",
        "商业秘密",
        "导航",
    ];
    let count = random.between(1, 5);
    let words: Vec<&str> = (0..count).map(|_| *random.pick(&WORDS)).collect();
    format!("{} {}", words.join(" "), random.below(10_000))
}

/// A Markdown file of the site.
fn any_path(bench: &Bench, random: &mut Random, keep: impl Fn(&str) -> bool) -> Option<String> {
    let paths: Vec<&String> = bench
        .sources
        .keys()
        .filter(|path| path.starts_with("content/") && path.ends_with(".md") && keep(path))
        .collect();
    (!paths.is_empty()).then(|| (*random.pick(&paths)).clone())
}

fn any_entry(bench: &Bench, random: &mut Random) -> Option<(String, Entry)> {
    let path = any_path(bench, random, |_| true)?;
    let entry = Entry::read(&bench.text(&path))?;
    Some((path, entry))
}

/// An entry's id, from the path of one of its files.
fn id_of(path: &str) -> String {
    let stem = path
        .trim_start_matches("content/")
        .trim_end_matches(".md")
        .trim_end_matches(".en");
    stem.trim_end_matches("/_index")
        .trim_end_matches("/index")
        .to_owned()
}

/// A link from a file of the content to another.
fn relative(from: &str, to: &str) -> String {
    let from = from.trim_start_matches("content/");
    let to = to.trim_start_matches("content/");
    "../".repeat(from.matches('/').count()) + to
}

fn body(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let (path, mut entry) = any_entry(bench, random)?;
    let at = random.between(1.min(entry.blocks.len()), entry.blocks.len());
    entry.blocks.insert(at, format!("{}。", phrase(random)));
    if entry.blocks.len() > 8 && random.chance(500) {
        entry.blocks.pop();
    }
    bench.write(&path, entry.write());
    Some(format!("{path}: text"))
}

fn summary(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let (path, mut entry) = any_entry(bench, random)?;
    if random.chance(500) {
        entry.unset("description");
    }
    let first = entry
        .blocks
        .iter()
        .position(|block| !block.starts_with('#'))?;
    entry.blocks[first] = format!("{}。", phrase(random));
    bench.write(&path, entry.write());
    Some(format!("{path}: first paragraph"))
}

fn title(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let (path, mut entry) = any_entry(bench, random)?;
    entry.set("title", &format!("\"{}\"", phrase(random)));
    bench.write(&path, entry.write());
    Some(format!("{path}: title"))
}

fn day(random: &mut Random) -> String {
    format!(
        "20{}-{:02}-{:02}",
        random.between(18, 27),
        random.between(1, 12),
        random.between(1, 28)
    )
}

fn list(random: &mut Random, all: &[&str]) -> String {
    let count = random.between(1, 3);
    let some: Vec<&str> = random.some(all, count).into_iter().copied().collect();
    format!("[{}]", some.join(", "))
}

/// Another value for a field of an entry.
fn field(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let (path, mut entry) = any_entry(bench, random)?;
    let kind = id_of(&path)
        .split('/')
        .next()
        .unwrap_or_default()
        .to_owned();
    let clauses = [
        "\"4.1\"", "\"4.2\"", "\"5.1\"", "\"6.2\"", "\"6.3\"", "\"C\"",
    ];
    let own: Vec<(&str, String)> = match kind.as_str() {
        "cases" => vec![
            ("clauses", list(random, &clauses)),
            ("phases", list(random, &["\"6.2\"", "\"6.3\""])),
            ("tools", list(random, &["\"A\"", "\"B\"", "\"C\""])),
            ("titles", list(random, &["advantage", "demonstration"])),
            (
                "locality",
                (*random.pick(&["beijing", "dalian", "hubei", "ningbo"])).to_owned(),
            ),
            (
                "industry",
                (*random.pick(&["\"34\"", "\"39\"", "C", "\"65\""])).to_owned(),
            ),
            (
                "size",
                (*random.pick(&["small", "large", "micro"])).to_owned(),
            ),
            ("stage", (*random.pick(&["startup", "growth"])).to_owned()),
            ("grade", (*random.pick(&["\"1\"", "\"5\""])).to_owned()),
            ("enterprise", format!("企业 {}", random.below(100))),
            ("anonymous", "true".to_owned()),
        ],
        "policies" => vec![
            ("issued", day(random)),
            ("effective", day(random)),
            ("expires", day(random)),
            ("repealed", day(random)),
            (
                "issuers",
                (*random.pick(&["[cnipa]", "[miit, sac]"])).to_owned(),
            ),
            (
                "localities",
                (*random.pick(&["[]", "[beijing]", "[dalian, liaoning]"])).to_owned(),
            ),
            (
                "supersedes",
                any_reference(bench, random, |path| path.contains("policies/")),
            ),
            ("number", format!("\"〔2026〕{}号\"", random.below(99))),
        ],
        "courses" => vec![
            ("minutes", random.between(5, 60).to_string()),
            (
                "level",
                (*random.pick(&["introductory", "advanced"])).to_owned(),
            ),
            (
                "prerequisites",
                any_reference(bench, random, |path| path.contains("courses/")),
            ),
            ("clauses", list(random, &clauses)),
        ],
        "interpretations" => vec![
            ("clause", (*random.pick(&clauses)).to_owned()),
            ("see_also", list(random, &clauses)),
        ],
        "glossary" => vec![
            (
                "synonyms",
                format!(
                    "[\"词{}\", \"word {}\"]",
                    random.below(20),
                    random.below(20)
                ),
            ),
            ("abbreviation", format!("AB{}", random.below(20))),
            ("clauses", list(random, &clauses)),
        ],
        _ => vec![(
            "sort",
            (*random.pick(&["weight", "date", "title"])).to_owned(),
        )],
    };
    let common: Vec<(&str, String)> = vec![
        ("date", day(random)),
        ("updated", day(random)),
        ("weight", random.below(30).to_string()),
        ("draft", (*random.pick(&["true", "false"])).to_owned()),
        (
            "aliases",
            format!(
                "[/old/{}/, /en/old/{}.html]",
                random.below(9),
                random.below(9)
            ),
        ),
        ("description", format!("\"{}\"", phrase(random))),
        ("keywords", format!("[\"{}\"]", phrase(random))),
        ("sample", (*random.pick(&["true", "false"])).to_owned()),
        ("related", any_reference(bench, random, |_| true)),
        (
            "sources",
            format!(
                "[{{ name: {}, as_of: {}, status: verified }}]",
                "来源",
                day(random)
            ),
        ),
    ];
    let (name, value) = if random.chance(500) {
        random.pick(&own)
    } else {
        random.pick(&common)
    }
    .clone();
    if entry.get(name).is_some() && random.chance(300) {
        entry.unset(name);
    } else {
        entry.set(name, &value);
    }
    bench.write(&path, entry.write());
    Some(format!(
        "{path}: {name}: {}",
        entry.get(name).unwrap_or("–")
    ))
}

/// A list with an entry or two in it.
fn any_reference(bench: &Bench, random: &mut Random, keep: impl Fn(&str) -> bool) -> String {
    let ids: Vec<String> = (0..random.between(1, 2))
        .filter_map(|_| any_path(bench, random, &keep))
        .map(|path| format!("\"{}\"", id_of(&path)))
        .filter(|id| id != "\"_index\"")
        .collect();
    format!("[{}]", ids.join(", "))
}

/// A name that no file has.
fn fresh_name(bench: &Bench, random: &mut Random, folder: &str) -> String {
    loop {
        let path = format!("{folder}/n{}", random.below(10_000));
        if bench.has_room(&format!("{path}.md")) && bench.has_room(&path) {
            return path;
        }
    }
}

/// Every language of an entry gets another name, or only one language does.
fn move_file(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let path = any_path(bench, random, |path| !path.contains("_index."))?;
    let folder = path.rsplit_once('/')?.0.to_owned();
    move_to(bench, random, &path, &folder)
}

/// An entry goes into another folder, where it may be of another kind.
fn move_folder(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let path = any_path(bench, random, |path| {
        !path.contains("_index.") && path.matches('/').count() > 1
    })?;
    let mut folder = path.rsplit_once('/')?.0.to_owned();
    if random.chance(700) {
        folder += "/sub";
    } else {
        folder = format!("content/{}", random.pick(&["guides", "cases", "more"]));
    }
    move_to(bench, random, &path, &folder)
}

fn move_to(bench: &mut Bench, random: &mut Random, path: &str, folder: &str) -> Option<String> {
    let stem = path.trim_end_matches(".md").trim_end_matches(".en");
    let new = fresh_name(bench, random, folder);
    for ending in [".md", ".en.md"] {
        if random.chance(900) {
            bench.rename(&format!("{stem}{ending}"), &format!("{new}{ending}"));
        }
    }
    Some(format!("move {stem} to {new}"))
}

fn delete(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let path = any_path(bench, random, |path| path != "content/_index.md")?;
    let stem = path
        .trim_end_matches(".md")
        .trim_end_matches(".en")
        .to_owned();
    bench.remove(&format!("{stem}.en.md"));
    bench.remove(&format!("{stem}.md"));
    Some(format!("delete {stem}"))
}

fn add(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let path = any_path(bench, random, |path| {
        !path.ends_with(".en.md") && path.matches('/').count() > 1
    })?;
    let mut entry = Entry::read(&bench.text(&path))?;
    entry.set("title", &format!("\"新 {}\"", phrase(random)));
    entry.unset("aliases");
    let new = format!("{}.md", fresh_name(bench, random, path.rsplit_once('/')?.0));
    bench.write(&new, entry.write());
    Some(format!("add {new}, like {path}"))
}

fn translation(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let path = any_path(bench, random, |path| !path.ends_with(".en.md"))?;
    let translated = path.replace(".md", ".en.md");
    if bench.sources.contains_key(&translated) {
        bench.remove(&translated);
        return Some(format!("remove {translated}"));
    }
    let case = path.starts_with("content/cases/") && !path.contains("_index");
    let lesson = path.matches('/').count() == 3
        && path.starts_with("content/courses/")
        && !path.contains("_index");
    let text = match (case, lesson) {
        (true, _) => {
            "## Background\n\n1\n\n## Problem\n\n2\n\n## Measures\n\n3\n\n## Results\n\n4\n\n## Lessons\n\n5\n"
        }
        (_, true) => "## Objectives\n\nLearn.\n\n## Key points\n\nKnow.\n",
        _ => "A text.\n\n## Part {#part}\n\nMore.\n",
    };
    let course = if path.contains("courses/") && !lesson {
        "objectives: [learn]\n"
    } else {
        ""
    };
    let title = phrase(random);
    bench.write(
        &translated,
        format!("---\ntitle: \"{title}\"\n{course}---\n\n{text}"),
    );
    Some(format!("add {translated}"))
}

const ANCHORS: [&str; 4] = ["one", "two", "contact", "part"];

/// A heading with an id that others may link to comes, goes, or gets another id.
fn heading(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let path = any_path(bench, random, |path| {
        !path.contains("cases/") && !path.contains("courses/")
    })?;
    let mut entry = Entry::read(&bench.text(&path))?;
    let line = format!("## {} {{#{}}}", phrase(random), random.pick(&ANCHORS));
    let own = entry
        .blocks
        .iter()
        .position(|block| block.starts_with("## "));
    match own {
        Some(at) if random.chance(600) => {
            if random.chance(500) {
                entry.blocks[at] = line.clone();
            } else {
                entry.blocks.remove(at);
            }
        }
        _ => entry.blocks.push(line.clone()),
    }
    bench.write(&path, entry.write());
    Some(format!("{path}: heading, {line}"))
}

fn link(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let (path, mut entry) = any_entry(bench, random)?;
    let other = any_path(bench, random, |_| true)?;
    let term = any_path(bench, random, |path| {
        path.contains("glossary/") && !path.contains("_index")
    });
    let term = term.and_then(|path| {
        Entry::read(&bench.text(&path))?
            .get("title")
            .map(str::to_owned)
    });
    let to = match random.below(10) {
        0..4 => format!("[链接]({})", relative(&path, &other)),
        4 => format!("[[{}]]", term.unwrap_or_default().trim_matches('"')),
        5 => format!("[[词{}]]", random.below(20)),
        6 => format!("[旧](/old/{}/)", random.below(9)),
        7 => format!(
            "![图]({})",
            relative(
                &path,
                &format!("pictures/{}.svg", random.pick(&["one", "two", "three"]))
            )
        ),
        8 => format!("[条款]({})", relative(&path, "clauses/4.1.html")),
        _ => format!(
            "[无]({})",
            relative(&path, &format!("n{}.md", random.below(10_000)))
        ),
    };
    let at = random.between(1.min(entry.blocks.len()), entry.blocks.len());
    entry.blocks.insert(at, format!("见{to}。"));
    bench.write(&path, entry.write());
    Some(format!("{path}: {to}"))
}

fn anchor_link(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let (path, mut entry) = any_entry(bench, random)?;
    let other = any_path(bench, random, |path| {
        !path.contains("cases/") && !path.contains("courses/")
    })?;
    let to = format!(
        "见[标题]({}#{})。",
        relative(&path, &other),
        random.pick(&ANCHORS)
    );
    entry.blocks.push(to.clone());
    bench.write(&path, entry.write());
    Some(format!("{path}: {to}"))
}

/// Two files change places.
fn swap(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let one = any_path(bench, random, |path| !path.contains("_index."))?;
    let folder = one.rsplit_once('/')?.0;
    let english = one.ends_with(".en.md");
    let other = any_path(bench, random, |path| {
        path != one
            && path.rsplit_once('/').is_some_and(|(at, _)| at == folder)
            && path.ends_with(".en.md") == english
    })?;
    bench.rename(&one, "aside.tmp");
    bench.rename(&other, &one);
    bench.rename("aside.tmp", &other);
    Some(format!("{one} and {other} change places"))
}

/// `name.md` becomes `name/index.md` or `name/_index.md`, or goes back.
fn bundle(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let path = any_path(bench, random, |path| {
        path.matches('/').count() > 1 && !path.contains("courses/")
    })?;
    let (folder, name) = path.rsplit_once('/')?;
    let to = match name.strip_prefix("index.") {
        Some(ending) => format!("{folder}.{ending}"),
        None => {
            let (stem, ending) = name.split_once('.').filter(|(stem, _)| *stem != "_index")?;
            format!(
                "{folder}/{stem}/{}.{ending}",
                random.pick(&["index", "index", "_index"])
            )
        }
    };
    if bench.sources.contains_key(&to) {
        return None;
    }
    bench.rename(&path, &to);
    Some(format!("move {path} to {to}"))
}

const REGISTRIES: [&str; 10] = [
    "clauses",
    "localities",
    "industries",
    "sizes",
    "stages",
    "titles",
    "grades",
    "issuers",
    "standards",
    "batches",
];

/// A registry's head, and its items.
fn registry(bench: &Bench, random: &mut Random) -> (String, String, Vec<String>) {
    let path = format!("registries/{}.toml", random.pick(&REGISTRIES));
    let text = bench.text(&path);
    let mut parts = text.split("[[item]]\n").map(str::to_owned);
    let head = parts.next().unwrap_or_default();
    (path, head, parts.collect())
}

fn write_registry(bench: &mut Bench, path: &str, head: &str, items: &[String]) {
    let items: String = items
        .iter()
        .map(|item| format!("[[item]]\n{}\n\n", item.trim_end()))
        .collect();
    bench.write(path, format!("{head}{items}"));
}

fn line_of(item: &str, name: &str) -> Option<String> {
    item.lines()
        .find(|line| line.starts_with(&format!("{name} = ")))
        .map(str::to_owned)
}

/// A name, a note, or the name of the whole registry.
fn value_name(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let (path, mut head, mut items) = registry(bench, random);
    let name = *random.pick(&["zh", "en", "note", "number"]);
    let new = format!("{name} = \"名 {}\"", random.below(1000));
    if random.chance(150) {
        let old = line_of(&head, "zh")?;
        head = head.replacen(&old, &new.replacen(name, "zh", 1), 1);
        write_registry(bench, &path, &head, &items);
        return Some(format!("{path}: its name"));
    }
    if items.is_empty() {
        return None;
    }
    let at = random.below(items.len());
    match line_of(&items[at], name) {
        Some(old) => items[at] = items[at].replacen(&old, &new, 1),
        None => items[at] = format!("{}\n{new}\n", items[at].trim_end()),
    }
    let id = line_of(&items[at], "id")?;
    write_registry(bench, &path, &head, &items);
    Some(format!("{path}: {id}: {new}"))
}

/// An unused value comes; or a value goes, which is an error where it is used.
fn value(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let (path, head, mut items) = registry(bench, random);
    let unused = items
        .iter()
        .position(|item| item.contains("id = \"unused-"));
    let told = match unused {
        Some(at) if random.chance(500) => format!("remove {:?}", items.remove(at).lines().next()),
        _ if random.chance(80) && !items.is_empty() => {
            let at = random.below(items.len());
            format!("remove {:?}", items.remove(at).lines().next())
        }
        _ => {
            let id = format!("unused-{}", random.below(1000));
            let at = random.between(0, items.len());
            items.insert(
                at,
                format!("id = \"{id}\"\nzh = \"未用\"\nen = \"Unused\"\n"),
            );
            format!("add {id}")
        }
    };
    write_registry(bench, &path, &head, &items);
    Some(format!("{path}: {told}"))
}

fn value_order(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let (path, head, mut items) = registry(bench, random);
    if items.len() < 2 {
        return None;
    }
    let at = random.below(items.len() - 1);
    items.swap(at, at + 1);
    write_registry(bench, &path, &head, &items);
    Some(format!("{path}: two values change places"))
}

fn default_file(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("themes/default")
        .join(name);
    std::fs::read_to_string(path).unwrap_or_else(|_| panic!("the default theme has {name}"))
}

/// A template of the site's own comes, changes, or goes.
fn template(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let name = *random.pick(&[
        "base.html",
        "case.html",
        "page.html",
        "section.html",
        "home.html",
        "policy.html",
        "term.html",
        "facet.html",
        "clause.html",
        "partials/footer.html",
        "partials/card-list.html",
        "partials/related.html",
        "partials/head.html",
        "partials/title.html",
        "partials/list.html",
    ]);
    let path = format!("theme/templates/{name}");
    if bench.sources.contains_key(&path) && random.chance(500) {
        bench.remove(&path);
        return Some(format!("remove {path}"));
    }
    let default = default_file(&format!("templates/{name}"));
    let text = match random.below(12) {
        0 => format!("{default}{{{{ "),
        1 => format!("{default}{{{{ nothing.at.all }}}}"),
        // Inside a block, so that it is seen.
        _ if default.contains("{% block main %}") => default.replace(
            "{% block main %}",
            &format!("{{% block main %}}<p>主题 {}</p>", random.below(100)),
        ),
        _ => format!("{default}<!-- {} -->\n", random.below(100)),
    };
    bench.write(&path, text);
    Some(format!("write {path}"))
}

fn style(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let path = format!(
        "theme/assets/{}",
        random.pick(&["site.css", "own.css", "icon.svg", "more/deep.css"])
    );
    if bench.sources.contains_key(&path) && random.chance(400) {
        bench.remove(&path);
        return Some(format!("remove {path}"));
    }
    let text = if path.ends_with("svg") {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>{}</text></svg>",
            random.below(100)
        )
    } else {
        format!("p {{ margin: {}px }}\n", random.below(100))
    };
    bench.write(&path, text);
    Some(format!("write {path}"))
}

/// A setting comes, changes, or goes.
fn setting(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let number = random.below(100);
    let menu = |bench: &Bench, random: &mut Random| {
        let to =
            any_path(bench, random, |path| !path.contains("/_index.")).map(|path| id_of(&path));
        format!(
            "[{{ to = \"cases\" }}, {{ to = \"clauses\", title = \"条 {number}\" }}, {{ to = \"{}\" }}]",
            to.unwrap_or_default()
        )
    };
    let (name, value) = match random.below(16) {
        0 => (
            "title",
            format!("{{ zh = \"站 {number}\", en = \"Site {number}\" }}"),
        ),
        1 => ("description", format!("\"简介 {number}\"")),
        2 => ("page_size", random.between(2, 30).to_string()),
        3 => ("feed_size", random.between(1, 30).to_string()),
        4 => ("menu", menu(bench, random)),
        5 => ("footer", format!("\"页脚 {number}\"")),
        6 => ("base_url", format!("\"https://example.org/{number}/\"")),
        7 => ("links", "{ broken = \"error\" }".to_owned()),
        8 => ("links", "{ broken = \"warning\" }".to_owned()),
        9 => ("search", "{ enabled = false }".to_owned()),
        10 => ("search", "{ offline = true }".to_owned()),
        11 => (
            "languages",
            (*random.pick(&["[\"zh\"]", "[\"zh\", \"en\"]"])).to_owned(),
        ),
        12 => ("build_date", format!("\"{}\"", day(random))),
        13 => (
            "edit_url",
            format!("\"https://git.example.org/{number}/{{path}}\""),
        ),
        14 => (
            "limits",
            (*random.pick(&[
                "{ max_file_bytes = 1024 }",
                "{ max_asset_bytes = 1024 }",
                "{ max_file_bytes = 100000 }",
            ]))
            .to_owned(),
        ),
        _ => ("default_language", "\"en\"".to_owned()),
    };
    // With one language, or another default, its files are in error: less often.
    if matches!(name, "languages" | "default_language") && random.chance(600) {
        return None;
    }
    let text = bench.text("site.toml");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let own = lines
        .iter()
        .position(|line| line.starts_with(&format!("{name} = ")));
    match own {
        Some(at) if name != "title" && random.chance(350) => {
            lines.remove(at);
        }
        Some(at) => lines[at] = format!("{name} = {value}"),
        None => lines.push(format!("{name} = {value}")),
    }
    bench.write("site.toml", lines.join("\n") + "\n");
    Some(format!("site.toml: {name}, {value}"))
}

fn picture(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let path = format!(
        "content/{}",
        random.pick(&[
            "pictures/one.svg",
            "pictures/two.svg",
            "pictures/three.svg",
            "data.csv"
        ])
    );
    if bench.sources.contains_key(&path) && random.chance(250) {
        bench.remove(&path);
        return Some(format!("remove {path}"));
    }
    let text = match path.ends_with("svg") {
        true => format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>{}</text></svg>",
            random.below(9)
        ),
        false => format!("a,{}\n", random.below(9)),
    };
    bench.write(&path, text);
    Some(format!("write {path}"))
}

/// A file that cannot be used.
fn broken(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let (path, mut entry) = any_entry(bench, random)?;
    let (what, bytes): (&str, Vec<u8>) = match random.below(8) {
        0 => ("YAML", "---\ntitle: [\n---\n".into()),
        1 => ("no end of front matter", "---\ntitle: x\n".into()),
        2 => ("empty", Vec::new()),
        3 => ("not UTF-8", vec![b'-', 0xff, 0xfe]),
        4 => {
            entry.set("locality", "atlantis");
            ("unknown", entry.write().into())
        }
        5 => {
            entry.set("related", "[no/such/entry]");
            ("unknown", entry.write().into())
        }
        6 => {
            entry
                .blocks
                .push("<script>x</script>[x](javascript:y)".to_owned());
            ("unsafe", entry.write().into())
        }
        _ => {
            let registry = "registries/sizes.toml";
            bench.write(registry, "zh = \"规模\"\n[[item]\n");
            return Some(format!("break {registry}"));
        }
    };
    bench.write(&path, bytes);
    Some(format!("break {path}: {what}"))
}

fn any_source(bench: &Bench, random: &mut Random) -> String {
    let paths: Vec<&String> = bench.sources.keys().collect();
    (*random.pick(&paths)).clone()
}

/// A file is written again, or gets another date, and has the bytes it had.
fn touch(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let path = any_source(bench, random);
    let bytes = bench.sources[&path].clone();
    if random.chance(500) {
        bench.write(&path, bytes);
        return Some(format!("touch {path}"));
    }
    let days = Duration::from_secs(86_400 * random.below(5000) as u64);
    bench.date(
        &path,
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000) + days,
    );
    Some(format!("another date for {path}"))
}

/// Other line ends, or a byte order mark: other bytes, the same site.
fn line_ends(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let path = any_path(bench, random, |_| true)?;
    let text = bench.text(&path);
    let other = match random.below(3) {
        0 => text.replace("\r\n", "\n").replace('\n', "\r\n"),
        1 => text
            .replace("\r\n", "\n")
            .trim_start_matches('\u{feff}')
            .to_owned(),
        _ => format!("\u{feff}{}", text.trim_start_matches('\u{feff}')),
    };
    bench.write(&path, other);
    Some(format!("line ends of {path}"))
}

/// Other bytes, as many as before, under the date of before, as copying tools may leave it.
fn undated(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let path = any_path(bench, random, |_| true)?;
    let text = bench.text(&path);
    let digit = text.char_indices().rfind(|(_, c)| c.is_ascii_digit())?.0;
    let mut bytes = text.into_bytes();
    bytes[digit] = b'0' + (bytes[digit] - b'0' + 1) % 10;
    bench.write_undated(&path, bytes);
    Some(format!("{path}: a digit, under its old date"))
}

/// Somebody changes or removes a file that was published.
fn meddle(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let output = *random.pick(&OUTPUTS);
    let published = bench.published(output);
    let paths: Vec<&String> = published
        .keys()
        .filter(|path| *path != ".casebook-manifest" && !path.ends_with('/'))
        .collect();
    if paths.is_empty() {
        return None;
    }
    let path = (*random.pick(&paths)).clone();
    let bytes = if random.chance(500) {
        Some(b"changed by hand".as_slice())
    } else {
        None
    };
    bench.meddle(output, &path, bytes);
    Some(format!(
        "{} {path} in {output}",
        if bytes.is_some() {
            "overwrite"
        } else {
            "remove"
        }
    ))
}

fn foreign(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let output = *random.pick(&OUTPUTS);
    if !bench.path(output).is_dir() {
        return None;
    }
    let path = match random.below(3) {
        0 => format!(".git/objects/{}", random.below(5)),
        1 => format!("reports/{}.txt", random.below(5)),
        _ => format!("cases/foreign-{}.bin", random.below(5)),
    };
    if !bench.path(output).join("index.html").is_file() {
        return None;
    }
    bench.put_foreign(output, &path, phrase(random).as_bytes());
    Some(format!("{output} gets somebody's {path}"))
}

fn no_output(bench: &mut Bench, random: &mut Random) -> Option<String> {
    let output = *random.pick(&OUTPUTS);
    bench.remove_output(output);
    Some(format!("remove {output}"))
}

/// All that earlier builds kept goes.
fn no_cache(bench: &mut Bench, _: &mut Random) -> Option<String> {
    let _ = std::fs::remove_dir_all(bench.path("site/.casebook"));
    Some("remove .casebook".to_owned())
}
