//! What the Markdown compiler promises, behavior by behavior.

mod behavior;
mod markup;
mod properties;

use crate::content::body::{Body, HoleKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::language::Lang;

use super::{Source, compile};

/// What stands before the body, so that an offset forgotten shows.
const FRONT: &str = "---\ntitle: 标题\n---\n";

/// A file around a body.
fn file(body: &str) -> String {
    format!("{FRONT}{body}")
}

/// Compiles a body.
fn compiled(body: &str) -> (Body, Vec<Diagnostic>) {
    let text = file(body);
    compile(&Source {
        file: &"a.md".into(),
        text: &text,
        body: FRONT.len(),
        lang: Lang::Zh,
    })
}

/// The HTML of a body: links with their targets as written, phrases by their keys.
fn html(text: &str) -> String {
    let (body, _) = compiled(text);
    let mut out = String::new();
    let target = |link: u32| {
        let mut out = String::new();
        super::text::escape(&body.links[link as usize].target, &mut out);
        out
    };
    body.fill(&mut out, |kind, out| match kind {
        HoleKind::Href(link) => out.push_str(&format!(" href=\"{}\"", target(link))),
        HoleKind::Src(link) => out.push_str(&format!(" src=\"{}\"", target(link))),
        HoleKind::Phrase(phrase) => out.push_str(&format!("{{{}}}", phrase.key())),
    });
    out
}

/// Codes of the diagnostics of a body, and the text each points to.
fn problems(body: &str) -> Vec<(Code, String)> {
    let text = file(body);
    let (_, diagnostics) = compiled(body);
    diagnostics
        .into_iter()
        .map(|diagnostic| {
            (
                diagnostic.code,
                text[diagnostic.place.expect("every problem has a place").span]
                    .trim()
                    .to_owned(),
            )
        })
        .collect()
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (markdown, expected) in cases {
        assert_eq!(html(markdown).trim_end(), *expected, "{markdown}");
    }
}
