//! The rules of approvals: where the installation wants two, one operator asks and another one does it.

use async_trait::async_trait;
use contract::{
    Answer, Fault, FaultCode, Page, PageRequest,
    acts::OperatorAct,
    approvals::{
        Approval, ApprovalFilter, ApprovalRule, ApprovalState, Approvals, Deactivation, HeldAct,
    },
    ids::{ApprovalId, TenantId},
    tenants::{TenantStatus, Tenants},
    text,
};
use modules::mails::{Mail, Sender};
use store::{
    AuditEntry, PlatformReader, PlatformWriter,
    platform::{approvals, operators, operators::Operator, tenants},
};

use crate::{OperatorDesk, Platform};

/// What another operator said to what was asked for.
#[derive(Clone, Copy)]
struct Decision<'a> {
    approved: bool,
    note: &'a str,
}

#[async_trait]
impl Approvals for OperatorDesk {
    async fn approval_rule(&self) -> Answer<ApprovalRule> {
        self.allow(OperatorAct::TenantRead)?;
        self.platform.approval_rule().await
    }

    async fn approval_list(
        &self,
        filter: ApprovalFilter,
        page: PageRequest,
    ) -> Answer<Page<Approval>> {
        let mut reader = self.read(OperatorAct::TenantRead).await?;
        Ok(approvals::list(&mut reader, &filter, &page, self.clock().now()).await?)
    }

    async fn approval_get(&self, id: ApprovalId) -> Answer<Approval> {
        let mut reader = self.read(OperatorAct::TenantRead).await?;
        self.approval(&mut reader, id).await
    }

    async fn approval_decide(
        &self,
        id: ApprovalId,
        approve: bool,
        note: String,
    ) -> Answer<Approval> {
        self.allow(OperatorAct::TenantLifecycle)?;
        self.require_proof()?;
        let note = text::line(&note, "a word why", 300).map_err(|sentence| {
            let typed = serde_json::json!({ "note": note });
            Fault::field("note", sentence).with_input(&typed)
        })?;
        let mut writer = self.write(OperatorAct::TenantLifecycle).await?;
        let now = self.clock().now();
        let tenant = approvals::tenant_of(&mut writer, id).await?;
        let tenant = tenant.ok_or_else(|| Fault::not_found("approval"))?;
        let status = tenants::lock_status(&mut writer, tenant).await?;
        let status = status.ok_or_else(|| Fault::not_found("tenant"))?;
        let approval = self.approval(&mut writer, id).await?;
        self.hold_role(&mut writer).await?;
        if approval.asked_by == self.id {
            return Err(own());
        }
        if approval.state != ApprovalState::Waiting {
            return Err(over(approval.state));
        }
        let decision = Decision {
            approved: approve,
            note: &note,
        };
        if approve {
            status.transition(TenantStatus::Inactive)?;
            let leave = approvals::approve(&mut writer, id, self.id, &note, now).await?;
            let leave = leave.ok_or_else(|| over(ApprovalState::Void))?;
            self.tell_asker(&mut writer, &approval, decision).await?;
            let entry = AuditEntry::new(approval.act.as_str(), "tenant", tenant)
                .with("approval", id.to_string())
                .with("asked_by", approval.asked_by_name.as_str())
                .with("reason", approval.reason.as_str())
                .with("approved_by", self.name.as_str())
                .with("note", note.as_str());
            self.close(writer, leave, tenant, entry).await?;
        } else {
            if !approvals::decline(&mut writer, id, self.id, &note, now).await? {
                return Err(over(ApprovalState::Void));
            }
            self.tell_asker(&mut writer, &approval, decision).await?;
            let entry = told_in(
                AuditEntry::new("approval.decline", "approval", id),
                &approval,
            )
            .with("note", note.as_str());
            writer
                .commit(&self.actor(), &self.caller, Some(tenant), entry)
                .await?;
        }
        self.approval_get(id).await
    }

    async fn approval_withdraw(&self, id: ApprovalId) -> Answer<()> {
        let mut writer = self.write(OperatorAct::TenantLifecycle).await?;
        let approval = self.approval(&mut writer, id).await?;
        if approval.asked_by != self.id {
            return Err(Fault::new(
                FaultCode::Forbidden,
                "Only who asked for this can take it back. You can decline it.",
            ));
        }
        let now = self.clock().now();
        if !approvals::withdraw(&mut writer, id, self.id, now).await? {
            return Err(over(approval.state));
        }
        let entry = told_in(
            AuditEntry::new("approval.withdraw", "approval", id),
            &approval,
        );
        let (actor, tenant) = (self.actor(), Some(approval.tenant));
        Ok(writer.commit(&actor, &self.caller, tenant, entry).await?)
    }
}

impl OperatorDesk {
    /// Closes a tenant, or asks the others, as the installation wants it.
    pub(crate) async fn deactivate(&self, id: TenantId, reason: &str) -> Answer<Deactivation> {
        let Some(leave) = approvals::leave_for_one(self.database(), id) else {
            let approval = self.ask(HeldAct::TenantDeactivate, id, reason).await?;
            return Ok(Deactivation::Waits(Box::new(approval)));
        };
        let reason = text::optional_line(reason, 500)
            .map_err(|sentence| Fault::field("reason", sentence))?;
        let mut writer = self.write(OperatorAct::TenantLifecycle).await?;
        self.lock(&mut writer, id, TenantStatus::Inactive).await?;
        let mut entry = AuditEntry::new(HeldAct::TenantDeactivate.as_str(), "tenant", id);
        if let Some(reason) = reason {
            entry = entry.with("reason", reason);
        }
        self.close(writer, leave, id, entry).await?;
        Ok(Deactivation::Done(Box::new(self.tenant_get(id).await?)))
    }

    /// Closes a tenant whose row is locked: in both logs, in force on every node at once.
    async fn close(
        &self,
        mut writer: PlatformWriter,
        leave: approvals::Leave,
        id: TenantId,
        entry: AuditEntry,
    ) -> Result<(), Fault> {
        tenants::close(&mut writer, leave).await?;
        let (actor, caller) = (self.actor(), &self.caller);
        writer
            .commit(&actor, caller, Some(id), entry.clone())
            .await?;
        self.database().forget_tenant(id).await;
        // It is done and on record. A tenant whose own server is away is closed all the same.
        if let Err(fault) = self.record_inside(id, entry).await {
            tracing::warn!(%fault, tenant = %id, "the tenant's own log does not say that it was closed");
        }
        Ok(())
    }

    async fn record_inside(&self, id: TenantId, entry: AuditEntry) -> Result<(), Fault> {
        if let Some(scope) = self.look_into(id).await? {
            self.database().put_on_record(&scope, entry).await?;
        }
        Ok(())
    }

    /// Has an act wait for another operator. Nothing happens to the tenant.
    async fn ask(&self, act: HeldAct, tenant: TenantId, reason: &str) -> Answer<Approval> {
        let reason = text::line(reason, "a reason", 500).map_err(|sentence| {
            let typed = serde_json::json!({ "reason": reason });
            Fault::field("reason", sentence).with_input(&typed)
        })?;
        let mut writer = self.write(OperatorAct::TenantLifecycle).await?;
        self.lock(&mut writer, tenant, TenantStatus::Inactive)
            .await?;
        self.hold_role(&mut writer).await?;
        let mut others = operators::in_roles(&mut writer, &approvals::deciding_roles()).await?;
        others.retain(|other| other.id != self.id);
        if others.is_empty() {
            return Err(alone());
        }
        let what = (act, tenant);
        let who = (self.id, self.access_version);
        let id = approvals::ask(&mut writer, what, who, &reason, self.clock().now())
            .await
            .map_err(|error| match error.constraint() {
                Some("approvals_one_waiting_key") => Fault::new(
                    FaultCode::Conflict,
                    "This was asked for already, and waits for another operator. The page Approvals shows it.",
                ),
                _ => error.into(),
            })?;
        let approval = self.approval(&mut writer, id).await?;
        self.tell(&mut writer, &others, &approval).await?;
        let entry = told_in(AuditEntry::new("approval.ask", "approval", id), &approval);
        let (actor, caller) = (self.actor(), &self.caller);
        writer.commit(&actor, caller, Some(tenant), entry).await?;
        Ok(approval)
    }

    /// Mails everybody who may decide, in the transaction of the asking.
    async fn tell(
        &self,
        writer: &mut PlatformWriter,
        others: &[Operator],
        approval: &Approval,
    ) -> Result<(), Fault> {
        let link = self.page_of(approval);
        let sender = Sender::platform();
        for other in others {
            let mail = Mail::ApprovalAsked {
                name: &other.name,
                workspace: &approval.tenant_name,
                operator: &self.name,
                act: approval.act.title(),
                reason: &approval.reason,
                link: &link,
            };
            let tenant = Some(approval.tenant);
            self.platform
                .post(writer, &mail, &sender, tenant, &other.email, None)
                .await?;
        }
        Ok(())
    }

    /// Mails whoever asked, in the transaction of the decision.
    async fn tell_asker(
        &self,
        writer: &mut PlatformWriter,
        approval: &Approval,
        decision: Decision<'_>,
    ) -> Result<(), Fault> {
        let Some(asker) = operators::find(writer, approval.asked_by).await? else {
            return Ok(());
        };
        let mail = Mail::ApprovalDecided {
            name: &asker.name,
            workspace: &approval.tenant_name,
            operator: &self.name,
            act: approval.act.title(),
            approved: decision.approved,
            note: decision.note,
            link: &self.page_of(approval),
        };
        let (tenant, sender) = (Some(approval.tenant), Sender::platform());
        self.platform
            .post(writer, &mail, &sender, tenant, &asker.email, None)
            .await?;
        Ok(())
    }

    fn page_of(&self, approval: &Approval) -> String {
        let portal = self.platform.settings().operator_url();
        format!("{portal}/approvals/{}", approval.id)
    }

    /// What the role allows counts as it is in this transaction, and stays so until its end.
    async fn hold_role(&self, writer: &mut PlatformWriter) -> Result<(), Fault> {
        let operator = operators::hold(writer, self.id).await?;
        let operator = operator.filter(|found| found.access_version == self.access_version);
        let operator = operator.ok_or_else(Fault::unauthenticated)?;
        if approvals::deciding_roles().contains(&operator.role) {
            Ok(())
        } else {
            Err(Fault::forbidden())
        }
    }

    async fn approval(
        &self,
        reader: &mut PlatformReader,
        id: ApprovalId,
    ) -> Result<Approval, Fault> {
        let found = approvals::find(reader, id, self.clock().now()).await?;
        found.ok_or_else(|| Fault::not_found("approval"))
    }

    /// How many approvals wait for this operator.
    pub(crate) async fn to_decide(&self) -> Result<i64, Fault> {
        if self.allow(OperatorAct::TenantLifecycle).is_err() {
            return Ok(0);
        }
        let mut reader = self.database().platform_read().await?;
        Ok(approvals::count_waiting(&mut reader, self.id, self.clock().now()).await?)
    }
}

impl Platform {
    /// Whether what destroys most takes two operators here, and how many there are for it.
    pub async fn approval_rule(&self) -> Result<ApprovalRule, Fault> {
        let mut reader = self.database().platform_read().await?;
        let deciders = operators::in_roles(&mut reader, &approvals::deciding_roles()).await?;
        Ok(ApprovalRule {
            needs_two: approvals::needs_two(self.database()),
            deciders: deciders.len(),
        })
    }
}

/// What whoever reads the log wants to know of an approval.
fn told_in(entry: AuditEntry, approval: &Approval) -> AuditEntry {
    entry
        .with("act", approval.act.as_str())
        .with("asked_by", approval.asked_by_name.as_str())
        .with("reason", approval.reason.as_str())
}

fn own() -> Fault {
    Fault::new(
        FaultCode::Forbidden,
        "You asked for this yourself. Another operator decides.",
    )
}

fn alone() -> Fault {
    Fault::new(
        FaultCode::Conflict,
        "This takes two operators here, and nobody else could approve it. Make a second owner or support operator with \
         the command tenantry operator set, or have the servers started without TENANTRY_DESTRUCTIVE_NEEDS_TWO.",
    )
}

fn over(state: ApprovalState) -> Fault {
    let why = match state {
        ApprovalState::Approved => "This was approved already.",
        ApprovalState::Declined => "This was declined already.",
        ApprovalState::Withdrawn => "Whoever asked for this took it back.",
        ApprovalState::Lapsed => "Nobody decided this within a day. It has to be asked for again.",
        ApprovalState::Void | ApprovalState::Waiting => {
            "The tenant's status changed since this was asked for, or the account of who asked. It has to be asked for \
             again."
        }
    };
    Fault::new(FaultCode::Conflict, why)
}
