//! What every page made from a Markdown file shows: text, contents, sources, links both ways.

use std::fmt::Write as _;

use super::Renderer;
use super::card::{date, source};
use super::context::{BacklinkContext, EntryContext, TocContext};
use crate::content::body::{Heading, HoleKind};
use crate::content::{Entry, Fields, Kind};
use crate::language::Lang;
use crate::library::{DocId, Target, encode_path};

/// How many entries that refer to a page it shows at most.
const BACKLINKS: usize = 30;

impl Renderer<'_> {
    /// The entry's part of a page's context.
    pub(super) fn entry(&self, doc: DocId, lang: Lang, root: &str) -> EntryContext {
        let entry = self.library.view(doc, lang);
        let related = self.related_to(doc, entry);
        let parent = self.library.parent(doc);
        let backlinks = self
            .library
            .backlinks(doc)
            .iter()
            .copied()
            .filter(|from| *from != doc && !related.contains(from) && Some(*from) != parent)
            .filter(|from| self.library.parent(*from) != Some(doc))
            .take(BACKLINKS);
        EntryContext {
            lang_tag: entry.identity.lang.tag(),
            fallback: entry.identity.lang != lang,
            body: self.body(doc, entry, lang, root),
            toc: table_of_contents(&entry.body.headings),
            date: entry.common.date.map(|day| date(day, lang)),
            updated: self.changed(entry).map(|day| date(day, lang)),
            edit_url: self.edit_url(entry),
            sample: entry.common.sample,
            sources: entry
                .common
                .sources
                .iter()
                .map(|from| source(&from.name, from.url.as_ref(), from.as_of, from.status, lang))
                .collect(),
            clauses: self.facet_links("clauses", entry.clauses(), lang),
            backlinks: backlinks
                .map(|from| BacklinkContext {
                    kind: self.library.doc(from).kind.as_str(),
                    link: self.link(from, lang),
                })
                .collect(),
            related: self.cards(related, lang),
        }
    }

    /// Entries that belong with one: those it names, then for a case those most like it.
    fn related_to(&self, doc: DocId, entry: &Entry) -> Vec<DocId> {
        let mut related = self.library.named(doc).to_vec();
        if let Fields::Case(_) = entry.fields {
            // Notices have a list of their own.
            related.retain(|doc| self.library.doc(*doc).kind != Kind::Policy);
        }
        for other in self.library.related(doc) {
            if !related.contains(other) {
                related.push(*other);
            }
        }
        related
    }

    fn edit_url(&self, entry: &Entry) -> Option<String> {
        let pattern = &self.config.edit_url.as_ref()?.value;
        // A page that no file stands behind cannot be edited.
        (!entry.head.is_empty()).then(|| pattern.replace("{path}", &encode_path(&entry.file)))
    }

    /// The text with its holes filled for a page whose root is `root`.
    fn body(&self, doc: DocId, entry: &Entry, lang: Lang, root: &str) -> String {
        let targets = self.library.targets(doc, lang);
        let mut html = String::new();
        entry.body.fill(&mut html, |hole, out| match hole {
            HoleKind::Phrase(phrase) => escape(self.word(lang, phrase.key()), out),
            HoleKind::Href(at) => match targets.get(at as usize).unwrap_or(&Target::Broken) {
                Target::Broken => out.push_str(" data-broken-link"),
                target => {
                    out.push_str(" href=\"");
                    self.address(target, lang, root, out);
                    out.push('"');
                    if matches!(target, Target::External(_)) {
                        out.push_str(" rel=\"external noopener\"");
                    }
                }
            },
            HoleKind::Src(at) => {
                out.push_str(" src=\"");
                match targets.get(at as usize).unwrap_or(&Target::Broken) {
                    // An image must have an address; this one is empty and loads nothing.
                    Target::Broken => out.push_str("data:,"),
                    target => self.address(target, lang, root, out),
                }
                out.push('"');
            }
        });
        html
    }

    fn address(&self, target: &Target, lang: Lang, root: &str, out: &mut String) {
        let (path, anchor) = match target {
            Target::External(address) => return escape(&encode_external(address), out),
            Target::Doc { doc, anchor } => {
                // The reader's language may have a text with other headings.
                let headings = &self.library.view(*doc, lang).body.headings;
                let known = |id: &&str| headings.iter().any(|heading| heading.id == *id);
                (self.path(*doc, lang), anchor.as_deref().filter(known))
            }
            Target::Anchor(id) => {
                let _ = write!(out, "#{}", encode_path(id));
                return;
            }
            Target::Asset(path) => (path.clone(), None),
            Target::Page(path) => (self.prefixed(path, lang), None),
            Target::Broken => return,
        };
        out.push_str(root);
        escape(&encode_path(&path), out);
        if let Some(id) = anchor {
            let _ = write!(out, "#{}", encode_path(id));
        }
    }
}

/// Another site's address with the characters escaped that HTML does not allow in one.
fn encode_external(address: &str) -> String {
    let mut encoded = String::with_capacity(address.len());
    for c in address.trim().chars() {
        match c {
            ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | '[' | ']' => {
                let _ = write!(encoded, "%{:02X}", c as u32);
            }
            c if c.is_control() => {}
            c => encoded.push(c),
        }
    }
    // A bare percent sign is no escape.
    let bytes = encoded.as_bytes();
    let hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    let bare: Vec<usize> = encoded
        .match_indices('%')
        .map(|(at, _)| at)
        .filter(|at| !(hex(at + 1) && hex(at + 2)))
        .collect();
    for at in bare.into_iter().rev() {
        encoded.insert_str(at + 1, "25");
    }
    encoded
}

/// Escapes text for HTML.
pub(super) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
}

/// Headings of level 2 with those of level 3 below them.
fn table_of_contents(headings: &[Heading]) -> Vec<TocContext> {
    let mut toc: Vec<TocContext> = Vec::new();
    for heading in headings {
        let item = TocContext {
            id: heading.id.clone(),
            title: heading.text.clone(),
            children: Vec::new(),
        };
        match (heading.level, toc.last_mut()) {
            (2, _) | (3, None) => toc.push(item),
            (3, Some(parent)) => parent.children.push(item),
            _ => {}
        }
    }
    toc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_other_sites_become_valid() {
        assert_eq!(
            encode_external("https://a.cn/一 二?x=[1]"),
            "https://a.cn/一%20二?x=%5B1%5D"
        );
        assert_eq!(
            encode_external("https://a.cn/100%/%41"),
            "https://a.cn/100%25/%41"
        );
    }
}
