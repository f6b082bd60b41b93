//! Master keys, for whoever holds them: which wraps what, and another in its place while everybody works.

use contract::{Fault, FaultCode};
use store::{
    Actor, AuditEntry, Caller,
    platform::master_keys::{self, Rewrapped, WrappedRows},
};
use uuid::Uuid;

use crate::Platform;

/// Under this name it stands in the log.
const WORK: &str = "rotate_master_key";

/// What is wrapped by which master key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MasterKeys {
    /// Id of the one that new keys are wrapped by.
    pub in_force: String,
    /// Id of the newest that this node was given.
    pub newest: String,
    /// Every row that is wrapped, by master key: the proof that one is needed no more.
    pub rows: Vec<WrappedRows>,
}

impl MasterKeys {
    /// Rows that are not wrapped by the newest yet.
    pub fn left(&self) -> i64 {
        let others = self.rows.iter();
        let others = others.filter(|rows| rows.master_key.as_ref() != Some(&self.newest));
        others.map(|rows| rows.secrets + rows.tenant_keys).sum()
    }
}

impl Platform {
    /// What is wrapped by which master key.
    pub async fn master_keys(&self) -> Result<MasterKeys, Fault> {
        let mut reader = self.database().platform_read().await?;
        Ok(MasterKeys {
            in_force: master_keys::in_force(&mut reader).await?,
            newest: self.database().newest_master_key().to_owned(),
            rows: master_keys::rows(&mut reader).await?,
        })
    }

    /// Puts the newest master key that this node was given in force, and wraps everything by it. Every node has to have
    /// it before. It can be killed anywhere and run again: what is done stays done. `told` hears of each batch.
    pub async fn rotate_master_key(
        &self,
        told: impl FnMut(Rewrapped) + Send,
    ) -> Result<Rewrapped, Fault> {
        let database = self.database();
        let exclusive = database.exclusive(WORK, Uuid::nil()).await?;
        let exclusive = exclusive.ok_or_else(|| {
            Fault::new(
                FaultCode::Conflict,
                "Somebody else is changing the master key right now.",
            )
        })?;
        let done = self.rotate_alone(told).await;
        exclusive.release().await;
        done
    }

    async fn rotate_alone(&self, told: impl FnMut(Rewrapped) + Send) -> Result<Rewrapped, Fault> {
        let database = self.database();
        let keys = self.master_keys().await?;
        if keys.in_force != keys.newest {
            let mut writer = database.platform_write().await?;
            master_keys::put_in_force(&mut writer, &keys.newest).await?;
            let entry = AuditEntry::new("master_key.rotate", "master_key", &keys.newest);
            let entry = entry.with("before", keys.in_force);
            let (actor, caller) = (Actor::System(WORK), Caller::default());
            writer.commit(&actor, &caller, None, entry).await?;
        } else if keys.left() == 0 {
            return Ok(Rewrapped::default());
        }
        let done = database.rewrap(told).await?;
        let entry = AuditEntry::new("master_key.rotated", "master_key", &keys.newest)
            .with("rows", done.wrapped)
            .with("unreadable_rows", done.refused);
        let writer = database.platform_write().await?;
        let (actor, caller) = (Actor::System(WORK), Caller::default());
        writer.commit(&actor, &caller, None, entry).await?;
        Ok(done)
    }
}
