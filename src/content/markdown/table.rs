//! Tables, and those that are bound to a query as a whole.

use std::ops::Range;

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

use super::hook::{Counted, map_of};
use super::stream::Stream;
use super::writer::Writer;
use crate::base::diagnostic::Diagnostic;
use crate::base::number::{Format, Locale};
use crate::base::source::Span;
use crate::content::body::{Binding, BoundCell, BoundRow, BoundTable, Piece};
use crate::content::markup::{CellPart, Part, TablePart};

/// Where the walk stands in a table.
#[derive(Debug, Default)]
pub(super) struct OpenTable {
    columns: Vec<Alignment>,
    column: usize,
    in_head: bool,
    /// Is the table the last of the bound ones?
    pub(super) is_bound: bool,
    /// The cells, if a template writes the table.
    pub(super) part: Option<Box<TableRows>>,
}

/// The cells of a table that a template writes.
#[derive(Debug, Default)]
pub(super) struct TableRows {
    pub(super) place: Range<usize>,
    pub(super) head: Vec<Vec<Piece>>,
    pub(super) rows: Vec<Vec<Vec<Piece>>>,
}

/// The events of a construct with their places, in order.
type Recorded<'a> = Vec<(Event<'a>, Range<usize>)>;

impl<'a> Writer<'a> {
    /// Begins a table.
    pub(super) fn start_table(&mut self, columns: Vec<Alignment>, place: Range<usize>) {
        self.table = OpenTable { columns, ..OpenTable::default() };
        self.runs.n_tables += 1;
        self.runs.in_table = true;
        if self.hooks.present.table {
            self.fresh_line();
            self.table.part = Some(Box::new(TableRows { place, ..TableRows::default() }));
            self.begin_capture();
        } else {
            self.open_line("<table", place.start, TagEnd::Table);
        }
    }

    /// Reads the header to its end and writes it; what it says decides whether the table is bound.
    pub(super) fn table_head(&mut self, range: Range<usize>, events: &mut Stream<'a>) {
        let mut cells: Vec<Recorded<'a>> = Vec::new();
        for (event, part) in events {
            match event {
                Event::End(TagEnd::TableHead) => break,
                Event::Start(Tag::TableCell) => cells.push(Vec::new()),
                Event::End(TagEnd::TableCell) => {}
                other => {
                    if let Some(cell) = cells.last_mut() {
                        cell.push((other, part));
                    }
                }
            }
        }
        let is_bound = !cells.is_empty()
            && cells.iter().all(|cell| column_of(cell).is_some())
            && !cells.iter().all(|cell| column_of(cell).is_some_and(|name| is_number(&name)));
        self.table.in_head = true;
        self.html.push_str("<thead>\n<tr>\n");
        let mut header = Vec::new();
        for cell in cells {
            if is_bound {
                self.start_cell();
                let binding = self.column_name(cell);
                self.write_text(&binding.text);
                header.push(binding);
                self.end_cell();
            } else {
                self.replay(cell);
            }
        }
        self.html.push_str("</tr>\n</thead>\n<tbody>\n");
        self.table.in_head = false;
        self.table.is_bound = is_bound;
        if is_bound {
            let header_span = self.without_line_end(range);
            let rule_span = self.next_line(header_span);
            let rows = Vec::new();
            let table = BoundTable { header, header_span, rule_span, is_rule_copied: true, rows };
            self.body.tables.push(table);
        }
    }

    /// The binding of a header cell that names a column.
    fn column_name(&mut self, cell: Recorded<'a>) -> Binding {
        let mut events = Stream::recorded(cell);
        if let Some((Event::Start(Tag::Link { dest_url, .. }), range)) = events.next() {
            let target = dest_url.strip_prefix("q:").unwrap_or("");
            self.binding(target, range, &mut events);
        }
        self.body.bindings.pop().unwrap_or_default()
    }

    /// Begins a row below the header.
    pub(super) fn start_row(&mut self, range: Range<usize>) {
        self.table.column = 0;
        if let Some(part) = &mut self.table.part {
            part.rows.push(Vec::new());
        }
        self.html.push_str("<tr>\n");
        let span = self.without_line_end(range);
        if let Some(table) = self.bound_table() {
            table.rows.push(BoundRow { span, is_copied: true, cells: Vec::new() });
        }
    }

    /// Reads a cell below the header to its end and writes it.
    pub(super) fn cell(&mut self, range: Range<usize>, events: &mut Stream<'a>) {
        let cell: Recorded<'a> =
            events.take_while(|(event, _)| *event != Event::End(TagEnd::TableCell)).collect();
        if !self.table.is_bound {
            self.replay(cell);
            return;
        }
        let read = self.bound_cell(&cell, &range);
        let column = self.table.column;
        let table = self.body.tables.len() - 1;
        let mut row = 0;
        if let Some(bound) = self.bound_table()
            && let Some(last) = bound.rows.len().checked_sub(1)
        {
            bound.rows[last].cells.push(read);
            row = last;
        }
        self.start_cell();
        self.hole(Piece::Cell { table, row, column });
        self.walk(cell);
        self.html.push_str("</data>");
        self.end_cell();
    }

    /// What a cell of a bound table states, and where.
    fn bound_cell(&mut self, cell: &Recorded<'a>, range: &Range<usize>) -> BoundCell {
        let mut text = String::new();
        let mut place: Option<Span> = None;
        let mut is_plain = true;
        let mut is_interrupted = false;
        for (event, part) in cell {
            match event {
                Event::Text(piece) => {
                    text.push_str(piece);
                    is_plain &= !is_interrupted;
                    let start = place.map_or(part.start, |place| place.start);
                    place = Some(Span::new(start, part.end));
                }
                Event::Start(Tag::Link { dest_url, .. }) if dest_url.starts_with("q:") => {
                    let message = "a cell of a bound table is bound for itself";
                    self.report(
                        Diagnostic::error("bind/twice", message)
                            .at(part.clone())
                            .help("write the cell's text alone: the header binds the whole column"),
                    );
                }
                Event::Code(piece) | Event::InlineHtml(piece) => {
                    text.push_str(piece);
                    is_plain = false;
                }
                // Markup around the whole text leaves it in one piece, markup inside does not.
                _ => is_interrupted = place.is_some(),
            }
        }
        let text = text.trim().to_owned();
        if let Some(span) = place {
            let span = self.with_escape(span);
            let room = is_plain.then(|| self.room(span));
            return BoundCell { text, span, room };
        }
        let blank = self.room(Span::new(range.start, range.start));
        let bytes = self.text.as_bytes();
        let is_there = bytes.get(blank.end) == Some(&b'|')
            && blank.start.checked_sub(1).and_then(|at| bytes.get(at)) == Some(&b'|');
        let span = if is_there { blank } else { range.clone().into() };
        BoundCell { text, span, room: (is_there && is_plain).then_some(blank) }
    }

    /// The place of a text with the backslash that its first character may need.
    pub(super) fn with_escape(&self, span: Span) -> Span {
        let is_escaped = self.text.get(..span.start).is_some_and(|before| before.ends_with('\\'));
        Span::new(span.start - usize::from(is_escaped), span.end)
    }

    /// `span` with the blanks around it.
    fn room(&self, span: Span) -> Span {
        let bytes = self.text.as_bytes();
        let is_blank = |byte: &&u8| matches!(byte, b' ' | b'\t');
        let before = bytes.get(..span.start).unwrap_or(&[]);
        let after = bytes.get(span.end..).unwrap_or(&[]);
        Span::new(
            span.start - before.iter().rev().take_while(is_blank).count(),
            span.end + after.iter().take_while(is_blank).count(),
        )
    }

    /// A range without the end of the line and blanks before it.
    fn without_line_end(&self, range: Range<usize>) -> Span {
        let text = self.text.get(range.clone()).unwrap_or("");
        Span::new(range.start, range.start + text.trim_end().len())
    }

    /// The line after that in which `span` ends, without its end.
    fn next_line(&self, span: Span) -> Span {
        let rest = self.text.get(span.end..).unwrap_or("");
        let start = span.end + rest.find('\n').map_or(rest.len(), |at| at + 1);
        let rest = self.text.get(start..).unwrap_or("");
        self.without_line_end(start..start + rest.find('\n').unwrap_or(rest.len()))
    }

    /// The bound table that the walk is in.
    fn bound_table(&mut self) -> Option<&mut BoundTable> {
        self.body.tables.last_mut().filter(|_| self.table.is_bound)
    }

    /// Writes a recorded cell.
    fn replay(&mut self, cell: Recorded<'a>) {
        self.start_cell();
        self.walk(cell);
        self.end_cell();
    }

    /// Takes recorded events.
    fn walk(&mut self, recorded: Recorded<'a>) {
        let mut events = Stream::recorded(recorded);
        while let Some((event, range)) = events.next() {
            self.event(event, range, &mut events);
        }
    }

    fn start_cell(&mut self) {
        if self.table.part.is_some() {
            self.begin_capture();
            return;
        }
        let name = if self.table.in_head { "th" } else { "td" };
        self.html.push('<');
        self.html.push_str(name);
        self.html.push_str(match self.table.columns.get(self.table.column) {
            Some(Alignment::Left) => " style=\"text-align:left\">",
            Some(Alignment::Center) => " style=\"text-align:center\">",
            Some(Alignment::Right) => " style=\"text-align:right\">",
            Some(Alignment::None) | None => ">",
        });
    }

    fn end_cell(&mut self) {
        if self.table.part.is_some() {
            let pieces = self.end_capture();
            if let Some(part) = &mut self.table.part {
                let row =
                    if self.table.in_head { Some(&mut part.head) } else { part.rows.last_mut() };
                if let Some(row) = row {
                    row.push(pieces);
                }
            }
            self.table.column += 1;
            return;
        }
        self.html.push_str(if self.table.in_head { "</th>\n" } else { "</td>\n" });
        self.table.column += 1;
    }

    /// Ends a table.
    pub(super) fn end_table(&mut self) {
        if let Some(part) = self.table.part.take() {
            self.end_capture();
            self.table_part(*part);
        } else if self.html.ends_with("<tbody>\n") {
            self.html.truncate(self.html.len() - "<tbody>\n".len());
            self.html.push_str("</table>\n");
        } else {
            self.html.push_str("</tbody>\n</table>\n");
        }
        if self.table.is_bound {
            self.hole(Piece::Credit(self.body.tables.len() - 1));
        }
        self.runs.in_table = false;
        self.table = OpenTable::default();
    }

    /// Writes a table by its template.
    fn table_part(&mut self, table: TableRows) {
        let block = (table.place.start, TagEnd::Table);
        let attributes = map_of(&self.blocks.remove(&block).unwrap_or_default());
        let alignments: Vec<&str> = self.table.columns.iter().map(|side| name(*side)).collect();
        let ordinal = self.hooks.count(Counted::Table);
        self.write_part("table", table.place, |texts| {
            let mut row = |cells: &Vec<Vec<Piece>>| -> Vec<CellPart> {
                let cells = cells.iter().enumerate();
                cells
                    .map(|(at, pieces)| CellPart {
                        alignment: alignments.get(at).copied().unwrap_or("").to_owned(),
                        text: texts.text(pieces),
                    })
                    .collect()
            };
            let head = vec![row(&table.head)];
            let body = table.rows.iter().map(row).collect();
            Part::Table(TablePart { head, body, attributes, ordinal })
        });
    }
}

fn name(side: Alignment) -> &'static str {
    match side {
        Alignment::Left => "left",
        Alignment::Center => "center",
        Alignment::Right => "right",
        Alignment::None => "",
    }
}

/// The name and the target of a header cell that holds a column's binding and nothing else.
fn column_of(cell: &[(Event<'_>, Range<usize>)]) -> Option<String> {
    let [(Event::Start(Tag::Link { dest_url, .. }), _), inside @ .., (Event::End(TagEnd::Link), _)] =
        cell
    else {
        return None;
    };
    let target = dest_url.strip_prefix("q:")?;
    let path = target.split('?').next().unwrap_or("");
    let mut name = String::new();
    for (event, _) in inside {
        match event {
            Event::Text(text) | Event::Code(text) => name.push_str(text),
            Event::End(TagEnd::Link) => return None,
            _ => {}
        }
    }
    // A row's number or key means one value, not a column.
    (path.contains('.') && !path.contains('[') && !name.trim().is_empty()).then_some(name)
}

/// Is this a number or a date rather than a column's name?
fn is_number(name: &str) -> bool {
    // A month alone is a name.
    let name = name.trim();
    name.contains(|c: char| c.is_ascii_digit()) && Format::read(name, Locale::ENGLISH).is_some()
}
