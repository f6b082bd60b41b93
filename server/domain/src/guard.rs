//! What the slices of a tenant check alike: whose an id is, whether the plan has room, whether a value is taken.

use contract::{
    Fault, FaultCode,
    acts::Act,
    ids::{Id, Kind},
};
use serde::Serialize;
use store::{AuditEntry, Own, TenantReader, TenantWriter};

use crate::TenantDesk;

impl TenantDesk {
    /// Opens the tenant's plane for reading one thing, if the role may and the id is one of this tenant.
    pub(crate) async fn read_own<K: Kind>(
        &self,
        act: Act,
        id: Id<K>,
    ) -> Result<(TenantReader, Own<K>), Fault> {
        let reader = self.read(act).await?;
        match reader.own(id) {
            Ok(own) => Ok((reader, own)),
            Err(error) => {
                drop(reader);
                Err(self.refuse(id, error).await)
            }
        }
    }

    /// Opens the tenant's plane for changing one thing, if the role may and the id is one of this tenant.
    pub(crate) async fn write_own<K: Kind>(
        &self,
        act: Act,
        id: Id<K>,
    ) -> Result<(TenantWriter, Own<K>), Fault> {
        let writer = self.write(act).await?;
        match writer.own(id) {
            Ok(own) => Ok((writer, own)),
            Err(error) => {
                drop(writer);
                Err(self.refuse(id, error).await)
            }
        }
    }

    /// Leaves a trace of a foreign id in the log of the tenant whose user sent it. The caller is refused either way:
    /// the log of a suspended tenant, or of one whose database is away, takes no entry.
    async fn refuse<K: Kind>(&self, id: Id<K>, error: store::Error) -> Fault {
        let recorded = async {
            let writer = self.database().write(&self.scope).await?;
            let entry = AuditEntry::new("access.refused", K::NOUN, id);
            writer.commit(entry).await
        };
        if let Err(error) = recorded.await {
            tracing::warn!(%error, %id, noun = K::NOUN, "a foreign id could not be put on record");
        }
        error.into()
    }
}

/// Refuses one more than the plan allows. Ask under the noun's lock, or two at once both find the last place free.
pub(crate) fn check_room(plural: &str, limit: i64, used: i64) -> Result<(), Fault> {
    if used < limit {
        return Ok(());
    }
    Err(Fault::new(
        FaultCode::QuotaExceeded,
        format!(
            "The plan's limit for {plural} is reached ({limit}). Remove some, or choose a larger plan."
        ),
    ))
}

/// The fault for a field whose value somebody else has, with everything that was typed.
pub(crate) fn taken(field: &str, sentence: &str, input: &impl Serialize) -> Fault {
    let mut fault = Fault::new(FaultCode::Conflict, sentence);
    fault.fields.insert(field.to_owned(), sentence.to_owned());
    fault.with_input(input)
}
