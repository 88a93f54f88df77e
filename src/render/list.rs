//! Lists cut into pages.

use super::Renderer;
use super::context::{ListContext, PageNumberContext};
use crate::language::Lang;
use crate::library::DocId;

/// Number of pages of a list; an empty list has one.
pub(super) fn page_count(entries: usize, size: usize) -> usize {
    entries.div_ceil(size).max(1)
}

/// Path of a list's page, from the path of its first.
pub(super) fn page_path(first: &str, page: usize) -> String {
    if page == 1 {
        return first.to_owned();
    }
    let base = first
        .strip_suffix("index.html")
        .map(|base| base.trim_end_matches('/'));
    let base = base
        .or_else(|| first.strip_suffix(".html"))
        .unwrap_or(first);
    format!("{base}/page/{page}.html")
}

impl Renderer<'_> {
    /// One page of a list whose first page is at `first`.
    pub(super) fn list(
        &self,
        entries: &[DocId],
        first: &str,
        page: usize,
        lang: Lang,
    ) -> ListContext {
        let size = self.config.page_size;
        let pages = page_count(entries.len(), size);
        let from = (page - 1) * size;
        let items = &entries[from.min(entries.len())..(from + size).min(entries.len())];
        ListContext {
            items: items.iter().map(|doc| self.card(*doc, lang)).collect(),
            total: entries.len(),
            page,
            pages,
            previous: (page > 1).then(|| page_path(first, page - 1)),
            next: (page < pages).then(|| page_path(first, page + 1)),
            numbers: numbers(first, page, pages),
        }
    }
}

/// First and last page and those near the current one, with gaps between.
fn numbers(first: &str, current: usize, pages: usize) -> Vec<PageNumberContext> {
    let mut numbers: Vec<PageNumberContext> = Vec::new();
    let mut last = 0;
    for page in 1..=pages {
        if page != 1 && page != pages && page.abs_diff(current) > 2 {
            continue;
        }
        if page > last + 1 {
            numbers.push(PageNumberContext {
                label: "…".to_owned(),
                path: None,
                current: false,
            });
        }
        numbers.push(PageNumberContext {
            label: page.to_string(),
            path: Some(page_path(first, page)),
            current: page == current,
        });
        last = page;
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_pages_stand_in_a_folder_of_their_own() {
        assert_eq!(page_path("cases/index.html", 1), "cases/index.html");
        assert_eq!(page_path("cases/index.html", 2), "cases/page/2.html");
        assert_eq!(page_path("sizes/small.html", 3), "sizes/small/page/3.html");
        assert_eq!(page_path("en/cases/index.html", 2), "en/cases/page/2.html");
    }

    #[test]
    fn far_pages_are_left_out() {
        let labels: Vec<_> = numbers("a.html", 6, 12)
            .into_iter()
            .map(|number| number.label)
            .collect();
        assert_eq!(labels, ["1", "…", "4", "5", "6", "7", "8", "…", "12"]);
        assert_eq!(numbers("a.html", 1, 1).len(), 1);
    }
}
