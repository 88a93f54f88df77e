//! The site's sources: parsed and linked.

use std::sync::Arc;

use super::discover;
use super::ground::Ground;
use super::look::Looked;
use super::memory;
use super::report::{Progress, Report, Silent, Stage as StageName};
use super::session::Session;
use crate::config::{FILE, MenuItem};
use crate::content::Kind;
use crate::diagnostic::{Code, Diagnostic, Place, did_you_mean, message};
use crate::digest::hash_all;
use crate::language::Lang;
use crate::library::{self, Library};
use crate::registry::{self, Registries};

/// A site's sources, parsed and linked.
pub(super) struct Loaded {
    pub(super) ground: Arc<Ground>,
    pub(super) discovered: Arc<discover::Discovered>,
    pub(super) library: Library,
    /// Problems of files by themselves.
    pub(super) of_files: Vec<Diagnostic>,
    /// Problems of what ties them together.
    pub(super) of_links: Arc<Vec<Diagnostic>>,
    /// Digests of what the search is made from.
    pub(super) search: memory::Keys,
}

impl Loaded {
    /// All problems of the sources.
    pub(super) fn all_problems(&self) -> Vec<Diagnostic> {
        let ground = self.ground.problems.iter();
        let all = ground.chain(&self.of_files).chain(&*self.of_links);
        all.cloned().collect()
    }
}

impl Session<'_> {
    /// Reads and links the site's sources.
    ///
    /// # Errors
    /// The problems of a configuration that nothing can be built with.
    pub(super) fn load(&mut self) -> Result<Arc<Loaded>, Vec<Diagnostic>> {
        self.with_pool(|session| {
            let ground = Ground::load(session.world, &session.options, None)?;
            let mut report = Report::default();
            let looked = session.look(&ground, &mut report, &Silent);
            Ok(session.link(ground, looked, &mut report, &Silent))
        })
    }

    /// Parses what has changed, and links everything.
    pub(super) fn link(
        &mut self,
        ground: Arc<Ground>,
        looked: Looked,
        report: &mut Report,
        progress: &dyn Progress,
    ) -> Arc<Loaded> {
        let Looked {
            discovered,
            seen,
            mut problems,
            ..
        } = looked;
        let clock = report.clock(StageName::Parse);
        let memory = &mut self.memory;
        if let Some(cache) = &mut self.cache {
            cache.load_parsed(memory, ground.vocabulary);
        }
        if memory.vocabulary != ground.vocabulary {
            memory.forget_parsed(ground.vocabulary);
        }
        let digests: Vec<Option<u64>> = seen.iter().map(|seen| seen.digest).collect();
        let parsed = discover::parse(
            self.world,
            &discovered.sources,
            seen,
            memory,
            (&ground.registries, &ground.config),
            progress,
        );
        memory.grounds.clone_from(&ground.files);
        memory.sources = (discovered.sources.iter().zip(&parsed).zip(digests))
            .filter_map(|((source, parsed), digest)| {
                let source_memory = memory::Source {
                    stamp: source.stamp,
                    digest: digest?,
                    parsed: Some(parsed.clone()),
                };
                Some((source.file.clone(), source_memory))
            })
            .collect();
        let input = discover::collect(&parsed, &discovered, self.options.drafts, &mut problems);
        let of_files = std::mem::take(&mut problems);
        report.stop(clock);

        progress.enter(StageName::Link, 0);
        let clock = report.clock(StageName::Link);
        let before = self.loaded.as_ref().map(|loaded| &loaded.library);
        let (library, found) = library::link(input, &ground.registries, &ground.config, before);
        problems.extend(found);
        let menu = ground.config.menu.iter();
        problems.extend(menu.filter_map(|item| check_menu(item, &library, &ground.registries)));
        let search = search_keys(&library, &ground);
        report.stop(clock);
        Arc::new(Loaded {
            ground,
            discovered,
            library,
            of_files,
            of_links: Arc::new(problems),
            search,
        })
    }
}

/// Digests of what the search is made from: entries of its language, and terms of all, whose names are
/// looked for in each.
pub(super) fn search_keys(library: &Library, ground: &Ground) -> memory::Keys {
    let key = |lang: &Lang| {
        let docs = library.docs().map(|doc| library.doc(doc));
        let entries = docs.flat_map(|doc| doc.versions());
        let digests = entries.flat_map(|entry| {
            let is_own = entry.identity.lang == *lang;
            let is_read = is_own || entry.identity.kind == Kind::Term;
            [
                if is_read { entry.digest.head } else { 0 },
                if is_own { entry.digest.text } else { 0 },
            ]
        });
        (*lang, hash_all(digests.chain([ground.digest])))
    };
    ground.config.languages.iter().map(key).collect()
}

/// A menu item must lead somewhere.
fn check_menu(item: &MenuItem, library: &Library, registries: &Registries) -> Option<Diagnostic> {
    let to = item.to.value.trim_matches('/');
    let known = |registry: &str| {
        registries.get(registry).is_some()
            && (registry == "clauses" || library.facets.in_use(registry))
    };
    if library.find(to).is_some() || known(to) {
        return None;
    }
    let place = Place::new(FILE, item.to.span.clone());
    let problem = Diagnostic::new(
        Code::BrokenReference,
        place,
        message!(
            "没有条目或登记表“{to}”",
            "there is no entry and no registry `{to}` in use"
        ),
    );
    let candidates = library
        .docs()
        .map(|doc| &*library.doc(doc).id)
        .chain(registry::NAMES);
    Some(match did_you_mean(to, candidates) {
        Some(meant) => problem.hint(message!("是不是 {meant}？", "did you mean {meant}?")),
        None => problem,
    })
}
