//! Makes the site's pages: decides which there are, builds each one's context, has the theme
//! render it. It writes nothing, and holds one page at a time.

pub mod context;

mod card;
mod case;
mod clause;
mod course;
mod entry;
mod facet;
mod facts;
mod feed;
mod home;
mod json_ld;
mod list;
mod page;
mod plan;
mod policy;
mod reading;
mod search;
mod section;
mod sitemap;
mod term;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use serde::Serialize;

pub use facts::Fact;
pub use plan::{Job, Page};

use crate::config::Config;
use crate::content::{Entry, Kind};
use crate::diagnostic::Diagnostic;
use crate::digest::{hash, hash_all, hash_bytes};
use crate::language::Lang;
use crate::library::{Doc, DocId, Library};
use crate::registry::Registries;
use crate::theme::Theme;
use context::{Card, SiteContext};
use reading::Reading;

/// All that the pages of one build are made from.
pub struct Edition<'a> {
    library: &'a Library,
    registries: &'a Registries,
    config: &'a Config,
    theme: &'a Theme,
    /// The day that counts as today, if pages may depend on one.
    today: Option<Date>,
    /// Day of the last commit, by path from the content folder.
    commit_days: HashMap<String, Date>,
    parts: Arc<Parts>,
}

/// What feeds show, newest first: that of all kinds, and that of each.
type Dated = HashMap<(Option<Kind>, Lang), Vec<(Date, DocId)>>;

/// A card, and what it depends on.
type KeptCard = (Card, Box<[Fact]>);

/// What pages share, and no text takes part in.
pub struct Parts {
    /// What all pages of a language share.
    sites: BTreeMap<Lang, tera::Value>,
    /// Digests of [`Self::sites`].
    site_digests: BTreeMap<Lang, u64>,
    /// Every document's card, made when first asked for, and what it depends on.
    cards: HashMap<Lang, Vec<OnceLock<KeptCard>>>,
    /// What refers to each clause, by the clause's index and by kind.
    clause_members: HashMap<(usize, Kind), Vec<DocId>>,
    /// What feeds show.
    dated: Dated,
    /// Digest of what each document is: its id, kind and languages.
    identities: Vec<u64>,
}

impl Parts {
    /// Forgets the cards that show one of these documents.
    pub fn forget_cards(&mut self, docs: &HashSet<DocId>) {
        let is_of = |fact: &Fact| matches!(fact, Fact::Head(doc, _) if docs.contains(doc));
        #[allow(clippy::iter_over_hash_type, reason = "each by itself")]
        for cards in self.cards.values_mut() {
            for card in cards {
                if card.get().is_some_and(|(_, facts)| facts.iter().any(is_of)) {
                    *card = OnceLock::new();
                }
            }
        }
    }
}

/// What the outside tells a build beyond the site's files.
#[derive(Debug, Default, Clone)]
pub struct Circumstances {
    /// The day that counts as today, if pages may depend on one.
    pub today: Option<Date>,
    /// Day of the last commit, by path from the content folder.
    pub commit_days: HashMap<String, Date>,
}

impl Circumstances {
    /// What tells them from others.
    #[must_use]
    pub fn digest(&self) -> u64 {
        #[allow(clippy::iter_over_hash_type, reason = "a sum has no order")]
        let days = self.commit_days.iter().fold(0_u64, |sum, (path, day)| {
            sum.wrapping_add(hash_all([hash_bytes(path.as_bytes()), date_number(*day)]))
        });
        hash_all([hash(&self.today), days])
    }
}

/// Makes one page.
struct Renderer<'e> {
    edition: &'e Edition<'e>,
    library: Reading<'e>,
}

impl<'e> Deref for Renderer<'e> {
    type Target = Edition<'e>;
    fn deref(&self) -> &Edition<'e> {
        self.edition
    }
}

/// A page that is ready but for its template.
pub struct Draft {
    content: Content,
    /// What it depends on.
    pub facts: Vec<Fact>,
}

enum Content {
    /// A template's context.
    Page {
        template: &'static str,
        lang: Lang,
        context: tera::TeraResult<tera::Context>,
        /// Digest of the context, whose own order is not always the same.
        digest: u64,
    },
    /// A file that no template is needed for.
    File(Vec<u8>),
}

impl Draft {
    /// The template it needs, if any.
    #[must_use]
    pub const fn template(&self) -> Option<&'static str> {
        match self.content {
            Content::Page { template, .. } => Some(template),
            Content::File(_) => None,
        }
    }

    /// Digest of the context, or of the file.
    #[must_use]
    pub fn digest(&self) -> u64 {
        match &self.content {
            Content::Page { digest, .. } => *digest,
            Content::File(bytes) => hash_bytes(bytes),
        }
    }
}

impl<'a> Edition<'a> {
    /// Gathers what pages share.
    #[must_use]
    pub fn new(
        library: &'a Library,
        registries: &'a Registries,
        config: &'a Config,
        theme: &'a Theme,
        circumstances: Circumstances,
    ) -> Self {
        let count = library.docs().count();
        let empty = || (0..count).map(|_| OnceLock::new()).collect();
        let languages = config.languages.iter();
        let parts = Parts {
            sites: BTreeMap::new(),
            site_digests: BTreeMap::new(),
            cards: languages.map(|lang| (*lang, empty())).collect(),
            clause_members: clause::members_by_kind(library, registries),
            dated: feed::dated(library, config),
            identities: library
                .docs()
                .map(|doc| identity(library.doc(doc)))
                .collect(),
        };
        let parts = Arc::new(parts);
        let mut edition =
            Self::with_parts(library, registries, config, theme, circumstances, parts);
        let sites: Vec<_> = config
            .languages
            .iter()
            .map(|lang| (*lang, edition.renderer().site(*lang)))
            .collect();
        if let Some(parts) = Arc::get_mut(&mut edition.parts) {
            for (lang, site) in sites {
                parts.site_digests.insert(lang, hash(&site));
                parts
                    .sites
                    .insert(lang, tera::Value::from_serializable(&site));
            }
        }
        edition
    }

    /// An edition that differs from an earlier one in texts at most.
    #[must_use]
    pub fn with_parts(
        library: &'a Library,
        registries: &'a Registries,
        config: &'a Config,
        theme: &'a Theme,
        circumstances: Circumstances,
        parts: Arc<Parts>,
    ) -> Self {
        let Circumstances { today, commit_days } = circumstances;
        Self {
            library,
            registries,
            config,
            theme,
            today,
            commit_days,
            parts,
        }
    }

    /// What an edition with other texts can share.
    #[must_use]
    pub fn parts(&self) -> Arc<Parts> {
        self.parts.clone()
    }

    fn renderer(&self) -> Renderer<'_> {
        Renderer {
            edition: self,
            library: Reading::new(self),
        }
    }

    /// Lists every page, in a fixed order.
    #[must_use]
    pub fn plan(&self) -> Vec<Job> {
        plan::plan(&self.renderer())
    }

    /// Makes a page, up to its template.
    #[must_use]
    pub fn draft(&self, job: &Job) -> Draft {
        let renderer = self.renderer();
        let content = renderer.content(job);
        let facts = renderer.library.noted();
        Draft { content, facts }
    }

    /// Renders a page.
    ///
    /// # Errors
    /// The template's error.
    pub fn finish(&self, draft: Draft) -> Result<Vec<u8>, Diagnostic> {
        match draft.content {
            Content::Page {
                template,
                lang,
                context,
                ..
            } => self
                .theme
                .render(template, lang, &self.parts.sites[&lang], context),
            Content::File(bytes) => Ok(bytes),
        }
    }

    /// Digest of what all pages of all languages share besides the theme: menu, titles, feeds, the day.
    #[must_use]
    pub fn ground(&self) -> u64 {
        let sites = self.parts.site_digests.values().copied();
        hash_all(sites.chain([hash(&self.today)]))
    }

    /// Documents, in order.
    #[must_use]
    pub fn docs(&self) -> Vec<DocId> {
        self.library.docs().collect()
    }

    /// Documents' ids, in order.
    pub fn ids(&self) -> impl Iterator<Item = &Arc<str>> {
        self.library.docs().map(|doc| &self.library.doc(doc).id)
    }

    /// A path in a language's part of the site.
    fn prefixed(&self, path: &str, lang: Lang) -> String {
        if lang == self.config.default_language {
            path.to_owned()
        } else {
            format!("{lang}/{path}")
        }
    }

    /// A word of the theme.
    fn word<'k>(&'k self, lang: Lang, key: &'k str) -> &'k str {
        self.theme.strings.get(lang, key)
    }

    /// The day of the last change: from front matter, else from git.
    fn changed(&self, entry: &Entry) -> Option<Date> {
        let path = entry
            .file
            .strip_prefix(self.config.content.as_str())
            .map(|path| path.trim_start_matches('/'));
        entry
            .common
            .updated
            .or_else(|| self.commit_days.get(path?).copied())
    }

    /// Digest of that day.
    fn day(&self, entry: &Entry) -> u64 {
        let day = self.changed(entry).or(entry.common.date);
        day.map_or(0, |day| hash_all([date_number(day)]))
    }

    /// Entries of a kind that refer to a clause or one below it, newest first.
    fn of_clause(&self, clause: usize, kind: Kind) -> &[DocId] {
        self.parts
            .clause_members
            .get(&(clause, kind))
            .map_or(&[], Vec::as_slice)
    }

    /// What a feed shows, newest first.
    fn dated(&self, kind: Option<Kind>, lang: Lang) -> &[(Date, DocId)] {
        let dated = &self.parts.dated;
        dated.get(&(kind, lang)).map_or(&[], Vec::as_slice)
    }
}

/// A day as a number that no other day has.
fn date_number(day: Date) -> u64 {
    let (year, month, day) = (day.year(), day.month(), day.day());
    (i64::from(year) * 400 + i64::from(month) * 32 + i64::from(day)).cast_unsigned()
}

fn identity(doc: &Doc) -> u64 {
    let languages: Vec<Lang> = doc
        .versions()
        .iter()
        .map(|version| version.identity.lang)
        .collect();
    hash(&(&doc.id, doc.kind, doc.folder, languages))
}

impl Renderer<'_> {
    fn site(&self, lang: Lang) -> SiteContext {
        let config = self.config;
        SiteContext {
            title: config.title.get(lang).to_owned(),
            description: config.description.get(lang).to_owned(),
            base_url: config.base_url.clone().unwrap_or_default(),
            lang: lang.code(),
            lang_tag: lang.tag(),
            home: self.prefixed("index.html", lang),
            menu: self.menu(lang),
            feeds: self.feed_links(lang),
            footer: config
                .footer
                .as_ref()
                .map(|footer| footer.get(lang).to_owned()),
            search: self.search_context(lang),
        }
    }

    /// A page by a template.
    #[allow(clippy::unused_self, reason = "reads as what a renderer does")]
    fn page(&self, template: &'static str, lang: Lang, context: &impl Serialize) -> Content {
        Content::Page {
            template,
            lang,
            context: tera::Context::from_serialize(context),
            digest: hash(context),
        }
    }
}

/// `../` for every folder of a path.
fn root_of(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}
