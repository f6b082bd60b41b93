//! The signed-in operator and what the pages may offer.

use contract::{Answer, Fault, acts::OperatorAct, me::OperatorMe};
use leptos::prelude::*;

/// Who is signed in.
#[server(prefix = "/fn/operator", endpoint = "signed_in")]
pub(crate) async fn signed_in() -> Result<OperatorMe, Fault> {
    portal_kit::operator()?.me().await
}

/// Whether to offer an act to the operator of this page. The server decides again when it is done.
pub(crate) fn can(act: OperatorAct) -> bool {
    use_context::<OperatorMe>().is_some_and(|me| me.acts.contains(&act))
}

/// Keeps a page that is for one act alone from an operator who may not do it.
pub(crate) fn permit(act: OperatorAct) -> Answer<()> {
    if can(act) {
        Ok(())
    } else {
        Err(Fault::forbidden())
    }
}
