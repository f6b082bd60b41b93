//! A file of people that comes in by forms without our code, page after page.

use testkit::{TenantPlane, given};

use super::{
    client::{Ask, Reply},
    web::Web,
};

const PARTS: &str = "multipart/form-data; boundary=xyz";

/// A form of a page, as a browser sends it without our code.
fn form(tenant: &TenantPlane, session: &str, function: &str, page: &str) -> Ask {
    let host = tenant.host();
    Ask::post(&host, &format!("/fn/member/{function}"))
        .header("accept", "text/html,application/xhtml+xml,*/*;q=0.8")
        .header("origin", &format!("https://{host}"))
        .header("sec-fetch-site", "same-origin")
        .header("referer", &format!("https://{host}{page}"))
        .session(session)
}

fn upload(tenant: &TenantPlane, session: &str, file: &[u8]) -> Ask {
    let head = "--xyz\r\nContent-Disposition: form-data; name=\"sheet\"\r\n\r\ncustomers\r\n\
        --xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"people.csv\"\r\n\
        Content-Type: text/csv\r\n\r\n";
    let body = [head.as_bytes(), file, b"\r\n--xyz--\r\n"].concat();
    form(tenant, session, "import_begin", "/customers/import").body(PARTS, body)
}

async fn page(web: &Web, tenant: &TenantPlane, path: &str, session: &str) -> String {
    let ask = Ask::get(&tenant.host(), path).header("accept", "text/html");
    web.send(ask.session(session)).await.expect(200).text()
}

fn location(reply: &Reply) -> String {
    reply.header("location").unwrap().to_owned()
}

#[tokio::test]
async fn a_file_becomes_records_without_scripts() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let session = acme.session(&acme.email("owner")).await;
    let list = page(&web, &acme, "/customers", &session).await;
    assert!(list.contains("href=\"/customers/import\""), "{list}");

    let file = "Client;Mail\nZoë;zoe@people.test\nBea;bea at <people>\n";
    let sent = upload(&acme, &session, file.as_bytes());
    let columns = location(&web.send(sent).await.expect(303));
    assert!(columns.starts_with("/customers/import/"), "{columns}");
    let html = page(&web, &acme, &columns, &session).await;
    assert!(html.contains("Client (such as Zoë)"), "{html}");
    assert!(
        html.contains(&format!("action=\"{columns}/check\"")),
        "{html}"
    );

    let check = format!("{columns}/check?name=0&email=1&phone=&notes=");
    let html = page(&web, &acme, &check, &session).await;
    assert!(
        html.contains("1 good row. Left out with errors: 1."),
        "{html}"
    );
    assert!(html.contains("bea at &lt;people&gt;"), "{html}");

    let id = columns.rsplit('/').next().unwrap();
    let fields = format!("sheet=customers&id={id}&mapping[name]=0&mapping[email]=1");
    for _ in 0..2 {
        let run = form(&acme, &session, "import_run", &check);
        let run = run.body(
            "application/x-www-form-urlencoded",
            fields.clone().into_bytes(),
        );
        let reply = web.send(run).await.expect(303);
        assert_eq!(location(&reply), "/customers");
        let html = page(&web, &acme, "/customers", &session).await;
        assert!(html.contains("Imported: 1 row. Left out: 1 row."), "{html}");
    }
    let export = Ask::get(&acme.host(), "/api/v1/customers/export").session(&session);
    let export = web.send(export).await.expect(200).text();
    assert_eq!(export.matches("Zoë,zoe@people.test").count(), 1, "{export}");
}

#[tokio::test]
async fn a_refused_file_is_told_on_the_page_that_sent_it() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let session = acme.session(&acme.email("owner")).await;
    let large = "Name\n".to_owned() + &"a,\n".repeat(5_001);
    let heavy = vec![b'a'; 2_000_001];
    let mut largest = b"Name\n".to_vec();
    largest.resize(2_000_000, b'a');
    let taken = web.send(upload(&acme, &session, &largest)).await;
    assert!(location(&taken.expect(303)).starts_with("/customers/import/"));
    for (file, sentence) in [
        (&b""[..], "Choose a file first."),
        (b"N\xe4me\nAda\n", "not in UTF-8"),
        (b"Name\n", "This file has no rows"),
        (large.as_bytes(), "more than 5000 rows"),
        (&heavy, "larger than 2 MB"),
    ] {
        let reply = web.send(upload(&acme, &session, file)).await.expect(303);
        assert_eq!(location(&reply), "/customers/import", "{sentence}");
        let html = page(&web, &acme, "/customers/import", &session).await;
        assert!(html.contains(sentence), "{sentence}: {html}");
    }
    let huge = upload(&acme, &session, &vec![0; 2 * 1024 * 1024]);
    web.send(huge).await.expect(413);

    // The file of one person is nothing to another.
    let email = acme.email("eve");
    given::user(&acme, "Eve", &email, contract::acts::Role::Staff).await;
    let waiting = given::import(&acme, "Canary", &email).await;
    let ask = Ask::get(&acme.host(), &format!("/customers/import/{waiting}"));
    let ask = ask.header("accept", "text/html").session(&session);
    let html = web.send(ask).await.expect(404).text();
    assert!(!html.contains("Canary"), "{html}");
}
