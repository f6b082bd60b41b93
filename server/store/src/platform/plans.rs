//! Plans and their revisions.

use contract::{
    money::Money,
    plans::{Plan, PlanFields},
};

use crate::{Error, PlatformReader, PlatformWriter, Result};

/// Every plan in its newest revision, cheapest first; or the one with this code.
pub async fn list(reader: &mut PlatformReader, code: Option<&str>) -> Result<Vec<Plan>> {
    let rows = sqlx::query!(
        r#"SELECT DISTINCT ON (r.plan) r.plan, r.revision, r.name, r.description, r.monthly_minor, r.annual_minor, r.currency,
                  r.limits, r.modules, r.features, r.strategy, r.support, r.sla_hours, r.is_active,
                  (SELECT count(*) FROM platform.tenants t 
                   WHERE t.plan = r.plan AND t.status <> 'deleted' AND NOT t.is_canary) AS "tenants!"
           FROM platform.plan_revisions r WHERE $1::text IS NULL OR r.plan = $1
           ORDER BY r.plan, r.revision DESC"#,
        code,
    )
    .fetch_all(reader.connection())
    .await?;
    let mut plans = rows
        .into_iter()
        .map(|row| {
            Ok(Plan {
                code: row.plan,
                revision: row.revision,
                name: row.name,
                description: row.description,
                monthly: Money {
                    minor: row.monthly_minor,
                    currency: row.currency.clone(),
                },
                annual: Money {
                    minor: row.annual_minor,
                    currency: row.currency,
                },
                limits: serde_json::from_value(row.limits)?,
                modules: row.modules,
                features: row.features,
                strategy: row.strategy.parse()?,
                support: row.support,
                sla_hours: row.sla_hours,
                is_active: row.is_active,
                tenants: row.tenants,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    plans.sort_by_key(|plan| (plan.monthly.minor, plan.code.clone()));
    Ok(plans)
}

/// Makes the revision after `revision`; [`Error::ChangedMeanwhile`] if somebody made it first.
pub async fn revise(
    writer: &mut PlatformWriter,
    code: &str,
    revision: i32,
    fields: &PlanFields,
) -> Result<()> {
    let limits = serde_json::to_value(&fields.limits)?;
    let made = sqlx::query!(
        "INSERT INTO platform.plan_revisions (plan, revision, name, description, monthly_minor, annual_minor, currency,
                                              limits, modules, features, strategy, support, sla_hours, is_active)
         SELECT plan, revision + 1, $3, $4, $5, $6, currency, $7, modules, features, $8, $9, sla_hours, $10
         FROM platform.plan_revisions WHERE plan = $1 AND revision = $2
         ON CONFLICT DO NOTHING",
        code,
        revision,
        fields.name,
        fields.description,
        fields.monthly_minor,
        fields.annual_minor,
        limits,
        fields.strategy.as_str(),
        fields.support,
        fields.is_active,
    )
    .execute(writer.connection())
    .await?;
    if made.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::ChangedMeanwhile)
    }
}

/// Keys of the modules that a tenant's plan contains, `*` for all: those of the revision it is on.
pub async fn modules_of(
    reader: &mut PlatformReader,
    tenant: contract::ids::TenantId,
) -> Result<Option<Vec<String>>> {
    let modules = sqlx::query_scalar!(
        "SELECT r.modules FROM platform.tenants t
         JOIN platform.plan_revisions r ON r.plan = t.plan AND r.revision = t.plan_revision WHERE t.id = $1",
        tenant.uuid(),
    )
    .fetch_optional(reader.connection())
    .await?;
    Ok(modules)
}
