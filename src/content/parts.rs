//! The parts that the body of a kind must have, as headings of level 2.

use super::entry::Kind;
use crate::language::Lang;

/// Required headings of a kind, in one language. Each may be written in several ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parts {
    /// Exactly these headings of level 2, in this order.
    Exactly(&'static [&'static [&'static str]]),
    /// The first somewhere, the last at the end; others may stand between.
    Around(&'static [&'static str], &'static [&'static str]),
    /// No requirement.
    Free,
}

impl Parts {
    /// What the body of a kind must have.
    #[must_use]
    pub const fn of(kind: Kind, lang: Lang) -> Self {
        match (kind, lang) {
            (Kind::Case, Lang::Zh) => Self::Exactly(&[
                &["背景"],
                &["问题"],
                &["做法"],
                &["成效"],
                &["经验启示", "经验与启示", "启示"],
            ]),
            (Kind::Case, Lang::En) => Self::Exactly(&[
                &["Background"],
                &["Problem"],
                &["Measures"],
                &["Results"],
                &["Lessons", "Lessons learned", "Lessons learnt"],
            ]),
            (Kind::Lesson, Lang::Zh) => Self::Around(&["学习目标"], &["要点", "本课要点"]),
            (Kind::Lesson, Lang::En) => {
                Self::Around(&["Objectives", "Learning objectives"], &["Key points"])
            }
            _ => Self::Free,
        }
    }

    /// The headings to write, for skeletons and messages.
    #[must_use]
    pub fn headings(self) -> Vec<&'static str> {
        match self {
            Self::Exactly(parts) => parts.iter().map(|names| names[0]).collect(),
            Self::Around(first, last) => vec![first[0], last[0]],
            Self::Free => Vec::new(),
        }
    }
}
