//! Vectors of analysis and of query language that both implementations must agree on, and laws that
//! hold for every text.
//!
//! The vectors are made here and committed; `client/` reads the same files. After a change that is
//! meant: `UPDATE=1 cargo test --test vectors`.

#![allow(
    clippy::disallowed_methods,
    reason = "the test reads and writes its own files"
)]

mod analysis;
mod laws;
mod queries;
#[path = "../../benches/corpus/random.rs"]
#[allow(dead_code, reason = "the corpus needs more of it")]
mod random;
mod texts;

use std::path::Path;

/// Compares lines with a committed file, or writes it if `UPDATE` is set.
fn committed(name: &str, lines: &[String]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/vectors")
        .join(name);
    let text = format!("[\n{}\n]\n", lines.join(",\n"));
    assert!(text.len() <= 900_000, "{name} has {} bytes", text.len());
    if std::env::var("UPDATE").is_ok_and(|value| !value.is_empty()) {
        std::fs::write(&path, text).expect("the file can be written");
        return;
    }
    let old = std::fs::read_to_string(&path).unwrap_or_default();
    for (number, (old, new)) in old.lines().zip(text.lines()).enumerate() {
        assert_eq!(
            old,
            new,
            "{name}, line {}; if this is meant: UPDATE=1",
            number + 1
        );
    }
    assert!(
        old == text,
        "{name} has another number of lines; if this is meant: UPDATE=1"
    );
}

/// A string in JSON, in which only characters are left as they are that every editor shows.
fn json(text: &str) -> String {
    let mut json = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => json.extend(['\\', c]),
            ' '..='~'
            | 'À'..='ɏ'
            | 'Ά'..='Ͽ'
            | 'Ѐ'..='џ'
            | '、'..='】'
            | 'ぁ'..='ゖ'
            | 'ァ'..='ヺ'
            | '㐀'..='䶿'
            | '一'..='鿿'
            | '가'..='힣'
            | '！'..='～' => json.push(c),
            _ => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    json += &format!("\\u{unit:04x}");
                }
            }
        }
    }
    json + "\""
}
