//! Files that are sealed. Their bytes are at hand until they have been written; from then on they are
//! read again where they are needed, which is seldom.

use std::sync::Arc;

use super::binary::Content;
use super::decode::Fault;
use super::envelope::{Level, seal};

/// Reads a file that was written, by its path from the index's folder; `None` if it is not there.
pub type Shelf<'s> = dyn Fn(&str) -> Option<Vec<u8>> + Sync + 's;

/// A file that is sealed.
#[derive(Debug, Clone)]
pub(super) struct Sealed {
    /// Its checksum.
    pub(super) sum: u32,
    pub(super) place: Place,
}

/// Where the bytes of a file are.
#[derive(Debug, Clone)]
pub(super) enum Place {
    Here(Arc<[u8]>),
    /// Written by this path.
    Shelf(Arc<str>),
}

impl Sealed {
    pub(super) fn of(content: &Content, level: Level) -> Self {
        Self::made(seal(&content.bytes, &content.ends, level))
    }

    /// A file of text that is encoded.
    pub(super) fn of_text(content: &[u8], level: Level) -> Self {
        Self::made(seal(content, &[], level))
    }

    fn made((sum, bytes): (u32, Vec<u8>)) -> Self {
        let place = Place::Here(bytes.into());
        Self { sum, place }
    }

    /// Its bytes, wherever they are.
    ///
    /// # Errors
    /// When they are no longer where they were written to, or others are.
    pub(super) fn bytes(&self, shelf: &Shelf<'_>) -> Result<Arc<[u8]>, Fault> {
        match &self.place {
            Place::Here(bytes) => Ok(bytes.clone()),
            Place::Shelf(path) => shelf(path)
                .filter(|bytes| bytes.starts_with(&self.sum.to_le_bytes()))
                .map(Arc::from)
                .ok_or(Fault::Damaged),
        }
    }
}
