//! A victim, an attacker, and somebody who watches.

use std::collections::BTreeSet;

use contract::{FaultCode, acts::OperatorRole};
use leptos::server_fn::axum::server_fn_paths;
use testkit::TenantPlane;

use super::calls::{Call, account_calls, door_calls, factor_calls, operator_calls, tenant_calls};
use crate::tests::{
    client::{Ask, Identity},
    needs::Needs,
    watch::Watch,
    web::{OPERATOR, Web, call},
};

/// Two tenants, whose owners and operators call functions.
pub(super) struct Stage {
    pub(super) web: Web,
    /// The victim.
    pub(super) acme: TenantPlane,
    /// The attacker's own.
    pub(super) luna: TenantPlane,
    watch: Watch,
}

/// Somebody with an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Person {
    /// The owner of the victim.
    Acme,
    /// The owner of the attacker's tenant.
    Luna,
    /// An operator who may do everything.
    Operator,
}

impl Stage {
    pub(super) async fn new() -> Self {
        let web = Web::patient().await;
        // Of this line of business, a workspace begins with every module that is there.
        let acme = web.plane.tenant("acme").template("dental").build().await;
        let luna = web.plane.tenant("luna").template("dental").build().await;
        web.operator().await;
        Self {
            watch: Watch::new(&web.plane, &acme, &luna).await,
            web,
            acme,
            luna,
        }
    }

    /// The good calls of somebody about their own, in an order in which each succeeds.
    pub(super) async fn calls(&mut self, person: Person) -> Vec<Call> {
        let plane = &self.web.plane;
        let mut calls = match person {
            Person::Operator => operator_calls(plane, &self.acme).await,
            Person::Acme | Person::Luna => {
                let tenant = self.tenant(person);
                let mut calls = tenant_calls(plane, tenant).await;
                calls.extend(door_calls(&self.web, tenant).await);
                calls.extend(factor_calls(plane, tenant).await);
                calls
            }
        };
        let session = self.session(person).await;
        let list = call(&self.home(person), "/fn/account/session_list", "").session(&session);
        let sessions = self.web.send(list).await.json();
        calls.extend(account_calls(sessions[0]["id"].as_str().unwrap()));
        self.look_again().await;
        calls
    }

    /// Everybody's good calls; a function that nobody calls is a test that is missing.
    pub(super) async fn all_calls(&mut self) -> [(Person, Vec<Call>); 2] {
        let all = [
            (Person::Acme, self.calls(Person::Acme).await),
            (Person::Operator, self.calls(Person::Operator).await),
        ];
        let called: BTreeSet<&str> = all
            .iter()
            .flat_map(|(_, calls)| calls)
            .map(|call| call.path)
            .collect();
        let there: BTreeSet<&str> = server_fn_paths().map(|(path, _)| path).collect();
        let missing: Vec<_> = there.difference(&called).collect();
        assert!(
            missing.is_empty(),
            "no good call in calls.rs, so no attack: {missing:?}"
        );
        all
    }

    fn tenant(&self, person: Person) -> &TenantPlane {
        match person {
            Person::Acme => &self.acme,
            Person::Luna => &self.luna,
            Person::Operator => panic!("operators have no tenant"),
        }
    }

    /// The host that a person's calls belong to.
    pub(super) fn home(&self, person: Person) -> String {
        match person {
            Person::Operator => OPERATOR.to_owned(),
            tenant => self.tenant(tenant).host(),
        }
    }

    /// A fresh session: some calls end the one that they are made with.
    pub(super) async fn session(&self, person: Person) -> String {
        match person {
            Person::Operator => self.web.operator().await,
            person => {
                let tenant = self.tenant(person);
                tenant.session(&tenant.email("owner")).await
            }
        }
    }

    /// An access token.
    pub(super) async fn token(&self, person: Person) -> String {
        let tokens = match person {
            Person::Operator => self.web.plane.operator_tokens(OperatorRole::Owner).await,
            person => {
                let tenant = self.tenant(person);
                tenant.tokens(&tenant.email("owner")).await
            }
        };
        tokens.access_token
    }

    /// What changed meanwhile is no attack's doing.
    pub(super) async fn look_again(&mut self) {
        self.watch.look_again().await;
    }

    /// Sends what must be refused.
    pub(super) async fn refuses(&mut self, attack: &str, call: &Call, ask: Ask, code: FaultCode) {
        let reply = self.web.send(ask).await;
        let attack = format!("{}, {attack}", call.path);
        self.watch.refused(&attack, &reply, code);
    }

    /// What was refused of a call has changed nothing.
    pub(super) async fn changed_nothing(&mut self, call: &Call) {
        let attacks = format!("{}, one of these attacks", call.path);
        self.watch.changed_nothing(&attacks).await;
    }

    /// Sends a call of the attacker to their own tenant.
    pub(super) async fn stays_apart(&mut self, attack: &str, call: &Call, ask: Ask) {
        let reply = self.web.send(ask).await;
        let attack = format!("{}, {attack}", call.path);
        self.watch.stayed_apart(&attack, &reply, &[]).await;
    }

    /// Makes calls of somebody as they should be, the twins of those that are refused.
    pub(super) async fn serves(
        &mut self,
        when: &str,
        person: Person,
        calls: impl IntoIterator<Item = &Call>,
    ) {
        for call in calls {
            let identity = self.sender(call, person).await;
            self.serves_one(when, call, ask(&self.home(person), call).by(&identity))
                .await;
        }
        self.look_again().await;
    }

    /// Who makes a good call.
    pub(super) async fn sender(&self, call: &Call, person: Person) -> Identity {
        match (&call.by, call.needs) {
            (Some(identity), _) => identity.clone(),
            (None, Needs::Nothing) => Identity::Nobody,
            // It may end what it is called with.
            (None, _) => Identity::Session(self.session(person).await),
        }
    }

    /// Sends what must succeed.
    pub(super) async fn serves_one(&mut self, when: &str, call: &Call, ask: Ask) {
        let reply = self.web.send(ask).await;
        self.watch.served(&format!("{}, {when}", call.path), &reply);
    }

    /// Fails with everything that was found.
    pub(super) async fn verdict(self) {
        self.watch.verdict(&self.web.plane).await;
    }
}

/// The call, sent by nobody so far.
pub(super) fn ask(host: &str, good: &Call) -> Ask {
    call(host, good.path, &good.sent())
}
