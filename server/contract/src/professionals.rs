//! Professionals: the people who serve a tenant's customers, or to whom customers are referred.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    Answer, Fault, Page, PageRequest,
    fault::FieldCheck,
    ids::{CompanyId, ProfessionalId},
    text,
};

/// One professional.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Professional {
    /// The professional's id.
    pub id: ProfessionalId,
    /// The company of the tenant that the professional works for.
    pub company_id: Option<CompanyId>,
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number, as typed.
    pub phone: Option<String>,
    /// Title or field of work.
    pub specialty: Option<String>,
    /// Whether the professional takes customers at present.
    pub is_active: bool,
    /// Counts up with every change; the `ETag` of the API.
    pub version: i32,
    /// When the professional was entered.
    pub created_at: DateTime<Utc>,
    /// When the profile was last changed.
    pub updated_at: DateTime<Utc>,
}

/// What a form or the API sends for a professional.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProfessionalDraft {
    /// Id of a company of the tenant, or empty.
    pub company_id: String,
    /// Full name; required.
    pub name: String,
    /// E-mail address, or empty.
    pub email: String,
    /// Telephone number, or empty.
    pub phone: String,
    /// Title or field of work, or empty.
    pub specialty: String,
    /// Whether the professional takes customers at present.
    #[serde(deserialize_with = "text::ticked")]
    pub is_active: bool,
}

impl From<Professional> for ProfessionalDraft {
    fn from(professional: Professional) -> Self {
        Self {
            company_id: professional
                .company_id
                .map(|id| id.to_string())
                .unwrap_or_default(),
            name: professional.name,
            email: professional.email.unwrap_or_default(),
            phone: professional.phone.unwrap_or_default(),
            specialty: professional.specialty.unwrap_or_default(),
            is_active: professional.is_active,
        }
    }
}

/// A draft whose every field was found good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfessionalFields {
    /// The company that the professional works for; whose it is, is still to be asked.
    pub company_id: Option<CompanyId>,
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// Title or field of work.
    pub specialty: Option<String>,
    /// Whether the professional takes customers at present.
    pub is_active: bool,
}

impl ProfessionalDraft {
    /// Parses every field, or names each that is wrong.
    pub fn check(&self) -> Result<ProfessionalFields, Fault> {
        let mut check = FieldCheck::default();
        let company_id = check.take("company_id", text::optional_id(&self.company_id));
        let name = check.take("name", text::line(&self.name, "a name", 200));
        let email = check.take("email", text::optional_email(&self.email));
        let phone = check.take("phone", text::optional_phone(&self.phone));
        let specialty = check.take("specialty", text::optional_line(&self.specialty, 200));
        let fields = (|| {
            Some(ProfessionalFields {
                company_id: company_id?,
                name: name?,
                email: email?,
                phone: phone?,
                specialty: specialty?,
                is_active: self.is_active,
            })
        })();
        check.finish(fields, self)
    }
}

/// Which professionals a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProfessionalFilter {
    /// Beginnings of words of a name, e-mail address, telephone number or specialty; empty for all.
    pub q: String,
    /// Whether to leave out who takes no customers at present.
    pub active: bool,
}

/// What a member can do with professionals.
#[async_trait]
pub trait Professionals: Send + Sync {
    /// A page of professionals by name.
    async fn professional_list(
        &self,
        filter: ProfessionalFilter,
        page: PageRequest,
    ) -> Answer<Page<Professional>>;
    /// One professional.
    async fn professional_get(&self, id: ProfessionalId) -> Answer<Professional>;
    /// Enters a professional, within the limit of the plan.
    async fn professional_create(&self, draft: ProfessionalDraft) -> Answer<Professional>;
    /// Changes a professional; `version` is the one the caller saw, absent to overwrite whatever is there.
    async fn professional_update(
        &self,
        id: ProfessionalId,
        draft: ProfessionalDraft,
        version: Option<i32>,
    ) -> Answer<Professional>;
    /// Deletes a professional.
    async fn professional_delete(&self, id: ProfessionalId) -> Answer<()>;
}
