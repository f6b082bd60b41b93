//! Sizes of a tenant's plane.

use contract::tenants::TableSize;

use crate::{Result, TenantReader};

/// Rows of this tenant in each table of the plane, the largest first. Bytes are those of the whole table, so they
/// are asked for only where the plane is the tenant's own.
pub async fn sizes(reader: &mut TenantReader, with_bytes: bool) -> Result<Vec<TableSize>> {
    let sizes = sqlx::query_as!(
        TableSize,
        r#"SELECT t.name AS "table!", t.count AS "rows!",
                  CASE WHEN $1 THEN pg_total_relation_size(t.name::regclass) END AS bytes
           FROM (VALUES
               ('companies', (SELECT count(*) FROM companies)),
               ('config_versions', (SELECT count(*) FROM config_versions)),
               ('customers', (SELECT count(*) FROM customers)),
               ('event_heads', (SELECT count(*) FROM event_heads)),
               ('event_log', (SELECT count(*) FROM event_log)),
               ('events', (SELECT count(*) FROM events)),
               ('expired_events', (SELECT count(*) FROM expired_events)),
               ('idempotent_answers', (SELECT count(*) FROM idempotent_answers)),
               ('imports', (SELECT count(*) FROM imports)),
               ('logos', (SELECT count(*) FROM logos)),
               ('mail_texts', (SELECT count(*) FROM mail_texts)),
               ('modules', (SELECT count(*) FROM modules)),
               ('professionals', (SELECT count(*) FROM professionals)),
               ('referrals', (SELECT count(*) FROM referrals)),
               ('roles', (SELECT count(*) FROM roles)),
               ('service_categories', (SELECT count(*) FROM service_categories)),
               ('services', (SELECT count(*) FROM services)),
               ('settings', (SELECT count(*) FROM settings)),
               ('users', (SELECT count(*) FROM users))
           ) AS t (name, count)
           ORDER BY 3 DESC NULLS LAST, 2 DESC, 1"#,
        with_bytes,
    )
    .fetch_all(reader.connection())
    .await?;
    Ok(sizes)
}
