//! A file comes in: kept for who sent it, looked at, and entered once.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use contract::{
    Fault, FaultCode, PageRequest,
    acts::{Act, Role},
    customers::{CustomerFilter, Customers},
    ids::ImportId,
    modules::{ModuleSwitch, Modules},
    professionals::{ProfessionalFilter, Professionals},
    services::{ServiceFilter, Services},
    sheets::{ImportDone, ImportReport, Imports, MOST_ROWS, Mapping, Sheet},
    tenants::Tenants,
};
use domain::{SheetFilter, TenantDesk};
use testkit::{Plane, given};

use super::{customers, whole};
use crate::tenant_slices::with_role;

const FILE: &str = "Full name;E-Mail;Shoe size\n\
    Ada;ada@people.test;38\n\
    ;nobody@people.test;39\n\
    Bea;bea at people;40\n\
    '=Cleo;;41\n";

async fn begun(desk: &TenantDesk, sheet: Sheet, text: &str) -> Result<ImportId, Fault> {
    desk.import_begin(sheet, text.as_bytes().to_vec()).await
}

fn mapping(pairs: &[(&str, &str)]) -> Mapping {
    let pairs = pairs.iter();
    pairs
        .map(|(name, column)| (name.to_string(), column.to_string()))
        .collect()
}

fn said(report: &ImportReport) -> Vec<(u64, &str, &str)> {
    let errors = report.errors.iter();
    errors
        .map(|error| (error.line, error.column.as_str(), error.value.as_str()))
        .collect()
}

async fn names(desk: &TenantDesk) -> Vec<String> {
    let (all, page) = (CustomerFilter::default(), PageRequest::default());
    let page = desk.customer_list(all, page).await.unwrap();
    let mut names: Vec<_> = page.items.into_iter().map(|one| one.name).collect();
    names.sort_unstable();
    names
}

/// A file of a kind, by the heads of an export.
async fn entered(
    desk: &TenantDesk,
    sheet: Sheet,
    text: &str,
    is_dry: bool,
) -> Result<ImportReport, Fault> {
    let file = text.as_bytes().to_vec();
    desk.import_file(sheet, file, is_dry).await
}

#[tokio::test]
async fn a_file_is_mapped_looked_at_and_entered_without_its_errors() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let desk = acme.user(Role::Staff).await;
    let id = begun(&desk, Sheet::Customers, FILE).await.unwrap();
    let import = desk.import_get(Sheet::Customers, id).await.unwrap();
    assert_eq!(import.rows, 4);
    assert_eq!(import.columns[2].head, "Shoe size");
    assert_eq!(import.columns[2].example, "38");
    let guesses: Vec<_> = import
        .fields
        .iter()
        .map(|field| (field.name.as_str(), field.is_required, field.column))
        .collect();
    let expected = [
        ("name", true, Some(0)),
        ("email", false, Some(1)),
        ("phone", false, None),
        ("notes", false, None),
    ];
    assert_eq!(guesses, expected);

    let chosen = mapping(&[("name", "0"), ("email", "1"), ("phone", ""), ("notes", "2")]);
    let report = desk.import_check(Sheet::Customers, id, chosen.clone());
    let report = report.await.unwrap();
    assert_eq!((report.good, report.bad, report.more_errors), (2, 2, 0));
    assert_eq!(
        said(&report),
        [(3, "Full name", ""), (4, "E-Mail", "bea at people")]
    );
    assert_eq!(report.errors[0].sentence, "Enter a name.");
    assert_eq!(names(&desk).await, [""; 0], "nothing is entered by a look");

    let run = async || desk.import_run(Sheet::Customers, id, chosen.clone()).await;
    let done = ImportDone {
        imported: 2,
        left_out: 2,
    };
    // Two presses of the button, and a third: entered once, and told three times.
    let (first, second) = tokio::join!(run(), run());
    assert_eq!((first, second), (Ok(done), Ok(done)));
    assert_eq!(run().await, Ok(done));
    assert_eq!(names(&desk).await, ["=Cleo", "Ada"]);
    let gone = desk.import_get(Sheet::Customers, id).await.unwrap_err();
    assert_eq!(gone.code, FaultCode::Conflict);

    let events = acme.events().await;
    let of = |action: &str| events.iter().filter(|event| event.action == action).count();
    assert_eq!(
        (of("import.create"), of("customer.create"), of("import.run")),
        (1, 2, 1)
    );
    let run = events
        .iter()
        .find(|event| event.action == "import.run")
        .unwrap();
    assert_eq!(run.detail["imported"], 2);
    assert_eq!(run.detail["left_out"], 2);
    assert_eq!(run.target_id, id.to_string());
    plane.platform().sign_log(acme.id()).await.unwrap();
    let verdict = plane.platform().verify_log(acme.id(), &[]).await.unwrap();
    assert_eq!(
        verdict.flaw, None,
        "many entries at once are entries like all others"
    );
}

#[tokio::test]
async fn what_was_exported_comes_back_as_it_was() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let luna = plane.tenant("luna").build().await;
    let (from, to) = (acme.owner().await, luna.owner().await);
    let text = "Name,Notes\n\"=A1, \"\"Z\"\"\",\"Tea\nand milk\"\nZoë,\n";
    entered(&from, Sheet::Customers, text, false).await.unwrap();
    let export = from.sheet_export(customers("")).await.unwrap();
    let file = whole(export).await.unwrap();
    let report = entered(&to, Sheet::Customers, &file, false).await.unwrap();
    assert_eq!((report.good, report.bad), (2, 0));
    assert_eq!(names(&to).await, ["=A1, \"Z\"", "Zoë"]);

    // A menu is there from the beginning, in both.
    given::service(&acme, "Cut").await;
    let all = SheetFilter::Services(ServiceFilter::default());
    let export = from.sheet_export(all).await.unwrap();
    let file = whole(export).await.unwrap();
    let again = entered(&from, Sheet::Services, &file, true).await.unwrap();
    assert_eq!(
        (again.good, again.errors.len() + 1),
        (0, file.lines().count()),
        "what is there is not entered again"
    );
    let elsewhere = entered(&to, Sheet::Services, &file, true).await.unwrap();
    let said = said(&elsewhere);
    let unknown = said.iter().filter(|(_, column, _)| *column == "Category");
    assert_eq!(
        unknown.map(|(.., value)| *value).collect::<Vec<_>>(),
        ["Cut"]
    );
}

#[tokio::test]
async fn services_name_their_category_and_each_error_its_cell() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let desk = acme.user(Role::Manager).await;
    given::service(&acme, "Cut").await;
    let text = "Name,Category,Minutes,Price,Currency,Offered\n\
        Trim,CUT,20,19.5,usd,no\n\
        Cut,Cut,60,50,,\n\
        Trim,Cut,20,19,,\n\
        Wash,Water,soon,1.234,EUR,perhaps\n";
    let report = entered(&desk, Sheet::Services, text, false).await.unwrap();
    assert_eq!((report.good, report.bad), (1, 3));
    assert_eq!(
        said(&report),
        [
            (3, "Name", "Cut"),
            (4, "Name", "Trim"),
            (5, "Category", "Water"),
            (5, "Minutes", "soon"),
            (5, "Price", "1.234"),
            (5, "Currency", "EUR"),
            (5, "Offered", "perhaps"),
        ]
    );
    let filter = ServiceFilter {
        q: "trim".into(),
        ..ServiceFilter::default()
    };
    let listed = desk.service_list(filter, PageRequest::default()).await;
    let trim = &listed.unwrap().items[0];
    assert_eq!(trim.price.to_string(), "$19.50");
    assert_eq!((trim.minutes, trim.is_active), (20, false));
    assert_eq!(trim.category_name, "Cut");
    let events = acme.events().await;
    let made = events
        .iter()
        .find(|event| event.action == "service.create")
        .unwrap();
    assert_eq!(
        (&made.detail["name"], &*made.target_id),
        (&"Trim".into(), &*trim.id.to_string())
    );
}

/// Two files of the same names, in different orders: each name is entered once, and nobody waits for ever.
#[tokio::test]
async fn files_that_are_entered_at_the_same_time_share_what_they_name() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let owner = acme.owner().await;
    given::service(&acme, "Cut").await;
    let heads = "Name,Category,Minutes,Price";
    let line = |number: u32| format!("\nTrim {number},Cut,20,19");
    let up: String = (0..200).map(line).collect();
    let down: String = (0..200).rev().map(line).collect();
    let enter = async |lines: String| {
        let report = entered(&owner, Sheet::Services, &format!("{heads}{lines}"), false).await;
        let report = report.unwrap();
        (report.good, report.bad)
    };
    let (one, two) = tokio::join!(enter(up), enter(down));
    assert!([one, two] == [(200, 0), (0, 200)] || [one, two] == [(0, 200), (200, 0)]);
}

#[tokio::test]
async fn professionals_name_their_company_if_whoever_imports_may_see_it() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let south = given::company(&acme, "South").await;
    let owner = acme.owner().await;
    let text = "name\tspecialty\tcompany\tactive\nAda\tColour\tsouth\tno\nBea\t\tWest\t\n";
    let report = entered(&owner, Sheet::Professionals, text, false)
        .await
        .unwrap();
    assert_eq!((report.good, report.bad), (1, 1));
    assert_eq!(said(&report), [(3, "company", "West")]);
    let all = ProfessionalFilter::default();
    let listed = owner
        .professional_list(all, PageRequest::default())
        .await
        .unwrap();
    let ada = &listed.items[0];
    assert_eq!((ada.company_id, ada.is_active), (Some(south.id), false));
    assert_eq!(ada.specialty.as_deref(), Some("Colour"));
    let acts = [Act::ProfessionalRead, Act::ProfessionalWrite];
    let planner = with_role(&acme, "fay", "Planner", &acts).await;
    let report = entered(&planner, Sheet::Professionals, text, true)
        .await
        .unwrap();
    assert_eq!(
        said(&report),
        [(2, "company", "south"), (3, "company", "West")]
    );
}

#[tokio::test]
async fn a_file_is_its_senders_alone_and_for_a_day() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let luna = plane.tenant("luna").build().await;
    let (owner, staff) = (acme.owner().await, acme.user(Role::Staff).await);
    let id = begun(&owner, Sheet::Customers, FILE).await.unwrap();
    let sees = async |desk: &TenantDesk, sheet| {
        let seen = desk.import_get(sheet, id).await;
        seen.map(|import| import.rows).map_err(|fault| fault.code)
    };
    assert_eq!(sees(&owner, Sheet::Customers).await, Ok(4));
    assert_eq!(
        sees(&staff, Sheet::Customers).await,
        Err(FaultCode::NotFound)
    );
    assert_eq!(
        sees(&owner, Sheet::Professionals).await,
        Err(FaultCode::NotFound)
    );
    let stranger = luna.owner().await;
    assert_eq!(
        sees(&stranger, Sheet::Customers).await,
        Err(FaultCode::CrossTenant)
    );
    let all = mapping(&[("name", "0")]);
    let run = staff.import_run(Sheet::Customers, id, all.clone()).await;
    assert_eq!(run.unwrap_err().code, FaultCode::NotFound);
    // Another file takes its place, and one of two that are sent at once.
    let send = || begun(&owner, Sheet::Customers, FILE);
    let (one, two) = tokio::join!(send(), send());
    let (one, two) = (one.unwrap(), two.unwrap());
    let opens = owner.import_get(Sheet::Customers, one).await.is_ok();
    let next = if opens { one } else { two };
    assert_eq!(
        sees(&owner, Sheet::Customers).await,
        Err(FaultCode::NotFound)
    );

    plane.clock().advance(TimeDelta::hours(23));
    plane.platform().sweep().await.unwrap();
    acme.owner()
        .await
        .import_get(Sheet::Customers, next)
        .await
        .unwrap();
    assert_eq!(kept(&plane).await, 1);
    plane.clock().advance(TimeDelta::hours(2));
    let late = acme
        .owner()
        .await
        .import_run(Sheet::Customers, next, all)
        .await;
    assert_eq!(late.unwrap_err().code, FaultCode::NotFound);
    plane.platform().sweep().await.unwrap();
    assert_eq!(kept(&plane).await, 0);
}

async fn kept(plane: &Plane) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM tenants_shared.imports")
        .fetch_one(&mut plane.superuser().await)
        .await
        .unwrap()
}

#[tokio::test]
async fn whoever_may_not_enter_a_record_imports_none() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let text = "Name,Category,Minutes,Price\nCut,Hair,30,10\n";
    let refused = async |desk: &TenantDesk, sheet| {
        let codes = [
            begun(desk, sheet, text).await.map(drop),
            entered(desk, sheet, text, true).await.map(drop),
            entered(desk, sheet, text, false).await.map(drop),
        ];
        let codes = codes.map(|answer| answer.err().map(|fault| fault.code));
        assert!(codes.iter().all(|code| *code == codes[0]), "{codes:?}");
        codes[0]
    };
    let reader = acme.user(Role::ReadOnly).await;
    assert_eq!(
        refused(&reader, Sheet::Customers).await,
        Some(FaultCode::Forbidden)
    );
    let staff = acme.user(Role::Staff).await;
    assert_eq!(
        refused(&staff, Sheet::Services).await,
        Some(FaultCode::Forbidden)
    );
    let owner = acme.owner().await;
    assert_eq!(
        refused(&owner, Sheet::Referrals).await,
        Some(FaultCode::Invalid)
    );
    assert_eq!(refused(&owner, Sheet::Services).await, None);
    let off = ModuleSwitch {
        enabled: false,
        confirm: true,
    };
    owner.module_switch("services".into(), off).await.unwrap();
    assert_eq!(
        refused(&owner, Sheet::Services).await,
        Some(FaultCode::NotFound)
    );
    let operator = plane.operator().await;
    let late = "A late invoice.".to_owned();
    operator.tenant_suspend(acme.id(), late).await.unwrap();
    let owner = acme.owner().await;
    assert_eq!(
        refused(&owner, Sheet::Customers).await,
        Some(FaultCode::TenantSuspended)
    );
}

#[tokio::test]
async fn a_mapping_without_what_is_required_is_refused_by_name() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let owner = acme.owner().await;
    let id = begun(&owner, Sheet::Services, "a,b\n1,2\n").await.unwrap();
    let wrong = mapping(&[("name", "2"), ("price", ""), ("minutes", "1")]);
    let fault = owner
        .import_check(Sheet::Services, id, wrong)
        .await
        .unwrap_err();
    assert_eq!(fault.code, FaultCode::Invalid);
    let fields: BTreeMap<_, _> = fault.fields.into_iter().collect();
    assert_eq!(
        fields.keys().collect::<Vec<_>>(),
        ["category_id", "name", "price"]
    );
    assert_eq!(fields["name"], "The file has no such column.");
    assert!(fields["price"].contains("“Price”"), "{fields:?}");
}

#[tokio::test]
async fn the_limit_of_the_plan_holds_for_files_too() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").plan("trial").build().await;
    let owner = acme.owner().await;
    let text = "Name\nAda\nBea\n";
    let id = begun(&owner, Sheet::Customers, text).await.unwrap();
    let name = mapping(&[("name", "0")]);
    let fits = owner.import_check(Sheet::Customers, id, name.clone()).await;
    assert_eq!(fits.unwrap().obstacle, None);
    given::customers(&acme, 499).await;
    let over = owner.import_check(Sheet::Customers, id, name.clone()).await;
    let over = over.unwrap();
    assert_eq!(over.good, 2);
    assert!(over.obstacle.unwrap().contains("(500)"));
    let refused = owner
        .import_run(Sheet::Customers, id, name)
        .await
        .unwrap_err();
    assert_eq!(refused.code, FaultCode::QuotaExceeded);
    let events = acme.events().await;
    assert!(events.iter().all(|event| event.action != "import.run"));
    let one = entered(&owner, Sheet::Customers, "Name\nAda\n", false).await;
    assert_eq!(one.unwrap().good, 1, "one has room");
}

/// As many as a file may hold, with an entry each, in one transaction.
#[tokio::test]
async fn the_largest_file_is_entered_at_once() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let owner = acme.owner().await;
    let line = |row| {
        format!(
            "\nCustomer {row:04} of many,customer{row}@people.test,+1 202 555 {row:04},\"Met in spring, {row}\""
        )
    };
    let lines: Vec<String> = (1..=MOST_ROWS).map(line).collect();
    let text = format!("Name,E-mail,Phone,Notes{}", lines.concat());
    let id = begun(&owner, Sheet::Customers, &text).await.unwrap();
    let all = mapping(&[
        ("name", "0"),
        ("email", "1"),
        ("phone", "2"),
        ("notes", "3"),
    ]);
    let look = owner.import_check(Sheet::Customers, id, all.clone()).await;
    assert_eq!(look.unwrap().good, 5_000);
    let done = owner.import_run(Sheet::Customers, id, all).await.unwrap();
    assert_eq!((done.imported, done.left_out), (5_000, 0));
    plane.platform().sign_log(acme.id()).await.unwrap();
    let verdict = plane.platform().verify_log(acme.id(), &[]).await.unwrap();
    assert_eq!(verdict.flaw, None);
}
