//! What casebook tells a person about a problem: a stable code, a severity, a place, one
//! sentence and a hint, in Chinese and in English.
//!
//! This module knows nothing of sites: it is the ground floor on which all others report.

mod code;
mod excerpt;
mod format;
mod position;

use std::ops::Range;
use std::sync::Arc;

pub use code::{Code, reference_page};
pub use excerpt::Excerpt;
pub use format::{Format, Formatter};
pub use position::Position;

use crate::language::Lang;

/// How serious a diagnostic is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The site is not written while one stands.
    Error,
    /// The site is written; `--strict` turns it into an error.
    Warning,
}

/// A sentence in both languages.
#[derive(
    Debug,
    Clone,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
)]
pub struct Message {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Message {
    /// The sentence in one language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// Builds a [`Message`] from two format strings that capture the same variables.
macro_rules! message {
    ($zh:literal, $en:literal $(,)?) => {
        $crate::diagnostic::Message {
            zh: format!($zh),
            en: format!($en),
        }
    };
}
pub(crate) use message;

/// Where a diagnostic points: a file, by its path from the site's root with `/`, and a range
/// of bytes in it. An empty range at 0 means the file as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// Path from the site's root, with `/`.
    pub file: Arc<str>,
    /// Bytes of the file.
    pub span: Range<usize>,
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |place: &Self| (place.span.start, place.span.end);
        self.file
            .cmp(&other.file)
            .then_with(|| key(self).cmp(&key(other)))
    }
}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Place {
    /// A place in a file.
    pub fn new(file: impl Into<Arc<str>>, span: Range<usize>) -> Self {
        Self {
            file: file.into(),
            span,
        }
    }

    /// A file as a whole.
    pub fn file(file: impl Into<Arc<str>>) -> Self {
        Self::new(file, 0..0)
    }
}

/// One problem, at one place.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Diagnostic {
    /// The stable code.
    pub code: Code,
    /// How serious it is.
    pub severity: Severity,
    /// Where it is; `None` for problems with the command itself.
    pub place: Option<Place>,
    /// What is wrong, in one sentence.
    pub message: Message,
    /// What to do about it.
    pub hint: Option<Message>,
}

impl Diagnostic {
    /// A diagnostic of the code's usual severity.
    #[must_use]
    pub fn new(code: Code, place: Place, message: Message) -> Self {
        Self {
            code,
            severity: code.severity(),
            place: Some(place),
            message,
            hint: None,
        }
    }

    /// A diagnostic about no file of the site.
    #[must_use]
    pub fn global(code: Code, message: Message) -> Self {
        Self {
            code,
            severity: code.severity(),
            place: None,
            message,
            hint: None,
        }
    }

    /// The same with a hint.
    #[must_use]
    pub fn hint(mut self, hint: Message) -> Self {
        self.hint = Some(hint);
        self
    }

    /// The same with another severity.
    #[must_use]
    pub const fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}

/// Sorts by place, then severity, code and message, and drops exact repetitions, so that the
/// order never depends on threads.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        (&a.place, a.severity, a.code, &a.message).cmp(&(&b.place, b.severity, b.code, &b.message))
    });
    diagnostics.dedup();
}

/// The candidate most like `word`, if one is close enough to be meant.
#[must_use]
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let lower = word.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| {
            (
                strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(distance, candidate)| {
            // Words that have no letter in common are not slips of each other.
            let lengths = (candidate.chars().count(), word.chars().count());
            *distance <= 1 + lengths.0.min(lengths.1) / 4 && *distance < lengths.0.max(lengths.1)
        })
        .min()
        .map(|(_, candidate)| candidate)
}
