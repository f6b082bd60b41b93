//! What handlers take out of a request, each refused with a fault that says the mend.

mod desk;
mod if_match;
mod json;
mod path;
mod picture;
mod query;
mod sheet;
mod stream;

pub(crate) use desk::{AsAccount, AsOperator, AsTenant};
pub(crate) use if_match::IfMatch;
pub(crate) use json::JsonBody;
pub(crate) use path::{PathId, PathIds, PathText};
pub(crate) use picture::PictureBody;
pub(crate) use query::{Params, page, word};
pub(crate) use sheet::SheetBody;
pub(crate) use stream::OpenStream;
