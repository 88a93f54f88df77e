//! Rows as bytes. Most of what is kept of an export are the rows of its pages, and few of these change:
//! they are kept by themselves, and what is written after an edit has those that differ.
//!
//! What is long about them stands behind all that is short, at places where numbers can stand, so that
//! rows which were read are parts of what was read.

use std::sync::Arc;

use bytes::Bytes as Shared;
use zerocopy::IntoBytes;

use super::super::analysis::Extent;
use super::binary::push_varint;
use super::bytes::Bytes;
use super::decode::Fault;
use super::record::{
    Sum, begin, end, list, number, open, read_digest, read_list, read_number, read_u64,
};
use super::row::{Digest, Row};

/// The rows that are kept.
#[derive(Debug)]
pub(super) struct KeptRows {
    pub(super) sum: Sum,
    /// Of each row.
    digests: Vec<Digest>,
}

impl KeptRows {
    fn new(sum: Sum, rows: &[Arc<Row>]) -> Self {
        let digests = rows.iter().map(|row| row.digest).collect();
        Self { sum, digests }
    }

    /// Whether few rows are other ones than those that are kept.
    pub(super) fn is_near(&self, rows: &[Arc<Row>]) -> bool {
        let pairs = self.digests.iter().zip(rows);
        let changed = pairs.filter(|(kept, row)| **kept != row.digest).count();
        self.digests.len() == rows.len() && changed <= 16 + rows.len() / 16
    }

    /// Rows other than those that are kept, and where they stand.
    pub(super) fn changed(&self, rows: &[Arc<Row>]) -> (Vec<u32>, Vec<Arc<Row>>) {
        let pairs = (0..).zip(rows).zip(&self.digests);
        let changed = pairs.filter(|((_, row), kept)| row.digest != **kept);
        changed.map(|((at, row), _)| (at, row.clone())).unzip()
    }

    /// All rows, to be kept.
    pub(super) fn save(rows: &[Arc<Row>]) -> (Self, Vec<u8>) {
        let mut out = begin(rows.iter().map(|row| row.room()).sum());
        save(rows, &mut out);
        let sum = end(&mut out);
        (Self::new(sum, rows), out)
    }

    /// All rows that were kept.
    pub(super) fn restore(bytes: &Shared) -> Result<(Self, Vec<Arc<Row>>), Fault> {
        let (sum, mut saved) = open(bytes)?;
        let rows = restore(&mut saved, bytes)?;
        Ok((Self::new(*sum, &rows), rows))
    }
}

/// Bytes of a number.
const WIDTH: usize = size_of::<u32>();

/// Appends rows.
pub(super) fn save(rows: &[Arc<Row>], out: &mut Vec<u8>) {
    list(rows, out, |row, out| {
        out.extend_from_slice(&row.digest);
        list(&row.zones, out, |zone, out| {
            number(zone.positions, out);
            number(zone.tokens, out);
        });
        list(&row.gram_zones, out, |(zone, end), out| {
            number(*zone, out);
            number(*end, out);
        });
        for length in [row.grams.len(), row.words.len(), row.places.len()] {
            push_varint(length as u64, out);
        }
        row.sizes.iter().for_each(|size| number(*size, out));
        number(row.han, out);
        out.extend_from_slice(&row.headings.to_le_bytes());
    });
    out.resize(out.len().next_multiple_of(WIDTH), 0);
    for row in rows {
        out.extend_from_slice(row.grams.as_bytes());
        out.extend_from_slice(row.words.as_bytes());
    }
    for row in rows {
        out.extend_from_slice(&row.places);
    }
}

/// Reads rows from where `saved` is in `all`.
pub(super) fn restore(saved: &mut Bytes<'_>, all: &Shared) -> Result<Vec<Arc<Row>>, Fault> {
    let length = |saved: &mut Bytes<'_>| Ok(read_number(saved)? as usize);
    let short = read_list(saved, |saved| {
        let digest = read_digest(saved)?;
        let pair = |saved: &mut Bytes<'_>| Ok((read_number(saved)?, read_number(saved)?));
        let zones = read_list(saved, |saved| {
            let (positions, tokens) = pair(saved)?;
            Ok(Extent { positions, tokens })
        })?
        .into();
        let gram_zones = read_list(saved, pair)?.into();
        let lengths = [length(saved)?, length(saved)?, length(saved)?];
        let row = Row {
            digest,
            zones,
            gram_zones,
            sizes: [read_number(saved)?, read_number(saved)?],
            han: read_number(saved)?,
            headings: read_u64(saved)?,
            ..Row::default()
        };
        Ok((row, lengths))
    })?;
    let at = all.len() - saved.0.len();
    take(saved, at.next_multiple_of(WIDTH) - at)?;
    let mut rows = Vec::with_capacity(short.len());
    for (row, [grams, words, places]) in short {
        let grams = all.slice_ref(take(saved, WIDTH * grams)?).into();
        let words = all.slice_ref(take(saved, WIDTH * words)?).into();
        let row = Row {
            grams,
            words,
            ..row
        };
        rows.push((row, places));
    }
    let rows = rows.into_iter().map(|(row, places)| {
        let places = all.slice_ref(take(saved, places)?);
        Ok(Arc::new(Row { places, ..row }))
    });
    rows.collect()
}

fn take<'b>(saved: &mut Bytes<'b>, length: usize) -> Result<&'b [u8], Fault> {
    let (taken, rest) = saved.0.split_at_checked(length).ok_or(Fault::Damaged)?;
    saved.0 = rest;
    Ok(taken)
}

impl Row {
    /// Bytes that it takes, about.
    fn room(&self) -> usize {
        let numbers = 2 * (self.zones.len() + self.gram_zones.len());
        WIDTH * (numbers + self.grams.len() + self.words.len()) + self.places.len() + 128
    }
}
