//! How Markdown becomes HTML: the configuration's `markdown`.

use crate::base::diagnostic::Diagnostic;
use crate::base::node::{Fields, Node, Value};

/// How Markdown becomes HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkdownOptions {
    /// What becomes of HTML in Markdown.
    pub raw_html: RawHtml,
    /// How headings get their anchors.
    pub heading_ids: HeadingIds,
    /// What is read beyond `CommonMark`.
    pub extensions: Extensions,
    /// The scheme of linked addresses that begin with `www.`.
    pub linkify_protocol: String,
    /// What begins and ends mathematics, which is left as it is.
    pub math: Vec<MathDelimiters>,
    /// How code blocks are shown.
    pub code: CodeOptions,
    /// What becomes of a shortcode without a template.
    pub unknown_shortcodes: UnknownShortcodes,
    /// The first and the last level of headings in a table of contents, both from 1 to 6.
    pub toc_levels: (u8, u8),
}

/// What is read beyond `CommonMark`.
#[expect(clippy::struct_excessive_bools, reason = "each is a key of the configuration")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extensions {
    /// Curly quotes, dashes and ellipses of plain ones.
    pub typographer: bool,
    /// Links of bare addresses.
    pub linkify: bool,
    /// Tables.
    pub tables: bool,
    /// `~~struck~~`.
    pub strikethrough: bool,
    /// `- [x] done`.
    pub task_lists: bool,
    /// `[^1]`.
    pub footnotes: bool,
    /// Terms with `: definitions`.
    pub definition_lists: bool,
    /// `{#id .class}` behind headings.
    pub heading_attributes: bool,
    /// `{.class}` on the line after a block.
    pub block_attributes: bool,
    /// `> [!NOTE]`.
    pub alerts: bool,
    /// `:smile:`.
    pub emoji: bool,
    /// Every end of a line is a line break.
    pub hard_wraps: bool,
}

/// What begins and what ends mathematics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MathDelimiters {
    /// What it begins with.
    pub open: String,
    /// What it ends with.
    pub close: String,
    /// Does it stand apart, rather than in a line?
    pub is_block: bool,
}

/// How code blocks are shown unless they say otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeOptions {
    /// Are languages highlighted?
    pub highlight: bool,
    /// Do lines have numbers?
    pub line_numbers: LineNumbers,
}

/// Where the numbers of lines stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineNumbers {
    /// There are none.
    None,
    /// In a column of their own, so that code is copied without them.
    Table,
    /// In each line.
    Inline,
}

/// What becomes of HTML in Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RawHtml {
    /// It stays.
    Keep,
    /// What cannot run code or leave its place stays.
    Sanitize,
    /// It is left out.
    Drop,
}

/// How headings get their anchors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadingIds {
    /// As on GitHub.
    Github,
    /// The same without accents and other letters than those of ASCII.
    GithubAscii,
    /// As Blackfriday made them, which Hugo once used.
    Blackfriday,
    /// Only those have one that the author gives one.
    None,
}

/// What becomes of a shortcode without a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownShortcodes {
    /// It is an error.
    Error,
    /// It is a warning, and what is inside it stays.
    Warn,
    /// What is inside it stays.
    KeepInner,
}

impl Default for Extensions {
    fn default() -> Self {
        Self {
            typographer: true,
            linkify: true,
            tables: true,
            strikethrough: true,
            task_lists: true,
            footnotes: true,
            definition_lists: true,
            heading_attributes: true,
            block_attributes: false,
            alerts: true,
            emoji: false,
            hard_wraps: false,
        }
    }
}

impl Default for MarkdownOptions {
    fn default() -> Self {
        Self {
            raw_html: RawHtml::Keep,
            heading_ids: HeadingIds::Github,
            extensions: Extensions::default(),
            linkify_protocol: "https".into(),
            math: Vec::new(),
            code: CodeOptions { highlight: true, line_numbers: LineNumbers::None },
            unknown_shortcodes: UnknownShortcodes::Error,
            toc_levels: (2, 3),
        }
    }
}

/// Reads `markdown`.
pub(super) fn read(fields: &mut Fields<'_>) -> MarkdownOptions {
    let standard = MarkdownOptions::default();
    let raw_html =
        [("keep", RawHtml::Keep), ("sanitize", RawHtml::Sanitize), ("drop", RawHtml::Drop)];
    let heading_ids = [
        ("github", HeadingIds::Github),
        ("github-ascii", HeadingIds::GithubAscii),
        ("blackfriday", HeadingIds::Blackfriday),
        ("none", HeadingIds::None),
    ];
    let unknown = [
        ("error", UnknownShortcodes::Error),
        ("warn", UnknownShortcodes::Warn),
        ("keep-inner", UnknownShortcodes::KeepInner),
    ];
    let protocols = [("https", "https"), ("http", "http")];
    MarkdownOptions {
        raw_html: fields.one_of("raw_html", &raw_html).map_or(standard.raw_html, |html| html.value),
        heading_ids: fields
            .one_of("heading_ids", &heading_ids)
            .map_or(standard.heading_ids, |ids| ids.value),
        extensions: extensions(fields, standard.extensions),
        linkify_protocol: fields
            .one_of("linkify_protocol", &protocols)
            .map_or(standard.linkify_protocol, |protocol| protocol.value.to_owned()),
        math: math(fields),
        code: fields.nested("code", |fields| code(fields, standard.code)).unwrap_or(standard.code),
        unknown_shortcodes: fields
            .one_of("unknown_shortcodes", &unknown)
            .map_or(standard.unknown_shortcodes, |choice| choice.value),
        toc_levels: fields
            .nested("toc", |toc| toc_levels(toc, standard.toc_levels))
            .unwrap_or(standard.toc_levels),
    }
}

fn extensions(fields: &mut Fields<'_>, standard: Extensions) -> Extensions {
    let mut is_on = |key, standard| fields.boolean(key).map_or(standard, |is_on| is_on.value);
    Extensions {
        typographer: is_on("typographer", standard.typographer),
        linkify: is_on("linkify", standard.linkify),
        tables: is_on("tables", standard.tables),
        strikethrough: is_on("strikethrough", standard.strikethrough),
        task_lists: is_on("task_lists", standard.task_lists),
        footnotes: is_on("footnotes", standard.footnotes),
        definition_lists: is_on("definition_lists", standard.definition_lists),
        heading_attributes: is_on("heading_attributes", standard.heading_attributes),
        block_attributes: is_on("block_attributes", standard.block_attributes),
        alerts: is_on("alerts", standard.alerts),
        emoji: is_on("emoji", standard.emoji),
        hard_wraps: is_on("hard_wraps", standard.hard_wraps),
    }
}

/// `math: true`, or `{block: [[open, close]], inline: […]}`.
fn math(fields: &mut Fields<'_>) -> Vec<MathDelimiters> {
    let pair = |open: &str, close: &str, is_block| MathDelimiters {
        open: open.to_owned(),
        close: close.to_owned(),
        is_block,
    };
    let Some(node) = fields.node("math") else { return Vec::new() };
    if let Value::Boolean(is_on) = node.value {
        let usual = [("$$", "$$", true), (r"\[", r"\]", true), (r"\(", r"\)", false)];
        let usual = usual.map(|(open, close, is_block)| pair(open, close, is_block));
        return if is_on { usual.into() } else { Vec::new() };
    }
    fields.inner(node, "`math`", |fields| {
        let mut delimiters = Vec::new();
        for (key, is_block) in [("block", true), ("inline", false)] {
            for item in fields.list(key).unwrap_or(&[]) {
                let texts = match &item.value {
                    Value::List(texts) => texts.as_slice(),
                    _ => &[],
                };
                match texts {
                    [
                        Node { value: Value::Text(open), .. },
                        Node { value: Value::Text(close), .. },
                    ] if !open.is_empty() && !close.is_empty() => {
                        delimiters.push(pair(open, close, is_block));
                    }
                    _ => fields.report(
                        Diagnostic::error("config/math", "this is not a pair of delimiters")
                            .at(item.span)
                            .help("write what begins and what ends it, as in `['$$', '$$']`"),
                    ),
                }
            }
        }
        delimiters
    })
}

fn code(fields: &mut Fields<'_>, standard: CodeOptions) -> CodeOptions {
    let places = [
        ("none", LineNumbers::None),
        ("table", LineNumbers::Table),
        ("inline", LineNumbers::Inline),
    ];
    CodeOptions {
        highlight: fields.boolean("highlight").map_or(standard.highlight, |is_on| is_on.value),
        line_numbers: fields
            .one_of("line_numbers", &places)
            .map_or(standard.line_numbers, |place| place.value),
    }
}

fn toc_levels(fields: &mut Fields<'_>, standard: (u8, u8)) -> (u8, u8) {
    let mut level = |key, standard| {
        let given = fields.integer(key)?;
        if let Some(level) = u8::try_from(given.value).ok().filter(|level| (1..=6).contains(level))
        {
            return Some(level);
        }
        let message = format!("`{key}` is a level of headings, not {}", given.value);
        let help = "write a number from 1 to 6";
        fields.report(Diagnostic::error("key/bad-value", message).at(given.span).help(help));
        Some(standard)
    };
    let from = level("from", standard.0).unwrap_or(standard.0);
    let to = level("to", standard.1).unwrap_or_else(|| standard.1.max(from));
    if from > to {
        let help = "`from` is the smaller number, of the larger headings";
        let message = format!("a table of contents cannot begin at level {from} and end at {to}");
        fields.report(Diagnostic::error("config/toc", message).at(fields.span()).help(help));
    }
    (from, to)
}
