//! AUD-3: the log as a file, by token and by the link on the page.

use domain::audit_check::check;

use crate::{client::Ask, web::Web};

const EXPORT: &str = "/api/v1/audit/export";

#[tokio::test]
async fn the_log_is_a_file_that_proves_itself() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let ask = Ask::get(&acme.host(), EXPORT).bearer(&web.owner_token(&acme).await);
    let reply = web.send(ask).await.expect(200);
    assert_eq!(reply.header("content-type"), Some("application/jsonl"));
    let name = reply.header("content-disposition");
    assert_eq!(name, Some("attachment; filename=\"acme-log.jsonl\""));
    let checked = check(&*reply.body, &[], None).unwrap();
    assert_eq!((checked.flaw, checked.slug.as_str()), (None, "acme"));
    assert!(checked.entries > 0);
}

#[tokio::test]
async fn the_link_on_the_page_gives_a_table() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let session = acme.session(&acme.email("owner")).await;
    let ask = |form: &str| Ask::get(&acme.host(), &format!("{EXPORT}?form={form}"));
    let reply = web.send(ask("csv").session(&session)).await.expect(200);
    assert_eq!(
        reply.header("content-type"),
        Some("text/csv; charset=utf-8")
    );
    assert!(reply.text().starts_with("position,at,action,"));
    let refused = web.send(ask("xlsx").session(&session)).await;
    let problem = refused.expect_problem(422, "invalid");
    assert!(problem["fields"]["form"].is_string());
}
