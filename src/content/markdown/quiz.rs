//! Quizzes: a question, a task list of options, an explanation. Readable without JavaScript:
//! the answer is behind a disclosure, and nothing before it gives the answer away.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::writer::Writer;
use crate::content::body::Phrase;
use crate::diagnostic::{Code, Message, message};
use crate::language::Lang;

/// The parts of a quiz, as ranges of events.
struct Parts {
    question: Range<usize>,
    options: Option<usize>,
    explanation: Range<usize>,
}

impl Writer<'_> {
    /// Writes the quiz whose quote starts at an index.
    pub(super) fn quiz(&mut self, at: usize) {
        let parts = self.quiz_parts(at);
        self.check_quiz(at, &parts);
        self.html
            .push_str("<div class=\"quiz\" data-quiz=\"\">\n<p class=\"quiz-title\">");
        self.phrase(Phrase::Quiz);
        self.html.push_str("</p>\n<div class=\"quiz-question\">\n");
        self.write_contained(parts.question);
        self.html.push_str("</div>\n");
        if let Some(list) = parts.options {
            self.quiz_options(list);
        }
        self.html
            .push_str("<details class=\"quiz-answer\">\n<summary>");
        self.phrase(Phrase::QuizAnswer);
        self.html.push_str("</summary>\n");
        if let Some(list) = parts.options {
            self.quiz_right(list);
        }
        self.write_contained(parts.explanation);
        self.html.push_str("</details>\n</div>\n");
    }

    fn quiz_parts(&self, at: usize) -> Parts {
        let nodes = &self.document.nodes;
        let end = nodes[at].end;
        let mut start = at + 1;
        // The first paragraph may have held nothing but the words that make this a quiz.
        if self.is_blank_paragraph(start) {
            start = nodes[start].end + 1;
        }
        let mut child = start;
        while child < end {
            let is_list = matches!(nodes[child].event, Event::Start(Tag::List(_)));
            if is_list && self.items(child).any(|item| self.task(item).is_some()) {
                return Parts {
                    question: start..child,
                    options: Some(child),
                    explanation: nodes[child].end + 1..end,
                };
            }
            child = nodes[child].end + 1;
        }
        Parts {
            question: start..end,
            options: None,
            explanation: end..end,
        }
    }

    fn is_blank_paragraph(&self, at: usize) -> bool {
        let nodes = &self.document.nodes;
        matches!(nodes[at].event, Event::Start(Tag::Paragraph))
            && nodes[at + 1..nodes[at].end]
                .iter()
                .all(|node| matches!(&node.event, Event::Text(text) if text.trim().is_empty()))
    }

    /// The items of the list at an index.
    fn items(&self, list: usize) -> impl Iterator<Item = usize> + use<'_> {
        let nodes = &self.document.nodes;
        let end = nodes[list].end;
        std::iter::successors(Some(list + 1), move |item| Some(nodes[*item].end + 1))
            .take_while(move |item| *item < end)
    }

    fn check_quiz(&mut self, at: usize, parts: &Parts) {
        let has_question = !self
            .document
            .plain(parts.question.clone())
            .trim()
            .is_empty();
        let has_right = parts.options.is_some_and(|list| {
            self.items(list)
                .any(|item| matches!(self.task(item), Some((_, true))))
        });
        let span = self.document.nodes[at].span.clone();
        if !has_question {
            let hint = message!(
                "在选项之前写上题目",
                "write the question before the options"
            );
            self.report_quiz(
                span.clone(),
                message!("测验没有题目", "the quiz has no question"),
                hint,
            );
        }
        if parts.options.is_none() {
            let hint = message!(
                "在题目之后写任务列表，如 - [ ] 错的选项、- [x] 对的选项",
                "write a task list after the question, such as - [ ] a wrong option, - [x] a right one"
            );
            self.report_quiz(
                span,
                message!("测验没有选项", "the quiz has no options"),
                hint,
            );
        } else if !has_right {
            let hint = message!(
                "把正确选项的 [ ] 改成 [x]",
                "change the [ ] of the right option to [x]"
            );
            let message = message!(
                "测验没有标出正确选项",
                "no option of the quiz is marked as right"
            );
            self.report_quiz(span, message, hint);
        }
    }

    fn report_quiz(&mut self, span: Range<usize>, message: Message, hint: Message) {
        self.report(Code::Quiz, span, message, Some(hint));
    }

    fn quiz_options(&mut self, list: usize) {
        self.html
            .push_str("<ol class=\"quiz-options\" type=\"A\">\n");
        let items: Vec<usize> = self.items(list).collect();
        for item in items {
            let end = self.document.nodes[item].end;
            let task = self.task(item);
            let right = matches!(task, Some((_, true)));
            self.html.push_str(if right {
                "<li data-right=\"\">"
            } else {
                "<li>"
            });
            // Without its marker: a tick would tell.
            let (marker, rest) =
                task.map_or((item + 1, item + 1), |(marker, _)| (marker, marker + 1));
            self.marks.push(self.raw_stack.len());
            self.write(item + 1..marker);
            self.write(rest..end);
            let mark = self.marks.pop().unwrap_or(0);
            self.close_raw(mark);
            self.html.push_str("</li>\n");
        }
        self.html.push_str("</ol>\n");
    }

    /// Names the right options by letter and text. The text is plain, so that no id in it
    /// comes twice.
    fn quiz_right(&mut self, list: usize) {
        let right: Vec<(usize, String)> = self
            .items(list)
            .enumerate()
            .filter(|(_, item)| matches!(self.task(*item), Some((_, true))))
            .map(|(number, item)| {
                (
                    number,
                    self.document.plain(item + 1..self.document.nodes[item].end),
                )
            })
            .collect();
        if right.is_empty() {
            return;
        }
        let (colon, stop) = match self.source.lang {
            Lang::Zh => ("：", "；"),
            Lang::En => (": ", "; "),
        };
        self.html.push_str("<p class=\"quiz-right\">");
        self.phrase(Phrase::QuizRight);
        for (index, (number, text)) in right.iter().enumerate() {
            self.html.push_str(if index == 0 { colon } else { stop });
            self.push_letter(*number);
            self.html.push_str(". ");
            self.text(text.trim());
        }
        self.html.push_str("</p>\n");
    }

    /// The letter a browser gives to an option: A to Z, then AA, AB …
    fn push_letter(&mut self, number: usize) {
        if number >= 26 {
            self.push_letter(number / 26 - 1);
        }
        self.html.push(char::from(b'A' + (number % 26) as u8));
    }
}
