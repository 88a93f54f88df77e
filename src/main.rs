//! The program: a thin user of the library.

use std::process::ExitCode;

/// Building allocates many small strings in many threads; this allocator is made for it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // The system would clear two megabytes wherever a few bytes are touched: memory is given back and taken
    // again all the time, and that costs a build a tenth of its processor time, and memory. Without
    // it all works the same.
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
    casebook::cli::run()
}
