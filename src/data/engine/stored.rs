//! Rows in the cache, in columns: for tables that are larger than memory should hold, and for what queries over them gave.
//!
//! A file has a row group for each part that the rows were read in, so that its bytes depend on the rows alone.

mod answer;
mod chunk;
mod file;
mod packed;
mod texts;

use std::fmt;
use std::io;
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, RecordBatch, RecordBatchOptions};
use datafusion::arrow::datatypes::{Field, Schema, SchemaRef};

use super::rows::{BATCH, arrow_type};
use super::streamed::Groups;
use crate::base::world::{Cache, Stored};
use file::List;

pub(in crate::data) use answer::Shelf;
pub(in crate::data) use file::{Encoder, Group, Writer};

/// Rows in a file of the cache.
pub(in crate::data) struct StoredRows {
    file: Arc<dyn Stored>,
    /// Where the file is, to be taken away if it is damaged.
    place: (Arc<dyn Cache>, String),
    list: List,
    schema: SchemaRef,
    n_rows: usize,
}

impl fmt::Debug for StoredRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoredRows({})", self.n_rows)
    }
}

impl StoredRows {
    /// Opens a file that [`Writer`] wrote; `None` if it is none or damaged, since it can be made again.
    pub(in crate::data) fn open(cache: &Arc<dyn Cache>, name: &str) -> Option<Self> {
        let file = cache.open(name)?;
        let list = List::of(&*file)?;
        let n_rows = list.groups.iter().map(|group| group.n_rows).sum();
        let fields = list.columns.iter();
        let fields = fields.map(|(name, kind)| Field::new(name, arrow_type(*kind), true));
        let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        Some(Self { file, place: (Arc::clone(cache), name.to_owned()), list, schema, n_rows })
    }

    /// What else is known of the rows.
    pub(in crate::data) fn note(&self) -> &str {
        &self.list.note
    }

    /// The number of rows.
    pub(super) fn len(&self) -> usize {
        self.n_rows
    }

    /// All rows, in memory: for tests.
    #[cfg(test)]
    pub(super) fn batches(&self) -> io::Result<Vec<RecordBatch>> {
        let groups = (0..self.n_groups()).map(|group| self.group(group, None));
        Ok(groups.collect::<io::Result<Vec<_>>>()?.concat())
    }

    fn read_group(
        &self,
        group: usize,
        projection: Option<&[usize]>,
    ) -> io::Result<Vec<RecordBatch>> {
        let damaged = || io::Error::from(io::ErrorKind::InvalidData);
        let group = self.list.groups.get(group).ok_or_else(damaged)?;
        let column = |idx: usize| -> io::Result<ArrayRef> {
            let about = group.chunks.get(idx).zip(self.list.columns.get(idx));
            let (chunk, (_, kind)) = about.ok_or_else(damaged)?;
            chunk::read(&chunk.read(&*self.file)?, group.n_rows, *kind).ok_or_else(damaged)
        };
        let all: Vec<usize> = (0..self.list.columns.len()).collect();
        let columns = projection.unwrap_or(&all);
        let schema = Arc::new(self.schema.project(columns).map_err(io::Error::other)?);
        let arrays = columns.iter().map(|idx| column(*idx)).collect::<io::Result<_>>()?;
        let options = RecordBatchOptions::new().with_row_count(Some(group.n_rows));
        let rows = RecordBatch::try_new_with_options(schema, arrays, &options);
        let rows = rows.map_err(io::Error::other)?;
        let starts = (0..group.n_rows).step_by(BATCH);
        Ok(starts.map(|start| rows.slice(start, BATCH.min(group.n_rows - start))).collect())
    }
}

impl Groups for StoredRows {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn n_groups(&self) -> usize {
        self.list.groups.len()
    }

    /// A file that is damaged is taken away, so that the next build makes it anew.
    fn group(&self, group: usize, projection: Option<&[usize]>) -> io::Result<Vec<RecordBatch>> {
        let rows = self.read_group(group, projection);
        if rows.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::InvalidData) {
            self.place.0.remove(&self.place.1);
        }
        rows
    }
}
