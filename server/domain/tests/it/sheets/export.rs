//! A list goes out whole, as whoever exports sees it, and says so in the log.

use contract::{
    Fault, FaultCode,
    acts::{Act, Role},
    branding::BrandingDesk,
    companies::{Companies, CompanyDraft},
    customers::{CustomerDraft, Customers},
    modules::{ModuleSwitch, Modules},
    professionals::{ProfessionalDraft, ProfessionalFilter, Professionals},
    referrals::ReferralFilter,
    services::ServiceFilter,
    tenants::Tenants,
    users::Users,
    vocabulary::Term,
};
use domain::{SheetFilter, TenantDesk};
use testkit::{Plane, given};

use super::{customers, whole};
use crate::tenant_slices::with_role;

/// What spreadsheets show, less the times and ids, which end each row.
async fn table(desk: &TenantDesk, filter: SheetFilter) -> Vec<String> {
    let export = desk.sheet_export(filter).await.unwrap();
    let text = whole(export).await.unwrap();
    let text = text.strip_prefix("\u{feff}").unwrap();
    let rows = text.split_terminator("\r\n");
    rows.map(|row| {
        let cells: Vec<_> = row.split(',').collect();
        cells[..cells.len() - 3].join(",")
    })
    .collect()
}

#[tokio::test]
async fn customers_go_out_as_the_list_shows_them() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let desk = acme.user(Role::Staff).await;
    for (name, email, phone, notes) in [
        ("=HYPERLINK(A1)", "", "+1 202 555 0123", ""),
        ("Zoë \"Z\" Ünal", "zoe@people.test", "", "Tea"),
    ] {
        let draft = CustomerDraft {
            name: name.into(),
            email: email.into(),
            phone: phone.into(),
            notes: notes.into(),
        };
        desk.customer_create(draft).await.unwrap();
    }
    let heads = "Name,E-mail address,Telephone,Notes";
    let (zoe, formula) = (
        "\"Zoë \"\"Z\"\" Ünal\",zoe@people.test,,Tea",
        "'=HYPERLINK(A1),,'+1 202 555 0123,",
    );
    assert_eq!(
        table(&desk, customers("")).await,
        [heads, zoe, formula],
        "newest first, and nothing is a formula"
    );
    assert_eq!(table(&desk, customers("zoë")).await, [heads, zoe]);
    assert_eq!(table(&desk, customers("nobody")).await, [heads]);
}

#[tokio::test]
async fn every_page_goes_out_once_and_is_on_record() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    given::customers(&acme, 450).await;
    let desk = acme.user(Role::ReadOnly).await;
    let export = desk.sheet_export(customers("")).await.unwrap();
    let day = plane.clock().now().format("%F");
    let name = format!("acme-customers-{day}.csv");
    assert_eq!(export.file_name(), name);
    let text = whole(export).await.unwrap();
    let mut names: Vec<_> = text
        .lines()
        .filter(|row| row.starts_with("Customer "))
        .collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!((text.lines().count(), names.len()), (451, 450));

    let events = acme.events().await;
    let exported = &events[0];
    assert_eq!(exported.action, "customer.export");
    assert_eq!(exported.actor_kind, "user");
    assert_eq!(exported.detail["file"], name.as_str());
    assert_eq!(plane.platform().record_readings(true).await, 1);
    let read = &acme.events().await[0];
    assert_eq!(
        (read.action.as_str(), &read.detail["rows"]),
        ("personal.read", &450.into())
    );
}

#[tokio::test]
async fn a_sheet_speaks_the_words_of_the_tenant_and_hides_what_a_role_may_not_see() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let owner = acme.owner().await;
    let mut config = owner.config_get().await.unwrap().config;
    let branch = Term::new("Branch", "Branches");
    config.vocabulary.0.insert("company".into(), branch);
    owner.config_update(config, None).await.unwrap();
    let south = CompanyDraft {
        name: "South".into(),
    };
    let south = owner.company_create(south).await.unwrap();
    let ada = ProfessionalDraft {
        company_id: south.id.to_string(),
        name: "Ada".into(),
        specialty: "Colour".into(),
        ..ProfessionalDraft::default()
    };
    owner.professional_create(ada).await.unwrap();
    let all = || SheetFilter::Professionals(ProfessionalFilter::default());
    let heads = "Name,Title or field of work,E-mail address,Telephone,Branch,Active";
    assert_eq!(table(&owner, all()).await, [heads, "Ada,Colour,,,South,no"]);
    let acts = [Act::CustomerRead, Act::ProfessionalRead];
    let planner = with_role(&acme, "fay", "Planner", &acts).await;
    assert_eq!(table(&planner, all()).await, [heads, "Ada,Colour,,,,no"]);
}

#[tokio::test]
async fn services_and_referrals_go_out_too() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").template("dental").build().await;
    let service = given::service(&acme, "Cut, short").await;
    given::service(&acme, "Wash").await;
    given::referral(&acme, "Paint").await;
    let desk = acme.member().await;
    let under = SheetFilter::Services(ServiceFilter {
        category: service.category_id.to_string(),
        ..ServiceFilter::default()
    });
    let export = desk.sheet_export(under).await.unwrap();
    let text = whole(export).await.unwrap();
    assert!(
        text.contains("\"Cut, short\",\"Cut, short\",60,50.00,USD,yes,"),
        "{text}"
    );
    assert!(!text.contains("Wash"), "{text}");
    let referrals = SheetFilter::Referrals(ReferralFilter::default());
    let referrals = table(&desk, referrals).await;
    assert_eq!(referrals[1], "From,To,,Paint,,sent");
}

#[tokio::test]
async fn whoever_may_not_see_records_exports_none_and_leaves_no_entry() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    given::service(&acme, "Cut").await;
    let owner = acme.owner().await;
    let acts = [Act::CustomerRead];
    let desk = with_role(&acme, "fay", "Desk", &acts).await;
    let services = || SheetFilter::Services(ServiceFilter::default());
    let refused = desk.sheet_export(services()).await.err().unwrap();
    assert_eq!(refused.code, FaultCode::Forbidden);
    let off = ModuleSwitch {
        enabled: false,
        confirm: true,
    };
    owner.module_switch("services".into(), off).await.unwrap();
    let off = owner.sheet_export(services()).await.err().unwrap();
    assert_eq!(off, Fault::switched_off());
    let events = acme.events().await;
    assert!(events.iter().all(|event| event.action != "service.export"));

    // A suspended workspace is read, and what it has can be taken along.
    let operator = plane.operator().await;
    let late = "A late invoice.".to_owned();
    operator.tenant_suspend(acme.id(), late).await.unwrap();
    let suspended = acme.owner().await.sheet_export(customers("")).await;
    whole(suspended.unwrap()).await.unwrap();
}

#[tokio::test]
async fn an_export_ends_when_its_reader_may_no_more() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    given::customers(&acme, 201).await;
    let desk = acme.user(Role::Staff).await;
    let mut export = desk.sheet_export(customers("")).await.unwrap();
    export.next().await.unwrap();
    export.next().await.unwrap();
    let id = acme.account(&acme.email("staff")).await.unwrap().id;
    acme.owner().await.user_remove(id).await.unwrap();
    let ended = export.next().await.unwrap_err();
    assert_eq!(ended.code, FaultCode::Unauthenticated);
}
