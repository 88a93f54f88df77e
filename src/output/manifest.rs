//! The list of files casebook wrote, kept in the site itself, so that it is clear which files
//! may be replaced.

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Name of the manifest in the output folder.
pub(super) const NAME: &str = ".casebook-manifest";

/// First line of a manifest; another program's file, or another version's, begins otherwise.
const HEADER: &str = "casebook manifest 1";

/// Paths of all files of a site, from its root.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) paths: BTreeSet<String>,
}

impl Manifest {
    pub(super) fn to_text(&self) -> String {
        let mut text = format!("{HEADER}\n");
        for path in &self.paths {
            let _ = writeln!(text, "{path}");
        }
        // The count tells a list cut short from a whole one.
        let _ = writeln!(text, "= {}", self.paths.len());
        text
    }

    /// Reads a manifest; `None` when it is not one, or not whole.
    pub(super) fn from_text(text: &str) -> Option<Self> {
        // The count is the last line, and only there: a file may be called `= 1`.
        let (list, count) = text.strip_suffix('\n')?.rsplit_once('\n')?;
        let count: usize = count.strip_prefix("= ")?.parse().ok()?;
        let mut lines = list.lines();
        if lines.next()? != HEADER {
            return None;
        }
        let paths: BTreeSet<String> = lines.map(str::to_owned).collect();
        (paths.len() == count).then_some(Self { paths })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let manifest = Manifest {
            paths: ["a.html", "案例/一.html"].map(str::to_owned).into(),
        };
        assert_eq!(Manifest::from_text(&manifest.to_text()), Some(manifest));
    }

    #[test]
    fn a_list_cut_short_is_none() {
        let text = Manifest {
            paths: ["a", "b"].map(str::to_owned).into(),
        }
        .to_text();
        assert_eq!(Manifest::from_text(&text[..text.len() - 5]), None);
        assert_eq!(Manifest::from_text(&text.replace("a\n", "")), None);
        assert_eq!(Manifest::from_text("hello"), None);
    }
}
