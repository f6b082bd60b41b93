//! Keys for programs: made by people for some of what they may do themselves, and never more than that.

use std::collections::{BTreeMap, btree_map::Entry};

use async_trait::async_trait;
use chrono::TimeDelta;
use contract::{
    Answer, Fault, FaultCode,
    acts::Act,
    api_keys::{ApiKey, ApiKeyDraft, ApiKeyFields, ApiKeys, PREFIX},
    ids::{ApiKeyId, UserId},
};
use store::{
    Actor, AuditEntry, Caller, PlatformWriter, TenantReader, Who,
    platform::{
        api_keys,
        api_keys::{ApiKeyRow, NewApiKey},
    },
    tenant::users,
};

use crate::{Platform, Signed, Site, TenantDesk, identity::user_of, tokens};

/// Keys of one workspace at most.
const MOST: usize = 100;
/// Characters of a key that people see, its prefix included.
const HINT: usize = 8;
/// How long a key goes on after another was made in its place.
const OVERLAP: TimeDelta = TimeDelta::hours(24);
/// How long a new key can be copied.
const COPYABLE: TimeDelta = TimeDelta::minutes(15);
/// How long a key that ended is still shown.
const SHOWN: TimeDelta = TimeDelta::days(30);

#[async_trait]
impl ApiKeys for TenantDesk {
    async fn api_key_list(&self) -> Answer<Vec<ApiKey>> {
        let mut reader = self.read(Act::ApiKeyManage).await?;
        let mut outside = self.database().platform_read().await?;
        let rows = api_keys::list(&mut outside, self.scope.tenant_id()).await?;
        drop(outside);
        self.shown(&mut reader, rows).await
    }

    async fn api_key_create(&self, draft: ApiKeyDraft) -> Answer<ApiKey> {
        self.require_proof()?;
        let fields = draft.check()?;
        let mut inside = self.write(Act::ApiKeyManage).await?;
        if let Some(act) = beyond(inside.actor(), &fields.acts) {
            let sentence = format!("You may not do this yourself: {act}.");
            return Err(Fault::field("acts", sentence).with_input(&draft));
        }
        let mut outside = self.database().platform_write().await?;
        let id = self.insert(&mut outside, &fields).await?;
        let rows = api_keys::list(&mut outside, self.scope.tenant_id()).await?;
        if rows.len() > MOST {
            return Err(too_many());
        }
        let made = rows.into_iter().filter(|row| row.id == id).collect();
        let made = self.shown(&mut inside, made).await?;
        let words: Vec<_> = fields.acts.iter().map(|act| act.as_str()).collect();
        let entry = AuditEntry::new("api_key.create", "api_key", id)
            .with("name", fields.name)
            .with("acts", words);
        // An entry of a key that never came to be is the safe side.
        inside.commit(entry).await?;
        outside.commit_bookkeeping().await?;
        made.into_iter().next().ok_or_else(Fault::internal)
    }

    async fn api_key_rotate(&self, id: ApiKeyId) -> Answer<ApiKey> {
        self.require_proof()?;
        let mut inside = self.write(Act::ApiKeyManage).await?;
        let tenant = self.scope.tenant_id();
        let mut outside = self.database().platform_write().await?;
        let rows = api_keys::list(&mut outside, tenant).await?;
        let old = rows.into_iter().find(|row| row.id == id);
        let old = old.ok_or_else(|| Fault::not_found("key"))?;
        if old.owner.uuid() != user_of(&self.scope) {
            return Err(Fault::new(
                FaultCode::Conflict,
                "This key acts in somebody else's name. Only they can renew it; you can delete it.",
            ));
        }
        let now = self.platform.clock().now();
        if old.renewed_at.is_some() || old.expires_at <= now {
            return Err(Fault::new(
                FaultCode::Conflict,
                "This key was renewed already, or has ended. Make a new one.",
            ));
        }
        let fields = ApiKeyFields {
            name: old.name,
            days: old.days.into(),
            acts: old.acts,
        };
        let new = self.insert(&mut outside, &fields).await?;
        api_keys::set_renewed(&mut outside, tenant, id, now, now + OVERLAP).await?;
        let rows = api_keys::list(&mut outside, tenant).await?;
        if rows.len() > MOST {
            return Err(too_many());
        }
        let made = rows.into_iter().filter(|row| row.id == new).collect();
        let made = self.shown(&mut inside, made).await?;
        let entry = AuditEntry::new("api_key.rotate", "api_key", id).with("new", new.to_string());
        inside.commit(entry).await?;
        outside.commit_bookkeeping().await?;
        made.into_iter().next().ok_or_else(Fault::internal)
    }

    async fn api_key_delete(&self, id: ApiKeyId) -> Answer<()> {
        let inside = self.write(Act::ApiKeyManage).await?;
        let mut outside = self.database().platform_write().await?;
        if !api_keys::delete(&mut outside, self.scope.tenant_id(), id).await? {
            return Err(Fault::not_found("key"));
        }
        // Ended first: a crash between the two leaves a dead key, never a live one.
        outside.commit_bookkeeping().await?;
        let entry = AuditEntry::new("api_key.delete", "api_key", id);
        Ok(inside.commit(entry).await?)
    }
}

impl TenantDesk {
    async fn insert(
        &self,
        outside: &mut PlatformWriter,
        fields: &ApiKeyFields,
    ) -> Result<ApiKeyId, Fault> {
        let Who::User { id, access_version } = self.scope.who() else {
            return Err(Fault::forbidden());
        };
        let secret = format!("{PREFIX}{}", tokens::new_secret());
        let now = self.platform.clock().now();
        let key = NewApiKey {
            owner: *id,
            access_version: *access_version,
            name: &fields.name,
            acts: &fields.acts,
            token_hash: &tokens::hash(&secret),
            hint: &secret[..HINT],
            secret: &secret,
            now,
            days: i32::try_from(fields.days).unwrap_or(1),
            expires_at: now + TimeDelta::days(fields.days),
        };
        Ok(api_keys::insert(outside, self.scope.tenant_id(), &key).await?)
    }

    async fn shown(
        &self,
        reader: &mut TenantReader,
        rows: Vec<ApiKeyRow>,
    ) -> Result<Vec<ApiKey>, Fault> {
        let mut names: BTreeMap<UserId, String> = BTreeMap::new();
        for owner in rows.iter().map(|row| row.owner) {
            if let Entry::Vacant(place) = names.entry(owner) {
                let user = users::account(reader, owner).await?;
                place.insert(user.map(|user| user.name).unwrap_or_default());
            }
        }
        let since = self.platform.clock().now() - COPYABLE;
        let shown = rows.into_iter().map(|row| {
            let is_own = row.owner.uuid() == user_of(&self.scope);
            ApiKey {
                id: row.id,
                owner: names.get(&row.owner).cloned().unwrap_or_default(),
                name: row.name,
                hint: row.hint,
                acts: row.acts,
                is_own,
                expires_at: row.expires_at,
                last_used_at: row.last_used_at,
                copy: row
                    .copy
                    .filter(|_| is_own && row.created_at > since && self.require_proof().is_ok()),
                created_at: row.created_at,
            }
        });
        Ok(shown.collect())
    }
}

impl Platform {
    /// Who comes with a key, and where it is good: at its own tenant, and on the API host.
    pub(crate) async fn api_key(
        &self,
        site: &Site,
        x_tenant_id: Option<&str>,
        key: &str,
        caller: Caller,
    ) -> Result<Signed, Fault> {
        let now = self.clock().now();
        let scope = self
            .database()
            .api_key_scope(&tokens::hash(key), now, caller.clone())
            .await?;
        let Some(scope) = scope else {
            let entry = AuditEntry::new("api_key.refused", "api_key", "unknown");
            self.record(site, &caller, entry).await?;
            return Err(Fault::unauthenticated());
        };
        let subject = crate::Subject::from_ids(Some(scope.tenant_id()), user_of(&scope));
        self.check_api_site(site, x_tenant_id, &subject, &caller)
            .await?;
        Ok(Signed::Tenant(TenantDesk {
            platform: self.clone(),
            scope,
        }))
    }

    /// Forgets copies that nobody makes any more, and keys that ended long ago.
    pub(crate) async fn sweep_api_keys(&self, writer: &mut PlatformWriter) -> Result<u64, Fault> {
        let now = self.clock().now();
        Ok(api_keys::sweep(writer, now - COPYABLE, now - SHOWN).await?)
    }
}

/// The first of these acts that the actor may not do.
fn beyond(actor: &Actor, acts: &[Act]) -> Option<Act> {
    let allowed: &[Act] = match actor {
        Actor::User { acts, .. } => acts,
        Actor::Visitor { .. } | Actor::Operator { .. } | Actor::System(_) | Actor::Anonymous => &[],
    };
    acts.iter().find(|act| !allowed.contains(act)).copied()
}

fn too_many() -> Fault {
    Fault::new(
        FaultCode::QuotaExceeded,
        format!("A workspace has {MOST} keys at most. Delete some that are not used any more."),
    )
}
