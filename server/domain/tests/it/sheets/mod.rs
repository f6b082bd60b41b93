//! EXP-2: records as sheets, out and in.

mod export;
mod import;

use contract::{Fault, customers::CustomerFilter};
use domain::{SheetExport, SheetFilter};

fn customers(q: &str) -> SheetFilter {
    SheetFilter::Customers(CustomerFilter {
        q: q.into(),
        ..CustomerFilter::default()
    })
}

async fn whole(mut export: SheetExport) -> Result<String, Fault> {
    let mut text = String::new();
    while let Some(piece) = export.next().await? {
        text += &piece;
    }
    Ok(text)
}
