//! The door: who gets in, by what, and for how long.

mod connections;
mod foreign;
mod guessing;
mod links;
mod tokens;

use contract::{Fault, FaultCode, door::SignIn};
use domain::{Entered, Signed, Site};
use store::Caller;
use testkit::Plane;

pub(crate) async fn sign_in(
    plane: &Plane,
    site: &Site,
    email: &str,
    password: &str,
) -> Result<Entered, Fault> {
    let sign_in = SignIn {
        email: email.into(),
        password: password.into(),
    };
    plane
        .platform()
        .sign_in(site, sign_in, Caller::default())
        .await
}

/// The code of a refusal; none when it was none.
pub(crate) fn code<T>(result: Result<T, Fault>) -> Option<FaultCode> {
    result.err().map(|fault| fault.code)
}

/// Whether an access token opens anything: the account behind it is read when it does.
pub(crate) async fn opens(plane: &Plane, site: &Site, token: &str) -> Result<(), Fault> {
    let bearer = plane
        .platform()
        .bearer(site, None, token, Caller::default());
    match bearer.await? {
        Signed::Operator(_) => Ok(()),
        Signed::Tenant(desk) => {
            plane.database().read(desk.scope()).await?;
            Ok(())
        }
    }
}
