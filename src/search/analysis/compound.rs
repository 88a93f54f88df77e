//! Words with something inside (1.4): what belongs together, and where it is cut.

use super::class::Class;

/// Characters of a part, and of a whole, at most.
pub(super) const PART: usize = 40;

/// Numbers of parts that give a whole.
const WHOLE: std::ops::RangeInclusive<usize> = 2..=8;

/// A normalized character and the range of the chunk it came from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    pub(super) c: char,
    pub(super) class: Class,
    pub(super) capital: bool,
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Unit {
    fn is_letter(self) -> bool {
        self.c.is_ascii_lowercase()
    }

    fn is_digit(self) -> bool {
        self.c.is_ascii_digit()
    }

    /// Whether a capital behind it begins a part.
    fn is_small(self) -> bool {
        self.is_letter() && !self.capital
    }
}

/// A part of a compound.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    /// Where its surface ends in that of the whole.
    to: usize,
    /// Characters of its surface.
    chars: usize,
    /// The range it came from, with what was dropped.
    pub(super) start: u32,
    pub(super) end: u32,
}

/// A compound while it is read, and its parts after it was split.
#[derive(Debug, Default)]
pub(super) struct Compound {
    /// Word characters, and single separators between them.
    units: Vec<Unit>,
    /// A separator behind them, which belongs to them if a word character follows.
    separator: Option<Unit>,
    /// Surfaces of the parts, one behind the other: the whole.
    surface: String,
    parts: Vec<Part>,
}

impl Compound {
    /// Whether it has not begun.
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// Takes the next character if it belongs to the compound or does not matter to it.
    #[inline]
    pub(super) fn take(&mut self, unit: Unit) -> bool {
        if unit.class == Class::Word {
            if let Some(separator) = self.separator {
                if !self.joins(separator.c, unit) {
                    return false;
                }
                self.units.push(separator);
                self.separator = None;
            }
            self.units.push(unit);
            return true;
        }
        if self.units.is_empty() {
            return true;
        }
        let separates = matches!(unit.c, '-' | '_' | '.' | '\'' | '\u{2019}');
        if self.separator.is_none() && separates {
            self.separator = Some(unit);
            return true;
        }
        false
    }

    /// Whether a separator joins the compound before it and the character behind it.
    fn joins(&self, separator: char, behind: Unit) -> bool {
        match separator {
            '\'' | '\u{2019}' => {
                self.units.last().is_some_and(|unit| unit.is_letter()) && behind.is_letter()
            }
            _ => true,
        }
    }

    /// Cuts the compound into parts.
    pub(super) fn split(&mut self) {
        let units = &self.units;
        let mut part: Option<Part> = None;
        let mut at = 0;
        while at < units.len() {
            let unit = units[at];
            let behind = units.get(at + 1).copied();
            let taken = match unit.class {
                Class::Other if is_point_of_number(units, at) => true,
                Class::Other if matches!(unit.c, '\'' | '\u{2019}') => {
                    // The `s` of a genitive is dropped with its apostrophe.
                    if behind.is_some_and(|unit| unit.c == 's')
                        && !units.get(at + 2).is_some_and(|unit| unit.is_letter())
                        && let Some(part) = part.as_mut()
                    {
                        at += 1;
                        part.end = units[at].end;
                    }
                    false
                }
                Class::Other => {
                    self.parts.extend(part.take());
                    false
                }
                Class::Gram | Class::Word => {
                    let before = at.checked_sub(1).map(|before| units[before]);
                    if before.is_some_and(|before| begins_part(before, unit, behind)) {
                        self.parts.extend(part.take());
                    }
                    true
                }
            };
            if taken {
                let part = part.get_or_insert(Part {
                    to: self.surface.len(),
                    chars: 0,
                    start: unit.start,
                    end: unit.end,
                });
                if part.chars < PART {
                    self.surface.push(unit.c);
                    part.chars += 1;
                    part.to = self.surface.len();
                }
                part.end = unit.end;
            }
            at += 1;
        }
        self.parts.extend(part);
    }

    /// Surfaces and parts, in order.
    pub(super) fn parts(&self) -> impl Iterator<Item = (&str, Part)> {
        let mut from = 0;
        self.parts.iter().map(move |part| {
            let text = &self.surface[from..part.to];
            from = part.to;
            (text, *part)
        })
    }

    /// Surface and end of the whole, if there is one.
    pub(super) fn whole(&self) -> Option<(&str, u32)> {
        let last = self.parts.last()?;
        let chars: usize = self.parts.iter().map(|part| part.chars).sum();
        (WHOLE.contains(&self.parts.len()) && chars <= PART).then_some((&self.surface, last.end))
    }

    /// Makes room for the next.
    pub(super) fn clear(&mut self) {
        self.units.clear();
        self.separator = None;
        self.surface.clear();
        self.parts.clear();
    }
}

/// Whether the separator at a place is the point of a number.
fn is_point_of_number(units: &[Unit], at: usize) -> bool {
    units[at].c == '.' && units[at - 1].is_digit() && units[at + 1].is_digit()
}

/// Whether a part begins at a character, seen from its direct neighbors.
fn begins_part(before: Unit, unit: Unit, behind: Option<Unit>) -> bool {
    if unit.capital {
        before.is_small()
            || (before.capital && behind.is_some_and(|unit| unit.is_small()))
            || before.is_digit()
    } else {
        (before.is_letter() && unit.is_digit()) || (before.is_digit() && unit.is_letter())
    }
}
