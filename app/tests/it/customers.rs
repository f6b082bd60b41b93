//! The member portal: home and customers.

use contract::{
    Fault,
    acts::Role,
    customers::CustomerDraft,
    ids::{CustomerId, CustomerKind},
    tenants::TenantStatus,
};
use portal_kit::Flash;

use crate::{
    render::{render, render_after, render_failed},
    workspace::{Workspace, id},
};

fn page_of(number: usize) -> String {
    let id: CustomerId = id::<CustomerKind>(number);
    format!("/customers/{id}")
}

#[tokio::test]
async fn every_page_speaks_the_words_of_the_tenant() {
    let workspace = Workspace::seen_by(Role::Owner);
    let home = render(&workspace, "/").await;
    home.shows(&[
        "Hello, Olivia Owner",
        "Newest clients",
        "1,203",
        "+4 this week",
        "New client",
        "class=\"cover-link\">Stylists",
    ]);
    for (address, text) in [
        (
            "/customers".to_owned(),
            "<title>Clients · Luna &amp; Co</title>",
        ),
        ("/customers/new".to_owned(), "Add client"),
        (page_of(1) + "/delete", "Delete client"),
        ("/customers?q=nobody".to_owned(), "No clients match"),
    ] {
        let page = render(&workspace, &address).await;
        page.shows(&[text]);
        page.hides(&["Customer<", "customer<", ">Customers"]);
    }
}

#[tokio::test]
async fn an_empty_list_teaches_what_to_do() {
    let workspace = Workspace {
        clients: 0,
        ..Workspace::seen_by(Role::Owner)
    };
    render(&workspace, "/customers")
        .await
        .shows(&["No clients yet", "href=\"/customers/new\""]);
    render(&workspace, "/customers?q=x")
        .await
        .shows(&["No clients match", "Show all clients"]);
}

#[tokio::test]
async fn what_was_typed_is_shown_and_never_run() {
    let page = render(&Workspace::seen_by(Role::Owner), &page_of(1)).await;
    page.shows(&["Client &lt;b&gt;1&lt;/b&gt;"]);
    page.hides(&["<b>1</b>"]);
}

#[tokio::test]
async fn search_order_and_page_travel_in_the_address() {
    let page = render(
        &Workspace::seen_by(Role::Owner),
        "/customers?q=Client&sort=name&cursor=x",
    )
    .await;
    page.shows(&[
        "value=\"Client\"",
        "aria-sort=\"ascending\"",
        "href=\"/customers?q=Client&amp;sort=name\"",
        "href=\"/customers?q=Client&amp;sort=name&amp;cursor=a%2Bb\"",
    ]);
}

#[tokio::test]
async fn a_role_is_offered_what_it_may_do_and_refused_the_rest() {
    let staff = Workspace::seen_by(Role::Staff);
    let page = render(&staff, &page_of(1)).await;
    page.shows(&["/edit"]);
    page.hides(&["customer_delete"]);
    assert_eq!(render(&staff, &(page_of(1) + "/delete")).await.status, 403);

    let reader = Workspace::seen_by(Role::ReadOnly);
    render(&reader, "/customers")
        .await
        .hides(&["/customers/new"]);
    render(&reader, &page_of(1))
        .await
        .hides(&["/edit", "customer_delete"]);
    assert_eq!(render(&reader, "/customers/new").await.status, 403);
}

#[tokio::test]
async fn a_suspended_workspace_is_read_only_and_says_so() {
    let workspace = Workspace {
        status: TenantStatus::Suspended,
        ..Workspace::seen_by(Role::Owner)
    };
    let page = render(&workspace, &page_of(1)).await;
    assert_eq!(page.status, 200);
    page.shows(&["This workspace is suspended"]);
    page.hides(&["/edit", "customer_delete"]);
    let page = render(&workspace, &(page_of(1) + "/edit")).await;
    assert_eq!(page.status, 403);
    page.hides(&["customer_update"]);
}

#[tokio::test]
async fn what_is_not_there_is_404_inside_the_frame() {
    for address in [
        "/customers/no-id".to_owned(),
        page_of(77),
        page_of(77) + "/edit",
    ] {
        let page = render(&Workspace::seen_by(Role::Owner), &address).await;
        assert_eq!(page.status, 404, "{address}");
        page.shows(&["does not exist", "Olivia Owner"]);
    }
}

#[tokio::test]
async fn a_form_that_failed_without_scripts_is_shown_again_as_it_was_typed() {
    let draft = CustomerDraft {
        email: "no address".into(),
        notes: "Tea, no sugar".into(),
        ..CustomerDraft::default()
    };
    let fault = draft.check().unwrap_err();
    let page = render_failed(
        &Workspace::seen_by(Role::Owner),
        "/customers/new",
        "/fn/member/customer_create",
        fault,
    )
    .await;
    page.shows(&[
        "Enter a name.",
        "value=\"no address\"",
        "Tea, no sugar",
        "aria-invalid=\"true\"",
    ]);
}

#[tokio::test]
async fn a_conflict_keeps_what_was_typed_and_shows_what_is_stored() {
    let draft = CustomerDraft {
        name: "My Version".into(),
        ..CustomerDraft::default()
    };
    let fault = Fault::changed_meanwhile("customer").with_input(&draft);
    let address = page_of(1) + "/edit";
    let page = render_failed(
        &Workspace::seen_by(Role::Owner),
        &address,
        "/fn/member/customer_update",
        fault,
    )
    .await;
    page.shows(&[
        "Somebody else changed this client meanwhile",
        "value=\"My Version\"",
        "client1@example.test",
        "name=\"version\" value=\"7\"",
    ]);
    page.hides(&["Load it again"]);
}

#[tokio::test]
async fn a_failed_form_is_no_concern_of_another_page() {
    let fault = Fault::field("name", "Enter a name.");
    let page = render_failed(
        &Workspace::seen_by(Role::Owner),
        "/customers/new",
        "/fn/tenant/other",
        fault,
    )
    .await;
    page.hides(&["Enter a name.", "role=\"alert\""]);
}

#[tokio::test]
async fn good_news_is_on_the_next_page() {
    let flash = Flash {
        notice: Some("Ana was added.".into()),
        failed: None,
    };
    render_after(&Workspace::seen_by(Role::Owner), "/customers", flash)
        .await
        .shows(&["Ana was added."]);
}

#[tokio::test]
async fn a_name_in_the_title_of_a_page_is_no_markup() {
    let page = render(&Workspace::seen_by(Role::Owner), &page_of(2)).await;
    page.shows(&["<title>Client &lt;b&gt;2&lt;/b&gt; · Luna &amp; Co</title>"]);
}
