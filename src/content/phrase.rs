//! Bound numbers in short texts that are no Markdown: titles, captions, descriptions.

/// A bound or literal number in a short text, and the text around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marked<'a> {
    /// The text before it.
    pub before: &'a str,
    /// All of it, from bracket to parenthesis.
    pub whole: &'a str,
    /// What it states.
    pub stated: &'a str,
    /// What follows `q:`; `None` for a literal.
    pub target: Option<&'a str>,
    /// The text after it.
    pub after: &'a str,
}

/// What begins the target of a bound or a literal number, and what ends it.
const FORMS: [(&str, &str, bool); 4] =
    [("](q:", ")", true), ("](<q:", ">)", true), ("](lit:", ")", false), ("](<lit:", ">)", false)];

/// Does `text` hold a bound or a literal number?
pub fn is_marked(text: &str) -> bool {
    FORMS.iter().any(|(begin, ..)| text.contains(begin))
}

/// The first bound or literal number of `text`.
pub fn next_marked(text: &str) -> Option<Marked<'_>> {
    let found = FORMS.iter().filter_map(|form| Some((text.find(form.0)?, form)));
    let (middle, (begin, end, is_bound)) = found.min_by_key(|(middle, _)| *middle)?;
    let open = text[..middle].rfind('[')?;
    let start = middle + begin.len();
    let close = start + text[start..].find(end)?;
    let after = close + end.len();
    Some(Marked {
        before: &text[..open],
        whole: &text[open..after],
        stated: &text[open + 1..middle],
        target: is_bound.then_some(&text[start..close]),
        after: &text[after..],
    })
}

/// `text` as it states its numbers, without what they are bound to.
pub fn stated(text: &str) -> String {
    let mut res = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(marked) = next_marked(rest) {
        res.push_str(marked.before);
        res.push_str(marked.stated);
        rest = marked.after;
    }
    res.push_str(rest);
    res
}

#[cfg(test)]
mod tests {
    use super::{next_marked, stated};

    #[test]
    fn a_binding_is_found_among_other_brackets() {
        let marked = next_marked("a [b] [76x](q:g.r) c").expect("a binding");
        assert_eq!((marked.before, marked.stated, marked.after), ("a [b] ", "76x", " c"));
        assert_eq!((marked.target, marked.whole), (Some("g.r"), "[76x](q:g.r)"));
        let marked = next_marked("[12B](<q:t[app=Roo (x)].n>)").expect("a binding");
        assert_eq!(marked.target, Some("t[app=Roo (x)].n"));
        assert_eq!(next_marked("a [b](c)"), None);
        assert_eq!(next_marked("](q:a.b)"), None);
    }

    #[test]
    fn literals_are_their_text() {
        assert_eq!(stated("[2025](lit:) grew [76x](q:g.r) [x](y)"), "2025 grew 76x [x](y)");
    }
}
