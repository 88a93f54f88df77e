//! The program serving a site of a test. It ends with the value that holds it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use crate::http::{Answer, Events, request};
use crate::support::Site;

/// Longest wait for the program to say something.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Server {
    child: Child,
    said: Arc<Said>,
    pub(crate) port: u16,
    /// What it gave as the address of the home page.
    pub(crate) address: String,
}

/// Lines of standard error, as they come.
#[derive(Default)]
struct Said {
    lines: Mutex<Vec<String>>,
    bell: Condvar,
}

impl Said {
    /// The first line from `from` on that fulfills a condition, and its number.
    fn wait(&self, from: usize, so: impl Fn(&str) -> bool) -> (usize, String) {
        let find = |lines: &[String]| {
            let at = lines.iter().skip(from).position(|line| so(line))?;
            Some((from + at, lines[from + at].clone()))
        };
        let lines = self.lines.lock().expect("not poisoned");
        let (lines, over) = self
            .bell
            .wait_timeout_while(lines, PATIENCE, |lines| find(lines).is_none())
            .expect("not poisoned");
        assert!(!over.timed_out(), "nothing of the kind: {lines:#?}");
        find(&lines).expect("found")
    }
}

impl Server {
    /// Serves a site at a free port, with further arguments.
    pub(crate) fn of(site: &Site, arguments: &[&str]) -> Self {
        let mut command = site.program(["--lang", "en", "serve", "--port", "0", "--threads", "2"]);
        command.args(arguments).env_remove("CASEBOOK_EDITOR");
        Self::start(command)
    }

    /// Starts the program, and waits until it has built what it can.
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let said = Arc::new(Said::default());
        let (stderr, own) = (child.stderr.take().expect("a pipe"), said.clone());
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                own.lines.lock().expect("not poisoned").push(line);
                own.bell.notify_all();
            }
        });
        let mut server = Self {
            child,
            said,
            port: 0,
            address: String::new(),
        };
        let (_, line) = server.said.wait(0, |line| line.starts_with("http://"));
        server.address = line.split(' ').next().unwrap_or_default().to_owned();
        let port = server
            .address
            .split(':')
            .nth(2)
            .and_then(|rest| rest.split('/').next());
        server.port = port.and_then(|port| port.parse().ok()).expect("a port");
        server
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        request(self.port, "GET", path, &[])
    }

    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[&str]) -> Answer {
        request(self.port, method, path, headers)
    }

    /// What a page at a path is told.
    pub(crate) fn events(&self, path: &str) -> Events {
        Events::of(self.port, path)
    }

    /// All it has said so far.
    pub(crate) fn said(&self) -> Vec<String> {
        self.said.lines.lock().expect("not poisoned").clone()
    }

    /// Waits for a line after the first `from` ones; gives the number of lines up to it.
    pub(crate) fn says(&self, from: usize, part: &str) -> usize {
        self.said.wait(from, |line| line.contains(part)).0 + 1
    }

    /// Changes something and waits until a page has a text, through as many builds as it takes.
    /// Gives the lines that were said meanwhile.
    pub(crate) fn after(&self, change: impl FnOnce(), path: &str, text: &str) -> Vec<String> {
        self.after_until(change, path, |page| {
            page.status == 200 && page.text().contains(text)
        })
    }

    /// The same for any condition on the answer.
    pub(crate) fn after_until(
        &self,
        change: impl FnOnce(),
        path: &str,
        so: impl Fn(&Answer) -> bool,
    ) -> Vec<String> {
        let begin = self.said().len();
        change();
        let mut seen = begin;
        loop {
            let (at, _) = self.said.wait(seen, is_end_of_build);
            seen = at + 1;
            if so(&self.get(path)) {
                return self.said()[begin..].to_vec();
            }
        }
    }

    /// Sends a signal by its name, and waits for the end.
    pub(crate) fn end(&mut self, signal: &str) -> ExitStatus {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", signal, &id]).status();
        assert!(sent.expect("kill runs").success());
        self.child.wait().expect("it ends")
    }
}

/// Whether a line tells that a build has ended.
pub(crate) fn is_end_of_build(line: &str) -> bool {
    line.contains(" rendered in ") || line.ends_with("; the pages stay as they were")
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
