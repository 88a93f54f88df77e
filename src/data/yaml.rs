//! YAML events into the tree.

use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::MAX_DEPTH;
use super::node::{Key, Node, Value};
use crate::diagnostic::{Code, Diagnostic, Message, Place, message};

/// A list or table whose end has not been seen.
struct Open {
    start: usize,
    value: Value,
    key: Option<Key>,
}

pub(super) fn parse(file: &Arc<str>, text: &str, offset: usize) -> Result<Node, Vec<Diagnostic>> {
    if let Some(at) = super::toml::brackets_too_deep(text) {
        return Err(vec![super::toml::too_deep(Place::new(
            file.clone(),
            offset + at..offset + at + 1,
        ))]);
    }
    // The parser counts characters; diagnostics need bytes.
    let bytes: Vec<usize> = text
        .char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect();
    let byte = |chars: usize| offset + bytes[chars.min(bytes.len() - 1)];
    let place = |span: &Span| {
        Place::new(
            file.clone(),
            byte(span.start.index())..byte(span.end.index()),
        )
    };
    let fail = |diagnostic| Err(vec![diagnostic]);

    let mut stack: Vec<Open> = Vec::new();
    let mut root: Option<Node> = None;
    let mut repeated = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                let at = bytes[error.marker().index().min(bytes.len() - 1)];
                return fail(slip(file, text, at, offset).unwrap_or_else(|| {
                    syntax_error(
                        Place::new(file.clone(), offset + at..offset + at),
                        error.info(),
                    )
                }));
            }
        };
        let (start, end) = (byte(span.start.index()), byte(span.end.index()));
        let node = match event {
            Event::Alias(_) => return fail(unsupported(place(&span))),
            Event::Scalar(_, _, anchor, ref tag) if anchor != 0 || tag.is_some() => {
                return fail(unsupported(place(&span)));
            }
            Event::SequenceStart(anchor, ref tag) | Event::MappingStart(anchor, ref tag)
                if anchor != 0 || tag.is_some() =>
            {
                return fail(unsupported(place(&span)));
            }
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                if stack.len() >= MAX_DEPTH {
                    return fail(super::toml::too_deep(place(&span)));
                }
                let value = match event {
                    Event::SequenceStart(..) => Value::List(Vec::new()),
                    _ => Value::Table(Vec::new()),
                };
                stack.push(Open {
                    start,
                    value,
                    key: None,
                });
                continue;
            }
            Event::Scalar(text, style, ..) => {
                let value = match style {
                    ScalarStyle::Plain if matches!(&*text, "" | "~" | "null" | "Null" | "NULL") => {
                        Value::Null
                    }
                    ScalarStyle::Plain => Value::Plain(text.into_owned()),
                    _ => Value::Quoted(text.into_owned()),
                };
                Node {
                    span: start..end.max(start),
                    value,
                }
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(open) = stack.pop() else { continue };
                // A block's end event lies on the line after it; its last child knows better.
                let last = match &open.value {
                    Value::List(items) => items.last().map(|item| item.span.end),
                    Value::Table(fields) => fields
                        .last()
                        .map(|(key, node)| node.span.end.max(key.span.end)),
                    _ => None,
                };
                let flow = text
                    .as_bytes()
                    .get(open.start - offset)
                    .is_some_and(|b| matches!(b, b'[' | b'{'));
                let end = if flow {
                    end
                } else {
                    last.unwrap_or(open.start)
                };
                Node {
                    span: open.start..end,
                    value: open.value,
                }
            }
            _ => continue,
        };
        match stack.last_mut() {
            None => {
                if root.is_some() {
                    return fail(syntax_error(
                        Place::new(file.clone(), node.span),
                        "a second document; front matter is a single one",
                    ));
                }
                root = Some(node);
            }
            Some(Open {
                value: Value::List(items),
                ..
            }) => items.push(node),
            Some(Open {
                value: Value::Table(fields),
                key,
                ..
            }) => match key.take() {
                None => match node.value {
                    Value::Plain(name) | Value::Quoted(name) => {
                        *key = Some(Key {
                            name,
                            span: node.span,
                        })
                    }
                    _ => {
                        return fail(syntax_error(
                            Place::new(file.clone(), node.span),
                            "a field's name must be text",
                        ));
                    }
                },
                Some(name) => {
                    if fields.iter().any(|(other, _)| other.name == name.name) {
                        let field = &name.name;
                        repeated.push(Diagnostic::new(
                            Code::DuplicateField,
                            Place::new(file.clone(), name.span.clone()),
                            message!(
                                "字段“{field}”写了两次",
                                "the field `{field}` is given twice"
                            ),
                        ));
                    } else {
                        fields.push((name, node));
                    }
                }
            },
            Some(_) => {}
        }
    }
    if !repeated.is_empty() {
        return Err(repeated);
    }
    Ok(root.unwrap_or(Node {
        span: offset..offset,
        value: Value::Null,
    }))
}

fn unsupported(place: Place) -> Diagnostic {
    Diagnostic::new(
        Code::SyntaxError,
        place,
        message!(
            "这里不支持 YAML 的锚点（&）、别名（*）和标签（!）",
            "YAML anchors (&), aliases (*) and tags (!) are not supported here"
        ),
    )
    .hint(message!(
        "如果这是普通文字，请加上引号",
        "if this is ordinary text, put it in quotation marks"
    ))
}

/// What people usually get wrong, looked for from the line of the error upwards: a parser
/// notices such a slip only later, and says something else of it.
fn slip(file: &Arc<str>, text: &str, at: usize, offset: usize) -> Option<Diagnostic> {
    let line_end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let mut end = line_end;
    loop {
        let start = text[..end].rfind('\n').map_or(0, |at| at + 1);
        let line = &text[start..end];
        if let Some((range, message, hint)) = slip_of_line(line) {
            let span = offset + start + range.start..offset + start + range.end;
            let place = Place::new(file.clone(), span);
            return Some(Diagnostic::new(Code::SyntaxError, place, message).hint(hint));
        }
        end = start.checked_sub(1)?;
    }
}

/// A slip in one line: its place in the line, what it is, what to do.
fn slip_of_line(line: &str) -> Option<(std::ops::Range<usize>, Message, Message)> {
    let indent = line.len() - line.trim_start().len();
    if let Some(tab) = line[..indent].find('\t') {
        return Some((
            tab..tab + 1,
            message!("缩进用了制表符（Tab）", "the line is indented with a tab"),
            message!("缩进只能用空格", "indent with spaces only"),
        ));
    }
    let rest = line[indent..].trim_start_matches("- ");
    let start = line.len() - rest.len();
    let name = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-')?;
    let after = &rest[name..];
    let at = start + name;
    if name == 0 {
        return None;
    }
    if after.starts_with('\u{ff1a}') {
        return Some((
            at..at + '\u{ff1a}'.len_utf8(),
            message!(
                "字段名后用了全角冒号",
                "the field's name is followed by a full-width colon"
            ),
            message!(
                "改成半角冒号，后面空一格，如 title: 标题",
                "use an ordinary colon and a space, such as title: …"
            ),
        ));
    }
    let tight = after.strip_prefix(':').is_some_and(|value| {
        value.starts_with(|c: char| !c.is_whitespace()) && !value.starts_with("//")
    });
    tight.then(|| {
        (
            at..at + 1,
            message!("冒号后面缺少空格", "there is no space after the colon"),
            message!(
                "在冒号后加一个空格，如 title: 标题",
                "put a space after the colon, such as title: …"
            ),
        )
    })
}

/// The parser's commonest messages in Chinese.
fn in_chinese(info: &str) -> &str {
    let known = [
        (
            "mapping values are not allowed",
            "这里不能再写“名称: 值”，可能少了换行、缩进不对或缺引号",
        ),
        ("invalid indentation", "缩进不对，或引号没有成对"),
        ("did not find expected key", "这里应是一个字段名"),
        ("simple key expect", "字段名后缺少冒号"),
        ("could not find expected ':'", "字段名后缺少冒号"),
        ("while scanning a quoted scalar", "引号没有成对"),
        ("unclosed", "括号或引号没有成对"),
        (
            "did not find expected ',' or ']'",
            "列表里缺少逗号或右方括号",
        ),
        (
            "did not find expected ',' or '}'",
            "花括号里缺少逗号或右花括号",
        ),
        (
            "cannot start any token",
            "这个字符不能放在值的开头，请给值加引号",
        ),
    ];
    known
        .iter()
        .find(|(english, _)| info.contains(english))
        .map_or(info, |(_, chinese)| chinese)
}

fn syntax_error(place: Place, info: &str) -> Diagnostic {
    let zh = in_chinese(info);
    Diagnostic::new(
        Code::SyntaxError,
        place,
        message!("YAML 语法有误：{zh}", "YAML syntax error: {info}"),
    )
    .hint(message!(
        "检查缩进是否对齐、冒号后是否有空格、引号是否成对；含有冒号或 # 的文字要加引号",
        "check the indentation, the space after each colon and paired quotation marks; text with a colon or # needs quotation marks"
    ))
}
