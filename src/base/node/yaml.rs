//! YAML events to nodes.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle, Tag};

use super::{Entry, MAX_DEPTH, Node, Value, scalar, too_deep, without_duplicates, yaml_error};
use crate::base::diagnostic::Diagnostic;
use crate::base::source::Span;

/// How many nodes the aliases of a text may stand for in all.
const MAX_ALIASED: usize = 10_000;

/// Reads YAML.
pub(super) fn read(text: &str) -> Result<Node, Vec<Diagnostic>> {
    let offsets = Offsets::new(text);
    let mut builder = Builder { text, ..Builder::default() };
    for event in Parser::new_from_str(text) {
        let step = match event {
            Ok((event, span)) => builder.take(event, offsets.span(span)),
            Err(error) => {
                let at = offsets.byte(error.marker().index());
                let open = builder.open_bracket();
                Err(yaml_error::explain(text, at, error.info(), open))
            }
        };
        if let Err(diagnostic) = step {
            builder.diagnostics.push(diagnostic);
            return Err(builder.diagnostics);
        }
    }
    if builder.diagnostics.is_empty() {
        Ok(builder.root.unwrap_or(Node { span: Span::default(), value: Value::Null }))
    } else {
        Err(builder.diagnostics)
    }
}

/// Byte offsets by character, for the parser counts characters; none are needed where these are the same.
struct Offsets {
    by_char: Option<Vec<usize>>,
    len: usize,
}

impl Offsets {
    fn new(text: &str) -> Self {
        let by_char =
            (!text.is_ascii()).then(|| text.char_indices().map(|(offset, _)| offset).collect());
        Self { by_char, len: text.len() }
    }

    fn byte(&self, index: usize) -> usize {
        match &self.by_char {
            Some(by_char) => by_char.get(index).copied().unwrap_or(self.len),
            None => index.min(self.len),
        }
    }

    fn span(&self, span: saphyr_parser::Span) -> Span {
        Span::new(self.byte(span.start.index()), self.byte(span.end.index()))
    }
}

/// A list or map whose end has not come yet.
struct Frame {
    start: usize,
    /// Written with brackets?
    bracket: bool,
    anchor: usize,
    content: Content,
}

enum Content {
    List(Vec<Node>),
    Map {
        entries: Vec<Entry>,
        /// The key whose value comes next.
        key: Option<(String, Span)>,
        /// The maps that merge keys brought in.
        merged: Vec<Node>,
    },
}

#[derive(Default)]
struct Builder<'t> {
    text: &'t str,
    stack: Vec<Frame>,
    root: Option<Node>,
    anchors: BTreeMap<usize, Node>,
    n_aliased: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Builder<'_> {
    /// The place of the innermost bracket that is still open.
    fn open_bracket(&self) -> Option<Span> {
        let frame = self.stack.iter().rev().find(|frame| frame.bracket)?;
        Some(Span::new(frame.start, frame.start + 1))
    }

    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Diagnostic> {
        match event {
            Event::DocumentStart(_) if self.root.is_some() => {
                Err(Diagnostic::error("yaml/second-document", "a second YAML document begins here")
                    .at(span)
                    .help("keep one document: remove the line of `---` or `...`"))
            }
            Event::Scalar(text, style, anchor, tag) => {
                let span = self.without_properties(span, anchor > 0 || tag.is_some());
                let span = trimmed(self.text, span, style);
                if self.expects_key() {
                    self.take_key(text.into_owned(), span);
                    return Ok(());
                }
                let value = resolve(&text, style, tag.as_deref(), span)?;
                self.put(Node { span, value }, anchor)
            }
            Event::Alias(anchor) => self.take_alias(anchor, span),
            Event::SequenceStart(anchor, tag) => {
                self.open(span, anchor, tag.as_deref(), Content::List(Vec::new()))
            }
            Event::MappingStart(anchor, tag) => {
                let content = Content::Map { entries: Vec::new(), key: None, merged: Vec::new() };
                self.open(span, anchor, tag.as_deref(), content)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            _ => Ok(()),
        }
    }

    /// Does the innermost map wait for a key?
    fn expects_key(&self) -> bool {
        matches!(self.stack.last(), Some(Frame { content: Content::Map { key: None, .. }, .. }))
    }

    /// The span of a scalar without the anchor and tag ahead of it.
    fn without_properties(&self, span: Span, has_any: bool) -> Span {
        let mut start = span.start;
        let mut rest = self.text.get(span.range()).unwrap_or("");
        while has_any && rest.starts_with(['&', '!', ' ', '\t', '\r', '\n']) {
            let end = match rest.find(|c: char| !c.is_whitespace()) {
                Some(0) => rest.find(char::is_whitespace).unwrap_or(rest.len()),
                blank => blank.unwrap_or(rest.len()),
            };
            start += end;
            rest = &rest[end..];
        }
        Span::new(start, span.end)
    }

    fn take_key(&mut self, text: String, span: Span) {
        if let Some(Frame { content: Content::Map { key, .. }, .. }) = self.stack.last_mut() {
            *key = Some((text, span));
        }
    }

    fn take_alias(&mut self, anchor: usize, span: Span) -> Result<(), Diagnostic> {
        // An anchor is known to the parser from its first character on, but has a node only when that is complete.
        let Some(node) = self.anchors.get(&anchor) else {
            return Err(Diagnostic::error("yaml/alias", "an alias stands inside its own anchor")
                .at(span)
                .help("a value cannot contain itself: write it out"));
        };
        let (n_nodes, depth) = measure(node);
        self.n_aliased += n_nodes;
        if self.n_aliased > MAX_ALIASED {
            let message = format!("the aliases stand for more than {MAX_ALIASED} values");
            return Err(Diagnostic::error("yaml/alias", message)
                .at(span)
                .help("write the values out, or use fewer aliases"));
        }
        if self.stack.len() + depth > MAX_DEPTH {
            return Err(too_deep("yaml/depth", span));
        }
        let node = Node { span, value: node.value.clone() };
        match (self.expects_key(), node.value) {
            (true, Value::Text(text)) => {
                self.take_key(text, span);
                Ok(())
            }
            (true, _) => Err(complex_key(span)),
            (false, value) => self.put(Node { span, value }, 0),
        }
    }

    fn open(
        &mut self,
        span: Span,
        anchor: usize,
        tag: Option<&Tag>,
        content: Content,
    ) -> Result<(), Diagnostic> {
        if self.expects_key() {
            let first = self.text.get(span.start..).and_then(|rest| rest.chars().next());
            let end = span.start + first.map_or(0, char::len_utf8);
            return Err(complex_key(Span::new(span.start, end)));
        }
        if self.stack.len() >= MAX_DEPTH {
            return Err(too_deep("yaml/depth", span));
        }
        if let Some(tag) = tag.filter(|tag| !tag.is_yaml_core_schema()) {
            return Err(unknown_tag(tag, span));
        }
        let opening = self.text.get(span.range()).unwrap_or("").trim_end();
        let bracket = opening.ends_with(['[', '{']);
        let start = if bracket { span.start + opening.len() - 1 } else { span.end };
        self.stack.push(Frame { start, bracket, anchor, content });
        Ok(())
    }

    fn close(&mut self, span: Span) -> Result<(), Diagnostic> {
        let Some(frame) = self.stack.pop() else { return Ok(()) };
        let (last, value) = match frame.content {
            Content::List(items) => (items.last().map(|item| item.span.end), Value::List(items)),
            Content::Map { entries, merged, .. } => {
                let last = entries.last().map(|entry| entry.value.span.end);
                let code = "yaml/duplicate-key";
                let mut entries = without_duplicates(entries, code, &mut self.diagnostics);
                merge(&mut entries, merged);
                (last, Value::Map(entries))
            }
        };
        // The parser tells where the next token begins, after blanks and comments, and of a block nothing else.
        let end = if frame.bracket { span.start + 1 } else { last.unwrap_or(frame.start) };
        self.put(Node { span: Span::new(frame.start, end), value }, frame.anchor)
    }

    /// Puts a complete node where it belongs.
    fn put(&mut self, node: Node, anchor: usize) -> Result<(), Diagnostic> {
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        match self.stack.last_mut().map(|frame| &mut frame.content) {
            None => self.root = Some(node),
            Some(Content::List(items)) => items.push(node),
            Some(Content::Map { entries, key, merged }) => match key.take() {
                Some((name, key_span)) if name == "<<" => add_merged(merged, node, key_span)?,
                Some((key, key_span)) => entries.push(Entry { key, key_span, value: node }),
                None => return Err(complex_key(node.span)),
            },
        }
        Ok(())
    }
}

/// The value of a scalar by its style and tag.
fn resolve(
    text: &str,
    style: ScalarStyle,
    tag: Option<&Tag>,
    span: Span,
) -> Result<Value, Diagnostic> {
    let is_plain = style == ScalarStyle::Plain;
    match tag {
        None if is_plain => Ok(scalar::plain(text)),
        None => Ok(Value::Text(text.to_owned())),
        Some(tag) if tag.is_yaml_core_schema() => match tag.suffix.as_str() {
            "str" => Ok(Value::Text(text.to_owned())),
            "int" | "float" | "bool" | "null" => Ok(scalar::plain(text)),
            _ => Err(unknown_tag(tag, span)),
        },
        Some(tag) if tag.handle.is_empty() && tag.suffix == "!" => Ok(Value::Text(text.to_owned())),
        Some(tag) => Err(unknown_tag(tag, span)),
    }
}

/// The span of a scalar without the blanks and comments that the parser counts in.
fn trimmed(text: &str, span: Span, style: ScalarStyle) -> Span {
    let covered = text.get(span.range()).unwrap_or("");
    let len = match style {
        ScalarStyle::Plain => covered.len(),
        ScalarStyle::Literal | ScalarStyle::Folded => covered.trim_end().len(),
        ScalarStyle::SingleQuoted => {
            let inside = covered.get(1..).unwrap_or("").replace("''", "  ");
            inside.find('\'').map_or(covered.len(), |at| at + 2)
        }
        ScalarStyle::DoubleQuoted => {
            let mut escaped = false;
            let closing = covered.char_indices().skip(1).find(|(_, c)| {
                let closes = *c == '"' && !escaped;
                escaped = *c == '\\' && !escaped;
                closes
            });
            closing.map_or(covered.len(), |(at, _)| at + 1)
        }
    };
    Span::new(span.start, span.start + len)
}

/// Adds what a merge key brings: a map, or a list of maps.
fn add_merged(merged: &mut Vec<Node>, node: Node, key_span: Span) -> Result<(), Diagnostic> {
    let is_map = |node: &Node| matches!(node.value, Value::Map(_));
    match node.value {
        Value::Map(_) => merged.push(node),
        Value::List(items) if items.iter().all(is_map) => merged.extend(items),
        _ => {
            return Err(Diagnostic::error("yaml/merge", "the merge key `<<` takes a map")
                .label(node.span, format!("this is {}", node.kind()))
                .label(key_span, "")
                .help("name a map by its anchor: `<<: *defaults`"));
        }
    }
    Ok(())
}

/// Adds the merged entries that are not given outright; of several merged maps the last counts, as in Hugo.
fn merge(entries: &mut Vec<Entry>, merged: Vec<Node>) {
    for node in merged.into_iter().rev() {
        if let Value::Map(more) = node.value {
            for entry in more {
                if entries.iter().all(|own| own.key != entry.key) {
                    entries.push(entry);
                }
            }
        }
    }
}

/// How many values a node holds, itself included, and how deep they nest.
fn measure(node: &Node) -> (usize, usize) {
    let children: Vec<&Node> = match &node.value {
        Value::List(items) => items.iter().collect(),
        Value::Map(entries) => entries.iter().map(|entry| &entry.value).collect(),
        _ => Vec::new(),
    };
    children.into_iter().map(measure).fold((1, 1), |(n_nodes, depth), (n_below, below)| {
        (n_nodes + n_below, depth.max(below + 1))
    })
}

fn complex_key(span: Span) -> Diagnostic {
    Diagnostic::error("yaml/complex-key", "a list or map cannot be a key")
        .at(span)
        .help("put a value that begins with `{` or `[` in quotes")
}

fn unknown_tag(tag: &Tag, span: Span) -> Diagnostic {
    Diagnostic::error("yaml/tag", format!("the tag `{tag}` means nothing here"))
        .at(span)
        .help("remove the tag, or put the value in quotes if it begins with `!`")
}
