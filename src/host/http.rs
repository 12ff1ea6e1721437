//! The web itself. The only file that names the HTTP client; `data pull` and `check --external` alone use it.

use std::io::Read as _;
use std::time::Duration;

use ureq::http::{Uri, header};
use ureq::{Agent, Body};

use super::clock;
use crate::base::web::{Failure, Request, Response, Web};

/// The most times that a server may lead on.
const MOST_REDIRECTS: usize = 5;

/// What servers are told of who asks.
const USER_AGENT: &str = concat!("numerate/", env!("CARGO_PKG_VERSION"));

/// What gives the secret of a name.
type Secrets = Box<dyn Fn(&str) -> Option<String> + Sync + Send>;

/// A client.
pub struct Client {
    agent: Agent,
    pause: Box<dyn Fn(Duration) + Sync + Send>,
    secret: Secrets,
}

impl Default for Client {
    fn default() -> Self {
        Self::new(std::thread::sleep, variable)
    }
}

/// A variable of the environment, if it is set to a text.
#[expect(clippy::disallowed_methods, reason = "the one place where secrets are asked for")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

impl Client {
    /// A client that waits and asks for secrets in these ways.
    pub fn new(
        pause: impl Fn(Duration) + Sync + Send + 'static,
        secret: impl Fn(&str) -> Option<String> + Sync + Send + 'static,
    ) -> Self {
        // Redirects are followed here, where it is seen to that no secret goes along.
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .user_agent(USER_AGENT)
            .build();
        Self { agent: config.new_agent(), pause: Box::new(pause), secret: Box::new(secret) }
    }

    /// Sends a request to one server.
    fn ask(
        &self,
        request: &Request,
        (url, is_first): (&Uri, bool),
        timeout: Duration,
    ) -> Result<ureq::http::Response<Body>, Failure> {
        let mut builder =
            self.agent.get(url.clone()).config().timeout_global(Some(timeout)).build();
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        if let Some((name, value)) = request.secret.as_ref().filter(|_| is_first) {
            builder = builder.header(name, value);
        }
        builder.call().map_err(|error| failure(&error, request))
    }
}

impl Web for Client {
    fn fetch(&self, request: &Request) -> Result<Response, Failure> {
        let parse = |text: &str| text.parse::<Uri>().ok();
        let first = parse(&request.url)
            .filter(|url| url.host().is_some())
            .ok_or(Failure::Request("the address cannot be read"))?;
        let mut url = first.clone();
        let elapsed = clock::stopwatch();
        for _ in 0..=MOST_REDIRECTS {
            let left = request.timeout.saturating_sub(Duration::from_secs_f64(elapsed()));
            if left.is_zero() {
                return Err(Failure::TimedOut(request.timeout));
            }
            let is_first = origin(&url) == origin(&first);
            let response = self.ask(request, (&url, is_first), left)?;
            let text = |name| {
                response
                    .headers()
                    .get(name)
                    .and_then(|value| value.to_str().ok())
                    .map(str::to_owned)
            };
            let status = response.status().as_u16();
            let target =
                text(header::LOCATION).filter(|_| matches!(status, 301 | 302 | 303 | 307 | 308));
            if let Some(target) = target {
                url = led_on(&url, &target)?;
                continue;
            }
            let answer = Response {
                status,
                url: url.to_string(),
                etag: text(header::ETAG),
                last_modified: text(header::LAST_MODIFIED),
                retry_after: text(header::RETRY_AFTER).and_then(|text| text.trim().parse().ok()),
                body: Vec::new(),
            };
            let body = if request.only_status { Vec::new() } else { read(response, request)? };
            return Ok(Response { body, ..answer });
        }
        Err(Failure::Redirect("again and again"))
    }

    fn pause(&self, time: Duration) {
        (self.pause)(time);
    }

    fn secret(&self, name: &str) -> Option<String> {
        (self.secret)(name)
    }
}

/// Where requests go: scheme, host and port.
fn origin(url: &Uri) -> (Option<&str>, Option<&str>, Option<u16>) {
    (url.scheme_str(), url.host(), url.port_u16())
}

/// The address that a server leads on to, if anybody may be led there.
fn led_on(from: &Uri, target: &str) -> Result<Uri, Failure> {
    let (scheme, authority) = (from.scheme_str().unwrap_or("https"), from.authority());
    let authority = authority.map_or("", |authority| authority.as_str());
    let absolute = if target.contains("://") {
        target.to_owned()
    } else if let Some(rest) = target.strip_prefix("//") {
        format!("{scheme}://{rest}")
    } else if target.starts_with('/') {
        format!("{scheme}://{authority}{target}")
    } else {
        let folder = from.path().rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{scheme}://{authority}{folder}/{target}")
    };
    let absolute = absolute.split('#').next().unwrap_or_default();
    let url: Uri =
        absolute.parse().map_err(|_| Failure::Redirect("to an address that cannot be read"))?;
    match (scheme, url.scheme_str()) {
        (_, Some("https")) | ("http", Some("http")) => Ok(url),
        ("https", Some("http")) => {
            Err(Failure::Redirect("from an encrypted address to a plain one"))
        }
        _ => Err(Failure::Redirect("to an address that is not on the web")),
    }
}

/// All that a server sends, if that is not too much.
fn read(response: ureq::http::Response<Body>, request: &Request) -> Result<Vec<u8>, Failure> {
    let body = response.into_body();
    let most = request.max_bytes;
    if body.content_length().is_some_and(|length| length > most) {
        return Err(Failure::TooLarge(most));
    }
    let mut bytes = Vec::new();
    let mut reader = body.into_with_config().limit(u64::MAX).reader().take(most.saturating_add(1));
    reader.read_to_end(&mut bytes).map_err(|error| match ureq::Error::from(error) {
        ureq::Error::Io(error) => Failure::Connection(error.kind().to_string()),
        other => failure(&other, request),
    })?;
    if bytes.len() as u64 > most { Err(Failure::TooLarge(most)) } else { Ok(bytes) }
}

/// Why a request failed, in words that hold nothing of the request.
fn failure(error: &ureq::Error, request: &Request) -> Failure {
    match error {
        ureq::Error::Timeout(_) => Failure::TimedOut(request.timeout),
        ureq::Error::HostNotFound => Failure::NoHost,
        ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => {
            Failure::TimedOut(request.timeout)
        }
        ureq::Error::Io(error) => {
            lookup(error).unwrap_or_else(|| Failure::Connection(error.kind().to_string()))
        }
        ureq::Error::ConnectionFailed => Failure::Connection("nobody answers".to_owned()),
        ureq::Error::Protocol(_) | ureq::Error::LargeResponseHeader(..) => {
            Failure::Connection("the server does not speak HTTP".to_owned())
        }
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) | ureq::Error::Pem(_) => {
            Failure::Connection("the server's certificate does not hold".to_owned())
        }
        ureq::Error::Http(_) => Failure::Request("a header cannot be sent"),
        ureq::Error::BadUri(_) => Failure::Request("the address cannot be read"),
        _ => Failure::Connection("for a reason that the client does not tell".to_owned()),
    }
}

/// What it means that a name was not found; `None` if the error is of another kind.
///
/// The system's resolver gives its answers in words, and on Windows as numbers.
fn lookup(error: &std::io::Error) -> Option<Failure> {
    const NO_HOST: i32 = 11_001;
    const TRY_AGAIN: i32 = 11_002;
    match error.raw_os_error() {
        Some(NO_HOST) if cfg!(windows) => return Some(Failure::NoHost),
        Some(TRY_AGAIN) if cfg!(windows) => return Some(Failure::NoLookup),
        _ => {}
    }
    let text = error.to_string();
    let why = text.strip_prefix("failed to lookup address information")?;
    let is_unknown = ["not known", "No address", "no address", "does not resolve"];
    let is_unknown = is_unknown.iter().any(|words| why.contains(words));
    Some(if is_unknown { Failure::NoHost } else { Failure::NoLookup })
}

#[cfg(test)]
mod tests {
    use std::io::Error;

    use super::{Failure, lookup};

    #[test]
    fn a_host_that_is_not_there_is_told_from_a_machine_that_is_offline() {
        let failed = |why: &str| {
            lookup(&Error::other(format!("failed to lookup address information: {why}")))
        };
        assert_eq!(failed("Name or service not known"), Some(Failure::NoHost));
        assert_eq!(failed("nodename nor servname provided, or not known"), Some(Failure::NoHost));
        assert_eq!(failed("No address associated with hostname"), Some(Failure::NoHost));
        assert_eq!(failed("Temporary failure in name resolution"), Some(Failure::NoLookup));
        assert_eq!(lookup(&Error::other("connection reset")), None);
    }
}
