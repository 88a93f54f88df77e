//! Paths as authors and addresses write them: joined, stripped of language and ending, escaped.
//! Nothing here knows what is at a path.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::content::Entry;
use crate::language::Lang;

/// Characters that may not stand in a path in an `href`.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'`')
    .add(b'#')
    .add(b'?')
    .add(b'{')
    .add(b'}')
    .add(b'%')
    .add(b'\\')
    .add(b'^')
    .add(b'|')
    .add(b'[')
    .add(b']');

/// A site path as it stands in an address. Han characters stay readable there but are escaped
/// so that every server understands them.
#[must_use]
pub fn encode_path(path: &str) -> Cow<'_, str> {
    utf8_percent_encode(path, PATH).into()
}

/// An entry's id from a reference written in `entry`: from the content folder, or relative with
/// a leading dot. `None` when it leads out of the content folder.
pub(super) fn entry_id(written: &str, entry: &Entry) -> Option<String> {
    let path = written.trim().trim_end_matches('/');
    let relative = path.starts_with("./") || path.starts_with("../");
    let folder = if relative {
        folder_of(entry)
    } else {
        Cow::Borrowed("")
    };
    join(&folder, path.trim_start_matches('/')).map(|path| strip_ending(&path).to_owned())
}

/// The folder of an entry's file, from the content folder.
pub(super) fn folder_of(entry: &Entry) -> Cow<'_, str> {
    let id = &*entry.identity.id;
    if entry.identity.folder {
        Cow::Borrowed(id)
    } else {
        Cow::Borrowed(id.rsplit_once('/').map_or("", |(folder, _)| folder))
    }
}

/// Joins a relative path to a folder; `None` when it leads out of the root.
pub(super) fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Takes `.md`, a language suffix before it, and `index` or `_index` off a path.
pub(super) fn strip_ending(path: &str) -> &str {
    let Some(stem) = path.strip_suffix(".md") else {
        return path;
    };
    let stem = match stem.rsplit_once('.') {
        Some((base, suffix)) if Lang::from_code(suffix).is_some() => base,
        _ => stem,
    };
    match stem.rsplit_once('/') {
        Some((folder, "index" | "_index")) => folder,
        None if matches!(stem, "index" | "_index") => "",
        _ => stem,
    }
}

/// A site address without its leading slash and language prefix.
pub(super) fn site_path<'a>(path: &'a str, languages: &[Lang]) -> &'a str {
    let path = path.trim_matches('/');
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    match Lang::from_code(first) {
        Some(lang) if languages.contains(&lang) => rest,
        _ => path,
    }
}

/// A page's address without what names its file.
pub(super) fn page_name(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    let path = path
        .strip_suffix("index.html")
        .unwrap_or(path)
        .trim_end_matches('/');
    path.strip_suffix(".html").unwrap_or(path)
}

/// Path of a page made by the generator.
pub(super) fn page_path(name: &str) -> String {
    if name.contains('/') {
        format!("{name}.html")
    } else {
        format!("{name}/index.html")
    }
}

pub(super) fn is_external(target: &str) -> bool {
    if target.starts_with("//") {
        return true;
    }
    let scheme = target.split(['/', '?', '#']).next().unwrap_or_default();
    scheme.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

pub(super) fn has_file_ending(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').is_some_and(|(_, ending)| {
        !matches!(ending, "md" | "html")
            && (2..=5).contains(&ending.len())
            && ending.bytes().any(|b| b.is_ascii_alphabetic())
    })
}

/// Files offered with a lesson, from the content folder.
pub(super) fn beside(entry: &Entry, written: &str) -> Option<String> {
    join(&folder_of(entry), written)
}
