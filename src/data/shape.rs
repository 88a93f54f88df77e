//! The shape data must have, derived from a struct's JSON Schema, so that the struct stays the
//! one place where its fields are defined.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::Value as Json;

use crate::language::Lang;

/// What a value must be.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Text. With `registry`, an id of that registry; with `role` too, of an item with that role.
    Str {
        /// Registry the id must be in.
        registry: Option<String>,
        /// Role the registry's item must have.
        role: Option<String>,
    },
    /// Text in one or both languages.
    Text,
    /// A day.
    Date,
    /// An `http` or `https` address.
    Url,
    /// `true` or `false`.
    Bool,
    /// A whole number within bounds.
    Integer {
        /// Smallest allowed.
        min: Option<i64>,
        /// Largest allowed.
        max: Option<i64>,
    },
    /// A number.
    Number,
    /// One of some words.
    Choice(Vec<String>),
    /// A list.
    List(Box<Shape>),
    /// A table of known fields.
    Table(Vec<Field>),
    /// A table with any names, all values of one shape.
    Dictionary(Box<Shape>),
}

/// A field of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it must be.
    pub shape: Shape,
    /// Whether it must be present and not empty.
    pub required: bool,
    /// Whether it may differ in a translation.
    pub translatable: bool,
    /// What it is for, in English.
    pub doc_en: String,
    /// What it is for, in Chinese.
    pub doc_zh: String,
}

impl Field {
    /// What it is for.
    #[must_use]
    pub fn doc(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh if !self.doc_zh.is_empty() => &self.doc_zh,
            _ => &self.doc_en,
        }
    }
}

impl Shape {
    /// The shape of a struct.
    #[must_use]
    pub fn of<T: JsonSchema>() -> Self {
        Self::from_json(json_schema::<T>().as_value())
    }

    /// The fields of a table, else none.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        match self {
            Self::Table(fields) => fields,
            _ => &[],
        }
    }

    /// A table with the fields of both.
    #[must_use]
    pub fn merge(self, other: Self) -> Self {
        match (self, other) {
            (Self::Table(mut fields), Self::Table(more)) => {
                fields.extend(more);
                Self::Table(fields)
            }
            (first, _) => first,
        }
    }

    fn from_json(schema: &Json) -> Self {
        let text = |key: &str| schema.get(key).and_then(Json::as_str).map(str::to_owned);
        if schema.get("x-text").is_some() {
            return Self::Text;
        }
        if let Some(choices) = choices(schema) {
            return Self::Choice(choices);
        }
        // An optional value of another type: `anyOf: [that, null]`.
        if let Some(options) = schema.get("anyOf").and_then(Json::as_array)
            && let Some(inner) = options
                .iter()
                .find(|option| option.get("type") != Some(&Json::from("null")))
        {
            return Self::from_json(inner);
        }
        match (type_of(schema), text("format").as_deref()) {
            ("string", Some("date")) => Self::Date,
            ("string", Some("uri")) => Self::Url,
            ("boolean", _) => Self::Bool,
            ("integer", _) => Self::Integer {
                min: schema
                    .get("minimum")
                    .and_then(Json::as_f64)
                    .map(|n| n as i64),
                max: schema
                    .get("maximum")
                    .and_then(Json::as_f64)
                    .map(|n| n as i64),
            },
            ("number", _) => Self::Number,
            ("array", _) => {
                let mut item = Self::from_json(schema.get("items").unwrap_or(&Json::Null));
                if let Self::Str { registry, role } = &mut item {
                    *registry = text("x-registry");
                    *role = text("x-role");
                }
                Self::List(Box::new(item))
            }
            ("object", _) => match (
                schema.get("properties").and_then(Json::as_object),
                schema.get("additionalProperties"),
            ) {
                (None, Some(value @ Json::Object(_))) => {
                    Self::Dictionary(Box::new(Self::from_json(value)))
                }
                (properties, _) => Self::Table(
                    properties
                        .into_iter()
                        .flatten()
                        .map(|(name, schema)| field(name, schema))
                        .collect(),
                ),
            },
            _ => Self::Str {
                registry: text("x-registry"),
                role: text("x-role"),
            },
        }
    }
}

fn field(name: &str, schema: &Json) -> Field {
    let text = |key: &str| {
        schema
            .get(key)
            .and_then(Json::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let flag = |key: &str| schema.get(key) == Some(&Json::Bool(true));
    Field {
        name: name.to_owned(),
        shape: Shape::from_json(schema),
        required: flag("x-required"),
        translatable: flag("x-translatable"),
        doc_en: text("description"),
        doc_zh: text("x-zh"),
    }
}

/// The words of an enum whose variants carry documentation (`oneOf` of `const`) or not (`enum`).
fn choices(schema: &Json) -> Option<Vec<String>> {
    let words = |list: &Vec<Json>| -> Vec<String> {
        list.iter()
            .flat_map(|item| match item {
                Json::String(word) => vec![word.clone()],
                item => match item.get("const").and_then(Json::as_str) {
                    Some(word) => vec![word.to_owned()],
                    None => choices(item).unwrap_or_default(),
                },
            })
            .collect()
    };
    let list = schema
        .get("enum")
        .or_else(|| schema.get("oneOf"))
        .and_then(Json::as_array)?;
    Some(words(list))
}

/// The type's name, `null` aside.
fn type_of(schema: &Json) -> &str {
    match schema.get("type") {
        Some(Json::String(name)) => name,
        Some(Json::Array(names)) => names
            .iter()
            .filter_map(Json::as_str)
            .find(|name| *name != "null")
            .unwrap_or(""),
        _ => "",
    }
}

/// The JSON Schema of a struct with all parts inline.
fn json_schema<T: JsonSchema>() -> Schema {
    let settings =
        SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    settings.into_generator().into_root_schema_for::<T>()
}
