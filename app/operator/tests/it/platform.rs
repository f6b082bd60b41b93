//! An `OperatorAccess` that answers with samples and does nothing.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use async_trait::async_trait;
use contract::{
    Answer, Fault, Page, PageRequest,
    acts::{OperatorAct, OperatorRole},
    approvals::{Approval, ApprovalFilter, ApprovalRule, ApprovalState, Approvals, Deactivation},
    audit::{AuditLog, Event, EventFilter},
    branding::{TenantConfig, TenantSettings, VersionedConfig},
    ids::{ApprovalId, IsolationRunId, MailId, OperatorId, TenantId, VisitId},
    isolation::{Isolation, Report, Run, RunState},
    keys::{KeyVersions, Keys},
    mails::{Mail, MailFilter, MailRow, MailState, Mails},
    me::{OperatorMe, OperatorSelf},
    plans::{Plan, PlanDraft, Plans},
    servers::{Server, ServerDraft, Servers},
    tenants::{
        PlacementSize, TemplateChoice, Tenant, TenantCounts, TenantDraft, TenantEdit, TenantFilter,
        TenantRow, TenantStatus, Tenants,
    },
    users::User,
    visits::{Visit, VisitDraft, Visiting},
};

use crate::samples;

/// A platform as one test needs it.
#[derive(Clone)]
pub(crate) struct Platform {
    /// The role of the operator who looks.
    pub(crate) role: OperatorRole,
    /// The state of its only tenant; none for a platform without tenants.
    pub(crate) tenant: Option<TenantStatus>,
    /// The state of its only mail.
    pub(crate) mail: MailState,
    /// Whether a server takes dedicated tenants.
    pub(crate) takes_dedicated: bool,
    /// Whether the key of its tenant is being changed.
    pub(crate) is_rotating: bool,
    /// The runs of its isolation prober, newest first.
    pub(crate) runs: Vec<RunState>,
    /// Whether checks of them failed.
    pub(crate) is_broken: bool,
    /// The state of its only approval.
    pub(crate) approval: Option<ApprovalState>,
    /// Who asked for it.
    pub(crate) asked_by: OperatorId,
    /// Operators who may decide, where two are needed.
    pub(crate) deciders: Option<usize>,
    /// How often it was asked for a list of tenants.
    pub(crate) lists: Arc<AtomicUsize>,
}

impl Default for Platform {
    fn default() -> Self {
        Self {
            role: OperatorRole::Owner,
            tenant: Some(TenantStatus::Active),
            mail: MailState::Sent,
            takes_dedicated: true,
            is_rotating: false,
            runs: vec![RunState::Finished],
            is_broken: false,
            approval: None,
            asked_by: OperatorId::new(samples::MAIL),
            deciders: None,
            lists: Arc::default(),
        }
    }
}

impl Platform {
    /// One whose tenant is in this state.
    pub(crate) fn with(status: TenantStatus) -> Self {
        Self {
            tenant: Some(status),
            ..Self::default()
        }
    }

    /// One that an operator of this role looks at.
    pub(crate) fn seen_by(role: OperatorRole) -> Self {
        Self {
            role,
            ..Self::default()
        }
    }

    fn only(&self) -> Answer<Tenant> {
        self.tenant
            .map(samples::tenant)
            .ok_or_else(|| Fault::not_found("tenant"))
    }
}

#[async_trait]
impl OperatorSelf for Platform {
    async fn me(&self) -> Answer<OperatorMe> {
        Ok(OperatorMe {
            id: OperatorId::new(samples::LUNA),
            name: "Olga Operator".into(),
            email: "operator@tenantry.test".into(),
            role: self.role,
            acts: self.role.acts().to_vec(),
            to_decide: i64::from(self.approval == Some(ApprovalState::Waiting)),
        })
    }
}

#[async_trait]
impl Approvals for Platform {
    async fn approval_rule(&self) -> Answer<ApprovalRule> {
        Ok(ApprovalRule {
            needs_two: self.deciders.is_some(),
            deciders: self.deciders.unwrap_or(1),
        })
    }

    async fn approval_list(
        &self,
        filter: ApprovalFilter,
        _: PageRequest,
    ) -> Answer<Page<Approval>> {
        let fits =
            |state: &ApprovalState| filter.state.is_empty() || filter.state == state.as_str();
        let found = self.approval.filter(fits);
        Ok(Page {
            items: found.map(samples::approval).into_iter().collect(),
            next_cursor: None,
        })
    }

    async fn approval_get(&self, _: ApprovalId) -> Answer<Approval> {
        let found = self.approval.map(|state| Approval {
            asked_by: self.asked_by,
            ..samples::approval(state)
        });
        found.ok_or_else(|| Fault::not_found("approval"))
    }

    async fn approval_decide(&self, id: ApprovalId, _: bool, _: String) -> Answer<Approval> {
        self.approval_get(id).await
    }

    async fn approval_withdraw(&self, _: ApprovalId) -> Answer<()> {
        Ok(())
    }
}

#[async_trait]
impl Keys for Platform {
    async fn tenant_keys(&self, _: TenantId) -> Answer<KeyVersions> {
        Ok(samples::keys(self.is_rotating))
    }

    async fn tenant_keys_rotate(&self, _: TenantId) -> Answer<KeyVersions> {
        Ok(samples::keys(true))
    }
}

#[async_trait]
impl Visiting for Platform {
    async fn tenant_visits(&self, _: TenantId, _: PageRequest) -> Answer<Page<Visit>> {
        Ok(Page {
            items: vec![samples::visit()],
            next_cursor: None,
        })
    }

    async fn visit_ask(&self, _: TenantId, _: VisitDraft) -> Answer<Visit> {
        Ok(samples::visit())
    }

    async fn visit_way_in(&self, _: TenantId, _: VisitId) -> Answer<String> {
        Ok("https://luna.test/visit/token".into())
    }

    async fn visit_end(&self, _: TenantId, _: VisitId) -> Answer<()> {
        Ok(())
    }
}

#[async_trait]
impl Tenants for Platform {
    async fn tenant_counts(&self) -> Answer<TenantCounts> {
        Ok(samples::counts(if self.tenant.is_some() { 12 } else { 0 }))
    }

    async fn tenant_list(
        &self,
        filter: TenantFilter,
        page: PageRequest,
    ) -> Answer<Page<TenantRow>> {
        self.lists.fetch_add(1, Ordering::Relaxed);
        let found = filter.q.is_empty() || filter.q == "luna";
        let items: Vec<_> = self
            .only()
            .ok()
            .filter(|_| found)
            .map(|tenant| tenant.row)
            .into_iter()
            .collect();
        let next_cursor = (!items.is_empty() && page.cursor.is_none()).then(|| "after luna".into());
        Ok(Page { items, next_cursor })
    }

    async fn tenant_get(&self, _: TenantId) -> Answer<Tenant> {
        self.only()
    }

    async fn tenant_size(&self, _: TenantId) -> Answer<PlacementSize> {
        Ok(samples::size())
    }

    async fn tenant_users(&self, _: TenantId) -> Answer<Vec<User>> {
        Ok(vec![samples::user()])
    }

    async fn tenant_create(&self, _: TenantDraft) -> Answer<Tenant> {
        self.only()
    }

    async fn tenant_update(&self, _: TenantId, _: TenantEdit, _: Option<i32>) -> Answer<Tenant> {
        self.only()
    }

    async fn tenant_retry(&self, _: TenantId) -> Answer<Tenant> {
        self.only()
    }

    async fn tenant_suspend(&self, _: TenantId, _: String) -> Answer<Tenant> {
        self.only()
    }

    async fn tenant_resume(&self, _: TenantId) -> Answer<Tenant> {
        self.only()
    }

    async fn tenant_deactivate(&self, _: TenantId, _: String) -> Answer<Deactivation> {
        Ok(Deactivation::Done(Box::new(self.only()?)))
    }

    async fn tenant_restore(&self, _: TenantId) -> Answer<Tenant> {
        self.only()
    }

    async fn template_list(&self) -> Answer<Vec<TemplateChoice>> {
        Ok(samples::templates())
    }

    async fn tenant_watch(&self, _: TenantId) -> Answer<()> {
        Ok(())
    }
}

#[async_trait]
impl Plans for Platform {
    async fn plan_list(&self) -> Answer<Vec<Plan>> {
        Ok(samples::plans())
    }

    async fn plan_get(&self, code: String) -> Answer<Plan> {
        let found = samples::plans().into_iter().find(|plan| plan.code == code);
        found.ok_or_else(|| Fault::not_found("plan"))
    }

    async fn plan_update(&self, code: String, _: PlanDraft, _: Option<i32>) -> Answer<Plan> {
        self.plan_get(code).await
    }
}

#[async_trait]
impl Mails for Platform {
    async fn mail_list(&self, filter: MailFilter, _: PageRequest) -> Answer<Page<MailRow>> {
        let mail = samples::mail(self.mail).row;
        let found = filter.q.is_empty();
        Ok(Page {
            items: found.then_some(mail).into_iter().collect(),
            next_cursor: None,
        })
    }

    async fn mail_get(&self, _: MailId) -> Answer<Mail> {
        Ok(samples::mail(self.mail))
    }

    async fn mail_retry(&self, _: MailId) -> Answer<()> {
        Ok(())
    }
}

#[async_trait]
impl Isolation for Platform {
    async fn isolation_runs(&self, _: PageRequest) -> Answer<Page<Run>> {
        if !self.role.acts().contains(&OperatorAct::IsolationRead) {
            return Err(Fault::forbidden());
        }
        let items = self.runs.iter();
        let items = items.map(|state| samples::run(*state, self.is_broken));
        Ok(Page {
            items: items.collect(),
            next_cursor: None,
        })
    }

    async fn isolation_report(&self, _: IsolationRunId) -> Answer<Report> {
        Ok(samples::report(self.is_broken))
    }

    async fn isolation_run(&self) -> Answer<Run> {
        Ok(samples::run(RunState::Waiting, false))
    }
}

#[async_trait]
impl Servers for Platform {
    async fn server_list(&self) -> Answer<Vec<Server>> {
        Ok(samples::servers(self.takes_dedicated))
    }
    async fn server_add(&self, _: ServerDraft) -> Answer<Server> {
        Err(Fault::internal())
    }
}

#[async_trait]
impl TenantSettings for Platform {
    async fn tenant_config_get(&self, _: TenantId) -> Answer<VersionedConfig> {
        Err(Fault::internal())
    }
    async fn tenant_config_update(
        &self,
        _: TenantId,
        _: TenantConfig,
        _: Option<i32>,
    ) -> Answer<VersionedConfig> {
        Err(Fault::internal())
    }
}

#[async_trait]
impl AuditLog for Platform {
    async fn event_list(&self, _: EventFilter, _: PageRequest) -> Answer<Page<Event>> {
        Ok(Page {
            items: vec![samples::event()],
            next_cursor: None,
        })
    }
}
