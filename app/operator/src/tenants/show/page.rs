//! The page of a tenant.

use contract::{
    acts::OperatorAct,
    approvals::Approval,
    ids::TenantKind,
    tenants::{Tenant, TenantStatus},
};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{EventLog, FormState, Paging, id_in_path, loaded, on_success, use_page_query};
use ui::{Banner, ButtonLink, Card, EmptyState, Glyph, Page, PageHeader, Tabs, Tone};

use super::{
    follow::follow,
    keys::keys,
    overview::overview,
    placement::placement,
    provisioning::provisioning,
    tab::{Found, Shown, Tab, find},
    users::users,
    visits::visits,
};
use crate::{
    address,
    me::can,
    tenants::{
        calls::{TenantKeysRotate, VisitAsk, VisitEnd},
        lifecycle::Deed,
    },
    words::StatusBadge,
};

/// One tenant, in tabs. While it is being provisioned the page follows along.
#[component]
pub(crate) fn TenantPage() -> impl IntoView {
    let id = id_in_path::<TenantKind>();
    let query = use_page_query();
    let asked =
        move || query.with(|query| (id.get(), query.word::<Tab>("tab"), query.get("cursor")));
    let found = Resource::new(asked, find);
    follow(found);
    let forms = Forms {
        rotate: FormState::of::<TenantKeysRotate>(),
        ask: FormState::of::<VisitAsk>(),
        end: FormState::of::<VisitEnd>(),
    };
    // They lead back to this page, which is not made anew for that.
    for form in [forms.rotate, forms.ask, forms.end] {
        on_success(form, move || found.refetch());
    }
    loaded(move || async move { Ok(body(found.await?, &forms)) })
}

/// The forms of the tabs.
#[derive(Clone, Copy)]
struct Forms {
    rotate: FormState,
    ask: FormState,
    end: FormState,
}

fn body(found: Found, forms: &Forms) -> impl IntoView + use<> {
    let Found {
        tenant,
        waiting,
        tab,
        shown,
    } = found;
    let id = tenant.row.id;
    let tabs = Tab::offered()
        .map(|tab| ui::Tab::new(tab.title(), tab.address(id)))
        .collect();
    let (title, header, reason) = (tenant.row.name.clone(), header(&tenant), reason(&tenant));
    let panel = panel(tenant, tab, shown, forms);
    view! {
        <Title text=title />
        <Page>
            {header} {reason} {waiting.map(waits)} <Tabs label="Tenant" tabs path=tab.address(id) /> {panel}
        </Page>
    }
}

fn header(tenant: &Tenant) -> impl IntoView + use<> {
    let id = tenant.row.id;
    let status = tenant.row.status;
    let crumbs = vec![("Tenants".to_owned(), "/tenants".to_owned())];
    let deeds: Vec<_> = if can(OperatorAct::TenantLifecycle) {
        Deed::offered(status).collect()
    } else {
        Vec::new()
    };
    let deeds: Vec<_> = deeds
        .into_iter()
        .map(|deed| {
            let href = format!("{}/{}", address::tenant(id), deed.word());
            view! {
                <ButtonLink href icon=deed.glyph()>
                    {deed.title()}
                </ButtonLink>
            }
        })
        .collect();
    let may_edit = can(OperatorAct::TenantLifecycle);
    view! {
        <PageHeader
            title=tenant.row.name.clone()
            subtitle=tenant.url.clone()
            crumbs
            badge=move || view! { <StatusBadge status /> }
        >
            {deeds}
            {may_edit
                .then(|| {
                    view! {
                        <ButtonLink href=format!("{}/edit", address::tenant(id)) icon=Glyph::Edit>
                            "Edit"
                        </ButtonLink>
                    }
                })}
        </PageHeader>
    }
}

/// What another operator is to decide.
fn waits(approval: Approval) -> impl IntoView {
    let title = format!("{}: waits for a second operator.", approval.act.title());
    view! {
        <Banner tone=Tone::Warn title>
            {format!("{} asked for it: {} ", approval.asked_by_name, approval.reason)}
            <a class="link" href=address::approval(approval.id)>
                "See the approval"
            </a>
        </Banner>
    }
}

/// Why the tenant is not live, where somebody or something decided so.
fn reason(tenant: &Tenant) -> Option<impl IntoView + use<>> {
    let (tone, title, text) = match tenant.row.status {
        TenantStatus::Suspended => (
            Tone::Warn,
            "Suspended: its people can read, but change nothing.",
            tenant.suspension_reason.clone()?,
        ),
        TenantStatus::ProvisioningFailed => {
            let failed = tenant
                .provisioning
                .steps
                .iter()
                .find_map(|step| step.error.clone());
            (
                Tone::Danger,
                "Provisioning failed.",
                failed.unwrap_or_default(),
            )
        }
        _ => return None,
    };
    Some(view! { <Banner tone title>{text}</Banner> })
}

fn panel(tenant: Tenant, tab: Tab, shown: Shown, forms: &Forms) -> AnyView {
    match (tab, shown) {
        (_, Shown::Size(size)) => placement(tenant, size).into_any(),
        (_, Shown::Users(list)) => users(list).into_any(),
        (_, Shown::Keys(found)) => keys(tenant.row.id, found, forms.rotate).into_any(),
        (_, Shown::Visits { is_first, found }) => {
            let id = tenant.row.id;
            let next = found.page.next_cursor.as_deref();
            let next = next.map(|cursor| tab.address_from(id, cursor));
            let first = (!is_first).then(|| tab.address(id));
            view! {
                {visits(&tenant, found, forms.ask, forms.end)}
                <Paging first next />
            }
            .into_any()
        }
        (_, Shown::Events { is_first, page }) => {
            let id = tenant.row.id;
            let next = page.next_cursor.map(|cursor| tab.address_from(id, &cursor));
            let first = (!is_first).then(|| tab.address(id));
            view! {
                <EventLog events=page.items />
                <Paging first next />
            }
            .into_any()
        }
        (Tab::Overview, Shown::Tenant) => overview(tenant).into_any(),
        (Tab::Provisioning, Shown::Tenant) => provisioning(tenant).into_any(),
        (_, Shown::Tenant) => homeless().into_any(),
    }
}

fn homeless() -> impl IntoView {
    view! {
        <Card flush=true>
            <EmptyState
                glyph=Glyph::Database
                title="No place yet"
                description="The tenant gets its schema or database, and its first user, while it is provisioned."
            />
        </Card>
    }
}
