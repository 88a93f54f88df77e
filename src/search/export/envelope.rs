//! How every file of an index begins and what it is called: `docs/search-format.md`, 2.1.

use super::binary::Content;
use super::deflate::deflate_parts;

/// Version of the format.
pub(super) const VERSION: u8 = 6;

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

/// How hard it is tried to make files small, as DEFLATE implementations count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Level(i32);

impl Level {
    /// For files of a site of so many pages. Level 10 makes files 2.2 % smaller than 8 in three times the time, and 12
    /// another 0.3 % in twice that; 4 makes them 2.3 % larger than 8 in half of the time: compressing is then a twentieth of
    /// the build of a large site. On
    /// the largest sites a first query loads most: there the reader's time counts more than the build's.
    pub(super) const fn of(pages: usize) -> Self {
        Self(match pages {
            0..4_000 => 10,
            4_000..32_000 => 4,
            _ => 8,
        })
    }

    /// As libdeflate counts it.
    pub(super) const fn number(self) -> i32 {
        self.0
    }

    /// For the root: one file, which everyone loads.
    pub(super) const ROOT: Self = Self(12);
}

/// A file with its checksum, which is its name. `ends` are where parts of the content end that have little in common
/// with what follows.
pub(super) fn seal(content: &[u8], ends: &[usize], level: Level) -> (u32, Vec<u8>) {
    let packed = deflate_parts(content, ends, level);
    let mut file = Vec::with_capacity(packed.len() + 5);
    file.extend([0, 0, 0, 0, VERSION]);
    file.extend_from_slice(&packed);
    let sum = checksum(&file[4..]);
    file[..4].copy_from_slice(&sum.to_le_bytes());
    (sum, file)
}

/// The root file.
pub(super) fn seal_root(content: &Content) -> Vec<u8> {
    let packed = deflate_parts(&content.bytes, &content.ends, Level::ROOT);
    let mut file = b"CBSX".to_vec();
    file.push(VERSION);
    file.extend_from_slice(&checksum(&packed).to_le_bytes());
    file.extend_from_slice(&packed);
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
