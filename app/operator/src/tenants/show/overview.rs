//! The key facts of a tenant.

use contract::tenants::Tenant;
use leptos::prelude::*;
use portal_kit::Time;
use ui::{Card, CopyValue, KeyValue, KeyValueList};

use crate::{
    format::title,
    words::{strategy_title, subscription_title},
};

/// Who the tenant is, what it pays and who owns it.
pub(super) fn overview(tenant: Tenant) -> impl IntoView {
    let row = tenant.row;
    let reachable = row.status.is_reachable();
    let address = if reachable {
        view! {
            <a class="link" href=tenant.url.clone() rel="external">
                {tenant.url.clone()}
            </a>
        }
        .into_any()
    } else {
        view! {
            {tenant.url}
            <span class="block text-sm text-muted">"Does not answer in this state."</span>
        }
        .into_any()
    };
    view! {
        <div class="grid items-start gap-6 lg:grid-cols-2">
            <Card title="Identity">
                <KeyValueList>
                    <KeyValue label="Name">{row.name}</KeyValue>
                    <KeyValue label="Shown as">{row.display_name}</KeyValue>
                    <KeyValue label="Address">{address}</KeyValue>
                    <KeyValue label="Custom domain">{or_dash(tenant.custom_domain)}</KeyValue>
                    <KeyValue label="Code">
                        <CopyValue value=row.code label="code" />
                    </KeyValue>
                    <KeyValue label="Id">
                        <CopyValue value=row.id.to_string() label="id" />
                    </KeyValue>
                </KeyValueList>
            </Card>
            <Card title="Plan and people">
                <KeyValueList>
                    <KeyValue label="Plan">{title(&row.plan)}</KeyValue>
                    <KeyValue label="Subscription">{subscription_title(tenant.subscription)}</KeyValue>
                    {tenant
                        .trial_ends_at
                        .map(|at| {
                            view! {
                                <KeyValue label="Trial ends">
                                    <Time at />
                                </KeyValue>
                            }
                        })}
                    <KeyValue label="Billing e-mail">{tenant.billing_email}</KeyValue>
                    <KeyValue label="First owner">
                        {tenant.owner_name}
                        <span class="block text-sm text-muted">{tenant.owner_email}</span>
                    </KeyValue>
                    <KeyValue label="Template">{title(&row.template)}</KeyValue>
                    <KeyValue label="Placement">{strategy_title(row.strategy)}</KeyValue>
                    <KeyValue label="Created">
                        <Time at=row.created_at />
                    </KeyValue>
                    <KeyValue label="Changed">
                        <Time at=tenant.updated_at />
                    </KeyValue>
                </KeyValueList>
            </Card>
        </div>
    }
}

fn or_dash(text: Option<String>) -> String {
    text.unwrap_or_else(|| "—".to_owned())
}
