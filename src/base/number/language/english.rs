//! English, which is built in.

use super::{DateFormats, Language, MoneySign, Months, Rung, TimeUnit, ladder, rung};

/// English.
pub(in crate::base::number) static ENGLISH: Language = USUAL_ENGLISH;

/// English as in India: a number of seven digits is `12,34,567`, and scales are lakhs and crores.
pub(in crate::base::number) static INDIAN_ENGLISH: Language = Language {
    tag: "en-IN",
    indian: true,
    ladders: &[
        &[rung(3, "K"), rung(5, "L"), rung(7, "Cr"), rung(12, "LCr")],
        &[rung(3, "k"), rung(5, "L"), rung(7, "Cr"), rung(12, "LCr")],
        &LAKHS,
        &[rung(5, "Lakh"), rung(7, "Crore"), rung(12, "Lakh Crore")],
        &[rung(5, "lakhs"), rung(7, "crores")],
        &ladder(["K", "M", "B", "T"]),
        &ladder(["thousand", "million", "billion", "trillion"]),
        &ladder(["k", "mn", "bn", "tn"]),
    ],
    long: &[
        Rung { gap: " ", ..rung(3, "thousand") },
        Rung { gap: " ", ..rung(5, "lakh") },
        Rung { gap: " ", ..rung(7, "crore") },
        Rung { gap: " ", ..rung(12, "lakh crore") },
    ],
    ..USUAL_ENGLISH
};

/// The scales of India in words.
const LAKHS: [Rung; 4] =
    [rung(3, "thousand"), rung(5, "lakh"), rung(7, "crore"), rung(12, "lakh crore")];

/// English as it is written in most countries.
const USUAL_ENGLISH: Language = Language {
    tag: "en",
    decimal: '.',
    group: ',',
    groups: &[',', ' ', '\u{a0}', '\u{2009}', '\u{202f}', '\'', '’'],
    min_grouped: 4,
    indian: false,
    ladders: &[
        &ladder(["K", "M", "B", "T"]),
        &ladder(["k", "M", "B", "T"]),
        &ladder(["thousand", "million", "billion", "trillion"]),
        &ladder(["Thousand", "Million", "Billion", "Trillion"]),
        &ladder(["k", "mn", "bn", "tn"]),
        &ladder(["K", "Mn", "Bn", "Tn"]),
        &ladder(["k", "mln", "bln", "trln"]),
        &LAKHS,
        &[rung(5, "Lakh"), rung(7, "Crore"), rung(12, "Lakh Crore")],
    ],
    long: &[
        Rung { gap: " ", ..rung(3, "thousand") },
        Rung { gap: " ", ..rung(6, "million") },
        Rung { gap: " ", ..rung(9, "billion") },
        Rung { gap: " ", ..rung(12, "trillion") },
    ],
    money_ladders: &[&ladder(["k", "m", "bn", "tn"]), &ladder(["k", "m", "b", "t"])],
    plural: |_, _, _| "other",
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
    percent: "%",
    percent_units: &["percent", "%", "pct", "percentage points", "pp"],
    points: "\u{a0}pp",
    times: "x",
    money: MoneySign::Before,
    per: "per ",
    shares: &["in", "out of"],
    ranks: &["#", "No. ", "No.\u{a0}", "№ "],
    ordinals: &["st", "nd", "rd", "th"],
    ordinal: english_ordinal,
    months: &[
        Months {
            names: [
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
            short: false,
        },
        Months {
            names: [
                "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
            ],
            short: true,
        },
        Months {
            names: [
                "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec",
            ],
            short: true,
        },
    ],
    weekdays: &[
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    ],
    first_day: "",
    dates: &[
        "d MMMM y",
        "MMMM d, y",
        "MMMM y",
        "d MMMM",
        "MMMM d",
        "MMMM",
        "D MMMM y",
        "D 'of' MMMM y",
        "MMMM D, y",
        "D MMMM",
        "D 'of' MMMM",
        "MMMM D",
        "EEEE",
        "EEEE, d MMMM y",
        "EEEE d MMMM y",
        "EEEE, MMMM d, y",
        "EEEE, d MMMM",
        "EEEE d MMMM",
        "EEEE, MMMM d",
        "'Q'q 'of' y",
        "y 'Q'q",
        "y 'H'h",
        "'week' w 'of' Y",
        "'week' w, Y",
        "'Week' w, Y",
        "'W'w Y",
        "'week' w",
    ],
    date_formats: DateFormats {
        day: "d MMMM y",
        day_short: "d MMM y",
        month: "MMMM y",
        month_short: "MMM y",
        month_name: "MMM",
        day_of_year: "d MMM",
        quarter: "'Q'q y",
        half: "'H'h y",
        week: "'week' w 'of' Y",
    },
    clock: &["H:mm", "H:mm:ss", "k:mm a", "k:mma", "k a", "ka"],
    moments: &[
        (", ", false),
        (" at ", false),
        (" ", false),
        ("T", false),
        (" on ", true),
        (", ", true),
    ],
    times_of_day: &[
        TimeUnit { millis: 1, names: &[("ms", "ms"), ("millisecond", "milliseconds")] },
        TimeUnit {
            millis: 1_000,
            names: &[("s", "s"), ("sec", "sec"), ("second", "seconds"), ("sec", "secs")],
        },
        TimeUnit {
            millis: 60_000,
            names: &[("min", "min"), ("m", "m"), ("minute", "minutes"), ("min", "mins")],
        },
        TimeUnit { millis: 3_600_000, names: &[("h", "h"), ("hour", "hours"), ("hr", "hrs")] },
        TimeUnit { millis: 86_400_000, names: &[("d", "d"), ("day", "days")] },
        TimeUnit { millis: 604_800_000, names: &[("wk", "wk"), ("week", "weeks")] },
    ],
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
