//! Any bytes are read, or refused.

#![no_main]

use casebook::search::decode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = decode::open(bytes);
    let _ = decode::open_root(bytes);
    let _ = decode::root(bytes);
    let codes = decode::Codes::default();
    let scale = decode::Scale {
        pages: 5_000,
        parts: 3,
        codes: &codes,
    };
    let _ = decode::terms(bytes, scale);
    let _ = decode::part(bytes, 4_096);
    let _ = decode::positions(bytes, scale);
});
