//! Diagnostics as text: for people, for editors' problem matchers, for programs.

use std::collections::HashMap;
use std::sync::Arc;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use super::{Diagnostic, Excerpt, Position, Severity};
use crate::language::Lang;

/// How diagnostics are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// With an excerpt of the source, for people.
    #[default]
    Human,
    /// One line each: `path:line:col: code: message`.
    Short,
    /// One JSON document.
    Json,
}

/// Formats diagnostics; asks for the text of the files they point to.
pub struct Formatter<'a> {
    format: Format,
    lang: Lang,
    color: bool,
    read: &'a dyn Fn(&str) -> Option<String>,
    texts: HashMap<Arc<str>, Option<String>>,
}

impl<'a> Formatter<'a> {
    /// A formatter. `read` gives the text of a file by its path from the site's root.
    pub fn new(
        format: Format,
        lang: Lang,
        color: bool,
        read: &'a dyn Fn(&str) -> Option<String>,
    ) -> Self {
        Self {
            format,
            lang,
            color,
            read,
            texts: HashMap::new(),
        }
    }

    /// All diagnostics and, in the human format, a summary.
    pub fn format(&mut self, diagnostics: &[Diagnostic]) -> String {
        if self.format == Format::Json {
            return self.json(diagnostics);
        }
        let mut out = String::new();
        for diagnostic in diagnostics {
            match self.format {
                Format::Short => self.short(diagnostic, &mut out),
                _ => self.human(diagnostic, &mut out),
            }
        }
        out
    }

    /// The text of a file, read once.
    fn text(&mut self, file: &Arc<str>) -> Option<&str> {
        if !self.texts.contains_key(file) {
            self.texts.insert(file.clone(), (self.read)(file));
        }
        self.texts[file].as_deref()
    }

    /// First and last position of a diagnostic; line 1, column 1 where the text is not to be had.
    fn range(&mut self, diagnostic: &Diagnostic) -> Option<(String, Position, Position)> {
        let place = diagnostic.place.as_ref()?;
        let text = self.text(&place.file).unwrap_or_default();
        let (start, end) = (
            Position::of(text, place.span.start),
            Position::of(text, place.span.end),
        );
        Some((place.file.to_string(), start, end))
    }

    fn short(&mut self, diagnostic: &Diagnostic, out: &mut String) {
        if let Some((file, start, _)) = self.range(diagnostic) {
            out.push_str(&format!("{file}:{}:{}: ", start.line, start.column));
        }
        out.push_str(&format!(
            "{}: {}\n",
            diagnostic.code,
            one_line(diagnostic.message.get(self.lang))
        ));
    }

    fn human(&mut self, diagnostic: &Diagnostic, out: &mut String) {
        let lang = self.lang;
        let (error, warning, help) = match lang {
            Lang::Zh => ("错误", "警告", "提示"),
            Lang::En => ("error", "warning", "hint"),
        };
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR.with_name(error),
            Severity::Warning => Level::WARNING.with_name(warning),
        };
        let mut group = level
            .primary_title(diagnostic.message.get(lang).to_owned())
            .id(diagnostic.code.as_str())
            .elements(Vec::<Snippet<'_, annotate_snippets::Annotation<'_>>>::new());
        let mut columns = None;
        if let Some(place) = &diagnostic.place {
            let path = place.file.to_string();
            let excerpt = self.text(&place.file).map(|text| {
                (
                    Position::of(text, place.span.start),
                    Excerpt::around(text, &place.span),
                )
            });
            group = match excerpt {
                None => group.element(Origin::path(path)),
                Some((at, excerpt)) => {
                    let shown = Position::of(&excerpt.text, excerpt.span.start).column;
                    let place = |column| format!("{path}:{}:{column}", at.line);
                    columns = Some((place(shown), place(at.column)));
                    group.element(
                        Snippet::source(excerpt.text)
                            .line_start(excerpt.line)
                            .path(path)
                            .annotation(AnnotationKind::Primary.span(excerpt.span)),
                    )
                }
            };
        }
        if let Some(hint) = &diagnostic.hint {
            group = group.element(
                Level::HELP
                    .with_name(help)
                    .message(hint.get(lang).to_owned()),
            );
        }
        let renderer = if self.color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let text = renderer.decor_style(DecorStyle::Ascii).render(&[group]);
        match columns {
            // Of a long line only a part is shown; the column is that of the whole.
            Some((shown, whole)) if shown != whole => {
                out.push_str(&text.replacen(&shown, &whole, 1))
            }
            _ => out.push_str(&text),
        }
        out.push_str("\n\n");
    }

    fn json(&mut self, diagnostics: &[Diagnostic]) -> String {
        let list: Vec<_> = diagnostics
            .iter()
            .map(|diagnostic| {
                let range = self.range(diagnostic);
                serde_json::json!({
                    "code": diagnostic.code.as_str(),
                    "severity": diagnostic.severity,
                    "file": range.as_ref().map(|range| &range.0),
                    "line": range.as_ref().map(|range| range.1.line),
                    "column": range.as_ref().map(|range| range.1.column),
                    "end_line": range.as_ref().map(|range| range.2.line),
                    "end_column": range.as_ref().map(|range| range.2.column),
                    "message": diagnostic.message.get(self.lang),
                    "hint": diagnostic.hint.as_ref().map(|hint| hint.get(self.lang)),
                })
            })
            .collect();
        let count = |severity| {
            diagnostics
                .iter()
                .filter(|d| d.severity == severity)
                .count()
        };
        let document = serde_json::json!({
            "version": 1,
            "errors": count(Severity::Error),
            "warnings": count(Severity::Warning),
            "diagnostics": list,
        });
        format!("{document:#}\n")
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
