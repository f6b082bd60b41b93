//! A live tenant, and the shortest way into it.

use contract::{
    acts::Role,
    companies::CompanyFields,
    customers::CustomerFields,
    ids::{TenantId, UserId},
    tenants::Strategy,
    users::UserFields,
};
use store::{AuditEntry, Caller, Database, TenantReader, TenantScope, TenantWriter, tenant::users};
use testkit::Plane;

/// A live tenant with one owner.
pub(crate) struct Workspace {
    database: Database,
    pub(crate) id: TenantId,
    pub(crate) owner: UserId,
}

impl Workspace {
    pub(crate) async fn open(plane: &Plane, slug: &str, strategy: Strategy) -> Self {
        let id = plane.live_tenant(slug, strategy).await;
        let database = plane.database().clone();
        let scope = database.job_scope(id, "test").await.unwrap().unwrap();
        let mut reader = database.read(&scope).await.unwrap();
        let email = format!("owner@{slug}.test");
        let owner = users::by_email(&mut reader, &email).await.unwrap().unwrap();
        Self {
            database,
            id,
            owner: owner.id,
        }
    }

    async fn job(&self) -> TenantScope {
        let scope = self.database.job_scope(self.id, "test").await.unwrap();
        scope.unwrap()
    }

    pub(crate) async fn read(&self) -> TenantReader {
        self.database.read(&self.job().await).await.unwrap()
    }

    pub(crate) async fn write(&self) -> TenantWriter {
        self.database.write(&self.job().await).await.unwrap()
    }

    /// A scope such as a token of this user and access version gives.
    pub(crate) async fn user(&self, id: UserId, access_version: i32) -> TenantScope {
        let caller = Caller {
            ip: Some("192.0.2.7".parse().unwrap()),
            request_id: Some("req-1".into()),
        };
        let scope = self
            .database
            .token_scope(self.id, id, access_version, caller);
        scope.await.unwrap().unwrap()
    }

    pub(crate) fn database(&self) -> &Database {
        &self.database
    }
}

/// Makes everything last that was written.
pub(crate) async fn commit(writer: TenantWriter) {
    let entry = AuditEntry::new("test.write", "test", "it");
    writer.commit(entry).await.unwrap();
}

pub(crate) fn customer(name: &str) -> CustomerFields {
    CustomerFields {
        name: name.into(),
        email: None,
        phone: None,
        notes: None,
    }
}

pub(crate) fn company(name: &str) -> CompanyFields {
    CompanyFields { name: name.into() }
}

pub(crate) fn person(name: &str, email: &str, role: Role) -> UserFields {
    UserFields {
        name: name.into(),
        email: email.into(),
        role,
    }
}
