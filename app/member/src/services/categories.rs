//! The categories of the menu.

use contract::{
    Answer, Page, PageRequest,
    acts::Act,
    ids::{ServiceCategoryId, ServiceCategoryKind},
    services::{Service, ServiceCategory, ServiceCategoryDraft},
    sheets::Sheet,
};
use leptos::prelude::*;
use portal_kit::{FormState, Me, Noun, Query, count};
use ui::{Column, Glyph, InputKind, KeyValue, Row, TextField};

use super::calls::{
    ServiceCategoryCreate, ServiceCategoryDelete, ServiceCategoryUpdate, service_category_get,
    service_category_list,
};
use crate::record::{Edited, Listed, Record};

/// Where the categories are.
pub(super) const LIST: &str = "/services/categories";

impl Record for ServiceCategory {
    type Kind = ServiceCategoryKind;
    type Delete = ServiceCategoryDelete;
    const PATH: &'static str = LIST;
    const WRITE: &'static [Act] = &[Act::ServiceWrite];
    const DELETE: Act = Act::ServiceDelete;

    async fn find(id: ServiceCategoryId) -> Answer<Self> {
        service_category_get(id).await
    }

    fn noun(_: &Me) -> Noun {
        Noun {
            title: "Category".to_owned(),
            titles: "Categories".to_owned(),
            one: "category".to_owned(),
            many: "categories".to_owned(),
        }
    }

    fn id(&self) -> ServiceCategoryId {
        self.id
    }

    fn title(&self) -> String {
        self.name.clone()
    }

    fn facts(self, me: &Me) -> AnyView {
        let under = me.noun("service").counted(self.services);
        view! {
            <KeyValue label="Under it">{under}</KeyValue>
            <KeyValue label="Place on the menu">{count(self.position.into())}</KeyValue>
        }
        .into_any()
    }

    fn above(me: &Me) -> Vec<(String, String)> {
        vec![(me.noun("service").titles, Service::PATH.to_owned())]
    }

    fn loss(_: &Noun) -> String {
        "The category goes, if nothing stands under it.".to_owned()
    }
}

impl Listed for ServiceCategory {
    type Offer = ();

    const FILTERS: &'static [&'static str] = &[];
    const SEARCHES: bool = false;
    const SHEET: Option<Sheet> = None;
    const GLYPH: Glyph = Glyph::List;
    const NONE_YET: &'static str = "A menu is easier to read under categories.";
    const NONE_FOUND: &'static str = "There is nothing here.";

    async fn offer() -> Answer<()> {
        Ok(())
    }

    async fn page(_: Query, _: PageRequest) -> Answer<Page<Self>> {
        Ok(Page {
            items: service_category_list().await?,
            next_cursor: None,
        })
    }

    fn columns(me: &Me, _: Option<&Query>) -> Vec<Column> {
        vec![
            Column::new("Category"),
            Column::new(me.noun("service").titles).numeric(),
            Column::new("Place").numeric(),
        ]
    }

    fn cells(self, row: Row) -> Row {
        row.cell(count(self.services))
            .cell(count(self.position.into()))
    }
}

impl Edited for ServiceCategory {
    type Draft = ServiceCategoryDraft;
    type Choices = ();
    type Create = ServiceCategoryCreate;
    type Update = ServiceCategoryUpdate;

    fn version(&self) -> i32 {
        self.version
    }

    async fn choices(_: Query) -> Answer<()> {
        Ok(())
    }

    fn blank((): &()) -> ServiceCategoryDraft {
        ServiceCategoryDraft::default()
    }

    fn fields(_: &Me, form: FormState, draft: ServiceCategoryDraft, (): ()) -> AnyView {
        view! {
            <TextField
                name="name"
                label="Category"
                value=form.typed("name", draft.name)
                autocomplete="off"
                maxlength=100
                required=true
                autofocus=true
            />
            <TextField
                name="position"
                label="Place on the menu"
                kind=InputKind::Number
                value=form.typed("position", draft.position)
                hint="1 is the first. Left empty, a new category is the last."
                autocomplete="off"
            />
        }
        .into_any()
    }
}
