//! Terms of surfaces (1.4): English words without their endings.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use frostem::{Algorithm, Stemmer};

/// Surfaces that are remembered at most. A corpus of strange words must not fill the memory.
const REMEMBERED: usize = 1 << 16;

/// The term of a surface: its stem if it is an English word of three letters or more, else itself.
#[must_use]
pub fn term(surface: &str) -> Cow<'_, str> {
    if surface.len() >= 3 && surface.bytes().all(|b| b.is_ascii_lowercase()) {
        Stemmer::new(Algorithm::English).stem(surface)
    } else {
        Cow::Borrowed(surface)
    }
}

/// [`term`] with a memory, for texts: most words come again.
#[derive(Debug, Default)]
pub struct Stems {
    /// Where in `terms` a surface's term is.
    known: HashMap<Box<str>, usize, WordHash>,
    /// Terms; nothing for words that are their own.
    terms: Vec<Option<Box<str>>>,
}

impl Stems {
    /// The term of a surface.
    pub fn term<'a>(&'a mut self, surface: &'a str) -> &'a str {
        if surface.len() < 3 || !surface.bytes().all(|b| b.is_ascii_lowercase()) {
            return surface;
        }
        let index = match self.known.get(surface) {
            Some(index) => *index,
            None => self.remember(surface),
        };
        self.terms[index].as_deref().unwrap_or(surface)
    }

    /// Works out the term of an English word; gives its place.
    #[cold]
    fn remember(&mut self, surface: &str) -> usize {
        if self.terms.len() >= REMEMBERED {
            self.known.clear();
            self.terms.clear();
        }
        let term = match term(surface) {
            Cow::Borrowed(_) => None,
            Cow::Owned(term) => (term != surface).then(|| term.into_boxed_str()),
        };
        let index = self.terms.len();
        self.terms.push(term);
        self.known.insert(surface.into(), index);
        index
    }
}

/// A quick way to look words up.
pub(in crate::search) type WordHash = BuildHasherDefault<WordHasher>;

/// Takes eight bytes at a time and is the same in every run: quick for words.
#[derive(Debug, Default, Clone, Copy)]
pub(in crate::search) struct WordHasher(u64);

impl Hasher for WordHasher {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks();
        for word in words {
            self.add(u64::from_le_bytes(*word));
        }
        let last = rest
            .iter()
            .fold(0, |word, byte| (word << 8) | u64::from(*byte));
        self.add(last);
    }

    #[inline]
    fn write_u8(&mut self, byte: u8) {
        self.add(u64::from(byte));
    }

    #[inline]
    fn finish(&self) -> u64 {
        // The high bits know of all bytes; the map looks at the low ones as well.
        self.0 ^ (self.0 >> 32)
    }
}

impl WordHasher {
    #[inline]
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

#[cfg(test)]
mod tests {
    use super::{Stems, term};

    /// Words that tell the revision of the algorithm.
    #[test]
    fn the_stemmer_is_the_one_of_the_specification() {
        for (surface, stem) in [
            ("conditionally", "condit"),
            ("ethnologist", "ethnolog"),
            ("dying", "die"),
            ("vying", "vie"),
            ("evening", "evening"),
            ("evenings", "evening"),
            ("pasting", "paste"),
            ("organization", "organiz"),
            ("universal", "universal"),
            ("exceed", "exceed"),
            ("added", "add"),
            ("emerging", "emerg"),
            ("international", "internat"),
            ("internal", "internal"),
            ("news", "news"),
            ("is", "is"),
            ("iso9001", "iso9001"),
            ("café", "café"),
        ] {
            assert_eq!(term(surface), stem);
            let mut stems = Stems::default();
            assert_eq!(stems.term(surface), stem);
            assert_eq!(stems.term(surface), stem, "remembered");
        }
    }
}
