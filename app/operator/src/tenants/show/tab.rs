//! The tabs of a tenant, each an address of its own.

use contract::{
    Answer, Page,
    acts::OperatorAct,
    approvals::Approval,
    audit::{Event, EventFilter},
    ids::TenantId,
    keys::KeyVersions,
    tenants::{PlacementSize, Tenant},
    users::User,
};
use portal_kit::with_query;
use serde::{Deserialize, Serialize};

use crate::{
    address,
    approvals::waiting_for,
    audit::event_list,
    me::can,
    tenants::calls::{
        VisitsSeen, tenant_get, tenant_keys, tenant_size, tenant_users, tenant_visits,
    },
};

/// One of the tabs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Tab {
    #[default]
    Overview,
    Provisioning,
    Placement,
    Users,
    Keys,
    Visits,
    Audit,
}

impl Tab {
    /// The tabs that the operator may see.
    pub(super) fn offered() -> impl Iterator<Item = Self> {
        let all = [
            Self::Overview,
            Self::Provisioning,
            Self::Placement,
            Self::Users,
            Self::Keys,
            Self::Visits,
            Self::Audit,
        ];
        all.into_iter().filter(|tab| match tab {
            Self::Keys => can(OperatorAct::KeyRead),
            Self::Audit => can(OperatorAct::AuditRead),
            Self::Overview | Self::Provisioning | Self::Placement | Self::Users | Self::Visits => {
                true
            }
        })
    }

    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Provisioning => "Provisioning",
            Self::Placement => "Placement",
            Self::Users => "Users",
            Self::Keys => "Keys",
            Self::Visits => "Visits",
            Self::Audit => "Audit",
        }
    }

    /// The address of this tab of a tenant.
    pub(super) fn address(self, id: TenantId) -> String {
        self.address_from(id, "")
    }

    /// The same from a cursor on.
    pub(super) fn address_from(self, id: TenantId, cursor: &str) -> String {
        let word = match self {
            Self::Overview => "",
            Self::Provisioning => "provisioning",
            Self::Placement => "placement",
            Self::Users => "users",
            Self::Keys => "keys",
            Self::Visits => "visits",
            Self::Audit => "audit",
        };
        with_query(&address::tenant(id), [("tab", word), ("cursor", cursor)])
    }
}

/// A tenant with what its open tab shows.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Found {
    pub(super) tenant: Tenant,
    /// What another operator is to decide about it.
    pub(super) waiting: Option<Approval>,
    pub(super) tab: Tab,
    pub(super) shown: Shown,
}

/// What a tab shows beside the tenant itself.
#[derive(Clone, Serialize, Deserialize)]
pub(super) enum Shown {
    Tenant,
    Size(PlacementSize),
    Users(Vec<User>),
    Keys(KeyVersions),
    Visits { is_first: bool, found: VisitsSeen },
    Events { is_first: bool, page: Page<Event> },
}

/// What is asked for: whose tab, from which cursor on.
pub(super) type Asked = (Answer<TenantId>, Tab, String);

/// Asks for the tenant and for what the tab shows.
pub(super) async fn find((id, tab, cursor): Asked) -> Answer<Found> {
    let id = id?;
    let tenant = tenant_get(id).await?;
    let waiting = if tenant.row.status.is_reachable() {
        waiting_for(id).await?
    } else {
        None
    };
    let shown = match tab {
        Tab::Placement if tenant.placement.is_some() => Shown::Size(tenant_size(id).await?),
        Tab::Users if tenant.placement.is_some() => Shown::Users(tenant_users(id).await?),
        Tab::Keys => Shown::Keys(tenant_keys(id).await?),
        Tab::Visits => Shown::Visits {
            is_first: cursor.is_empty(),
            found: tenant_visits(id, cursor).await?,
        },
        Tab::Audit => {
            let filter = EventFilter {
                tenant: id.to_string(),
                ..EventFilter::default()
            };
            Shown::Events {
                is_first: cursor.is_empty(),
                page: event_list(filter, cursor).await?,
            }
        }
        Tab::Overview | Tab::Provisioning | Tab::Placement | Tab::Users => Shown::Tenant,
    };
    Ok(Found {
        tenant,
        waiting,
        tab,
        shown,
    })
}
