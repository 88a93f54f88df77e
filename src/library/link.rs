//! The passes of linking, in order:
//!
//! 1. Group files into documents; let translations inherit.
//! 2. Order sections, courses and lists.
//! 3. Name the terms.
//! 4. Resolve references of front matter, then links of texts.
//! 5. Turn them round: backlinks, successors, facets, related cases.
//! 6. Look for circles.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::documents::{Doc, DocId};
use super::facets::Facets;
use super::order::Order;
use super::terms::Terms;
use super::{Library, references, related, resolve};
use crate::config::{Broken, Config};
use crate::content::kind::{Common, Section};
use crate::content::{Deferred, Digest, Entry, Fields, Identity, Kind};
use crate::diagnostic::{Code, Diagnostic, Place, Severity, message};
use crate::language::Lang;
use crate::registry::Registries;

/// All that is linked.
#[derive(Debug, Default)]
pub struct Input {
    /// Every entry that could be typed.
    pub entries: Vec<Arc<Entry>>,
    /// Paths of all other files from the content folder, with their files from the site's root.
    pub assets: BTreeMap<String, Arc<str>>,
    /// Ids of files that could not be used.
    pub unusable: HashSet<String>,
    /// Whether drafts are part of the site.
    pub drafts: bool,
}

/// Links all entries. From an earlier library is taken what has not changed and costs most.
#[must_use]
pub fn link(
    input: Input,
    registries: &Registries,
    config: &Config,
    before: Option<&Library>,
) -> (Library, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let unusable = input.unusable;
    let mut left_out = HashSet::new();
    let docs = group(
        input.entries,
        config,
        input.drafts,
        &unusable,
        &mut left_out,
        &mut problems,
    );
    let by_id: HashMap<Arc<str>, DocId> = docs
        .iter()
        .enumerate()
        .map(|(at, doc)| (doc.id.clone(), DocId::new(at)))
        .collect();
    let order = Order::of(&docs, &by_id, registries);
    let terms = Terms::of(&docs, &config.languages, &mut problems);
    let count = docs.len();
    let facets = Facets::of(&docs, registries);
    let related = related::related_cases(&docs, registries, before);
    let mut library = Library {
        default_language: config.default_language,
        languages: config.languages.clone(),
        docs: docs.into_iter().map(Arc::new).collect(),
        by_id: Arc::new(by_id),
        assets: Arc::new(input.assets),
        targets: Arc::default(),
        named: Arc::default(),
        backlinks: Arc::new(vec![Vec::new(); count]),
        related,
        superseded_by: Arc::default(),
        required: Arc::default(),
        facets: Arc::new(facets),
        order: Arc::new(order),
        terms: Arc::new(terms),
        unusable: Arc::new(unusable),
        left_out: Arc::new(left_out),
    };
    references::resolve_all(&mut library, &mut problems);
    resolve_links(&mut library, registries, config, &mut problems);
    references::find_circles(&library, &mut problems);
    problems.extend(
        library
            .of_kind(Kind::Lesson)
            .filter_map(|doc| stray_lesson(&library, doc)),
    );
    (library, problems)
}

/// The same library with other texts of some entries, or with others of those words in their front matter
/// that are only shown, such as titles. `None` if more than that is different: what an entry belongs with,
/// what can be linked to in it, what it links to; or if there is anything to tell of its links.
///
/// `parsed` gives an entry as it was parsed, before it inherited anything.
#[must_use]
pub fn replace(
    library: &Library,
    changed: &[Arc<Entry>],
    parsed: &dyn Fn(&str) -> Option<Arc<Entry>>,
    registries: &Registries,
    config: &Config,
) -> Option<(Library, HashSet<DocId>)> {
    let mut new = library.clone();
    let mut docs = HashSet::new();
    for entry in changed {
        let id = new.find(&entry.identity.id)?;
        if !docs.insert(id) {
            continue;
        }
        let then = library.doc(id);
        let mut versions: Vec<Arc<Entry>> = Vec::with_capacity(then.versions.len());
        for version in &then.versions {
            // The glossary and the sections' own titles stand in many places; pages by title, in their order.
            let names_count = matches!(version.identity.kind, Kind::Term | Kind::Section)
                || library.order.is_by_title();
            let mut now = match changed.iter().find(|other| other.file == version.file) {
                Some(now) => now.clone(),
                None => parsed(&version.file)?,
            };
            if let Some(original) = versions.first()
                && then.original().identity.lang == config.default_language
            {
                if !now.deferred.if_translation.is_empty() {
                    return None;
                }
                now = Arc::new(now.inheriting(original));
            }
            let (new, old) = (now.digest, version.digest);
            let has_places = !now.common.aliases.is_empty();
            if new.shape != old.shape
                || now.broken != version.broken
                || names_count && new.head != old.head
                || has_places && new.front != old.front
            {
                return None;
            }
            versions.push(now);
        }
        Arc::make_mut(&mut new.docs[id.index()]).versions = versions;
    }
    let resolver = resolve::Resolver::new(&new, registries, config);
    let leads_where_it_led = |entry: &Arc<Entry>| {
        let Some(doc) = library.find(&entry.identity.id) else {
            return false;
        };
        let mut problems = Vec::new();
        let links = entry.body.links.iter();
        let targets: Vec<_> = links
            .map(|link| resolver.resolve(entry, link, Severity::Error, &mut problems))
            .collect();
        problems.is_empty() && targets == library.targets(doc, entry.identity.lang)
    };
    let is_same = changed.iter().all(leads_where_it_led);
    drop(resolver);
    is_same.then_some((new, docs))
}

/// Groups files by id. Translations inherit from the default language's file; drafts go.
fn group(
    entries: Vec<Arc<Entry>>,
    config: &Config,
    drafts: bool,
    unusable: &HashSet<String>,
    left_out: &mut HashSet<String>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Doc> {
    let mut groups: BTreeMap<Arc<str>, Vec<Arc<Entry>>> = BTreeMap::new();
    for entry in entries {
        groups
            .entry(entry.identity.id.clone())
            .or_default()
            .push(entry);
    }
    for folder in std::iter::once("").chain(Kind::ALL.into_iter().filter_map(Kind::folder)) {
        let below = |id: &str| {
            id.strip_prefix(folder)
                .is_some_and(|rest| rest.starts_with('/'))
        };
        if !groups.contains_key(folder) && (folder.is_empty() || groups.keys().any(|id| below(id)))
        {
            groups.insert(folder.into(), synthesize(folder, config));
        }
    }
    let mut docs = Vec::with_capacity(groups.len());
    for (id, mut versions) in groups {
        versions.sort_by_key(|entry| {
            (
                entry.identity.lang != config.default_language,
                entry.identity.lang,
                entry.file.clone(),
            )
        });
        for pair in versions.windows(2) {
            if pair[0].identity.lang == pair[1].identity.lang {
                problems.push(duplicate(&pair[1], &pair[0]));
            }
        }
        versions.dedup_by(|second, first| second.identity.lang == first.identity.lang);
        let translated = versions[0].identity.lang == config.default_language;
        if translated {
            if let ([original], translations) = versions.split_at_mut(1) {
                for translation in translations {
                    let given = translation.deferred.if_translation.iter();
                    let usable = !original.broken && !translation.broken;
                    problems.extend(
                        given
                            .filter(|(field, _)| usable && !translation.agrees(original, field))
                            .map(|(_, problem)| problem.clone()),
                    );
                    *translation = Arc::new(translation.inheriting(original));
                }
            }
        } else if !unusable.contains(&*id) {
            // A translation of a file that could not be read is still a translation.
            problems.extend(
                versions
                    .iter()
                    .flat_map(|entry| entry.deferred.if_original.iter().cloned()),
            );
        }
        if !drafts {
            versions.retain(|entry| !entry.common.draft);
        }
        let Some(first) = versions.first() else {
            left_out.insert(id.to_string());
            continue;
        };
        docs.push(Doc {
            id,
            kind: first.identity.kind,
            folder: first.identity.folder,
            versions,
        });
    }
    docs
}

/// A lesson must stand in its course's folder, or no list would show it.
fn stray_lesson(library: &Library, doc: DocId) -> Option<Diagnostic> {
    let parent = library.parent(doc).map(|parent| library.doc(parent).kind);
    if parent == Some(Kind::Course) {
        return None;
    }
    let entry = library.doc(doc).original();
    let course = entry
        .identity
        .id
        .split('/')
        .take(2)
        .collect::<Vec<_>>()
        .join("/");
    if library.unusable.contains(&course) || library.left_out.contains(&course) {
        return None;
    }
    Some(
        Diagnostic::new(
            Code::BrokenReference,
            Place::new(entry.file.clone(), entry.head.clone()),
            message!("这个课时不属于任何课程", "this lesson belongs to no course"),
        )
        .hint(message!(
            "课时直接放在课程的文件夹里，课程本身是 {course}/_index.md",
            "lessons stand directly in their course's folder; the course itself is {course}/_index.md"
        )),
    )
}

/// A section for a folder that has none: the home page, and the folders of kinds.
fn synthesize(folder: &str, config: &Config) -> Vec<Arc<Entry>> {
    let entry = |lang: Lang| Entry {
        identity: Identity {
            id: folder.into(),
            lang,
            kind: Kind::Section,
            folder: true,
        },
        file: crate::config::FILE.into(),
        head: 0..0,
        common: Common {
            title: section_title(folder, lang, config),
            ..Common::default()
        },
        fields: Fields::Section(Section::default()),
        body: Arc::default(),
        deferred: Deferred::default(),
        broken: false,
        digest: Digest::default(),
    };
    let entries = config.languages.iter();
    entries
        .map(|lang| Arc::new(entry(*lang).digested()))
        .collect()
}

fn section_title(folder: &str, lang: Lang, config: &Config) -> String {
    let (zh, en) = match folder {
        "interpretations" => ("条款解读", "Interpretations"),
        "courses" => ("课程", "Courses"),
        "policies" => ("政策通知", "Notices"),
        "cases" => ("实践案例", "Practice cases"),
        "glossary" => ("术语表", "Glossary"),
        _ => return config.title.get(lang).to_owned(),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
    .to_owned()
}

fn duplicate(second: &Entry, first: &Entry) -> Diagnostic {
    let other = &first.file;
    Diagnostic::new(
        Code::DuplicateEntry,
        Place::new(second.file.clone(), second.head.clone()),
        message!(
            "与 {other} 是同一个条目",
            "this is the same entry as {other}"
        ),
    )
    .hint(message!(
        "删去或改名其中一个",
        "delete or rename one of them"
    ))
}

/// Resolves the links of every text, and records who links to whom.
fn resolve_links(
    library: &mut Library,
    registries: &Registries,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) {
    let severity = match config.links.broken {
        Broken::Warning => Severity::Warning,
        Broken::Error => Severity::Error,
    };
    let resolver = resolve::Resolver::new(library, registries, config);
    let resolved: Vec<_> = library
        .docs
        .par_iter()
        .enumerate()
        .flat_map_iter(|(at, doc)| {
            doc.versions
                .iter()
                .map(move |entry| (DocId::new(at), entry))
        })
        .map(|(doc, entry)| {
            let mut problems = Vec::new();
            let targets: Vec<_> = entry
                .body
                .links
                .iter()
                .map(|link| resolver.resolve(entry, link, severity, &mut problems))
                .collect();
            (doc, entry.identity.lang, targets, problems)
        })
        .collect();
    let mut pairs: Vec<(DocId, DocId)> = Vec::new();
    let mut all = HashMap::with_capacity(resolved.len());
    for (doc, lang, targets, mut found) in resolved {
        problems.append(&mut found);
        pairs.extend(targets.iter().filter_map(|target| match target {
            resolve::Target::Doc { doc: to, .. } if *to != doc => Some((*to, doc)),
            _ => None,
        }));
        if !targets.is_empty() {
            all.insert((doc, lang), targets);
        }
    }
    library.targets = Arc::new(all);
    let backlinks = Arc::make_mut(&mut library.backlinks);
    for (to, from) in pairs {
        backlinks[to.index()].push(from);
    }
    let docs = &library.docs;
    for list in backlinks {
        list.retain(|from| docs[from.index()].kind != Kind::Section);
        list.sort_by_key(|from| (docs[from.index()].kind, *from));
        list.dedup();
    }
}
