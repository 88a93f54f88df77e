//! Raw HTML cut into tags and text, as the HTML standard's tokenizer would (13.2.5), without
//! knowledge of elements. What the sieve ([`super::raw`]) makes of the tokens is serialized
//! anew, so a difference from a browser's view can lose text but never let a tag through.

use std::ops::Range;

/// A token of raw HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    Text(&'t str),
    Open {
        /// In lower case.
        name: String,
        attributes: Vec<Attribute<'t>>,
    },
    Close {
        /// In lower case.
        name: String,
    },
    /// A comment, a declaration, a processing instruction.
    Comment,
}

/// An attribute as written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Attribute<'t> {
    /// In lower case.
    pub(super) name: String,
    /// With its character references.
    pub(super) value: &'t str,
    /// Bytes of the text.
    pub(super) range: Range<usize>,
}

/// The tokens of a text.
pub(super) struct Tokens<'t> {
    text: &'t str,
    at: usize,
    /// Set when a tag had no end: nothing after it can be a tag.
    broken: bool,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            broken: false,
        }
    }

    /// Where the next token starts.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Skips the content of an element, up to its end tag or the end of the text.
    pub(super) fn skip_element(&mut self, name: &str) {
        let mut at = self.at;
        while let Some(offset) = self.text[at..].find("</") {
            at += offset;
            let after = at + 2 + name.len();
            if super::text::starts_with_ignore_case(self.text, at + 2, name)
                && !self
                    .text
                    .as_bytes()
                    .get(after)
                    .is_some_and(u8::is_ascii_alphanumeric)
            {
                self.at = self.text[at..]
                    .find('>')
                    .map_or(self.text.len(), |end| at + end + 1);
                return;
            }
            at += 2;
        }
        self.at = self.text.len();
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// The end of a comment or declaration that starts at `at`.
    fn comment(&self, at: usize) -> Option<usize> {
        let rest = &self.text[at..];
        let (from, end) = if rest.starts_with("<!-->") || rest.starts_with("<!--->") {
            (0, ">")
        } else if rest.starts_with("<!--") {
            (4, "-->")
        } else if rest.starts_with("<![CDATA[") {
            (9, "]]>")
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            (2, ">")
        } else {
            return None;
        };
        Some(
            rest[from..]
                .find(end)
                .map_or(self.text.len(), |found| at + from + found + end.len()),
        )
    }

    /// The tag that starts at `at`, and where it ends.
    fn tag(&mut self, at: usize) -> Option<(Token<'t>, usize)> {
        let closes = self.byte(at + 1) == Some(b'/');
        let start = at + 1 + usize::from(closes);
        if self.broken || !self.byte(start)?.is_ascii_alphabetic() {
            return None;
        }
        let end = self.until(start, |b| is_space(b) || b == b'/' || b == b'>');
        let name = self.text[start..end].to_ascii_lowercase();
        let mut attributes = Vec::new();
        let mut at = end;
        loop {
            at = self.until(at, |b| !is_space(b) && b != b'/');
            match self.byte(at) {
                None => {
                    self.broken = true;
                    return None;
                }
                Some(b'>') => break,
                Some(_) => {
                    let attribute = self.read_attribute(at);
                    at = attribute.range.end;
                    attributes.push(attribute);
                }
            }
        }
        let token = if closes {
            Token::Close { name }
        } else {
            Token::Open { name, attributes }
        };
        Some((token, at + 1))
    }

    fn read_attribute(&self, start: usize) -> Attribute<'t> {
        // A leading `=` belongs to the name.
        let name_end = self.until(start + 1, |b| {
            is_space(b) || matches!(b, b'/' | b'>' | b'=')
        });
        let name = self.text[start..name_end].to_ascii_lowercase();
        let equals = self.until(name_end, |b| !is_space(b));
        if self.byte(equals) != Some(b'=') {
            return Attribute {
                name,
                value: "",
                range: start..name_end,
            };
        }
        let value = self.until(equals + 1, |b| !is_space(b));
        match self.byte(value) {
            Some(quote @ (b'"' | b'\'')) => {
                let end = self.until(value + 1, |b| b == quote);
                let close = (end + 1).min(self.text.len());
                Attribute {
                    name,
                    value: &self.text[value + 1..end],
                    range: start..close,
                }
            }
            _ => {
                let end = self.until(value, |b| is_space(b) || b == b'>');
                Attribute {
                    name,
                    value: &self.text[value..end],
                    range: start..end,
                }
            }
        }
    }

    /// The first offset from `at` on whose byte is `wanted`, or the end of the text. What is
    /// wanted is ASCII or follows ASCII, so that offsets stay on boundaries of characters.
    fn until(&self, at: usize, wanted: impl Fn(u8) -> bool) -> usize {
        let bytes = self.text.as_bytes();
        let at = at.min(bytes.len());
        bytes[at..]
            .iter()
            .position(|b| wanted(*b))
            .map_or(bytes.len(), |offset| at + offset)
    }
}

fn is_space(byte: u8) -> bool {
    byte.is_ascii_whitespace()
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        let start = self.at;
        let mut at = start;
        loop {
            at = self.until(at, |b| b == b'<');
            let found = if at == self.text.len() {
                None
            } else if let Some(end) = self.comment(at) {
                Some((Token::Comment, end))
            } else {
                self.tag(at)
            };
            match found {
                Some((token, end)) if at == start => {
                    self.at = end;
                    return Some(token);
                }
                // The text before it comes first; the tag is read again.
                Some(_) => break,
                None if at == self.text.len() => break,
                None => at += 1,
            }
        }
        self.at = at;
        (at > start).then(|| Token::Text(&self.text[start..at]))
    }
}
