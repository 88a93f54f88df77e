//! Atom feeds (RFC 4287): of everything, and of each kind that has dates.

use jiff::civil::Date;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::Dated;
use super::Renderer;
use super::context::FeedContext;
use crate::config::Config;
use crate::content::{Fields, Kind};
use crate::language::Lang;
use crate::library::{DocId, Library};

/// Kinds with a feed of their own.
const KINDS: [Kind; 4] = [Kind::Case, Kind::Policy, Kind::Interpretation, Kind::Course];

/// What feeds show: entries that have a text in the language and a day, newest first.
pub(super) fn dated(library: &Library, config: &Config) -> Dated {
    let mut all = Dated::new();
    for id in library.docs() {
        let doc = library.doc(id);
        let has_own = KINDS.contains(&doc.kind);
        if !has_own && doc.kind != Kind::Lesson {
            continue;
        }
        for entry in doc.versions() {
            let day = match &entry.fields {
                Fields::Policy(own) => Some(own.published.unwrap_or(own.issued)),
                _ => entry.common.date,
            };
            let Some(day) = day else { continue };
            let lang = entry.identity.lang;
            all.entry((None, lang)).or_default().push((day, id));
            if has_own {
                all.entry((Some(doc.kind), lang))
                    .or_default()
                    .push((day, id));
            }
        }
    }
    #[allow(clippy::iter_over_hash_type, reason = "each list is sorted by itself")]
    for list in all.values_mut() {
        list.sort_unstable_by_key(|(day, doc)| (std::cmp::Reverse(*day), *doc));
        list.truncate(config.feed_size);
    }
    all
}

impl Renderer<'_> {
    /// Paths of a language's feeds. None without a base URL: a feed's addresses are absolute.
    pub(super) fn feeds(&self, lang: Lang) -> Vec<(String, Option<Kind>)> {
        if self.config.base_url.is_none() {
            return Vec::new();
        }
        let kinds = std::iter::once(None).chain(KINDS.into_iter().map(Some));
        kinds
            .filter(|kind| !self.library.dated(*kind, lang).is_empty())
            .map(|kind| (self.feed_path(kind, lang), kind))
            .collect()
    }

    /// Feeds as links.
    pub(super) fn feed_links(&self, lang: Lang) -> Vec<FeedContext> {
        let feeds = self.feeds(lang).into_iter();
        let feeds = feeds.map(|(path, kind)| FeedContext {
            title: self.feed_title(kind, lang),
            short: self
                .feed_section(kind, lang)
                .unwrap_or_else(|| self.word(lang, "feed_of_all"))
                .to_owned(),
            path,
        });
        feeds.collect()
    }

    fn feed_path(&self, kind: Option<Kind>, lang: Lang) -> String {
        match kind.and_then(Kind::folder) {
            Some(folder) => self.prefixed(&format!("{folder}/feed.xml"), lang),
            None => self.prefixed("feed.xml", lang),
        }
    }

    fn feed_title(&self, kind: Option<Kind>, lang: Lang) -> String {
        let site = self.config.title.get(lang);
        match self.feed_section(kind, lang) {
            Some(section) => format!("{section} · {site}"),
            None => site.to_owned(),
        }
    }

    /// Title of the section a feed is of.
    fn feed_section(&self, kind: Option<Kind>, lang: Lang) -> Option<&str> {
        let section = self.library.find(kind?.folder()?)?;
        Some(&self.library.view(section, lang).common.title)
    }

    pub(super) fn feed(&self, kind: Option<Kind>, lang: Lang, path: &str) -> String {
        let entries = self.library.dated(kind, lang);
        let updated = |day: Date, doc: DocId| {
            self.changed(self.library.view(doc, lang))
                .unwrap_or(day)
                .max(day)
        };
        let newest = entries
            .iter()
            .map(|(day, doc)| updated(*day, *doc))
            .max()
            .unwrap_or(Date::ZERO);
        let page = match kind.and_then(Kind::folder) {
            Some(folder) => self.prefixed(&format!("{folder}/index.html"), lang),
            None => self.prefixed("index.html", lang),
        };
        let mut xml = Xml::new();
        let attributes = [
            ("xmlns", "http://www.w3.org/2005/Atom"),
            ("xml:lang", lang.tag()),
        ];
        xml.element("feed", &attributes, |xml| {
            xml.text("title", &self.feed_title(kind, lang));
            xml.text("id", &self.absolute(path));
            xml.text("updated", &timestamp(newest));
            xml.empty(
                "link",
                &[
                    ("rel", "self"),
                    ("type", "application/atom+xml"),
                    ("href", &self.absolute(path)),
                ],
            );
            xml.empty(
                "link",
                &[
                    ("rel", "alternate"),
                    ("type", "text/html"),
                    ("href", &self.absolute(&page)),
                ],
            );
            xml.element("author", &[], |xml| {
                xml.text("name", self.config.title.get(lang))
            });
            xml.text("generator", "casebook");
            for (day, doc) in entries {
                let entry = self.library.view(*doc, lang);
                let address = self.absolute(&self.path(*doc, lang));
                xml.element("entry", &[], |xml| {
                    xml.text("title", &entry.common.title);
                    xml.text("id", &address);
                    xml.empty(
                        "link",
                        &[
                            ("rel", "alternate"),
                            ("type", "text/html"),
                            ("href", &address),
                        ],
                    );
                    xml.text("published", &timestamp(*day));
                    xml.text("updated", &timestamp(updated(*day, *doc)));
                    let summary = super::card::description(entry);
                    if !summary.is_empty() {
                        xml.text("summary", summary);
                    }
                    xml.empty("category", &[("term", entry.identity.kind.as_str())]);
                });
            }
        });
        xml.finish()
    }
}

fn timestamp(day: Date) -> String {
    format!("{day}T00:00:00Z")
}

/// An XML document in memory. Writing there cannot fail.
pub(super) struct Xml(Writer<Vec<u8>>);

impl Xml {
    pub(super) fn new() -> Self {
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
        let _ = writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
        Self(writer)
    }

    pub(super) fn element(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        inner: impl FnOnce(&mut Self),
    ) {
        let start =
            quick_xml::events::BytesStart::new(name).with_attributes(attributes.iter().copied());
        let end = start.to_end().into_owned();
        let _ = self.0.write_event(Event::Start(start.borrow()));
        inner(self);
        let _ = self.0.write_event(Event::End(end));
    }

    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let start =
            quick_xml::events::BytesStart::new(name).with_attributes(attributes.iter().copied());
        let _ = self.0.write_event(Event::Empty(start));
    }

    /// An element that holds text only. Characters that XML does not allow are left out.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        let allowed = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
        let text: String = text.chars().filter(allowed).collect();
        let element = self.0.create_element(name);
        let _ = element.write_text_content(BytesText::new(&text));
    }

    pub(super) fn finish(self) -> String {
        let mut text = String::from_utf8(self.0.into_inner()).unwrap_or_default();
        text.push('\n');
        text
    }
}
