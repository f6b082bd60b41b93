//! Browser sessions, written as the sign-in page writes them: through the session layer, into the sessions table.

use std::sync::Arc;

use domain::{Entered, Platform, Subject};
use store::platform::sessions::SessionRows;
use tower_sessions::Session;

/// Signs somebody in; the value of the cookie.
pub(crate) async fn open(platform: &Platform, entered: Entered) -> String {
    let rows = Arc::new(SessionRows::new(platform.database().clone()));
    let session = Session::new(None, rows, None);
    let (tenant, subject) = entered.subject.ids();
    let realm = if tenant.is_some() {
        "tenant"
    } else {
        "operator"
    };
    session.insert("realm", realm).await.unwrap();
    if let Some(tenant) = tenant {
        session.insert("tenant_id", tenant).await.unwrap();
    }
    session.insert("subject_id", subject).await.unwrap();
    if let Subject::Visitor { visit, .. } = entered.subject {
        session.insert("visit_id", visit).await.unwrap();
    }
    let version = entered.access_version;
    session.insert("access_version", version).await.unwrap();
    session
        .insert("proved_at", entered.proved_at)
        .await
        .unwrap();
    session.save().await.unwrap();
    session.id().expect("a saved session has an id").to_string()
}
