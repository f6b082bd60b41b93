//! The account menu: one's own account, and signing out.

use leptos::prelude::*;
use ui::{Glyph, MenuButton, MenuLink};

use crate::{FormState, ServerForm, calls};

/// What every account menu ends with.
#[component]
pub fn AccountItems() -> impl IntoView {
    let form = FormState::of::<calls::SignOut>();
    view! {
        <MenuLink href="/account" icon=Glyph::Key>
            "Your account"
        </MenuLink>
        <ServerForm form>
            <MenuButton icon=Glyph::SignOut>"Sign out"</MenuButton>
        </ServerForm>
    }
}
