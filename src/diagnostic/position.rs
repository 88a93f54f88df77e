//! Lines and columns for people, from byte offsets for machines.

/// A place in a text as an editor shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters (Unicode scalar values), from 1. A Chinese character counts as one.
    pub column: usize,
}

impl Position {
    /// The position of a byte offset. An offset past the end, or within a character, is moved
    /// back to the nearest place that exists. A byte order mark takes no column.
    #[must_use]
    pub fn of(text: &str, offset: usize) -> Self {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &text[..offset];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            line: 1 + before.bytes().filter(|byte| *byte == b'\n').count(),
            column: 1 + before[line_start..]
                .chars()
                .filter(|c| *c != '\u{feff}')
                .count(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_characters_count_as_one_column_each() {
        let text = "标题: 案例\r\n行业: 三九\n";
        let at = text.find("三九").expect("present");
        assert_eq!(Position::of(text, at), Position { line: 2, column: 5 });
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        assert_eq!(
            Position::of("\u{feff}ab", 4),
            Position { line: 1, column: 2 }
        );
    }

    #[test]
    fn an_offset_out_of_range_is_the_end() {
        assert_eq!(Position::of("ab", 99), Position { line: 1, column: 3 });
    }
}
