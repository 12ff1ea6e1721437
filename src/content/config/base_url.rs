//! The address that a site will be published at.

use std::fmt;

use crate::base::diagnostic::Diagnostic;

/// An absolute `http` or `https` address that ends with a slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    text: String,
    path_start: usize,
}

impl BaseUrl {
    /// Reads an address; a missing slash at its end is added.
    pub fn parse(text: &str) -> Result<Self, Diagnostic> {
        let refuse = |message: String, help: &str| {
            Err(Diagnostic::error("config/base-url", message).help(help))
        };
        let scheme = ["https://", "http://"].into_iter().find(|scheme| {
            text.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme))
        });
        let Some(scheme) = scheme else {
            return refuse(
                format!("`{text}` is no address of a website"),
                "write the whole address: `https://example.org/`, or `https://example.org/blog/`",
            );
        };
        if let Some(forbidden) = text.chars().find(|c| c.is_whitespace() || "?#\"<>\\".contains(*c))
        {
            return refuse(
                format!("the address of a website cannot hold `{forbidden}`"),
                "write scheme, host and path alone: `https://example.org/blog/`",
            );
        }
        let after_scheme = &text[scheme.len()..];
        let host = after_scheme.split('/').next().unwrap_or("");
        if host.is_empty() || host.starts_with(':') {
            return refuse(
                format!("`{text}` names no host"),
                "write the whole address: `https://example.org/`",
            );
        }
        let path_start = scheme.len() + host.len();
        Ok(Self { text: format!("{}/", text.trim_end_matches('/')), path_start })
    }

    /// The address with its slash at the end.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The path, with a slash on both ends: `/` or `/blog/`.
    pub fn path(&self) -> &str {
        &self.text[self.path_start..]
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::BaseUrl;

    #[test]
    fn an_address_ends_with_a_slash() {
        let parts = |text| BaseUrl::parse(text).map(|url| (url.to_string(), url.path().to_owned()));
        let pair = |url: &str, path: &str| Ok((url.to_owned(), path.to_owned()));
        assert_eq!(parts("https://x.org"), pair("https://x.org/", "/"));
        assert_eq!(parts("https://x.org//"), pair("https://x.org/", "/"));
        assert_eq!(parts("HTTP://x.org:8080/b"), pair("HTTP://x.org:8080/b/", "/b/"));
        assert_eq!(parts("https://ü.org/ä/b/"), pair("https://ü.org/ä/b/", "/ä/b/"));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "/",
            "x.org",
            "ftp://x.org",
            "https://",
            "https:///x",
            "https://x.org/?a",
            "https://x y",
        ] {
            assert!(BaseUrl::parse(text).is_err(), "{text}");
        }
    }
}
