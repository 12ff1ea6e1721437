//! A text file as typed rows: read part by part, in parallel, with results that do not depend on how.
//!
//! Of a file that is a single part the types are found first, and then the rows are read. Of a longer one the first part gives types to try:
//! the rows are read by them while all cells are looked at, and only where the rest asks for other types is the file read once more.

use std::mem;

use super::parts::File;
use super::range::Range;
use super::shelf::Shelf;
use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::path::SitePath;
use crate::base::source::{Source, Span};
use crate::base::world::World;
use crate::data::contract::Contract;
use crate::data::engine::rows::Rows;
use crate::data::scan::{Header, Scanned};
use crate::data::text::input::{TextEncoding, is_windows_1252};
use crate::data::text::piece::Piece;
use crate::data::text::pieces::Pieces;

/// How many bytes of text are kept in memory as rows; those of a longer file go into the cache.
const MEMORY: usize = 32 << 20;

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
pub(super) struct Failure {
    /// What is wrong.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Is it because of bytes that another encoding may have written?
    pub(super) is_encoding: bool,
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
    let failure = match attempt((world, path), (contract, declared), size, None) {
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
    let loaded = attempt((world, path), (contract, guessed), size, None);
    let mut loaded = loaded.map_err(|failure| failure.diagnostics)?;
    loaded.diagnostics.insert(0, warning);
    Ok(loaded)
}

/// Reads a file in an encoding; `known` is the digest that it had before.
fn attempt(
    (world, path): (&dyn World, &SitePath),
    (contract, encoding): (&Contract, Option<TextEncoding>),
    size: Option<usize>,
    known: Option<Digest>,
) -> Result<Loaded, Failure> {
    let open = || -> Result<Pieces<'_>, Diagnostic> {
        let mut pieces = Pieces::open((world, path), &contract.written, encoding, size)?;
        pieces.gather_keys(world, path, &contract.written)?;
        Ok(pieces)
    };
    let mut pieces = open()?;
    let mut found = mem::take(&mut pieces.found);
    let (first, manner) = (pieces.next(), pieces.manner.clone());
    let header =
        Header::of((path, first.as_ref()), &manner, contract).map_err(|wrong| Failure {
            diagnostics: found.iter().cloned().chain(wrong).collect(),
            is_encoding: first.as_ref().is_some_and(Piece::is_other_encoding),
        })?;
    found.extend(header.doubt());
    let first = first.into_iter().collect::<Vec<_>>();
    if pieces.is_done() {
        let file = File::new((path, &manner), (contract, &header), None);
        let (columns, warnings) = file.types(&file.profiles(&first));
        let sum = file.run(&mut pieces, first, (&columns, false));
        return sum.loaded((found, warnings), (&file, columns), pieces.finish());
    }
    let shelf_of = |digest| Shelf::of((world, path), (contract, encoding), digest);
    let Some(digest) = known else {
        let digest = world.digest(path)?;
        // What was opened before its digest was taken may be another file than the one that has it.
        let found = shelf_of(digest).as_ref().and_then(Shelf::find);
        return found
            .map_or_else(|| attempt((world, path), (contract, encoding), size, Some(digest)), Ok);
    };
    let shelf = shelf_of(digest);
    pieces.rely_on(digest);
    let room = size.map_or(MEMORY, |size| 8 * size);
    let file =
        File::new((path, &manner), (contract, &header), shelf.as_ref().map(|shelf| (shelf, room)));
    let (mut columns, _) = file.types(&file.profiles(&first));
    let mut sum = file.run(&mut pieces, first, (&columns, true));
    let (meant, warnings) = file.types(&sum.profiles);
    if meant != columns {
        columns = meant;
        pieces = open()?;
        pieces.rely_on(digest);
        let first = pieces.next().into_iter().collect();
        sum = file.run(&mut pieces, first, (&columns, false));
    }
    if world.digest(path)? != digest {
        return Err(changed(path).into());
    }
    sum.loaded((found, warnings), (&file, columns), pieces.finish())
}

fn changed(path: &SitePath) -> Diagnostic {
    let message = format!("`{path}` changed while it was read");
    let error = Diagnostic::error("io/changed", message).help("build again");
    error.label_in(&Source::new(path.clone(), ""), Span::default(), "")
}
