//! The menu of services that a tenant starts with.

use contract::ids::{ServiceCategoryKind, ServiceKind};
use uuid::Uuid;

use crate::{Result, TenantWriter};

/// A category of the menu.
#[derive(Debug, Clone)]
pub struct CategorySeed<'a> {
    /// The category.
    pub name: &'a str,
    /// What stands under it.
    pub services: Vec<ServiceSeed<'a>>,
}

/// One line of the menu.
#[derive(Debug, Clone)]
pub struct ServiceSeed<'a> {
    /// What is done.
    pub name: &'a str,
    /// How long it takes.
    pub minutes: i32,
    /// Price in minor units of the currency.
    pub price_minor: i64,
    /// ISO 4217 code.
    pub currency: &'a str,
}

/// Adds a menu; what is there under the same name stays as it is.
pub async fn insert_catalogue(
    writer: &mut TenantWriter,
    categories: &[CategorySeed<'_>],
) -> Result<()> {
    insert_categories(writer, categories).await?;
    insert_services(writer, categories).await
}

async fn insert_categories(
    writer: &mut TenantWriter,
    categories: &[CategorySeed<'_>],
) -> Result<()> {
    let ids: Vec<Uuid> = categories
        .iter()
        .map(|_| writer.new_id::<ServiceCategoryKind>().uuid())
        .collect();
    let names: Vec<&str> = categories.iter().map(|category| category.name).collect();
    sqlx::query!(
        "INSERT INTO service_categories (id, name, position)
         SELECT id, name, position
         FROM UNNEST($1::uuid[], $2::text[]) WITH ORDINALITY AS new (id, name, position)
         ON CONFLICT DO NOTHING",
        &ids,
        names as _,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}

async fn insert_services(writer: &mut TenantWriter, categories: &[CategorySeed<'_>]) -> Result<()> {
    let lines: Vec<(&str, &ServiceSeed<'_>)> = categories
        .iter()
        .flat_map(|category| category.services.iter().map(|line| (category.name, line)))
        .collect();
    let ids: Vec<Uuid> = lines
        .iter()
        .map(|_| writer.new_id::<ServiceKind>().uuid())
        .collect();
    let categories: Vec<&str> = lines.iter().map(|(category, _)| *category).collect();
    let names: Vec<&str> = lines.iter().map(|(_, line)| line.name).collect();
    let minutes: Vec<i32> = lines.iter().map(|(_, line)| line.minutes).collect();
    let prices: Vec<i64> = lines.iter().map(|(_, line)| line.price_minor).collect();
    let currencies: Vec<&str> = lines.iter().map(|(_, line)| line.currency).collect();
    sqlx::query!(
        "INSERT INTO services (id, category_id, name, minutes, price_minor, currency)
         SELECT new.id, c.id, new.name, new.minutes, new.price_minor, new.currency
         FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::int[], $5::bigint[], $6::text[])
              AS new (id, category, name, minutes, price_minor, currency)
         JOIN service_categories c ON c.name = new.category
         ON CONFLICT DO NOTHING",
        &ids,
        categories as _,
        names as _,
        &minutes,
        &prices,
        currencies as _,
    )
    .execute(writer.connection())
    .await?;
    Ok(())
}
