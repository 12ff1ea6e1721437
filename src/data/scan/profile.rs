//! What all cells of one column have in common.

mod many;

use super::family::Family;
use super::look::{Look, date_look, is_invisible, look};
use crate::base::diagnostic::Diagnostic;
use crate::base::frame::Kind;
use crate::data::breaches::Place;
use crate::data::numeral::Numerals;
use crate::data::value::{
    self, MAX_DIGITS, MAX_INTEGER_DIGITS, MAX_SCALE, Number, Time, Type, Value,
};

pub(in crate::data) use many::Seen;

/// Whole numbers of more than 64 bits.
const WIDE: Type = Type::Decimal { precision: MAX_DIGITS, scale: 0 };

/// The cells of one column, counted by what they could be. Cells without a value are not among them.
#[derive(Debug, Clone)]
pub(in crate::data) struct Profile {
    declared: Option<Kind>,
    cells: usize,
    numbers: Family,
    times: Family,
    booleans: Family,
    /// The most digits before and after the point.
    digits: (usize, usize),
    /// Has a number an exponent?
    exponent: bool,
    /// Does a whole number need more than 64 bits?
    wide: bool,
    dates: usize,
    instants: usize,
    /// The first number that a float does not hold exactly.
    inexact: Option<(String, Place)>,
    /// How many cells look like numbers that are written otherwise, and the first of those that tell most.
    marked: usize,
    first_marked: Option<(String, Look, Place)>,
    /// How many of them stand for missing values.
    missing: usize,
    /// How many cells look like dates that are written otherwise, and the first of them.
    dated: usize,
    first_dated: Option<(String, Place)>,
    /// The first point in time with an offset.
    first_instant: Option<(String, Place)>,
}

impl Profile {
    /// A profile of no cells.
    pub(in crate::data) fn new(declared: Option<Kind>) -> Self {
        Self {
            declared,
            cells: 0,
            numbers: Family::default(),
            times: Family::default(),
            booleans: Family::default(),
            digits: (0, 0),
            exponent: false,
            wide: false,
            dates: 0,
            instants: 0,
            inexact: None,
            marked: 0,
            first_marked: None,
            missing: 0,
            dated: 0,
            first_dated: None,
            first_instant: None,
        }
    }

    /// Adds the cells of what follows in the file.
    pub(in crate::data) fn absorb(&mut self, other: Self) {
        self.cells += other.cells;
        self.numbers.absorb(other.numbers);
        self.times.absorb(other.times);
        self.booleans.absorb(other.booleans);
        self.digits = (self.digits.0.max(other.digits.0), self.digits.1.max(other.digits.1));
        self.exponent |= other.exponent;
        self.wide |= other.wide;
        self.dates += other.dates;
        self.instants += other.instants;
        self.inexact = self.inexact.take().or(other.inexact);
        self.marked += other.marked;
        let (first, later) = (self.first_marked.take(), other.first_marked);
        let weight =
            |found: &Option<(_, Look, _)>| found.as_ref().map(|(_, look, _)| look.weight());
        self.first_marked = if weight(&later) > weight(&first) { later } else { first };
        self.missing += other.missing;
        self.dated += other.dated;
        self.first_dated = self.first_dated.take().or(other.first_dated);
        self.first_instant = self.first_instant.take().or(other.first_instant);
    }

    /// Adds a cell that means the text it holds, and no number.
    pub(in crate::data) fn add_text(&mut self, text: &str, mut place: impl FnMut() -> Place) {
        self.cells += 1;
        let time = value::time(text.trim_ascii());
        self.add_time(time, text, &mut place);
        self.numbers.add(false, text, &mut place);
        self.times.add(time.is_some(), text, &mut place);
        self.booleans.add(false, text, &mut place);
    }

    /// Adds a cell that has a value, in the form that `numerals` declare.
    pub(in crate::data) fn add_formed(
        &mut self,
        text: &str,
        (numerals, made): (&Numerals, &mut String),
        mut place: impl FnMut() -> Place,
    ) {
        if let Some(plain) = numerals.plain(text, made) {
            return self.add(plain, place);
        }
        self.cells += 1;
        self.numbers.add(false, text, &mut place);
        self.times.add(false, text, &mut place);
        self.booleans.add(value::boolean(text.trim_ascii()).is_some(), text, &mut place);
    }

    /// Adds a cell that has a value.
    pub(in crate::data) fn add(&mut self, text: &str, mut place: impl FnMut() -> Place) {
        if self.add_small_integer(text) {
            return;
        }
        self.cells += 1;
        let trimmed = text.trim_ascii();
        let declared_number = self.declared.is_some_and(Kind::is_number);
        let number = Number::read(trimmed).filter(|n| declared_number || !n.code_like);
        if let Some(number) = &number {
            self.add_number(number, trimmed, &mut place);
        }
        let time = if number.is_some() { None } else { value::time(trimmed) };
        self.add_time(time, text, &mut place);
        if self.declared.is_none() && number.is_none() && time.is_none() {
            self.add_dated((text, trimmed), &mut place);
        }
        if self.declared.is_none() && self.marked + self.numbers.members + 1 == self.cells {
            self.add_marked((text, trimmed), number.as_ref(), &mut place);
        }
        self.numbers.add(number.is_some_and(|n| storable(&n, trimmed)), text, &mut place);
        self.times.add(time.is_some(), text, &mut place);
        self.booleans.add(value::boolean(trimmed).is_some(), text, &mut place);
    }

    /// Adds a cell that is no number here, if it would be one were marks declared, or had it fewer digits.
    fn add_marked(
        &mut self,
        (text, trimmed): (&str, &str),
        number: Option<&Number<'_>>,
        place: &mut impl FnMut() -> Place,
    ) {
        let found = match number {
            Some(number) => (!storable(number, trimmed)).then_some(Look::TooLong),
            None => look(trimmed),
        };
        let Some(found) = found else { return };
        self.marked += 1;
        self.missing += usize::from(found == Look::Missing);
        let known = self.first_marked.as_ref().map(|(_, look, _)| look.weight());
        if known.is_none_or(|known| known < found.weight()) {
            self.first_marked = Some((text.to_owned(), found, place()));
        }
    }

    /// Adds a cell that is no date here, if it looks like one and all others so far are dates or look so.
    fn add_dated(&mut self, (text, trimmed): (&str, &str), place: &mut impl FnMut() -> Place) {
        if self.dated + self.times.members + 1 == self.cells && date_look(trimmed).is_some() {
            self.dated += 1;
            self.first_dated.get_or_insert_with(|| (text.to_owned(), place()));
        }
    }

    /// Adds a whole number of at most 15 digits, in the plain form that nearly all have; is it one?
    fn add_small_integer(&mut self, text: &str) -> bool {
        let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
        let is_small = (1..=15).contains(&digits.len())
            && (digits[0] != b'0' || digits.len() == 1)
            && digits.iter().all(u8::is_ascii_digit)
            && self.times.stranger.is_some()
            && self.booleans.stranger.is_some();
        if is_small {
            self.cells += 1;
            self.numbers.members += 1;
            self.digits.0 = self.digits.0.max(if digits[0] == b'0' { 0 } else { digits.len() });
            // They are numbers among texts and dates; what those other cells are is known by the first of them.
            for family in [&mut self.times, &mut self.booleans] {
                if let Some((first, _)) = &family.stranger {
                    family.strangers_agree = family.strangers_agree && first == text;
                }
            }
        }
        is_small
    }

    fn add_time(&mut self, time: Option<Time>, text: &str, place: &mut impl FnMut() -> Place) {
        match time {
            Some(Time::Date(_)) => self.dates += 1,
            Some(Time::Instant(_)) => {
                self.instants += 1;
                self.first_instant.get_or_insert_with(|| (text.to_owned(), place()));
            }
            Some(Time::Local(_)) | None => {}
        }
    }

    fn add_number(&mut self, number: &Number<'_>, text: &str, place: &mut impl FnMut() -> Place) {
        if !storable(number, text) {
            return;
        }
        self.exponent |= number.exponent;
        self.digits.0 = self.digits.0.max(number.integer_digits());
        self.digits.1 = self.digits.1.max(number.scale());
        self.wide |= number.integer_digits() > 18 && text.parse::<i64>().is_err();
        if self.inexact.is_none() && number.loses_digits(text) {
            self.inexact = Some((text.to_owned(), place()));
        }
    }

    /// The type of the column, with a warning if one odd cell decided it or digits are lost.
    pub(in crate::data) fn finish(self, name: &str) -> (Type, Option<Diagnostic>) {
        let kind = match self.declared {
            Some(declared) => self.declared_type(declared),
            None => self.inferred_type(),
        };
        let inexact = self.inexact.as_ref().filter(|_| kind == Type::Float);
        let warning = match inexact {
            Some((text, place)) => Some(rounded(name, text, place)),
            None if kind == Type::Text && self.declared.is_none() => {
                let told = self.dated(name).or_else(|| self.marked(name));
                told.or_else(|| self.odd_cell(name))
            }
            None => None,
        };
        (kind, warning)
    }

    /// The warning for a column of numbers with marks that are not declared.
    fn marked(&self, name: &str) -> Option<Diagnostic> {
        let is_all = self.marked + self.numbers.members == self.cells;
        let (text, look, place) = self.first_marked.as_ref().filter(|_| is_all)?;
        // A column of nothing but words for missing values is none of numbers.
        if *look == Look::Missing && self.numbers.members == 0 {
            return None;
        }
        Some(place.mark(look.warning(name, &shortened(text), (self.missing, self.cells)), ""))
    }

    /// The warning for a column of dates that are written otherwise, or in ways that do not fit together.
    fn dated(&self, name: &str) -> Option<Diagnostic> {
        let n_times = self.times.members;
        if self.dated > 0 && self.dated + n_times == self.cells {
            let (text, place) = self.first_dated.as_ref()?;
            let (what, help) = date_look(text)?;
            let message = format!("`{name}` is text: `{}` {what}", shortened(text));
            return Some(place.mark(Diagnostic::warning("data/date-form", message).help(help), ""));
        }
        let is_mixed = n_times == self.cells && self.instants > 0;
        let (text, place) = self.first_instant.as_ref().filter(|_| is_mixed)?;
        let message =
            format!("`{name}` is text: `{text}` has an offset, and other cells have none");
        let warning = Diagnostic::warning("data/date-form", message)
            .help("give all of them an offset, such as `Z` or `+07:00`, or none");
        Some(place.mark(warning, ""))
    }

    /// The warning for the odd cell that makes the column text.
    fn odd_cell(self, name: &str) -> Option<Diagnostic> {
        let cells = self.cells;
        let odd =
            [(self.numbers, "numbers"), (self.times, "dates"), (self.booleans, "true or false")];
        let odd = odd.into_iter().find_map(|(family, noun)| family.odd(cells, noun));
        let (noun, strangers, text, place) = odd?;
        let text = shortened(&text);
        let message = match strangers {
            1 => format!("`{name}` is text because of one cell, `{text}`; the others are {noun}"),
            n => format!(
                "`{name}` is text because of {n} of its {cells} cells, the first `{text}`; the others are {noun}"
            ),
        };
        let warning = Diagnostic::warning("data/odd-cell", message).help(
            "mend the cell; or in the table's contract list it under `null_values`, or declare `type: text`",
        );
        Some(place.mark(warning, ""))
    }

    /// The narrowest type that holds every cell as it is.
    fn inferred_type(&self) -> Type {
        let cells = self.cells;
        if cells == 0 {
            Type::Text
        } else if self.numbers.members == cells {
            self.number_type(MAX_INTEGER_DIGITS, MAX_SCALE)
        } else if self.booleans.members == cells {
            Type::Boolean
        } else if self.times.members != cells {
            Type::Text
        } else if self.dates == cells {
            Type::Date
        } else {
            match self.instants {
                0 => Type::DateTime,
                n if n == cells => Type::Instant,
                _ => Type::Text,
            }
        }
    }

    /// The type for a declared kind, as wide as the cells need.
    fn declared_type(&self, declared: Kind) -> Type {
        match declared {
            Kind::Integer if self.wide => WIDE,
            Kind::Integer => Type::Integer,
            Kind::Decimal => {
                let scale = u8::try_from(self.digits.1.clamp(1, 38)).unwrap_or(MAX_DIGITS);
                let precision = self.digits.0.max(1) + usize::from(scale);
                let precision = u8::try_from(precision.min(38)).unwrap_or(MAX_DIGITS);
                Type::Decimal { precision, scale }
            }
            Kind::Float => Type::Float,
            Kind::Text => Type::Text,
            Kind::Date => Type::Date,
            Kind::DateTime if self.cells > 0 && self.instants == self.cells => Type::Instant,
            Kind::DateTime => Type::DateTime,
            Kind::Boolean => Type::Boolean,
        }
    }

    /// Integer, decimal or float.
    fn number_type(&self, max_integer_digits: u8, max_scale: u8) -> Type {
        let (integer, scale) = self.digits;
        if self.exponent {
            return Type::Float;
        }
        if scale == 0 {
            return if self.wide { WIDE } else { Type::Integer };
        }
        match (u8::try_from(integer.max(1)), u8::try_from(scale)) {
            (Ok(integer), Ok(scale)) if integer <= max_integer_digits && scale <= max_scale => {
                Type::Decimal { precision: integer + scale, scale }
            }
            _ => Type::Float,
        }
    }
}

/// Can any type hold the number: a float in range, or an exact one of at most 38 digits?
fn storable(number: &Number<'_>, text: &str) -> bool {
    if number.exponent || number.scale() > 0 {
        Value::read(text, Type::Float).is_some()
    } else {
        number.exact(0).is_some()
    }
}

/// The warning for a number that its column, being of floats, holds in part only.
fn rounded(name: &str, text: &str, place: &Place) -> Diagnostic {
    let kept: f64 = text.parse().unwrap_or_default();
    let message = format!("`{name}` holds floating point numbers, and this cell becomes {kept}");
    let warning = Diagnostic::warning("data/inexact-float", message).help(
        "write it with 17 digits or fewer, or declare `type: decimal` in the table's contract",
    );
    place.mark(warning, "")
}

/// The first characters of a text for a message, on one line, with those that nobody sees by their numbers.
fn shortened(text: &str) -> String {
    const MOST: usize = 40;
    let mut short = String::new();
    for char in text.chars().take(MOST) {
        match char {
            _ if is_invisible(char) => short.extend(char.escape_unicode()),
            _ if char.is_control() => short.push(' '),
            _ => short.push(char),
        }
    }
    if text.chars().nth(MOST).is_some() {
        short.push('…');
    }
    short
}
