//! What a plain YAML scalar means.

use super::Value;

/// The value of an unquoted scalar.
///
/// The 1.2 core schema, and beyond it what Hugo reads as numbers: `0123` in octal, `0b11`, `1_000`.
/// `yes`, `no`, `on` and `off` are texts, and so are dates.
pub(super) fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Boolean(true),
        "false" | "False" | "FALSE" => return Value::Boolean(false),
        ".nan" | ".NaN" | ".NAN" => return Value::Float(f64::NAN),
        _ => {}
    }
    number(text).unwrap_or_else(|| Value::Text(text.to_owned()))
}

/// The number that `text` writes, if it writes one.
fn number(text: &str) -> Option<Value> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let negative = text.starts_with('-');
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return Some(Value::Float(if negative { f64::NEG_INFINITY } else { f64::INFINITY }));
    }
    if !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') || unsigned.ends_with('_') {
        return None;
    }
    let digits = unsigned.replace('_', "");
    whole(&digits, negative).or_else(|| fraction(&digits, negative))
}

/// A whole number in one of the notations of YAML 1.1 and 1.2; in decimal, one too large for an integer is a float.
fn whole(digits: &str, negative: bool) -> Option<Value> {
    let (radix, digits) = match digits.as_bytes() {
        [b'0', b'x', ..] => (16, &digits[2..]),
        [b'0', b'o', ..] => (8, &digits[2..]),
        [b'0', b'b', ..] => (2, &digits[2..]),
        [b'0', _, ..] => (8, &digits[1..]),
        _ => (10, digits),
    };
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    let magnitude = i128::from_str_radix(digits, radix).ok()?;
    let value = if negative { -magnitude } else { magnitude };
    i64::try_from(value).ok().map(Value::Integer)
}

/// A decimal number that [`whole`] did not take.
fn fraction(digits: &str, negative: bool) -> Option<Value> {
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (digits, None),
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (before, after) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent_is_sound = exponent
        .is_none_or(|exponent| is_digits(exponent.strip_prefix(['-', '+']).unwrap_or(exponent)));
    // Zeros ahead of more digits promise an octal number; what is not one is a text, such as `089`.
    let padded = before.len() > 1 && before.starts_with('0');
    if padded || !is_digits(&format!("{before}{after}")) || !exponent_is_sound {
        return None;
    }
    let value: f64 = digits.parse().ok()?;
    value.is_finite().then_some(Value::Float(if negative { -value } else { value }))
}

#[cfg(test)]
mod tests {
    use super::plain;
    use crate::base::node::Value;

    #[test]
    fn numbers_are_read_as_hugo_reads_them() {
        let integers = [
            ("0123", 83),
            ("0o17", 15),
            ("0x1F", 31),
            ("1_000", 1000),
            ("+1", 1),
            ("-0", 0),
            ("0b101", 5),
            ("-0x10", -16),
            ("0", 0),
            ("00", 0),
            ("9223372036854775807", i64::MAX),
        ];
        for (text, value) in integers {
            assert_eq!(plain(text), Value::Integer(value), "{text}");
        }
        let floats = [
            ("1.10", 1.1),
            (".5", 0.5),
            ("5.", 5.0),
            ("1.5e-3", 0.0015),
            ("1_000.5", 1000.5),
            ("+.5", 0.5),
            ("-.Inf", f64::NEG_INFINITY),
            ("9223372036854775808", 9_223_372_036_854_775_808.0),
        ];
        for (text, value) in floats {
            assert_eq!(plain(text), Value::Float(value), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_number_or_truth_value_is_a_text() {
        let texts = [
            "yes",
            "Off",
            "y",
            "089",
            "12:30",
            "2024-01-01",
            "0.1.2",
            "tRUE",
            "-",
            ".",
            "0X1f",
            "inf",
            "1e400",
            "e3",
            "1e",
            "0x",
            "_1",
            "1_",
            "+",
            "--1",
            "0xé",
            "0é",
            "1.2_é",
        ];
        for text in texts {
            assert_eq!(plain(text), Value::Text(text.into()), "{text}");
        }
        for text in ["", "~", "Null", "NULL"] {
            assert_eq!(plain(text), Value::Null, "{text}");
        }
        assert_eq!(plain("TRUE"), Value::Boolean(true));
    }
}
