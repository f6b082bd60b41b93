//! One good call of every server function, which the attacks are made of. A new function is a new line.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use contract::{
    account::PasskeyAnswer,
    acts::{Act, OperatorAct, OperatorRole, Role},
    users::{UserDraft, Users},
    visits::Visiting,
};
use domain::{Host, Signed};
use testkit::{AuthenticatorApp, Device, Plane, TenantPlane, given};

use crate::tests::{
    client::Identity,
    needs::Needs,
    watch::canary,
    web::{Web, call as browser_call},
};

/// A good call of a function.
pub(super) struct Call {
    pub(super) path: &'static str,
    pub(super) needs: Needs,
    /// Whose rows it names.
    id: Option<String>,
    arguments: String,
    /// Shows the code that is sent.
    app: Option<AuthenticatorApp>,
    /// Who makes it, if not everybody of their kind can.
    pub(super) by: Option<Identity>,
}

fn call(path: &'static str, needs: impl Into<Needs>) -> Call {
    Call {
        path,
        needs: needs.into(),
        id: None,
        arguments: String::new(),
        app: None,
        by: None,
    }
}

impl Call {
    fn of(mut self, id: impl ToString) -> Self {
        self.id = Some(id.to_string());
        self
    }

    fn with(mut self, arguments: impl Into<String>) -> Self {
        self.arguments = arguments.into();
        self
    }

    fn with_code_of(mut self, app: AuthenticatorApp) -> Self {
        self.app = Some(app);
        self
    }

    fn by(mut self, session: String) -> Self {
        self.by = Some(Identity::Session(session));
        self
    }

    /// What the browser sends at this moment.
    pub(super) fn sent(&self) -> String {
        let code = self.app.as_ref().map(|app| format!("code={}", app.code()));
        let id = self.id.as_ref().map(|id| format!("id={id}"));
        let parts = [id, code, Some(self.arguments.clone())];
        parts.into_iter().flatten().collect::<Vec<_>>().join("&")
    }

    pub(super) fn names_a_row(&self) -> bool {
        self.id.is_some()
    }

    /// Whether it only looks at what is the tenant's.
    pub(super) fn is_read(&self) -> bool {
        match self.needs {
            Needs::Tenant(Act::ApiKeyManage | Act::LogStream) => {
                self.path.ends_with("_list") || self.path.ends_with("_get")
            }
            Needs::Tenant(act) => matches!(act.as_str().split_once('.'), Some((_, "read"))),
            Needs::Account => {
                let reads = ["_self", "_list", "/second_factor"];
                reads.iter().any(|end| self.path.ends_with(end))
            }
            Needs::Operator(_) | Needs::Nothing => false,
        }
    }
}

/// The doors of a tenant, in an order in which each succeeds.
pub(super) async fn door_calls(web: &Web, tenant: &TenantPlane) -> Vec<Call> {
    let plane = &web.plane;
    let careful = Signed::Tenant(tenant.user(Role::Admin).await);
    let app = AuthenticatorApp::turn_on(plane, &careful).await;
    let typed = format!(
        "email={}&password={}",
        tenant.email("admin"),
        testkit::PASSWORD
    );
    let half = web.send(browser_call(&tenant.host(), "/fn/door/sign_in", &typed));
    let half = half.await.session().unwrap();
    let guest = tenant.email("guest");
    let invitation = UserDraft {
        name: canary(tenant),
        email: guest.clone(),
        role: Role::Staff.as_str().into(),
    };
    tenant.owner().await.user_invite(invitation).await.unwrap();
    let link = plane.mailed_link(&guest).await;
    let disown = disown_link(plane, tenant).await;
    let visit = given::visit(plane, tenant, OperatorRole::Support, true).await;
    let support = plane.operator_with(OperatorRole::Support).await;
    let way_in = support.visit_way_in(tenant.id(), visit).await;
    let way_in = way_in.unwrap();
    let way_in = way_in.rsplit('/').next().unwrap_or_default();
    let owner = tenant.email("owner");
    let password = testkit::PASSWORD;
    let signer = tenant.email("signer");
    given::user(tenant, &canary(tenant), &signer, Role::Staff).await;
    let signer = Signed::Tenant(tenant.desk(&signer).await);
    let device = Device::enrolled(plane, &tenant.host(), &signer).await;
    let (site, here) = (tenant.site().await, Host::of(&tenant.host()));
    let asked = Device::asked(plane, &site, &here).await;
    let passkey = device.sign(&asked);
    let nothing = Needs::Nothing;
    vec![
        call("/fn/door/take_flash", nothing),
        call("/fn/door/sign_in", nothing).with(format!("email={owner}&password={password}&next=")),
        call("/fn/door/sign_in_code", nothing)
            .with_code_of(app)
            .by(half),
        call("/fn/door/passkey_challenge", nothing),
        call("/fn/door/sign_in_passkey", nothing).with(answered(&passkey)),
        call("/fn/door/visit_enter", nothing).with(format!("way_in={way_in}")),
        call("/fn/door/sign_out", nothing),
        call("/fn/door/request_reset", nothing).with(format!("email={owner}")),
        call("/fn/door/link_view", nothing).with(format!("token={link}")),
        call("/fn/door/link_use", nothing).with(format!(
            "token={link}&password={password}&password_again={password}"
        )),
        call("/fn/door/link_disown", nothing).with(format!("token={disown}")),
    ]
}

/// The link in the mail that tells somebody of a new passkey.
async fn disown_link(plane: &Plane, tenant: &TenantPlane) -> String {
    let robbed = tenant.email("robbed");
    given::user(tenant, &canary(tenant), &robbed, Role::Staff).await;
    let stolen = Signed::Tenant(tenant.desk(&robbed).await);
    Device::enrolled(plane, &tenant.host(), &stolen).await;
    plane.mailed_link(&robbed).await
}

/// What tenants' people do, in an order in which each succeeds.
pub(super) async fn tenant_calls(plane: &Plane, tenant: &TenantPlane) -> Vec<Call> {
    let canary = canary(tenant);
    let customer = given::customer(tenant, &canary).await.id;
    let company = given::company(tenant, &canary).await.id;
    let colleague = given::user(tenant, &canary, &tenant.email("colleague"), Role::Staff).await;
    // Nobody whom an attack is signed in as: whoever loses a factor is signed out.
    let email = tenant.email("careful");
    let careful = given::user(tenant, &canary, &email, Role::Staff).await.id;
    AuthenticatorApp::turn_on(plane, &Signed::Tenant(tenant.desk(&email).await)).await;
    given::role(tenant, "Front desk", &[Act::CustomerRead]).await;
    let invited = given::invited_user(tenant, &canary, &tenant.email("invited"), Role::Staff).await;
    let auditor = OperatorRole::Auditor;
    let asked = given::visit(plane, tenant, auditor, false).await;
    let visit = given::visit(plane, tenant, auditor, true).await;
    let keeper = tenant.email("keeper");
    given::user(tenant, &canary, &keeper, Role::Admin).await;
    let key = given::api_key(tenant, &canary, &keeper, &[Act::CustomerRead])
        .await
        .id;
    let keeper = tenant.session(&keeper).await;
    given::receiver(tenant, "https://siem.example/log").await;
    let person = "name=Eve&email=&phone=&notes=";
    vec![
        call("/fn/member/member_self", Needs::Account),
        call("/fn/member/home_numbers", Needs::Account),
        call("/fn/member/customer_list", Act::CustomerRead).with("filter[q]=&filter[sort]=newest"),
        call("/fn/member/customer_get", Act::CustomerRead).of(customer),
        call("/fn/member/customer_create", Act::CustomerWrite).with(person),
        call("/fn/member/customer_update", Act::CustomerWrite)
            .of(customer)
            .with(format!("version=1&{person}")),
        call("/fn/member/customer_delete", Act::CustomerDelete).of(customer),
        call("/fn/tenant/tenant_self", Needs::Account),
        call("/fn/tenant/checklist", Act::SettingsRead),
        call("/fn/tenant/company_list", Act::CompanyRead),
        call("/fn/tenant/company_get", Act::CompanyRead).of(company),
        call("/fn/tenant/company_create", Act::CompanyWrite).with("name=South"),
        call("/fn/tenant/company_update", Act::CompanyWrite)
            .of(company)
            .with("version=1&name=West"),
        call("/fn/tenant/company_delete", Act::CompanyWrite).of(company),
        call("/fn/tenant/user_list", Act::UserRead).with("filter[q]="),
        call("/fn/tenant/user_get", Act::UserRead).of(colleague.id),
        call("/fn/tenant/user_invite", Act::UserManage)
            .with("name=Eve&email=eve@people.test&role=staff"),
        call("/fn/tenant/user_invite_again", Act::UserManage).of(invited.id),
        call("/fn/tenant/user_set_role", Act::UserManage)
            .of(colleague.id)
            .with(format!("role=manager&version={}", colleague.version)),
        call("/fn/tenant/user_forget_factor", Act::UserManage).of(careful),
        call("/fn/tenant/user_remove", Act::UserManage).of(colleague.id),
        call("/fn/tenant/visitor_list", Act::VisitManage).with("page[limit]=&page[cursor]="),
        call("/fn/tenant/visitor_rule", Act::VisitManage),
        call("/fn/tenant/visitor_set_rule", Act::VisitManage).with("ask_first=false"),
        call("/fn/tenant/visitor_answer", Act::VisitManage)
            .of(asked)
            .with("allow=true"),
        call("/fn/tenant/visitor_end", Act::VisitManage).of(visit),
        call("/fn/tenant/api_key_list", Act::ApiKeyManage),
        call("/fn/tenant/api_key_get", Act::ApiKeyManage)
            .of(key)
            .with("copy=true"),
        call("/fn/tenant/api_key_create", Act::ApiKeyManage)
            .with("name=Import&acts[]=customers.read&days=30"),
        call("/fn/tenant/api_key_rotate", Act::ApiKeyManage)
            .of(key)
            .by(keeper),
        call("/fn/tenant/api_key_delete", Act::ApiKeyManage).of(key),
    ]
    .into_iter()
    .chain(settings_calls())
    .chain(service_calls(tenant).await)
    .chain(import_calls(tenant).await)
    .chain(referral_calls(tenant).await)
    .collect()
}

/// The same of services and their categories.
async fn service_calls(tenant: &TenantPlane) -> Vec<Call> {
    let service = given::service(tenant, &canary(tenant)).await;
    let (category, service) = (service.category_id, service.id);
    let empty = given::service_category(tenant, "Nothing yet").await.id;
    let line = format!("category_id={category}&name=Polish&minutes=30&price=49.00&is_active=true");
    vec![
        call("/fn/member/service_list", Act::ServiceRead).with("filter[q]=&filter[category]="),
        call("/fn/member/service_get", Act::ServiceRead).of(service),
        call("/fn/member/service_create", Act::ServiceWrite).with(line.clone()),
        call("/fn/member/service_update", Act::ServiceWrite)
            .of(service)
            .with(format!("version=1&{}", line.replace("Polish", "Wash"))),
        call("/fn/member/service_delete", Act::ServiceDelete).of(service),
        call("/fn/member/service_category_list", Act::ServiceRead),
        call("/fn/member/service_category_get", Act::ServiceRead).of(category),
        call("/fn/member/service_category_create", Act::ServiceWrite).with("name=Care&position="),
        call("/fn/member/service_category_update", Act::ServiceWrite)
            .of(category)
            .with("version=1&name=Colour&position=2"),
        call("/fn/member/service_category_delete", Act::ServiceDelete).of(empty),
    ]
}

/// The same of a file that comes in, by whoever sent it.
async fn import_calls(tenant: &TenantPlane) -> Vec<Call> {
    let canary = canary(tenant);
    let email = tenant.email("importer");
    given::user(tenant, &canary, &email, Role::Staff).await;
    let waiting = given::import(tenant, &canary, &email).await;
    let importer = tenant.session(&email).await;
    let file = URL_SAFE_NO_PAD.encode("Name\nEve\n");
    let sent = |function| {
        let call = call(function, Act::CustomerWrite).of(waiting);
        call.with("sheet=customers&mapping[name]=0")
            .by(importer.clone())
    };
    vec![
        call("/fn/member/import_begin", Act::CustomerWrite)
            .with(format!("sheet=customers&file={file}")),
        call("/fn/member/import_get", Act::CustomerWrite)
            .of(waiting)
            .with("sheet=customers")
            .by(importer.clone()),
        sent("/fn/member/import_check"),
        sent("/fn/member/import_run"),
    ]
}

/// The same of professionals and of referrals, whose module is switched off last.
async fn referral_calls(tenant: &TenantPlane) -> Vec<Call> {
    let canary = canary(tenant);
    let professional = given::professional(tenant, &canary).await.id;
    let referral = given::referral(tenant, &canary).await;
    let person = "company_id=&name=Eve&email=&phone=&specialty=&is_active=true";
    let parties = format!(
        "from_professional_id={}&to_professional_id={}&customer_id=&reason=Brakes&notes=&status=",
        referral.from_professional_id, referral.to_professional_id
    );
    let referral = referral.id;
    vec![
        call("/fn/member/company_list", Act::CompanyRead),
        call("/fn/member/professional_list", Act::ProfessionalRead).with("filter[q]="),
        call("/fn/member/professional_get", Act::ProfessionalRead).of(professional),
        call("/fn/member/professional_create", Act::ProfessionalWrite).with(person),
        call("/fn/member/professional_update", Act::ProfessionalWrite)
            .of(professional)
            .with(format!("version=1&{person}")),
        call("/fn/member/professional_delete", Act::ProfessionalDelete).of(professional),
        call("/fn/member/referral_list", Act::ReferralRead).with("filter[q]=&filter[status]="),
        call("/fn/member/referral_get", Act::ReferralRead).of(referral),
        call("/fn/member/referral_create", Act::ReferralWrite).with(parties.clone()),
        call("/fn/member/referral_update", Act::ReferralWrite)
            .of(referral)
            .with(format!("version=1&{parties}")),
        call("/fn/member/referral_step", Act::ReferralWrite)
            .of(referral)
            .with("version=2&status=accepted"),
        call("/fn/member/referral_delete", Act::ReferralDelete).of(referral),
        call("/fn/tenant/module_switch", Act::ModuleManage).with("key=referrals&confirm=true"),
    ]
}

/// The same of settings, which name no record.
fn settings_calls() -> Vec<Call> {
    let events = "filter[action]=&filter[actor]=&filter[tenant]=";
    let config = "version=1&locale=en-GB&time_zone=Europe/Berlin&currency=EUR&week_start=1\
                  &vocabulary[customer][singular]=Guest&vocabulary[customer][plural]=Guests";
    let logo = format!("logo={}", URL_SAFE_NO_PAD.encode(given::PICTURE));
    let branding = "version=1&display_name=Workshop&primary_color=%232563eb&secondary_color=%230f172a\
                    &sign_in_text=";
    vec![
        call("/fn/tenant/role_list", Act::UserRead),
        call("/fn/tenant/role_get", Act::UserRead).with("key=front_desk"),
        call("/fn/tenant/role_create", Act::RoleManage)
            .with("name=Night shift&acts[]=customers.read"),
        call("/fn/tenant/role_update", Act::RoleManage)
            .with("key=front_desk&version=1&name=Front desk&acts[]=customers.read"),
        call("/fn/tenant/role_delete", Act::RoleManage).with("key=front_desk"),
        call("/fn/tenant/module_list", Act::SettingsRead),
        call("/fn/tenant/module_show", Act::SettingsRead).with("key=referrals"),
        call("/fn/tenant/factor_list", Act::UserManage).with("page[limit]=&page[cursor]="),
        call("/fn/tenant/factor_rule", Act::UserManage),
        call("/fn/tenant/factor_set_rule", Act::UserManage),
        call("/fn/tenant/event_list", Act::AuditRead).with(events),
        call("/fn/tenant/config_get", Act::SettingsRead),
        call("/fn/tenant/config_update", Act::SettingsWrite).with(config),
        call("/fn/tenant/config_versions", Act::SettingsRead).with("page[limit]=&page[cursor]="),
        call("/fn/tenant/config_restore", Act::SettingsWrite).with("version=1"),
        call("/fn/tenant/branding_get", Act::SettingsRead),
        call("/fn/tenant/branding_update", Act::SettingsWrite).with(branding),
        call("/fn/tenant/logo_update", Act::SettingsWrite).with(logo),
        call("/fn/tenant/logo_delete", Act::SettingsWrite),
        call("/fn/tenant/retention_get", Act::AuditRead),
        call("/fn/tenant/retention_update", Act::SettingsWrite).with("days=365"),
        call("/fn/tenant/receiver_set", Act::LogStream)
            .with("url=https://siem.example/log&is_on=true"),
        call("/fn/tenant/receiver_get", Act::LogStream),
        call("/fn/tenant/receiver_test", Act::LogStream),
        call("/fn/tenant/receiver_renew", Act::LogStream),
        call("/fn/tenant/receiver_delete", Act::LogStream),
    ]
}

/// What everybody does with their own account, as somebody with this session; each may end what it is called with.
pub(super) fn account_calls(session: &str) -> Vec<Call> {
    let (old, new) = (testkit::PASSWORD, "a staple of another kind");
    vec![
        call("/fn/account/session_list", Needs::Account),
        call("/fn/account/session_end", Needs::Account).of(session),
        call("/fn/account/session_end_others", Needs::Account),
        call("/fn/account/confirm", Needs::Account).with(format!("password={old}&code=&next=")),
        call("/fn/account/second_factor", Needs::Account),
        call("/fn/account/second_factor_begin", Needs::Account),
        call("/fn/account/second_factor_cancel", Needs::Account),
        call("/fn/account/password_change", Needs::Account).with(format!(
            "password={old}&new_password={new}&new_password_again={new}"
        )),
    ]
}

/// The same of a second factor, by those who have come so far.
pub(super) async fn factor_calls(plane: &Plane, tenant: &TenantPlane) -> Vec<Call> {
    let beginner = Signed::Tenant(tenant.user(Role::Staff).await);
    let begun = AuthenticatorApp::scan(plane, &beginner).await;
    let beginner = tenant.session(&tenant.email("staff")).await;
    let careful = Signed::Tenant(tenant.user(Role::ReadOnly).await);
    AuthenticatorApp::turn_on(plane, &careful).await;
    let careful = tenant.session(&tenant.email("read_only")).await;
    vec![
        call("/fn/account/second_factor_confirm", Needs::Account)
            .with_code_of(begun)
            .by(beginner),
        call("/fn/account/second_factor_remove", Needs::Account).by(careful),
    ]
    .into_iter()
    .chain(passkey_calls(plane, tenant).await)
    .collect()
}

/// The same of passkeys, each by somebody else: adding one ends every other session.
async fn passkey_calls(plane: &Plane, tenant: &TenantPlane) -> Vec<Call> {
    let (host, canary) = (tenant.host(), canary(tenant));
    let here = Host::of(&host);
    let person = async |name: &str| {
        let email = tenant.email(name);
        given::user(tenant, &canary, &email, Role::Staff).await;
        email
    };
    let signed = async |email: &str| Signed::Tenant(tenant.desk(email).await);

    let adds = person("adds").await;
    let mut new = Device::at(plane, &host);
    let asked = signed(&adds).await.passkey_begin(&here).await.unwrap();
    let made = new.make(&asked);
    let proves = person("proves").await;
    let device = Device::enrolled(plane, &host, &signed(&proves).await).await;
    let asked = signed(&proves).await.passkey_challenge(&here).await;
    let proof = device.sign(&asked.unwrap());
    let removes = person("removes").await;
    Device::enrolled(plane, &host, &signed(&removes).await).await;
    let passkeys = signed(&removes).await.second_factor(&here).await;
    let passkey = passkeys.unwrap().passkeys[0].id;
    let (adds, proves) = (tenant.session(&adds).await, tenant.session(&proves).await);
    vec![
        call("/fn/account/passkey_begin", Needs::Account).by(adds.clone()),
        call("/fn/account/passkey_add", Needs::Account)
            .with(format!("{}&name=Phone", answered(&made)))
            .by(adds),
        call("/fn/account/passkey_challenge", Needs::Account).by(proves.clone()),
        call("/fn/account/confirm_passkey", Needs::Account)
            .with(answered(&proof))
            .by(proves),
        call("/fn/account/passkey_remove", Needs::Account)
            .of(passkey)
            .by(tenant.session(&removes).await),
    ]
}

/// What a browser sends of a passkey.
fn answered(passkey: &PasskeyAnswer) -> String {
    let PasskeyAnswer { challenge, answer } = passkey;
    format!("challenge={challenge}&answer={answer}&next=")
}

/// What operators do, most of it about this tenant, in an order in which each succeeds.
pub(super) async fn operator_calls(plane: &Plane, tenant: &TenantPlane) -> Vec<Call> {
    use OperatorAct as A;

    let id = tenant.id();
    let probing = plane.platform().begin_probing("test").await;
    let run = probing.unwrap().unwrap().finish().await.unwrap().id;
    let failed = plane.tenant("failed").order().await.id();
    let statement =
        format!("UPDATE platform.tenants SET status = 'provisioning_failed' WHERE id = '{failed}'");
    plane.sabotage(&statement).await;
    let mailed = plane.tenant("mailed").owner_invited().build().await;
    let mail = plane.mails().await[0].row.id;
    let statement = format!("UPDATE platform.mails SET state = 'failed' WHERE id = '{mail}'");
    plane.sabotage(&statement).await;
    let tenants = "filter[q]=&filter[status]=&filter[plan]=&filter[strategy]=&filter[template]=\
                   &filter[sort]=newest&cursor=";
    let draft = "draft[slug]=fresh&draft[name]=Fresh&draft[plan]=trial&draft[template]=salon\
                 &draft[strategy]=shared&draft[owner_name]=Ada&draft[owner_email]=ada@fresh.test";
    let edit = "edit[name]=Acme&edit[billing_email]=billing@acme.test&edit[custom_domain]=";
    let plan = "code=starter&draft[name]=Starter&draft[description]=&draft[monthly]=49&draft[annual]=490\
                &draft[users]=5&draft[strategy]=shared&draft[support]=email&draft[is_active]=true";
    let visit = given::visit(plane, tenant, OperatorRole::Auditor, true).await;
    let asked = given::approval(plane, tenant, OperatorRole::Support).await;
    let own = given::approval(plane, &mailed, OperatorRole::Owner).await;
    let owner = plane.operator_session(OperatorRole::Owner).await;
    let deed = |id: contract::ids::TenantId, deed: &str| {
        call("/fn/operator/tenant_deed", A::TenantLifecycle)
            .of(id)
            .with(format!("deed={deed}&reason=A late invoice."))
    };
    vec![
        call("/fn/operator/signed_in", Needs::Account),
        call("/fn/operator/platform_home", A::TenantRead),
        call("/fn/operator/tenant_list", A::TenantRead).with(tenants),
        call("/fn/operator/tenant_get", A::TenantRead).of(id),
        call("/fn/operator/tenant_size", A::TenantRead).of(id),
        call("/fn/operator/tenant_users", A::TenantRead).of(id),
        call("/fn/operator/tenant_keys", A::KeyRead).of(id),
        call("/fn/operator/tenant_keys_rotate", A::KeyRotate).of(id),
        call("/fn/operator/tenant_visits", A::TenantRead)
            .of(id)
            .with("cursor="),
        call("/fn/operator/visit_ask", A::TenantVisit)
            .of(id)
            .with("reason=The calendar shows a wrong day.&minutes=30&may_write=true"),
        call("/fn/operator/visit_end", A::TenantVisit)
            .of(id)
            .with(format!("visit={visit}")),
        call("/fn/operator/template_list", A::TenantRead),
        call("/fn/operator/tenant_create", A::TenantCreate).with(draft),
        call("/fn/operator/tenant_update", A::TenantLifecycle)
            .of(id)
            .with(edit),
        call("/fn/operator/approval_rule", A::TenantRead),
        call("/fn/operator/approval_list", A::TenantRead)
            .with("filter[state]=&filter[tenant]=&cursor="),
        call("/fn/operator/approval_get", A::TenantRead).of(asked),
        call("/fn/operator/approval_decide", A::TenantLifecycle)
            .of(asked)
            .with("approve=false&note=The contract goes on.")
            .by(owner.clone()),
        call("/fn/operator/approval_withdraw", A::TenantLifecycle)
            .of(own)
            .by(owner),
        deed(id, "suspend"),
        deed(id, "resume"),
        deed(id, "deactivate"),
        deed(id, "restore"),
        deed(failed, "retry"),
        call("/fn/operator/plan_list", A::PlanRead),
        call("/fn/operator/plan_get", A::PlanRead).with("code=starter"),
        call("/fn/operator/plan_update", A::PlanWrite).with(plan),
        call("/fn/operator/event_list", A::AuditRead)
            .with("filter[action]=&filter[actor]=&filter[tenant]=&cursor="),
        call("/fn/operator/mail_list", A::MailRead).with("filter[q]=&filter[state]=&cursor="),
        call("/fn/operator/mail_get", A::MailRead).of(mail),
        call("/fn/operator/mail_retry", A::MailRead).of(mail),
        call("/fn/operator/server_list", A::ServerRead),
        call("/fn/operator/isolation_overview", A::IsolationRead).with("cursor="),
        call("/fn/operator/isolation_report", A::IsolationRead).of(run),
        call("/fn/operator/isolation_run", A::IsolationRun),
    ]
}
