//! The library as a page reads it: whatever it looks at is noted.

use std::cell::RefCell;

use super::Edition;
use super::facts::{Fact, registry_number, small};
use crate::content::{Entry, Kind};
use crate::language::Lang;
use crate::library::{DocId, Library, Target};

/// The library, while one page is made.
pub(super) struct Reading<'e> {
    edition: &'e Edition<'e>,
    noted: RefCell<Vec<Fact>>,
}

/// What every page may know of a document; the rest is asked for.
pub(super) struct Known<'e> {
    /// Its id.
    pub(super) id: &'e str,
    /// Its kind.
    pub(super) kind: Kind,
}

impl<'e> Reading<'e> {
    pub(super) const fn new(edition: &'e Edition<'e>) -> Self {
        Self {
            edition,
            noted: RefCell::new(Vec::new()),
        }
    }

    const fn library(&self) -> &'e Library {
        self.edition.library
    }

    fn note(&self, fact: Fact) {
        self.noted.borrow_mut().push(fact);
    }

    /// What was noted, each fact once, in order.
    pub(super) fn noted(&self) -> Vec<Fact> {
        let mut noted = self.noted.take();
        noted.sort_unstable();
        noted.dedup();
        noted
    }

    /// What is noted while something is made that is kept for other pages, too.
    pub(super) fn noting<Made>(&self, make: impl FnOnce() -> Made) -> (Made, Box<[Fact]>) {
        let from = self.noted.borrow().len();
        let made = make();
        let mut noted = self.noted.borrow()[from..].to_vec();
        noted.sort_unstable();
        noted.dedup();
        (made, noted.into())
    }

    /// Notes what something depends on that was made for another page.
    pub(super) fn note_all(&self, facts: &[Fact]) {
        self.noted.borrow_mut().extend_from_slice(facts);
    }

    pub(super) fn find(&self, id: &str) -> Option<DocId> {
        let found = self.library().find(id);
        self.note(found.map_or(Fact::Docs, Fact::Doc));
        found
    }

    pub(super) fn doc(&self, doc: DocId) -> Known<'e> {
        self.note(Fact::Doc(doc));
        let doc = self.library().doc(doc);
        Known {
            id: &doc.id,
            kind: doc.kind,
        }
    }

    /// Path of a document's page in a language's part of the site.
    pub(super) fn path(&self, doc: DocId, lang: Lang) -> String {
        self.note(Fact::Doc(doc));
        let library = self.library();
        library.doc(doc).path(lang, library.default_language)
    }

    /// Languages a document has a text of its own in.
    pub(super) fn languages(&self, doc: DocId) -> Vec<Lang> {
        self.note(Fact::Doc(doc));
        let versions = self.library().doc(doc).versions().iter();
        versions.map(|version| version.identity.lang).collect()
    }

    /// A document as a reader of `lang` sees it, without its text.
    pub(super) fn view(&self, doc: DocId, lang: Lang) -> &'e Entry {
        self.note(Fact::Head(doc, lang));
        self.library().view(doc, lang)
    }

    /// The file that all others are translations of, without its text.
    pub(super) fn original(&self, doc: DocId) -> &'e Entry {
        self.note(Fact::Doc(doc));
        let original = self.library().doc(doc).original();
        self.note(Fact::Head(doc, original.identity.lang));
        original
    }

    /// Where the links of a document's text lead. Whoever asks shows the text, too.
    pub(super) fn targets(&self, doc: DocId, lang: Lang) -> &'e [Target] {
        self.note(Fact::Text(doc, lang));
        let shown = self.library().view(doc, lang).identity.lang;
        self.library().targets(doc, shown)
    }

    /// Day of a document's last change or of its publication, where nothing else of it is looked at.
    pub(super) fn changed(&self, doc: DocId, lang: Lang) -> Option<jiff::civil::Date> {
        self.note(Fact::Doc(doc));
        self.note(Fact::Day(doc, lang));
        let entry = self.library().doc(doc).version(lang)?;
        self.edition.changed(entry).or(entry.common.date)
    }

    pub(super) fn named(&self, doc: DocId) -> &'e [DocId] {
        self.note(Fact::Named(doc));
        self.library().named(doc)
    }

    pub(super) fn backlinks(&self, doc: DocId) -> &'e [DocId] {
        self.note(Fact::Backlinks(doc));
        self.library().backlinks(doc)
    }

    pub(super) fn related(&self, doc: DocId) -> &'e [DocId] {
        self.note(Fact::Related(doc));
        self.library().related(doc)
    }

    pub(super) fn superseded_by(&self, doc: DocId) -> &'e [DocId] {
        self.note(Fact::SupersededBy(doc));
        self.library().superseded_by(doc)
    }

    pub(super) fn required(&self, doc: DocId) -> &'e [DocId] {
        self.note(Fact::Required(doc));
        self.library().required(doc)
    }

    pub(super) fn children(&self, doc: DocId) -> &'e [DocId] {
        self.note(Fact::Children(doc));
        self.library().children(doc)
    }

    pub(super) fn parent(&self, doc: DocId) -> Option<DocId> {
        self.note(Fact::Parent(doc));
        self.library().parent(doc)
    }

    pub(super) fn listed(&self, doc: DocId) -> &'e [DocId] {
        self.note(Fact::Listed(doc));
        self.library().listed(doc)
    }

    pub(super) fn of_kind(&self, kind: Kind) -> impl Iterator<Item = DocId> + use<'e> {
        self.note(Fact::OfKind(kind));
        self.library().of_kind(kind)
    }

    /// Documents that carry a registry's value, newest first.
    pub(super) fn members(&self, registry: &str, value: usize) -> &'e [DocId] {
        self.note(Fact::Members(registry_number(registry), small(value)));
        self.library().facets.members(registry, value)
    }

    /// How many documents carry it.
    pub(super) fn count(&self, registry: &str, value: usize) -> usize {
        self.note(Fact::Count(registry_number(registry), small(value)));
        self.library().facets.members(registry, value).len()
    }

    /// Whether any document carries a value of the registry.
    pub(super) fn in_use(&self, registry: &str) -> bool {
        self.note(Fact::InUse(registry_number(registry)));
        self.library().facets.in_use(registry)
    }

    /// Documents of a kind that refer to a clause or one below it, newest first.
    pub(super) fn of_clause(&self, clause: usize, kind: Kind) -> &'e [DocId] {
        self.note(Fact::OfClause(small(clause), kind));
        self.edition.of_clause(clause, kind)
    }

    /// What a feed shows, newest first.
    pub(super) fn dated(&self, kind: Option<Kind>, lang: Lang) -> &'e [(jiff::civil::Date, DocId)] {
        self.note(Fact::Dated(kind, lang));
        self.edition.dated(kind, lang)
    }

    /// A file named relative to an entry's. It depends on the entry alone.
    pub(super) fn beside(&self, entry: &Entry, written: &str) -> Option<String> {
        self.library().beside(entry, written)
    }
}
