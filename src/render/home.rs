//! The home page.

use super::Renderer;
use super::context::{DeadlineContext, DoorContext, Extra};
use crate::content::{Fields, Kind};
use crate::language::Lang;

/// Entries of each list on the home page.
const NEWEST: usize = 6;

impl Renderer<'_> {
    pub(super) fn home(&self, lang: Lang) -> Extra {
        let kinds = [
            Kind::Interpretation,
            Kind::Course,
            Kind::Case,
            Kind::Policy,
            Kind::Term,
        ];
        let newest = |kind: Kind| {
            let section = kind.folder().and_then(|folder| self.library.find(folder));
            let listed = section.map_or(&[][..], |section| self.library.listed(section));
            self.cards(listed.iter().copied().take(NEWEST), lang)
        };
        Extra::Home {
            doors: kinds
                .into_iter()
                .filter_map(|kind| self.door(kind, lang))
                .collect(),
            cases: newest(Kind::Case),
            policies: newest(Kind::Policy),
            deadlines: self.deadlines(lang),
        }
    }

    fn door(&self, kind: Kind, lang: Lang) -> Option<DoorContext> {
        let section = self.library.find(kind.folder()?)?;
        let count = self.library.of_kind(kind).count();
        let entry = self.library.view(section, lang);
        (count > 0).then(|| DoorContext {
            kind: kind.as_str(),
            title: entry.common.title.clone(),
            path: self.href(section, lang),
            description: super::card::description(entry).to_owned(),
            count,
        })
    }

    /// What is due by notices in force: what is still to come when the day is known, else the
    /// latest.
    fn deadlines(&self, lang: Lang) -> Vec<DeadlineContext> {
        let mut due: Vec<_> = Vec::new();
        for doc in self.library.of_kind(Kind::Policy) {
            let Fields::Policy(own) = &self.library.view(doc, lang).fields else {
                continue;
            };
            if !self.policy_status(doc).is_in_force() {
                continue;
            }
            let coming = own
                .deadlines
                .iter()
                .filter(|deadline| self.today.is_none_or(|today| deadline.date >= today));
            due.extend(coming.map(|deadline| (deadline.date, doc, deadline)));
        }
        due.sort_by_key(|(date, doc, _)| (*date, *doc));
        let from = if self.today.is_some() {
            0
        } else {
            due.len().saturating_sub(NEWEST)
        };
        due[from..]
            .iter()
            .take(NEWEST)
            .map(|(_, doc, deadline)| DeadlineContext {
                policy: Some(self.link(*doc, lang)),
                ..self.deadline(deadline, lang)
            })
            .collect()
    }
}
