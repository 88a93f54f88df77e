//! What Markdown lacks for Chinese: emphasis beside full-width punctuation, and line breaks
//! that add no space.
//!
//! CommonMark lets a run of `*` open or close emphasis by looking at the characters beside it,
//! and takes words to be set off by spaces, so that in `这是**“开放”**的` neither run may do
//! its work. The amendment "CommonMark CJK-friendly" (tats-u/markdown-cjk-friendly,
//! `specification.md`) says what they should do. The parser knows nothing of it, but it takes
//! a noncharacter for a letter; so one is put between the run and the punctuation, exactly
//! where the amendment and CommonMark differ. It is stripped from all output.

/// The noncharacter put beside a run of delimiters.
pub(super) const JOINER: char = '\u{fdd4}';

/// Whether a script written without spaces between words has this letter.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3040}'..='\u{30fa}' | '\u{30fc}'..='\u{312f}'
        | '\u{31a0}'..='\u{31bf}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3fffd}')
}

/// Punctuation and forms that take the width of a Han character.
fn is_wide_sign(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{303f}' | '\u{30fb}' | '\u{fe10}'..='\u{fe1f}' | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff01}'..='\u{ff65}' | '\u{ffe0}'..='\u{ffee}')
}

/// Signs that Chinese shares with other scripts.
fn is_shared_sign(c: char) -> bool {
    matches!(c, '‘' | '’' | '“' | '”' | '—' | '…' | '‥' | '·')
}

/// A letter of Chinese, Japanese or Korean.
fn is_cjk_letter(c: char) -> bool {
    is_unspaced(c)
        || matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7af}')
}

/// Whether a line break between two characters stands for nothing, not for a space: between
/// letters written without spaces, and beside full-width punctuation, which brings its own.
pub(super) fn joins(before: char, after: char) -> bool {
    let shared = |c| is_unspaced(c) || is_shared_sign(c);
    is_wide_sign(before)
        || is_wide_sign(after)
        || is_unspaced(before) && shared(after)
        || is_unspaced(after) && shared(before)
}

/// The offsets where [`JOINER`] is to be inserted, ascending.
pub(super) fn joints(text: &str) -> Vec<usize> {
    let mut joints = Vec::new();
    if text.is_ascii() {
        return joints;
    }
    runs(text, '*', |start, end| {
        joints.extend(joint(text, start, end))
    });
    runs(text, '~', |start, end| {
        // A single `~` is not for use within words anyway.
        if end - start == 2 {
            joints.extend(joint(text, start, end));
        }
    });
    joints.sort_unstable();
    joints
}

/// Finds the runs of a delimiter, without the first of them where it is escaped.
fn runs(text: &str, delimiter: char, mut found: impl FnMut(usize, usize)) {
    let mut at = 0;
    while let Some(offset) = text[at..].find(delimiter) {
        let mut start = at + offset;
        let end = text.len() - text[start..].trim_start_matches(delimiter).len();
        let backslashes = start - text[..start].trim_end_matches('\\').len();
        start += backslashes % 2;
        if start < end {
            found(start, end);
        }
        at = end;
    }
}

/// Where a run needs a joiner, if it does.
fn joint(text: &str, start: usize, end: usize) -> Option<usize> {
    let before = text[..start].chars().next_back()?;
    let after = text[end..].chars().next()?;
    if works_only_by_amendment(before, after) {
        Some(end)
    } else if works_only_by_amendment(after, before) {
        Some(start)
    } else {
        None
    }
}

/// Whether a run between `outside` and `inside` works only by the amendment: a sign inside, a
/// letter outside, and at least one of them Chinese, Japanese or Korean. Opening and closing
/// runs mirror each other.
fn works_only_by_amendment(outside: char, inside: char) -> bool {
    let sign = !inside.is_alphanumeric() && !inside.is_whitespace() && !inside.is_control();
    sign && outside.is_alphanumeric() && (is_wide_sign(inside) || is_cjk_letter(outside))
}

/// `text` with [`JOINER`] at each of the offsets.
pub(super) fn insert(text: &str, joints: &[usize]) -> String {
    let mut out = String::with_capacity(text.len() + joints.len() * JOINER.len_utf8());
    let mut from = 0;
    for &at in joints {
        out.push_str(&text[from..at]);
        out.push(JOINER);
        from = at;
    }
    out.push_str(&text[from..]);
    out
}
