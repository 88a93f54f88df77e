//! Bytes of a file, read one after the other.

use super::decode::Fault;

/// Bytes that are read from their beginning, never beyond their end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bytes<'b>(pub(super) &'b [u8]);

impl<'b> Bytes<'b> {
    pub(super) fn byte(&mut self) -> Result<u8, Fault> {
        let (first, rest) = self.0.split_first().ok_or(Fault::Damaged)?;
        self.0 = rest;
        Ok(*first)
    }

    pub(super) fn varint(&mut self) -> Result<u64, Fault> {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return Ok(number);
            }
        }
        Err(Fault::Damaged)
    }

    pub(super) fn number(&mut self) -> Result<u32, Fault> {
        let (number, rest) = self.0.split_first_chunk().ok_or(Fault::Damaged)?;
        self.0 = rest;
        Ok(u32::from_le_bytes(*number))
    }

    pub(super) fn section(&mut self) -> Result<Self, Fault> {
        let length = self.varint()?;
        self.take(length).map(Self)
    }

    /// A key, as what it shares with another and what it adds.
    pub(super) fn key(&mut self, before: &str) -> Result<String, Fault> {
        let shared = usize::try_from(self.varint()?).map_err(|_| Fault::Damaged)?;
        let shared = before.get(..shared).ok_or(Fault::Damaged)?;
        let added = std::str::from_utf8(self.section()?.0).map_err(|_| Fault::Damaged)?;
        Ok(format!("{shared}{added}"))
    }

    /// As many bytes.
    pub(super) fn take(&mut self, length: u64) -> Result<&'b [u8], Fault> {
        let length = usize::try_from(length).map_err(|_| Fault::Damaged)?;
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Fault::Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    /// Passes by as many numbers.
    pub(super) fn pass(&mut self, numbers: u64) -> Result<(), Fault> {
        for _ in 0..numbers {
            self.varint()?;
        }
        Ok(())
    }

    /// The bytes that are read.
    pub(super) fn part(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<(), Fault>,
    ) -> Result<&'b [u8], Fault> {
        let before = self.0;
        read(self)?;
        Ok(&before[..before.len() - self.0.len()])
    }
}
