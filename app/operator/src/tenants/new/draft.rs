//! The draft in the address, and as hidden fields of a form.

use contract::tenants::TenantDraft;
use leptos::prelude::*;
use portal_kit::{Query, with_query};

use super::{slug::suggest, step::Step};

/// The path of the wizard.
pub(super) const WIZARD: &str = "/tenants/new";

/// Reads the answers so far. An address left empty is the one that the name suggests.
pub(super) fn from_query(query: &Query) -> TenantDraft {
    let name = query.get("name");
    let slug = Some(query.get("slug")).filter(|slug| !slug.trim().is_empty());
    TenantDraft {
        slug: slug.unwrap_or_else(|| suggest(&name)),
        name,
        display_name: query.get("display_name"),
        plan: query.get("plan"),
        strategy: query.get("strategy"),
        template: query.get("template"),
        region: query.get("region"),
        demo_data: query.get("demo_data") == "true",
        owner_name: query.get("owner_name"),
        owner_email: query.get("owner_email"),
        owner_password: String::new(),
    }
}

/// The address of a step with these answers.
pub(super) fn to_address(draft: &TenantDraft, step: Step) -> String {
    with_query(
        WIZARD,
        [("step", step.word())].into_iter().chain(pairs(draft)),
    )
}

fn pairs(draft: &TenantDraft) -> [(&'static str, &str); 10] {
    [
        ("name", draft.name.as_str()),
        ("slug", &draft.slug),
        ("display_name", &draft.display_name),
        ("plan", &draft.plan),
        ("strategy", &draft.strategy),
        ("region", &draft.region),
        ("template", &draft.template),
        ("demo_data", if draft.demo_data { "true" } else { "" }),
        ("owner_name", &draft.owner_name),
        ("owner_email", &draft.owner_email),
    ]
}

/// The answers that a step does not ask for, carried along in its form.
pub(super) fn carried(draft: &TenantDraft, step: Step) -> impl IntoView + use<> {
    hidden(draft, |name| !step.fields().contains(&name), str::to_owned)
}

/// Every answer, as the fields of the server function that creates the tenant.
pub(super) fn sent(draft: &TenantDraft) -> impl IntoView + use<> {
    hidden(draft, |_| true, |name| format!("draft[{name}]"))
}

fn hidden(
    draft: &TenantDraft,
    wanted: impl Fn(&str) -> bool,
    named: impl Fn(&str) -> String,
) -> Vec<AnyView> {
    pairs(draft)
        .into_iter()
        .filter(|(name, value)| !value.is_empty() && wanted(name))
        .map(|(name, value)| {
            view! { <input type="hidden" name=named(name) value=value.to_owned() /> }.into_any()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use contract::tenants::TenantDraft;
    use portal_kit::Query;

    use super::{Step, from_query, to_address};

    #[test]
    fn the_answers_survive_the_address() {
        let draft = TenantDraft {
            slug: "luna".into(),
            name: "Luna & Söhne".into(),
            plan: "starter".into(),
            demo_data: true,
            owner_email: "ana+1@example.test".into(),
            ..TenantDraft::default()
        };
        let address = to_address(&draft, Step::Owner);
        let query = Query::parse(address.strip_prefix("/tenants/new?").unwrap());
        assert_eq!(query.word::<Step>("step"), Step::Owner);
        assert_eq!(from_query(&query), draft);
    }

    #[test]
    fn a_password_never_comes_from_an_address() {
        let query = Query::parse("owner_password=secret-secret");
        assert_eq!(from_query(&query).owner_password, "");
    }

    #[test]
    fn an_empty_address_is_suggested() {
        assert_eq!(
            from_query(&Query::parse("name=Luna+Hair&slug=")).slug,
            "luna-hair"
        );
    }
}
