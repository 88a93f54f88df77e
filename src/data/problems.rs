//! The words for what a check finds.

use super::check::{Check, Refusal};
use super::node::{Key, Node};
use super::shape::{Field, Shape};
use crate::diagnostic::{Code, Diagnostic, Message, did_you_mean, message};

impl Check<'_> {
    pub(super) fn unknown_field(&self, key: &Key, known: &[Field]) -> Diagnostic {
        let name = &key.name;
        let diagnostic = Diagnostic::new(
            Code::UnknownField,
            self.at(&key.span),
            message!("没有字段“{name}”", "there is no field `{name}`"),
        );
        diagnostic.hint(
            match did_you_mean(name, known.iter().map(|field| field.name.as_str())) {
                Some(meant) => message!("是不是“{meant}”？", "did you mean `{meant}`?"),
                None => {
                    let list = known
                        .iter()
                        .map(|field| field.name.as_str())
                        .collect::<Vec<_>>()
                        .join(", ");
                    message!("可用的字段：{list}", "the fields are: {list}")
                }
            },
        )
    }

    pub(super) fn refused(
        &self,
        node: &Node,
        registry: &str,
        role: Option<&str>,
        id: &str,
        refusal: Refusal,
    ) -> Diagnostic {
        let at = self.at(&node.span);
        match refusal {
            Refusal::UnknownRegistry => Diagnostic::new(
                Code::UnknownRegistry,
                at,
                message!(
                    "站点没有登记表 {registry}",
                    "the site has no registry {registry}"
                ),
            )
            .hint(message!(
                "添加文件 registries/{registry}.toml，或删去此字段",
                "add the file registries/{registry}.toml, or delete this field"
            )),
            Refusal::UnknownId { meant } => {
                let diagnostic = Diagnostic::new(
                    Code::UnknownId,
                    at,
                    message!(
                        "登记表 {registry} 中没有“{id}”",
                        "the registry {registry} has no `{id}`"
                    ),
                );
                diagnostic.hint(match meant {
                    Some((meant, name)) => {
                        let (zh, en) = (name.zh, name.en);
                        Message {
                            zh: format!("是不是“{meant}”（{zh}）？"),
                            en: format!("did you mean `{meant}` ({en})?"),
                        }
                    }
                    None => message!(
                        "登记表是封闭的，编号见 registries/{registry}.toml",
                        "registries are closed; registries/{registry}.toml lists the ids"
                    ),
                })
            }
            Refusal::WrongRole { allowed } => {
                let (role, list) = (role.unwrap_or_default(), allowed.join(", "));
                Diagnostic::new(
                    Code::WrongRole,
                    at,
                    message!(
                        "“{id}”不是 {role} 类",
                        "`{id}` does not have the role {role}"
                    ),
                )
                .hint(message!("可用：{list}", "those that have it: {list}"))
            }
        }
    }

    pub(super) fn wrong_type(&self, node: &Node, shape: &Shape) -> Diagnostic {
        let (zh, en) = match shape {
            Shape::Str { .. } | Shape::Text | Shape::Url | Shape::Choice(_) => ("文字", "text"),
            Shape::Date => ("日期", "a date"),
            Shape::Bool => (
                "true 或 false（不加引号）",
                "true or false, without quotation marks",
            ),
            Shape::Integer { .. } => (
                "整数（不加引号）",
                "a whole number, without quotation marks",
            ),
            Shape::Number => ("数字（不加引号）", "a number, without quotation marks"),
            Shape::List(_) => ("列表，如 [甲, 乙]", "a list, such as [a, b]"),
            Shape::Table(_) | Shape::Dictionary(_) => ("带名称的一组字段", "a table of fields"),
        };
        Diagnostic::new(
            Code::WrongType,
            self.at(&node.span),
            message!("这里要写：{zh}", "expected {en}"),
        )
    }
}

/// What a field is for, as a hint.
pub(super) fn hint_of(field: &Field) -> Message {
    let zh = if field.doc_zh.is_empty() {
        &field.doc_en
    } else {
        &field.doc_zh
    };
    let (zh, en) = (zh.replace('\n', ""), field.doc_en.replace('\n', " "));
    Message { zh, en }
}
