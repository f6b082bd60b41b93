//! The list of referrals.

use contract::{
    Answer, Page, PageRequest,
    referrals::{Referral, ReferralFilter, ReferralStatus},
    sheets::Sheet,
};
use leptos::prelude::*;
use portal_kit::{Me, Query, Time};
use ui::{Choice, Column, Glyph, Row, SelectField};

use super::{
    calls::referral_list,
    show::{status, word},
};
use crate::record::Listed;

impl Listed for Referral {
    type Offer = ();

    const FILTERS: &'static [&'static str] = &["status"];
    const SHEET: Option<Sheet> = Some(Sheet::Referrals);
    const GLYPH: Glyph = Glyph::Share;
    const NONE_YET: &'static str =
        "What you pass on to somebody else is here, with what becomes of it.";
    const NONE_FOUND: &'static str = "Try fewer letters of the reason, or another status.";

    async fn offer() -> Answer<()> {
        Ok(())
    }

    async fn page(query: Query, page: PageRequest) -> Answer<Page<Self>> {
        let filter = ReferralFilter {
            q: query.get("q"),
            status: query.get("status"),
        };
        referral_list(filter, page).await
    }

    fn columns(me: &Me, _: Option<&Query>) -> Vec<Column> {
        vec![
            Column::new("Reason"),
            Column::new(me.noun("customer").title),
            Column::new("From").minor(),
            Column::new("To"),
            Column::new("Status"),
            Column::new("Date").minor(),
        ]
    }

    fn cells(self, row: Row) -> Row {
        row.cell(self.customer_name)
            .cell(self.from_professional_name)
            .cell(self.to_professional_name)
            .cell(status(self.status))
            .cell(view! { <Time at=self.created_at /> })
    }

    fn filters(_: &Me, query: &Query, (): ()) -> AnyView {
        let choices = ReferralStatus::ALL
            .iter()
            .map(|status| Choice::new(status.as_str(), word(*status)))
            .collect();
        let value = query.get("status");
        view! {
            <SelectField
                quiet=true
                name="status"
                label="Status"
                choices
                value
                blank="Any status"
            />
        }
        .into_any()
    }
}
