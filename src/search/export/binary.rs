//! Numbers and sections of binary files.

/// Appends an unsigned LEB128 number.
#[allow(clippy::cast_possible_truncation, reason = "cut on purpose")]
pub(super) fn push_varint(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// The content of a file: sections, or one text.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub(super) bytes: Vec<u8>,
    /// Where sections end: what is in one has little in common with others.
    pub(super) ends: Vec<usize>,
}

impl Content {
    /// Appends a section.
    pub(super) fn push(&mut self, section: &[u8]) {
        push_section(section, &mut self.bytes);
        self.ends.push(self.bytes.len());
    }

    /// Appends a section of several pieces.
    pub(super) fn push_all<'p>(&mut self, pieces: impl Iterator<Item = &'p [u8]> + Clone) {
        let length: usize = pieces.clone().map(<[u8]>::len).sum();
        push_varint(length as u64, &mut self.bytes);
        pieces.for_each(|piece| self.bytes.extend_from_slice(piece));
        self.ends.push(self.bytes.len());
    }
}

/// Appends a section with its length before it.
pub(super) fn push_section(section: &[u8], out: &mut Vec<u8>) {
    push_varint(section.len() as u64, out);
    out.extend_from_slice(section);
}

/// Appends a key as what it shares with the one before and what it adds.
pub(super) fn push_key(before: &str, key: &str, out: &mut Vec<u8>) {
    let pairs = before.bytes().zip(key.bytes());
    let mut shared = pairs.take_while(|(a, b)| a == b).count();
    while !key.is_char_boundary(shared) {
        shared -= 1;
    }
    push_varint(shared as u64, out);
    push_varint((key.len() - shared) as u64, out);
    out.extend_from_slice(&key.as_bytes()[shared..]);
}

/// Reads a number that [`push_varint`] has written; what is not there counts as zero.
#[allow(
    clippy::cast_possible_truncation,
    reason = "all numbers here are of 32 bits"
)]
#[inline]
pub(super) fn varint(bytes: &mut &[u8]) -> u32 {
    let (mut number, mut shift) = (0_u64, 0);
    while let Some((byte, rest)) = bytes.split_first() {
        *bytes = rest;
        number |= u64::from(byte & 127) << shift;
        shift += 7;
        if *byte < 128 || shift > 56 {
            break;
        }
    }
    number as u32
}
