//! The attack of one canary on another: what is sent, and what is made of the answers.

use std::net::SocketAddr;

use contract::isolation::Probed;
use domain::Platform;

use super::{
    client::{Ask, Reply, send},
    sides::Side,
};

/// What a refusal must be: status and code of a problem document.
pub(super) type Refusal = (u16, &'static str);

pub(super) const NOBODY: Refusal = (401, "unauthenticated");
pub(super) const FOREIGN: Refusal = (403, "cross_tenant");
pub(super) const FORBIDDEN: Refusal = (403, "forbidden");
pub(super) const TOO_OFTEN: Refusal = (429, "rate_limited");
pub(super) const SUSPENDED: Refusal = (403, "tenant_suspended");

/// An attack under way.
pub(super) struct Raid<'a> {
    pub(super) platform: &'a Platform,
    address: SocketAddr,
    /// Who attacks.
    pub(super) us: Side,
    /// Who is attacked.
    pub(super) them: Side,
    probed: Vec<Probed>,
    /// Answers that went to the attacker.
    pub(super) answers: usize,
    /// Those of them that held the victim's word, by what was tried.
    pub(super) leaks: Vec<String>,
}

impl<'a> Raid<'a> {
    pub(super) fn new(platform: &'a Platform, address: SocketAddr, us: Side, them: Side) -> Self {
        Self {
            platform,
            address,
            us,
            them,
            probed: Vec::new(),
            answers: 0,
            leaks: Vec::new(),
        }
    }

    /// What was found since the last time.
    pub(super) fn take(&mut self) -> Vec<Probed> {
        std::mem::take(&mut self.probed)
    }

    /// The host of a site of the platform's own: `admin`, `api`.
    pub(super) fn site(&self, label: &str) -> String {
        format!("{label}.{}", self.platform.settings().base)
    }

    /// The attacker sends what must be refused, in one of these ways.
    pub(super) async fn refused(&mut self, key: &str, tried: &str, ask: Ask, ways: &[Refusal]) {
        let expected: Vec<String> = ways
            .iter()
            .map(|(status, code)| format!("{status} {code}"))
            .collect();
        let reply = self.send_as_attacker(tried, &ask).await;
        let is_good = |reply: &Reply| expected.contains(&reply.in_words());
        self.add(
            key,
            tried,
            &format!("{}.", expected.join(" or ")),
            reply,
            is_good,
        );
    }

    /// The attacker sends what must be answered with the attacker's own: the answer holds this, and nothing of the victim.
    pub(super) async fn stays_apart(&mut self, key: &str, tried: &str, ask: Ask, own: &str) {
        let (reply, word) = (
            self.send_as_attacker(tried, &ask).await,
            self.them.canary.word.clone(),
        );
        let is_good = |reply: &Reply| {
            (200..300).contains(&reply.status) && reply.tells(own) && !reply.tells(&word)
        };
        let expected = "Success, with its own rows and nothing of the other tenant.";
        self.add(key, tried, expected, reply, is_good);
    }

    /// Somebody sends what is theirs to send: the twin that must succeed, and hold this.
    pub(super) async fn served(&mut self, key: &str, tried: &str, ask: Ask, own: &str) {
        let reply = send(self.address, &ask).await;
        let is_good = |reply: &Reply| (200..400).contains(&reply.status) && reply.tells(own);
        self.add(key, tried, "Success, with its own rows.", reply, is_good);
    }

    /// Sends for somebody who reads the answer themselves.
    pub(super) async fn send_as_attacker(
        &mut self,
        tried: &str,
        ask: &Ask,
    ) -> Result<Reply, String> {
        let reply = send(self.address, ask).await?;
        self.answers += 1;
        if reply.tells(&self.them.canary.word) {
            self.leaks.push(tried.to_owned());
        }
        Ok(reply)
    }

    fn add(
        &mut self,
        key: &str,
        tried: &str,
        expected: &str,
        reply: Result<Reply, String>,
        is_good: impl Fn(&Reply) -> bool,
    ) {
        let (passed, seen) = match reply {
            Ok(reply) => {
                let held = [(&self.us, "its own"), (&self.them, "the other tenant's")]
                    .into_iter()
                    .filter(|(side, _)| reply.tells(&side.canary.word))
                    .map(|(_, whose)| whose);
                let held: Vec<&str> = held.collect();
                let held = if held.is_empty() {
                    String::new()
                } else {
                    format!(", with {} rows in it", held.join(" and "))
                };
                (is_good(&reply), format!("{}{held}.", reply.in_words()))
            }
            Err(said) => (false, said),
        };
        self.found(key, tried, expected, (passed, seen));
    }

    /// Adds what somebody made of answers themselves.
    pub(super) fn found(
        &mut self,
        key: &str,
        tried: &str,
        expected: &str,
        (passed, seen): (bool, String),
    ) {
        self.probed.push(Probed {
            key: format!("front_door.{key}"),
            tried: tried.into(),
            expected: expected.into(),
            seen,
            passed,
        });
    }

    /// Signs both out.
    pub(super) async fn leave(self) {
        self.us.leave(self.address).await;
        self.them.leave(self.address).await;
    }
}
