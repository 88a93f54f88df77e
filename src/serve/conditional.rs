//! What of a file is sent: all of it, a part, or nothing because the reader has it (RFC 9110,
//! sections 13 and 14).

use std::ops::Range;

use axum::http::HeaderMap;
use axum::http::header::{IF_NONE_MATCH, IF_RANGE, RANGE};

/// What of a file is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sent {
    /// All of it.
    Whole,
    /// These bytes of it.
    Part(Range<usize>),
    /// Nothing: the reader has it.
    Nothing,
    /// Nothing: it has no such part.
    NoSuchPart,
}

/// Decides by a request's headers. `tag` is the file's entity tag, with its quotation marks;
/// parts are asked for by GET only.
pub(super) fn decide(headers: &HeaderMap, tag: &str, length: usize, is_get: bool) -> Sent {
    let has = headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|known| {
            let known = known.trim();
            known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag
        });
    if has {
        return Sent::Nothing;
    }
    if headers
        .get(IF_RANGE)
        .is_some_and(|known| known.as_bytes() != tag.as_bytes())
    {
        return Sent::Whole;
    }
    let range = headers.get(RANGE).and_then(|value| value.to_str().ok());
    match range
        .filter(|_| is_get)
        .and_then(|text| range_of(text, length))
    {
        None => Sent::Whole,
        Some(Some(range)) => Sent::Part(range),
        Some(None) => Sent::NoSuchPart,
    }
}

/// Bytes that a `Range` header asks for. `None` where it is to be ignored: several ranges, other
/// units, no range at all. `Some(None)` where the file has no such bytes.
#[allow(
    clippy::option_option,
    reason = "ignored, and not to be had, are two things"
)]
fn range_of(text: &str, length: usize) -> Option<Option<Range<usize>>> {
    let (first, last) = text.strip_prefix("bytes=")?.trim().split_once('-')?;
    if first.is_empty() {
        let count = number(last)?;
        return Some((count > 0 && length > 0).then(|| length.saturating_sub(count)..length));
    }
    let first = number(first)?;
    let end = match last {
        "" => length,
        last => number(last)
            .filter(|last| *last >= first)?
            .saturating_add(1),
    };
    Some((first < length).then(|| first..end.min(length)))
}

/// A number in digits; one that is too large for the machine is as large as can be.
fn number(text: &str) -> Option<usize> {
    let digits = !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(headers: &[(&'static str, &'static str)]) -> Sent {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().expect("a header"));
        }
        decide(&map, "\"abc\"", 10, true)
    }

    #[test]
    fn a_reader_that_has_it_gets_nothing() {
        assert_eq!(sent(&[]), Sent::Whole);
        for known in ["\"abc\"", "W/\"abc\"", "\"x\", \"abc\"", "*"] {
            assert_eq!(sent(&[("if-none-match", known)]), Sent::Nothing, "{known}");
        }
        assert_eq!(sent(&[("if-none-match", "\"x\"")]), Sent::Whole);
        assert_eq!(
            sent(&[("if-none-match", "\"abc\""), ("range", "bytes=0-1")]),
            Sent::Nothing
        );
    }

    #[test]
    fn one_range_is_sent_and_others_are_ignored() {
        for (range, expected) in [
            ("bytes=0-0", Sent::Part(0..1)),
            ("bytes=2-4", Sent::Part(2..5)),
            ("bytes=8-", Sent::Part(8..10)),
            ("bytes=8-99", Sent::Part(8..10)),
            ("bytes=8-99999999999999999999999", Sent::Part(8..10)),
            ("bytes=-3", Sent::Part(7..10)),
            ("bytes=-99", Sent::Part(0..10)),
            ("bytes=10-", Sent::NoSuchPart),
            ("bytes=99999999999999999999999-", Sent::NoSuchPart),
            ("bytes=-0", Sent::NoSuchPart),
            ("bytes=4-2", Sent::Whole),
            ("bytes=0-1,4-5", Sent::Whole),
            ("bytes=", Sent::Whole),
            ("bytes=-", Sent::Whole),
            ("bytes=+1-2", Sent::Whole),
            ("lines=0-1", Sent::Whole),
        ] {
            assert_eq!(sent(&[("range", range)]), expected, "{range}");
        }
    }

    #[test]
    fn a_part_of_another_version_is_not_sent() {
        let part = ("range", "bytes=0-1");
        assert_eq!(sent(&[part, ("if-range", "\"abc\"")]), Sent::Part(0..2));
        assert_eq!(sent(&[part, ("if-range", "\"x\"")]), Sent::Whole);
        assert_eq!(sent(&[part, ("if-range", "W/\"abc\"")]), Sent::Whole);
    }
}
