//! Tables that are read as a query goes: in groups of rows, ahead on other threads, and handed on in order.
//!
//! A query sees the rows as if they lay in memory.

use std::collections::VecDeque;
use std::fmt::Debug;
use std::io;
use std::sync::Arc;

use async_trait::async_trait;
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::{DataFusionError, Result as EngineResult};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::stream::RecordBatchReceiverStream;
use datafusion::physical_plan::streaming::{PartitionStream, StreamingTableExec};

/// How many groups are read ahead.
const AHEAD: usize = 4;

/// Rows in groups, each of which can be read alone.
pub(super) trait Groups: Debug + Send + Sync + 'static {
    /// The types of the columns.
    fn schema(&self) -> &SchemaRef;

    /// The number of groups.
    fn n_groups(&self) -> usize;

    /// The rows of one group, of the columns `projection`; of the kind `InvalidData` is an error if they are not what was written.
    fn group(&self, group: usize, projection: Option<&[usize]>) -> io::Result<Vec<RecordBatch>>;
}

/// A table of such rows.
#[derive(Debug)]
pub(super) struct StreamedTable<G>(pub(super) Arc<G>);

#[async_trait]
impl<G: Groups> TableProvider for StreamedTable<G> {
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

/// The groups, in order.
#[derive(Debug)]
struct GroupStream<G> {
    rows: Arc<G>,
    projection: Option<Vec<usize>>,
    schema: SchemaRef,
}

impl<G: Groups> PartitionStream for GroupStream<G> {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        let mut builder = RecordBatchReceiverStream::builder(Arc::clone(&self.schema), 2);
        let (sender, rows, projection) =
            (builder.tx(), Arc::clone(&self.rows), self.projection.clone());
        builder.spawn(async move {
            let n_groups = rows.n_groups();
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
