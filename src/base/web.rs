//! The web as the core sees it: requests, answers, and a way to wait. Only `data pull` and `check --external` are given one.

use std::fmt;
use std::time::Duration;

/// What is asked of a server.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The address, `http` or `https`.
    pub url: String,
    /// Headers that every server on the way may see.
    pub headers: Vec<(String, String)>,
    /// A header with a secret, which only the server of `url` may see.
    pub secret: Option<(String, String)>,
    /// The most bytes that the answer may have.
    pub max_bytes: u64,
    /// How long one attempt may take.
    pub timeout: Duration,
    /// Is only whether there is an answer of interest, not what it says?
    pub only_status: bool,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The secret is for the server alone, and the address may hold one in its query.
        f.debug_struct("Request").field("timeout", &self.timeout).finish_non_exhaustive()
    }
}

/// What a server answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The address that answered in the end.
    pub url: String,
    /// What the server calls this state of what it sent.
    pub etag: Option<String>,
    /// When what it sent was last changed, in the server's words.
    pub last_modified: Option<String>,
    /// How long it asks to wait, in seconds.
    pub retry_after: Option<u64>,
    /// What it sent.
    pub body: Vec<u8>,
}

/// Why there is no answer. Its text names no address and no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// It took too long.
    TimedOut(Duration),
    /// It has more bytes than this.
    TooLarge(u64),
    /// There is no such host.
    NoHost,
    /// Nobody could be asked where the host is.
    NoLookup,
    /// It led on to where nobody may be led: the reason.
    Redirect(&'static str),
    /// The connection failed: the reason.
    Connection(String),
    /// The request cannot be made: the reason.
    Request(&'static str),
}

impl Failure {
    /// Could it be otherwise the next time?
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::TimedOut(_) | Self::NoLookup | Self::Connection(_))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimedOut(after) => {
                write!(f, "there was no answer within {} s", after.as_secs_f32())
            }
            Self::TooLarge(bytes) => write!(f, "the answer has more than {bytes} bytes"),
            Self::NoHost => f.write_str("there is no such host"),
            Self::NoLookup => {
                f.write_str("the name of the host cannot be looked up: this machine may be offline")
            }
            Self::Redirect(why) => write!(f, "the server led on, {why}"),
            Self::Connection(why) => write!(f, "the connection failed: {why}"),
            Self::Request(why) => f.write_str(why),
        }
    }
}

/// The way to the web.
pub trait Web: Sync {
    /// Sends one request and follows where it is led.
    fn fetch(&self, request: &Request) -> Result<Response, Failure>;

    /// Waits.
    fn pause(&self, time: Duration);

    /// The secret that the environment holds under a name.
    fn secret(&self, name: &str) -> Option<String>;
}

/// The longest wait between two attempts, also if a server asks for more.
const LONGEST_PAUSE: u64 = 60;

/// Sends a request again, after ever longer pauses, while what is wrong may pass: at most `n_more` times.
pub fn patiently(web: &dyn Web, request: &Request, n_more: u32) -> Result<Response, Failure> {
    let mut attempt = 0;
    loop {
        let result = web.fetch(request);
        let (again, asked) = match &result {
            Ok(response) => (matches!(response.status, 429 | 500..=599), response.retry_after),
            Err(failure) => (failure.is_passing(), None),
        };
        if !again || attempt == n_more {
            return result;
        }
        let pause = asked.unwrap_or(1 << attempt.min(6)).min(LONGEST_PAUSE);
        web.pause(Duration::from_secs(pause));
        attempt += 1;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::time::Duration;

    use super::{Failure, Request, Response, Web, patiently};

    /// Answers with what is left of a list, the last first, and notes the pauses.
    struct Script(Mutex<Left>);

    /// The answers that are left, and the pauses so far.
    type Left = (Vec<Result<u16, Failure>>, Vec<u64>);

    impl Web for Script {
        fn fetch(&self, _: &Request) -> Result<Response, Failure> {
            let next = self.0.lock().expect("alone").0.pop().expect("an answer is left");
            next.map(|status| Response {
                status,
                url: String::new(),
                etag: None,
                last_modified: None,
                retry_after: (status == 429).then_some(3),
                body: Vec::new(),
            })
        }

        fn pause(&self, time: Duration) {
            self.0.lock().expect("alone").1.push(time.as_secs());
        }

        fn secret(&self, _: &str) -> Option<String> {
            None
        }
    }

    fn ask(mut answers: Vec<Result<u16, Failure>>) -> (Result<u16, Failure>, Vec<u64>) {
        answers.reverse();
        let web = Script(Mutex::new((answers, Vec::new())));
        let request = Request {
            url: "https://example.org/?key=hidden".to_owned(),
            headers: Vec::new(),
            secret: Some(("a".to_owned(), "hidden".to_owned())),
            max_bytes: 1,
            timeout: Duration::from_secs(1),
            only_status: false,
        };
        assert!(!format!("{request:?}").contains("hidden"));
        let result = patiently(&web, &request, 3).map(|response| response.status);
        (result, web.0.into_inner().expect("alone").1)
    }

    #[test]
    fn what_may_pass_is_tried_again_after_ever_longer_pauses() {
        let slow = || Err(Failure::TimedOut(Duration::from_secs(1)));
        assert_eq!(ask(vec![Ok(200)]), (Ok(200), vec![]));
        assert_eq!(ask(vec![Ok(500), slow(), Ok(200)]), (Ok(200), vec![1, 2]));
        assert_eq!(ask(vec![Ok(429), Ok(200)]), (Ok(200), vec![3]));
        assert_eq!(ask(vec![Ok(503); 4]), (Ok(503), vec![1, 2, 4]));
        assert_eq!(ask(vec![Ok(404)]), (Ok(404), vec![]));
        assert_eq!(ask(vec![Err(Failure::NoHost)]), (Err(Failure::NoHost), vec![]));
    }
}
