//! One request for a page or a server function: who visits, what they hold, and what is left for their next page.

use std::sync::{Arc, Mutex, PoisonError};

use axum::http::{HeaderName, HeaderValue, StatusCode, header, request::Parts};
use chrono::{DateTime, TimeDelta, Utc};
use contract::{
    Answer, Fault, MemberAccess, OperatorAccess, TenantAccess,
    account::OwnAccount,
    door::Door,
    me::{MemberMe, MemberSelf, OperatorMe, OperatorSelf},
};
use domain::{Clock, Platform, Signed};
use http_api::{
    account::HttpAccount,
    door::HttpDoor,
    session::{self, Session},
};
use leptos::{
    prelude::{provide_context, use_context},
    server_fn::redirect::REDIRECT_HEADER,
};
use leptos_axum::ResponseOptions;
use percent_encoding::{CONTROLS, utf8_percent_encode};
use portal_kit::{FailedForm, Flash, Redirect, SetNotice, SetStatus, safe_path};
use serde::{Deserialize, Serialize};

const NOTICE: &str = "notice";
const FAILED: &str = "failed";
const WAITING: &str = "waiting";

/// The most of what was typed that is kept for showing a failed form again, in bytes; a session row stays small.
const LONGEST_INPUT: usize = 32 * 1024;

/// How long a form waits for a proof: as long as a proof counts.
const PATIENCE: TimeDelta = TimeDelta::minutes(15);

/// A form that waits for a proof.
#[derive(Serialize, Deserialize)]
pub(crate) struct Waiting {
    since: DateTime<Utc>,
    pub(crate) form: FailedForm,
}

/// Who visits, and what they hold.
#[derive(Clone)]
pub(crate) struct Visit {
    pub(crate) door: Arc<dyn Door>,
    signed: Option<Signed>,
    account: Option<HttpAccount>,
    session: Session,
    clock: Clock,
    /// What the code that is called wants to say on the next page.
    notice: Arc<Mutex<Option<String>>>,
}

/// Whose frame a page gets. An answer may be a refusal, which is then shown in the frame's place.
#[derive(Clone)]
pub(crate) enum Framed {
    Operator(Answer<OperatorMe>),
    Tenant(Box<Answer<MemberMe>>),
    Nobody,
}

impl Framed {
    /// Provides it to `portal_kit::framed`.
    pub(crate) fn provide(self) {
        match self {
            Self::Operator(me) => provide_context(me),
            Self::Tenant(me) => provide_context(*me),
            Self::Nobody => {}
        }
    }
}

/// How the visitor is sent elsewhere.
#[derive(Clone, Copy)]
pub(crate) enum Sending {
    /// The answer is a page: the browser follows by itself.
    Page,
    /// The answer is data: our code in the browser follows, or the layer for plain forms makes it so.
    Function,
}

impl Visit {
    /// The visit that a guarded request is.
    pub(crate) fn of(platform: &Platform, request: &Parts) -> Result<Self, Fault> {
        let extensions = &request.extensions;
        let door = HttpDoor::of(platform, extensions).ok_or_else(Fault::internal)?;
        let session = extensions
            .get::<Session>()
            .cloned()
            .ok_or_else(Fault::internal)?;
        Ok(Self {
            door: Arc::new(door),
            signed: extensions.get().cloned(),
            account: HttpAccount::of(extensions),
            session,
            clock: platform.clock().clone(),
            notice: Arc::default(),
        })
    }

    /// Provides to the pages' code what it asks for. Called inside of the request's reactive owner.
    pub(crate) fn provide(&self, sending: Sending) {
        provide_context(Arc::clone(&self.door));
        match self.signed.clone() {
            Some(Signed::Operator(desk)) => {
                provide_context::<Arc<dyn OperatorAccess>>(Arc::new(desk));
            }
            Some(Signed::Tenant(desk)) => {
                provide_context::<Arc<dyn TenantAccess>>(Arc::new(desk.clone()));
                provide_context::<Arc<dyn MemberAccess>>(Arc::new(desk));
            }
            None => {}
        }
        if let Some(account) = self.account.clone() {
            provide_context::<Arc<dyn OwnAccount>>(Arc::new(account));
        }
        let notice = Arc::clone(&self.notice);
        provide_context(SetNotice(Arc::new(move |text| {
            *notice.lock().unwrap_or_else(PoisonError::into_inner) = Some(text);
        })));
        let Some(response) = use_context::<ResponseOptions>() else {
            return;
        };
        let status = response.clone();
        provide_context(SetStatus(Arc::new(move |code| {
            if let Ok(code) = StatusCode::from_u16(code) {
                status.set_status(code);
            }
        })));
        provide_context(Redirect(Arc::new(move |path| {
            send(&response, path, sending);
        })));
    }

    /// Who is signed in, for the frame of the page.
    pub(crate) async fn framed(&self) -> Framed {
        match &self.signed {
            Some(Signed::Operator(desk)) => Framed::Operator(OperatorSelf::me(desk).await),
            Some(Signed::Tenant(desk)) => Framed::Tenant(Box::new(MemberSelf::me(desk).await)),
            None => Framed::Nobody,
        }
    }

    /// What the request before left behind, used up by asking.
    pub(crate) async fn take_flash(&self) -> Result<Flash, Fault> {
        Ok(Flash {
            notice: session::take(&self.session, NOTICE).await?,
            failed: session::take(&self.session, FAILED).await?,
        })
    }

    /// Keeps for the next page what the called code said.
    pub(crate) async fn keep_notice(&self) -> Result<(), Fault> {
        let notice = self
            .notice
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        match notice {
            Some(notice) => session::keep(&self.session, NOTICE, notice).await,
            None => Ok(()),
        }
    }

    /// Keeps a failed form for the next page.
    pub(crate) async fn keep_failed(&self, failed: FailedForm) -> Result<(), Fault> {
        session::keep(&self.session, FAILED, as_kept(failed)).await
    }

    /// Keeps a form that failed for want of a proof, until that is there. Whatever waited before was given up.
    pub(crate) async fn keep_waiting(&self, failed: FailedForm) -> Result<(), Fault> {
        if failed.fault.input.is_empty() {
            return self.take_waiting().await.map(drop);
        }
        let waiting = Waiting {
            since: self.clock.now(),
            form: as_kept(failed),
        };
        self.keep_on(waiting).await
    }

    /// Keeps a form waiting whose proof was wrong, for no longer than it would have been.
    pub(crate) async fn keep_on(&self, waiting: Waiting) -> Result<(), Fault> {
        session::keep(&self.session, WAITING, waiting).await
    }

    /// The form that waits for a proof, unless it waited for too long.
    pub(crate) async fn take_waiting(&self) -> Result<Option<Waiting>, Fault> {
        let waiting: Option<Waiting> = session::take(&self.session, WAITING).await?;
        Ok(waiting.filter(|waiting| self.clock.now() - waiting.since < PATIENCE))
    }
}

/// Without what was typed where that is too much.
fn as_kept(mut failed: FailedForm) -> FailedForm {
    let typed: usize = failed.fault.input.values().map(String::len).sum();
    if typed > LONGEST_INPUT {
        failed.fault.input.clear();
    }
    failed
}

fn send(response: &ResponseOptions, path: &str, sending: Sending) {
    response.insert_header(header::LOCATION, location(path));
    match sending {
        Sending::Page => response.set_status(StatusCode::SEE_OTHER),
        Sending::Function => {
            response.insert_header(
                HeaderName::from_static(REDIRECT_HEADER),
                HeaderValue::from_static(""),
            );
        }
    }
}

/// A path of this host as a header: what is no ASCII is encoded, and what is no path of this host leads home.
pub(crate) fn location(path: &str) -> HeaderValue {
    let path = safe_path(path).map(|path| utf8_percent_encode(path, CONTROLS).to_string());
    path.and_then(|path| HeaderValue::from_str(&path).ok())
        .unwrap_or(HeaderValue::from_static("/"))
}
