//! The parts of the address space. Rules and the form of a refusal follow from the part, never from the handler.

/// Path of the sign-in page.
pub const SIGN_IN: &str = "/sign-in";

/// Path of the page that asks for the code of the second factor.
pub(crate) const SIGN_IN_CODE: &str = "/sign-in/code";

/// A part of the address space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// The JSON API and its documents: refusals are problem documents.
    Api,
    /// A server function: refusals are what its caller in the browser reads, or a page for a plain form.
    Function,
    /// Everything else: refusals are pages.
    Page,
}

impl Area {
    /// The part that a path belongs to.
    pub fn of(path: &str) -> Self {
        let under = |prefix: &str| {
            path == prefix
                || path
                    .strip_prefix(prefix)
                    .is_some_and(|rest| rest.starts_with('/'))
        };
        if under("/api") || under("/.well-known") || under("/healthz") || under("/readyz") {
            Self::Api
        } else if under("/fn") {
            Self::Function
        } else {
            Self::Page
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Area;

    #[test]
    fn a_part_ends_where_its_segment_ends() {
        assert_eq!(Area::of("/api/v1/me"), Area::Api);
        assert_eq!(Area::of("/api"), Area::Api);
        assert_eq!(Area::of("/apiary"), Area::Page);
        assert_eq!(Area::of("/fn/operator/tenant_list"), Area::Function);
        assert_eq!(Area::of("/fnord"), Area::Page);
        assert_eq!(Area::of("/"), Area::Page);
    }
}
