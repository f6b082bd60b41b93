//! A tenant's logo: sent by a form without our code, shown to everybody at its own host, and nothing but a picture (I-53).

use contract::{branding::BrandingDesk, tenants::Tenants};
use testkit::{TenantPlane, given};

use super::{
    client::{Ask, Reply},
    web::{OPERATOR, PUBLIC, Web},
};

const PAGE: &str = "/settings/branding";
/// Leaves of a logo its hash to whoever could read it.
const UNREADABLE: &str = "DO $$ DECLARE reader record; BEGIN
    FOR reader IN SELECT table_schema AS home, grantee AS name FROM information_schema.role_table_grants
                  WHERE table_name = 'logos' AND privilege_type = 'SELECT' AND grantee <> 'PUBLIC' LOOP
        EXECUTE format('REVOKE SELECT ON %I.logos FROM %I', reader.home, reader.name);
        EXECUTE format('GRANT SELECT (tenant_id, hash) ON %I.logos TO %I', reader.home, reader.name);
    END LOOP; END $$";
const PARTS: &str = "multipart/form-data; boundary=xyz";

/// The form of the page, as a browser sends it without our code.
fn form(tenant: &TenantPlane, function: &str, kind: &str, body: Vec<u8>) -> Ask {
    let host = tenant.host();
    Ask::post(&host, function)
        .header("accept", "text/html,application/xhtml+xml,*/*;q=0.8")
        .header("origin", &format!("https://{host}"))
        .header("sec-fetch-site", "same-origin")
        .header("referer", &format!("https://{host}{PAGE}"))
        .body(kind, body)
}

/// One file, in the only part.
fn file(name: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!(
        "--xyz\r\nContent-Disposition: form-data; name=\"logo\"; filename=\"{name}\"\r\nContent-Type: image/png\r\n\r\n"
    );
    [head.as_bytes(), bytes, b"\r\n--xyz--\r\n"].concat()
}

fn upload(tenant: &TenantPlane, bytes: &[u8]) -> Ask {
    form(
        tenant,
        "/fn/tenant/logo_update",
        PARTS,
        file("logo.png", bytes),
    )
}

async fn page(web: &Web, tenant: &TenantPlane, path: &str, session: Option<&str>) -> String {
    let ask = Ask::get(&tenant.host(), path).header("accept", "text/html");
    let ask = match session {
        Some(session) => ask.session(session),
        None => ask,
    };
    web.send(ask).await.expect(200).text()
}

async fn owner(tenant: &TenantPlane) -> String {
    tenant.session(&tenant.email("owner")).await
}

/// Sends a logo, and tells its hash.
async fn with_logo(web: &Web, tenant: &TenantPlane, session: &str) -> String {
    let sent = upload(tenant, given::PICTURE).session(session);
    let reply = web.send(sent).await.expect(303);
    assert_eq!(reply.header("location"), Some(PAGE));
    let branding = tenant.owner().await.branding_get().await.unwrap();
    branding.logo.unwrap()
}

async fn fetch(web: &Web, host: &str, hash: &str, file: &str) -> Reply {
    web.send(Ask::get(host, &format!("/brand/{hash}/{file}")))
        .await
}

#[tokio::test]
async fn a_logo_is_sent_shown_everywhere_and_taken_away_without_scripts() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let session = owner(&acme).await;
    let before = page(&web, &acme, "/sign-in", None).await;
    assert!(!before.contains("/brand/") && before.contains("/favicon.svg"));

    let hash = with_logo(&web, &acme, &session).await;
    let shown = format!("src=\"/brand/{hash}/logo.png\"");
    let said = page(&web, &acme, PAGE, Some(&session)).await;
    assert!(
        said.contains("The new logo is live.") && said.contains(&shown),
        "{said}"
    );
    for (path, who) in [
        ("/sign-in", None),
        ("/", Some(&*session)),
        ("/settings", Some(&session)),
    ] {
        let html = page(&web, &acme, path, who).await;
        assert!(html.contains(&shown), "{path}: {html}");
        assert!(
            html.contains(&format!("href=\"/brand/{hash}/icon.png\"")),
            "{path}"
        );
        assert!(
            html.contains(&format!("href=\"/brand/{hash}/touch-icon.png\"")),
            "{path}"
        );
    }

    let removal = form(
        &acme,
        "/fn/tenant/logo_delete",
        PARTS,
        b"--xyz--\r\n".to_vec(),
    );
    let reply = web.send(removal.session(&session)).await.expect(303);
    assert_eq!(reply.header("location"), Some(PAGE));
    let after = page(&web, &acme, PAGE, Some(&session)).await;
    assert!(
        after.contains("The logo is gone.") && !after.contains("/brand/"),
        "{after}"
    );
    fetch(&web, &acme.host(), &hash, "logo.png")
        .await
        .expect(404);
}

#[tokio::test]
async fn a_logo_is_served_to_anybody_at_its_own_host_and_can_do_nothing() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let luna = web.plane.tenant("luna").build().await;
    let hash = with_logo(&web, &acme, &owner(&acme).await).await;
    for file in ["logo.png", "icon.png", "touch-icon.png"] {
        let reply = fetch(&web, &acme.host(), &hash, file).await.expect(200);
        assert!(reply.body.starts_with(b"\x89PNG"), "{file}");
        for (name, value) in [
            ("content-type", "image/png"),
            ("x-content-type-options", "nosniff"),
            ("cache-control", "public, max-age=31536000, immutable"),
            ("cross-origin-resource-policy", "same-origin"),
            ("etag", &format!("\"{hash}\"")),
        ] {
            assert_eq!(reply.header(name), Some(value), "{file} {name}");
        }
        let policy = reply.header("content-security-policy").unwrap();
        assert!(
            policy.starts_with("default-src 'none'; sandbox;"),
            "{policy}"
        );
        assert_eq!(reply.header("set-cookie"), None);
    }
    let again = async |tenant: &TenantPlane, hash: &str| {
        let again = Ask::get(&tenant.host(), &format!("/brand/{hash}/logo.png"));
        let known = format!("\"{hash}\"");
        web.send(again.header("if-none-match", &known)).await
    };
    again(&luna, &hash).await.expect(404);
    again(&acme, &"0".repeat(64)).await.expect(404);

    // Whoever knows the hash of a logo finds it at its own host alone.
    fetch(&web, &luna.host(), &hash, "logo.png")
        .await
        .expect(404);
    fetch(&web, PUBLIC, &hash, "logo.png").await.expect(404);
    let operators = fetch(&web, OPERATOR, &hash, "logo.png").await;
    assert_ne!(operators.status, 200);
    let upper = hash.to_uppercase();
    for (hash, file) in [
        ("0".repeat(64).as_str(), "logo.png"),
        (&upper, "logo.png"),
        (&hash, "logo.svg"),
        (&hash, "..%2Flogo.png"),
        ("%25", "logo.png"),
    ] {
        let reply = fetch(&web, &acme.host(), hash, file).await.expect(404);
        assert_eq!(
            reply.header("cache-control"),
            Some("no-store"),
            "{hash} {file}"
        );
    }
    // For whoever has it, the picture is not read: nobody could.
    web.plane.sabotage(UNREADABLE).await;
    let again = again(&acme, &hash).await.expect(304);
    assert!(again.body.is_empty() && again.header("cache-control").unwrap().contains("immutable"));
}

#[tokio::test]
async fn a_refused_logo_is_told_on_the_page_and_the_one_before_stays() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let session = owner(&acme).await;
    let hash = with_logo(&web, &acme, &session).await;
    page(&web, &acme, PAGE, Some(&session)).await;
    let large = vec![0; 1_000_001];
    for (sent, sentence) in [
        (
            &b"<svg onload=\"alert(1)\"/>"[..],
            "An SVG can carry scripts",
        ),
        (b"GIF89a", "This is no PNG, JPEG or WebP picture."),
        (&given::PICTURE[..60], "This picture cannot be read"),
        (b"", "Choose a picture first."),
        (&large, "This file is larger than 1 MB."),
    ] {
        let reply = web
            .send(upload(&acme, sent).session(&session))
            .await
            .expect(303);
        assert_eq!(reply.header("location"), Some(PAGE));
        let html = page(&web, &acme, PAGE, Some(&session)).await;
        assert!(html.contains(sentence), "{sentence}: {html}");
        assert!(html.contains(&hash), "{sentence}");
    }
    // A form that did not arrive whole, or says nothing of its parts, is no upload and no fault of ours.
    let whole = file("logo.png", given::PICTURE);
    for (kind, body) in [
        (PARTS, whole[..whole.len() - 20].to_vec()),
        ("multipart/form-data", whole.clone()),
        ("multipart/form-data; boundary=other", whole),
    ] {
        let sent = form(&acme, "/fn/tenant/logo_update", kind, body).session(&session);
        web.send(sent).await.expect(400);
    }
    // No more than the largest request is read, whatever it is said to be.
    let huge = upload(&acme, &vec![0; 1024 * 1024]).session(&session);
    web.send(huge).await.expect(413);
    let branding = acme.owner().await.branding_get().await.unwrap();
    assert_eq!(branding.logo, Some(hash));
}

#[tokio::test]
async fn a_suspended_tenant_keeps_its_logo_and_gets_no_other() {
    let web = Web::new().await;
    let acme = web.plane.tenant("acme").build().await;
    let hash = with_logo(&web, &acme, &owner(&acme).await).await;
    let operator = web.plane.operator().await;
    operator
        .tenant_suspend(acme.id(), "unpaid".into())
        .await
        .unwrap();
    fetch(&web, &acme.host(), &hash, "logo.png")
        .await
        .expect(200);
    let session = owner(&acme).await;
    web.send(upload(&acme, given::PICTURE).session(&session))
        .await
        .expect(303);
    let html = page(&web, &acme, PAGE, Some(&session)).await;
    assert!(
        html.contains("suspended") && !html.contains("The new logo is live."),
        "{html}"
    );
}
