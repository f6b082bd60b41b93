//! One mail, as it was sent.

use contract::{
    ids::{MailId, MailKind},
    mails::{Mail, MailRow, MailState},
};
use leptos::prelude::*;
use leptos_meta::Title;
use portal_kit::{FormState, ServerForm, Time, id_in_path, loaded, on_success};
use ui::{Banner, Button, Card, FormScope, Glyph, KeyValue, KeyValueList, Page, PageHeader, Tone};

use super::calls::{MailRetry, mail_get};
use crate::{address, format::title, words::MailBadge};

/// Headers, text and HTML of a mail; one that failed can be tried again.
#[component]
pub(crate) fn MailPage() -> impl IntoView {
    let id = id_in_path::<MailKind>();
    let found = Resource::new(move || id.get(), |id| async move { mail_get(id?).await });
    let retry = FormState::of::<MailRetry>();
    on_success(retry, move || found.refetch());
    loaded(move || async move { Ok(body(found.await?, retry)) })
}

fn body(mail: Mail, retry: FormState) -> impl IntoView {
    let Mail { row, text, .. } = mail;
    let html = format!("/api/v1/admin/mails/{}/html", row.id);
    let state = row.state;
    let crumbs = vec![("Outbox".to_owned(), "/outbox".to_owned())];
    view! {
        <Title text=row.subject.clone() />
        <Page>
            <PageHeader
                title=row.subject.clone()
                crumbs
                badge=move || view! { <MailBadge state /> }
            />
            {(state == MailState::Failed).then(|| failure(&row, retry))}
            <Card title="Headers">{headers(row)}</Card>
            <Card
                title="Text"
                description="Links that sign somebody in are hidden here. The recipient has them."
            >
                <pre class="overflow-x-auto font-mono text-sm whitespace-pre-wrap text-ink">{text}</pre>
            </Card>
            <Card
                title="HTML"
                description="Shown in a frame without scripts, forms or links that leave it."
                flush=true
            >
                <iframe
                    class="h-120 w-full border-t border-line"
                    title="The HTML of this mail"
                    sandbox=""
                    src=html
                ></iframe>
            </Card>
        </Page>
    }
}

fn failure(row: &MailRow, retry: FormState) -> impl IntoView + use<> {
    let error = row
        .error
        .clone()
        .unwrap_or_else(|| "The mail server gave no reason.".to_owned());
    let again = retry_form(row.id, retry);
    view! {
        <Banner tone=Tone::Danger title="This mail was given up.">
            <p>{error}</p>
            <div class="mt-3">{again}</div>
        </Banner>
    }
}

fn retry_form(id: MailId, form: FormState) -> impl IntoView {
    view! {
        <ServerForm form>
            <FormScope problems=form.problems()>
                <input type="hidden" name="id" value=id.to_string() />
                <div>
                    <Button submit=true icon=Glyph::Refresh loading=form.pending()>
                        "Send again"
                    </Button>
                </div>
            </FormScope>
        </ServerForm>
    }
}

fn headers(row: MailRow) -> impl IntoView {
    let tenant = row.tenant_id.zip(row.tenant_slug).map(|(id, slug)| {
        view! {
            <KeyValue label="Tenant">
                <a class="link" href=address::tenant(id)>
                    {slug}
                </a>
            </KeyValue>
        }
    });
    let sent = row.sent_at.map(|at| {
        view! {
            <KeyValue label="Sent">
                <Time at />
            </KeyValue>
        }
    });
    view! {
        <KeyValueList>
            <KeyValue label="To">{row.recipient}</KeyValue>
            <KeyValue label="Kind">{title(&row.kind)}</KeyValue>
            {tenant}
            <KeyValue label="Attempts">{row.attempts}</KeyValue>
            <KeyValue label="Written">
                <Time at=row.created_at />
            </KeyValue>
            {sent}
        </KeyValueList>
    }
}
