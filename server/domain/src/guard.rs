//! What the slices of a tenant check alike: whose an id is, whether the plan has room, whether a value is taken.

use contract::{
    Fault, FaultCode,
    acts::Act,
    ids::{Id, Kind},
};
use serde::Serialize;
use store::{AuditEntry, Own, Recorded, TenantReader, TenantWriter, tenant::locks};

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

    /// Goes on with a change whose draft names something else, if that is of this tenant too.
    pub(crate) async fn naming_own<K: Kind>(
        &self,
        writer: TenantWriter,
        named: Option<Id<K>>,
    ) -> Result<TenantWriter, Fault> {
        let Some(id) = named else { return Ok(writer) };
        match writer.own(id) {
            Ok(_) => Ok(writer),
            Err(error) => {
                drop(writer);
                Err(self.refuse(id, error).await)
            }
        }
    }

    /// Leaves a trace of a foreign id in the log of the tenant whose user sent it, suspended or not (AUD-1). The caller
    /// is refused either way, also where the log is away.
    async fn refuse<K: Kind>(&self, id: Id<K>, error: store::Error) -> Fault {
        let entry = AuditEntry::new("access.refused", K::NOUN, id);
        if let Err(error) = self.database().put_on_record(&self.scope, entry).await {
            tracing::warn!(%error, %id, noun = K::NOUN, "a foreign id could not be put on record");
        }
        error.into()
    }
}

/// The thing as it is before a change, which nobody else changes before this transaction ends.
pub(crate) async fn find_to_change<K: Kind, T>(
    writer: &mut TenantWriter,
    id: Own<K>,
    find: impl AsyncFnOnce(&mut TenantReader, Own<K>) -> store::Result<Option<T>>,
) -> Result<T, Fault> {
    locks::take(writer, &format!("{} {}", K::NOUN, id.id())).await?;
    let thing = find(writer, id).await?;
    thing.ok_or_else(|| Fault::not_found(K::NOUN))
}

/// Makes one more of something last, unless that is more than the plan allows. It is counted once the entry stands in the
/// log: two that take the last place at once wait for each other there, and the second counts both.
pub(crate) async fn commit_within(
    limit: Option<i64>,
    plural: &str,
    count: impl AsyncFnOnce(&mut TenantReader) -> store::Result<i64>,
    writer: TenantWriter,
    entry: AuditEntry,
) -> Result<(), Fault> {
    let recorded = writer.record(entry).await?;
    commit_recorded(limit.map(|limit| (limit, plural)), count, recorded).await
}

/// The same of what stands in the log already, be it one or many.
pub(crate) async fn commit_recorded(
    limit: Option<(i64, &str)>,
    count: impl AsyncFnOnce(&mut TenantReader) -> store::Result<i64>,
    mut recorded: Recorded,
) -> Result<(), Fault> {
    if let Some((limit, plural)) = limit
        && count(recorded.reader()).await? > limit
    {
        return Err(over(limit, plural));
    }
    Ok(recorded.commit().await?)
}

/// The fault for more of something than the plan allows.
pub(crate) fn over(limit: i64, plural: &str) -> Fault {
    Fault::new(
        FaultCode::QuotaExceeded,
        format!(
            "The plan's limit for {plural} is reached ({limit}). Remove some, or choose a larger plan."
        ),
    )
}

/// The fault for a field whose value somebody else has, with everything that was typed.
pub(crate) fn taken(field: &str, sentence: &str, input: &impl Serialize) -> Fault {
    let mut fault = Fault::new(FaultCode::Conflict, sentence);
    fault.fields.insert(field.to_owned(), sentence.to_owned());
    fault.with_input(input)
}

/// The fault for a field that names what is not there, with everything that was typed.
pub(crate) fn nothing_named(field: &str, noun: &str, input: &impl Serialize) -> Fault {
    Fault::field(
        field,
        format!("This {noun} does not exist, or not any more."),
    )
    .with_input(input)
}
