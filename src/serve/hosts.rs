//! Where the server listens, and which names it answers to.
//!
//! A page somewhere on the web can have its own name point to this machine and then read what is
//! served here as its own (DNS rebinding). It cannot choose the name that the browser sends along:
//! what asks for a name that is not ours gets nothing.

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};

use crate::diagnostic::{Code, Diagnostic, message};

/// How many ports are tried, from the one that was asked for.
const PORTS: u16 = 100;

/// Names the server answers to.
#[derive(Debug, Clone)]
pub(super) struct Hosts {
    names: Vec<String>,
    /// Whether it listens to other machines, which call it by any of its addresses.
    open: bool,
}

impl Hosts {
    /// `host` is the one it was told to listen at, `allowed` are more names.
    pub(super) fn new(host: &str, address: SocketAddr, allowed: &[String]) -> Self {
        let names = allowed.iter().map(String::as_str).chain([host]);
        Self {
            names: names.map(|name| bare(name).to_lowercase()).collect(),
            open: !address.ip().is_loopback(),
        }
    }

    /// Whether a `Host` header, with or without a port, names this server.
    pub(super) fn allow(&self, header: &str) -> bool {
        let name = bare(header).trim_end_matches('.').to_lowercase();
        if name == "localhost" || self.names.contains(&name) {
            return true;
        }
        // No name points to these: an address is what it is.
        match name.parse::<IpAddr>() {
            Ok(address) => self.open || address.is_loopback(),
            Err(_) => false,
        }
    }
}

/// A host without its port, and without the brackets of IPv6.
fn bare(host: &str) -> &str {
    if let Some(rest) = host.strip_prefix('[') {
        return rest.split_once(']').map_or("", |(address, _)| address);
    }
    match host.rsplit_once(':') {
        // An IPv6 address without brackets has no port.
        Some((name, port)) if !name.contains(':') && port.bytes().all(|c| c.is_ascii_digit()) => {
            name
        }
        _ => host,
    }
}

/// The address of the server for a browser on this machine, without a path.
pub(super) fn origin(host: &str, address: SocketAddr) -> String {
    let port = address.port();
    match (bare(host).parse::<IpAddr>(), address.ip()) {
        (Ok(ip), _) if ip.is_unspecified() && ip.is_ipv6() => format!("http://[::1]:{port}"),
        (Ok(ip), _) if ip.is_unspecified() => format!("http://127.0.0.1:{port}"),
        (Ok(IpAddr::V6(ip)), _) => format!("http://[{ip}]:{port}"),
        (Ok(ip), _) => format!("http://{ip}:{port}"),
        (Err(_), _) => format!("http://{host}:{port}"),
    }
}

/// Listens at a port, or at the next one that is free.
///
/// # Errors
/// When the address cannot be had, or no port is free.
pub(super) fn listen(host: &str, port: u16) -> Result<TcpListener, Diagnostic> {
    let last = if port == 0 {
        0
    } else {
        port.saturating_add(PORTS - 1)
    };
    for next in port..=last {
        match TcpListener::bind((bare(host), next)) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            Err(error) => {
                return Err(unavailable(message!(
                    "无法在 {host} 的端口 {next} 上提供站点：{error}",
                    "the site cannot be served at {host}, port {next}: {error}"
                )));
            }
        }
    }
    Err(unavailable(message!(
        "端口 {port} 到 {last} 都已被占用",
        "no port from {port} to {last} is free"
    )))
}

fn unavailable(text: crate::diagnostic::Message) -> Diagnostic {
    Diagnostic::global(Code::AddressUnavailable, text).hint(message!(
        "用 --host 或 --port 指定另一个地址；--port 0 取任一空闲端口",
        "choose another address with --host or --port; --port 0 takes any that is free"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(host: &str, address: &str) -> Hosts {
        let address = address.parse().expect("an address");
        Hosts::new(host, address, &["Wiki.Example".to_owned()])
    }

    #[test]
    fn only_names_of_this_machine_are_answered() {
        let own = hosts("127.0.0.1", "127.0.0.1:8000");
        for good in [
            "localhost",
            "LOCALHOST:8000",
            "127.0.0.1:1",
            "127.0.0.2",
            "[::1]:8000",
            "[::1]",
            "wiki.example:80",
            "localhost.",
        ] {
            assert!(own.allow(good), "{good}");
        }
        for bad in [
            "",
            "evil.example",
            "localhost.evil.example",
            "192.168.1.2:8000",
            "127.0.0.1.evil.example",
            "[::2]",
            "evil.example:localhost",
            "[::1",
        ] {
            assert!(!own.allow(bad), "{bad}");
        }
    }

    #[test]
    fn a_server_for_others_answers_to_any_address_but_not_to_any_name() {
        let open = hosts("0.0.0.0", "0.0.0.0:8000");
        assert!(open.allow("192.168.1.2:8000") && open.allow("[fe80::1]:8000"));
        assert!(open.allow("wiki.example") && !open.allow("evil.example"));
        assert!(hosts("docs.local", "10.0.0.1:80").allow("docs.local:80"));
    }

    #[test]
    fn a_browser_is_sent_to_an_address_it_can_open() {
        let at = |host, address: &str| origin(host, address.parse().expect("an address"));
        assert_eq!(at("127.0.0.1", "127.0.0.1:80"), "http://127.0.0.1:80");
        assert_eq!(at("0.0.0.0", "0.0.0.0:80"), "http://127.0.0.1:80");
        assert_eq!(at("::", "[::]:80"), "http://[::1]:80");
        assert_eq!(at("localhost", "127.0.0.1:80"), "http://localhost:80");
    }
}
