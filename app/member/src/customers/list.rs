//! The list of customers.

use contract::{
    Answer, Page, PageRequest,
    customers::{Customer, CustomerFilter, CustomerSort},
    sheets::Sheet,
};
use leptos::prelude::*;
use portal_kit::{Me, Query, Time, with_query};
use ui::{Choice, Column, Direction, Glyph, Row, SelectField};

use super::calls::customer_list;
use crate::record::Listed;

impl Listed for Customer {
    type Offer = ();

    const FILTERS: &'static [&'static str] = &[];
    const SHEET: Option<Sheet> = Some(Sheet::Customers);
    const GLYPH: Glyph = Glyph::Users;
    const NONE_YET: &'static str =
        "Everybody you add here can be found by name, e-mail address or telephone number.";
    const NONE_FOUND: &'static str =
        "Try fewer letters, or a part of the e-mail address or telephone number.";

    async fn offer() -> Answer<()> {
        Ok(())
    }

    async fn page(query: Query, page: PageRequest) -> Answer<Page<Self>> {
        let filter = CustomerFilter {
            q: query.get("q"),
            sort: query.word("sort"),
        };
        customer_list(filter, page).await
    }

    fn columns(_: &Me, query: Option<&Query>) -> Vec<Column> {
        let (mut name, mut added) = (Column::new("Name"), Column::new("Added").minor());
        if let Some(query) = query {
            let by = |sort| with_query("/customers", [("q", &*query.get("q")), ("sort", sort)]);
            let (by_name, by_age) = match query.word("sort") {
                CustomerSort::Name => (Some(Direction::Ascending), None),
                CustomerSort::Newest => (None, Some(Direction::Descending)),
            };
            name = name.sort(by("name"), by_name);
            added = added.sort(by("newest"), by_age);
        }
        let (email, phone) = (Column::new("E-mail"), Column::new("Telephone").minor());
        vec![name, email, phone, added]
    }

    fn cells(self, row: Row) -> Row {
        row.cell(self.email)
            .cell(self.phone)
            .cell(view! { <Time at=self.created_at /> })
    }

    fn filters(_: &Me, query: &Query, (): ()) -> AnyView {
        let order = match query.word("sort") {
            CustomerSort::Name => "name",
            CustomerSort::Newest => "newest",
        };
        let choices = vec![
            Choice::new("newest", "Newest first"),
            Choice::new("name", "By name"),
        ];
        view! { <SelectField quiet=true name="sort" label="Order" choices value=order /> }
            .into_any()
    }
}
