//! Writes a corpus and does nothing else: `cargo bench --bench generate -- --pages N --out DIR`.

#![allow(clippy::print_stdout, reason = "a program for people")]
#![allow(
    clippy::disallowed_methods,
    reason = "a program of its own, outside the site's world"
)]

#[path = "corpus/mod.rs"]
mod corpus;

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use clap::Parser;
use corpus::Corpus;

/// Write a synthetic site.
#[derive(Parser)]
struct Args {
    /// Number of Markdown files, half of them translations.
    #[arg(long, default_value_t = 1000)]
    pages: usize,
    /// Seed; the same one gives the same bytes.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Folder to write to: new, empty, or an older corpus.
    #[arg(long, value_name = "FOLDER", required_if_eq("bench", "true"))]
    out: Option<PathBuf>,
    /// Given by cargo.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let args = Args::parse();
    // `cargo test --all-targets` runs this too, without a folder.
    let Some(out) = args.out else { return Ok(()) };
    let started = Instant::now();
    Corpus::new(args.pages, args.seed)?.write(&out)?;
    println!(
        "{} pages in {} ({:.1} s)",
        args.pages,
        out.display(),
        started.elapsed().as_secs_f64()
    );
    Ok(())
}
