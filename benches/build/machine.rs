//! What figures depend on besides the program, and where sites are written.

use std::fs;
use std::path::PathBuf;

/// A folder in memory, or else one for temporary files.
pub(crate) fn scratch() -> PathBuf {
    let memory = PathBuf::from("/dev/shm");
    if memory.is_dir() {
        memory
    } else {
        std::env::temp_dir()
    }
}

/// The program, the processors, and how busy they were.
pub(crate) fn machine() -> String {
    let processors = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    format!(
        "casebook {}, {processors} processors, load {} before",
        env!("CARGO_PKG_VERSION"),
        load()
    )
}

/// How many processes wanted to run in the last minute, where the system tells.
pub(crate) fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').next().unwrap_or("unknown").to_owned()
}
