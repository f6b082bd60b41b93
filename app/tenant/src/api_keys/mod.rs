//! Keys for programs: the list, one of them, making and deleting.

mod calls;
mod delete;
mod list;
mod new;
mod show;

pub(crate) use delete::ApiKeyDelete;
pub(crate) use list::ApiKeysPage;
pub(crate) use new::ApiKeyNew;
pub(crate) use show::ApiKeyShow;

/// Path of the list.
const LIST: &str = "/settings/api-keys";
