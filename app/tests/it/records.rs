//! The pages of professionals and referrals, and the navigation that leads to what is switched on.

use contract::{Fault, acts::Role};

use crate::{
    render::{render, render_failed},
    workspace::{Workspace, id},
};

fn page_of(list: &str, number: usize) -> String {
    let id = id::<contract::ids::CustomerKind>(number);
    format!("/{list}/{id}")
}

/// A salon whose stylists recommend each other.
fn network(role: Role) -> Workspace {
    Workspace {
        has_referrals: true,
        ..Workspace::seen_by(role)
    }
}

#[tokio::test]
async fn navigation_is_what_the_server_says() {
    let without = render(&Workspace::seen_by(Role::Owner), "/").await;
    without.shows(&["href=\"/customers\"", "href=\"/professionals\"", "Stylists"]);
    without.hides(&["href=\"/referrals", "Recommendations", "href=\"/companies"]);
    let with = render(&network(Role::Owner), "/").await;
    with.shows(&["href=\"/referrals\"", "Recommendations"]);
}

/// An icon that nobody drew would silently be a box.
#[test]
fn every_module_that_is_there_has_its_icon() {
    for module in modules::MODULES {
        let icon = ui::Glyph::named(module.navigation.icon);
        assert!(icon.is_some() || !module.is_shipped(), "{}", module.key);
    }
}

#[tokio::test]
async fn professionals_are_called_what_the_tenant_calls_them() {
    let owner = Workspace::seen_by(Role::Owner);
    let list = render(&owner, "/professionals").await;
    list.shows(&[
        "<title>Stylists",
        "New stylist",
        "Stylist 1",
        "Colour",
        "Inactive",
    ]);
    list.hides(&["rofessional<", ">Professional"]);
    let found = render(&owner, "/professionals?q=nobody").await;
    found.shows(&["No stylists match"]);
    let one = render(&owner, &page_of("professionals", 1)).await;
    one.shows(&["Stylist 1", "Colour", "+49 30 1234567", "Delete stylist"]);
    let new = render(&owner, "/professionals/new").await;
    new.shows(&["Takes clients at present", "checked", "No salon"]);
    let edit = render(&owner, &(page_of("professionals", 3) + "/edit")).await;
    edit.shows(&["value=\"Stylist 3\"", "name=\"version\" value=\"2\""]);
    edit.hides(&["checked"]);
}

#[tokio::test]
async fn a_menu_has_categories_durations_and_prices() {
    let owner = Workspace::seen_by(Role::Owner);
    let list = render(&owner, "/services").await;
    list.shows(&[
        "<title>Treatments",
        "New treatment",
        "45 min",
        "1 h 30 min",
        "€49.50",
        "Not offered",
        "Every category",
        "href=\"/services/categories\"",
    ]);
    let found = render(&owner, "/services?q=nobody").await;
    found.shows(&["No treatments match"]);
    let one = render(&owner, &page_of("services", 1)).await;
    one.shows(&["Category 1", "45 min", "€49.50", "Delete treatment"]);
    let edit = render(&owner, &(page_of("services", 2) + "/edit")).await;
    edit.shows(&["value=\"49.50\"", "value=\"90\"", "Offered at present"]);
    edit.hides(&["checked"]);
    let categories = render(&owner, "/services/categories").await;
    categories.shows(&["Category 2", "New category", ">Treatments<"]);
    categories.hides(&["role=\"search\" "]);
    let category = render(&owner, &page_of("services/categories", 1)).await;
    category.shows(&["2 treatments", "Delete category"]);
    let reader = render(&Workspace::seen_by(Role::ReadOnly), "/services").await;
    reader.hides(&["New treatment"]);
    let new = Workspace::seen_by(Role::ReadOnly);
    assert_eq!(render(&new, "/services/new").await.status, 403);
}

#[tokio::test]
async fn a_referral_says_from_whom_to_whom_about_whom_and_how_far_it_is() {
    let owner = network(Role::Owner);
    let list = render(&owner, "/referrals?status=accepted").await;
    list.shows(&[
        "Recommendations",
        "Client &lt;b&gt;1&lt;/b&gt;",
        "Stylist 3",
        "Accepted",
    ]);
    list.hides(&["Reason 0"]);
    let none = render(&owner, "/referrals?status=nonsense").await;
    none.shows(&["No recommendations match"]);
    for (number, offered, missing) in [
        (0, &["Accept<", "Decline<"][..], &["Complete<"][..]),
        (1, &["Complete<"], &["Accept<", "Decline<"]),
        (2, &["Declined"], &["Accept<", "Decline<", "Complete<"]),
        (3, &["Completed"], &["Accept<", "Decline<", "Complete<"]),
    ] {
        let page = render(&owner, &page_of("referrals", number)).await;
        page.shows(offered);
        page.hides(missing);
    }
    let reader = render(&network(Role::ReadOnly), &page_of("referrals", 0)).await;
    reader.hides(&["Accept<", "referral_step"]);
}

#[tokio::test]
async fn a_new_referral_is_about_the_customer_in_the_address() {
    let owner = network(Role::Owner);
    let customer = id::<contract::ids::CustomerKind>(1);
    let about = format!("/referrals/new?customer={customer}");
    render(&owner, &page_of("customers", 1))
        .await
        .shows(&[&about]);
    let choose = render(&owner, "/referrals/new/customer?q=1").await;
    choose.shows(&["Which client?", &about, "value=\"1\""]);
    let field = format!("name=\"customer_id\" value=\"{customer}\"");
    let new = render(&owner, &about).await;
    new.shows(&[
        &field,
        "Client &lt;b&gt;1&lt;/b&gt;",
        "Choose another client",
        "Stylist 1, Colour",
        "Send recommendation",
    ]);
    // Who takes nobody at present is not offered, and stays where they were chosen.
    new.hides(&["Stylist 3"]);
    let edit = format!("{}/edit", page_of("referrals", 0));
    let edit = render(&owner, &edit).await;
    edit.shows(&["selected>Stylist 3", "\">Stylist 2"]);
    let alone = render(&owner, "/referrals/new").await;
    alone.shows(&["No client in particular", "Choose one"]);
    let unknown = id::<contract::ids::CustomerKind>(77);
    let lost = render(&owner, &format!("/referrals/new?customer={unknown}")).await;
    assert_eq!(lost.status, 404);
}

#[tokio::test]
async fn a_referral_that_failed_without_scripts_keeps_everything() {
    let typed = contract::referrals::ReferralDraft {
        from_professional_id: id::<contract::ids::ProfessionalKind>(1).to_string(),
        notes: "In a hurry".into(),
        ..contract::referrals::ReferralDraft::default()
    };
    let fault: Fault = typed.check().unwrap_err();
    let path = "/fn/member/referral_create";
    let page = render_failed(&network(Role::Owner), "/referrals/new", path, fault).await;
    page.shows(&["Choose to whom.", "In a hurry", "selected"]);
}
