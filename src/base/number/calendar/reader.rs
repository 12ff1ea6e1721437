//! The reading of dates and times by patterns.

use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

use super::Piece;
use crate::base::number::language::{DAY_HALVES, Language, SPACES};

/// The year of a text that names none: one with all days.
const ANY_YEAR: i32 = 2000;

/// What a text says of a date.
#[derive(Debug, Clone, Copy, Default)]
struct Found {
    year: Option<i32>,
    month: Option<u32>,
    day: Option<u32>,
    week: Option<u32>,
    /// Days from Monday.
    weekday: Option<u64>,
    hour: Option<u32>,
    /// Is it the second half of the day, if the hour is one of a half?
    afternoon: Option<bool>,
    minute: Option<u32>,
    second: Option<u32>,
}

impl Found {
    fn moment(self) -> Option<NaiveDateTime> {
        Some(self.date()?.and_time(self.time()?))
    }

    fn date(self) -> Option<NaiveDate> {
        let year = self.year.unwrap_or(ANY_YEAR);
        if let Some(week) = self.week {
            return NaiveDate::from_isoywd_opt(year, week, Weekday::Mon);
        }
        let date = NaiveDate::from_ymd_opt(year, self.month.unwrap_or(1), self.day.unwrap_or(1))?;
        match self.weekday {
            // The name alone: the first such day.
            Some(wanted) if self.day.is_none() => {
                let first = u64::from(date.weekday().num_days_from_monday());
                date.checked_add_days(Days::new((wanted + 7 - first) % 7))
            }
            _ => Some(date),
        }
    }

    fn time(self) -> Option<NaiveTime> {
        let hour = self.hour.unwrap_or(0);
        let hour = match self.afternoon {
            Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
            None => hour,
        };
        NaiveTime::from_hms_opt(hour, self.minute.unwrap_or(0), self.second.unwrap_or(0))
    }
}

/// A text read by a pattern, piece by piece.
pub(super) struct Reader {
    language: &'static Language,
    /// The pieces as the text shows them.
    pub(super) pieces: Vec<Piece>,
    found: Found,
}

impl Reader {
    /// A reader that has read nothing yet.
    pub(super) fn new(language: &'static Language) -> Self {
        Self { language, pieces: Vec::new(), found: Found::default() }
    }

    /// Reads all of `text` by `pattern`; the first moment of the period.
    pub(super) fn read(&mut self, pattern: &[Piece], text: &str) -> Option<NaiveDateTime> {
        let Some((piece, pattern)) = pattern.split_first() else {
            return text.is_empty().then(|| self.found.moment())?;
        };
        let (shown, rest) = match piece {
            Piece::MonthName(list) => return self.month_name(*list, pattern, text),
            Piece::Weekday(list) => return self.weekday(*list, pattern, text),
            Piece::DayHalf(_) => self.half(text)?,
            Piece::Literal(literal) => {
                let rest = without(literal, text)?;
                (Piece::Literal(text[..text.len() - rest.len()].to_owned()), rest)
            }
            number => self.number(number, text)?,
        };
        self.pieces.push(shown);
        self.read(pattern, rest)
    }

    /// Reads the number that `piece` stands for; the piece as the text shows it, and what follows.
    fn number<'t>(&mut self, piece: &Piece, text: &'t str) -> Option<(Piece, &'t str)> {
        let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, after) = text.split_at(n_digits);
        let number = |range: std::ops::RangeInclusive<usize>| -> Option<u32> {
            digits.parse().ok().filter(|_| range.contains(&n_digits))
        };
        let up_to_two = |padded: bool| number(1 + usize::from(padded)..=2);
        let is_padded = digits.starts_with('0') && n_digits == 2;
        let found = &mut self.found;
        let shown = match piece {
            Piece::Quarter => {
                found.month = Some(number(1..=1)?.checked_sub(1).filter(|n| *n < 4)? * 3 + 1);
                Piece::Quarter
            }
            Piece::Half => {
                found.month = Some(number(1..=1)?.checked_sub(1).filter(|n| *n < 2)? * 6 + 1);
                Piece::Half
            }
            Piece::Week(padded) => {
                found.week = Some(up_to_two(*padded)?);
                Piece::Week(*padded || is_padded)
            }
            Piece::Month(padded) => {
                found.month = Some(up_to_two(*padded)?);
                Piece::Month(*padded || is_padded)
            }
            Piece::Day(padded, first) => {
                let day = up_to_two(*padded)?;
                found.day = Some(day);
                let suffixed = after.strip_prefix(first).filter(|_| day == 1 && !first.is_empty());
                let first = if suffixed.is_some() || day > 1 { first } else { "" };
                let shown = Piece::Day(*padded || is_padded, first);
                return Some((shown, suffixed.unwrap_or(after)));
            }
            Piece::DayOrdinal => {
                found.day = Some(up_to_two(false).filter(|_| !is_padded)?);
                let ending = Some((self.language.ordinal)(digits)).filter(|it| !it.is_empty())?;
                return Some((Piece::DayOrdinal, after.strip_prefix(ending)?));
            }
            Piece::Hour(padded) => {
                found.hour = Some(up_to_two(*padded)?);
                Piece::Hour(*padded || n_digits == 2)
            }
            Piece::HourOfHalf => {
                found.hour = Some(up_to_two(false).filter(|n| (1..=12).contains(n) && !is_padded)?);
                Piece::HourOfHalf
            }
            Piece::Minute => {
                found.minute = Some(number(2..=2)?);
                Piece::Minute
            }
            Piece::Second => {
                found.second = Some(number(2..=2)?);
                Piece::Second
            }
            year => {
                found.year = Some(number(4..=4)?.try_into().ok()?);
                year.clone()
            }
        };
        Some((shown, after))
    }

    /// Reads the half of a day.
    fn half<'t>(&mut self, text: &'t str) -> Option<(Piece, &'t str)> {
        DAY_HALVES.iter().enumerate().find_map(|(list, (morning, afternoon))| {
            let halves = [(morning, false), (afternoon, true)];
            let read = |(name, is_afternoon)| Some((is_afternoon, text.strip_prefix(name)?));
            let (is_afternoon, rest) = halves.into_iter().find_map(read)?;
            self.found.afternoon = Some(is_afternoon);
            Some((Piece::DayHalf(list), rest))
        })
    }

    /// Reads the name of a day of the week, of the list `preferred` if it is there, and what follows.
    fn weekday(
        &mut self,
        preferred: usize,
        pattern: &[Piece],
        text: &str,
    ) -> Option<NaiveDateTime> {
        let (found, n_pieces) = (self.found, self.pieces.len());
        let lists = self.language.weekdays;
        let others = (0..lists.len()).filter(|list| *list != preferred);
        for list in std::iter::once(preferred).chain(others) {
            for (day, name) in (0..).zip(lists.get(list)?) {
                let Some(rest) = text.strip_prefix(name) else { continue };
                self.found.weekday = Some(day);
                self.pieces.push(Piece::Weekday(list));
                if let Some(moment) = self.read(pattern, rest) {
                    return Some(moment);
                }
                self.found = found;
                self.pieces.truncate(n_pieces);
            }
        }
        None
    }

    /// Reads a month's name, of the list `preferred` if it is there, and what follows.
    fn month_name(
        &mut self,
        preferred: usize,
        pattern: &[Piece],
        text: &str,
    ) -> Option<NaiveDateTime> {
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
