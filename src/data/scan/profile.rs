//! What all cells of one column have in common.

mod many;

use crate::base::diagnostic::Diagnostic;
use crate::base::frame::Kind;
use crate::data::breaches::Place;
use crate::data::numeral::{self, Numerals};
use crate::data::value::{
    self, MAX_DIGITS, MAX_INTEGER_DIGITS, MAX_SCALE, Number, Time, Type, Value,
};

pub(in crate::data) use many::Seen;

/// Why a number that has too many digits is no cell of a column of numbers.
const TOO_LONG: &str = "more digits than a number can have";

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
    /// How many cells would be numbers if marks were declared, the first of them with what would have to be.
    marked: usize,
    first_marked: Option<(String, &'static str, Place)>,
}

/// Cells that belong together, and the others.
#[derive(Debug, Clone, Default)]
struct Family {
    members: usize,
    /// The first cell that is none of them, and whether all of the others are the same text.
    stranger: Option<(String, Place)>,
    strangers_agree: bool,
}

impl Family {
    fn add(&mut self, member: bool, text: &str, place: &mut impl FnMut() -> Place) {
        match &self.stranger {
            _ if member => self.members += 1,
            None => {
                self.stranger = Some((text.to_owned(), place()));
                self.strangers_agree = true;
            }
            Some((first, _)) => self.strangers_agree = self.strangers_agree && first == text,
        }
    }

    /// Adds the cells of what follows in the file.
    fn absorb(&mut self, other: Self) {
        self.members += other.members;
        match (&self.stranger, other.stranger) {
            (_, None) => {}
            (None, Some(stranger)) => {
                self.stranger = Some(stranger);
                self.strangers_agree = other.strangers_agree;
            }
            (Some((first, _)), Some((text, _))) => {
                self.strangers_agree =
                    self.strangers_agree && other.strangers_agree && *first == text;
            }
        }
    }

    /// The stranger, if so many cells are members that it must be a slip.
    fn odd(self, cells: usize, name: &'static str) -> Option<(&'static str, usize, String, Place)> {
        let strangers = cells - self.members;
        let few = strangers == 1 || strangers * 10 <= cells;
        let odd = (few && strangers * 2 <= self.members)
            || (self.strangers_agree && (2..=self.members).contains(&strangers));
        let (text, place) = self.stranger?;
        odd.then_some((name, strangers, text, place))
    }
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
        self.first_marked = self.first_marked.take().or(other.first_marked);
    }

    /// Adds a cell that means the text it holds, and no number.
    pub(in crate::data) fn add_text(&mut self, text: &str, mut place: impl FnMut() -> Place) {
        self.cells += 1;
        let time = value::time(text.trim_ascii());
        self.add_time(time);
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
        self.add_time(time);
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
        let why = match number {
            Some(number) => (!storable(number, trimmed)).then_some(TOO_LONG),
            None => numeral::looks_like(trimmed),
        };
        if let Some(why) = why {
            self.marked += 1;
            self.first_marked.get_or_insert_with(|| (text.to_owned(), why, place()));
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

    fn add_time(&mut self, time: Option<Time>) {
        match time {
            Some(Time::Date(_)) => self.dates += 1,
            Some(Time::Instant(_)) => self.instants += 1,
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
                self.marked(name).or_else(|| self.odd_cell(name))
            }
            None => None,
        };
        (kind, warning)
    }

    /// The warning for a column of numbers with marks that are not declared.
    fn marked(&self, name: &str) -> Option<Diagnostic> {
        let is_all = self.marked + self.numbers.members == self.cells;
        let (text, declared, place) = self.first_marked.as_ref().filter(|_| is_all)?;
        let text = shortened(text);
        if *declared == TOO_LONG {
            let message =
                format!("`{name}` is text: `{text}` has more digits than a number can have");
            let warning = Diagnostic::warning("data/odd-cell", message)
                .help("numbers have at most 38 digits; declare `type: text` if it is none");
            return Some(place.mark(warning, ""));
        }
        let message = format!("`{name}` is text: `{text}` is no number as it is written");
        let warning = Diagnostic::warning("data/number-marks", message).help(format!(
            "declare how the numbers are written in the table's contract, such as `csv: {{{declared}}}`, or declare `type: text`"
        ));
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

/// The first characters of a text for a message, on one line.
fn shortened(text: &str) -> String {
    let visible = |char: char| if char.is_control() { ' ' } else { char };
    let mut short: String = text.chars().take(40).map(visible).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
