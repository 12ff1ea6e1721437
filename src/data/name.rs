//! Names of tables and columns: as SQL writes them, and as people read them.

/// `text` as an SQL name: lower case, every run of other characters than letters and digits one `_`.
///
/// `None` if nothing is left. A name that would begin with a digit gets a leading `_`, so that SQL needs no quotes.
pub(super) fn normalize(text: &str) -> Option<String> {
    let mut name = String::with_capacity(text.len());
    for char in text.chars().flat_map(char::to_lowercase) {
        if char.is_alphanumeric() {
            name.push(char);
        } else if !name.is_empty() && !name.ends_with('_') {
            name.push('_');
        }
    }
    let length = name.trim_end_matches('_').len();
    name.truncate(length);
    if name.starts_with(|char: char| char.is_numeric()) {
        name.insert(0, '_');
    }
    (!name.is_empty()).then_some(name)
}

/// An SQL name as people read it: `total_tokens` is `Total tokens`.
pub(super) fn readable(name: &str) -> String {
    let spaced = name.replace('_', " ");
    let spaced = spaced.trim();
    let mut chars = spaced.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{normalize, readable};

    #[test]
    fn headers_become_names_that_sql_needs_no_quotes_for() {
        let cases = [
            ("Total tokens", Some("total_tokens")),
            ("  Share (%) ", Some("share")),
            ("Größe", Some("größe")),
            ("トークン", Some("トークン")),
            ("2024", Some("_2024")),
            ("top-apps", Some("top_apps")),
            ("a__b", Some("a_b")),
            ("%", None),
        ];
        for (header, name) in cases {
            assert_eq!(normalize(header).as_deref(), name, "{header}");
        }
    }

    #[test]
    fn names_become_readable() {
        assert_eq!(readable("total_tokens"), "Total tokens");
        assert_eq!(readable("_2024"), "2024");
        assert_eq!(readable("_"), "_");
    }
}
