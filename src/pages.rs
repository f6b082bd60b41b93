//! Pages, rendered whole on the server.

use std::{fs, path::Path};

use app::StyleHref;
use axum::{
    extract::{FromRef, Request, State},
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use contract::door::Realm;
use domain::Platform;
use http_api::Refusal;
use leptos::prelude::use_context;
use leptos::{config::LeptosOptions, nonce::use_nonce, prelude::provide_context};
use leptos_axum::ResponseOptions;
use ui::Theme;

use crate::visit::{Sending, Visit};

/// What all pages share.
#[derive(Clone)]
pub(crate) struct Pages {
    pub(crate) platform: Platform,
    operator: Front,
    workspace: Front,
}

impl Pages {
    /// Pages whose scripts and styles are in the folder of the site.
    pub(crate) fn new(platform: Platform, site: &Path) -> Self {
        Self {
            platform,
            operator: Front::find(site, "operator"),
            workspace: Front::find(site, "workspace"),
        }
    }

    fn front(&self, realm: &Realm) -> Front {
        match realm {
            Realm::Operator => self.operator.clone(),
            Realm::Tenant { .. } | Realm::Public => self.workspace.clone(),
        }
    }
}

/// The browser half of a host's pages, as `cargo xtask front` laid it out.
#[derive(Clone)]
struct Front {
    options: LeptosOptions,
    style: StyleHref,
}

impl Front {
    fn find(site: &Path, name: &str) -> Self {
        let hashes = site.join("hashes").join(name).with_extension("txt");
        let names = fs::read_to_string(&hashes).unwrap_or_default();
        let style = names
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(kind, _)| *kind == "css");
        let style = style.map_or_else(String::new, |(_, hash)| format!(".{}", hash.trim()));
        Self {
            options: LeptosOptions::builder()
                .output_name(name)
                .site_root(site.to_string_lossy())
                .hash_file(hashes.to_string_lossy().into())
                .hash_files(hashes.exists())
                .build(),
            style: StyleHref(format!("/pkg/style{style}.css")),
        }
    }
}

impl FromRef<Pages> for LeptosOptions {
    /// For the list of routes, which looks at no file.
    fn from_ref(pages: &Pages) -> Self {
        pages.workspace.options.clone()
    }
}

/// Renders the page of an address. Which page it is, the app decides; the guard has let the visitor pass.
pub(crate) async fn show(
    State(pages): State<Pages>,
    request: Request,
) -> Result<Response, Refusal> {
    let (parts, body) = request.into_parts();
    let visit = Visit::of(&pages.platform, &parts)?;
    let realm = visit.door.realm().await?;
    let flash = visit.take_flash().await?;
    let framed = visit.framed().await;
    let theme = theme(&parts.headers);
    let said = visit.clone();
    let Front { options, style } = pages.front(&realm);
    let contexts = move || {
        visit.provide(Sending::Page);
        framed.clone().provide();
        provide_context(realm.clone());
        provide_context(flash.clone());
        provide_context(theme);
        provide_context(style.clone());
        set_policy();
    };
    let render =
        leptos_axum::render_app_async_with_context(contexts, move || app::shell(options.clone()));
    let response = render(Request::from_parts(parts, body)).await;
    said.keep_notice().await?;
    Ok(response)
}

fn theme(headers: &HeaderMap) -> Theme {
    let cookies = headers
        .get(header::COOKIE)
        .and_then(|cookies| cookies.to_str().ok());
    cookies.map(Theme::from_cookies).unwrap_or_default()
}

/// Scripts and styles of our own, and those inside of the page that carry this one page's nonce.
fn set_policy() {
    let (Some(response), Some(nonce)) = (use_context::<ResponseOptions>(), use_nonce()) else {
        return;
    };
    let policy = format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' data:; connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}
