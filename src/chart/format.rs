//! Numbers in the words of a chart: short labels, axis labels and the cells of its data table.

use crate::base::cell::Cell;

/// The names of formats that a chart understands; `N` is a number of decimals.
pub(super) const NAMES: [&str; 6] =
    ["short", "shortN", "integer", "decimalN", "percent", "percentN"];

/// How numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// Three significant digits and `K`, `M`, `B` or `T`.
    Short,
    /// So many decimals before `K`, `M`, `B` or `T`.
    ShortFixed(usize),
    /// So many decimals, thousands grouped.
    Fixed(usize),
    /// A fraction as percent: `None` is as many decimals as three significant digits need.
    Percent(Option<usize>),
}

/// A number format with its unit.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Format {
    style: Style,
    prefix: &'static str,
    suffix: &'static str,
}

/// The largest number of decimals that a format may ask for.
const MOST_DECIMALS: usize = 12;

/// Reads the name of a format.
fn style(name: &str) -> Option<Style> {
    let digits = name.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let word = name.get(..name.len() - digits.len())?;
    let decimals = match digits {
        "" => None,
        digits => Some(digits.parse().ok().filter(|n| *n <= MOST_DECIMALS)?),
    };
    match (word, decimals) {
        ("short", None) => Some(Style::Short),
        ("short", Some(n)) => Some(Style::ShortFixed(n)),
        ("integer", None) => Some(Style::Fixed(0)),
        ("decimal", Some(n)) => Some(Style::Fixed(n)),
        ("percent", decimals) => Some(Style::Percent(decimals)),
        _ => None,
    }
}

/// Is `name` the name of a format?
pub(super) fn is_name(name: &str) -> bool {
    style(name).is_some()
}

impl Format {
    /// The format called `name`, short if there is none, for values in `unit`.
    pub(super) fn new(name: Option<&str>, unit: Option<&str>) -> Self {
        let style = name.and_then(style).unwrap_or(Style::Short);
        let (prefix, suffix) = match (unit, style) {
            (_, Style::Percent(_)) | (Some("percent" | "%"), _) => ("", "%"),
            (Some("USD" | "$"), _) => ("$", ""),
            (Some("EUR" | "€"), _) => ("€", ""),
            (Some("GBP" | "£"), _) => ("£", ""),
            _ => ("", ""),
        };
        Self { style, prefix, suffix }
    }

    /// Does every label already show the unit?
    pub(super) fn shows_unit(&self) -> bool {
        !self.prefix.is_empty() || !self.suffix.is_empty()
    }

    /// `value` as a label.
    pub(super) fn label(&self, value: f64) -> String {
        self.signed(value, |value| match self.style {
            Style::Short => short(value),
            Style::ShortFixed(n) => {
                let (divisor, letter) = unit_of(value, |scaled| format!("{scaled:.n$}"));
                format!("{}{letter}", group(&format!("{:.n$}", value / divisor)))
            }
            Style::Fixed(n) => group(&format!("{value:.n$}")),
            Style::Percent(Some(n)) => group(&format!("{:.n$}", value * 100.0)),
            Style::Percent(None) => significant(value * 100.0),
        })
    }

    /// Labels for the ticks of one axis: one unit, all of them different.
    pub(super) fn axis(&self, ticks: &[f64], log: bool) -> Vec<String> {
        let factor = if matches!(self.style, Style::Percent(_)) { 100.0 } else { 1.0 };
        let scaled: Vec<f64> = ticks.iter().map(|tick| tick * factor).collect();
        let labels = if log {
            let sizes = scaled.iter().flat_map(|tick| short_axis(&[*tick]));
            sizes.collect()
        } else {
            short_axis(&scaled)
        };
        let with_unit = |label: String| match label.strip_prefix('−') {
            Some(size) => format!("−{}{size}{}", self.prefix, self.suffix),
            None => format!("{}{label}{}", self.prefix, self.suffix),
        };
        labels.into_iter().map(with_unit).collect()
    }

    /// A cell of the data table: numbers in full with grouped thousands.
    pub(super) fn cell(&self, cell: &Cell) -> String {
        match (self.style, cell.float()) {
            (Style::Percent(_) | Style::Fixed(_), Some(value)) => self.label(value),
            (_, Some(value)) => self.signed(value, |_| {
                let plain = match cell {
                    Cell::Float(value) => trimmed(&format!("{:.6}", value.abs()), value.abs()),
                    other => other.plain().trim_start_matches('-').to_owned(),
                };
                group(&plain)
            }),
            (_, None) => cell.plain(),
        }
    }

    fn signed(&self, value: f64, size: impl Fn(f64) -> String) -> String {
        let text = size(value.abs());
        let is_zero = text.chars().all(|c| !c.is_ascii_digit() || c == '0');
        let sign = if value < 0.0 && !is_zero { "−" } else { "" };
        format!("{sign}{}{text}{}", self.prefix, self.suffix)
    }
}

/// `text`, a float of six decimals, without zeros at its end; very small values keep their own digits.
fn trimmed(text: &str, value: f64) -> String {
    if value != 0.0 && value < 1e-3 {
        return format!("{value:e}");
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Thousand, million, billion, trillion.
const UNITS: [(f64, &str); 5] = [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K"), (1.0, "")];

/// The unit in which `value` is written, chosen after rounding: 999,999,999 is 1B.
fn unit_of(value: f64, written: impl Fn(f64) -> String) -> (f64, &'static str) {
    let reaches_one =
        |unit: f64| written(value / unit).parse().is_ok_and(|rounded: f64| rounded.abs() >= 1.0);
    UNITS.into_iter().find(|(unit, _)| reaches_one(*unit)).unwrap_or((1.0, ""))
}

/// Three significant digits of a value that is not negative.
fn short(value: f64) -> String {
    if value < 10_000.0 && value.fract() == 0.0 {
        return group(&format!("{value:.0}"));
    }
    let (divisor, letter) = unit_of(value, plain_significant);
    format!("{}{letter}", significant(value / divisor))
}

fn significant(value: f64) -> String {
    group(&plain_significant(value))
}

/// Three significant digits, whole numbers in full, without zeros at the end.
fn plain_significant(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return "0".to_owned();
    }
    if value < 1e-6 || value >= 1e15 {
        return format!("{value:.2e}");
    }
    let rounded: f64 = format!("{value:.2e}").parse().unwrap_or(value);
    let decimals = (0..9).find(|n| {
        let text = format!("{rounded:.n$}");
        text.parse().is_ok_and(|back: f64| (back - rounded).abs() <= rounded * 1e-9)
    });
    let value = if value >= 1e3 { value } else { rounded };
    format!("{value:.*}", decimals.unwrap_or(9))
}

/// Labels for one axis in the short scale: one unit for all, and as many decimals as make them exact and different.
fn short_axis(values: &[f64]) -> Vec<String> {
    let largest = values.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    let usual = largest == 0.0 || (1e-6..1e18).contains(&largest);
    let unit = |(unit, _): &(f64, &str)| largest >= *unit * if *unit > 1e3 { 1.0 } else { 10.0 };
    let (divisor, letter) = UNITS.into_iter().find(unit).unwrap_or((1.0, ""));
    let label = |value: f64, decimals: usize| {
        if value == 0.0 {
            return "0".to_owned();
        }
        let sign = if value < 0.0 { "−" } else { "" };
        format!("{sign}{}{letter}", group(&format!("{:.decimals$}", value.abs() / divisor)))
    };
    let exact = |decimals: &usize| {
        values.iter().all(|value| {
            let text = format!("{:.*}", *decimals, value / divisor);
            let back: f64 = text.parse().unwrap_or(f64::NAN);
            (back - value / divisor).abs() <= largest / divisor * 1e-9
        })
    };
    let write = |decimals: usize| values.iter().map(|value| label(*value, decimals)).collect();
    let distinct = |labels: &Vec<String>| labels.windows(2).all(|pair| pair[0] != pair[1]);
    (0..=MOST_DECIMALS)
        .filter(|_| usual)
        .filter(exact)
        .map(write)
        .find(distinct)
        .unwrap_or_else(|| values.iter().map(|value| format!("{value:e}")).collect())
}

/// Puts commas between thousands of an unsigned number.
fn group(number: &str) -> String {
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let mut res = String::with_capacity(number.len() + digits / 3);
    for (place, c) in number.chars().enumerate() {
        if place > 0 && place < digits && (digits - place).is_multiple_of(3) {
            res.push(',');
        }
        res.push(c);
    }
    res
}

#[cfg(test)]
mod tests {
    use super::{Format, is_name, short_axis};
    use crate::base::cell::Cell;

    #[test]
    fn labels_have_three_significant_digits_and_a_short_scale() {
        let format = Format::new(None, None);
        let label = |value| format.label(value);
        assert_eq!(label(44_900_000_000.0), "44.9B");
        assert_eq!(label(588e6), "588M");
        assert_eq!(label(6_120_000_000.0), "6.12B");
        assert_eq!(label(10e9), "10B");
        assert_eq!(label(999_999_999.0), "1B");
        assert_eq!(label(1234.0), "1,234");
        assert_eq!(label(1234.5), "1.23K");
        assert_eq!(label(0.047_13), "0.0471");
        assert_eq!(label(-13.26), "−13.3");
        assert_eq!(label(0.0), "0");
        assert_eq!(label(2.6e15), "2,600T");
    }

    #[test]
    fn named_formats_and_units() {
        assert_eq!(Format::new(Some("percent"), None).label(0.5), "50%");
        assert_eq!(Format::new(Some("percent1"), None).label(0.1234), "12.3%");
        assert_eq!(Format::new(None, Some("percent")).label(12.0), "12%");
        assert_eq!(Format::new(Some("short1"), Some("USD")).label(-6_250_000.0), "−$6.2M");
        assert_eq!(Format::new(Some("integer"), None).label(46_790.4), "46,790");
        assert_eq!(Format::new(Some("decimal2"), None).label(3.0), "3.00");
        assert!(
            !is_name("decimal") && !is_name("shor") && !is_name("short99") && is_name("short0")
        );
    }

    #[test]
    fn axis_labels_share_a_unit_and_differ() {
        assert_eq!(short_axis(&[0.0, 2.5e9, 5e9]), ["0", "2.5B", "5.0B"]);
        assert_eq!(short_axis(&[0.0, 5e8, 1e9]), ["0", "0.5B", "1.0B"]);
        assert_eq!(short_axis(&[0.0, 1000.0, 2000.0]), ["0", "1,000", "2,000"]);
        assert_eq!(short_axis(&[-20.0, 0.0, 20.0]), ["−20", "0", "20"]);
        assert_eq!(short_axis(&[0.999_999, 1.0, 1.000_001]), ["0.999999", "1.000000", "1.000001"]);
        assert_eq!(short_axis(&[1e21, 2e21]), ["1e21", "2e21"]);
        let log = Format::new(None, None).axis(&[5e8, 1e9, 2e9], true);
        assert_eq!(log, ["500M", "1B", "2B"]);
        let dollars = Format::new(None, Some("USD")).axis(&[-1.0, 0.0, 1.0], false);
        assert_eq!(dollars, ["−$1", "$0", "$1"]);
    }

    #[test]
    fn table_cells_show_the_value_in_full() {
        let format = Format::new(None, None);
        assert_eq!(format.cell(&Cell::Integer(44_900_000_000)), "44,900,000,000");
        assert_eq!(format.cell(&Cell::Integer(-1_000)), "−1,000");
        assert_eq!(format.cell(&Cell::Float(0.1 + 0.2)), "0.3");
        assert_eq!(format.cell(&Cell::Text("a".into())), "a");
        assert_eq!(format.cell(&Cell::Null), "");
    }
}
