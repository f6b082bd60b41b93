//! How long entries are kept: a card below them.

use contract::{acts::Act, retention::Retention};
use leptos::prelude::*;
use portal_kit::{FormState, Me, ServerForm};
use ui::{Button, Card, FormActions, FormScope, InputKind, TextField};

pub(super) fn retention_card(
    me: &Me,
    form: FormState,
    retention: Retention,
) -> impl IntoView + use<> {
    let days = retention
        .days
        .map(|days| days.to_string())
        .unwrap_or_default();
    let disabled = !me.may(Act::SettingsWrite);
    view! {
        <Card title="Retention">
            <ServerForm form>
                <FormScope problems=form.problems()>
                    <TextField
                        name="days"
                        label="Keep entries for"
                        kind=InputKind::Number
                        value=form.typed("days", days)
                        hint="Older entries lose what they say, each night, and never get it back. Their proof stays. Empty keeps everything."
                        suffix="days"
                        min="30"
                        max="36500"
                        disabled=disabled
                    />
                    {(!disabled)
                        .then(|| {
                            view! {
                                <FormActions>
                                    <Button submit=true loading=form.pending()>
                                        "Save retention"
                                    </Button>
                                </FormActions>
                            }
                        })}
                </FormScope>
            </ServerForm>
        </Card>
    }
}
