//! Diagnostics as pages show them: the same words as in the terminal, with the line they are
//! about and an address that opens it in the author's editor.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use super::editor::Editor;
use super::layout::{Layout, first_page};
use crate::diagnostic::{Diagnostic, Excerpt, Position, Severity};
use crate::language::Lang;
use crate::theme::Theme;
use crate::world::{PathKind, World};

/// Most errors that a page shows. Whoever has more mends the first ones first.
const SHOWN: usize = 30;
/// Largest file that a line is shown of, in bytes.
const LARGEST: u64 = 16 << 20;

/// A problem as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Problem {
    code: &'static str,
    message: String,
    hint: Option<String>,
    place: Option<Spot>,
}

/// Where a problem is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Spot {
    file: String,
    line: usize,
    column: usize,
    /// Address that opens it in the editor.
    link: Option<String>,
    /// The line before the mark, the mark, and after it.
    excerpt: Option<[String; 3]>,
}

impl Problem {
    /// In one line, as text.
    pub(super) fn line(&self) -> String {
        let place = self.place.as_ref();
        let place = place.map(|at| format!("{}:{}:{}: ", at.file, at.line, at.column));
        format!("{}{}", place.unwrap_or_default(), self.message)
    }
}

/// All problems of a build.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Problems {
    /// The first of the errors.
    pub(super) errors: Vec<Problem>,
    /// Number of errors.
    pub(super) count: usize,
    /// Warnings by the path of the page that shows the file.
    warnings: BTreeMap<String, Vec<Problem>>,
}

impl Problems {
    /// The warnings of a page's own file, by the page's path from the site's root.
    pub(super) fn warnings_of(&self, path: &str) -> &[Problem] {
        let first = first_page(path);
        let own = self.warnings.get(first.as_deref().unwrap_or(path));
        own.map_or(&[], Vec::as_slice)
    }
}

/// Makes problems of diagnostics.
pub(super) struct Teller<'a> {
    pub(super) world: &'a dyn World,
    /// The site's root, in full.
    pub(super) root: &'a Path,
    pub(super) layout: &'a Layout,
    pub(super) lang: Lang,
    pub(super) editor: &'a Editor,
}

impl Teller<'_> {
    pub(super) fn problems(&self, diagnostics: &[Diagnostic]) -> Problems {
        let mut texts = HashMap::new();
        let mut pages: HashMap<Arc<str>, Vec<String>> = HashMap::new();
        let mut problems = Problems::default();
        for diagnostic in diagnostics {
            if diagnostic.severity == Severity::Error {
                problems.count += 1;
                if problems.errors.len() < SHOWN {
                    problems.errors.push(self.problem(diagnostic, &mut texts));
                }
                continue;
            }
            let Some(place) = &diagnostic.place else {
                continue;
            };
            let pages = pages
                .entry(place.file.clone())
                .or_insert_with(|| self.layout.pages_of(self.world, self.root, &place.file));
            if pages.is_empty() {
                continue;
            }
            let problem = self.problem(diagnostic, &mut texts);
            for page in pages {
                let own = problems.warnings.entry(page.clone()).or_default();
                own.push(problem.clone());
            }
        }
        problems
    }

    fn problem(
        &self,
        diagnostic: &Diagnostic,
        texts: &mut HashMap<Arc<str>, Option<String>>,
    ) -> Problem {
        let place = diagnostic.place.as_ref().map(|place| {
            let text = texts
                .entry(place.file.clone())
                .or_insert_with(|| self.text(&place.file));
            let at = Position::of(text.as_deref().unwrap_or_default(), place.span.start);
            let excerpt = text.as_ref().map(|text| {
                let Excerpt { text, span, .. } = Excerpt::around(text, &place.span);
                [&text[..span.start], &text[span.clone()], &text[span.end..]].map(str::to_owned)
            });
            let path = self.root.join(&*place.file);
            let link = (self.world.kind(&path) == Some(PathKind::File))
                .then(|| self.editor.link(&path, at.line, at.column))
                .flatten();
            Spot {
                file: place.file.to_string(),
                line: at.line,
                column: at.column,
                link,
                excerpt,
            }
        });
        Problem {
            code: diagnostic.code.as_str(),
            message: diagnostic.message.get(self.lang).to_owned(),
            hint: diagnostic
                .hint
                .as_ref()
                .map(|hint| hint.get(self.lang).to_owned()),
            place,
        }
    }

    fn text(&self, file: &str) -> Option<String> {
        let own = self.world.read(&self.root.join(file), LARGEST).ok();
        own.map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .or_else(|| Theme::embedded(file))
    }
}
