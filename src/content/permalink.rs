//! Patterns of URLs such as `/:year/:month/:slug/`, in `permalinks` and in a page's `url`.

use crate::base::diagnostic::{Diagnostic, nearest};

/// A pattern, in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Texts and tokens in order.
    pub parts: Vec<Part>,
}

/// A part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// It stands for itself.
    Text(String),
    /// It stands for something of the page.
    Token(Token),
}

/// What a token stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A part of the date.
    Date(DatePart),
    /// The names of the folders of the page's section, or some of them.
    Sections(Slice),
    /// The same with each section's slug, else its title.
    SectionSlugs(Slice),
    /// The title.
    Title,
    /// The slug, else the title.
    Slug,
    /// The name of the file, or of a bundle's folder.
    BaseName,
    /// The slug, else the name.
    SlugOrBaseName,
}

/// A part of a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatePart {
    /// The day of the year.
    Yearday,
    /// The number of the weekday, 0 on Sundays.
    Weekday,
    /// What a format of `chrono` gives.
    Format(String),
}

/// Which of the sections are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slice {
    /// One, which may be missing.
    One(Bound),
    /// Those from the first bound up to the second, which is left out.
    Range(Bound, Bound),
}

/// A place among the sections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// Counted from 0.
    At(usize),
    /// The last.
    Last,
    /// Behind the last.
    End,
}

impl Slice {
    const ALL: Self = Self::Range(Bound::At(0), Bound::End);
    const FIRST: Self = Self::One(Bound::At(0));

    /// What `[1:]`, `[last]` and the like mean.
    fn parse(text: &str) -> Option<Self> {
        let bound = |text: &str, empty| match text {
            "" => Some(empty),
            "last" => Some(Bound::Last),
            digits => digits.parse().ok().map(Bound::At),
        };
        match text.split_once(':') {
            Some((low, high)) => {
                Some(Self::Range(bound(low, Bound::At(0))?, bound(high, Bound::End)?))
            }
            None if text.is_empty() => None,
            None => bound(text, Bound::End).map(Self::One),
        }
    }

    /// The chosen ones of `items`; none where a bound lies beyond them.
    pub fn of<T>(self, items: &[T]) -> &[T] {
        let at = |bound| match bound {
            Bound::At(at) => at.min(items.len()),
            Bound::Last => items.len().saturating_sub(1),
            Bound::End => items.len(),
        };
        let (low, high) = match self {
            Self::One(bound) => (at(bound), (at(bound) + 1).min(items.len())),
            Self::Range(low, high) => (at(low), at(high)),
        };
        items.get(low..high).unwrap_or(&[])
    }
}

/// The names of tokens, for suggestions.
const NAMES: [&str; 16] = [
    "year",
    "month",
    "monthname",
    "day",
    "weekday",
    "weekdayname",
    "yearday",
    "section",
    "sections",
    "sectionslug",
    "sectionslugs",
    "title",
    "slug",
    "slugorcontentbasename",
    "contentbasename",
    "filename",
];

/// The chunks of Go's layouts of dates and what `chrono` calls them, those first that begin like a shorter one.
const LAYOUTS: [(&str, &str); 22] = [
    ("January", "%B"),
    ("Jan", "%b"),
    ("Monday", "%A"),
    ("Mon", "%a"),
    ("2006", "%Y"),
    ("002", "%j"),
    ("01", "%m"),
    ("02", "%d"),
    ("03", "%I"),
    ("04", "%M"),
    ("05", "%S"),
    ("06", "%y"),
    ("15", "%H"),
    ("_2", "%e"),
    ("PM", "%p"),
    ("pm", "%P"),
    ("1", "%-m"),
    ("2", "%-d"),
    ("3", "%-I"),
    ("4", "%-M"),
    ("5", "%-S"),
    ("MST", "%Z"),
];

impl Pattern {
    /// Reads a pattern; a report's place is in `text`. `\:` is a colon and nothing else.
    pub fn parse(text: &str) -> Result<Self, Diagnostic> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(':') {
            let (before, after) = (&rest[..at], &rest[at + 1..]);
            let length =
                after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(after.len());
            if let Some(before) = before.strip_suffix('\\') {
                plain.push_str(before);
                plain.push(':');
                rest = after;
                continue;
            }
            plain.push_str(before);
            if length == 0 {
                plain.push(':');
                rest = after;
                continue;
            }
            let (name, after) = after.split_at(length);
            let slice = after.strip_prefix('[').and_then(|inner| inner.split_once(']'));
            let (slice, after) = slice.map_or((None, after), |(inner, rest)| (Some(inner), rest));
            let start = text.len() - rest.len() + at;
            let span = start..text.len() - after.len();
            let token = token(name, slice).map_err(|error| error.at(span))?;
            if !plain.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut plain)));
            }
            parts.push(Part::Token(token));
            rest = after;
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            parts.push(Part::Text(plain));
        }
        Ok(Self { parts })
    }

    /// Does any part come from the date?
    pub fn has_date(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Token(Token::Date(_))))
    }
}

fn token(name: &str, slice: Option<&str>) -> Result<Token, Diagnostic> {
    let format = |format: &str| Token::Date(DatePart::Format(format.to_owned()));
    if let Some(slice) = slice {
        let Some(parsed) = Slice::parse(slice) else {
            let message = format!("`[{slice}]` chooses no sections");
            return Err(Diagnostic::error("url/slice", message)
                .help("write `[0]`, `[last]`, `[1:]` or `[:last]`"));
        };
        return match name {
            "sections" => Ok(Token::Sections(parsed)),
            "sectionslugs" => Ok(Token::SectionSlugs(parsed)),
            _ => Err(Diagnostic::error("url/slice", format!("`:{name}` is not a list"))
                .help("choose from `:sections[…]` or `:sectionslugs[…]`")),
        };
    }
    Ok(match name {
        "year" => format("%-Y"),
        "month" => format("%m"),
        "monthname" => format("%B"),
        "day" => format("%d"),
        "weekday" => Token::Date(DatePart::Weekday),
        "weekdayname" => format("%A"),
        "yearday" => Token::Date(DatePart::Yearday),
        "section" => Token::Sections(Slice::FIRST),
        "sections" => Token::Sections(Slice::ALL),
        "sectionslug" => Token::SectionSlugs(Slice::FIRST),
        "sectionslugs" => Token::SectionSlugs(Slice::ALL),
        "title" => Token::Title,
        "slug" => Token::Slug,
        "contentbasename" | "filename" => Token::BaseName,
        "slugorcontentbasename" | "slugorfilename" => Token::SlugOrBaseName,
        _ => match layout(name) {
            Some(layout) => format(&layout),
            None => return Err(unknown(name)),
        },
    })
}

fn unknown(name: &str) -> Diagnostic {
    let help = match nearest(name, NAMES) {
        Some(near) => format!("did you mean `:{near}`?"),
        None => {
            "write a token such as `:year`, `:section` or `:slug`; a colon itself is `\\:`".into()
        }
    };
    Diagnostic::error("url/token", format!("there is no token `:{name}`")).help(help)
}

/// A layout of Go's, such as `06` or `2006_01`, as a format of `chrono`; `None` if no chunk of it says a part of a date.
pub fn layout(text: &str) -> Option<String> {
    let mut format = String::new();
    let mut rest = text;
    let mut is_layout = false;
    while let Some(first) = rest.chars().next() {
        let found = LAYOUTS.iter().find(|(chunk, _)| rest.starts_with(chunk));
        is_layout |= found.is_some();
        let length = found.map_or(first.len_utf8(), |(chunk, _)| chunk.len());
        format.push_str(found.map_or(&rest[..length], |(_, meaning)| meaning));
        rest = &rest[length..];
    }
    is_layout.then_some(format)
}

#[cfg(test)]
mod tests {
    use super::{Bound, DatePart, Part, Pattern, Slice, Token};

    #[test]
    fn a_pattern_is_texts_and_tokens() {
        let pattern = Pattern::parse("/a/:sections[1:]/:year-:06/x\\:y/").expect("valid");
        let format = |text: &str| Part::Token(Token::Date(DatePart::Format(text.to_owned())));
        assert_eq!(
            pattern.parts,
            [
                Part::Text("/a/".into()),
                Part::Token(Token::Sections(Slice::Range(Bound::At(1), Bound::End))),
                Part::Text("/".into()),
                format("%-Y"),
                Part::Text("-".into()),
                format("%y"),
                Part::Text("/x:y/".into()),
            ]
        );
    }

    #[test]
    fn an_unknown_token_and_a_wrong_slice_are_placed() {
        for (text, code, range) in [
            ("/:yaer/", "url/token", 1..6),
            ("/a/:sections[x]/", "url/slice", 3..15),
            ("/:slug[0]", "url/slice", 1..9),
        ] {
            let error = Pattern::parse(text).expect_err("wrong");
            assert_eq!((error.code, error.labels[0].span.range()), (code, range));
        }
    }

    #[test]
    fn slices_stay_inside_the_sections() {
        let items = ["a", "b", "c"];
        let of = |text| Slice::parse(text).expect("valid").of(&items).join("");
        assert_eq!([of("0"), of("last"), of("7")], ["a", "c", ""]);
        assert_eq!(
            [of("1:"), of(":1"), of(":last"), of("1:9"), of("2:1")],
            ["bc", "a", "ab", "bc", ""]
        );
    }
}
