//! What the pages of referrals ask the server for.

use contract::{
    Fault, Page, PageRequest,
    ids::ReferralId,
    referrals::{Referral, ReferralDraft, ReferralFilter, ReferralStatus},
};
use leptos::prelude::*;

/// A page of referrals.
#[server(prefix = "/fn/member", endpoint = "referral_list")]
pub(crate) async fn referral_list(
    filter: ReferralFilter,
    #[server(default)] page: PageRequest,
) -> Result<Page<Referral>, Fault> {
    portal_kit::member()?.referral_list(filter, page).await
}

/// One referral.
#[server(prefix = "/fn/member", endpoint = "referral_get")]
pub(crate) async fn referral_get(id: ReferralId) -> Result<Referral, Fault> {
    portal_kit::member()?.referral_get(id).await
}

/// Sends a referral and shows it.
#[server(prefix = "/fn/member", endpoint = "referral_create")]
pub(crate) async fn referral_create(#[server(flatten)] draft: ReferralDraft) -> Result<(), Fault> {
    let kept = |fault: Fault| fault.with_input(&draft);
    let referral = portal_kit::member()?
        .referral_create(draft.clone())
        .await
        .map_err(kept)?;
    portal_kit::notice(format!("Sent to {}.", referral.to_professional_name));
    portal_kit::redirect(&format!("/referrals/{}", referral.id));
    Ok(())
}

/// Changes the version of a referral that the form was filled from, and shows it.
#[server(prefix = "/fn/member", endpoint = "referral_update")]
pub(crate) async fn referral_update(
    id: ReferralId,
    version: i32,
    #[server(flatten)] draft: ReferralDraft,
) -> Result<(), Fault> {
    let kept = |fault: Fault| fault.with_input(&draft);
    portal_kit::member()?
        .referral_update(id, draft.clone(), Some(version))
        .await
        .map_err(kept)?;
    portal_kit::notice("Your changes are saved.");
    portal_kit::redirect(&format!("/referrals/{id}"));
    Ok(())
}

/// Takes the version of a referral that the page showed one step on: accepts, declines or completes it.
#[server(prefix = "/fn/member", endpoint = "referral_step")]
pub(crate) async fn referral_step(
    id: ReferralId,
    version: i32,
    status: ReferralStatus,
) -> Result<(), Fault> {
    let access = portal_kit::member()?;
    let draft = ReferralDraft {
        status: status.to_string(),
        ..access.referral_get(id).await?.into()
    };
    access.referral_update(id, draft, Some(version)).await?;
    portal_kit::notice(match status {
        ReferralStatus::Sent => "It waits for an answer.",
        ReferralStatus::Accepted => "Accepted.",
        ReferralStatus::Declined => "Declined.",
        ReferralStatus::Completed => "Completed.",
    });
    portal_kit::redirect(&format!("/referrals/{id}"));
    Ok(())
}

/// Deletes a referral and goes back to the list.
#[server(prefix = "/fn/member", endpoint = "referral_delete")]
pub(crate) async fn referral_delete(id: ReferralId) -> Result<(), Fault> {
    portal_kit::member()?.referral_delete(id).await?;
    portal_kit::notice("It was deleted.");
    portal_kit::redirect("/referrals");
    Ok(())
}
