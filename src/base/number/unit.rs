//! Units that are known, so that a text in one of them can state a value in another.

use bigdecimal::{BigDecimal, Num as _, Zero as _};

use super::decimal::shifted;
use super::language::{ENGLISH, Language, SPACES, TimeUnit};

/// Prefixes of the SI with their powers of ten.
const PREFIXES: [(&str, i64); 11] = [
    ("n", -9),
    ("µ", -6),
    ("μ", -6),
    ("m", -3),
    ("", 0),
    ("k", 3),
    ("K", 3),
    ("M", 6),
    ("G", 9),
    ("T", 12),
    ("P", 15),
];

/// Binary prefixes with their powers of 1,024.
const BINARY: [(&str, u32); 5] = [("Ki", 1), ("Mi", 2), ("Gi", 3), ("Ti", 4), ("Pi", 5)];

/// Units that take prefixes, with their names in full. Only these: `min` is no milli-inch.
const UNITS: [(&str, &[&str]); 14] = [
    ("B", &["byte", "bytes"]),
    ("bit", &["bits"]),
    ("bit/s", &["bps"]),
    ("B/s", &[]),
    ("W", &["watt", "watts"]),
    ("Wh", &["watt-hours"]),
    ("J", &["joule", "joules"]),
    ("g", &["gram", "grams"]),
    ("m", &["metre", "metres", "meter", "meters"]),
    ("Hz", &["hertz"]),
    ("V", &["volt", "volts"]),
    ("A", &["ampere", "amperes"]),
    ("FLOPS", &["FLOP/s"]),
    ("FLOP", &["FLOPs"]),
];

/// How many of the unit that `suffix` begins with are one of the unit `stored`, as a fraction; `None` if the two are the same or unrelated.
pub(super) fn factor(
    suffix: &str,
    stored: &str,
    language: &Language,
) -> Option<(BigDecimal, BigDecimal)> {
    let shown = suffix.trim_start_matches(SPACES).split(SPACES).next().unwrap_or("");
    if shown.is_empty() || shown == stored {
        return None;
    }
    let sizes = match (time_unit(shown, language), time_unit(stored, language)) {
        (Some(shown), Some(stored)) => Some((stored.millis.into(), shown.millis.into())),
        _ => match (sized(shown), sized(stored)) {
            (Some((shown, size)), Some((stored, stored_size))) if shown == stored => {
                Some((stored_size, size))
            }
            _ => None,
        },
    };
    sizes.filter(|(stored, shown): &(BigDecimal, BigDecimal)| stored != shown)
}

/// What `unit` is called behind a prefix: `B` for bytes.
pub(super) fn symbol(unit: &str) -> &str {
    let known = UNITS.iter().find(|(_, names)| names.contains(&unit));
    known.map_or(unit, |(symbol, _)| symbol)
}

/// The base unit of `unit` and how many of it one is.
fn sized(unit: &str) -> Option<(&'static str, BigDecimal)> {
    let base_of = |name: &str| {
        let known = UNITS.iter().find(|(base, names)| *base == name || names.contains(&name));
        known.map(|(base, _)| *base)
    };
    if let Some(base) = base_of(unit) {
        return Some((base, BigDecimal::from(1)));
    }
    let binary = BINARY.iter().find_map(|(prefix, power)| {
        let base = base_of(unit.strip_prefix(prefix)?)?;
        Some((base, BigDecimal::from(1024_i64.pow(*power))))
    });
    binary.or_else(|| {
        PREFIXES.iter().find_map(|(prefix, power)| {
            let base = base_of(unit.strip_prefix(prefix)?)?;
            Some((base, shifted(&BigDecimal::from(1), *power)))
        })
    })
}

/// The unit of time called `name`, in the language of the page or in English, which contracts are written in.
pub(super) fn time_unit(name: &str, language: &Language) -> Option<&'static TimeUnit> {
    let is_it =
        |unit: &&TimeUnit| unit.names.iter().any(|(one, several)| *one == name || *several == name);
    language.times_of_day.iter().find(is_it).or_else(|| ENGLISH.times_of_day.iter().find(is_it))
}

/// `suffix` as it follows the number `integer`: a unit of time in its singular or plural, if the text had either.
pub(super) fn agreeing(suffix: &str, integer: &str, fraction: &str, language: &Language) -> String {
    let name = suffix.trim_start_matches(SPACES);
    let found = language
        .times_of_day
        .iter()
        .flat_map(|unit| unit.names)
        .find(|(one, several)| one != several && (*one == name || *several == name));
    match found {
        Some((one, several)) => {
            let is_one = fraction.is_empty() && is_one(integer, language);
            let gap = &suffix[..suffix.len() - name.len()];
            format!("{gap}{}", if is_one { one } else { several })
        }
        None => suffix.to_owned(),
    }
}

/// Does the whole number `digits` stand before a singular?
pub(super) fn is_one(digits: &str, language: &Language) -> bool {
    digits == "1" || (digits == "0" && (language.plural)(language, "0", "") == "one")
}

/// `value` times `factor`.
pub(super) fn times(value: &BigDecimal, (over, under): &(BigDecimal, BigDecimal)) -> BigDecimal {
    if under.is_zero() {
        return value.clone();
    }
    let product = value * over;
    // A quotient of whole powers of ten is exact as a shift; any other is cut far behind what is shown.
    let exact = BigDecimal::from_str_radix("1", 10).ok().filter(|one| one == under);
    if exact.is_some() { product } else { (product / under).normalized() }
}

#[cfg(test)]
mod tests {
    use super::{ENGLISH, factor};

    #[test]
    fn units_of_one_kind_can_be_compared() {
        for (shown, stored, expected) in [
            (" hours", "minutes", Some("1/60")),
            (" h a day", "s", Some("1/3600")),
            (" ms", "seconds", Some("1000/1")),
            (" GB", "bytes", Some("1/1000000000")),
            (" GiB", "B", Some("1/1073741824")),
            (" kWh", "MWh", Some("1000/1")),
            (" min", "in", None),
            (" tokens", "tokens", None),
            (" hours", "tokens", None),
            (" GB", "GB", None),
            ("", "s", None),
        ] {
            let found = factor(shown, stored, &ENGLISH).map(|(over, under)| {
                let common = if over < under { &over } else { &under };
                format!(
                    "{}/{}",
                    (&over / common).normalized().to_plain_string(),
                    (&under / common).normalized().to_plain_string()
                )
            });
            assert_eq!(found.as_deref(), expected, "{shown} {stored}");
        }
    }
}
