//! Follows every address of every page of an output.

use std::collections::{BTreeMap, BTreeSet};

use super::Tree;
use super::pages::Page;

/// Every address that leads nowhere, as `page: address: why`. `base` is the address the site is
/// published under, if it has one.
pub(crate) fn broken(output: &Tree, base: Option<&str>) -> Vec<String> {
    let pages: BTreeMap<&str, Page> = output
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| {
            (
                path.as_str(),
                Page::parse(path, std::str::from_utf8(bytes).expect("UTF-8")),
            )
        })
        .collect();
    let ids: BTreeMap<&str, BTreeSet<String>> = pages
        .iter()
        .map(|(path, page)| (*path, page.ids().into_iter().collect()))
        .collect();
    let mut broken = Vec::new();
    for (path, page) in &pages {
        for link in page.addresses() {
            if let Err(why) = follow(path, &link.address, output, &ids, base) {
                broken.push(format!("{path}: {}: {why}", link.address));
            }
        }
    }
    broken
}

fn follow(
    page: &str,
    address: &str,
    output: &Tree,
    ids: &BTreeMap<&str, BTreeSet<String>>,
    base: Option<&str>,
) -> Result<(), String> {
    let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
    // What is asked of a page does not change which page it is.
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    let target = match base.and_then(|base| path.strip_prefix(base)) {
        // Published addresses of folders end in a slash.
        Some(path) if path.is_empty() || path.ends_with('/') => decode(path)? + "index.html",
        Some(path) => decode(path)?,
        None if has_scheme(path) => return Ok(()),
        None if path.is_empty() => page.to_owned(),
        None if path.starts_with('/') => {
            // Only the page that is shown at any address may count from the host's root.
            if !page.ends_with("404.html") {
                return Err("it counts from the root of the host".to_owned());
            }
            let host = base
                .and_then(|base| base.split_once("://"))
                .map_or("", |(_, rest)| rest);
            let root = host.find('/').map_or("/", |at| &host[at..]);
            decode(path.strip_prefix(root).ok_or("it leads out of the site")?)?
        }
        None => join(page, &decode(path)?).ok_or("it leads out of the site")?,
    };
    if !output.contains_key(&target) {
        return Err(format!("there is no {target}"));
    }
    let fragment = decode(fragment)?;
    if !fragment.is_empty()
        && !ids
            .get(target.as_str())
            .is_some_and(|ids| ids.contains(&fragment))
    {
        return Err(format!("{target} has no id {fragment}"));
    }
    Ok(())
}

/// An address as a server understands it; what HTML does not allow in one is refused.
fn decode(text: &str) -> Result<String, String> {
    if let Some(c) = text
        .chars()
        .find(|c| c.is_whitespace() || "\"<>\\^`{|}".contains(*c))
    {
        return Err(format!("{c:?} must be escaped"));
    }
    let bytes = text.as_bytes();
    let is_hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    if text
        .match_indices('%')
        .any(|(at, _)| !is_hex(at + 1) || !is_hex(at + 2))
    {
        return Err("a bare percent sign".to_owned());
    }
    let decoded = percent_encoding::percent_decode_str(text).decode_utf8();
    decoded
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| "no UTF-8".to_owned())
}

fn has_scheme(address: &str) -> bool {
    address.starts_with("//")
        || address
            .split_once(':')
            .is_some_and(|(scheme, _)| scheme.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// A path relative to a page; `None` when it leads out.
fn join(page: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
