//! The words and marks of a language that numbers and dates are written with.

mod english;

pub(super) use self::english::{ENGLISH, INDIAN_ENGLISH};

/// Powers of ten that have a name, smallest first, with the names that belong together.
pub(super) type Ladder = &'static [Rung];

/// A power of ten and its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rung {
    /// The power.
    pub(super) power: i64,
    /// The name behind most numbers.
    pub(super) name: &'static str,
    /// The name in other plural categories, where it differs.
    pub(super) forms: &'static [(&'static str, &'static str)],
    /// What stands between a number and the name where no text shows otherwise.
    pub(super) gap: &'static str,
}

impl Rung {
    /// The name behind a number, given its digits before and after the decimal point.
    pub(super) fn name_for(
        &self,
        language: &Language,
        integer: &str,
        fraction: &str,
    ) -> &'static str {
        if self.forms.is_empty() {
            return self.name;
        }
        let category = (language.plural)(language, integer, fraction);
        let form = self.forms.iter().find(|(of, _)| *of == category);
        form.map_or(self.name, |(_, name)| name)
    }
}

/// The rung of a name that never changes and follows its number at once.
const fn rung(power: i64, name: &'static str) -> Rung {
    Rung { power, name, forms: &[], gap: "" }
}

/// A word for numbers of a thousand, a million and so on, four of them.
const fn ladder(names: [&'static str; 4]) -> [Rung; 4] {
    let [thousand, million, billion, trillion] = names;
    [rung(3, thousand), rung(6, million), rung(9, billion), rung(12, trillion)]
}

/// Names of months, January first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Months {
    /// The names.
    pub(super) names: [&'static str; 12],
    /// Are they shortened, so that a dot may follow?
    pub(super) short: bool,
}

/// Where the sign of a currency stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MoneySign {
    /// Before the number.
    Before,
    /// Before the number, with a space.
    BeforeWithSpace,
    /// Behind the number and its scale, with a space.
    Behind,
}

/// The formats of dates that have a name; patterns as of [`calendar`](super::calendar).
#[derive(Debug, Clone, Copy)]
pub(super) struct DateFormats {
    /// A day: `8 March 2025`.
    pub(super) day: &'static str,
    /// A day in short: `8 Mar 2025`.
    pub(super) day_short: &'static str,
    /// A month: `March 2025`.
    pub(super) month: &'static str,
    /// A month in short: `Mar 2025`.
    pub(super) month_short: &'static str,
    /// The name of a month, shortened: `Mar`.
    pub(super) month_name: &'static str,
    /// A day within a year, in short: `8 Mar`.
    pub(super) day_of_year: &'static str,
    /// A quarter: `Q1 2025`.
    pub(super) quarter: &'static str,
    /// A half year: `H1 2025`.
    pub(super) half: &'static str,
    /// A week: `week 10 of 2025`.
    pub(super) week: &'static str,
}

/// What differs from language to language.
#[derive(Debug)]
pub(super) struct Language {
    /// The language tag.
    pub(super) tag: &'static str,
    /// What stands before the decimals.
    pub(super) decimal: char,
    /// What groups digits by three, where no text shows otherwise.
    pub(super) group: char,
    /// All that may group digits by three in a text.
    pub(super) groups: &'static [char],
    /// The fewest digits that are grouped, where no text shows otherwise.
    pub(super) min_grouped: usize,
    /// Are digits before the last three grouped by two, where no text shows otherwise?
    pub(super) indian: bool,
    /// Names of scales; the first ladder is the one of short numbers.
    pub(super) ladders: &'static [Ladder],
    /// The names of scales in words.
    pub(super) long: Ladder,
    /// Names of scales that are read only behind a currency, because they are units elsewhere.
    pub(super) money_ladders: &'static [Ladder],
    /// The plural category of a number, given its digits before and after the decimal point.
    pub(super) plural: fn(&Language, &str, &str) -> &'static str,
    /// Words and signs for hundredths, longer ones before those that they begin with.
    pub(super) percents: &'static [&'static str],
    /// What follows a number of hundredths where no text shows otherwise.
    pub(super) percent: &'static str,
    /// Units for which values are hundredths already, as contracts write them.
    pub(super) percent_units: &'static [&'static str],
    /// What stands after a value in percentage points.
    pub(super) points: &'static str,
    /// What stands after a multiple.
    pub(super) times: &'static str,
    /// Where the sign of a currency stands.
    pub(super) money: MoneySign,
    /// The word before a quantity that is part of a unit: `$3 per 1M tokens`.
    pub(super) per: &'static str,
    /// The words between the two numbers of a share: `1 in 4`.
    pub(super) shares: &'static [&'static str],
    /// What may stand before a rank.
    pub(super) ranks: &'static [&'static str],
    /// The endings of ordinals.
    pub(super) ordinals: &'static [&'static str],
    /// The ending of the ordinal of a whole number, given its digits.
    pub(super) ordinal: fn(&str) -> &'static str,
    /// The names of months: in full first, shortened second, then others.
    pub(super) months: &'static [Months],
    /// The names of the days of the week, Monday first: in full, then shortened.
    pub(super) weekdays: &'static [[&'static str; 7]],
    /// What follows the first day of a month: French `1er`.
    pub(super) first_day: &'static str,
    /// The patterns of dates that are read, in this order.
    pub(super) dates: &'static [&'static str],
    /// The formats of dates that have a name.
    pub(super) date_formats: DateFormats,
    /// The patterns of times of day that are read; the first is the one of times written by name.
    pub(super) clock: &'static [&'static str],
    /// What stands between a day and a time, each with whether the time comes first; the first is the one of moments written by name.
    pub(super) moments: &'static [(&'static str, bool)],
    /// The units of time.
    pub(super) times_of_day: &'static [TimeUnit],
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TimeUnit {
    /// How many milliseconds it has.
    pub(super) millis: i64,
    /// Its names, each for one and for several; the first is the one of durations written by name.
    pub(super) names: &'static [(&'static str, &'static str)],
}

impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        self.tag == other.tag
    }
}

/// No-break, thin and narrow no-break spaces, and the ordinary one.
pub(super) const SPACES: [char; 4] = [' ', '\u{a0}', '\u{2009}', '\u{202f}'];

/// Signs that are currencies by themselves, also behind letters as in `US$`.
pub const CURRENCY_SIGNS: &str = "$€£¥₹₩₽₺₫₴₦₱₪฿₿";

/// Currency codes with the sign that is put beside an amount; the other codes stand for themselves.
pub(super) const CURRENCIES: [(&str, &str); 10] = [
    ("usd", "$"),
    ("eur", "€"),
    ("gbp", "£"),
    ("jpy", "¥"),
    ("cny", "CN¥"),
    ("inr", "₹"),
    ("krw", "₩"),
    ("brl", "R$"),
    ("cad", "CA$"),
    ("aud", "A$"),
];

/// Codes of ISO 4217 that are read before an amount and are names of formats.
pub(super) const CURRENCY_CODES: [&str; 47] = [
    "usd", "eur", "gbp", "jpy", "cny", "inr", "krw", "brl", "cad", "aud", "chf", "aed", "ars",
    "bdt", "bgn", "clp", "cop", "czk", "dkk", "egp", "hkd", "huf", "idr", "ils", "isk", "kes",
    "mxn", "myr", "ngn", "nok", "nzd", "pen", "php", "pkr", "pln", "ron", "rsd", "rub", "sar",
    "sek", "sgd", "thb", "try", "twd", "uah", "vnd", "zar",
];

/// The halves of a day as texts name them.
pub(super) const DAY_HALVES: [(&str, &str); 4] =
    [("am", "pm"), ("AM", "PM"), ("a.m.", "p.m."), ("A.M.", "P.M.")];

/// The patterns of dates that mean the same in every language.
pub(super) const ISO_DATES: [&str; 10] =
    ["y-MM-dd", "y-MM", "Y-'W'ww", "y-'Q'q", "y'Q'q", "'Q'q y", "'H'h y", "y-'H'h", "'Q'q", "'H'h"];
