//! How texts are written: in GB 18030, which has every character of Unicode. A Chinese character takes two bytes there
//! and not three, which is some 6 % of compressed texts and a fifth of the keys of terms; and every browser reads it.

use std::borrow::Cow;

use encoding_rs::GB18030;

use super::decode::Fault;

/// Text as bytes.
pub(super) fn encode(text: &str) -> Cow<'_, [u8]> {
    GB18030.encode(text).0
}

/// JSON as bytes. Characters that older browsers would take for others are escaped.
pub(super) fn encode_json(json: &str) -> Cow<'_, [u8]> {
    if json.contains(is_unsettled) {
        return Cow::Owned(encode(&escaped(json)).into_owned());
    }
    encode(json)
}

/// The text that bytes are.
///
/// # Errors
/// When they are none.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Fault> {
    GB18030
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or(Fault::Damaged)
}

/// Whether a character is one whose bytes became those of another when the standard was revised in 2022. Most are for
/// private use, the others vertical punctuation and eight components of Han characters.
const fn is_unsettled(c: char) -> bool {
    matches!(c, '\u{9fb4}'..='\u{9fbb}' | '\u{e5e5}' | '\u{e78d}'..='\u{e796}' | '\u{fe10}'..='\u{fe19}')
        || matches!(
            c,
            '\u{e81e}'
                | '\u{e826}'
                | '\u{e82b}'
                | '\u{e82c}'
                | '\u{e832}'
                | '\u{e843}'
                | '\u{e854}'
                | '\u{e864}'
        )
}

/// JSON with escapes in place of such characters.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + 5);
    for c in json.chars() {
        match c {
            c if is_unsettled(c) => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_read_again() {
        for c in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
            let json = serde_json::Value::from(c.to_string());
            let bytes = encode_json(&json.to_string()).into_owned();
            let read = decode(&bytes).map(|text| serde_json::from_str(&text).ok());
            assert_eq!(read, Ok(Some(json)), "{c:?}");
            if crate::search::analysis::is_gram(c) {
                // Of keys, no character becomes another, or several.
                assert_eq!(
                    decode(&encode(&c.to_string())).as_deref(),
                    Ok(&*c.to_string())
                );
            }
        }
    }
}
