//! The rules of users: an owner is made, changed and removed by owners alone, and the last one stays.

use async_trait::async_trait;
use contract::{
    Answer, Fault, FaultCode, Page, PageRequest,
    acts::{Act, Role},
    ids::UserId,
    roles::{RoleKey, TenantRole},
    users::{User, UserDraft, UserFilter, UserStatus, Users},
};
use store::{
    Actor, AuditEntry, TenantWriter,
    tenant::{roles, users},
};

use crate::{
    TenantDesk,
    guard::{commit_within, taken},
    mails::AccountOwner,
    roles::{allow_no_more_than_own, found},
};

const OWNERS: &str = "Only an owner can make, change or remove an owner.";

#[async_trait]
impl Users for TenantDesk {
    async fn user_list(&self, filter: UserFilter, page: PageRequest) -> Answer<Page<User>> {
        let mut reader = self.read(Act::UserRead).await?;
        let page = users::list(&mut reader, &filter, &page).await?;
        self.note_read(&reader, "user", page.items.len());
        Ok(page)
    }

    async fn user_get(&self, id: UserId) -> Answer<User> {
        let (mut reader, id) = self.read_own(Act::UserRead, id).await?;
        let user = users::find(&mut reader, id).await?;
        let user = user.ok_or_else(|| Fault::not_found("user"))?;
        self.note_read(&reader, "user", 1);
        Ok(user)
    }

    async fn user_invite(&self, draft: UserDraft) -> Answer<User> {
        let fields = draft.check()?;
        let mut writer = self.write(Act::UserManage).await?;
        let role = chosen(&mut writer, &fields.role, &draft).await?;
        if role.acts.iter().any(|act| act.gives_access()) {
            self.require_proof()?;
        }
        allow_no_more_than_own(writer.actor(), &role.acts)?;
        if fields.role == Role::Owner {
            allow_owners_only(&mut writer, OWNERS).await?;
        }
        let user = users::insert(&mut writer, &fields)
            .await
            .map_err(|error| explain(error, &draft))?;
        let inviter = writer.actor().name().to_owned();
        let entry =
            AuditEntry::new("user.invite", "user", user.id).with("role", user.role.as_str());
        commit_within(self.limits().users, "users", users::count, writer, entry).await?;
        self.platform
            .send_invitation(&self.scope, &user, &inviter)
            .await?;
        Ok(user)
    }

    async fn user_invite_again(&self, id: UserId) -> Answer<()> {
        let (mut writer, own) = self.write_own(Act::UserManage, id).await?;
        let user = users::find(&mut writer, own).await?;
        let user = user.ok_or_else(|| Fault::not_found("user"))?;
        if user.status != UserStatus::Invited {
            return Err(Fault::new(
                FaultCode::Conflict,
                "This user has accepted the invitation already.",
            ));
        }
        let inviter = writer.actor().name().to_owned();
        writer
            .commit(AuditEntry::new("user.invite_again", "user", id))
            .await?;
        self.platform
            .send_invitation(&self.scope, &user, &inviter)
            .await
    }

    async fn user_set_role(&self, id: UserId, role: RoleKey, version: Option<i32>) -> Answer<User> {
        self.require_proof()?;
        let (mut writer, own) = self.write_own(Act::UserManage, id).await?;
        let before = users::find(&mut writer, own).await?;
        let before = before.ok_or_else(|| Fault::not_found("user"))?;
        allow_no_more_than_theirs(&mut writer, &before).await?;
        let wanted = chosen(&mut writer, &role, &()).await?;
        allow_no_more_than_own(writer.actor(), &wanted.acts)?;
        if before.role == Role::Owner || role == Role::Owner {
            allow_owners_only(&mut writer, OWNERS).await?;
        }
        if role != Role::Owner {
            keep_an_owner(&mut writer, &before).await?;
        }
        // The checks above hold for the row as it was read, so that is the row to change.
        let version = version.unwrap_or(before.version);
        let user = users::set_role(&mut writer, own, &role, Some(version))
            .await?
            .ok_or_else(|| Fault::not_found("user"))?;
        let entry = AuditEntry::new("user.set_role", "user", id);
        writer.commit(entry.changed(&before, &user)).await?;
        self.announce().await;
        Ok(user)
    }

    async fn user_forget_factor(&self, id: UserId) -> Answer<()> {
        self.require_proof()?;
        let letterhead = self.platform.letterhead(&self.scope).await?;
        let (mut writer, own) = self.write_own(Act::UserManage, id).await?;
        let user = users::find(&mut writer, own).await?;
        let user = user.ok_or_else(|| Fault::not_found("user"))?;
        allow_no_more_than_theirs(&mut writer, &user).await?;
        if user.role == Role::Owner {
            allow_owners_only(&mut writer, OWNERS).await?;
        }
        let tenant = self.scope.tenant();
        let person = (user.name, user.email.into());
        let owner = AccountOwner::in_tenant(&self.platform, tenant, letterhead, person);
        let account = (Some(tenant.id), id.uuid());
        let entry = AuditEntry::new("user.forget_factor", "user", id);
        self.platform
            .forget_factor(writer, account, &owner, entry)
            .await
    }

    async fn user_remove(&self, id: UserId) -> Answer<()> {
        self.require_proof()?;
        let (mut writer, own) = self.write_own(Act::UserManage, id).await?;
        if signed_in(&writer)? == id {
            return Err(Fault::new(
                FaultCode::Conflict,
                "You cannot remove yourself. Ask another owner or admin.",
            ));
        }
        let before = users::find(&mut writer, own).await?;
        let before = before.ok_or_else(|| Fault::not_found("user"))?;
        allow_no_more_than_theirs(&mut writer, &before).await?;
        if before.role == Role::Owner {
            allow_owners_only(&mut writer, OWNERS).await?;
        }
        keep_an_owner(&mut writer, &before).await?;
        users::remove(&mut writer, own, Some(before.version))
            .await?
            .ok_or_else(|| Fault::not_found("user"))?;
        let entry = AuditEntry::new("user.remove", "user", id);
        writer
            .commit(entry.with("role", before.role.as_str()))
            .await?;
        let tenant = self.scope.tenant_id();
        self.platform.close_account(tenant, id.uuid()).await
    }
}

fn signed_in(writer: &TenantWriter) -> Result<UserId, Fault> {
    match writer.actor() {
        Actor::User { id, .. } => Ok(*id),
        Actor::Visitor { .. } | Actor::Operator { .. } | Actor::System(_) | Actor::Anonymous => {
            Err(Fault::forbidden())
        }
    }
}

/// The role that was asked for.
async fn chosen(
    writer: &mut TenantWriter,
    key: &RoleKey,
    draft: &impl serde::Serialize,
) -> Result<TenantRole, Fault> {
    let role = roles::find(writer, key).await?;
    role.ok_or_else(|| Fault::field("role", "Choose a role.").with_input(draft))
}

/// Refuses to touch an account that may do more than who asks.
async fn allow_no_more_than_theirs(writer: &mut TenantWriter, user: &User) -> Result<(), Fault> {
    let role = found(writer, &user.role).await?;
    allow_no_more_than_own(writer.actor(), &role.acts)
}

/// Refuses everybody but owners, with this sentence.
pub(crate) async fn allow_owners_only(
    writer: &mut TenantWriter,
    sentence: &str,
) -> Result<(), Fault> {
    let own = writer.own(signed_in(writer)?)?;
    match users::find(writer, own).await? {
        Some(user) if user.role == Role::Owner => Ok(()),
        _ => Err(Fault::new(FaultCode::Forbidden, sentence)),
    }
}

/// Refuses to let the last owner who can sign in go. A tenant without one could never make another.
async fn keep_an_owner(writer: &mut TenantWriter, leaving: &User) -> Result<(), Fault> {
    let is_active_owner = leaving.role == Role::Owner && leaving.status == UserStatus::Active;
    if is_active_owner && users::count_active_owners(writer).await? < 2 {
        return Err(Fault::new(
            FaultCode::Conflict,
            "A workspace needs an owner, and this is the last one. Make somebody else an owner first.",
        ));
    }
    Ok(())
}

fn explain(error: store::Error, draft: &UserDraft) -> Fault {
    match error.constraint() {
        Some("users_email_per_tenant_key") => taken(
            "email",
            "Somebody with this e-mail address has an account already.",
            draft,
        ),
        _ => error.into(),
    }
}
