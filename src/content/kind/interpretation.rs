//! An interpretation: what one clause asks, in the site's own words.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Reference;

/// Front matter of an interpretation (`interpretations/*.md`).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Interpretation {
    /// The clause interpreted: an id from the clauses registry. Required.
    #[schemars(extend("x-required" = true, "x-registry" = "clauses", "x-zh" = "所解读的条款：条款登记表中的编号。必填。"))]
    pub clause: String,
    /// Other clauses it touches: ids from the clauses registry.
    #[schemars(extend("x-registry" = "clauses", "x-zh" = "涉及的其他条款。"))]
    pub see_also: Vec<String>,
    /// Related entries, as paths.
    #[schemars(extend("x-zh" = "相关内容的路径。"))]
    pub related: Vec<Reference>,
}
