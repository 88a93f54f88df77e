//! Addresses that open a file in the author's editor.

use std::fmt::Write as _;
use std::path::Path;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Patterns by the name of an editor.
const KNOWN: &[(&str, &str)] = &[
    ("vscode", "vscode://file{file}:{line}:{column}"),
    ("vscodium", "vscodium://file{file}:{line}:{column}"),
    ("cursor", "cursor://file{file}:{line}:{column}"),
    ("zed", "zed://file{file}:{line}:{column}"),
    (
        "idea",
        "idea://open?file={file}&line={line}&column={column}",
    ),
    (
        "textmate",
        "txmt://open?url=file://{file}&line={line}&column={column}",
    ),
    ("none", ""),
];

/// What may stand in such an address as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// How an editor is asked to open a file: an address with `{file}`, `{line}` and `{column}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editor(String);

impl Default for Editor {
    fn default() -> Self {
        Self(KNOWN[0].1.to_owned())
    }
}

impl std::str::FromStr for Editor {
    type Err = String;

    /// Reads the name of a known editor, or a pattern.
    fn from_str(text: &str) -> Result<Self, String> {
        if let Some((_, pattern)) = KNOWN.iter().find(|(name, _)| *name == text) {
            return Ok(Self((*pattern).to_owned()));
        }
        let names: Vec<&str> = KNOWN.iter().map(|(name, _)| *name).collect();
        let scheme = text.split_once(':').map_or("", |(scheme, _)| scheme);
        let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|c| c.is_ascii_alphanumeric() || b"+-.".contains(&c));
        // These run in the page instead of opening anything.
        let runs = ["javascript", "data", "vbscript", "blob"]
            .iter()
            .any(|bad| scheme.eq_ignore_ascii_case(bad));
        if !is_scheme || runs || !text.contains("{file}") || text.contains(char::is_whitespace) {
            return Err(format!(
                "write an address with {{file}}, {{line}} and {{column}} in it, or one of {}",
                names.join(", ")
            ));
        }
        Ok(Self(text.to_owned()))
    }
}

impl Editor {
    /// The address that opens a file at a place; `None` where no editor is to be asked.
    pub(super) fn link(&self, file: &Path, line: usize, column: usize) -> Option<String> {
        if self.0.is_empty() {
            return None;
        }
        let path = file.to_str()?.replace('\\', "/");
        let slash = if path.starts_with('/') { "" } else { "/" };
        let path = utf8_percent_encode(&path, PLAIN);
        let mut link = String::new();
        let mut rest = self.0.as_str();
        // Once through, so that nothing in a path is taken for a part of the pattern.
        while let Some(at) = rest.find('{') {
            link.push_str(&rest[..at]);
            rest = &rest[at..];
            let Some(end) = rest.find('}') else { break };
            let _ = match &rest[1..end] {
                "file" => write!(link, "{slash}{path}"),
                "line" => write!(link, "{line}"),
                "column" => write!(link, "{column}"),
                other => write!(link, "{{{other}}}"),
            };
            rest = &rest[end + 1..];
        }
        link.push_str(rest);
        Some(link)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(editor: &str, file: &str) -> Option<String> {
        let editor: Editor = editor.parse().expect("an editor");
        editor.link(Path::new(file), 3, 7)
    }

    #[test]
    fn a_place_becomes_an_address() {
        assert_eq!(
            link("vscode", "/home/甲/a b.md").as_deref(),
            Some("vscode://file/home/%E7%94%B2/a%20b.md:3:7")
        );
        assert_eq!(
            link("my+ed://x?f={file}&l={line}", "/a/{line}&\"<'>.md").as_deref(),
            Some("my+ed://x?f=/a/%7Bline%7D%26%22%3C%27%3E.md&l=3")
        );
        assert_eq!(
            link("vscode", "C:\\a\\b.md").as_deref(),
            Some("vscode://file/C%3A/a/b.md:3:7")
        );
        assert_eq!(link("none", "/a"), None);
    }

    #[test]
    fn what_would_run_in_the_page_is_no_editor() {
        for bad in [
            "javascript:alert('{file}')",
            "JavaScript:{file}",
            "data:text/html,{file}",
            "vim",
            "{file}",
            "x://nothing",
            "",
        ] {
            assert!(bad.parse::<Editor>().is_err(), "{bad}");
        }
    }
}
