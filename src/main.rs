//! The program: a thin user of the library.

use std::process::ExitCode;

/// Building allocates many small strings in many threads; this allocator is made for it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    casebook::cli::run()
}
