//! What an operator does to a tenant's life: each deed says what will happen and asks once more.

use contract::{
    Fault,
    acts::OperatorAct,
    ids::{TenantId, TenantKind},
    tenants::{Tenant, TenantStatus},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use portal_kit::{FormState, id_in_path, loaded};
use serde::{Deserialize, Serialize};
use ui::{
    Button, ButtonKind, ButtonLink, Card, FormActions, FormScope, Glyph, Page, PageHeader, TextArea,
};

use super::tenant_get;
use crate::{address, me::permit};

/// One thing to do to a tenant's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Deed {
    /// Make it read-only.
    Suspend,
    /// Lift the suspension.
    Resume,
    /// Close its address.
    Deactivate,
    /// Open it again.
    Restore,
    /// Try its provisioning again.
    Retry,
}

impl Deed {
    const ALL: [Self; 5] = [
        Self::Retry,
        Self::Resume,
        Self::Restore,
        Self::Suspend,
        Self::Deactivate,
    ];

    /// What can be done to a tenant in this state.
    pub(super) fn offered(status: TenantStatus) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |deed| deed.fits(status))
    }

    const fn fits(self, status: TenantStatus) -> bool {
        match self {
            Self::Suspend => matches!(status, TenantStatus::Active),
            Self::Resume => matches!(status, TenantStatus::Suspended),
            Self::Deactivate => matches!(status, TenantStatus::Active | TenantStatus::Suspended),
            Self::Restore => matches!(status, TenantStatus::Inactive),
            Self::Retry => matches!(status, TenantStatus::ProvisioningFailed),
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|deed| deed.word() == word)
    }

    /// Its word in the address and in the form.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Suspend => "suspend",
            Self::Resume => "resume",
            Self::Deactivate => "deactivate",
            Self::Restore => "restore",
            Self::Retry => "retry",
        }
    }

    /// Its name on a button.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Suspend => "Suspend",
            Self::Resume => "Resume",
            Self::Deactivate => "Deactivate",
            Self::Restore => "Restore",
            Self::Retry => "Try again",
        }
    }

    pub(super) const fn glyph(self) -> Glyph {
        match self {
            Self::Suspend => Glyph::Pause,
            Self::Resume | Self::Restore => Glyph::Play,
            Self::Deactivate => Glyph::Lock,
            Self::Retry => Glyph::Refresh,
        }
    }

    const fn consequence(self) -> &'static str {
        match self {
            Self::Suspend => {
                "Its people can sign in and read everything, but change nothing, at once and by every door: \
                 pages, API and jobs. Resuming lifts it."
            }
            Self::Resume => "Its people can work again at once.",
            Self::Deactivate => {
                "Its address stops answering at once: nobody can sign in, and programs are refused. \
                 All data is kept. Restoring opens it again."
            }
            Self::Restore => "Its address answers again at once, with everything as it was left.",
            Self::Retry => {
                "Provisioning goes on from the step that failed. What was already made is used, not made twice."
            }
        }
    }

    #[cfg(feature = "ssr")]
    const fn done(self) -> &'static str {
        match self {
            Self::Suspend => "is suspended",
            Self::Resume => "is active again",
            Self::Deactivate => "is deactivated",
            Self::Restore => "is restored",
            Self::Retry => "is being provisioned again",
        }
    }
}

/// Does a deed and shows the tenant.
#[server(prefix = "/fn/operator", endpoint = "tenant_deed")]
pub(crate) async fn tenant_deed(
    id: TenantId,
    deed: Deed,
    reason: Option<String>,
) -> Result<(), Fault> {
    let tenants = portal_kit::operator()?;
    let tenant = match deed {
        Deed::Suspend => {
            tenants
                .tenant_suspend(id, reason.unwrap_or_default())
                .await?
        }
        Deed::Resume => tenants.tenant_resume(id).await?,
        Deed::Deactivate => tenants.tenant_deactivate(id).await?,
        Deed::Restore => tenants.tenant_restore(id).await?,
        Deed::Retry => tenants.tenant_retry(id).await?,
    };
    portal_kit::notice(format!("{} {}.", tenant.row.name, deed.done()));
    let tab = if deed == Deed::Retry {
        "?tab=provisioning"
    } else {
        ""
    };
    portal_kit::redirect(&format!("{}{tab}", address::tenant(id)));
    Ok(())
}

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
            Ok((tenant_get(id?).await?, deed))
        },
    );
    loaded(move || async move {
        permit(OperatorAct::TenantLifecycle)?;
        let (tenant, deed) = found.await?;
        Ok(body(tenant, deed))
    })
}

fn body(tenant: Tenant, deed: Deed) -> impl IntoView {
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
                    form(id, deed).into_any()
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

fn form(id: TenantId, deed: Deed) -> impl IntoView {
    let action = ServerAction::<TenantDeed>::new();
    let form = FormState::of(action);
    let kind = match deed {
        Deed::Suspend | Deed::Deactivate => ButtonKind::Danger,
        Deed::Resume | Deed::Restore | Deed::Retry => ButtonKind::Primary,
    };
    view! {
        <ActionForm action=action>
            <FormScope problems=form.problems()>
                <p class="text-pretty text-muted">{deed.consequence()}</p>
                <input type="hidden" name="id" value=id.to_string() />
                <input type="hidden" name="deed" value=deed.word() />
                {(deed == Deed::Suspend)
                    .then(|| {
                        view! {
                            <TextArea
                                name="reason"
                                label="Reason"
                                hint="Kept with the tenant's record and in the audit log."
                                value=form.typed("reason", "")
                                maxlength=500
                                required=true
                            />
                        }
                    })}
                <FormActions>
                    <Button submit=true kind icon=deed.glyph() loading=form.pending()>
                        {deed.title()}
                    </Button>
                    <ButtonLink href=address::tenant(id)>"Cancel"</ButtonLink>
                </FormActions>
            </FormScope>
        </ActionForm>
    }
}

#[cfg(test)]
mod tests {
    use contract::tenants::TenantStatus;

    use super::Deed;

    const fn outcome(deed: Deed) -> TenantStatus {
        match deed {
            Deed::Suspend => TenantStatus::Suspended,
            Deed::Resume | Deed::Restore => TenantStatus::Active,
            Deed::Deactivate => TenantStatus::Inactive,
            Deed::Retry => TenantStatus::Provisioning,
        }
    }

    /// TEN-2: only what the state machine allows is offered.
    #[test]
    fn every_deed_offered_is_a_legal_transition() {
        for status in TenantStatus::ALL {
            for deed in Deed::offered(*status) {
                assert!(
                    status.transition(outcome(deed)).is_ok(),
                    "{deed:?} from {status}"
                );
            }
        }
    }

    #[test]
    fn every_deed_is_offered_somewhere() {
        for deed in Deed::ALL {
            assert!(TenantStatus::ALL.iter().any(|status| deed.fits(*status)));
            assert_eq!(Deed::from_word(deed.word()), Some(deed));
        }
    }
}
