//! An export as bytes, to be kept for the next run of the program. They are read only if they are
//! whole and of this version; whatever else is there counts as nothing. Rows of pages are kept by
//! themselves: see [`kept`].

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes as Shared;
use serde_json::Value as Json;

use super::binary::{push_section, push_varint};
use super::bytes::Bytes;
use super::codes::Codes;
use super::decode::Fault;
use super::items::Shape;
use super::kept::{self, KeptRows};
use super::packs::{Pack, Packs};
use super::record::{
    begin, end, list, number, open, read_digest, read_list, read_number, read_sum, read_text, text,
};
use super::row::{Lexicon, Surface, Term};
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

impl Export {
    /// The export as bytes. What earlier calls gave is there.
    #[must_use]
    pub fn save(&mut self) -> Saved {
        let kept = self.kept_rows.take();
        let (kept, rows) = match kept.filter(|kept| kept.is_near(&self.rows)) {
            Some(kept) => (kept, None),
            None => {
                let (kept, rows) = KeptRows::save(&self.rows);
                (kept, Some(rows))
            }
        };
        let mut out = begin(0);
        out.extend_from_slice(&kept.sum);
        text(self.lang.code(), &mut out);
        list(&self.paths, &mut out, |path, out| text(path, out));
        let (places, changed) = kept.changed(&self.rows);
        list(&places, &mut out, |at, out| number(*at, out));
        kept::save(&changed, &mut out);
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
        text(&self.codes.list(), &mut out);
        out.extend_from_slice(&self.sample);
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
            text(&readings.syllables.to_string(), out);
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
    pub fn load(own: &Shared, rows: &Shared) -> Option<Self> {
        let mut export = Self::default();
        export.restore(own, rows).ok()?;
        Some(export)
    }

    pub(super) fn restore(&mut self, own: &Shared, rows: &Shared) -> Result<(), Fault> {
        let (_, mut saved) = open(own)?;
        let (kept, rows) = KeptRows::restore(rows)?;
        if read_sum(&mut saved)? != kept.sum {
            return Err(Fault::Damaged);
        }
        self.rows = rows;
        self.kept_rows = Some(kept);
        let lang = read_text(&mut saved)?;
        self.lang = Lang::ALL
            .into_iter()
            .find(|own| own.code() == lang)
            .ok_or(Fault::Damaged)?;
        self.paths = read_list(&mut saved, |saved| Ok(read_text(saved)?.to_owned()))?;
        let places = read_list(&mut saved, read_number)?;
        for (at, row) in places.into_iter().zip(kept::restore(&mut saved, own)?) {
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
        self.codes = Codes::listed(read_text(&mut saved)?)?;
        self.sample = read_digest(&mut saved)?;
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
                keys: read_json(saved)?,
                syllables: read_json(saved)?,
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
        self.norms = self.norms_of(self.lang, &self.rows);
        Ok(())
    }
}

fn read_json(saved: &mut Bytes<'_>) -> Result<Json, Fault> {
    serde_json::from_str(read_text(saved)?).map_err(|_| Fault::Damaged)
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
