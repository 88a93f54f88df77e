//! A running `casebook serve`: asked over HTTP, watched through `/proc`.

use std::error::Error;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Ticks of a second in `/proc/PID/stat`: 100 on every Linux that people use.
const TICKS: f64 = 100.0;
/// A server that has taken no processor time for so long is idle.
const IDLE: Duration = Duration::from_millis(300);
/// How long a server may take to be ready, or idle.
const PATIENCE: Duration = Duration::from_secs(300);

/// The server. It ends with this value.
pub(crate) struct Server {
    child: Child,
    port: u16,
    /// The folder below which it serves: `/`, or the path of the site's address.
    base: String,
}

impl Server {
    /// Starts it, and waits until it has answered with the home page.
    ///
    /// # Errors
    /// When it ends, or never answers.
    pub(crate) fn start(root: &Path) -> Result<Self, Box<dyn Error>> {
        let child = Command::new(env!("CARGO_BIN_EXE_casebook"))
            .args(["--lang", "en", "serve", "--port", "0", "--root"])
            .arg(root)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        let mut server = Self {
            child,
            port: 0,
            base: "/".to_owned(),
        };
        let mut told = String::new();
        let mut lines = BufReader::new(server.child.stderr.take().ok_or("no standard error")?);
        while server.port == 0 {
            let mut line = String::new();
            if lines.read_line(&mut line)? == 0 {
                return Err(format!("`casebook serve` has ended:\n{told}").into());
            }
            if let Some((_, rest)) = line.split_once("http://127.0.0.1:") {
                let address = rest.split_whitespace().next().unwrap_or_default();
                let (port, path) = address.split_once('/').unwrap_or((address, ""));
                server.port = port.parse()?;
                server.base = format!("/{path}");
            }
            told.push_str(&line);
        }
        // It goes on to speak, and must find an ear.
        std::thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
        let began = Instant::now();
        while !server.get("").is_ok_and(|page| page.contains("</html>")) {
            if began.elapsed() > PATIENCE {
                return Err("the home page never came".into());
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(server)
    }

    /// The answer to a request, head and body.
    ///
    /// # Errors
    /// When there is none.
    pub(crate) fn get(&self, path: &str) -> Result<String, Box<dyn Error>> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        let port = self.port;
        write!(
            stream,
            "GET {}{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/html\r\nConnection: close\r\n\r\n",
            self.base
        )?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }

    /// Processor time of the server and all its descendants so far, in seconds.
    ///
    /// # Errors
    /// Where the system has no `/proc`, or the server has ended.
    pub(crate) fn cpu(&self) -> Result<f64, Box<dyn Error>> {
        let mut family = vec![self.child.id()];
        let mut seconds = 0.0;
        let mut parents = Vec::new();
        for found in fs::read_dir("/proc")? {
            let name = found?.file_name();
            let Some(id) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else {
                continue;
            };
            if let Some(fields) = stat(id) {
                parents.push((id, fields));
            }
        }
        let mut at = 0;
        while let Some(id) = family.get(at).copied() {
            at += 1;
            let of = |wanted: u32| parents.iter().find(|(id, _)| *id == wanted);
            if let Some((_, fields)) = of(id) {
                // user, system, and those of children that have ended.
                seconds += fields[11..15].iter().sum::<f64>() / TICKS;
            }
            let children = parents
                .iter()
                .filter(|(_, fields)| fields[1] == f64::from(id));
            family.extend(children.map(|(id, _)| *id));
        }
        if stat(self.child.id()).is_none() {
            return Err("the server has ended".into());
        }
        Ok(seconds)
    }

    /// Waits until the server does nothing.
    ///
    /// # Errors
    /// When it never rests.
    pub(crate) fn settle(&self) -> Result<(), Box<dyn Error>> {
        let (began, mut rested, mut before) = (Instant::now(), Instant::now(), self.cpu()?);
        while rested.elapsed() < IDLE {
            if began.elapsed() > PATIENCE {
                return Err("the server never rests".into());
            }
            std::thread::sleep(Duration::from_millis(20));
            let now = self.cpu()?;
            if now > before {
                (rested, before) = (Instant::now(), now);
            }
        }
        Ok(())
    }

    /// Resident memory now, and at most so far, in MiB.
    ///
    /// # Errors
    /// Where the system has no `/proc`.
    pub(crate) fn memory(&self) -> Result<(f64, f64), Box<dyn Error>> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let of = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            let kib = line.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
            kib.map_or(f64::NAN, |kib| kib / 1024.0)
        };
        Ok((of("VmRSS:"), of("VmHWM:")))
    }

    /// Ends it as its terminal would, and waits until it has ended.
    ///
    /// # Errors
    /// When it has ended before, or does not.
    pub(crate) fn stop(mut self) -> Result<(), Box<dyn Error>> {
        if let Some(status) = self.child.try_wait()? {
            return Err(format!("the server has ended: {status}").into());
        }
        let id = self.child.id().to_string();
        Command::new("kill").args(["-INT", &id]).status()?;
        let began = Instant::now();
        while self.child.try_wait()?.is_none() {
            if began.elapsed() > PATIENCE {
                return Err("the server does not end".into());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The fields of `/proc/PID/stat` after the name, which may hold anything; the state counts as 0.
fn stat(id: u32) -> Option<Vec<f64>> {
    let text = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (_, rest) = text.rsplit_once(')')?;
    let fields: Vec<f64> = rest
        .split_whitespace()
        .map(|field| field.parse().unwrap_or(0.0))
        .collect();
    (fields.len() > 15).then_some(fields)
}
