//! Progress bars, for people who watch.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Terminal;
use crate::build::{Progress, StageName};

/// A bar for the stage under way.
pub(super) struct Bar<'t> {
    bar: ProgressBar,
    terminal: &'t Terminal,
}

impl<'t> Bar<'t> {
    pub(super) fn new(terminal: &'t Terminal, quiet: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        if quiet || !terminal.interactive {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        Self { bar, terminal }
    }

    pub(super) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Bar<'_> {
    fn enter(&self, stage: StageName, total: usize) {
        let (zh, en) = match stage {
            StageName::Config => ("读取配置", "reading settings"),
            StageName::Parse => ("解析", "parsing"),
            StageName::Link => ("链接", "linking"),
            StageName::Plan => ("规划页面", "planning pages"),
            StageName::Render => ("生成页面", "rendering"),
            StageName::Index => ("建立索引", "indexing"),
            StageName::Publish => ("发布", "publishing"),
        };
        self.bar.set_message(self.terminal.say(zh, en).to_owned());
        self.bar.set_position(0);
        self.bar.set_length(total as u64);
        let template = if total > 0 {
            "{msg} {wide_bar} {pos}/{len}"
        } else {
            "{msg} {spinner}"
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style);
        }
    }

    fn tick(&self) {
        self.bar.inc(1);
    }
}
