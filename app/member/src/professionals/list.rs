//! The list of professionals.

use contract::{
    Answer, Page, PageRequest,
    professionals::{Professional, ProfessionalFilter},
    sheets::Sheet,
};
use portal_kit::{Me, Query};
use ui::{Column, Glyph, Row};

use super::{calls::professional_list, show::activity};
use crate::record::Listed;

impl Listed for Professional {
    type Offer = ();

    const FILTERS: &'static [&'static str] = &[];
    const SHEET: Option<Sheet> = Some(Sheet::Professionals);
    const GLYPH: Glyph = Glyph::IdCard;
    const NONE_YET: &'static str = "Everybody you add here can be found by name, field of work, e-mail address or telephone number.";
    const NONE_FOUND: &'static str = "Try fewer letters, or a part of the field of work, the e-mail address or telephone number.";

    async fn offer() -> Answer<()> {
        Ok(())
    }

    async fn page(query: Query, page: PageRequest) -> Answer<Page<Self>> {
        let filter = ProfessionalFilter {
            q: query.get("q"),
            ..ProfessionalFilter::default()
        };
        professional_list(filter, page).await
    }

    fn columns(_: &Me, _: Option<&Query>) -> Vec<Column> {
        vec![
            Column::new("Name"),
            Column::new("Title or field of work"),
            Column::new("Telephone").minor(),
            Column::new("State").minor(),
        ]
    }

    fn cells(self, row: Row) -> Row {
        let state = activity(self.is_active);
        row.cell(self.specialty).cell(self.phone).cell(state)
    }
}
