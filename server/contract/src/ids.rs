//! Typed ids. An invoice's id does not pass where a tenant's is asked for.

use std::{fmt, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::Uuid;

/// A UUID that knows what it names.
pub struct Id<Kind>(Uuid, PhantomData<fn() -> Kind>);

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident => $id:ident, $noun:literal;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub enum $kind {}
            impl Kind for $kind {
                const NOUN: &'static str = $noun;
            }
            #[doc = concat!("The id of one ", $noun, ".")]
            pub type $id = Id<$kind>;
        )*
    };
}

/// What an id can name.
pub trait Kind: 'static {
    /// The noun in messages, singular and lower case.
    const NOUN: &'static str;
}

kinds! {
    /// Kind of [`TenantId`].
    TenantKind => TenantId, "tenant";
    /// Kind of [`OperatorId`].
    OperatorKind => OperatorId, "operator";
    /// Kind of [`PlacementId`].
    PlacementKind => PlacementId, "placement";
    /// Kind of [`ServerId`].
    ServerKind => ServerId, "server";
    /// Kind of [`MailId`].
    MailKind => MailId, "mail";
    /// Kind of [`IsolationRunId`].
    IsolationRunKind => IsolationRunId, "isolation run";
    /// Kind of [`EventId`].
    EventKind => EventId, "event";
    /// Kind of [`ApiKeyId`]; it names a key and opens nothing.
    ApiKeyKind => ApiKeyId, "key";
    /// Kind of [`ApprovalId`].
    ApprovalKind => ApprovalId, "approval";
    /// Kind of [`VisitId`].
    VisitKind => VisitId, "visit";
    /// Kind of [`SessionId`]; it names a session and opens none.
    SessionKind => SessionId, "session";
    /// Kind of [`PasskeyId`].
    PasskeyKind => PasskeyId, "passkey";
    /// Kind of [`ChallengeId`]: whoever answers what a device was asked says by it what that was.
    ChallengeKind => ChallengeId, "challenge";
    /// Kind of [`UserId`], in the tenant plane.
    UserKind => UserId, "user";
    /// Kind of [`CompanyId`], in the tenant plane.
    CompanyKind => CompanyId, "company";
    /// Kind of [`CustomerId`], in the tenant plane.
    CustomerKind => CustomerId, "customer";
    /// Kind of [`ProfessionalId`], in the tenant plane.
    ProfessionalKind => ProfessionalId, "professional";
    /// Kind of [`ServiceId`].
    ServiceKind => ServiceId, "service";
    /// Kind of [`ServiceCategoryId`].
    ServiceCategoryKind => ServiceCategoryId, "service category";
    /// Kind of [`ReferralId`], in the tenant plane.
    ReferralKind => ReferralId, "referral";
    /// Kind of [`ImportId`].
    ImportKind => ImportId, "import";
}

impl<K> Id<K> {
    /// Names a UUID that came from a place where its kind is known.
    pub const fn new(uuid: Uuid) -> Self {
        Self(uuid, PhantomData)
    }

    /// The bare UUID.
    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K> Copy for Id<K> {}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<K> Eq for Id<K> {}
impl<K> std::hash::Hash for Id<K> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<K> From<Uuid> for Id<K> {
    fn from(uuid: Uuid) -> Self {
        Self::new(uuid)
    }
}
impl<K> From<Id<K>> for Uuid {
    fn from(id: Id<K>) -> Self {
        id.0
    }
}
impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl<K: Kind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", K::NOUN, self.0)
    }
}
impl<K> FromStr for Id<K> {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::try_parse(text).map(Self::new)
    }
}
impl<K> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
impl<'de, K> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Uuid::deserialize(deserializer)
            .map(Self::new)
            .map_err(de::Error::custom)
    }
}
