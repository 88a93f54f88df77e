//! `casebook search`.

use std::fmt::Write as _;
use std::process::ExitCode;

use super::args::Search;
use super::build::{status, tell_problems};
use super::{CONTENT, Terminal};
use crate::build::{self, Options};
use crate::diagnostic::Format;
use crate::language::Lang;
use crate::search::{Answer, Hit, Request};
use crate::world::World;

/// Answers queries; the exit status is 1 if nothing was found.
pub(super) fn search(world: &dyn World, command: &Search, terminal: &Terminal) -> ExitCode {
    let options = Options {
        root: command.root.clone(),
        drafts: command.drafts,
        ..Options::default()
    };
    let kinds = command
        .kind
        .iter()
        .map(|kind| ("kind".to_owned(), kind.clone()));
    let filters: Vec<(String, String)> = kinds.chain(command.filter.iter().cloned()).collect();
    let request = |query: String| Request {
        query,
        filters: filters.clone(),
        by_date: command.by_date,
        limit: command.limit,
        facets: command.facet.clone(),
    };
    let batch = command.query == "-";
    let queries: Box<dyn Iterator<Item = String>> = if batch {
        Box::new(std::io::stdin().lines().map_while(Result::ok))
    } else {
        Box::new(std::iter::once(command.query.clone()))
    };
    let mut found = false;
    let mut tell = |_: &Request, answer: &Answer| {
        found |= !answer.hits.is_empty();
        let text = match (command.json, batch) {
            (true, true) => serde_json::to_string(answer).unwrap_or_default() + "\n",
            (true, false) => serde_json::to_string_pretty(answer).unwrap_or_default() + "\n",
            (false, _) => text(answer, terminal),
        };
        terminal.data(&text);
    };
    let done = build::search(
        world,
        &options,
        command.language,
        queries.map(request),
        &mut tell,
    );
    if let Err(outcome) = done {
        tell_problems(world, &options, &outcome, Format::Human, terminal);
        return status(&outcome);
    }
    if found {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(CONTENT)
    }
}

fn text(answer: &Answer, terminal: &Terminal) -> String {
    let mut out = String::new();
    for (facet, values) in &answer.facets {
        let values: Vec<String> = values
            .iter()
            .map(|(id, count)| format!("{id} {count}"))
            .collect();
        let _ = writeln!(out, "{facet}: {}", values.join(", "));
    }
    for correction in &answer.corrections {
        let (from, to) = (&correction.from, &correction.to);
        let _ = match terminal.lang {
            Lang::Zh => writeln!(out, "没有“{from}”，按“{to}”查找"),
            Lang::En => writeln!(out, "nothing has `{from}`: looking for `{to}`"),
        };
    }
    if answer.loose {
        out.push_str(terminal.say(
            "没有页面包含全部词语，以下页面包含其中大部分\n",
            "no page has all of it; these have the most\n",
        ));
    }
    let _ = match (terminal.lang, answer.total) {
        (Lang::Zh, total) => writeln!(out, "{total} 个页面"),
        (Lang::En, 1) => writeln!(out, "1 page"),
        (Lang::En, total) => writeln!(out, "{total} pages"),
    };
    for hit in &answer.hits {
        write_hit(hit, terminal, &mut out);
    }
    out
}

fn write_hit(hit: &Hit, terminal: &Terminal, out: &mut String) {
    // Marks are bold where there is colour, and in brackets where there is none.
    let (on, off) = if terminal.paints_data {
        ("\u{1b}[1m", "\u{1b}[0m")
    } else {
        ("[", "]")
    };
    let anchor = if hit.section.is_empty() {
        String::new()
    } else {
        format!("#{}", hit.section)
    };
    let heading = if hit.heading.is_empty() {
        String::new()
    } else {
        format!(" › {}", hit.heading)
    };
    let _ = write!(out, "\n{}{heading}\n  {}{anchor}\n", hit.title, hit.path);
    if hit.excerpt.is_empty() {
        return;
    }
    out.push_str("  ");
    for piece in &hit.excerpt {
        if piece.mark {
            let _ = write!(out, "{on}{}{off}", piece.text);
        } else {
            out.push_str(&piece.text);
        }
    }
    out.push('\n');
}
