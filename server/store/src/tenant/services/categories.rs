//! The categories of a menu: a few dozen, so the list has no pages.

use contract::{
    ids::ServiceCategoryKind,
    services::{ServiceCategory, ServiceCategoryFields},
};

use crate::{Error, Own, Result, TenantReader, TenantWriter};

/// Every category, in the order of the menu.
pub async fn categories(reader: &mut TenantReader) -> Result<Vec<ServiceCategory>> {
    let categories = sqlx::query_as!(
        ServiceCategory,
        r#"SELECT id, name, position,
                  (SELECT count(*) FROM services s WHERE s.category_id = c.id) AS "services!", version, created_at
           FROM service_categories c ORDER BY position, lower(name), id"#,
    )
    .fetch_all(reader.connection())
    .await?;
    Ok(categories)
}

/// One category.
pub async fn find_category(
    reader: &mut TenantReader,
    id: Own<ServiceCategoryKind>,
) -> Result<Option<ServiceCategory>> {
    let category = sqlx::query_as!(
        ServiceCategory,
        r#"SELECT id, name, position,
                  (SELECT count(*) FROM services s WHERE s.category_id = c.id) AS "services!", version, created_at
           FROM service_categories c WHERE id = $1"#,
        id.uuid(),
    )
    .fetch_optional(reader.connection())
    .await?;
    Ok(category)
}

/// Adds a category, as the last if the fields name no place.
pub async fn insert_category(
    writer: &mut TenantWriter,
    fields: &ServiceCategoryFields,
) -> Result<ServiceCategory> {
    let id = writer.new_id::<ServiceCategoryKind>();
    let category = sqlx::query_as!(
        ServiceCategory,
        r#"INSERT INTO service_categories (id, name, position)
           VALUES ($1, $2, coalesce($3::smallint, (SELECT least(coalesce(max(position), 0) + 1, 1000) FROM service_categories)))
           RETURNING id, name, position, 0::bigint AS "services!", version, created_at"#,
        id.uuid(),
        fields.name,
        fields.position,
    )
    .fetch_one(writer.connection())
    .await?;
    Ok(category)
}

/// Changes a category, whose place stays if the fields name none; [`Error::ChangedMeanwhile`] if `version` is given and not
/// the newest.
pub async fn update_category(
    writer: &mut TenantWriter,
    id: Own<ServiceCategoryKind>,
    fields: &ServiceCategoryFields,
    version: Option<i32>,
) -> Result<Option<ServiceCategory>> {
    let done = sqlx::query!(
        "UPDATE service_categories
         SET name = $3, position = coalesce($4::smallint, position), version = version + 1, updated_at = now()
         WHERE id = $1 AND ($2::int IS NULL OR version = $2)",
        id.uuid(),
        version,
        fields.name,
        fields.position,
    )
    .execute(writer.connection())
    .await?;
    let category = find_category(writer, id).await?;
    if done.rows_affected() == 0 && category.is_some() {
        return Err(Error::ChangedMeanwhile);
    }
    Ok(category)
}

/// Deletes a category; answers whether there was one.
pub async fn delete_category(
    writer: &mut TenantWriter,
    id: Own<ServiceCategoryKind>,
) -> Result<bool> {
    let done = sqlx::query!("DELETE FROM service_categories WHERE id = $1", id.uuid())
        .execute(writer.connection())
        .await?;
    Ok(done.rows_affected() == 1)
}
