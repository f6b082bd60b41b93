//! Where one is signed in.

use contract::{account::Session, ids::SessionId};
use leptos::{either::Either, prelude::*};
use ui::{Badge, Button, Card, Column, FormScope, Glyph, Row, Size, Table, Tone};

use super::agent::browser_name;
use crate::{FormState, ServerForm, Time};

/// The sessions, each with a way to end it, and one to end all others.
pub(super) fn sessions_card(
    sessions: Vec<Session>,
    end: FormState,
    end_others: FormState,
) -> impl IntoView {
    let others = sessions.iter().any(|session| !session.is_current);
    let footer = move || {
        if others {
            Either::Left(end_others_form(end_others))
        } else {
            Either::Right("You are signed in nowhere else.")
        }
    };
    let columns = vec![
        Column::new("Browser"),
        Column::new("Address"),
        Column::new("Signed in").minor(),
        Column::new("Last used"),
        Column::actions("Sign out"),
    ];
    let rows = sessions
        .into_iter()
        .map(|session| row(session, end))
        .collect();
    view! {
        <Card
            title="Where you are signed in"
            description="Sign out what you do not know, and change your password. Signing out everywhere else ends your API keys, too."
            flush=true
            footer
        >
            <FormScope problems=end.problems()>
                <Table caption="Your sessions, what was used last first" columns rows />
            </FormScope>
        </Card>
    }
}

fn row(session: Session, end: FormState) -> Row {
    let name = browser_name(session.agent.as_deref());
    let action = if session.is_current {
        Either::Left(view! { <Badge tone=Tone::Ok>"This browser"</Badge> })
    } else {
        Either::Right(end_form(session.id, &name, end))
    };
    Row::new()
        .cell(name)
        .cell(session.ip.unwrap_or_else(|| "—".to_owned()))
        .cell(view! { <Time at=session.signed_in_at /> })
        .cell(view! { <Time at=session.last_seen_at /> })
        .cell(action)
}

fn end_form(id: SessionId, name: &str, form: FormState) -> impl IntoView + use<> {
    let whose = format!(" {name}");
    view! {
        <ServerForm form>
            <input type="hidden" name="id" value=id.to_string() />
            <Button submit=true size=Size::Small loading=form.pending()>
                "Sign out" <span class="sr-only">{whose}</span>
            </Button>
        </ServerForm>
    }
}

fn end_others_form(form: FormState) -> impl IntoView {
    view! {
        <ServerForm form>
            <FormScope problems=form.problems()>
                <div>
                    <Button submit=true icon=Glyph::SignOut loading=form.pending()>
                        "Sign out everywhere else"
                    </Button>
                </div>
            </FormScope>
        </ServerForm>
    }
}
