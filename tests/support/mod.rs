//! Tiny sites for the tests: write files, build, look at what came out.
//!
//! It knows no test. A site lives in a folder of its own that goes away with it.

#![allow(dead_code, reason = "each test file uses its part")]

pub(crate) mod faults;
pub(crate) mod links;
pub(crate) mod memory;
pub(crate) mod pages;
pub(crate) mod versions;
pub(crate) mod xml;

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use casebook::build::{self, Options, Outcome, Silent};
use casebook::diagnostic::{Diagnostic, Position};
use casebook::world::{Disk, World};
use tempfile::TempDir;

/// Every file of a folder by its path from there; an empty folder ends in `/`.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

/// Settings of a tiny site. Dates from git are off: the folder is in no repository.
pub(crate) const SITE: &str = r#"title = { zh = "小站", en = "Small site" }
base_url = "https://example.org/site/"
[git]
dates = false
"#;

/// Vocabularies of a tiny site: the least that every field can be filled from.
const REGISTRIES: &[(&str, &str)] = &[
    ("standards", "iso 国际标准 Standard"),
    (
        "clauses",
        "4 总要求 General\n4.1 环境 Context <4\n4.2 领导 Leadership <4\n5 过程 Process =phase\na 附录 Annex =tool",
    ),
    (
        "localities",
        "zhejiang 浙江 Zhejiang\nningbo 宁波 Ningbo <zhejiang\nbeijing 北京 Beijing",
    ),
    (
        "industries",
        "C 制造业 Manufacturing\n39 电子 Electronics <C\n26 化工 Chemicals <C\nI 信息业 Information\n65 软件 Software <I",
    ),
    ("sizes", "small 小型 Small\nlarge 大型 Large"),
    ("stages", "seed 初创 Seed\ngrowth 成长 Growth"),
    ("ladders", "giant 小巨人 Giant"),
    ("titles", "pilot 试点 Pilot"),
    ("batches", "b1 第一批 First"),
    ("grades", "g1 一级 One"),
    ("issuers", "cnipa 知识产权局 CNIPA\nmiit 工信部 MIIT"),
];

/// A registry file from lines of `id zh en`, with `<parent` and `=role` perhaps.
pub(crate) fn registry(lines: &str) -> String {
    let mut text = String::from(
        "zh = \"表\"\nen = \"Table\"\nsource = \"来源\"\nas_of = 2026-01-01\nstatus = \"sample\"\n",
    );
    for line in lines.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        text.push_str(&format!(
            "\n[[item]]\nid = \"{}\"\nzh = \"{}\"\nen = \"{}\"\n",
            words[0], words[1], words[2]
        ));
        for word in &words[3..] {
            if let Some(parent) = word.strip_prefix('<') {
                text.push_str(&format!("parent = \"{parent}\"\n"));
            } else if let Some(role) = word.strip_prefix('=') {
                text.push_str(&format!("role = \"{role}\"\n"));
            }
        }
    }
    text
}

/// The fields a case cannot do without, for use below a title.
pub(crate) const CASE: &str = "locality: ningbo\nindustry: \"39\"\nsize: small\nstage: seed\nclauses: [\"4.1\"]\nconsent: true\n";

/// The text of a case.
pub(crate) const CASE_BODY: &str =
    "## 背景\n\n一\n\n## 问题\n\n二\n\n## 做法\n\n三\n\n## 成效\n\n四\n\n## 经验启示\n\n五\n";

/// The text of a case in English.
pub(crate) const CASE_BODY_EN: &str = "## Background\n\n1\n\n## Problem\n\n2\n\n## Measures\n\n3\n\n## Results\n\n4\n\n## Lessons\n\n5\n";

/// The text of a lesson.
pub(crate) const LESSON_BODY: &str = "## 学习目标\n\n学会。\n\n## 要点\n\n记住。\n";

/// The file of a course, for its lessons to stand in.
pub(crate) const COURSE: &str = "---\ntitle: 课程\nlevel: introductory\nobjectives: [会]\n---\n";

/// A Markdown file.
pub(crate) fn entry(front: &str, body: &str) -> String {
    format!("---\n{}\n---\n\n{body}", front.trim_end())
}

/// A valid case with a title and further fields.
pub(crate) fn case(front: &str) -> String {
    entry(&format!("{}\n{CASE}", front.trim_end()), CASE_BODY)
}

/// A site in a folder of its own.
pub(crate) struct Site {
    folder: TempDir,
}

impl Site {
    /// A folder with nothing in it.
    pub(crate) fn bare() -> Self {
        Self {
            folder: TempDir::with_prefix("casebook-").expect("a folder for the test"),
        }
    }

    /// Settings and vocabularies, and an empty content folder.
    pub(crate) fn new() -> Self {
        let site = Self::bare();
        for (path, text) in Self::settings() {
            site.write(&path, text);
        }
        fs::create_dir_all(site.path("content")).expect("a content folder");
        site
    }

    /// Settings and vocabularies as files.
    pub(crate) fn settings() -> Vec<(String, String)> {
        let registries = REGISTRIES
            .iter()
            .map(|(name, lines)| (format!("registries/{name}.toml"), registry(lines)));
        std::iter::once(("site.toml".to_owned(), SITE.to_owned()))
            .chain(registries)
            .collect()
    }

    /// [`Site::new`] with these files.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let site = Self::new();
        for (path, text) in files {
            site.write(path, text);
        }
        site
    }

    /// A copy of a folder below `tests/fixtures`.
    pub(crate) fn fixture(name: &str) -> Self {
        let site = Self::bare();
        let from = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/fixtures")
            .join(name);
        for (path, bytes) in tree(&from) {
            site.write(&path, bytes);
        }
        site
    }

    /// A copy of the sample site, without dates from git, which would take a process.
    pub(crate) fn sample() -> Self {
        let site = Self::bare();
        let from = Path::new(env!("CARGO_MANIFEST_DIR"));
        for folder in ["content", "registries", "theme"] {
            for (path, bytes) in tree(&from.join(folder)) {
                site.write(&format!("{folder}/{path}"), bytes);
            }
        }
        let settings =
            fs::read_to_string(from.join("site.toml")).expect("settings of the sample site");
        site.write("site.toml", format!("{settings}\n[git]\ndates = false\n"));
        site
    }

    /// A path below the root.
    pub(crate) fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Writes a file, with the folders above it.
    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("below the root")).expect("a folder");
        fs::write(path, bytes).expect("a file");
        self
    }

    /// Removes a file.
    pub(crate) fn remove(&self, path: &str) -> &Self {
        fs::remove_file(self.path(path)).expect("a file to remove");
        self
    }

    /// Options for this site.
    pub(crate) fn options(&self) -> Options {
        Options {
            root: self.path(""),
            threads: Some(1),
            ..Options::default()
        }
    }

    /// Builds it.
    pub(crate) fn build(&self) -> Outcome {
        build::build(&Disk, &self.options(), &Silent)
    }

    /// Builds it in another world, in another way.
    pub(crate) fn build_with(&self, world: &dyn World, options: Options) -> Outcome {
        build::build(world, &options, &Silent)
    }

    /// Builds it, and it must be without a problem.
    pub(crate) fn built(self) -> Self {
        let outcome = self.build();
        assert_eq!(self.problems(&outcome), Vec::<String>::new());
        assert!(outcome.size.is_some(), "the site was written");
        self
    }

    /// The output folder's files.
    pub(crate) fn output(&self) -> Tree {
        tree(&self.path("public"))
    }

    /// A file of the output.
    pub(crate) fn read(&self, path: &str) -> String {
        let bytes = fs::read(self.path("public").join(path));
        let bytes = bytes.unwrap_or_else(|error| {
            panic!("{path}: {error}; there are {:?}", self.output().keys())
        });
        String::from_utf8(bytes).expect("UTF-8")
    }

    /// Whether the output has a file.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.path("public").join(path).is_file()
    }

    /// A page of the output, parsed.
    pub(crate) fn page(&self, path: &str) -> pages::Page {
        pages::Page::parse(path, &self.read(path))
    }

    /// Every problem as `path:line:column: code`.
    pub(crate) fn problems(&self, outcome: &Outcome) -> Vec<String> {
        outcome
            .diagnostics
            .iter()
            .map(|problem| self.problem(problem))
            .collect()
    }

    fn problem(&self, problem: &Diagnostic) -> String {
        let Some(place) = &problem.place else {
            return problem.code.to_string();
        };
        let text = fs::read(self.path(&*place.file)).unwrap_or_default();
        let at = Position::of(&String::from_utf8_lossy(&text), place.span.start);
        format!("{}:{}:{}: {}", place.file, at.line, at.column, problem.code)
    }

    /// The program, to be run on this site.
    pub(crate) fn program<S: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = S>,
    ) -> Command {
        let mut command = program();
        command.args(arguments).current_dir(self.folder.path());
        command
    }

    /// Runs the program on this site.
    pub(crate) fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Run {
        Run::of(self.program(arguments).output().expect("the program runs"))
    }
}

/// A folder that goes away with its guard, in memory where there is such a folder: nothing is
/// slower than many small files on a disk.
pub(crate) fn fast_folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() {
        TempDir::with_prefix_in("casebook-", memory)
    } else {
        TempDir::with_prefix("casebook-")
    };
    folder.expect("a folder for the test")
}

/// The program, without what the environment of the tests might tell it.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_casebook"));
    for name in ["CASEBOOK_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR"] {
        command.env_remove(name);
    }
    command
}

/// What came of running the program.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// Exit status; `None` when it was killed.
    pub(crate) status: Option<i32>,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Run {
    pub(crate) fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Self {
            status: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }
}

/// All files below a folder, hidden ones too; nothing when there is no such folder.
pub(crate) fn tree(root: &Path) -> Tree {
    let mut found = Tree::new();
    for entry in walkdir::WalkDir::new(root)
        .min_depth(1)
        .into_iter()
        .filter_map(Result::ok)
    {
        let path = entry.path().strip_prefix(root).expect("below the root");
        let path = path.to_str().expect("Unicode").replace('\\', "/");
        if entry.file_type().is_dir() {
            if fs::read_dir(entry.path())
                .expect("a folder")
                .next()
                .is_none()
            {
                found.insert(format!("{path}/"), Vec::new());
            }
        } else {
            found.insert(path, fs::read(entry.path()).unwrap_or_default());
        }
    }
    found
}

/// The first difference of two trees, in words; a whole tree says too much.
pub(crate) fn difference(one: &Tree, other: &Tree) -> Option<String> {
    let missing = one
        .keys()
        .find(|path| !other.contains_key(*path))
        .map(|path| format!("{path} is only in the first"));
    let extra = || {
        other
            .keys()
            .find(|path| !one.contains_key(*path))
            .map(|path| format!("{path} is only in the second"))
    };
    let changed = || {
        one.iter()
            .find(|(path, bytes)| other[*path] != **bytes)
            .map(|(path, _)| format!("{path} differs"))
    };
    missing.or_else(extra).or_else(changed)
}
