//! A tenant's own copy of each mail text.

use crate::{Result, TenantWriter};

/// Adds texts, each `(kind, subject, body)`, of the kinds that the tenant has none of yet.
pub async fn insert_defaults(
    writer: &mut TenantWriter,
    texts: &[(&str, &str, &str)],
) -> Result<()> {
    let kinds: Vec<&str> = texts.iter().map(|(kind, _, _)| *kind).collect();
    let subjects: Vec<&str> = texts.iter().map(|(_, subject, _)| *subject).collect();
    let bodies: Vec<&str> = texts.iter().map(|(_, _, body)| *body).collect();
    sqlx::query!(
        "INSERT INTO mail_texts (kind, subject, body)
         SELECT * FROM UNNEST($1::text[], $2::text[], $3::text[]) ON CONFLICT DO NOTHING",
        kinds as _,
        subjects as _,
        bodies as _,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}
