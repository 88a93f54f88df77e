//! Hashes by which one state of something is told from another.
//!
//! Sixty-four bits are enough: two states of the same thing are compared, never all with all.

use std::io;

use serde::Serialize;

/// Hashes a value by what a reader would see of it as JSON: places in files take no part.
#[must_use]
pub fn hash(value: &impl Serialize) -> u64 {
    let mut writer = Writer(blake3::Hasher::new());
    // The writer does not fail; keys that JSON cannot have do not occur in structs.
    let done = serde_json::to_writer(&mut writer, value);
    debug_assert!(done.is_ok(), "{done:?}");
    writer.finish()
}

/// Hashes bytes.
#[must_use]
pub fn hash_bytes(bytes: &[u8]) -> u64 {
    first(&blake3::hash(bytes))
}

/// Hashes a sequence of hashes.
#[must_use]
pub fn hash_all(hashes: impl IntoIterator<Item = u64>) -> u64 {
    let mut hasher = blake3::Hasher::new();
    for hash in hashes {
        hasher.update(&hash.to_le_bytes());
    }
    first(&hasher.finalize())
}

fn first(hash: &blake3::Hash) -> u64 {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&hash.as_bytes()[..8]);
    u64::from_le_bytes(bytes)
}

struct Writer(blake3::Hasher);

impl Writer {
    fn finish(&self) -> u64 {
        first(&self.0.finalize())
    }
}

impl io::Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
