//! Nobody, and identities of another tenant or realm: by host, by header, by cookie, by token (ISO-5, I-30, I-31, I-35).

use contract::FaultCode;

use super::stage::{
    Person::{self, Acme, Luna, Operator},
    Proof, Stage,
};
use crate::{
    calls::Call,
    client::{Ask, Identity},
    needs::Needs,
    web::{API, PUBLIC},
};

/// Where a call is sent, and whose that is.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// The host of somebody.
    Host(Person),
    /// The host of somebody, with a header that names somebody else's tenant.
    Torn(Person, Person),
    /// The host of the API, with a header that names the tenant.
    Named(Person),
    /// The host of the API alone.
    Unnamed,
    /// The base host.
    Public,
}

/// Who sends it; nobody, or somebody by one of their proofs.
type Sender = Option<(Person, Proof)>;

/// What must be answered; nothing where the sender is at home.
fn refusal(sender: Sender, place: Place, call: &Call) -> Option<FaultCode> {
    let at = match place {
        Place::Public => return Some(FaultCode::NotFound),
        Place::Torn(..) => return Some(FaultCode::CrossTenant),
        Place::Host(person) | Place::Named(person) => Some(person),
        Place::Unnamed => None,
    };
    let on_api_host = matches!(place, Place::Named(_) | Place::Unnamed);
    let person = match sender {
        None => return Some(FaultCode::Unauthenticated),
        // No browser signs in there.
        Some((_, Proof::Cookie)) if on_api_host => return Some(FaultCode::Unauthenticated),
        Some((person, _)) => person,
    };
    if at.is_some_and(|at| at != person) {
        return Some(FaultCode::CrossTenant);
    }
    let is_operator = person == Operator;
    let is_for_them = match call.needs {
        Needs::Tenant(_) => !is_operator,
        Needs::Operator(_) => is_operator,
        Needs::Account | Needs::Nothing => true,
    };
    (!is_for_them).then_some(FaultCode::Forbidden)
}

/// Makes every call of everybody as each of these senders at their place, then each as it should be.
async fn attack(attempts: &[(Sender, Place)], twin: (Place, Proof)) {
    let mut stage = Stage::new().await;
    let mut known = Vec::new();
    for (sender, place) in attempts {
        let identity = match sender {
            None => Identity::Nobody,
            Some((person, proof)) => stage.identity(*person, *proof).await,
        };
        known.push((*sender, *place, identity));
    }
    let all = stage.all_calls().await;
    // The names of an address are one to the guard: each is tried by nobody and by tokens.
    let names = match twin {
        (Place::Host(_), Proof::Token) => usize::MAX,
        _ => 1,
    };
    for call in all.iter().flat_map(|(_, calls)| calls) {
        if call.needs == Needs::Nothing {
            continue;
        }
        // Both realms have it, each its own.
        let is_shared = all
            .iter()
            .all(|(_, calls)| calls.iter().any(|other| other.id == call.id));
        for (sender, place, identity) in &known {
            let code = match refusal(*sender, *place, call) {
                None => continue,
                Some(FaultCode::Forbidden) if is_shared => continue,
                Some(code) => code,
            };
            let attack = format!("{sender:?} at {place:?}");
            for ask in asks(&stage, call, *place).into_iter().take(names) {
                stage.refuses(&attack, call, ask.by(identity), code).await;
            }
        }
        stage.changed_nothing(call).await;
    }
    for (person, calls) in &all {
        let place = match (twin.0, person) {
            (Place::Named(_), Operator) => Place::Unnamed,
            (Place::Named(_), _) => Place::Named(*person),
            _ => Place::Host(*person),
        };
        let ask = |stage: &Stage, call: &Call| asks(stage, call, place).remove(0);
        stage
            .serves_as("at home", (*person, twin.1), calls, ask)
            .await;
    }
    stage.verdict().await;
}

/// The call at this place, by each of its addresses.
fn asks(stage: &Stage, call: &Call, place: Place) -> Vec<Ask> {
    let (host, named) = match place {
        Place::Host(person) => (stage.home(person), None),
        Place::Torn(person, named) => (stage.home(person), Some(named)),
        Place::Named(named) => (API.to_owned(), Some(named)),
        Place::Unnamed => (API.to_owned(), None),
        Place::Public => (PUBLIC.to_owned(), None),
    };
    let operation = stage.operation(call);
    let addresses = operation.addresses(call);
    let asks = addresses.iter().map(|address| {
        let ask = operation.ask_at(&host, address, call);
        match named {
            Some(Acme) => ask.header("x-tenant-id", &stage.acme.id().to_string()),
            Some(_) => ask.header("x-tenant-id", stage.luna.slug()),
            None => ask,
        }
    });
    asks.collect()
}

fn by(proof: Proof, attempts: &[(Person, Place)]) -> Vec<(Sender, Place)> {
    let attempt = |(person, place): &(Person, Place)| (Some((*person, proof)), *place);
    attempts.iter().map(attempt).collect()
}

#[tokio::test]
async fn nobody_opens_anything() {
    let places = [
        Place::Host(Acme),
        Place::Host(Operator),
        Place::Named(Acme),
        Place::Public,
    ];
    let attempts = places.map(|place| (None, place));
    attack(&attempts, (Place::Host(Acme), Proof::Token)).await;
}

/// Whether it is the token or the host that is another's.
#[tokio::test]
async fn a_token_opens_nothing_elsewhere() {
    let attempts = [
        (Luna, Place::Host(Acme)),
        (Acme, Place::Host(Luna)),
        (Acme, Place::Host(Acme)),
        (Acme, Place::Host(Operator)),
        (Operator, Place::Host(Acme)),
        (Operator, Place::Host(Operator)),
    ];
    let attempts = by(Proof::Token, &attempts);
    attack(&attempts, (Place::Host(Acme), Proof::Token)).await;
}

#[tokio::test]
async fn a_cookie_opens_nothing_elsewhere() {
    let attempts = [
        (Luna, Place::Host(Acme)),
        (Acme, Place::Host(Luna)),
        (Acme, Place::Host(Acme)),
        (Acme, Place::Host(Operator)),
        (Operator, Place::Host(Acme)),
        (Operator, Place::Host(Operator)),
        (Luna, Place::Torn(Luna, Acme)),
        (Luna, Place::Named(Acme)),
    ];
    let attempts = by(Proof::Cookie, &attempts);
    attack(&attempts, (Place::Host(Acme), Proof::Cookie)).await;
}

#[tokio::test]
async fn a_header_opens_nothing_elsewhere() {
    let attempts = [
        (Luna, Place::Named(Acme)),
        (Luna, Place::Torn(Luna, Acme)),
        (Acme, Place::Unnamed),
        (Operator, Place::Named(Acme)),
        (Operator, Place::Torn(Operator, Acme)),
        (Operator, Place::Unnamed),
    ];
    let attempts = by(Proof::Token, &attempts);
    attack(&attempts, (Place::Named(Acme), Proof::Token)).await;
}

#[tokio::test]
async fn a_key_opens_nothing_elsewhere() {
    let attempts = [
        (Luna, Place::Host(Acme)),
        (Acme, Place::Host(Luna)),
        (Acme, Place::Host(Operator)),
        (Luna, Place::Named(Acme)),
        (Luna, Place::Torn(Luna, Acme)),
    ];
    let attempts = by(Proof::Key, &attempts);
    attack(&attempts, (Place::Host(Acme), Proof::Cookie)).await;
}
