//! The numbers of one chart as text: labels of values, of ticks, and cells of the data table.

use crate::base::cell::Cell;
use crate::base::number::{Format, Locale, short_axis};

/// How a chart writes its values.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Numbers {
    /// The name of the format that the author asked for, or that suits the unit.
    label: String,
    /// What values in full are written in, without the count of decimals; `None` for a format that the author asked for.
    full: Option<&'static str>,
    unit: Option<String>,
    /// The language that they are written in.
    pub(super) locale: Locale,
}

/// Units that are money, with the name of their format.
const CURRENCIES: [(&str, &str); 11] = [
    ("USD", "usd"),
    ("$", "usd"),
    ("EUR", "eur"),
    ("€", "eur"),
    ("GBP", "gbp"),
    ("£", "gbp"),
    ("JPY", "jpy"),
    ("CNY", "cny"),
    ("INR", "inr"),
    ("CHF", "chf"),
    ("CAD", "cad"),
];

/// The most decimals that the data table shows of a number that has no format; more would be noise of floats.
const MOST_DECIMALS: usize = 6;

impl Numbers {
    /// Values in `unit`, written in the format called `name` or, without one, as the unit asks for.
    pub(super) fn new(name: Option<&str>, unit: Option<&str>, locale: Locale) -> Self {
        let unit = unit.map(|unit| if unit == "%" { "percent" } else { unit });
        let currency = CURRENCIES.iter().find(|(known, _)| Some(*known) == unit);
        let (label, full) = match (currency, unit) {
            (Some((_, code)), _) => (format!("{code}-short"), *code),
            (None, Some("percent")) => ("percent1".to_owned(), "percent"),
            _ => ("short".to_owned(), "grouped"),
        };
        Self {
            full: name.is_none().then_some(full),
            label: name.map_or(label, str::to_owned),
            unit: unit.map(str::to_owned),
            locale,
        }
    }

    /// Does every label already show the unit?
    pub(super) fn shows_unit(&self) -> bool {
        let stem = self.label.trim_start_matches("signed-");
        let money = |(_, code): &(&str, &str)| stem.starts_with(code);
        stem.starts_with("percent")
            || stem.starts_with("si")
            || stem == "duration"
            || stem.starts_with("pp")
            || stem.starts_with('x')
            || CURRENCIES.iter().any(money)
    }

    /// The unit, unless labels show it.
    pub(super) fn unit(&self) -> Option<&str> {
        self.unit.as_deref().filter(|_| !self.shows_unit())
    }

    /// `value` as a label.
    pub(super) fn label(&self, value: f64) -> String {
        self.write(&self.label, &Cell::Float(value))
    }

    /// A cell of the data table: numbers in the author's format, or in full with thousands grouped.
    pub(super) fn cell(&self, cell: &Cell) -> String {
        match (cell.float(), self.full) {
            (None, _) => cell.plain(),
            (Some(_), None) => self.write(&self.label, cell),
            (Some(value), Some(name)) => {
                let most = if value.abs() < 1e-3 { 2 * MOST_DECIMALS } else { MOST_DECIMALS };
                let plain = cell.plain();
                let decimals = plain.split_once('.').map_or(0, |(_, decimals)| decimals.len());
                self.write(&format!("{name}{}", decimals.min(most)), cell)
            }
        }
    }

    /// Labels for the ticks of an axis: of one scale and all different, on a logarithmic axis each in its own scale.
    pub(super) fn axis(&self, ticks: &[f64], log: bool) -> Vec<String> {
        let format = Format::named(&self.label, self.locale).ok();
        let labels = |ticks: &[f64]| {
            let labels = format.as_ref().and_then(|f| f.axis(ticks, self.unit.as_deref()).ok());
            labels.unwrap_or_else(|| short_axis(ticks, self.locale))
        };
        let labels = if log {
            ticks.iter().flat_map(|tick| labels(&[*tick])).collect()
        } else {
            labels(ticks)
        };
        labels.into_iter().map(minus).collect()
    }

    fn write(&self, name: &str, cell: &Cell) -> String {
        let format = Format::named(name, self.locale).ok();
        let text = format.and_then(|format| format.rescaled(cell, self.unit.as_deref()).ok());
        minus(text.unwrap_or_else(|| cell.plain()))
    }
}

/// The text of a number with a minus sign in place of a hyphen.
fn minus(text: String) -> String {
    match text.strip_prefix('-') {
        Some(size) => format!("−{size}"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::{Locale, Numbers};
    use crate::base::cell::Cell;

    #[test]
    fn labels_are_short_and_show_the_unit_where_it_is_a_sign() {
        let label = |name, unit, value| Numbers::new(name, unit, Locale::ENGLISH).label(value);
        assert_eq!(label(None, None, 44_900_000_000.0), "44.9B");
        assert_eq!(label(None, Some("tokens"), -588e6), "−588M");
        assert_eq!(label(None, Some("USD"), 6_250_000.0), "$6.25M");
        assert_eq!(label(None, Some("%"), 12.0), "12.0%");
        assert_eq!(label(Some("percent"), None, 0.5), "50%");
        assert!(!Numbers::new(None, Some("tokens"), Locale::ENGLISH).shows_unit());
        assert!(Numbers::new(None, Some("USD"), Locale::ENGLISH).shows_unit());
        assert_eq!(Numbers::new(Some("percent"), Some("share"), Locale::ENGLISH).unit(), None);
    }

    #[test]
    fn axis_labels_differ_and_a_log_axis_has_many_scales() {
        let numbers = Numbers::new(None, None, Locale::ENGLISH);
        assert_eq!(numbers.axis(&[0.0, 2.5e9, 5e9], false), ["0", "2.5B", "5.0B"]);
        assert_eq!(numbers.axis(&[5e8, 1e9, 2e9], true), ["500M", "1B", "2B"]);
        assert_eq!(numbers.axis(&[-20.0, 0.0, 20.0], false), ["−20", "0", "20"]);
        assert_eq!(
            Numbers::new(Some("percent"), None, Locale::ENGLISH).axis(&[0.0, 0.5], false),
            ["0%", "50%"]
        );
    }

    #[test]
    fn table_cells_show_values_in_full() {
        let cell = |unit, cell| Numbers::new(None, unit, Locale::ENGLISH).cell(&cell);
        assert_eq!(cell(None, Cell::Integer(44_900_000_000)), "44,900,000,000");
        assert_eq!(cell(None, Cell::Integer(-1_000)), "−1,000");
        assert_eq!(cell(None, Cell::Float(0.125)), "0.125");
        assert_eq!(cell(None, Cell::Float(0.1 + 0.2)), "0.300000");
        assert_eq!(cell(Some("percent"), Cell::Float(12.5)), "12.5%");
        assert_eq!(cell(None, Cell::Text("a".into())), "a");
        assert_eq!(cell(None, Cell::Null), "");
    }
}
