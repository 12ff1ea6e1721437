//! The reading of a number: its format and the number that its digits show.

use bigdecimal::BigDecimal;

use super::decimal::{Grouping, Precision};
use super::language::{CURRENCY_CODES, CURRENCY_SIGNS, Language, Rung, SPACES};
use super::numeral::{Meaning, Numeral, Scale, Signs, Step, room};

/// The most digits that are read on either side of the decimal point: fewer than can be written, in any scale.
const LONGEST: usize = 300;

/// The format of `text` and the number that its digits show, not yet scaled; `None` if it is no number.
pub(super) fn numeral(text: &str, language: &'static Language) -> Option<(Numeral, BigDecimal)> {
    let (lead, rest) = lead(text, language);
    let (outer_sign, rest) = sign(rest);
    let (prefix, rest) = currency(rest);
    let (inner_sign, rest) = if prefix.is_empty() { (None, rest) } else { sign(rest) };
    if outer_sign.is_some() && inner_sign.is_some() {
        return None;
    }
    let sign = outer_sign.or(inner_sign);
    let (digits, rest) = Digits::read(rest, language)?;

    let (meaning, scale, suffix) = behind(rest, !prefix.is_empty(), &digits, language)?;
    let is_year = text.len() == 4 && digits.integer.len() == 4;
    let shown = digits.number(sign.is_some_and(|sign| sign != '+'))?;
    let numeral = Numeral {
        language,
        lead: lead.to_owned(),
        sign: Signs {
            plus: sign == Some('+'),
            minus: sign.filter(|sign| *sign != '+').unwrap_or(Signs::USUAL.minus),
            inside: inner_sign.is_some(),
        },
        prefix: prefix.to_owned(),
        precision: Precision::Decimals(u16::try_from(digits.fraction.len()).ok()?),
        grouping: digits.grouping,
        scale,
        meaning: if is_year { Meaning::Year } else { meaning },
        suffix: suffix.to_owned(),
    };
    Some((numeral, shown))
}

/// What `text`, which follows `digits`, says of them: their meaning, their scale, and the suffix to be kept.
fn behind<'a>(
    text: &'a str,
    is_money: bool,
    digits: &Digits,
    language: &Language,
) -> Option<(Meaning, Scale, &'a str)> {
    if digits.fraction.is_empty()
        && let Some((ending, suffix)) = ordinal(text, language)
    {
        let fits = ending == (language.ordinal)(&digits.integer) && is_unit(suffix, language);
        return fits.then_some((Meaning::Ordinal, Scale::Ones, suffix));
    }
    let (scale, suffix) = match step(text, is_money, digits, language) {
        Some((step, suffix)) => (Scale::Step(step), suffix),
        None => (Scale::Ones, text),
    };
    let (meaning, unit) = match percent(suffix, language) {
        Some(unit) => (Meaning::Percent, unit),
        None => (Meaning::Plain, suffix),
    };
    is_unit(unit, language).then_some((meaning, scale, suffix))
}

/// The digits of a text.
pub(super) struct Digits {
    /// Those before the decimal point, ungrouped.
    pub(super) integer: String,
    /// Those after it.
    pub(super) fraction: String,
    /// How numbers written like this one are grouped.
    grouping: Option<Grouping>,
}

impl Digits {
    /// The digits that `text` begins with, and the rest of it.
    pub(super) fn read<'a>(text: &'a str, language: &Language) -> Option<(Self, &'a str)> {
        let (first, rest) = split_digits(text);
        if first.is_empty() || (first.len() > 1 && first.starts_with('0')) {
            return None;
        }
        let Groups { integer, separator, indian, mut rest } = Groups::read(first, rest, language);
        let mut fraction = "";
        if let Some((digits, after)) = rest.strip_prefix(language.decimal).map(split_digits)
            && !digits.is_empty()
        {
            (fraction, rest) = (digits, after);
        }
        if integer.len() > LONGEST || fraction.len() > LONGEST {
            return None;
        }
        // Short numbers do not show whether long ones would be grouped; one of four digits shows that those are not.
        let grouping = match (separator, integer.len()) {
            (Some(separator), _) => Some(Grouping { separator, from: 4, indian }),
            (None, 0..=3) => {
                Some(Grouping { separator: language.group, from: language.min_grouped, indian })
            }
            (None, 4) => Some(Grouping { separator: language.group, from: 5, indian }),
            (None, _) => None,
        };
        Some((Self { integer, fraction: fraction.to_owned(), grouping }, rest))
    }

    /// The number shown.
    pub(super) fn number(&self, negative: bool) -> Option<BigDecimal> {
        let sign = if negative { "-" } else { "" };
        format!("{sign}{}.{}", self.integer, self.fraction).parse().ok()
    }
}

/// The ASCII digits that `text` begins with, and the rest.
fn split_digits(text: &str) -> (&str, &str) {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    text.split_at(end)
}

/// The digits before a decimal point.
struct Groups<'a> {
    /// The digits, ungrouped.
    integer: String,
    /// What stands between groups, if there are any.
    separator: Option<char>,
    /// Are longer numbers grouped by two before the last three?
    indian: bool,
    /// What follows.
    rest: &'a str,
}

impl<'a> Groups<'a> {
    /// The digits `first` and the groups that `rest` begins with.
    fn read(first: &str, rest: &'a str, language: &Language) -> Self {
        let none = |rest| Self {
            integer: first.to_owned(),
            separator: None,
            indian: language.indian,
            rest,
        };
        if first.len() > 3 || first == "0" {
            return none(rest);
        }
        let indian = Some(none(rest)).filter(|_| language.indian && first.len() < 3);
        indian
            .and_then(|groups| groups.by_two(language))
            .unwrap_or_else(|| none(rest).by_three(first.len(), language))
    }

    /// With groups of two digits and a last one of three; `None` if others follow.
    fn by_two(mut self, language: &Language) -> Option<Self> {
        while let Some(two) = self.taken(2, language) {
            self = two;
        }
        self.separator?;
        self.taken(3, language)
    }

    /// With all groups of three digits that follow.
    fn by_three(mut self, first: usize, language: &Language) -> Self {
        let mut n_groups = 0;
        while let Some(three) = self.taken(3, language) {
            (self, n_groups) = (three, n_groups + 1);
        }
        // One group behind one or two digits does not show how longer numbers are grouped.
        self.indian &= n_groups == 0 || (n_groups == 1 && first < 3);
        self
    }

    /// With one more group of so many digits, if it follows.
    fn taken(&self, n_digits: usize, language: &Language) -> Option<Self> {
        let separator = self.rest.chars().next().filter(|first| language.groups.contains(first))?;
        let (digits, rest) = split_digits(self.rest.strip_prefix(separator)?);
        let fits = digits.len() == n_digits && self.separator.is_none_or(|seen| seen == separator);
        fits.then(|| Self {
            integer: [&*self.integer, digits].concat(),
            separator: Some(separator),
            indian: self.indian,
            rest,
        })
    }
}

/// What may stand before the sign of a number: an approximation or the mark of a rank, with a space or without.
fn lead<'a>(text: &'a str, language: &Language) -> (&'a str, &'a str) {
    let end = if let Some(rest) = text.strip_prefix(['~', '≈']) {
        text.len() - rest.strip_prefix(SPACES).unwrap_or(rest).len()
    } else {
        language.ranks.iter().find(|rank| text.starts_with(**rank)).map_or(0, |rank| rank.len())
    };
    text.split_at(end)
}

/// The sign that `text` begins with.
fn sign(text: &str) -> (Option<char>, &str) {
    match text.chars().next() {
        Some(sign @ ('+' | '-' | '−' | '–')) => (Some(sign), &text[sign.len_utf8()..]),
        _ => (None, text),
    }
}

/// The currency that `text` begins with: a sign behind up to three capitals, or a code.
fn currency(text: &str) -> (&str, &str) {
    let n_capitals = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let (capitals, rest) = text.split_at(n_capitals);
    let after = match rest.strip_prefix(|c| CURRENCY_SIGNS.contains(c)) {
        Some(after) if n_capitals <= 3 => after,
        _ if CURRENCY_CODES.iter().any(|code| code.eq_ignore_ascii_case(capitals)) => rest,
        _ => return ("", text),
    };
    let after = after.strip_prefix(SPACES).unwrap_or(after);
    text.split_at(text.len() - after.len())
}

/// The ending of an ordinal that `text` begins with, and the rest.
fn ordinal<'a>(text: &'a str, language: &Language) -> Option<(&'static str, &'a str)> {
    language.ordinals.iter().find_map(|ending| Some((*ending, word(text, ending)?)))
}

/// What follows `word` in `text`, if `text` begins with it and it ends there. Words of Chinese and Japanese need no end.
pub(super) fn word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(word)?;
    let is_open = word.ends_with(|c: char| c >= '\u{2e80}');
    (is_open || !rest.starts_with(char::is_alphanumeric)).then_some(rest)
}

/// `text` without the space or hyphen that it may begin with.
fn without_gap(text: &str) -> &str {
    text.strip_prefix(SPACES).or_else(|| text.strip_prefix('-')).unwrap_or(text)
}

/// The scale that `text` begins with, and the rest.
///
/// A single letter must follow the digits at once: `5 K` is kelvin, `5 T` tesla.
pub(super) fn step<'a>(
    text: &'a str,
    is_money: bool,
    digits: &Digits,
    language: &Language,
) -> Option<(Step, &'a str)> {
    let spaced = without_gap(text);
    let gap = &text[..text.len() - spaced.len()];
    let money = if is_money { language.money_ladders } else { &[] };
    let ladders = language.ladders.iter().chain(money);
    let mut found: Option<(Step, &str)> = None;
    for ladder in ladders {
        for (idx, rung) in ladder.iter().enumerate() {
            let Some((kept, rest)) = named(spaced, rung, digits, language) else { continue };
            let is_letter = spaced.len() - rest.len() == 1;
            // Names that begin with others are longer: `mil millones`, `mil`.
            let is_longer = found.as_ref().is_none_or(|(_, shorter)| rest.len() < shorter.len());
            if is_longer && (gap.is_empty() || !is_letter || !rung.gap.is_empty()) {
                let suited = digits.integer.len() <= room(ladder, idx + 1) && digits.integer != "0";
                found = Some((Step { ladder, rung, kept, gap: gap.to_owned(), suited }, rest));
            }
        }
    }
    found
}

/// The name of `rung` that `text` begins with, if it is not the one that belongs to `digits`, and the rest.
fn named<'a>(
    text: &'a str,
    rung: &Rung,
    digits: &Digits,
    language: &Language,
) -> Option<(Option<&'static str>, &'a str)> {
    let agreeing = rung.name_for(language, &digits.integer, &digits.fraction);
    if let Some(rest) = word(text, agreeing) {
        return Some((None, rest));
    }
    let forms = rung.forms.iter().map(|(_, name)| *name).chain([rung.name]);
    forms.into_iter().find_map(|name| Some((Some(name), word(text, name)?)))
}

/// What follows the percent sign or word that `text` begins with.
pub(super) fn percent<'a>(text: &'a str, language: &Language) -> Option<&'a str> {
    let text = without_gap(text);
    language.percents.iter().find_map(|percent| word(text, percent))
}

/// Is `text`, which follows a number, empty or a unit?
///
/// Letters, spaces and the marks of units are. Digits are not, because they would be stated without being checked,
/// except in names such as `CO2` and in the quantity of a `per`.
pub(super) fn is_unit(text: &str, language: &Language) -> bool {
    let spaced = without_gap(text);
    let has_gap = spaced.len() < text.len();
    let first = spaced.chars().next();
    if first.is_none() {
        return !has_gap;
    }
    let starts = |c: char| c.is_alphabetic() || CURRENCY_SIGNS.contains(c) || "×°/".contains(c);
    if !first.is_some_and(starts) || text.ends_with(SPACES) {
        return false;
    }
    let mut in_per = spaced.starts_with(language.per);
    let mut before = ' ';
    for (at, c) in spaced.char_indices() {
        in_per |= before == ' ' && spaced[at..].starts_with(language.per);
        let next = spaced[at + c.len_utf8()..].chars().next();
        let fits = match c {
            '-' | '/' | '\'' | '’' => next.is_some_and(char::is_alphabetic),
            '0'..='9' => in_per || (has_gap && before.is_alphanumeric()),
            ',' | '.' => in_per && next.is_some_and(|next| next.is_ascii_digit()),
            _ => starts(c) || SPACES.contains(&c) || "·²³⁻¹₂".contains(c),
        };
        if !fits {
            return false;
        }
        before = c;
    }
    true
}
