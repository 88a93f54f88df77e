//! Running text as Markdown, of a given length.

use std::fmt::Write as _;

use casebook::language::Lang;

use super::plan::Plan;
use super::{Lexicon, Random, Zipf};

/// Rank up to which words are too common to come in bursts.
pub(crate) const COMMON: u64 = 150;
/// Of the rarer words, one in so many repeats an earlier one of the document.
pub(crate) const BURST: usize = 3;

/// Length of a text in units: English words or Han characters.
pub(crate) fn length(lang: Lang) -> usize {
    match lang {
        Lang::Zh => 1200,
        Lang::En => 600,
    }
}

/// Writes the text of one document.
pub(crate) struct Text<'a> {
    lang: Lang,
    words: &'a Lexicon,
    zipf: &'a Zipf,
    plan: &'a Plan,
    /// Path from the document's folder to the content folder, such as `../`.
    up: String,
    /// Chance of words: each language its own.
    random: Random,
    /// Chance of structure: the same in all languages, so that a translation has the same parts.
    structure: Random,
    /// Ranks that may come again.
    used: Vec<u64>,
    /// Units written so far.
    units: usize,
    /// The Markdown.
    pub(crate) out: String,
}

impl<'a> Text<'a> {
    /// A text that is still empty, at a depth of so many folders.
    pub(crate) fn new(
        plan: &'a Plan,
        zipf: &'a Zipf,
        words: &'a Lexicon,
        lang: Lang,
        depth: usize,
        random: Random,
        structure: Random,
    ) -> Self {
        Self {
            lang,
            words,
            zipf,
            plan,
            up: "../".repeat(depth),
            random,
            structure,
            used: Vec::new(),
            units: 0,
            out: String::new(),
        }
    }

    /// So many words without marks, for front matter.
    pub(crate) fn aside(&mut self, words: usize) -> String {
        let units = self.units;
        let phrase = self.phrase(words);
        self.units = units;
        phrase
    }

    /// So many words without marks, for the text.
    pub(crate) fn phrase(&mut self, words: usize) -> String {
        let before = std::mem::take(&mut self.out);
        for at in 0..words {
            self.word(at > 0, at == 0);
        }
        std::mem::replace(&mut self.out, before)
    }

    /// A sentence without marks, such as a description.
    pub(crate) fn plain_sentence(&mut self) -> String {
        let (first, second) = (self.random.between(5, 9), self.random.between(4, 9));
        let (first, second) = (self.aside(first), self.aside(second));
        match self.lang {
            Lang::Zh => format!("{first}，{second}。"),
            Lang::En => format!("{first}, {}.", second.to_lowercase()),
        }
    }

    /// A heading.
    pub(crate) fn heading(&mut self, level: usize, text: &str) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        let _ = writeln!(self.out, "{} {text}", "#".repeat(level));
    }

    /// A part of the text: so many hundredths of a document's length, as blocks of several sorts.
    pub(crate) fn part(&mut self, hundredths: usize) {
        let length = length(self.lang) * hundredths / 100;
        let blocks = (hundredths / 8).max(1);
        let start = self.units;
        for block in 1..=blocks {
            self.block(
                start + length * block / blocks,
                block > 1 && hundredths >= 20,
            );
        }
    }

    /// A list of points that ends at so many units more.
    pub(crate) fn points(&mut self, hundredths: usize, numbered: bool) {
        let end = self.units + length(self.lang) * hundredths / 100;
        let items = self.structure.between(3, 5);
        self.out.push('\n');
        self.list(end, items, numbered);
    }

    /// One block that ends at so many units.
    fn block(&mut self, end: usize, headed: bool) {
        let sort = self.structure.below(100);
        let size = self.structure.between(3, 5);
        if headed && self.structure.chance(250) {
            let words = self.structure.between(2, 4);
            let heading = self.phrase(words);
            self.heading(3, &heading);
        }
        self.out.push('\n');
        match sort {
            0..12 => {
                self.paragraph(end - (end - self.units.min(end)) * 2 / 3);
                self.out.push('\n');
                self.list(end, size, false);
            }
            12..18 => self.list(end, size, true),
            18..24 => {
                self.table(size);
                self.out.push('\n');
                self.paragraph(end);
            }
            24..27 => self.alert(end),
            27..29 => self.code(end),
            _ => self.paragraph(end),
        }
    }

    fn paragraph(&mut self, end: usize) {
        loop {
            self.sentence(end);
            if self.units >= end {
                break;
            }
            if self.lang == Lang::En {
                self.out.push(' ');
            }
        }
        self.out.push('\n');
    }

    fn list(&mut self, end: usize, items: usize, numbered: bool) {
        let start = self.units.min(end);
        for item in 1..=items {
            if numbered {
                let _ = write!(self.out, "{item}. ");
            } else {
                self.out.push_str("- ");
            }
            self.paragraph(start + (end - start) * item / items);
        }
    }

    fn table(&mut self, rows: usize) {
        for row in 0..=rows {
            for column in 0..3 {
                let words = if row == 0 || column == 0 { 1 } else { 3 };
                self.out.push_str("| ");
                if row > 0 && column == 2 && self.random.chance(400) {
                    let _ = write!(self.out, "{}%", self.random.below(100));
                } else {
                    (0..words).for_each(|at| self.word(at > 0, at == 0));
                }
                self.out.push(' ');
            }
            self.out.push_str("|\n");
            if row == 0 {
                self.out.push_str("|---|---|---|\n");
            }
        }
    }

    fn alert(&mut self, end: usize) {
        let sort = *self.structure.pick(&["NOTE", "TIP", "IMPORTANT"]);
        let _ = write!(self.out, "> [!{sort}]\n> ");
        self.paragraph(end);
    }

    fn code(&mut self, end: usize) {
        self.out.push_str("```toml\n");
        for _ in 0..3 {
            let _ = writeln!(
                self.out,
                "value-{} = {}",
                self.random.below(100),
                self.random.below(10_000)
            );
        }
        self.out.push_str("```\n\n");
        self.paragraph(end);
    }

    /// A question with options and an explanation.
    pub(crate) fn quiz(&mut self) {
        self.out.push_str("\n> [!QUIZ]\n> ");
        let question = self.phrase(9);
        let mark = if self.lang == Lang::Zh { "？" } else { "?" };
        let _ = write!(self.out, "{question}{mark}\n>\n");
        let right = self.structure.below(3);
        for option in 0..3 {
            let text = self.phrase(6);
            let _ = writeln!(
                self.out,
                "> - [{}] {text}",
                if option == right { 'x' } else { ' ' }
            );
        }
        self.out.push_str(">\n> ");
        self.sentence(self.units + 30);
        self.out.push('\n');
    }

    /// A sentence, cut short when the text has reached its end.
    fn sentence(&mut self, end: usize) {
        let clauses = self.random.between(1, 3);
        let mut first = true;
        for clause in 0..clauses {
            if clause > 0 {
                self.out
                    .push_str(if self.lang == Lang::Zh { "，" } else { "," });
            }
            for _ in 0..self.random.between(4, 9) {
                self.word(!first, first);
                if first {
                    first = false;
                } else {
                    self.adorn();
                }
                if self.units >= end {
                    break;
                }
            }
            if self.units >= end {
                break;
            }
        }
        self.out
            .push(if self.lang == Lang::Zh { '。' } else { '.' });
    }

    /// One word, with a space before it and a capital where asked for and the language has them.
    fn word(&mut self, spaced: bool, capital: bool) {
        if spaced && self.lang == Lang::En {
            self.out.push(' ');
        }
        let mut rank = self.zipf.rank(&mut self.random);
        if rank >= COMMON {
            if !self.used.is_empty() && self.random.below(BURST) == 0 {
                rank = *self.random.pick(&self.used);
            }
            self.used.push(rank);
        }
        let start = self.out.len();
        self.units += self.words.push(rank, &mut self.out);
        if capital && self.lang == Lang::En {
            self.out[start..=start].make_ascii_uppercase();
        }
    }

    /// Now and then something that is not a plain word: a term, a link, emphasis, a figure.
    fn adorn(&mut self) {
        let plan = self.plan;
        let space = if self.lang == Lang::Zh { "" } else { " " };
        match self.random.below(1000) {
            0..9 => {
                let term = &self.random.favor(&plan.terms)[usize::from(self.lang == Lang::En)];
                let _ = write!(self.out, "{space}[[{term}]]");
                self.units += if self.lang == Lang::Zh {
                    term.chars().count()
                } else {
                    2
                };
            }
            9..15 => {
                let target = self.other();
                // Links lead to the default language's file, as editors write them.
                let path = plan.path(target, Lang::Zh);
                let anchor = self.anchor(target);
                let words = self.random.between(2, 4);
                let text = self.phrase(words);
                let _ = write!(self.out, "{space}[{text}]({}{path}{anchor})", self.up);
            }
            15..24 => {
                let _ = write!(self.out, "{space}**");
                self.word(false, false);
                self.out.push_str("**");
            }
            24..28 => {
                let _ = write!(self.out, "{space}{}%", self.random.below(100));
            }
            28..32 => {
                let _ = write!(self.out, " {} ", self.random.between(2015, 2026));
                self.trim();
            }
            32..35 => {
                let _ = write!(self.out, " ISO {} ", 9000 + self.random.below(50_000));
                self.trim();
            }
            35..37 => {
                let _ = write!(self.out, "{space}`PDM-{}`", self.random.below(500));
            }
            _ => {}
        }
    }

    /// English words bring their own space.
    fn trim(&mut self) {
        if self.lang == Lang::En {
            self.out.truncate(self.out.trim_end_matches(' ').len());
        }
    }

    /// An entry to link to: mostly cases, some more often than others.
    fn other(&mut self) -> usize {
        let plan = self.plan;
        let lists = [
            &plan.cases,
            &plan.cases,
            &plan.cases,
            &plan.policies,
            &plan.lessons,
            &plan.guides,
        ];
        let list = *self.random.pick(&lists);
        *self
            .random
            .favor(if list.is_empty() { &plan.cases } else { list })
    }

    /// A case's results are sometimes linked to directly; a link from a translation leads to the
    /// translation.
    fn anchor(&mut self, target: usize) -> &'static str {
        let case = self.plan.entries[target].kind == super::plan::Kind::Case;
        match (case && self.random.chance(200), self.lang) {
            (true, Lang::Zh) => "#成效",
            (true, Lang::En) => "#results",
            (false, _) => "",
        }
    }
}
