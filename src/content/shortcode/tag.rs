//! One tag of a shortcode: its name and its arguments.

use std::ops::Range;

use super::Call;
use crate::base::diagnostic::Diagnostic;

/// A tag: a call or the end of one.
pub(super) struct Tag {
    pub(super) call: Call,
    pub(super) range: Range<usize>,
    pub(super) is_markdown: bool,
    pub(super) is_end: bool,
}

/// Reads a tag whose brackets stand at `brackets`; `end` are those that it ends with. What is wrong comes with the name that was read.
pub(super) fn tag(
    text: &str,
    brackets: Range<usize>,
    end: &str,
) -> Result<Tag, (String, Box<Diagnostic>)> {
    let mut reader = Reader { text, at: brackets.end, end };
    reader.skip_space();
    let is_end = reader.take("/");
    reader.skip_space();
    let name_start = reader.at;
    let name = reader.word().to_owned();
    let name_range = name_start..reader.at;
    if name.is_empty() || name.starts_with('*') {
        return Err((name, Box::new(without_name(brackets, reader.rest()))));
    }
    match arguments(&mut reader, &brackets) {
        Ok((args, is_closed)) => {
            let is_markdown = end == "%}}";
            let call = Call {
                name,
                name_span: name_range.into(),
                args,
                inner: None,
                inner_text: String::new(),
                is_closed,
                is_markdown,
                ordinal: 0,
                parent: None,
            };
            Ok(Tag { call, range: brackets.start..reader.at, is_markdown, is_end })
        }
        Err(error) => Err((name, error)),
    }
}

/// Reads up to the end of a tag: the arguments, and whether it ends itself.
fn arguments(
    reader: &mut Reader<'_>,
    brackets: &Range<usize>,
) -> Result<(super::Args, bool), Box<Diagnostic>> {
    let mut args = super::Args::new();
    loop {
        reader.skip_space();
        if reader.take(reader.end) {
            return Ok((args, false));
        }
        if reader.closes_itself() {
            return Ok((args, true));
        }
        let start = reader.at;
        if let Some(stray) = reader.stray() {
            let place = start..start + stray.len();
            return Err(Box::new(unclosed_tag(brackets.clone()).label(place, "before this")));
        }
        let Some(argument) = reader.argument()? else {
            return Err(Box::new(unclosed_tag(brackets.clone())));
        };
        if args.first().is_some_and(|first| first.0.is_some() != argument.0.is_some()) {
            let help =
                if reader.text[..start].trim_end().ends_with('\'') || argument.1.ends_with('\'') {
                    "a value with spaces stands in double quotes or in backticks"
                } else {
                    "give every argument a name, or none"
                };
            let message = "arguments with and without names are mixed";
            return Err(Box::new(
                Diagnostic::error("shortcode/mixed", message).at(start..reader.at).help(help),
            ));
        }
        args.push(argument);
    }
}

fn without_name(brackets: Range<usize>, rest: &str) -> Diagnostic {
    let error = Diagnostic::error("shortcode/no-name", "the shortcode has no name").at(brackets);
    // Stars apart from the brackets, as in `{{< /* name */ >}}`.
    error.help(if rest.contains("*/") {
        "to show a call as it is, write the stars right behind the brackets: `{{</* name */>}}`"
    } else {
        "write its name, as in `{{< figure src=\"a.png\" >}}`"
    })
}

/// What to say of a tag that begins at `brackets` and does not end.
pub(super) fn unclosed_tag(brackets: Range<usize>) -> Diagnostic {
    Diagnostic::error("shortcode/unclosed-tag", "a shortcode begins here and does not end")
        .at(brackets)
        .help("end it with the same brackets; to show it as it is, write `{{</* name */>}}`")
}

/// A place in a text.
struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// The brackets that end the tag.
    end: &'t str,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn skip_space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn take(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        self.at += if found { token.len() } else { 0 };
        found
    }

    fn closes_itself(&mut self) -> bool {
        let after = self.rest().strip_prefix('/').map(str::trim_start);
        let found = after.is_some_and(|after| after.starts_with(self.end));
        if let Some(after) = after.filter(|_| found) {
            self.at = self.text.len() - after.len() + self.end.len();
        }
        found
    }

    /// Brackets that cannot stand in a tag, if there are some.
    fn stray(&self) -> Option<&'static str> {
        let all = ["{{<", "{{%", ">}}", "%}}", "}}"];
        all.into_iter().find(|brackets| self.rest().starts_with(brackets))
    }

    /// Everything up to white space or the end of the tag, or to what `is_over` knows.
    fn up_to(&mut self, is_over: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let ends = |at: usize| {
            let tail = &rest[at..];
            tail.strip_prefix('/').map_or(tail, str::trim_start).starts_with(self.end)
        };
        let mut characters = rest.char_indices();
        let length = characters.find(|(at, c)| c.is_whitespace() || is_over(*c) || ends(*at));
        let word = &rest[..length.map_or(rest.len(), |(at, _)| at)];
        self.at += word.len();
        word
    }

    /// A name, or a value without one.
    fn word(&mut self) -> &'t str {
        self.up_to(|c| matches!(c, '=' | '"' | '`'))
    }

    /// An argument with its name if it has one; none if the text ends in it.
    fn argument(&mut self) -> Result<Option<(Option<String>, String)>, Box<Diagnostic>> {
        if self.rest().starts_with(['"', '`']) {
            return Ok(Some((None, self.quoted()?)));
        }
        let word = self.word();
        let after = self.rest().trim_start();
        if !word.is_empty() && after.starts_with('=') {
            self.at = self.text.len() - after.len() + 1;
            self.skip_space();
            let is_quoted = self.rest().starts_with(['"', '`']);
            let value = if is_quoted { self.quoted()? } else { self.up_to(|_| false).to_owned() };
            return Ok(Some((Some(word.to_owned()), value)));
        }
        // A sign that can begin no argument is one by itself.
        let word = if word.is_empty() { self.up_to(|_| false) } else { word };
        Ok((!word.is_empty()).then(|| (None, word.to_owned())))
    }

    /// A text in quotes, on one line, whose `\"` is a quote, or in backticks, as it stands.
    fn quoted(&mut self) -> Result<String, Box<Diagnostic>> {
        let start = self.at;
        let mut text = String::new();
        let mut characters = self.rest().char_indices().peekable();
        let quote = characters.next().map_or('"', |(_, quote)| quote);
        while let Some((at, character)) = characters.next() {
            match character {
                _ if character == quote => {
                    self.at += at + 1;
                    return Ok(text);
                }
                '\n' if quote == '"' => break,
                '\\' if quote == '"' && characters.peek().is_some_and(|next| next.1 == '"') => {
                    characters.next();
                    text.push('"');
                }
                _ => text.push(character),
            }
        }
        let (message, help) = match quote {
            '"' => (
                "a quote begins here and does not end on its line",
                "close it with `\"`; a text of several lines stands in backticks",
            ),
            _ => ("a text in backticks begins here and does not end", "close it with a backtick"),
        };
        let error = Diagnostic::error("shortcode/unclosed-quote", message);
        Err(Box::new(error.at(start..start + 1).help(help)))
    }
}
