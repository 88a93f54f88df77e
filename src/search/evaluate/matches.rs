//! What an atom matches: pages, how often, in which titles and headings.

use std::collections::BTreeMap;

use super::super::index::{Layout, Position};
use super::super::rank;

/// One page that an atom is on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Match {
    /// Frequency class of its occurrences in bodies.
    pub(super) class: u8,
    /// Numbers of the other zones it is in (0 title, 1 keywords, 2 + section), with their lengths.
    pub(super) zones: BTreeMap<u32, u32>,
}

/// The pages of an atom.
pub(super) type Matches = BTreeMap<u32, Match>;

/// The pages of ascending positions.
pub(super) fn matches(positions: &[Position], layout: &Layout) -> Matches {
    let mut pages: BTreeMap<u32, (u32, BTreeMap<u32, u32>)> = BTreeMap::new();
    let mut zone = 0;
    for position in positions {
        zone = layout.zone_at(*position, zone);
        let page = layout.page_of(zone);
        let (count, zones) = pages.entry(page).or_default();
        match layout.number(zone) {
            None => *count += 1,
            Some(1) => {
                zones.insert(1, 0);
            }
            Some(number) => {
                zones.insert(number, layout.tokens(zone));
            }
        }
    }
    let made = pages.into_iter().map(|(page, (count, zones))| {
        let class = rank::frequency_class(count);
        (page, Match { class, zones })
    });
    made.collect()
}

/// Pages of any: the highest class, all zones.
pub(super) fn unite(lists: impl IntoIterator<Item = Matches>) -> Matches {
    let mut all = Matches::new();
    for list in lists {
        for (page, own) in list {
            let entry = all.entry(page).or_default();
            entry.class = entry.class.max(own.class);
            entry.zones.extend(own.zones);
        }
    }
    all
}

/// Pages of all: the lowest class, the zones that all have.
pub(super) fn meet(lists: &[Matches]) -> Matches {
    let Some((first, others)) = lists.split_first() else {
        return Matches::new();
    };
    let mut common = first.clone();
    for list in others {
        common.retain(|page, own| {
            let Some(other) = list.get(page) else {
                return false;
            };
            narrow(own, other);
            true
        });
    }
    common
}

/// Leaves of a match what another has, too.
pub(super) fn narrow(own: &mut Match, other: &Match) {
    own.class = own.class.min(other.class);
    own.zones
        .retain(|number, _| other.zones.contains_key(number));
}
