//! The files of a new site: settings, vocabularies and a sample of every kind, all of which
//! pass the check as they are.
//!
//! The samples are in `starter/`, in Chinese and English; what their fields are for comes from
//! [`skeleton`]. The vocabularies are the project's own.

use std::borrow::Cow;

use rust_embed::RustEmbed;

use crate::content::{Identity, Kind, identify};
use crate::language::Lang;
use crate::registry::Registries;
use crate::skeleton::{self, Filled};

/// Settings, samples, notes for editors. What is in the folder `hidden` gets a dot before its name.
#[derive(RustEmbed)]
#[folder = "starter"]
struct Samples;

/// The vocabularies.
#[derive(RustEmbed)]
#[folder = "registries"]
#[prefix = "registries/"]
struct Vocabularies;

/// Where the schema of `site.toml` is put, for editors.
const SCHEMA: &str = ".vscode/site.schema.json";

/// A file of a new site.
#[derive(Debug, Clone)]
pub struct File {
    /// Its path from the site's root.
    pub path: String,
    /// What is in it.
    pub bytes: Cow<'static, [u8]>,
}

/// The vocabularies of a new site.
#[must_use]
pub fn registries() -> Vec<File> {
    let names = Vocabularies::iter();
    names
        .filter_map(|path| {
            Some(File {
                bytes: Vocabularies::get(&path)?.data,
                path: path.into_owned(),
            })
        })
        .collect()
}

/// All other files of a new site. Files without a language in their name are in `lang`; `title`
/// takes the place of the sample's.
#[must_use]
pub fn files(lang: Lang, title: Option<&str>, registries: &Registries) -> Vec<File> {
    let mut files = vec![
        file(".vscode/site.schema.json", schema()),
        file("site.toml", settings(lang, title)),
    ];
    for path in Samples::iter() {
        let Some(found) = Samples::get(&path) else {
            continue;
        };
        if let Some(path) = path.strip_prefix("content/") {
            let text = String::from_utf8_lossy(&found.data);
            files.extend(entry(path, &text, lang, registries));
        } else if let Some(name) = path.strip_prefix("hidden/") {
            files.push(File {
                path: format!(".{name}"),
                bytes: found.data,
            });
        } else if path == "README.md" {
            let text = String::from_utf8_lossy(&found.data);
            let other = if lang == Lang::Zh { Lang::En } else { Lang::Zh };
            files.push(file(
                "README.md",
                text.replace("--translate en", &format!("--translate {other}")),
            ));
        }
    }
    files
}

fn file(path: &str, text: String) -> File {
    File {
        path: path.to_owned(),
        bytes: text.into_bytes().into(),
    }
}

fn schema() -> String {
    format!("{:#}\n", crate::reference::config_schema())
}

/// `site.toml`, with every setting explained.
fn settings(lang: Lang, title: Option<&str>) -> String {
    let sample = sample("site.toml");
    // JSON's way to write a text is one of TOML's.
    let title = title.map(|title| serde_json::Value::from(title).to_string());
    let default = format!("\"{lang}\"");
    let given: Vec<(&str, &str)> = sample
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, value)| match &title {
            Some(title) if name == "title" => (name, title.as_str()),
            _ => (name, value),
        })
        .chain([("default_language", default.as_str())])
        .collect();
    format!(
        "#:schema ./{SCHEMA}\n\n{}",
        skeleton::settings(lang, &given)
    )
}

/// A file of the samples as text; empty where there is none.
fn sample(path: &str) -> String {
    Samples::get(path)
        .map(|found| String::from_utf8_lossy(&found.data).into_owned())
        .unwrap_or_default()
}

/// A sample entry, under the name it has in a site of this default language. The samples'
/// fields that do not depend on language stand in their Chinese files.
fn entry(path: &str, text: &str, default: Lang, registries: &Registries) -> Option<File> {
    let Identity { lang, kind, .. } = identify(path, &path.into(), &Lang::ALL).ok()?;
    let stem = path.strip_suffix(".md")?;
    let stem = stem.strip_suffix(".en").unwrap_or(stem);
    let chinese = sample(&format!("content/{stem}.md"));
    let own = read(text);
    let shape = kind.shape();
    let fields = shape.fields().iter().filter_map(|field| {
        let from = match (field.translatable, lang == default) {
            (true, _) => own.clone(),
            (false, true) => read(&chinese),
            (false, false) => return None,
        };
        let mut from = from.fields.into_iter();
        from.find(|(name, _)| *name == field.name)
    });
    let given = Filled {
        fields: fields.collect(),
        body: own.body,
    };
    let text = if kind == Kind::Section || lang != default {
        short(&given)
    } else {
        skeleton::filled(kind, lang, registries, &given)
    };
    let path = if lang == default {
        format!("content/{stem}.md")
    } else {
        format!("content/{stem}.{lang}.md")
    };
    Some(file(&path, text))
}

/// An entry without explanations.
fn short(given: &Filled<'_>) -> String {
    let fields: String = given
        .fields
        .iter()
        .map(|(name, value)| format!("{name}:{value}\n"))
        .collect();
    let text = format!("---\n{fields}---\n\n{}", given.body);
    format!("{}\n", text.trim_end())
}

/// Takes an entry apart: its fields, each with the lines below that are indented, and its text.
fn read(text: &str) -> Filled<'_> {
    let inside = text.strip_prefix("---\n").unwrap_or(text);
    let (front, body) = inside.split_once("---\n").unwrap_or((inside, ""));
    let mut fields = Vec::new();
    let mut rest = front;
    while let Some((name, after)) = rest.split_once(':') {
        let end = after
            .match_indices('\n')
            .map(|(at, _)| at)
            .find(|at| !after[at + 1..].starts_with(' '))
            .unwrap_or(after.len());
        fields.push((name, &after[..end]));
        rest = after[end..].trim_start_matches('\n');
    }
    Filled {
        fields,
        body: body.trim_start(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_field_of_a_sample_is_lost() {
        for path in Samples::iter() {
            let Some(name) = path.strip_prefix("content/") else {
                continue;
            };
            let kind = identify(name, &name.into(), &Lang::ALL)
                .expect("a name")
                .kind;
            let shape = kind.shape();
            for (field, _) in read(&sample(&path)).fields {
                let known = shape.fields().iter().find(|known| known.name == field);
                let known = known.unwrap_or_else(|| panic!("{path}: {field} is a field"));
                assert!(
                    known.translatable || !path.ends_with(".en.md"),
                    "{path}: {field} belongs into the Chinese file"
                );
            }
        }
    }

    #[test]
    fn fields_are_taken_with_the_lines_below_them() {
        let filled = read("---\na: 1\nb:\n  - x: y\n    z: 1\nc: {d: e}\n---\n\n正文: x\n");
        let fields = [("a", " 1"), ("b", "\n  - x: y\n    z: 1"), ("c", " {d: e}")];
        assert_eq!(
            (filled.fields.as_slice(), filled.body),
            (&fields[..], "正文: x\n")
        );
    }
}
