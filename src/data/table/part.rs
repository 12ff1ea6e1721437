//! One part of a file: its rows looked at, read by types and checked.
//!
//! Rows that are plain come in blocks. They are read column by column, at a glance where a cell is as most are, and one by one like all other rows
//! where it is not: with or without blocks the same comes out.

use std::io;

use super::check::{Checks, Findings};
use super::range::Range;
use crate::base::diagnostic::Diagnostic;
use crate::data::breaches::Places;
use crate::data::engine::rows::{Builder, ColumnBuilder, Rows, day};
use crate::data::engine::stored::Group;
use crate::data::quick::{self, Days};
use crate::data::scan::{Profile, Scanned, Seen, blank_line, ragged};
use crate::data::table::parts::File;
use crate::data::text::piece::{Piece, Sink};
use crate::data::text::records::{Form, Row};
use crate::data::text::split::Block;
use crate::data::value::{Type, Value};

/// What a reading is to do: look at the cells, or read them by types, or both.
#[derive(Default)]
pub(super) struct Pass<'c> {
    /// The columns with their types, and what is asked of them.
    pub(super) typed: Option<(&'c [Scanned], &'c Checks<'c>)>,
    /// Are the cells looked at, even if their types are given?
    pub(super) is_profiled: bool,
}

/// What one part of a file gave.
pub(super) struct Part {
    /// What the cells look like, if they were looked at.
    pub(super) profiles: Vec<Profile>,
    /// What the checks found.
    pub(super) found: Findings,
    /// The ranges of the columns.
    pub(super) ranges: Vec<Range>,
    /// The rows.
    pub(super) rows: Rows,
    /// The rows as they are kept, in place of `rows`.
    pub(super) group: Option<io::Result<Group>>,
    /// The number of rows, also of those that are none of the table's.
    pub(super) n_rows: usize,
    /// Why the file ends here, if that is an error.
    pub(super) stop: Option<Box<Diagnostic>>,
}

/// Reads the rows of one part.
struct PartReader<'p, 'f> {
    file: &'p File<'f>,
    pass: &'p Pass<'p>,
    profiles: Vec<Profile>,
    found: Findings,
    ranges: Vec<Range>,
    builder: Builder,
    n_rows: usize,
    made: String,
    /// Is the next row the header?
    is_header: bool,
    /// Can rows come in blocks?
    is_blockwise: bool,
}

/// Reads one part.
pub(super) fn part(file: &File<'_>, piece: &Piece, is_first: bool, pass: &Pass<'_>) -> Part {
    let columns = pass.typed.map(|(columns, _)| columns);
    let names = file.header.names.iter();
    let is_profiled = pass.is_profiled || pass.typed.is_none();
    let profiles = names.filter(|_| is_profiled);
    let mut reader = PartReader {
        file,
        pass,
        profiles: profiles.map(|(name, _)| Profile::new(file.contract.kind(name))).collect(),
        found: Findings::default(),
        ranges: columns.into_iter().flatten().map(|column| Range::new(column.kind)).collect(),
        builder: file.builder(columns),
        n_rows: 0,
        made: String::new(),
        is_header: is_first && file.header.is_row,
        is_blockwise: file.numerals.is_plain()
            && pass.typed.is_some_and(|(_, checks)| !checks.compare_rows()),
    };
    let read = piece.read(file.path, file.manner, &mut reader);
    let PartReader { profiles, found, ranges, builder, n_rows, .. } = reader;
    let (rows, stop) = (builder.finish(), read.err());
    Part { profiles, found, ranges, rows, group: None, n_rows, stop }
}

impl Sink for PartReader<'_, '_> {
    fn row(&mut self, row: &Row<'_>) -> bool {
        if !std::mem::take(&mut self.is_header) {
            self.add(row);
        }
        true
    }

    fn room(&self) -> Option<(usize, usize)> {
        let n_columns = self.file.header.names.len();
        (self.is_blockwise && !self.is_header).then(|| (n_columns, self.builder.room()))
    }

    fn block(&mut self, block: &Block<'_>) {
        let Some((columns, checks)) = self.pass.typed else { return };
        self.n_rows += block.len();
        for (idx, column) in columns.iter().enumerate() {
            let is_free = checks.is_free(idx) && !self.file.contract.has_null_values();
            match column.kind {
                Type::Integer if is_free => self.exact((idx, 0), block),
                Type::Decimal { scale, .. } if is_free => self.exact((idx, scale.into()), block),
                Type::Float if is_free => self.floats(idx, block),
                Type::Date if is_free => self.days(idx, block),
                Type::Text if is_free => self.texts(idx, block),
                _ => drop(self.quick((idx, block), Seen::Texts, |_, _| None::<()>, |_, ()| ())),
            }
        }
        self.builder.end_rows(block.len());
    }
}

impl PartReader<'_, '_> {
    fn add(&mut self, row: &Row<'_>) {
        let header = self.file.header;
        self.n_rows += 1;
        if row.len() != header.names.len() {
            return self.found.breaches.add("data/ragged-row", None, || ragged(row, header));
        }
        if row.len() == 1 && row.is_after_blank() {
            self.found.breaches.add("data/blank-line", None, || blank_line(row));
        }
        for (idx, cell) in row.fields().enumerate() {
            self.cell(idx, cell, row);
        }
        if let Some((_, checks)) = self.pass.typed {
            checks.row(row, &mut self.found);
            self.builder.end_row();
        }
    }

    fn cell(&mut self, idx: usize, (text, form): (&str, Form), row: &dyn Places) {
        let contract = self.file.contract;
        let is_null = match form {
            Form::Open => contract.is_null(text),
            Form::Text => !text.is_empty() && contract.is_null(text),
            Form::Missing => true,
        };
        if let Some(profile) = self.profiles.get_mut(idx).filter(|_| !is_null) {
            let numerals = &self.file.numerals;
            match form {
                Form::Text => profile.add_text(text, || row.place(idx)),
                _ if numerals.is_plain() => profile.add(text, || row.place(idx)),
                _ => profile.add_formed(text, (numerals, &mut self.made), || row.place(idx)),
            }
        }
        let Some((columns, checks)) = self.pass.typed else { return };
        let kind = columns[idx].kind;
        let value: Option<Value<'_>> =
            if is_null { None } else { self.file.numerals.value(text, kind, &mut self.made) };
        checks.cell(row, idx, (value, !is_null), &mut self.found);
        self.ranges[idx].add(value);
        self.builder.column(idx).push(value);
    }

    /// Reads a column of exact numbers with so many digits after the point.
    fn exact(&mut self, (idx, scale): (usize, usize), block: &Block<'_>) {
        let (mut most, mut range) = ((0, 0), None);
        let bytes = block.text().as_bytes();
        let n = self.quick(
            (idx, block),
            Seen::Numbers,
            |_, span| {
                let read = quick::exact(bytes, span, scale)?;
                most = (most.0.max(read.digits.0), most.1.max(read.digits.1));
                Some(read.value)
            },
            |column, value| {
                widen(&mut range, value);
                column.push_exact(value);
            },
        );
        self.count((idx, Seen::Numbers), n, most);
        self.include(idx, range.map(|range| range.map(|n| Value::Exact(n.into()))));
    }

    /// Reads a column of floating point numbers.
    fn floats(&mut self, idx: usize, block: &Block<'_>) {
        let (mut most, mut range) = ((0, 0), None);
        let bytes = block.text().as_bytes();
        let n = self.quick(
            (idx, block),
            Seen::Numbers,
            |_, span| {
                let (value, digits) = quick::float(bytes, span)?;
                most = (most.0.max(digits.0), most.1.max(digits.1));
                Some(value)
            },
            |column, value| {
                widen(&mut range, value);
                column.push_float(value);
            },
        );
        self.count((idx, Seen::Numbers), n, most);
        self.include(idx, range.map(|range| range.map(Value::Float)));
    }

    /// Reads a column of days.
    fn days(&mut self, idx: usize, block: &Block<'_>) {
        let (mut days, mut range) = (Days::new(), None);
        let bytes = block.text().as_bytes();
        let n = self.quick(
            (idx, block),
            Seen::Days,
            |_, span| days.read(bytes, span),
            |column, value| {
                widen(&mut range, value);
                column.push_day(value);
            },
        );
        self.count((idx, Seen::Days), n, (0, 0));
        let range = range.and_then(|[min, max]| Some([day(min)?, day(max)?]));
        self.include(idx, range.map(|range| range.map(Value::Date)));
    }

    /// Reads a column of texts.
    fn texts(&mut self, idx: usize, block: &Block<'_>) {
        let mut range = None;
        let n = self.quick(
            (idx, block),
            Seen::Texts,
            |text, _| quick::is_text(text).then_some(text),
            |column, text| {
                widen(&mut range, text);
                column.push_text(text);
            },
        );
        self.count((idx, Seen::Texts), n, (0, 0));
        self.include(idx, range.map(|range| range.map(Value::Text)));
    }

    /// Calls `keep` with the cells of a column that `read` can read, and adds the others one by one; gives the number of the former.
    fn quick<'b, T>(
        &mut self,
        (idx, block): (usize, &Block<'b>),
        seen: Seen,
        mut read: impl FnMut(&'b str, (usize, usize)) -> Option<T>,
        mut keep: impl FnMut(&mut ColumnBuilder, T),
    ) -> usize {
        let mut n = 0;
        let (mut is_settled, mut is_agreeing) = self.known(idx, seen);
        for (nth, span) in block.column(idx).enumerate() {
            let text = block.text().get(span.0..span.1).unwrap_or_default();
            if is_settled && let Some(value) = read(text, span) {
                if is_agreeing && let Some(profile) = self.profiles.get_mut(idx) {
                    profile.look(seen, text);
                    is_agreeing = profile.is_agreeing(seen);
                }
                keep(self.builder.column(idx), value);
                n += 1;
                continue;
            }
            self.cell(idx, (text, Form::Open), &block.row(nth));
            if !is_settled || is_agreeing {
                (is_settled, is_agreeing) = self.known(idx, seen);
            }
        }
        n
    }

    /// Are cells of the kind known to tell nothing by their places, and can they still by their texts?
    fn known(&self, idx: usize, seen: Seen) -> (bool, bool) {
        let profile = self.profiles.get(idx);
        profile.map_or((true, false), |it| (it.is_settled(seen), it.is_agreeing(seen)))
    }

    /// Counts cells that were read at a glance.
    fn count(&mut self, (idx, seen): (usize, Seen), n: usize, digits: (usize, usize)) {
        if let Some(profile) = self.profiles.get_mut(idx) {
            profile.add_many(seen, n, digits);
        }
    }

    /// Adds the least and the greatest value of some cells to the range of their column.
    fn include(&mut self, idx: usize, range: Option<[Value<'_>; 2]>) {
        for value in range.into_iter().flatten() {
            self.ranges[idx].add(Some(value));
        }
    }
}

/// Makes `range`, the least and the greatest value, hold `value`.
#[inline]
fn widen<T: PartialOrd + Copy>(range: &mut Option<[T; 2]>, value: T) {
    match range {
        Some([min, _]) if value < *min => *min = value,
        Some([_, max]) if value > *max => *max = value,
        Some(_) => {}
        none => *none = Some([value; 2]),
    }
}
