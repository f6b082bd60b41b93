//! Which identity an address asks for. The address decides, never the handler: a new route is covered before it exists.

use contract::{Fault, FaultCode};
use domain::{Signed, Site};

use crate::{Area, SIGN_IN, area::SIGN_IN_CODE, problem::nothing_here};

/// Which identity an address asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// None.
    Anybody,
    /// Any that belongs to the host.
    SignedIn,
    /// An operator's.
    Operator,
    /// A tenant user's.
    Tenant,
}

impl Rule {
    /// Whether whoever asks, if anybody is signed in, may go on.
    pub(super) fn allows(self, signed: Option<&Signed>) -> Result<(), Fault> {
        match (self, signed) {
            (Self::Anybody, _)
            | (Self::SignedIn, Some(_))
            | (Self::Operator, Some(Signed::Operator(_)))
            | (Self::Tenant, Some(Signed::Tenant(_))) => Ok(()),
            (_, None) => Err(Fault::unauthenticated()),
            (Self::Operator, Some(Signed::Tenant(_))) => Err(Fault::new(
                FaultCode::Forbidden,
                "This is for operators of the platform.",
            )),
            (Self::Tenant, Some(Signed::Operator(_))) => Err(Fault::new(
                FaultCode::Forbidden,
                "This is for people of a workspace.",
            )),
        }
    }
}

/// The rule for a path at a site; a fault where the site has no such thing.
pub fn rule(site: &Site, path: &str) -> Result<Rule, Fault> {
    match Area::of(path) {
        Area::Api => api(site, path),
        Area::Function => function(site, path),
        Area::Page => page(site, path),
    }
}

/// Reached with any identity or none, on every host.
const OPEN: [&str; 5] = [
    "/api/v1/auth/token",
    "/api/v1/auth/refresh",
    "/api/openapi.json",
    "/api/docs",
    "/.well-known/jwks.json",
];

/// What operators do through the API, under each of its names.
const ADMIN: [&str; 3] = ["/api/v1/admin", "/api/admin", "/api/tenants"];

/// What both realms have.
const SHARED: [&str; 2] = ["/api/v1/me", "/api/v1/audit"];

fn api(site: &Site, path: &str) -> Result<Rule, Fault> {
    let is_below = |prefixes: &[&str]| {
        prefixes.iter().any(|prefix| {
            path.strip_prefix(prefix)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    Ok(if OPEN.contains(&path) {
        Rule::Anybody
    } else if matches!(site, Site::Public) {
        return Err(nothing_here());
    } else if is_below(&ADMIN) {
        Rule::Operator
    } else if is_below(&SHARED) {
        Rule::SignedIn
    } else {
        Rule::Tenant
    })
}

fn function(site: &Site, path: &str) -> Result<Rule, Fault> {
    let portal = path
        .strip_prefix("/fn/")
        .and_then(|rest| rest.split_once('/'))
        .map(|(portal, _)| portal);
    match (portal, site) {
        (Some("door"), Site::Operator | Site::Tenant(_) | Site::Public) => Ok(Rule::Anybody),
        // The other realm's are refused rather than not found, so that whoever is signed in and tries is on record.
        (Some("account"), Site::Operator | Site::Tenant(_)) => Ok(Rule::SignedIn),
        (Some("operator"), Site::Operator | Site::Tenant(_)) => Ok(Rule::Operator),
        (Some("tenant" | "member"), Site::Operator | Site::Tenant(_)) => Ok(Rule::Tenant),
        _ => Err(nothing_here()),
    }
}

fn page(site: &Site, path: &str) -> Result<Rule, Fault> {
    let is_door = path == SIGN_IN
        || path == SIGN_IN_CODE
        || path == "/forgot"
        || path.starts_with("/link/")
        || path.starts_with("/visit/");
    match site {
        Site::Public => Ok(Rule::Anybody),
        Site::Operator | Site::Tenant(_) if is_door => Ok(Rule::Anybody),
        // Its sign-in page shows it.
        Site::Tenant(_) if path.starts_with("/brand/") => Ok(Rule::Anybody),
        Site::Operator => Ok(Rule::Operator),
        Site::Tenant(_) => Ok(Rule::Tenant),
        Site::Api => Err(nothing_here()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(site: &Site, path: &str) -> Result<Rule, FaultCode> {
        rule(site, path).map_err(|fault| fault.code)
    }

    #[test]
    fn functions_follow_their_prefix_and_unknown_prefixes_lead_nowhere() {
        assert_eq!(
            code(&Site::Operator, "/fn/operator/tenant_list"),
            Ok(Rule::Operator)
        );
        assert_eq!(code(&Site::Operator, "/fn/door/sign_in"), Ok(Rule::Anybody));
        assert_eq!(code(&Site::Operator, "/fn/account/x"), Ok(Rule::SignedIn));
        assert_eq!(
            code(&Site::Public, "/fn/account/x"),
            Err(FaultCode::NotFound)
        );
        assert_eq!(code(&Site::Operator, "/fn/tenant/x"), Ok(Rule::Tenant));
        assert_eq!(code(&Site::Operator, "/fn/member/x"), Ok(Rule::Tenant));
        for path in [
            "/fn/other/x",
            "/fn/operatorx/x",
            "/fn/operator",
            "/fn",
            "/fn//x",
        ] {
            assert_eq!(
                code(&Site::Operator, path),
                Err(FaultCode::NotFound),
                "{path}"
            );
        }
        assert_eq!(
            code(&Site::Public, "/fn/operator/tenant_list"),
            Err(FaultCode::NotFound)
        );
        assert_eq!(
            code(&Site::Api, "/fn/door/sign_in"),
            Err(FaultCode::NotFound)
        );
    }

    #[test]
    fn the_api_is_for_tenants_unless_it_says_otherwise() {
        for path in [
            "/api/v1/admin/tenants",
            "/api/admin/tenants/1",
            "/api/tenants",
        ] {
            assert_eq!(code(&Site::Api, path), Ok(Rule::Operator), "{path}");
        }
        for path in [
            "/api/v1/customers",
            "/api/v1/administrators",
            "/api/unheard-of",
            "/api",
        ] {
            assert_eq!(code(&Site::Api, path), Ok(Rule::Tenant), "{path}");
        }
        for path in ["/api/v1/me", "/api/v1/me/sessions/1"] {
            assert_eq!(code(&Site::Api, path), Ok(Rule::SignedIn), "{path}");
        }
        assert_eq!(code(&Site::Api, "/api/v1/menu"), Ok(Rule::Tenant));
        assert_eq!(code(&Site::Public, "/api/openapi.json"), Ok(Rule::Anybody));
        assert_eq!(code(&Site::Public, "/api/v1/me"), Err(FaultCode::NotFound));
    }

    #[test]
    fn pages_are_closed_but_for_the_doors() {
        for path in [
            "/sign-in",
            "/sign-in/code",
            "/forgot",
            "/link/abc",
            "/visit/abc",
        ] {
            assert_eq!(code(&Site::Operator, path), Ok(Rule::Anybody), "{path}");
        }
        for path in [
            "/",
            "/sign-in/",
            "/sign-in/code/x",
            "/sign-inx",
            "/forgotten",
            "/tenants",
            "/link",
        ] {
            assert_eq!(code(&Site::Operator, path), Ok(Rule::Operator), "{path}");
        }
        assert_eq!(code(&Site::Public, "/"), Ok(Rule::Anybody));
        assert_eq!(code(&Site::Api, "/"), Err(FaultCode::NotFound));
    }
}
