//! What is found while somebody is attacked.

use contract::FaultCode;
use serde_json::Value;
use testkit::{Heard, Plane, TenantPlane, Witness};

use super::client::Reply;

/// What the rows of a tenant say, and nobody else may read.
pub(crate) fn canary(tenant: &TenantPlane) -> String {
    format!("Canary of {}", tenant.slug())
}

/// Looks at every answer, every row and every line of the log, and keeps what should not be.
pub(crate) struct Watch {
    victim: TenantPlane,
    attacker: TenantPlane,
    witness: Witness,
    heard: Heard,
    tried: usize,
    findings: Vec<String>,
}

impl Watch {
    pub(crate) async fn new(plane: &Plane, victim: &TenantPlane, attacker: &TenantPlane) -> Self {
        Self {
            victim: victim.clone(),
            attacker: attacker.clone(),
            witness: Witness::new(plane).await,
            heard: Heard::new(),
            tried: 0,
            findings: Vec::new(),
        }
    }

    /// An attack must be refused with the code, and told nothing of the victim.
    pub(crate) fn refused(&mut self, attack: &str, reply: &Reply, code: FaultCode) {
        self.tried += 1;
        if !is_refusal(reply, code) {
            let expected = format!("{} {}", code.status(), code.as_str());
            self.find(attack, &format!("expected {expected}, got {}", said(reply)));
        }
        self.is_for_one(attack, reply);
        self.keeps_quiet(attack, reply);
    }

    /// Attacks that were refused have changed nothing at all.
    pub(crate) async fn changed_nothing(&mut self, attacks: &str) {
        for place in self.witness.changes().await {
            self.find(attacks, &format!("changed {place}"));
        }
    }

    /// A call of the attacker at home succeeds, or is refused with one of these codes; either way the victim has no part in it.
    pub(crate) async fn stayed_apart(&mut self, attack: &str, reply: &Reply, codes: &[FaultCode]) {
        self.tried += 1;
        if !codes.iter().any(|code| is_refusal(reply, *code)) {
            self.served(attack, reply);
        }
        self.keeps_quiet(attack, reply);
        let victim = Some(self.victim.id().to_string());
        for place in self.witness.changes().await {
            if place.tenant == victim {
                self.find(attack, &format!("changed {place}, the victim's"));
            }
        }
    }

    /// The twin of an attack must succeed.
    pub(crate) fn served(&mut self, call: &str, reply: &Reply) {
        if !reply.status.is_success() {
            self.find(call, &format!("should succeed, got {}", said(reply)));
        }
        self.is_for_one(call, reply);
    }

    /// I-58: an answer is for who asked; nothing on its way, nor the browser, keeps it for somebody else.
    fn is_for_one(&mut self, call: &str, reply: &Reply) {
        let (keep, differs) = (reply.header("cache-control"), reply.header("vary"));
        if keep != Some("no-store") || !differs.is_some_and(|by| by.contains("Cookie, Host")) {
            self.find(call, &format!("may be kept: {keep:?}, {differs:?}"));
        }
    }

    /// What changed meanwhile is no attack's doing.
    pub(crate) async fn look_again(&mut self) {
        self.witness.changes().await;
    }

    fn keeps_quiet(&mut self, attack: &str, reply: &Reply) {
        let secret = canary(&self.victim);
        if said(reply).contains(&secret) || format!("{:?}", reply.headers).contains(&secret) {
            self.find(attack, &format!("tells of the victim: {}", said(reply)));
        }
    }

    fn find(&mut self, attack: &str, what: &str) {
        self.findings.push(format!("{attack}: {what}"));
    }

    /// Fails with everything that was found, what leaked into the log, the attacker's entries and mails included.
    pub(crate) async fn verdict(mut self, plane: &Plane) {
        let secret = canary(&self.victim);
        let events = self.attacker.events().await.into_iter();
        let home = self.attacker.email("");
        let mails = plane.mails().await.into_iter();
        let mails = mails.filter(|mail| mail.row.recipient.ends_with(&home));
        let told = events
            .map(|event| format!("{event:?}"))
            .chain(mails.map(|mail| format!("{mail:?}")))
            .chain(self.heard.lines())
            .filter(|text| text.contains(&secret));
        self.findings.extend(told);
        let (found, tried) = (self.findings.len(), self.tried);
        assert!(
            found == 0,
            "{found} of {tried} attacks:\n{}",
            self.findings.join("\n")
        );
        assert!(tried > 0, "nothing was tried");
    }
}

fn is_refusal(reply: &Reply, code: FaultCode) -> bool {
    let told = serde_json::from_slice::<Value>(&reply.body).unwrap_or_default();
    reply.status == code.status() && told["code"] == code.as_str()
}

fn said(reply: &Reply) -> String {
    format!("{} {}", reply.status, reply.text())
}
