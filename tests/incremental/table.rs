//! Sequences written by hand: each is a way in which what is shown on one page depends on another
//! file, or in which what was kept may be out of date.

use std::collections::BTreeMap;
use std::fs;
use std::time::{Duration, SystemTime};

use crate::bench::{Bench, Ways};
use crate::support::{CASE, CASE_BODY, COURSE, LESSON_BODY, SITE, Site, case, entry};

/// What happens, by name. Every step ends in a round of builds.
type Sequence = (&'static str, fn(&mut Steps));

const SEQUENCES: &[Sequence] = &[
    ("nothing happens", |s| {
        s.good("again");
        s.good("and again");
    }),
    ("a title is shown where others link to it", |s| {
        s.write(
            "content/a.md",
            "---\ntitle: 新甲\n---\n\n正文。\n\n## 节 {#x}\n",
        );
        s.good("title");
        s.write(
            "content/cases/one.md",
            &case("title: 新例\nrelated: [cases/two]"),
        );
        s.good("title of a case");
    }),
    ("a first paragraph is a summary in lists", |s| {
        s.write(
            "content/b.md",
            "---\ntitle: 乙\n---\n\n另一段。\n\n见[节](a.md#x)。\n",
        );
        s.good("summary");
        s.write(
            "content/b.md",
            "---\ntitle: 乙\ndescription: 摘要\n---\n\n另一段。\n\n见[节](a.md#x)。\n",
        );
        s.good("description in its place");
    }),
    ("a heading that others link to gets another id", |s| {
        s.write(
            "content/a.md",
            "---\ntitle: 甲\n---\n\n正文。\n\n## 节 {#y}\n",
        );
        s.good("the anchor is broken");
        s.write(
            "content/b.md",
            "---\ntitle: 乙\n---\n\n一段。\n\n见[节](a.md#y)。\n",
        );
        s.good("the link is mended");
    }),
    ("a broken link is whole once its page is there", |s| {
        s.write(
            "content/b.md",
            "---\ntitle: 乙\n---\n\n见[丙](c.md)和[[新词]]。\n",
        );
        s.good("both are broken");
        s.write("content/c.md", "---\ntitle: 丙\n---\n");
        s.good("the page comes");
        s.write(
            "content/glossary/new.md",
            "---\ntitle: 新词\n---\n\n解释。\n",
        );
        s.good("the term comes");
        s.remove("content/c.md");
        s.good("the page goes");
        s.write(
            "content/glossary/new.md",
            "---\ntitle: 别的词\nsynonyms: [新词]\n---\n\n解释。\n",
        );
        s.good("the term has it as a synonym");
    }),
    ("a broken link may be an error by a setting", |s| {
        s.write("content/b.md", "---\ntitle: 乙\n---\n\n见[丙](c.md)。\n");
        s.good("a warning");
        s.set("[links]\nbroken = \"error\"\n");
        s.bad("an error");
        s.set("");
        s.good("a warning again");
    }),
    ("a translation comes and goes", |s| {
        s.write(
            "content/b.en.md",
            "---\ntitle: B\n---\n\nSee [x](a.md#x).\n",
        );
        s.good("it comes");
        s.remove("content/b.en.md");
        s.good("it goes");
        s.remove("content/a.en.md");
        s.good("another goes, to which others link");
    }),
    ("a term is explained anew", |s| {
        s.write(
            "content/glossary/patent.md",
            "---\ntitle: 专利\nsynonyms: [专利权]\n---\n\n另一种解释。\n",
        );
        s.good("its text");
        s.write(
            "content/glossary/patent.md",
            "---\ntitle: 发明专利\nsynonyms: [专利权]\n---\n\n另一种解释。\n",
        );
        s.good("its name, which others use");
        s.rename("content/glossary/patent.md", "content/glossary/zhuanli.md");
        s.good("its address");
    }),
    ("the first and the last entry of a value", |s| {
        s.write(
            "content/cases/one.md",
            &case("title: 例一").replace("seed", "growth"),
        );
        s.good("a page for the value comes");
        s.write(
            "content/cases/two.md",
            &case("title: 例二").replace("seed", "growth"),
        );
        s.good("another goes");
        s.remove("content/cases/one.md");
        s.remove("content/cases/two.md");
        s.good("all go");
        s.write("content/cases/three.md", &case("title: 例三"));
        s.good("one comes back");
    }),
    ("a clause is in use and then not", |s| {
        s.write(
            "content/cases/one.md",
            &case("title: 例一").replace("\"4.1\"", "\"4.2\", \"5\""),
        );
        s.good("other clauses");
        s.write(
            "content/interpretations/4.2.md",
            "---\ntitle: 解读\nclause: \"4.2\"\n---\n\n一段。\n",
        );
        s.good("it gets an interpretation");
        s.rename(
            "content/interpretations/4.2.md",
            "content/interpretations/x.md",
        );
        s.good("which gets another address");
    }),
    ("a value gets another name", |s| {
        let text = s.text("registries/sizes.toml");
        s.write("registries/sizes.toml", &text.replace("小型", "小微型"));
        s.good("one in use");
        s.write("registries/sizes.toml", &text.replace("大型", "特大型"));
        s.good("one not in use, and back");
        s.write("registries/sizes.toml", &text.replace("small", "tiny"));
        s.bad("an id in use");
        s.write("registries/sizes.toml", &text);
        s.good("back");
    }),
    ("related cases are those most alike", |s| {
        s.write(
            "content/cases/three.md",
            &case("title: 例三\ndate: 2026-01-01"),
        );
        s.good("a third");
        s.write(
            "content/cases/three.md",
            &case("title: 例三\ndate: 2027-01-01"),
        );
        s.good("a newer one");
        s.write(
            "content/cases/three.md",
            &case("title: 例三")
                .replace("\"39\"", "\"65\"")
                .replace("seed", "growth"),
        );
        s.good("less alike");
    }),
    ("a notice is superseded, and not", |s| {
        s.write(
            "content/policies/new.md",
            "---\ntitle: 新通知\nissuers: [cnipa]\nissued: 2026-02-01\n---\n\n一段。\n",
        );
        s.good("no longer");
        s.write("content/policies/new.md", "---\ntitle: 新通知\nissuers: [cnipa]\nissued: 2026-02-01\nsupersedes: [policies/old]\n---\n\n一段。\n");
        s.good("again");
        s.write("content/policies/old.md", "---\ntitle: 旧通知\nissuers: [miit]\nissued: 2025-02-01\nsupersedes: [policies/new]\n---\n\n一段。\n");
        s.bad("in a circle");
        s.remove("content/policies/old.md");
        s.bad("what is superseded is not there");
        s.remove("content/policies/new.md");
        s.good("neither");
    }),
    ("a day passes", |s| {
        for day in ["2026-01-01", "2026-06-01", "2030-01-01", "today"] {
            s.set_first(&format!("build_date = \"{day}\"\n"));
            s.good(day);
        }
        s.set_first("");
        s.good("no day counts");
    }),
    ("lessons change places", |s| {
        let lesson = |title: &str, weight: u8| {
            entry(
                &format!("title: {title}\nminutes: 5\nweight: {weight}"),
                LESSON_BODY,
            )
        };
        s.write("content/courses/basics/01.md", &lesson("课一", 9));
        s.good("the first is the last");
        s.write("content/courses/basics/00.md", &lesson("课零", 1));
        s.good("one comes before all");
        s.remove("content/courses/basics/02.md");
        s.good("one goes");
        s.rename(
            "content/courses/basics/_index.md",
            "content/courses/other/_index.md",
        );
        s.round("their course goes");
        s.rename(
            "content/courses/other/_index.md",
            "content/courses/basics/_index.md",
        );
        s.good("it comes back");
    }),
    ("a draft is finished and taken back", |s| {
        s.write(
            "content/a.md",
            "---\ntitle: 甲\ndraft: true\n---\n\n正文。\n\n## 节 {#x}\n",
        );
        s.round("a draft that others link to");
        s.write(
            "content/a.md",
            "---\ntitle: 甲\n---\n\n正文。\n\n## 节 {#x}\n",
        );
        s.good("finished");
    }),
    ("an alias goes from one page to another", |s| {
        s.write(
            "content/a.md",
            "---\ntitle: 甲\naliases: [/old/]\n---\n\n正文。\n\n## 节 {#x}\n",
        );
        s.good("it is the one's");
        s.write(
            "content/b.md",
            "---\ntitle: 乙\naliases: [/old/]\n---\n\n见[旧](/old/)。\n",
        );
        s.bad("it is both's");
        s.write(
            "content/a.md",
            "---\ntitle: 甲\n---\n\n正文。\n\n## 节 {#x}\n",
        );
        s.good("it is the other's");
        s.rename("content/a.md", "content/old.html.md");
        s.round("the page itself has another address");
    }),
    ("two files change places", |s| {
        s.rename("content/a.md", "aside");
        s.rename("content/b.md", "content/a.md");
        s.rename("aside", "content/b.md");
        s.good("pages");
        s.rename("content/cases/one.md", "aside");
        s.rename("content/cases/two.md", "content/cases/one.md");
        s.rename("aside", "content/cases/two.md");
        s.good("cases");
    }),
    ("a page becomes a folder and a section", |s| {
        s.rename("content/b.md", "content/b/index.md");
        s.good("a folder, from which links lead elsewhere");
        s.rename("content/b/index.md", "content/b/_index.md");
        s.good("a section");
        s.write("content/b/below.md", "---\ntitle: 下\n---\n\n一段。\n");
        s.good("with a page");
        s.remove("content/b/_index.md");
        s.good("without its head");
    }),
    ("a picture is another", |s| {
        s.write("content/图.svg", "<svg><text>2</text></svg>");
        s.good("other bytes");
        s.remove("content/图.svg");
        s.good("none");
        s.write("content/图.svg", "<svg><text>1</text></svg>");
        s.good("the old one");
    }),
    ("a style's name is on every page", |s| {
        s.write("theme/assets/site.css", "p { color: red }\n");
        s.good("the default's is replaced");
        s.write("theme/assets/site.css", "p { color: blue }\n");
        s.good("it changes");
        s.remove("theme/assets/site.css");
        s.good("the default's is back");
    }),
    ("templates of the site's own", |s| {
        s.write(
            "theme/templates/page.html",
            "{% extends \"base.html\" %}{% block main %}一 {{ title }}{% endblock %}",
        );
        s.round("a page's");
        s.write(
            "theme/templates/partials/footer.html",
            "<footer>尾</footer>",
        );
        s.round("a part of all");
        s.write("theme/templates/page.html", "{% extends ");
        s.bad("it has an error");
        s.remove("theme/templates/page.html");
        s.round("it goes");
        s.remove("theme/templates/partials/footer.html");
        s.good("both are gone");
    }),
    ("a word of the theme", |s| {
        s.write("theme/strings/zh.toml", "home = \"起点\"\n");
        s.round("in one language");
        s.write("theme/strings/zh.toml", "hom = \"起点\"\n");
        s.bad("a slip");
        s.remove("theme/strings/zh.toml");
        s.good("back");
    }),
    ("settings that every page shows", |s| {
        for line in [
            "footer = \"尾\"\n",
            "menu = [{ to = \"cases\" }]\n",
            "menu = [{ to = \"none\" }]\n",
            "page_size = 1\n",
            "description = \"述\"\n",
            "",
        ] {
            s.set_first(line);
            s.round(line);
        }
    }),
    ("the address comes and goes", |s| {
        let settings = s.text("site.toml");
        s.write("site.toml", &settings.replace("base_url", "#base_url"));
        s.good("no address, no feeds");
        s.write("site.toml", &settings.replace("/site/", "/other/"));
        s.good("another");
    }),
    ("search comes and goes", |s| {
        for setting in ["enabled = false", "offline = true", "enabled = true"] {
            s.set(&format!("[search]\n{setting}\n"));
            s.good(setting);
            s.write(
                "content/b.md",
                &format!("---\ntitle: 乙\n---\n\n{setting}\n"),
            );
            s.good("with another text");
        }
    }),
    ("one language and two", |s| {
        s.set_first("languages = [\"zh\"]\n");
        s.bad("files are left of a language that is none");
        s.remove("content/a.en.md");
        s.good("one language");
        s.set_first("");
        s.good("two");
        s.set_first("default_language = \"en\"\n");
        s.round("the other is the default");
    }),
    ("a file is broken and mended", |s| {
        let text = s.text("content/cases/one.md");
        s.write("content/cases/one.md", "---\ntitle: [\n---\n");
        s.bad("broken");
        s.write("content/b.md", "---\ntitle: 乙\n---\n\n在此期间改过。\n");
        s.bad("another changes meanwhile");
        s.write("content/cases/one.md", &text);
        s.good("mended");
        s.write("content/cases/one.md", &text.replace("ningbo", "atlantis"));
        s.bad("an id that is unknown");
        s.remove("content/cases/one.md");
        s.good("gone");
    }),
    ("a registry is broken and mended", |s| {
        let text = s.text("registries/localities.toml");
        s.write("registries/localities.toml", "zh = [");
        s.bad("broken");
        s.write("registries/localities.toml", &text);
        s.good("mended");
    }),
    ("a warning is told every time", |s| {
        s.write("content/b.md", "---\ntitle: 乙\n---\n\n[无](none.md)\n");
        s.good("told");
        s.good("told again");
        s.write("content/a.md", "---\ntitle: 甲\n---\n\n别的。\n");
        s.good("told when another file changed");
        s.write("content/b.md", "---\ntitle: 乙\n---\n\n\n\n[无](none.md)\n");
        s.good("told at its new line");
    }),
    ("dates of files say nothing", |s| {
        s.bench.write_undated(
            "content/b.md",
            s.bench.sources["content/b.md"]
                .iter()
                .rev()
                .copied()
                .collect::<Vec<u8>>(),
        );
        s.bad("other bytes under the old date");
        s.write("content/b.md", "---\ntitle: 乙1\n---\n");
        s.good("one");
        s.bench
            .write_undated("content/b.md", "---\ntitle: 乙2\n---\n");
        s.good("two, as long and as old");
        let text = s.text("content/b.md");
        s.write("content/b.md", &text);
        s.bench.date(
            "content/a.md",
            SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000),
        );
        s.good("the same bytes under new dates");
    }),
    ("what is published is changed by hand", |s| {
        for output in crate::bench::OUTPUTS {
            s.bench.meddle(output, "a.html", Some(b"by hand"));
            s.bench.meddle(output, "cases/one.html", None);
            s.bench.meddle(output, "图.svg", Some(b"by hand"));
        }
        s.good("pages and a picture");
        s.bench.put_foreign("built", "CNAME", b"example.org");
        s.bench.put_foreign("session", "reports/x.txt", b"x");
        s.good("somebody's files come");
        s.write("content/b.md", "---\ntitle: 乙\n---\n\n改。\n");
        s.good("and stay");
        for output in crate::bench::OUTPUTS {
            s.bench.remove_output(output);
        }
        s.good("all is removed");
    }),
    ("what was kept is lost", |s| {
        fs::remove_dir_all(s.bench.path("site/.casebook")).expect("it is kept");
        s.good("all of it");
        s.write("content/b.md", "---\ntitle: 乙\n---\n\n改。\n");
        fs::remove_dir_all(s.bench.path("site/.casebook")).expect("it is kept");
        s.good("together with a change");
    }),
];

/// A site under a sequence.
struct Steps {
    bench: Bench,
}

impl Steps {
    fn new(name: &str) -> Self {
        let mut files: BTreeMap<String, Vec<u8>> = Site::settings()
            .into_iter()
            .map(|(path, text)| (path, text.into_bytes()))
            .collect();
        let mut put = |path: &str, text: &str| {
            files.insert(path.to_owned(), text.into());
        };
        put(
            "content/_index.md",
            "---\ntitle: 首页\n---\n\n见[[专利]]。\n",
        );
        put(
            "content/a.md",
            "---\ntitle: 甲\n---\n\n正文。\n\n## 节 {#x}\n",
        );
        put(
            "content/a.en.md",
            "---\ntitle: A\n---\n\nText.\n\n## Part {#x}\n",
        );
        put(
            "content/b.md",
            "---\ntitle: 乙\n---\n\n一段，见[节](a.md#x)。![图](图.svg)\n",
        );
        put("content/图.svg", "<svg><text>1</text></svg>");
        put(
            "content/cases/one.md",
            &case("title: 例一\nrelated: [cases/two]"),
        );
        put(
            "content/cases/two.md",
            &entry(
                &format!("title: 例二\n{CASE}"),
                &CASE_BODY.replace('一', "用[[专利权]]"),
            ),
        );
        put(
            "content/glossary/patent.md",
            "---\ntitle: 专利\nsynonyms: [专利权]\n---\n\n解释。\n",
        );
        put(
            "content/policies/old.md",
            "---\ntitle: 旧通知\nissuers: [miit]\nissued: 2025-02-01\n---\n\n一段。\n",
        );
        put(
            "content/policies/new.md",
            "---\ntitle: 新通知\nissuers: [cnipa]\nissued: 2026-02-01\nsupersedes: [policies/old]\nexpires: 2026-05-01\ndeadlines:\n  - date: 2026-04-01\n    who: 企业\n    what: 报送\n---\n\n一段。\n",
        );
        put("content/courses/basics/_index.md", COURSE);
        for (at, title) in ["课一", "课二"].into_iter().enumerate() {
            let path = format!("content/courses/basics/0{}.md", at + 1);
            put(
                &path,
                &entry(
                    &format!("title: {title}\nminutes: 5\nweight: {}", at + 2),
                    LESSON_BODY,
                ),
            );
        }
        let mut steps = Self {
            bench: Bench::new(files),
        };
        steps.bench.told.push(format!("sequence “{name}”"));
        steps.good("the first build");
        steps
    }

    fn text(&self, path: &str) -> String {
        self.bench.text(path)
    }

    fn write(&mut self, path: &str, text: &str) {
        self.bench.write(path, text);
    }

    fn remove(&mut self, path: &str) {
        self.bench.remove(path);
    }

    fn rename(&mut self, from: &str, to: &str) {
        assert!(self.bench.sources.contains_key(from), "{from}");
        self.bench.rename(from, to);
    }

    /// The settings, with this after them.
    fn set(&mut self, tables: &str) {
        self.write("site.toml", &format!("{SITE}{tables}"));
    }

    /// The settings, with this before them.
    fn set_first(&mut self, lines: &str) {
        self.write("site.toml", &format!("{lines}{SITE}"));
    }

    fn round(&mut self, step: &str) -> bool {
        self.bench.told.push(step.to_owned());
        self.bench.round(&Ways::all())
    }

    /// A step after which the site is free of errors.
    fn good(&mut self, step: &str) {
        assert!(self.round(step), "{:?} has no error", self.bench.told);
    }

    /// A step after which it is not.
    fn bad(&mut self, step: &str) {
        assert!(!self.round(step), "{:?} has an error", self.bench.told);
    }
}

#[test]
fn sequences_by_hand() {
    let mut failures = Vec::new();
    for (name, sequence) in SEQUENCES {
        let failed = std::panic::catch_unwind(|| sequence(&mut Steps::new(name)));
        if let Err(panic) = failed {
            let said = panic.downcast_ref::<String>().cloned().unwrap_or_default();
            failures.push(format!("{name}:\n{said}"));
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {} sequences\n\n{}",
        failures.len(),
        SEQUENCES.len(),
        failures.join("\n\n")
    );
}
