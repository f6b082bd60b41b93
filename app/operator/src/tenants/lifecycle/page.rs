//! The page that asks once more.

use contract::{
    Fault,
    acts::OperatorAct,
    approvals::ApprovalRule,
    ids::{TenantId, TenantKind},
    tenants::Tenant,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use portal_kit::{FormState, ServerForm, id_in_path, loaded};
use ui::{
    Banner, Button, ButtonKind, ButtonLink, Card, FormActions, FormScope, Page, PageHeader,
    TextArea, Tone,
};

use super::Deed;
use crate::{
    address,
    approvals::approval_rule_get,
    me::permit,
    tenants::calls::{TenantDeed, tenant_get},
};

/// Asks once more before a deed.
#[component]
pub(crate) fn TenantDeedPage() -> impl IntoView {
    let id = id_in_path::<TenantKind>();
    let params = use_params_map();
    let deed = move || params.with(|params| Deed::from_word(params.get_str("deed")?));
    let found = Resource::new(
        move || (id.get(), deed()),
        |(id, deed)| async move {
            let deed = deed.ok_or_else(|| Fault::not_found("page"))?;
            let tenant = tenant_get(id?).await?;
            let rule = match deed {
                Deed::Deactivate => Some(approval_rule_get().await?),
                Deed::Suspend | Deed::Resume | Deed::Restore | Deed::Retry => None,
            };
            Ok((tenant, deed, rule.filter(|rule| rule.needs_two)))
        },
    );
    loaded(move || async move {
        permit(OperatorAct::TenantLifecycle)?;
        let (tenant, deed, rule) = found.await?;
        Ok(body(tenant, deed, rule))
    })
}

fn body(tenant: Tenant, deed: Deed, rule: Option<ApprovalRule>) -> impl IntoView {
    let id = tenant.row.id;
    let title = format!("{} {}?", deed.title(), tenant.row.name);
    let crumbs = vec![
        ("Tenants".to_owned(), "/tenants".to_owned()),
        (tenant.row.name, address::tenant(id)),
    ];
    let fits = deed.fits(tenant.row.status);
    view! {
        <Title text=title.clone() />
        <Page narrow=true>
            <PageHeader title crumbs />
            <Card>
                {if fits {
                    form(id, deed, rule).into_any()
                } else {
                    not_now(id).into_any()
                }}
            </Card>
        </Page>
    }
}

fn not_now(id: TenantId) -> impl IntoView {
    view! {
        <p class="text-muted">"The tenant's state does not allow this any more. Somebody else may have been quicker."</p>
        <p class="mt-4">
            <ButtonLink href=address::tenant(id)>"Back to the tenant"</ButtonLink>
        </p>
    }
}

fn takes_two(rule: ApprovalRule) -> impl IntoView {
    let (title, text) = if rule.is_stuck() {
        (
            "There is nobody who could approve it.",
            "This takes two operators here, and there is no second owner or support operator. \
             Make one with the command tenantry operator set.",
        )
    } else {
        (
            "This takes two operators.",
            "Nothing happens until another one approves it. The others are mailed, and have a day.",
        )
    };
    view! { <Banner tone=Tone::Warn title>{text}</Banner> }
}

/// With a rule, the deed waits for another operator, who reads the reason.
fn form(id: TenantId, deed: Deed, rule: Option<ApprovalRule>) -> impl IntoView {
    let form = FormState::of::<TenantDeed>();
    let (hint, title) = if rule.is_some() {
        (
            "Whoever decides reads it. Kept in the audit log.",
            "Ask for it",
        )
    } else {
        (
            "Kept with the tenant's record and in the audit log.",
            deed.title(),
        )
    };
    let kind = match deed {
        Deed::Suspend | Deed::Deactivate => ButtonKind::Danger,
        Deed::Resume | Deed::Restore | Deed::Retry => ButtonKind::Primary,
    };
    view! {
        <ServerForm form>
            <FormScope problems=form.problems()>
                <p class="text-pretty text-muted">{deed.consequence()}</p>
                <input type="hidden" name="id" value=id.to_string() />
                <input type="hidden" name="deed" value=deed.word() />
                {rule.map(takes_two)}
                {(deed == Deed::Suspend || rule.is_some())
                    .then(|| {
                        view! {
                            <TextArea
                                name="reason"
                                label="Reason"
                                hint=hint
                                value=form.typed("reason", "")
                                maxlength=500
                                required=true
                            />
                        }
                    })}
                <FormActions>
                    <Button submit=true kind icon=deed.glyph() loading=form.pending()>
                        {title}
                    </Button>
                    <ButtonLink href=address::tenant(id)>"Cancel"</ButtonLink>
                </FormActions>
            </FormScope>
        </ServerForm>
    }
}
