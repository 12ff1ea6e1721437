//! JSON lines: an object on each line, its keys the columns. Strictly RFC 8259, and single values alone.

use std::collections::HashMap;

use super::records::{Field, Flaw, Form, Reader, Record};
use crate::base::source::Span;

/// The keys of all objects of a file, in the order in which they first appear.
#[derive(Debug, Default)]
pub(in crate::data) struct Columns {
    /// The keys.
    pub(in crate::data) keys: Vec<String>,
    places: HashMap<String, usize>,
}

impl Columns {
    /// The place of `key`, which becomes the last if it is new.
    pub(super) fn place(&mut self, key: &str) -> usize {
        if let Some(at) = self.places.get(key) {
            return *at;
        }
        self.keys.push(key.to_owned());
        self.places.insert(key.to_owned(), self.keys.len() - 1);
        self.keys.len() - 1
    }

    /// Adds the keys of the objects in `text`; stops at the first line that is no object.
    pub(in crate::data) fn gather(&mut self, text: &str) {
        let mut reader = Reader::json(text, 1, &EMPTY);
        let mut record = Record::default();
        while pass_blank(&mut reader, &mut record) {
            let mut scanner = Scanner { text, at: reader.at };
            let read = scanner.object(&mut |key, _, _| {
                self.place(key);
                Ok(())
            });
            if read.is_err() {
                return;
            }
            reader.at = scanner.at;
        }
    }
}

static EMPTY: std::sync::LazyLock<Columns> = std::sync::LazyLock::new(Columns::default);

/// Reads the next object into `record`; is there one?
pub(super) fn next(
    reader: &mut Reader<'_>,
    columns: &Columns,
    record: &mut Record,
) -> Result<bool, Flaw> {
    if !pass_blank(reader, record) {
        return Ok(false);
    }
    let start = reader.at;
    let line_stop =
        reader.text[start..].find(['\n', '\r']).map_or(reader.text.len(), |n| start + n);
    let end = start + reader.text[start..line_stop].trim_end().len();
    let missing = Field { raw: (end, end), form: Form::Missing, ..Field::default() };
    record.fields.resize(columns.keys.len(), missing);
    record.line = reader.line;
    record.raw = (start, end);
    let mut scanner = Scanner { text: reader.text, at: start };
    let (mut seen, made) = (vec![false; columns.keys.len()], &mut record.made);
    let fields = &mut record.fields;
    scanner.object(&mut |key, span, value| {
        let Some(at) = columns.places.get(key) else { return Ok(()) };
        if std::mem::replace(&mut seen[*at], true) {
            let message = format!("the key `{key}` stands twice in the object");
            return Err(Flaw::Json(span, message, "keep one of the two"));
        }
        let mut field =
            Field { raw: value.raw, value: value.raw, form: value.form, is_made: false };
        if let Some(text) = value.text {
            field.value = (made.len(), made.len() + text.len());
            field.is_made = true;
            made.push_str(&text);
        } else {
            field.value = match value.form {
                Form::Text => (value.raw.0 + 1, value.raw.1 - 1),
                Form::Missing => (value.raw.1, value.raw.1),
                Form::Open => value.raw,
            };
        }
        fields[*at] = field;
        Ok(())
    })?;
    scanner.space();
    if scanner.at < end {
        return Err(flaw((scanner.at, end), "something follows the object", ONE_OBJECT));
    }
    reader.at = scanner.at.max(end);
    Ok(true)
}

const ONE_OBJECT: &str =
    "write one object on each line, such as `{\"month\": \"2025-01\", \"tokens\": 5}`";
const SYNTAX: &str = "keys and texts stand in double quotes, values are divided by commas";

/// Passes over blank lines; is there anything left?
fn pass_blank(reader: &mut Reader<'_>, record: &mut Record) -> bool {
    let bytes = reader.text.as_bytes();
    while let Some(byte) = bytes.get(reader.at) {
        match byte {
            b'\n' => {
                reader.line += 1;
                record.after_blank = false;
            }
            b' ' | b'\t' | b'\r' => {}
            _ => return true,
        }
        reader.at += 1;
    }
    false
}

fn flaw((start, end): (usize, usize), message: &str, help: &'static str) -> Flaw {
    Flaw::Json(Span::new(start, end), message.to_owned(), help)
}

/// A value as it stands.
struct Value {
    raw: (usize, usize),
    form: Form,
    /// The text of a string with escapes.
    text: Option<String>,
}

/// Reads one object.
struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

type Each<'f> = dyn FnMut(&str, Span, Value) -> Result<(), Flaw> + 'f;

impl Scanner<'_> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Passes over white space within a line.
    fn space(&mut self) {
        while matches!(self.byte(), Some(b' ' | b'\t' | b'\r')) {
            self.at += 1;
        }
    }

    /// The error for what stands here in place of what was expected.
    fn expected(&self, what: &str) -> Flaw {
        let rest = &self.text[self.at..];
        let width = rest.chars().next().filter(|char| *char != '\n').map_or(0, char::len_utf8);
        flaw((self.at, self.at + width), &format!("this is not valid JSON: {what}"), SYNTAX)
    }

    /// Reads an object and gives each key with its place and its value to `each`.
    fn object(&mut self, each: &mut Each<'_>) -> Result<(), Flaw> {
        if self.byte() != Some(b'{') {
            let rest = &self.text[self.at..];
            let end = self.at + rest.find('\n').unwrap_or(rest.len());
            return Err(flaw((self.at, end), "the line holds no object", ONE_OBJECT));
        }
        self.at += 1;
        self.space();
        if self.byte() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.space();
            if self.byte() != Some(b'"') {
                return Err(self.expected("expected a key in double quotes"));
            }
            let key = self.string()?;
            let span = Span::new(key.raw.0, key.raw.1);
            let name =
                key.text.unwrap_or_else(|| self.text[span.start + 1..span.end - 1].to_owned());
            self.space();
            if self.byte() != Some(b':') {
                return Err(self.expected("expected a `:` after the key"));
            }
            self.at += 1;
            self.space();
            let value = self.value(&name)?;
            each(&name, span, value)?;
            self.space();
            match self.byte() {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return Err(self.expected("expected a comma or `}` after the value")),
            }
        }
    }

    fn value(&mut self, key: &str) -> Result<Value, Flaw> {
        match self.byte() {
            Some(b'"') => return self.string(),
            Some(open @ (b'{' | b'[')) => {
                let what = if open == b'{' { "an object" } else { "a list" };
                let message = format!("the value of `{key}` is {what}");
                return Err(flaw(
                    (self.at, self.at + 1),
                    &message,
                    "a cell holds a single value: write a key for each part",
                ));
            }
            _ => {}
        }
        let start = self.at;
        let rest = &self.text[start..];
        let end = start + rest.find([',', '}', ' ', '\t', '\r', '\n']).unwrap_or(rest.len());
        let word = &self.text[start..end];
        let form = match word {
            "null" => Form::Missing,
            "true" | "false" => Form::Open,
            _ if is_number(word) => Form::Open,
            _ => return Err(self.expected("expected a value")),
        };
        self.at = end;
        Ok(Value { raw: (start, end), form, text: None })
    }

    /// The string that begins here.
    fn string(&mut self) -> Result<Value, Flaw> {
        let (start, bytes) = (self.at, self.text.as_bytes());
        let mut at = start + 1;
        let mut has_escapes = false;
        loop {
            match bytes.get(at) {
                Some(b'"') => break,
                Some(b'\\') => {
                    has_escapes = true;
                    at += 2;
                }
                Some(0..0x20) | None => {
                    let message = "this is not valid JSON: the text is never closed on its line";
                    return Err(flaw((start, start + 1), message, SYNTAX));
                }
                Some(_) => at += 1,
            }
        }
        self.at = at + 1;
        let raw = (start, self.at);
        let mut text = None;
        if has_escapes {
            text = Some(serde_json::from_str(&self.text[start..self.at]).map_err(|_| {
                flaw(
                    raw,
                    "this is not valid JSON: an escape in the text has no meaning",
                    "write `\\\\` for a backslash",
                )
            })?);
        }
        Ok(Value { raw, form: Form::Text, text })
    }
}

/// Is `word` a number of JSON?
fn is_number(word: &str) -> bool {
    let word = word.strip_prefix('-').unwrap_or(word);
    let (mantissa, exponent) = match word.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (word, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|text| digits(text.strip_prefix(['-', '+']).unwrap_or(text)))
}
