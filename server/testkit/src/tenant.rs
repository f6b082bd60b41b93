//! A tenant of a plane, and the people in it.

use contract::{
    acts::Role,
    audit::{Event, EventFilter},
    door::SignIn,
    ids::TenantId,
    tenants::{Strategy, TenantDraft, Tenants},
    visits::{VisitDraft, Visiting},
};
use domain::{
    Entered, OperatorDesk, Platform, Signed, Site, Subject, TenantDesk, TokenPair,
    provisioning::Outcome,
};
use store::{
    AuditEntry, Caller, TenantReader, TenantScope, TenantWriter,
    tenant::{events, users},
};

use crate::{Plane, given, plane::all, sessions};

/// A tenant that was not created yet.
pub struct TenantOrder<'a> {
    plane: &'a Plane,
    draft: TenantDraft,
}

impl<'a> TenantOrder<'a> {
    pub(crate) fn new(plane: &'a Plane, slug: &str) -> Self {
        let draft = TenantDraft {
            slug: slug.into(),
            name: format!("{slug} Ltd"),
            display_name: slug.into(),
            plan: "unlimited".into(),
            strategy: "shared".into(),
            template: "generic".into(),
            owner_name: format!("Owner of {slug}"),
            owner_email: format!("owner@{slug}.test"),
            owner_password: given::PASSWORD.into(),
            ..TenantDraft::default()
        };
        Self { plane, draft }
    }

    /// Where it will live.
    #[must_use]
    pub fn strategy(mut self, strategy: Strategy) -> Self {
        self.draft.strategy = strategy.as_str().into();
        self
    }

    /// Its vertical template.
    #[must_use]
    pub fn template(mut self, key: &str) -> Self {
        self.draft.template = key.into();
        self
    }

    /// Its plan, for tests of limits.
    #[must_use]
    pub fn plan(mut self, code: &str) -> Self {
        self.draft.plan = code.into();
        self
    }

    /// With the template's examples.
    #[must_use]
    pub fn demo_data(mut self) -> Self {
        self.draft.demo_data = true;
        self
    }

    /// With an owner who was sent an invitation and has not accepted it.
    #[must_use]
    pub fn owner_invited(mut self) -> Self {
        self.draft.owner_password.clear();
        self
    }

    /// What the wizard would send.
    pub fn draft(&self) -> TenantDraft {
        self.draft.clone()
    }

    /// Creates it and leaves its provisioning to the test.
    pub async fn order(self) -> TenantPlane {
        let slug = self.draft.slug.clone();
        let desk = self.plane.operator().await;
        let tenant = desk.tenant_create(self.draft).await;
        TenantPlane {
            platform: self.plane.platform().clone(),
            id: tenant.expect("a tenant").row.id,
            slug,
        }
    }

    /// Creates and provisions it.
    pub async fn build(self) -> TenantPlane {
        let plane = self.plane;
        let tenant = self.order().await;
        assert_eq!(plane.provision(tenant.id).await, Outcome::Live);
        tenant
    }
}

/// A tenant of a plane.
#[derive(Clone)]
pub struct TenantPlane {
    platform: Platform,
    id: TenantId,
    slug: String,
}

impl TenantPlane {
    /// The tenant's id.
    pub fn id(&self) -> TenantId {
        self.id
    }

    /// The first label of its address.
    pub fn slug(&self) -> &str {
        &self.slug
    }

    /// Its host.
    pub fn host(&self) -> String {
        format!("{}.{}", self.slug, self.platform.settings().base)
    }

    /// Its site, as its host resolves now.
    pub async fn site(&self) -> Site {
        let site = self.platform.resolve(&self.host()).await;
        site.expect("a tenant at this address")
    }

    /// An address in the tenant's domain.
    pub fn email(&self, local: &str) -> String {
        format!("{local}@{}.test", self.slug)
    }

    /// The owner that it was ordered with.
    pub async fn owner(&self) -> TenantDesk {
        self.desk(&self.email("owner")).await
    }

    /// Somebody who does the daily work.
    pub async fn member(&self) -> TenantDesk {
        self.user(Role::Staff).await
    }

    /// The user of this role, `<role>@<slug>.test`, made if there is none.
    pub async fn user(&self, role: Role) -> TenantDesk {
        let email = self.email(role.as_str());
        if self.account(&email).await.is_none() {
            given::user(self, role.title(), &email, role).await;
        }
        self.desk(&email).await
    }

    /// What this user holds once signed in.
    pub async fn desk(&self, email: &str) -> TenantDesk {
        let (site, session) = (self.site().await, self.session(email).await);
        let resumed = self
            .platform
            .resume(&site, &session, Caller::default())
            .await;
        match resumed.expect("a good session") {
            Some(Signed::Tenant(desk)) => desk,
            Some(Signed::Operator(_)) | None => panic!("no session of {email}"),
        }
    }

    /// The value of a cookie that this user is signed in with.
    pub async fn session(&self, email: &str) -> String {
        let account = self.account(email).await;
        let account = account.unwrap_or_else(|| panic!("no account {email}"));
        let entered = Entered {
            subject: Subject::User {
                tenant: self.id,
                user: account.id,
            },
            access_version: account.access_version,
            proved_at: Some(self.platform.clock().now()),
        };
        sessions::open(&self.platform, entered).await
    }

    /// The value of a cookie that an operator visits with, who asked for it with this reason.
    pub async fn visiting(&self, operator: &OperatorDesk, draft: VisitDraft) -> String {
        let visit = operator.visit_ask(self.id, draft).await.unwrap();
        let way_in = operator.visit_way_in(self.id, visit.id).await.unwrap();
        let token = way_in.rsplit('/').next().unwrap_or_default();
        let (site, caller) = (self.site().await, Caller::default());
        let entered = self.platform.visit_enter(&site, token, caller).await;
        sessions::open(&self.platform, entered.unwrap()).await
    }

    /// Tokens of this user, whose password is [`given::PASSWORD`].
    pub async fn tokens(&self, email: &str) -> TokenPair {
        self.tokens_by(email, None).await
    }

    /// The same of somebody with a second factor.
    pub async fn tokens_with(&self, email: &str, code: &str) -> TokenPair {
        self.tokens_by(email, Some(code)).await
    }

    async fn tokens_by(&self, email: &str, code: Option<&str>) -> TokenPair {
        let caller = Caller::default();
        let site = self.site().await;
        let sign_in = SignIn {
            email: email.into(),
            password: given::PASSWORD.into(),
        };
        let pair = self
            .platform
            .token(&site, None, sign_in, code, caller)
            .await;
        pair.expect("an account with the usual password")
    }

    /// The account with this address.
    pub async fn account(&self, email: &str) -> Option<users::Account> {
        users::by_email(&mut self.read().await, email)
            .await
            .unwrap()
    }

    /// A scope of the platform's own work, past every role.
    pub async fn scope(&self) -> TenantScope {
        let scope = self.platform.database().job_scope(self.id, "test").await;
        scope.unwrap().expect("the tenant's record")
    }

    /// A reader past every role.
    pub async fn read(&self) -> TenantReader {
        let scope = self.scope().await;
        self.platform.database().read(&scope).await.unwrap()
    }

    /// A writer past every role.
    pub async fn write(&self) -> TenantWriter {
        let scope = self.scope().await;
        self.platform.database().write(&scope).await.unwrap()
    }

    /// The tenant's own log, newest first.
    pub async fn events(&self) -> Vec<Event> {
        let filter = EventFilter::default();
        let page = events::list(&mut self.read().await, &filter, &all()).await;
        page.unwrap().items
    }
}

/// Makes everything last that a builder wrote.
pub(crate) async fn commit(writer: TenantWriter) {
    let entry = AuditEntry::new("test.given", "test", "given");
    writer.commit(entry).await.unwrap();
}
