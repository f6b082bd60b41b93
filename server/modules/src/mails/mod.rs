//! The texts of the mails that the platform sends.
//!
//! A mail is rendered, not sent: [`render`] returns the subject, the plain text and the HTML.
//! Whatever a person typed is printed as one line, so that it can neither add a header nor forge a
//! paragraph, and is escaped in the HTML.
//!
//! ```
//! use modules::mails::{Mail, Sender, render};
//!
//! let mail = Mail::PasswordReset {
//!     name: "Ada",
//!     workspace: "Luna\r\nBcc: everyone@example.com",
//!     link: "https://luna.example.com/reset/7f3a",
//!     valid_hours: 1,
//! };
//! let rendered = render(&mail, &Sender::platform())?;
//! assert_eq!(rendered.subject, "Set a new password for Luna Bcc: everyone@example.com");
//! # Ok::<(), modules::mails::RenderError>(())
//! ```

mod engine;
mod samples;

use serde::Serialize;

use crate::colour::Colour;
use crate::templates::generic;
use crate::vocabulary::Vocabulary;

pub use engine::{RenderError, render, tenant_texts};
pub use samples::samples;

/// A mail and what it says.
///
/// Links are made by the caller from the tenant's own address, never from a request's headers.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Mail<'a> {
    /// A new workspace is ready and its owner may set a password.
    OwnerInvitation {
        /// Name of the owner.
        name: &'a str,
        /// Name of the workspace.
        workspace: &'a str,
        /// Where people sign in.
        address: &'a str,
        /// The template's paragraph, [`Template::welcome`](crate::Template::welcome).
        welcome: &'a str,
        /// Where the password is set, once.
        link: &'a str,
        /// How long the link works.
        valid_hours: u32,
    },
    /// Somebody is invited to a workspace.
    UserInvitation {
        /// Name of the invited person.
        name: &'a str,
        /// Name of the person who invites.
        inviter: &'a str,
        /// Name of the workspace.
        workspace: &'a str,
        /// Display name of the role.
        role: &'a str,
        /// Where the password is set, once.
        link: &'a str,
        /// How long the link works.
        valid_hours: u32,
    },
    /// Somebody asked for a new password.
    PasswordReset {
        /// Name of the person.
        name: &'a str,
        /// Name of the workspace, or of the platform for its operators.
        workspace: &'a str,
        /// Where the password is set, once.
        link: &'a str,
        /// How long the link works.
        valid_hours: u32,
    },
    /// Somebody signed in changed the password.
    PasswordChanged {
        /// Name of the person.
        name: &'a str,
        /// Name of the workspace, or of the platform for its operators.
        workspace: &'a str,
        /// Where whoever did not do it asks for a new password.
        link: &'a str,
    },
    /// Somebody signed in set a second factor up, or took it away.
    SecondFactorChanged {
        /// Name of the person.
        name: &'a str,
        /// Name of the workspace, or of the platform for its operators.
        workspace: &'a str,
        /// Whether there is one now.
        is_on: bool,
        /// Where whoever did not do it takes it away, once, or asks for a new password.
        link: &'a str,
        /// How long the link to take it away works.
        valid_hours: u32,
    },
    /// Somebody signed in added a passkey to the account, or took one away.
    PasskeysChanged {
        /// Name of the person.
        name: &'a str,
        /// Name of the workspace, or of the platform for its operators.
        workspace: &'a str,
        /// Whether one was added.
        is_new: bool,
        /// Where whoever did not do it takes it away, once, or asks for a new password.
        link: &'a str,
        /// How long the link to take it away works.
        valid_hours: u32,
    },
    /// The address that somebody's passkeys were made for is the workspace's no longer.
    PasskeysGone {
        /// Name of the person.
        name: &'a str,
        /// Name of the workspace.
        workspace: &'a str,
        /// Where they sign in now.
        link: &'a str,
    },
    /// An operator asks to look into a workspace, or may do so from now on.
    VisitAsked {
        /// Name of the owner.
        name: &'a str,
        /// Name of the workspace.
        workspace: &'a str,
        /// Name of the operator.
        operator: &'a str,
        /// Why, in the operator's words.
        reason: &'a str,
        /// How long it lasts.
        minutes: u32,
        /// Whether the visitor may change what the workspace's people enter.
        may_write: bool,
        /// Whether the workspace has to answer first.
        waits: bool,
        /// The page of visits.
        link: &'a str,
    },
    /// The log is shorter than what its receiver was told of, which gets nothing any more.
    ReceiverStopped {
        /// Name of the owner.
        name: &'a str,
        /// Name of the workspace.
        workspace: &'a str,
        /// Entries of the log.
        entries: u64,
        /// Entries that the receiver was told of.
        told: u64,
        /// The page of the receiver.
        link: &'a str,
    },
    /// An operator asks for what takes two, and another one is to decide.
    ApprovalAsked {
        /// Name of who may decide.
        name: &'a str,
        /// Name of the tenant that it is about.
        workspace: &'a str,
        /// Name of the operator who asks.
        operator: &'a str,
        /// What is asked for, as on a button.
        act: &'a str,
        /// Why, in the operator's words.
        reason: &'a str,
        /// The page of the approval.
        link: &'a str,
    },
    /// Another operator decided what one asked for.
    ApprovalDecided {
        /// Name of who asked.
        name: &'a str,
        /// Name of the tenant that it is about.
        workspace: &'a str,
        /// Name of the operator who decided.
        operator: &'a str,
        /// What was asked for, as on a button.
        act: &'a str,
        /// Whether it was approved, and so done.
        approved: bool,
        /// Why, in the operator's words.
        note: &'a str,
        /// The page of the approval.
        link: &'a str,
    },
    /// A workspace became read-only.
    TenantSuspended {
        /// Name of the owner.
        name: &'a str,
        /// Name of the workspace.
        workspace: &'a str,
        /// Why, in the operator's words.
        reason: &'a str,
        /// Whom to ask.
        contact: &'a str,
    },
    /// A suspension was lifted.
    TenantResumed {
        /// Name of the owner.
        name: &'a str,
        /// Name of the workspace.
        workspace: &'a str,
        /// Where people sign in.
        address: &'a str,
    },
    /// Checks of the isolation prober failed, where all had passed before.
    IsolationBroken {
        /// Name of the operator.
        name: &'a str,
        /// Name of the platform.
        workspace: &'a str,
        /// How many failed.
        failed: u32,
        /// Of how many.
        total: u32,
        /// What the first of them tried.
        first: &'a str,
        /// The page of the run.
        link: &'a str,
    },
}

impl Mail<'_> {
    /// Stable name of the text, as the outbox lists it.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::OwnerInvitation { .. } => "owner_invitation",
            Self::UserInvitation { .. } => "user_invitation",
            Self::PasswordReset { .. } => "password_reset",
            Self::PasswordChanged { .. } => "password_changed",
            Self::SecondFactorChanged { .. } => "second_factor_changed",
            Self::PasskeysChanged { .. } => "passkeys_changed",
            Self::PasskeysGone { .. } => "passkeys_gone",
            Self::VisitAsked { .. } => "visit_asked",
            Self::ReceiverStopped { .. } => "receiver_stopped",
            Self::ApprovalAsked { .. } => "approval_asked",
            Self::ApprovalDecided { .. } => "approval_decided",
            Self::TenantSuspended { .. } => "tenant_suspended",
            Self::TenantResumed { .. } => "tenant_resumed",
            Self::IsolationBroken { .. } => "isolation_broken",
        }
    }
}

/// In whose name, colour and words a mail speaks.
#[derive(Clone, Debug)]
pub struct Sender<'a> {
    /// The name at the head of the mail and under it.
    pub name: &'a str,
    /// The colour of the head and of the button.
    pub accent: Colour,
    /// The words for customers, companies and the like.
    pub vocabulary: &'a Vocabulary,
}

impl Sender<'static> {
    /// The platform itself.
    pub fn platform() -> Self {
        Self {
            name: "Tenantry",
            accent: generic::TEMPLATE.palette.primary,
            vocabulary: &generic::TEMPLATE.vocabulary,
        }
    }
}

/// A mail ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// One line without control characters.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML, with inline styles only and nothing to load.
    pub html: String,
}
