//! A new password for oneself.

use leptos::prelude::*;
use ui::{Button, ButtonKind, Card, FormScope, InputKind, TextField};

use crate::{FormState, ServerForm, words::NEW_PASSWORD};

/// The form that changes the password. What was typed is never sent back.
pub(super) fn password_card(form: FormState) -> impl IntoView {
    view! {
        <Card
            title="Password"
            description="Changing it signs you out everywhere else, and ends every token and key of the API."
        >
            <ServerForm form>
                <FormScope problems=form.problems()>
                    <TextField
                        name="password"
                        label="Current password"
                        kind=InputKind::Password
                        autocomplete="current-password"
                        required=true
                    />
                    <TextField
                        name="new_password"
                        label="New password"
                        kind=InputKind::Password
                        hint=NEW_PASSWORD
                        autocomplete="new-password"
                        required=true
                    />
                    <TextField
                        name="new_password_again"
                        label="New password again"
                        kind=InputKind::Password
                        autocomplete="new-password"
                        required=true
                    />
                    <div>
                        <Button submit=true kind=ButtonKind::Primary loading=form.pending()>
                            "Change password"
                        </Button>
                    </div>
                </FormScope>
            </ServerForm>
        </Card>
    }
}
