//! A course and its lessons.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Reference, Text};

/// Front matter of a course (`courses/<course>/_index.md`).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Course {
    /// What a learner can do afterwards, one sentence each.
    #[schemars(extend("x-translatable" = true, "x-required" = true, "x-zh" = "学习目标，每条一句。必填。"))]
    pub objectives: Vec<String>,
    /// Whom the course is for.
    #[schemars(extend("x-translatable" = true, "x-zh" = "适用对象。"))]
    pub audience: Option<String>,
    /// How demanding the course is. Required.
    #[schemars(extend("x-required" = true, "x-zh" = "难度：introductory 入门、intermediate 进阶、advanced 高级。必填。"))]
    pub level: Level,
    /// Courses to take before this one, as paths (`courses/basics`).
    #[schemars(extend("x-zh" = "先修课程的路径，如 courses/basics。"))]
    pub prerequisites: Vec<Reference>,
    /// Clauses taught: ids from the clauses registry.
    #[schemars(extend("x-registry" = "clauses", "x-zh" = "讲授的条款：条款登记表中的编号。"))]
    pub clauses: Vec<String>,
    /// Who offers the course.
    #[schemars(extend("x-zh" = "课程提供方。"))]
    pub provider: Option<Text>,
    /// Licence under which the material may be used, for example `CC BY 4.0`.
    #[schemars(extend("x-zh" = "使用许可，如 CC BY 4.0。"))]
    pub licence: Option<String>,
    /// Related policies and cases, as paths (`cases/example`).
    #[schemars(extend("x-zh" = "相关政策、案例的路径。"))]
    pub related: Vec<Reference>,
    /// Changes to the course, newest first.
    #[schemars(extend("x-zh" = "课程变更记录，最新的在前。"))]
    pub changes: Vec<Change>,
}

/// How demanding a course is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// No previous knowledge is needed.
    #[default]
    Introductory,
    /// Knowledge of the basics is needed.
    Intermediate,
    /// Working experience is needed.
    Advanced,
}

impl Level {
    /// The word in front matter and in string keys (`level_…`).
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Introductory => "introductory",
            Self::Intermediate => "intermediate",
            Self::Advanced => "advanced",
        }
    }
}

/// One change to a course.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Change {
    /// Day of the change.
    #[schemars(extend("x-required" = true, "x-zh" = "变更日期。"))]
    pub date: Date,
    /// `major` when a learner should look again, else `minor`.
    #[schemars(extend("x-required" = true, "x-zh" = "major（建议重学）或 minor（小改）。"))]
    pub scale: Scale,
    /// What changed, as text or as `{zh: …, en: …}`.
    #[schemars(extend("x-required" = true, "x-zh" = "变更内容，可写成 {zh: …, en: …}。"))]
    pub note: Text,
}

/// How much a change matters to those who took the course before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Scale {
    /// Worth taking the lesson again.
    Major,
    /// Wording, figures, links.
    #[default]
    Minor,
}

impl Scale {
    /// The word in front matter and in string keys (`scale_…`).
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Major => "major",
            Self::Minor => "minor",
        }
    }
}

/// Front matter of a lesson (`courses/<course>/*.md`).
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Lesson {
    /// Time the lesson takes, in minutes. Required.
    #[schemars(extend("x-required" = true, "x-zh" = "课时长度（分钟）。必填。"), range(min = 1, max = 600))]
    pub minutes: u32,
    /// Questions to open with.
    #[schemars(extend("x-translatable" = true, "x-zh" = "课前思考题。"))]
    pub questions: Vec<String>,
    /// Clauses taught: ids from the clauses registry.
    #[schemars(extend("x-registry" = "clauses", "x-zh" = "讲授的条款：条款登记表中的编号。"))]
    pub clauses: Vec<String>,
    /// Lessons to take before this one, as paths (`courses/basics/01-start`).
    #[schemars(extend("x-zh" = "先修课时的路径。"))]
    pub prerequisites: Vec<Reference>,
    /// Related entries, as paths.
    #[schemars(extend("x-zh" = "相关内容的路径。"))]
    pub related: Vec<Reference>,
    /// Files to download, beside the lesson.
    #[schemars(extend("x-zh" = "随课下载的文件。"))]
    pub downloads: Vec<Download>,
}

/// A file offered with a lesson.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Download {
    /// Path of the file, relative to the lesson's file.
    #[schemars(extend("x-required" = true, "x-zh" = "文件路径，相对于课时文件。"))]
    pub file: Reference,
    /// What the file is, as text or as `{zh: …, en: …}`.
    #[schemars(extend("x-required" = true, "x-zh" = "文件说明，可写成 {zh: …, en: …}。"))]
    pub title: Text,
}
