//! The files of keyed items: terms, positions, words (`docs/search-format.md`, 2.3, 2.6 and 2.7). Each item keeps its
//! numbers as it was made, by itself; in a file they are told by what stands before them there.

use super::binary::{Content, push_varint, varint};
use super::bits::{BitReader, BitWriter};
use super::bytes::Bytes;
use super::decode::{Fault, LARGEST};
use super::items::{Item, Items, Scale, Shape};
use super::keys::{Keys, read_keys};
use super::row::is_han;

/// Files of terms: *counts*, *gaps*, *frequencies*, *zones*, *surfaces*, *forms*.
#[derive(Debug)]
pub(super) struct Terms;

/// Files of positions: *counts*, *sizes*, *numbers*, *bits*.
#[derive(Debug)]
pub(super) struct Places;

/// Files of words: *digits*.
#[derive(Debug)]
pub(super) struct Words;

/// What the key of an item and its place in sections take at least.
const OVERHEAD: usize = 5;

/// A page of a term, and what its frequencies tell of it: 16 × the number of zones other than bodies, plus the class.
type Told = (u32, u32);

/// What is told of a page that has a run once, in a body: of those that begin with it, one only can have that page, and
/// as told here.
const ONCE: u32 = 1;

/// The runs of Han characters that the next term of a file may begin with, each with the pages that the next can have.
#[derive(Default)]
struct Above<'k>(Vec<(&'k str, Vec<Told>)>);

impl<'k> Above<'k> {
    /// What the longest term that a key begins with has left.
    fn of(&mut self, key: &str) -> Option<&mut Vec<Told>> {
        while self
            .0
            .pop_if(|(above, _)| !key.starts_with(*above))
            .is_some()
        {}
        self.0.last_mut().map(|(_, pages)| pages)
    }

    /// A word is not on all pages of those that begin with it, and a long list has not all its pages.
    fn push(&mut self, key: &'k str, pages: impl Iterator<Item = Told>, is_long: bool) {
        if is_run(key) && !is_long {
            self.0.push((key, pages.collect()));
        }
    }
}

/// Whether a key is a run of Han characters.
fn is_run(key: &str) -> bool {
    key.chars().all(is_han)
}

/// Takes those away of some places that only one term can have.
fn take_once(left: &mut Vec<Told>, places: &[u32]) {
    for at in places.iter().rev() {
        if left[*at as usize].1 == ONCE {
            left.remove(*at as usize);
        }
    }
}

impl Shape<6> for Terms {
    fn size(items: &Items<6>, at: u32) -> usize {
        let size = items.size(at) + OVERHEAD;
        // Those that a run begins with tell much of it.
        if is_run(items.key(at)) {
            size * 2 / 3
        } else {
            size
        }
    }

    fn write(lists: &[Items<6>], items: &[Item], scale: Scale<'_>) -> Content {
        let mut keys = Keys::default();
        let mut bits = BitWriter::default();
        let mut frequencies = Vec::new();
        let mut above = Above::default();
        for (list, at) in items {
            let own = &lists[*list as usize];
            let key = own.key(*at);
            keys.push(key);
            let pages = ascending(&mut own.section(*at, 1), usize::MAX);
            let mut classes = own.section(*at, 2);
            let told: Vec<u32> = pages.iter().map(|_| varint(&mut classes)).collect();
            match above.of(key) {
                None => {
                    bits.ascending(&pages, 0, scale.pages);
                    frequencies.extend_from_slice(own.section(*at, 2));
                }
                Some(left) => {
                    let places = places(&pages, left);
                    bits.ascending(&places, 0, length(left));
                    for (at, told) in places.iter().zip(&told) {
                        if left[*at as usize].1 != ONCE {
                            push_varint(u64::from(*told), &mut frequencies);
                        }
                    }
                    take_once(left, &places);
                }
            }
            let is_long = varint(&mut own.section(*at, 0)) % 2 == 1;
            above.push(key, pages.into_iter().zip(told), is_long);
        }
        let mut content = keys.sections(scale.codes);
        push_joined(lists, items, 0, &mut content);
        content.push(&bits.into_bytes());
        content.push(&frequencies);
        (3..6).for_each(|section| push_joined(lists, items, section, &mut content));
        content
    }

    fn read(content: &[u8], scale: Scale<'_>) -> Result<Items<6>, Fault> {
        let mut file = Bytes(content);
        let keys = read_keys(&mut file, scale.codes)?;
        let mut counts = file.section()?;
        let mut bits = BitReader::new(file.section()?.0);
        let (mut classes, mut zones) = (file.section()?, file.section()?);
        let (mut names, mut forms) = (file.section()?, file.section()?);
        let mut items = Items::default();
        let mut above = Above::default();
        // Pages that need neither bits nor a class could be far more than the file has bytes.
        let mut room = LARGEST as u64 / 16;
        for key in &keys {
            let mut is_long = false;
            let mut count = 0;
            let own_counts = counts.part(|counts| {
                let value = counts.varint()?;
                is_long = value % 2 == 1;
                count = value / 2;
                if is_long {
                    counts.varint()?;
                    for _ in 0..scale.parts {
                        counts.number()?;
                    }
                }
                Ok(())
            })?;
            room = room.checked_sub(count).ok_or(Fault::Damaged)?;
            let number = u32::try_from(count).map_err(|_| Fault::Damaged)?;
            let mut left = above.of(key);
            let range = left.as_ref().map_or(scale.pages, |left| length(left));
            let mut places = Vec::new();
            bits.ascending(number, 0, range, &mut places)?;
            let mut own = Vec::with_capacity(places.len());
            for at in &places {
                let (page, told) = match &left {
                    None => (*at, 0),
                    Some(left) => left[*at as usize],
                };
                let told = match told {
                    ONCE => ONCE,
                    _ => u32::try_from(classes.varint()?).map_err(|_| Fault::Damaged)?,
                };
                own.push((page, told));
            }
            if let Some(left) = &mut left {
                take_once(left, &places);
            }
            let own_zones = zones.part(|zones| {
                let mut many = own.iter().map(|(_, told)| u64::from(told >> 4));
                many.try_for_each(|many| zones.pass(many))
            })?;
            let mut surfaces = 0;
            let own_names = names.part(|names| {
                surfaces = names.varint()?;
                for _ in 0..surfaces {
                    names.varint()?;
                    names.section()?;
                }
                Ok(())
            })?;
            let are_told = surfaces > 1 && !is_long;
            let own_forms = forms.part(|forms| forms.pass(if are_told { count } else { 0 }))?;
            let gaps = gaps(own.iter().map(|(page, _)| *page));
            let mut own_classes = Vec::with_capacity(own.len());
            for (_, told) in &own {
                push_varint(u64::from(*told), &mut own_classes);
            }
            items.push(
                key,
                [
                    own_counts,
                    &gaps,
                    &own_classes,
                    own_zones,
                    own_names,
                    own_forms,
                ],
            );
            above.push(key, own.into_iter(), is_long);
        }
        Ok(items)
    }
}

impl Shape<4> for Places {
    fn size(items: &Items<4>, at: u32) -> usize {
        items.size(at) - items.section(at, 0).len() + OVERHEAD
    }

    fn write(lists: &[Items<4>], items: &[Item], scale: Scale<'_>) -> Content {
        let mut keys = Keys::default();
        for (list, at) in items {
            keys.push(lists[*list as usize].key(*at));
        }
        let mut content = keys.sections(scale.codes);
        (0..4).for_each(|section| push_joined(lists, items, section, &mut content));
        content
    }

    fn read(content: &[u8], scale: Scale<'_>) -> Result<Items<4>, Fault> {
        let mut file = Bytes(content);
        let keys = read_keys(&mut file, scale.codes)?;
        let (mut counts, mut sizes) = (file.section()?, file.section()?);
        let (mut numbers, mut bits) = (file.section()?, file.section()?);
        let mut items = Items::default();
        for key in &keys {
            let mut count = 0;
            let own_counts = counts.part(|counts| {
                count = counts.varint()? / 2;
                Ok(())
            })?;
            let mut size = 0;
            let own_sizes = sizes.part(|sizes| {
                size = sizes.varint()?;
                Ok(())
            })?;
            let own_numbers = numbers.part(|numbers| numbers.pass(count))?;
            items.push(key, [own_counts, own_sizes, own_numbers, bits.take(size)?]);
        }
        Ok(items)
    }
}

impl Shape<1> for Words {
    fn size(items: &Items<1>, at: u32) -> usize {
        items.key(at).len() + items.size(at)
    }

    fn write(lists: &[Items<1>], items: &[Item], scale: Scale<'_>) -> Content {
        let mut keys = Keys::default();
        for (list, at) in items {
            keys.push(lists[*list as usize].key(*at));
        }
        let mut content = keys.sections(scale.codes);
        push_joined(lists, items, 0, &mut content);
        content
    }

    fn read(content: &[u8], scale: Scale<'_>) -> Result<Items<1>, Fault> {
        let mut file = Bytes(content);
        let keys = read_keys(&mut file, scale.codes)?;
        let mut digits = file.section()?;
        let mut items = Items::default();
        for key in &keys {
            items.push(key, [digits.part(|digits| digits.pass(1))?]);
        }
        Ok(items)
    }
}

/// Appends what items have in one of their sections.
fn push_joined<const S: usize>(
    lists: &[Items<S>],
    items: &[Item],
    section: usize,
    content: &mut Content,
) {
    let items = items.iter();
    content.push_all(items.map(|(list, at)| lists[*list as usize].section(*at, section)));
}

/// As many ascending numbers, each told as its distance from the one before, minus 1; or as many as there are.
pub(super) fn ascending(gaps: &mut &[u8], count: usize) -> Vec<u32> {
    let mut numbers = Vec::new();
    let mut next = 0;
    while numbers.len() < count && !gaps.is_empty() {
        let number = next + varint(gaps);
        next = number + 1;
        numbers.push(number);
    }
    numbers
}

/// The distances of ascending numbers.
fn gaps(numbers: impl Iterator<Item = u32>) -> Vec<u8> {
    let mut gaps = Vec::new();
    let mut next = 0;
    for number in numbers {
        push_varint(u64::from(number - next), &mut gaps);
        next = number + 1;
    }
    gaps
}

/// The places of some pages among others, all ascending.
fn places(pages: &[u32], all: &[Told]) -> Vec<u32> {
    let mut at = 0;
    let place = |page: &u32| {
        at += all[at..].partition_point(|(own, _)| own < page);
        debug_assert_eq!(
            all.get(at).map(|(own, _)| own),
            Some(page),
            "a page that the beginning has not"
        );
        at
    };
    #[allow(clippy::cast_possible_truncation, reason = "as the pages")]
    pages.iter().map(place).map(|at| at as u32).collect()
}

#[allow(clippy::cast_possible_truncation, reason = "a list of pages")]
const fn length(pages: &[Told]) -> u32 {
    pages.len() as u32
}
