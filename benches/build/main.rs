//! How long a build takes, and what it needs: `cargo bench --bench build`.
//!
//! 1. Write two corpora, of 1,000 and of 10,000 pages, unless they are there from last time.
//! 2. For each, run the release binary several times: into an empty folder, over the site that
//!    stands there, on one thread, and as a check that writes nothing.
//! 3. Print the medians, the growth from the small site to the large one, and the goals.
//!
//! Times of other processes do not count in CPU time, but they lengthen wall time and evict
//! caches: measure on a quiet machine. Sites are written to memory (`/dev/shm`) where there is
//! such a folder, since disks differ more than programs do: ext4 without a journal, for one,
//! passes over every inode deleted in the last minutes, so that a second build takes many times
//! as long as the first.

#![allow(clippy::print_stdout, reason = "a program for people")]
#![allow(
    clippy::disallowed_methods,
    reason = "a program of its own, outside the site's world"
)]

#[path = "../corpus/mod.rs"]
mod corpus;
mod machine;
mod measure;
mod table;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;
use corpus::Corpus;
use machine::{load, machine, scratch};
use measure::{Run, median, run};

/// Goals for [`LARGE`] pages: CPU seconds, peak memory in bytes, and growth from [`SMALL`] pages.
const GOALS: (f64, f64, f64) = (4.0, 300.0 * 1_048_576.0, 11.0);
const SMALL: usize = 1_000;
const LARGE: usize = 10_000;

/// Measure builds of synthetic sites.
#[derive(Parser)]
struct Args {
    /// Number of Markdown files; several times for several sites [default: 1000 and 10000].
    #[arg(long)]
    pages: Vec<usize>,
    /// Seed of the corpora.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Runs of each measurement [default: 7 up to 2,000 pages, 3 above].
    #[arg(long)]
    runs: Option<usize>,
    /// Folder for corpora and sites, which are kept there; without it only corpora are kept, in
    /// memory or in the machine's folder for temporary files.
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
    /// Given by cargo.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let args = Args::parse();
    if !args.bench {
        println!("measures only under `cargo bench`");
        return Ok(());
    }
    let folder = args
        .keep
        .clone()
        .unwrap_or_else(|| scratch().join("casebook-bench"));
    let sizes = if args.pages.is_empty() {
        vec![SMALL, LARGE]
    } else {
        args.pages.clone()
    };
    println!("{}", machine());
    let mut clean = Vec::new();
    for pages in sizes {
        let root = folder.join(format!("corpus-{pages}-{}", args.seed));
        Corpus::new(pages, args.seed)?.write(&root)?;
        let site = folder.join(format!("site-{pages}-{}", args.seed));
        let runs = args.runs.unwrap_or(if pages > 2_000 { 3 } else { 7 });
        clean.push((pages, measure_site(pages, &root, &site, runs)?));
        if args.keep.is_none() {
            fs::remove_dir_all(&site)?;
        }
    }
    compare(&clean);
    println!("load {} after", load());
    Ok(())
}

/// Measures one site in every way; gives the medians of the clean build.
fn measure_site(
    pages: usize,
    root: &Path,
    site: &Path,
    runs: usize,
) -> Result<Run, Box<dyn Error>> {
    let ways: [(&str, bool, &[&str]); 4] = [
        ("clean", true, &["build"]),
        ("rebuild", false, &["build"]),
        ("1 thread", true, &["build", "--threads", "1"]),
        ("check", false, &["check"]),
    ];
    let mut medians = Vec::new();
    for (way, fresh, command) in ways {
        let mut found = Vec::new();
        // The first run fills the system's file cache and is not counted.
        for counted in [false].into_iter().chain((0..runs).map(|_| true)) {
            if fresh && site.exists() {
                fs::remove_dir_all(site)?;
            }
            let output = (command[0] == "build").then_some(site);
            let one = run(command, root, output)?;
            if counted {
                found.push(one);
            }
        }
        medians.push((way, median(&found)));
    }
    let (files, bytes) = size_of(site)?;
    println!(
        "\n{pages} pages → {files} files, {:.1} MiB; medians of {runs} runs\n",
        bytes as f64 / 1_048_576.0
    );
    println!("{}", table::of(&medians));
    Ok(medians.swap_remove(0).1)
}

/// Growth from the first site to the last, and the goals.
fn compare(clean: &[(usize, Run)]) {
    let verdict = |met: bool| if met { "met" } else { "missed" };
    if let [(few, small), .., (many, large)] = clean {
        let (cpu, wall) = (large.cpu() / small.cpu(), large.wall / small.wall);
        let goal = GOALS.2 * (*many as f64 / *few as f64) / (LARGE / SMALL) as f64;
        println!(
            "\n{few} → {many} pages: CPU ×{cpu:.2}, wall ×{wall:.2}; goal ≤ ×{goal:.1}: {}",
            verdict(cpu <= goal)
        );
        for (name, time) in &large.stages {
            let before = small
                .stages
                .iter()
                .find(|(other, _)| other == name)
                .map_or(f64::NAN, |(_, time)| *time);
            println!("  {name:<8} ×{:.2}", time / before);
        }
    }
    if let Some((_, run)) = clean.iter().find(|(pages, _)| *pages == LARGE) {
        println!(
            "{LARGE} pages: {:.2} CPU seconds; goal < {}: {}",
            run.cpu(),
            GOALS.0,
            verdict(run.cpu() < GOALS.0)
        );
        let (peak, goal) = (run.peak / 1_048_576.0, GOALS.1 / 1_048_576.0);
        println!(
            "{LARGE} pages: {peak:.0} MiB; goal < {goal}: {}",
            verdict(run.peak < GOALS.1)
        );
    }
}

fn size_of(folder: &Path) -> Result<(usize, u64), Box<dyn Error>> {
    let (mut files, mut bytes) = (0, 0);
    for found in walkdir::WalkDir::new(folder) {
        let found = found?;
        if found.file_type().is_file() {
            files += 1;
            bytes += found.metadata()?.len();
        }
    }
    Ok((files, bytes))
}
