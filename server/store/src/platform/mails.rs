//! The outbox.

use chrono::{DateTime, Utc};
use contract::{
    Page, PageRequest, Sensitive,
    ids::{MailId, TenantId},
    mails::{Mail, MailFilter, MailRow, MailState},
};
use uuid::Uuid;

use crate::{
    Error, PlatformReader, PlatformWriter, Result,
    cursor::{Cursor, contains},
    transaction::time_ordered_uuid,
};

/// A mail to be sent.
#[derive(Debug, Clone)]
pub struct NewMail {
    /// The tenant it concerns.
    pub tenant_id: Option<TenantId>,
    /// Key of the text.
    pub kind: String,
    /// The recipient.
    pub recipient: String,
    /// The subject line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// HTML.
    pub html: String,
    /// What only the recipient may read.
    pub secret: Option<Covered>,
}

/// A secret, and what stands in its place wherever the mail is kept or shown.
#[derive(Debug, Clone)]
pub struct Covered {
    /// Occurs in the mail nowhere else: nobody who writes a part of it can guess it.
    pub cover: String,
    /// Known to the recipient alone.
    pub secret: Sensitive<String>,
}

/// A mail as the recipient gets it.
pub struct MailToSend {
    /// The mail's id.
    pub id: MailId,
    /// The recipient.
    pub recipient: Sensitive<String>,
    /// The subject line.
    pub subject: String,
    /// Plain text.
    pub text: Sensitive<String>,
    /// HTML.
    pub html: Sensitive<String>,
    secret: Option<Covered>,
}

impl MailToSend {
    /// What somebody said about this mail, without the secret that they may have quoted.
    pub fn without_secret(&self, said: &str) -> String {
        match &self.secret {
            Some(Covered { cover, secret }) => said.replace(secret.as_disclosed(), cover),
            None => said.to_owned(),
        }
    }
}

/// Puts a mail into the outbox and its sending into the queue, both or neither. In the name of a canary none is written.
pub async fn insert(writer: &mut PlatformWriter, mail: &NewMail) -> Result<MailId> {
    let id = MailId::new(time_ordered_uuid());
    let written = sqlx::query!(
        "INSERT INTO platform.mails (id, tenant_id, kind, recipient, subject, body_text, body_html,
                                     secret_cover, secret)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9
         WHERE NOT EXISTS (SELECT FROM platform.tenants WHERE id = $2 AND is_canary)",
        id.uuid(),
        mail.tenant_id.map(Uuid::from),
        mail.kind,
        mail.recipient,
        mail.subject,
        mail.text,
        mail.html,
        mail.secret.as_ref().map(|secret| &secret.cover),
        mail.secret
            .as_ref()
            .map(|secret| secret.secret.as_disclosed()),
    )
    .execute(writer.connection())
    .await?;
    if written.rows_affected() == 1 {
        enqueue(writer, id).await?;
    }
    Ok(id)
}

async fn enqueue(writer: &mut PlatformWriter, id: MailId) -> Result<()> {
    let payload = serde_json::json!({ "mail": id });
    super::enqueue(writer, "send_mail", payload, &format!("mail:{id}"), None).await
}

/// A page of mails, newest first.
pub async fn list(
    reader: &mut PlatformReader,
    filter: &MailFilter,
    page: &PageRequest,
) -> Result<Page<MailRow>> {
    let (at, id) = Cursor::after_time(page.cursor.as_deref())?;
    let rows = sqlx::query!(
        r#"SELECT m.id, m.tenant_id, t.slug AS "slug?", m.kind, m.recipient, m.subject, m.state, m.attempts, m.error,
                  m.created_at, m.sent_at
           FROM platform.mails m LEFT JOIN platform.tenants t ON t.id = m.tenant_id
           WHERE ($1::timestamptz IS NULL OR (m.created_at, m.id) < ($1, $2))
             AND ($3 = '' OR m.state = $3) AND ($4::text IS NULL OR m.recipient ILIKE $4 OR m.subject ILIKE $4)
           ORDER BY m.created_at DESC, m.id DESC LIMIT $5"#,
        at,
        id,
        filter.state.trim(),
        contains(&filter.q),
        page.rows() + 1,
    )
    .fetch_all(reader.connection())
    .await?;
    let rows = rows
        .into_iter()
        .map(|row| {
            Ok(MailRow {
                id: row.id.into(),
                tenant_id: row.tenant_id.map(Into::into),
                tenant_slug: row.slug,
                kind: row.kind,
                recipient: row.recipient,
                subject: row.subject,
                state: row.state.parse()?,
                attempts: row.attempts,
                error: row.error,
                created_at: row.created_at,
                sent_at: row.sent_at,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(Page::from_surplus(rows, page.rows(), |row| {
        Cursor::time(row.created_at, row.id)
    }))
}

/// One mail with its text, its secret covered.
pub async fn find(reader: &mut PlatformReader, id: MailId) -> Result<Option<Mail>> {
    let row = sqlx::query!(
        r#"SELECT m.id, m.tenant_id, t.slug AS "slug?", m.kind, m.recipient, m.subject, m.state, m.attempts, m.error,
                  m.created_at, m.sent_at, m.body_text, m.body_html
           FROM platform.mails m LEFT JOIN platform.tenants t ON t.id = m.tenant_id WHERE m.id = $1"#,
        id.uuid(),
    )
    .fetch_optional(reader.connection())
    .await?;
    row.map(|row| {
        Ok(Mail {
            row: MailRow {
                id: row.id.into(),
                tenant_id: row.tenant_id.map(Into::into),
                tenant_slug: row.slug,
                kind: row.kind,
                recipient: row.recipient,
                subject: row.subject,
                state: row.state.parse()?,
                attempts: row.attempts,
                error: row.error,
                created_at: row.created_at,
                sent_at: row.sent_at,
            },
            text: row.body_text,
            html: row.body_html,
        })
    })
    .transpose()
}

/// A mail that is still to be sent, with its secret in the place of the cover; none if the secret expired.
pub async fn to_send(reader: &mut PlatformReader, id: MailId) -> Result<Option<MailToSend>> {
    let mail = sqlx::query!(
        r#"SELECT recipient, subject, secret_cover, secret,
                  CASE WHEN secret IS NULL THEN body_text ELSE replace(body_text, secret_cover, secret) END AS "text!",
                  CASE WHEN secret IS NULL THEN body_html ELSE replace(body_html, secret_cover, secret) END AS "html!"
           FROM platform.mails WHERE id = $1 AND state <> 'sent' AND (secret IS NOT NULL OR secret_cover IS NULL)"#,
        id.uuid(),
    )
    .fetch_optional(reader.connection())
    .await?;
    Ok(mail.map(|mail| MailToSend {
        id,
        recipient: mail.recipient.into(),
        subject: mail.subject,
        text: mail.text.into(),
        html: mail.html.into(),
        secret: (mail.secret_cover.zip(mail.secret)).map(|(cover, secret)| Covered {
            cover,
            secret: secret.into(),
        }),
    }))
}

/// Notes how a sending went. A mail that was sent stays sent, and its secret is forgotten.
pub async fn note(
    writer: &mut PlatformWriter,
    id: MailId,
    state: MailState,
    error: Option<&str>,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE platform.mails SET state = $2, error = $3, attempts = attempts + 1,
                sent_at = CASE WHEN $2 = 'sent' THEN $4 ELSE sent_at END,
                secret = CASE WHEN $2 = 'sent' THEN NULL ELSE secret END
         WHERE id = $1 AND state <> 'sent'",
        id.uuid(),
        state.as_str(),
        error,
        now,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

/// Forgets the secrets of mails that were not sent while their links worked.
pub async fn forget_secrets(writer: &mut PlatformWriter, before: DateTime<Utc>) -> Result<u64> {
    let forgotten = sqlx::query!(
        "UPDATE platform.mails SET secret = NULL WHERE secret IS NOT NULL AND created_at < $1",
        before
    )
    .execute(writer.connection())
    .await?;
    Ok(forgotten.rows_affected())
}

/// Puts a mail that was not sent back into the queue, where it may still be.
pub async fn requeue(writer: &mut PlatformWriter, id: MailId) -> Result<()> {
    let changed = sqlx::query!(
        "UPDATE platform.mails SET state = 'queued', error = NULL WHERE id = $1 AND state <> 'sent'",
        id.uuid()
    )
    .execute(writer.connection())
    .await?;
    if changed.rows_affected() == 0 {
        return Err(Error::ChangedMeanwhile);
    }
    enqueue(writer, id).await
}
