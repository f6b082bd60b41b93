//! The door: who gets in, by what, and for how long.

mod api_keys;
mod connections;
mod disown;
mod factor_rule;
mod factors;
mod foreign;
mod guessing;
mod links;
mod passkeys;
mod tokens;

use contract::{Fault, FaultCode, door::SignIn};
use domain::{Admission, Entered, Signed, Site};
use store::Caller;
use testkit::{Plane, given};

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
    let platform = plane.platform();
    let admission = platform.sign_in(site, sign_in, Caller::default()).await;
    admission.map(let_in)
}

/// Who was let in without being asked for more.
pub(crate) fn let_in(admission: Admission) -> Entered {
    let entered = match admission {
        Admission::Whole(entered) => Some(entered),
        Admission::Half(_) => None,
    };
    entered.unwrap()
}

/// A sign-in with the usual password.
pub(crate) fn with_password(email: &str) -> SignIn {
    SignIn {
        email: email.into(),
        password: given::PASSWORD.into(),
    }
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
