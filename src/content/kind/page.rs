//! Plain pages, and the sections that hold entries of any kind.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Reference;

/// Front matter of a plain page (any other folder).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Page {
    /// Related entries, as paths.
    #[schemars(extend("x-zh" = "相关内容的路径。"))]
    pub related: Vec<Reference>,
}

/// Front matter of a section (`_index.md`).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Section {
    /// Order of the entries in the section's list. Default: `date` (newest first) for cases and policies, else `weight`.
    #[schemars(extend("x-zh" = "列表排序：weight 权重、date 日期（新的在前）、title 标题。"))]
    pub sort: Option<Sort>,
}

/// Order of a list of entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// Smallest weight first, then path.
    Weight,
    /// Newest first, then path.
    Date,
    /// By title, in code point order.
    Title,
}
