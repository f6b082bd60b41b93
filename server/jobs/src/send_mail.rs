//! Sends one mail of the outbox.

use contract::{Fault, ids::MailId};
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use serde::{Deserialize, Serialize};

use crate::runner::Tools;

/// The payload.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct SendMail {
    mail: MailId,
}

impl TaskHandler for SendMail {
    const IDENTIFIER: &'static str = "send_mail";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let tools = Tools::of(&context)?;
        let Some(mail) = tools.platform.mail_to_send(self.mail).await? else {
            return Ok(());
        };
        let sent = tools.post_office.send(&mail).await;
        let sent = sent.map_err(|error| mail.without_secret(&error));
        let job = context.job();
        let is_last_attempt = job.attempts() >= job.max_attempts();
        let outcome = sent.as_ref().copied().map_err(String::as_str);
        tools
            .platform
            .mail_note(self.mail, outcome, is_last_attempt)
            .await?;
        sent.map_err(|error| {
            tracing::warn!(mail = %self.mail, %error, "a mail was not taken");
            Fault::unavailable()
        })
    }
}
