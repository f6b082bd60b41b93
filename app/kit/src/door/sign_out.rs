//! Signing out.

use leptos::{form::ActionForm, prelude::*};
use ui::{Glyph, MenuButton};

use crate::{FormState, calls};

/// The form in an account menu that signs out.
#[component]
pub fn SignOut() -> impl IntoView {
    let action = ServerAction::<calls::SignOut>::new();
    FormState::of(action);
    view! {
        <ActionForm action>
            <MenuButton icon=Glyph::SignOut>"Sign out"</MenuButton>
        </ActionForm>
    }
}
