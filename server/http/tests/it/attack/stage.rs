//! A victim, an attacker, and somebody who watches.

use std::{collections::BTreeMap, num::NonZeroU32};

use contract::{
    FaultCode,
    acts::{Act, OperatorRole},
    api_keys::Secret,
    me::MemberSelf,
};
use http_api::HttpSettings;
use serde_json::Value;
use testkit::{TenantPlane, given};

use crate::{
    calls::{Call, account_calls, factor_calls, operator_calls, tenant_calls},
    client::{Ask, Identity, Reply},
    needs::Needs,
    operations::{Operation, document, operations},
    watch::Watch,
    web::{OPERATOR, Web},
};

/// Two tenants, whose owners and operators make calls.
pub(super) struct Stage {
    pub(super) web: Web,
    /// The victim.
    pub(super) acme: TenantPlane,
    /// The attacker's own.
    pub(super) luna: TenantPlane,
    pub(super) document: Value,
    operations: BTreeMap<String, Operation>,
    watch: Watch,
}

/// Somebody with an account, and how they show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Person {
    /// The owner of the victim.
    Acme,
    /// The owner of the attacker's tenant.
    Luna,
    /// An operator who may do everything.
    Operator,
}

/// How somebody shows who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Proof {
    Token,
    Cookie,
    /// A key for everything that its owner may.
    Key,
}

impl Stage {
    pub(super) async fn new() -> Self {
        let many = NonZeroU32::MAX;
        let settings = HttpSettings {
            signed_per_minute: many,
            anonymous_per_minute: many,
            ..HttpSettings::default()
        };
        let web = Web::with(settings).await;
        let acme = web.plane.tenant("acme").template("dental").build().await;
        let luna = web.plane.tenant("luna").template("dental").build().await;
        web.operator().await;
        let document = document();
        Self {
            operations: operations(&document),
            watch: Watch::new(&web.plane, &acme, &luna).await,
            web,
            acme,
            luna,
            document,
        }
    }

    /// The good calls of somebody about their own, in an order in which each succeeds.
    pub(super) async fn calls(&mut self, person: Person) -> Vec<Call> {
        let mut calls = match person {
            Person::Acme => self.calls_of(&self.acme).await,
            Person::Luna => self.calls_of(&self.luna).await,
            Person::Operator => operator_calls(&self.web, &self.acme).await,
        };
        let session = self.session(person).await;
        calls.extend(account_calls(&self.web, &self.home(person), &session).await);
        // What calls are made of is none of their doing.
        self.look_again().await;
        calls
    }

    async fn calls_of(&self, tenant: &TenantPlane) -> Vec<Call> {
        let plane = &self.web.plane;
        let mut calls = tenant_calls(plane, tenant).await;
        calls.extend(factor_calls(plane, tenant).await);
        calls
    }

    /// Everybody's good calls; an operation that nobody calls is a test that is missing.
    pub(super) async fn all_calls(&mut self) -> [(Person, Vec<Call>); 2] {
        let all = [
            (Person::Acme, self.calls(Person::Acme).await),
            (Person::Operator, self.calls(Person::Operator).await),
        ];
        let is_called = |id: &str| {
            all.iter()
                .flat_map(|(_, calls)| calls)
                .any(|call| call.id == id)
        };
        let missing: Vec<&String> = self.operations.keys().filter(|id| !is_called(id)).collect();
        assert!(
            missing.is_empty(),
            "no good call in calls.rs, so no attack: {missing:?}"
        );
        for call in all.iter().flat_map(|(_, calls)| calls) {
            let is_open = self.operation(call).is_open();
            assert_eq!(is_open, call.needs == Needs::Nothing, "{}", call.id);
        }
        all
    }

    pub(super) fn operation(&self, call: &Call) -> &Operation {
        self.operations
            .get(call.id)
            .unwrap_or_else(|| panic!("no operation {}", call.id))
    }

    /// The host that a person's calls belong to.
    pub(super) fn home(&self, person: Person) -> String {
        match person {
            Person::Acme => self.acme.host(),
            Person::Luna => self.luna.host(),
            Person::Operator => OPERATOR.to_owned(),
        }
    }

    /// A fresh identity: some calls end the one that they are made with.
    pub(super) async fn identity(&self, person: Person, proof: Proof) -> Identity {
        match proof {
            Proof::Token => Identity::Token(self.token(person).await),
            Proof::Cookie => Identity::Session(self.session(person).await),
            Proof::Key => self.key(person, None).await,
        }
    }

    /// A key of an owner, for these acts or for all that the owner may.
    pub(super) async fn key(&self, person: Person, acts: Option<&[Act]>) -> Identity {
        let tenant = match person {
            Person::Acme => &self.acme,
            Person::Luna => &self.luna,
            Person::Operator => panic!("operators have no keys"),
        };
        let all = MemberSelf::me(&tenant.owner().await).await.unwrap().acts;
        let (email, acts) = (tenant.email("owner"), acts.unwrap_or(&all));
        let key = given::api_key(tenant, "Import", &email, acts).await;
        let Secret(secret) = key.copy.unwrap();
        Identity::Token(secret)
    }

    /// An access token of somebody.
    pub(super) async fn token(&self, person: Person) -> String {
        let tokens = match person {
            Person::Acme => self.acme.tokens(&self.acme.email("owner")).await,
            Person::Luna => self.luna.tokens(&self.luna.email("owner")).await,
            Person::Operator => self.web.plane.operator_tokens(OperatorRole::Owner).await,
        };
        tokens.access_token
    }

    async fn session(&self, person: Person) -> String {
        match person {
            Person::Acme => self.acme.session(&self.acme.email("owner")).await,
            Person::Luna => self.luna.session(&self.luna.email("owner")).await,
            Person::Operator => self.web.operator().await,
        }
    }

    /// An identity of the attacker.
    pub(super) async fn attacker(&mut self) -> Identity {
        let identity = self.identity(Person::Luna, Proof::Token).await;
        self.look_again().await;
        identity
    }

    /// What changed meanwhile is no attack's doing.
    pub(super) async fn look_again(&mut self) {
        self.watch.look_again().await;
    }

    /// Sends what must be refused.
    pub(super) async fn refuses(&mut self, attack: &str, call: &Call, ask: Ask, code: FaultCode) {
        let reply = self.web.send(ask).await;
        self.watch.refused(&self.name(call, attack), &reply, code);
    }

    /// What was refused of a call has changed nothing.
    pub(super) async fn changed_nothing(&mut self, call: &Call) {
        let attacks = self.name(call, "one of these attacks");
        self.watch.changed_nothing(&attacks).await;
    }

    /// Sends a call of the attacker to their own tenant: it succeeds, or is refused with one of these codes.
    pub(super) async fn stays_apart(
        &mut self,
        attack: &str,
        call: &Call,
        ask: Ask,
        codes: &[FaultCode],
    ) {
        let reply = self.web.send(ask).await;
        let attack = self.name(call, attack);
        self.watch.stayed_apart(&attack, &reply, codes).await;
    }

    /// Makes calls of somebody as they should be, the twins of those that are refused.
    pub(super) async fn serves(
        &mut self,
        when: &str,
        (person, proof): (Person, Proof),
        calls: impl IntoIterator<Item = &Call>,
    ) {
        let host = self.home(person);
        let at_home = |stage: &Self, call: &Call| stage.operation(call).ask(&host, call);
        self.serves_as(when, (person, proof), calls, at_home).await;
    }

    /// The same, put another way.
    pub(super) async fn serves_as(
        &mut self,
        when: &str,
        (person, proof): (Person, Proof),
        calls: impl IntoIterator<Item = &Call>,
        ask: impl Fn(&Self, &Call) -> Ask,
    ) {
        let lasting = self.identity(person, proof).await;
        for call in calls {
            let identity = self.sender(call, (person, proof), &lasting).await;
            let ask = ask(self, call).by(&identity);
            self.serves_one(when, call, ask).await;
        }
        self.look_again().await;
    }

    /// Who makes a good call.
    pub(super) async fn sender(
        &self,
        call: &Call,
        (person, proof): (Person, Proof),
        lasting: &Identity,
    ) -> Identity {
        match (&call.by, call.needs) {
            (Some(identity), _) => identity.clone(),
            (None, Needs::Nothing) => Identity::Nobody,
            // It may end what it is called with.
            (None, Needs::Account) => self.identity(person, proof).await,
            (None, Needs::Tenant(_) | Needs::Operator(_)) => lasting.clone(),
        }
    }

    /// Sends what must succeed.
    pub(super) async fn serves_one(&mut self, when: &str, call: &Call, ask: Ask) -> Reply {
        let reply = self.web.send(ask).await;
        self.watch.served(&self.name(call, when), &reply);
        reply
    }

    fn name(&self, call: &Call, what: &str) -> String {
        let operation = self.operation(call);
        let (method, path) = (&operation.method, &operation.path);
        format!("{method} {path} ({}), {what}", call.id)
    }

    /// Fails with everything that was found.
    pub(super) async fn verdict(self) {
        self.watch.verdict(&self.web.plane).await;
    }
}
