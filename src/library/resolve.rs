//! Where a link leads.

use std::collections::{HashMap, HashSet};

use percent_encoding::percent_decode_str;

use super::Library;
use super::documents::DocId;
use super::path::{
    folder_of, has_file_ending, is_external, join, page_name, page_path, site_path, strip_ending,
};
use super::references;
use crate::config::Config;
use crate::content::Entry;
use crate::content::body::{Link, LinkKind};
use crate::diagnostic::{Code, Diagnostic, Place, Severity, did_you_mean, message};
use crate::language::Lang;
use crate::registry::Registries;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Another site; the address as written.
    External(String),
    /// A document, at a heading perhaps.
    Doc {
        /// The document.
        doc: DocId,
        /// Heading id.
        anchor: Option<String>,
    },
    /// A heading of the same text.
    Anchor(String),
    /// A file that is copied as it is: its path from the content folder.
    Asset(String),
    /// A page the generator makes: its path without the language's prefix.
    Page(String),
    /// Nowhere.
    Broken,
}

/// Headings above which a text's ids are gathered in a set.
const MANY: usize = 50;

/// Resolves links of texts.
pub(super) struct Resolver<'a> {
    library: &'a Library,
    base_url: Option<&'a str>,
    /// Old addresses, and the documents they lead to now.
    aliases: HashMap<String, DocId>,
    /// Pages that the generator makes.
    pages: HashSet<String>,
    /// Heading ids of texts that have many; in others they are soon found.
    anchors: HashMap<(DocId, Lang), HashSet<&'a str>>,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(library: &'a Library, registries: &Registries, config: &'a Config) -> Self {
        let mut aliases = HashMap::new();
        let mut anchors = HashMap::new();
        for id in library.docs() {
            for entry in library.doc(id).versions() {
                for alias in &entry.common.aliases {
                    aliases.insert(site_path(&alias.value, &library.languages).to_owned(), id);
                }
                let headings = &entry.body.headings;
                if headings.len() > MANY {
                    let ids = headings.iter().map(|heading| heading.id.as_str());
                    anchors.insert((id, entry.identity.lang), ids.collect());
                }
            }
        }
        let mut pages = HashSet::new();
        for registry in registries.iter() {
            pages.insert(registry.id.clone());
            pages.extend(registry.items.iter().enumerate().filter_map(|(at, item)| {
                let used = registry.id == "clauses"
                    || !library.facets.members(&registry.id, at).is_empty();
                used.then(|| format!("{}/{}", registry.id, item.id))
            }));
        }
        Self {
            library,
            base_url: config.base_url.as_deref(),
            aliases,
            pages,
            anchors,
        }
    }

    /// Where one link leads, with a problem if it leads nowhere.
    pub(super) fn resolve(
        &self,
        entry: &Entry,
        link: &Link,
        severity: Severity,
        problems: &mut Vec<Diagnostic>,
    ) -> Target {
        let place = Place::new(entry.file.clone(), link.span.clone());
        if link.kind == LinkKind::Term {
            return self.term(entry, link, place, severity, problems);
        }
        let mut written = link.target.as_str();
        if let Some(rest) = self
            .base_url
            .and_then(|base| written.strip_prefix(base.trim_end_matches('/')))
            && (rest.is_empty() || rest.starts_with('/'))
        {
            written = if rest.is_empty() { "/" } else { rest };
        }
        if is_external(written) {
            return Target::External(written.to_owned());
        }
        let (path, anchor) = written.split_once('#').unwrap_or((written, ""));
        let (path, _) = path.split_once('?').unwrap_or((path, ""));
        let path = percent_decode_str(path).decode_utf8_lossy();
        let anchor = percent_decode_str(anchor).decode_utf8_lossy();
        if path.is_empty() {
            let known = anchor.is_empty()
                || entry
                    .body
                    .headings
                    .iter()
                    .any(|heading| heading.id == *anchor);
            if !known {
                problems.push(self.broken_anchor(place, severity, &anchor, entry));
            }
            return Target::Anchor(anchor.into_owned());
        }
        let Some(path) = self.place_of(entry, &path) else {
            problems.push(Diagnostic::new(
                Code::PathOutside,
                place,
                message!(
                    "“{written}”跑出了内容文件夹",
                    "`{written}` leads out of the content folder"
                ),
            ));
            return Target::Broken;
        };
        if let Some(doc) = self.document(&path) {
            return self.at_anchor(entry, doc, &anchor, place, severity, problems);
        }
        if self.library.assets.contains_key(&path) {
            return Target::Asset(path);
        }
        let page = page_name(&path);
        if link.kind == LinkKind::Link && self.pages.contains(page) {
            return Target::Page(page_path(page));
        }
        if self.library.left_out.contains(strip_ending(&path)) {
            problems.push(references::draft(Code::BrokenLink, place, written).severity(severity));
        } else if !self.library.unusable.contains(strip_ending(&path)) {
            problems.push(self.broken_link(entry, place, severity, link, &path));
        }
        Target::Broken
    }

    /// The path from the content folder that a link means; `None` when it leads out.
    fn place_of(&self, entry: &Entry, path: &str) -> Option<String> {
        match path.strip_prefix('/') {
            Some(_) => join("", site_path(path, &self.library.languages)),
            None => join(&folder_of(entry), path),
        }
    }

    /// The document at a path, given by file, by id, by address or by an old address.
    fn document(&self, path: &str) -> Option<DocId> {
        let library = self.library;
        library
            .find(strip_ending(path))
            .or_else(|| library.find(page_name(path)))
            .or_else(|| self.aliases.get(path.trim_end_matches('/')).copied())
    }

    fn at_anchor(
        &self,
        entry: &Entry,
        doc: DocId,
        anchor: &str,
        place: Place,
        severity: Severity,
        problems: &mut Vec<Diagnostic>,
    ) -> Target {
        if anchor.is_empty() {
            return Target::Doc { doc, anchor: None };
        }
        let target = self.library.view(doc, entry.identity.lang);
        let known = match self.anchors.get(&(doc, target.identity.lang)) {
            Some(ids) => ids.contains(anchor),
            None => {
                let mut headings = target.body.headings.iter();
                headings.any(|heading| heading.id == anchor)
            }
        };
        if !known {
            problems.push(self.broken_anchor(place, severity, anchor, target));
        }
        Target::Doc {
            doc,
            anchor: known.then(|| anchor.to_owned()),
        }
    }

    fn term(
        &self,
        entry: &Entry,
        link: &Link,
        place: Place,
        severity: Severity,
        problems: &mut Vec<Diagnostic>,
    ) -> Target {
        let (name, anchor) = link.target.split_once('#').unwrap_or((&link.target, ""));
        let lang = entry.identity.lang;
        let found = self
            .library
            .terms
            .find(name, lang)
            .or_else(|| self.library.find(name))
            .or_else(|| self.library.find(&format!("glossary/{name}")));
        if let Some(doc) = found {
            return self.at_anchor(entry, doc, anchor, place, severity, problems);
        }
        let problem = Diagnostic::new(
            Code::UnknownTerm,
            place,
            message!("术语表中没有“{name}”", "the glossary has no term `{name}`"),
        )
        .severity(severity);
        problems.push(match did_you_mean(name, self.library.terms.names(lang)) {
            Some(meant) => problem.hint(message!("是不是“{meant}”？", "did you mean `{meant}`?")),
            None => problem.hint(message!(
                "在 glossary/ 里添加这个术语，或把它写进某个术语的 synonyms",
                "add the term to glossary/, or give it as a synonym of one"
            )),
        });
        Target::Broken
    }

    fn broken_link(
        &self,
        entry: &Entry,
        place: Place,
        severity: Severity,
        link: &Link,
        path: &str,
    ) -> Diagnostic {
        let written = &link.target;
        if link.kind == LinkKind::Image || has_file_ending(path) {
            let found = Diagnostic::new(
                Code::MissingFile,
                place,
                message!("没有文件“{written}”", "there is no file `{written}`"),
            )
            .severity(severity);
            return match did_you_mean(path, self.library.assets.keys().map(String::as_str)) {
                Some(meant) => found.hint(message!("是不是 {meant}？", "did you mean {meant}?")),
                None => found.hint(message!(
                    "路径相对于本文件；大小写要一致",
                    "the path is relative to this file; case matters"
                )),
            };
        }
        let found = Diagnostic::new(
            Code::BrokenLink,
            place,
            message!("没有页面“{written}”", "there is no page `{written}`"),
        )
        .severity(severity);
        // Comparing with every id is slow; the folder that was meant is where slips happen.
        let split = |id: &'a str| id.rsplit_once('/').unwrap_or(("", id));
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let near = self
            .library
            .docs
            .iter()
            .filter(|doc| doc.id != entry.identity.id)
            .map(|doc| split(&doc.id))
            .filter(|(own, _)| *own == folder)
            .map(|(_, name)| name);
        match did_you_mean(strip_ending(name), near) {
            Some(meant) => {
                let as_written = written.rfind('/').map_or("", |at| &written[..=at]);
                found.hint(message!(
                    "是不是 {as_written}{meant}.md？",
                    "did you mean {as_written}{meant}.md?"
                ))
            }
            None => found.hint(message!(
                "链接到 .md 文件，路径相对于本文件",
                "link to the .md file, by a path relative to this file"
            )),
        }
    }

    fn broken_anchor(
        &self,
        place: Place,
        severity: Severity,
        anchor: &str,
        target: &Entry,
    ) -> Diagnostic {
        let file = &target.file;
        let found = Diagnostic::new(
            Code::BrokenAnchor,
            place,
            message!(
                "{file} 里没有标题“#{anchor}”",
                "{file} has no heading `#{anchor}`"
            ),
        )
        .severity(severity);
        let ids = target
            .body
            .headings
            .iter()
            .map(|heading| heading.id.as_str());
        match did_you_mean(anchor, ids) {
            Some(meant) => found.hint(message!("是不是 #{meant}？", "did you mean #{meant}?")),
            None => found,
        }
    }
}
