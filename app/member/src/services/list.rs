//! The menu.

use contract::{
    Answer, Page, PageRequest,
    services::{Service, ServiceCategory, ServiceFilter},
    sheets::Sheet,
};
use leptos::prelude::*;
use portal_kit::{Me, Query};
use ui::{ButtonLink, Choice, Column, Glyph, Row, SelectField};

use super::{
    calls::{service_category_list, service_list},
    categories::LIST,
    show::{duration, offer},
};
use crate::record::Listed;

impl Listed for Service {
    type Offer = Vec<ServiceCategory>;

    const FILTERS: &'static [&'static str] = &["category"];
    const SHEET: Option<Sheet> = Some(Sheet::Services);
    const GLYPH: Glyph = Glyph::List;
    const NONE_YET: &'static str =
        "What you add here has a duration and a price, and stands under a category.";
    const NONE_FOUND: &'static str = "Try another part of the name, or another category.";

    async fn offer() -> Answer<Vec<ServiceCategory>> {
        service_category_list().await
    }

    async fn page(query: Query, page: PageRequest) -> Answer<Page<Self>> {
        let filter = ServiceFilter {
            q: query.get("q"),
            category: query.get("category"),
        };
        service_list(filter, page).await
    }

    fn columns(_: &Me, _: Option<&Query>) -> Vec<Column> {
        vec![
            Column::new("Name"),
            Column::new("Category").minor(),
            Column::new("Duration").numeric(),
            Column::new("Price").numeric(),
            Column::new("State").minor(),
        ]
    }

    fn cells(self, row: Row) -> Row {
        row.cell(self.category_name)
            .cell(duration(self.minutes))
            .cell(self.price.to_string())
            .cell(offer(self.is_active))
    }

    fn filters(_: &Me, query: &Query, categories: Vec<ServiceCategory>) -> AnyView {
        let choices = categories
            .into_iter()
            .map(|category| Choice::new(category.id.to_string(), category.name))
            .collect();
        let value = query.get("category");
        view! {
            <SelectField
                quiet=true
                name="category"
                label="Category"
                choices
                value
                blank="Every category"
            />
        }
        .into_any()
    }

    fn beside(_: &Me) -> AnyView {
        view! { <ButtonLink href=LIST>"Categories"</ButtonLink> }.into_any()
    }
}
