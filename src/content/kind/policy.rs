//! A notice: who issued it, when, what it asks of whom by which day.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Reference, Text};

/// Front matter of a notice (`policies/*.md`).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Policy {
    /// Document number, for example `国知办发运字〔2023〕23号`.
    #[schemars(extend("x-zh" = "文号。"))]
    pub number: Option<String>,
    /// Who issued it: ids from the issuers registry. At least one.
    #[schemars(extend("x-required" = true, "x-registry" = "issuers", "x-zh" = "发文机关：发文机关登记表中的编号，至少一个。"))]
    pub issuers: Vec<String>,
    /// Day on the document. Required.
    #[schemars(extend("x-required" = true, "x-zh" = "成文日期。必填。"))]
    pub issued: Date,
    /// Day it was made public.
    #[schemars(extend("x-zh" = "公布日期。"))]
    pub published: Option<Date>,
    /// Day it takes effect, when later than the day of issue.
    #[schemars(extend("x-zh" = "施行日期（晚于成文日期时填写）。"))]
    pub effective: Option<Date>,
    /// Last day it is in force.
    #[schemars(extend("x-zh" = "失效日期（有效期最后一天）。"))]
    pub expires: Option<Date>,
    /// Day it was repealed without a successor.
    #[schemars(extend("x-zh" = "废止日期（无替代文件时填写）。"))]
    pub repealed: Option<Date>,
    /// Notices this one replaces, as paths (`policies/old-notice`).
    #[schemars(extend("x-zh" = "本通知替代的通知路径，如 policies/old-notice。"))]
    pub supersedes: Vec<Reference>,
    /// To whom it is addressed, as text or as `{zh: …, en: …}`.
    #[schemars(extend("x-zh" = "主送单位，可写成 {zh: …, en: …}。"))]
    pub addressed_to: Option<Text>,
    /// What is due, by whom, when.
    #[schemars(extend("x-zh" = "时间节点：何时、谁、做什么。"))]
    pub deadlines: Vec<Deadline>,
    /// Clauses it speaks of: ids from the clauses registry.
    #[schemars(extend("x-registry" = "clauses", "x-zh" = "涉及的条款：条款登记表中的编号。"))]
    pub clauses: Vec<String>,
    /// Localities it is limited to: ids from the localities registry.
    #[schemars(extend("x-registry" = "localities", "x-zh" = "适用地区：地区登记表中的编号；全国性通知不填。"))]
    pub localities: Vec<String>,
    /// Address of the original text.
    #[schemars(url, extend("x-zh" = "原文网址。"))]
    pub original: Option<String>,
    /// Related entries, as paths.
    #[schemars(extend("x-zh" = "相关内容的路径。"))]
    pub related: Vec<Reference>,
}

/// One thing that is due.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Deadline {
    /// Last day.
    #[schemars(extend("x-required" = true, "x-zh" = "截止日期。"))]
    pub date: Date,
    /// Who must act, as text or as `{zh: …, en: …}`.
    #[schemars(extend("x-required" = true, "x-zh" = "责任方，可写成 {zh: …, en: …}。"))]
    pub who: Text,
    /// What must be done, as text or as `{zh: …, en: …}`.
    #[schemars(extend("x-required" = true, "x-zh" = "事项，可写成 {zh: …, en: …}。"))]
    pub what: Text,
}
