//! Figures as a table.

use std::fmt::Write as _;

use super::measure::Run;

/// One row per way of building; seconds, and memory in MiB.
pub(crate) fn of(rows: &[(&str, Run)]) -> String {
    let stages: Vec<&str> = rows
        .first()
        .map_or(&[][..], |(_, run)| &run.stages)
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    let mut out = format!(
        "{:<10}{:>8}{:>8}{:>8}{:>8}{:>8}  ",
        "", "wall", "CPU", "user", "sys", "MiB"
    );
    for stage in &stages {
        let _ = write!(out, "{stage:>9}");
    }
    out.push('\n');
    for (way, run) in rows {
        let (wall, cpu, peak) = (run.wall, run.cpu(), run.peak / 1_048_576.0);
        let _ = write!(
            out,
            "{way:<10}{wall:>8.3}{cpu:>8.3}{:>8.3}{:>8.3}{peak:>8.1}  ",
            run.user, run.system
        );
        for stage in &stages {
            match run.stages.iter().find(|(name, _)| name == stage) {
                Some((_, time)) => {
                    let _ = write!(out, "{time:>9.3}");
                }
                None => {
                    let _ = write!(out, "{:>9}", "–");
                }
            }
        }
        out.push('\n');
    }
    out
}
