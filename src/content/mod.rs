//! One source file becomes one typed entry. Pure: it sees the file's path and text and the
//! registries, and knows no other entry.

pub mod body;
pub mod kind;

mod asset;
mod entry;
mod front_matter;
mod identity;
mod markdown;
mod parse;
mod parts;

pub use asset::{check_asset, needs_reading};
pub use entry::{Deferred, Digest, Entry, Fields, Kind};
pub use identity::{Identity, Unfit, check_name, identify};
pub use parse::{Parsed, Parser};
pub use parts::Parts;
