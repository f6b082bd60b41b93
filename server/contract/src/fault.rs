//! What a caller is told when something did not work: nothing internal, everything needed to mend it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};

/// The stable codes that programs may rely on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultCode {
    /// The request itself could not be read.
    BadRequest,
    /// Nobody is signed in, or the proof is not valid any more.
    Unauthenticated,
    /// The password is right, and the account has a second factor that was not told.
    SecondFactorRequired,
    /// What is asked for is dangerous, and the last proof of who asks is too old.
    ProofRequired,
    /// A second factor is wanted from everybody, and the account has none.
    FactorWanted,
    /// The tenant's plan does not contain this.
    PlanUpgradeRequired,
    /// Signed in, but the role may not do this.
    Forbidden,
    /// The identity, or the id, belongs to another tenant.
    CrossTenant,
    /// The tenant is suspended: reads go on, writes do not.
    TenantSuspended,
    /// No tenant answers to this address.
    TenantUnknown,
    /// The tenant exists; the thing does not.
    NotFound,
    /// The route exists, not for this method.
    MethodNotAllowed,
    /// The request took too long to arrive.
    RequestTimeout,
    /// The value is taken, or the thing was changed meanwhile.
    Conflict,
    /// Others depend on what was to be removed.
    DependencyConflict,
    /// The state machine has no such transition.
    IllegalTransition,
    /// `If-Match` named a version that is not the newest.
    PreconditionFailed,
    /// The body is larger than allowed.
    TooLarge,
    /// The body has a media type that this call does not take.
    UnsupportedMediaType,
    /// Some fields are wrong; `fields` names each.
    Invalid,
    /// Too many requests in a short time.
    RateLimited,
    /// A limit of the plan is used up.
    QuotaExceeded,
    /// A service behind this one does not answer; try again.
    Unavailable,
    /// Ours to mend; the request id finds it in the log.
    Internal,
}

impl FaultCode {
    /// The HTTP status that goes with the code.
    pub const fn status(self) -> u16 {
        match self {
            Self::BadRequest => 400,
            Self::Unauthenticated | Self::SecondFactorRequired => 401,
            Self::PlanUpgradeRequired => 402,
            Self::Forbidden
            | Self::ProofRequired
            | Self::FactorWanted
            | Self::CrossTenant
            | Self::TenantSuspended => 403,
            Self::TenantUnknown | Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::RequestTimeout => 408,
            Self::Conflict | Self::DependencyConflict | Self::IllegalTransition => 409,
            Self::PreconditionFailed => 412,
            Self::TooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::Invalid => 422,
            Self::RateLimited | Self::QuotaExceeded => 429,
            Self::Unavailable => 503,
            Self::Internal => 500,
        }
    }

    /// The code as it is written in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BadRequest => "bad_request",
            Self::Unauthenticated => "unauthenticated",
            Self::SecondFactorRequired => "second_factor_required",
            Self::ProofRequired => "proof_required",
            Self::FactorWanted => "factor_wanted",
            Self::PlanUpgradeRequired => "plan_upgrade_required",
            Self::Forbidden => "forbidden",
            Self::CrossTenant => "cross_tenant",
            Self::TenantSuspended => "tenant_suspended",
            Self::TenantUnknown => "tenant_unknown",
            Self::NotFound => "not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::RequestTimeout => "request_timeout",
            Self::Conflict => "conflict",
            Self::DependencyConflict => "dependency_conflict",
            Self::IllegalTransition => "illegal_transition",
            Self::PreconditionFailed => "precondition_failed",
            Self::TooLarge => "too_large",
            Self::UnsupportedMediaType => "unsupported_media_type",
            Self::Invalid => "invalid",
            Self::RateLimited => "rate_limited",
            Self::QuotaExceeded => "quota_exceeded",
            Self::Unavailable => "unavailable",
            Self::Internal => "internal",
        }
    }
}

/// Why a call did not do what was asked, in words for the person who asked.
///
/// A `Fault` holds nothing internal: the cause is logged where it happens and joined by the request id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{title}")]
pub struct Fault {
    /// The stable code.
    pub code: FaultCode,
    /// One sentence: what happened and what to do.
    pub title: String,
    /// Field name to sentence, for [`FaultCode::Invalid`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
    /// Seconds after which trying again makes sense.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// What was typed, so that a form shown again loses nothing; never a password.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub input: BTreeMap<String, String>,
    /// What else it is about; boxed, because every answer has room for a fault and few faults have this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concern: Option<Box<Concern>>,
}

/// What else a fault is about, by stable names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Concern {
    /// Codes of the plans that contain what was asked for, for [`FaultCode::PlanUpgradeRequired`].
    Plans(Vec<String>),
    /// What would come with it, for [`FaultCode::DependencyConflict`].
    Modules(crate::modules::ModuleImpact),
}

impl Fault {
    /// A fault with a code and a sentence.
    pub fn new(code: FaultCode, title: impl Into<String>) -> Self {
        Self {
            code,
            title: title.into(),
            fields: BTreeMap::new(),
            retry_after: None,
            input: BTreeMap::new(),
            concern: None,
        }
    }

    /// Nobody is signed in.
    pub fn unauthenticated() -> Self {
        Self::new(FaultCode::Unauthenticated, "Sign in to go on.")
    }

    /// The password is right; a code is wanted besides.
    pub fn second_factor_required() -> Self {
        Self::new(
            FaultCode::SecondFactorRequired,
            "This account has a second factor or a passkey. Send the code of its app as well; with a passkey alone, use an API key.",
        )
    }

    /// What is asked for is dangerous, and whoever asks proved who they are too long ago.
    pub fn proof_required() -> Self {
        Self::new(
            FaultCode::ProofRequired,
            "Confirm first that it is you: your last sign-in was some time ago.",
        )
    }

    /// A second factor is wanted from everybody, and whoever asks has none.
    pub fn factor_wanted() -> Self {
        Self::new(
            FaultCode::FactorWanted,
            "Everybody here needs a second factor. Set one up, or add a passkey, on the page of your account.",
        )
    }

    /// Signed in, but not allowed.
    pub fn forbidden() -> Self {
        Self::new(
            FaultCode::Forbidden,
            "Your role does not allow this. Ask an owner of the workspace.",
        )
    }

    /// The thing belongs to somebody else. The same words whether or not it exists.
    pub fn cross_tenant() -> Self {
        Self::new(
            FaultCode::CrossTenant,
            "This does not belong to this workspace.",
        )
    }

    /// The tenant is suspended.
    pub fn tenant_suspended() -> Self {
        Self::new(
            FaultCode::TenantSuspended,
            "This workspace is suspended: you can read everything, but change nothing.",
        )
    }

    /// No tenant answers to this address.
    pub fn tenant_unknown() -> Self {
        Self::new(
            FaultCode::TenantUnknown,
            "There is no workspace at this address.",
        )
    }

    /// A thing of this noun is not there.
    pub fn not_found(noun: &str) -> Self {
        Self::new(
            FaultCode::NotFound,
            format!("This {noun} does not exist, or not any more."),
        )
    }

    /// It belongs to a module that the tenant has switched off.
    pub fn switched_off() -> Self {
        Self::new(
            FaultCode::NotFound,
            "This part of the workspace is switched off. An admin can switch it on in the settings.",
        )
    }

    /// The version that the caller had is not the newest.
    pub fn changed_meanwhile(noun: &str) -> Self {
        Self::new(
            FaultCode::PreconditionFailed,
            format!(
                "Somebody else changed this {noun} meanwhile. Load it again and repeat the change."
            ),
        )
    }

    /// One field is wrong.
    pub fn field(name: &str, sentence: impl Into<String>) -> Self {
        let mut fault = Self::new(FaultCode::Invalid, "Some fields need another look.");
        fault.fields.insert(name.into(), sentence.into());
        fault
    }

    /// A service behind this one does not answer.
    pub fn unavailable() -> Self {
        let mut fault = Self::new(
            FaultCode::Unavailable,
            "The service cannot answer right now. Try again in a moment.",
        );
        fault.retry_after = Some(2);
        fault
    }

    /// Something of ours broke. The caller of this function has logged what.
    pub fn internal() -> Self {
        Self::new(
            FaultCode::Internal,
            "Something went wrong on our side. It has been logged; try again.",
        )
    }

    /// Keeps what was typed, so that the form can show it again. Secrets stay behind.
    #[must_use]
    pub fn with_input(mut self, input: &impl Serialize) -> Self {
        let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(input) else {
            return self;
        };
        for (name, value) in fields {
            if name.contains("password") {
                continue;
            }
            let text = match value {
                serde_json::Value::String(text) => text,
                serde_json::Value::Bool(true) => "true".into(),
                serde_json::Value::Number(number) => number.to_string(),
                _ => continue,
            };
            self.input.insert(name, text);
        }
        self
    }
}

impl FromServerFnError for Fault {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => Self::new(
                FaultCode::BadRequest,
                "The request could not be read. Load the page again and repeat it.",
            ),
            ServerFnErrorErr::Request(_) => Self::new(
                FaultCode::Unavailable,
                "The server did not answer. Check the connection and try again.",
            ),
            _ => Self::internal(),
        }
    }
}

/// Collects what is wrong with a draft, field by field, while its parts are parsed.
#[derive(Debug, Default)]
pub struct FieldCheck {
    fields: BTreeMap<String, String>,
}

impl FieldCheck {
    /// Keeps the value, or notes the sentence under the field's name.
    pub fn take<T>(&mut self, name: &str, value: Result<T, String>) -> Option<T> {
        match value {
            Ok(value) => Some(value),
            Err(sentence) => {
                self.fields.insert(name.into(), sentence);
                None
            }
        }
    }

    /// The checked thing if every part was there, else the fault that names each wrong field.
    pub fn finish<T>(self, checked: Option<T>, input: &impl Serialize) -> Result<T, Fault> {
        match checked {
            Some(checked) if self.fields.is_empty() => Ok(checked),
            _ => {
                let mut fault = Fault::new(FaultCode::Invalid, "Some fields need another look.");
                fault.fields = self.fields;
                Err(fault.with_input(input))
            }
        }
    }
}

/// Reads back what [`Fault::with_input`] kept, as the draft it came from; defaults where it does not fit.
pub fn draft_from_input<T: DeserializeOwned + Default>(fault: &Fault) -> T {
    serde_json::to_value(&fault.input)
        .and_then(serde_json::from_value)
        .unwrap_or_default()
}
