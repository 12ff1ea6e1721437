use std::sync::Arc;

use super::{Diagnostic, Style, picture, wrap};
use crate::base::path::SitePath;
use crate::base::source::{Source, Span};

fn page(text: &str) -> Arc<Source> {
    Source::new(SitePath::new("content/a.md").expect("valid"), text)
}

/// The plain picture of an error `what` labeled `here`, without heading and message.
fn frame(source: &Arc<Source>, span: impl Into<Span>) -> String {
    let diagnostic = Diagnostic::error("a/b", "what").label(span, "here").within(source);
    let picture = picture(&diagnostic, Style::Plain);
    let frame = picture.strip_prefix("error[a/b]\n\n  x what\n").expect("the heading");
    format!("\n{frame}")
}

#[test]
fn a_picture_has_code_message_place_labels_and_help() {
    let source = page("---\ntitle: x\n---\nSELECT tokns FROM usage\nmore\n");
    let message = "there is no column `tokns` in `usage`";
    let diagnostic = Diagnostic::error("query/unknown-column", message)
        .label(24..29, "no such column")
        .label(35..40, "has `month`, `tokens`")
        .within(&source)
        .help("did you mean `tokens`?");
    assert_eq!(
        picture(&diagnostic, Style::Plain),
        "\
error[query/unknown-column]

  x there is no column `tokns` in `usage`
   ,-[content/a.md:4:8]
 3 | ---
 4 | SELECT tokns FROM usage
   :        ^^|^^      ^^|^^
   :          |          `-- has `month`, `tokens`
   :          `-- no such column
 5 | more
   `----
  help: did you mean `tokens`?
"
    );
    let rich = picture(&diagnostic, Style::Rich);
    assert!(rich.contains("╭─[\u{1b}[36;1;4mcontent/a.md:4:8\u{1b}[0m]"), "{rich}");
}

#[test]
fn places_in_other_files_follow_with_their_own_line_numbers() {
    let source = page("one\ntwo\n");
    let path = SitePath::new("data/usage.csv").expect("valid");
    let csv = Source::excerpt(path, "month,tokens\n2024-01,1\n2024-02,n/a\n", 100_000);
    let diagnostic = Diagnostic::warning("data/text-column", "the column `tokens` is text")
        .label(0..3, "used here")
        .within(&source)
        .label_in(&csv, 31..34, "the cell that is no number")
        .label_in(&csv, 6..12, "the column");
    assert_eq!(
        picture(&diagnostic, Style::Plain),
        "\
warning[data/text-column]

  ! the column `tokens` is text
   ,-[content/a.md:1:1]
 1 | one
   : ^|^
   :  `-- used here
 2 | two
   `----

Advice:
  > the cell that is no number
        ,-[data/usage.csv:100002:9]
 100000 | month,tokens
        :       ^^^|^^
        :          `-- the column
 100001 | 2024-01,1
 100002 | 2024-02,n/a
        :         ^^^
        `----
"
    );
}

#[test]
fn labels_far_from_the_first_follow_it_and_never_head_the_picture() {
    let source = page(&"a\n".repeat(30));
    let diagnostic = Diagnostic::error("a/b", "what")
        .label(40..41, "here")
        .label(0..1, "")
        .label(42..43, "near")
        .within(&source);
    assert_eq!(
        picture(&diagnostic, Style::Plain),
        "\
error[a/b]

  x what
    ,-[content/a.md:21:1]
 20 | a
 21 | a
    : |
    : `-- here
 22 | a
    : |
    : `-- near
 23 | a
    `----

Advice:
  > see here
   ,-[content/a.md:1:1]
 1 | a
   : ^
 2 | a
   `----
"
    );
}

#[test]
fn what_has_no_place_is_told_all_the_same() {
    let diagnostic = Diagnostic::error("a/b", "what").label(3..9, "said nowhere");
    let expected = "error[a/b]\n\n  x what\n\nAdvice:\n  > said nowhere\n";
    assert_eq!(picture(&diagnostic, Style::Plain), expected);
}

#[test]
fn the_end_of_a_file_is_a_place() {
    let last = "
   ,-[content/a.md:2:1]
 1 | abc
 2 |
   : ^
   : `-- here
   `----
";
    assert_eq!(frame(&page("abc\n"), 4..4), last);
    assert_eq!(frame(&page("abc\n"), 1000..2000), last);
    let unended = "
   ,-[content/a.md:1:4]
 1 | abc
   :    ^
   :    `-- here
   `----
";
    assert_eq!(frame(&page("abc"), 3..3), unended);
    let empty = "
   ,-[content/a.md:1:1]
 1 |
   : ^
   : `-- here
   `----
";
    assert_eq!(frame(&page(""), 0..0), empty);
}

#[test]
fn line_ends_of_two_bytes_are_line_ends() {
    let source = page("one\r\ntwo2\r\nthree\r\n");
    let expected = "
   ,-[content/a.md:2:1]
 1 | one
 2 | two2
   : ^^|^
   :   `-- here
 3 | three
   `----
";
    assert_eq!(frame(&source, 5..9), expected);
    assert_eq!(frame(&source, 5..11), expected);
    let at_the_end = "
   ,-[content/a.md:1:4]
 1 | one
   :    ^
   :    `-- here
 2 | two2
   `----
";
    assert_eq!(frame(&source, 3..5), at_the_end);
}

#[test]
fn tabs_and_wide_characters_keep_the_mark_below_its_text() {
    let source = page("\tone\t二つ\tx\n");
    let tab = "
   ,-[content/a.md:1:2]
 1 |     one 二つ    x
   :     ^|^
   :      `-- here
   `----
";
    assert_eq!(frame(&source, 1..4), tab);
    let wide = "
   ,-[content/a.md:1:6]
 1 |     one 二つ    x
   :         ^^|^
   :           `-- here
   `----
";
    assert_eq!(frame(&source, 5..11), wide);
    assert_eq!(frame(&source, 6..10), wide, "a span inside characters means them whole");
}

#[test]
fn what_would_drive_a_terminal_is_shown_as_a_sign() {
    let picture = frame(&page("\u{1b}[31mred\u{202e}x\0\r!\n"), 5..8);
    let expected = "
   ,-[content/a.md:1:6]
 1 | \u{fffd}[31mred\u{fffd}x\u{fffd}\u{fffd}!
   :      ^|^
   :       `-- here
   `----
";
    assert_eq!(picture, expected);
    let message = Diagnostic::error("a/b", "\u{1b}[2J").help("\u{7}");
    assert_eq!(
        super::picture(&message, Style::Plain),
        "error[a/b]\n\n  x \u{fffd}[2J\n  help: \u{fffd}\n"
    );
}

#[test]
fn long_lines_are_shown_in_part() {
    let source = page(&format!("head\n{}X{}\nlast\n", "ab,".repeat(30_000), ",cd".repeat(30_000)));
    let expected = format!(
        "
   ,-[content/a.md:2:90001]
 1 | head
 2 | ...,{}X{},...
   : {}|
   : {}`-- here
 3 | last
   `----
",
        "ab,".repeat(13),
        ",cd".repeat(26),
        " ".repeat(43),
        " ".repeat(43)
    );
    assert_eq!(frame(&source, 90_005..90_006), expected);
    let whole_line = frame(&source, 5..180_006);
    assert!(whole_line.contains("content/a.md:2:1]"), "{whole_line}");
    assert!(whole_line.lines().all(|line| line.len() < 140), "{whole_line}");
}

#[test]
fn spans_over_lines_are_drawn_at_the_side_or_by_their_first_line() {
    let some = "
   ,-[content/a.md:2:1]
 1 |     a
 2 | ,-> bb
 3 | |-> cc
   : `---- here
 4 |     d
   `----
";
    assert_eq!(frame(&page("a\nbb\ncc\nd\n"), 2..7), some);
    let many = "
   ,-[content/a.md:1:1]
 1 | aa
   : ^|
   :  `-- here
 2 | aa
   `----
";
    assert_eq!(frame(&page(&"aa\n".repeat(30)), 0..60), many);
}

#[test]
fn no_span_of_an_odd_text_breaks_the_picture() {
    let source = page("\u{feff}二\tつ\r\n\r\r\n\u{301}e\n\nend\u{1f468}\u{200d}\u{1f469}");
    for start in 0..source.text.len() + 3 {
        for end in start..source.text.len() + 3 {
            let picture = frame(&source, start..end);
            let place = source.position(start);
            let header = format!("content/a.md:{}:{}]", place.line, place.column);
            assert!(picture.contains(&header), "{start}..{end}: {picture}");
            assert!(picture.contains("here"), "{start}..{end}: {picture}");
        }
    }
}

#[test]
fn messages_are_broken_at_spaces_on_a_terminal_only() {
    let text = format!("{} `2025-03-08`\nand more", "word ".repeat(18).trim_end());
    assert_eq!(wrap(&text, Style::Plain), text);
    assert_eq!(wrap(&text, Style::Rich), text.replace(" `", "\n`"));
}
