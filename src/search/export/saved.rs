//! An export as bytes, to be kept for the next run of the program. They are read only if they are
//! whole and of this version; whatever else is there counts as nothing.
//!
//! Most of it are the rows of pages, and few of these change: they are kept by themselves, and what is
//! written after an edit has those that differ.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::binary::{push_section, push_varint};
use super::decode::{Bytes, Fault};
use super::items::Shape;
use super::packs::{Pack, Packs};
use super::postings::Norms;
use super::record::{
    Sum, begin, end, list, number, open, raw, read_digest, read_list, read_number, read_raw,
    read_sum, read_text, read_u64, text,
};
use super::row::{Digest, Lexicon, Row, Surface, Term, Word};
use super::sealed::{Place, Sealed};
use super::table::{Part, Table};
use super::{Export, File, Readings, sum_of};
use crate::language::Lang;

/// An export as bytes.
#[derive(Debug)]
pub struct Saved {
    /// All but what is in the rows.
    pub own: Vec<u8>,
    /// The rows of pages, to be kept beside it; `None` if those will do that are kept.
    pub rows: Option<Vec<u8>>,
}

/// The rows that are kept.
#[derive(Debug)]
pub(super) struct KeptRows {
    sum: Sum,
    /// Of each row.
    digests: Vec<Digest>,
}

impl Export {
    /// Whether few rows are other ones than those that are kept.
    fn is_near(&self, kept: &KeptRows) -> bool {
        let pairs = kept.digests.iter().zip(&self.rows);
        let changed = pairs.filter(|(kept, row)| **kept != row.digest).count();
        kept.digests.len() == self.rows.len() && changed <= 16 + self.rows.len() / 16
    }

    fn save_rows(&self) -> (KeptRows, Vec<u8>) {
        let mut out = begin(self.rows.iter().map(|row| row.room()).sum());
        list(&self.rows, &mut out, |row, out| row.save(out));
        let kept = KeptRows {
            sum: end(&mut out),
            digests: self.rows.iter().map(|row| row.digest).collect(),
        };
        (kept, out)
    }

    /// The export as bytes. What earlier calls gave is there.
    #[must_use]
    pub fn save(&mut self) -> Saved {
        let kept = self.kept_rows.take().filter(|kept| self.is_near(kept));
        let (kept, rows) = kept.map_or_else(
            || {
                let (kept, rows) = self.save_rows();
                (kept, Some(rows))
            },
            |kept| (kept, None),
        );
        let mut out = begin(0);
        out.extend_from_slice(&kept.sum);
        text(self.lang.code(), &mut out);
        list(&self.paths, &mut out, |path, out| text(path, out));
        let changed: Vec<(u32, &Row)> = (0..)
            .zip(&self.rows)
            .zip(&kept.digests)
            .filter(|((_, row), kept)| row.digest != **kept)
            .map(|((at, row), _)| (at, &**row))
            .collect();
        list(&changed, &mut out, |(at, row), out| {
            number(*at, out);
            row.save(out);
        });
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
        end(&mut out);
        self.kept_rows = Some(kept);
        Saved { own: out, rows }
    }

    /// An export from bytes; `None` if they are damaged, or of another version.
    #[must_use]
    pub fn load(own: &[u8], rows: &[u8]) -> Option<Self> {
        let mut export = Self::default();
        export.restore(own, rows).ok()?;
        Some(export)
    }

    pub(super) fn restore(&mut self, own: &[u8], rows: &[u8]) -> Result<(), Fault> {
        let (_, mut saved) = open(own)?;
        let (sum, mut rows) = open(rows)?;
        if read_sum(&mut saved)? != *sum {
            return Err(Fault::Damaged);
        }
        let restore = |rows: &mut Bytes<'_>| Ok(Arc::new(Row::restore(rows)?));
        self.rows = read_list(&mut rows, restore)?;
        self.kept_rows = Some(KeptRows {
            sum: *sum,
            digests: self.rows.iter().map(|row| row.digest).collect(),
        });
        let lang = read_text(&mut saved)?;
        self.lang = Lang::ALL
            .into_iter()
            .find(|own| own.code() == lang)
            .ok_or(Fault::Damaged)?;
        self.paths = read_list(&mut saved, |saved| Ok(read_text(saved)?.to_owned()))?;
        let changed = read_list(&mut saved, |saved| {
            Ok((read_number(saved)?, Arc::new(Row::restore(saved)?)))
        })?;
        for (at, row) in changed {
            *self.rows.get_mut(at as usize).ok_or(Fault::Damaged)? = row;
        }
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
    /// Bytes that it takes, about.
    fn room(&self) -> usize {
        4 * (self.zones.len() + self.grams.len() + 2 * self.gram_zones.len() + 2 * self.words.len())
            + self.places.len()
            + 128
    }

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
