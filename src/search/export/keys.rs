//! Ascending keys in a file, each told by what it adds to the one before: `docs/search-format.md`, 2.3.

use super::binary::{Content, push_varint};
use super::bytes::Bytes;
use super::codes::Codes;
use super::decode::{Fault, LARGEST};

/// Keys that are being written.
#[derive(Debug, Default)]
pub(super) struct Keys<'k> {
    before: &'k str,
    shared: Vec<u8>,
    added: Vec<u8>,
    /// All that keys add. Nothing in it is escaped in JSON: keys are of letters, numbers and grams.
    text: String,
}

impl<'k> Keys<'k> {
    /// Appends a key, which stands behind all others.
    pub(super) fn push(&mut self, key: &'k str) {
        let pairs = self.before.chars().zip(key.chars());
        let shared = pairs.take_while(|(a, b)| a == b).map(|(c, _)| c);
        let (bytes, units) = shared.fold((0, 0), |(bytes, units), c| {
            (bytes + c.len_utf8(), units + c.len_utf16())
        });
        let added = &key[bytes..];
        push_varint(units as u64, &mut self.shared);
        push_varint(added.encode_utf16().count() as u64, &mut self.added);
        self.text.push_str(added);
        self.before = key;
    }

    /// The three sections of all keys.
    pub(super) fn sections(self, codes: &Codes) -> Content {
        let mut content = Content::default();
        content.push(&self.shared);
        content.push(&self.added);
        content.push(&codes.encode(&format!("\"{}\"", self.text)));
        content
    }
}

/// Reads the three sections.
pub(super) fn read_keys(file: &mut Bytes<'_>, codes: &Codes) -> Result<Vec<String>, Fault> {
    let (mut shared, mut added, text) = (file.section()?, file.section()?, file.section()?);
    let text = codes.decode(text.0)?;
    let text: String = serde_json::from_str(&text).map_err(|_| Fault::Damaged)?;
    let mut rest = text.as_str();
    let mut keys: Vec<String> = Vec::new();
    let mut size = 0;
    while !shared.0.is_empty() {
        let before = keys.last().map_or("", String::as_str);
        let (beginning, _) = split(before, shared.varint()?)?;
        let (own, others) = split(rest, added.varint()?)?;
        rest = others;
        let key = [beginning, own].concat();
        // Keys that repeat each other could be much longer than the file.
        size += key.len();
        if size > LARGEST {
            return Err(Fault::Damaged);
        }
        keys.push(key);
    }
    Ok(keys)
}

/// Splits a text behind as many UTF-16 code units.
fn split(text: &str, units: u64) -> Result<(&str, &str), Fault> {
    let mut left = units;
    for (at, c) in text.char_indices() {
        if left == 0 {
            return Ok(text.split_at(at));
        }
        left = left
            .checked_sub(c.len_utf16() as u64)
            .ok_or(Fault::Damaged)?;
    }
    if left == 0 {
        Ok((text, ""))
    } else {
        Err(Fault::Damaged)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_again() {
        let all = [
            "",
            "a",
            "ab",
            "知",
            "知识",
            "知识产权",
            "知道",
            "龴知",
            "龴道",
            "𠀀",
            "𠀀𠀁",
            "𠀁",
        ];
        let mut keys = Keys::default();
        all.iter().for_each(|key| keys.push(key));
        let codes = Codes::default();
        let content = keys.sections(&codes);
        assert_eq!(read_keys(&mut Bytes(&content.bytes), &codes).unwrap(), all);
    }
}
