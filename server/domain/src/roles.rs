//! The rules of roles: nobody gives, changes or takes away what they may not do themselves.

use async_trait::async_trait;
use contract::{
    Answer, Fault, FaultCode,
    acts::{Act, Role},
    roles::{RoleDraft, RoleKey, Roles, TenantRole},
};
use store::{Actor, AuditEntry, TenantReader, tenant::roles};

use crate::{
    TenantDesk,
    guard::{commit_within, taken},
};

/// Roles of one workspace at most, the built-in ones included.
const MOST: i64 = 50;

#[async_trait]
impl Roles for TenantDesk {
    async fn role_list(&self) -> Answer<Vec<TenantRole>> {
        let mut reader = self.read(Act::UserRead).await?;
        let mut all = roles::list(&mut reader).await?;
        all.sort_by_cached_key(|role| {
            let place = Role::ALL.iter().position(|built_in| role.key == *built_in);
            (place.unwrap_or(Role::ALL.len()), role.name.to_lowercase())
        });
        Ok(all)
    }

    async fn role_get(&self, key: RoleKey) -> Answer<TenantRole> {
        let mut reader = self.read(Act::UserRead).await?;
        found(&mut reader, &key).await
    }

    async fn role_create(&self, draft: RoleDraft) -> Answer<TenantRole> {
        self.require_proof()?;
        let fields = draft.check()?;
        let mut writer = self.write(Act::RoleManage).await?;
        allow_no_more_than_own(writer.actor(), &fields.acts)
            .map_err(|fault| fault.with_input(&draft))?;
        let role = roles::insert(&mut writer, &fields)
            .await
            .map_err(|error| explain(error, &draft))?;
        let entry = AuditEntry::new("role.create", "role", &role.key)
            .with("name", role.name.as_str())
            .with("acts", words(&role.acts));
        commit_within(Some(MOST), "roles", roles::count, writer, entry).await?;
        Ok(role)
    }

    async fn role_update(
        &self,
        key: RoleKey,
        draft: RoleDraft,
        version: Option<i32>,
    ) -> Answer<TenantRole> {
        self.require_proof()?;
        let fields = draft.check()?;
        let mut writer = self.write(Act::RoleManage).await?;
        let before = own_kind(&mut writer, &key).await?;
        allow_no_more_than_own(writer.actor(), &before.acts)?;
        allow_no_more_than_own(writer.actor(), &fields.acts)
            .map_err(|fault| fault.with_input(&draft))?;
        // The checks above hold for the row as it was read, so that is the row to change.
        let version = version.unwrap_or(before.version);
        if version != before.version {
            return Err(store::Error::ChangedMeanwhile.into());
        }
        let role = roles::update(&mut writer, &key, &fields, version)
            .await
            .map_err(|error| explain(error, &draft))?;
        let entry = AuditEntry::new("role.update", "role", &key);
        writer.commit(entry.changed(&before, &role)).await?;
        self.announce().await;
        Ok(role)
    }

    async fn role_delete(&self, key: RoleKey) -> Answer<()> {
        self.require_proof()?;
        let mut writer = self.write(Act::RoleManage).await?;
        let role = own_kind(&mut writer, &key).await?;
        allow_no_more_than_own(writer.actor(), &role.acts)?;
        let deleted = roles::delete(&mut writer, &key).await;
        if !deleted.map_err(|error| explain(error, &()))? {
            return Err(Fault::not_found("role"));
        }
        let entry = AuditEntry::new("role.delete", "role", &key);
        Ok(writer.commit(entry.with("name", role.name)).await?)
    }
}

/// The role of this word.
pub(crate) async fn found(reader: &mut TenantReader, key: &RoleKey) -> Result<TenantRole, Fault> {
    let role = roles::find(reader, key).await?;
    role.ok_or_else(|| Fault::not_found("role"))
}

/// A role that can be changed.
async fn own_kind(reader: &mut TenantReader, key: &RoleKey) -> Result<TenantRole, Fault> {
    let role = found(reader, key).await?;
    if role.is_built_in {
        return Err(Fault::new(
            FaultCode::DependencyConflict,
            "This role came with the workspace and stays as it is. Make one of your own beside it.",
        ));
    }
    Ok(role)
}

/// Nobody makes an account or a role that may more than they, and nobody touches one: who may invite people, and no
/// more, would else soon have everything.
pub(crate) fn allow_no_more_than_own(actor: &Actor, wanted: &[Act]) -> Result<(), Fault> {
    let Actor::User {
        acts, switched_off, ..
    } = actor
    else {
        return Err(Fault::forbidden());
    };
    let is_own = |act: &Act| acts.contains(act) || switched_off.contains(act);
    if wanted.iter().all(is_own) {
        return Ok(());
    }
    Err(Fault::new(
        FaultCode::Forbidden,
        "This role may do more than you may. Ask somebody who may do all of it.",
    ))
}

fn words(acts: &[Act]) -> Vec<&'static str> {
    acts.iter().map(|act| act.as_str()).collect()
}

fn explain(error: store::Error, input: &impl serde::Serialize) -> Fault {
    match error.constraint() {
        Some("roles_name_per_tenant_key") => {
            taken("name", "There is a role of this name already.", input)
        }
        // The word follows from the letters of a name: those of `Front desk` and `Front-Desk` are the same.
        Some("roles_pkey") => taken(
            "name",
            "There is a role of this name already, or of one that differs only in signs and spaces. Choose other letters.",
            input,
        ),
        Some("users_role_fkey") => Fault::new(
            FaultCode::DependencyConflict,
            "Somebody has this role. Give them another one first.",
        ),
        _ => error.into(),
    }
}
