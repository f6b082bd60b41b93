//! What the pages of the outbox ask the server for.

use contract::{
    Fault, Page,
    ids::MailId,
    mails::{Mail, MailFilter, MailRow},
};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::paging::page_from;

/// A page of mails, newest first.
#[server(prefix = "/fn/operator", endpoint = "mail_list")]
pub(crate) async fn mail_list(filter: MailFilter, cursor: String) -> Result<Page<MailRow>, Fault> {
    portal_kit::operator()?
        .mail_list(filter, page_from(cursor))
        .await
}

/// One mail.
#[server(prefix = "/fn/operator", endpoint = "mail_get")]
pub(crate) async fn mail_get(id: MailId) -> Result<Mail, Fault> {
    portal_kit::operator()?.mail_get(id).await
}

/// Queues a failed mail again.
#[server(prefix = "/fn/operator", endpoint = "mail_retry")]
pub(crate) async fn mail_retry(id: MailId) -> Result<(), Fault> {
    portal_kit::operator()?.mail_retry(id).await?;
    portal_kit::notice("Mail queued again.");
    portal_kit::redirect(&crate::address::mail(id));
    Ok(())
}
