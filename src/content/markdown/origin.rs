//! Where a piece of text the parser sees came from in the author's file.

use super::cjk;

/// Maps byte offsets of a derived text to byte offsets of the file it was derived from.
///
/// A list of pieces (start in the text, start in the file), ascending; within a piece offsets
/// run in parallel.
#[derive(Debug, Clone, Default)]
pub(super) struct Origin {
    pieces: Vec<(usize, usize)>,
}

impl Origin {
    /// A text that stands in the file as it is, from `start` on.
    pub(super) fn at(start: usize) -> Self {
        Self {
            pieces: vec![(0, start)],
        }
    }

    /// States that the text from `text` on stands in the file from `file` on.
    pub(super) fn push(&mut self, text: usize, file: usize) {
        self.pieces.push((text, file));
    }

    /// Appends to `out`, whose map this is, a text that stands in `file` from `start` on but for
    /// joiners, which are left out.
    pub(super) fn push_joined(&mut self, out: &mut String, text: &str, file: &str, start: usize) {
        let mut start = start;
        for (index, part) in text.split(cjk::JOINER).enumerate() {
            // The author may have written the same character.
            let own = index > 0
                && file
                    .get(start..)
                    .is_some_and(|rest| rest.starts_with(cjk::JOINER));
            start += if own { cjk::JOINER.len_utf8() } else { 0 };
            self.push(out.len(), start);
            out.push_str(part);
            start += part.len();
        }
    }

    /// The offset in the file of an offset in the text.
    pub(super) fn file(&self, at: usize) -> usize {
        if let [(text, file)] = self.pieces[..] {
            return file + at.saturating_sub(text);
        }
        let after = self.pieces.partition_point(|(text, _)| *text <= at);
        match after.checked_sub(1).map(|index| self.pieces[index]) {
            Some((text, file)) => file + (at - text),
            None => 0,
        }
    }

    /// The same for a range.
    pub(super) fn range(&self, range: &std::ops::Range<usize>) -> std::ops::Range<usize> {
        let start = self.file(range.start);
        start..self.file(range.end).max(start)
    }

    /// The map of the text with `len` bytes inserted at each of the offsets `at`, ascending.
    pub(super) fn with_insertions(&self, at: &[usize], len: usize) -> Self {
        let mut pieces: Vec<(usize, usize)> = self
            .pieces
            .iter()
            .map(|(text, file)| (text + len * at.partition_point(|at| at <= text), *file))
            .collect();
        pieces.extend(
            at.iter()
                .enumerate()
                .map(|(index, at)| (at + len * (index + 1), self.file(*at))),
        );
        pieces.sort_unstable();
        Self { pieces }
    }
}
