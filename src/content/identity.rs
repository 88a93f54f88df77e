//! What a file's path says: which entry, in which language, of which kind.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::entry::Kind;
use crate::diagnostic::{Code, Diagnostic, Place, message};
use crate::language::Lang;

/// Which entry a file is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Identity {
    /// The entry's id: its path from the content folder without language and ending; empty for
    /// the home page. Translations share it.
    pub id: Arc<str>,
    /// Language of the file.
    pub lang: Lang,
    /// Kind of the entry.
    pub kind: Kind,
    /// Whether the entry is a folder: a section, a course or a bundle with files beside it.
    pub folder: bool,
}

/// Why a path names no entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit(pub Diagnostic);

/// Reads a Markdown file's path. `path` is from the content folder, `file` from the site's root.
///
/// # Errors
/// When the language suffix is not one of the site's.
pub fn identify(path: &str, file: &Arc<str>, languages: &[Lang]) -> Result<Identity, Unfit> {
    let stem = path.strip_suffix(".md").unwrap_or(path);
    let (parent, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    let (name, lang) = match name.rsplit_once('.') {
        Some((base, suffix)) if looks_like_language(suffix) => match Lang::from_code(suffix) {
            Some(lang) if languages.contains(&lang) => (base, lang),
            _ => return Err(Unfit(unknown_language(file, suffix, languages))),
        },
        _ => (name, languages[0]),
    };
    let section = name == "_index";
    let folder = section || name == "index";
    let id = match (folder, parent.is_empty()) {
        (true, _) => parent.to_owned(),
        (false, true) => name.to_owned(),
        (false, false) => format!("{parent}/{name}"),
    };
    let kind = kind_of(&id, section);
    Ok(Identity {
        id: id.into(),
        lang,
        kind,
        folder,
    })
}

/// The kind by folder: `courses/<course>` is a course, what is below it a lesson.
fn kind_of(id: &str, section: bool) -> Kind {
    let (top, rest) = id.split_once('/').unwrap_or((id, ""));
    let depth = if rest.is_empty() {
        0
    } else {
        1 + rest.matches('/').count()
    };
    match (top, depth) {
        ("", _) => Kind::Section,
        (_, 0) if section => Kind::Section,
        ("courses", 1) => Kind::Course,
        (_, _) if section => Kind::Section,
        (_, 0) => Kind::Page,
        ("courses", _) => Kind::Lesson,
        ("interpretations", _) => Kind::Interpretation,
        ("policies", _) => Kind::Policy,
        ("cases", _) => Kind::Case,
        ("glossary", _) => Kind::Term,
        _ => Kind::Page,
    }
}

/// Whether a suffix is meant as a language: two or three letters, with a region perhaps.
fn looks_like_language(suffix: &str) -> bool {
    let (language, region) = suffix.split_once(['-', '_']).unwrap_or((suffix, ""));
    (2..=3).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && region.len() <= 4
        && region.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn unknown_language(file: &Arc<str>, suffix: &str, languages: &[Lang]) -> Diagnostic {
    let list = languages
        .iter()
        .map(|lang| lang.code())
        .collect::<Vec<_>>()
        .join(", ");
    Diagnostic::new(
        Code::UnknownLanguage,
        Place::file(file.clone()),
        message!("“{suffix}”不是站点的语言", "`{suffix}` is not a language of the site"),
    )
    .hint(message!(
        "站点的语言：{list}；如果不是语言后缀，把名字里的点换成连字符",
        "the site's languages are {list}; if no language is meant, replace the dot in the name by a hyphen"
    ))
}

/// Checks that a file's name works on every system the site may be edited or published on.
///
/// # Errors
/// The diagnostic that says why it does not.
pub fn check_name(path: &str, file: &Arc<str>) -> Result<(), Diagnostic> {
    const RESERVED: [&str; 22] = [
        "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
        "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
    ];
    for part in path.split('/') {
        let stem = part.split('.').next().unwrap_or_default().to_lowercase();
        let bad = part.chars().find(|c| {
            c.is_control()
                || matches!(c, '<' | '>' | ':' | '"' | '\\' | '|' | '?' | '*')
                || is_invisible(*c)
        });
        let problem = if let Some(c) = bad {
            let shown = c.escape_default();
            message!(
                "名字“{part}”里有字符 {shown}",
                "the name `{part}` has the character {shown}"
            )
        } else if RESERVED.contains(&stem.as_str()) {
            message!(
                "名字“{part}”在 Windows 上是保留名",
                "the name `{part}` is reserved on Windows"
            )
        } else if part.ends_with(['.', ' ']) || part.starts_with(' ') {
            message!(
                "名字“{part}”以点或空格开头或结尾",
                "the name `{part}` begins or ends with a dot or a space"
            )
        } else if part.len() > 200 {
            message!(
                "名字太长（超过 200 字节）",
                "the name is too long (over 200 bytes)"
            )
        } else {
            continue;
        };
        return Err(
            Diagnostic::new(Code::UnportableName, Place::file(file.clone()), problem).hint(
                message!(
                    "改名；用英文字母、数字、连字符或汉字",
                    "rename it; use letters, digits, hyphens or Han characters"
                ),
            ),
        );
    }
    Ok(())
}

/// Characters that change how text around them is read, or cannot be seen.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fdd0}'..='\u{fdef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str) -> (String, Lang, Kind, bool) {
        let identity = identify(path, &path.into(), &Lang::ALL).expect("a good path");
        (
            identity.id.to_string(),
            identity.lang,
            identity.kind,
            identity.folder,
        )
    }

    #[test]
    fn the_folder_gives_the_kind_and_the_suffix_the_language() {
        for (path, id, lang, kind, folder) in [
            ("_index.md", "", Lang::Zh, Kind::Section, true),
            ("_index.en.md", "", Lang::En, Kind::Section, true),
            ("cases/_index.md", "cases", Lang::Zh, Kind::Section, true),
            ("cases/a.en.md", "cases/a", Lang::En, Kind::Case, false),
            (
                "cases/2024/a/index.md",
                "cases/2024/a",
                Lang::Zh,
                Kind::Case,
                true,
            ),
            (
                "cases/2024/_index.md",
                "cases/2024",
                Lang::Zh,
                Kind::Section,
                true,
            ),
            (
                "courses/basics/_index.md",
                "courses/basics",
                Lang::Zh,
                Kind::Course,
                true,
            ),
            (
                "courses/basics/01.en.md",
                "courses/basics/01",
                Lang::En,
                Kind::Lesson,
                false,
            ),
            (
                "interpretations/4.1.md",
                "interpretations/4.1",
                Lang::Zh,
                Kind::Interpretation,
                false,
            ),
            (
                "interpretations/4.1.en.md",
                "interpretations/4.1",
                Lang::En,
                Kind::Interpretation,
                false,
            ),
            (
                "glossary/patent.md",
                "glossary/patent",
                Lang::Zh,
                Kind::Term,
                false,
            ),
            ("about/team.md", "about/team", Lang::Zh, Kind::Page, false),
            ("about.md", "about", Lang::Zh, Kind::Page, false),
        ] {
            assert_eq!(read(path), (id.to_owned(), lang, kind, folder), "{path}");
        }
    }

    #[test]
    fn a_language_the_site_does_not_have_is_refused() {
        assert!(identify("a.fr.md", &"a.fr.md".into(), &Lang::ALL).is_err());
        assert!(identify("a.en.md", &"a.en.md".into(), &[Lang::Zh]).is_err());
        assert!(identify("v1.2.md", &"v1.2.md".into(), &Lang::ALL).is_ok());
    }

    #[test]
    fn names_that_windows_refuses_are_refused() {
        for bad in [
            "a/con.md",
            "a/AUX",
            "a?.md",
            "a:b.md",
            "x /a.md",
            "a\u{202e}b.md",
        ] {
            assert!(check_name(bad, &bad.into()).is_err(), "{bad}");
        }
        for good in ["案例/一.md", "a-b_c.1.md", "console.md"] {
            assert!(check_name(good, &good.into()).is_ok(), "{good}");
        }
    }
}
