//! Makes the site's pages: decides which there are, builds each one's context, has the theme
//! render it. It writes nothing, and holds one page at a time.

pub mod context;

mod card;
mod case;
mod clause;
mod course;
mod entry;
mod facet;
mod feed;
mod home;
mod json_ld;
mod list;
mod page;
mod plan;
mod policy;
mod search;
mod section;
mod sitemap;
mod term;

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use jiff::civil::Date;

pub use plan::{Job, Page, plan};

use crate::config::Config;
use crate::content::Kind;
use crate::language::Lang;
use crate::library::{DocId, Library};
use crate::registry::Registries;
use crate::theme::Theme;
use context::{Card, SiteContext};

/// All that pages are made from.
pub struct Renderer<'a> {
    library: &'a Library,
    registries: &'a Registries,
    config: &'a Config,
    theme: &'a Theme,
    /// The day that counts as today, if pages may depend on one.
    today: Option<Date>,
    /// Day of the last commit, by path from the content folder.
    commit_days: HashMap<String, Date>,
    /// What all pages of a language share.
    sites: BTreeMap<Lang, tera::Value>,
    /// Every document's card, made when first asked for.
    cards: HashMap<Lang, Vec<OnceLock<Card>>>,
    /// What refers to each clause, by the clause's index and by kind.
    clause_members: HashMap<(usize, Kind), Vec<DocId>>,
}

/// What the outside tells a build beyond the site's files.
#[derive(Debug, Default)]
pub struct Circumstances {
    /// The day that counts as today, if pages may depend on one.
    pub today: Option<Date>,
    /// Day of the last commit, by path from the content folder.
    pub commit_days: HashMap<String, Date>,
}

impl<'a> Renderer<'a> {
    /// A renderer.
    #[must_use]
    pub fn new(
        library: &'a Library,
        registries: &'a Registries,
        config: &'a Config,
        theme: &'a Theme,
        circumstances: Circumstances,
    ) -> Self {
        let Circumstances { today, commit_days } = circumstances;
        let mut renderer = Self {
            library,
            registries,
            config,
            theme,
            today,
            commit_days,
            sites: BTreeMap::new(),
            cards: HashMap::new(),
            clause_members: HashMap::new(),
        };
        let count = library.docs().count();
        let empty = || (0..count).map(|_| OnceLock::new()).collect();
        renderer.cards = config
            .languages
            .iter()
            .map(|lang| (*lang, empty()))
            .collect();
        renderer.clause_members = renderer.members_by_kind();
        renderer.sites = config
            .languages
            .iter()
            .map(|lang| (*lang, tera::Value::from_serializable(&renderer.site(*lang))))
            .collect();
        renderer
    }

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
}

/// `../` for every folder of a path.
fn root_of(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}
