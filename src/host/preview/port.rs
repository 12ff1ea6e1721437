//! Where the preview listens: on this machine's loopback addresses, unless the author names others.
#![expect(clippy::disallowed_methods, reason = "the place that asks the environment for an editor")]

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, ToSocketAddrs as _};

use crate::base::diagnostic::Diagnostic;

/// The port that is tried first.
pub const PORT: u16 = 1313;
/// How many ports are tried.
const TRIES: u16 = 100;

/// Open ports, and the names that they are known by.
#[derive(Debug)]
pub(super) struct Ports {
    /// Open listeners, all on one port.
    pub(super) listeners: Vec<TcpListener>,
    /// The names and addresses that the author gave, in lower case.
    pub(super) names: Vec<String>,
    /// Does one listen on every address of the machine?
    pub(super) is_open: bool,
    /// What is to be told about them.
    pub(super) notes: Vec<String>,
    port: u16,
}

impl Ports {
    /// Scheme, host and port by which the author reaches the preview.
    pub(super) fn origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }
}

/// Opens `port`, or the first that is free, on the loopback addresses and those of `hosts`.
pub(super) fn open(hosts: &[String], port: Option<u16>) -> Result<Ports, Diagnostic> {
    let mut addresses = vec![IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
    for host in hosts {
        for address in resolved(host)? {
            if !addresses.contains(&address) {
                addresses.push(address);
            }
        }
    }
    let open =
        addresses.iter().filter(|address| address.is_unspecified()).copied().collect::<Vec<_>>();
    // A listener on every address of a family is one on its loopback address, too.
    addresses.retain(|address| {
        address.is_unspecified() || !open.iter().any(|open| open.is_ipv4() == address.is_ipv4())
    });
    let (port, listeners) = listeners(&addresses, port)?;
    let names: Vec<String> = hosts.iter().map(|host| bare(host).to_lowercase()).collect();
    let outside: Vec<String> = addresses
        .iter()
        .filter(|address| !address.is_loopback())
        .map(|address| SocketAddr::new(*address, port).to_string())
        .collect();
    let mut notes = Vec::new();
    if !outside.is_empty() {
        notes.push(format!(
            "WARNING: everyone who can reach this machine can read the site, drafts too: listening on {}",
            outside.join(", ")
        ));
    }
    Ok(Ports { listeners, names, is_open: !open.is_empty(), notes, port })
}

/// A host without the brackets of an IPv6 address.
fn bare(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

/// The addresses of a host.
fn resolved(host: &str) -> Result<Vec<IpAddr>, Diagnostic> {
    let bare = bare(host);
    if let Ok(address) = bare.parse() {
        return Ok(vec![address]);
    }
    let found =
        (bare, 0).to_socket_addrs().map(|found| found.map(|address| address.ip()).collect());
    let found: Vec<IpAddr> = found.unwrap_or_default();
    if found.is_empty() {
        let message = format!("`{host}` is no address of this machine, and no name of one");
        return Err(Diagnostic::error("serve/host", message)
            .help("name an address to listen on, such as `0.0.0.0` for all of this machine's"));
    }
    Ok(found)
}

/// Listeners on the wanted port, or on the first that all addresses have free.
fn listeners(
    addresses: &[IpAddr],
    wanted: Option<u16>,
) -> Result<(u16, Vec<TcpListener>), Diagnostic> {
    let ports = match wanted {
        Some(port) => port..=port,
        None => PORT..=PORT + TRIES,
    };
    let mut last = None;
    for port in ports.clone() {
        match bind(addresses, port) {
            Ok(bound) => return Ok(bound),
            Err((address, error)) if error.kind() == ErrorKind::AddrInUse => {
                last = Some((address, error));
            }
            Err((address, error)) => return Err(refused(address, &error)),
        }
    }
    Err(match (wanted, last) {
        (Some(port), _) => Diagnostic::error("serve/port", format!("the port {port} is in use"))
            .help("end the program that uses it, or leave `--port` out to take one that is free"),
        (None, Some((address, error))) => refused(address, &error),
        (None, None) => Diagnostic::error("serve/port", format!("no port from {PORT} on is free")),
    })
}

/// Why an address cannot be listened on.
fn refused(address: SocketAddr, error: &io::Error) -> Diagnostic {
    Diagnostic::error("serve/port", format!("cannot listen on {address}: {error}"))
        .help("name another port with `--port`, or another address with `--host`")
}

/// Listeners on one port of all addresses; a machine without IPv6 does without it.
fn bind(
    addresses: &[IpAddr],
    port: u16,
) -> Result<(u16, Vec<TcpListener>), (SocketAddr, io::Error)> {
    let (mut port, mut listeners) = (port, Vec::new());
    for address in addresses {
        let address = SocketAddr::new(*address, port);
        match TcpListener::bind(address).and_then(|bound| Ok((bound.local_addr()?.port(), bound))) {
            // For the port 0 the system chooses one, which the other addresses then share.
            Ok((chosen, bound)) => {
                port = chosen;
                listeners.push(bound);
            }
            Err(error) if address.ip() == Ipv6Addr::LOCALHOST && is_without_ipv6(&error) => {}
            Err(error) => return Err((address, error)),
        }
    }
    Ok((port, listeners))
}

/// Is the failure that the machine has no IPv6?
fn is_without_ipv6(error: &io::Error) -> bool {
    // EAFNOSUPPORT has no kind of its own.
    matches!(error.kind(), ErrorKind::AddrNotAvailable | ErrorKind::Unsupported)
        || matches!(error.raw_os_error(), Some(47 | 97 | 10047))
}

/// What the environment says about the author's editor, the surest first.
pub(super) fn editors() -> Vec<String> {
    let set = |name| std::env::var(name).ok();
    let terminal = set("ZED_TERM").map(|_| "zed".to_owned()).or_else(|| set("TERM_PROGRAM"));
    [terminal, set("VISUAL"), set("EDITOR")].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::{IpAddr, Ipv4Addr, TcpListener, bind, open};

    #[test]
    fn case_16_a_port_in_use_is_refused_if_it_was_asked_for() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = taken.local_addr().expect("bound").port();
        let refused = open(&[], Some(port)).expect_err("in use");
        assert_eq!(refused.code, "serve/port");
        assert!(refused.message.contains(&port.to_string()), "{}", refused.message);
    }

    #[test]
    fn case_16_without_a_wish_the_next_free_port_is_taken() {
        let one = open(&[], None).expect("a free port");
        let two = open(&[], None).expect("another free port");
        assert_ne!(one.port, two.port);
        assert!(one.notes.is_empty() && !one.is_open, "{one:?}");
        for listener in one.listeners.iter().chain(&two.listeners) {
            assert!(listener.local_addr().expect("bound").ip().is_loopback());
        }
    }

    #[test]
    fn case_16_both_families_of_loopback_addresses_share_the_port() {
        let ports = open(&[], Some(0)).expect("a free port");
        let all: Vec<_> =
            ports.listeners.iter().filter_map(|bound| bound.local_addr().ok()).collect();
        assert!(
            all.iter().all(|address| address.port() == ports.port && address.ip().is_loopback())
        );
        let has_ipv6 = bind(&[IpAddr::V6(std::net::Ipv6Addr::LOCALHOST)], 0)
            .is_ok_and(|(_, all)| !all.is_empty());
        assert_eq!(all.len(), if has_ipv6 { 2 } else { 1 });
    }

    #[test]
    fn other_addresses_are_told_loudly() {
        let ports = open(&["0.0.0.0".into()], Some(0)).expect("a free port");
        assert!(ports.is_open && ports.notes[0].starts_with("WARNING"), "{ports:?}");
        let refused = open(&["no such host".into()], Some(0)).expect_err("no host");
        assert_eq!(refused.code, "serve/host");
    }
}
