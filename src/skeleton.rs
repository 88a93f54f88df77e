//! Skeletons for `casebook new`: front matter with every field explained and the headings the
//! kind asks for. A skeleton passes the check once its blanks are filled; a [`Filled`] has them
//! filled already.

use std::fmt::Write as _;

use serde_json::Value as Json;

use crate::config::Config;
use crate::content::{Kind, Parts};
use crate::data::{Field, Shape};
use crate::language::Lang;
use crate::registry::Registries;

/// How many ids of a registry a skeleton lists.
const EXAMPLES: usize = 6;

/// What the blanks of a skeleton are filled with.
#[derive(Debug, Clone, Default)]
pub struct Filled<'a> {
    /// Fields by name, as they are written after the colon.
    pub fields: Vec<(&'a str, &'a str)>,
    /// The text below the front matter; empty for the headings the kind asks for.
    pub body: &'a str,
}

/// A new entry in the site's default language. Required fields are blank, all others commented.
#[must_use]
pub fn entry(kind: Kind, lang: Lang, registries: &Registries) -> String {
    write(kind, lang, registries, &Filled::default(), |_| true)
}

/// A translation: only the fields that may differ.
#[must_use]
pub fn translation(kind: Kind, lang: Lang, registries: &Registries) -> String {
    write(kind, lang, registries, &Filled::default(), |field| {
        field.translatable
    })
}

/// [`entry`] with blanks filled.
#[must_use]
pub fn filled(kind: Kind, lang: Lang, registries: &Registries, given: &Filled<'_>) -> String {
    write(kind, lang, registries, given, |_| true)
}

/// `site.toml`: the settings that are given, as they are written after `=`, and all others with
/// their defaults as comments.
#[must_use]
pub fn settings(lang: Lang, given: &[(&str, &str)]) -> String {
    let shape = Shape::of::<Config>();
    let defaults = serde_json::to_value(Config::default()).unwrap_or_default();
    let (tables, plain): (Vec<&Field>, Vec<&Field>) = shape
        .fields()
        .iter()
        .partition(|field| !table(&field.shape).is_empty());
    let mut text = String::from(match lang {
        Lang::Zh => {
            "# 站点设置。以 # 开头的设置没有启用，写着默认值或例子；去掉行首的 # 即启用。\n"
        }
        Lang::En => {
            "# The site's settings. Those behind a # are not in use and show their default or an\n# example; remove the # to use one.\n"
        }
    });
    for field in plain {
        let _ = write!(text, "\n# {}\n", field.doc(lang).replace('\n', " "));
        match given.iter().find(|(name, _)| *name == field.name) {
            Some((name, value)) => {
                let _ = writeln!(text, "{name} = {value}");
            }
            None => setting(&mut text, field, defaults.get(&field.name)),
        }
    }
    for field in tables {
        let (open, close) = match field.shape {
            Shape::List(_) => ("[[", "]]"),
            _ => ("[", "]"),
        };
        let (name, doc) = (&field.name, field.doc(lang).replace('\n', " "));
        let _ = write!(text, "\n# {doc}\n#{open}{name}{close}\n");
        for inner in table(&field.shape) {
            let _ = writeln!(text, "# {}", inner.doc(lang).replace('\n', " "));
            let default = defaults.get(name).and_then(|table| table.get(&inner.name));
            setting(&mut text, inner, default);
        }
    }
    text
}

/// The fields of a table, or of the tables of a list.
fn table(shape: &Shape) -> &[Field] {
    match shape {
        Shape::List(item) => item.fields(),
        shape => shape.fields(),
    }
}

/// A setting as a comment, with its default or else an example.
fn setting(text: &mut String, field: &Field, default: Option<&Json>) {
    let example = match field.name.as_str() {
        "base_url" => "\"https://example.org/site/\"".to_owned(),
        "build_date" => "\"today\"".to_owned(),
        "edit_url" => "\"https://git.example.org/site/edit/main/{path}\"".to_owned(),
        "to" => "\"cases\"".to_owned(),
        _ => match default {
            Some(value) if !value.is_null() => value.to_string(),
            _ => sample(&field.shape),
        },
    };
    let _ = writeln!(text, "#{} = {example}", field.name);
}

fn write(
    kind: Kind,
    lang: Lang,
    registries: &Registries,
    given: &Filled<'_>,
    wanted: impl Fn(&Field) -> bool,
) -> String {
    let value = |field: &Field| {
        let found = given.fields.iter().find(|(name, _)| *name == field.name);
        found.map(|(_, value)| value.trim_end())
    };
    let mut text = String::from("---\n");
    let shape = kind.shape();
    let (present, optional): (Vec<&Field>, Vec<&Field>) = shape
        .fields()
        .iter()
        .filter(|field| wanted(field))
        .partition(|field| field.required || value(field).is_some());
    for field in present {
        let _ = writeln!(text, "# {}", field.doc(lang).replace('\n', " "));
        if let Some(ids) = examples(&field.shape, registries, lang) {
            let _ = writeln!(text, "# {ids}");
        }
        let line = match value(field) {
            Some(value) => format!("{}:{value}", field.name),
            None => format!("{}: {}", field.name, blank(field)),
        };
        let _ = writeln!(text, "{}", line.trim_end());
    }
    let heading = match lang {
        Lang::Zh => "以下字段可选，用到时去掉行首的 #",
        Lang::En => "The fields below are optional; remove the # to use one",
    };
    let _ = writeln!(text, "\n# {heading}");
    for field in optional {
        let _ = writeln!(
            text,
            "# {}: {}  # {}",
            field.name,
            sample(&field.shape),
            field.doc(lang).replace('\n', " ")
        );
    }
    text.push_str("---\n\n");
    text.push_str(given.body);
    if given.body.is_empty() {
        for part in Parts::of(kind, lang).headings() {
            let _ = write!(text, "## {part}\n\n\n");
        }
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// What stands in a blank: nothing, so that the check asks for it, but of the right form.
fn blank(field: &Field) -> &'static str {
    match &field.shape {
        Shape::List(_) => "[]",
        Shape::Str { .. } | Shape::Text => "\"\"",
        _ => "",
    }
}

/// An example value for a comment.
fn sample(shape: &Shape) -> String {
    match shape {
        Shape::List(item) if !item.fields().is_empty() => {
            let fields: Vec<_> = item
                .fields()
                .iter()
                .map(|field| format!("{}: {}", field.name, sample(&field.shape)))
                .collect();
            format!("[{{ {} }}]", fields.join(", "))
        }
        Shape::List(_) => "[]".to_owned(),
        Shape::Bool => "true".to_owned(),
        Shape::Date => "2026-01-31".to_owned(),
        Shape::Url => "https://example.org/".to_owned(),
        // A number that can only be a year gets a year.
        Shape::Integer {
            min: Some(1000..), ..
        } => "2026".to_owned(),
        Shape::Integer { .. } => "1".to_owned(),
        Shape::Number => "1".to_owned(),
        Shape::Choice(words) => words.first().cloned().unwrap_or_default(),
        _ => "\"\"".to_owned(),
    }
}

/// The first ids of the registry a field refers to.
fn examples(shape: &Shape, registries: &Registries, lang: Lang) -> Option<String> {
    let item = match shape {
        Shape::List(item) => item,
        shape => shape,
    };
    let Shape::Str {
        registry: Some(registry),
        role,
    } = item
    else {
        return None;
    };
    let registry = registries.get(registry)?;
    let fitting = registry
        .items
        .iter()
        .filter(|item| role.is_none() || item.role == *role);
    let list: Vec<String> = fitting
        .clone()
        .take(EXAMPLES)
        .map(|item| format!("{} {}", item.id, item.name.get(lang)))
        .collect();
    let more = if fitting.count() > EXAMPLES {
        format!(" … ({})", registry.file)
    } else {
        String::new()
    };
    Some(format!("{}{more}", list.join("; ")))
}
