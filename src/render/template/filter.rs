//! What templates can do with a value beyond the template language's own filters.

use crate::base::html::plain_text;
use crate::base::number::{DateForm, Locale};
use chrono::format::{Fixed, Item, Numeric, StrftimeItems};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::qr;
use crate::content::config::MarkdownOptions;
use crate::content::markdown::inline;

/// Every filter there is, for suggestions.
pub(super) const FILTERS: &[&str] = &[
    "abs",
    "absolute_url",
    "capitalize",
    "date",
    "default",
    "escape",
    "escape_html",
    "escape_xml",
    "first",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "json",
    "keys",
    "last",
    "length",
    "lower",
    "markdownify",
    "newlines_to_br",
    "nth",
    "pairs",
    "pluralize",
    "qr",
    "replace",
    "reverse",
    "round",
    "safe",
    "sort",
    "split",
    "str",
    "t",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "values",
    "wordcount",
];

/// Every test there is, for suggestions.
pub(super) const TESTS: &[&str] = &[
    "array",
    "bool",
    "containing",
    "defined",
    "divisible_by",
    "ending_with",
    "even",
    "float",
    "integer",
    "iterable",
    "map",
    "none",
    "number",
    "odd",
    "starting_with",
    "string",
    "undefined",
];

/// Every function there is, for suggestions.
pub(super) const FUNCTIONS: &[&str] = &["range", "super", "t", "throw"];

/// The dates of mails and feeds.
const RFC_2822: &str = "%a, %d %b %Y %H:%M:%S %z";

/// Formats that have a name.
const NAMED: &[(&str, &str)] = &[
    ("iso", "%Y-%m-%d"),
    ("long", "%-d %B %Y"),
    ("month", "%B %Y"),
    ("rfc2822", RFC_2822),
    ("short", "%-d %b %Y"),
];

/// Adds this project's filters to an engine.
pub(super) fn register(tera: &mut Tera) {
    register_date(tera, Locale::ENGLISH);
    tera.register_filter("absolute_url", absolute_url);
    tera.register_filter("json", json);
    tera.register_filter("markdownify", markdownify);
    tera.register_filter("plainify", plainify);
    tera.register_filter("qr", qr::qr);
}

/// Writes a value as JSON that can stand in a script of a page: `{{ page.params | json }}`.
#[expect(clippy::needless_pass_by_value, reason = "filters have this signature")]
fn json(value: Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let text = serde_json::to_string(&value)
        .map_err(|error| Error::message(format!("cannot be written as JSON: {error}")))?;
    // Nothing in it may end a script or begin a comment.
    let text = text.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    Ok(Value::safe_string(&text))
}

/// Adds the filter of dates for pages of a language.
pub(super) fn register_date(tera: &mut Tera, locale: Locale) {
    tera.register_filter("date", move |value: &str, kwargs: Kwargs, _: &State| {
        date(value, &kwargs, locale)
    });
}

/// Writes a date: `{{ page.date | date(format="%-d %B %Y") }}`.
fn date(value: &str, kwargs: &Kwargs, locale: Locale) -> TeraResult<String> {
    let format = kwargs.get::<&str>("format")?.unwrap_or("long");
    let form = match format {
        "long" => Some(DateForm::Day),
        "short" => Some(DateForm::DayShort),
        "month" => Some(DateForm::Month),
        _ => None,
    };
    if let (Some(form), Some(date)) = (form.filter(|_| locale != Locale::ENGLISH), parse(value)) {
        return Ok(locale.date(date.date_naive(), form));
    }
    let format =
        NAMED.iter().find(|(name, _)| *name == format).map_or(format, |(_, format)| format);
    // Programs read these dates, in feeds for instance, and know English alone.
    let locale = if format == RFC_2822 { Locale::ENGLISH } else { locale };
    let items: Vec<Item> = StrftimeItems::new(format).collect();
    if items.contains(&Item::Error) {
        return Err(Error::message(format!("`{format}` is not a date format")));
    }
    let date = parse(value)
        .ok_or_else(|| Error::message(format!("`{value}` is not a date, such as 2025-03-08")))?;
    let items = in_language(items, date.date_naive(), locale);
    Ok(date.format_with_items(items.into_iter()).to_string())
}

/// `items` with the names of months and weekdays in a language.
fn in_language(items: Vec<Item<'_>>, date: NaiveDate, locale: Locale) -> Vec<Item<'_>> {
    if locale == Locale::ENGLISH {
        return items;
    }
    let is_day = |item: &Item<'_>| matches!(item, Item::Numeric(Numeric::Day, _));
    let is_alone = !items.iter().any(is_day);
    let name = |item| match item {
        Item::Fixed(Fixed::LongMonthName) => Item::Literal(locale.month(date, false, is_alone)),
        Item::Fixed(Fixed::ShortMonthName) => Item::Literal(locale.month(date, true, is_alone)),
        Item::Fixed(Fixed::LongWeekdayName) => Item::Literal(locale.weekday(date, false)),
        Item::Fixed(Fixed::ShortWeekdayName) => Item::Literal(locale.weekday(date, true)),
        item => item,
    };
    items.into_iter().map(name).collect()
}

/// Reads RFC 3339, or a day alone as its midnight in UTC.
fn parse(text: &str) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(text).ok().or_else(|| {
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
        Some(day.and_time(NaiveTime::MIN).and_utc().fixed_offset())
    })
}

/// Reads a short text as Markdown: `{{ args.caption | markdownify }}`.
fn markdownify(value: &str, _: Kwargs, _: &State) -> Value {
    Value::safe_string(&inline(value, &MarkdownOptions::default()))
}

/// The text of HTML, without its tags.
fn plainify(value: &str, _: Kwargs, _: &State) -> String {
    plain_text(value)
}

/// Puts the site's base URL before a path of the site: `{{ "logo.png" | absolute_url }}`.
fn absolute_url(value: &str, _: Kwargs, state: &State) -> TeraResult<String> {
    let site = state.get::<Value>("site")?;
    let field = |name| site.as_ref().and_then(|site| site.get_from_path(name));
    let (Some(base_url), Some(home)) =
        (field("base_url").and_then(Value::as_str), field("url").and_then(Value::as_str))
    else {
        return Err(Error::message("`absolute_url` needs the variable `site`"));
    };
    if value.contains("://") || base_url.is_empty() {
        return Ok(value.to_owned());
    }
    let path = value.strip_prefix(home).unwrap_or(value).trim_start_matches('/');
    Ok(format!("{base_url}{path}"))
}

#[cfg(test)]
mod tests {
    use tera::{Context, Tera};

    fn rendered(template: &str) -> String {
        let mut tera = Tera::new();
        super::register(&mut tera);
        let mut context = Context::new();
        let site = std::collections::BTreeMap::from([
            ("base_url", "https://example.org/blog/"),
            ("url", "/blog/"),
        ]);
        context.insert("site", &site);
        context.insert("at", "2025-03-08T23:21:30+07:00");
        tera.render_str(template, &context, true).unwrap_or_else(|error| error.to_string())
    }

    #[test]
    fn dates_keep_their_own_offset() {
        assert_eq!(rendered("{{ at | date }}"), "8 March 2025");
        assert_eq!(rendered(r#"{{ at | date(format="%H:%M %z") }}"#), "23:21 +0700");
        assert_eq!(
            rendered(r#"{{ at | date(format="rfc2822") }}"#),
            "Sat, 08 Mar 2025 23:21:30 +0700"
        );
        assert_eq!(rendered(r#"{{ "2025-03-08" | date(format="month") }}"#), "March 2025");
    }

    #[test]
    fn a_bad_date_or_format_is_an_error() {
        assert!(rendered(r#"{{ "soon" | date }}"#).contains("`soon` is not a date"));
        assert!(rendered(r#"{{ at | date(format="%Q") }}"#).contains("`%Q` is not a date format"));
    }

    #[test]
    fn absolute_urls_hold_the_base_path_once() {
        let url = "https://example.org/blog/logo.png";
        assert_eq!(rendered(r#"{{ "logo.png" | absolute_url | safe }}"#), url);
        assert_eq!(rendered(r#"{{ "/blog/logo.png" | absolute_url | safe }}"#), url);
        assert_eq!(rendered(r#"{{ "http://a.b/c" | absolute_url | safe }}"#), "http://a.b/c");
    }

    #[test]
    fn values_become_json_that_cannot_leave_its_script() {
        let list = r#"{{ ["</script>", 1, 1.5, true, none, {"a": "é\"&"}] | json }}"#;
        let json = r#"["\u003c/script\u003e",1,1.5,true,null,{"a":"é\"\u0026"}]"#;
        assert_eq!(rendered(list), json);
    }

    #[test]
    fn every_suggested_name_exists() {
        let mut tera = Tera::new();
        super::register(&mut tera);
        super::super::text::register(&mut tera, &std::sync::Arc::default());
        for (names, pattern) in [
            (super::FILTERS, "{{ at | NAME }}"),
            (super::TESTS, "{{ at is NAME }}"),
            (super::FUNCTIONS, "{{ NAME() }}"),
        ] {
            for name in names {
                let result = tera.render_str(&pattern.replace("NAME", name), &Context::new(), true);
                let message = result.map_or_else(|error| error.to_string(), |_| String::new());
                assert!(!message.contains("Unknown"), "{name}: {message}");
            }
        }
    }
}
