//! The theme's words in every language.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::{Theme, ThemeFile};
use crate::data::{self, Syntax, Value};
use crate::diagnostic::{Code, Diagnostic, Place, did_you_mean, message};
use crate::language::Lang;

/// Words by language and key.
#[derive(Debug, Default)]
pub struct Strings(HashMap<Lang, (BTreeMap<String, String>, Option<tera::Value>)>);

impl Strings {
    /// Reads `strings/<language>.toml` of every language. A key that one language has and
    /// another lacks is a problem.
    pub(super) fn load(
        files: &BTreeMap<String, ThemeFile>,
        languages: &[Lang],
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut all = HashMap::new();
        for lang in languages {
            let name = format!("strings/{lang}.toml");
            let Some(file) = files.get(&name) else {
                problems.push(Diagnostic::new(
                    Code::ThemeStrings,
                    Place::file(name.clone()),
                    message!("主题没有 {name}", "the theme has no {name}"),
                ));
                continue;
            };
            // The site's own file need only hold the words it changes.
            let mut words = Theme::default_file(&name)
                .map(|file| read(&file).0)
                .unwrap_or_default();
            let (own, _, mut found) = read(file);
            words.extend(own);
            problems.append(&mut found);
            let value = tera::Value::from_serializable(&words);
            all.insert(*lang, (words, Some(value)));
        }
        for (lang, other) in languages
            .iter()
            .flat_map(|a| languages.iter().map(move |b| (a, b)))
        {
            let (Some((words, _)), Some((others, _))) = (all.get(lang), all.get(other)) else {
                continue;
            };
            let file = &files[&format!("strings/{other}.toml")];
            let (_, places, _) = read(file);
            for key in others.keys().filter(|key| !words.contains_key(*key)) {
                // The key was added here; a slip of the pen is likelier than a new word.
                let span = places.get(key).cloned().unwrap_or(0..0);
                let problem = Diagnostic::new(
                    Code::ThemeStrings,
                    Place::new(file.file.clone(), span),
                    message!(
                        "“{key}”在 {lang} 的文字表里没有",
                        "the strings of {lang} have no `{key}`"
                    ),
                );
                problems.push(match did_you_mean(key, words.keys().map(String::as_str)) {
                    Some(meant) => {
                        problem.hint(message!("是不是“{meant}”？", "did you mean `{meant}`?"))
                    }
                    None => problem.hint(message!(
                        "新增的文字每种语言都要写",
                        "a new word must be given in every language"
                    )),
                });
            }
        }
        Self(all)
    }

    /// A word, or its key when there is none.
    #[must_use]
    pub fn get<'a>(&'a self, lang: Lang, key: &'a str) -> &'a str {
        self.0
            .get(&lang)
            .and_then(|(words, _)| words.get(key))
            .map_or(key, String::as_str)
    }

    /// All words of a language, for templates.
    pub(super) fn value(&self, lang: Lang) -> tera::Value {
        self.0
            .get(&lang)
            .and_then(|(_, value)| value.clone())
            .unwrap_or_else(tera::Value::none)
    }
}

/// The words of a file by key, with the place of each key.
#[allow(clippy::type_complexity, reason = "taken apart at once")]
fn read(
    file: &ThemeFile,
) -> (
    BTreeMap<String, String>,
    BTreeMap<String, Range<usize>>,
    Vec<Diagnostic>,
) {
    let (mut words, mut places) = (BTreeMap::new(), BTreeMap::new());
    let Ok(text) = std::str::from_utf8(&file.bytes) else {
        let problem = Diagnostic::new(
            Code::InvalidUtf8,
            Place::file(file.file.clone()),
            message!("文件不是 UTF-8 编码", "the file is not UTF-8"),
        );
        return (words, places, vec![problem]);
    };
    let node = match data::parse(Syntax::Toml, &file.file, text, 0..text.len()) {
        Ok(node) => node,
        Err(problems) => return (words, places, problems),
    };
    let mut problems = Vec::new();
    if let Value::Table(fields) = node.value {
        for (key, node) in fields {
            match node.value {
                Value::Quoted(word) => {
                    places.insert(key.name.clone(), key.span);
                    words.insert(key.name, word);
                }
                _ => problems.push(Diagnostic::new(
                    Code::ThemeStrings,
                    Place::new(file.file.clone(), key.span),
                    message!(
                        "值须是加引号的文字",
                        "the value must be text in quotation marks"
                    ),
                )),
            }
        }
    }
    (words, places, problems)
}
