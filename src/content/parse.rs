//! Text into an entry.
//!
//! 1. Cut the file into front matter and body.
//! 2. Check the front matter against its kind's shape and the registries, and type it.
//! 3. Compile the body.
//! 4. Check that the body has the parts its kind asks for.

use std::collections::HashMap;
use std::sync::Arc;

use super::body::{Body, Html};
use super::entry::{Deferred, Digest, Entry, Fields, Kind};
use super::front_matter::{self, FrontMatter};
use super::identity::Identity;
use super::kind::{Common, Page};
use super::markdown;
use super::parts::Parts;
use crate::data::{self, Check, Mismatch, Node, Shape, Value};
use crate::diagnostic::{Code, Diagnostic, Place, message};
use crate::digest::hash_bytes;
use crate::language::Lang;
use crate::registry::Registries;

/// Parses files against one set of registries.
pub struct Parser<'a> {
    registries: &'a Registries,
    default_language: Lang,
    shapes: HashMap<Kind, Shape>,
}

/// What came of a file: an entry unless there is no telling what it is, and all problems. Serialized,
/// it is without the HTML of its body.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Parsed {
    /// The entry; `None` when it cannot be typed.
    pub entry: Option<Arc<Entry>>,
    /// Problems, in no order.
    pub diagnostics: Vec<Diagnostic>,
}

impl Parsed {
    /// The HTML of its body.
    #[must_use]
    pub fn html(&self) -> &str {
        self.entry.as_ref().map_or("", |entry| &entry.body.html)
    }

    /// Gives it back its HTML.
    #[must_use]
    pub fn with_html(mut self, html: Html) -> Self {
        if let Some(entry) = &mut self.entry {
            Arc::make_mut(&mut Arc::make_mut(entry).body).html = html;
        }
        self
    }
}

impl<'a> Parser<'a> {
    /// A parser.
    #[must_use]
    pub fn new(registries: &'a Registries, default_language: Lang) -> Self {
        let shapes = Kind::ALL
            .into_iter()
            .map(|kind| (kind, kind.shape()))
            .collect();
        Self {
            registries,
            default_language,
            shapes,
        }
    }

    /// Parses one file.
    #[must_use]
    pub fn parse(&self, identity: Identity, file: &Arc<str>, text: &str) -> Parsed {
        let parts = match front_matter::split(file, text) {
            Ok(parts) => parts,
            Err(problem) => {
                return Parsed {
                    entry: None,
                    diagnostics: vec![problem],
                };
            }
        };
        let source = markdown::Source {
            file,
            text,
            body: parts.body,
            lang: identity.lang,
        };
        let (body, mut diagnostics) = markdown::compile(&source);
        diagnostics.extend(check_parts(&identity, file, &parts, &body));
        let typed = self.front_matter(&identity, file, text, &parts, &mut diagnostics);
        let entry = Entry {
            identity,
            file: file.clone(),
            head: parts.head,
            common: typed.common,
            fields: typed.fields,
            body: Arc::new(body),
            deferred: typed.deferred,
            broken: typed.broken,
            digest: Digest {
                front: hash_bytes(&text.as_bytes()[..parts.body]),
                ..Digest::default()
            },
        };
        Parsed {
            entry: Some(Arc::new(entry.digested())),
            diagnostics,
        }
    }

    /// Types the front matter. What cannot be typed is left blank, so that the rest of the
    /// file is still looked at.
    fn front_matter(
        &self,
        identity: &Identity,
        file: &Arc<str>,
        text: &str,
        parts: &FrontMatter,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Typed {
        let blank = Node {
            span: parts.data.clone(),
            value: Value::Table(Vec::new()),
        };
        let (node, syntax) = match data::parse(parts.syntax, file, text, parts.data.clone()) {
            Ok(node) => (node, true),
            Err(problems) => {
                diagnostics.extend(problems);
                (blank.clone(), false)
            }
        };
        let check = Check {
            file,
            vocabulary: self.registries,
            translation: identity.lang != self.default_language,
        };
        let shape = &self.shapes[&identity.kind];
        let findings = data::check(&node, shape, parts.head.clone(), &check);
        let clean = syntax && findings.diagnostics.is_empty();
        // Without any fields, every required one is missing; the syntax is what is wrong.
        if syntax {
            diagnostics.extend(findings.diagnostics);
        }
        let mut broken = !clean;
        let mut mismatch = |error: Mismatch| {
            if clean {
                diagnostics.push(Diagnostic::new(
                    Code::WrongType,
                    Place::new(file.clone(), parts.head.clone()),
                    message!(
                        "头部信息无法读取：{error}",
                        "the front matter cannot be read: {error}"
                    ),
                ));
            }
            broken = true;
        };
        let common = data::from_node(&node).unwrap_or_else(|error| {
            mismatch(error);
            Common::default()
        });
        let fields = type_fields(identity.kind, &node)
            .inspect_err(|error| mismatch(error.clone()))
            .or_else(|_| type_fields(identity.kind, &blank));
        let fields = fields.unwrap_or_else(|_| Fields::Page(Page::default()));
        if !broken {
            diagnostics.extend(check_days(&fields, &node, file));
            diagnostics.extend(check_consent(&common, &fields, &node, file, &parts.head));
        }
        Typed {
            common,
            fields,
            deferred: Deferred {
                if_original: if syntax {
                    findings.if_original
                } else {
                    Vec::new()
                },
                if_translation: findings.if_translation,
            },
            broken,
        }
    }
}

/// Front matter as far as it could be typed.
struct Typed {
    common: Common,
    fields: Fields,
    deferred: Deferred,
    /// Whether something in it could not be used.
    broken: bool,
}

/// A notice's days must follow the day of its issue.
fn check_days(fields: &Fields, node: &Node, file: &Arc<str>) -> Vec<Diagnostic> {
    let Fields::Policy(own) = fields else {
        return Vec::new();
    };
    let days = [
        ("published", own.published),
        ("effective", own.effective),
        ("expires", own.expires),
        ("repealed", own.repealed),
    ];
    let early = days
        .into_iter()
        .filter(|(_, day)| day.is_some_and(|day| day < own.issued));
    early
        .filter_map(|(field, day)| {
            let (given, day, issued) = (node.get(field)?, day?, own.issued);
            Some(Diagnostic::new(
                Code::InvalidDate,
                Place::new(file.clone(), given.span.clone()),
                message!(
                    "{day} 早于成文日期 {issued}",
                    "{day} is before the day of issue, {issued}"
                ),
            ))
        })
        .collect()
}

/// A case is published only if the enterprise agreed, or if it is invented.
fn check_consent(
    common: &Common,
    fields: &Fields,
    node: &Node,
    file: &Arc<str>,
    head: &std::ops::Range<usize>,
) -> Option<Diagnostic> {
    let Fields::Case(own) = fields else {
        return None;
    };
    let given = node.get("consent")?;
    if own.consent || common.sample || common.draft {
        return None;
    }
    let span = if given.span.is_empty() {
        head.clone()
    } else {
        given.span.clone()
    };
    Some(
        Diagnostic::new(
            Code::InvalidValue,
            Place::new(file.clone(), span),
            message!(
                "企业没有同意公开，这个案例不能发布",
                "the enterprise has not agreed to publication, so the case cannot be published"
            ),
        )
        .hint(message!(
            "取得书面同意后改为 consent: true；在此之前写 draft: true，案例不会出现在站点里",
            "change it to `consent: true` once there is written consent; until then `draft: true` keeps the case out of the site"
        )),
    )
}

fn type_fields(kind: Kind, node: &Node) -> Result<Fields, Mismatch> {
    Ok(match kind {
        Kind::Section => Fields::Section(data::from_node(node)?),
        Kind::Page => Fields::Page(data::from_node(node)?),
        Kind::Interpretation => Fields::Interpretation(data::from_node(node)?),
        Kind::Course => Fields::Course(data::from_node(node)?),
        Kind::Lesson => Fields::Lesson(data::from_node(node)?),
        Kind::Policy => Fields::Policy(data::from_node(node)?),
        Kind::Case => Fields::Case(data::from_node(node)?),
        Kind::Term => Fields::Term(data::from_node(node)?),
    })
}

/// The parts that the kind asks for, as headings of level 2.
fn check_parts(
    identity: &Identity,
    file: &Arc<str>,
    parts: &FrontMatter,
    body: &Body,
) -> Option<Diagnostic> {
    let found: Vec<_> = body
        .headings
        .iter()
        .filter(|heading| heading.level == 2)
        .collect();
    let is = |at: usize, names: &[&str]| {
        found
            .get(at)
            .is_some_and(|heading| names.iter().any(|name| same(&heading.text, name)))
    };
    let head = || parts.head.clone();
    let expected = Parts::of(identity.kind, identity.lang);
    let list = expected.headings().join(match identity.lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    });
    match expected {
        Parts::Free => None,
        Parts::Exactly(names) => {
            let wrong = (0..names.len().max(found.len()))
                .find(|at| names.get(*at).is_none_or(|names| !is(*at, names)))?;
            let span = found
                .get(wrong)
                .map_or_else(head, |heading| heading.span.clone());
            let message = match names.get(wrong) {
                Some(names) => {
                    let name = names[0];
                    let number = wrong + 1;
                    message!(
                        "第 {number} 个二级标题应为“{name}”",
                        "level-2 heading number {number} should be `{name}`"
                    )
                }
                None => message!("多出一个二级标题", "one level-2 heading too many"),
            };
            Some(Diagnostic::new(Code::CaseParts, Place::new(file.clone(), span), message).hint(message!(
                "案例正文依次用这些二级标题（## 标题）：{list}；更细的标题用 ###",
                "the text of a case has these level-2 headings (## …) in order: {list}; use ### below them"
            )))
        }
        Parts::Around(first, last) => {
            let opens = (0..found.len()).any(|at| is(at, first));
            let closes = found.len() > 1 && is(found.len() - 1, last);
            if opens && closes {
                return None;
            }
            let name = if opens { last[0] } else { first[0] };
            Some(
                Diagnostic::new(
                    Code::LessonParts,
                    Place::new(file.clone(), head()),
                    message!(
                        "课时缺少二级标题“{name}”，或位置不对",
                        "the lesson lacks the level-2 heading `{name}`, or it is out of place"
                    ),
                )
                .hint(message!(
                    "课时正文须有这些二级标题，后者在最后：{list}",
                    "a lesson has these level-2 headings, the last one at the end: {list}"
                )),
            )
        }
    }
}

fn same(heading: &str, name: &str) -> bool {
    heading.trim().eq_ignore_ascii_case(name)
}
