//! What every entry may carry, whatever its kind.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::data::Located;
pub use crate::data::Text;
pub use crate::registry::Status;

/// A reference to another entry or file, with the place it was written at.
pub type Reference = Located<String>;

/// Front matter that every kind has.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Common {
    /// The title of the entry. Required.
    #[schemars(extend("x-translatable" = true, "x-required" = true, "x-zh" = "标题。必填。"))]
    pub title: String,
    /// One or two sentences for lists, search results and link previews.
    #[schemars(extend("x-translatable" = true, "x-zh" = "一两句话的摘要，用于列表、搜索结果和分享。"))]
    pub description: Option<String>,
    /// Day of first publication (`2026-03-01`).
    #[schemars(extend("x-zh" = "首次发布日期，如 2026-03-01。"))]
    pub date: Option<Date>,
    /// Day of the last change that matters to readers; without it, git's date is shown.
    #[schemars(extend("x-translatable" = true, "x-zh" = "最近一次实质修改的日期；不填时取 git 记录。"))]
    pub updated: Option<Date>,
    /// `true` keeps the entry out of the site until it is ready.
    #[schemars(extend("x-translatable" = true, "x-zh" = "草稿：true 时不发布。"))]
    pub draft: bool,
    /// Order among siblings; smaller comes first.
    #[schemars(extend("x-zh" = "同级排序，小的在前。"))]
    pub weight: Option<i64>,
    /// Old addresses of the page, from the root of the host (`/old/path/`, `/en/old/path/`), each of which will lead here.
    #[schemars(extend("x-translatable" = true, "x-zh" = "旧网址，从域名之后写起（如 /old/path/、/en/old/path/），访问时转到本页。"))]
    pub aliases: Vec<Reference>,
    /// Words a reader might search for that the text does not contain.
    #[schemars(extend("x-translatable" = true, "x-zh" = "读者可能搜索而正文没有的词。"))]
    pub keywords: Vec<String>,
    /// `true` when the content is invented as an example; the page says so.
    #[schemars(extend("x-zh" = "虚构的示例内容填 true，页面会标明。"))]
    pub sample: bool,
    /// Where the facts come from, as of when, and how far they are verified.
    #[schemars(extend("x-zh" = "事实出处：来源、截至日期、核实状态。"))]
    pub sources: Vec<Source>,
}

/// Where a fact comes from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Source {
    /// Name of the source, as text or as `{zh: …, en: …}`.
    #[schemars(extend("x-required" = true, "x-zh" = "来源名称，可写成 {zh: …, en: …}。"))]
    pub name: Text,
    /// Address of the source.
    #[schemars(url, extend("x-zh" = "来源网址。"))]
    pub url: Option<String>,
    /// Day on which the fact was last checked against the source.
    #[schemars(extend("x-required" = true, "x-zh" = "核对日期。"))]
    pub as_of: Date,
    /// How far the fact is verified.
    #[schemars(extend("x-required" = true, "x-zh" = "核实状态：verified 已核实、secondary 二手、unverified 未核实、sample 示例。"))]
    pub status: Status,
}
