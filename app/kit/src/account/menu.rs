//! Signing out.

use leptos::prelude::*;
use ui::{Glyph, MenuButton};

use crate::{FormState, ServerForm, calls};

/// The form in an account menu that signs out.
#[component]
pub fn SignOut() -> impl IntoView {
    let form = FormState::of::<calls::SignOut>();
    view! {
        <ServerForm form>
            <MenuButton icon=Glyph::SignOut>"Sign out"</MenuButton>
        </ServerForm>
    }
}
