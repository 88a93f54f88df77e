//! Notices. A notice's status is derived from its dates and links, never written.

use super::Renderer;
use super::card::date;
use super::context::{DeadlineContext, PolicyContext};
use crate::content::Fields;
use crate::content::kind::{Deadline, Policy};
use crate::language::Lang;
use crate::library::DocId;

/// Whether a notice counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PolicyStatus {
    InForce,
    NotYet,
    Superseded,
    Repealed,
    Expired,
}

impl PolicyStatus {
    /// The word in contexts.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::NotYet => "not_yet",
            Self::Superseded => "superseded",
            Self::Repealed => "repealed",
            Self::Expired => "expired",
        }
    }

    /// Key of its name in the theme's strings.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::InForce => "policy_in_force",
            Self::NotYet => "policy_not_yet",
            Self::Superseded => "policy_superseded",
            Self::Repealed => "policy_repealed",
            Self::Expired => "policy_expired",
        }
    }

    pub(super) const fn is_in_force(self) -> bool {
        matches!(self, Self::InForce)
    }
}

impl Renderer<'_> {
    /// A notice's status on the day of the build. Without such a day, dates to come and gone
    /// are not told apart, and only links and a given repeal count.
    pub(super) fn policy_status(&self, doc: DocId) -> PolicyStatus {
        let Fields::Policy(own) = &self.library.original(doc).fields else {
            return PolicyStatus::InForce;
        };
        let reached = |day: jiff::civil::Date| self.today.is_none_or(|today| day <= today);
        let replaced = self.library.superseded_by(doc).iter().any(|successor| {
            let Fields::Policy(successor) = &self.library.original(*successor).fields else {
                return false;
            };
            reached(successor.effective.unwrap_or(successor.issued))
        });
        if replaced {
            PolicyStatus::Superseded
        } else if own.repealed.is_some_and(reached) {
            PolicyStatus::Repealed
        } else if own
            .expires
            .zip(self.today)
            .is_some_and(|(last, today)| last < today)
        {
            PolicyStatus::Expired
        } else if own
            .effective
            .zip(self.today)
            .is_some_and(|(first, today)| first > today)
        {
            PolicyStatus::NotYet
        } else {
            PolicyStatus::InForce
        }
    }

    pub(super) fn policy(&self, doc: DocId, own: &Policy, lang: Lang) -> PolicyContext {
        let day = |day: Option<jiff::civil::Date>| day.map(|day| date(day, lang));
        PolicyContext {
            number: own.number.clone(),
            issuers: self.facet_links("issuers", own.issuers.iter().map(String::as_str), lang),
            issued: date(own.issued, lang),
            published: day(own.published),
            effective: day(own.effective),
            expires: day(own.expires),
            repealed: day(own.repealed),
            status: self.policy_status(doc).as_str(),
            supersedes: self.links(self.library.required(doc), lang),
            superseded_by: self.links(self.library.superseded_by(doc), lang),
            addressed_to: own
                .addressed_to
                .as_ref()
                .map(|text| text.get(lang).to_owned()),
            deadlines: own
                .deadlines
                .iter()
                .map(|deadline| self.deadline(deadline, lang))
                .collect(),
            localities: self.facet_links(
                "localities",
                own.localities.iter().map(String::as_str),
                lang,
            ),
            original: own.original.clone(),
        }
    }

    pub(super) fn deadline(&self, deadline: &Deadline, lang: Lang) -> DeadlineContext {
        DeadlineContext {
            date: date(deadline.date, lang),
            who: deadline.who.get(lang).to_owned(),
            what: deadline.what.get(lang).to_owned(),
            policy: None,
            past: self.today.map(|today| deadline.date < today),
        }
    }
}
