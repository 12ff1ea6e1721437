//! What queries over stored tables gave, kept for later builds.

use std::io::{self, Write as _};
use std::sync::Arc;

use bytes::Bytes;
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::base::digest::Digest;
use crate::base::world::Cache;
use crate::data::engine::rows::BATCH;

/// The length of a digest, at the end of a file.
const DIGEST: usize = 32;

/// The place in the cache for what a query over stored tables gives.
#[derive(Debug)]
pub(in crate::data) struct Shelf {
    /// The cache.
    pub(in crate::data) cache: Arc<dyn Cache>,
    /// The name of the file.
    pub(in crate::data) name: String,
}

impl Shelf {
    /// What the query gave before; `None` if nothing is there, or it is damaged.
    pub(in crate::data::engine) fn find(&self) -> Option<Vec<RecordBatch>> {
        let file = self.cache.open(&self.name)?;
        let mut bytes = vec![0; usize::try_from(file.size()).ok()?];
        file.read_at(0, &mut bytes).ok()?;
        let digest = bytes.split_off(bytes.len().checked_sub(DIGEST)?);
        if Digest::of(&bytes).as_bytes() != digest {
            return None;
        }
        let reader = ParquetRecordBatchReaderBuilder::try_new(Bytes::from(bytes)).ok()?;
        reader.with_batch_size(BATCH).build().ok()?.collect::<Result<_, _>>().ok()
    }

    /// Keeps what the query gave. Where that fails, the query runs again the next time.
    pub(in crate::data::engine) fn keep(&self, schema: &SchemaRef, batches: &[RecordBatch]) {
        let keep = || -> io::Result<()> {
            let mut bytes = Vec::new();
            let mut writer = ArrowWriter::try_new(&mut bytes, Arc::clone(schema), None)?;
            for batch in batches {
                writer.write(batch)?;
            }
            writer.close()?;
            let mut draft = self.cache.begin(&self.name, None)?;
            draft.write_all(&bytes)?;
            draft.write_all(Digest::of(&bytes).as_bytes())?;
            draft.keep()
        };
        drop(keep());
    }
}
