//! Days of the last change, asked of the `git` program on the machine.

use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, Stdio};

use jiff::civil::Date;

use crate::digest::{hash_all, hash_bytes};

/// See [`World::commit_days`](super::World::commit_days). One walk through the history, newest
/// commit first; the first commit that names a file is its last change.
pub(super) fn commit_days(folder: &Path) -> HashMap<String, Date> {
    let mut days = HashMap::new();
    // A clone without its history would date every file alike.
    if git(folder, &["rev-parse", "--is-shallow-repository"])
        .is_none_or(|answer| answer.trim() != "false")
    {
        return days;
    }
    let Some(log) = git(
        folder,
        &[
            "log",
            "--format=%x01%cs",
            "--name-only",
            "-z",
            "--relative",
            "--",
            ".",
        ],
    ) else {
        return days;
    };
    let mut day = None;
    for record in log.split('\0') {
        // A commit's header ends in a line break before its first file.
        let mut name = record;
        if let Some(header) = record.trim_start_matches('\n').strip_prefix('\u{1}') {
            let (date, first) = header.split_once('\n').unwrap_or((header, ""));
            day = date.trim().parse::<Date>().ok();
            name = first;
        }
        let name = name.trim_start_matches('\n');
        if let (Some(day), false) = (day, name.is_empty()) {
            days.entry(name.to_owned()).or_insert(day);
        }
    }
    // A file changed since its last commit has no day yet.
    if let Some(changed) = changed(folder) {
        for name in changed.split('\0') {
            days.remove(name);
        }
    }
    days
}

/// See [`World::commit_state`](super::World::commit_state).
pub(super) fn commit_state(folder: &Path) -> Option<u64> {
    let head = git(folder, &["rev-parse", "HEAD"])?;
    let changed = changed(folder)?;
    Some(hash_all([
        hash_bytes(head.as_bytes()),
        hash_bytes(changed.as_bytes()),
    ]))
}

/// Names of files changed since the last commit, each with a zero byte behind it.
fn changed(folder: &Path) -> Option<String> {
    git(
        folder,
        &["diff", "HEAD", "--name-only", "-z", "--relative", "--", "."],
    )
}

fn git(folder: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git")
        .args(["-c", "core.quotepath=off", "-C"])
        .arg(folder)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
