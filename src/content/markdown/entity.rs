//! Character references in raw HTML, as far as addresses need them.

use std::borrow::Cow;

/// Named references that can stand in an address or disguise one. Others stay as written,
/// which is harmless: what is not decoded here is escaped again on output.
const NAMED: [(&str, char); 16] = [
    ("amp;", '&'),
    ("lt;", '<'),
    ("gt;", '>'),
    ("quot;", '"'),
    ("apos;", '\''),
    ("nbsp;", '\u{a0}'),
    ("colon;", ':'),
    ("sol;", '/'),
    ("bsol;", '\\'),
    ("Tab;", '\t'),
    ("NewLine;", '\n'),
    ("num;", '#'),
    ("quest;", '?'),
    ("equals;", '='),
    ("lpar;", '('),
    ("rpar;", ')'),
];

/// Text with its character references resolved.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let named = NAMED
            .iter()
            .find_map(|(name, c)| after.starts_with(name).then_some((*c, name.len())));
        match numeric(after).or(named) {
            Some((c, len)) => {
                out.push(c);
                rest = &after[len..];
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character of a numeric reference whose `&` stands just before `text`, and the length of
/// the rest of the reference.
pub(super) fn numeric(text: &str) -> Option<(char, usize)> {
    let digits = text.strip_prefix('#')?;
    let (digits, radix, before) = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16, 2),
        None => (digits, 10, 1),
    };
    let len = digits
        .bytes()
        .take_while(|b| char::from(*b).is_digit(radix))
        .count();
    if len == 0 {
        return None;
    }
    let code = digits[..len].bytes().fold(0_u32, |code, digit| {
        code.saturating_mul(radix)
            .saturating_add(char::from(digit).to_digit(radix).unwrap_or(0))
    });
    let semicolon = usize::from(digits[len..].starts_with(';'));
    Some((
        char::from_u32(code).unwrap_or('\u{fffd}'),
        before + len + semicolon,
    ))
}

/// Whether a whole named reference goes on after an `&` that stands just before `text`.
pub(super) fn is_named(text: &str) -> bool {
    let len = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    len > 0 && text.as_bytes()[0].is_ascii_alphabetic() && text[len..].starts_with(';')
}
