//! Who asks, and where: from a host to a site, from a session or token to a desk.

use std::{fmt, sync::Arc};

use contract::{
    Fault, FaultCode,
    acts::OperatorRole,
    api_keys::PREFIX,
    ids::{OperatorId, TenantId, UserId, VisitId},
};
use store::{
    Actor, AuditEntry, Caller, TenantRecord, platform::operators::Operator,
    platform::sessions::Resumed,
};
use uuid::Uuid;

use crate::{Entered, OperatorDesk, Platform, TenantDesk};

/// What answers at a host.
#[derive(Debug, Clone)]
pub enum Site {
    /// The base host: plans, sign-up, find my workspace.
    Public,
    /// The operators' portal.
    Operator,
    /// The API host, where a header names the tenant.
    Api,
    /// A tenant.
    Tenant(Arc<TenantRecord>),
}

impl Site {
    /// The tenant that answers, if one does.
    pub(crate) fn tenant(&self) -> Option<TenantId> {
        match self {
            Self::Tenant(tenant) => Some(tenant.id),
            Self::Public | Self::Operator | Self::Api => None,
        }
    }
}

/// The name that a request came to, which [`Platform::resolve`] found a site for; bare, in lower case and without port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host(String);

impl Host {
    /// The name in a `Host` header.
    pub fn of(host: &str) -> Self {
        Self(bare_host(host))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Somebody who was recognised, with what they hold.
#[derive(Clone)]
pub enum Signed {
    /// An operator.
    Operator(OperatorDesk),
    /// A user of a tenant.
    Tenant(TenantDesk),
}

/// Whose account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// An operator's.
    Operator(OperatorId),
    /// A user's, of one tenant.
    User {
        /// The tenant.
        tenant: TenantId,
        /// The user.
        user: UserId,
    },
    /// An operator inside of a tenant, for a while.
    Visitor {
        /// The tenant.
        tenant: TenantId,
        /// The operator.
        operator: OperatorId,
        /// The visit that allows it.
        visit: VisitId,
    },
}

impl Subject {
    /// The tenant, if it is a user's, and the bare id.
    pub fn ids(self) -> (Option<TenantId>, Uuid) {
        match self {
            Self::Operator(id) => (None, id.uuid()),
            Self::User { tenant, user } => (Some(tenant), user.uuid()),
            Self::Visitor {
                tenant, operator, ..
            } => (Some(tenant), operator.uuid()),
        }
    }

    pub(crate) fn from_ids(tenant: Option<TenantId>, subject: Uuid) -> Self {
        match tenant {
            Some(tenant) => Self::User {
                tenant,
                user: UserId::new(subject),
            },
            None => Self::Operator(OperatorId::new(subject)),
        }
    }
}

impl Platform {
    /// What answers at a host (RES-1). The host is the request's own, with or without port, in any case.
    pub async fn resolve(&self, host: &str) -> Result<Site, Fault> {
        let host = bare_host(host);
        let base = self.settings().base_host();
        if host == base {
            return Ok(Site::Public);
        }
        let label = host
            .strip_suffix(base)
            .and_then(|rest| rest.strip_suffix('.'));
        match label {
            Some("admin") => return Ok(Site::Operator),
            Some("api") => return Ok(Site::Api),
            _ => {}
        }
        let name = label.unwrap_or(&host);
        self.reachable(name).await.map(Site::Tenant)
    }

    /// The tenant of this slug or custom domain, if its address answers.
    async fn reachable(&self, name: &str) -> Result<Arc<TenantRecord>, Fault> {
        let tenant = self.database().tenant_by_host_name(name).await?;
        tenant
            .filter(|tenant| tenant.status.is_reachable())
            .ok_or_else(Fault::tenant_unknown)
    }

    /// The tenant that an `X-Tenant-ID` names, by id or slug.
    async fn referenced(&self, reference: &str) -> Result<Arc<TenantRecord>, Fault> {
        match reference.parse::<TenantId>() {
            Ok(id) => {
                let tenant = self.database().tenant_by_id(id).await?;
                tenant
                    .filter(|tenant| tenant.status.is_reachable())
                    .ok_or_else(Fault::tenant_unknown)
            }
            Err(_) => self.reachable(reference).await,
        }
    }

    /// The site that an API call means: the host's, or on the API host the one that the header names. Host and
    /// header that name different tenants are refused.
    pub async fn api_site(&self, site: &Site, x_tenant_id: Option<&str>) -> Result<Site, Fault> {
        let Some(reference) = x_tenant_id else {
            return Ok(site.clone());
        };
        match site {
            Site::Api => self.referenced(reference).await.map(Site::Tenant),
            Site::Tenant(tenant) => {
                let same = tenant.slug == reference
                    || tenant.id.to_string() == reference.to_ascii_lowercase();
                if same {
                    Ok(site.clone())
                } else {
                    Err(Fault::cross_tenant())
                }
            }
            Site::Public | Site::Operator => Err(Fault::cross_tenant()),
        }
    }

    /// Who a browser session belongs to. A session of another realm or tenant is refused and recorded in both logs.
    pub async fn resume(
        &self,
        site: &Site,
        session_id: &str,
        caller: Caller,
    ) -> Result<Option<Signed>, Fault> {
        let resumed = self.database().resume(session_id, caller.clone()).await?;
        match resumed {
            None => Ok(None),
            Some(Resumed::Operator(whose)) => {
                let (operator, caller) = *whose;
                let subject = Subject::Operator(operator.id);
                self.check_site(site, &subject, &caller).await?;
                let desk = self.operator_desk(operator, caller)?;
                Ok(Some(Signed::Operator(self.held_to_rule(desk).await?)))
            }
            Some(Resumed::Tenant(scope)) => {
                let subject = subject_of(&scope);
                self.check_site(site, &subject, &caller).await?;
                // A visitor has no account here to set a factor up in: who owes one is nobody.
                if let Subject::Visitor { operator, .. } = subject
                    && self.operator_owes_factor(operator).await?
                {
                    return Ok(None);
                }
                Ok(Some(Signed::Tenant(TenantDesk {
                    platform: self.clone(),
                    scope: *scope,
                })))
            }
        }
    }

    /// Who a bearer token belongs to.
    pub async fn bearer(
        &self,
        site: &Site,
        x_tenant_id: Option<&str>,
        token: &str,
        caller: Caller,
    ) -> Result<Signed, Fault> {
        if token.starts_with(PREFIX) {
            return self.api_key(site, x_tenant_id, token, caller).await;
        }
        let mut caller = caller;
        let bearer = match self.verify_access_token(token) {
            Ok(bearer) => bearer,
            Err(fault) => {
                self.record(
                    site,
                    &caller,
                    AuditEntry::new("token.refused", "token", "access"),
                )
                .await?;
                return Err(fault);
            }
        };
        self.check_api_site(site, x_tenant_id, &bearer.subject, &caller)
            .await?;
        caller.proved_at = bearer.proved_at;
        match bearer.subject {
            Subject::Operator(id) => {
                let mut reader = self.database().platform_read().await?;
                let operator = store::platform::operators::find(&mut reader, id)
                    .await?
                    .filter(|operator| operator.access_version == bearer.access_version)
                    .ok_or_else(Fault::unauthenticated)?;
                let desk = self.operator_desk(operator, caller)?;
                Ok(Signed::Operator(self.held_to_rule(desk).await?))
            }
            Subject::User { tenant, user } => {
                let scope = self
                    .database()
                    .token_scope(tenant, user, bearer.access_version, caller)
                    .await?
                    .ok_or_else(Fault::tenant_unknown)?;
                Ok(Signed::Tenant(TenantDesk {
                    platform: self.clone(),
                    scope,
                }))
            }
            // Visitors come with a browser, and get no token.
            Subject::Visitor { .. } => Err(Fault::unauthenticated()),
        }
    }

    /// The same for the site that host and header of a call name together.
    pub(crate) async fn check_api_site(
        &self,
        site: &Site,
        x_tenant_id: Option<&str>,
        subject: &Subject,
        caller: &Caller,
    ) -> Result<(), Fault> {
        match self.api_site(site, x_tenant_id).await {
            Err(fault) if fault.code == FaultCode::CrossTenant => {
                self.record_foreign(site, subject, caller).await?;
                Err(fault)
            }
            other => self.check_site(&other?, subject, caller).await,
        }
    }

    pub(crate) fn operator_desk(
        &self,
        operator: Operator,
        caller: Caller,
    ) -> Result<OperatorDesk, Fault> {
        let role: OperatorRole = operator.role.parse().map_err(|error| {
            tracing::error!(%error, "an operator with an unknown role");
            Fault::internal()
        })?;
        Ok(OperatorDesk {
            platform: self.clone(),
            id: operator.id,
            name: operator.name,
            email: operator.email,
            role,
            access_version: operator.access_version,
            owes_factor: false,
            caller,
        })
    }

    /// ISO-5: an identity acts at its own place and nowhere else. On the API host operators may act, and users
    /// whose tenant the header named.
    pub(crate) async fn check_site(
        &self,
        site: &Site,
        subject: &Subject,
        caller: &Caller,
    ) -> Result<(), Fault> {
        let good = match (site, subject) {
            // On the API host without a header, a user's own tenant is meant.
            (Site::Api, _) | (Site::Operator, Subject::Operator(_)) => true,
            (
                Site::Tenant(here),
                Subject::User { tenant, .. } | Subject::Visitor { tenant, .. },
            ) => here.id == *tenant,
            _ => false,
        };
        if good {
            return Ok(());
        }
        self.record_foreign(site, subject, caller).await?;
        Err(Fault::cross_tenant())
    }

    /// Writes a refused foreign identity into the log of the place it came to and the one it belongs to.
    async fn record_foreign(
        &self,
        site: &Site,
        subject: &Subject,
        caller: &Caller,
    ) -> Result<(), Fault> {
        let (home, id) = subject.ids();
        let entry =
            |side: &str| AuditEntry::new("access.cross_tenant", "account", id).with("side", side);
        self.record(site, caller, entry("target")).await?;
        if let Some(home) = home
            && let Some(tenant) = self.database().tenant_by_id(home).await?
        {
            self.record(&Site::Tenant(tenant), caller, entry("home"))
                .await?;
        }
        Ok(())
    }

    /// Puts on record that somebody asked for what only people of the other realm may do (I-35): in the platform's
    /// log, and in the log of the tenant whose user it was.
    pub async fn record_trespass(&self, signed: &Signed, caller: &Caller) -> Result<(), Fault> {
        let (site, subject) = match signed {
            Signed::Operator(desk) => (Site::Operator, desk.id.uuid()),
            Signed::Tenant(desk) => {
                let tenant = self.database().tenant_by_id(desk.scope.tenant_id()).await?;
                let home = tenant.ok_or_else(Fault::tenant_unknown)?;
                (Site::Tenant(home), user_of(&desk.scope))
            }
        };
        let entry = AuditEntry::new("access.cross_realm", "account", subject);
        self.record(&site, caller, entry).await
    }

    /// Writes an entry of somebody unrecognised into the log of a place. What the platform itself is concerned
    /// with goes into the platform's log as well as the tenant's.
    pub(crate) async fn record(
        &self,
        site: &Site,
        caller: &Caller,
        entry: AuditEntry,
    ) -> Result<(), Fault> {
        let tenant = match site {
            Site::Tenant(tenant) => Some(Arc::clone(tenant)),
            Site::Public | Site::Operator | Site::Api => None,
        };
        // What the isolation prober tries, hour by hour, is no news: it stands in the canary's own log.
        if !tenant.as_ref().is_some_and(|tenant| tenant.is_canary) {
            let writer = self.database().platform_write().await?;
            let tenant_id = tenant.as_ref().map(|tenant| tenant.id);
            writer
                .commit(&Actor::Anonymous, caller, tenant_id, entry.clone())
                .await?;
        }
        if let Some(tenant) = tenant.filter(|tenant| tenant.status.is_reachable()) {
            let scope = self.database().door_scope(tenant, caller.clone());
            self.database().write(&scope).await?.commit(entry).await?;
        }
        Ok(())
    }

    /// Whether the account still is what a refresh token saw.
    pub(crate) async fn check_account(
        &self,
        entered: &Entered,
        caller: &Caller,
    ) -> Result<(), Fault> {
        match entered.subject {
            Subject::Operator(id) => {
                let mut reader = self.database().platform_read().await?;
                let operator = store::platform::operators::find(&mut reader, id).await?;
                operator
                    .filter(|operator| operator.access_version == entered.access_version)
                    .map(|_| ())
                    .ok_or_else(Fault::unauthenticated)
            }
            Subject::User { tenant, user } => {
                let scope = self
                    .database()
                    .token_scope(tenant, user, entered.access_version, caller.clone())
                    .await?
                    .filter(|scope| scope.tenant().status.is_reachable())
                    .ok_or_else(Fault::unauthenticated)?;
                // Opening is the check.
                self.database().read(&scope).await?;
                Ok(())
            }
            Subject::Visitor { .. } => Err(Fault::unauthenticated()),
        }
    }
}

/// Whose account a scope acts for.
pub(crate) fn subject_of(scope: &store::TenantScope) -> Subject {
    let tenant = scope.tenant_id();
    match scope.who() {
        store::Who::Visitor(visitor) => Subject::Visitor {
            tenant,
            operator: visitor.operator,
            visit: visitor.visit,
        },
        _ => Subject::from_ids(Some(tenant), user_of(scope)),
    }
}

pub(crate) fn user_of(scope: &store::TenantScope) -> Uuid {
    match scope.who() {
        store::Who::User { id, .. } => id.uuid(),
        store::Who::Visitor(visitor) => visitor.operator.uuid(),
        store::Who::Operator { id, .. } => id.uuid(),
        store::Who::Job(_) | store::Who::Door => Uuid::nil(),
    }
}

/// Lower case, without port and without the dot that ends an absolute name.
fn bare_host(host: &str) -> String {
    let without_port = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    without_port.trim_end_matches('.').to_ascii_lowercase()
}
