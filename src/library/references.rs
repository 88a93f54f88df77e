//! References in front matter: resolved, checked for their kind, and looked through for circles.

use std::collections::HashMap;
use std::sync::Arc;

use super::Library;
use super::documents::DocId;
use super::path;
use crate::content::kind::Reference;
use crate::content::{Entry, Fields, Kind, check_name};
use crate::diagnostic::{Code, Diagnostic, Place, Severity, did_you_mean, message};

/// Resolves `related`, `supersedes` and `prerequisites` of every document. They do not depend on
/// language, so the original's front matter counts.
pub(super) fn resolve_all(library: &mut Library, problems: &mut Vec<Diagnostic>) {
    let mut named = vec![Vec::new(); library.docs.len()];
    let mut required: HashMap<DocId, Vec<DocId>> = HashMap::new();
    for id in library.docs() {
        for version in library.doc(id).versions() {
            problems.extend(
                version
                    .common
                    .aliases
                    .iter()
                    .filter_map(|alias| check_alias(version, alias)),
            );
        }
        let entry = library.doc(id).original();
        for reference in entry.related() {
            if let Some(target) = resolve(library, entry, reference, &[], problems)
                && target != id
                && !named[id.index()].contains(&target)
            {
                named[id.index()].push(target);
            }
        }
        if let Fields::Lesson(own) = &entry.fields {
            problems.extend(
                own.downloads
                    .iter()
                    .filter_map(|download| check_download(library, entry, &download.file)),
            );
        }
        let (references, kinds): (&[Reference], &[Kind]) = match &entry.fields {
            Fields::Policy(own) => (&own.supersedes, &[Kind::Policy]),
            Fields::Course(own) => (&own.prerequisites, &[Kind::Course]),
            Fields::Lesson(own) => (&own.prerequisites, &[Kind::Lesson, Kind::Course]),
            _ => continue,
        };
        for reference in references {
            if let Some(target) = resolve(library, entry, reference, kinds, problems) {
                required.entry(id).or_default().push(target);
            }
        }
    }
    let backlinks = Arc::make_mut(&mut library.backlinks);
    let mut superseded_by: HashMap<DocId, Vec<DocId>> = HashMap::new();
    for (at, doc) in library.docs.iter().enumerate() {
        let id = DocId::new(at);
        for target in &named[at] {
            backlinks[target.index()].push(id);
        }
        for target in required.get(&id).into_iter().flatten() {
            if doc.kind == Kind::Policy {
                superseded_by.entry(*target).or_default().push(id);
            } else {
                backlinks[target.index()].push(id);
            }
        }
    }
    library.superseded_by = Arc::new(superseded_by);
    library.named = Arc::new(named);
    library.required = Arc::new(required);
}

/// One reference; `kinds` are those it may lead to, all if empty.
fn resolve(
    library: &Library,
    entry: &Entry,
    reference: &Reference,
    kinds: &[Kind],
    problems: &mut Vec<Diagnostic>,
) -> Option<DocId> {
    let place = || Place::new(entry.file.clone(), reference.span.clone());
    let written = &reference.value;
    let Some(id) = path::entry_id(written, entry) else {
        problems.push(Diagnostic::new(
            Code::PathOutside,
            place(),
            message!(
                "“{written}”跑出了内容文件夹",
                "`{written}` leads out of the content folder"
            ),
        ));
        return None;
    };
    let Some(doc) = library.find(&id) else {
        if library.left_out.contains(&id) {
            problems.push(draft(Code::BrokenReference, place(), written));
        } else if !library.unusable.contains(&id) {
            problems.push(missing(library, place(), written, &id, kinds));
        }
        return None;
    };
    let kind = library.doc(doc).kind;
    if !kinds.is_empty() && !kinds.contains(&kind) {
        let wanted = kinds[0];
        let (wanted, kind) = (wanted.as_str(), kind.as_str());
        problems.push(Diagnostic::new(
            Code::WrongKind,
            place(),
            message!(
                "“{written}”的类型是 {kind}，这里要 {wanted}",
                "`{written}` is a {kind}; a {wanted} belongs here"
            ),
        ));
        return None;
    }
    Some(doc)
}

/// An old address must be a path of this site that a file can be written to.
fn check_alias(entry: &Entry, alias: &Reference) -> Option<Diagnostic> {
    let written = &alias.value;
    let place = Place::new(entry.file.clone(), alias.span.clone());
    let path = written
        .strip_prefix('/')
        .filter(|path| !path.is_empty() && !path.starts_with('/'));
    let Some(path) = path else {
        let message = message!(
            "旧网址“{written}”须以 / 开头，且不能是首页",
            "the old address `{written}` must begin with / and cannot be the home page"
        );
        return Some(
            Diagnostic::new(Code::InvalidUrl, place, message).hint(message!(
                "只写域名之后的部分，如 /old/page/",
                "write only what follows the host, such as /old/page/"
            )),
        );
    };
    if path.split('/').any(|part| part == "..") {
        let message = message!(
            "旧网址“{written}”含有 ..",
            "the old address `{written}` contains `..`"
        );
        return Some(Diagnostic::new(Code::PathOutside, place, message));
    }
    if path.contains('#') {
        let message = message!(
            "旧网址“{written}”不能含 #",
            "the old address `{written}` cannot contain `#`"
        );
        return Some(Diagnostic::new(Code::InvalidUrl, place, message));
    }
    check_name(path.trim_end_matches('/'), &entry.file)
        .err()
        .map(|mut problem| {
            problem.place = Some(place);
            problem
        })
}

/// A file offered for download must be there.
fn check_download(library: &Library, entry: &Entry, file: &Reference) -> Option<Diagnostic> {
    let place = Place::new(entry.file.clone(), file.span.clone());
    let written = &file.value;
    let Some(path) = path::beside(entry, written) else {
        let message = message!(
            "“{written}”跑出了内容文件夹",
            "`{written}` leads out of the content folder"
        );
        return Some(Diagnostic::new(Code::PathOutside, place, message));
    };
    (!library.assets.contains_key(&path)).then(|| {
        Diagnostic::new(
            Code::MissingFile,
            place,
            message!("没有文件“{written}”", "there is no file `{written}`"),
        )
        .severity(Severity::Error)
        .hint(message!(
            "路径相对于本文件；大小写要一致",
            "the path is relative to this file; case matters"
        ))
    })
}

/// A reference to a draft would lead nowhere.
pub(super) fn draft(code: Code, place: Place, written: &str) -> Diagnostic {
    let message = message!(
        "“{written}”是草稿，不在站点里",
        "`{written}` is a draft and not part of the site"
    );
    Diagnostic::new(code, place, message).hint(message!(
        "草稿发布之前先去掉这个引用，或用 --drafts 构建",
        "remove the reference until the draft is published, or build with --drafts"
    ))
}

fn missing(library: &Library, place: Place, written: &str, id: &str, kinds: &[Kind]) -> Diagnostic {
    let candidates = library
        .docs
        .iter()
        .filter(|doc| kinds.is_empty() || kinds.contains(&doc.kind))
        .map(|doc| &*doc.id);
    let diagnostic = Diagnostic::new(
        Code::BrokenReference,
        place,
        message!("没有条目“{written}”", "there is no entry `{written}`"),
    );
    diagnostic.hint(match did_you_mean(id, candidates) {
        Some(meant) => message!("是不是 {meant}？", "did you mean {meant}?"),
        None => message!(
            "写文件从内容文件夹起的路径，不带 .md，如 cases/example；草稿不能引用",
            "write the file's path from the content folder without .md, such as cases/example; drafts cannot be referred to"
        ),
    })
}

/// Circles among notices that supersede each other, and among prerequisites.
pub(super) fn find_circles(library: &Library, problems: &mut Vec<Diagnostic>) {
    // 0: not seen, 1: on the way, 2: done.
    let mut state = vec![0_u8; library.docs.len()];
    for start in library.docs() {
        if state[start.index()] != 0 {
            continue;
        }
        let mut path: Vec<(DocId, usize)> = vec![(start, 0)];
        state[start.index()] = 1;
        while let Some((doc, next)) = path.last_mut() {
            let Some(target) = library.required(*doc).get(*next).copied() else {
                state[doc.index()] = 2;
                path.pop();
                continue;
            };
            *next += 1;
            match state[target.index()] {
                0 => {
                    state[target.index()] = 1;
                    path.push((target, 0));
                }
                1 => {
                    let from = path
                        .iter()
                        .position(|(doc, _)| *doc == target)
                        .unwrap_or_default();
                    let ids: Vec<&str> = path[from..]
                        .iter()
                        .map(|(doc, _)| *doc)
                        .chain([target])
                        .map(|doc| &*library.doc(doc).id)
                        .collect();
                    problems.push(circle(library.doc(target).original(), &ids.join(" → ")));
                }
                _ => {}
            }
        }
    }
}

fn circle(entry: &Entry, way: &str) -> Diagnostic {
    let references: &[Reference] = match &entry.fields {
        Fields::Policy(own) => &own.supersedes,
        Fields::Course(own) => &own.prerequisites,
        Fields::Lesson(own) => &own.prerequisites,
        _ => &[],
    };
    let span = references
        .first()
        .map_or_else(|| entry.head.clone(), |reference| reference.span.clone());
    Diagnostic::new(
        Code::Cycle,
        Place::new(entry.file.clone(), span),
        message!("引用成环：{way}", "a circle: {way}"),
    )
    .hint(message!("去掉其中一个引用", "remove one of the references"))
}
