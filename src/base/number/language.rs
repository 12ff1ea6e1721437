//! The words and marks of a language that numbers and dates are written with.

/// The powers of ten that have a name, smallest first, with the names that belong together.
pub(super) type Ladder = &'static [(i64, &'static str)];

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
    /// Names of scales; the first ladder is the one of short numbers.
    pub(super) ladders: &'static [Ladder],
    /// Names of scales that are read only behind a currency, because they are units elsewhere.
    pub(super) money_ladders: &'static [Ladder],
    /// Words and signs for hundredths, longer ones before those that they begin with.
    pub(super) percents: &'static [&'static str],
    /// Units for which values are hundredths already, as contracts write them.
    pub(super) percent_units: &'static [&'static str],
    /// What stands after a value in percentage points.
    pub(super) points: &'static str,
    /// The word before a quantity that is part of a unit: `$3 per 1M tokens`.
    pub(super) per: &'static str,
    /// What may stand before a rank.
    pub(super) ranks: &'static [&'static str],
    /// The endings of ordinals.
    pub(super) ordinals: &'static [&'static str],
    /// The ending of the ordinal of a whole number, given its digits.
    pub(super) ordinal: fn(&str) -> &'static str,
    /// The names of months: in full first, then each way to shorten them, the usual one first.
    pub(super) months: &'static [[&'static str; 12]],
    /// The letter before the number of a quarter.
    pub(super) quarter: &'static str,
}

impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        self.tag == other.tag
    }
}

/// No-break, thin and narrow no-break spaces, and the ordinary one.
pub(super) const SPACES: [char; 4] = [' ', '\u{a0}', '\u{2009}', '\u{202f}'];

/// Signs that are currencies by themselves, also behind letters as in `US$`.
pub(super) const CURRENCY_SIGNS: &str = "$€£¥₹₩₽₺₫₴₦₱₪฿₿";

/// Currency codes with the sign that English puts before an amount.
pub(super) const CURRENCIES: [(&str, &str); 11] = [
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
    ("chf", "CHF\u{a0}"),
];

/// English.
pub(super) static ENGLISH: Language = Language {
    tag: "en",
    decimal: '.',
    group: ',',
    groups: &[',', ' ', '\u{a0}', '\u{2009}', '\u{202f}', '\'', '’'],
    ladders: &[
        &[(3, "K"), (6, "M"), (9, "B"), (12, "T")],
        &[(3, "k"), (6, "M"), (9, "B"), (12, "T")],
        &[(3, "thousand"), (6, "million"), (9, "billion"), (12, "trillion")],
        &[(3, "Thousand"), (6, "Million"), (9, "Billion"), (12, "Trillion")],
        &[(3, "k"), (6, "mn"), (9, "bn"), (12, "tn")],
        &[(3, "K"), (6, "Mn"), (9, "Bn"), (12, "Tn")],
        &[(3, "k"), (6, "mln"), (9, "bln"), (12, "trln")],
    ],
    money_ladders: &[
        &[(3, "k"), (6, "m"), (9, "bn"), (12, "tn")],
        &[(3, "k"), (6, "m"), (9, "b"), (12, "t")],
    ],
    percents: &[
        "%",
        "percentage points",
        "percentage point",
        "percentage-point",
        "percent",
        "per cent",
        "pct",
        "pp",
        "p.p.",
    ],
    percent_units: &["percent", "%", "pct", "percentage points", "pp"],
    points: "pp",
    per: "per ",
    ranks: &["#", "No. ", "No.\u{a0}", "№ "],
    ordinals: &["st", "nd", "rd", "th"],
    ordinal: english_ordinal,
    months: &[
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"],
    ],
    quarter: "Q",
};

/// `st`, `nd`, `rd` or `th`.
fn english_ordinal(digits: &str) -> &'static str {
    let mut last = digits.bytes().rev();
    match (last.next(), last.next()) {
        (_, Some(b'1')) => "th",
        (Some(b'1'), _) => "st",
        (Some(b'2'), _) => "nd",
        (Some(b'3'), _) => "rd",
        _ => "th",
    }
}
