//! The engine's phrases in plain words.

/// What the engine puts before what it says.
const PREFIXES: [&str; 9] = [
    "sql parser error: ",
    "Error during planning: ",
    "Execution error: ",
    "Internal error: ",
    "Arrow error: ",
    "Cast error: ",
    "Compute error: ",
    "Invalid argument error: ",
    "Parser error: ",
];

/// What the engine adds after what is wrong.
const TAILS: [&str; 9] = [
    "\n",
    " Substring {",
    ". No function matches",
    " No function matches",
    ". You might need",
    " You might need",
    "This issue was likely caused",
    " Candidate functions",
    ". Consider",
];

/// `message` in the project's voice: no preamble, no full stop, names in backticks, types by their names in contracts.
pub(super) fn plain(message: &str) -> String {
    let mut text = message.trim();
    while let Some(rest) = PREFIXES.iter().find_map(|prefix| text.strip_prefix(prefix)) {
        text = rest;
    }
    for tail in TAILS {
        text = text.split_once(tail).map_or(text, |(text, _)| text);
    }
    let text = types(&quotes(text.trim().trim_end_matches(['.', '!'])));
    let mut chars = text.chars();
    match (chars.next(), chars.as_str().chars().next()) {
        // `UNION` and the like keep their capitals.
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => text,
    }
}

/// The texts in single quotes in `message`.
pub(super) fn quoted(message: &str) -> Vec<&str> {
    message.split('\'').skip(1).step_by(2).collect()
}

/// Single quotes become backticks.
fn quotes(text: &str) -> String {
    if text.matches('\'').count().is_multiple_of(2) {
        text.replace(['\'', '"'], "`")
    } else {
        text.to_owned()
    }
}

/// The name that a contract uses for a type of the engine.
fn type_name(word: &str) -> Option<&'static str> {
    Some(match word {
        "Int8" | "Int16" | "Int32" | "Int64" | "UInt8" | "UInt16" | "UInt32" | "UInt64" => {
            "integer"
        }
        "Decimal32" | "Decimal64" | "Decimal128" | "Decimal256" => "decimal",
        "Float16" | "Float32" | "Float64" => "float",
        "Utf8" | "LargeUtf8" | "Utf8View" | "String" => "text",
        "Date32" | "Date64" | "Date" => "date",
        "Timestamp" => "datetime",
        "Boolean" => "boolean",
        "Interval" | "Duration" => "length of time",
        "List" | "LargeList" | "FixedSizeList" => "list",
        "Null" => "NULL",
        _ => return None,
    })
}

/// `text` with the engine's types by their names in contracts.
pub(super) fn types(text: &str) -> String {
    let mut res = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let word = rest.find(|char: char| !char.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let (head, tail) = rest.split_at(word);
        if let Some(name) = type_name(head) {
            res.push_str(name);
            rest = tail.get(parenthesis(tail)..).unwrap_or_default();
        } else {
            res.push_str(head);
            let mut chars = tail.chars();
            res.extend(chars.next());
            rest = chars.as_str();
        }
    }
    res
}

/// The length of the parenthesis that `text` begins with.
fn parenthesis(text: &str) -> usize {
    if !text.starts_with('(') {
        return 0;
    }
    let mut depth = 0_usize;
    for (at, char) in text.char_indices() {
        match char {
            '(' => depth += 1,
            ')' if depth == 1 => return at + 1,
            ')' => depth -= 1,
            _ => {}
        }
    }
    0
}

/// The type that a text was to be read as, from a message that says that it cannot be.
pub(super) fn wanted(message: &str) -> String {
    let told = message.rsplit_once("value of ").map(|(_, rest)| rest.trim_end_matches(" type"));
    match told {
        Some(told) if !message.contains("timestamp") => types(told),
        _ => "date".to_owned(),
    }
}

/// The functions that a message about a value outside of their domain can be about, and what to do.
pub(super) fn domain(message: &str) -> Option<(&'static [&'static str], &'static str)> {
    const DOMAINS: [(&str, &[&str], &str); 2] = [
        (
            "square root",
            &["sqrt"],
            "leave such rows out with WHERE; `CASE WHEN x >= 0 THEN sqrt(x) END` gives NULL for them",
        ),
        (
            "logarithm",
            &["ln", "log", "log10", "log2"],
            "leave such rows out with WHERE; `CASE WHEN x > 0 THEN ln(x) END` gives NULL for them",
        ),
    ];
    let domain = DOMAINS.iter().find(|(phrase, ..)| message.contains(phrase));
    domain.map(|(_, functions, help)| (*functions, *help))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn the_voice_of_the_engine_is_gone() {
        let cases = [
            (
                "Error during planning: Internal error: Cannot infer Timestamp(Nanosecond, None) = Utf8.",
                "cannot infer datetime = text",
            ),
            (
                "Execution error: Unsupported 'x' of Decimal128(3, 2). You might need casts",
                "unsupported `x` of decimal",
            ),
            (
                "UNION queries have different number of columns",
                "UNION queries have different number of columns",
            ),
            ("it's odd", "it's odd"),
        ];
        for (told, expected) in cases {
            assert_eq!(plain(told), expected);
        }
    }
}
