//! Dates as authors write them, read in Hugo's order of forms.

use chrono::{
    DateTime, Duration, FixedOffset, NaiveDate, NaiveDateTime, Offset as _, TimeZone as _,
};
use chrono_tz::{TZ_VARIANTS, Tz};

use crate::base::diagnostic::{Diagnostic, nearest};

/// The time zone of a site: what a date without an offset is in. UTC unless configured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone(Tz);

impl Default for Zone {
    fn default() -> Self {
        Self(Tz::UTC)
    }
}

impl Zone {
    /// The zone of an IANA name such as `Europe/Berlin`.
    pub fn named(name: &str) -> Result<Self, Diagnostic> {
        name.parse().map(Self).map_err(|_| {
            let near = nearest(name, TZ_VARIANTS.iter().map(|zone| zone.name()));
            let help = near.map_or_else(
                || {
                    "write a name of the IANA time zone database, such as `Europe/Berlin`"
                        .to_owned()
                },
                |near| format!("did you mean `{near}`?"),
            );
            Diagnostic::error("date/zone", format!("there is no time zone `{name}`")).help(help)
        })
    }

    /// What the clocks of this zone show at a time.
    pub fn local(self, time: DateTime<FixedOffset>) -> NaiveDateTime {
        time.with_timezone(&self.0).naive_local()
    }

    /// A time on the clocks of this zone; in the hour that clocks skip or repeat, the one that Go takes.
    pub fn at(self, local: NaiveDateTime) -> Option<DateTime<FixedOffset>> {
        let offset_at = |utc: &NaiveDateTime| self.0.offset_from_utc_datetime(utc).fix();
        let before = |offset: FixedOffset| {
            local.checked_sub_signed(Duration::seconds(i64::from(offset.local_minus_utc())))
        };
        let guess = before(offset_at(&local))?;
        let utc = before(offset_at(&guess))?;
        Some(DateTime::from_naive_utc_and_offset(utc, offset_at(&utc)))
    }
}

/// A date that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The instant, at the offset that was written or, without one, at that of the site's zone.
    pub time: DateTime<FixedOffset>,
    /// Was there a zone name such as `EST`, which names no offset and was passed over?
    pub passed_over_zone: bool,
}

/// The forms that are read, first match first: the list of Hugo's date library without those that hold no year.
///
/// `Y` year, `y` two digits of one, `m` month, `b` its name, `d` day with two digits, `e` day, `a` and `A` weekday,
/// `H` hour, `M` minute, `S` second with or without a fraction, `z` offset `+0700`, `:` offset `+07:00`, `Z` and `X` the same
/// or the letter Z, `n` zone name; each after a `%`.
const FORMS: &[&str] = &[
    "%Y-%m-%d",
    "%Y-%m-%dT%H:%M:%S%X",
    "%Y-%m-%dT%H:%M:%S",
    "%a, %d %b %Y %H:%M:%S %z",
    "%a, %d %b %Y %H:%M:%S %n",
    "%d %b %y %H:%M %z",
    "%d %b %y %H:%M %n",
    "%A, %d-%b-%y %H:%M:%S %n",
    "%Y-%m-%d %H:%M:%S %z %n",
    "%Y-%m-%dT%H:%M:%S%z",
    "%Y-%m-%d %H:%M:%S%Z",
    "%Y-%m-%d %H:%M:%S",
    "%a %b %e %H:%M:%S %Y",
    "%a %b %e %H:%M:%S %n %Y",
    "%a %b %d %H:%M:%S %z %Y",
    "%Y-%m-%d %H:%M:%S%X",
    "%d %b %Y",
    "%Y-%m-%d %H:%M:%S %:",
    "%Y-%m-%d %H:%M:%S %z",
];

/// What to write instead of a date that cannot be read.
pub const HELP: &str =
    "write `2025-03-08`, `2025-03-08T11:21:30+07:00`, `2025-03-08 11:21:30`, or `08 Mar 2025`";

/// The smallest whole number that is read as seconds since 1970, a day in 1973: below are years and days written as numbers.
const FIRST_TIMESTAMP: i64 = 100_000_000;

/// Reads a date; without an offset it is in `zone`.
pub fn read(text: &str, zone: Zone) -> Option<Reading> {
    FORMS.iter().find_map(|form| {
        let parts = Parts::read(text, form)?;
        let date = NaiveDate::from_ymd_opt(parts.year, parts.month, parts.day)?;
        let local = date.and_hms_nano_opt(parts.hour, parts.minute, parts.second, parts.nano)?;
        let time = match parts.offset {
            Some(offset) => FixedOffset::east_opt(offset)?.from_local_datetime(&local).single(),
            None => zone.at(local),
        };
        let passed_over_zone = match (parts.offset, parts.zone_name) {
            (None, Some("UTC" | "GMT")) => zone != Zone::default(),
            (None, Some(_)) => true,
            _ => false,
        };
        Some(Reading { time: time?, passed_over_zone })
    })
}

/// Reads a number as seconds since 1970, if it is large enough to be meant so.
pub fn timestamp(seconds: i64) -> Option<DateTime<FixedOffset>> {
    let time = DateTime::from_timestamp(seconds, 0).filter(|_| seconds >= FIRST_TIMESTAMP)?;
    Some(time.fixed_offset())
}

/// The parts of a date in a text.
#[derive(Default)]
struct Parts<'t> {
    year: i32,
    month: u32,
    day: u32,
    hour: u32,
    minute: u32,
    second: u32,
    nano: u32,
    offset: Option<i32>,
    zone_name: Option<&'t str>,
}

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

impl<'t> Parts<'t> {
    /// The parts of `text`, if all of it has the form.
    fn read(text: &'t str, form: &str) -> Option<Self> {
        let mut parts = Self::default();
        let mut rest = text;
        let mut letters = form.chars();
        while let Some(letter) = letters.next() {
            rest = match letter {
                '%' => parts.take(letters.next()?, rest)?,
                // As in Go, a space stands for any number of them, and none at the end.
                ' ' if rest.is_empty() || rest.starts_with(' ') => rest.trim_start_matches(' '),
                other => rest.strip_prefix(other)?,
            };
        }
        rest.is_empty().then_some(parts)
    }

    /// Takes one part from the beginning of `rest` and gives what follows.
    fn take(&mut self, part: char, rest: &'t str) -> Option<&'t str> {
        match part {
            'Y' => number(rest, 4, 4, &mut self.year),
            'y' => {
                let after = number(rest, 2, 2, &mut self.year)?;
                self.year += if self.year >= 69 { 1900 } else { 2000 };
                Some(after)
            }
            'm' => number(rest, 2, 2, &mut self.month),
            'b' => {
                let name = rest.get(..3)?.to_ascii_lowercase();
                let month = MONTHS.iter().position(|month| *month == name)?;
                self.month = u32::try_from(month).ok()? + 1;
                rest.get(3..)
            }
            'd' => number(rest, 2, 2, &mut self.day),
            'e' => number(rest.trim_start_matches(' '), 1, 2, &mut self.day),
            'a' => DAYS.iter().find_map(|day| without_prefix(rest, &day[..3])),
            'A' => DAYS.iter().find_map(|day| without_prefix(rest, day)),
            'H' => number(rest, 1, 2, &mut self.hour),
            'M' => number(rest, 2, 2, &mut self.minute),
            'S' => self.take_second(rest),
            'Z' | 'X' if rest.starts_with('Z') => {
                self.offset = Some(0);
                rest.get(1..)
            }
            'z' | 'Z' => self.take_offset(rest, ""),
            ':' | 'X' => self.take_offset(rest, ":"),
            _ => self.take_zone_name(rest),
        }
    }

    /// A second, and a fraction of it that no form mentions.
    fn take_second(&mut self, rest: &'t str) -> Option<&'t str> {
        let rest = number(rest, 2, 2, &mut self.second)?;
        let Some(fraction) = rest.strip_prefix(['.', ',']) else { return Some(rest) };
        let n_digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
        if n_digits == 0 {
            return Some(rest);
        }
        let nanos: String =
            fraction[..n_digits].chars().chain(std::iter::repeat('0')).take(9).collect();
        self.nano = nanos.parse().ok()?;
        fraction.get(n_digits..)
    }

    fn take_offset(&mut self, rest: &'t str, between: &str) -> Option<&'t str> {
        let sign = match rest.as_bytes().first()? {
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        let (mut hours, mut minutes) = (0, 0);
        let rest = number(rest.get(1..)?, 2, 2, &mut hours)?.strip_prefix(between)?;
        let rest = number(rest, 2, 2, &mut minutes)?;
        self.offset = (minutes < 60).then_some(sign * (hours * 3600 + minutes * 60));
        self.offset.map(|_| rest)
    }

    fn take_zone_name(&mut self, rest: &'t str) -> Option<&'t str> {
        let n_letters = rest.bytes().take_while(u8::is_ascii_uppercase).count();
        self.zone_name = rest.get(..n_letters).filter(|_| (3..=5).contains(&n_letters));
        self.zone_name.and_then(|_| rest.get(n_letters..))
    }
}

/// Reads `least` to `most` digits into `into` and gives what follows.
fn number<'t, N: std::str::FromStr>(
    rest: &'t str,
    least: usize,
    most: usize,
    into: &mut N,
) -> Option<&'t str> {
    let n_digits = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
    *into = rest.get(..n_digits).filter(|_| n_digits >= least)?.parse().ok()?;
    rest.get(n_digits..)
}

/// `text` after `prefix`, in any case of letters.
fn without_prefix<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    text.get(..prefix.len())
        .filter(|start| start.eq_ignore_ascii_case(prefix))
        .and_then(|_| text.get(prefix.len()..))
}

#[cfg(test)]
mod tests {
    use super::{Zone, read, timestamp};

    fn in_zone(text: &str, zone: &str) -> Option<String> {
        let zone = Zone::named(zone).expect("a zone");
        let reading = read(text, zone)?;
        Some(reading.time.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
    }

    /// Each form as Hugo 0.168 reads it on a site in Berlin.
    #[test]
    fn forms_are_read_as_hugo_reads_them() {
        let cases = [
            ("2024-01-02", "2024-01-02T00:00:00+01:00"),
            ("2024-01-02T03:04:05Z", "2024-01-02T03:04:05Z"),
            ("2024-01-02T03:04:05+07:00", "2024-01-02T03:04:05+07:00"),
            ("2024-01-02T3:04:05Z", "2024-01-02T03:04:05Z"),
            ("2024-01-02T03:04:05", "2024-01-02T03:04:05+01:00"),
            ("Tue, 02 Jan 2024 03:04:05 -0500", "2024-01-02T03:04:05-05:00"),
            ("Tue, 02 Jan 2024 03:04:05 EST", "2024-01-02T03:04:05+01:00"),
            ("02 Jan 24 03:04 -0500", "2024-01-02T03:04:00-05:00"),
            ("02 Jan 24 03:04 EST", "2024-01-02T03:04:00+01:00"),
            ("Tuesday, 02-Jan-24 03:04:05 EST", "2024-01-02T03:04:05+01:00"),
            ("2024-01-02 03:04:05.123 -0500 EST", "2024-01-02T03:04:05.123-05:00"),
            ("2024-01-02 03:04:05 +0000 UTC", "2024-01-02T03:04:05Z"),
            ("2024-01-02T03:04:05-0500", "2024-01-02T03:04:05-05:00"),
            ("2024-01-02 03:04:05-0500", "2024-01-02T03:04:05-05:00"),
            ("2024-01-02 03:04:05Z", "2024-01-02T03:04:05Z"),
            ("2024-01-02 03:04:05", "2024-01-02T03:04:05+01:00"),
            ("2024-01-02   03:04:05", "2024-01-02T03:04:05+01:00"),
            ("Tue Jan  2 03:04:05 2024", "2024-01-02T03:04:05+01:00"),
            ("Tue Jan 2 03:04:05 2024", "2024-01-02T03:04:05+01:00"),
            ("Tue Jan  2 03:04:05 EST 2024", "2024-01-02T03:04:05+01:00"),
            ("wed Jan 02 03:04:05 -0500 2024", "2024-01-02T03:04:05-05:00"),
            ("2024-01-02 03:04:05+05:00", "2024-01-02T03:04:05+05:00"),
            ("2021-10-01 8:30:00+00:00", "2021-10-01T08:30:00Z"),
            ("02 JAN 2024", "2024-01-02T00:00:00+01:00"),
            ("2024-01-02 03:04:05 -05:00", "2024-01-02T03:04:05-05:00"),
            ("2024-01-02 03:04:05 -0500", "2024-01-02T03:04:05-05:00"),
            ("2024-01-02T03:04:05.123456789Z", "2024-01-02T03:04:05.123456789Z"),
            ("2024-01-02T03:04:05,5Z", "2024-01-02T03:04:05.500Z"),
            ("2028-07-06", "2028-07-06T00:00:00+02:00"),
            ("2024-03-31 02:30:00", "2024-03-31T03:30:00+02:00"),
            ("2024-10-27 02:30:00", "2024-10-27T02:30:00+01:00"),
        ];
        for (text, expected) in cases {
            assert_eq!(in_zone(text, "Europe/Berlin").as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_hugo_cannot_read_is_not_read() {
        let cases = [
            "",
            "2 Jan 2024",
            "2024-01-02 03:04",
            "2024-1-2",
            "Jan 2, 2024",
            "2024/01/02",
            "20240102",
            "2024-01-02T03:04Z",
            "2024-02-30",
            "2024-01-02 ",
            "2024-01-02T03:04:05z",
            "2024-01-02T24:00:00Z",
            "2024-01-02T03:04:60Z",
            "2024-01-02T03:04:05+25:00",
            "3:04PM",
            "Jan  2 03:04:05",
            "02 Jän 2024",
            "é",
            "2024-01-0é",
            "2024-01-02T03:04:05+é",
        ];
        for text in cases {
            assert_eq!(in_zone(text, "UTC"), None, "{text}");
        }
    }

    #[test]
    fn without_a_configured_zone_dates_are_in_utc() {
        let reading = read("2017-04-04", Zone::default()).expect("a date");
        assert_eq!(reading.time.to_rfc3339(), "2017-04-04T00:00:00+00:00");
    }

    #[test]
    fn zone_names_that_are_passed_over_are_noticed() {
        let berlin = Zone::named("Europe/Berlin").expect("a zone");
        let passed_over = |text, zone| read(text, zone).map(|reading| reading.passed_over_zone);
        let gmt = "Tue, 02 Jan 2024 03:04:05 GMT";
        assert_eq!(passed_over(gmt, Zone::default()), Some(false));
        assert_eq!(passed_over(gmt, berlin), Some(true));
        assert_eq!(passed_over("Tue, 02 Jan 2024 03:04:05 EST", Zone::default()), Some(true));
        assert_eq!(passed_over("2024-01-02 03:04:05 -0500 EST", berlin), Some(false));
    }

    #[test]
    fn large_numbers_are_seconds_since_1970() {
        let time = timestamp(1_704_164_645).map(|time| time.to_rfc3339());
        assert_eq!(time.as_deref(), Some("2024-01-02T03:04:05+00:00"));
        assert_eq!(timestamp(20_240_102), None);
        assert_eq!(timestamp(i64::MAX), None);
    }

    #[test]
    fn an_unknown_zone_names_the_nearest() {
        let error = Zone::named("Europe/Berln").expect_err("no zone");
        assert_eq!(error.help.as_deref(), Some("did you mean `Europe/Berlin`?"));
    }
}
