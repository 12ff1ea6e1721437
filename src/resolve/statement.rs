//! What a text states against a value: does it hold, and what would?

use bigdecimal::BigDecimal;
use chrono::NaiveDate;

use super::hint::{capitalized, hint, in_scale};
use super::option::{Options, Relation, Truth};
use crate::base::cell::Cell;
use crate::base::diagnostic::Diagnostic;
use crate::base::number::{
    Format, Locale, Mismatch, Period, Reading, Side, Stated, rescaled, restated,
};

/// A text with the value that it is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Statement<'a> {
    /// The text, without spaces around it.
    pub(super) text: &'a str,
    /// How closely it must follow the value.
    pub(super) options: &'a Options,
    /// The value.
    pub(super) cell: &'a Cell,
    /// The value's unit.
    pub(super) unit: Option<&'a str>,
    /// The language of the text.
    pub(super) locale: Locale,
}

/// How a statement fares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It holds, as this text: its own, or what fills an empty one.
    Holds(String),
    /// It does not.
    Stale(Stale),
}

/// A statement that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stale {
    /// What the text says and what the data says.
    pub(super) message: String,
    /// A text that holds.
    pub(super) instead: String,
    /// What is probably behind it, and what to do then.
    pub(super) hint: Option<String>,
}

impl Statement<'_> {
    /// Judges the statement. A diagnostic without a place is about the text, one at a span about the options.
    pub(super) fn judge(self) -> Result<Verdict, Diagnostic> {
        let verdict = self.compared()?;
        if let Verdict::Stale(stale) = &verdict {
            // Not every form can say every value: no `1 in 4` is below zero.
            let instead = Statement { text: &stale.instead, ..self };
            if !matches!(instead.compared(), Ok(Verdict::Holds(_))) {
                let value = self.cell.plain();
                let message = format!(
                    "the text says `{}`, but the data says `{value}`, which cannot be said in this form",
                    self.text
                );
                return Err(Diagnostic::error("bind/stale", message).help(
                    "say it in another form, or mend the query or the data if the text is right",
                ));
            }
        }
        Ok(verdict)
    }

    fn compared(self) -> Result<Verdict, Diagnostic> {
        let Self { text, options, cell, unit, locale } = self;
        if cell.is_null() {
            return Err(self.mismatched(&Mismatch::Null));
        }
        if text.is_empty() && options.truth != Truth::Same {
            let message = "an empty text states nothing to compare with the value";
            return Err(Diagnostic::error("bind/contradiction", message)
                .at(options.truth_span)
                .help("state a number in the brackets, or remove the option"));
        }
        let computed = match &options.format {
            Some(name) => {
                let format = Format::named(name, locale).map_err(|unknown| {
                    Diagnostic::error("bind/format", unknown.to_string())
                        .at(options.format_span)
                        .help(unknown.help())
                })?;
                format.write(cell, unit)
            }
            None if text.is_empty() => by_default(cell, unit, locale),
            None => restated(text, cell, unit, locale),
        };
        let computed = computed.map_err(|mismatch| self.mismatched(&mismatch))?;
        if options.truth == Truth::Same {
            if text.is_empty() || same_text(text, &computed) {
                let holds = if text.is_empty() { computed } else { text.to_owned() };
                return Ok(Verdict::Holds(holds));
            }
            let capital = capitalized(text).filter(|capital| {
                options.format.is_none()
                    && restated(capital, cell, unit, locale).as_ref() == Ok(capital)
            });
            let capital = capital.or_else(|| in_scale(&self).filter(|_| options.format.is_none()));
            let instead = capital.unwrap_or_else(|| self.instead(computed));
            return Ok(self.stale("", &instead, ""));
        }
        let stated = Stated::of(text, unit, locale);
        let verdict = if cell.date().is_some() {
            self.compare_days()
        } else if stated.is_none() {
            self.compare_exactly(&computed)
        } else {
            None
        };
        if let Some(verdict) = verdict {
            return Ok(verdict);
        }
        let (Some(stated), Some(value)) = (stated, cell.decimal()) else {
            let message = format!("`{text}` cannot be compared with the value in this way");
            return Err(Diagnostic::error("bind/option", message).at(options.truth_span).help(
                "remove the option: texts, times and periods without a year must be the same, and of days only `cmp` is told",
            ));
        };
        self.compare(&stated, &value, computed)
    }

    /// Judges a period of the calendar that stands before or after a day; `None` for other texts and options.
    fn compare_days(self) -> Option<Verdict> {
        let Truth::Is(relation) = &self.options.truth else { return None };
        let period = Period::of(self.text, self.locale)?;
        let day = self.cell.date()?;
        let holds = match relation {
            Relation::AtLeast => day >= period.first,
            Relation::MoreThan => day > period.last,
            Relation::AtMost => day <= period.last,
            Relation::LessThan => day < period.first,
        };
        if holds {
            return Some(Verdict::Holds(self.text.to_owned()));
        }
        let (side, strictly) = relation.side();
        let instead = period.write_beside(day, side, strictly)?;
        let lead = match relation {
            Relation::AtLeast => "not before ",
            Relation::MoreThan => "after ",
            Relation::AtMost => "not after ",
            Relation::LessThan => "before ",
        };
        Some(self.stale(lead, &instead, ""))
    }

    /// Judges a quotient, a duration or a number in several scales that need not be the same; `None` for what states no number.
    fn compare_exactly(self, computed: &str) -> Option<Verdict> {
        let reading = Reading::of(self.text, self.unit, self.locale)?;
        let stated = reading.value.decimal()?;
        let value = self.cell.decimal()?;
        if self.options.truth == Truth::About {
            let rough = reading.roughly(&value, self.unit)?;
            if rough.rounded == rough.stated || same_text(self.text, computed) {
                return Some(Verdict::Holds(self.text.to_owned()));
            }
            return Some(self.stale("about ", &rough.text, ""));
        }
        let difference = (&stated - &value).abs();
        let (holds, lead) = match &self.options.truth {
            Truth::Is(relation) => (relation.holds(&value, &stated), relation.words()),
            Truth::Within(most) => (difference <= *most || same_text(self.text, computed), ""),
            Truth::WithinPart(part) => {
                (difference <= value.abs() * part || same_text(self.text, computed), "")
            }
            Truth::Same | Truth::About => return None,
        };
        if holds {
            return Some(Verdict::Holds(self.text.to_owned()));
        }
        let Truth::Is(relation) = &self.options.truth else {
            return Some(self.stale(lead, computed, ""));
        };
        // A rounded value may lie on the wrong side: one a little further away does not.
        let format = Format::read(self.text, self.locale)?;
        let of = |text: &str| Reading::of(text, self.unit, self.locale)?.value.decimal();
        let off = (of(computed)? - &value).abs();
        let instead = (0..6).find_map(|n| {
            let moved = &off * BigDecimal::from(n);
            let moved =
                if relation.side().0 == Side::Below { &value - moved } else { &value + moved };
            let text = format.write(&Cell::Decimal(moved), self.unit).ok()?;
            of(&text).is_some_and(|stated| relation.holds(&value, &stated)).then_some(text)
        });
        Some(self.stale(lead, &instead?, ""))
    }

    /// Judges a number that need not be the same.
    fn compare(
        self,
        stated: &Stated,
        value: &BigDecimal,
        computed: String,
    ) -> Result<Verdict, Diagnostic> {
        let difference = (&stated.value - value).abs();
        let (holds, lead, instead, remark) = match &self.options.truth {
            Truth::Same => (true, "", Some(computed), ""),
            Truth::Within(most) => (
                difference <= *most || same_text(self.text, &computed),
                "",
                Some(self.instead(computed)),
                ", which is further away than the tolerance",
            ),
            Truth::WithinPart(part) => (
                difference <= value.abs() * part || same_text(self.text, &computed),
                "",
                Some(self.instead(computed)),
                ", which is further away than the tolerance",
            ),
            Truth::About => {
                (stated.value == stated.rounded(value), "about ", stated.write_about(value), "")
            }
            Truth::Is(relation) => {
                let (side, strictly) = relation.side();
                let holds = relation.holds(value, &stated.value);
                (holds, relation.words(), stated.write_beside(value, side, strictly), "")
            }
        };
        if holds {
            return Ok(Verdict::Holds(self.text.to_owned()));
        }
        let instead = instead.ok_or_else(|| self.mismatched(&Mismatch::TooLong))?;
        Ok(self.stale(lead, &instead, remark))
    }

    /// A text that holds where `computed` does, in the scale that suits the value.
    fn instead(self, computed: String) -> String {
        match self.options.format {
            None => rescaled(self.text, self.cell, self.unit, self.locale).unwrap_or(computed),
            Some(_) => computed,
        }
    }

    fn stale(self, lead: &str, instead: &str, remark: &str) -> Verdict {
        let value = self.cell.plain();
        let told = match self.options.truth {
            Truth::Is(_) => format!("the data says `{value}`"),
            _ if value == instead => format!("the data says `{instead}`"),
            _ => format!("the data says {lead}`{instead}` ({value})"),
        };
        let message = format!("the text says {lead}`{}`, but {told}{remark}", self.text);
        Verdict::Stale(Stale { message, instead: instead.to_owned(), hint: hint(&self) })
    }

    fn mismatched(self, mismatch: &Mismatch) -> Diagnostic {
        let text = self.text;
        let (code, message) = match mismatch {
            Mismatch::Null => ("bind/null", "the data has no value here (NULL)".to_owned()),
            Mismatch::Unreadable => {
                ("bind/unreadable", format!("`{text}` cannot be read as a number or a date"))
            }
            other => ("bind/kind", format!("`{text}` cannot be checked: {other}")),
        };
        let help = match mismatch {
            Mismatch::Null => "exclude missing values in the query, or bind to another row",
            Mismatch::Unreadable => {
                return Diagnostic::error(code, message).help(readable(self.locale));
            }
            _ => "bind to another column, or write the text as the value is",
        };
        Diagnostic::error(code, message).help(help)
    }
}

impl Relation {
    /// Does `value` stand in this relation to `stated`?
    fn holds(self, value: &BigDecimal, stated: &BigDecimal) -> bool {
        match self {
            Self::AtLeast => value >= stated,
            Self::MoreThan => value > stated,
            Self::AtMost => value <= stated,
            Self::LessThan => value < stated,
        }
    }

    /// On which side of the value a stated number must be, and whether the value itself is excluded.
    fn side(self) -> (Side, bool) {
        match self {
            Self::AtLeast => (Side::Below, false),
            Self::MoreThan => (Side::Below, true),
            Self::AtMost => (Side::Above, false),
            Self::LessThan => (Side::Above, true),
        }
    }

    /// What comes before the stated number in a message.
    fn words(self) -> &'static str {
        match self {
            Self::AtLeast => "at least ",
            Self::MoreThan => "more than ",
            Self::AtMost => "at most ",
            Self::LessThan => "less than ",
        }
    }
}

/// A value as it is written where neither a text nor a format says how.
pub(super) fn by_default(
    cell: &Cell,
    unit: Option<&str>,
    locale: Locale,
) -> Result<String, Mismatch> {
    let name = match cell {
        Cell::Integer(_) => "grouped",
        Cell::Date(_) | Cell::DateTime(_) | Cell::Instant(_) => "day",
        _ => "text",
    };
    match Format::named(name, locale) {
        Ok(format) => format.write(cell, unit),
        Err(_) => Ok(cell.plain()),
    }
}

/// Are the texts the same, but for the kinds of spaces, of minus signs and of quotation marks?
fn same_text(written: &str, computed: &str) -> bool {
    let plain = |text: &str| -> String {
        text.chars()
            .map(|character| match character {
                '\u{2212}' => '-',
                '\u{2018}' | '\u{2019}' => '\'',
                '\u{201c}' | '\u{201d}' => '"',
                space if space.is_whitespace() => ' ',
                other => other,
            })
            .collect()
    };
    plain(written) == plain(computed)
}

/// How numbers and dates are written so that they are read, in a language.
fn readable(locale: Locale) -> String {
    if locale == Locale::ENGLISH {
        return format!("write it like {EXAMPLES}, {OUTSIDE}");
    }
    let day = NaiveDate::from_ymd_opt(2025, 3, 8).map_or(Cell::Null, Cell::Date);
    let large = Cell::Integer(44_900_000_000);
    let written = |name: &str, cell: &Cell| {
        Format::named(name, locale).ok()?.write(cell, None).ok().map(|text| format!("`{text}`"))
    };
    let examples = [
        written("grouped", &large),
        written("short1", &large),
        written("long1", &large),
        written("percent1", &Cell::Float(0.125)),
        written("day", &day),
    ];
    let examples: Vec<String> = examples.into_iter().flatten().collect();
    format!(
        "the language of the page is `{}`: write it like {}, {OUTSIDE}",
        locale.tag(),
        examples.join(", ")
    )
}

/// Numbers and dates that are read in English.
const EXAMPLES: &str =
    "`46,790,000,000`, `44.9B`, `1.2 million`, `76x`, `50%`, `$6.25M` or `8 March 2025`";

/// What to do with a text that is no number.
const OUTSIDE: &str = "with all other words outside of the brackets, or name a format";
