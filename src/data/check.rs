//! Compares data with its shape and reports every difference at its place.

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use super::node::{Key, Node, Value};
use super::problems::hint_of;
use super::shape::{Field, Shape};
use crate::diagnostic::{Code, Diagnostic, Message, Place, did_you_mean, message};

/// The closed vocabularies that ids are checked against.
pub trait Vocabulary {
    /// Whether `id` is in the registry, with the role if one is asked for.
    ///
    /// # Errors
    /// Why it is refused.
    fn admit(&self, registry: &str, role: Option<&str>, id: &str) -> Result<(), Refusal>;
}

/// Why an id is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The site has no such registry.
    UnknownRegistry,
    /// The registry has no such id; `meant` is an id close to it or one whose name was given.
    UnknownId {
        /// The id that may have been meant, and its name.
        meant: Option<(String, Message)>,
    },
    /// The id is there, but its item has another role.
    WrongRole {
        /// Ids that have the role.
        allowed: Vec<String>,
    },
}

/// A vocabulary for data that refers to no registry.
impl Vocabulary for () {
    fn admit(&self, _: &str, _: Option<&str>, _: &str) -> Result<(), Refusal> {
        Err(Refusal::UnknownRegistry)
    }
}

/// What to check against.
pub struct Check<'a> {
    /// The file, for diagnostics.
    pub file: &'a Arc<str>,
    /// The registries.
    pub vocabulary: &'a dyn Vocabulary,
    /// Whether the data belongs to a file that may be a translation.
    pub translation: bool,
}

/// What a check found.
#[derive(Debug, Default)]
pub struct Findings {
    /// Problems whatever else the site holds.
    pub diagnostics: Vec<Diagnostic>,
    /// Problems only if the file turns out to be no translation: required fields it would inherit.
    pub if_original: Vec<Diagnostic>,
    /// Problems only if it turns out to be a translation: fields it would inherit, by name, in
    /// case their values differ.
    pub if_translation: Vec<(String, Diagnostic)>,
}

/// Checks a tree against a shape. `head` is the place to report missing top-level fields at.
#[must_use]
pub fn check(node: &Node, shape: &Shape, head: Range<usize>, check: &Check<'_>) -> Findings {
    let mut findings = Findings::default();
    match &node.value {
        Value::Null => check.fields(&[], shape.fields(), &head, &mut findings, true),
        Value::Table(given) => check.fields(given, shape.fields(), &head, &mut findings, true),
        _ => findings.diagnostics.push(check.wrong_type(node, shape)),
    }
    findings
}

impl Check<'_> {
    pub(super) fn at(&self, span: &Range<usize>) -> Place {
        Place::new(self.file.clone(), span.clone())
    }

    fn fields(
        &self,
        given: &[(Key, Node)],
        known: &[Field],
        head: &Range<usize>,
        findings: &mut Findings,
        top: bool,
    ) {
        for (key, node) in given {
            let name = &key.name;
            let Some(field) = known.iter().find(|field| field.name == *name) else {
                findings.diagnostics.push(self.unknown_field(key, known));
                continue;
            };
            if top && self.translation && !field.translatable {
                let problem = Diagnostic::new(
                    Code::FieldInTranslation,
                    self.at(&key.span),
                    message!("译文的字段“{name}”与默认语言文件不一致，不起作用", "the field `{name}` of this translation differs from the default language's file and has no effect"),
                )
                .hint(message!(
                    "删去它；译文会从默认语言的文件继承",
                    "delete it; the translation inherits it from the default language's file"
                ));
                findings.if_translation.push((name.clone(), problem));
            }
            // A blank is a blank, whatever should stand in it.
            if field.required && is_empty(node) {
                findings.diagnostics.push(
                    Diagnostic::new(
                        Code::MissingField,
                        self.at(&key.span),
                        message!(
                            "必填字段“{name}”是空的",
                            "the required field `{name}` is empty"
                        ),
                    )
                    .hint(hint_of(field)),
                );
            } else if node.value != Value::Null {
                self.value(node, &field.shape, &mut findings.diagnostics);
            }
        }
        for field in known.iter().filter(|field| field.required) {
            if given.iter().any(|(key, _)| key.name == field.name) {
                continue;
            }
            let name = &field.name;
            let missing = Diagnostic::new(
                Code::MissingField,
                self.at(head),
                message!(
                    "缺少必填字段“{name}”",
                    "the required field `{name}` is missing"
                ),
            )
            .hint(hint_of(field));
            if top && self.translation && !field.translatable {
                findings.if_original.push(missing);
            } else {
                findings.diagnostics.push(missing);
            }
        }
    }

    fn value(&self, node: &Node, shape: &Shape, out: &mut Vec<Diagnostic>) {
        match (shape, &node.value) {
            (Shape::List(item), Value::List(nodes)) => {
                for node in nodes {
                    self.value(node, item, out);
                }
            }
            (Shape::Table(fields), Value::Table(given)) => {
                let mut inner = Findings::default();
                self.fields(given, fields, &node.span, &mut inner, false);
                out.append(&mut inner.diagnostics);
            }
            (Shape::Dictionary(item), Value::Table(given)) => {
                for (_, node) in given {
                    self.value(node, item, out);
                }
            }
            (Shape::Text, Value::Table(given)) => {
                for (key, node) in given {
                    let name = &key.name;
                    if name != "zh" && name != "en" {
                        out.push(Diagnostic::new(
                            Code::UnknownField,
                            self.at(&key.span),
                            message!(
                                "“{name}”不是语言；可用 zh、en",
                                "`{name}` is not a language; there are zh and en"
                            ),
                        ));
                    } else if node.as_str().is_none() {
                        out.push(self.wrong_type(
                            node,
                            &Shape::Str {
                                registry: None,
                                role: None,
                            },
                        ));
                    }
                }
            }
            (_, Value::Plain(_) | Value::Quoted(_)) => self.scalar(node, shape, out),
            _ => out.push(self.wrong_type(node, shape)),
        }
    }

    fn scalar(&self, node: &Node, shape: &Shape, out: &mut Vec<Diagnostic>) {
        let text = node.as_str().unwrap_or_default();
        let plain = matches!(node.value, Value::Plain(_));
        match shape {
            Shape::Str {
                registry: Some(registry),
                role,
            } => {
                if let Err(refusal) = self.vocabulary.admit(registry, role.as_deref(), text) {
                    out.push(self.refused(node, registry, role.as_deref(), text, refusal));
                }
            }
            Shape::Str { .. } | Shape::Text => {}
            Shape::Date => {
                if text.parse::<Date>().is_err() || text.len() != 10 {
                    out.push(
                        Diagnostic::new(
                            Code::InvalidDate,
                            self.at(&node.span),
                            message!("“{text}”不是有效日期", "`{text}` is not a valid date"),
                        )
                        .hint(message!(
                            "写成 年-月-日，如 2026-03-01",
                            "write year-month-day, such as 2026-03-01"
                        )),
                    );
                }
            }
            Shape::Url => {
                if !is_web_address(text) {
                    out.push(
                        Diagnostic::new(
                            Code::InvalidUrl,
                            self.at(&node.span),
                            message!("“{text}”不是有效网址", "`{text}` is not a valid address"),
                        )
                        .hint(message!(
                            "以 https:// 或 http:// 开头写完整，不含空格",
                            "write it in full, beginning with https:// or http://, without spaces"
                        )),
                    );
                }
            }
            Shape::Bool if plain && matches!(text, "true" | "false") => {}
            Shape::Number if plain && text.parse::<f64>().is_ok_and(f64::is_finite) => {}
            Shape::Integer { min, max } if plain && text.parse::<i64>().is_ok() => {
                let number = text.parse::<i64>().unwrap_or_default();
                let (low, high) = (min.unwrap_or(i64::MIN), max.unwrap_or(i64::MAX));
                if number < low || number > high {
                    out.push(Diagnostic::new(
                        Code::InvalidValue,
                        self.at(&node.span),
                        message!(
                            "{number} 超出范围 {low} 至 {high}",
                            "{number} is out of the range {low} to {high}"
                        ),
                    ));
                }
            }
            Shape::Choice(words) => {
                if !words.iter().any(|word| word == text) {
                    let mut diagnostic = Diagnostic::new(
                        Code::InvalidValue,
                        self.at(&node.span),
                        message!("“{text}”不是允许的值", "`{text}` is not an allowed value"),
                    );
                    let list = words.join(", ");
                    diagnostic = diagnostic.hint(
                        match did_you_mean(text, words.iter().map(String::as_str)) {
                            Some(word) => message!(
                                "是不是“{word}”？可用的值：{list}",
                                "did you mean `{word}`? Allowed: {list}"
                            ),
                            None => message!("可用的值：{list}", "allowed: {list}"),
                        },
                    );
                    out.push(diagnostic);
                }
            }
            _ => out.push(self.wrong_type(node, shape)),
        }
    }
}

fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::Null => true,
        Value::Plain(text) | Value::Quoted(text) => text.trim().is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Table(fields) => fields.is_empty(),
    }
}

/// Whether a text is an absolute `http` or `https` address that can stand in an attribute.
fn is_web_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        !host.is_empty()
            && !host.starts_with('.')
            && !text.chars().any(|c| {
                c.is_whitespace()
                    || c.is_control()
                    || matches!(c, '<' | '>' | '"' | '\\' | '`' | '{' | '}' | '|' | '^')
            })
    })
}
