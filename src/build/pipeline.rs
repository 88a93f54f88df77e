//! The pipeline of a build, line by line.

use super::assets::copy_assets;
use super::ground::Ground;
use super::memory::{self, Last};
use super::pages::{self, Making};
use super::report::{Outcome, Progress, Report, Silent, Stage as StageName};
use super::session::{Published, Searching, Session};
use super::update::SearchFiles;
use super::{collisions, is_fatal};
use crate::diagnostic::{Code, Diagnostic};
use crate::digest::hash_all;
use crate::output::Output;
use crate::render::Edition;

impl Session<'_> {
    /// The pipeline: config, discover, parse, link, plan, checkpoint, render, index, publish.
    pub(super) fn run(&mut self, progress: &dyn Progress, searching: Searching) -> Outcome {
        let mut report = Report::default();
        let strict = self.options.strict;

        // Config: settings, vocabularies, theme.
        progress.enter(StageName::Config, 0);
        let clock = report.clock(StageName::Config);
        let before = self.loaded.as_ref().map(|loaded| &loaded.ground);
        let ground = match Ground::load(self.world, &self.options, before) {
            Ok(ground) => ground,
            Err(found) => return Outcome::failed(report, found, strict),
        };
        let blocked = self.take_hold(&ground);
        report.stop(clock);

        // Discover: which files there are, and which of them are as they were.
        let clock = report.clock(StageName::Parse);
        let looked = self.look(&ground, &mut report, progress);
        report.stop(clock);
        if blocked.is_none()
            && let Some(outcome) = self.nothing_changed(&mut report)
        {
            if let Some(published) = &self.published {
                self.loaded = Some(published.loaded.clone());
            }
            return outcome;
        }
        self.is_saved = false;
        if blocked.is_none()
            && searching == Searching::Now
            && let Some(files) = self.recall(&ground, &looked, &mut report)
            && let Some(outcome) = self.run_quick(&files, searching, report.clone())
        {
            return outcome;
        }

        // Parse and link.
        let loaded = self.link(ground, looked, &mut report, progress);
        self.loaded = Some(loaded.clone());
        let mut problems = loaded.all_problems();
        let Ground {
            config,
            registries,
            theme,
            ..
        } = &*loaded.ground;

        // Plan: every page's address.
        let clock = report.clock(StageName::Plan);
        let Some(theme) = theme else {
            return Outcome::failed(report, problems, strict);
        };
        let circumstances = self.memory.circumstances.clone();
        let edition = Edition::new(&loaded.library, registries, config, theme, circumstances);
        let jobs = edition.plan();
        problems.extend(collisions::find(&jobs, &loaded.discovered.assets, theme));
        report.count(&jobs, config);
        report.stop(clock);

        // Checkpoint: nothing is written while an error stands.
        if is_fatal(&problems, strict) {
            // Templates are tried all the same, so that their errors are told in the same run.
            problems.extend(pages::try_all(&edition, &jobs, &Silent));
            return Outcome::failed(report, problems, strict);
        }

        // Render, into the stage.
        progress.enter(StageName::Render, jobs.len());
        let clock = report.clock(StageName::Render);
        if self.options.check {
            problems.extend(pages::try_all(&edition, &jobs, progress));
            report.stop(clock);
            return Outcome::finished(report, problems, strict, None);
        }
        if let Some(problem) = blocked {
            problems.push(problem);
            return Outcome::failed(report, problems, strict);
        }
        let Some(output) = &mut self.output else {
            return Outcome::failed(report, problems, strict);
        };
        let stage = match output.stage() {
            Ok(stage) => stage,
            Err(problem) => {
                problems.push(problem);
                return Outcome::failed(report, problems, strict);
            }
        };
        let memory = &self.memory;
        let making = Making {
            edition: &edition,
            theme,
            stage: &stage,
            progress,
            ground: hash_all([loaded.ground.digest, edition.ground()]),
        };
        let (pages, rendered, found) = making.all(&memory.pages, &jobs);
        report.rendered = rendered;
        problems.extend(found);
        let (assets, found) = copy_assets(self.world, &stage, &loaded, theme, memory);
        problems.extend(found);
        report.stop(clock);

        // Index, into the stage.
        progress.enter(StageName::Index, 0);
        let clock = report.clock(StageName::Index);
        let mut search = memory::Search::default();
        let mut is_search_due = false;
        let mut made_search = None;
        if config.search.enabled && !is_fatal(&problems, strict) {
            let old = &memory.search;
            let is_whole = old.is_whole(&stage);
            let made = if is_whole && (old.keys == loaded.search || searching == Searching::Later) {
                is_search_due = old.keys != loaded.search;
                old.keep(&stage)
            } else if searching == Searching::Later {
                is_search_due = true;
                Ok(memory::Search::default())
            } else {
                let none = memory::Search::default();
                let published = if is_whole { old } else { &none };
                let (world, options) = (self.world, &self.options);
                match SearchFiles::make(world, options, &loaded, &self.exports, published) {
                    Ok(files) => {
                        let written = files.write(&stage, old);
                        made_search = Some(files);
                        written
                    }
                    Err(found) => {
                        problems.extend(found);
                        Ok(memory::Search::default())
                    }
                }
            };
            match made {
                Ok(made) => search = made,
                Err(problem) => problems.push(problem),
            }
        }
        keep_first_failure(&mut problems);
        report.stop(clock);

        // Publish: all at once, or not at all.
        progress.enter(StageName::Publish, 0);
        let clock = report.clock(StageName::Publish);
        if is_fatal(&problems, strict) {
            stage.discard();
            return Outcome::failed(report, problems, strict);
        }
        let published = stage.publish();
        let size = match published {
            Ok(published) => {
                report.written = published.changed;
                self.memory.pages = pages;
                self.memory.assets = assets;
                self.memory.search = search;
                self.is_search_due = is_search_due;
                if let Some(files) = made_search {
                    files.settle(&self.exports);
                }
                Some(published.size)
            }
            Err(problem) => {
                problems.push(problem);
                None
            }
        };
        report.output = self
            .output
            .as_ref()
            .map(|output| output.target().to_owned());
        let mut outcome = Outcome::finished(report, problems, strict, size);
        if size.is_some() {
            self.published = Some(Published {
                loaded: loaded.clone(),
                parts: edition.parts(),
                jobs,
                outcome: outcome.clone(),
            });
            self.memory.last = Some(Last {
                inputs: self.memory.inputs,
                output: self.output.as_ref().map_or(0, Output::digest),
                diagnostics: outcome.diagnostics.clone(),
                pages: outcome.report.pages.clone(),
            });
        }
        outcome.report.stop(clock);
        outcome
    }
}

/// A full disk fails every file alike: the first failure to write is enough.
fn keep_first_failure(problems: &mut Vec<Diagnostic>) {
    let mut failed = false;
    problems.retain(|problem| {
        problem.code != Code::WriteFailed || !std::mem::replace(&mut failed, true)
    });
}
