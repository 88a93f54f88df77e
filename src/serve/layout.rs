//! What the server needs of the site's settings: where sources lie, and where pages are.

use std::path::Path;

use crate::build::Options;
use crate::config::{self, Config};
use crate::content::identify;
use crate::language::Lang;
use crate::world::{PathKind, Targets, World};

/// What the server needs of the site's settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    /// Path of the address the site is published under: `/` or `/wiki/`. It is served there, so
    /// that a link that only works at a root is seen not to work.
    pub(super) base: String,
    /// The content folder, from the site's root.
    content: String,
    languages: Vec<Lang>,
    /// What is watched.
    pub(super) targets: Targets,
}

impl Layout {
    /// As the settings say; `None` while they cannot be read.
    pub(super) fn read(world: &dyn World, root: &Path, options: &Options) -> Option<Self> {
        let (config, _) = Config::load(world, root).ok()?;
        Some(Self::of(&config, root, options))
    }

    /// As without settings.
    pub(super) fn without_settings(root: &Path, options: &Options) -> Self {
        Self::of(&Config::default(), root, options)
    }

    fn of(config: &Config, root: &Path, options: &Options) -> Self {
        let trees = [&config.content, &config.registries, &config.theme];
        let base_url = options.base_url.as_ref().or(config.base_url.as_ref());
        Self {
            base: base_url.map_or_else(|| "/".to_owned(), |url| path_of(url)),
            content: config.content.trim_matches('/').to_owned(),
            languages: config.languages.clone(),
            targets: Targets {
                trees: trees
                    .into_iter()
                    .map(|folder| root.join(folder.trim_end_matches('/')))
                    .collect(),
                files: vec![root.join(config::FILE)],
            },
        }
    }

    /// Paths, from the site's root, of the pages that show a source file: its own, and those of
    /// languages that it has not been translated into.
    pub(super) fn pages_of(&self, world: &dyn World, root: &Path, file: &str) -> Vec<String> {
        let within = file
            .strip_prefix(&*self.content)
            .and_then(|rest| rest.strip_prefix('/'))
            .filter(|rest| rest.ends_with(".md"));
        let Some(Ok(own)) = within.map(|path| identify(path, &file.into(), &self.languages)) else {
            return Vec::new();
        };
        let content = root.join(&self.content);
        let stems = match (own.folder, own.id.is_empty()) {
            (true, true) => vec!["index".to_owned(), "_index".to_owned()],
            (true, false) => vec![format!("{}/index", own.id), format!("{}/_index", own.id)],
            (false, _) => vec![own.id.to_string()],
        };
        let has_text = |lang: &Lang| {
            let plain = self.languages.first() == Some(lang);
            stems.iter().any(|stem| {
                let is_file =
                    |name: String| world.kind(&content.join(name)) == Some(PathKind::File);
                is_file(format!("{stem}.{lang}.md")) || plain && is_file(format!("{stem}.md"))
            })
        };
        let path = |lang: &Lang| {
            let prefix = if self.languages.first() == Some(lang) {
                String::new()
            } else {
                format!("{lang}/")
            };
            match (own.folder, own.id.is_empty()) {
                (true, true) => format!("{prefix}index.html"),
                (true, false) => format!("{prefix}{}/index.html", own.id),
                (false, _) => format!("{prefix}{}.html", own.id),
            }
        };
        let shown = |lang: &&Lang| **lang == own.lang || !has_text(lang);
        self.languages.iter().filter(shown).map(path).collect()
    }
}

/// The path of an address, with `/` at both ends.
fn path_of(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let path = rest.find('/').map_or("/", |at| &rest[at..]);
    match path.trim_matches('/') {
        "" => "/".to_owned(),
        path => format!("/{path}/"),
    }
}

/// The page that a later page of a list belongs to: `cases/index.html` for `cases/page/2.html`.
pub(super) fn first_page(path: &str) -> Option<String> {
    let stem = path.strip_suffix(".html")?;
    let (list, number) = stem.rsplit_once("page/")?;
    let counts = !number.is_empty() && number.bytes().all(|c| c.is_ascii_digit());
    (counts && (list.is_empty() || list.ends_with('/'))).then(|| format!("{list}index.html"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_served_under_the_path_it_is_published_under() {
        for (url, path) in [
            ("https://example.org", "/"),
            ("https://example.org/", "/"),
            ("https://example.org/a/b", "/a/b/"),
            ("https://example.org/a/?b#c", "/a/"),
        ] {
            assert_eq!(path_of(url), path, "{url}");
        }
    }

    #[test]
    fn later_pages_of_a_list_belong_to_the_first() {
        assert_eq!(
            first_page("en/cases/page/2.html").as_deref(),
            Some("en/cases/index.html")
        );
        assert_eq!(first_page("page/12.html").as_deref(), Some("index.html"));
        for own in ["cases/homepage/2.html", "cases/page/a.html", "cases/2.html"] {
            assert_eq!(first_page(own), None, "{own}");
        }
    }
}
