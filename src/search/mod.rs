//! Full-text search: one index for each language, and its copy for browsers.
//!
//! # Steps
//!
//! 1. [`extract()`] takes the pages of one language from the library, cut into sections.
//! 2. [`Export::update`] makes of them the files that browsers read (`docs/search-format.md`,
//!    part 2), or of those that changed what changes.
//! 3. [`Index::update`] brings the positional index (tantivy's, in the cache folder) up to date,
//!    page by page; only who asks it needs it.
//! 4. [`Searcher`] answers queries from the positional index as part 3 of that document says; the
//!    browser's client gives the same answers from the files.
//!
//! It knows no template and no page that is not an entry's or a clause's, and writes files only
//! through what it is handed.

pub mod analysis;
pub mod query;

mod evaluate;
mod export;
mod extract;
mod html;
mod index;
mod page;
mod rank;

pub use evaluate::{Answer, Correction, Hit, Piece, Request, Searcher};
pub use export::{Export, File, Saved, Shelf, decode, export};
pub use extract::extract;
pub use index::{Error, Index};
pub use page::{Collection, Facet, Page, Section, Sections, Value};

/// Folder of the indexes, from the site's root.
pub const FOLDER: &str = "search";
