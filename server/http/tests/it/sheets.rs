//! EXP-2: records as files, by token and by the link on the page.

use contract::modules::{ModuleSwitch, Modules};
use testkit::given;

use crate::{client::Ask, web::Web};

#[tokio::test]
async fn a_list_is_a_file_for_programs_and_for_people() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    given::customer(&acme, "Ada Byron").await;
    given::customer(&acme, "Bea").await;
    let token = web.owner_token(&acme).await;
    let session = acme.session(&acme.email("owner")).await;
    let ask = || Ask::get(&acme.host(), "/api/v1/customers/export?q=byr");
    let day = web.plane.clock().now().format("%F");
    for asked in [ask().bearer(&token), ask().session(&session)] {
        let reply = web.send(asked).await.expect(200);
        let header = |name| reply.header(name).unwrap().to_owned();
        assert_eq!(header("content-type"), "text/csv; charset=utf-8");
        assert_eq!(
            header("content-disposition"),
            format!("attachment; filename=\"acme-customers-{day}.csv\"")
        );
        let text = reply.text();
        assert!(text.contains("\r\nAda Byron,,,,"), "{text}");
        assert!(!text.contains("Bea"), "{text}");
    }
    web.send(ask()).await.expect_problem(401, "unauthenticated");
}

#[tokio::test]
async fn records_of_a_module_that_is_off_are_no_file() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let token = web.owner_token(&acme).await;
    let ask = || Ask::get(&acme.host(), "/api/v1/services/export").bearer(&token);
    web.send(ask()).await.expect(200);
    let off = ModuleSwitch {
        enabled: false,
        confirm: true,
    };
    let owner = acme.owner().await;
    owner.module_switch("services".into(), off).await.unwrap();
    web.send(ask()).await.expect_problem(404, "not_found");
}
