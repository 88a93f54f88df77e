//! What pages depend on, in pieces small enough that a change concerns few pages.
//!
//! While a page is made, [`Reading`](super::reading::Reading) notes which facts it looks at. When the
//! site is built again, a page all of whose facts have the same digests as before is as it was.

use serde::{Deserialize, Serialize};

use super::Edition;
use crate::content::Kind;
use crate::digest::{hash_all, hash_bytes};
use crate::language::Lang;
use crate::library::{DocId, Target};
use crate::registry::NAMES;

/// One thing a page may depend on. Documents are named by their place in the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Fact {
    /// A document's identity: id, kind, languages.
    Doc(DocId),
    /// All but the text of a document as a reader of the language sees it.
    Head(DocId, Lang),
    /// Its text, and where the links in it lead.
    Text(DocId, Lang),
    /// Day of its last change.
    Day(DocId, Lang),
    /// What its front matter names as related.
    Named(DocId),
    /// What refers to it.
    Backlinks(DocId),
    /// The cases most like it.
    Related(DocId),
    /// What supersedes it.
    SupersededBy(DocId),
    /// What it supersedes or asks for first.
    Required(DocId),
    /// What stands in it.
    Children(DocId),
    /// What it stands in.
    Parent(DocId),
    /// The list it shows.
    Listed(DocId),
    /// Which documents there are.
    Docs,
    /// Which documents of a kind there are.
    OfKind(Kind),
    /// What carries a value of a registry; both by their places.
    Members(u8, u32),
    /// How many documents carry it.
    Count(u8, u32),
    /// Whether any value of a registry is carried.
    InUse(u8),
    /// Documents of a kind that refer to a clause.
    OfClause(u32, Kind),
    /// What a feed shows.
    Dated(Option<Kind>, Lang),
}

impl Fact {
    /// The document it is about.
    const fn doc(self) -> Option<DocId> {
        match self {
            Self::Doc(doc)
            | Self::Head(doc, _)
            | Self::Text(doc, _)
            | Self::Day(doc, _)
            | Self::Named(doc)
            | Self::Backlinks(doc)
            | Self::Related(doc)
            | Self::SupersededBy(doc)
            | Self::Required(doc)
            | Self::Children(doc)
            | Self::Parent(doc)
            | Self::Listed(doc) => Some(doc),
            Self::Docs
            | Self::OfKind(_)
            | Self::Members(..)
            | Self::Count(..)
            | Self::InUse(_)
            | Self::OfClause(..)
            | Self::Dated(..) => None,
        }
    }

    /// The same fact in a library where documents have other places: `places` gives the new one of
    /// each. `None` if the document is gone.
    #[must_use]
    pub fn moved(self, places: &[Option<DocId>]) -> Option<Self> {
        let Some(doc) = self.doc() else {
            return Some(self);
        };
        let doc = (*places.get(doc.index())?)?;
        Some(match self {
            Self::Doc(_) => Self::Doc(doc),
            Self::Head(_, lang) => Self::Head(doc, lang),
            Self::Text(_, lang) => Self::Text(doc, lang),
            Self::Day(_, lang) => Self::Day(doc, lang),
            Self::Named(_) => Self::Named(doc),
            Self::Backlinks(_) => Self::Backlinks(doc),
            Self::Related(_) => Self::Related(doc),
            Self::SupersededBy(_) => Self::SupersededBy(doc),
            Self::Required(_) => Self::Required(doc),
            Self::Children(_) => Self::Children(doc),
            Self::Parent(_) => Self::Parent(doc),
            Self::Listed(_) => Self::Listed(doc),
            other => other,
        })
    }
}

/// A registry's place among all that a site may have.
pub(super) fn registry_number(id: &str) -> u8 {
    let at = NAMES.iter().position(|name| *name == id);
    at.and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
}

pub(super) fn small(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl Edition<'_> {
    /// The digest of a fact as it is now.
    #[must_use]
    pub fn digest(&self, fact: Fact) -> u64 {
        let library = self.library;
        let docs =
            |docs: &[DocId]| hash_all(docs.iter().map(|doc| self.parts.identities[doc.index()]));
        match fact {
            Fact::Doc(doc) => self.parts.identities[doc.index()],
            Fact::Head(doc, lang) => {
                let entry = library.view(doc, lang);
                hash_all([entry.digest.head, self.day(entry)])
            }
            Fact::Text(doc, lang) => {
                let entry = library.view(doc, lang);
                let targets = library.targets(doc, entry.identity.lang);
                let targets = targets.iter().map(|target| self.target_digest(target));
                hash_all(std::iter::once(entry.digest.text).chain(targets))
            }
            Fact::Day(doc, lang) => self.day(library.view(doc, lang)),
            Fact::Named(doc) => docs(library.named(doc)),
            Fact::Backlinks(doc) => docs(library.backlinks(doc)),
            Fact::Related(doc) => docs(library.related(doc)),
            Fact::SupersededBy(doc) => docs(library.superseded_by(doc)),
            Fact::Required(doc) => docs(library.required(doc)),
            Fact::Children(doc) => docs(library.children(doc)),
            Fact::Parent(doc) => docs(library.parent(doc).as_slice()),
            Fact::Listed(doc) => docs(library.listed(doc)),
            Fact::Docs => hash_all(self.parts.identities.iter().copied()),
            Fact::OfKind(kind) => hash_all(
                library
                    .of_kind(kind)
                    .map(|doc| self.parts.identities[doc.index()]),
            ),
            Fact::Members(registry, value) => docs(self.members(registry, value)),
            Fact::Count(registry, value) => self.members(registry, value).len() as u64,
            Fact::InUse(registry) => {
                let name = NAMES.get(usize::from(registry));
                u64::from(name.is_some_and(|name| library.facets.in_use(name)))
            }
            Fact::OfClause(clause, kind) => docs(self.of_clause(clause as usize, kind)),
            Fact::Dated(kind, lang) => {
                let dated = self.dated(kind, lang).iter();
                hash_all(dated.map(|(_, doc)| self.parts.identities[doc.index()]))
            }
        }
    }

    fn target_digest(&self, target: &Target) -> u64 {
        let (number, text) = match target {
            Target::External(address) => (0, address.as_str()),
            Target::Doc { doc, anchor } => (
                self.parts.identities[doc.index()],
                anchor.as_deref().unwrap_or_default(),
            ),
            Target::Anchor(id) => (1, id.as_str()),
            Target::Asset(path) => (2, path.as_str()),
            Target::Page(path) => (3, path.as_str()),
            Target::Broken => (4, ""),
        };
        hash_all([number, hash_bytes(text.as_bytes())])
    }

    fn members(&self, registry: u8, value: u32) -> &[DocId] {
        let name = NAMES.get(usize::from(registry)).unwrap_or(&"");
        self.library.facets.members(name, value as usize)
    }
}
