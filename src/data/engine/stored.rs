//! Rows in the cache, in columns: for tables that are larger than memory should hold, and for what queries over them gave.
//!
//! A file has a row group for each part that the rows were read in, so that its bytes depend on the rows alone. Its groups are read ahead on
//! other threads and handed on in order: a query sees the rows as if they lay in memory.

use std::collections::VecDeque;
use std::fmt;
use std::io::{self, Read};
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use datafusion::arrow::array::{RecordBatch, RecordBatchOptions};
use datafusion::arrow::datatypes::{Schema, SchemaRef};
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::{DataFusionError, Result as EngineResult};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::stream::RecordBatchReceiverStream;
use datafusion::physical_plan::streaming::{PartitionStream, StreamingTableExec};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use parquet::arrow::arrow_writer::{
    ArrowColumnChunk, ArrowRowGroupWriterFactory, ArrowWriter, compute_leaves,
};
use parquet::basic::Compression;
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::writer::SerializedFileWriter;

use super::rows::BATCH;
use crate::base::world::{Cache, Draft, Stored};

/// Under which key a file carries what else is known of its rows.
const NOTE: &str = "numerate";
/// How many row groups are read ahead.
const AHEAD: usize = 4;

/// Rows in a file of the cache.
pub(in crate::data) struct StoredRows {
    file: Source,
    about: ArrowReaderMetadata,
    /// The types of the columns, without what else the file carries.
    schema: SchemaRef,
    n_rows: usize,
}

impl fmt::Debug for StoredRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoredRows({})", self.n_rows)
    }
}

impl StoredRows {
    /// Opens a file that [`Writer`] wrote, with its note; `None` if it is none or damaged, since it can be made again.
    pub(in crate::data) fn open(file: Arc<dyn Stored>) -> Option<(Self, String)> {
        let file = Source(file);
        let about = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).ok()?;
        let notes = about.metadata().file_metadata().key_value_metadata()?;
        let note = notes.iter().find(|note| note.key == NOTE)?.value.clone()?;
        let n_rows = usize::try_from(about.metadata().file_metadata().num_rows()).ok()?;
        let schema = Arc::new(Schema::new(about.schema().fields().clone()));
        Some((Self { file, about, schema, n_rows }, note))
    }

    /// The number of rows.
    pub(super) fn len(&self) -> usize {
        self.n_rows
    }

    /// The types of the columns.
    pub(super) fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// All rows, in memory.
    pub(super) fn batches(&self) -> ParquetResult<Vec<RecordBatch>> {
        let mut res = Vec::new();
        for group in 0..self.about.metadata().num_row_groups() {
            res.extend(self.group(group, None)?);
        }
        Ok(res)
    }

    /// The rows of one row group, of the columns `projection`.
    fn group(&self, group: usize, projection: Option<&[usize]>) -> ParquetResult<Vec<RecordBatch>> {
        if projection.is_some_and(<[usize]>::is_empty) {
            return Ok(vec![self.without_columns(group)?]);
        }
        let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(
            self.file.clone(),
            self.about.clone(),
        );
        let mask = match projection {
            Some(columns) => {
                ProjectionMask::roots(self.about.parquet_schema(), columns.iter().copied())
            }
            None => ProjectionMask::all(),
        };
        let reader = reader.with_row_groups(vec![group]).with_projection(mask);
        let batches = reader.with_batch_size(BATCH).build()?;
        // A mask keeps the file's order of columns; the plan may want another one.
        let order: Option<Vec<usize>> = projection.map(|columns| {
            let place = |column: &usize| columns.iter().filter(|other| *other < column).count();
            columns.iter().map(place).collect()
        });
        let schema = match projection {
            Some(columns) => Arc::new(self.schema.project(columns)?),
            None => Arc::clone(&self.schema),
        };
        let ordered = |batch: RecordBatch| {
            let batch = match &order {
                Some(order) => batch.project(order)?,
                None => batch,
            };
            RecordBatch::try_new(Arc::clone(&schema), batch.columns().to_vec())
        };
        batches.map(|batch| batch.and_then(ordered).map_err(ParquetError::from)).collect()
    }

    /// As many rows as a row group has, without columns: for counting.
    fn without_columns(&self, group: usize) -> ParquetResult<RecordBatch> {
        let n_rows = usize::try_from(self.about.metadata().row_group(group).num_rows())?;
        let schema = Arc::new(self.schema().project(&[])?);
        let options = RecordBatchOptions::new().with_row_count(Some(n_rows));
        Ok(RecordBatch::try_new_with_options(schema, Vec::new(), &options)?)
    }
}

/// A file of the cache as the reader of Parquet wants it.
#[derive(Clone)]
struct Source(Arc<dyn Stored>);

/// A [`Source`] from some place on.
struct From {
    file: Arc<dyn Stored>,
    at: u64,
}

impl Length for Source {
    fn len(&self) -> u64 {
        self.0.size()
    }
}

impl ChunkReader for Source {
    type T = From;

    fn get_read(&self, start: u64) -> ParquetResult<From> {
        Ok(From { file: Arc::clone(&self.0), at: start })
    }

    fn get_bytes(&self, start: u64, length: usize) -> ParquetResult<Bytes> {
        let mut bytes = vec![0; length];
        self.0.read_at(start, &mut bytes)?;
        Ok(bytes.into())
    }
}

impl Read for From {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.file.size().saturating_sub(self.at)).unwrap_or(usize::MAX);
        let n = buffer.len().min(left);
        self.file.read_at(self.at, &mut buffer[..n])?;
        self.at += n as u64;
        Ok(n)
    }
}

/// Writes rows into the cache, group by group.
pub(in crate::data) struct Writer {
    writer: SerializedFileWriter<Box<dyn Draft>>,
    encoder: Arc<Encoder>,
}

/// Encodes row groups, on any thread.
pub(in crate::data) struct Encoder {
    factory: ArrowRowGroupWriterFactory,
    schema: SchemaRef,
}

/// A row group, encoded.
pub(in crate::data) struct Group {
    columns: Vec<ArrowColumnChunk>,
    n_rows: usize,
}

impl Writer {
    /// Begins a file of rows of this schema.
    pub(super) fn new(draft: Box<dyn Draft>, schema: &SchemaRef) -> ParquetResult<Self> {
        // What is fast to write and to read: the file costs only the disk's room, and is made anew at any time.
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .build();
        let writer = ArrowWriter::try_new(draft, Arc::clone(schema), Some(properties))?;
        let (writer, factory) = writer.into_serialized_writer()?;
        let encoder = Arc::new(Encoder { factory, schema: Arc::clone(schema) });
        Ok(Self { writer, encoder })
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
        let write = || -> ParquetResult<()> {
            let mut writer = self.writer.next_row_group()?;
            for chunk in group.columns {
                chunk.append_to_row_group(&mut writer)?;
            }
            writer.close().map(|_| ())
        };
        write().map_err(io::Error::other)
    }

    /// Ends the file and puts it into the cache, with a note.
    pub(in crate::data) fn keep(mut self, note: String) -> io::Result<()> {
        self.writer.append_key_value_metadata(KeyValue::new(NOTE.to_owned(), note));
        let draft = self.writer.into_inner().map_err(io::Error::other)?;
        draft.keep()
    }
}

impl Encoder {
    /// Encodes rows.
    pub(in crate::data) fn encode(&self, batches: &[RecordBatch]) -> io::Result<Group> {
        let encode = || -> ParquetResult<Group> {
            let mut writers = self.factory.create_column_writers(0)?;
            for batch in batches {
                let columns = batch.columns().iter().zip(self.schema.fields());
                let mut writers = writers.iter_mut();
                for (column, field) in columns {
                    for leaf in compute_leaves(field, column)? {
                        if let Some(writer) = writers.next() {
                            writer.write(&leaf)?;
                        }
                    }
                }
            }
            let close = parquet::arrow::arrow_writer::ArrowColumnWriter::close;
            let columns = writers.into_iter().map(close).collect::<ParquetResult<_>>()?;
            Ok(Group { columns, n_rows: batches.iter().map(RecordBatch::num_rows).sum() })
        };
        encode().map_err(io::Error::other)
    }
}

/// The place in the cache for what a query over stored tables gives.
#[derive(Debug)]
pub(in crate::data) struct Shelf {
    /// The cache.
    pub(in crate::data) cache: Arc<dyn Cache>,
    /// The name of the file.
    pub(in crate::data) name: String,
}

impl Shelf {
    /// What the query gave before.
    pub(super) fn find(&self) -> Option<Vec<RecordBatch>> {
        let (rows, _) = StoredRows::open(self.cache.open(&self.name)?)?;
        let batches = rows.batches().ok()?;
        Some(batches)
    }

    /// Keeps what the query gave. Where that fails, the query runs again the next time.
    pub(super) fn keep(&self, schema: &SchemaRef, batches: &[RecordBatch]) {
        let keep = || -> io::Result<()> {
            let draft = self.cache.begin(&self.name, None)?;
            let mut writer = Writer::new(draft, schema).map_err(io::Error::other)?;
            let group = writer.encoder().encode(batches)?;
            writer.add(group)?;
            writer.keep(String::new())
        };
        drop(keep());
    }
}

/// A table that is read from the cache as a query goes.
#[derive(Debug)]
pub(super) struct StoredTable(pub(super) Arc<StoredRows>);

#[async_trait]
impl TableProvider for StoredTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(self.0.schema())
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    async fn scan(
        &self,
        _: &dyn Session,
        projection: Option<&Vec<usize>>,
        _: &[Expr],
        limit: Option<usize>,
    ) -> EngineResult<Arc<dyn ExecutionPlan>> {
        let schema = match projection {
            Some(columns) => Arc::new(self.schema().project(columns)?),
            None => self.schema(),
        };
        let (rows, projection) = (Arc::clone(&self.0), projection.cloned());
        let stream = GroupStream { rows, projection, schema: Arc::clone(&schema) };
        let partitions: Vec<Arc<dyn PartitionStream>> = vec![Arc::new(stream)];
        Ok(Arc::new(StreamingTableExec::try_new(schema, partitions, None, [], false, limit)?))
    }
}

/// The row groups of a file, in order.
#[derive(Debug)]
struct GroupStream {
    rows: Arc<StoredRows>,
    projection: Option<Vec<usize>>,
    schema: SchemaRef,
}

impl PartitionStream for GroupStream {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        let mut builder = RecordBatchReceiverStream::builder(Arc::clone(&self.schema), 2);
        let (sender, rows, projection) =
            (builder.tx(), Arc::clone(&self.rows), self.projection.clone());
        builder.spawn(async move {
            let n_groups = rows.about.metadata().num_row_groups();
            let mut ahead = VecDeque::new();
            let mut next = 0;
            while next < n_groups || !ahead.is_empty() {
                while next < n_groups && ahead.len() < AHEAD {
                    let (rows, projection) = (Arc::clone(&rows), projection.clone());
                    let group = next;
                    let read = move || rows.group(group, projection.as_deref());
                    ahead.push_back(tokio::task::spawn_blocking(read));
                    next += 1;
                }
                let Some(group) = ahead.pop_front() else { break };
                let batches =
                    group.await.map_err(|error| DataFusionError::External(error.into()))?;
                for batch in batches.map_err(DataFusionError::from)? {
                    // The query may end before its rows do.
                    if sender.send(Ok(batch)).await.is_err() {
                        return Ok(());
                    }
                }
            }
            Ok(())
        });
        builder.build()
    }
}
