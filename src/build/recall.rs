//! The site as another run of the program has published it.

use std::path::PathBuf;
use std::sync::Arc;

use super::discover;
use super::ground::Ground;
use super::look::Looked;
use super::report::{Outcome, Report, Silent};
use super::session::{Published, Session};
use crate::render::Edition;

impl Session<'_> {
    /// Takes up the site as it was published by another run of the program, so that the short way can be
    /// gone from there. Returns the sources whose texts have changed since, `None` if there is more to it.
    pub(super) fn recall(
        &mut self,
        ground: &Arc<Ground>,
        looked: &Looked,
        report: &mut Report,
    ) -> Option<Vec<PathBuf>> {
        let last = self.memory.last.clone()?;
        let output = self.output.as_ref()?;
        if self.published.is_some()
            || self.memory.inputs == 0
            || looked.inputs_then != Some(last.inputs)
            || !output.is_intact()
            || output.digest() != last.output
        {
            return None;
        }
        let size = output.size();
        if let Some(cache) = &mut self.cache {
            cache.load_parsed(&mut self.memory, ground.vocabulary);
        }
        let mut changed = Vec::new();
        let mut seen = Vec::with_capacity(looked.seen.len());
        for (source, now) in looked.discovered.sources.iter().zip(&looked.seen) {
            let then = self.memory.sources.get(&source.file)?;
            if now.digest != Some(then.digest) {
                then.parsed.as_ref()?;
                changed.push(source);
            }
            seen.push(discover::Seen {
                digest: Some(then.digest),
                text: None,
            });
        }
        let then = Looked {
            discovered: looked.discovered.clone(),
            seen,
            problems: Vec::new(),
            inputs_then: None,
        };
        let loaded = self.link(ground.clone(), then, report, &Silent);
        for source in &changed {
            // The stamp is that of another text.
            self.memory.sources.get_mut(&source.file)?.stamp = None;
        }
        let (config, registries) = (&ground.config, &ground.registries);
        let circumstances = self.memory.circumstances.clone();
        let theme = ground.theme.as_ref()?;
        let edition = Edition::new(&loaded.library, registries, config, theme, circumstances);
        if !edition.ids().eq(&self.memory.pages.ids) {
            return None;
        }
        let output = self
            .output
            .as_ref()
            .map(|output| output.target().to_owned());
        let then = Report {
            pages: last.pages,
            output,
            ..Report::default()
        };
        self.published = Some(Published {
            jobs: edition.plan(),
            parts: edition.parts(),
            outcome: Outcome::finished(then, last.diagnostics, self.options.strict, Some(size)),
            loaded: loaded.clone(),
        });
        self.loaded = Some(loaded);
        Some(changed.iter().map(|source| source.path.clone()).collect())
    }
}
