//! DEFLATE (RFC 1951) of content whose parts have little in common: each part has blocks of its own, with codes of its own.
//! Compressed as one piece, a small file has a single block for all of its parts, and is an eighth larger.
//!
//! The library compresses a part to a stream, with a last block and filled up to a byte. So streams are taken apart into
//! blocks, and these are put together bit by bit: then one stream holds all parts.

use std::cell::RefCell;
use std::ops::Range;

use libdeflater::{CompressionLvl, Compressor, DecompressionError, Decompressor};

use super::bits::BitWriter;
use super::decode::{Fault, LARGEST};
use super::envelope::Level;

/// Compresses the parts of a content one after the other. `ends` are where they end; what is behind the last of these is
/// a part, too.
pub(super) fn deflate_parts(content: &[u8], ends: &[usize], level: Level) -> Vec<u8> {
    if ends.is_empty() {
        return deflate(content, level, <[u8]>::to_vec);
    }
    let mut sink = Sink::default();
    let mut start = 0;
    for end in ends.iter().copied().chain([content.len()]) {
        let part = &content[start..end];
        start = end;
        if !part.is_empty() {
            deflate(part, level, |stream| {
                for block in blocks(stream) {
                    sink.push(stream, &block);
                }
            });
        }
    }
    sink.finish()
}

/// Compresses content as it is.
fn deflate<T>(content: &[u8], level: Level, then: impl FnOnce(&[u8]) -> T) -> T {
    thread_local! {
        /// A compressor has large tables, and room for what it writes: both are made once for each
        /// thread.
        static KEPT: RefCell<Option<(Level, Compressor, Vec<u8>)>> = const { RefCell::new(None) };
    }
    KEPT.with_borrow_mut(|kept| {
        let (level, mut compressor, mut room) = match kept.take() {
            Some(kept) if kept.0 == level => kept,
            _ => {
                let number = CompressionLvl::new(level.number()).unwrap_or_default();
                (level, Compressor::new(number), Vec::new())
            }
        };
        let bound = compressor.deflate_compress_bound(content.len());
        if room.len() < bound {
            room.resize(bound, 0);
        }
        // The bound is the library's own: there is always room.
        let length = compressor.deflate_compress(content, &mut room);
        let result = then(&room[..length.unwrap_or_default()]);
        *kept = Some((level, compressor, room));
        result
    })
}

/// The content that was compressed.
///
/// # Errors
/// When it was none, or is too large.
pub(super) fn inflate(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut out = vec![0; 64 << 10];
    loop {
        match Decompressor::new().deflate_decompress(bytes, &mut out) {
            Ok(length) => {
                out.truncate(length);
                return Ok(out);
            }
            Err(DecompressionError::InsufficientSpace) if out.len() < LARGEST => {
                let more = out.len() * 4;
                out.resize(more.min(LARGEST), 0);
            }
            Err(_) => return Err(Fault::Damaged),
        }
    }
}

/// A block of a stream.
#[derive(Debug)]
struct Block {
    /// Its bits, without the first, which tells whether it is the last block.
    bits: Range<usize>,
    /// Where its bytes begin if they are stored as they are: at a whole byte.
    stored: Option<usize>,
}

/// Blocks that become one stream.
#[derive(Debug, Default)]
struct Sink {
    bits: BitWriter,
    /// Where the last block begins.
    last: usize,
}

impl Sink {
    fn push(&mut self, stream: &[u8], block: &Block) {
        self.last = self.bits.len();
        self.bits.put(0, 1);
        let mut from = Bits {
            stream,
            at: block.bits.start,
        };
        let end = match block.stored {
            // Behind its kind, a byte is filled up.
            Some(_) => block.bits.start + 2,
            None => block.bits.end,
        };
        while from.at < end {
            let size = (end - from.at).min(16);
            let number = from.number(size);
            #[allow(clippy::cast_possible_truncation, reason = "16 bits")]
            self.bits.put(number as u32, size as u32);
        }
        if let Some(start) = block.stored {
            self.bits.put_bytes(&stream[start..block.bits.end / 8]);
        }
    }

    fn finish(self) -> Vec<u8> {
        let mut bytes = self.bits.into_bytes();
        if let Some(byte) = bytes.get_mut(self.last / 8) {
            *byte |= 1 << (self.last % 8);
        }
        bytes
    }
}

/// The blocks of a stream that the library has written.
fn blocks(stream: &[u8]) -> Vec<Block> {
    let mut bits = Bits { stream, at: 0 };
    let mut blocks = Vec::new();
    let mut is_last = false;
    while !is_last && !bits.is_empty() {
        is_last = bits.number(1) == 1;
        let start = bits.at;
        let mut stored = None;
        match bits.number(2) {
            0 => {
                bits.at = bits.at.next_multiple_of(8);
                stored = Some(bits.at / 8);
                let length = bits.number(16);
                bits.at += 16 + 8 * length;
            }
            1 => {
                let mut lengths = [8; 288];
                lengths[144..256].fill(9);
                lengths[256..280].fill(7);
                bits.pass(&Code::of(&lengths), &Code::of(&[5; 30]));
            }
            _ => {
                let (literals, distances) = bits.codes();
                bits.pass(&literals, &distances);
            }
        }
        blocks.push(Block {
            bits: start..bits.at,
            stored,
        });
    }
    blocks
}

/// A stream that is read bit by bit; behind its end there are zeros.
#[derive(Debug)]
struct Bits<'s> {
    stream: &'s [u8],
    at: usize,
}

impl Bits<'_> {
    const fn is_empty(&self) -> bool {
        self.at >= self.stream.len() * 8
    }

    /// The bits that come next, 25 at least.
    fn window(&self) -> usize {
        let rest = self.stream.get(self.at / 8..).unwrap_or_default();
        let window = match rest.first_chunk() {
            Some(bytes) => u32::from_le_bytes(*bytes),
            None => rest
                .iter()
                .rev()
                .fold(0, |all, byte| all << 8 | u32::from(*byte)),
        };
        window as usize >> (self.at % 8)
    }

    /// A number of so many bits, the lowest first.
    fn number(&mut self, size: usize) -> usize {
        let number = self.window() & ((1 << size) - 1);
        self.at += size;
        number
    }

    /// The next symbol of a code.
    fn symbol(&mut self, code: &Code) -> usize {
        let mut window = self.window();
        let (mut value, mut first, mut start) = (0, 0, 0);
        for count in &code.counts[1..] {
            value += window & 1;
            window >>= 1;
            self.at += 1;
            if value < first + count {
                return usize::from(code.symbols[start + value - first]);
            }
            start += count;
            first = 2 * (first + count);
            value *= 2;
        }
        END
    }

    /// The codes of a block, which stand at its beginning.
    fn codes(&mut self) -> (Code, Code) {
        /// The order in which lengths of the code for lengths stand.
        const ORDER: [usize; 19] = [
            16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
        ];
        let literals = self.number(5) + 257;
        let all = literals + self.number(5) + 1;
        let mut told = [0; 19];
        for place in &ORDER[..self.number(4) + 4] {
            #[allow(clippy::cast_possible_truncation, reason = "three bits")]
            let length = self.number(3) as u8;
            told[*place] = length;
        }
        let code = Code::of(&told);
        let mut lengths: Vec<u8> = Vec::with_capacity(all);
        while lengths.len() < all {
            let (length, times) = match self.symbol(&code) {
                16 => (lengths.last().copied().unwrap_or(0), 3 + self.number(2)),
                17 => (0, 3 + self.number(3)),
                18 => (0, 11 + self.number(7)),
                #[allow(clippy::cast_possible_truncation, reason = "below 16")]
                length => (length as u8, 1),
            };
            lengths.resize(lengths.len() + times, length);
        }
        (
            Code::of(&lengths[..literals]),
            Code::of(&lengths[literals..all]),
        )
    }

    /// Passes by the symbols of a block.
    fn pass(&mut self, literals: &Code, distances: &Code) {
        while !self.is_empty() {
            let symbol = self.symbol(literals);
            if symbol == END {
                return;
            }
            if symbol > END {
                // A match: its length, and how far behind it is.
                self.at += if (265..285).contains(&symbol) {
                    (symbol - 261) / 4
                } else {
                    0
                };
                self.at += (self.symbol(distances) / 2).saturating_sub(1);
            }
        }
    }
}

/// The symbol that ends a block.
const END: usize = 256;

/// A prefix code in its canonical form.
#[derive(Debug)]
struct Code {
    /// How many symbols have each number of bits.
    counts: [usize; 16],
    /// All symbols, by number of bits, then by themselves.
    symbols: Vec<u16>,
}

impl Code {
    fn of(lengths: &[u8]) -> Self {
        let mut counts = [0; 16];
        let mut symbols = Vec::with_capacity(lengths.len());
        for bits in 1..16 {
            let own = (0..).zip(lengths).filter(|(_, length)| **length == bits);
            let before = symbols.len();
            symbols.extend(own.map(|(symbol, _)| symbol));
            counts[usize::from(bits)] = symbols.len() - before;
        }
        Self { counts, symbols }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Bytes of some kind: the same again and again, few different ones, what repeats itself, or any.
    fn part() -> impl Strategy<Value = Vec<u8>> {
        prop_oneof![
            (any::<u8>(), 0..5_000_usize).prop_map(|(byte, times)| vec![byte; times]),
            proptest::collection::vec(0..4_u8, 0..3_000),
            (proptest::collection::vec(any::<u8>(), 1..300), 1..80_usize)
                .prop_map(|(bytes, times)| bytes.repeat(times)),
            proptest::collection::vec(any::<u8>(), 0..2_000),
        ]
    }

    proptest! {
        #[test]
        fn parts_are_one_stream(parts in proptest::collection::vec(part(), 0..7), pages in 0..9_000_usize) {
            let mut ends = Vec::new();
            let mut content = Vec::new();
            for part in parts {
                content.extend(part);
                ends.push(content.len());
            }
            let stream = deflate_parts(&content, &ends, Level::of(pages));
            if !content.is_empty() {
                prop_assert_eq!(inflate(&stream), Ok(content));
            }
        }
    }

    #[test]
    fn large_parts_of_several_blocks_are_one_stream() {
        // Text, then what cannot be compressed, of more than a stored block holds.
        let text: Vec<u8> = (0..60_000_u32)
            .flat_map(|n| n.to_string().into_bytes())
            .collect();
        let mut state = 1_u64;
        let noise = std::iter::repeat_with(|| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            state.to_be_bytes()[0]
        });
        let mut content = text;
        let ends = [content.len(), content.len() + 200_000];
        content.extend(noise.take(200_000));
        content.extend(b"the end");
        for pages in [10, 5_000, 50_000] {
            let stream = deflate_parts(&content, &ends, Level::of(pages));
            assert_eq!(inflate(&stream).unwrap(), content);
        }
    }
}
