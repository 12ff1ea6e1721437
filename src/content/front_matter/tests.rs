//! Tests of front matter.

use chrono::{DateTime, FixedOffset};

use super::{FrontMatter, Hidden};
use crate::base::diagnostic::{Diagnostic, Staged};
use crate::base::node::{Spanned, Value};
use crate::content::cascade::{Cascade, Subject};
use crate::content::config::{Config, Lang, Shown};
use crate::content::dates::Zone;

fn read(text: &str, name: &str, config: &Config) -> Staged<FrontMatter> {
    let subject = Subject { lang: Lang::default(), kind: "page", folder: "posts", name };
    super::read(text, name, config, (&Cascade::default(), subject))
}

fn clean(text: &str) -> FrontMatter {
    let read = read(text, "name", &Config::default()).expect("valid");
    assert_eq!(read.warnings, [], "{text}");
    read.value
}

fn shown(diagnostics: &[Diagnostic], text: &str) -> Vec<String> {
    let show = |diagnostic: &Diagnostic| {
        assert!(diagnostic.help.is_some(), "{diagnostic:?} says what to do");
        let places: Vec<&str> =
            diagnostic.labels.iter().map(|label| &text[label.span.range()]).collect();
        format!("{} {places:?}", diagnostic.code)
    };
    diagnostics.iter().map(show).collect()
}

fn errors(text: &str) -> Vec<String> {
    shown(&read(text, "name", &Config::default()).expect_err("there is a mistake"), text)
}

fn warnings(text: &str) -> (FrontMatter, Vec<String>) {
    let read = read(text, "name", &Config::default()).expect("no errors");
    let warnings = shown(&read.warnings, text);
    (read.value, warnings)
}

fn body<'t>(front_matter: &FrontMatter, text: &'t str) -> &'t str {
    &text[front_matter.body_start..]
}

fn title(front_matter: &FrontMatter) -> &str {
    front_matter.title.as_ref().map_or("", |title| &title.value)
}

fn values(texts: &[Spanned<String>]) -> Vec<&str> {
    texts.iter().map(|text| text.value.as_str()).collect()
}

fn time(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).expect("RFC 3339")
}

#[test]
fn three_languages_with_byte_order_mark_and_crlf() {
    let cases = [
        "---\ntitle: Ü\n---\nhi\n",
        "\u{feff}---\r\ntitle: Ü\r\n---\r\nhi\n",
        "--- # comment\ntitle: Ü\n---  \nhi\n",
        "\n\n  ---\ntitle: Ü\n---\nhi\n",
        "+++\ntitle = \"Ü\"\n+++\nhi\n",
        "\u{feff}+++\r\ntitle = \"Ü\"\r\n+++\r\nhi\n",
        "{\"title\": \"Ü\"}\nhi\n",
        "{\n  \"title\": \"Ü\", \"x\": {\"y\": \"}\\\"}\"}\n}\r\nhi\n",
    ];
    for text in cases {
        let front_matter = clean(text);
        assert_eq!(title(&front_matter), "Ü", "{text:?}");
        assert_eq!(body(&front_matter, text), "hi\n", "{text:?}");
        let span = front_matter.title.expect("given").span;
        assert_eq!(text[span.range()].trim_matches('"'), "Ü", "{text:?}");
    }
    let text = "---\n---\n";
    assert_eq!(body(&clean(text), text), "");
}

#[test]
fn a_page_without_front_matter_is_a_page_with_a_warning() {
    for text in ["# Hi\nyou\n", "", "\u{feff}# Hi", "----\na\n----\n", "{{< x >}}\n", "---x\n"] {
        let (front_matter, warnings) = warnings(text);
        assert_eq!(warnings.len(), 1, "{text:?}");
        assert!(warnings[0].starts_with("front-matter/none"), "{text:?}");
        assert_eq!(body(&front_matter, text), text.trim_start_matches('\u{feff}'));
    }
}

#[test]
fn what_is_not_closed_is_named_where_it_begins() {
    assert_eq!(errors("---\ntitle: a\n\ntext\n"), [r#"front-matter/unclosed ["---"]"#]);
    assert_eq!(errors("---"), [r#"front-matter/unclosed ["---"]"#]);
    assert_eq!(errors("---\ntitle: a\n...\nhi"), [r#"front-matter/unclosed ["---"]"#]);
    assert_eq!(errors("+++\ntitle = 'a'\n---\n"), [r#"front-matter/unclosed ["+++"]"#]);
    assert_eq!(errors("{\"title\": \"a}\nhi\n"), [r#"front-matter/unclosed ["{"]"#]);
}

#[test]
fn text_on_the_closing_line_belongs_to_the_page_and_is_noticed() {
    let text = "---\ntitle: a\n--- x\nhi\n";
    let (front_matter, warnings) = warnings(text);
    assert_eq!(warnings, [r#"front-matter/closing-line [" x"]"#]);
    assert_eq!(body(&front_matter, text), " x\nhi\n");
}

#[test]
fn keys_in_any_case_and_all_that_is_left_to_params() {
    let text = "---\nTITLE: 1.10\nlinktitle: L\nweight: \"5\"\nslug: 2024\naliases: /old/\nKeywords: [a, 3]\n\
                author: {name: X}\nimages: [a.png]\nTags: b\nColor: red\nparams: {color: blue, z: 1}\n---\n";
    let front_matter = clean(text);
    assert_eq!(title(&front_matter), "1.10");
    assert_eq!(front_matter.link_title.as_ref().map(|title| title.as_str()), Some("L"));
    assert_eq!(front_matter.weight, 5);
    assert_eq!(front_matter.slug.expect("given").value, "2024");
    assert_eq!(values(&front_matter.aliases), ["/old/"]);
    assert_eq!(front_matter.keywords, ["a", "3"]);
    assert_eq!(values(&front_matter.images), ["a.png"]);
    assert_eq!(values(&front_matter.terms["tags"]), ["b"]);
    let Value::Map(params) = front_matter.params.value else { panic!("params are a map") };
    let keys: Vec<&str> = params.iter().map(|entry| entry.key.as_str()).collect();
    assert_eq!(keys, ["author", "images", "color", "z"]);
    assert_eq!(params[2].value.value, Value::Text("blue".into()));
}

#[test]
fn terms_are_texts_each_once() {
    let terms = |tags: &str| {
        let front_matter = clean(&format!("---\ntags: {tags}\n---\n"));
        front_matter.terms.get("tags").map(|tags| values(tags).join("|"))
    };
    assert_eq!(terms("one, two").as_deref(), Some("one, two"));
    assert_eq!(terms("[a, 2024, 1.10, '', ~, a, true]").as_deref(), Some("a|2024|1.10|true"));
    assert_eq!(terms("[]"), None);
    assert_eq!(terms(""), None);
    assert_eq!(errors("---\ntags: [{a: b}]\n---\n"), [r#"key/wrong-type ["{a: b}"]"#]);
}

#[test]
fn dates_fall_back_as_in_hugo() {
    let dates = |keys: &str| {
        let front_matter = clean(&format!("---\n{keys}\n---\n"));
        let show = |date: Option<Spanned<DateTime<FixedOffset>>>| {
            date.map_or_else(|| "-".to_owned(), |date| date.format("%Y").to_string())
        };
        let FrontMatter { date, publish_date, lastmod, expiry_date, .. } = front_matter;
        [date, publish_date, lastmod, expiry_date].map(show).join(" ")
    };
    assert_eq!(dates("date: 2024-01-01"), "2024 2024 2024 -");
    assert_eq!(dates("lastmod: 2024-01-01"), "2024 2024 2024 -");
    assert_eq!(dates("pubDate: 2023-01-01\nmodified: 2024-01-01"), "2023 2023 2024 -");
    assert_eq!(dates("date: 2999-01-01\npublishDate: 2020-01-01"), "2999 2020 2999 -");
    assert_eq!(dates("published: 2021-01-01\nunpublishdate: 2030-01-01"), "2021 2021 2021 2030");
    assert_eq!(dates("date: 0001-01-01T00:00:00Z\nlastmod: 2024-01-01"), "- - 2024 -");
    assert_eq!(dates("date: 0001-01-01\npublishDate: 2024-01-01"), "- 2024 - -");
    assert_eq!(dates("date: 2024-01-01\nexpiryDate: 0001-01-01"), "2024 2024 2024 -");
    assert_eq!(dates("date: 2024-01-01\nexpiryDate: 0001-01-02"), "2024 2024 2024 0001");
    assert_eq!(dates("date:\npublishDate: ''"), "- - - -");
    assert_eq!(dates("date: 1704164645"), "2024 2024 2024 -");
}

#[test]
fn a_date_that_cannot_be_read_is_an_error() {
    for date in ["2024-13-01", "yesterday", "20240102", "[2024-01-01]", "true", "1.5"] {
        let reports = errors(&format!("---\ndate: {date}\n---\n"));
        assert_eq!(reports, [format!("front-matter/date [\"{date}\"]")]);
    }
    let reports = errors("+++\ndate = 03:04:05\n+++\n");
    assert_eq!(reports, [r#"front-matter/date ["03:04:05"]"#]);
    let (_, warnings) = warnings("---\ndate: Tue, 02 Jan 2024 03:04:05 EST\n---\n");
    assert_eq!(warnings, [r#"front-matter/zone ["Tue, 02 Jan 2024 03:04:05 EST"]"#]);
}

#[test]
fn dates_of_toml_need_no_quotes_and_take_the_zone_of_the_site() {
    let zone = Zone::named("Europe/Berlin").expect("a zone");
    let config = Config { zone, ..Config::default() };
    let date = |date: &str| {
        let read = read(&format!("+++\ndate = {date}\n+++\n"), "name", &config).expect("valid");
        read.value.date.map(|date| date.to_rfc3339()).unwrap_or_default()
    };
    assert_eq!(date("2024-01-02"), "2024-01-02T00:00:00+01:00");
    assert_eq!(date("2024-01-02T03:04:05"), "2024-01-02T03:04:05+01:00");
    assert_eq!(date("2024-01-02 03:04:05Z"), "2024-01-02T03:04:05+00:00");
    assert_eq!(date("\"2024-07-02\""), "2024-07-02T00:00:00+02:00");
}

#[test]
fn drafts_are_what_says_so() {
    let draft = |keys: &str| clean(&format!("---\n{keys}\n---\n")).draft;
    for word in ["true", "\"true\"", "1", "\"1\"", "t", "T", "TRUE"] {
        assert!(draft(&format!("draft: {word}")), "{word}");
    }
    for word in ["false", "\"false\"", "0", "f", "", "~"] {
        assert!(!draft(&format!("draft: {word}")), "{word}");
    }
    assert!(draft("published: false"));
    assert!(!draft("published: true"));
    assert!(!draft("published: false\ndraft: false"));
    for word in ["yes", "on", "y", "Yes"] {
        let (front_matter, warnings) = warnings(&format!("---\ndraft: {word}\n---\n"));
        assert!(front_matter.draft, "{word}");
        assert_eq!(warnings, [format!("front-matter/draft [\"{word}\"]")]);
    }
    assert!(!warnings("---\ndraft: no\n---\n").0.draft);
    for word in ["2", "maybe", "[true]", "{}"] {
        assert_eq!(errors(&format!("---\ndraft: {word}\n---\n")).len(), 1, "{word}");
    }
}

#[test]
fn mistakes_stand_at_their_place_in_the_file_and_come_together() {
    let text = "---\nweight: heavy\ntitle: [a]\ndate: soon\nDate: 2024-01-01\nparams: 3\n---\n";
    assert_eq!(
        errors(text),
        [
            r#"key/duplicate ["Date", "date"]"#,
            r#"front-matter/date ["soon"]"#,
            r#"key/wrong-type ["[a]"]"#,
            r#"key/wrong-type ["heavy"]"#,
            r#"key/wrong-type ["3"]"#,
        ]
    );
    assert_eq!(errors("---\ntitle: é: b\n---\n"), [r#"yaml/colon ["é: b"]"#]);
    assert_eq!(errors("---\n- a\n---\n"), [r#"key/wrong-type ["- a"]"#]);
    assert_eq!(errors("+++\na = 1\na = 2\n+++\n"), [r#"toml/duplicate-key ["a", "a"]"#]);
    assert_eq!(errors("{\"a\": 1,}\n"), [r#"json/syntax [","]"#]);
}

#[test]
fn keys_of_hugo_that_do_nothing_are_noticed() {
    let (front_matter, warnings) =
        warnings("---\nmarkup: md\ntags_weight: 3\noutputs: [html, amp]\n---\n");
    assert_eq!(
        warnings,
        [r#"front-matter/outputs ["amp"]"#, r#"front-matter/without-effect ["markup"]"#]
    );
    assert!(front_matter.params.get("markup").is_some());
    assert_eq!(front_matter.term_weights.get("tags"), Some(&3));
}

#[test]
fn pages_hide_as_in_hugo() {
    let now = time("2025-01-01T00:00:00Z");
    let hidden = |keys: &str, shown| clean(&format!("---\n{keys}\n---\n")).hidden(now, shown);
    let none = Shown::default();
    assert_eq!(hidden("title: a", none), None);
    assert_eq!(hidden("draft: true\ndate: 2999-01-01", none), Some(Hidden::Draft));
    let drafts = Shown { drafts: true, ..none };
    let appears = Hidden::Future(time("2999-01-01T00:00:00Z"));
    assert_eq!(hidden("draft: true\ndate: 2999-01-01", drafts), Some(appears));
    assert_eq!(hidden("date: 2999-01-01\npublishDate: 2020-01-01", none), None);
    assert_eq!(hidden("date: 2025-01-01", none), None);
    let gone = Hidden::Expired(time("2024-12-31T00:00:00Z"));
    assert_eq!(hidden("expiryDate: 2024-12-31", none), Some(gone));
    assert_eq!(hidden("expiryDate: 2024-12-31", Shown { expired: true, ..none }), None);
    assert_eq!(hidden("date: 2999-01-01", Shown { future: true, ..none }), None);
    assert_eq!((gone.reason(), gone.until()), ("expired", Some(time("2024-12-31T00:00:00Z"))));
}
