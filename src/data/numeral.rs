//! Numbers and dates as other countries write them, where a contract declares it.

use super::value::{Type, Value};

/// How numbers and dates are written; nothing declared is `1234.5` and `2025-03-08`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Numerals {
    /// What stands before the fraction, in place of a point.
    pub decimal: Option<char>,
    /// What stands between groups of digits.
    pub thousands: Option<char>,
    /// The order of day, month and year.
    pub dates: Option<DateOrder>,
}

/// The order of the parts of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// 8.3.2025 or 08/03/2025 is the 8th of March.
    DayMonthYear,
    /// 3/8/2025 is the 8th of March.
    MonthDayYear,
    /// 2025/3/8 is the 8th of March.
    YearMonthDay,
}

impl Numerals {
    /// Is nothing declared?
    pub(super) fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// Reads `text` as a value of `kind`; `made` holds what has to be written otherwise for that.
    pub(super) fn value<'t>(
        &self,
        text: &'t str,
        kind: Type,
        made: &'t mut String,
    ) -> Option<Value<'t>> {
        if self.is_plain() || matches!(kind, Type::Text | Type::Boolean) {
            return Value::read(text, kind);
        }
        Value::read(self.plain(text, made)?, kind)
    }

    /// `text` as numbers and dates are written plainly; `None` if it is a number or a date by no declared form.
    pub(super) fn plain<'t>(&self, text: &'t str, made: &'t mut String) -> Option<&'t str> {
        made.clear();
        let trimmed = text.trim();
        let is_read = match self.dates {
            Some(order) if date(trimmed, order, made) => true,
            _ => {
                made.clear();
                self.number(trimmed, made)
            }
        };
        if is_read {
            return Some(made);
        }
        // ISO 8601 has one meaning only, whatever is declared.
        super::value::time(trimmed).map(|_| trimmed)
    }

    /// Writes a number plainly; is it one?
    fn number(&self, text: &str, made: &mut String) -> bool {
        let decimal = self.decimal.unwrap_or('.');
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        made.push_str(&text[..text.len() - unsigned.len()]);
        let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
            Some(at) => unsigned.split_at(at),
            None => (unsigned, ""),
        };
        let (whole, fraction) = match mantissa.split_once(decimal) {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (mantissa, None),
        };
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !fraction.is_none_or(digits) || !self.whole(whole, made) {
            return false;
        }
        if let Some(fraction) = fraction {
            made.push('.');
            made.push_str(fraction);
        }
        made.push_str(exponent);
        super::value::Number::read(made).is_some()
    }

    /// Writes the digits of `whole` without what groups them; are the groups right?
    fn whole(&self, whole: &str, made: &mut String) -> bool {
        let is_between =
            |char: char| self.thousands.is_some_and(|declared| is_same(declared, char));
        let groups: Vec<&str> = whole.split(is_between).collect();
        let digits = |text: &&str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !groups.iter().all(digits) {
            return false;
        }
        let (last, others) = groups.split_last().unwrap_or((&"", &[]));
        if let [first, middle @ ..] = others {
            let right = |size: usize| {
                (1..=size).contains(&first.len()) && middle.iter().all(|group| group.len() == size)
            };
            // India groups all but the last three digits by two.
            if last.len() != 3 || !(right(3) || right(2)) {
                return false;
            }
        }
        for group in groups {
            made.push_str(group);
        }
        true
    }
}

/// Is `char` the separator that is declared, or another form of it?
fn is_same(declared: char, char: char) -> bool {
    match declared {
        ' ' => matches!(char, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}'),
        '\'' => matches!(char, '\'' | '’'),
        other => char == other,
    }
}

/// Writes a date as ISO 8601 does; is it one by `order`?
fn date(text: &str, order: DateOrder, made: &mut String) -> bool {
    let Some(separator) = text.chars().find(|char| matches!(char, '.' | '/' | '-')) else {
        return false;
    };
    let parts: Vec<&str> = text.split(separator).collect();
    let [one, two, three] = parts[..] else { return false };
    let (year, month, day) = match order {
        DateOrder::DayMonthYear => (three, two, one),
        DateOrder::MonthDayYear => (three, one, two),
        DateOrder::YearMonthDay => (one, two, three),
    };
    let number = |text: &str, lengths: std::ops::RangeInclusive<usize>| {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        digits && lengths.contains(&text.len())
    };
    if !(number(year, 4..=4) && number(month, 1..=2) && number(day, 1..=2)) {
        return false;
    }
    *made = format!("{year}-{month:0>2}-{day:0>2}");
    super::value::date(made).is_some()
}

/// Marks of numbers that nothing declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marks {
    /// What an author would declare.
    declared: &'static str,
    /// Could a comma stand for a point as well as for thousands?
    pub(super) is_ambiguous: bool,
}

impl Marks {
    /// What to do about them.
    pub(super) fn help(self) -> String {
        if self.is_ambiguous {
            return "declare `csv: {thousands: \",\"}` in the table's contract if the comma divides thousands, `csv: {decimal: \",\"}` if it stands before decimals, or `type: text`".to_owned();
        }
        format!(
            "declare how the numbers are written in the table's contract, such as `csv: {{{}}}`, or declare `type: text`",
            self.declared
        )
    }
}

/// What a text would be if it were declared: a number with these marks.
pub(super) fn looks_like(text: &str) -> Option<Marks> {
    let text = text.trim();
    if !text.contains([',', ' ', '\u{a0}', '\u{202f}', '\'', '’', '.']) {
        return None;
    }
    let forms = [
        (Some(','), Some('.'), "decimal: \",\", thousands: \".\""),
        (None, Some(','), "thousands: \",\""),
        (Some(','), Some(' '), "decimal: \",\", thousands: \" \""),
        (None, Some(' '), "thousands: \" \""),
        (None, Some('\''), "thousands: \"'\""),
    ];
    let fits = |(decimal, thousands, _): &(Option<char>, Option<char>, &str)| {
        let numerals = Numerals { decimal: *decimal, thousands: *thousands, dates: None };
        numerals.number(text, &mut String::new())
    };
    let groups = text.matches(',').count();
    let is_grouped =
        groups > 1 || (groups == 1 && text.contains('.') && text.find(',') < text.find('.'));
    let preferred = if is_grouped { &forms[1..] } else { &forms[..] };
    let (_, _, declared) = preferred.iter().find(|form| fits(form))?;
    let three = text.rsplit(',').next().is_some_and(|last| last.len() == 3);
    let is_ambiguous = groups == 1 && three && !text.contains(['.', ' ', '\u{a0}', '\u{202f}']);
    Some(Marks { declared, is_ambiguous })
}

#[cfg(test)]
mod tests {
    use super::{DateOrder, Numerals, looks_like};

    fn plain(numerals: Numerals, text: &str) -> Option<String> {
        numerals.plain(text, &mut String::new()).map(str::to_owned)
    }

    #[test]
    fn numbers_are_read_as_declared_or_not_at_all() {
        let german = Numerals { decimal: Some(','), thousands: Some('.'), dates: None };
        for (text, expected) in [
            ("1.234,50", Some("1234.50")),
            ("-7,25", Some("-7.25")),
            ("1.234", Some("1234")),
            ("12", Some("12")),
            (" ,5 ", Some(".5")),
            ("1,5e3", Some("1.5e3")),
            ("1.23", None),
            ("1.2345,0", None),
            (".123", None),
            ("1,234,5", None),
            ("n/a", None),
            ("2025-03-08", Some("2025-03-08")),
        ] {
            assert_eq!(plain(german, text).as_deref(), expected, "{text}");
        }
        let english = Numerals { decimal: None, thousands: Some(','), dates: None };
        for (text, expected) in [
            ("27,360,935", Some("27360935")),
            ("1,234.50", Some("1234.50")),
            ("12,34,567", Some("1234567")),
            ("1,23", None),
            ("1,2345", None),
            ("1234,567", None),
        ] {
            assert_eq!(plain(english, text).as_deref(), expected, "{text}");
        }
        let french = Numerals { decimal: Some(','), thousands: Some(' '), dates: None };
        assert_eq!(plain(french, "1\u{202f}234\u{a0}567,8").as_deref(), Some("1234567.8"));
    }

    #[test]
    fn dates_have_the_declared_order_or_none() {
        let order = |order| Numerals { dates: Some(order), ..Numerals::default() };
        let day_first = order(DateOrder::DayMonthYear);
        assert_eq!(plain(day_first, "01.02.2024").as_deref(), Some("2024-02-01"));
        assert_eq!(plain(day_first, "8/3/2025").as_deref(), Some("2025-03-08"));
        assert_eq!(plain(day_first, "30.02.2024"), None);
        assert_eq!(plain(day_first, "2024-02-29").as_deref(), Some("2024-02-29"));
        assert_eq!(plain(day_first, "1.2.24"), None);
        assert_eq!(
            plain(order(DateOrder::MonthDayYear), "3/8/2025").as_deref(),
            Some("2025-03-08")
        );
        assert_eq!(
            plain(order(DateOrder::YearMonthDay), "2025/3/8").as_deref(),
            Some("2025-03-08")
        );
        assert_eq!(plain(day_first, "1.5").as_deref(), Some("1.5"));
    }

    #[test]
    fn texts_that_would_be_numbers_are_known() {
        let declared = |text| looks_like(text).map(|marks| (marks.declared, marks.is_ambiguous));
        assert_eq!(declared("1.234,50"), Some(("decimal: \",\", thousands: \".\"", false)));
        assert_eq!(declared("27,360,935"), Some(("thousands: \",\"", false)));
        assert_eq!(declared("1,234.50"), Some(("thousands: \",\"", false)));
        assert_eq!(declared("1 234,5"), Some(("decimal: \",\", thousands: \" \"", false)));
        assert_eq!(declared("1,234"), Some(("decimal: \",\", thousands: \".\"", true)));
        assert_eq!(declared("1,23"), Some(("decimal: \",\", thousands: \".\"", false)));
        for text in ["a, b", "1.2.3", "01.02.2024", "1,2,3", "", "12:30"] {
            assert_eq!(looks_like(text), None, "{text}");
        }
    }
}
