//! Ranks of words, drawn by Zipf's law with two regimes.

use super::Random;

/// Number of core words, b: up to it frequencies fall as 1/r.
pub(crate) const CORE: u32 = 7873;
/// Exponent γ past the core.
pub(crate) const TAIL: f64 = 1.77;
/// Steps in which the tail is drawn; inside a step every rank is as likely as the other.
const STEPS_PER_OCTAVE: u32 = 8;
/// Octaves of the tail, up to rank b·2⁴⁰.
const OCTAVES: u32 = 40;

/// Draws ranks; 0 is that of the most frequent word.
#[derive(Debug)]
pub(crate) struct Zipf {
    /// Sum of the shares up to and with each step, in units of 2⁻⁵³.
    sums: Vec<u64>,
    /// First rank of each step, and past the last.
    starts: Vec<u64>,
}

impl Zipf {
    /// The law with the constants above.
    pub(crate) fn new() -> Self {
        let core = f64::from(CORE);
        let mut shares: Vec<f64> = (1..=CORE).map(|rank| 1.0 / f64::from(rank)).collect();
        let mut starts: Vec<u64> = (0..u64::from(CORE)).collect();
        for step in 0..OCTAVES * STEPS_PER_OCTAVE {
            let edge = |step: u32| core * (f64::from(step) / f64::from(STEPS_PER_OCTAVE)).exp2();
            let (from, to) = (edge(step), edge(step + 1));
            // The integral of b^(γ-1) r^-γ over the step.
            let sum = |rank: f64| (rank / core).powf(1.0 - TAIL) / (TAIL - 1.0);
            shares.push(sum(from) - sum(to));
            starts.push(whole(from));
        }
        starts.push(whole(core * f64::from(OCTAVES).exp2()));
        let all: f64 = shares.iter().sum();
        let mut sum = 0.0;
        let sums = shares
            .iter()
            .map(|share| {
                sum += share / all;
                whole(sum * 53_f64.exp2())
            })
            .collect();
        Self { sums, starts }
    }

    /// A rank.
    pub(crate) fn rank(&self, random: &mut Random) -> u64 {
        let at = random.bits() >> 11;
        let step = self
            .sums
            .partition_point(|sum| *sum <= at)
            .min(self.sums.len() - 1);
        let (from, to) = (self.starts[step], self.starts[step + 1]);
        let within = u128::from(random.bits()) * u128::from(to - from);
        from + u64::try_from(within >> 64).unwrap_or(0)
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "positive and below 2⁵⁴"
)]
fn whole(number: f64) -> u64 {
    number.round() as u64
}
