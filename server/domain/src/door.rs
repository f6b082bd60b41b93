//! The door: signing in, and links in mails.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use contract::{
    Fault, FaultCode, Sensitive,
    door::{LinkKind, LinkUse, LinkView, Realm, SignIn},
    ids::TenantId,
    text,
    users::UserStatus,
};
use store::{
    Actor, AuditEntry, Caller, TenantRecord, TenantScope,
    platform::{
        api_keys, enqueue, factors, failures, links, links::Purpose, operators, passkeys, sessions,
        tokens as refresh_tokens,
    },
    tenant,
};
use uuid::Uuid;

use crate::{Admission, Platform, Site, Subject, TokenPair, mails::INVITATION_HOURS, tokens};

/// Somebody who just proved who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entered {
    /// Whose account.
    pub subject: Subject,
    /// The account's access version; a session or token made now is worth nothing once it changes.
    pub access_version: i32,
    /// When they proved it.
    pub proved_at: Option<DateTime<Utc>>,
}

/// The sign-in side of one tenant.
pub struct TenantDoor {
    pub(crate) scope: TenantScope,
}

/// What the door needs to know of an account, of either realm.
pub(crate) struct Account {
    pub subject: Subject,
    pub name: String,
    email: Sensitive<String>,
    password_hash: Option<String>,
    pub access_version: i32,
    pub may_sign_in: bool,
}

impl Platform {
    /// What stands behind the door of a site, as its sign-in page shows it.
    pub async fn realm(&self, site: &Site) -> Result<Realm, Fault> {
        match site {
            Site::Public | Site::Api => Ok(Realm::Public),
            Site::Operator => Ok(Realm::Operator),
            Site::Tenant(tenant) => {
                let door = self.tenant_door(tenant, Caller::default());
                let mut reader = self.database().read(&door.scope).await?;
                let branding = tenant::settings::branding(&mut reader).await?;
                Ok(Realm::Tenant {
                    display_name: branding.display_name,
                    primary_color: branding.primary_color,
                    secondary_color: branding.secondary_color,
                    sign_in_text: branding.sign_in_text,
                    logo: branding.logo,
                })
            }
        }
    }

    pub(crate) fn tenant_door(&self, tenant: &Arc<TenantRecord>, caller: Caller) -> TenantDoor {
        TenantDoor {
            scope: self.database().door_scope(Arc::clone(tenant), caller),
        }
    }

    /// Signs in with a password. The same answer, after the same work, for a wrong address and a wrong password.
    pub async fn sign_in(
        &self,
        site: &Site,
        sign_in: SignIn,
        caller: Caller,
    ) -> Result<Admission, Fault> {
        let email = sign_in.email.trim().to_ascii_lowercase();
        let subjects = self.throttled_subjects(site.tenant(), &email, &caller);
        self.take_attempt(&subjects).await?;
        let account = self.account_by_email(site, &email, &caller).await?;
        let hash = account.as_ref().filter(|account| account.may_sign_in);
        let hash = hash.and_then(|account| account.password_hash.as_deref());
        let is_right = self.verify_password(&sign_in.password, hash).await?;
        let Some(account) = account.filter(|_| is_right) else {
            let target = subjects.first().cloned().unwrap_or_default();
            let entry = AuditEntry::new("session.refused", "account", target);
            self.record(site, &caller, entry).await?;
            let mut fault = Fault::new(
                FaultCode::Unauthenticated,
                "This e-mail address and password do not go together. Try again, or reset the password.",
            );
            fault.input.insert("email".into(), sign_in.email);
            return Err(fault);
        };
        let admission = self
            .admission(account.subject, account.access_version)
            .await?;
        match &admission {
            Admission::Whole(_) => {
                self.note_success(site, &account, "password", &subjects, &caller)
                    .await?;
            }
            Admission::Half(_) => {
                let mut writer = self.database().platform_write().await?;
                self.forgive(&mut writer, &subjects).await?;
                writer.commit_bookkeeping().await?;
                // Whoever stops here may have the password of somebody else.
                let (_, id) = account.subject.ids();
                let entry = AuditEntry::new("session.code_wanted", "account", id);
                self.record(site, &caller, entry).await?;
            }
        }
        Ok(admission)
    }

    /// Signs in to the API, in one call also with a second factor.
    pub async fn token(
        &self,
        site: &Site,
        x_tenant_id: Option<&str>,
        sign_in: SignIn,
        code: Option<&str>,
        caller: Caller,
    ) -> Result<TokenPair, Fault> {
        let site = self.api_site(site, x_tenant_id).await?;
        let entered = match (self.sign_in(&site, sign_in, caller.clone()).await?, code) {
            (Admission::Whole(entered), _) => entered,
            (Admission::Half(half), Some(code)) => {
                self.sign_in_code(&site, half, code, caller).await?
            }
            (Admission::Half(_), None) => return Err(Fault::second_factor_required()),
        };
        self.issue_tokens(&entered).await
    }

    async fn account_by_email(
        &self,
        site: &Site,
        email: &str,
        caller: &Caller,
    ) -> Result<Option<Account>, Fault> {
        match site {
            Site::Operator | Site::Api => {
                let mut reader = self.database().platform_read().await?;
                let operator = operators::by_email(&mut reader, email).await?;
                Ok(operator.map(operator_account))
            }
            Site::Tenant(tenant) => {
                let door = self.tenant_door(tenant, caller.clone());
                let mut reader = self.database().read(&door.scope).await?;
                let account = tenant::users::by_email(&mut reader, email).await?;
                Ok(account.map(|account| user_account(tenant, account)))
            }
            Site::Public => Err(Fault::not_found("page")),
        }
    }

    /// The account of somebody who is known already.
    pub(crate) async fn account_of(
        &self,
        site: &Site,
        subject: Subject,
        caller: &Caller,
    ) -> Result<Option<Account>, Fault> {
        match (subject, site) {
            (Subject::Operator(id), Site::Operator | Site::Api) => {
                let mut reader = self.database().platform_read().await?;
                let operator = operators::find(&mut reader, id).await?;
                Ok(operator.map(operator_account))
            }
            (Subject::User { tenant: home, user }, Site::Tenant(tenant)) if home == tenant.id => {
                let door = self.tenant_door(tenant, caller.clone());
                let mut reader = self.database().read(&door.scope).await?;
                let account = tenant::users::account(&mut reader, user).await?;
                Ok(account.map(|account| user_account(tenant, account)))
            }
            _ => Ok(None),
        }
    }

    /// Puts a sign-in on record, and by what it was proved, and takes the attempt back.
    pub(crate) async fn note_success(
        &self,
        site: &Site,
        account: &Account,
        by: &'static str,
        subjects: &[String],
        caller: &Caller,
    ) -> Result<(), Fault> {
        let now = self.clock().now();
        let (tenant_id, id) = account.subject.ids();
        let mut writer = self.database().platform_write().await?;
        self.forgive(&mut writer, subjects).await?;
        match (&account.subject, site) {
            (Subject::Operator(id), _) => {
                operators::touch(&mut writer, *id, now).await?;
                let actor = Actor::Operator {
                    id: *id,
                    name: account.name.clone(),
                };
                writer
                    .commit(
                        &actor,
                        caller,
                        None,
                        AuditEntry::new("session.sign_in", "operator", id).with("by", by),
                    )
                    .await?;
            }
            (Subject::User { user, .. }, Site::Tenant(tenant)) => {
                writer.commit_bookkeeping().await?;
                let door = self.tenant_door(tenant, caller.clone());
                let mut writer = self.database().write(&door.scope).await?;
                tenant::users::touch(&mut writer, *user, now).await?;
                let entry = AuditEntry::new("session.sign_in", "user", id).with("by", by);
                let writer = writer.having_let_in(*user, &account.name);
                writer.commit(entry).await?;
            }
            (Subject::User { .. } | Subject::Visitor { .. }, _) => {
                tracing::error!(?tenant_id, "a user signed in outside of a tenant");
                return Err(Fault::internal());
            }
        }
        Ok(())
    }

    /// Has a link mailed that sets a new password, if the address has an account. Whether it has is looked up by a job, so
    /// that neither the answer nor its time tells.
    pub async fn request_reset(
        &self,
        site: &Site,
        email: String,
        caller: Caller,
    ) -> Result<(), Fault> {
        if matches!(site, Site::Public) {
            return Err(Fault::not_found("page"));
        }
        let email = text::email(&email).map_err(|sentence| Fault::field("email", sentence))?;
        let subjects = self.throttled_subjects(site.tenant(), &format!("reset/{email}"), &caller);
        self.take_attempt(&subjects).await?;
        let payload = serde_json::json!({ "tenant": site.tenant(), "email": email });
        let key = format!("reset:{}", subjects.first().map_or("", String::as_str));
        let mut writer = self.database().platform_write().await?;
        enqueue(&mut writer, "mail_reset", payload, &key, None).await?;
        writer.commit_bookkeeping().await?;
        Ok(())
    }

    /// Mails a link that sets a new password, if the address has an account at the tenant, or among the operators.
    pub async fn mail_reset(&self, tenant: Option<TenantId>, email: &str) -> Result<(), Fault> {
        let site = match tenant {
            None => Site::Operator,
            Some(id) => match self.database().tenant_by_id(id).await? {
                Some(tenant) if tenant.status.is_reachable() => Site::Tenant(tenant),
                // Gone since it was asked for.
                _ => return Ok(()),
            },
        };
        let account = self
            .account_by_email(&site, email, &Caller::default())
            .await?;
        match account.filter(|account| account.may_sign_in) {
            Some(account) => {
                self.send_reset(
                    &site,
                    &account.subject,
                    &account.name,
                    account.email.as_disclosed(),
                )
                .await
            }
            None => Ok(()),
        }
    }

    /// What a mailed link opens, without using it up.
    pub async fn link_view(&self, site: &Site, token: &str) -> Result<LinkView, Fault> {
        let (link, account) = self.link_account(site, token, &Caller::default()).await?;
        Ok(LinkView {
            kind: match link.purpose {
                Purpose::Invitation => LinkKind::Invitation,
                Purpose::Reset => LinkKind::Reset,
                Purpose::Disown { .. } => LinkKind::Disown,
            },
            name: account.name,
            email: account.email.disclose(),
        })
    }

    /// Uses a link up: sets the password, ends every session and token of the account. The mail proves as much as the
    /// password does; a second factor is asked for all the same.
    pub async fn link_use(
        &self,
        site: &Site,
        link: LinkUse,
        caller: Caller,
    ) -> Result<Admission, Fault> {
        let password = link.check()?;
        let (row, account) = self.link_account(site, &link.token, &caller).await?;
        let action = match row.purpose {
            Purpose::Invitation => "invitation.accept",
            Purpose::Reset => "password.reset",
            // Its mail would set a password and leave what it tells of.
            Purpose::Disown { .. } => return Err(dead_link()),
        };
        // Somebody new is a change of the workspace. A new password is the way in to read, as signing in is.
        if let Site::Tenant(tenant) = site
            && row.purpose == Purpose::Invitation
            && !tenant.status.is_writable()
        {
            return Err(Fault::new(
                FaultCode::TenantSuspended,
                "This workspace is suspended, and nobody can be added now. The link works once it is resumed, within its week.",
            ));
        }
        let hash = self.hash_password(&password).await?;
        let now = self.clock().now();
        let mut writer = self.database().platform_write().await?;
        links::consume(&mut writer, &tokens::hash(&link.token), now)
            .await
            .map_err(|_| dead_link())?;
        let (tenant, subject) = account.subject.ids();
        end_everything(&mut writer, subject).await?;
        factors::forget_pending(&mut writer, (tenant, subject)).await?;
        let access_version = match (&account.subject, site) {
            (Subject::Operator(id), _) => {
                let version = operators::set_password(&mut writer, *id, &hash)
                    .await?
                    .ok_or_else(dead_link)?;
                let actor = Actor::Operator {
                    id: *id,
                    name: account.name.clone(),
                };
                writer
                    .commit(
                        &actor,
                        &caller,
                        None,
                        AuditEntry::new(action, "operator", id),
                    )
                    .await?;
                version
            }
            (Subject::User { user, .. }, Site::Tenant(tenant)) => {
                let door = self.tenant_door(tenant, caller.clone());
                let mut inside = self.database().write(&door.scope).await?;
                let version = tenant::users::set_password(&mut inside, *user, &hash)
                    .await?
                    .ok_or_else(dead_link)?;
                // The link is used up first: a crash between the two leaves a dead link, never a live one.
                writer.commit_bookkeeping().await?;
                inside
                    .commit(
                        AuditEntry::new(action, "user", user).with("name", account.name.as_str()),
                    )
                    .await?;
                version
            }
            (Subject::User { .. } | Subject::Visitor { .. }, _) => return Err(dead_link()),
        };
        self.admission(account.subject, access_version).await
    }

    pub(crate) async fn link_account(
        &self,
        site: &Site,
        token: &str,
        caller: &Caller,
    ) -> Result<(links::Link, Account), Fault> {
        let mut reader = self.database().platform_read().await?;
        let link = links::find(&mut reader, &tokens::hash(token), self.clock().now())
            .await?
            .ok_or_else(dead_link)?;
        drop(reader);
        // A link of another realm or tenant is no link here.
        let subject = Subject::from_ids(link.tenant_id, link.subject_id);
        let account = self.account_of(site, subject, caller).await?;
        // Other links open an account that is not open yet; what was added to one belongs to somebody who was in.
        let account = account.filter(|account| {
            account.may_sign_in || !matches!(link.purpose, Purpose::Disown { .. })
        });
        let account = account.ok_or_else(dead_link)?;
        Ok((link, account))
    }

    /// Removes what has expired; returns how many rows.
    pub async fn sweep(&self) -> Result<u64, Fault> {
        let mut writer = self.database().platform_write().await?;
        let now = self.clock().now();
        let mut swept = failures::sweep(&mut writer, now).await?;
        let no_link_works = now - TimeDelta::hours(INVITATION_HOURS.into());
        swept += store::platform::mails::forget_secrets(&mut writer, no_link_works).await?;
        swept += factors::sweep(&mut writer, self.pending_after()).await?;
        swept += store::platform::receivers::sweep(&mut writer, now).await?;
        swept += self.sweep_api_keys(&mut writer).await?;
        swept += self.sweep_isolation(&mut writer).await?;
        writer.commit_bookkeeping().await?;
        swept += self.sweep_questions().await?;
        Ok(swept + self.sweep_planes().await?)
    }

    /// Strangers make these: as many as there are go in pages, each in a transaction of its own.
    async fn sweep_questions(&self) -> Result<u64, Fault> {
        const PAGE: u16 = 1000;
        let mut swept = 0;
        loop {
            let mut writer = self.database().platform_write().await?;
            let now = self.clock().now();
            let page = passkeys::sweep(&mut writer, now, PAGE.into()).await?;
            writer.commit_bookkeeping().await?;
            swept += page;
            if page < PAGE.into() {
                return Ok(swept);
            }
        }
    }

    /// Ends every session, token and link of an account that is closed, at once and everywhere, and forgets its second
    /// factors.
    pub(crate) async fn close_account(&self, tenant: TenantId, user: Uuid) -> Result<(), Fault> {
        let mut writer = self.database().platform_write().await?;
        end_everything(&mut writer, user).await?;
        factors::remove_all(&mut writer, (Some(tenant), user)).await?;
        links::revoke(&mut writer, user).await?;
        writer.commit_bookkeeping().await?;
        Ok(())
    }
}

pub(crate) async fn end_everything(
    writer: &mut store::PlatformWriter,
    subject: Uuid,
) -> Result<(), Fault> {
    sessions::end_all(writer, subject).await?;
    api_keys::end_all(writer, subject).await?;
    refresh_tokens::end_all(writer, subject).await?;
    Ok(())
}

pub(crate) fn dead_link() -> Fault {
    Fault::new(
        FaultCode::NotFound,
        "This link was used already or has expired. Ask for a new one.",
    )
}

fn operator_account(operator: operators::Operator) -> Account {
    Account {
        subject: Subject::Operator(operator.id),
        name: operator.name,
        email: operator.email.into(),
        password_hash: operator.password_hash,
        access_version: operator.access_version,
        may_sign_in: true,
    }
}

fn user_account(tenant: &TenantRecord, account: tenant::users::Account) -> Account {
    Account {
        subject: Subject::User {
            tenant: tenant.id,
            user: account.id,
        },
        name: account.name,
        email: account.email,
        password_hash: account.password_hash,
        access_version: account.access_version,
        may_sign_in: account.status == UserStatus::Active,
    }
}
