//! The export of a tenant's log (AUD-3): as lines of JSON, which prove themselves to whoever has none of our keys, or as
//! a table to be read. [`audit_check`](crate::audit_check) reads the former; decision 0012 says why it looks like this.

use base64::{Engine, engine::general_purpose::STANDARD};
use contract::{
    Fault,
    acts::{Act, OperatorAct},
    audit::{Event, ExportForm},
    ids::TenantId,
};
use serde::{Deserialize, Serialize};
use store::{AuditEntry, TenantReader, TenantScope, tenant::events::Told};
use vault::log::{Frontier, Head, Place, commitment};

use crate::{
    OperatorDesk, Platform, TenantDesk,
    audit_proof::{Anchor, Flaw, Kept, Line, add, next, refuse},
    spreadsheet,
};

/// What the first line names itself.
pub(crate) const FORMAT: &str = "tenantry-log/1";

/// The first line: whose log it is, and the head over what follows.
#[derive(Serialize, Deserialize)]
pub(crate) struct FirstLine {
    pub(crate) format: String,
    /// First label of the tenant's address.
    pub(crate) slug: String,
    /// Ed25519, of this installation; whoever checks gets it from elsewhere, too.
    pub(crate) public_key: String,
    /// Signed for this export.
    pub(crate) head: Line,
}

/// An entry. From text and row follows its leaf. The leaf itself is told of an entry without a commitment, and of one that
/// has expired, which has no text.
#[derive(Serialize, Deserialize)]
pub(crate) struct EntryLine {
    pub(crate) position: u64,
    /// The very text that was sealed: JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) said: Option<String>,
    /// Hash of the columns beside the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) row: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) leaf: Option<String>,
    /// Over tenant, position, leaf and commitment.
    pub(crate) signature: String,
}

/// An export under way. It holds some entries at a time and no connection between them, and asks before each time whether
/// who began it still may.
pub struct LogExport {
    platform: Platform,
    reader: LogReader,
    form: ExportForm,
    head: Anchor,
    frontier: Frontier,
    has_begun: bool,
}

/// Who exports.
enum LogReader {
    Inside(TenantDesk),
    Operator(OperatorDesk, TenantScope),
}

impl LogReader {
    fn scope(&self) -> &TenantScope {
        match self {
            Self::Inside(desk) => desk.scope(),
            Self::Operator(_, scope) => scope,
        }
    }

    /// Opens the plane, if session, role and rule allow it at this moment.
    async fn open(&mut self) -> Result<TenantReader, Fault> {
        match self {
            Self::Inside(desk) => {
                *desk = desk.renewed().await?;
                desk.read(Act::AuditRead).await
            }
            Self::Operator(desk, scope) => {
                *desk = desk.reread().await?;
                desk.allow(OperatorAct::AuditRead)?;
                let now = desk.clock().now();
                *scope = desk.database().renewed(scope, now).await?;
                Ok(desk.database().read(scope).await?)
            }
        }
    }
}

impl TenantDesk {
    /// Exports the tenant's log up to this moment, the entry about the export included.
    pub async fn event_export(&self, form: ExportForm) -> Result<LogExport, Fault> {
        // Asked before the entry is made; a suspended tenant's people may export, so it is not asked by a writer.
        drop(self.read(Act::AuditRead).await?);
        LogExport::begin(&self.platform, LogReader::Inside(self.clone()), form).await
    }
}

impl OperatorDesk {
    /// Exports the log of a tenant, for commands of this machine; the tenant reads in it who did.
    pub async fn tenant_event_export(
        &self,
        tenant: TenantId,
        form: ExportForm,
    ) -> Result<LogExport, Fault> {
        self.allow(OperatorAct::AuditRead)?;
        let database = self.database();
        let scope = database.operator_scope(self.id, tenant, self.caller.clone());
        let scope = scope.await?.ok_or_else(Fault::tenant_unknown)?;
        let reader = LogReader::Operator(self.clone(), scope);
        LogExport::begin(&self.platform, reader, form).await
    }
}

impl LogExport {
    async fn begin(
        platform: &Platform,
        reader: LogReader,
        form: ExportForm,
    ) -> Result<Self, Fault> {
        let scope = reader.scope();
        let entry = AuditEntry::new("log.export", "log", &scope.tenant().slug);
        let entry = entry.with("form", form.as_str());
        platform.database().put_on_record(scope, entry).await?;
        // The head is made for the export alone: the notary's own heads go where their keepers look for them.
        let (edge, _) = platform.edge(scope).await?;
        Ok(Self {
            platform: platform.clone(),
            head: platform.sign_edge(scope.tenant_id(), &edge),
            reader,
            form,
            frontier: Frontier::default(),
            has_begun: false,
        })
    }

    /// The head over what is exported.
    pub fn head(&self) -> &Head {
        &self.head.head
    }

    /// The name of the file that it becomes.
    pub fn file_name(&self) -> String {
        format!(
            "{}-log.{}",
            self.reader.scope().tenant().slug,
            self.form.as_str()
        )
    }

    /// The next piece; none after the last. What is not genuine is not exported, and nothing is to whoever may not have it any
    /// more: the export ends in a fault, and lacks what its first line promises.
    pub async fn next(&mut self) -> Result<Option<String>, Fault> {
        if !self.has_begun {
            self.has_begun = true;
            return self.first().map(Some);
        }
        let wanted = self.head.head.size - self.frontier.size();
        if wanted == 0 {
            return Ok(None);
        }
        let tenant = self.reader.scope().tenant_id();
        let mut reader = self.reader.open().await?;
        let keyring = reader.keyring()?;
        let mut entries = next(&mut reader, self.frontier.size()).await?;
        drop(reader);
        entries.truncate(usize::try_from(wanted).unwrap_or(usize::MAX));
        if entries.is_empty() {
            return Err(refuse(tenant, &Flaw::Cut(self.frontier.size())));
        }
        let mut lines = Vec::with_capacity(entries.len());
        for entry in &entries {
            let told = add(&mut self.frontier, &keyring, entry);
            lines.push((entry, told.map_err(|flaw| refuse(tenant, &flaw))?));
        }
        let head = &self.head.head;
        if self.frontier.size() == head.size && self.frontier.root() != head.root {
            let (from, to) = (0, head.size);
            return Err(refuse(tenant, &Flaw::Rewritten { from, to }));
        }
        match self.form {
            ExportForm::Jsonl => lines
                .iter()
                .map(|(entry, told)| self.line(entry, told.as_ref()))
                .collect(),
            ExportForm::Csv => spreadsheet::rows(lines.iter().filter_map(|(entry, told)| {
                // A table has no row for what nothing can be said of.
                told.as_ref()
                    .map(|told| cells(entry.position(), &told.event))
            })),
        }
        .map(Some)
    }

    fn first(&self) -> Result<String, Fault> {
        match self.form {
            ExportForm::Jsonl => line(&FirstLine {
                format: FORMAT.to_owned(),
                slug: self.reader.scope().tenant().slug.clone(),
                public_key: self.platform.head_key(),
                head: Line::from(&self.head),
            }),
            ExportForm::Csv => spreadsheet::rows([COLUMNS.map(str::to_owned)]),
        }
    }

    fn line(&self, kept: &Kept, told: Option<&Told>) -> Result<String, Fault> {
        let (leaf, row) = match kept {
            Kept::Entry(entry) => (entry.leaf(), entry.commitment().map(|_| entry.row_hash())),
            Kept::Expired(expired) => (expired.leaf, None),
        };
        let place = Place {
            tenant: self.reader.scope().tenant_id(),
            position: u64::try_from(kept.position()).map_err(|_| Fault::internal())?,
            leaf,
            said: told.map(|told| commitment(&told.said)),
        };
        line(&EntryLine {
            position: place.position,
            said: told.map(|told| told.said.clone()),
            leaf: row.is_none().then(|| STANDARD.encode(leaf)),
            row: row.map(|row| STANDARD.encode(row)),
            signature: STANDARD.encode(self.platform.vault().heads().sign_place(&place)),
        })
    }
}

fn line(said: &impl Serialize) -> Result<String, Fault> {
    let line = serde_json::to_string(said).map_err(|_| Fault::internal())?;
    Ok(line + "\n")
}

const COLUMNS: [&str; 11] = [
    "position",
    "at",
    "action",
    "actor_kind",
    "actor_id",
    "actor_name",
    "target_kind",
    "target_id",
    "ip",
    "request_id",
    "detail",
];

fn cells(position: i64, event: &Event) -> [String; COLUMNS.len()] {
    [
        position.to_string(),
        event.at.to_rfc3339(),
        event.action.clone(),
        event.actor_kind.clone(),
        event.actor_id.map(|id| id.to_string()).unwrap_or_default(),
        event.actor_name.clone(),
        event.target_kind.clone(),
        event.target_id.clone(),
        event.ip.clone().unwrap_or_default(),
        event.request_id.clone().unwrap_or_default(),
        event.detail.to_string(),
    ]
}
