//! What the pages of every kind of record have in common. The folder of a module says what is its own: its columns, its
//! facts, its fields; the pages around them are here, once.
//!
//! What a page needs of a record is taken out of it first, in a few lines for each kind; what draws the page then knows no
//! kind, so that the browser half holds it once.

mod calls;
mod conflict;
mod delete;
mod edit;
mod import;
mod list;
mod show;

use std::future::Future;

use contract::{
    Answer, Fault,
    acts::Act,
    ids::{Id, Kind},
};
use leptos::{prelude::*, server_fn::ServerFn};
use portal_kit::{Me, Noun, id_in_path};
use serde::{Serialize, de::DeserializeOwned};

pub(crate) use delete::record_delete;
pub(crate) use edit::{Edited, record_edit, record_new};
pub(crate) use import::{record_import, record_import_check, record_import_columns};
pub(crate) use list::{Listed, none_yet, record_list, record_table};
pub(crate) use show::{fact, record_show};

/// A kind of record that has pages.
pub(crate) trait Record:
    Clone + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// What its ids are of.
    type Kind: Kind;
    /// The server function that deletes one.
    type Delete: ServerFn<Output = (), Error = Fault>;
    /// Where the list is; the page of one is below, under its id.
    const PATH: &'static str;
    /// What entering and changing one takes, with what its form has to read.
    const WRITE: &'static [Act];
    /// What deleting one takes.
    const DELETE: Act;

    /// The tenant's word for it.
    fn noun(me: &Me) -> Noun {
        me.noun(Self::Kind::NOUN)
    }
    /// Asks for one.
    fn find(id: Id<Self::Kind>) -> impl Future<Output = Answer<Self>> + Send;
    /// Its id.
    fn id(&self) -> Id<Self::Kind>;
    /// What it is called on its pages.
    fn title(&self) -> String;
    /// What there is to know of it, as the lines of a list.
    fn facts(self, me: &Me) -> AnyView;
    /// What goes with it, and whether it comes back.
    fn loss(noun: &Noun) -> String;

    /// The pages above its list, with where they are.
    fn above(_me: &Me) -> Vec<(String, String)> {
        Vec::new()
    }

    /// A word beside its title.
    fn badge(&self) -> AnyView {
        ().into_any()
    }

    /// What else can be done with it, as buttons; `reload` is to be run when one of them has changed it.
    fn actions(&self, _me: &Me, _reload: Callback<()>) -> AnyView {
        ().into_any()
    }
}

/// The record that the address names.
fn record_in_path<R: Record>() -> Resource<Answer<R>> {
    let id = id_in_path::<R::Kind>();
    Resource::new(
        move || id.get(),
        async |id: Answer<Id<R::Kind>>| R::find(id?).await,
    )
}

/// A record as the pages around it name it.
#[derive(Clone)]
struct Named {
    id: String,
    title: String,
    noun: Noun,
    above: Vec<(String, String)>,
    list: &'static str,
}

impl Named {
    fn of<R: Record>(me: &Me, record: &R) -> Self {
        Self {
            id: record.id().to_string(),
            title: record.title(),
            noun: R::noun(me),
            above: R::above(me),
            list: R::PATH,
        }
    }

    fn path(&self) -> String {
        format!("{}/{}", self.list, self.id)
    }

    /// The way to its page.
    fn crumbs(&self) -> Vec<(String, String)> {
        let mut crumbs = self.above.clone();
        crumbs.push((self.noun.titles.clone(), self.list.to_owned()));
        crumbs
    }

    /// The way to a page below its own.
    fn crumbs_below(&self) -> Vec<(String, String)> {
        let mut crumbs = self.crumbs();
        crumbs.push((self.title.clone(), self.path()));
        crumbs
    }
}
