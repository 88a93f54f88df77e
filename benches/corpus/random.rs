//! Chance, the same on every machine.

/// `SplitMix64` (Steele, Lea and Flood, *Fast splittable pseudorandom number generators*, 2014).
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    /// A stream of its own for every list of numbers, such as seed, entry, language.
    pub(crate) fn of(key: &[u64]) -> Self {
        Self(key.iter().fold(0x243f_6a88_85a3_08d3, |state, part| {
            mix(state ^ mix(part.wrapping_add(GAMMA)))
        }))
    }

    /// 64 bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GAMMA);
        mix(self.0)
    }

    /// A number below `limit`, which is not 0.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        let wide = u128::from(self.bits()) * (limit as u128);
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    /// A number of a range, ends included.
    pub(crate) fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most - least + 1)
    }

    /// True so many times in a thousand.
    pub(crate) fn chance(&mut self, in_thousand: usize) -> bool {
        self.below(1000) < in_thousand
    }

    /// One of a list that is not empty.
    pub(crate) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// One of a list that is not empty, an earlier one more often: the k-th about 1/k times.
    pub(crate) fn favor<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        loop {
            // Every octave 1, 2–3, 4–7, … is as likely as the other.
            let octave = 1 << self.below(list.len().ilog2() as usize + 1);
            if let Some(item) = list.get(octave - 1 + self.below(octave)) {
                return item;
            }
        }
    }

    /// Up to `count` different ones of a list, in the list's order.
    pub(crate) fn some<'a, T>(&mut self, list: &'a [T], count: usize) -> Vec<&'a T> {
        let mut left = count.min(list.len());
        let mut chosen = Vec::with_capacity(left);
        for (at, item) in list.iter().enumerate() {
            if self.below(list.len() - at) < left {
                left -= 1;
                chosen.push(item);
            }
        }
        chosen
    }

    /// Puts a list into an arbitrary order.
    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
