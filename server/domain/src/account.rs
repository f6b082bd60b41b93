//! One's own account: where one is signed in, and the password.

use contract::{
    Fault,
    account::{PasswordChange, Session},
    ids::SessionId,
};
use store::{
    AuditEntry, Caller, PlatformWriter,
    platform::{operators, sessions, tokens as refresh_tokens},
    tenant::users,
};

use crate::{Entered, OperatorDesk, Platform, Signed, Subject, TenantDesk};

impl Signed {
    /// The browser session that says who it is; none for a token.
    pub fn session(&self) -> Option<SessionId> {
        self.caller().session
    }

    /// Where the account is signed in, what was used last first.
    pub async fn session_list(&self) -> Result<Vec<Session>, Fault> {
        self.check_account().await?;
        let mut reader = self.platform().database().platform_read().await?;
        Ok(sessions::list(&mut reader, self.subject().ids(), self.session()).await?)
    }

    /// Ends one session of the account.
    pub async fn session_end(&self, id: SessionId) -> Result<(), Fault> {
        self.check_account().await?;
        let mut writer = self.platform().database().platform_write().await?;
        if !sessions::end(&mut writer, self.subject().ids(), id).await? {
            return Err(Fault::not_found("session"));
        }
        // Ended first, and also in a workspace that is suspended.
        writer.commit_bookkeeping().await?;
        self.put_on_record(AuditEntry::new("session.end", "session", id))
            .await
    }

    /// Ends every other session of the account, and every token. What goes on has to be entered anew.
    pub async fn session_end_others(&self) -> Result<Entered, Fault> {
        self.renew(Renewal::Access).await
    }

    /// Changes the password, and ends every other session and every token. Guessing the one so far is guessing at the
    /// door: the same brake holds.
    pub async fn password_change(&self, change: PasswordChange) -> Result<Entered, Fault> {
        let new = change.check()?;
        let platform = self.platform();
        let (email, hash) = self.credentials().await?;
        let (tenant, _) = self.subject().ids();
        let subjects = platform.throttled_subjects(tenant, &email, self.caller());
        platform.take_attempt(&subjects).await?;
        if !platform
            .verify_password(&change.password, hash.as_deref())
            .await?
        {
            self.put_on_record(AuditEntry::new(
                "password.refused",
                "account",
                self.subject().ids().1,
            ))
            .await?;
            return Err(Fault::field("password", "This is not your password."));
        }
        let mut writer = platform.database().platform_write().await?;
        platform.forgive(&mut writer, &subjects).await?;
        writer.commit_bookkeeping().await?;
        let hash = platform.hash_password(&new).await?;
        self.renew(Renewal::Password(&hash)).await
    }

    async fn renew(&self, renewal: Renewal<'_>) -> Result<Entered, Fault> {
        let mut writer = self.platform().database().platform_write().await?;
        let subject = self.subject();
        sessions::end_others(&mut writer, subject.ids(), self.session()).await?;
        refresh_tokens::end_all(&mut writer, subject.ids().1).await?;
        let access_version = match self {
            Self::Operator(desk) => renew_operator(desk, writer, renewal).await?,
            Self::Tenant(desk) => renew_user(desk, writer, renewal).await?,
        };
        Ok(Entered {
            subject,
            access_version,
        })
    }

    async fn put_on_record(&self, entry: AuditEntry) -> Result<(), Fault> {
        match self {
            Self::Operator(desk) => {
                let writer = desk.database().platform_write().await?;
                let (actor, caller) = (desk.actor(), &desk.caller);
                Ok(writer.commit(&actor, caller, None, entry).await?)
            }
            Self::Tenant(desk) => Ok(desk.database().put_on_record(&desk.scope, entry).await?),
        }
    }

    /// Address and password hash, read now.
    async fn credentials(&self) -> Result<(String, Option<String>), Fault> {
        match self {
            Self::Operator(desk) => {
                let mut reader = desk.database().platform_read().await?;
                let operator = operators::find(&mut reader, desk.id).await?;
                let operator = operator.ok_or_else(Fault::unauthenticated)?;
                Ok((operator.email, operator.password_hash))
            }
            Self::Tenant(desk) => {
                let mut reader = desk.read_any(&[]).await?;
                let user = users::account(&mut reader, desk.principal().into()).await?;
                let user = user.ok_or_else(Fault::unauthenticated)?;
                Ok((user.email, user.password_hash))
            }
        }
    }

    /// Whether the account still is what the session or token saw. An operator's was read with the session.
    async fn check_account(&self) -> Result<(), Fault> {
        match self {
            Self::Operator(_) => Ok(()),
            Self::Tenant(desk) => desk.read_any(&[]).await.map(drop),
        }
    }

    fn subject(&self) -> Subject {
        match self {
            Self::Operator(desk) => Subject::Operator(desk.id),
            Self::Tenant(desk) => Subject::from_ids(Some(desk.scope.tenant_id()), desk.principal()),
        }
    }

    fn caller(&self) -> &Caller {
        match self {
            Self::Operator(desk) => &desk.caller,
            Self::Tenant(desk) => desk.scope.caller(),
        }
    }

    fn platform(&self) -> &Platform {
        match self {
            Self::Operator(desk) => &desk.platform,
            Self::Tenant(desk) => &desk.platform,
        }
    }
}

/// What makes every session and token worth nothing.
#[derive(Clone, Copy)]
enum Renewal<'a> {
    Access,
    /// With the hash of a new password.
    Password(&'a str),
}

impl Renewal<'_> {
    const fn action(self) -> &'static str {
        match self {
            Self::Access => "session.end_others",
            Self::Password(_) => "password.change",
        }
    }
}

async fn renew_operator(
    desk: &OperatorDesk,
    mut writer: PlatformWriter,
    renewal: Renewal<'_>,
) -> Result<i32, Fault> {
    let version = match renewal {
        Renewal::Access => operators::renew_access(&mut writer, desk.id).await?,
        Renewal::Password(hash) => operators::set_password(&mut writer, desk.id, hash).await?,
    };
    let version = version.ok_or_else(Fault::unauthenticated)?;
    let entry = AuditEntry::new(renewal.action(), "operator", desk.id);
    writer
        .commit(&desk.actor(), &desk.caller, None, entry)
        .await?;
    Ok(version)
}

/// The sessions end first: a crash between the two leaves somebody signed out, never a stranger signed in.
async fn renew_user(
    desk: &TenantDesk,
    writer: PlatformWriter,
    renewal: Renewal<'_>,
) -> Result<i32, Fault> {
    let mut inside = desk.database().write(&desk.scope).await?;
    let id = desk.principal().into();
    let version = match renewal {
        Renewal::Access => users::renew_access(&mut inside, id).await?,
        Renewal::Password(hash) => users::set_password(&mut inside, id, hash).await?,
    };
    let version = version.ok_or_else(Fault::unauthenticated)?;
    writer.commit_bookkeeping().await?;
    let entry = AuditEntry::new(renewal.action(), "user", desk.principal());
    inside.commit(entry).await?;
    Ok(version)
}
