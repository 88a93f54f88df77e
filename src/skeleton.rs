//! Skeletons for `casebook new`: front matter with every field explained and the headings the
//! kind asks for. A skeleton passes the check once its blanks are filled.

use std::fmt::Write as _;

use crate::content::{Kind, Parts};
use crate::data::{Field, Shape};
use crate::language::Lang;
use crate::registry::Registries;

/// How many ids of a registry a skeleton lists.
const EXAMPLES: usize = 6;

/// A new entry in the site's default language. Required fields are blank, all others commented.
#[must_use]
pub fn entry(kind: Kind, lang: Lang, registries: &Registries) -> String {
    write(kind, lang, registries, |_| true)
}

/// A translation: only the fields that may differ.
#[must_use]
pub fn translation(kind: Kind, lang: Lang, registries: &Registries) -> String {
    write(kind, lang, registries, |field| field.translatable)
}

fn write(
    kind: Kind,
    lang: Lang,
    registries: &Registries,
    wanted: impl Fn(&Field) -> bool,
) -> String {
    let mut text = String::from("---\n");
    let shape = kind.shape();
    let (required, optional): (Vec<&Field>, Vec<&Field>) = shape
        .fields()
        .iter()
        .filter(|field| wanted(field))
        .partition(|field| field.required);
    for field in required {
        let _ = writeln!(text, "# {}", field.doc(lang).replace('\n', " "));
        if let Some(ids) = examples(&field.shape, registries, lang) {
            let _ = writeln!(text, "# {ids}");
        }
        let line = format!("{}: {}", field.name, blank(field));
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
    for part in Parts::of(kind, lang).headings() {
        let _ = write!(text, "## {part}\n\n\n");
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
