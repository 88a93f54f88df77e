//! Ascending numbers in as few bits as can be told without a model of them: binary interpolative coding
//! (A. Moffat, L. Stuiver: Binary Interpolative Coding for Effective Index Compression, 2000), as
//! `docs/search-format.md`, 2.1, has it. The middle number of a list comes first, then those below it, then those above:
//! each has only the values that the others leave, and where only one is left, no bit at all.

use super::decode::Fault;

/// Bits that are written one after the other, each byte from its lowest bit on.
#[derive(Debug, Default)]
pub(super) struct BitWriter {
    bytes: Vec<u8>,
    /// Bits of the last byte that are taken; 0 if it is full.
    taken: u32,
}

impl BitWriter {
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// How many bits there are.
    pub(super) const fn len(&self) -> usize {
        self.bytes.len() * 8 - (8 - self.taken as usize) % 8
    }

    /// The bits of a number, of which there are so many, from the lowest one on.
    #[allow(clippy::cast_possible_truncation, reason = "cut on purpose")]
    pub(super) fn put(&mut self, number: u32, size: u32) {
        let (mut number, mut left) = (number, size);
        while left > 0 {
            if self.taken == 0 {
                self.bytes.push(0);
            }
            let own = left.min(8 - self.taken);
            if let Some(last) = self.bytes.last_mut() {
                *last |= ((number & ((1 << own) - 1)) << self.taken) as u8;
            }
            number >>= own;
            left -= own;
            self.taken = (self.taken + own) % 8;
        }
    }

    /// Bytes as they are, from a whole byte on.
    pub(super) fn put_bytes(&mut self, bytes: &[u8]) {
        self.taken = 0;
        self.bytes.extend_from_slice(bytes);
    }

    /// A number below `range`, which is 2 at least: the first numbers have a bit less than the others.
    fn below(&mut self, number: u32, range: u32) {
        let (size, short) = sizes(range);
        let (value, size) = match number < short {
            true => (number, size - 1),
            false => (number + short, size),
        };
        if size > 0 {
            self.put(value.reverse_bits() >> (u32::BITS - size), size);
        }
    }

    /// Ascending numbers from `first` on, below `first + range`.
    pub(super) fn ascending(&mut self, numbers: &[u32], first: u32, range: u32) {
        let (below, [middle, above @ ..]) = numbers.split_at(numbers.len() / 2) else {
            return;
        };
        let (before, after) = (length(below), length(above));
        let own = middle - first;
        let left = range - before - after;
        if left > 1 {
            self.below(own - before, left);
        }
        self.ascending(below, first, own);
        self.ascending(above, middle + 1, range - own - 1);
    }
}

/// Bits that are read one after the other.
#[derive(Debug)]
pub(super) struct BitReader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> BitReader<'b> {
    pub(super) const fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn bit(&mut self) -> Result<u32, Fault> {
        let byte = self.bytes.get(self.at / 8).ok_or(Fault::Damaged)?;
        let bit = byte >> (self.at % 8) & 1;
        self.at += 1;
        Ok(u32::from(bit))
    }

    fn below(&mut self, range: u32) -> Result<u32, Fault> {
        let (size, short) = sizes(range);
        let mut value = 0;
        for _ in 1..size {
            value = 2 * value + self.bit()?;
        }
        if value < short {
            return Ok(value);
        }
        // With all bits, the number is never beyond the range.
        Ok(2 * value + self.bit()? - short)
    }

    /// Appends as many numbers from `first` on, below `first + range`.
    ///
    /// # Errors
    /// When there are no such numbers, or too few bits.
    pub(super) fn ascending(
        &mut self,
        count: u32,
        first: u32,
        range: u32,
        out: &mut Vec<u32>,
    ) -> Result<(), Fault> {
        let left = range.checked_sub(count).ok_or(Fault::Damaged)? + 1;
        let Some(after) = count.checked_sub(count / 2 + 1) else {
            return Ok(());
        };
        let own = count / 2 + if left > 1 { self.below(left)? } else { 0 };
        self.ascending(count / 2, first, own, out)?;
        out.push(first + own);
        self.ascending(after, first + own + 1, range - own - 1, out)
    }
}

/// The bits of the larger numbers below `range`, and how many smaller ones have a bit less.
const fn sizes(range: u32) -> (u32, u32) {
    let size = u32::BITS - (range - 1).leading_zeros();
    #[allow(clippy::cast_possible_truncation, reason = "below the range")]
    let short = ((1_u64 << size) - range as u64) as u32;
    (size, short)
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "a list of pages or positions"
)]
const fn length(numbers: &[u32]) -> u32 {
    numbers.len() as u32
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_written_is_read_again(
            lists in proptest::collection::vec(
                (0_u32..1000, proptest::collection::btree_set(0_u32..500, 0..90), 0_u32..300),
                0..20,
            )
        ) {
            let mut writer = BitWriter::default();
            let lists: Vec<(u32, Vec<u32>, u32)> = lists
                .into_iter()
                .map(|(first, numbers, more)| {
                    let numbers: Vec<u32> = numbers.into_iter().map(|own| own + first).collect();
                    let range = numbers.last().map_or(0, |last| last - first + 1) + more;
                    (first, numbers, range)
                })
                .collect();
            for (first, numbers, range) in &lists {
                writer.ascending(numbers, *first, *range);
            }
            let bytes = writer.into_bytes();
            let mut reader = BitReader::new(&bytes);
            for (first, numbers, range) in &lists {
                let mut read = Vec::new();
                reader.ascending(length(numbers), *first, *range, &mut read).unwrap();
                prop_assert_eq!(&read, numbers);
            }
        }
    }

    #[test]
    fn what_is_told_already_takes_no_bits() {
        let mut writer = BitWriter::default();
        writer.ascending(&[5, 6, 7, 8], 5, 4);
        writer.ascending(&[], 0, 100);
        assert!(writer.into_bytes().is_empty());
    }

    #[test]
    fn too_many_numbers_and_too_few_bits_are_told() {
        let mut read = Vec::new();
        let mut reader = BitReader::new(&[0xff]);
        assert_eq!(reader.ascending(5, 0, 4, &mut read), Err(Fault::Damaged));
        assert_eq!(reader.ascending(40, 0, 400, &mut read), Err(Fault::Damaged));
    }
}
