//! Tera templates: compiled together, rendered one page at a time, their errors as diagnostics.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Context, ErrorKind, Tera};

use super::{Strings, Theme, ThemeFile};
use crate::diagnostic::{Code, Diagnostic, Place, message};
use crate::digest::{hash_all, hash_bytes};
use crate::language::Lang;

/// Compiles every template. Each is tried by itself first, so that all syntax errors are found.
pub(super) fn compile(
    files: &BTreeMap<String, ThemeFile>,
    problems: &mut Vec<Diagnostic>,
) -> Option<(Tera, BTreeMap<String, Arc<str>>)> {
    let mut sources: Vec<(&str, &str)> = Vec::new();
    let mut places = BTreeMap::new();
    for (name, file) in files {
        let Some(name) = name.strip_prefix("templates/") else {
            continue;
        };
        match std::str::from_utf8(&file.bytes) {
            Ok(text) => {
                sources.push((name, text));
                places.insert(name.to_owned(), file.file.clone());
            }
            Err(_) => problems.push(Diagnostic::new(
                Code::InvalidUtf8,
                Place::file(file.file.clone()),
                message!("文件不是 UTF-8 编码", "the file is not UTF-8"),
            )),
        }
    }
    let mut broken = false;
    for (name, text) in &sources {
        if let Err(error) = Tera::new().add_raw_template(name, text) {
            // What refers to other templates cannot be known alone; syntax can.
            if matches!(error.kind(), ErrorKind::SyntaxError(_)) {
                broken = true;
                problems.push(diagnose(&error, name, &places));
            }
        }
    }
    if broken {
        return None;
    }
    let mut tera = Tera::new();
    match tera.add_raw_templates(sources.iter().copied()) {
        Ok(()) => Some((tera, places)),
        Err(error) => {
            let found = reports(&error.to_string(), &sources, &places);
            if found.is_empty() {
                problems.push(diagnose(&error, "base.html", &places));
            }
            problems.extend(found);
            None
        }
    }
}

/// Digests of every template with those that it is made of. A template is taken to be made of every
/// other whose name stands in it as a string, and of all components, which need no name.
pub(super) fn digests(files: &BTreeMap<String, ThemeFile>) -> BTreeMap<String, u64> {
    let texts: BTreeMap<&str, Cow<'_, str>> = files
        .iter()
        .filter_map(|(name, file)| {
            let name = name.strip_prefix("templates/")?;
            Some((name, String::from_utf8_lossy(&file.bytes)))
        })
        .collect();
    let own = |name: &str| hash_bytes(texts[name].as_bytes());
    let named: BTreeMap<&str, Vec<&str>> = texts
        .iter()
        .map(|(name, text)| {
            let is_named = |other: &&str| {
                text.contains(&format!("\"{other}\"")) || text.contains(&format!("'{other}'"))
            };
            (*name, texts.keys().copied().filter(is_named).collect())
        })
        .collect();
    let with_components = texts.iter().filter(|(_, text)| text.contains("component"));
    let components = hash_all(with_components.map(|(name, _)| own(name)));
    texts
        .keys()
        .map(|name| {
            let mut parts = vec![*name];
            let mut at = 0;
            while let Some(part) = parts.get(at) {
                let new = named[part].iter().filter(|other| !parts.contains(other));
                let new: Vec<&str> = new.copied().collect();
                parts.extend(new);
                at += 1;
            }
            let all = parts.into_iter().map(own);
            ((*name).to_owned(), hash_all(all.chain([components])))
        })
        .collect()
}

/// The template of the words that the search program shows.
const SEARCH_WORDS: &str = "partials/search-words.html";

/// The words that the search program shows, rendered once for all pages of a language; none where a
/// theme's own template of them asks for what only a page has.
pub(super) fn search_words(
    tera: &Tera,
    strings: &Strings,
    languages: &[Lang],
) -> BTreeMap<Lang, tera::Value> {
    let words = |lang: &Lang| {
        let mut context = Context::new();
        context.insert_value("t", strings.value(*lang));
        context.insert("kind", "");
        let words = tera.render(SEARCH_WORDS, &context).ok()?;
        Some((*lang, tera::Value::safe_string(&words)))
    };
    languages.iter().filter_map(words).collect()
}

impl Theme {
    /// Renders a page of a language.
    ///
    /// # Errors
    /// The template's error, at its line.
    pub fn render(
        &self,
        template: &str,
        lang: Lang,
        site: &tera::Value,
        page: tera::TeraResult<Context>,
    ) -> Result<Vec<u8>, Diagnostic> {
        let fail = |error: tera::Error| diagnose(&error, template, &self.files);
        let mut context = page.map_err(fail)?;
        context.insert_value("site", site.clone());
        context.insert_value("t", self.strings.value(lang));
        context.insert_value("assets", self.asset_paths.clone());
        if let Some(words) = self.search_words.get(&lang) {
            context.insert_value("search_words", words.clone());
        }
        let mut html = Vec::with_capacity(16 << 10);
        self.tera
            .render_to(template, &context, &mut html)
            .map_err(fail)?;
        Ok(html)
    }
}

/// What Tera found wrong between templates: one text with a report each, a line
/// `error: …` followed by a line `--> name:line:column`.
fn reports(
    text: &str,
    sources: &[(&str, &str)],
    places: &BTreeMap<String, Arc<str>>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut message = "";
    for line in text.lines().map(str::trim) {
        if let Some(said) = line.strip_prefix("error: ") {
            message = said;
        }
        let Some(place) = line.strip_prefix("--> ") else {
            continue;
        };
        let mut parts = place.rsplitn(3, ':');
        let column = parts.next().and_then(|column| column.parse::<usize>().ok());
        let row = parts.next().and_then(|row| row.parse::<usize>().ok());
        let name = parts.next().unwrap_or_default();
        let source = sources.iter().find(|(other, _)| *other == name);
        if let (Some(column), Some(row), Some((_, source))) = (column, row, source) {
            let at = offset(source, row, column);
            let file = places.get(name).cloned().unwrap_or_else(|| name.into());
            found.push(template_error(Place::new(file, at..at), message));
        }
    }
    found
}

/// The byte at a line and a column in characters, both from 1.
fn offset(text: &str, row: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(row.saturating_sub(1))
        .map(str::len)
        .sum();
    let rest = &text[start..];
    start
        + rest
            .char_indices()
            .nth(column.saturating_sub(1))
            .map_or(rest.len(), |(at, _)| at)
}

fn template_error(place: Place, text: &str) -> Diagnostic {
    Diagnostic::new(
        Code::TemplateError,
        place,
        message!("模板有误：{text}", "template error: {text}"),
    )
    .hint(message!(
        "模板用 Tera 2 的写法；可用的值见主题说明",
        "templates are written for Tera 2; the theme's documentation lists the values"
    ))
}

fn diagnose(error: &tera::Error, template: &str, files: &BTreeMap<String, Arc<str>>) -> Diagnostic {
    let file_of = |name: &str| files.get(name).cloned().unwrap_or_else(|| name.into());
    let (place, text) = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let name = if report.filename().is_empty() {
                template
            } else {
                report.filename()
            };
            (
                Place::new(file_of(name), report.span().range.clone()),
                report.message().to_owned(),
            )
        }
        ErrorKind::MissingParent { current, parent } => (
            Place::file(file_of(current)),
            format!("extends `{parent}`, which does not exist"),
        ),
        _ => (Place::file(file_of(template)), error.to_string()),
    };
    template_error(place, text.trim())
}
