//! A Markdown body compiled once: HTML with holes for all that depends on other entries or on
//! the page it is shown on, and lists of what it links to and what can be linked to in it.

use std::ops::{Deref, Range};

use bytes::Bytes;
use serde::{Deserialize, Serialize};

/// A compiled body. It depends on nothing but the text it came from. Serialized, it is without its HTML,
/// which is most of it and seldom looked at: [`Parsed::html`](super::Parsed::html) is to be kept beside it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Body {
    /// Sanitized HTML. What a [`Hole`] stands for is missing from it.
    #[serde(skip)]
    pub html: Html,
    /// The holes, in order of `at`.
    pub holes: Vec<Hole>,
    /// Links and images, in order of appearance; holes refer to them by index.
    pub links: Vec<Link>,
    /// Headings, in order.
    pub headings: Vec<Heading>,
    /// The first paragraph as plain text, at most 200 characters; empty when there is none.
    pub summary: String,
}

/// HTML.
#[derive(Clone)]
pub enum Html {
    /// A text of its own.
    Own(String),
    /// Bytes of what was a text, part of what has been read at once. They are looked at when the text is.
    Read(Bytes),
}

impl Default for Html {
    fn default() -> Self {
        Self::Own(String::new())
    }
}

impl Deref for Html {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Own(text) => text,
            // Whoever read it has compared its checksum: it is a text as it was one.
            Self::Read(bytes) => std::str::from_utf8(bytes).unwrap_or_default(),
        }
    }
}

impl PartialEq for Html {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl std::fmt::Debug for Html {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        (**self).fmt(f)
    }
}

/// A gap in the HTML, filled when the page is rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hole {
    /// Byte offset in [`Body::html`].
    pub at: u32,
    /// What goes there.
    pub kind: HoleKind,
}

/// What goes into a hole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum HoleKind {
    /// The attribute ` href="…"` of `links[i]`, with its leading space (or another attribute that marks a broken link).
    Href(u32),
    /// The attribute ` src="…"` of `links[i]`, with its leading space.
    Src(u32),
    /// A phrase of the theme in the reader's language, HTML-escaped.
    Phrase(Phrase),
}

/// Phrases the compiled body needs from the theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Phrase {
    /// Title of an alert `[!NOTE]`.
    Note,
    /// Title of an alert `[!TIP]`.
    Tip,
    /// Title of an alert `[!IMPORTANT]`.
    Important,
    /// Title of an alert `[!WARNING]`.
    Warning,
    /// Title of an alert `[!CAUTION]`.
    Caution,
    /// Title of a quiz.
    Quiz,
    /// Label that opens a quiz's answer.
    QuizAnswer,
    /// Mark of a right option.
    QuizRight,
    /// Label of the link from a footnote back to the text.
    FootnoteBack,
    /// Heading of the footnotes, for screen readers.
    Footnotes,
    /// Label of a heading's link to itself, for screen readers.
    HeadingLink,
    /// Label of a task list's box that is ticked, for screen readers.
    TaskDone,
    /// Label of a task list's box that is not ticked, for screen readers.
    TaskOpen,
}

impl Phrase {
    /// The key of the phrase in the theme's strings.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Note => "alert_note",
            Self::Tip => "alert_tip",
            Self::Important => "alert_important",
            Self::Warning => "alert_warning",
            Self::Caution => "alert_caution",
            Self::Quiz => "quiz",
            Self::QuizAnswer => "quiz_answer",
            Self::QuizRight => "quiz_right",
            Self::FootnoteBack => "footnote_back",
            Self::Footnotes => "footnotes",
            Self::HeadingLink => "heading_link",
            Self::TaskDone => "task_done",
            Self::TaskOpen => "task_open",
        }
    }
}

/// A link or an image as its author wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What it is.
    pub kind: LinkKind,
    /// The target, unescaped, not resolved: a path, a URL, or a term's name.
    pub target: String,
    /// Bytes of the source file.
    pub span: Range<usize>,
}

/// What a link is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkKind {
    /// `[text](target)`, an autolink, or an `href` in raw HTML.
    Link,
    /// `[[term]]`.
    Term,
    /// `![alt](target)`, or a `src` in raw HTML.
    Image,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 2 to 6, as written out: headings move one level down where the body has a level-1 heading.
    pub level: u8,
    /// Its id, unique in the body.
    pub id: String,
    /// Its text without markup.
    pub text: String,
    /// Bytes of the source file.
    pub span: Range<usize>,
}

impl Body {
    /// Writes the HTML, asking `fill` to write each hole.
    pub fn fill(&self, out: &mut String, mut fill: impl FnMut(HoleKind, &mut String)) {
        out.reserve(self.html.len() + 64 * self.holes.len());
        let html = &*self.html;
        let mut from = 0;
        for hole in &self.holes {
            let at = hole.at as usize;
            out.push_str(&html[from..at]);
            fill(hole.kind, out);
            from = at;
        }
        out.push_str(&html[from..]);
    }
}
