//! Any bytes are read, or refused.

#![no_main]

use casebook::search::decode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = decode::open(bytes);
    let _ = decode::open_root(bytes);
    let _ = decode::terms(bytes, 3);
    let _ = decode::part(bytes);
    let _ = decode::positions(bytes);
});
