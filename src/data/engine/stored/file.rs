//! Files of the cache that hold rows: chunks of columns behind each other, and at the end a list of them.
//!
//! Every chunk has its digest in the list, and the list its own behind it: what is damaged is never read for something else.

use std::io::{self, Write as _};
use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use serde::{Deserialize, Serialize};

use super::chunk;
use crate::base::digest::Digest;
use crate::base::encode::{decode, encode};
use crate::base::world::{Draft, Stored};
use crate::data::engine::parquet::type_of;
use crate::data::value::Type;

/// Changes with the form of the files, so that none of another form is read.
const FORM: &[u8] = b"numerate rows 1";
/// The length of the list and its digest, at the end of a file.
const TAIL: usize = 8 + 32;

/// The list of what a file holds.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct List {
    /// The columns.
    pub(super) columns: Vec<(String, Type)>,
    /// The row groups, in their order.
    pub(super) groups: Vec<GroupEntry>,
    /// What else is known of the rows.
    pub(super) note: String,
}

/// A row group.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct GroupEntry {
    /// The number of rows.
    pub(super) n_rows: usize,
    /// The chunk of each column.
    pub(super) chunks: Vec<ChunkEntry>,
}

/// A chunk: where it lies, and the digest of its bytes.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ChunkEntry {
    start: u64,
    length: usize,
    digest: Digest,
}

impl List {
    /// The list of a file; `None` if it is none or damaged.
    pub(super) fn of(file: &dyn Stored) -> Option<Self> {
        let end = file.size().checked_sub(TAIL as u64)?;
        let mut tail = [0; TAIL];
        file.read_at(end, &mut tail).ok()?;
        let (length, digest) = tail.split_at(8);
        let length = u64::from_le_bytes(length.try_into().ok()?);
        let mut list = vec![0; usize::try_from(length.min(end)).ok()?];
        file.read_at(end.checked_sub(length)?, &mut list).ok()?;
        let is_sound = Digest::of_parts([FORM, &list]).as_bytes() == digest;
        is_sound.then(|| decode(&list)).flatten()
    }

    fn finish(&self) -> Vec<u8> {
        let mut list = encode(self);
        let (length, digest) = (list.len() as u64, Digest::of_parts([FORM, &list]));
        list.extend_from_slice(&length.to_le_bytes());
        list.extend_from_slice(digest.as_bytes());
        list
    }
}

impl ChunkEntry {
    /// The bytes of the chunk; an error of the kind `InvalidData` if they are not those that were written.
    pub(super) fn read(&self, file: &dyn Stored) -> io::Result<Vec<u8>> {
        let end = self.start.checked_add(self.length as u64);
        if end.is_none_or(|end| end > file.size()) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut bytes = vec![0; self.length];
        file.read_at(self.start, &mut bytes)?;
        if Digest::of(&bytes) != self.digest {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(bytes)
    }
}

/// Writes rows into the cache, group by group.
pub(in crate::data) struct Writer {
    draft: Box<dyn Draft>,
    encoder: Arc<Encoder>,
    groups: Vec<GroupEntry>,
    at: u64,
}

/// Encodes row groups, on any thread.
pub(in crate::data) struct Encoder(Vec<(String, Type)>);

/// A row group, encoded.
pub(in crate::data) struct Group {
    chunks: Vec<(Vec<u8>, Digest)>,
    n_rows: usize,
}

impl Writer {
    /// Begins a file of rows of this schema.
    pub(in crate::data::engine) fn new(
        draft: Box<dyn Draft>,
        schema: &SchemaRef,
    ) -> io::Result<Self> {
        let column = |field: &Arc<datafusion::arrow::datatypes::Field>| {
            let kind = type_of(field.data_type()).map_err(io::Error::other)?;
            Ok((field.name().clone(), kind))
        };
        let columns = schema.fields().iter().map(column).collect::<io::Result<_>>()?;
        Ok(Self { draft, encoder: Arc::new(Encoder(columns)), groups: Vec::new(), at: 0 })
    }

    /// What encodes row groups.
    pub(in crate::data) fn encoder(&self) -> Arc<Encoder> {
        Arc::clone(&self.encoder)
    }

    /// Adds a row group, unless it has no rows.
    pub(in crate::data) fn add(&mut self, group: Group) -> io::Result<()> {
        if group.n_rows == 0 {
            return Ok(());
        }
        let mut chunks = Vec::with_capacity(group.chunks.len());
        for (bytes, digest) in group.chunks {
            self.draft.write_all(&bytes)?;
            chunks.push(ChunkEntry { start: self.at, length: bytes.len(), digest });
            self.at += bytes.len() as u64;
        }
        self.groups.push(GroupEntry { n_rows: group.n_rows, chunks });
        Ok(())
    }

    /// Ends the file and puts it into the cache, with a note.
    pub(in crate::data) fn keep(mut self, note: String) -> io::Result<()> {
        let list = List { columns: self.encoder.0.clone(), groups: self.groups, note };
        self.draft.write_all(&list.finish())?;
        self.draft.keep()
    }
}

impl Encoder {
    /// Encodes rows.
    pub(in crate::data) fn encode(&self, batches: &[RecordBatch]) -> io::Result<Group> {
        let chunk = |(idx, (name, kind)): (usize, &(String, Type))| {
            let arrays: Vec<_> = batches.iter().map(|batch| batch.column(idx)).collect();
            let bytes = chunk::write(&arrays, *kind);
            let bytes =
                bytes.ok_or_else(|| io::Error::other(format!("`{name}` is of another type")))?;
            let digest = Digest::of(&bytes);
            Ok((bytes, digest))
        };
        let chunks = self.0.iter().enumerate().map(chunk).collect::<io::Result<_>>()?;
        Ok(Group { chunks, n_rows: batches.iter().map(RecordBatch::num_rows).sum() })
    }
}
