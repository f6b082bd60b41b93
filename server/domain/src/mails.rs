//! Mails: written by the rules, kept in the outbox, sent by a job. Links in them never come from a request.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use contract::{
    Answer, Fault, Page, PageRequest, Sensitive,
    acts::OperatorAct,
    ids::{MailId, TenantId},
    mails::{Mail, MailFilter, MailRow, Mails},
    users::User,
};
use modules::{
    Colour, Vocabulary,
    mails::{Mail as Text, Sender, render},
};
use store::{
    AuditEntry, PlatformWriter, TenantReader, TenantRecord, TenantScope,
    platform::{links, links::Purpose, mails, mails::MailToSend},
    tenant,
};

use uuid::Uuid;

use crate::{OperatorDesk, Platform, Site, Subject, tokens};

/// Hours that an invitation works.
pub(crate) const INVITATION_HOURS: u32 = 7 * 24;
/// Hours that a reset works.
const RESET_HOURS: u32 = 1;
/// Hours that "it was not me" works: people read such a mail after their holidays, too, and the secrets of mails are
/// forgotten when invitations end.
const DISOWN_HOURS: u32 = INVITATION_HOURS;

/// A single-use link as it is written into a mail. The outbox shows a cover in the place of its secret.
pub(crate) struct MailedLink {
    pub url: String,
    secret: mails::Covered,
}

/// In whose name a tenant's mails are written.
pub(crate) struct Letterhead {
    pub name: String,
    accent: Colour,
    vocabulary: Vocabulary,
}

impl Letterhead {
    pub(crate) fn sender(&self) -> Sender<'_> {
        Sender {
            name: &self.name,
            accent: self.accent,
            vocabulary: &self.vocabulary,
        }
    }
}

/// Whose account it is, and in whose name they are told what happened to it.
pub(crate) struct AccountOwner {
    pub name: String,
    pub email: Sensitive<String>,
    /// The address that they sign in at.
    pub home: String,
    /// None for an operator.
    pub tenant: Option<(TenantId, Letterhead)>,
}

impl AccountOwner {
    pub(crate) fn operator(platform: &Platform, (name, email): (String, String)) -> Self {
        Self {
            name,
            email: email.into(),
            home: platform.settings().operator_url(),
            tenant: None,
        }
    }

    /// Somebody of a workspace.
    pub(crate) fn in_tenant(
        platform: &Platform,
        tenant: &TenantRecord,
        letterhead: Letterhead,
        (name, email): (String, Sensitive<String>),
    ) -> Self {
        let settings = platform.settings();
        Self {
            name,
            email,
            home: settings.tenant_url(&tenant.slug, tenant.custom_domain.as_deref()),
            tenant: Some((tenant.id, letterhead)),
        }
    }

    fn sender(&self) -> Sender<'_> {
        match &self.tenant {
            Some((_, letterhead)) => letterhead.sender(),
            None => Sender::platform(),
        }
    }

    fn tenant_id(&self) -> Option<TenantId> {
        self.tenant.as_ref().map(|(id, _)| *id)
    }
}

/// The words of a tenant: its template's, and its own in their place.
pub(crate) async fn vocabulary(
    scope: &TenantScope,
    reader: &mut TenantReader,
) -> Result<Vocabulary, Fault> {
    let own = tenant::settings::config(reader).await?.config.vocabulary;
    Ok(words(&scope.tenant().template, &own))
}

/// The words of a template, with a tenant's own in their place.
pub(crate) fn words(template: &str, own: &contract::vocabulary::Vocabulary) -> Vocabulary {
    let generic = || Sender::platform().vocabulary.clone();
    let mut vocabulary =
        modules::template(template).map_or_else(generic, |template| template.vocabulary.clone());
    for (noun, term) in &own.0 {
        vocabulary.set(
            noun,
            modules::Term {
                singular: term.singular.clone().into(),
                plural: term.plural.clone().into(),
            },
        );
    }
    vocabulary
}

impl Platform {
    /// Name, colour and words of a tenant, as its settings have them.
    pub(crate) async fn letterhead(&self, scope: &TenantScope) -> Result<Letterhead, Fault> {
        let mut reader = self.database().read(scope).await?;
        let branding = tenant::settings::branding(&mut reader).await?;
        let vocabulary = vocabulary(scope, &mut reader).await?;
        Ok(Letterhead {
            name: branding.display_name,
            accent: Colour::parse(&branding.primary_color).unwrap_or(Sender::platform().accent),
            vocabulary,
        })
    }

    /// Mails somebody the link that opens their account.
    pub(crate) async fn send_invitation(
        &self,
        scope: &TenantScope,
        user: &User,
        inviter: &str,
    ) -> Result<(), Fault> {
        let letterhead = self.letterhead(scope).await?;
        let mut writer = self.database().platform_write().await?;
        let subject = Subject::User {
            tenant: scope.tenant_id(),
            user: user.id,
        };
        let link = self
            .new_link(&mut writer, scope, subject, Purpose::Invitation)
            .await?;
        let text = Text::UserInvitation {
            name: &user.name,
            inviter,
            workspace: &letterhead.name,
            role: &user.role_name,
            link: &link.url,
            valid_hours: INVITATION_HOURS,
        };
        self.post(
            &mut writer,
            &text,
            &letterhead.sender(),
            Some(scope.tenant_id()),
            &user.email,
            Some(&link),
        )
        .await?;
        writer.commit_bookkeeping().await?;
        Ok(())
    }

    /// Mails a link that sets a new password.
    pub(crate) async fn send_reset(
        &self,
        site: &Site,
        subject: &Subject,
        name: &str,
        email: &str,
    ) -> Result<(), Fault> {
        let scope = match site {
            Site::Tenant(tenant) => Some(
                self.database()
                    .door_scope(tenant.clone(), store::Caller::default()),
            ),
            Site::Public | Site::Operator | Site::Api => None,
        };
        let letterhead = match &scope {
            Some(scope) => Some(self.letterhead(scope).await?),
            None => None,
        };
        let mut writer = self.database().platform_write().await?;
        let home = scope.as_ref().map_or_else(
            || self.settings().operator_url(),
            |scope| self.home_of(scope),
        );
        let link = self
            .link_at(&mut writer, &home, *subject, Purpose::Reset)
            .await?;
        let sender = match &letterhead {
            Some(letterhead) => letterhead.sender(),
            None => Sender::platform(),
        };
        let text = Text::PasswordReset {
            name,
            workspace: sender.name,
            link: &link.url,
            valid_hours: RESET_HOURS,
        };
        let tenant = scope.as_ref().map(TenantScope::tenant_id);
        self.post(&mut writer, &text, &sender, tenant, email, Some(&link))
            .await?;
        writer.commit_bookkeeping().await?;
        Ok(())
    }

    /// Tells somebody that their password was changed, in the transaction of whoever does it.
    pub(crate) async fn post_password_change(
        &self,
        writer: &mut PlatformWriter,
        owner: &AccountOwner,
    ) -> Result<(), Fault> {
        let sender = owner.sender();
        let text = Text::PasswordChanged {
            name: &owner.name,
            workspace: sender.name,
            link: &format!("{}/forgot", owner.home),
        };
        self.post(
            writer,
            &text,
            &sender,
            owner.tenant_id(),
            owner.email.as_disclosed(),
            None,
        )
        .await?;
        Ok(())
    }

    /// A link for whoever did not add what was added to their account at this time.
    pub(crate) async fn disown_link(
        &self,
        writer: &mut PlatformWriter,
        owner: &AccountOwner,
        (tenant, subject): (Option<TenantId>, Uuid),
        since: DateTime<Utc>,
    ) -> Result<MailedLink, Fault> {
        let subject = Subject::from_ids(tenant, subject);
        self.link_at(writer, &owner.home, subject, Purpose::Disown { since })
            .await
    }

    /// Tells somebody that an app protects their account, with the link to disown it, or that it was taken away.
    pub(crate) async fn post_factor_change(
        &self,
        writer: &mut PlatformWriter,
        owner: &AccountOwner,
        added: Option<&MailedLink>,
    ) -> Result<(), Fault> {
        let sender = owner.sender();
        let forgot = format!("{}/forgot", owner.home);
        let text = Text::SecondFactorChanged {
            name: &owner.name,
            workspace: sender.name,
            is_on: added.is_some(),
            link: added.map_or(&forgot, |link| &link.url),
            valid_hours: DISOWN_HOURS,
        };
        let (tenant, recipient) = (owner.tenant_id(), owner.email.as_disclosed());
        self.post(writer, &text, &sender, tenant, recipient, added)
            .await?;
        Ok(())
    }

    /// Tells somebody that a passkey was added to their account, with the link to disown it, or that one was taken away.
    pub(crate) async fn post_passkey_change(
        &self,
        writer: &mut PlatformWriter,
        owner: &AccountOwner,
        added: Option<&MailedLink>,
    ) -> Result<(), Fault> {
        let sender = owner.sender();
        let forgot = format!("{}/forgot", owner.home);
        let text = Text::PasskeysChanged {
            name: &owner.name,
            workspace: sender.name,
            is_new: added.is_some(),
            link: added.map_or(&forgot, |link| &link.url),
            valid_hours: DISOWN_HOURS,
        };
        let (tenant, recipient) = (owner.tenant_id(), owner.email.as_disclosed());
        self.post(writer, &text, &sender, tenant, recipient, added)
            .await?;
        Ok(())
    }

    /// Tells somebody that their passkeys are for an address that is gone, in the transaction that takes it away.
    pub(crate) async fn post_passkeys_gone(
        &self,
        writer: &mut PlatformWriter,
        owner: &AccountOwner,
    ) -> Result<(), Fault> {
        let sender = owner.sender();
        let text = Text::PasskeysGone {
            name: &owner.name,
            workspace: sender.name,
            link: &format!("{}/sign-in", owner.home),
        };
        let (tenant, recipient) = (owner.tenant_id(), owner.email.as_disclosed());
        self.post(writer, &text, &sender, tenant, recipient, None)
            .await?;
        Ok(())
    }

    /// A link at the tenant's own address.
    pub(crate) async fn new_link(
        &self,
        writer: &mut PlatformWriter,
        scope: &TenantScope,
        subject: Subject,
        purpose: Purpose,
    ) -> Result<MailedLink, Fault> {
        self.link_at(writer, &self.home_of(scope), subject, purpose)
            .await
    }

    fn home_of(&self, scope: &TenantScope) -> String {
        let tenant = scope.tenant();
        self.settings()
            .tenant_url(&tenant.slug, tenant.custom_domain.as_deref())
    }

    async fn link_at(
        &self,
        writer: &mut PlatformWriter,
        home: &str,
        subject: Subject,
        purpose: Purpose,
    ) -> Result<MailedLink, Fault> {
        let token = self.link_token(writer, subject, purpose).await?;
        let mut chance = tokens::new_secret();
        chance.truncate(12);
        let cover = format!("hidden-{chance}");
        Ok(MailedLink {
            url: format!("{home}/link/{cover}"),
            secret: mails::Covered {
                cover,
                secret: token.into(),
            },
        })
    }

    /// Keeps a link, and answers with its secret.
    pub(crate) async fn link_token(
        &self,
        writer: &mut PlatformWriter,
        subject: Subject,
        purpose: Purpose,
    ) -> Result<String, Fault> {
        let token = tokens::new_secret();
        let (tenant_id, subject_id) = subject.ids();
        let hours = match purpose {
            Purpose::Invitation => INVITATION_HOURS,
            Purpose::Reset => RESET_HOURS,
            Purpose::Disown { .. } => DISOWN_HOURS,
        };
        let link = links::Link {
            purpose,
            tenant_id,
            subject_id,
        };
        let expires_at = self.clock().now() + TimeDelta::hours(i64::from(hours));
        links::insert(writer, &tokens::hash(&token), &link, expires_at).await?;
        Ok(token)
    }

    /// Renders a mail into the outbox, in the caller's transaction.
    pub(crate) async fn post(
        &self,
        writer: &mut PlatformWriter,
        text: &Text<'_>,
        sender: &Sender<'_>,
        tenant: Option<TenantId>,
        recipient: &str,
        link: Option<&MailedLink>,
    ) -> Result<MailId, Fault> {
        let rendered = render(text, sender).map_err(|error| {
            tracing::error!(%error, "a mail could not be rendered");
            Fault::internal()
        })?;
        let mail = mails::NewMail {
            tenant_id: tenant,
            kind: text.kind().into(),
            recipient: recipient.into(),
            subject: rendered.subject,
            text: rendered.text,
            html: rendered.html,
            secret: link.map(|link| link.secret.clone()),
        };
        Ok(mails::insert(writer, &mail).await?)
    }

    /// A mail that is to be sent now; none if it was sent already.
    pub async fn mail_to_send(&self, id: MailId) -> Result<Option<MailToSend>, Fault> {
        let mut reader = self.database().platform_read().await?;
        Ok(mails::to_send(&mut reader, id).await?)
    }

    /// Notes how the sending of a mail went: sent, or why not. A failure is final after the last attempt.
    pub async fn mail_note(
        &self,
        id: MailId,
        outcome: Result<(), &str>,
        is_last_attempt: bool,
    ) -> Result<(), Fault> {
        use contract::mails::MailState::{Failed, Queued, Sent};
        let (state, error) = match outcome {
            Ok(()) => (Sent, None),
            Err(error) if is_last_attempt => (Failed, Some(error)),
            Err(error) => (Queued, Some(error)),
        };
        let mut writer = self.database().platform_write().await?;
        mails::note(&mut writer, id, state, error, self.clock().now()).await?;
        writer.commit_bookkeeping().await?;
        Ok(())
    }
}

#[async_trait]
impl Mails for OperatorDesk {
    async fn mail_list(&self, filter: MailFilter, page: PageRequest) -> Answer<Page<MailRow>> {
        let mut reader = self.read(OperatorAct::MailRead).await?;
        Ok(mails::list(&mut reader, &filter, &page).await?)
    }

    async fn mail_get(&self, id: MailId) -> Answer<Mail> {
        let mut reader = self.read(OperatorAct::MailRead).await?;
        mails::find(&mut reader, id)
            .await?
            .ok_or_else(|| Fault::not_found("mail"))
    }

    async fn mail_retry(&self, id: MailId) -> Answer<()> {
        let mut writer = self.write(OperatorAct::MailRead).await?;
        let mail = mails::find(&mut writer, id)
            .await?
            .ok_or_else(|| Fault::not_found("mail"))?;
        mails::requeue(&mut writer, id)
            .await
            .map_err(|error| match error {
                store::Error::ChangedMeanwhile => {
                    Fault::new(contract::FaultCode::Conflict, "This mail was sent already.")
                }
                other => other.into(),
            })?;
        let entry = AuditEntry::new("mail.retry", "mail", id);
        writer
            .commit(&self.actor(), &self.caller, mail.row.tenant_id, entry)
            .await?;
        Ok(())
    }
}
