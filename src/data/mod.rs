//! Structured data as editors write it: YAML or TOML, read into one tree that keeps the place
//! and the spelling of every value, checked against the shape of a Rust struct with all
//! problems reported at once, then turned into that struct.
//!
//! 1. [`parse`] reads text into a [`Node`] tree.
//! 2. [`Shape::of`] derives a shape from the struct's JSON Schema.
//! 3. [`check`] compares the two and reports every difference at its place.
//! 4. [`from_node`] builds the struct; after a clean check it cannot fail.
//!
//! It knows no kind of entry, no registry and no file system.

mod check;
mod de;
mod located;
mod node;
mod problems;
mod shape;
mod text;
mod toml;
mod yaml;

pub use check::{Check, Findings, Refusal, Vocabulary, check};
pub use de::{Mismatch, from_node};
pub use located::Located;
pub use node::{Key, Node, Value};
pub use shape::{Field, Shape};
pub use text::Text;

use std::sync::Arc;

use crate::diagnostic::Diagnostic;

/// How deep lists and tables may be nested.
const MAX_DEPTH: usize = 32;

/// The two ways to write data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// YAML 1.2 without anchors, aliases and tags.
    Yaml,
    /// TOML 1.1.
    Toml,
}

/// Reads `text[range]` of `file` into a tree whose spans are bytes of the whole text.
///
/// # Errors
/// Every syntax error found, each at its place.
pub fn parse(
    syntax: Syntax,
    file: &Arc<str>,
    text: &str,
    range: std::ops::Range<usize>,
) -> Result<Node, Vec<Diagnostic>> {
    let part = &text[range.clone()];
    match syntax {
        Syntax::Yaml => yaml::parse(file, part, range.start),
        Syntax::Toml => toml::parse(file, part, range.start),
    }
}
