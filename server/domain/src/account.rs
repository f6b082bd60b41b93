//! One's own account: where one is signed in, and the password.

use contract::{
    Fault, FaultCode,
    account::{PasswordChange, Session},
    ids::{PasskeyId, SessionId, TenantId, UserId},
};
use store::{
    AuditEntry, Caller, PlatformWriter, Who,
    platform::{
        api_keys, factors,
        factors::{InForce, PendingFactor},
        links, operators, passkeys,
        passkeys::NewPasskey,
        sessions, tokens as refresh_tokens,
    },
    tenant::users,
};
use uuid::Uuid;

use crate::{
    Entered, OperatorDesk, Platform, Signed, Site, Subject, TenantDesk, identity::subject_of,
    mails::AccountOwner, passkeys::check_room,
};

impl Signed {
    /// The browser session that says who it is; none for a token.
    pub fn session(&self) -> Option<SessionId> {
        self.caller().session
    }

    /// Whether whoever asks has an account here: a program with a key, and a visitor, have none.
    pub fn has_account(&self) -> bool {
        !self.is_api_key() && !matches!(self.subject(), Subject::Visitor { .. })
    }

    /// Whether a program asks, with a key.
    pub fn is_api_key(&self) -> bool {
        self.caller().api_key.is_some()
    }

    /// Where the account is signed in, what was used last first.
    pub async fn session_list(&self) -> Result<Vec<Session>, Fault> {
        self.check_account().await?;
        let mut reader = self.platform().database().platform_read().await?;
        let (ids, seen) = (self.subject().ids(), self.access_version()?);
        Ok(sessions::list(&mut reader, ids, seen, self.session()).await?)
    }

    /// Ends one session of the account.
    pub async fn session_end(&self, id: SessionId) -> Result<(), Fault> {
        self.check_account().await?;
        let mut writer = self.platform().database().platform_write().await?;
        if !sessions::end(&mut writer, self.subject().ids(), id).await? {
            return Err(Fault::not_found("session"));
        }
        let entry = AuditEntry::new("session.end", "session", id);
        match self {
            Self::Operator(desk) => {
                let (actor, caller) = (desk.actor(), &desk.caller);
                Ok(writer.commit(&actor, caller, None, entry).await?)
            }
            Self::Tenant(_) => {
                // Ended first, and also in a workspace that is suspended.
                writer.commit_bookkeeping().await?;
                self.put_on_record(entry).await
            }
        }
    }

    /// Ends every other session of the account, and every token. What goes on has to be entered anew.
    pub async fn session_end_others(&self) -> Result<Entered, Fault> {
        self.renew("session.end_others", Change::Nothing).await
    }

    /// Changes the password, and ends every other session, every token and every mailed link.
    pub async fn password_change(&self, change: PasswordChange) -> Result<Entered, Fault> {
        let new = change.check()?;
        let platform = self.platform();
        if self.asked_for().await?.any() {
            // The password alone proves half of who asks, and would lock the other half out.
            platform.require_proof(self.caller())?;
        }
        let owner = self.prove_password(&change.password).await?;
        let change = Change::Password {
            hash: &platform.hash_password(&new).await?,
            owner: &owner,
        };
        self.renew("password.change", change).await
    }

    /// What the account is asked for besides its password.
    pub(crate) async fn asked_for(&self) -> Result<InForce, Fault> {
        let mut reader = self.platform().database().platform_read().await?;
        Ok(factors::in_force(&mut reader, self.subject().ids()).await?)
    }

    /// Checks the password of whoever asks. Guessing it is braked like guessing at the door, but counted apart: or
    /// strangers there would keep somebody from changing it.
    pub(crate) async fn prove_password(&self, password: &str) -> Result<AccountOwner, Fault> {
        let platform = self.platform();
        let (owner, hash) = self.credentials().await?;
        let (tenant, subject) = self.subject().ids();
        let tried = format!("password/{}", owner.email.as_disclosed());
        let subjects = platform.throttled_subjects(tenant, &tried, self.caller());
        platform.take_attempt(&subjects).await?;
        if !platform.verify_password(password, hash.as_deref()).await? {
            let entry = AuditEntry::new("password.refused", "account", subject);
            self.put_on_record(entry).await?;
            return Err(Fault::field("password", "This is not your password."));
        }
        let mut writer = platform.database().platform_write().await?;
        platform.forgive(&mut writer, &subjects).await?;
        writer.commit_bookkeeping().await?;
        Ok(owner)
    }

    /// Makes every other session, every token and every mailed link worth nothing, if the account and the session that
    /// asks still are what they were when the request came.
    pub(crate) async fn renew(
        &self,
        action: &'static str,
        change: Change<'_>,
    ) -> Result<Entered, Fault> {
        let seen = self.access_version()?;
        let access_version = match self {
            Self::Operator(desk) => renew_operator(desk, seen, action, &change).await?,
            Self::Tenant(desk) => renew_user(desk, seen, action, &change).await?,
        };
        Ok(Entered {
            subject: self.subject(),
            access_version,
            proved_at: self.caller().proved_at,
        })
    }

    pub(crate) async fn put_on_record(&self, entry: AuditEntry) -> Result<(), Fault> {
        match self {
            Self::Operator(desk) => {
                let writer = desk.database().platform_write().await?;
                let (actor, caller) = (desk.actor(), &desk.caller);
                Ok(writer.commit(&actor, caller, None, entry).await?)
            }
            Self::Tenant(desk) => Ok(desk.database().put_on_record(&desk.scope, entry).await?),
        }
    }

    /// Whose password it is, and its hash, read now.
    pub(crate) async fn credentials(&self) -> Result<(AccountOwner, Option<String>), Fault> {
        match self {
            Self::Operator(desk) => {
                let mut reader = desk.database().platform_read().await?;
                let operator = operators::find(&mut reader, desk.id).await?;
                let operator = operator.ok_or_else(Fault::unauthenticated)?;
                let person = (operator.name, operator.email);
                let owner = AccountOwner::operator(&desk.platform, person);
                Ok((owner, operator.password_hash))
            }
            Self::Tenant(desk) => {
                let mut reader = desk.read_any(&[]).await?;
                let user = users::account(&mut reader, desk.principal().into()).await?;
                drop(reader);
                let user = user.ok_or_else(Fault::unauthenticated)?;
                let (platform, tenant) = (&desk.platform, desk.scope.tenant());
                let letterhead = platform.letterhead(&desk.scope).await?;
                let person = (user.name, user.email);
                let owner = AccountOwner::in_tenant(platform, tenant, letterhead, person);
                Ok((owner, user.password_hash))
            }
        }
    }

    /// Whether the account still is what the session or token saw. An operator's was read with the session.
    pub(crate) async fn check_account(&self) -> Result<(), Fault> {
        match self {
            Self::Operator(_) => Ok(()),
            Self::Tenant(desk) => desk.read_any(&[]).await.map(drop),
        }
    }

    /// The site that the account is of.
    pub(crate) async fn site(&self) -> Result<Site, Fault> {
        match self {
            Self::Operator(_) => Ok(Site::Operator),
            Self::Tenant(desk) => {
                let id = desk.scope.tenant_id();
                let tenant = desk.database().tenant_by_id(id).await?;
                tenant.map(Site::Tenant).ok_or_else(Fault::tenant_unknown)
            }
        }
    }

    pub(crate) fn subject(&self) -> Subject {
        match self {
            Self::Operator(desk) => Subject::Operator(desk.id),
            Self::Tenant(desk) => subject_of(&desk.scope),
        }
    }

    /// The account's access version when the session or token was made.
    pub(crate) fn access_version(&self) -> Result<i32, Fault> {
        match self {
            Self::Operator(desk) => Ok(desk.access_version),
            Self::Tenant(desk) => match desk.scope.who() {
                Who::User { access_version, .. } => Ok(*access_version),
                Who::Visitor(_) | Who::Operator { .. } | Who::Job(_) | Who::Door => {
                    Err(Fault::unauthenticated())
                }
            },
        }
    }

    pub(crate) fn caller(&self) -> &Caller {
        match self {
            Self::Operator(desk) => &desk.caller,
            Self::Tenant(desk) => desk.scope.caller(),
        }
    }

    pub(crate) fn platform(&self) -> &Platform {
        match self {
            Self::Operator(desk) => &desk.platform,
            Self::Tenant(desk) => &desk.platform,
        }
    }
}

/// What is changed along with it, and who is told of it.
pub(crate) enum Change<'a> {
    Nothing,
    Password {
        hash: &'a str,
        owner: &'a AccountOwner,
    },
    FactorOn {
        pending: &'a PendingFactor,
        /// Step of the code that confirmed it.
        step: i64,
        owner: &'a AccountOwner,
    },
    FactorOff {
        owner: &'a AccountOwner,
    },
    PasskeyOn {
        passkey: &'a NewPasskey,
        owner: &'a AccountOwner,
    },
    PasskeyOff {
        id: PasskeyId,
        owner: &'a AccountOwner,
    },
}

impl Change<'_> {
    fn password_hash(&self) -> Option<&str> {
        match self {
            Self::Password { hash, .. } => Some(hash),
            Self::Nothing
            | Self::FactorOn { .. }
            | Self::FactorOff { .. }
            | Self::PasskeyOn { .. }
            | Self::PasskeyOff { .. } => None,
        }
    }

    /// Makes the part of it that is in the control plane, and tells the owner.
    async fn apply(
        &self,
        platform: &Platform,
        writer: &mut PlatformWriter,
        account: (Option<TenantId>, Uuid),
    ) -> Result<(), Fault> {
        match self {
            Self::Nothing => Ok(factors::forget_pending(writer, account).await?),
            Self::Password { owner, .. } => {
                // A factor that a stranger began must not be waiting for whoever saved the account.
                factors::forget_pending(writer, account).await?;
                platform.post_password_change(writer, owner).await
            }
            Self::FactorOn {
                pending,
                step,
                owner,
            } => {
                let times = (platform.pending_after(), platform.clock().now());
                if !factors::confirm(writer, account, pending, *step, times).await? {
                    return Err(Fault::changed_meanwhile("account"));
                }
                let link = platform.disown_link(writer, owner, account, times.1);
                let link = link.await?;
                platform
                    .post_factor_change(writer, owner, Some(&link))
                    .await
            }
            Self::FactorOff { owner } => {
                if !factors::remove(writer, account).await? {
                    return Err(Fault::new(
                        FaultCode::Conflict,
                        "This account has no authenticator app.",
                    ));
                }
                platform.post_factor_change(writer, owner, None).await
            }
            Self::PasskeyOn { passkey, owner } => {
                // The account's row is held by now: of two at once, the second counts the first one's.
                let known = passkeys::count(writer, account).await?;
                check_room(usize::try_from(known).unwrap_or(usize::MAX))?;
                let now = platform.clock().now();
                passkeys::insert(writer, account, passkey, now)
                    .await
                    .map_err(|error| match error.constraint() {
                        Some("passkeys_credential_id_key") => Fault::new(
                            FaultCode::Conflict,
                            "This passkey belongs to an account already.",
                        ),
                        _ => error.into(),
                    })?;
                let link = platform.disown_link(writer, owner, account, now).await?;
                platform
                    .post_passkey_change(writer, owner, Some(&link))
                    .await
            }
            Self::PasskeyOff { id, owner } => {
                if !passkeys::remove(writer, account, *id).await? {
                    return Err(Fault::not_found("passkey"));
                }
                platform.post_passkey_change(writer, owner, None).await
            }
        }
    }
}

async fn renew_operator(
    desk: &OperatorDesk,
    seen: i32,
    action: &'static str,
    change: &Change<'_>,
) -> Result<i32, Fault> {
    let mut writer = desk.database().platform_write().await?;
    let ids = Subject::Operator(desk.id).ids();
    let keys = end_everything_else(&mut writer, ids, desk.caller.session).await?;
    let hash = change.password_hash();
    let version = operators::renew_access(&mut writer, desk.id, seen, hash).await?;
    let version = version.ok_or_else(Fault::unauthenticated)?;
    change.apply(&desk.platform, &mut writer, ids).await?;
    let entry = AuditEntry::new(action, "operator", desk.id).with("api_keys", keys);
    let (actor, caller) = (desk.actor(), &desk.caller);
    writer.commit(&actor, caller, None, entry).await?;
    Ok(version)
}

/// The tenant's transaction is opened first: nobody who waits for a tenant's server may hold what all need. The sessions
/// end first: a crash between the two leaves somebody signed out, never a stranger signed in.
async fn renew_user(
    desk: &TenantDesk,
    seen: i32,
    action: &'static str,
    change: &Change<'_>,
) -> Result<i32, Fault> {
    let id = UserId::new(desk.principal());
    let mut inside = desk.database().write(&desk.scope).await?;
    let mut writer = desk.database().platform_write().await?;
    let ids = (Some(desk.scope.tenant_id()), id.uuid());
    let keys = end_everything_else(&mut writer, ids, desk.scope.caller().session).await?;
    let hash = change.password_hash();
    let version = users::renew_access(&mut inside, id, seen, hash).await?;
    let version = version.ok_or_else(Fault::unauthenticated)?;
    change.apply(&desk.platform, &mut writer, ids).await?;
    writer.commit_bookkeeping().await?;
    let entry = AuditEntry::new(action, "user", id).with("api_keys", keys);
    inside.commit(entry).await?;
    Ok(version)
}

/// Answers with how many keys of programs ended.
async fn end_everything_else(
    writer: &mut PlatformWriter,
    (tenant, subject): (Option<TenantId>, Uuid),
    current: Option<SessionId>,
) -> Result<u64, Fault> {
    // In the order in which the use of a link takes them, or each would wait for the other.
    links::revoke(writer, subject).await?;
    sessions::end_others(writer, (tenant, subject), current).await?;
    let keys = api_keys::end_all(writer, subject).await?;
    refresh_tokens::end_all(writer, subject).await?;
    Ok(keys)
}
