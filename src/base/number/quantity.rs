//! Quantities in a running text: numbers that state how much, as opposed to years, versions, names and list numbers.

use std::ops::Range;

use super::language::{CURRENCY_CODES, CURRENCY_SIGNS, Language, SPACES};
use super::locale::Locale;
use super::read::{Digits, percent, step, word};

/// Units that make a quantity of a number wherever they stand; times are not among them, for `24 hours` and `3 days later` are phrases.
const UNITS: [&str; 31] = [
    "kB", "KB", "MB", "GB", "TB", "PB", "KiB", "MiB", "GiB", "TiB", "Hz", "kHz", "MHz", "GHz",
    "kW", "MW", "GW", "TW", "kWh", "MWh", "GWh", "TWh", "km", "km/h", "kg", "ms", "°C", "fps",
    "bps", "Mbit/s", "Gbit/s",
];

/// Words for money, in the languages that are built in or near.
const MONEY: [&str; 16] = [
    "dollars", "dollar", "euros", "euro", "Euro", "Dollar", "pounds", "yen", "yuan", "rupees",
    "dólares", "reais", "円", "ドル", "美元", "欧元",
];

/// What a percentage says nothing of the data before.
const CONFIDENCE: [&str; 3] = ["CI", "confidence", "credible"];

/// What makes a name of a number in thousands.
const SCREENS: [&str; 8] =
    ["video", "videos", "resolution", "display", "displays", "monitor", "screen", "TV"];

/// The places of the quantities in `text`: numbers with a scale, a percent sign, a currency, an `x`, or a unit, and numbers in groups.
///
/// `units` are those of the page's own data.
pub fn quantities(text: &str, units: &[&str], locale: Locale) -> Vec<Range<usize>> {
    let language = locale.language();
    let mut res: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(|c: char| c.is_ascii_digit()) {
        let start = at + found;
        let n_digits = text[start..].bytes().take_while(u8::is_ascii_digit).count();
        at = start + n_digits;
        let Some((begin, is_money)) = beginning(text, start) else { continue };
        let Some((digits, rest)) = Digits::read(&text[start..], language) else { continue };
        at = at.max(text.len() - rest.len());
        // The parts of versions, times and addresses.
        let mut next = rest.chars();
        let is_joined = matches!(next.next(), Some('.' | ':' | '/' | '-' | '_' | ','))
            && next.next().is_some_and(|c| c.is_ascii_digit());
        if is_joined {
            at += rest.bytes().take_while(|b| b.is_ascii_digit() || b".:/-_,".contains(b)).count();
            continue;
        }
        // In most languages an ordinary space divides two numbers, as in telephone numbers.
        let by_space = text[start + n_digits..].starts_with(' ');
        let is_grouped =
            digits.integer.len() > n_digits && (!by_space || SPACES.contains(&language.group));
        let behind = end(rest, &digits, (units, language), is_money);
        let rest = match behind {
            Some(rest) => rest,
            None if (is_money || is_grouped) && ends_here(rest) => rest,
            None => continue,
        };
        at = text.len() - rest.len();
        match res.last_mut().filter(|last| last.end == begin) {
            Some(last) => last.end = at,
            None => res.push(begin..at),
        }
    }
    res
}

/// Where the quantity begins whose digits begin at `start`, and whether it is money; `None` for digits inside a word.
fn beginning(text: &str, start: usize) -> Option<(usize, bool)> {
    let mut before = text[..start].char_indices();
    let Some((at, last)) = before.next_back() else { return Some((start, false)) };
    if CURRENCY_SIGNS.contains(last) {
        let letters = text[..at].bytes().rev().take_while(u8::is_ascii_uppercase).count();
        return Some((at - letters.min(3), true));
    }
    let code = text[..start].trim_end_matches(SPACES);
    let code = code.get(code.len().saturating_sub(3)..).filter(|_| SPACES.contains(&last));
    if code.is_some_and(is_code) {
        let is_word = text[..start].trim_end_matches(SPACES);
        let at = is_word.len() - 3;
        let is_alone = !text[..at].ends_with(char::is_alphanumeric);
        return Some(if is_alone { (at, true) } else { (start, false) });
    }
    match last {
        '+' | '-' | '−' | '~' | '≈' => {
            let is_sign =
                before.next_back().is_none_or(|(_, c)| c.is_whitespace() || "([„“\"".contains(c));
            is_sign.then_some((at, false))
        }
        c if c.is_alphanumeric() && c < '\u{2e80}' => None,
        '_' | '.' | '/' | '#' | ':' | '@' | '&' | '=' | ',' | '\\' | '’' | '\'' => None,
        _ => Some((start, false)),
    }
}

/// What follows the scale, sign or unit that `rest` begins with; `None` if it begins with none.
fn end<'t>(
    rest: &'t str,
    digits: &Digits,
    (units, language): (&[&str], &Language),
    is_money: bool,
) -> Option<&'t str> {
    if let Some((_, after)) = step(rest, is_money, digits, language) {
        let spaced = after.trim_start_matches(SPACES);
        let is_screen = matches!(&*digits.integer, "4" | "8")
            && digits.fraction.is_empty()
            && SCREENS.iter().any(|screen| word(spaced, screen).is_some());
        return (!is_screen).then(|| unit(after, units).unwrap_or(after));
    }
    if let Some(after) = percent(rest, language) {
        let spaced = after.trim_start_matches(SPACES);
        let is_level = CONFIDENCE.iter().any(|level| word(spaced, level).is_some());
        return (!is_level).then_some(after);
    }
    let multiples = ["x", "×", "-fold", "倍"];
    if let Some(after) = multiples.iter().find_map(|multiple| word(rest, multiple)) {
        return Some(after);
    }
    unit(rest, units)
}

/// What follows the unit or currency that `rest` begins with.
fn unit<'t>(rest: &'t str, units: &[&str]) -> Option<&'t str> {
    let spaced = rest.strip_prefix(SPACES).unwrap_or(rest);
    if let Some(after) = spaced.strip_prefix(|c| CURRENCY_SIGNS.contains(c)) {
        // The sign may be that of the next amount: `in 2024 $5M`.
        return (!after.starts_with(|c: char| c.is_ascii_digit())).then_some(after);
    }
    let code = spaced.get(..3).filter(|code| is_code(code));
    if let Some(after) = code.and_then(|code| word(spaced, code)) {
        return Some(after);
    }
    let all = units.iter().chain(&UNITS).chain(&MONEY);
    all.filter_map(|unit| word(spaced, unit)).min_by_key(|after| after.len())
}

/// Is this the code of a currency?
fn is_code(code: &str) -> bool {
    code.bytes().all(|b| b.is_ascii_uppercase())
        && CURRENCY_CODES.iter().any(|known| known.eq_ignore_ascii_case(code))
}

/// Does a word end where `rest` begins?
fn ends_here(rest: &str) -> bool {
    !rest.starts_with(|c: char| (c.is_alphanumeric() && c < '\u{2e80}') || c == '_')
}

#[cfg(test)]
mod tests {
    use super::{Locale, quantities};

    fn found<'t>(text: &'t str, tag: &str) -> Vec<&'t str> {
        quantities(text, &["tokens"], Locale::of(tag)).into_iter().map(|at| &text[at]).collect()
    }

    #[test]
    fn numbers_that_say_how_much_are_found() {
        for (text, expected) in [
            ("It grew 76x, to 44.9B tokens (up 50%).", &["76x", "44.9B tokens", "50%"][..]),
            ("From 1.2 million to $6.25M or US$5.", &["1.2 million", "$6.25M", "US$5"]),
            ("In all 46,790,000,000 of 500 tokens.", &["46,790,000,000", "500 tokens"]),
            ("A loss of -5% or EUR 3.50, not 3.50 €.", &["-5%", "EUR 3.50", "3.50 €"]),
            ("12 GB at 3 km/h; 3-fold; 50 percent", &["12 GB", "3 km/h", "3-fold", "50 percent"]),
            ("between 50–60% and 8K tokens", &["60%", "8K tokens"]),
        ] {
            assert_eq!(found(text, "en"), expected, "{text}");
        }
    }

    #[test]
    fn years_names_and_other_numbers_are_not() {
        for text in [
            "In 2025, on 8 March 2025 or 2025-03-08, at 10:30, in Q1 2025 and the 1990s",
            "COVID-19, HTTP 404, Figure 3, chapter 2.1, GPT-4, v1.2.3, Rust 1.94, 3D, 5G, x86",
            "24/7, 9/11, the top 5 apps, 3 times, 24 hours, 2 days later, the 3rd of 10",
            "call +49 30 901820, 555 123 456 or 555-1234, ISO 9001, A4, 192.168.1.1, RFC 4180, 1080p",
            "a 4K video, 8K displays, page 12, 2. Second, #3, Qwen2.5-72B, 2x2, 0x1F",
        ] {
            assert_eq!(found(text, "en"), [""; 0], "{text}");
        }
    }

    #[test]
    fn quantities_of_other_languages() {
        for (tag, text, expected) in [
            (
                "de",
                "auf 44,9 Mrd. Token (50 %), 1.234.567 Zugriffe am 8.3.2025",
                &["44,9 Mrd.", "50 %", "1.234.567"][..],
            ),
            (
                "fr",
                "44,9 milliards, 50\u{202f}% et 1 234 567 en 2025, tél. 01 23 45 67 89",
                &["44,9 milliards", "50\u{202f}%", "1 234 567"],
            ),
            ("zh", "增长76倍，达到449亿，4亿4900万，2025年3月", &["76倍", "449亿", "4亿4900万"]),
            ("es", "44,9 mil millones en 2025", &["44,9 mil millones"]),
        ] {
            assert_eq!(found(text, tag), expected, "{text}");
        }
    }
}
