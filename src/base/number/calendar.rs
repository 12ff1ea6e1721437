//! How times, days, weeks, months, quarters, halves and years are written.
//!
//! A pattern is a text in which letters stand for parts of a date, as in CLDR: `y` a year of four digits, `M` and `MM` the number of a month,
//! `MMMM` and `MMM` its name in full and shortened (`LLLL` and `LLL` where it stands without a day), `d` and `dd` a day, `D` a day with the
//! ending of an ordinal, `EEEE` and `EEE` the day of the week in full and shortened, `q` the number of a quarter, `h` that of a half, `w` and `ww`
//! that of a week of ISO 8601, `Y` the year of the week; `H` and `HH` an hour of the day, `k` one of the half day, `a` the half day, `mm` minutes, `ss`
//! seconds. What is in quotes stands for itself, and so does all that is no letter.

mod reader;

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, NaiveTime, Timelike as _};

use self::reader::Reader;
use super::language::{DAY_HALVES, ISO_DATES, Language};

/// The format of a date: its pieces in the order of the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Calendar {
    /// The language of the names.
    pub(super) language: &'static Language,
    /// The pieces.
    pub(super) pieces: Vec<Piece>,
}

/// A piece of a date's text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    /// Four digits.
    Year,
    /// Four digits: the year that the week belongs to.
    WeekYear,
    /// The number of the quarter.
    Quarter,
    /// The number of the half.
    Half,
    /// The number of the week, two digits if padded.
    Week(bool),
    /// The name of the month, of the given list of the language.
    MonthName(usize),
    /// The number of the month, two digits if padded.
    Month(bool),
    /// The day of the month, two digits if padded, and what follows if it is the first.
    Day(bool, &'static str),
    /// The day of the month with the ending of an ordinal.
    DayOrdinal,
    /// The name of the day of the week, of the given list of the language.
    Weekday(usize),
    /// The hour of the day, two digits if padded.
    Hour(bool),
    /// The hour of the half day.
    HourOfHalf,
    /// The half of the day, of the given list.
    DayHalf(usize),
    /// The minutes, two digits.
    Minute,
    /// The seconds, two digits.
    Second,
    /// What stands between.
    Literal(String),
}

/// The longest text that is looked at as a date, in bytes.
const LONGEST: usize = 60;

impl Calendar {
    /// The format of `text` and the first day of the period that it names; `None` if it is no date.
    pub(super) fn read(text: &str, language: &'static Language) -> Option<(Self, NaiveDate)> {
        let patterns = ISO_DATES.iter().chain(language.dates);
        let (calendar, found) = Self::by(patterns, text, language)?;
        Some((calendar, found.date()))
    }

    /// The format of `text` and the moment that it names; `None` if it holds no time of day.
    pub(super) fn read_moment(
        text: &str,
        language: &'static Language,
    ) -> Option<(Self, NaiveDateTime)> {
        let time = |text: &str| Self::by(language.clock.iter(), text, language);
        if let Some(alone) = time(text) {
            return Some(alone);
        }
        language.moments.iter().find_map(|(between, time_first)| {
            let found = text.match_indices(between).find_map(|(at, _)| {
                let (before, after) = (&text[..at], &text[at + between.len()..]);
                let (day, clock) = if *time_first { (after, before) } else { (before, after) };
                let (clock, time) = time(clock)?;
                let (day, date) = Self::read(day, language)?;
                day.pieces.iter().any(Piece::is_day).then_some((day, clock, date, time.time()))
            });
            let (day, clock, date, time) = found?;
            let (mut first, last) = if *time_first { (clock, day) } else { (day, clock) };
            first.pieces.push(Piece::Literal((*between).to_owned()));
            first.pieces.extend(last.pieces);
            Some((first, date.and_time(time)))
        })
    }

    /// The format of `text` by the first of `patterns` that fits all of it.
    fn by<'p>(
        mut patterns: impl Iterator<Item = &'p &'static str>,
        text: &str,
        language: &'static Language,
    ) -> Option<(Self, NaiveDateTime)> {
        if text.len() > LONGEST {
            return None;
        }
        patterns.find_map(|pattern| {
            let mut reader = Reader::new(language);
            let moment = reader.read(&pieces(pattern, language), text)?;
            Some((Self { language, pieces: reader.pieces }, moment))
        })
    }

    /// The format of `pattern`.
    pub(super) fn of(pattern: &str, language: &'static Language) -> Self {
        Self { language, pieces: pieces(pattern, language) }
    }

    /// `date` in this format.
    pub(super) fn write(&self, date: NaiveDate) -> String {
        self.write_moment(date.and_time(NaiveTime::MIN))
    }

    /// `moment` in this format.
    pub(super) fn write_moment(&self, moment: NaiveDateTime) -> String {
        self.pieces.iter().map(|piece| self.write_piece(piece, moment)).collect()
    }

    /// Does it show a time of day?
    pub(super) fn has_time(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Hour(_) | Piece::HourOfHalf))
    }

    /// Does it show years and nothing else, so that numbers of years can be written in it?
    pub(super) fn is_of_years(&self) -> bool {
        self.pieces.iter().all(|piece| matches!(piece, Piece::Year | Piece::Literal(_)))
    }

    fn write_piece(&self, piece: &Piece, moment: NaiveDateTime) -> String {
        let date = moment.date();
        match piece {
            Piece::Year => year(date),
            Piece::WeekYear => format!("{:04}", date.iso_week().year()),
            Piece::Quarter => (date.month0() / 3 + 1).to_string(),
            Piece::Half => (date.month0() / 6 + 1).to_string(),
            Piece::Week(padded) => number(date.iso_week().week(), *padded),
            Piece::MonthName(list) => {
                let months = self.language.months.get(*list);
                let name = months.and_then(|months| months.names.get(date.month0() as usize));
                name.map_or_else(String::new, |name| (*name).to_owned())
            }
            Piece::Month(padded) => number(date.month(), *padded),
            Piece::Day(padded, first) => {
                let first = if date.day() == 1 { *first } else { "" };
                number(date.day(), *padded) + first
            }
            Piece::DayOrdinal => {
                let digits = date.day().to_string();
                let ending = (self.language.ordinal)(&digits);
                digits + ending
            }
            Piece::Weekday(list) => {
                let names = self.language.weekdays.get(*list);
                let day = date.weekday().num_days_from_monday() as usize;
                names.map_or_else(String::new, |names| names[day].to_owned())
            }
            Piece::Hour(padded) => number(moment.hour(), *padded),
            Piece::HourOfHalf => moment.hour12().1.to_string(),
            Piece::DayHalf(list) => {
                let (morning, afternoon) = DAY_HALVES[*list];
                (if moment.hour12().0 { afternoon } else { morning }).to_owned()
            }
            Piece::Minute => number(moment.minute(), true),
            Piece::Second => number(moment.second(), true),
            Piece::Literal(text) => text.clone(),
        }
    }
}

impl Piece {
    /// Does it say which day of a month or a year is meant?
    fn is_day(&self) -> bool {
        matches!(self, Self::Day(..) | Self::DayOrdinal)
    }
}

/// The year of `date`, at least four digits.
pub(super) fn year(date: NaiveDate) -> String {
    format!("{:04}", date.year())
}

fn number(number: u32, padded: bool) -> String {
    if padded { format!("{number:02}") } else { number.to_string() }
}

/// The pieces of a pattern.
fn pieces(pattern: &str, language: &'static Language) -> Vec<Piece> {
    let mut res = Vec::new();
    let mut literal = String::new();
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        let run = rest.len() - rest.trim_start_matches(first).len();
        let piece = match first {
            '\'' => {
                let quoted = rest[1..].split('\'').next().unwrap_or("");
                literal.push_str(quoted);
                rest = rest.get(quoted.len() + 2..).unwrap_or("");
                continue;
            }
            'y' => Piece::Year,
            'Y' => Piece::WeekYear,
            'q' => Piece::Quarter,
            'h' => Piece::Half,
            'w' => Piece::Week(run == 2),
            'd' => Piece::Day(run == 2, language.first_day),
            'D' => Piece::DayOrdinal,
            'E' => Piece::Weekday(usize::from(run == 3)),
            'H' => Piece::Hour(run == 2),
            'k' => Piece::HourOfHalf,
            'a' => Piece::DayHalf(0),
            'm' => Piece::Minute,
            's' => Piece::Second,
            'M' | 'L' if run > 2 => {
                let list = usize::from(run == 3) + if first == 'L' { 2 } else { 0 };
                Piece::MonthName(list.min(language.months.len() - 1))
            }
            'M' | 'L' => Piece::Month(run == 2),
            other => {
                literal.push(other);
                rest = &rest[other.len_utf8()..];
                continue;
            }
        };
        if !literal.is_empty() {
            res.push(Piece::Literal(std::mem::take(&mut literal)));
        }
        res.push(piece);
        rest = &rest[run..];
    }
    if !literal.is_empty() {
        res.push(Piece::Literal(literal));
    }
    res
}

#[cfg(test)]
mod tests;
