//! Tenants, for operators: creating, finding, and the life of one.

use std::time::Duration;

use async_trait::async_trait;
use contract::{
    Answer, Fault, FaultCode, Page, PageRequest,
    acts::OperatorAct,
    approvals::Deactivation,
    fault::FieldCheck,
    ids::TenantId,
    plans::Plan,
    tenants::{
        PlacementSize, Provisioning, Strategy, TemplateChoice, Tenant, TenantCounts, TenantDraft,
        TenantEdit, TenantFields, TenantFilter, TenantRow, TenantStatus, Tenants,
    },
    text,
    users::{User, UserFilter},
};
use modules::{Word, mails::Mail};
use serde_json::json;
use store::{
    AuditEntry, Error, TenantScope,
    platform::{passkeys, placements, plans, steps, tenants, tenants::NextStatus},
    tenant,
};

use crate::{OperatorDesk, provisioning};

/// How long a caller waits for news of a tenant before it looks by itself.
const WATCH: Duration = Duration::from_secs(1);

#[async_trait]
impl Tenants for OperatorDesk {
    async fn tenant_counts(&self) -> Answer<TenantCounts> {
        let mut reader = self.read(OperatorAct::TenantRead).await?;
        Ok(tenants::counts(&mut reader, self.clock().now()).await?)
    }

    async fn tenant_list(
        &self,
        filter: TenantFilter,
        page: PageRequest,
    ) -> Answer<Page<TenantRow>> {
        let mut reader = self.read(OperatorAct::TenantRead).await?;
        Ok(tenants::list(&mut reader, &filter, &page).await?)
    }

    async fn tenant_get(&self, id: TenantId) -> Answer<Tenant> {
        let mut reader = self.read(OperatorAct::TenantRead).await?;
        let record = tenants::find(&mut reader, id)
            .await?
            .ok_or_else(|| Fault::not_found("tenant"))?;
        let recorded = steps::list(&mut reader, id).await?;
        let hosts = self.platform.hosts(&record.row.slug, None);
        let domain_passkeys = passkeys::left_behind(&mut reader, id, &hosts).await?.len();
        let took_ms = record
            .live_at
            .map(|live_at| (live_at - record.row.created_at).num_milliseconds());
        Ok(Tenant {
            url: self
                .platform
                .settings()
                .tenant_url(&record.row.slug, record.custom_domain.as_deref()),
            placement: placements::view(&mut reader, id).await?,
            provisioning: Provisioning {
                steps: recorded.into_iter().map(provisioning::show).collect(),
                took_ms,
            },
            row: record.row,
            suspension_reason: record.suspension_reason,
            subscription: record.subscription,
            trial_ends_at: record.trial_ends_at,
            billing_email: record.billing_email,
            owner_name: record.owner_name,
            owner_email: record.owner_email,
            domain_passkeys: i64::try_from(domain_passkeys).unwrap_or(i64::MAX),
            custom_domain: record.custom_domain,
            version: record.version,
            updated_at: record.updated_at,
        })
    }

    async fn tenant_size(&self, id: TenantId) -> Answer<PlacementSize> {
        let Some(scope) = self.look_into(id).await? else {
            return Ok(PlacementSize { tables: Vec::new() });
        };
        let own_tables = scope.tenant().strategy() != Some(Strategy::Shared);
        let mut reader = self.database().read(&scope).await?;
        Ok(PlacementSize {
            tables: tenant::tables::sizes(&mut reader, own_tables).await?,
        })
    }

    async fn tenant_users(&self, id: TenantId) -> Answer<Vec<User>> {
        let Some(scope) = self.look_into(id).await? else {
            return Ok(Vec::new());
        };
        let mut reader = self.database().read(&scope).await?;
        let page = PageRequest {
            limit: Some(PageRequest::MAX),
            cursor: None,
        };
        let page = tenant::users::list(&mut reader, &UserFilter::default(), &page).await?;
        self.platform
            .note_read(&reader, None, "user", page.items.len());
        Ok(page.items)
    }

    async fn tenant_create(&self, draft: TenantDraft) -> Answer<Tenant> {
        let fields = draft.check()?;
        self.allow(OperatorAct::TenantCreate)?;
        let (plan, strategy) = self.check_catalogue(&fields, &draft).await?;
        let owner_password = match &fields.owner_password {
            Some(password) => Some(self.platform.hash_password(password).await?),
            None => None,
        };
        let mut writer = self.write(OperatorAct::TenantCreate).await?;
        let order = provisioning::Order {
            fields: &fields,
            strategy,
            plan_revision: plan.revision,
            owner_password: owner_password.as_deref(),
            is_canary: false,
        };
        let id = tenants::new_id();
        provisioning::order(&mut writer, id, &order, self.clock().now())
            .await
            .map_err(|error| explain(error, &draft))?;
        provisioning::enqueue(&mut writer, id).await?;
        let entry = AuditEntry::new("tenant.create", "tenant", id)
            .with("slug", fields.slug.as_str())
            .with("plan", fields.plan.as_str())
            .with("strategy", strategy.as_str())
            .with("template", fields.template.as_str());
        writer
            .commit(&self.actor(), &self.caller, Some(id), entry)
            .await?;
        self.tenant_get(id).await
    }

    async fn tenant_update(
        &self,
        id: TenantId,
        edit: TenantEdit,
        version: Option<i32>,
    ) -> Answer<Tenant> {
        let change = check_edit(&edit, self.platform.settings().base_host())?;
        let before = self.tenant_get(id).await?;
        if change.custom_domain != before.custom_domain {
            // Mailed links lead to the tenant's domain.
            self.require_proof()?;
        }
        let domain = change.custom_domain.as_deref();
        let hosts = self.platform.hosts(&before.row.slug, domain);
        let home = self
            .platform
            .settings()
            .tenant_url(&before.row.slug, domain);
        let people = self.left_behind(id, &hosts, home).await?;
        let mut writer = self.write(OperatorAct::TenantLifecycle).await?;
        tenants::update(&mut writer, id, &change, version)
            .await
            .map_err(|error| match error.constraint() {
                Some("tenants_custom_domain_key") => {
                    taken("custom_domain", "Another tenant has this domain.").with_input(&edit)
                }
                _ => match error {
                    Error::ChangedMeanwhile => Fault::changed_meanwhile("tenant").with_input(&edit),
                    other => other.into(),
                },
            })?;
        let entry = AuditEntry::new("tenant.update", "tenant", id).changed(
            &json!({ "name": before.row.name, "billing_email": before.billing_email, "custom_domain": before.custom_domain }),
            &json!({ "name": change.name, "billing_email": change.billing_email, "custom_domain": change.custom_domain }),
        );
        let entry = match self.move_hosts(&mut writer, id, &hosts, &people).await? {
            0 => entry,
            number => entry.with("left_behind", number),
        };
        writer
            .commit(&self.actor(), &self.caller, Some(id), entry)
            .await?;
        self.database().forget_tenant(id).await;
        self.tenant_get(id).await
    }

    async fn tenant_retry(&self, id: TenantId) -> Answer<Tenant> {
        let mut writer = self.write(OperatorAct::TenantLifecycle).await?;
        self.lock(&mut writer, id, TenantStatus::Provisioning)
            .await?;
        tenants::set_status(&mut writer, id, NextStatus::Provisioning).await?;
        provisioning::enqueue(&mut writer, id).await?;
        let entry = AuditEntry::new("tenant.retry", "tenant", id);
        writer
            .commit(&self.actor(), &self.caller, Some(id), entry)
            .await?;
        self.database().forget_tenant(id).await;
        self.tenant_get(id).await
    }

    async fn tenant_suspend(&self, id: TenantId, reason: String) -> Answer<Tenant> {
        self.allow(OperatorAct::TenantLifecycle)?;
        self.require_proof()?;
        let reason = text::line(&reason, "a reason", 500)
            .map_err(|sentence| Fault::field("reason", sentence))?;
        let entry = AuditEntry::new("tenant.suspend", "tenant", id).with("reason", reason.as_str());
        self.go_to(id, NextStatus::Suspended(&reason), entry).await
    }

    async fn tenant_resume(&self, id: TenantId) -> Answer<Tenant> {
        self.allow(OperatorAct::TenantLifecycle)?;
        let tenant = self.tenant_get(id).await?;
        if tenant.row.status != TenantStatus::Suspended {
            return Err(not_now(tenant.row.status, "resumed"));
        }
        let entry = AuditEntry::new("tenant.resume", "tenant", id);
        self.go_to(id, NextStatus::Active, entry).await
    }

    async fn tenant_deactivate(&self, id: TenantId, reason: String) -> Answer<Deactivation> {
        self.allow(OperatorAct::TenantLifecycle)?;
        self.require_proof()?;
        self.deactivate(id, &reason).await
    }

    async fn tenant_restore(&self, id: TenantId) -> Answer<Tenant> {
        self.allow(OperatorAct::TenantLifecycle)?;
        let tenant = self.tenant_get(id).await?;
        if tenant.row.status != TenantStatus::Inactive {
            return Err(not_now(tenant.row.status, "restored"));
        }
        let entry = AuditEntry::new("tenant.restore", "tenant", id);
        self.go_to(id, NextStatus::Active, entry).await
    }

    async fn template_list(&self) -> Answer<Vec<TemplateChoice>> {
        self.allow(OperatorAct::TenantRead)?;
        Ok(modules::TEMPLATES
            .iter()
            .map(|template| TemplateChoice {
                key: template.key.into(),
                name: template.name.into(),
                description: template.description.into(),
                customers: template.vocabulary.term(Word::Customer).plural.to_string(),
                modules: template
                    .modules
                    .iter()
                    .filter_map(|key| modules::module(key))
                    .filter(|module| module.is_shipped())
                    .map(|module| module.name.to_owned())
                    .collect(),
            })
            .collect())
    }

    async fn tenant_watch(&self, id: TenantId) -> Answer<()> {
        self.allow(OperatorAct::TenantRead)?;
        self.platform.changes_of(id).next(WATCH).await;
        Ok(())
    }
}

impl OperatorDesk {
    /// Plan and template must exist and be on offer; the placement is the chosen one, or the plan's.
    async fn check_catalogue(
        &self,
        fields: &TenantFields,
        draft: &TenantDraft,
    ) -> Result<(Plan, Strategy), Fault> {
        let mut reader = self.database().platform_read().await?;
        let found = plans::list(&mut reader, Some(&fields.plan)).await?;
        let mut check = FieldCheck::default();
        let plan = found.into_iter().next().filter(|plan| plan.is_active);
        let plan = check.take(
            "plan",
            plan.ok_or_else(|| "Choose a plan that is on offer.".to_owned()),
        );
        let template =
            modules::template(&fields.template).ok_or_else(|| "Choose a template.".to_owned());
        check.take("template", template);
        let plan = check.finish(plan, draft)?;
        let strategy = fields.strategy.unwrap_or(plan.strategy);
        Ok((plan, strategy))
    }

    /// A scope to look into a tenant's plane with; none while there is nothing to look into.
    pub(crate) async fn look_into(&self, id: TenantId) -> Result<Option<TenantScope>, Fault> {
        self.allow(OperatorAct::TenantRead)?;
        let scope = self
            .database()
            .operator_scope(self.id, id, self.caller.clone())
            .await?
            .ok_or_else(|| Fault::not_found("tenant"))?;
        Ok(Some(scope).filter(|scope| {
            use TenantStatus::{Active, Inactive, Suspended};
            matches!(scope.tenant().status, Active | Suspended | Inactive)
        }))
    }

    /// Locks a tenant's row and checks that it may go to `next`.
    pub(crate) async fn lock(
        &self,
        writer: &mut store::PlatformWriter,
        id: TenantId,
        next: TenantStatus,
    ) -> Result<(), Fault> {
        let status = tenants::lock_status(writer, id)
            .await?
            .ok_or_else(|| Fault::not_found("tenant"))?;
        status.transition(next).map(|_| ())
    }

    /// One transition: in both logs, in force on every node at once, and the owner is told.
    async fn go_to(&self, id: TenantId, next: NextStatus<'_>, entry: AuditEntry) -> Answer<Tenant> {
        let mut writer = self.write(OperatorAct::TenantLifecycle).await?;
        self.lock(&mut writer, id, next.status()).await?;
        tenants::set_status(&mut writer, id, next).await?;
        self.tell_owner(&mut writer, id, next).await?;
        writer
            .commit(&self.actor(), &self.caller, Some(id), entry.clone())
            .await?;
        self.database().forget_tenant(id).await;
        if next.status().is_reachable()
            && let Some(scope) = self.look_into(id).await?
        {
            self.database().write(&scope).await?.commit(entry).await?;
        }
        self.tenant_get(id).await
    }

    async fn tell_owner(
        &self,
        writer: &mut store::PlatformWriter,
        id: TenantId,
        next: NextStatus<'_>,
    ) -> Result<(), Fault> {
        let tenant = tenants::find(writer, id)
            .await?
            .ok_or_else(|| Fault::not_found("tenant"))?;
        let address = self
            .platform
            .settings()
            .tenant_url(&tenant.row.slug, tenant.custom_domain.as_deref());
        let mail = match next {
            NextStatus::Suspended(reason) => Mail::TenantSuspended {
                name: &tenant.owner_name,
                workspace: &tenant.row.display_name,
                reason,
                contact: &self.email,
            },
            NextStatus::Active => Mail::TenantResumed {
                name: &tenant.owner_name,
                workspace: &tenant.row.display_name,
                address: &address,
            },
            NextStatus::Provisioning | NextStatus::ProvisioningFailed => return Ok(()),
        };
        let sender = modules::mails::Sender::platform();
        self.platform
            .post(writer, &mail, &sender, Some(id), &tenant.owner_email, None)
            .await?;
        Ok(())
    }
}

fn explain(error: Error, draft: &TenantDraft) -> Fault {
    match error.constraint() {
        Some("tenants_slug_key") => taken("slug", "Another tenant has this address.").with_input(draft),
        Some("placements_no_server") => Fault::field(
            "strategy",
            "No free server takes dedicated tenants in this region. Register one, or choose another placement.",
        )
        .with_input(draft),
        _ => error.into(),
    }
}

fn taken(field: &str, sentence: &str) -> Fault {
    let mut fault = Fault::field(field, sentence);
    fault.code = FaultCode::Conflict;
    fault
}

fn not_now(status: TenantStatus, what: &str) -> Fault {
    Fault::new(
        FaultCode::IllegalTransition,
        format!("A tenant that is {status} cannot be {what}."),
    )
}

fn check_edit(edit: &TenantEdit, base_host: &str) -> Result<tenants::Edit, Fault> {
    let mut check = FieldCheck::default();
    let name = check.take("name", text::line(&edit.name, "a name", 200));
    let billing_email = check.take("billing_email", text::email(&edit.billing_email));
    let custom_domain = check.take(
        "custom_domain",
        optional_domain(&edit.custom_domain, base_host),
    );
    let change = (|| {
        Some(tenants::Edit {
            name: name?,
            billing_email: billing_email?,
            custom_domain: custom_domain?,
        })
    })();
    check.finish(change, edit)
}

/// A host name of somebody's own: not one under ours, where slugs live.
fn optional_domain(typed: &str, base_host: &str) -> Result<Option<String>, String> {
    let host = typed.trim().trim_end_matches('.').to_ascii_lowercase();
    if host.is_empty() {
        return Ok(None);
    }
    // The address check knows what a host name is: one with a user in front of it is an e-mail address.
    let is_host = text::email(&format!("host@{host}")).is_ok();
    if !is_host || host.len() > 200 {
        return Err("Enter a host name such as app.example.com.".into());
    }
    if host == base_host || host.ends_with(&format!(".{base_host}")) {
        return Err(
            "Enter a domain of the tenant's own; addresses under ours come with the slug.".into(),
        );
    }
    Ok(Some(host))
}
