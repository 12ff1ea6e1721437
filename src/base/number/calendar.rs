//! How days, months, quarters and years are written.

use chrono::{Datelike as _, NaiveDate};

use super::language::{Language, SPACES};

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
    /// The quarter's letter and number.
    Quarter,
    /// The name of the month, of the given list of the language.
    MonthName(usize),
    /// The month as two digits.
    Month,
    /// The day of the month, two digits if padded.
    Day {
        /// Do days before the tenth begin with a zero?
        padded: bool,
    },
    /// What stands between.
    Literal(String),
}

/// A run of characters of one sort.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Token<'a> {
    Digits(&'a str),
    Word(&'a str),
    Between(&'a str),
}

/// The longest text that is looked at as a date, in bytes.
const LONGEST: usize = 40;

impl Calendar {
    /// The format of `text` and the first day of the period that it names; `None` if it is no date.
    pub(super) fn read(text: &str, language: &'static Language) -> Option<(Self, NaiveDate)> {
        use Token::{Between, Digits, Word};
        if text.len() > LONGEST {
            return None;
        }
        let tokens = tokens(text);
        let month_name = |name| month_name(name, language);
        let between = |text: &str| Piece::Literal(text.to_owned());
        let (pieces, year, month, day) = match *tokens {
            [Digits(year), Between("-"), Digits(month), Between("-"), Digits(day)] => {
                let pieces = vec![
                    Piece::Year,
                    between("-"),
                    Piece::Month,
                    between("-"),
                    Piece::Day { padded: true },
                ];
                (pieces, year, two_digits(month)?, two_digits(day)?)
            }
            [Digits(year), Between("-"), Digits(month)] => {
                (vec![Piece::Year, between("-"), Piece::Month], year, two_digits(month)?, 1)
            }
            [Word(name), Between(gap), Digits(year)] => {
                let (list, month) = month_name(name)?;
                is_gap(gap, list).then_some(())?;
                (vec![Piece::MonthName(list), between(gap), Piece::Year], year, month, 1)
            }
            [Digits(day), Between(first), Word(name), Between(gap), Digits(year)] => {
                let (list, month) = month_name(name)?;
                (is_gap(first, 0) && is_gap(gap, list)).then_some(())?;
                let (piece, day) = day_piece(day)?;
                let pieces =
                    vec![piece, between(first), Piece::MonthName(list), between(gap), Piece::Year];
                (pieces, year, month, day)
            }
            [Word(name), Between(gap), Digits(day), Between(comma), Digits(year)] => {
                let (list, month) = month_name(name)?;
                (is_gap(gap, list) && is_gap(comma.strip_prefix(',')?, 0)).then_some(())?;
                let (piece, day) = day_piece(day)?;
                let pieces =
                    vec![Piece::MonthName(list), between(gap), piece, between(comma), Piece::Year];
                (pieces, year, month, day)
            }
            _ => return Self::read_quarter(&tokens, language),
        };
        let date = NaiveDate::from_ymd_opt(four_digits(year)?, month, day)?;
        Some((Self { language, pieces }, date))
    }

    fn read_quarter(
        tokens: &[Token<'_>],
        language: &'static Language,
    ) -> Option<(Self, NaiveDate)> {
        use Token::{Between, Digits, Word};
        let (pieces, letter, quarter, year) = match *tokens {
            [Word(letter), Digits(quarter), Between(gap), Digits(year)] if is_gap(gap, 0) => {
                let pieces = vec![Piece::Quarter, Piece::Literal(gap.to_owned()), Piece::Year];
                (pieces, letter, quarter, year)
            }
            [Digits(year), Between(gap), Word(letter), Digits(quarter)]
                if gap == "-" || is_gap(gap, 0) =>
            {
                let pieces = vec![Piece::Year, Piece::Literal(gap.to_owned()), Piece::Quarter];
                (pieces, letter, quarter, year)
            }
            [Digits(year), Word(letter), Digits(quarter)] => {
                (vec![Piece::Year, Piece::Quarter], letter, quarter, year)
            }
            _ => return None,
        };
        let month = match quarter {
            "1" => 1,
            "2" => 4,
            "3" => 7,
            "4" => 10,
            _ => return None,
        };
        let date = NaiveDate::from_ymd_opt(four_digits(year)?, month, 1)?;
        (letter == language.quarter).then_some((Self { language, pieces }, date))
    }

    /// `date` in this format.
    pub(super) fn write(&self, date: NaiveDate) -> String {
        self.pieces.iter().map(|piece| self.write_piece(piece, date)).collect()
    }

    fn write_piece(&self, piece: &Piece, date: NaiveDate) -> String {
        match piece {
            Piece::Year => year(date),
            Piece::Quarter => format!("{}{}", self.language.quarter, date.month0() / 3 + 1),
            Piece::MonthName(list) => {
                let names = self.language.months.get(*list);
                let name = names.and_then(|names| names.get(date.month0() as usize));
                name.map_or_else(String::new, |name| (*name).to_owned())
            }
            Piece::Month => format!("{:02}", date.month()),
            Piece::Day { padded: true } => format!("{:02}", date.day()),
            Piece::Day { padded: false } => date.day().to_string(),
            Piece::Literal(text) => text.clone(),
        }
    }
}

/// The year of `date`, at least four digits.
pub(super) fn year(date: NaiveDate) -> String {
    format!("{:04}", date.year())
}

/// `text` cut where digits, letters and other characters meet.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let sort = |c: char| (c.is_ascii_digit(), c.is_alphabetic());
    let mut res = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| sort(c) != sort(first)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        res.push(match sort(first) {
            (true, _) => Token::Digits(run),
            (_, true) => Token::Word(run),
            _ => Token::Between(run),
        });
        rest = after;
    }
    res
}

/// May `text` stand between parts of a date? The names of the lists after the first are shortened and may end in a dot.
fn is_gap(text: &str, list: usize) -> bool {
    let text = if list > 0 { text.strip_prefix('.').unwrap_or(text) } else { text };
    let mut chars = text.chars();
    chars.next().is_some_and(|c| SPACES.contains(&c)) && chars.next().is_none()
}

/// The list that `name` is in and the month's number.
fn month_name(name: &str, language: &Language) -> Option<(usize, u32)> {
    (0..).zip(language.months).find_map(|(list, names)| {
        let (month, _) = (1..).zip(names).find(|(_, month)| **month == name)?;
        Some((list, month))
    })
}

fn two_digits(text: &str) -> Option<u32> {
    (text.len() == 2).then(|| text.parse().ok())?
}

fn four_digits(text: &str) -> Option<i32> {
    (text.len() == 4).then(|| text.parse().ok())?
}

/// A day of the month as it is written: `8`, `08`, `12`.
fn day_piece(text: &str) -> Option<(Piece, u32)> {
    let day = text.parse().ok().filter(|_| text.len() <= 2)?;
    Some((Piece::Day { padded: text.starts_with('0') }, day))
}
