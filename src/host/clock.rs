//! The build's clock, and how long things take.
#![expect(clippy::disallowed_methods, reason = "the one place where clocks are read")]

use std::sync::OnceLock;
use std::time::{Duration, Instant, SystemTime};

use chrono::{DateTime, FixedOffset, Local, Utc};

use crate::base::diagnostic::Diagnostic;

/// What the clock is set by.
#[derive(Debug, Clone, Copy)]
enum Setting<'a> {
    /// The command line's `--clock`, in RFC 3339.
    Option(&'a str),
    /// The variable `SOURCE_DATE_EPOCH`, in seconds since 1970.
    Epoch(&'a str),
}

/// The build's time: `option` in RFC 3339, else `SOURCE_DATE_EPOCH`, else now, in whole seconds.
///
/// A time that was not given is in UTC, so that the zone of a machine never shows in a site.
pub fn build_time(option: Option<&str>) -> Result<DateTime<FixedOffset>, Diagnostic> {
    if let Some(text) = option {
        return read(Setting::Option(text));
    }
    match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => read(Setting::Epoch(&text)),
        Err(std::env::VarError::NotPresent) => Ok(whole_seconds(Utc::now().fixed_offset())),
        Err(std::env::VarError::NotUnicode(text)) => read(Setting::Epoch(&text.to_string_lossy())),
    }
}

/// `time` in the zone of the author's machine, unless `option` gave the zone to use.
pub fn author_time(time: DateTime<FixedOffset>, option: Option<&str>) -> DateTime<FixedOffset> {
    if option.is_some() { time } else { time.with_timezone(&Local).fixed_offset() }
}

/// The time of the machine, to compare with the times of files.
pub fn wall() -> SystemTime {
    SystemTime::now()
}

/// The time since the process first asked for it.
pub fn elapsed() -> Duration {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}

/// Seconds since this moment, whenever the result is called.
pub fn stopwatch() -> impl Fn() -> f64 {
    let start = Instant::now();
    move || start.elapsed().as_secs_f64()
}

/// The time that a setting names.
fn read(setting: Setting<'_>) -> Result<DateTime<FixedOffset>, Diagnostic> {
    match setting {
        Setting::Option(text) => {
            DateTime::parse_from_rfc3339(text).map(whole_seconds).map_err(|_| {
                Diagnostic::error("cli/bad-clock", format!("`--clock {text}` is no time"))
                    .help("write it in RFC 3339, such as `2025-03-08T11:21:30+07:00`")
            })
        }
        Setting::Epoch(text) => text
            .trim()
            .parse()
            .ok()
            .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
            .map(|time| time.fixed_offset())
            .ok_or_else(|| {
                let message = format!("the variable `SOURCE_DATE_EPOCH` is `{text}`, no time");
                Diagnostic::error("cli/bad-clock", message)
                    .help("set it to whole seconds since 1970, such as `1741407690`, or unset it")
            }),
    }
}

/// `time` without its fraction of a second.
fn whole_seconds(time: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    DateTime::from_timestamp(time.timestamp(), 0)
        .map_or(time, |whole| whole.with_timezone(time.offset()))
}

#[cfg(test)]
mod tests {
    use super::{Setting, read};

    #[test]
    fn times_are_read_in_whole_seconds() {
        let text = |setting| read(setting).map(|time| time.to_rfc3339()).map_err(|d| d.message);
        assert_eq!(
            text(Setting::Option("2025-03-08T11:21:30.7+07:00")),
            Ok("2025-03-08T11:21:30+07:00".into())
        );
        assert_eq!(text(Setting::Epoch("1741407690")), Ok("2025-03-08T04:21:30+00:00".into()));
    }

    #[test]
    fn what_is_no_time_is_refused_by_name() {
        let message = |setting| {
            let refused = read(setting).expect_err("no time");
            (refused.code, refused.message)
        };
        assert_eq!(
            message(Setting::Option("yesterday")),
            ("cli/bad-clock", "`--clock yesterday` is no time".into())
        );
        assert_eq!(
            message(Setting::Epoch("99999999999999999")),
            (
                "cli/bad-clock",
                "the variable `SOURCE_DATE_EPOCH` is `99999999999999999`, no time".into()
            )
        );
    }
}
