//! One good call of every operation, said once: the document is checked against the answers, and every attack is one of
//! these with something wrong about it. A new operation is a new line.

use std::sync::Arc;

use contract::acts::{Act, OperatorAct, OperatorRole, Role};
use domain::Signed;
use serde_json::{Value, json};
use testkit::{AuthenticatorApp, Plane, TenantPlane, given};

use crate::{
    client::{Ask, Identity},
    needs::Needs,
    watch::canary,
    web::Web,
};

/// A good call of an operation.
#[derive(Clone)]
pub(crate) struct Call {
    /// The operation's id in the document.
    pub(crate) id: &'static str,
    pub(crate) needs: Needs,
    /// What stands in the places of the path.
    pub(crate) path: Vec<String>,
    pub(crate) body: Option<Value>,
    /// What kind of file is the body, and the file, where that is one.
    pub(crate) file: Option<(&'static str, Vec<u8>)>,
    /// Shows the code that goes into the body.
    app: Option<Arc<AuthenticatorApp>>,
    /// Who makes it, if not everybody of their kind can.
    pub(crate) by: Option<Identity>,
}

fn call(id: &'static str, needs: impl Into<Needs>) -> Call {
    Call {
        id,
        needs: needs.into(),
        path: Vec::new(),
        body: None,
        file: None,
        app: None,
        by: None,
    }
}

impl Call {
    fn at(mut self, part: impl ToString) -> Self {
        self.path.push(part.to_string());
        self
    }

    fn with(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    fn with_picture(mut self) -> Self {
        self.file = Some(("image/png", given::PICTURE.to_vec()));
        self
    }

    fn with_sheet(mut self, text: impl Into<Vec<u8>>) -> Self {
        self.file = Some(("text/csv", text.into()));
        self
    }

    fn with_code_of(mut self, app: AuthenticatorApp) -> Self {
        self.app = Some(Arc::new(app));
        self.with(json!({}))
    }

    fn by(mut self, token: String) -> Self {
        self.by = Some(Identity::Token(token));
        self
    }

    /// What is sent at this moment.
    pub(crate) fn body(&self) -> Option<Value> {
        let mut body = self.body.clone();
        if let (Some(body), Some(app)) = (&mut body, &self.app) {
            body["code"] = json!(app.code());
        }
        body
    }
}

/// Every operation of a tenant's people, in an order in which each succeeds.
pub(crate) async fn tenant_calls(plane: &Plane, tenant: &TenantPlane) -> Vec<Call> {
    let canary = canary(tenant);
    let customer = given::customer(tenant, &canary).await.id;
    let referred = given::customer(tenant, &canary).await.id;
    let professional = given::professional(tenant, &canary).await.id;
    let referral = given::referral(tenant, &canary).await;
    // A list of two has two pages.
    given::referral(tenant, &canary).await;
    let company = given::company(tenant, &canary).await.id;
    let workplace = given::company(tenant, &format!("{canary}, too")).await.id;
    let named = |name: &str| json!({ "name": name });
    let employed = json!({ "name": "Eve", "specialty": "Brakes", "is_active": false, "company_id": workplace });
    let referring = json!({
        "from_professional_id": referral.from_professional_id,
        "to_professional_id": referral.to_professional_id,
        "customer_id": referred,
        "reason": "Paint",
        "status": "sent",
    });
    let vocabulary = json!({ "customer": { "singular": "Guest", "plural": "Guests" } });
    let branding = json!({ "display_name": "Workshop", "primary_color": "#2563eb", "secondary_color": "#0f172a" });
    given::receiver(tenant, "https://siem.example/log").await;
    given::config_version(tenant, &canary).await;
    let owner = tenant.email("owner");
    let tokens = tenant.tokens(&owner).await;
    vec![
        call("token", Needs::Nothing)
            .with(json!({ "email": owner, "password": testkit::PASSWORD })),
        call("refresh", Needs::Nothing).with(json!({ "refresh_token": tokens.refresh_token })),
        call("jwks", Needs::Nothing),
        call("me", Needs::Account),
        call("me_events", Needs::Account),
        call("event_list", Act::AuditRead),
        call("event_export", Act::AuditRead),
        call("customer_list", Act::CustomerRead),
        call("customer_export", Act::CustomerRead),
        call("customer_import", Act::CustomerWrite).with_sheet("Name\nEve\n"),
        call("customer_create", Act::CustomerWrite).with(named("Eve")),
        call("customer_get", Act::CustomerRead).at(customer),
        call("customer_update", Act::CustomerWrite)
            .at(customer)
            .with(json!({ "name": "Ada", "email": "ada@customers.test", "phone": null })),
        call("customer_delete", Act::CustomerDelete).at(customer),
        call("professional_list", Act::ProfessionalRead),
        call("professional_export", Act::ProfessionalRead),
        call("professional_import", Act::ProfessionalWrite).with_sheet("Name\nEve\n"),
        call("professional_create", Act::ProfessionalWrite).with(employed.clone()),
        call("professional_get", Act::ProfessionalRead).at(professional),
        call("professional_update", Act::ProfessionalWrite)
            .at(professional)
            .with(employed),
        call("professional_delete", Act::ProfessionalDelete).at(professional),
        call("module_list", Act::SettingsRead),
        call("module_show", Act::SettingsRead).at("referrals"),
        call("module_switch", Act::ModuleManage)
            .at("referrals")
            .with(json!({ "enabled": true })),
        call("referral_list", Act::ReferralRead),
        call("referral_export", Act::ReferralRead),
        call("referral_create", Act::ReferralWrite).with(referring.clone()),
        call("referral_get", Act::ReferralRead).at(referral.id),
        call("referral_update", Act::ReferralWrite)
            .at(referral.id)
            .with(referring),
        call("referral_delete", Act::ReferralDelete).at(referral.id),
        call("company_list", Act::CompanyRead),
        call("company_create", Act::CompanyWrite).with(named("South")),
        call("company_get", Act::CompanyRead).at(company),
        call("company_update", Act::CompanyWrite)
            .at(company)
            .with(named("West")),
        call("company_delete", Act::CompanyWrite).at(company),
        call("config_get", Act::SettingsRead),
        call("config_update", Act::SettingsWrite)
            .with(json!({ "time_zone": "Europe/Berlin", "vocabulary": vocabulary })),
        call("config_versions", Act::SettingsRead),
        call("config_restore", Act::SettingsWrite).at(1),
        call("branding_get", Act::SettingsRead),
        call("branding_update", Act::SettingsWrite).with(branding),
        call("logo_update", Act::SettingsWrite).with_picture(),
        call("logo_delete", Act::SettingsWrite),
        call("retention_get", Act::AuditRead),
        call("retention_update", Act::SettingsWrite).with(json!({ "days": 365 })),
        call("receiver_set", Act::LogStream)
            .with(json!({ "url": "https://siem.example/log", "is_on": true })),
        call("receiver_get", Act::LogStream),
        call("receiver_test", Act::LogStream),
        call("receiver_renew", Act::LogStream),
        call("receiver_delete", Act::LogStream),
        call("checklist", Act::SettingsRead),
    ]
    .into_iter()
    .chain(service_calls(tenant).await)
    .chain(people_calls(plane, tenant).await)
    .collect()
}

/// What concerns the menu.
async fn service_calls(tenant: &TenantPlane) -> Vec<Call> {
    let canary = canary(tenant);
    let service = given::service(tenant, &canary).await;
    given::service(tenant, &format!("{canary}, too")).await;
    let (category, service) = (service.category_id, service.id);
    let empty = given::service_category(tenant, "Nothing yet").await.id;
    let line = |name: &str| json!({ "category_id": category, "name": name, "minutes": 30, "price": "49.00" });
    let lines = format!("Name,Category,Minutes,Price\nTrim,\"{canary}\",30,49.00\n");
    vec![
        call("service_list", Act::ServiceRead),
        call("service_export", Act::ServiceRead),
        call("service_import", Act::ServiceWrite).with_sheet(lines),
        call("service_create", Act::ServiceWrite).with(line("Polish")),
        call("service_get", Act::ServiceRead).at(service),
        call("service_update", Act::ServiceWrite)
            .at(service)
            .with(line("Wash")),
        call("service_delete", Act::ServiceDelete).at(service),
        call("service_category_list", Act::ServiceRead),
        call("service_category_create", Act::ServiceWrite).with(json!({ "name": "Care" })),
        call("service_category_get", Act::ServiceRead).at(category),
        call("service_category_update", Act::ServiceWrite)
            .at(category)
            .with(json!({ "name": "Colour", "position": 2 })),
        call("service_category_delete", Act::ServiceDelete).at(empty),
    ]
}

/// What concerns accounts, roles and keys.
async fn people_calls(plane: &Plane, tenant: &TenantPlane) -> Vec<Call> {
    let canary = canary(tenant);
    let colleague = given::user(tenant, &canary, &tenant.email("colleague"), Role::Staff).await;
    // Nobody whom an attack is signed in as: whoever loses a factor is signed out.
    let email = tenant.email("careful");
    let careful = given::user(tenant, &canary, &email, Role::Staff).await.id;
    let signed = Signed::Tenant(tenant.desk(&email).await);
    AuthenticatorApp::turn_on(plane, &signed).await;
    let role = given::role(tenant, "Front desk", &[Act::CustomerRead])
        .await
        .key;
    let invited = given::invited_user(tenant, &canary, &tenant.email("invited"), Role::Staff).await;
    let auditor = OperatorRole::Auditor;
    let asked = given::visit(plane, tenant, auditor, false).await;
    let visit = given::visit(plane, tenant, auditor, true).await;
    let keeper = tenant.email("keeper");
    given::user(tenant, &canary, &keeper, Role::Admin).await;
    let key = given::api_key(tenant, &canary, &keeper, &[Act::CustomerRead])
        .await
        .id;
    let keeper = tenant.tokens(&keeper).await.access_token;
    vec![
        call("user_list", Act::UserRead),
        call("user_invite", Act::UserManage)
            .with(json!({ "name": "Eve", "email": "eve@people.test", "role": "staff" })),
        call("user_get", Act::UserRead).at(colleague.id),
        call("user_update", Act::UserManage)
            .at(colleague.id)
            .with(json!({ "role": "manager" })),
        call("user_forget_factor", Act::UserManage).at(careful),
        call("user_remove", Act::UserManage).at(colleague.id),
        call("user_invite_again", Act::UserManage).at(invited.id),
        call("role_list", Act::UserRead),
        call("role_create", Act::RoleManage)
            .with(json!({ "name": "Night shift", "acts": ["customers.read"] })),
        call("role_get", Act::UserRead).at(&role),
        call("role_update", Act::RoleManage)
            .at(&role)
            .with(json!({ "name": "Front desk", "acts": ["customers.read"] })),
        call("role_delete", Act::RoleManage).at(&role),
        call("factor_list", Act::UserManage),
        call("factor_rule", Act::UserManage),
        call("factor_set_rule", Act::UserManage).with(json!({ "required": false })),
        call("visitor_list", Act::VisitManage),
        call("visitor_rule", Act::VisitManage),
        call("visitor_set_rule", Act::VisitManage).with(json!({ "ask_first": false })),
        call("visitor_answer", Act::VisitManage)
            .at(asked)
            .with(json!({ "allow": true })),
        call("visitor_end", Act::VisitManage).at(visit),
        call("api_key_list", Act::ApiKeyManage),
        call("api_key_create", Act::ApiKeyManage)
            .with(json!({ "name": "Import", "acts": ["customers.read"], "days": 30 })),
        call("api_key_rotate", Act::ApiKeyManage).at(key).by(keeper),
        call("api_key_delete", Act::ApiKeyManage).at(key),
    ]
}

/// The same of one's own account, of either realm; each may end what it is called with.
pub(crate) async fn account_calls(web: &Web, host: &str, session: &str) -> Vec<Call> {
    let session = Identity::Session(session.to_owned());
    let list = Ask::get(host, "/api/v1/me/sessions").by(&session);
    let sessions = web.send(list).await.json();
    let session = sessions["items"][0]["id"].as_str().unwrap();
    let password =
        json!({ "password": testkit::PASSWORD, "new_password": "a staple of another kind" });
    vec![
        call("session_list", Needs::Account),
        call("session_end", Needs::Account).at(session),
        call("session_end_others", Needs::Account),
        call("second_factor_get", Needs::Account),
        call("second_factor_begin", Needs::Account),
        call("password_change", Needs::Account).with(password),
    ]
}

/// The same of a second factor, by those who have come so far.
pub(crate) async fn factor_calls(plane: &Plane, tenant: &TenantPlane) -> Vec<Call> {
    let beginner = Signed::Tenant(tenant.user(Role::Staff).await);
    let begun = AuthenticatorApp::scan(plane, &beginner).await;
    let beginner = tenant.tokens(&tenant.email("staff")).await;
    let careful = Signed::Tenant(tenant.user(Role::ReadOnly).await);
    let app = AuthenticatorApp::turn_on(plane, &careful).await;
    let email = tenant.email("read_only");
    let careful = tenant.tokens_with(&email, &app.code()).await;
    vec![
        call("second_factor_confirm", Needs::Account)
            .with_code_of(begun)
            .by(beginner.access_token),
        call("second_factor_remove", Needs::Account).by(careful.access_token),
    ]
}

/// The same of operators, most of them about this tenant.
pub(crate) async fn operator_calls(web: &Web, tenant: &TenantPlane) -> Vec<Call> {
    use OperatorAct as A;

    let id = tenant.id();
    let probing = web.plane.platform().begin_probing("test").await;
    let run = probing.unwrap().unwrap().finish().await.unwrap().id;
    let failed = web.plane.tenant("failed").order().await.id();
    let statement =
        format!("UPDATE platform.tenants SET status = 'provisioning_failed' WHERE id = '{failed}'");
    web.plane.sabotage(&statement).await;
    let mailed = web.plane.tenant("mailed").owner_invited().build().await;
    let mail = web.plane.mails().await[0].row.id;
    let statement = format!("UPDATE platform.mails SET state = 'failed' WHERE id = '{mail}'");
    web.plane.sabotage(&statement).await;
    let draft = json!({
        "slug": "fresh", "name": "Fresh", "plan": "trial", "template": "salon", "strategy": "shared",
        "admin": { "name": "Ada", "email": "ada@fresh.test" },
    });
    let plan = json!({
        "name": "Starter", "description": "To begin with.", "monthly_minor": 4900, "annual_minor": 49000,
        "limits": { "users": 5 }, "strategy": "shared", "support": "email", "is_active": true,
    });
    let visit = given::visit(&web.plane, tenant, OperatorRole::Owner, true).await;
    let asked = given::approval(&web.plane, tenant, OperatorRole::Support).await;
    let own = given::approval(&web.plane, &mailed, OperatorRole::Owner).await;
    let owner = web.plane.operator_tokens(OperatorRole::Owner).await;
    let second = web.plane.second_server();
    let server = json!({
        "name": "frankfurt", "region": "eu", "url": second.url, "password": second.password, "allow_old_postgres": true,
    });
    vec![
        call("me", Needs::Account),
        call("event_list", A::AuditRead),
        call("tenant_list", A::TenantRead),
        call("tenant_counts", A::TenantRead),
        call("tenant_create", A::TenantCreate).with(draft),
        call("tenant_get", A::TenantRead).at(id),
        call("tenant_update", A::TenantLifecycle)
            .at(id)
            .with(json!({ "name": "Acme", "billing_email": "billing@acme.test" })),
        call("tenant_config_get", A::TenantRead).at(id),
        call("tenant_config_update", A::TenantLifecycle)
            .at(id)
            .with(json!({ "time_zone": "Europe/Berlin" })),
        call("tenant_size", A::TenantRead).at(id),
        call("tenant_keys", A::KeyRead).at(id),
        call("tenant_keys_rotate", A::KeyRotate).at(id),
        call("tenant_users", A::TenantRead).at(id),
        call("tenant_events", A::TenantRead).at(id),
        call("approval_list", A::TenantRead),
        call("approval_get", A::TenantRead).at(asked),
        call("approval_decide", A::TenantLifecycle)
            .at(asked)
            .with(json!({ "approve": false, "note": "The contract goes on." }))
            .by(owner.access_token.clone()),
        call("approval_withdraw", A::TenantLifecycle)
            .at(own)
            .by(owner.access_token.clone()),
        call("tenant_suspend", A::TenantLifecycle)
            .at(id)
            .with(json!({ "reason": "A late invoice." })),
        call("tenant_resume", A::TenantLifecycle).at(id),
        call("tenant_deactivate", A::TenantLifecycle).at(id),
        call("tenant_restore", A::TenantLifecycle).at(id),
        call("tenant_deactivation", A::TenantLifecycle)
            .at(mailed.id())
            .with(json!({ "reason": "The contract ended." })),
        call("tenant_retry", A::TenantLifecycle).at(failed),
        call("template_list", A::TenantRead),
        call("tenant_visits", A::TenantRead).at(id),
        call("visit_way_in", A::TenantVisit)
            .at(id)
            .at(visit)
            .by(owner.access_token.clone()),
        call("visit_end", A::TenantVisit).at(id).at(visit),
        call("visit_ask", A::TenantVisit).at(id).with(
            json!({ "reason": "The calendar shows a wrong day.", "minutes": 30, "may_write": true }),
        ),
        call("plan_list", A::PlanRead),
        call("plan_get", A::PlanRead).at("starter"),
        call("plan_update", A::PlanWrite).at("starter").with(plan),
        call("mail_list", A::MailRead),
        call("mail_get", A::MailRead).at(mail),
        call("mail_html", A::MailRead).at(mail),
        call("mail_retry", A::MailRead).at(mail),
        call("server_list", A::ServerRead),
        call("server_add", A::ServerWrite).with(server),
        call("isolation_runs", A::IsolationRead),
        call("isolation_report", A::IsolationRead).at(run),
        call("isolation_report_markdown", A::IsolationRead).at(run),
        call("isolation_run", A::IsolationRun),
    ]
}
