//! Courses and lessons.

use super::Renderer;
use super::card::date;
use super::context::{ChangeContext, CourseContext, LessonContext, LessonLinkContext, LinkContext};
use crate::content::kind::{Course, Lesson};
use crate::content::{Entry, Fields, Kind};
use crate::language::Lang;
use crate::library::{DocId, encode_path};

impl Renderer<'_> {
    pub(super) fn course(&self, doc: DocId, own: &Course, lang: Lang) -> CourseContext {
        let lessons = self.lessons(doc, None, lang);
        CourseContext {
            objectives: own.objectives.clone(),
            audience: own.audience.clone(),
            level: own.level.as_str(),
            prerequisites: self.links(self.library.required(doc), lang),
            provider: own.provider.as_ref().map(|text| text.get(lang).to_owned()),
            licence: own.licence.clone(),
            minutes: lessons.iter().map(|lesson| lesson.minutes).sum(),
            lessons,
            changes: own
                .changes
                .iter()
                .map(|change| ChangeContext {
                    date: date(change.date, lang),
                    scale: change.scale.as_str(),
                    note: change.note.get(lang).to_owned(),
                })
                .collect(),
        }
    }

    pub(super) fn lesson(
        &self,
        doc: DocId,
        entry: &Entry,
        own: &Lesson,
        lang: Lang,
    ) -> LessonContext {
        let course = self.library.parent(doc);
        let lessons = course
            .map(|course| self.lessons(course, Some(doc), lang))
            .unwrap_or_default();
        let at = lessons
            .iter()
            .position(|lesson| lesson.current)
            .unwrap_or_default();
        let link = |at: Option<usize>| {
            at.and_then(|at| lessons.get(at)).map(|lesson| LinkContext {
                title: lesson.title.clone(),
                path: lesson.path.clone(),
                lang_tag: lesson.lang_tag,
            })
        };
        LessonContext {
            course: course.map_or_else(
                || LinkContext::new(String::new(), self.prefixed("index.html", lang)),
                |course| self.link(course, lang),
            ),
            minutes: own.minutes,
            number: at + 1,
            questions: own.questions.clone(),
            prerequisites: self.links(self.library.required(doc), lang),
            downloads: own
                .downloads
                .iter()
                .filter_map(|download| {
                    let path = self.library.beside(entry, &download.file.value)?;
                    Some(LinkContext::new(
                        download.title.get(lang).to_owned(),
                        encode_path(&path).into_owned(),
                    ))
                })
                .collect(),
            previous: link(at.checked_sub(1)),
            next: link(Some(at + 1)),
            lessons,
        }
    }

    /// The lessons of a course, in order.
    fn lessons(&self, course: DocId, current: Option<DocId>, lang: Lang) -> Vec<LessonLinkContext> {
        let children = self.library.children(course).iter();
        children
            .filter(|child| self.library.doc(**child).kind == Kind::Lesson)
            .map(|child| {
                let entry = self.library.view(*child, lang);
                let minutes = match &entry.fields {
                    Fields::Lesson(own) => own.minutes,
                    _ => 0,
                };
                LessonLinkContext {
                    title: entry.common.title.clone(),
                    path: self.href(*child, lang),
                    description: super::card::description(entry).to_owned(),
                    minutes,
                    current: Some(*child) == current,
                    lang_tag: self.foreign_tag(*child, lang),
                }
            })
            .collect()
    }
}
