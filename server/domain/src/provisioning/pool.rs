//! The ready pool: places made ahead of need, so that a tenant does not wait for a schema or a database.

use contract::{Fault, tenants::Strategy};
use store::platform::{self, placements};

use super::REFILL_JOB;
use crate::Platform;

/// Places kept ready of each strategy that takes time to make.
const READY: i64 = 3;
/// A place that was begun and belongs to nobody is given up after this many minutes.
const ABANDONED_MINUTES: i32 = 10;

impl Platform {
    /// Queues one refill, however many ask.
    pub async fn queue_refill(&self) -> Result<(), Fault> {
        let mut writer = self.database().platform_write().await?;
        platform::enqueue(
            &mut writer,
            REFILL_JOB,
            serde_json::json!({}),
            REFILL_JOB,
            None,
        )
        .await?;
        writer.commit_bookkeeping().await?;
        Ok(())
    }

    /// Makes places until enough are ready; returns how many it made. Also clears what a crash left half-made.
    pub async fn refill_pool(&self) -> Result<usize, Fault> {
        let Some(_exclusive) = self
            .database()
            .exclusive("refill", uuid::Uuid::nil())
            .await?
        else {
            return Ok(0);
        };
        self.clear_abandoned().await?;
        let mut made = 0;
        for strategy in [Strategy::Schema, Strategy::Database] {
            while self.count_ready(strategy).await? < READY {
                self.make_ready(strategy).await?;
                made += 1;
            }
        }
        Ok(made)
    }

    async fn count_ready(&self, strategy: Strategy) -> Result<i64, Fault> {
        let mut reader = self.database().platform_read().await?;
        Ok(placements::count_ready(&mut reader, strategy).await?)
    }

    /// The record comes before the thing, so that a crash between the two leaves a record to clear, never an orphan.
    async fn make_ready(&self, strategy: Strategy) -> Result<(), Fault> {
        let database = self.database();
        let mut writer = database.platform_write().await?;
        let (id, _) = placements::record(&mut writer, strategy, None, false).await?;
        writer.commit_bookkeeping().await?;
        let mut reader = database.platform_read().await?;
        let (placement, _) = placements::find(&mut reader, id)
            .await?
            .ok_or_else(|| Fault::not_found("placement"))?;
        drop(reader);
        database.plane_build(&placement).await?;
        let mut writer = database.platform_write().await?;
        placements::built(&mut writer, id).await?;
        writer.commit_bookkeeping().await?;
        Ok(())
    }

    async fn clear_abandoned(&self) -> Result<(), Fault> {
        let database = self.database();
        let abandoned = {
            let mut reader = database.platform_read().await?;
            placements::abandoned(&mut reader, ABANDONED_MINUTES).await?
        };
        for placement in abandoned {
            database.plane_drop(&placement).await?;
            let mut writer = database.platform_write().await?;
            placements::delete(&mut writer, placement.id()).await?;
            writer.commit_bookkeeping().await?;
        }
        Ok(())
    }
}
