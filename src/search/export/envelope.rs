//! How every file of an index begins and what it is called: `docs/search-format.md`, 2.1.

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

/// Compresses content by raw DEFLATE.
pub(super) fn deflate(content: &[u8]) -> Vec<u8> {
    let level = CompressionLvl::new(LEVEL).unwrap_or_default();
    let mut compressor = Compressor::new(level);
    let mut out = vec![0; compressor.deflate_compress_bound(content.len())];
    // The bound is the library's own: there is always room.
    let length = compressor
        .deflate_compress(content, &mut out)
        .unwrap_or_default();
    out.truncate(length);
    out
}

/// Level of compression, 1 to 12: above 9 the files get 2 % smaller and take three times as long.
const LEVEL: i32 = 9;

/// A file with its checksum, which is its name.
pub(super) fn seal(content: &[u8]) -> (u32, Vec<u8>) {
    let mut body = vec![VERSION];
    body.extend(deflate(content));
    let sum = checksum(&body);
    let mut file = sum.to_le_bytes().to_vec();
    file.extend(body);
    (sum, file)
}

/// The root file.
pub(super) fn seal_root(content: &[u8]) -> Vec<u8> {
    let body = deflate(content);
    let mut file = b"CBSX".to_vec();
    file.push(VERSION);
    file.extend(checksum(&body).to_le_bytes());
    file.extend(body);
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
