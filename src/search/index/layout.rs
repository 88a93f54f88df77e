//! The row of all zones of all pages, in which every occurrence has one number. No page and no
//! term is known here, only lengths.

use super::super::analysis::Extent;

/// A zone of a page, as an index into the row of all zones.
pub(in crate::search) type Zone = u32;

/// Where each page's zones begin: title, keywords, then heading and body of each section.
#[derive(Debug, Default)]
pub(in crate::search) struct Layout {
    /// First position of each zone, and the end.
    starts: Vec<u32>,
    /// First zone of each page, and the end.
    pages: Vec<u32>,
    /// Page of each zone.
    page_of: Vec<u32>,
    /// Tokens of each zone other than wholes, 15 at most.
    tokens: Vec<u32>,
}

impl Layout {
    /// Appends a page with the extents of its zones.
    #[allow(
        clippy::cast_possible_truncation,
        reason = "a row of 2³² words is beyond any site"
    )]
    pub(super) fn push(&mut self, zones: &[Extent]) {
        if self.starts.is_empty() {
            self.starts.push(0);
            self.pages.push(0);
        }
        let page = self.pages.len() as u32 - 1;
        for zone in zones {
            let start = self.starts.last().copied().unwrap_or(0);
            // One position stays empty, so that nothing is next to what is in another zone.
            self.starts.push(start + zone.positions + 1);
            self.tokens.push(zone.tokens);
            self.page_of.push(page);
        }
        self.pages.push(self.page_of.len() as u32);
    }

    /// Number of pages.
    pub(in crate::search) fn pages(&self) -> usize {
        self.pages.len().saturating_sub(1)
    }

    /// The first zone of a page.
    pub(in crate::search) fn first_zone(&self, page: u32) -> Zone {
        self.pages[page as usize]
    }

    /// The zones of a page.
    pub(in crate::search) fn zones(&self, page: u32) -> std::ops::Range<Zone> {
        self.pages[page as usize]..self.pages[page as usize + 1]
    }

    /// The first position of a zone.
    pub(in crate::search) fn start(&self, zone: Zone) -> u32 {
        self.starts[zone as usize]
    }

    /// The number of positions of a zone.
    fn length(&self, zone: Zone) -> u32 {
        self.starts[zone as usize + 1] - self.starts[zone as usize] - 1
    }

    /// The number of tokens of a zone other than wholes, 15 at most.
    pub(in crate::search) fn tokens(&self, zone: Zone) -> u32 {
        self.tokens[zone as usize]
    }

    /// The number of a zone within its page as postings write it: 0 title, 1 keywords, 2 + section for
    /// a heading; `None` for a body.
    pub(in crate::search) fn number(&self, zone: Zone) -> Option<u32> {
        let within = zone - self.first_zone(self.page_of(zone));
        match within {
            0 | 1 => Some(within),
            _ if within.is_multiple_of(2) => Some(1 + within / 2),
            _ => None,
        }
    }

    /// The page of a zone.
    pub(in crate::search) fn page_of(&self, zone: Zone) -> u32 {
        self.page_of[zone as usize]
    }

    /// The pages of ascending positions, each once.
    pub(in crate::search) fn pages_of(&self, positions: &[u32]) -> Vec<u32> {
        let mut zone = 0;
        let pages = positions.iter().map(|position| {
            zone = self.zone_at(*position, zone);
            self.page_of(zone)
        });
        let mut pages: Vec<u32> = pages.collect();
        pages.dedup();
        pages
    }

    /// The zone of a position; `near` is a zone it is likely in or behind.
    pub(in crate::search) fn zone_at(&self, position: u32, near: Zone) -> Zone {
        let holds = |zone: usize| {
            self.starts
                .get(zone + 1)
                .is_some_and(|end| position < *end && position >= self.starts[zone])
        };
        let near = near as usize;
        for zone in near..near + 4 {
            if holds(zone) {
                return zone as Zone;
            }
        }
        (self.starts.partition_point(|start| *start <= position) - 1) as Zone
    }

    /// The zone of a field of the document whose first zone is given. The first section's
    /// document begins with title and keywords.
    pub(super) fn zone_of_field(&self, first: Zone, field: usize) -> Zone {
        let page = self.page_of(first);
        let offset = match field {
            // Only the first section's document has these, and it begins the page.
            0 | 1 => return self.first_zone(page) + field as u32,
            2 => 0,
            _ => 1,
        };
        let headed = if first == self.first_zone(page) {
            first + 2
        } else {
            first
        };
        headed + offset
    }

    /// Number of positions in the bodies of a page.
    pub(in crate::search) fn body_length(&self, page: u32) -> u64 {
        self.zones(page)
            .skip(3)
            .step_by(2)
            .map(|zone| u64::from(self.length(zone)))
            .sum()
    }
}
