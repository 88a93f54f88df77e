//! Finds the file of the site that an address means, and nothing outside of it.

use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;

use super::page::{self, Marks, Page};
use crate::world::{PathKind, World};

/// The site's files as they are on disk.
#[derive(Clone, Copy)]
pub(super) struct Site<'a> {
    pub(super) world: &'a dyn World,
    /// The folder the site was built to.
    pub(super) folder: &'a Path,
    /// Path under which it is served, with `/` at both ends.
    pub(super) base: &'a str,
}

/// What is at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// A file: its path from the site's root, and its bytes.
    File(String, Vec<u8>),
    /// Nothing; the page that says so, if the site has one.
    Nothing(Option<Vec<u8>>),
    /// A folder without the slash, or the host's root above the site: where to go instead.
    Elsewhere(String),
}

impl Site<'_> {
    /// What is at an address, which is a path from the host's root as it was asked for.
    pub(super) fn find(&self, address: &str) -> Found {
        let Some(path) = address.strip_prefix(self.base) else {
            let base = self.base.trim_end_matches('/');
            return match address.strip_prefix(base) {
                // The base without its slash, or the root of the host.
                Some("") => Found::Elsewhere(self.base.to_owned()),
                _ if address == "/" => Found::Elsewhere(self.base.to_owned()),
                _ => Found::Nothing(None),
            };
        };
        let Some(parts) = parts(path) else {
            return Found::Nothing(self.not_found(&[]));
        };
        let mut parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let is_folder = parts.last() == Some(&"");
        if is_folder {
            parts.pop();
            parts.push("index.html");
        }
        let file = self.path(&parts);
        match self.world.kind(&file) {
            Some(PathKind::Folder) if !is_folder => Found::Elsewhere(format!("{address}/")),
            Some(PathKind::File) => match self.read(&file) {
                Some(bytes) => Found::File(parts.join("/"), bytes),
                None => Found::Nothing(self.not_found(&parts)),
            },
            _ => Found::Nothing(self.not_found(&parts)),
        }
    }

    /// What a page at an address shows now; `None` if there is no page.
    pub(super) fn marks(&self, address: &str) -> Option<Marks> {
        let html = match self.find(address) {
            Found::File(path, bytes) if is_page(&path) => bytes,
            Found::Nothing(Some(bytes)) => bytes,
            _ => return None,
        };
        Some(self.page(address, std::str::from_utf8(&html).ok()?).marks)
    }

    /// Reads a page that is shown at an address.
    pub(super) fn page(&self, address: &str, html: &str) -> Page {
        page::read(
            html,
            &|target| match self.find(&resolve(address, target)?) {
                Found::File(_, bytes) => Some(bytes),
                _ => None,
            },
        )
    }

    fn path(&self, parts: &[&str]) -> PathBuf {
        let mut path = self.folder.to_owned();
        path.extend(parts);
        path
    }

    /// The `404.html` of the nearest folder.
    fn not_found(&self, parts: &[&str]) -> Option<Vec<u8>> {
        (0..parts.len().max(1)).rev().find_map(|depth| {
            let mut page = parts[..depth].to_vec();
            page.push("404.html");
            self.read(&self.path(&page))
        })
    }

    /// The bytes of a file that is in the folder, and not somewhere else by a link.
    fn read(&self, path: &Path) -> Option<Vec<u8>> {
        let inside = self
            .world
            .canonical(path)
            .starts_with(self.world.canonical(self.folder));
        if !inside || self.world.kind(path) != Some(PathKind::File) {
            return None;
        }
        self.world.read(path, u64::MAX).ok()
    }
}

/// Whether a file is a page.
pub(super) fn is_page(path: &str) -> bool {
    path.ends_with(".html") || path.ends_with(".htm")
}

/// The names in a path, decoded; the last is empty where the path ends in a slash. `None` if one
/// of them could lead out of its folder.
fn parts(path: &str) -> Option<Vec<String>> {
    let names: Vec<String> = path
        .split('/')
        .map(|name| {
            percent_decode_str(name)
                .decode_utf8()
                .ok()
                .map(String::from)
        })
        .collect::<Option<_>>()?;
    let last = names.len() - 1;
    let plain = |(at, name): (usize, &String)| {
        if name.is_empty() {
            return at == last;
        }
        let mut components = Path::new(name).components();
        let is_name = matches!(components.next(), Some(std::path::Component::Normal(own)) if own == name.as_str());
        is_name && components.next().is_none() && !name.contains(['/', '\\', '\0'])
    };
    names.iter().enumerate().all(plain).then_some(names)
}

/// The address that a page at `address` means by `target`; `None` if it is on another host.
fn resolve(address: &str, target: &str) -> Option<String> {
    let target = target.split(['?', '#']).next().unwrap_or_default();
    let scheme = target.split('/').next().unwrap_or_default();
    if target.is_empty() || target.starts_with("//") || scheme.contains(':') {
        return None;
    }
    let folder = address.rsplit_once('/').map_or("", |(folder, _)| folder);
    let whole = match target.strip_prefix('/') {
        Some(rest) => rest.to_owned(),
        None => format!("{}/{target}", folder.trim_start_matches('/')),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    Some(format!("/{}", parts.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_its_folder() {
        let good = |path| parts(path).map(|parts| parts.join("|"));
        assert_eq!(good("a/%E7%94%B2.html").as_deref(), Some("a|甲.html"));
        assert_eq!(good("").as_deref(), Some(""));
        assert_eq!(good("a/").as_deref(), Some("a|"));
        assert_eq!(good("...").as_deref(), Some("..."));
        for bad in [
            "..",
            "../a",
            "a/../b",
            "%2e%2e/a",
            "%2E./a",
            "a/.",
            "a//b",
            "/a",
            "a%2Fb",
            "..%2fa",
            "a\\b",
            "..%5ca",
            "a%00.html",
            "%ff",
            "a/%2e%2e%2f",
        ] {
            assert_eq!(parts(bad), None, "{bad}");
        }
    }

    #[test]
    fn addresses_in_pages_are_taken_from_where_the_page_is() {
        for (page, target, expected) in [
            ("/a/b.html", "../c.css?x#y", Some("/c.css")),
            ("/a/b.html", "c.png", Some("/a/c.png")),
            ("/a/", "./c.png", Some("/a/c.png")),
            ("/a", "../../../c.png", Some("/c.png")),
            ("/a/b", "/x/y.js", Some("/x/y.js")),
            ("/", "a/b", Some("/a/b")),
            ("/", "//host/b", None),
            ("/", "https://host/b", None),
            ("/", "data:image/png;base64,x", None),
            ("/", "", None),
        ] {
            assert_eq!(
                resolve(page, target).as_deref(),
                expected,
                "{page} {target}"
            );
        }
    }
}
