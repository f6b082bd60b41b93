//! Mails the link of somebody who forgot their password.

use contract::ids::TenantId;
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use serde::{Deserialize, Serialize};

use crate::runner::Tools;

/// The payload: an address that was typed, and where. Nobody may have it.
#[derive(Deserialize, Serialize)]
pub(crate) struct MailReset {
    tenant: Option<TenantId>,
    email: String,
}

impl TaskHandler for MailReset {
    const IDENTIFIER: &'static str = "mail_reset";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let tools = Tools::of(&context)?;
        tools.platform.mail_reset(self.tenant, &self.email).await
    }
}
