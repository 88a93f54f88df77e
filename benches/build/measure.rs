//! Runs the program and tells what it took.

use std::error::Error;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use wait4::Wait4 as _;

/// What one run took; times in seconds, memory in bytes.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    /// From start to end.
    pub(crate) wall: f64,
    /// Of the processors, in the program.
    pub(crate) user: f64,
    /// Of the processors, in the system for the program.
    pub(crate) system: f64,
    /// Largest resident set.
    pub(crate) peak: f64,
    /// Wall time of each stage, by its name, in order; at the end `rest`, what no stage counts:
    /// starting, freeing memory, ending.
    pub(crate) stages: Vec<(String, f64)>,
}

impl Run {
    /// Time of the processors.
    pub(crate) fn cpu(&self) -> f64 {
        self.user + self.system
    }
}

/// Runs a command on a site.
///
/// # Errors
/// When it does not succeed.
pub(crate) fn run(
    command: &[&str],
    root: &Path,
    output: Option<&Path>,
) -> Result<Run, Box<dyn Error>> {
    let mut program = Command::new(env!("CARGO_BIN_EXE_casebook"));
    program
        .args(["--lang", "en"])
        .args(command)
        .args(["--timings", "--quiet"])
        .arg("--root")
        .arg(root);
    if let Some(output) = output {
        program.arg("--output").arg(output);
    }
    let started = Instant::now();
    let mut child = program
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut told = String::new();
    if let Some(mut stderr) = child.stderr.take() {
        stderr.read_to_string(&mut told)?;
    }
    let end = child.wait4()?;
    let wall = started.elapsed().as_secs_f64();
    if !end.status.success() {
        return Err(told.into());
    }
    let used = end.rusage;
    let mut stages: Vec<(String, f64)> = told.lines().filter_map(stage).collect();
    let told_of: f64 = stages.iter().map(|(_, time)| time).sum();
    stages.push(("rest".to_owned(), wall - told_of));
    Ok(Run {
        wall,
        user: used.utime.as_secs_f64(),
        system: used.stime.as_secs_f64(),
        peak: used.maxrss as f64,
        stages,
    })
}

/// A line of `--timings`: `render       12.3 ms`.
fn stage(line: &str) -> Option<(String, f64)> {
    let mut parts = line.split_whitespace();
    let (name, time, unit) = (parts.next()?, parts.next()?, parts.next()?);
    (unit == "ms" && parts.next().is_none()).then_some(())?;
    Some((name.to_owned(), time.parse::<f64>().ok()? / 1e3))
}

/// The median of each figure by itself. There is at least one run, and all have the same stages.
pub(crate) fn median(runs: &[Run]) -> Run {
    let middle = |of: &dyn Fn(&Run) -> f64| {
        let mut values: Vec<f64> = runs.iter().map(of).collect();
        values.sort_unstable_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let names = runs
        .first()
        .map_or(&[][..], |run| &run.stages)
        .iter()
        .map(|(name, _)| name.clone());
    Run {
        wall: middle(&|run| run.wall),
        user: middle(&|run| run.user),
        system: middle(&|run| run.system),
        peak: middle(&|run| run.peak),
        stages: names
            .enumerate()
            .map(|(at, name)| {
                (
                    name,
                    middle(&|run| run.stages.get(at).map_or(f64::NAN, |stage| stage.1)),
                )
            })
            .collect(),
    }
}
