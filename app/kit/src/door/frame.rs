//! The frame of every door: the host's brand, a title and a card.

use contract::door::Realm;
use leptos::{children::ViewFnOnce, prelude::*};
use leptos_meta::Title;
use ui::{Brand, CentredLayout};

use crate::brand::with_logo;

/// A door's page, in the name of whoever the host belongs to.
#[component]
pub(super) fn DoorFrame(
    /// The page's title and `h1`.
    #[prop(into)]
    title: String,
    /// One line about it.
    #[prop(into)]
    subtitle: String,
    /// Links below the card.
    #[prop(into)]
    footer: ViewFnOnce,
    /// The form.
    children: Children,
) -> impl IntoView {
    view! {
        <Title text=title.clone() />
        // The tenant's second colour; nothing where there is no tenant.
        <div class="fixed inset-x-0 top-0 h-1 bg-(--brand-second)"></div>
        <CentredLayout brand=host_brand() title subtitle footer>
            {children()}
        </CentredLayout>
    }
}

/// The mark of whoever the host belongs to.
fn host_brand() -> Brand {
    let brand = Brand::new(host_name(), "/");
    match use_context() {
        Some(Realm::Tenant { logo, .. }) => with_logo(brand, logo.as_deref()),
        Some(Realm::Operator | Realm::Public) | None => brand,
    }
}

/// The name of whoever the host belongs to.
pub fn host_name() -> String {
    match use_context() {
        Some(Realm::Tenant { display_name, .. }) => display_name,
        Some(Realm::Operator | Realm::Public) | None => "Tenantry".to_owned(),
    }
}
