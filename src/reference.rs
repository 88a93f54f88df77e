//! Reference documents, generated from the structs that define front matter and settings, so
//! that no field is described twice.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json, json};

use crate::config::Config;
use crate::content::{Kind, Parts};
use crate::data::{Field, Shape};
use crate::language::Lang;

/// The field guide: every field of every kind, as Markdown.
#[must_use]
pub fn field_guide(kinds: &[Kind], lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    let mut page = format!("# {}\n", if zh { "字段指南" } else { "Field guide" });
    if kinds.len() > 1 {
        let heading = if zh {
            "所有类型共有"
        } else {
            "Every kind"
        };
        section(
            &mut page,
            heading,
            &Shape::of::<crate::content::kind::Common>(),
            lang,
        );
    }
    for kind in kinds {
        section(
            &mut page,
            kind_name(*kind, lang),
            &if kinds.len() > 1 {
                kind.own_shape()
            } else {
                kind.shape()
            },
            lang,
        );
        let parts = Parts::of(*kind, lang).headings();
        if !parts.is_empty() {
            let lead = if zh {
                "正文的二级标题，依次："
            } else {
                "Headings of level 2 in the text, in order: "
            };
            let _ = writeln!(page, "\n{lead}{}", parts.join(if zh { "、" } else { ", " }));
        }
    }
    if kinds.len() > 1 {
        section(&mut page, "site.toml", &Shape::of::<Config>(), lang);
    }
    page
}

fn section(page: &mut String, heading: &str, shape: &Shape, lang: Lang) {
    let head = match lang {
        Lang::Zh => "| 字段 | 类型 | 必填 | 译文可不同 | 说明 |",
        Lang::En => "| Field | Type | Required | May differ in a translation | What it is for |",
    };
    let _ = write!(page, "\n## {heading}\n\n{head}\n|---|---|---|---|---|\n");
    rows(page, shape.fields(), "", lang);
}

fn rows(page: &mut String, fields: &[Field], prefix: &str, lang: Lang) {
    for field in fields {
        let tick = |flag: bool| if flag { "✓" } else { "" };
        let _ = writeln!(
            page,
            "| `{prefix}{}` | {} | {} | {} | {} |",
            field.name,
            type_name(&field.shape, lang),
            tick(field.required),
            tick(field.translatable),
            field.doc(lang).replace('\n', " ").replace('|', "\\|")
        );
        let inner = match &field.shape {
            Shape::List(item) => item.fields(),
            shape => shape.fields(),
        };
        rows(page, inner, &format!("{prefix}{}.", field.name), lang);
    }
}

/// A shape in words.
#[must_use]
pub fn type_name(shape: &Shape, lang: Lang) -> String {
    let pick = |zh: &str, en: &str| {
        if lang == Lang::Zh {
            zh.to_owned()
        } else {
            en.to_owned()
        }
    };
    match shape {
        Shape::Str {
            registry: Some(registry),
            role: None,
        } => pick("编号：", "id of ") + registry,
        Shape::Str {
            registry: Some(registry),
            role: Some(role),
        } => format!("{}{registry} ({role})", pick("编号：", "id of ")),
        Shape::Str { .. } => pick("文字", "text"),
        Shape::Text => pick("文字（可分语言）", "text, by language if needed"),
        Shape::Date => pick("日期", "date"),
        Shape::Url => pick("网址", "address"),
        Shape::Bool => "true / false".to_owned(),
        Shape::Integer { .. } => pick("整数", "whole number"),
        Shape::Number => pick("数字", "number"),
        Shape::Choice(words) => words.join(" / "),
        Shape::List(item) => pick("列表：", "list of ") + &type_name(item, lang),
        Shape::Table(_) => pick("一组字段", "table"),
        Shape::Dictionary(_) => pick("名称和值", "names and values"),
    }
}

/// The JSON Schema (draft 2020-12) of a kind's front matter.
#[must_use]
pub fn json_schema(kind: Kind) -> Json {
    root(kind.as_str(), &kind.shape())
}

/// The JSON Schema of `site.toml`.
#[must_use]
pub fn config_schema() -> Json {
    root("site", &Shape::of::<Config>())
}

fn root(title: &str, shape: &Shape) -> Json {
    let mut schema = schema_of(shape);
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["title"] = title.into();
    schema
}

/// The schema says what editors can check while typing; registries and references are checked
/// by `casebook check`.
fn schema_of(shape: &Shape) -> Json {
    match shape {
        // An id such as 6.3 may be written without quotation marks.
        Shape::Str { registry, .. } => match registry {
            Some(registry) => json!({ "type": ["string", "number"], "x-registry": registry }),
            None => json!({ "type": ["string", "number"] }),
        },
        Shape::Text => json!({ "anyOf": [
            { "type": "string" },
            { "type": "object", "properties": { "zh": { "type": "string" }, "en": { "type": "string" } }, "additionalProperties": false },
        ] }),
        Shape::Date => json!({ "type": "string", "format": "date" }),
        Shape::Url => json!({ "type": "string", "format": "uri", "pattern": "^https?://" }),
        Shape::Bool => json!({ "type": "boolean" }),
        Shape::Integer { min, max } => {
            let mut schema = json!({ "type": "integer" });
            if let Some(min) = min {
                schema["minimum"] = (*min).into();
            }
            if let Some(max) = max {
                schema["maximum"] = (*max).into();
            }
            schema
        }
        Shape::Number => json!({ "type": "number" }),
        Shape::Choice(words) => json!({ "enum": words }),
        Shape::List(item) => json!({ "type": "array", "items": schema_of(item) }),
        Shape::Dictionary(item) => {
            json!({ "type": "object", "additionalProperties": schema_of(item) })
        }
        Shape::Table(fields) => {
            let properties: Map<String, Json> = fields
                .iter()
                .map(|field| (field.name.clone(), described(field)))
                .collect();
            let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": false });
            // A translation inherits fields; only those that each language must give are required here.
            let required: Vec<&str> = fields
                .iter()
                .filter(|field| field.required)
                .map(|field| field.name.as_str())
                .collect();
            if !required.is_empty() {
                schema["required"] = required.into();
            }
            schema
        }
    }
}

fn described(field: &Field) -> Json {
    let mut schema = schema_of(&field.shape);
    schema["description"] = format!("{}\n{}", field.doc_zh, field.doc_en).trim().into();
    schema
}

/// A kind's name.
#[must_use]
pub const fn kind_name(kind: Kind, lang: Lang) -> &'static str {
    match (kind, lang) {
        (Kind::Section, Lang::Zh) => "栏目（_index.md）",
        (Kind::Section, Lang::En) => "Section (_index.md)",
        (Kind::Page, Lang::Zh) => "普通页面",
        (Kind::Page, Lang::En) => "Plain page",
        (Kind::Interpretation, Lang::Zh) => "条款解读（interpretations/）",
        (Kind::Interpretation, Lang::En) => "Interpretation (interpretations/)",
        (Kind::Course, Lang::Zh) => "课程（courses/<课程>/_index.md）",
        (Kind::Course, Lang::En) => "Course (courses/<course>/_index.md)",
        (Kind::Lesson, Lang::Zh) => "课时（courses/<课程>/）",
        (Kind::Lesson, Lang::En) => "Lesson (courses/<course>/)",
        (Kind::Policy, Lang::Zh) => "政策通知（policies/）",
        (Kind::Policy, Lang::En) => "Notice (policies/)",
        (Kind::Case, Lang::Zh) => "实践案例（cases/）",
        (Kind::Case, Lang::En) => "Practice case (cases/)",
        (Kind::Term, Lang::Zh) => "术语（glossary/）",
        (Kind::Term, Lang::En) => "Term (glossary/)",
    }
}
