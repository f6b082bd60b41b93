//! The headers of every page, of whatever kind (I-58): what it may load, who may frame it, and who may keep it.

use contract::acts::Role;

use super::{
    client::{Ask, Reply},
    web::{OPERATOR, PUBLIC, Web, form},
};

fn page(host: &str, path: &str) -> Ask {
    Ask::get(host, path).header("accept", "text/html")
}

/// A page of each kind that there is: both portals and the site, doors, refusals of the app and of what stands before it,
/// and answers to forms.
async fn pages(web: &Web) -> Vec<(&'static str, Reply)> {
    let acme = web.plane.tenant("acme").demo_data().build().await;
    acme.user(Role::Staff).await;
    let host = acme.host();
    let owner = acme.session(&acme.email("owner")).await;
    let staff = acme.session(&acme.email("staff")).await;
    let operator = web.operator().await;
    let customer = "/fn/member/customer_create";
    let asks = [
        (
            "home of operators",
            page(OPERATOR, "/").session(&operator),
            200,
        ),
        (
            "list of operators",
            page(OPERATOR, "/tenants").session(&operator),
            200,
        ),
        (
            "isolation",
            page(OPERATOR, "/isolation").session(&operator),
            200,
        ),
        ("home of members", page(&host, "/").session(&owner), 200),
        (
            "settings",
            page(&host, "/settings/branding").session(&owner),
            200,
        ),
        ("account", page(&host, "/account").session(&owner), 200),
        ("landing page", page(PUBLIC, "/"), 200),
        ("door of operators", page(OPERATOR, "/sign-in"), 200),
        ("door of a tenant", page(&host, "/sign-in"), 200),
        ("dead link", page(&host, "/link/nothing"), 404),
        (
            "refused in the app",
            page(&host, "/settings/users").session(&staff),
            403,
        ),
        (
            "nothing in the app",
            page(&host, "/nowhere").session(&owner),
            404,
        ),
        ("nothing on the site", page(PUBLIC, "/nowhere"), 404),
        ("unknown tenant", page("nobody.tenantry.test", "/"), 404),
        ("foreign session", page(OPERATOR, "/").session(&owner), 403),
        ("closed to nobody", page(&host, "/"), 303),
        ("form of nobody", form(&host, "/", customer, "name="), 303),
        (
            "form that failed",
            form(&host, "/", customer, "name=").session(&owner),
            303,
        ),
        (
            "form of another site",
            Ask::post(&host, customer)
                .header("accept", "text/html")
                .header("sec-fetch-site", "cross-site"),
            403,
        ),
        (
            "no such function",
            form(&host, "/", "/fn/member/nothing", "").session(&owner),
            404,
        ),
        (
            "too large",
            form(&host, "/", customer, &"a".repeat(1024 * 1024 + 1)).session(&owner),
            413,
        ),
        ("reference of the API", page(&host, "/api/docs"), 200),
        ("health", page(&host, "/healthz"), 200),
    ];
    let mut replies = Vec::new();
    for (name, ask, status) in asks {
        let reply = web.send(ask).await;
        assert_eq!(reply.status.as_u16(), status, "{name}: {}", reply.text());
        replies.push((name, reply));
    }
    replies
}

/// The sources that a directive of a policy allows.
fn sources<'a>(policy: &'a str, directive: &str) -> Option<Vec<&'a str>> {
    policy.split(';').find_map(|part| {
        let mut words = part.split_whitespace();
        (words.next()? == directive).then(|| words.collect())
    })
}

/// Scripts and styles are files of ours, or carry the nonce or have the hash that this one answer allows.
#[tokio::test]
async fn no_page_runs_what_is_not_ours() {
    let web = Web::new().await;
    for (name, reply) in pages(&web).await {
        let policy = reply.header("content-security-policy").unwrap_or_default();
        let default = sources(policy, "default-src");
        assert!(
            matches!(default.as_deref(), Some(["'none'" | "'self'"])),
            "{name}: {policy}"
        );
        assert_eq!(sources(policy, "base-uri"), Some(vec!["'none'"]), "{name}");
        assert_eq!(
            sources(policy, "frame-ancestors"),
            Some(vec!["'none'"]),
            "{name}"
        );
        for loose in [
            "unsafe-inline",
            "'unsafe-eval'",
            "unsafe-hashes",
            "*",
            "http:",
            "https:",
            "blob:",
        ] {
            assert!(!policy.contains(loose), "{name}: {policy}");
        }
        for directive in ["script-src", "style-src"] {
            let allowed = sources(policy, directive).unwrap_or_default();
            let known = |source: &&str| {
                ["'self'", "'wasm-unsafe-eval'"].contains(source)
                    || source.starts_with("'nonce-")
                    || source.starts_with("'sha256-")
            };
            assert!(allowed.iter().all(known), "{name}: {policy}");
        }
        let html = reply.text();
        let nonce = policy
            .split_once("'nonce-")
            .map(|(_, rest)| rest.split('\'').next().unwrap());
        for tag in ["<script", "<style"] {
            for found in html
                .split(tag)
                .skip(1)
                .map(|rest| rest.split('>').next().unwrap())
            {
                let is_named =
                    nonce.is_some_and(|nonce| found.contains(&format!("nonce=\"{nonce}\"")));
                let has_hash = tag == "<style" && policy.contains("style-src 'sha256-");
                assert!(is_named || has_hash, "{name}: {tag}{found}");
            }
        }
        for inline in [
            " style=\"",
            " onclick=",
            " onload=",
            " onerror=",
            "javascript:",
        ] {
            assert!(!html.contains(inline), "{name}: {inline}");
        }
    }
}

#[tokio::test]
async fn every_page_is_sealed() {
    let web = Web::new().await;
    for (name, reply) in pages(&web).await {
        for (header, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("strict-transport-security", "max-age=31536000"),
        ] {
            assert_eq!(reply.header(header), Some(value), "{name}");
        }
        let allowed = reply.header("permissions-policy").unwrap_or_default();
        for power in ["camera", "geolocation", "microphone", "payment", "usb"] {
            assert!(
                allowed.contains(&format!("{power}=()")),
                "{name}: {allowed}"
            );
        }
    }
}

/// I-58: nothing between, nor the browser, keeps a page for whoever comes next. That of operations and functions is held by
/// the attacks, which look at every answer.
#[tokio::test]
async fn every_answer_is_kept_by_nobody() {
    let web = Web::new().await;
    for (name, reply) in pages(&web).await {
        assert_eq!(reply.header("cache-control"), Some("no-store"), "{name}");
        let differs = reply.header("vary").unwrap_or_default();
        assert!(differs.contains("Cookie, Host"), "{name}: {differs}");
    }
}
