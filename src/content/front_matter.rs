//! Cuts a file into front matter and body.

use std::ops::Range;
use std::sync::Arc;

use crate::data::Syntax;
use crate::diagnostic::{Code, Diagnostic, Place, message};

/// Where the parts of a file are, in bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FrontMatter {
    pub(super) syntax: Syntax,
    /// The line that opens the front matter.
    pub(super) head: Range<usize>,
    /// Between the two fences.
    pub(super) data: Range<usize>,
    /// Where the body starts.
    pub(super) body: usize,
}

/// Finds the fences. A byte order mark and Windows line ends are accepted.
pub(super) fn split(file: &Arc<str>, text: &str) -> Result<FrontMatter, Diagnostic> {
    let start = if text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    };
    if text[start..].trim().is_empty() {
        return Err(Diagnostic::new(
            Code::EmptyFile,
            Place::file(file.clone()),
            message!("文件是空的", "the file is empty"),
        )
        .hint(message!(
            "写上头部信息和正文，或删除文件；casebook new 可以生成模板",
            "give it front matter and text, or delete it; `casebook new` writes a skeleton"
        )));
    }
    let first = line_at(text, start);
    let (fence, syntax) =
        match text[first.clone()].trim_end() {
            "---" => ("---", Syntax::Yaml),
            "+++" => ("+++", Syntax::Toml),
            _ => {
                return Err(Diagnostic::new(
                Code::MissingFrontMatter,
                Place::new(file.clone(), trimmed(text, first)),
                message!("文件没有以头部信息开头", "the file does not start with front matter"),
            )
            .hint(message!(
                "第一行写 ---，接着写字段（如 title: 标题），再写一行 ---",
                "write --- on the first line, then the fields (such as title: …), then --- again"
            )));
            }
        };
    let data = first.end;
    let mut at = data;
    while at < text.len() {
        let line = line_at(text, at);
        if text[line.clone()].trim_end() == fence {
            return Ok(FrontMatter {
                syntax,
                head: trimmed(text, first),
                data: data..line.start,
                body: line.end,
            });
        }
        at = line.end;
    }
    Err(Diagnostic::new(
        Code::UnclosedFrontMatter,
        Place::new(file.clone(), trimmed(text, first)),
        message!(
            "头部信息没有结束行 {fence}",
            "the front matter has no closing line {fence}"
        ),
    )
    .hint(message!(
        "在最后一个字段之后加一行 {fence}",
        "add a line {fence} after the last field"
    )))
}

/// The line from `start`, with its line end.
fn line_at(text: &str, start: usize) -> Range<usize> {
    let end = text[start..]
        .find('\n')
        .map_or(text.len(), |at| start + at + 1);
    start..end
}

fn trimmed(text: &str, line: Range<usize>) -> Range<usize> {
    line.start..line.start + text[line.clone()].trim_end().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_and_windows_line_ends_are_accepted() {
        let text = "\u{feff}---\r\ntitle: 一\r\n---\r\n正文";
        let parts = split(&"a.md".into(), text).expect("good");
        assert_eq!(&text[parts.data.clone()], "title: 一\r\n");
        assert_eq!(&text[parts.body..], "正文");
        assert_eq!(&text[parts.head], "---");
    }

    #[test]
    fn what_is_missing_is_said() {
        for (text, code) in [
            ("", Code::EmptyFile),
            ("\u{feff} \n", Code::EmptyFile),
            ("# 标题\n", Code::MissingFrontMatter),
            ("---\ntitle: 一\n", Code::UnclosedFrontMatter),
        ] {
            assert_eq!(
                split(&"a.md".into(), text).expect_err("bad").code,
                code,
                "{text:?}"
            );
        }
    }
}
