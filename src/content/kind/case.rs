//! A practice case: what one enterprise did, in five parts, with its results as data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Reference, Text};

/// Front matter of a practice case (`cases/*.md`).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Case {
    /// The enterprise's name as it may be published. Leave out when the case is anonymous.
    #[schemars(extend("x-translatable" = true, "x-zh" = "企业名称（可公开的写法）。匿名案例不填。"))]
    pub enterprise: Option<String>,
    /// `true` when the enterprise's name is withheld.
    #[schemars(extend("x-zh" = "企业是否匿名。"))]
    pub anonymous: bool,
    /// Where the enterprise is: an id from the localities registry. Required.
    #[schemars(extend("x-required" = true, "x-registry" = "localities", "x-zh" = "所在地区：地区登记表中的编号。必填。"))]
    pub locality: String,
    /// The enterprise's industry: a division (`39`) or section (`C`) from the industries registry. Required.
    #[schemars(extend("x-required" = true, "x-registry" = "industries", "x-zh" = "所属行业：行业登记表中的大类（如 39）或门类（如 C）编号。必填。"))]
    pub industry: String,
    /// Enterprise size: an id from the sizes registry. Required.
    #[schemars(extend("x-required" = true, "x-registry" = "sizes", "x-zh" = "企业规模：规模登记表中的编号。必填。"))]
    pub size: String,
    /// Stage of development: an id from the stages registry. Required.
    #[schemars(extend("x-required" = true, "x-registry" = "stages", "x-zh" = "发展阶段：阶段登记表中的编号。必填。"))]
    pub stage: String,
    /// Step on the ladder of specialised enterprises: an id from the ladders registry.
    #[schemars(extend("x-registry" = "ladders", "x-zh" = "优质企业梯度：梯度登记表中的编号。"))]
    pub ladder: Option<String>,
    /// Honorary titles the enterprise holds: ids from the titles registry.
    #[schemars(extend("x-registry" = "titles", "x-zh" = "企业称号：称号登记表中的编号，可多个。"))]
    pub titles: Vec<String>,
    /// Batch in which the enterprise joined: an id from the batches registry.
    #[schemars(extend("x-registry" = "batches", "x-zh" = "参与批次：批次登记表中的编号。"))]
    pub batch: Option<String>,
    /// Capability grade: an id from the grades registry.
    #[schemars(extend("x-registry" = "grades", "x-zh" = "能力等级：等级登记表中的编号。"))]
    pub grade: Option<String>,
    /// Clauses the case puts into practice: ids from the clauses registry. At least one.
    #[schemars(extend("x-required" = true, "x-registry" = "clauses", "x-zh" = "案例实践的条款：条款登记表中的编号，至少一个。"))]
    pub clauses: Vec<String>,
    /// Phases of the innovation process: clauses whose role is `phase`.
    #[schemars(extend("x-registry" = "clauses", "x-role" = "phase", "x-zh" = "涉及的创新阶段：登记表中角色为 phase 的条款。"))]
    pub phases: Vec<String>,
    /// Tools and methods used: clauses whose role is `tool`.
    #[schemars(extend("x-registry" = "clauses", "x-role" = "tool", "x-zh" = "使用的工具方法：登记表中角色为 tool 的附录。"))]
    pub tools: Vec<String>,
    /// Results as data, one entry a figure.
    #[schemars(extend("x-zh" = "成效数据，每个指标一条。"))]
    pub metrics: Vec<Metric>,
    /// Related courses, policies and cases, as paths (`courses/basics`).
    #[schemars(extend("x-zh" = "相关课程、政策、案例的路径，如 courses/basics。"))]
    pub related: Vec<Reference>,
    /// The unit that recommended the case.
    #[schemars(extend("x-zh" = "推荐单位。"))]
    pub recommended_by: Option<Text>,
    /// `true` when the enterprise has agreed in writing to publication. Required.
    #[schemars(extend("x-required" = true, "x-zh" = "企业是否书面同意公开。必填。"))]
    pub consent: bool,
    /// `true` when sensitive details have been removed.
    #[schemars(extend("x-zh" = "是否已脱敏。"))]
    pub desensitized: bool,
}

/// One result of a case, before and after.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Metric {
    /// What was measured, as text or as `{zh: …, en: …}`.
    #[schemars(extend("x-required" = true, "x-zh" = "指标名称，可写成 {zh: …, en: …}。"))]
    pub name: Text,
    /// Unit of measurement, as text or as `{zh: …, en: …}`.
    #[schemars(extend("x-required" = true, "x-zh" = "计量单位，可写成 {zh: …, en: …}。"))]
    pub unit: Text,
    /// Value before the measures were taken.
    #[schemars(extend("x-zh" = "实施前的数值。"))]
    pub before: Option<f64>,
    /// Value after the measures were taken.
    #[schemars(extend("x-required" = true, "x-zh" = "实施后的数值。"))]
    pub after: f64,
    /// Year of the value after.
    #[schemars(extend("x-required" = true, "x-zh" = "“实施后”数值的年份。"), range(min = 1900, max = 2200))]
    pub year: i32,
}
