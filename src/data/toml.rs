//! TOML values into the tree.

use std::ops::Range;
use std::sync::Arc;

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};

use super::MAX_DEPTH;
use super::node::{Key, Node, Value};
use crate::diagnostic::{Code, Diagnostic, Place, message};

pub(super) fn parse(file: &Arc<str>, text: &str, offset: usize) -> Result<Node, Vec<Diagnostic>> {
    if let Some(at) = brackets_too_deep(text) {
        return Err(vec![too_deep(Place::new(
            file.clone(),
            offset + at..offset + at + 1,
        ))]);
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Err(errors
            .into_iter()
            .map(|error| {
                let span = error.span().unwrap_or(0..0);
                let info = error.message();
                Diagnostic::new(
                    Code::SyntaxError,
                    Place::new(file.clone(), offset + span.start..offset + span.end),
                    message!("TOML 语法有误：{info}", "TOML syntax error: {info}"),
                )
                .hint(message!(
                    "文字要加引号，日期和数字不加；每个字段一行：名称 = 值",
                    "text needs quotation marks, dates and numbers none; one field a line: name = value"
                ))
            })
            .collect());
    }
    let span = table.span();
    convert_table(file, table.into_inner(), shift(span, offset), offset, 1)
        .map_err(|diagnostic| vec![diagnostic])
}

fn shift(span: Range<usize>, offset: usize) -> Range<usize> {
    span.start + offset..span.end + offset
}

fn convert_table(
    file: &Arc<str>,
    table: DeTable<'_>,
    span: Range<usize>,
    offset: usize,
    depth: usize,
) -> Result<Node, Diagnostic> {
    let mut fields: Vec<(Key, Node)> = Vec::new();
    for (key, value) in table {
        let key_span = shift(key.span(), offset);
        let key = Key {
            name: key.into_inner().into_owned(),
            span: key_span,
        };
        fields.push((key, convert(file, value, offset, depth + 1)?));
    }
    // The parser sorts by name; people read from top to bottom.
    fields.sort_by_key(|(key, _)| key.span.start);
    Ok(Node {
        span,
        value: Value::Table(fields),
    })
}

fn convert(
    file: &Arc<str>,
    value: Spanned<DeValue<'_>>,
    offset: usize,
    depth: usize,
) -> Result<Node, Diagnostic> {
    let span = shift(value.span(), offset);
    if depth > MAX_DEPTH {
        return Err(too_deep(Place::new(file.clone(), span)));
    }
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Quoted(text.into_owned()),
        DeValue::Integer(number) => Value::Plain(number.as_str().to_owned()),
        DeValue::Float(number) => Value::Plain(number.as_str().to_owned()),
        DeValue::Boolean(truth) => Value::Plain(truth.to_string()),
        DeValue::Datetime(day) => Value::Plain(day.to_string()),
        DeValue::Array(items) => {
            let items: Result<Vec<_>, _> = items
                .into_iter()
                .map(|item| convert(file, item, offset, depth + 1))
                .collect();
            Value::List(items?)
        }
        DeValue::Table(table) => return convert_table(file, table, span, offset, depth),
    };
    Ok(Node { span, value })
}

/// The first bracket past the depth allowed, so that no parser has to recurse that deep.
/// Brackets in strings count too; nobody writes that many.
pub(super) fn brackets_too_deep(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    text.bytes().enumerate().find_map(|(at, byte)| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'\n' if depth < 4 => depth = 0,
            _ => {}
        }
        (depth > MAX_DEPTH).then_some(at)
    })
}

pub(super) fn too_deep(place: Place) -> Diagnostic {
    Diagnostic::new(
        Code::NestingTooDeep,
        place,
        message!(
            "嵌套超过 {MAX_DEPTH} 层",
            "nested more than {MAX_DEPTH} levels deep"
        ),
    )
}
