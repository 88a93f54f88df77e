//! The kinds of entry, one struct of front matter each. The structs are the one place where a
//! field is defined: its docstring and `x-zh` are the editor's documentation, and the JSON
//! Schema, the field guide and the checks are all derived from them.
//!
//! Extensions of the schema that the checks understand: `x-required` (must be present and not
//! empty), `x-registry` (an id of that registry), `x-role` (… whose item has that role),
//! `x-translatable` (may differ in a translation; every other field is inherited from the
//! default language's file), `x-zh` (the docstring in Chinese).

mod case;
mod common;
mod course;
mod interpretation;
mod page;
mod policy;
mod term;

pub use case::{Case, Metric};
pub use common::{Common, Reference, Source, Status, Text};
pub use course::{Change, Course, Download, Lesson, Level, Scale};
pub use interpretation::Interpretation;
pub use page::{Page, Section, Sort};
pub use policy::{Deadline, Policy};
pub use term::Term;
