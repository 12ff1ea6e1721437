//! Who may ask: requests by this machine's own names and from the preview's own pages.
//!
//! A page of any site on the web can make a browser ask `localhost`, and a name of the web can be made to lead to this machine. The
//! first kind of request carries a foreign `Origin`, the second a foreign `Host`: both are refused.

use std::fmt::Write as _;
use std::net::IpAddr;

use crate::base::diagnostic::Diagnostic;

/// The names that the preview answers to.
#[derive(Debug, Clone, Default)]
pub(super) struct Guard {
    /// Names and addresses that `--host` added, in lower case.
    pub(super) hosts: Vec<String>,
    /// Does the preview listen on every address of the machine, so that any of its addresses is its own?
    pub(super) is_open: bool,
    /// What the preview's own paths hold, so that no other page can guess them.
    pub(super) token: String,
}

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It names no host, or more than one.
    NoHost,
    /// It names a host that is not the preview's.
    ForeignHost,
    /// It comes from a page that is not the preview's.
    ForeignOrigin,
}

impl Refusal {
    /// The status of the answer.
    pub(super) fn status(self) -> u16 {
        match self {
            Self::NoHost => 400,
            Self::ForeignHost => 421,
            Self::ForeignOrigin => 403,
        }
    }

    /// What the answer says.
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::NoHost => "the request names no host, or more than one\n",
            Self::ForeignHost => {
                "the preview does not answer to this host: add it with `numerate serve --host NAME`\n"
            }
            Self::ForeignOrigin => "the preview answers its own pages alone\n",
        }
    }
}

impl Guard {
    /// May a request with these headers be answered?
    pub(super) fn admit(&self, hosts: &[&str], origins: &[&str]) -> Result<(), Refusal> {
        let [host] = hosts else { return Err(Refusal::NoHost) };
        let name = name(host).ok_or(Refusal::NoHost)?;
        if !self.answers_to(&name) {
            return Err(Refusal::ForeignHost);
        }
        let same = format!("http://{}", host.to_ascii_lowercase());
        let is_same = |origin: &&str| origin.to_ascii_lowercase() == same;
        if origins.iter().all(is_same) { Ok(()) } else { Err(Refusal::ForeignOrigin) }
    }

    /// Is this one of the preview's names?
    fn answers_to(&self, name: &str) -> bool {
        if name == "localhost" || name.ends_with(".localhost") {
            return true;
        }
        if let Ok(address) = name.parse::<IpAddr>() {
            return address.is_loopback()
                || self.is_open
                || self.hosts.iter().any(|host| host.parse() == Ok(address));
        }
        self.hosts.iter().any(|host| host == name)
    }
}

/// A text that nobody can guess.
pub(super) fn token() -> Result<String, Diagnostic> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| cannot_serve(&format!("this machine gives no random numbers: {error}")))?;
    Ok(bytes.iter().fold(String::new(), |mut token, byte| {
        // Writing to a text does not fail.
        write!(token, "{byte:02x}").ok();
        token
    }))
}

/// Why there is no preview, where the site is not to blame.
pub(super) fn cannot_serve(reason: &str) -> Diagnostic {
    Diagnostic::error("serve/cannot-serve", format!("the site cannot be served: {reason}"))
}

/// The name in a `Host` header, in lower case, without port, brackets and a dot at the end.
fn name(host: &str) -> Option<String> {
    let lower = host.to_ascii_lowercase();
    let (name, port) = match lower.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?,
        None => lower.find(':').map_or((&*lower, ""), |colon| lower.split_at(colon)),
    };
    let digits = port.strip_prefix(':').unwrap_or(port);
    let is_port = port.is_empty() || digits.parse::<u16>().is_ok();
    let name = name.strip_suffix('.').unwrap_or(name);
    (is_port && !name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Guard, Refusal, cannot_serve, token};

    fn admit(guard: &Guard, host: &str, origin: Option<&str>) -> Result<(), Refusal> {
        guard.admit(&[host], origin.as_slice())
    }

    #[test]
    fn no_two_tokens_are_the_same() {
        let [one, two] = [(); 2].map(|()| token().expect("random"));
        assert!(one.len() == 32 && one != two);
        assert_eq!(cannot_serve("x").code, "serve/cannot-serve");
    }

    #[test]
    fn this_machine_is_answered() {
        let guard = Guard::default();
        for host in [
            "localhost",
            "localhost:1313",
            "LocalHost.:1313",
            "blog.localhost:1313",
            "127.0.0.1:1313",
            "127.8.9.1",
            "[::1]:1313",
            "[::1]",
        ] {
            assert_eq!(admit(&guard, host, None), Ok(()), "{host}");
        }
    }

    #[test]
    fn a_foreign_host_is_refused() {
        let guard = Guard::default();
        for host in [
            "evil.example:1313",
            "localhost.evil.example",
            "evillocalhost",
            "192.168.0.7:1313",
            "[fe80::1]:1313",
            "127.0.0.1.evil.example",
            "0.0.0.0:1313",
        ] {
            assert_eq!(admit(&guard, host, None), Err(Refusal::ForeignHost), "{host}");
        }
        for host in ["", ":1313", "localhost:port", "localhost:99999", "[::1"] {
            assert_eq!(admit(&guard, host, None), Err(Refusal::NoHost), "{host}");
        }
        assert_eq!(guard.admit(&[], &[]), Err(Refusal::NoHost));
        assert_eq!(guard.admit(&["localhost", "localhost"], &[]), Err(Refusal::NoHost));
    }

    #[test]
    fn a_foreign_origin_is_refused_and_so_is_another_port() {
        let guard = Guard::default();
        let from = |origin| admit(&guard, "localhost:1313", Some(origin));
        assert_eq!(from("http://localhost:1313"), Ok(()));
        for origin in [
            "http://evil.example",
            "http://localhost:3000",
            "http://localhost",
            "https://localhost:1313",
            "null",
            "",
            "http://127.0.0.1:1313",
            "http://localhost:1313.evil.example",
        ] {
            assert_eq!(from(origin), Err(Refusal::ForeignOrigin), "{origin}");
        }
        let rebound = admit(&guard, "evil.example:1313", Some("http://evil.example:1313"));
        assert_eq!(rebound, Err(Refusal::ForeignHost));
    }

    #[test]
    fn hosts_that_were_named_are_answered() {
        let named =
            Guard { hosts: vec!["studio.lan".into(), "192.168.0.7".into()], ..Guard::default() };
        assert_eq!(admit(&named, "studio.lan:1313", None), Ok(()));
        assert_eq!(admit(&named, "192.168.0.7:1313", None), Ok(()));
        assert_eq!(admit(&named, "192.168.0.8:1313", None), Err(Refusal::ForeignHost));
        let open = Guard { is_open: true, ..Guard::default() };
        assert_eq!(admit(&open, "192.168.0.8:1313", None), Ok(()));
        assert_eq!(admit(&open, "evil.example", None), Err(Refusal::ForeignHost));
    }
}
