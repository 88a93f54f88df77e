//! A glossary term.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Reference;

/// Front matter of a glossary term (`glossary/*.md`).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Term {
    /// Other names of the same thing; `[[name]]` finds the term by any of them.
    #[schemars(extend("x-translatable" = true, "x-zh" = "同义词；正文里 [[词]] 可用任一名称引用。"))]
    pub synonyms: Vec<String>,
    /// Abbreviation, for example `FTO`.
    #[schemars(extend("x-zh" = "缩写，如 FTO。"))]
    pub abbreviation: Option<String>,
    /// Clauses in which the term matters: ids from the clauses registry.
    #[schemars(extend("x-registry" = "clauses", "x-zh" = "相关条款：条款登记表中的编号。"))]
    pub clauses: Vec<String>,
    /// Related entries, as paths (`glossary/invention`).
    #[schemars(extend("x-zh" = "相关内容的路径。"))]
    pub related: Vec<Reference>,
}
