//! Two files of the output must not have the same address, also where case is not told apart,
//! and no file may stand where a folder must be.

use std::collections::HashMap;

use super::discover::Asset;
use crate::diagnostic::{Code, Diagnostic, Place, message};
use crate::render::{Job, Page};
use crate::theme::Theme;

/// Finds all collisions.
pub(super) fn find(jobs: &[Job], assets: &[Asset], theme: &Theme) -> Vec<Diagnostic> {
    // Of an old address and a page it is the old address that can be given up.
    let (redirects, pages): (Vec<&Job>, Vec<&Job>) = jobs
        .iter()
        .partition(|job| matches!(job.page, Page::Redirect(..)));
    let pages = pages
        .into_iter()
        .map(|job| (job.path.as_str(), job.place.clone()));
    let redirects = redirects
        .into_iter()
        .map(|job| (job.path.as_str(), job.place.clone()));
    let files = assets
        .iter()
        .map(|asset| (asset.path.as_str(), Some(Place::file(asset.file.clone()))));
    let theme = theme.assets.iter().map(|asset| (asset.path.as_str(), None));
    let all: Vec<(&str, Option<Place>)> =
        theme.chain(pages).chain(files).chain(redirects).collect();

    let mut problems = Vec::new();
    let mut taken: HashMap<String, usize> = HashMap::with_capacity(all.len());
    for (at, (path, place)) in all.iter().enumerate() {
        if let Some(first) = taken.insert(path.to_lowercase(), at) {
            // A page that the generator makes has no place; the other one can be moved.
            let (place, other) = match (place, &all[first].1) {
                (None, Some(place)) => (Some(place.clone()), None),
                (place, other) => (place.clone(), other.as_ref()),
            };
            problems.push(collision(path, place, other));
        }
    }
    for (path, place) in &all {
        let lower = path.to_lowercase();
        let folders = lower.match_indices('/').map(|(at, _)| &lower[..at]);
        if let Some(first) = folders.into_iter().find_map(|folder| taken.get(folder)) {
            problems.push(collision(
                all[*first].0,
                all[*first].1.clone().or_else(|| place.clone()),
                place.as_ref(),
            ));
        }
    }
    problems
}

fn collision(path: &str, place: Option<Place>, other: Option<&Place>) -> Diagnostic {
    let message = match other {
        Some(other) => {
            let other = &other.file;
            message!(
                "网址 {path} 与 {other} 的网址相同",
                "the address {path} is also that of {other}"
            )
        }
        None => message!(
            "网址 {path} 已被程序生成的页面占用",
            "the address {path} belongs to a page that casebook makes"
        ),
    };
    let problem = match place {
        Some(place) => Diagnostic::new(Code::PathCollision, place, message),
        None => Diagnostic::global(Code::PathCollision, message),
    };
    problem.hint(message!(
        "改名其中一个（只差大小写也算相同）",
        "rename one of them (differing in case only counts as the same)"
    ))
}
