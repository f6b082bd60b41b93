//! A log that is shorter than what its receiver was told of: a finding. The receiver is stopped, and the owners are told.

use contract::Fault;
use modules::mails::{Mail, Sender};
use store::{
    AuditEntry, TenantScope,
    platform::receivers,
    tenant::{events, settings, users},
};

use crate::{Platform, audit_proof::Flaw};

impl Platform {
    /// Holds a log that was just signed against what its receiver was told of: one that is shorter by now was taken back. Nothing
    /// is sent any more, since what comes would not be what follows.
    pub(crate) async fn hold_receiver(
        &self,
        scope: &TenantScope,
        told: Option<u64>,
        signed: u64,
    ) -> Result<(), Fault> {
        let Some(told) = told.filter(|told| *told > signed) else {
            return Ok(());
        };
        // Another node may have signed more than this one, of a log that is longer by now. None is ever shorter.
        let mut reader = self.database().read(scope).await?;
        let size = u64::try_from(events::size(&mut reader).await?).unwrap_or_default();
        if size >= told {
            return Ok(());
        }
        let (tenant, flaw) = (scope.tenant(), Flaw::Cut(size));
        tracing::error!(tenant = %tenant.id, %flaw, told, "the receiver of a log was told of more entries than there are");
        let branding = settings::branding(&mut reader).await?;
        let owners = users::active_owners(&mut reader).await?;
        drop(reader);
        let why = format!(
            "The log has {size} entries, and this server was told of {told}: somebody took it back. Nothing is sent any more. \
             Keep what the server got, and show it to whoever runs this system; then delete the receiver and make it anew."
        );
        let mut outside = self.database().platform_write().await?;
        if !receivers::stop(&mut outside, tenant.id, &why).await? {
            return Ok(());
        }
        let urls = self.settings();
        let home = urls.tenant_url(&tenant.slug, tenant.custom_domain.as_deref());
        let link = format!("{home}/settings/audit/receiver");
        for owner in &owners {
            let mail = Mail::ReceiverStopped {
                name: &owner.name,
                workspace: &branding.display_name,
                entries: size,
                told,
                link: &link,
            };
            let (sender, recipient) = (Sender::platform(), owner.email.as_disclosed());
            self.post(
                &mut outside,
                &mail,
                &sender,
                Some(tenant.id),
                recipient,
                None,
            )
            .await?;
        }
        // An entry too many, after a death between the two, is the safe side.
        let entry = AuditEntry::new("receiver.stop", "receiver", "log");
        let entry = entry.with("entries", size).with("told", told);
        self.database().put_on_record(scope, entry).await?;
        Ok(outside.commit_bookkeeping().await?)
    }
}
