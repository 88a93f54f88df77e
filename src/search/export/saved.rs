//! An export as bytes, to be kept for the next run of the program. They are read only if they are
//! whole and of this version; whatever else is there counts as nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::binary::{push_section, push_varint};
use super::decode::{Bytes, Fault};
use super::items::Shape;
use super::packs::{Pack, Packs};
use super::postings::Norms;
use super::row::{Digest, Lexicon, Row, Surface, Term, Word};
use super::sealed::{Place, Sealed};
use super::table::{Part, Table};
use super::{Export, File, Readings, sum_of};
use crate::language::Lang;

/// What the bytes begin with. Changes whenever what earlier programs have kept is read otherwise, or
/// would be made otherwise.
const MAGIC: &[u8] = concat!("casebook export 3 ", env!("CARGO_PKG_VERSION"), "\n").as_bytes();

/// Bytes of a checksum.
const SUM: usize = 12;

/// A checksum against damage, with the length.
fn sum(content: &[u8]) -> [u8; SUM] {
    let mut sum = [0; SUM];
    sum[..4].copy_from_slice(&crc32fast::hash(content).to_le_bytes());
    sum[4..].copy_from_slice(&(content.len() as u64).to_le_bytes());
    sum
}

impl Export {
    /// The export as bytes.
    #[must_use]
    pub fn save(&self) -> Vec<u8> {
        let mut out = Vec::new();
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&[0; SUM]);
        text(self.lang.code(), &mut out);
        list(&self.paths, &mut out, |path, out| text(path, out));
        list(&self.rows, &mut out, |row, out| row.save(out));
        let lexicon = &self.lexicon;
        list(&lexicon.surfaces, &mut out, |surface, out| {
            text(&surface.text, out);
            number(surface.term, out);
            number(surface.place, out);
            number(u32::from(surface.is_stop_word), out);
        });
        list(&lexicon.terms, &mut out, |term, out| {
            text(&term.text, out);
            list(&term.surfaces, out, |surface, out| number(*surface, out));
        });
        list(&self.digits, &mut out, |digit, out| {
            number(digit.map_or(0, |digit| u32::from(digit) + 1), out);
        });
        // The files are written once, in the order in which they are listed.
        list(&self.files, &mut out, |file, out| {
            text(&file.path, out);
            // No file is empty.
            push_section(file.bytes.as_deref().unwrap_or_default(), out);
        });
        self.terms.save(&mut out);
        self.cards.save(&mut out);
        self.texts.save(&mut out);
        self.positions.save(&mut out);
        self.words.save(&mut out);
        list(self.readings.as_slice(), &mut out, |readings, out| {
            out.extend_from_slice(&readings.digest);
            list(&readings.files, out, |file, out| number(file.sum, out));
            text(&readings.keys.to_string(), out);
        });
        let parts: Vec<_> = self.parts.iter().collect();
        list(&parts, &mut out, |(key, parts), out| {
            text(key, out);
            list(parts, out, |part, out| number(part.sum, out));
        });
        let (head, content) = out.split_at_mut(MAGIC.len() + SUM);
        head[MAGIC.len()..].copy_from_slice(&sum(content));
        out
    }

    /// An export from bytes; `None` if they are damaged, or of another version.
    #[must_use]
    pub fn load(bytes: &[u8]) -> Option<Self> {
        let mut export = Self::default();
        export.restore(bytes).ok()?;
        Some(export)
    }

    pub(super) fn restore(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(Fault::Damaged)?;
        let (told, content) = rest.split_first_chunk().ok_or(Fault::Damaged)?;
        if sum(content) != *told {
            return Err(Fault::Damaged);
        }
        let mut saved = Bytes(content);
        let lang = read_text(&mut saved)?;
        self.lang = Lang::ALL
            .into_iter()
            .find(|own| own.code() == lang)
            .ok_or(Fault::Damaged)?;
        self.paths = read_list(&mut saved, |saved| Ok(read_text(saved)?.to_owned()))?;
        self.rows = read_list(&mut saved, |saved| Ok(Arc::new(Row::restore(saved)?)))?;
        let surfaces = read_list(&mut saved, |saved| {
            Ok(Surface {
                text: read_text(saved)?.into(),
                term: read_number(saved)?,
                place: read_number(saved)?,
                is_stop_word: read_number(saved)? == 1,
            })
        })?;
        let terms = read_list(&mut saved, |saved| {
            Ok(Term {
                text: read_text(saved)?.into(),
                surfaces: read_list(saved, read_number)?,
            })
        })?;
        self.lexicon = Lexicon::of(surfaces, terms);
        self.digits = read_list(&mut saved, |saved| {
            let digit = read_number(saved)?.checked_sub(1);
            digit
                .map(u8::try_from)
                .transpose()
                .map_err(|_| Fault::Damaged)
        })?;
        self.files = read_list(&mut saved, |saved| {
            Ok(File {
                path: read_text(saved)?.into(),
                bytes: Some(saved.section()?.0)
                    .filter(|bytes| !bytes.is_empty())
                    .map(Arc::from),
                is_new: false,
            })
        })?;
        let mut files = self.files.iter();
        self.terms = Table::restore(&mut saved, &mut files)?;
        self.cards = Packs::restore(&mut saved, &mut files)?;
        self.texts = Packs::restore(&mut saved, &mut files)?;
        self.positions = Table::restore(&mut saved, &mut files)?;
        self.words = Table::restore(&mut saved, &mut files)?;
        let readings = read_list(&mut saved, |saved| {
            let digest = read_digest(saved)?;
            Ok(Readings {
                digest,
                files: read_list(saved, |saved| Sealed::restore(saved, &mut files))?,
                keys: serde_json::from_str(read_text(saved)?).map_err(|_| Fault::Damaged)?,
            })
        })?;
        self.readings = readings.into_iter().next();
        let by_sum: BTreeMap<u32, Sealed> = self
            .files
            .iter()
            .filter(|file| file.path.starts_with("l/"))
            .filter_map(|file| {
                let sum = sum_of(&file.path)?;
                let place = Place::of(file);
                Some((sum, Sealed { sum, place }))
            })
            .collect();
        let parts = read_list(&mut saved, |saved| {
            let key: Box<str> = read_text(saved)?.into();
            let parts = read_list(saved, |saved| {
                let sum = read_number(saved)?;
                by_sum.get(&sum).cloned().ok_or(Fault::Damaged)
            })?;
            Ok((key, parts))
        })?;
        self.parts = parts.into_iter().collect();
        let limits = (self.limits)(self.lang, self.rows.len());
        self.norms = Norms::of(&self.rows, limits);
        Ok(())
    }
}

impl Place {
    fn of(file: &File) -> Self {
        match &file.bytes {
            Some(bytes) => Self::Here(bytes.clone()),
            None => Self::Shelf(file.path.clone()),
        }
    }
}

impl Sealed {
    fn restore<'f>(
        saved: &mut Bytes<'_>,
        files: &mut impl Iterator<Item = &'f File>,
    ) -> Result<Self, Fault> {
        let file = files.next().ok_or(Fault::Damaged)?;
        Ok(Self {
            sum: read_number(saved)?,
            place: Place::of(file),
        })
    }
}

impl Row {
    fn save(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.digest);
        list(&self.zones, out, |length, out| number(*length, out));
        raw(self.grams.iter().copied(), out);
        list(&self.gram_zones, out, |(zone, end), out| {
            number(*zone, out);
            number(*end, out);
        });
        raw(self.words.iter().map(|word| word.surface), out);
        raw(self.words.iter().map(|word| word.start), out);
        push_section(&self.places, out);
        self.sizes.iter().for_each(|size| number(*size, out));
        number(self.han, out);
        out.extend_from_slice(&self.headings.to_le_bytes());
    }

    fn restore(saved: &mut Bytes<'_>) -> Result<Self, Fault> {
        let digest = read_digest(saved)?;
        let zones = read_list(saved, read_number)?.into();
        let grams = read_raw(saved)?.collect();
        let pair = |saved: &mut Bytes<'_>| Ok((read_number(saved)?, read_number(saved)?));
        let gram_zones = read_list(saved, pair)?.into();
        let surfaces = read_raw(saved)?;
        let words = surfaces.zip(read_raw(saved)?);
        let words = words.map(|(surface, start)| Word { surface, start });
        Ok(Self {
            digest,
            zones,
            grams,
            gram_zones,
            words: words.collect(),
            places: saved.section()?.0.into(),
            sizes: [read_number(saved)?, read_number(saved)?],
            han: read_number(saved)?,
            headings: read_u64(saved)?,
        })
    }
}

impl<const S: usize, K: Shape<S>> Table<S, K> {
    fn save(&self, out: &mut Vec<u8>) {
        list(&self.files, out, |file, out| {
            text(&file.first, out);
            text(&file.last, out);
            number(file.sealed.sum, out);
        });
    }

    fn restore<'f>(
        saved: &mut Bytes<'_>,
        files: &mut impl Iterator<Item = &'f File>,
    ) -> Result<Self, Fault> {
        let mut table = Self::default();
        table.files = read_list(saved, |saved| {
            Ok(Part {
                first: read_text(saved)?.into(),
                last: read_text(saved)?.into(),
                sealed: Sealed::restore(saved, files)?,
            })
        })?;
        Ok(table)
    }
}

impl Packs {
    fn save(&self, out: &mut Vec<u8>) {
        list(&self.0, out, |pack, out| {
            out.extend_from_slice(&pack.digest);
            push_varint(pack.count as u64, out);
            number(pack.sealed.sum, out);
        });
    }

    fn restore<'f>(
        saved: &mut Bytes<'_>,
        files: &mut impl Iterator<Item = &'f File>,
    ) -> Result<Self, Fault> {
        let packs = read_list(saved, |saved| {
            Ok(Pack {
                digest: read_digest(saved)?,
                count: usize::try_from(saved.varint()?).map_err(|_| Fault::Damaged)?,
                sealed: Sealed::restore(saved, files)?,
            })
        })?;
        Ok(Self(packs))
    }
}

fn number(number: u32, out: &mut Vec<u8>) {
    push_varint(u64::from(number), out);
}

fn text(text: &str, out: &mut Vec<u8>) {
    push_section(text.as_bytes(), out);
}

fn list<T>(items: &[T], out: &mut Vec<u8>, mut save: impl FnMut(&T, &mut Vec<u8>)) {
    push_varint(items.len() as u64, out);
    items.iter().for_each(|item| save(item, out));
}

/// Many numbers, as they are in memory: that is read and written in no time.
fn raw(numbers: impl ExactSizeIterator<Item = u32>, out: &mut Vec<u8>) {
    push_varint(4 * numbers.len() as u64, out);
    numbers.for_each(|number| out.extend_from_slice(&number.to_le_bytes()));
}

fn read_raw<'b>(
    saved: &mut Bytes<'b>,
) -> Result<impl ExactSizeIterator<Item = u32> + use<'b>, Fault> {
    let (numbers, rest) = saved.section()?.0.as_chunks();
    if !rest.is_empty() {
        return Err(Fault::Damaged);
    }
    Ok(numbers.iter().map(|number| u32::from_le_bytes(*number)))
}

fn read_number(saved: &mut Bytes<'_>) -> Result<u32, Fault> {
    u32::try_from(saved.varint()?).map_err(|_| Fault::Damaged)
}

fn read_text<'b>(saved: &mut Bytes<'b>) -> Result<&'b str, Fault> {
    std::str::from_utf8(saved.section()?.0).map_err(|_| Fault::Damaged)
}

fn read_u64(saved: &mut Bytes<'_>) -> Result<u64, Fault> {
    let (bytes, rest) = saved.0.split_first_chunk().ok_or(Fault::Damaged)?;
    saved.0 = rest;
    Ok(u64::from_le_bytes(*bytes))
}

fn read_digest(saved: &mut Bytes<'_>) -> Result<Digest, Fault> {
    let (digest, rest) = saved.0.split_first_chunk().ok_or(Fault::Damaged)?;
    saved.0 = rest;
    Ok(*digest)
}

fn read_list<'b, T>(
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
