//! Text on its way out: escaping, and stripping what may not be in a page.
//!
//! Noncharacters serve inside this module's folder as markers (see [`super::hole`] and
//! [`super::cjk`]); as they are stripped from everything an author wrote, no author can forge one.

use std::borrow::Cow;

/// What is to be done at a byte.
const COPY: u8 = 0;
const ESCAPE: u8 = 1;
const DROP: u8 = 2;
/// Some of the characters that begin with this byte are dropped.
const LOOK: u8 = 3;

/// What is to be done at each byte.
const ACTIONS: [u8; 256] = {
    let mut actions = [COPY; 256];
    let mut byte = 0;
    while byte < 0x20 {
        actions[byte] = DROP;
        byte += 1;
    }
    actions[b'\t' as usize] = COPY;
    actions[b'\n' as usize] = COPY;
    actions[0x7f] = DROP;
    actions[0xc2] = LOOK;
    byte = 0xef;
    while byte <= 0xf4 {
        actions[byte] = LOOK;
        byte += 1;
    }
    actions[b'&' as usize] = ESCAPE;
    actions[b'<' as usize] = ESCAPE;
    actions[b'>' as usize] = ESCAPE;
    actions[b'"' as usize] = ESCAPE;
    actions
};

const fn entity(byte: u8) -> &'static str {
    match byte {
        b'&' => "&amp;",
        b'<' => "&lt;",
        b'>' => "&gt;",
        _ => "&quot;",
    }
}

/// The length of the character at the start of `bytes` if it may not be in a page: a C1
/// control or a noncharacter.
fn dropped(bytes: &[u8]) -> Option<usize> {
    match *bytes {
        [0xc2, 0x80..=0x9f, ..] => Some(2),
        [0xef, 0xb7, 0x90..=0xaf, ..] | [0xef, 0xbf, 0xbe..=0xbf, ..] => Some(3),
        [0xf0..=0xf4, second, 0xbf, 0xbe..=0xbf, ..] if second & 0x0f == 0x0f => Some(4),
        _ => None,
    }
}

/// Whether a character may not be in a page: a control other than tab and line feed, or a
/// noncharacter.
pub(super) fn is_forbidden(c: char) -> bool {
    c.is_control() && c != '\t' && c != '\n'
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
        || c as u32 & 0xfffe == 0xfffe
}

/// Walks `text` in stretches that can be copied, calling `out` with each and with what stands
/// for the bytes between them.
fn walk(text: &str, escape: bool, mut out: impl FnMut(&str)) {
    let bytes = text.as_bytes();
    let (mut from, mut at) = (0, 0);
    while at < bytes.len() {
        let action = ACTIONS[bytes[at] as usize];
        if action == COPY || action == ESCAPE && !escape {
            at += 1;
            continue;
        }
        let (replacement, len) = match action {
            ESCAPE => (entity(bytes[at]), 1),
            DROP => ("", 1),
            _ => match dropped(&bytes[at..]) {
                Some(len) => ("", len),
                None => {
                    at += 1;
                    continue;
                }
            },
        };
        out(&text[from..at]);
        if !replacement.is_empty() {
            out(replacement);
        }
        at += len;
        from = at;
    }
    out(&text[from..]);
}

/// Appends text, escaped for an element's content and for a double-quoted attribute alike.
pub(super) fn escape(text: &str, out: &mut String) {
    walk(text, true, |part| out.push_str(part));
}

/// Appends text without what may not be in a page.
pub(super) fn push_stripped(text: &str, out: &mut String) {
    walk(text, false, |part| out.push_str(part));
}

/// Text without what may not be in a page.
pub(super) fn strip(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|byte| ACTIONS[byte as usize] >= DROP) {
        let mut out = String::with_capacity(text.len());
        push_stripped(text, &mut out);
        Cow::Owned(out)
    } else {
        Cow::Borrowed(text)
    }
}

/// The first `max` characters of a text, the last of them `…` where something was cut off.
pub(super) fn cut(text: &str, max: usize) -> String {
    match text.char_indices().nth(max) {
        None => text.to_owned(),
        Some(_) => {
            let end = text.char_indices().nth(max - 1).map_or(0, |(at, _)| at);
            format!("{}…", text[..end].trim_end())
        }
    }
}

/// Whether a string of `hay` at `at` is `needle`, but for the case of ASCII letters.
pub(super) fn starts_with_ignore_case(hay: &str, at: usize, needle: &str) -> bool {
    hay.as_bytes()
        .get(at..at + needle.len())
        .is_some_and(|part| part.eq_ignore_ascii_case(needle.as_bytes()))
}
