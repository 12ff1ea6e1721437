//! The parts of a file, read one by one or at once: what each gives, and what all of them give together.

use std::io;
use std::mem;

use rayon::prelude::{
    IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _,
};

use super::check::{Checks, Seen};
use super::load::{Failure, Loaded};
use super::part::{Part, Pass, part};
use super::range::Range;
use super::shelf::Shelf;
use crate::base::diagnostic::{CACHE, Diagnostic};
use crate::base::digest::Digest;
use crate::base::path::SitePath;
use crate::base::source::{Source, Span};
use crate::data::breaches::{Breaches, Places};
use crate::data::contract::Contract;
use crate::data::engine::rows::{Builder, Rows};
use crate::data::engine::stored::{Group, Writer};
use crate::data::numeral::Numerals;
use crate::data::scan::{Header, Profile, Scanned, no_rows, unknown_columns};
use crate::data::text::piece::Piece;
use crate::data::text::pieces::{Manner, Pieces};

/// A file and what is known of all of it.
pub(super) struct File<'f> {
    pub(super) path: &'f SitePath,
    pub(super) manner: &'f Manner,
    pub(super) contract: &'f Contract,
    pub(super) header: &'f Header,
    pub(super) numerals: Numerals,
    /// Where the rows of more than so many bytes of text go.
    store: Option<(&'f Shelf, usize)>,
}

/// What the parts so far gave.
pub(super) struct Sum {
    wrong: Vec<Diagnostic>,
    breaches: Breaches,
    /// What all cells look like, if they were looked at.
    pub(super) profiles: Vec<Profile>,
    ranges: Vec<Range>,
    /// The rows of each part, unless they are kept.
    rows: Vec<Rows>,
    writer: Option<Writer>,
    n_bytes: usize,
    n_rows: usize,
    seen: Seen,
    /// Why the file ends here, if that is an error, and whether another encoding may have written what follows.
    stop: Option<(Box<Diagnostic>, bool)>,
}

impl<'f> File<'f> {
    /// A file whose rows go to `store` if they are more than so many bytes of text.
    pub(super) fn new(
        (path, manner): (&'f SitePath, &'f Manner),
        (contract, header): (&'f Contract, &'f Header),
        store: Option<(&'f Shelf, usize)>,
    ) -> Self {
        let numerals = match manner {
            Manner::Csv(_) => contract.written.numerals,
            Manner::Json(_) => Numerals::default(),
        };
        Self { path, manner, contract, header, numerals, store }
    }

    /// What the cells of the first part look like.
    pub(super) fn profiles(&self, first: &[Piece]) -> Vec<Profile> {
        let parts = first.iter().map(|piece| part(self, piece, true, &Pass::default()));
        parts.flat_map(|part| part.profiles).collect()
    }

    /// The columns with the types that `profiles` tell, and warnings about them.
    pub(super) fn types(&self, profiles: &[Profile]) -> (Vec<Scanned>, Vec<Diagnostic>) {
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
    pub(super) fn run(
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
            let encoder = sum.writer.as_ref().map(Writer::encoder);
            let read = |(idx, piece): (usize, &Piece)| {
                let mut part = part(self, piece, is_first && idx == 0, &pass);
                if let Some(encoder) = &encoder {
                    part.group = Some(part.rows.encoded(encoder));
                    part.rows = Rows::default();
                }
                part
            };
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
                sum.n_bytes += piece.len();
                if let Some(stop) = sum.add(part, self.path) {
                    sum.stop = Some((stop, piece.is_other_encoding()));
                    return sum;
                }
            }
            if let Err(error) = sum.make_room(self.store) {
                sum.stop = Some((Box::new(uncached(self.path, &error)), false));
                return sum;
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
            rows: vec![self.builder(Some(columns)).finish()],
            writer: None,
            n_bytes: 0,
            n_rows: 0,
            seen: Seen::default(),
            stop: None,
        }
    }

    pub(super) fn builder(&self, columns: Option<&[Scanned]>) -> Builder {
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
}

impl Sum {
    /// Moves the rows to where they are kept, if they are too many for memory.
    fn make_room(&mut self, store: Option<(&Shelf, usize)>) -> io::Result<()> {
        let Some((store, room)) = store.filter(|_| self.writer.is_none()) else { return Ok(()) };
        if self.n_bytes <= room {
            return Ok(());
        }
        let rows = mem::take(&mut self.rows);
        let Some(first) = rows.first() else { return Ok(()) };
        let mut writer = store.begin(first)?;
        let encoder = writer.encoder();
        let groups: Vec<io::Result<Group>> =
            rows.par_iter().map(|rows| rows.encoded(&encoder)).collect();
        for group in groups {
            writer.add(group?)?;
        }
        self.writer = Some(writer);
        Ok(())
    }

    /// What the whole file gave, with what was found out of it and what its types are warned of.
    pub(super) fn loaded(
        self,
        (mut diagnostics, warnings): (Vec<Diagnostic>, Vec<Diagnostic>),
        (file, columns): (&File<'_>, Vec<Scanned>),
        (digest, bytes): (Digest, u64),
    ) -> Result<Loaded, Failure> {
        if let Some((stop, is_encoding)) = self.stop {
            diagnostics.extend(self.wrong);
            diagnostics.extend(self.breaches.finish());
            diagnostics.push(*stop);
            return Err(Failure { diagnostics, is_encoding });
        }
        diagnostics.extend(unknown_columns(file.contract, &file.header.names));
        diagnostics.extend(self.wrong);
        diagnostics.extend(self.breaches.finish());
        diagnostics.extend((self.n_rows == 0).then(|| no_rows(file.path, &file.header.places)));
        diagnostics.extend(warnings);
        let rows = Rows::joined(self.rows);
        let loaded = Loaded { columns, ranges: self.ranges, rows, digest, bytes, diagnostics };
        let is_sound = !loaded.diagnostics.iter().any(Diagnostic::is_error);
        match (self.writer, file.store) {
            (Some(writer), Some((store, _))) if is_sound => store
                .keep(writer, (&loaded, self.n_rows))
                .map_err(|error| uncached(file.path, &error).into()),
            _ => Ok(loaded),
        }
    }

    /// Adds the next part; gives why the file ends with it, if that is an error.
    fn add(&mut self, part: Part, path: &SitePath) -> Option<Box<Diagnostic>> {
        self.breaches.absorb(part.found.breaches);
        self.n_rows += part.n_rows;
        if let Some(writer) = &mut self.writer {
            let group = part.group.unwrap_or_else(|| part.rows.encoded(&writer.encoder()));
            if let Err(error) = group.and_then(|group| writer.add(group)) {
                return Some(Box::new(uncached(path, &error)));
            }
        } else {
            self.rows.push(part.rows);
        }
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

/// The error for rows that cannot be kept.
fn uncached(path: &SitePath, error: &io::Error) -> Diagnostic {
    let message = format!("the rows of `{path}` cannot be kept in the cache: {error}");
    let error = Diagnostic::error(CACHE, message)
        .help("make room on the disk and the folder `.numerate` writable, or delete that folder");
    error.label_in(&Source::new(path.clone(), ""), Span::default(), "")
}
