//! A small HTTP client that sends what a test says, byte by byte, also what no browser would.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Longest wait for an answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// An answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// By name in lower case.
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("UTF-8")
    }
}

/// Sends a request head as it is, and reads the answer until the server closes.
pub(crate) fn send(port: u16, head: &str) -> Answer {
    let mut stream = connect(port);
    stream.write_all(head.as_bytes()).expect("a request");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("an answer");
    parse(&bytes)
}

/// A request with these header lines, and those every request has.
pub(crate) fn request(port: u16, method: &str, path: &str, headers: &[&str]) -> Answer {
    let own = if headers.iter().any(|line| line.starts_with("Host:")) {
        String::new()
    } else {
        format!("Host: 127.0.0.1:{port}\r\n")
    };
    let more: String = headers.iter().map(|line| format!("{line}\r\n")).collect();
    send(
        port,
        &format!("{method} {path} HTTP/1.1\r\n{own}{more}Connection: close\r\n\r\n"),
    )
}

fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect(("127.0.0.1", port)).expect("a server");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    stream
}

fn parse(bytes: &[u8]) -> Answer {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
    let end = end.unwrap_or_else(|| panic!("no head in {:?}", String::from_utf8_lossy(bytes)));
    let head = std::str::from_utf8(&bytes[..end]).expect("a head of text");
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1));
    let headers = lines.filter_map(|line| line.split_once(": "));
    Answer {
        status: status.and_then(|code| code.parse().ok()).expect("a status"),
        headers: headers
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect(),
        body: bytes[end + 4..].to_vec(),
    }
}

/// What a page is told, as it comes.
pub(crate) struct Events(BufReader<TcpStream>);

impl Events {
    /// Asks as a page at a path does.
    pub(crate) fn of(port: u16, path: &str) -> Self {
        let mut stream = connect(port);
        let at = path.replace('%', "%25");
        let head = format!(
            "GET /__casebook/events?at={at} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).expect("a request");
        Self(BufReader::new(stream))
    }

    /// The next that is told; nothing when the server has ended.
    pub(crate) fn next(&mut self) -> Option<serde_json::Value> {
        loop {
            let mut line = String::new();
            if self.0.read_line(&mut line).unwrap_or(0) == 0 {
                return None;
            }
            if let Some(data) = line.trim_end().strip_prefix("data: ") {
                return Some(serde_json::from_str(data).expect("JSON"));
            }
        }
    }

    /// What is told first that fulfills a condition.
    pub(crate) fn until(&mut self, so: impl Fn(&serde_json::Value) -> bool) -> serde_json::Value {
        loop {
            let news = self.next().expect("the server goes on");
            if so(&news) {
                return news;
            }
        }
    }
}
