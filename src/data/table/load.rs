//! A text file as typed rows: read part by part, in parallel, with results that do not depend on how.
//!
//! Of a file that is a single part the types are found first, and then the rows are read. Of a longer one the first part gives types to try:
//! the rows are read by them while all cells are looked at, and only where the rest asks for other types is the file read once more.

use std::mem;

use rayon::prelude::{
    IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _,
};

use super::check::{Checks, Findings, Seen};
use super::range::Range;
use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::path::SitePath;
use crate::base::source::{Source, Span};
use crate::base::world::World;
use crate::data::breaches::{Breaches, Places};
use crate::data::contract::Contract;
use crate::data::engine::rows::{Builder, Rows};
use crate::data::numeral::Numerals;
use crate::data::scan::{Header, Profile, Scanned, blank_line, no_rows, ragged, unknown_columns};
use crate::data::text::input::{TextEncoding, is_windows_1252};
use crate::data::text::pieces::{Manner, Piece, Pieces};
use crate::data::text::records::{Form, Row};
use crate::data::value::Value;

/// What reading a file gives.
#[derive(Debug)]
pub(in crate::data) struct Loaded {
    /// The columns.
    pub(in crate::data) columns: Vec<Scanned>,
    /// Their ranges.
    pub(in crate::data) ranges: Vec<Range>,
    /// The rows.
    pub(in crate::data) rows: Rows,
    /// The digest of the file.
    pub(in crate::data) digest: Digest,
    /// The size of the file.
    pub(in crate::data) bytes: u64,
    /// Errors and warnings.
    pub(in crate::data) diagnostics: Vec<Diagnostic>,
}

/// Why a file cannot be read.
struct Failure {
    diagnostics: Vec<Diagnostic>,
    /// Is it because of bytes that another encoding may have written?
    is_encoding: bool,
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { diagnostics: vec![diagnostic], is_encoding: false }
    }
}

/// Reads a file; `size` is that of its parts, `None` for what is best.
///
/// Text that is no UTF-8 is read as windows-1252, with a warning, if words come out.
pub(in crate::data) fn load(
    (world, path): (&dyn World, &SitePath),
    contract: &Contract,
    size: Option<usize>,
) -> Result<Loaded, Vec<Diagnostic>> {
    let declared = contract.written.encoding;
    let failure = match attempt((world, path), (contract, declared), size) {
        Ok(loaded) => return Ok(loaded),
        Err(failure) => failure,
    };
    let guess = declared.is_none() && failure.is_encoding && is_windows_1252(world, path);
    let Some(told) = failure.diagnostics.last().filter(|_| guess) else {
        return Err(failure.diagnostics);
    };
    let message = format!("`{path}` is no UTF-8, and is read as windows-1252");
    let mut warning = Diagnostic::warning("data/encoding-guessed", message).help(
        "declare `csv: {encoding: windows-1252}` in the table's contract, or save the file as UTF-8",
    );
    warning.labels.clone_from(&told.labels);
    let guessed = Some(TextEncoding::WINDOWS_1252);
    let loaded = attempt((world, path), (contract, guessed), size);
    let mut loaded = loaded.map_err(|failure| failure.diagnostics)?;
    loaded.diagnostics.insert(0, warning);
    Ok(loaded)
}

/// Reads a file in an encoding.
fn attempt(
    (world, path): (&dyn World, &SitePath),
    (contract, encoding): (&Contract, Option<TextEncoding>),
    size: Option<usize>,
) -> Result<Loaded, Failure> {
    let open = || -> Result<Pieces<'_>, Diagnostic> {
        let mut pieces = Pieces::open((world, path), &contract.written, encoding, size)?;
        pieces.gather_keys(world, path, &contract.written)?;
        Ok(pieces)
    };
    let mut pieces = open()?;
    let found = mem::take(&mut pieces.found);
    let (first, manner) = (pieces.next(), pieces.manner.clone());
    let header =
        Header::of((path, first.as_ref()), &manner, contract).map_err(|wrong| Failure {
            diagnostics: found.iter().cloned().chain(wrong).collect(),
            is_encoding: first.as_ref().is_some_and(Piece::is_other_encoding),
        })?;
    let numerals = match &manner {
        Manner::Csv(_) => contract.written.numerals,
        Manner::Json(_) => Numerals::default(),
    };
    let file = File { path, manner: &manner, contract, header: &header, numerals };
    let first = first.into_iter().collect::<Vec<_>>();
    let trial: Vec<Part> =
        first.iter().map(|piece| file.part(piece, true, &Pass::default())).collect();
    let mut profiles: Vec<Profile> = trial.into_iter().flat_map(|part| part.profiles).collect();
    let (mut columns, mut warnings) = file.types(&profiles);
    let is_whole = pieces.is_done();
    let mut sum = file.run(&mut pieces, first, (&columns, !is_whole));
    let identity = pieces.finish();
    if !is_whole {
        profiles = mem::take(&mut sum.profiles);
        let (meant, told) = file.types(&profiles);
        warnings = told;
        if meant != columns {
            columns = meant;
            let mut pieces = open()?;
            let first = pieces.next().into_iter().collect();
            sum = file.run(&mut pieces, first, (&columns, false));
            if pieces.finish() != identity {
                return Err(changed(path).into());
            }
        }
    }
    let mut diagnostics = found;
    if let Some((stop, is_encoding)) = sum.stop {
        diagnostics.extend(sum.wrong);
        diagnostics.extend(sum.breaches.finish());
        diagnostics.push(*stop);
        return Err(Failure { diagnostics, is_encoding });
    }
    diagnostics.extend(unknown_columns(contract, &header.names));
    diagnostics.extend(sum.wrong);
    diagnostics.extend(sum.breaches.finish());
    diagnostics.extend((sum.n_rows == 0).then(|| no_rows(path, &header.places)));
    diagnostics.extend(warnings);
    let (digest, bytes) = identity;
    Ok(Loaded { columns, ranges: sum.ranges, rows: sum.rows, digest, bytes, diagnostics })
}

fn changed(path: &SitePath) -> Diagnostic {
    let message = format!("`{path}` changed while it was read");
    let error = Diagnostic::error("io/changed", message).help("build again");
    error.label_in(&Source::new(path.clone(), ""), Span::default(), "")
}

/// A file and what is known of all of it.
struct File<'f> {
    path: &'f SitePath,
    manner: &'f Manner,
    contract: &'f Contract,
    header: &'f Header,
    numerals: Numerals,
}

/// What a reading is to do: look at the cells, or read them by types, or both.
#[derive(Default)]
struct Pass<'c> {
    typed: Option<(&'c [Scanned], &'c Checks<'c>)>,
    is_profiled: bool,
}

/// What one part of a file gave.
struct Part {
    profiles: Vec<Profile>,
    found: Findings,
    ranges: Vec<Range>,
    rows: Rows,
    n_rows: usize,
    stop: Option<Box<Diagnostic>>,
}

/// What the parts so far gave.
struct Sum {
    wrong: Vec<Diagnostic>,
    breaches: Breaches,
    profiles: Vec<Profile>,
    ranges: Vec<Range>,
    rows: Rows,
    n_rows: usize,
    seen: Seen,
    /// Why the file ends here, if that is an error, and whether another encoding may have written what follows.
    stop: Option<(Box<Diagnostic>, bool)>,
}

impl File<'_> {
    /// The columns with the types that `profiles` tell, and warnings about them.
    fn types(&self, profiles: &[Profile]) -> (Vec<Scanned>, Vec<Diagnostic>) {
        let mut warnings = Vec::new();
        let named = self.header.names.iter().zip(profiles);
        let columns = named.map(|((name, header), profile)| {
            let (kind, warning) = profile.clone().finish(name);
            warnings.extend(warning);
            Scanned { name: name.clone(), header: header.clone(), kind }
        });
        (columns.collect(), warnings)
    }

    /// Reads the parts from `window` on by the types of `columns`.
    fn run(
        &self,
        pieces: &mut Pieces<'_>,
        mut window: Vec<Piece>,
        (columns, is_profiled): (&[Scanned], bool),
    ) -> Sum {
        let mut wrong = Vec::new();
        let checks = Checks::new(columns, self.contract, &mut wrong);
        let pass = Pass { typed: Some((columns, &checks)), is_profiled };
        let mut sum = self.nothing(columns, wrong);
        let mut is_first = true;
        while !window.is_empty() {
            let read =
                |(idx, piece): (usize, &Piece)| self.part(piece, is_first && idx == 0, &pass);
            let fetch = || -> Vec<Piece> {
                let n = 2 * rayon::current_num_threads();
                std::iter::from_fn(|| pieces.next()).take(n).collect()
            };
            let (next, parts): (Vec<Piece>, Vec<Part>) =
                rayon::join(fetch, || window.par_iter().enumerate().map(read).collect());
            for (mut part, piece) in parts.into_iter().zip(&window) {
                sum.seen.add(&checks, &mut part.found, &|line, tell| {
                    self.locate(piece, line, tell);
                });
                if let Some(stop) = sum.add(part) {
                    sum.stop = Some((stop, piece.is_other_encoding()));
                    return sum;
                }
            }
            (window, is_first) = (next, false);
        }
        sum
    }

    fn nothing(&self, columns: &[Scanned], wrong: Vec<Diagnostic>) -> Sum {
        Sum {
            wrong,
            breaches: Breaches::default(),
            profiles: Vec::new(),
            ranges: columns.iter().map(|column| Range::new(column.kind)).collect(),
            rows: self.builder(Some(columns)).finish(),
            n_rows: 0,
            seen: Seen::default(),
            stop: None,
        }
    }

    fn builder(&self, columns: Option<&[Scanned]>) -> Builder {
        let names: Vec<&str> = self.header.names.iter().map(|(name, _)| &**name).collect();
        let columns = columns.unwrap_or_default();
        Builder::new(&names[..columns.len()], columns.iter().map(|column| column.kind))
    }

    /// Calls `tell` with the row that begins on `line`.
    fn locate(&self, piece: &Piece, line: usize, tell: &mut dyn FnMut(&dyn Places)) {
        let read = piece.rows(self.path, self.manner, &mut |row| {
            let is_it = row.line() == line;
            if is_it {
                tell(row);
            }
            !is_it
        });
        // The row was read before.
        drop(read);
    }

    /// Reads one part.
    fn part(&self, piece: &Piece, is_first: bool, pass: &Pass<'_>) -> Part {
        let columns = pass.typed.map(|(columns, _)| columns);
        let names = self.header.names.iter();
        let is_profiled = pass.is_profiled || pass.typed.is_none();
        let profiles = names.filter(|_| is_profiled);
        let mut reader = PartReader {
            file: self,
            pass,
            profiles: profiles.map(|(name, _)| Profile::new(self.contract.kind(name))).collect(),
            found: Findings::default(),
            ranges: columns.into_iter().flatten().map(|column| Range::new(column.kind)).collect(),
            builder: self.builder(columns),
            n_rows: 0,
            made: String::new(),
        };
        let mut is_header = is_first && self.header.is_row;
        let read = piece.rows(self.path, self.manner, &mut |row| {
            if !mem::take(&mut is_header) {
                reader.row(row);
            }
            true
        });
        let PartReader { profiles, found, ranges, builder, n_rows, .. } = reader;
        Part { profiles, found, ranges, rows: builder.finish(), n_rows, stop: read.err() }
    }
}

impl Sum {
    /// Adds the next part; gives why the file ends with it, if that is an error.
    fn add(&mut self, part: Part) -> Option<Box<Diagnostic>> {
        self.breaches.absorb(part.found.breaches);
        self.n_rows += part.n_rows;
        self.rows.append(part.rows);
        for (sum, range) in self.ranges.iter_mut().zip(part.ranges) {
            sum.absorb(range);
        }
        if self.profiles.is_empty() {
            self.profiles = part.profiles;
        } else {
            for (sum, profile) in self.profiles.iter_mut().zip(part.profiles) {
                sum.absorb(profile);
            }
        }
        part.stop
    }
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
}

impl PartReader<'_, '_> {
    fn row(&mut self, row: &Row<'_>) {
        let (header, contract) = (self.file.header, self.file.contract);
        self.n_rows += 1;
        if row.len() != header.names.len() {
            return self.found.breaches.add("data/ragged-row", None, || ragged(row, header));
        }
        if row.len() == 1 && row.is_after_blank() {
            self.found.breaches.add("data/blank-line", None, || blank_line(row));
        }
        for (idx, (text, form)) in row.fields().enumerate() {
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
            let Some((columns, checks)) = self.pass.typed else { continue };
            let kind = columns[idx].kind;
            let value: Option<Value<'_>> =
                if is_null { None } else { self.file.numerals.value(text, kind, &mut self.made) };
            checks.cell(row, idx, (value, !is_null), &mut self.found);
            self.ranges[idx].add(value);
            self.builder.push(idx, value);
        }
        if let Some((_, checks)) = self.pass.typed {
            checks.row(row, &mut self.found);
            self.builder.end_row();
        }
    }
}
