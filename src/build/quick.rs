//! The short way through the pipeline, for the change of what is only shown: texts, titles. Whatever may be
//! more than that takes the long way.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::load::{Loaded, search_keys};
use super::memory::Last;
use super::report::{Outcome, Report, Stage as StageName};
use super::session::{Searching, Session};
use super::update::SearchFiles;
use super::{discover, is_fatal, memory, pages};
use crate::config::read_text;
use crate::content::{Entry, Parser};
use crate::diagnostic::Diagnostic;
use crate::digest::hash_bytes;
use crate::library;
use crate::output::Output;
use crate::render::Edition;

impl Session<'_> {
    /// Builds what the change of some texts brings about; `None` if there may be more to it.
    pub(super) fn run_quick(
        &mut self,
        files: &[PathBuf],
        searching: Searching,
        mut report: Report,
    ) -> Option<Outcome> {
        let published = self.published.as_ref()?;
        let loaded = self.loaded.clone()?;
        if !Arc::ptr_eq(&loaded, &published.loaded) {
            return None;
        }
        let (ground, library) = (&loaded.ground, &loaded.library);
        let (config, registries) = (&ground.config, &ground.registries);
        let theme = ground.theme.as_ref()?;
        if config.today(self.world) != self.memory.circumstances.today {
            return None;
        }

        // Parse.
        let clock = report.clock(StageName::Parse);
        let parser = Parser::new(registries, config.default_language);
        let mut changed: Vec<(&discover::Source, memory::Source)> = Vec::new();
        for path in files {
            let source = loaded.discovered.source(path)?;
            let day = self.memory.circumstances.commit_days.keys();
            // Its commit is no longer its last change.
            if day.into_iter().any(|day| source.file.ends_with(&**day)) {
                return None;
            }
            let limit = config.limits.max_file_bytes;
            let text = read_text(self.world, path, &source.file, limit).ok()?;
            let digest = hash_bytes(text.as_bytes());
            let then = self.memory.sources.get(&source.file)?;
            if then.digest == digest || changed.iter().any(|(other, _)| other.file == source.file) {
                continue;
            }
            let parsed = parser.parse(source.identity.clone(), &source.file, &text);
            let memory = memory::Source {
                stamp: None,
                digest,
                parsed: Some(Arc::new(parsed)),
            };
            changed.push((source, memory));
        }
        report.stop(clock);
        report.sources = loaded.discovered.sources.len();
        report.pages.clone_from(&published.outcome.report.pages);
        report.output.clone_from(&published.outcome.report.output);
        report.changed = (changed.iter().map(|(source, _)| source.file.to_string())).collect();
        report.changed.sort_unstable();
        if changed.is_empty() {
            let mut outcome = published.outcome.clone();
            outcome.report = report;
            return Some(outcome);
        }

        // Link: what is not the texts' own must be as it was.
        let clock = report.clock(StageName::Link);
        let names: HashSet<&str> = changed.iter().map(|(source, _)| &*source.file).collect();
        let is_touched = |problem: &Diagnostic| {
            let place = problem.place.as_ref();
            place.is_some_and(|place| names.contains(&*place.file))
        };
        let mut entries = Vec::new();
        for (_, memory) in &changed {
            entries.push(memory.parsed.as_ref()?.entry.clone()?);
        }
        // Titles in the menu stand on every page.
        let is_in_menu = |entry: &Arc<Entry>| {
            let mut menu = config.menu.iter();
            menu.any(|item| item.to.value.trim_matches('/') == &*entry.identity.id)
        };
        if entries.iter().any(is_in_menu) {
            return None;
        }
        let parsed = |file: &str| {
            let source = self.memory.sources.get(file)?;
            source.parsed.as_ref()?.entry.clone()
        };
        let (library, docs) = library::replace(library, &entries, &parsed, registries, config)?;
        let of_docs = |problem: &Diagnostic| {
            let mut files = docs.iter().flat_map(|doc| library.doc(*doc).versions());
            let place = problem.place.as_ref();
            place.is_some_and(|place| files.any(|entry| entry.file == place.file))
        };
        if loaded.of_links.iter().any(of_docs) {
            return None;
        }
        let mut of_files = loaded.of_files.clone();
        of_files.retain(|problem| !is_touched(problem));
        let parsed = changed
            .iter()
            .filter_map(|(_, memory)| memory.parsed.as_ref());
        of_files.extend(parsed.flat_map(|parsed| parsed.diagnostics.iter().cloned()));
        let search = search_keys(&library, ground);
        let loaded = Arc::new(Loaded {
            ground: ground.clone(),
            discovered: loaded.discovered.clone(),
            library,
            of_files,
            of_links: loaded.of_links.clone(),
            search,
        });
        let problems = loaded.all_problems();
        if is_fatal(&problems, self.options.strict) {
            return None;
        }
        report.stop(clock);

        // Render and publish.
        let clock = report.clock(StageName::Render);
        let circumstances = self.memory.circumstances.clone();
        let published = self.published.as_mut()?;
        Arc::get_mut(&mut published.parts)?.forget_cards(&docs);
        let edition = Edition::with_parts(
            &loaded.library,
            registries,
            config,
            theme,
            circumstances,
            published.parts.clone(),
        );
        let redone = pages::redo(&edition, theme, &self.memory.pages, &published.jobs, &docs)?;
        drop(edition);
        report.rendered = redone.files.len();
        report.stop(clock);

        // Index, and publish.
        let clock = report.clock(StageName::Index);
        let old = &self.memory.search;
        let is_due = config.search.enabled && old.keys != loaded.search;
        let index = if is_due && searching == Searching::Now {
            let (world, options) = (self.world, &self.options);
            let made = SearchFiles::make(world, options, &loaded, &self.exports, old);
            Some(made.ok()?)
        } else {
            None
        };
        let output = self.output.as_mut()?;
        let index = match &index {
            Some(files) => Some(files.changes(old, output).ok()?),
            None => None,
        };
        report.stop(clock);
        let clock = report.clock(StageName::Publish);
        let mut written: Vec<(&str, &[u8])> = Vec::new();
        let files = redone.files.iter();
        written.extend(files.map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
        written.extend(index.iter().flat_map(|index| &index.new));
        let gone = index.as_ref().map_or(&[][..], |index| &index.gone);
        // Should it fail, the whole build will tell what is wrong.
        let done = output.patch(&written, gone).ok()?;
        report.written = done.changed;
        self.memory.pages.change(redone.changes);
        self.is_search_due |= is_due;
        if let Some(index) = index {
            self.memory.search = index.adopt(&self.exports);
            self.is_search_due = false;
        }
        let sources = changed.into_iter();
        (self.memory.sources).extend(sources.map(|(source, memory)| (source.file.clone(), memory)));
        self.is_saved = false;
        report.stop(clock);
        let outcome = Outcome::finished(report, problems, self.options.strict, Some(done.size));
        published.outcome = outcome.clone();
        published.loaded = loaded.clone();
        self.loaded = Some(loaded);
        self.remember_outcome(&outcome);
        Some(outcome)
    }

    /// Remembers what the next build has if it reads the same.
    fn remember_outcome(&mut self, outcome: &Outcome) {
        let inputs = self.loaded.as_ref().and_then(|loaded| {
            let sources = loaded.discovered.sources.iter();
            let digest =
                |source: &discover::Source| Some(self.memory.sources.get(&source.file)?.digest);
            self.inputs(&loaded.ground, &loaded.discovered, &mut sources.map(digest))
        });
        self.memory.inputs = inputs.unwrap_or(0);
        self.memory.last = inputs.map(|inputs| Last {
            inputs,
            output: self.output.as_ref().map_or(0, Output::digest),
            diagnostics: outcome.diagnostics.clone(),
            pages: outcome.report.pages.clone(),
        });
    }
}
