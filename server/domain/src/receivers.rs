//! The rules of receivers: who has the log sent where. What is sent is in [`deliveries`](crate::deliveries).

use async_trait::async_trait;
use chrono::TimeDelta;
use contract::{
    Answer, Fault, FaultCode,
    acts::Act,
    api_keys::Secret,
    receivers::{Receiver, ReceiverDraft, ReceiverFields, ReceiverTest, Receivers},
};
use serde::Serialize;
use store::{
    AuditEntry,
    platform::{receivers, receivers::ReceiverRow},
    tenant::events,
};
use vault::WebhookSecret;

use crate::TenantDesk;

/// How long a new secret can be copied.
const COPYABLE: TimeDelta = TimeDelta::minutes(15);
/// How long messages are signed with the secret before as well.
const OVERLAP: TimeDelta = TimeDelta::hours(24);

/// What the log tells of a receiver. The rest of the address may be a secret.
#[derive(Serialize)]
struct Told<'a> {
    server: &'a str,
    is_on: bool,
}

impl<'a> Told<'a> {
    fn of(fields: &'a ReceiverFields) -> Self {
        Self {
            server: fields.server(),
            is_on: fields.is_on,
        }
    }
}

#[async_trait]
impl Receivers for TenantDesk {
    async fn receiver_get(&self) -> Answer<Option<Receiver>> {
        drop(self.read(Act::LogStream).await?);
        let mut outside = self.database().platform_read().await?;
        let row = receivers::find(&mut outside, self.scope.tenant_id()).await?;
        Ok(row.map(|row| self.receiver(row)))
    }

    async fn receiver_set(&self, draft: ReceiverDraft) -> Answer<Receiver> {
        self.require_proof()?;
        let fields = draft.check()?;
        let mut inside = self.write(Act::LogStream).await?;
        let mut outside = self.database().platform_write().await?;
        let (tenant, now) = (self.scope.tenant_id(), self.platform.clock().now());
        let place = (&*fields.url, fields.is_on);
        let entry = AuditEntry::new("receiver.set", "receiver", "log");
        let entry = if let Some(row) = receivers::hold(&mut outside, tenant).await? {
            receivers::update(&mut outside, tenant, place, now).await?;
            let before = ReceiverFields {
                url: row.url.disclose(),
                is_on: row.is_on,
            };
            entry
                .with("server", fields.server())
                .with("is_on", fields.is_on)
                .changed(&Told::of(&before), &Told::of(&fields))
                .with("same_address", before.url == fields.url)
        } else {
            let size = events::size(&mut inside).await?;
            let secret = WebhookSecret::generate().text();
            if !receivers::insert(&mut outside, tenant, place, &secret, size, now).await? {
                return Err(Fault::changed_meanwhile("receiver").with_input(&draft));
            }
            entry
                .with("server", fields.server())
                .with("is_on", fields.is_on)
        };
        // An entry of a receiver that never came to be is the safe side.
        inside.commit(entry).await?;
        let row = receivers::find(&mut outside, tenant).await?;
        outside.commit_bookkeeping().await?;
        // The head over that entry may have been signed before there was a receiver to tell of it.
        self.database().put_back_unsigned(tenant);
        row.map(|row| self.receiver(row))
            .ok_or_else(Fault::internal)
    }

    async fn receiver_renew(&self) -> Answer<Receiver> {
        self.require_proof()?;
        let inside = self.write(Act::LogStream).await?;
        let mut outside = self.database().platform_write().await?;
        let (tenant, now) = (self.scope.tenant_id(), self.platform.clock().now());
        let row = receivers::hold(&mut outside, tenant)
            .await?
            .ok_or_else(none)?;
        if row.old_secret.is_some_and(|(_, until)| now < until) {
            return Err(Fault::new(
                FaultCode::Conflict,
                "The secret was renewed within the last day. Wait until the one before has ended.",
            ));
        }
        let secret = WebhookSecret::generate().text();
        let old = (&row.secret, now + OVERLAP);
        receivers::set_secret(&mut outside, tenant, &secret, old, now).await?;
        let row = receivers::find(&mut outside, tenant).await?;
        inside
            .commit(AuditEntry::new("receiver.renew", "receiver", "log"))
            .await?;
        outside.commit_bookkeeping().await?;
        row.map(|row| self.receiver(row))
            .ok_or_else(Fault::internal)
    }

    async fn receiver_test(&self) -> Answer<()> {
        let inside = self.write(Act::LogStream).await?;
        let mut outside = self.database().platform_write().await?;
        let tenant = self.scope.tenant_id();
        receivers::hold(&mut outside, tenant)
            .await?
            .ok_or_else(none)?;
        receivers::want_test(&mut outside, tenant).await?;
        inside
            .commit(AuditEntry::new("receiver.test", "receiver", "log"))
            .await?;
        Ok(outside.commit_bookkeeping().await?)
    }

    async fn receiver_delete(&self) -> Answer<()> {
        self.require_proof()?;
        let inside = self.write(Act::LogStream).await?;
        let mut outside = self.database().platform_write().await?;
        if !receivers::delete(&mut outside, self.scope.tenant_id()).await? {
            return Err(none());
        }
        inside
            .commit(AuditEntry::new("receiver.delete", "receiver", "log"))
            .await?;
        Ok(outside.commit_bookkeeping().await?)
    }
}

impl TenantDesk {
    fn receiver(&self, row: ReceiverRow) -> Receiver {
        let now = self.platform.clock().now();
        let is_new = now < row.secret_made_at + COPYABLE && self.require_proof().is_ok();
        let has_failed = row.error.is_some();
        Receiver {
            url: row.url.disclose(),
            is_on: row.is_on,
            secret: is_new.then(|| Secret(row.secret.disclose())),
            old_secret_until: row
                .old_secret
                .map(|(_, until)| until)
                .filter(|at| now < *at),
            last: row.sent_at.map(|_| row.sent),
            sent_at: row.sent_at,
            waiting: row.signed - row.sent,
            error: row.error,
            next_at: (has_failed && row.is_on).then_some(row.not_before),
            test: (row.test_wanted || row.tested_at.is_some()).then_some(ReceiverTest {
                at: row.tested_at.filter(|_| !row.test_wanted),
                error: row.test_error,
            }),
        }
    }
}

fn none() -> Fault {
    Fault::not_found("receiver")
}
