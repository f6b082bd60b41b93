//! Editing a tenant's record.

use contract::{
    acts::OperatorAct,
    ids::TenantKind,
    tenants::{Tenant, TenantEdit},
};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{FormState, ServerForm, id_in_path, loaded};
use ui::{
    Button, ButtonKind, ButtonLink, Card, FormActions, FormScope, FormSection, InputKind, Page,
    PageHeader, TextField,
};

use super::{calls::TenantUpdate, tenant_get};
use crate::{address, me::permit};

/// Name, billing address and custom domain.
#[component]
pub(crate) fn TenantEditPage() -> impl IntoView {
    let id = id_in_path::<TenantKind>();
    let found = Resource::new(move || id.get(), |id| async move { tenant_get(id?).await });
    loaded(move || async move {
        permit(OperatorAct::TenantLifecycle)?;
        Ok(body(found.await?))
    })
}

fn body(tenant: Tenant) -> impl IntoView {
    let form = FormState::of::<TenantUpdate>().within("edit");
    let id = tenant.row.id;
    let title = format!("Edit {}", tenant.row.name);
    let crumbs = vec![
        ("Tenants".to_owned(), "/tenants".to_owned()),
        (tenant.row.name.clone(), address::tenant(id)),
    ];
    let before = TenantEdit {
        name: tenant.row.name,
        billing_email: tenant.billing_email,
        custom_domain: tenant.custom_domain.unwrap_or_default(),
    };
    view! {
        <Title text=title.clone() />
        <Page narrow=true>
            <PageHeader title crumbs />
            <Card>
                <ServerForm form>
                    <FormScope problems=form.problems()>
                        <input type="hidden" name="id" value=id.to_string() />
                        <input type="hidden" name="version" value=tenant.version />
                        {fields(form, before, domain_hint(tenant.domain_passkeys))}
                        <FormActions>
                            <Button submit=true kind=ButtonKind::Primary loading=form.pending()>
                                "Save"
                            </Button>
                            <ButtonLink href=address::tenant(id)>"Cancel"</ButtonLink>
                        </FormActions>
                    </FormScope>
                </ServerForm>
            </Card>
        </Page>
    }
}

/// What a change of the domain comes to for people.
fn domain_hint(passkeys: i64) -> String {
    let empty = "Leave empty for none.";
    let have = match passkeys {
        0 => return empty.to_owned(),
        1 => "One person has".to_owned(),
        people => format!("{people} people have"),
    };
    format!(
        "{empty} {have} nothing but passkeys made at this domain. If it changes, these open nothing: whoever is left without is mailed, and signs in by password alone."
    )
}

fn fields(form: FormState, before: TenantEdit, domain_hint: String) -> impl IntoView {
    view! {
        <FormSection title="Record" description="What invoices and this portal call the tenant.">
            <TextField
                name="edit[name]"
                label="Name"
                value=form.typed("name", before.name)
                maxlength=200
                required=true
            />
            <TextField
                name="edit[billing_email]"
                label="Billing e-mail"
                kind=InputKind::Email
                value=form.typed("billing_email", before.billing_email)
                hint="Where invoices go."
                required=true
            />
        </FormSection>
        <FormSection
            title="Address"
            description="The workspace address never changes. A domain of the tenant's own answers beside it."
        >
            <TextField
                name="edit[custom_domain]"
                label="Custom domain"
                value=form.typed("custom_domain", before.custom_domain)
                placeholder="app.example.com"
                hint=domain_hint
            />
        </FormSection>
    }
}
