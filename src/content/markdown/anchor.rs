//! Ids of headings and of what else can be linked to in a body.

use std::collections::{HashMap, HashSet};

use super::text;

/// The ids given in one body.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    used: HashSet<String>,
    /// Ids authors gave to headings; no slug may take them.
    reserved: HashSet<String>,
    /// The next number to try for an id that is taken.
    next: HashMap<String, u32>,
}

impl Anchors {
    /// Keeps an id for the heading that asks for it.
    pub(super) fn reserve(&mut self, id: &str) {
        self.reserved.insert(clean(id));
    }

    /// The id for what an author named `id`, and whether that was still free; `None` when
    /// nothing can be made of it.
    pub(super) fn explicit(&mut self, id: &str) -> Option<(String, bool)> {
        let id = clean(id);
        if id.is_empty() {
            return None;
        }
        let free = !self.used.contains(&id);
        let id = if free { id } else { self.number(id) };
        self.used.insert(id.clone());
        Some((id, free))
    }

    /// An id made from a heading's text.
    pub(super) fn slug(&mut self, text: &str) -> String {
        let mut id = String::with_capacity(text.len());
        for c in text.chars() {
            if c.is_alphanumeric() {
                id.extend(c.to_lowercase());
            } else if !id.is_empty() && !id.ends_with('-') && !text::is_forbidden(c) {
                id.push('-');
            }
        }
        id.truncate(id.trim_end_matches('-').len());
        if id.is_empty() {
            id.push_str("section");
        }
        let id = guard(id);
        let id = if self.is_taken(&id) {
            self.number(id)
        } else {
            id
        };
        self.used.insert(id.clone());
        id
    }

    fn is_taken(&self, id: &str) -> bool {
        self.used.contains(id) || self.reserved.contains(id)
    }

    fn number(&mut self, id: String) -> String {
        let mut number = self.next.get(&id).copied().unwrap_or(2);
        let mut candidate = format!("{id}-{number}");
        while self.is_taken(&candidate) {
            number += 1;
            candidate = format!("{id}-{number}");
        }
        self.next.insert(id, number + 1);
        candidate
    }
}

/// An author's id without white space (HTML allows none) and without what is stripped.
fn clean(id: &str) -> String {
    guard(
        text::strip(id)
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect(),
    )
}

/// Keeps ids out of the names of the theme (`_main`, `cb-…`) and of footnotes (`fn-1`,
/// `fnref-1`).
fn guard(id: String) -> String {
    let digit_after = |prefix| {
        id.strip_prefix(prefix)
            .is_some_and(|rest: &str| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    if id.starts_with('_') || id.starts_with("cb-") || digit_after("fn-") || digit_after("fnref-") {
        format!("x-{id}")
    } else {
        id
    }
}

/// Appends an id as the fragment of an address, escaped for an attribute. Letters of any
/// script stand as they are; browsers encode them.
pub(super) fn push_fragment(id: &str, out: &mut String) {
    out.push('#');
    for c in id.chars() {
        match c {
            '"' | '<' | '>' | '`' | '%' | '&' | '#' | '\\' | '^' | '{' | '|' | '}' | '[' | ']' => {
                out.push('%');
                for digit in [c as u32 >> 4, c as u32 & 15] {
                    out.extend(char::from_digit(digit, 16).map(|digit| digit.to_ascii_uppercase()));
                }
            }
            c => out.push(c),
        }
    }
}
