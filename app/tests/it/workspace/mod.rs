//! A workspace of samples behind the access traits: a salon with clients.

mod door;
mod modules;
mod records;
mod settings;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use contract::{
    Answer, Fault, Page, PageRequest,
    acts::{Act, Role},
    api_keys::{ApiKey, ApiKeyDraft, ApiKeys, Secret},
    audit::{AuditLog, Event, EventFilter},
    branding::Branding,
    companies::{Companies, Company, CompanyDraft},
    customers::{Customer, CustomerDraft, CustomerFilter, Customers},
    door::Realm,
    factor_rule::{FactorHolder, FactorRules},
    ids::{ApiKeyId, CompanyId, CustomerId, Id, UserId, VisitId},
    me::{HomeTile, MemberHome, MemberMe, MemberSelf, NavigationEntry, NewCustomers, TenantView},
    receivers::{Receiver, ReceiverDraft, ReceiverTest, Receivers},
    retention::{Retention, RetentionDesk, RetentionDraft},
    roles::{RoleDraft, RoleKey, Roles, TenantRole},
    tenants::TenantStatus,
    users::{User, UserDraft, UserFilter, UserStatus, Users},
    visits::{Visit, VisitNotice, VisitState, Visitors},
    vocabulary::{Term, Vocabulary},
};
use uuid::Uuid;

/// Who looks, in what state the workspace is, and how many clients it has.
#[derive(Clone)]
pub(crate) struct Workspace {
    pub(crate) role: Role,
    pub(crate) status: TenantStatus,
    pub(crate) primary_color: &'static str,
    pub(crate) clients: usize,
    pub(crate) visit: Option<VisitNotice>,
    pub(crate) logo: Option<&'static str>,
    pub(crate) has_referrals: bool,
}

impl Workspace {
    /// An active workspace with three clients, seen by somebody of a role.
    pub(crate) fn seen_by(role: Role) -> Self {
        Self {
            role,
            status: TenantStatus::Active,
            primary_color: "#be185d",
            clients: 3,
            visit: None,
            logo: None,
            has_referrals: false,
        }
    }

    /// What the role may do of modules that are on, or off.
    fn acts(&self, on: bool) -> Vec<Act> {
        let acts = self.role.acts().iter().copied();
        let is_on = |act: &Act| self.has_referrals || act.module() != Some("referrals");
        acts.filter(|act| is_on(act) == on).collect()
    }

    fn navigation(&self) -> Vec<NavigationEntry> {
        let entry = |module: &str, label: &str, icon: &str| NavigationEntry {
            module: module.into(),
            label: label.into(),
            path: format!("/{module}"),
            icon: icon.into(),
        };
        let mut entries = vec![
            entry("customers", "Clients", "users"),
            entry("companies", "Salons", "building"),
            entry("professionals", "Stylists", "id-card"),
            entry("services", "Treatments", "list"),
        ];
        if self.has_referrals {
            entries.push(entry("referrals", "Recommendations", "share"));
        }
        entries
    }

    pub(crate) fn realm(&self) -> Realm {
        let branding = self.branding();
        Realm::Tenant {
            display_name: branding.display_name,
            primary_color: branding.primary_color,
            secondary_color: branding.secondary_color,
            sign_in_text: branding.sign_in_text,
            logo: branding.logo,
        }
    }

    fn branding(&self) -> Branding {
        Branding {
            display_name: "Luna & Co".into(),
            primary_color: self.primary_color.into(),
            secondary_color: "#f59e0b".into(),
            sign_in_text: Some("Lovely to see you.".into()),
            logo: self.logo.map(str::to_owned),
            version: 4,
        }
    }

    fn all_clients(&self) -> Vec<Customer> {
        (0..self.clients).map(client).collect()
    }
}

/// The id with a number.
pub(crate) fn id<K>(number: usize) -> Id<K> {
    Id::new(Uuid::from_u128(number as u128))
}

pub(crate) fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

fn client(number: usize) -> Customer {
    Customer {
        id: id(number),
        company_id: None,
        name: format!("Client <b>{number}</b>"),
        email: Some(format!("client{number}@example.test")),
        phone: None,
        notes: None,
        version: 7,
        created_at: at(),
        updated_at: at(),
    }
}

fn words() -> Vocabulary {
    let terms = [
        ("customer", Term::new("Client", "Clients")),
        ("company", Term::new("Salon", "Salons")),
        ("professional", Term::new("Stylist", "Stylists")),
        ("referral", Term::new("Recommendation", "Recommendations")),
        ("service", Term::new("Treatment", "Treatments")),
    ];
    Vocabulary(terms.map(|(noun, term)| (noun.to_owned(), term)).into())
}

#[async_trait]
impl MemberSelf for Workspace {
    async fn me(&self) -> Answer<MemberMe> {
        Ok(MemberMe {
            id: id(1),
            name: "Olivia Owner".into(),
            email: "owner@luna.test".into(),
            role: self.role.into(),
            role_name: self.role.title().into(),
            acts: self.acts(true),
            switched_off: self.acts(false),
            navigation: self.navigation(),
            tenant: TenantView {
                id: id(9),
                slug: "luna".into(),
                status: self.status,
                plan: "pro".into(),
                template: "salon".into(),
                branding: self.branding(),
                vocabulary: words(),
                currency: "EUR".into(),
                modules: vec!["customers".into()],
                visit: self.visit.clone(),
            },
        })
    }

    async fn home(&self) -> Answer<MemberHome> {
        Ok(MemberHome {
            tiles: self
                .navigation()
                .into_iter()
                .map(|entry| HomeTile { entry, count: 1203 })
                .collect(),
            new_customers: Some(NewCustomers {
                this_week: 4,
                newest: self.all_clients(),
            }),
        })
    }
}

#[async_trait]
impl Customers for Workspace {
    async fn customer_list(
        &self,
        filter: CustomerFilter,
        _: PageRequest,
    ) -> Answer<Page<Customer>> {
        let items = self
            .all_clients()
            .into_iter()
            .filter(|one| one.name.contains(&filter.q))
            .collect();
        Ok(Page {
            items,
            next_cursor: Some("a+b".into()),
        })
    }

    async fn customer_get(&self, id: CustomerId) -> Answer<Customer> {
        self.all_clients()
            .into_iter()
            .find(|one| one.id == id)
            .ok_or_else(|| Fault::not_found("customer"))
    }

    async fn customer_create(&self, _: CustomerDraft) -> Answer<Customer> {
        Err(Fault::internal())
    }

    async fn customer_update(
        &self,
        _: CustomerId,
        _: CustomerDraft,
        _: Option<i32>,
    ) -> Answer<Customer> {
        Err(Fault::internal())
    }

    async fn customer_delete(&self, _: CustomerId) -> Answer<()> {
        Err(Fault::internal())
    }
}

fn user(number: usize, role: Role, status: UserStatus) -> User {
    User {
        id: id(number),
        name: format!("User {number}"),
        email: format!("user{number}@luna.test"),
        role: role.into(),
        role_name: role.title().into(),
        status,
        last_seen_at: None,
        version: 1,
        created_at: at(),
    }
}

/// A key of a workspace; the first is new, and of whoever looks.
fn api_key(number: usize) -> ApiKey {
    let is_own = number == 1;
    ApiKey {
        id: id(number),
        name: format!("Key {number}"),
        hint: "tnk_Ab12".into(),
        acts: vec![Act::CustomerRead],
        owner: "Kim Owner".into(),
        is_own,
        created_at: at(),
        expires_at: at(),
        last_used_at: (!is_own).then(at),
        copy: is_own.then(|| Secret("tnk_Ab12-and-so-on".into())),
    }
}

#[async_trait]
impl ApiKeys for Workspace {
    async fn api_key_list(&self) -> Answer<Vec<ApiKey>> {
        if self.role.acts().contains(&Act::ApiKeyManage) {
            Ok(vec![api_key(1), api_key(2)])
        } else {
            Err(Fault::forbidden())
        }
    }

    async fn api_key_create(&self, _: ApiKeyDraft) -> Answer<ApiKey> {
        Err(Fault::proof_required())
    }

    async fn api_key_rotate(&self, _: ApiKeyId) -> Answer<ApiKey> {
        Err(Fault::proof_required())
    }

    async fn api_key_delete(&self, _: ApiKeyId) -> Answer<()> {
        Err(Fault::internal())
    }
}

#[async_trait]
impl Users for Workspace {
    async fn user_list(&self, _: UserFilter, _: PageRequest) -> Answer<Page<User>> {
        let items = vec![
            user(1, Role::Owner, UserStatus::Active),
            user(2, Role::Staff, UserStatus::Invited),
        ];
        Ok(Page {
            items,
            next_cursor: None,
        })
    }

    async fn user_get(&self, id: UserId) -> Answer<User> {
        let page = self
            .user_list(UserFilter::default(), PageRequest::default())
            .await?;
        page.items
            .into_iter()
            .find(|one| one.id == id)
            .ok_or_else(|| Fault::not_found("user"))
    }

    async fn user_invite(&self, _: UserDraft) -> Answer<User> {
        Err(Fault::internal())
    }

    async fn user_invite_again(&self, _: UserId) -> Answer<()> {
        Err(Fault::internal())
    }

    async fn user_forget_factor(&self, _: UserId) -> Answer<()> {
        Err(Fault::internal())
    }

    async fn user_set_role(&self, _: UserId, _: RoleKey, _: Option<i32>) -> Answer<User> {
        Err(Fault::internal())
    }

    async fn user_remove(&self, _: UserId) -> Answer<()> {
        Err(Fault::internal())
    }
}

#[async_trait]
impl Visitors for Workspace {
    async fn visitor_list(&self, _: PageRequest) -> Answer<Page<Visit>> {
        let states = [VisitState::Asked, VisitState::Open, VisitState::Over];
        let visit = |(number, state)| Visit {
            id: id(number),
            tenant: id(9),
            operator: id(8),
            operator_name: "Sam Support".into(),
            reason: "The calendar shows a wrong day.".into(),
            may_write: false,
            minutes: 30,
            state,
            asked_at: at(),
            starts_at: (state != VisitState::Asked).then(at),
            ends_at: (state != VisitState::Asked).then(at),
        };
        Ok(Page {
            items: states.into_iter().enumerate().map(visit).collect(),
            next_cursor: None,
        })
    }

    async fn visitor_answer(&self, _: VisitId, _: bool) -> Answer<()> {
        Err(Fault::internal())
    }

    async fn visitor_end(&self, _: VisitId) -> Answer<()> {
        Err(Fault::internal())
    }

    async fn visitor_rule(&self) -> Answer<bool> {
        Ok(true)
    }

    async fn visitor_set_rule(&self, _: bool) -> Answer<()> {
        Err(Fault::internal())
    }
}

#[async_trait]
impl FactorRules for Workspace {
    async fn factor_rule(&self) -> Answer<bool> {
        Ok(true)
    }

    async fn factor_set_rule(&self, _: bool) -> Answer<()> {
        Err(Fault::internal())
    }

    async fn factor_list(&self, _: PageRequest) -> Answer<Page<FactorHolder>> {
        let holder = |(number, name, has_app): (usize, &str, bool)| FactorHolder {
            id: id(number),
            name: name.into(),
            email: format!("{}@luna.test", name.to_lowercase()),
            role_name: "Staff".into(),
            has_app,
            has_passkey: false,
        };
        let people = [(1, "Ada", true), (2, "Bo", false)];
        Ok(Page {
            items: people.into_iter().map(holder).collect(),
            next_cursor: None,
        })
    }
}

#[async_trait]
impl Roles for Workspace {
    async fn role_list(&self) -> Answer<Vec<TenantRole>> {
        let role = |key: RoleKey, name: &str, acts: &[Act], is_built_in| TenantRole {
            key,
            name: name.into(),
            acts: acts.to_vec(),
            is_built_in,
            people: 0,
            version: 1,
            created_at: at(),
        };
        let mut roles: Vec<_> = Role::ALL
            .iter()
            .map(|built_in| role((*built_in).into(), built_in.title(), built_in.acts(), true))
            .collect();
        let key = RoleKey::of_name("Front desk").unwrap();
        roles.push(role(key, "Front desk", &[Act::CustomerRead], false));
        Ok(roles)
    }

    async fn role_get(&self, key: RoleKey) -> Answer<TenantRole> {
        let mut roles = self.role_list().await?.into_iter();
        roles
            .find(|role| role.key == key)
            .ok_or_else(|| Fault::not_found("role"))
    }

    async fn role_create(&self, _: RoleDraft) -> Answer<TenantRole> {
        Err(Fault::internal())
    }

    async fn role_update(&self, _: RoleKey, _: RoleDraft, _: Option<i32>) -> Answer<TenantRole> {
        Err(Fault::internal())
    }

    async fn role_delete(&self, _: RoleKey) -> Answer<()> {
        Err(Fault::internal())
    }
}

#[async_trait]
impl Companies for Workspace {
    async fn company_list(&self) -> Answer<Vec<Company>> {
        let company = |number, is_default| Company {
            id: id(number),
            name: format!("Salon {number}"),
            is_default,
            version: 1,
            created_at: at(),
        };
        Ok(vec![company(1, true), company(2, false)])
    }

    async fn company_get(&self, id: CompanyId) -> Answer<Company> {
        let all = self.company_list().await?;
        all.into_iter()
            .find(|one| one.id == id)
            .ok_or_else(|| Fault::not_found("company"))
    }

    async fn company_create(&self, _: CompanyDraft) -> Answer<Company> {
        Err(Fault::internal())
    }

    async fn company_update(
        &self,
        _: CompanyId,
        _: CompanyDraft,
        _: Option<i32>,
    ) -> Answer<Company> {
        Err(Fault::internal())
    }

    async fn company_delete(&self, _: CompanyId) -> Answer<()> {
        Err(Fault::internal())
    }
}

#[async_trait]
impl RetentionDesk for Workspace {
    async fn retention_get(&self) -> Answer<Retention> {
        Ok(Retention { days: Some(90) })
    }

    async fn retention_update(&self, _: RetentionDraft) -> Answer<Retention> {
        Err(Fault::proof_required())
    }
}

#[async_trait]
impl Receivers for Workspace {
    async fn receiver_get(&self) -> Answer<Option<Receiver>> {
        Ok(Some(Receiver {
            url: "https://siem.luna.test/log".into(),
            is_on: true,
            secret: Some(Secret("whsec_sample".into())),
            old_secret_until: Some(at()),
            last: Some(1_234),
            sent_at: Some(at()),
            waiting: 7,
            error: Some("The server answered 503.".into()),
            next_at: Some(at()),
            test: Some(ReceiverTest {
                at: Some(at()),
                error: None,
            }),
        }))
    }

    async fn receiver_set(&self, _: ReceiverDraft) -> Answer<Receiver> {
        Err(Fault::proof_required())
    }

    async fn receiver_renew(&self) -> Answer<Receiver> {
        Err(Fault::proof_required())
    }

    async fn receiver_test(&self) -> Answer<()> {
        Err(Fault::internal())
    }

    async fn receiver_delete(&self) -> Answer<()> {
        Err(Fault::internal())
    }
}

#[async_trait]
impl AuditLog for Workspace {
    async fn event_list(&self, _: EventFilter, _: PageRequest) -> Answer<Page<Event>> {
        if self.role.acts().contains(&Act::AuditRead) {
            Ok(Page {
                items: Vec::new(),
                next_cursor: None,
            })
        } else {
            Err(Fault::forbidden())
        }
    }
}
