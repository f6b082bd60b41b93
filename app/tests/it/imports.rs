//! The pages that take a file: which file, which column is what, and what would come of it.

use contract::{Fault, acts::Role, ids::ImportKind, tenants::TenantStatus};

use crate::{
    render::{render, render_failed},
    workspace::{Workspace, id},
};

fn page() -> String {
    format!("/customers/import/{}", id::<ImportKind>(7))
}

#[tokio::test]
async fn a_list_leads_to_its_file_and_to_the_page_that_takes_one() {
    let owner = Workspace::seen_by(Role::Owner);
    let list = render(&owner, "/services?q=cut&category=7&cursor=x").await;
    list.shows(&[
        "href=\"/api/v1/services/export?q=cut&amp;category=7\"",
        "href=\"/services/import\"",
    ]);
    let reader = Workspace::seen_by(Role::ReadOnly);
    let list = render(&reader, "/customers?sort=name").await;
    list.shows(&["href=\"/api/v1/customers/export\""]);
    list.hides(&["/customers/import"]);
    let categories = render(&owner, "/services/categories").await;
    categories.hides(&["/export", "/import"]);
    let network = Workspace {
        has_referrals: true,
        ..owner
    };
    let referrals = render(&network, "/referrals").await;
    referrals.shows(&["/api/v1/referrals/export"]);
    referrals.hides(&["/referrals/import"]);
}

#[tokio::test]
async fn a_file_is_asked_for_and_a_refused_one_told() {
    let owner = Workspace::seen_by(Role::Owner);
    let page = render(&owner, "/customers/import").await;
    page.shows(&[
        "<title>Import clients",
        "multipart/form-data",
        "action=\"/fn/member/import_begin\"",
        "name=\"sheet\" value=\"customers\"",
        "type=\"file\"",
    ]);
    let fault = Fault::field("file", "This file is not in UTF-8.");
    let path = "/fn/member/import_begin";
    let again = render_failed(&owner, "/customers/import", path, fault).await;
    again.shows(&["This file is not in UTF-8."]);
    let reader = Workspace::seen_by(Role::ReadOnly);
    assert_eq!(render(&reader, "/customers/import").await.status, 403);
    let suspended = Workspace {
        status: TenantStatus::Suspended,
        ..owner
    };
    assert_eq!(render(&suspended, "/customers/import").await.status, 403);
}

#[tokio::test]
async fn columns_are_guessed_and_what_was_chosen_is_kept() {
    let owner = Workspace::seen_by(Role::Owner);
    let fresh = render(&owner, &page()).await;
    fresh.shows(&[
        "Rows: 1,203.",
        "method=\"get\"",
        "Client &lt;b&gt; (such as Ana)",
        "Leave out",
        "<option value=\"1\" selected>Mail",
    ]);
    fresh.hides(&["<option value=\"0\" selected"]);
    let back = render(&owner, &(page() + "?name=0&email=")).await;
    back.shows(&["<option value=\"0\" selected"]);
    back.hides(&["<option value=\"1\" selected"]);
}

#[tokio::test]
async fn a_look_tells_what_would_come_of_it() {
    let owner = Workspace::seen_by(Role::Owner);
    let look = render(&owner, &(page() + "/check?name=0&email=1")).await;
    look.shows(&[
        "1,200 good rows. Left out with errors: 3.",
        "ana at &lt;people&gt;",
        "And 2 more.",
        "Import 1,200 good rows",
        "name=\"mapping[name]\" value=\"0\"",
        "?name=0&amp;email=1",
    ]);
    let none = render(&owner, &(page() + "/check?email=1")).await;
    none.shows(&["No row can be imported as it is: 3 with errors."]);
    none.hides(&["good rows<"]);
    let referrals = page().replace("customers", "referrals") + "/check";
    assert_eq!(render(&owner, &referrals).await.status, 404);
}
