//! `casebook clean`.

use std::process::ExitCode;

use super::Terminal;
use super::args::Clean;
use super::build::human_bytes;
use super::new::refuse;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::language::Lang;
use crate::output::{self, Cleaned};
use crate::world::World;

/// Folder of the site, for what can be made again.
const CACHE: &str = ".casebook";

/// Removes what builds keep, and says what that was.
pub(super) fn clean(world: &dyn World, args: &Clean, terminal: &Terminal) -> ExitCode {
    match remove(world, args) {
        Ok(cleaned) => {
            for folder in &cleaned {
                terminal.tell(&line(folder, terminal));
            }
            if cleaned.is_empty() {
                terminal.tell(terminal.say(
                    "没有缓存，无须清理\n",
                    "nothing is kept here: there is nothing to remove\n",
                ));
            }
            ExitCode::SUCCESS
        }
        Err(problems) => refuse(world, &args.root, &problems, terminal),
    }
}

fn remove(world: &dyn World, args: &Clean) -> Result<Vec<Cleaned>, Vec<Diagnostic>> {
    // Problems that leave the folders' names readable are the check's to tell.
    let (config, _) = Config::load(world, &args.root)?;
    let output = args
        .output
        .clone()
        .unwrap_or_else(|| args.root.join(&config.output));
    let sources =
        [&config.content, &config.registries, &config.theme].map(|folder| args.root.join(folder));
    output::clean(world, &output, &args.root.join(CACHE), &sources).map_err(|problem| vec![problem])
}

fn line(folder: &Cleaned, terminal: &Terminal) -> String {
    let (path, bytes) = (folder.path.display(), human_bytes(folder.bytes));
    match (folder.link, terminal.lang) {
        (false, Lang::Zh) => format!("已删除 {path}（{bytes}）\n"),
        (false, Lang::En) => format!("removed {path} ({bytes})\n"),
        (true, Lang::Zh) => format!("已删除链接 {path}；它指向的文件夹没有动\n"),
        (true, Lang::En) => format!("removed the link {path}; what it leads to was not touched\n"),
    }
}
