//! How text becomes tokens (`docs/search-format.md`, 1): the same for what is indexed and for what
//! is asked. Knows no page, no query and no index.
//!
//! Han, kana, Hangul and other text written without spaces gives one token a character; all else is
//! cut into compounds and these into parts. `client/` has the same rules in TypeScript, and
//! `tests/vectors/` holds the two together.

mod class;
mod compound;
mod fold;
mod normalize;
mod stem;
mod stop;
mod token;

pub use class::is_gram;
pub use fold::{fold_table, folds};
pub use normalize::normalize_name;
pub(in crate::search) use stem::WordHash;
pub use stem::{Stems, term};
pub use stop::{STOP_WORDS, is_stop_word};
pub(in crate::search) use token::{Extent, measure};
pub use token::{Token, TokenKind, analyze};
