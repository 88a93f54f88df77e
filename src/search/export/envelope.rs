//! How every file of an index begins and what it is called: `docs/search-format.md`, 2.1.

use std::cell::RefCell;

use libdeflater::{CompressionLvl, Compressor};

/// Version of the format.
pub(super) const VERSION: u8 = 1;

/// MurmurHash3 (x86, 32 bits), seed 0 (Austin Appleby, public domain algorithm).
pub(super) fn checksum(bytes: &[u8]) -> u32 {
    const C1: u32 = 0xcc9e_2d51;
    const C2: u32 = 0x1b87_3593;
    let scramble = |k: u32| k.wrapping_mul(C1).rotate_left(15).wrapping_mul(C2);
    let mut hash = 0_u32;
    let (blocks, tail) = bytes.as_chunks::<4>();
    for block in blocks {
        hash ^= scramble(u32::from_le_bytes(*block));
        hash = hash
            .rotate_left(13)
            .wrapping_mul(5)
            .wrapping_add(0xe654_6b64);
    }
    if !tail.is_empty() {
        let mut last = [0; 4];
        last[..tail.len()].copy_from_slice(tail);
        hash ^= scramble(u32::from_le_bytes(last));
    }
    #[allow(
        clippy::cast_possible_truncation,
        reason = "the algorithm takes 32 bits"
    )]
    let length = bytes.len() as u32;
    hash ^= length;
    hash = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
    hash = (hash ^ (hash >> 13)).wrapping_mul(0xc2b2_ae35);
    hash ^ (hash >> 16)
}

/// How hard it is tried to make files small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Level(i32);

impl Level {
    /// For files of a site of so many pages.
    pub(super) const fn of(_pages: usize) -> Self {
        Self(9)
    }
}

/// Compresses content by raw DEFLATE, behind some bytes that are there already.
fn deflate(content: &[u8], level: Level, out: &mut Vec<u8>) {
    thread_local! {
        /// A compressor has large tables, which are made once for each thread.
        static COMPRESSOR: RefCell<Option<(Level, Compressor)>> = const { RefCell::new(None) };
    }
    COMPRESSOR.with_borrow_mut(|kept| {
        let mut own = match kept.take() {
            Some(own) if own.0 == level => own,
            _ => {
                let number = CompressionLvl::new(level.0).unwrap_or_default();
                (level, Compressor::new(number))
            }
        };
        let start = out.len();
        out.resize(start + own.1.deflate_compress_bound(content.len()), 0);
        // The bound is the library's own: there is always room.
        let length = own.1.deflate_compress(content, &mut out[start..]);
        out.truncate(start + length.unwrap_or_default());
        *kept = Some(own);
    });
}

/// A file with its checksum, which is its name.
pub(super) fn seal(content: &[u8], level: Level) -> (u32, Vec<u8>) {
    let mut file = vec![0, 0, 0, 0, VERSION];
    deflate(content, level, &mut file);
    let sum = checksum(&file[4..]);
    file[..4].copy_from_slice(&sum.to_le_bytes());
    (sum, file)
}

/// The root file.
pub(super) fn seal_root(content: &[u8], level: Level) -> Vec<u8> {
    let mut file = b"CBSX".to_vec();
    file.extend([VERSION, 0, 0, 0, 0]);
    deflate(content, level, &mut file);
    let sum = checksum(&file[9..]);
    file[5..9].copy_from_slice(&sum.to_le_bytes());
    file
}

#[cfg(test)]
mod tests {
    use super::checksum;

    #[test]
    fn the_checksum_is_murmur3() {
        // Values of the reference implementation.
        assert_eq!(checksum(b""), 0);
        assert_eq!(checksum(b"test"), 0xba6b_d213);
        assert_eq!(checksum(b"Hello, world!"), 0xc036_3e43);
        assert_eq!(
            checksum(b"The quick brown fox jumps over the lazy dog"),
            0x2e4f_f723
        );
    }
}
