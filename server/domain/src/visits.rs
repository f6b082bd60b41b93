//! The rules of visits: an operator comes in for a reason and for a while, the tenant may want to be asked, and both
//! logs say so.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use contract::{
    Answer, Fault, FaultCode, Page, PageRequest,
    acts::{Act, OperatorAct},
    ids::{OperatorId, TenantId, VisitId},
    visits::{Visit, VisitDraft, VisitNotice, VisitState, Visiting, Visitors},
};
use modules::mails::{Mail, Sender};
use serde::{Deserialize, Serialize};
use store::{
    Actor, AuditEntry, Caller, PlatformWriter, TenantScope, Who,
    platform::{operators, visits},
    tenant::{settings, users},
};

use crate::{Entered, OperatorDesk, Platform, Site, Subject, TenantDesk};

/// How long a way in can be used.
const WAY_IN: TimeDelta = TimeDelta::minutes(5);
/// What the token of a way in is for, so that no other token passes for one.
const AUDIENCE: &str = "tenantry-visit";

/// What a way in says. It is in an address, so it opens one visit, for one operator, once.
#[derive(Debug, Serialize, Deserialize)]
struct WayIn {
    iss: String,
    aud: String,
    sub: OperatorId,
    tenant: TenantId,
    visit: VisitId,
    /// The operator's access version: a changed password ends what was told before.
    ver: i32,
    /// When it was told.
    told: DateTime<Utc>,
}

#[async_trait]
impl Visiting for OperatorDesk {
    async fn tenant_visits(&self, tenant: TenantId, page: PageRequest) -> Answer<Page<Visit>> {
        let mut reader = self.read(OperatorAct::TenantRead).await?;
        Ok(visits::list(&mut reader, tenant, &page, self.clock().now()).await?)
    }

    async fn visit_ask(&self, tenant: TenantId, draft: VisitDraft) -> Answer<Visit> {
        self.require_proof()?;
        let fields = draft.check()?;
        self.allow(OperatorAct::TenantVisit)?;
        let scope = self.inside(tenant).await?;
        let workspace = self.workspace(&scope).await?;
        let mut writer = self.write(OperatorAct::TenantVisit).await?;
        let now = self.clock().now();
        let whose = (tenant, self.id);
        if visits::is_going_on(&mut writer, whose, now).await? {
            return Err(Fault::new(
                FaultCode::Conflict,
                "You are visiting this tenant already, or have asked to. End that visit first.",
            )
            .with_input(&draft));
        }
        let starts_at = (!visits::needs_consent(&mut writer, tenant).await?).then_some(now);
        let id = visits::insert(&mut writer, whose, &fields, now, starts_at).await?;
        let visit = found(visits::find(&mut writer, tenant, id, now).await?)?;
        self.tell_owners(&mut writer, &workspace, &visit).await?;
        let entry = || told_in(AuditEntry::new("visit.ask", "visit", id), &visit);
        writer
            .commit(&self.actor(), &self.caller, Some(tenant), entry())
            .await?;
        // Nobody is inside yet: coming in is an entry of its own, with the same words.
        self.database().put_on_record(&scope, entry()).await?;
        self.platform.announce(tenant).await;
        Ok(visit)
    }

    async fn visit_way_in(&self, tenant: TenantId, visit: VisitId) -> Answer<String> {
        let mut reader = self.read(OperatorAct::TenantVisit).await?;
        let now = self.clock().now();
        let found = found(visits::find(&mut reader, tenant, visit, now).await?)?;
        drop(reader);
        if found.operator != self.id {
            return Err(Fault::forbidden());
        }
        if found.state != VisitState::Open {
            return Err(closed());
        }
        let token = self.platform.sign(&WayIn {
            iss: self.platform.settings().operator_url(),
            aud: AUDIENCE.into(),
            sub: self.id,
            tenant,
            visit,
            ver: self.access_version,
            told: now,
        })?;
        let scope = self.inside(tenant).await?;
        let home = scope.tenant();
        let settings = self.platform.settings();
        let url = settings.tenant_url(&home.slug, home.custom_domain.as_deref());
        Ok(format!("{url}/visit/{token}"))
    }

    async fn visit_end(&self, tenant: TenantId, visit: VisitId) -> Answer<()> {
        self.allow(OperatorAct::TenantVisit)?;
        let scope = self.look_into(tenant).await?;
        let mut writer = self.write(OperatorAct::TenantVisit).await?;
        let now = self.clock().now();
        let found = found(visits::find(&mut writer, tenant, visit, now).await?)?;
        if !found.is_going_on() {
            return Err(over());
        }
        visits::end(&mut writer, visit, now).await?;
        let entry = || AuditEntry::new("visit.end", "visit", visit);
        writer
            .commit(&self.actor(), &self.caller, Some(tenant), entry())
            .await?;
        self.platform.announce(tenant).await;
        match scope {
            // The log of a tenant that nobody gets into is closed, too; the platform's has the entry.
            Some(scope) if scope.tenant().status.is_reachable() => {
                Ok(self.database().put_on_record(&scope, entry()).await?)
            }
            Some(_) | None => Ok(()),
        }
    }
}

/// Who is told of a visit, and of which workspace.
struct Workspace {
    id: TenantId,
    name: String,
    home: String,
    owners: Vec<users::Account>,
}

impl OperatorDesk {
    /// Reads whom to tell, before anything that all need is held.
    async fn workspace(&self, scope: &TenantScope) -> Result<Workspace, Fault> {
        let mut reader = self.database().read(scope).await?;
        let branding = settings::branding(&mut reader).await?;
        let tenant = scope.tenant();
        let urls = self.platform.settings();
        Ok(Workspace {
            id: tenant.id,
            name: branding.display_name,
            home: urls.tenant_url(&tenant.slug, tenant.custom_domain.as_deref()),
            owners: users::active_owners(&mut reader).await?,
        })
    }

    /// Mails every owner that an operator asks to come in, or may come in at once, in the transaction of the visit.
    async fn tell_owners(
        &self,
        writer: &mut PlatformWriter,
        workspace: &Workspace,
        visit: &Visit,
    ) -> Result<(), Fault> {
        let sender = Sender::platform();
        let link = format!("{}/settings/visits", workspace.home);
        for owner in &workspace.owners {
            let mail = Mail::VisitAsked {
                name: &owner.name,
                workspace: &workspace.name,
                operator: &self.name,
                reason: &visit.reason,
                minutes: visit.minutes.unsigned_abs(),
                may_write: visit.may_write,
                waits: visit.state == VisitState::Asked,
                link: &link,
            };
            let (tenant, recipient) = (Some(workspace.id), owner.email.as_disclosed());
            self.platform
                .post(writer, &mail, &sender, tenant, recipient, None)
                .await?;
        }
        Ok(())
    }

    /// The tenant, if anybody gets into it.
    async fn inside(&self, tenant: TenantId) -> Result<TenantScope, Fault> {
        let scope = self.look_into(tenant).await?;
        scope
            .filter(|scope| scope.tenant().status.is_reachable())
            .ok_or_else(|| {
                Fault::new(
                    FaultCode::Conflict,
                    "Nobody gets into this tenant now, visitors neither.",
                )
            })
    }
}

#[async_trait]
impl Visitors for TenantDesk {
    async fn visitor_list(&self, page: PageRequest) -> Answer<Page<Visit>> {
        drop(self.read(Act::VisitManage).await?);
        let mut outside = self.database().platform_read().await?;
        let now = self.platform.clock().now();
        Ok(visits::list(&mut outside, self.scope.tenant_id(), &page, now).await?)
    }

    async fn visitor_answer(&self, visit: VisitId, allow: bool) -> Answer<()> {
        if allow {
            self.require_proof()?;
        }
        let inside = self.read(Act::VisitManage).await?;
        let Actor::User { id: by, .. } = *inside.actor() else {
            return Err(Fault::forbidden());
        };
        drop(inside);
        self.waiting(visit).await?;
        // An entry of an answer that came too late is the safe side. Suspended or not: who comes in is the tenant's say.
        let action = if allow { "visit.allow" } else { "visit.refuse" };
        let entry = AuditEntry::new(action, "visit", visit);
        self.database().put_on_record(&self.scope, entry).await?;
        let mut outside = self.database().platform_write().await?;
        let now = self.platform.clock().now();
        let tenant = self.scope.tenant_id();
        let found = found(visits::find(&mut outside, tenant, visit, now).await?)?;
        if found.state != VisitState::Asked {
            return Err(too_late());
        }
        visits::answer(&mut outside, &found, by, allow, now).await?;
        outside.commit_bookkeeping().await?;
        self.announce().await;
        Ok(())
    }

    async fn visitor_end(&self, visit: VisitId) -> Answer<()> {
        let is_own = matches!(self.scope.who(), Who::Visitor(visitor) if visitor.visit == visit);
        if !is_own {
            drop(self.read(Act::VisitManage).await?);
        }
        let mut outside = self.database().platform_write().await?;
        let now = self.platform.clock().now();
        let tenant = self.scope.tenant_id();
        let found = found(visits::find(&mut outside, tenant, visit, now).await?)?;
        if !found.is_going_on() {
            return Err(over());
        }
        visits::end(&mut outside, visit, now).await?;
        // Ended first: what comes between the two leaves a visit that is over without an entry, never one that goes on.
        outside.commit_bookkeeping().await?;
        self.announce().await;
        let entry = AuditEntry::new("visit.end", "visit", visit);
        Ok(self.database().put_on_record(&self.scope, entry).await?)
    }

    async fn visitor_rule(&self) -> Answer<bool> {
        drop(self.read(Act::VisitManage).await?);
        let mut outside = self.database().platform_read().await?;
        Ok(visits::needs_consent(&mut outside, self.scope.tenant_id()).await?)
    }

    async fn visitor_set_rule(&self, ask_first: bool) -> Answer<()> {
        self.require_proof()?;
        drop(self.read(Act::VisitManage).await?);
        let tenant = self.scope.tenant_id();
        let entry = AuditEntry::new("visit.rule", "tenant", tenant).with("ask_first", ask_first);
        self.database().put_on_record(&self.scope, entry).await?;
        let mut outside = self.database().platform_write().await?;
        visits::set_needs_consent(&mut outside, tenant, ask_first).await?;
        // Whoever asks for a visit holds the tenant's row meanwhile: none begins unasked after this.
        let ended = if ask_first {
            visits::end_unasked(&mut outside, tenant, self.platform.clock().now()).await?
        } else {
            Vec::new()
        };
        outside.commit_bookkeeping().await?;
        self.announce().await;
        for visit in ended {
            let entry = AuditEntry::new("visit.end", "visit", visit)
                .with("reason", "nobody here was asked");
            self.database().put_on_record(&self.scope, entry).await?;
        }
        Ok(())
    }
}

impl TenantDesk {
    /// Fails unless the visit waits for an answer.
    async fn waiting(&self, visit: VisitId) -> Result<(), Fault> {
        let now = self.platform.clock().now();
        let mut outside = self.database().platform_read().await?;
        let found = visits::find(&mut outside, self.scope.tenant_id(), visit, now).await?;
        if self::found(found)?.state == VisitState::Asked {
            Ok(())
        } else {
            Err(too_late())
        }
    }

    /// What the pages say of a visit: to everybody while a visitor is inside, and to those who can answer while one asks.
    pub(crate) async fn visit_notice(&self, acts: &[Act]) -> Result<Option<VisitNotice>, Fault> {
        let now = self.platform.clock().now();
        let own = match self.scope.who() {
            Who::Visitor(visitor) => Some(visitor.visit),
            Who::User { .. } | Who::Operator { .. } | Who::Job(_) | Who::Door => None,
        };
        let mut outside = self.database().platform_read().await?;
        let visit = visits::current(&mut outside, self.scope.tenant_id(), own, now).await?;
        Ok(visit
            .filter(|visit| visit.state == VisitState::Open || acts.contains(&Act::VisitManage))
            .map(|visit| VisitNotice {
                is_own: own == Some(visit.id),
                id: visit.id,
                operator_name: visit.operator_name,
                reason: visit.reason,
                may_write: visit.may_write,
                ends_at: visit.ends_at,
            }))
    }
}

impl Platform {
    /// Lets a visitor in, once.
    pub async fn visit_enter(
        &self,
        site: &Site,
        way_in: &str,
        caller: Caller,
    ) -> Result<Entered, Fault> {
        let Site::Tenant(here) = site else {
            return Err(Fault::not_found("page"));
        };
        let told: WayIn = self.verify(way_in, AUDIENCE)?;
        let now = self.clock().now();
        if told.tenant != here.id || told.told + WAY_IN <= now {
            return Err(closed());
        }
        if self.operator_owes_factor(told.sub).await? {
            return Err(Fault::factor_wanted());
        }
        let scope = self
            .database()
            .operator_scope(told.sub, told.tenant, caller.clone())
            .await?
            .ok_or_else(Fault::tenant_unknown)?;
        let mut writer = self.database().platform_write().await?;
        let visit = visits::find(&mut writer, told.tenant, told.visit, now).await?;
        let operator = operators::find(&mut writer, told.sub).await?;
        let (Some(visit), Some(operator)) = (visit, operator) else {
            return Err(closed());
        };
        let desk = self.operator_desk(operator, caller)?;
        let is_good = visit.state == VisitState::Open
            && visit.operator == told.sub
            && desk.access_version == told.ver
            && desk.allow(OperatorAct::TenantVisit).is_ok();
        if !is_good || !visits::enter(&mut writer, told.visit, told.told).await? {
            return Err(closed());
        }
        let entry = || told_in(AuditEntry::new("visit.enter", "visit", told.visit), &visit);
        writer
            .commit(&desk.actor(), &desk.caller, Some(told.tenant), entry())
            .await?;
        // Used up first: without the entry nobody comes in.
        self.database().put_on_record(&scope, entry()).await?;
        self.announce(told.tenant).await;
        Ok(Entered {
            subject: Subject::Visitor {
                tenant: told.tenant,
                operator: told.sub,
                visit: told.visit,
            },
            access_version: told.ver,
            proved_at: None,
        })
    }
}

fn found(visit: Option<Visit>) -> Result<Visit, Fault> {
    visit.ok_or_else(|| Fault::not_found("visit"))
}

/// What whoever reads a log wants to know of a visit.
fn told_in(entry: AuditEntry, visit: &Visit) -> AuditEntry {
    entry
        .with("reason", visit.reason.as_str())
        .with("minutes", visit.minutes)
        .with("may_write", visit.may_write)
        .with("state", visit.state.as_str())
}

fn over() -> Fault {
    Fault::new(FaultCode::Conflict, "This visit is over already.")
}

fn too_late() -> Fault {
    Fault::new(
        FaultCode::Conflict,
        "This visit does not wait for an answer any more.",
    )
}

fn closed() -> Fault {
    Fault::new(
        FaultCode::Conflict,
        "This visit is over, has not begun, or the way in was used. The page of the tenant shows where it stands.",
    )
}
