//! The pipeline's step that makes pages: those that changed are rendered, the others taken over.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use super::memory::{Changes, Pages, Record, Unsaved};
use super::report::Progress;
use crate::diagnostic::{Code, Diagnostic};
use crate::library::DocId;
use crate::output::{Mark, Stage};
use crate::render::{Edition, Fact, Job};
use crate::theme::Theme;

/// Renders every page and throws it away, for the problems of templates.
pub(super) fn try_all(
    edition: &Edition<'_>,
    jobs: &[Job],
    progress: &dyn Progress,
) -> Vec<Diagnostic> {
    let problems = Problems::default();
    jobs.par_iter().for_each(|job| {
        problems.take(edition.finish(edition.draft(job)).map(drop));
        progress.tick();
    });
    problems.into_inner()
}

/// Makes every page of a site. What is remembered afterwards fits the stage.
pub(super) struct Making<'a, 'o, 'w> {
    pub(super) edition: &'a Edition<'a>,
    pub(super) theme: &'a Theme,
    pub(super) stage: &'a Stage<'o, 'w>,
    pub(super) progress: &'a dyn Progress,
    /// Digest of what every page depends on.
    pub(super) ground: u64,
}

/// A page that was made or taken over.
enum Made {
    Kept(Record),
    New(Record, Vec<Fact>),
}

impl Making<'_, '_, '_> {
    /// Returns the pages, the number of those rendered, and all problems, each of them once. What was
    /// remembered stays as it is: the stage may come to nothing.
    pub(super) fn all(&self, old: &Pages, jobs: &[Job]) -> (Pages, usize, Vec<Diagnostic>) {
        let none = Pages::default();
        let old = if old.ground == self.ground {
            old
        } else {
            &none
        };
        let ids: Vec<Arc<str>> = self.edition.ids().cloned().collect();
        let facts = self.facts_now(old, &ids);
        let stale: Vec<bool> = facts
            .iter()
            .zip(&old.facts)
            .map(|(now, then)| now.0.is_none() || now.1 != then.1)
            .collect();
        let rendered = AtomicUsize::new(0);
        let problems = Problems::default();
        // A full disk fails every file alike: the first failure to write is enough.
        let stopped = AtomicBool::new(false);
        let made: Vec<Option<Made>> = jobs
            .par_iter()
            .map(|job| {
                if stopped.load(Ordering::Relaxed) {
                    return None;
                }
                let made = self.one(job, old.records.get(&job.path), &stale, &rendered);
                self.progress.tick();
                if let Err(problem) = &made
                    && problem.code == Code::WriteFailed
                {
                    stopped.store(true, Ordering::Relaxed);
                }
                problems.take(made)
            })
            .collect();
        let pages = self.remember(facts, ids, jobs, made);
        (pages, rendered.into_inner(), problems.into_inner())
    }

    /// Facts with the places and the digests that they have now.
    fn facts_now(&self, old: &Pages, ids: &[Arc<str>]) -> Vec<(Option<Fact>, u64)> {
        let places: Option<Vec<Option<DocId>>> = (old.ids != ids).then(|| {
            let docs = self.edition.docs();
            let places: HashMap<&str, DocId> = ids.iter().map(|id| &**id).zip(docs).collect();
            let ids = old.ids.iter();
            ids.map(|id| places.get(&**id).copied()).collect()
        });
        old.facts
            .par_iter()
            .map(|(fact, _)| {
                let moved = |fact: &Fact| {
                    places
                        .as_ref()
                        .map_or(Some(*fact), |places| fact.moved(places))
                };
                let fact = fact.as_ref().and_then(moved);
                (fact, fact.map_or(0, |fact| self.edition.digest(fact)))
            })
            .collect()
    }

    fn one(
        &self,
        job: &Job,
        old: Option<&Record>,
        stale: &[bool],
        rendered: &AtomicUsize,
    ) -> Result<Made, Diagnostic> {
        let key = job.key();
        // What is there must be what was published.
        let old = old.filter(|old| {
            let template = old.template.as_ref();
            let same =
                template.is_none_or(|(name, digest)| self.theme.template_digest(name) == *digest);
            old.key == key && same && self.stage.mark(&job.path) == Some(old.mark)
        });
        if let Some(old) = old
            && !old.facts.iter().any(|fact| stale[*fact as usize])
        {
            self.stage.keep(&job.path)?;
            return Ok(Made::Kept(old.clone()));
        }
        let draft = self.edition.draft(job);
        let context = draft.digest();
        let facts = draft.facts.clone();
        let template = draft
            .template()
            .map(|name| (name.to_owned(), self.theme.template_digest(name)));
        let same = old.filter(|old| old.context == context && old.template == template);
        let mark = if let Some(old) = same {
            self.stage.keep(&job.path)?;
            old.mark
        } else {
            rendered.fetch_add(1, Ordering::Relaxed);
            self.stage.write(&job.path, &self.edition.finish(draft)?)?
        };
        let record = Record {
            key,
            facts: Box::default(),
            template,
            context,
            mark,
        };
        Ok(Made::New(record, facts))
    }

    /// What to remember: facts that several pages depend on are kept once.
    fn remember(
        &self,
        mut facts: Vec<(Option<Fact>, u64)>,
        ids: Vec<Arc<str>>,
        jobs: &[Job],
        made: Vec<Option<Made>>,
    ) -> Pages {
        let mut places: HashMap<Fact, u32> = HashMap::with_capacity(facts.len());
        let is_new = |made: &Option<Made>| matches!(made, Some(Made::New(..)));
        if made.iter().any(is_new) {
            for (at, (fact, _)) in facts.iter().enumerate() {
                if let (Some(fact), Ok(at)) = (fact, u32::try_from(at)) {
                    places.insert(*fact, at);
                }
            }
        }
        let mut records = HashMap::with_capacity(jobs.len());
        for (job, made) in jobs.iter().zip(made) {
            let record = match made {
                None => continue,
                Some(Made::Kept(record)) => record,
                Some(Made::New(mut record, own)) => {
                    record.facts = own
                        .into_iter()
                        .map(|fact| {
                            *places.entry(fact).or_insert_with(|| {
                                facts.push((Some(fact), self.edition.digest(fact)));
                                u32::try_from(facts.len() - 1).unwrap_or(u32::MAX)
                            })
                        })
                        .collect();
                    record
                }
            };
            records.insert(job.path.clone(), record);
        }
        Pages {
            ground: self.ground,
            ids,
            facts,
            records,
            unsaved: Unsaved::All,
        }
    }
}

/// Pages made anew after some texts have changed.
pub(super) struct Redone {
    /// Paths and bytes.
    pub(super) files: Vec<(String, Vec<u8>)>,
    /// What to remember of them.
    pub(super) changes: Changes,
}

/// Makes the pages that show some documents, where nothing has changed but what these show; `None` if
/// there is more to it.
pub(super) fn redo(
    edition: &Edition<'_>,
    theme: &Theme,
    pages: &Pages,
    jobs: &[Job],
    docs: &HashSet<DocId>,
) -> Option<Redone> {
    let mut digests = Vec::new();
    for (at, (fact, then)) in pages.facts.iter().enumerate() {
        let Some(Fact::Text(doc, _) | Fact::Head(doc, _)) = fact else {
            continue;
        };
        if docs.contains(doc) {
            let now = edition.digest((*fact)?);
            if now != *then {
                digests.push((at, now));
            }
        }
    }
    let mut is_stale = vec![false; pages.facts.len()];
    digests.iter().for_each(|(at, _)| is_stale[*at] = true);
    let mut files = Vec::new();
    let mut records = Vec::new();
    for job in jobs {
        let record = pages.records.get(&job.path)?;
        if !record.facts.iter().any(|fact| is_stale[*fact as usize]) {
            continue;
        }
        let draft = edition.draft(job);
        // With the same heads it depends on the same facts.
        let facts = draft.facts.iter().map(|fact| Some(*fact));
        let then = record.facts.iter().map(|at| pages.facts[*at as usize].0);
        if !facts.eq(then) {
            return None;
        }
        let context = draft.digest();
        let template = draft
            .template()
            .map(|name| (name.to_owned(), theme.template_digest(name)));
        let mut record = record.clone();
        if record.context != context {
            let bytes = edition.finish(draft).ok()?;
            record.context = context;
            record.mark = Mark::of(&bytes);
            record.template = template;
            files.push((job.path.clone(), bytes));
        }
        records.push((job.path.clone(), record));
    }
    let changes = Changes { digests, records };
    Some(Redone { files, changes })
}

/// Problems found by several threads. A template's error is told once, not once a page.
#[derive(Default)]
struct Problems(Mutex<Vec<Diagnostic>>);

impl Problems {
    fn take<Made>(&self, made: Result<Made, Diagnostic>) -> Option<Made> {
        match made {
            Ok(made) => Some(made),
            Err(problem) => {
                let mut problems = self.0.lock().unwrap_or_else(PoisonError::into_inner);
                if !problems.contains(&problem) {
                    problems.push(problem);
                }
                None
            }
        }
    }

    fn into_inner(self) -> Vec<Diagnostic> {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
