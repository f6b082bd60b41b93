//! The words a tenant uses for what the platform calls customer, professional, service…

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

/// A word in its two numbers, written as a heading: `Patient`, `Patients`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Term {
    /// One of them.
    pub singular: Cow<'static, str>,
    /// Several of them.
    pub plural: Cow<'static, str>,
}

impl Term {
    /// A term known at compile time.
    pub const fn new(singular: &'static str, plural: &'static str) -> Self {
        Self {
            singular: Cow::Borrowed(singular),
            plural: Cow::Borrowed(plural),
        }
    }
}

/// What a vocabulary has a term for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// Whom the tenant serves.
    Customer,
    /// Who serves them.
    Professional,
    /// What is done for a customer.
    Service,
    /// When it is done.
    Appointment,
    /// A branch, office or site of the tenant.
    Company,
    /// Someone who signs in to the tenant's workspace.
    Member,
    /// What an appointment occupies: a chair, a bay, a room.
    Resource,
    /// A customer passed on from one to another.
    Referral,
}

impl Word {
    /// Every word, in the order in which forms and tables show them.
    pub const ALL: [Self; 8] = [
        Self::Customer,
        Self::Professional,
        Self::Service,
        Self::Appointment,
        Self::Company,
        Self::Member,
        Self::Resource,
        Self::Referral,
    ];

    /// The placeholders for one and for several: `customer`, `customers`.
    pub const fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Customer => ("customer", "customers"),
            Self::Professional => ("professional", "professionals"),
            Self::Service => ("service", "services"),
            Self::Appointment => ("appointment", "appointments"),
            Self::Company => ("company", "companies"),
            Self::Member => ("member", "members"),
            Self::Resource => ("resource", "resources"),
            Self::Referral => ("referral", "referrals"),
        }
    }
}

/// One term for each [`Word`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Vocabulary {
    /// See [`Word::Customer`].
    pub customer: Term,
    /// See [`Word::Professional`].
    pub professional: Term,
    /// See [`Word::Service`].
    pub service: Term,
    /// See [`Word::Appointment`].
    pub appointment: Term,
    /// See [`Word::Company`].
    pub company: Term,
    /// See [`Word::Member`].
    pub member: Term,
    /// See [`Word::Resource`].
    pub resource: Term,
    /// See [`Word::Referral`].
    pub referral: Term,
}

impl Vocabulary {
    /// The term for a word.
    pub fn term(&self, word: Word) -> &Term {
        match word {
            Word::Customer => &self.customer,
            Word::Professional => &self.professional,
            Word::Service => &self.service,
            Word::Appointment => &self.appointment,
            Word::Company => &self.company,
            Word::Member => &self.member,
            Word::Resource => &self.resource,
            Word::Referral => &self.referral,
        }
    }

    /// Puts a tenant's own term in the place of the one for `customer`, `company`…; any other noun
    /// changes nothing.
    pub fn set(&mut self, noun: &str, term: Term) {
        let place = match noun {
            "customer" => &mut self.customer,
            "professional" => &mut self.professional,
            "service" => &mut self.service,
            "appointment" => &mut self.appointment,
            "company" => &mut self.company,
            "member" => &mut self.member,
            "resource" => &mut self.resource,
            "referral" => &mut self.referral,
            _ => return,
        };
        *place = term;
    }

    /// Every term as it reads inside a sentence, by placeholder: `customers` → `vehicle owners`.
    pub fn inline(&self) -> BTreeMap<&'static str, String> {
        Word::ALL
            .into_iter()
            .flat_map(|word| {
                let ((one, several), term) = (word.keys(), self.term(word));
                [
                    (one, lower_first(&term.singular)),
                    (several, lower_first(&term.plural)),
                ]
            })
            .collect()
    }

    /// Puts terms in the place of `{customer}`, `{customers}`, `{company}`…; other text is kept.
    pub fn fill(&self, text: &str) -> String {
        let terms = self.inline();
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find('{') {
            let (before, tail) = rest.split_at(start);
            filled.push_str(before);
            let known = tail[1..]
                .split_once('}')
                .and_then(|(key, after)| Some((terms.get(key)?, after)));
            if let Some((term, after)) = known {
                filled.push_str(term);
                rest = after;
            } else {
                filled.push('{');
                rest = &tail[1..];
            }
        }
        filled + rest
    }
}

/// Lowers the first letter, unless the second is a capital too: `VIP guest` stays.
fn lower_first(term: &str) -> String {
    let mut letters = term.chars();
    match (letters.next(), letters.next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(term.chars().skip(1)).collect()
        }
        _ => term.to_owned(),
    }
}
