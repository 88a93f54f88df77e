//! The list of files casebook wrote, kept in the site itself, so that it is clear which files
//! may be replaced and which are as they were written.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::digest::hash_bytes;

/// Name of the manifest in the output folder.
pub(super) const NAME: &str = ".casebook-manifest";

/// First line of a manifest; another program's file, or another version's, begins otherwise.
const HEADER: &str = "casebook manifest 2";

/// First line in the version before, which had paths only.
const OLD_HEADER: &str = "casebook manifest 1";

/// What a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Mark {
    /// Hash of its bytes.
    pub digest: u64,
    /// Number of its bytes.
    pub len: u64,
}

impl Mark {
    /// Of a file of which no more is known than that it is there. No file that is written has it.
    pub(super) const UNKNOWN: Self = Self {
        digest: 0,
        len: u64::MAX,
    };

    /// What a file of these bytes has.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self {
            digest: hash_bytes(bytes),
            len: bytes.len() as u64,
        }
    }
}

/// Files by their path from a site's root.
pub(super) type Files = BTreeMap<String, Mark>;

/// A manifest that was read. Of files that an old one lists, no more than the path is known.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) files: BTreeMap<String, Option<Mark>>,
}

/// A line of a manifest: a path, and what is known of its file.
type Line = (String, Option<Mark>);

impl Manifest {
    /// The manifest of a site.
    pub(super) fn text(files: &Files) -> String {
        let mut text = String::with_capacity(64 * files.len());
        let _ = writeln!(text, "{HEADER}");
        for (path, Mark { digest, len }) in files {
            let _ = writeln!(text, "{digest:016x} {len} {path}");
        }
        // The count tells a list cut short from a whole one.
        let _ = writeln!(text, "= {}", files.len());
        text
    }

    /// Reads a manifest; `None` when it is not one, or not whole.
    pub(super) fn from_text(text: &str) -> Option<Self> {
        // The count is the last line, and only there: a file may be called `= 1`.
        let (list, count) = text.strip_suffix('\n')?.rsplit_once('\n')?;
        let count: usize = count.strip_prefix("= ")?.parse().ok()?;
        let mut lines = list.lines();
        let read: fn(&str) -> Option<Line> = match lines.next()? {
            HEADER => |line| {
                let mut parts = line.splitn(3, ' ');
                let digest = u64::from_str_radix(parts.next()?, 16).ok()?;
                let len = parts.next()?.parse().ok()?;
                Some((parts.next()?.to_owned(), Some(Mark { digest, len })))
            },
            OLD_HEADER => |line| Some((line.to_owned(), None)),
            _ => return None,
        };
        let files: BTreeMap<_, _> = lines.map(read).collect::<Option<_>>()?;
        (files.len() == count).then_some(Self { files })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text() -> String {
        let mark = |len| Mark { digest: 7, len };
        let files = [("a b.html", 1), ("案例/一.html", 2)];
        Manifest::text(&files.map(|(path, len)| (path.to_owned(), mark(len))).into())
    }

    #[test]
    fn what_is_written_is_read() {
        let read = Manifest::from_text(&text()).expect("a manifest");
        let marks: Vec<_> = read
            .files
            .iter()
            .map(|(path, mark)| (path.as_str(), mark.expect("a mark").len))
            .collect();
        assert_eq!(marks, [("a b.html", 1), ("案例/一.html", 2)]);
    }

    #[test]
    fn a_list_cut_short_is_none() {
        let text = text();
        assert_eq!(Manifest::from_text(&text[..text.len() - 5]), None);
        let line = text.lines().nth(1).expect("a line");
        assert_eq!(
            Manifest::from_text(&text.replace(&format!("{line}\n"), "")),
            None
        );
        assert_eq!(Manifest::from_text("hello"), None);
    }

    #[test]
    fn the_version_before_is_read() {
        let read = Manifest::from_text("casebook manifest 1\na.html\n= 1\n").expect("a manifest");
        assert_eq!(read.files.get("a.html"), Some(&None));
    }
}
