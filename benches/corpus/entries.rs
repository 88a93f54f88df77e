//! One entry's file: front matter of its kind, then its text.

use std::fmt::Write as _;

use casebook::language::Lang;

use super::facets::Registries;
use super::plan::{Kind, Plan};
use super::text::Text;
use super::{Lexicon, Random, Zipf};

/// Writes the file of an entry in a language.
pub(crate) struct Writer<'a> {
    plan: &'a Plan,
    registries: &'a Registries,
    entry: usize,
    lang: Lang,
    text: Text<'a>,
    /// Chance of facts, which only the Chinese file states.
    facts: Random,
    head: String,
}

impl<'a> Writer<'a> {
    /// A file still empty.
    pub(crate) fn new(
        plan: &'a Plan,
        registries: &'a Registries,
        zipf: &'a Zipf,
        words: &'a Lexicon,
        seed: u64,
        entry: usize,
        lang: Lang,
    ) -> Self {
        let at = entry as u64;
        let depth = plan.path(entry, lang).matches('/').count();
        let stream = |purpose: u64| Random::of(&[seed, at, purpose]);
        let text = Text::new(
            plan,
            zipf,
            words,
            lang,
            depth,
            stream(1 + u64::from(lang == Lang::En)),
            stream(3),
        );
        Self {
            plan,
            registries,
            entry,
            lang,
            text,
            facts: stream(4),
            head: String::new(),
        }
    }

    /// The whole file.
    pub(crate) fn write(mut self) -> String {
        let kind = self.plan.entries[self.entry].kind.clone();
        let title = match &kind {
            Kind::Term(at) => self.plan.terms[*at][usize::from(self.lang == Lang::En)].clone(),
            _ => self.text.aside(5),
        };
        let description = self.text.plain_sentence();
        self.quoted("title", &title);
        self.quoted("description", &description);
        match &kind {
            Kind::Section => {}
            Kind::Case => self.case(),
            Kind::Policy(number) => self.policy(*number),
            Kind::Course => self.course(),
            Kind::Lesson(place) => self.lesson(*place),
            Kind::Interpretation(clause) => self.interpretation(clause),
            Kind::Term(_) => self.term(),
            Kind::Guide => self.guide(),
        }
        self.body(&kind);
        format!("---\n{}---\n\n{}", self.head, self.text.out.trim_start())
    }

    /// Whether this is the file that states what does not depend on language.
    fn original(&self) -> bool {
        self.lang == Lang::Zh
    }

    fn line(&mut self, field: &str, value: &str) {
        let _ = writeln!(self.head, "{field}: {value}");
    }

    fn quoted(&mut self, field: &str, value: &str) {
        let _ = writeln!(self.head, "{field}: \"{value}\"");
    }

    fn list<T: AsRef<str>>(&mut self, field: &str, values: &[T]) {
        let values: Vec<String> = values
            .iter()
            .map(|value| format!("\"{}\"", value.as_ref()))
            .collect();
        let _ = writeln!(self.head, "{field}: [{}]", values.join(", "));
    }

    fn case(&mut self) {
        let enterprise = self.text.aside(2);
        let keywords: Vec<String> = (0..3).map(|_| self.text.aside(1)).collect();
        self.list("keywords", &keywords);
        self.quoted("enterprise", &enterprise);
        if !self.original() {
            return;
        }
        let registries = self.registries;
        let day = self.facts.below(1290);
        self.line("date", &date(2023, day));
        self.line("sample", "true");
        for (field, registry) in [
            ("locality", "localities"),
            ("industry", "industries"),
            ("size", "sizes"),
            ("stage", "stages"),
        ] {
            let id = *self.facts.favor(&registries.ids(registry));
            self.quoted(field, id);
        }
        for (field, registry, chance) in [
            ("ladder", "ladders", 700),
            ("batch", "batches", 800),
            ("grade", "grades", 700),
        ] {
            if self.facts.chance(chance) {
                let id = *self.facts.pick(&registries.ids(registry));
                self.quoted(field, id);
            }
        }
        let count = self.facts.below(3);
        let titles = self.some(&registries.ids("titles"), count);
        self.list("titles", &titles);
        let count = self.facts.between(2, 5);
        let clauses = self.some(&registries.clauses(), count);
        self.list("clauses", &clauses);
        let count = self.facts.below(3);
        let phases = self.some(&registries.clauses_with("phase"), count);
        self.list("phases", &phases);
        let count = self.facts.below(3);
        let tools = self.some(&registries.clauses_with("tool"), count);
        self.list("tools", &tools);
        self.head.push_str("metrics:\n");
        for _ in 0..self.facts.between(2, 4) {
            let name = self.text.aside(3);
            let (before, after, year) = (
                self.facts.below(500),
                self.facts.below(900),
                self.facts.between(2020, 2025),
            );
            let _ = write!(
                self.head,
                "  - name: {{ zh: \"{name}\", en: \"Figure {before}\" }}\n    unit: \"%\"\n    before: {before}\n    after: {after}.5\n    year: {year}\n"
            );
        }
        self.related();
        self.line(
            "recommended_by",
            "{ zh: \"示例市知识产权局\", en: \"Sample City IP Office\" }",
        );
        self.line("consent", "true");
        self.line("desensitized", "true");
        self.sources();
    }

    fn policy(&mut self, number: usize) {
        if !self.original() {
            return;
        }
        let registries = self.registries;
        // Issued in order of their numbers, over eight years.
        let day = number * 2900 / self.plan.policies.len();
        self.line("date", &date(2018, day));
        self.line("issued", &date(2018, day));
        self.quoted(
            "number",
            &format!("示例发〔{}〕{number}号", 2018 + day / 336),
        );
        let count = self.facts.between(1, 2);
        let issuers = self.some(&registries.ids("issuers"), count);
        self.list("issuers", &issuers);
        let count = self.facts.between(1, 4);
        let clauses = self.some(&registries.clauses(), count);
        self.list("clauses", &clauses);
        let count = self.facts.below(3);
        let localities = self.some(&registries.ids("localities"), count);
        self.list("localities", &localities);
        self.head.push_str("deadlines:\n");
        for _ in 0..self.facts.between(1, 3) {
            let later = day + self.facts.between(30, 300);
            let (who, what) = (self.text.aside(2), self.text.aside(5));
            let _ = write!(
                self.head,
                "  - date: {}\n    who: {{ zh: \"{who}\", en: \"Enterprises\" }}\n    what: {{ zh: \"{what}\", en: \"Submit the data\" }}\n",
                date(2018, later)
            );
        }
        if number > 0 && self.facts.chance(150) {
            let older = self.plan.policies[self.facts.below(number)];
            self.list("supersedes", &[&self.plan.entries[older].id]);
        }
        self.related();
        self.sources();
    }

    fn course(&mut self) {
        self.head.push_str("objectives:\n");
        for _ in 0..3 {
            let objective = self.text.plain_sentence();
            let _ = writeln!(self.head, "  - \"{objective}\"");
        }
        if !self.original() {
            return;
        }
        let day = self.facts.below(1290);
        self.line("date", &date(2023, day));
        let level = *self
            .facts
            .pick(&["introductory", "intermediate", "advanced"]);
        self.line("level", level);
        let clauses = self.some(&self.registries.clauses(), 4);
        self.list("clauses", &clauses);
        self.line("licence", "CC BY 4.0");
        let _ = write!(
            self.head,
            "changes:\n  - date: {}\n    scale: major\n    note: {{ zh: \"首次发布。\", en: \"First published.\" }}\n",
            date(2023, day)
        );
        self.related();
    }

    fn lesson(&mut self, place: usize) {
        let question = self.text.aside(8);
        self.list("questions", &[question]);
        if !self.original() {
            return;
        }
        let minutes = self.facts.between(15, 45);
        self.line("minutes", &minutes.to_string());
        self.line("weight", &(place + 1).to_string());
        let clauses = self.some(&self.registries.clauses(), 2);
        self.list("clauses", &clauses);
        if place > 0 {
            self.list("prerequisites", &[&self.plan.entries[self.entry - 1].id]);
        }
        self.related();
    }

    fn interpretation(&mut self, clause: &str) {
        if !self.original() {
            return;
        }
        self.quoted("clause", clause);
        let others: Vec<&str> = self
            .registries
            .clauses()
            .into_iter()
            .filter(|id| *id != clause)
            .collect();
        let see_also = self.some(&others, 2);
        self.list("see_also", &see_also);
        self.line("weight", &self.entry.to_string());
        self.related();
    }

    fn term(&mut self) {
        if !self.original() {
            return;
        }
        let clauses = self.some(&self.registries.clauses(), 2);
        self.list("clauses", &clauses);
        self.related();
    }

    fn guide(&mut self) {
        if self.original() {
            self.related();
        }
    }

    /// Two to four entries of several kinds.
    fn related(&mut self) {
        let plan = self.plan;
        let mut ids: Vec<&str> = Vec::new();
        for _ in 0..self.facts.between(2, 4) {
            let list = *self.facts.pick(&[
                &plan.cases,
                &plan.cases,
                &plan.policies,
                &plan.courses,
                &plan.lessons,
            ]);
            let other = *self.facts.pick(list);
            if other != self.entry {
                ids.push(&plan.entries[other].id);
            }
        }
        ids.sort_unstable();
        ids.dedup();
        self.list("related", &ids);
    }

    fn sources(&mut self) {
        self.head.push_str(
            "sources:\n  - name: { zh: \"合成\", en: \"Synthetic\" }\n    as_of: 2026-11-22\n    status: sample\n",
        );
    }

    fn some<'r>(&mut self, ids: &[&'r str], count: usize) -> Vec<&'r str> {
        self.facts.some(ids, count).into_iter().copied().collect()
    }

    fn body(&mut self, kind: &Kind) {
        let pair = |zh: &'static str, en: &'static str| if self.lang == Lang::Zh { zh } else { en };
        match kind {
            Kind::Case => {
                let parts = [
                    (pair("背景", "Background"), 15),
                    (pair("问题", "Problem"), 15),
                    (pair("做法", "Measures"), 40),
                    (pair("成效", "Results"), 15),
                ];
                let last = pair("经验启示", "Lessons");
                for (heading, share) in parts {
                    self.text.heading(2, heading);
                    self.text.part(share);
                }
                self.text.heading(2, last);
                self.text.points(15, true);
            }
            Kind::Lesson(_) => {
                let (first, last) = (pair("学习目标", "Objectives"), pair("要点", "Key points"));
                self.text.heading(2, first);
                self.text.points(10, false);
                self.sections(2, 38);
                self.text.quiz();
                self.text.heading(2, last);
                self.text.points(10, false);
            }
            Kind::Section | Kind::Term(_) => self.text.part(100),
            _ => self.sections(4, 25),
        }
    }

    /// Sections with headings of their own.
    fn sections(&mut self, count: usize, hundredths: usize) {
        for _ in 0..count {
            let heading = self.text.phrase(3);
            self.text.heading(2, &heading);
            self.text.part(hundredths);
        }
    }
}

/// The day so many days after a year's first; every month has 28 days here.
fn date(year: usize, days: usize) -> String {
    let (months, day) = (days / 28, days % 28);
    format!(
        "{}-{:02}-{:02}",
        year + months / 12,
        1 + months % 12,
        1 + day
    )
}
