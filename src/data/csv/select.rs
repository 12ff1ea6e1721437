//! Some columns of CSV under other names.

use ::csv::{ReaderBuilder, Writer};

/// What is not as it was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::data) struct Missing {
    /// The place among the columns asked for of the one that is missing; beyond them if a line cannot be read.
    pub(in crate::data) column: usize,
    /// The line that cannot be read.
    pub(in crate::data) line: u64,
    /// The headers that there are.
    pub(in crate::data) headers: Vec<String>,
}

/// The columns of `text` whose headers are the second of `names`, each under the first.
pub(in crate::data) fn select(text: &str, names: &[(&str, &str)]) -> Result<Vec<u8>, Missing> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
    let unreadable = |error: &::csv::Error| Missing {
        column: names.len(),
        line: error.position().map_or(0, ::csv::Position::line),
        headers: Vec::new(),
    };
    let headers: Vec<String> =
        reader.headers().map_err(|error| unreadable(&error))?.iter().map(str::to_owned).collect();
    let mut places = Vec::with_capacity(names.len());
    for (column, (_, from)) in names.iter().enumerate() {
        match headers.iter().position(|header| header.trim() == *from) {
            Some(place) => places.push(place),
            None => return Err(Missing { column, line: 1, headers }),
        }
    }
    let mut writer = Writer::from_writer(Vec::new());
    let infallible = "memory takes all, and rows are as long as the head";
    writer.write_record(names.iter().map(|(name, _)| name)).expect(infallible);
    for record in reader.records() {
        let record = record.map_err(|error| unreadable(&error))?;
        writer.write_record(places.iter().map(|place| &record[*place])).expect(infallible);
    }
    Ok(writer.into_inner().expect("memory takes all"))
}

#[cfg(test)]
mod tests {
    use super::{Missing, select};

    #[test]
    fn columns_are_chosen_and_renamed() {
        let text = "\u{feff}App name,Junk,Tokens\n\"a, b\",x,1\nc,,2\n";
        let chosen = select(text, &[("tokens", "Tokens"), ("app", "App name")]);
        assert_eq!(chosen.as_deref(), Ok(&b"tokens,app\n1,\"a, b\"\n2,c\n"[..]));
        let missing = select(text, &[("app", "App")]).expect_err("no such header");
        assert_eq!(missing.column, 0);
        assert_eq!(missing.headers, ["App name", "Junk", "Tokens"]);
        let ragged = select("a,b\n1\n", &[("a", "a")]).expect_err("ragged");
        assert_eq!(ragged, Missing { column: 1, line: 2, headers: Vec::new() });
    }
}
