//! Normalization (1.1): what characters look like to the search.
//!
//! The rules are written once, in [`normalize`]. They are worked out for single characters in blocks
//! when a block's first character turns up, so that a text is read by looking up.

use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::class::Class;
use super::fold::fold;

/// Characters of a block.
const BLOCK: usize = 128;

/// What is known of the characters of each block of Unicode.
static BLOCKS: [OnceLock<Box<[Entry; BLOCK]>>; 0x11_0000 / BLOCK] =
    [const { OnceLock::new() }; 0x11_0000 / BLOCK];

/// What is known of a character that stands alone, without marks behind it: the character that
/// results, and flags above its 21 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry(u32);

impl Entry {
    /// The resulting character is a gram character.
    const GRAM: u32 = 1 << 21;
    /// The resulting character is a word character.
    const WORD: u32 = 1 << 22;
    /// The character itself is a mark, which belongs to what stands before it.
    const MARK: u32 = 1 << 23;
    /// The character is a capital in the sense of 1.1.
    const CAPITAL: u32 = 1 << 24;
    /// There is no single resulting character: see [`normalize`].
    const MANY: u32 = 1 << 25;

    /// There is a simplified form of the character's NFKC form, or of a character in it.
    const FOLDS: u32 = 1 << 26;

    /// Works out what is known of a character.
    fn new(c: char) -> Self {
        let mut flags = if is_combining_mark(c) { Self::MARK } else { 0 };
        if c.nfkc().any(|c| fold(c) != c) {
            flags |= Self::FOLDS;
        }
        if is_capital(c.encode_utf8(&mut [0; 4])) {
            flags |= Self::CAPITAL;
        }
        let mut found = None;
        let mut count = 0;
        normalize(c.encode_utf8(&mut [0; 4]), |c| {
            found = Some(c);
            count += 1;
        });
        let Some(result) = found.filter(|_| count == 1) else {
            return Self(flags | Self::MANY);
        };
        flags |= match Class::of(result) {
            Class::Gram => Self::GRAM,
            Class::Word => Self::WORD,
            Class::Other => 0,
        };
        Self(flags | u32::from(result))
    }

    /// What is known of a character.
    #[inline]
    pub(super) fn of(c: char) -> Self {
        let code = c as usize;
        let block = BLOCKS[code / BLOCK].get_or_init(|| block(code / BLOCK));
        block[code % BLOCK]
    }

    /// The resulting character, if there is exactly one.
    #[inline]
    pub(super) fn result(self) -> Option<char> {
        if self.0 & Self::MANY == 0 {
            char::from_u32(self.0 & 0x1F_FFFF)
        } else {
            None
        }
    }

    /// Whether the character's NFKC form has a simplified form.
    #[inline]
    pub(super) fn folds(self) -> bool {
        self.0 & Self::FOLDS != 0
    }

    /// The class of the resulting character.
    #[inline]
    pub(super) fn class(self) -> Class {
        if self.0 & Self::GRAM != 0 {
            Class::Gram
        } else if self.0 & Self::WORD != 0 {
            Class::Word
        } else {
            Class::Other
        }
    }

    /// Whether the character is a mark.
    #[inline]
    pub(super) fn is_mark(self) -> bool {
        self.0 & Self::MARK != 0
    }

    /// Whether the character is a capital.
    #[inline]
    pub(super) fn is_capital(self) -> bool {
        self.0 & Self::CAPITAL != 0
    }
}

/// Works out a block.
#[cold]
fn block(index: usize) -> Box<[Entry; BLOCK]> {
    let mut entries = Box::new([Entry(Entry::MANY); BLOCK]);
    for (offset, entry) in entries.iter_mut().enumerate() {
        let code = u32::try_from(index * BLOCK + offset).ok();
        // Surrogates are no characters and are never asked for.
        if let Some(c) = code.and_then(char::from_u32) {
            *entry = Entry::new(c);
        }
    }
    entries
}

/// Normalizes a chunk.
pub(super) fn normalize(chunk: &str, sink: impl FnMut(char)) {
    chunk
        .nfkc()
        .flat_map(char::to_lowercase)
        .nfd()
        .filter(|c| !matches!(c, '\u{0300}'..='\u{036F}'))
        .nfc()
        .map(fold)
        .for_each(sink);
}

/// Whether a chunk is a capital: an ASCII letter, perhaps in another width or style.
pub(super) fn is_capital(chunk: &str) -> bool {
    let mut chars = chunk.nfkc();
    chars.next().is_some_and(|c| c.is_ascii_uppercase()) && chars.next().is_none()
}

/// The length of the chunk that a text begins with: a character and the marks behind it.
pub(super) fn chunk_len(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    chars
        .find(|(_, c)| !Entry::of(*c).is_mark())
        .map_or(text.len(), |(at, _)| at)
}

/// Normalizes a whole text, for comparing names.
///
/// ```
/// # use casebook::search::analysis::normalize_name;
/// assert_eq!(normalize_name("ＡＢ－Café 創業"), "ab-cafe 创业");
/// ```
#[must_use]
pub fn normalize_name(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let (chunk, behind) = rest.split_at(chunk_len(rest));
        normalize(chunk, |c| normal.push(c));
        rest = behind;
    }
    normal
}
