//! How long it takes until an edit is seen: `cargo bench --bench live -- --pages 1000,10000`.
//!
//! For each size of site:
//!
//! 1. Write a corpus, and a copy of it that may be edited.
//! 2. Build it anew, build it with nothing changed, and build it after one edit each time; CPU
//!    time, wall time and peak memory of each, medians.
//! 3. Start `casebook serve` twice. The second start finds what the first has kept: from starting the
//!    process to the first page over HTTP.
//! 4. Edit texts: from the end of saving the file to the first answer that has the new text.
//!    The page is asked for every 2 ms, and each answer is waited for.
//! 5. Edit titles of cases on the first page of their list: until the list has the new one.
//! 6. After each edit, wait until the server's processes are idle, and count the processor time
//!    that they took for it, search included. The system counts it in hundredths of a second.
//! 7. Resident memory at the end, and at its peak.
//!
//! Goals stand beside the figures. They hold for a quiet machine with two processors: other
//! processes lengthen all times but those of the processor. Sites are written to memory where there
//! is a folder for that, as by the benchmark `build`.

#![allow(clippy::print_stdout, reason = "a program for people")]
#![allow(
    clippy::disallowed_methods,
    reason = "a program of its own, outside the site's world"
)]

#[path = "../corpus/mod.rs"]
#[allow(dead_code, reason = "each user takes its part")]
mod corpus;
mod edit;
#[path = "../build/machine.rs"]
mod machine;
#[path = "../build/measure.rs"]
mod measure;
mod server;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Parser;
use corpus::Corpus;
use edit::Edits;
use machine::{load, machine, scratch};
use measure::{Run, median, run};
use server::Server;

/// How long an edit may take to show before the measurement gives up.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often a page is asked for.
const PAUSE: Duration = Duration::from_millis(2);

/// What is aimed at for a site of so many pages; seconds and MiB. Larger and smaller sites have none.
const GOALS: [(usize, &[(&str, f64)]); 2] = [
    (1_000, &[("text edit, s", 0.030)]),
    (
        10_000,
        &[
            ("clean, CPU s", 9.0),
            ("clean, peak MiB", 900.0),
            ("nothing changed, CPU s", 0.4),
            ("one edit, CPU s", 0.6),
            ("ready, s", 0.7),
            ("text edit, s", 0.100),
            ("title edit, s", 0.150),
            // A tenth of a second for the page, half a second for the search that follows.
            ("CPU s per text edit", 0.6),
            ("held, MiB", 500.0),
        ],
    ),
];

/// Measure live rebuilds of synthetic sites: from saving a file to seeing it, and what that takes.
#[derive(Parser)]
struct Args {
    /// Number of Markdown files, several separated by commas.
    #[arg(long, value_delimiter = ',', default_values_t = [1_000, 10_000])]
    pages: Vec<usize>,
    /// Edits of each sort.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=500))]
    edits: u16,
    /// Runs of each build.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
    runs: u16,
    /// Seed of the corpora.
    #[arg(long, default_value_t = 1)]
    seed: u64,
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
    let folder = scratch().join("casebook-bench");
    println!("{}", machine());
    for pages in &args.pages {
        let corpus = folder.join(format!("corpus-{pages}-{}", args.seed));
        Corpus::new(*pages, args.seed)?.write(&corpus)?;
        let live = folder.join(format!("live-{pages}-{}", args.seed));
        let _ = fs::remove_dir_all(&live);
        let done = measure_site(*pages, &corpus, &live, &args);
        fs::remove_dir_all(&live)?;
        done?;
    }
    println!("load {} after", load());
    Ok(())
}

/// A figure by its name.
type Figures = Vec<(String, f64)>;

fn measure_site(
    pages: usize,
    corpus: &Path,
    live: &Path,
    args: &Args,
) -> Result<(), Box<dyn Error>> {
    let root = live.join("site");
    copy(corpus, &root)?;
    let mut edits = Edits::new(&root)?;
    let mut figures = Figures::new();
    measure_builds(&root, live, args, &mut edits, &mut figures)?;
    let served = measure_server(&root, args, &mut edits, &mut figures);
    println!("\n{pages} pages; {} edits of each sort\n", args.edits);
    print!("{}", table(pages, &figures));
    if let Err(problem) = served {
        println!("live rebuilds were not measured: {problem}");
    }
    Ok(())
}

/// Builds anew, with nothing changed, and after an edit.
fn measure_builds(
    root: &Path,
    live: &Path,
    args: &Args,
    edits: &mut Edits,
    figures: &mut Figures,
) -> Result<(), Box<dyn Error>> {
    let output = live.join("public");
    let some = |command: &[&str], before: &mut dyn FnMut() -> Result<(), Box<dyn Error>>| {
        let mut runs: Vec<Run> = Vec::new();
        for _ in 0..args.runs {
            before()?;
            runs.push(run(command, root, Some(&output))?);
        }
        Ok::<Run, Box<dyn Error>>(median(&runs))
    };
    let mut tell = |name: &str, run: &Run| {
        figures.push((format!("{name}, CPU s"), run.cpu()));
        figures.push((format!("{name}, wall s"), run.wall));
        figures.push((format!("{name}, peak MiB"), run.peak / 1_048_576.0));
    };
    let clean = some(&["build", "--no-cache"], &mut || {
        let _ = fs::remove_dir_all(&output);
        let _ = fs::remove_dir_all(root.join(".casebook"));
        Ok(())
    })?;
    tell("clean", &clean);
    // What the others find has to be made once.
    run(&["build"], root, Some(&output))?;
    let same = some(&["build"], &mut || Ok(()))?;
    tell("nothing changed", &same);
    let edited = some(&["build"], &mut || edits.text().map(|_| ()))?;
    tell("one edit", &edited);
    Ok(())
}

/// Edits under a server.
fn measure_server(
    root: &Path,
    args: &Args,
    edits: &mut Edits,
    figures: &mut Figures,
) -> Result<(), Box<dyn Error>> {
    let first = Server::start(root)?;
    first.settle()?;
    first.stop()?;
    let began = Instant::now();
    let server = Server::start(root)?;
    figures.push(("ready, s".to_owned(), began.elapsed().as_secs_f64()));
    server.settle()?;

    let mut taken =
        |name: &str, edit: &mut dyn FnMut() -> Result<(String, String), Box<dyn Error>>| {
            let (mut times, mut cpu) = (Vec::new(), Vec::new());
            for _ in 0..args.edits {
                let before = server.cpu()?;
                let (page, text) = edit()?;
                let saved = Instant::now();
                while !server.get(&page)?.contains(&text) {
                    if saved.elapsed() > PATIENCE {
                        return Err(format!("{page} never had “{text}”").into());
                    }
                    std::thread::sleep(PAUSE);
                }
                times.push(saved.elapsed().as_secs_f64());
                server.settle()?;
                cpu.push(server.cpu()? - before);
            }
            figures.push((format!("{name} edit, s"), middle(&mut times)));
            figures.push((
                format!("{name} edit, slowest s"),
                times.last().copied().unwrap_or(f64::NAN),
            ));
            figures.push((format!("CPU s per {name} edit"), middle(&mut cpu)));
            Ok::<(), Box<dyn Error>>(())
        };
    taken("text", &mut || edits.text())?;
    let listed = edits.listed(&server.get("cases/index.html")?)?;
    let mut at = 0;
    taken("title", &mut || {
        at += 1;
        edits.title(&listed[at % listed.len()])
    })?;
    let (held, peak) = server.memory()?;
    figures.push(("held, MiB".to_owned(), held));
    figures.push(("held at most, MiB".to_owned(), peak));
    server.stop()
}

/// The median; sorts.
fn middle(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}

fn table(pages: usize, figures: &Figures) -> String {
    let goals = GOALS.iter().find(|(size, _)| *size == pages);
    let goals = goals.map_or(&[][..], |(_, goals)| goals);
    let mut out = format!("{:<30}{:>10}{:>10}\n", "", "", "goal");
    for (name, value) in figures {
        let line = format!("{name:<30}{value:>10.3}");
        let goal = goals.iter().find(|(other, _)| other == name);
        out += &match goal {
            Some((_, goal)) => {
                let verdict = if value < goal { "met" } else { "missed" };
                format!("{line}{:>10}  {verdict}\n", format!("< {goal}"))
            }
            None => format!("{line}\n"),
        };
    }
    out
}

fn copy(from: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    for found in walkdir::WalkDir::new(from) {
        let found = found?;
        let target: PathBuf = to.join(found.path().strip_prefix(from)?);
        let hidden = found.path().starts_with(from.join(".casebook"));
        if found.file_type().is_dir() && !hidden {
            fs::create_dir_all(target)?;
        } else if !hidden {
            fs::copy(found.path(), target)?;
        }
    }
    Ok(())
}
