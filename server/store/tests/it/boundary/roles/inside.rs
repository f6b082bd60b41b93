use sqlx::Connection;
use testkit::{Plane, TenantPlane, given};

use super::{answer, enter, lines};

/// Statements of somebody inside the tenant {us}, and the code of the refusal: 42501 by privilege or policy, 23503 by
/// a foreign key, 23514 by a check, 0A000 by a command that does not go with row-level security.
const REFUSED: &str = "
    INSERT INTO customers (tenant_id, id, name, search_terms, key_version) VALUES ('{them}', gen_random_uuid(), 'planted', '{}', 1) | 42501
    UPDATE customers SET tenant_id = '{them}' WHERE id = '{ours}'                                    | 42501
    INSERT INTO customers (id, name, search_terms, key_version) VALUES ('{ours}', 'x', '{}', 1) \
        ON CONFLICT (tenant_id, id) DO UPDATE SET tenant_id = '{them}'                               | 42501
    MERGE INTO customers c USING (SELECT '{them}'::uuid AS id) s ON c.tenant_id = s.id \
        WHEN NOT MATCHED THEN INSERT (tenant_id, id, name, search_terms, key_version) VALUES (s.id, s.id, 'planted', '{}', 1)            | 42501
    UPDATE customers SET company_id = '{company}'                                                    | 23503
    UPDATE customers SET company_id = gen_random_uuid()                                              | 23503
    TRUNCATE customers                                                                               | 42501
    UPDATE events SET action = 'x'                                                                   | 42501
    DELETE FROM events                                                                               | 42501
    UPDATE expired_events SET leaf = ''                                                             | 42501
    DELETE FROM expired_events                                                                       | 42501
    UPDATE settings SET log_days = 29                                                                | 23514
    DELETE FROM config_versions                                                                      | 42501
    SET row_security = off; SELECT * FROM customers                                                  | 42501
    COPY customers (id, name) FROM STDIN                                                             | 0A000
";

/// The twins that must succeed, and touch nobody else.
const OBEYED: &str = "
    INSERT INTO customers (tenant_id, id, name, search_terms, key_version) VALUES ('{us}', gen_random_uuid(), 'x', '{}', 1) |
    INSERT INTO customers (id, name, search_terms, key_version) VALUES ('{theirs}', 'x', '{}', 1)                           |
    INSERT INTO customers (id, name, search_terms, key_version) VALUES ('{theirs}', 'x', '{}', 1) \
        ON CONFLICT (tenant_id, id) DO UPDATE SET name = 'stolen'                       |
    UPDATE customers SET name = 'stolen' WHERE tenant_id = '{them}'                     |
    UPDATE customers SET name = 'stolen'                                                |
    DELETE FROM companies                                                               |
    DELETE FROM customers                                                               |
";

/// ISO-2, I-07, I-11, I-12, I-21: inside one tenant, no statement reaches a row of another, and none can be planted there.
#[tokio::test]
async fn inside_one_tenant_no_statement_reaches_another() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let zen = plane.tenant("zen").build().await;
    let ours = given::customer(&acme, "Ada").await;
    let theirs = given::customer(&zen, "Grace").await;
    let company = given::company(&zen, "Harbour").await;
    let names = [
        ("us", acme.id().to_string()),
        ("them", zen.id().to_string()),
        ("ours", ours.id.to_string()),
        ("theirs", theirs.id.to_string()),
        ("company", company.id.to_string()),
    ];
    let names = names.each_ref().map(|(word, name)| (*word, name.as_str()));
    let kept = names_of(&plane, &zen).await;
    let opening = format!("SET LOCAL search_path = tenants_shared; {}", enter(&acme));
    let mut connection = plane.as_role("tenantry_shared").await;
    for table in [REFUSED, OBEYED] {
        for (statement, expected) in lines(table, &names) {
            let mut transaction = connection.begin().await.unwrap();
            assert_eq!(answer(&mut transaction, &opening).await, "");
            let found = answer(&mut transaction, &statement).await;
            assert_eq!(found, expected, "{statement}");
            // What was refused is rolled back, whatever is asked for.
            transaction.commit().await.unwrap();
        }
    }
    assert_eq!(kept.len(), 1);
    assert_eq!(names_of(&plane, &zen).await, kept);
}

/// The names of a tenant's customers, as they are in the table.
async fn names_of(plane: &Plane, tenant: &TenantPlane) -> Vec<Vec<u8>> {
    sqlx::query_scalar("SELECT name FROM tenants_shared.customers WHERE tenant_id = $1")
        .bind(tenant.id().uuid())
        .fetch_all(&mut plane.superuser().await)
        .await
        .unwrap()
}
