//! JSON to nodes.

use jsonc_parser::ast::{ObjectPropName, Value as Json};
use jsonc_parser::common::{Range, Ranged as _};
use jsonc_parser::errors::{ParseError, ParseErrorKind};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::{Entry, MAX_DEPTH, Node, Value, too_deep, without_duplicates};
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Span;

/// Nothing beyond RFC 8259.
const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// Reads JSON.
pub(super) fn read(text: &str) -> Result<Node, Vec<Diagnostic>> {
    let collect = CollectOptions::default();
    let parsed = parse_to_ast(text, &collect, &STRICT).map_err(|error| vec![explain(&error)])?;
    let mut diagnostics = Vec::new();
    let node = match parsed.value {
        Some(value) => convert(value, 0, &mut diagnostics),
        None => Node { span: Span::default(), value: Value::Null },
    };
    if diagnostics.is_empty() { Ok(node) } else { Err(diagnostics) }
}

fn convert(json: Json<'_>, depth: usize, diagnostics: &mut Vec<Diagnostic>) -> Node {
    let span = place(json.range());
    if depth > MAX_DEPTH {
        diagnostics.push(too_deep("json/depth", span));
        return Node { span, value: Value::Null };
    }
    let value = match json {
        Json::NullKeyword(_) => Value::Null,
        Json::BooleanLit(literal) => Value::Boolean(literal.value),
        Json::StringLit(literal) => Value::Text(literal.value.into_owned()),
        Json::NumberLit(literal) => number(literal.value, span, diagnostics),
        Json::Array(array) => {
            let items = array.elements.into_iter();
            Value::List(items.map(|item| convert(item, depth + 1, diagnostics)).collect())
        }
        Json::Object(object) => {
            let mut entries = Vec::with_capacity(object.properties.len());
            for property in object.properties {
                let key_span = place(property.name.range());
                let key = match property.name {
                    ObjectPropName::String(name) => name.value.into_owned(),
                    ObjectPropName::Word(name) => name.value.to_owned(),
                };
                let value = convert(property.value, depth + 1, diagnostics);
                entries.push(Entry { key, key_span, value });
            }
            Value::Map(without_duplicates(entries, "json/duplicate-key", diagnostics))
        }
    };
    Node { span, value }
}

fn number(text: &str, span: Span, diagnostics: &mut Vec<Diagnostic>) -> Value {
    if let Ok(integer) = text.parse() {
        return Value::Integer(integer);
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Value::Float(number),
        _ => {
            let message = format!("the number `{text}` is out of range");
            let help = "put it in quotes to keep it as a text";
            diagnostics.push(Diagnostic::error("json/number", message).at(span).help(help));
            Value::Null
        }
    }
}

fn place(range: Range) -> Span {
    Span::new(range.start, range.end)
}

/// A syntax error in the project's words.
fn explain(error: &ParseError) -> Diagnostic {
    let help = match error.kind() {
        ParseErrorKind::TrailingCommasNotAllowed => "remove the comma after the last value",
        ParseErrorKind::ExpectedComma => "put a comma between the two values",
        ParseErrorKind::SingleQuotedStringsNotAllowed => "write the text in double quotes",
        ParseErrorKind::CommentsNotAllowed => "JSON has no comments: remove it",
        ParseErrorKind::UnterminatedObject => "add the missing `}`",
        ParseErrorKind::UnterminatedArray => "add the missing `]`",
        ParseErrorKind::ExpectedColonAfterObjectKey => "put a `:` between key and value",
        _ => "keys and texts stand in double quotes, values are divided by commas",
    };
    let kind = error.kind().to_string();
    let message = format!("this is not valid JSON: {}", lower_first(&kind));
    Diagnostic::error("json/syntax", message).at(place(error.range())).help(help)
}

/// `text` beginning with a small letter.
fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
