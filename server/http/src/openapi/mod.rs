//! The description of the API: the document that programs read, and the page that people read. Both come from the
//! routes themselves.

mod page;

use std::sync::LazyLock;

use axum::{
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Response},
};
use utoipa::openapi::{
    ComponentsBuilder, InfoBuilder, OpenApi, OpenApiBuilder,
    security::{
        ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
    },
    tag::TagBuilder,
};

use crate::{api::documented, session::COOKIE, wire::Problem};

const ABOUT: &str = "\
Every host has the API: operators use it at `admin.<base>`, the people of a workspace at the workspace's own address, \
and programs at `api.<base>`, where `X-Tenant-ID` names the workspace.

Errors are problem documents (RFC 9457) with a stable `code`. Lists take `limit` and `cursor`. A change may carry \
`If-Match` with the `ETag` it was made from, and any POST an `Idempotency-Key`: repeated with the same key it is done \
once. `RateLimit-Limit`, `RateLimit-Remaining` and `RateLimit-Reset` tell how much is left. \
The operations under `/api/v1/admin/tenants` answer under `/api/admin/tenants` and `/api/tenants` too.";

const TAGS: [(&str, &str); 14] = [
    ("identity", "Who asks."),
    ("customers", "The people whom a workspace serves."),
    (
        "professionals",
        "The people who serve customers, or to whom they are referred.",
    ),
    (
        "services",
        "What is done for customers, how long it takes and what it costs.",
    ),
    (
        "referrals",
        "What one professional passes on to another, and what becomes of it.",
    ),
    (
        "companies",
        "The branches or legal entities inside a workspace.",
    ),
    ("users", "The people with an account in a workspace."),
    (
        "modules",
        "The parts of the product that a workspace has or could have.",
    ),
    ("settings", "How a workspace looks and is set."),
    ("visits", "Operators who look into a workspace."),
    ("audit", "Who did what, when and from where."),
    ("tenants", "Workspaces, as operators see them."),
    (
        "approvals",
        "What takes two operators, where the installation wants it so.",
    ),
    (
        "platform",
        "Plans, templates, mails, servers and the isolation prober, for operators.",
    ),
];

/// The document without its operations.
pub(crate) fn frame() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Tenantry API")
        .version("1")
        .description(Some(ABOUT))
        .build();
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .build();
    let session = ApiKey::Cookie(ApiKeyValue::new(COOKIE));
    let schemes = ComponentsBuilder::new()
        .security_scheme("bearer", SecurityScheme::Http(bearer))
        .security_scheme("session", SecurityScheme::ApiKey(session))
        .schema_from::<Problem>()
        .build();
    let tags = TAGS.map(|(name, about)| {
        TagBuilder::new()
            .name(name)
            .description(Some(about))
            .build()
    });
    let nothing: [&str; 0] = [];
    let either = ["bearer", "session"].map(|scheme| SecurityRequirement::new(scheme, nothing));
    OpenApiBuilder::new()
        .info(info)
        .components(Some(schemes))
        .tags(Some(tags))
        .security(Some(either))
        .build()
}

/// The OpenAPI 3.1 document of every operation.
pub fn document() -> OpenApi {
    documented().into_openapi()
}

static JSON: LazyLock<String> = LazyLock::new(|| document().to_json().unwrap_or_default());
static PAGE: LazyLock<String> =
    LazyLock::new(|| page::page(&serde_json::to_value(document()).unwrap_or_default()));

pub(crate) async fn json() -> Response {
    (
        [(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        )],
        JSON.as_str(),
    )
        .into_response()
}

pub(crate) async fn page() -> Response {
    (
        [(header::CONTENT_SECURITY_POLICY, page::policy())],
        Html(PAGE.as_str()),
    )
        .into_response()
}
