//! How days, weeks, months, quarters, halves and years are written.
//!
//! A pattern is a text in which letters stand for parts of a date, as in CLDR: `y` a year of four digits, `M` and `MM` the number of a month,
//! `MMMM` and `MMM` its name in full and shortened (`LLLL` and `LLL` where it stands without a day), `d` and `dd` a day, `q` the number of a
//! quarter, `h` that of a half, `w` and `ww` that of a week of ISO 8601, `Y` the year of the week. What is in quotes stands for itself, and so
//! does all that is no letter.

use chrono::{Datelike as _, NaiveDate, Weekday};

use super::language::{ISO_DATES, Language, SPACES};

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
    /// What stands between.
    Literal(String),
}

/// The longest text that is looked at as a date, in bytes.
const LONGEST: usize = 60;

/// The year of a text that names none: one with all days.
const ANY_YEAR: i32 = 2000;

impl Calendar {
    /// The format of `text` and the first day of the period that it names; `None` if it is no date.
    pub(super) fn read(text: &str, language: &'static Language) -> Option<(Self, NaiveDate)> {
        if text.len() > LONGEST {
            return None;
        }
        let patterns = ISO_DATES.iter().chain(language.dates);
        patterns.into_iter().find_map(|pattern| {
            let mut reader = Reader { language, pieces: Vec::new(), found: Found::default() };
            let date = reader.read(&pieces(pattern, language), text)?;
            Some((Self { language, pieces: reader.pieces }, date))
        })
    }

    /// The format of `pattern`.
    pub(super) fn of(pattern: &str, language: &'static Language) -> Self {
        Self { language, pieces: pieces(pattern, language) }
    }

    /// `date` in this format.
    pub(super) fn write(&self, date: NaiveDate) -> String {
        self.pieces.iter().map(|piece| self.write_piece(piece, date)).collect()
    }

    /// Does it show years and nothing else, so that numbers of years can be written in it?
    pub(super) fn is_of_years(&self) -> bool {
        self.pieces.iter().all(|piece| matches!(piece, Piece::Year | Piece::Literal(_)))
    }

    fn write_piece(&self, piece: &Piece, date: NaiveDate) -> String {
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
            Piece::Literal(text) => text.clone(),
        }
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

/// What a text says of a date.
#[derive(Debug, Clone, Copy, Default)]
struct Found {
    year: Option<i32>,
    month: Option<u32>,
    day: Option<u32>,
    week: Option<u32>,
}

impl Found {
    fn date(self) -> Option<NaiveDate> {
        let year = self.year.unwrap_or(ANY_YEAR);
        match self.week {
            Some(week) => NaiveDate::from_isoywd_opt(year, week, Weekday::Mon),
            None => NaiveDate::from_ymd_opt(year, self.month.unwrap_or(1), self.day.unwrap_or(1)),
        }
    }
}

/// A text read by a pattern, piece by piece.
struct Reader {
    language: &'static Language,
    /// The pieces as the text shows them.
    pieces: Vec<Piece>,
    found: Found,
}

impl Reader {
    /// Reads all of `text` by `pattern`; the first day of the period.
    fn read(&mut self, pattern: &[Piece], text: &str) -> Option<NaiveDate> {
        let Some((piece, pattern)) = pattern.split_first() else {
            return text.is_empty().then(|| self.found.date())?;
        };
        let (digits, after) = text.split_at(text.bytes().take_while(u8::is_ascii_digit).count());
        let mut found = self.found;
        let number = |range: std::ops::RangeInclusive<usize>| -> Option<u32> {
            digits.parse().ok().filter(|_| range.contains(&digits.len()))
        };
        let is_padded = digits.starts_with('0') && digits.len() == 2;
        let (shown, rest) = match piece {
            Piece::Year | Piece::WeekYear => {
                found.year = Some(number(4..=4)?.try_into().ok()?);
                (piece.clone(), after)
            }
            Piece::Quarter => {
                found.month = Some(number(1..=1)?.checked_sub(1).filter(|n| *n < 4)? * 3 + 1);
                (Piece::Quarter, after)
            }
            Piece::Half => {
                found.month = Some(number(1..=1)?.checked_sub(1).filter(|n| *n < 2)? * 6 + 1);
                (Piece::Half, after)
            }
            Piece::Week(padded) => {
                found.week = Some(number(1 + usize::from(*padded)..=2)?);
                (Piece::Week(*padded || is_padded), after)
            }
            Piece::Month(padded) => {
                found.month = Some(number(1 + usize::from(*padded)..=2)?);
                (Piece::Month(*padded || is_padded), after)
            }
            Piece::Day(padded, first) => {
                let day = number(1 + usize::from(*padded)..=2)?;
                found.day = Some(day);
                let suffixed = after.strip_prefix(first).filter(|_| day == 1 && !first.is_empty());
                let first = if day == 1 && suffixed.is_none() { "" } else { first };
                (Piece::Day(*padded || is_padded, first), suffixed.unwrap_or(after))
            }
            Piece::MonthName(list) => return self.month_name(*list, pattern, text),
            Piece::Literal(literal) => {
                let rest = without(literal, text)?;
                (Piece::Literal(text[..text.len() - rest.len()].to_owned()), rest)
            }
        };
        self.found = found;
        self.pieces.push(shown);
        self.read(pattern, rest)
    }

    /// Reads a month's name, of the list `preferred` if it is there, and what follows.
    fn month_name(&mut self, preferred: usize, pattern: &[Piece], text: &str) -> Option<NaiveDate> {
        let (found, n_pieces) = (self.found, self.pieces.len());
        let lists = std::iter::once(preferred)
            .chain((0..self.language.months.len()).filter(|list| *list != preferred));
        for list in lists {
            let months = &self.language.months[list];
            let mut named: Vec<(u32, &str)> = (1..).zip(months.names).collect();
            named.retain(|(_, name)| text.starts_with(name));
            // A name may begin with another: `1月` is no beginning of `11月`, but `10` of `1` is.
            let Some((month, name)) = named.into_iter().max_by_key(|(_, name)| name.len()) else {
                continue;
            };
            self.found.month = Some(month);
            self.pieces.push(Piece::MonthName(list));
            let mut rest = &text[name.len()..];
            if let Some(after) = rest.strip_prefix('.').filter(|_| months.short) {
                self.pieces.push(Piece::Literal(".".to_owned()));
                rest = after;
            }
            if let Some(date) = self.read(pattern, rest) {
                return Some(date);
            }
            self.found = found;
            self.pieces.truncate(n_pieces);
        }
        None
    }
}

/// What follows `literal` in `text`, whatever the kinds of its spaces.
fn without<'t>(literal: &str, text: &'t str) -> Option<&'t str> {
    let mut rest = text.chars();
    for wanted in literal.chars() {
        let given = rest.next()?;
        let fits = given == wanted || (SPACES.contains(&given) && SPACES.contains(&wanted));
        fits.then_some(())?;
    }
    Some(rest.as_str())
}
