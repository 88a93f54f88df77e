//! What a saved export consists of: numbers, texts, lists of them, and a checksum around all.

use super::binary::{push_section, push_varint};
use super::bytes::Bytes;
use super::decode::Fault;
use super::row::Digest;

/// What the bytes begin with. Changes whenever what earlier programs have kept is read otherwise, or
/// would be made otherwise.
const MAGIC: &[u8] = concat!("casebook export 10 ", env!("CARGO_PKG_VERSION"), "\n").as_bytes();

/// Bytes of a checksum.
const SUM: usize = 12;

/// A checksum against damage, with the length.
pub(super) type Sum = [u8; SUM];

fn sum(content: &[u8]) -> Sum {
    let mut sum = [0; SUM];
    // In the machine's own order: it tells apart machines that would read the numbers otherwise.
    sum[..4].copy_from_slice(&crc32fast::hash(content).to_ne_bytes());
    sum[4..].copy_from_slice(&(content.len() as u64).to_le_bytes());
    sum
}

/// Room for content, and what stands before it.
pub(super) fn begin(room: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(MAGIC.len() + SUM + room);
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&[0; SUM]);
    out
}

/// Fills in the checksum.
pub(super) fn end(out: &mut [u8]) -> Sum {
    let (head, content) = out.split_at_mut(MAGIC.len() + SUM);
    let sum = sum(content);
    head[MAGIC.len()..].copy_from_slice(&sum);
    sum
}

/// The checksum, and the content if that is what it is of.
pub(super) fn open(bytes: &[u8]) -> Result<(&Sum, Bytes<'_>), Fault> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(Fault::Damaged)?;
    let (told, content) = rest.split_first_chunk().ok_or(Fault::Damaged)?;
    if sum(content) == *told {
        Ok((told, Bytes(content)))
    } else {
        Err(Fault::Damaged)
    }
}

pub(super) fn number(number: u32, out: &mut Vec<u8>) {
    push_varint(u64::from(number), out);
}

pub(super) fn text(text: &str, out: &mut Vec<u8>) {
    push_section(text.as_bytes(), out);
}

pub(super) fn list<T>(items: &[T], out: &mut Vec<u8>, mut save: impl FnMut(&T, &mut Vec<u8>)) {
    push_varint(items.len() as u64, out);
    items.iter().for_each(|item| save(item, out));
}

pub(super) fn read_number(saved: &mut Bytes<'_>) -> Result<u32, Fault> {
    u32::try_from(saved.varint()?).map_err(|_| Fault::Damaged)
}

pub(super) fn read_text<'b>(saved: &mut Bytes<'b>) -> Result<&'b str, Fault> {
    std::str::from_utf8(saved.section()?.0).map_err(|_| Fault::Damaged)
}

pub(super) fn read_u64(saved: &mut Bytes<'_>) -> Result<u64, Fault> {
    let (bytes, rest) = saved.0.split_first_chunk().ok_or(Fault::Damaged)?;
    saved.0 = rest;
    Ok(u64::from_le_bytes(*bytes))
}

pub(super) fn read_sum(saved: &mut Bytes<'_>) -> Result<Sum, Fault> {
    let (sum, rest) = saved.0.split_first_chunk().ok_or(Fault::Damaged)?;
    saved.0 = rest;
    Ok(*sum)
}

pub(super) fn read_digest(saved: &mut Bytes<'_>) -> Result<Digest, Fault> {
    let (digest, rest) = saved.0.split_first_chunk().ok_or(Fault::Damaged)?;
    saved.0 = rest;
    Ok(*digest)
}

pub(super) fn read_list<'b, T>(
    saved: &mut Bytes<'b>,
    mut read: impl FnMut(&mut Bytes<'b>) -> Result<T, Fault>,
) -> Result<Vec<T>, Fault> {
    let count = saved.varint()?;
    // Every item takes a byte at least.
    if count > saved.0.len() as u64 {
        return Err(Fault::Damaged);
    }
    (0..count).map(|_| read(saved)).collect()
}
