//! Formats by name.

use std::fmt;

use super::calendar::Calendar;
use super::decimal::{Grouping, Precision};
use super::duration::Duration;
use super::language::{CURRENCIES, CURRENCY_CODES, Language, MoneySign, Rung};
use super::locale::Locale;
use super::numeral::{Meaning, Numeral, Scale, Signs};
use super::{Format, Shape};
use crate::base::diagnostic::nearest;

/// The significant figures of short numbers without a count of decimals.
const SHORT_FIGURES: u16 = 3;

/// The most decimals that a name can ask for.
const MOST_DECIMALS: u16 = 30;

/// Names of formats of numbers that take a count of decimals behind.
const WITH_DECIMALS: [&str; 8] = ["grouped", "fixed", "short", "long", "percent", "pp", "x", "si"];

/// Names of other formats.
const ALONE: [&str; 15] = [
    "int",
    "ordinal",
    "date",
    "day",
    "day-short",
    "month",
    "month-short",
    "quarter",
    "half",
    "week",
    "year",
    "time",
    "day-time",
    "duration",
    "text",
];

/// Those of them that are formats of numbers.
const SIGNED_ALONE: [&str; 2] = ["int", "ordinal"];

/// A name that no format has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownFormat {
    name: String,
}

impl UnknownFormat {
    /// What to do: the nearest name, or all of them if none is near.
    pub fn help(&self) -> String {
        self.advice().unwrap_or_else(|| KNOWN.to_owned())
    }

    /// What is probably meant.
    fn advice(&self) -> Option<String> {
        let signed = self.name.strip_prefix("signed-");
        let (stem, decimals) = split_decimals(signed.unwrap_or(&self.name));
        if stem.is_empty() {
            return None;
        }
        let money = CURRENCY_CODES.map(|code| [code.to_owned(), format!("{code}-short")]);
        let money = money.iter().flatten().map(String::as_str);
        let near = nearest(stem, WITH_DECIMALS.into_iter().chain(ALONE).chain(money))?;
        let decimals = match decimals {
            _ if ALONE.contains(&near) => "",
            "" if near == "fixed" => "2",
            digits if digits.parse().is_ok_and(|n: u16| n > MOST_DECIMALS) || digits.len() > 4 => {
                return Some(format!("at most {MOST_DECIMALS} decimals can be asked for;"));
            }
            digits => digits,
        };
        let sign = match signed {
            Some(_) if ALONE.contains(&near) && !SIGNED_ALONE.contains(&near) => {
                return Some("`signed-` is for formats of numbers;".to_owned());
            }
            Some(_) => "signed-",
            None => "",
        };
        Some(format!("did you mean `{sign}{near}{decimals}`?"))
    }
}

/// All names in one line.
const KNOWN: &str = "known formats are `int`, `grouped`, `fixed2`, `short`, `long`, `percent`, `pp`, \
    `x`, `si`, `ordinal`, `usd` (or another currency), `usd-short`, `duration`, `date`, `day`, \
    `day-short`, `week`, `month`, `month-short`, `quarter`, `half`, `year`, `time`, `day-time` and `text`; a number behind those of numbers, as in \
    `percent1`, is a count of decimals, and `signed-` before them adds a plus sign";

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no format `{}`", self.name)
    }
}

impl std::error::Error for UnknownFormat {}

/// The format called `name`.
pub(super) fn format(name: &str, locale: Locale) -> Result<Format, UnknownFormat> {
    let language = locale.language();
    let found = match name.strip_prefix("signed-") {
        Some(unsigned) => numeral(unsigned, language).map(|mut numeral| {
            numeral.sign.plus = true;
            Shape::Numeral(numeral)
        }),
        None if name == "text" => Some(Shape::Text),
        None if name == "duration" => {
            Some(Shape::Duration(Duration { language, parts: Vec::new() }))
        }
        None => calendar(name, language)
            .map(Shape::Calendar)
            .or_else(|| numeral(name, language).map(Shape::Numeral)),
    };
    found.map(Format).ok_or_else(|| UnknownFormat { name: name.to_owned() })
}

/// The format of short numbers with so many significant figures.
pub(super) fn short(significant: u16, language: &'static Language) -> Numeral {
    let ladder = language.ladders.first().copied().unwrap_or_default();
    Numeral {
        precision: Precision::Significant(significant),
        scale: Scale::Suited(ladder),
        ..plain(language)
    }
}

/// Whole numbers, grouped.
fn plain(language: &'static Language) -> Numeral {
    Numeral {
        language,
        lead: String::new(),
        sign: Signs::USUAL,
        prefix: String::new(),
        precision: Precision::Decimals(0),
        grouping: Some(Grouping {
            separator: language.group,
            from: language.min_grouped,
            indian: language.indian,
        }),
        scale: Scale::Ones,
        meaning: Meaning::Plain,
        suffix: String::new(),
    }
}

/// The format of numbers called `name`.
fn numeral(name: &str, language: &'static Language) -> Option<Numeral> {
    let plain = plain(language);
    match name {
        "int" => return Some(Numeral { grouping: None, ..plain }),
        "year" => return Some(Numeral { grouping: None, meaning: Meaning::Year, ..plain }),
        "ordinal" => return Some(Numeral { meaning: Meaning::Ordinal, ..plain }),
        _ => {}
    }
    let (stem, decimals) = split_decimals(name);
    let asked = match decimals {
        "" => None,
        digits => Some(digits.parse().ok().filter(|n| *n <= MOST_DECIMALS)?),
    };
    let precision = Precision::Decimals(asked.unwrap_or(0));
    let numeral = Numeral { precision, ..plain };
    let suited = |ladder, numeral: Numeral| {
        let precision = asked.map_or(Precision::Significant(SHORT_FIGURES), Precision::Decimals);
        Numeral { precision, scale: Scale::Suited(ladder), ..numeral }
    };
    let in_short = |numeral| suited(language.ladders.first().copied().unwrap_or_default(), numeral);
    let suffixed = |suffix: String, meaning| Numeral { meaning, suffix, ..numeral.clone() };
    match stem {
        "grouped" => Some(numeral),
        "fixed" if asked.is_some() => Some(Numeral { grouping: None, ..numeral }),
        "short" => Some(in_short(numeral)),
        "long" => Some(suited(language.long, numeral)),
        "si" => Some(Numeral { meaning: Meaning::Unit, ..suited(&SI, numeral) }),
        "percent" => Some(suffixed(language.percent.to_owned(), Meaning::Percent)),
        "pp" => Some(suffixed(language.points.to_owned(), Meaning::Percent)),
        "x" => Some(suffixed(language.times.to_owned(), Meaning::Plain)),
        money => {
            let code = money.strip_suffix("-short").unwrap_or(money);
            let numeral = with_money(code, numeral)?;
            Some(if code == money { numeral } else { in_short(numeral) })
        }
    }
}

/// `numeral` with the sign of the currency `code`, or with the code.
fn with_money(code: &str, numeral: Numeral) -> Option<Numeral> {
    let language = numeral.language;
    let code = CURRENCY_CODES.iter().find(|known| **known == code)?;
    let found = CURRENCIES.iter().find(|(known, _)| known == code);
    let sign = match found {
        // At home the yuan needs no letters.
        Some(("cny", _)) if language.tag.starts_with("zh") => "¥".to_owned(),
        Some((_, sign)) => (*sign).to_owned(),
        None => code.to_uppercase(),
    };
    Some(match language.money {
        MoneySign::Before if found.is_some() => Numeral { prefix: sign, ..numeral },
        MoneySign::Before | MoneySign::BeforeWithSpace => {
            Numeral { prefix: format!("{sign}\u{a0}"), ..numeral }
        }
        MoneySign::Behind => Numeral { suffix: format!("\u{a0}{sign}"), ..numeral },
    })
}

/// The prefixes of units.
static SI: [Rung; 9] = [
    prefix(-9, "n"),
    prefix(-6, "µ"),
    prefix(-3, "m"),
    prefix(0, ""),
    prefix(3, "k"),
    prefix(6, "M"),
    prefix(9, "G"),
    prefix(12, "T"),
    prefix(15, "P"),
];

const fn prefix(power: i64, name: &'static str) -> Rung {
    Rung { power, name, forms: &[], gap: "\u{a0}" }
}

/// The format of dates called `name`.
fn calendar(name: &str, language: &'static Language) -> Option<Calendar> {
    let formats = &language.date_formats;
    let pattern = match name {
        "date" => "y-MM-dd",
        "day" => formats.day,
        "day-short" => formats.day_short,
        "month" => formats.month,
        "month-short" => formats.month_short,
        "quarter" => formats.quarter,
        "half" => formats.half,
        "week" => formats.week,
        "time" => language.clock.first()?,
        "day-time" => {
            let (between, _) = language.moments.first()?;
            let pattern = format!("{}'{between}'{}", formats.day, language.clock.first()?);
            return Some(Calendar::of(&pattern, language));
        }
        _ => return None,
    };
    Some(Calendar::of(pattern, language))
}

/// `name` and the digits that it ends with.
fn split_decimals(name: &str) -> (&str, &str) {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    name.split_at(stem.len())
}

#[cfg(test)]
mod tests {
    use super::super::tests::cell;
    use super::{Format, Locale};

    #[test]
    fn formats_by_name() {
        for (name, value, expected) in [
            ("int", "1234567.5", "1234568"),
            ("grouped", "1234567.891", "1,234,568"),
            ("grouped1", "1234567.891", "1,234,567.9"),
            ("fixed2", "1234567.891", "1234567.89"),
            ("fixed0", "1234567.891", "1234568"),
            ("short", "1234567.891", "1.23M"),
            ("short", "44900000000", "44.9B"),
            ("short", "999500", "1M"),
            ("short", "999499", "999K"),
            ("short", "999.9", "1K"),
            ("short", "588", "588"),
            ("short", "0.00012345", "0.000123"),
            ("short", "0", "0"),
            ("short1", "999950", "1.0M"),
            ("short1", "999949", "999.9K"),
            ("short1", "588", "588"),
            ("short1", "588.25", "588.3"),
            ("short1", "-44900000000", "-44.9B"),
            ("percent", "0.1234", "12%"),
            ("percent1", "0.1234", "12.3%"),
            ("pp1", "0.1234", "12.3\u{a0}pp"),
            ("x", "76.36", "76x"),
            ("x1", "76.36", "76.4x"),
            ("ordinal", "3", "3rd"),
            ("usd", "1234567.891", "$1,234,568"),
            ("usd2", "-1234567.891", "-$1,234,567.89"),
            ("eur", "12", "€12"),
            ("chf2", "12", "CHF\u{a0}12.00"),
            ("usd-short", "6250000", "$6.25M"),
            ("usd-short1", "6250000", "$6.3M"),
            ("signed-percent1", "0.1234", "+12.3%"),
            ("signed-short", "1234567", "+1.23M"),
            ("date", "2025-03-08", "2025-03-08"),
            ("day", "2025-03-08", "8 March 2025"),
            ("day-short", "2025-03-08", "8 Mar 2025"),
            ("month", "2025-03-08", "March 2025"),
            ("month-short", "2025-03-08", "Mar 2025"),
            ("quarter", "2025-03-08", "Q1 2025"),
            ("year", "2025-03-08", "2025"),
            ("year", "2025", "2025"),
            ("text", "1234567.891", "1234567.891"),
            ("text", "2025-03-08", "2025-03-08"),
        ] {
            let format =
                Format::named(name, Locale::ENGLISH).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(format.write(&cell(value), None).as_deref(), Ok(expected), "{name}");
            assert_eq!(format.rescaled(&cell(value), None).as_deref(), Ok(expected), "{name}");
        }
    }

    #[test]
    fn a_unit_gets_the_prefix_that_suits_its_value() {
        for (name, value, unit, expected) in [
            ("si1", "1500000000", Some("bytes"), "1.5\u{a0}GB"),
            ("si", "1500000000", Some("bytes"), "1.5\u{a0}GB"),
            ("si", "950", Some("W"), "950\u{a0}W"),
            ("si2", "0.00425", Some("g"), "4.25\u{a0}mg"),
            ("si1", "999960", Some("Wh"), "1.0\u{a0}MWh"),
            ("si", "0", Some("B"), "0\u{a0}B"),
            ("duration", "4800", None, "1\u{a0}h 20\u{a0}min"),
            ("duration", "90", Some("minutes"), "1\u{a0}h 30\u{a0}min"),
            ("duration", "7200", Some("s"), "2\u{a0}h"),
            ("duration", "86399.6", Some("s"), "1\u{a0}d"),
            ("duration", "-90", Some("s"), "-1\u{a0}min 30\u{a0}s"),
            ("duration", "0.25", Some("s"), "250\u{a0}ms"),
            ("duration", "0", Some("s"), "0\u{a0}ms"),
        ] {
            let format = Format::named(name, Locale::ENGLISH).expect("known");
            assert_eq!(format.write(&cell(value), unit).as_deref(), Ok(expected), "{name} {value}");
        }
    }

    #[test]
    fn an_unknown_name_is_answered_by_the_nearest() {
        for (name, near) in [
            ("shrot1", "did you mean `short1`?"),
            ("Percent", "did you mean `percent`?"),
            ("signed-percant2", "did you mean `signed-percent2`?"),
            ("signed-date", "`signed-` is for formats of numbers"),
            ("usd-shot", "did you mean `usd-short`?"),
            ("mont", "did you mean `month`?"),
            ("int2", "did you mean `int`?"),
            ("fixed", "did you mean `fixed2`?"),
            ("short99", "at most 30 decimals"),
            ("short99999999999", "at most 30 decimals"),
            ("", "known formats are `int`"),
            ("%d tokens", "known formats are `int`"),
        ] {
            let error = Format::named(name, Locale::ENGLISH).expect_err(name);
            assert_eq!(error.to_string(), format!("there is no format `{name}`"));
            assert!(error.help().starts_with(near), "{name}: {}", error.help());
        }
    }
}
