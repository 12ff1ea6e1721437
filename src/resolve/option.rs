//! What stands behind the `?` of a target: how a text is written, and how closely it must follow the value.

use bigdecimal::BigDecimal;

use crate::base::diagnostic::Diagnostic;
use crate::base::source::Span;

/// The options of a target.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Options {
    /// The format of `fmt=`, for a text that cannot be read as one.
    pub(super) format: Option<String>,
    /// Where the format stands in the target.
    pub(super) format_span: Span,
    /// What makes the text true.
    pub(super) truth: Truth,
    /// Where the option that says so stands in the target.
    pub(super) truth_span: Span,
}

/// What makes a stated number true.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Truth {
    /// The value, written as the text is, gives the text.
    #[default]
    Same,
    /// `tol=0.5`: that, or the number is no further from the value than this.
    Within(BigDecimal),
    /// `tol=1%`: the same by a part of the value.
    WithinPart(BigDecimal),
    /// `about`: it is the value rounded to the figures that the text shows.
    About,
    /// `cmp=…`: the value stands in this relation to it.
    Is(Relation),
}

/// How a value must compare with the stated number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// `ge`: not below it.
    AtLeast,
    /// `gt`: above it.
    MoreThan,
    /// `le`: not above it.
    AtMost,
    /// `lt`: below it.
    LessThan,
}

/// Reads what stands behind the `?`, which is `at` bytes into the target.
pub(super) fn options(text: &str, at: usize) -> Result<Options, Diagnostic> {
    let mut res = Options::default();
    let mut start = at;
    for option in text.split('&') {
        let span = Span::new(start, start + option.len());
        start = span.end + 1;
        let (name, value) = match option.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (option, None),
        };
        let truth = match (name, value) {
            ("fmt", Some(format)) if res.format.is_none() => {
                res.format = Some(format.to_owned());
                res.format_span = Span::new(span.end - format.len(), span.end);
                continue;
            }
            ("fmt", Some(_)) => return Err(contradiction(span, "`fmt` stands here twice")),
            ("tol", Some(value)) => tolerance(value).ok_or_else(|| bad_tolerance(value, span))?,
            ("about", None) => Truth::About,
            ("cmp", Some(value)) => {
                Truth::Is(relation(value).ok_or_else(|| bad_relation(value, span))?)
            }
            _ => return Err(unknown(option, span)),
        };
        if res.truth != Truth::Same {
            return Err(contradiction(span, "one of `tol`, `about` and `cmp` is enough"));
        }
        (res.truth, res.truth_span) = (truth, span);
    }
    if res.format.is_some() && matches!(res.truth, Truth::About | Truth::Is(_)) {
        let message = "`fmt` says what the text must be, which leaves nothing to compare";
        return Err(contradiction(res.truth_span, message));
    }
    Ok(res)
}

/// The tolerance that `text` states: `1%`, `0.5`.
fn tolerance(text: &str) -> Option<Truth> {
    let (number, is_part) = match text.strip_suffix('%') {
        Some(number) => (number, true),
        None => (text, false),
    };
    let is_plain = number.starts_with(|first: char| first.is_ascii_digit())
        && number.len() <= 40
        && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number: BigDecimal = number.parse().ok().filter(|_| is_plain)?;
    Some(if is_part {
        Truth::WithinPart(number / BigDecimal::from(100))
    } else {
        Truth::Within(number)
    })
}

/// The relation called `name`.
fn relation(name: &str) -> Option<Relation> {
    match name {
        "ge" => Some(Relation::AtLeast),
        "gt" => Some(Relation::MoreThan),
        "le" => Some(Relation::AtMost),
        "lt" => Some(Relation::LessThan),
        _ => None,
    }
}

fn bad_tolerance(value: &str, span: Span) -> Diagnostic {
    Diagnostic::error("bind/option", format!("`{value}` is not a tolerance"))
        .at(span)
        .help("write a part of the value, as in `tol=1%`, or a number, as in `tol=0.5`")
}

fn bad_relation(value: &str, span: Span) -> Diagnostic {
    Diagnostic::error("bind/option", format!("`{value}` is not a comparison")).at(span).help(
        "write `cmp=ge` for \"at least\", `gt` for \"more than\", `le` for \"at most\", `lt` for \"less than\"",
    )
}

fn contradiction(span: Span, message: &str) -> Diagnostic {
    Diagnostic::error("bind/contradiction", message).at(span).help("remove one of the options")
}

fn unknown(option: &str, span: Span) -> Diagnostic {
    Diagnostic::error("bind/option", format!("a bound number has no option `{option}`"))
        .at(span)
        .help("the options are `fmt=short1`, `tol=1%`, `about` and `cmp=ge`, joined by `&`")
}

#[cfg(test)]
mod tests {
    use super::{Relation, Truth, options};

    #[test]
    fn options_are_read_and_combined() {
        let read = |text| options(text, 10).map(|options| (options.format, options.truth));
        assert_eq!(read("cmp=ge"), Ok((None, Truth::Is(Relation::AtLeast))));
        assert_eq!(read("about"), Ok((None, Truth::About)));
        let percent = Truth::WithinPart("0.015".parse().expect("a number"));
        assert_eq!(read("fmt=short1&tol=1.5%"), Ok((Some("short1".into()), percent)));
        assert_eq!(read("tol=0.5"), Ok((None, Truth::Within("0.5".parse().expect("a number")))));
        let options = options("tol=2&fmt=short1", 10).expect("valid");
        assert_eq!(options.format_span.range(), 20..26);
    }

    #[test]
    fn unknown_and_contradictory_options_are_placed() {
        let cases = [
            ("format=short1", "bind/option", 10..23),
            ("tol=-1", "bind/option", 10..16),
            ("tol=1e9999", "bind/option", 10..20),
            ("cmp=eq", "bind/option", 10..16),
            ("about=2", "bind/option", 10..17),
            ("about&tol=1", "bind/contradiction", 16..21),
            ("fmt=int&fmt=int", "bind/contradiction", 18..25),
            ("fmt=int&cmp=ge", "bind/contradiction", 18..24),
            ("", "bind/option", 10..10),
        ];
        for (text, code, span) in cases {
            let error = options(text, 10).expect_err(text);
            assert_eq!((error.code, error.labels[0].span.range()), (code, span), "{text}");
        }
    }
}
