//! The files of the site.

use std::fs;

use super::{
    client::Ask,
    web::{OPERATOR, PUBLIC, Web},
};

#[tokio::test]
async fn hashed_files_are_kept_and_the_rest_is_not_served() {
    let site = std::env::temp_dir().join(format!("tenantry-site-{}", std::process::id()));
    fs::create_dir_all(site.join("pkg")).unwrap();
    fs::create_dir_all(site.join("fonts")).unwrap();
    fs::create_dir_all(site.join("hashes")).unwrap();
    for (half, hashes) in [
        ("operator", "js: 0a\nwasm: 0b\ncss: 0c\n"),
        ("workspace", "js: 1a\nwasm: 1b\ncss: 0c\n"),
    ] {
        fs::write(site.join("hashes").join(half).with_extension("txt"), hashes).unwrap();
    }
    fs::write(site.join("pkg/operator.0a.js"), "script").unwrap();
    fs::write(site.join("pkg/operator.0a.js.br"), "small script").unwrap();
    fs::write(site.join("fonts/a.woff2"), "font").unwrap();
    fs::write(site.join("favicon.svg"), "<svg/>").unwrap();
    let web = Web::with_site(&site).await;

    let script = || Ask::get("anything.test", "/pkg/operator.0a.js");
    let plain = web.send(script()).await.expect(200);
    assert_eq!(plain.text(), "script");
    assert_eq!(
        plain.header("cache-control"),
        Some("public, max-age=31536000, immutable")
    );
    assert_eq!(plain.header("x-content-type-options"), Some("nosniff"));
    let small = web
        .send(script().header("accept-encoding", "br"))
        .await
        .expect(200);
    assert_eq!(
        (small.text().as_str(), small.header("content-encoding")),
        ("small script", Some("br"))
    );
    let font = web
        .send(Ask::get(OPERATOR, "/fonts/a.woff2"))
        .await
        .expect(200);
    assert_eq!(font.header("cache-control"), Some("public, max-age=86400"));
    let icon = web.send(Ask::get(PUBLIC, "/favicon.svg")).await.expect(200);
    assert_eq!(icon.header("content-type"), Some("image/svg+xml"));

    for path in [
        "/pkg/operator.ff.js",
        "/pkg/../hashes/operator.txt",
        "/pkg/%2e%2e/hashes/operator.txt",
        "/pkg/",
        "/fonts/nothing",
    ] {
        let missing = web.send(Ask::get(OPERATOR, path)).await.expect(404);
        assert_eq!(missing.header("cache-control"), Some("no-store"), "{path}");
    }
    web.send(Ask::get(OPERATOR, "/hashes/operator.txt"))
        .await
        .expect(303);
    for (host, path, names) in [
        (OPERATOR, "/sign-in", ["operator.0a.js", "operator.0b.wasm"]),
        (PUBLIC, "/", ["workspace.1a.js", "workspace.1b.wasm"]),
    ] {
        let page = web.send(Ask::get(host, path)).await.expect(200).text();
        for name in names.into_iter().chain(["style.0c.css"]) {
            assert!(page.contains(&format!("/pkg/{name}")), "{name}: {page}");
        }
    }
    fs::remove_dir_all(site).unwrap();
}
