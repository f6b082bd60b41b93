//! What pages need to know of who is signed in, and the home page of a tenant.

use async_trait::async_trait;
use chrono::TimeDelta;
use contract::{
    Answer, Fault, PageRequest,
    acts::Act,
    customers::CustomerFilter,
    me::{MemberHome, MemberMe, MemberSelf, OperatorMe, OperatorSelf, TenantView},
};
use store::{
    Actor,
    tenant::{companies, customers, settings, users},
};

use crate::{OperatorDesk, TenantDesk, modules::switched_on};

#[async_trait]
impl OperatorSelf for OperatorDesk {
    async fn me(&self) -> Answer<OperatorMe> {
        Ok(OperatorMe {
            id: self.id,
            name: self.name.clone(),
            email: self.email.clone(),
            role: self.role,
            acts: self.role.acts().to_vec(),
        })
    }
}

#[async_trait]
impl MemberSelf for TenantDesk {
    async fn me(&self) -> Answer<MemberMe> {
        let mut reader = self.read_any(&[]).await?;
        let Actor::User { id, acts, .. } = reader.actor().clone() else {
            return Err(Fault::forbidden());
        };
        let own = reader.own(id)?;
        let user = users::find(&mut reader, own).await?;
        let user = user.ok_or_else(Fault::unauthenticated)?;
        let modules = switched_on(&mut reader).await?;
        let tenant = self.scope.tenant();
        Ok(MemberMe {
            id,
            name: user.name,
            email: user.email,
            role: user.role,
            role_name: user.role_name,
            acts,
            tenant: TenantView {
                id: tenant.id,
                slug: tenant.slug.clone(),
                status: tenant.status,
                plan: tenant.plan.clone(),
                template: tenant.template.clone(),
                branding: settings::branding(&mut reader).await?,
                vocabulary: settings::config(&mut reader).await?.config.vocabulary,
                modules: modules.into_iter().map(str::to_owned).collect(),
            },
        })
    }

    async fn home(&self) -> Answer<MemberHome> {
        let mut reader = self.read(Act::CustomerRead).await?;
        let week_ago = self.platform.clock().now() - TimeDelta::days(7);
        let five = PageRequest {
            limit: Some(5),
            cursor: None,
        };
        let newest = customers::list(&mut reader, &CustomerFilter::default(), &five).await?;
        Ok(MemberHome {
            customers: customers::count(&mut reader).await?,
            customers_this_week: customers::count_since(&mut reader, week_ago).await?,
            companies: companies::count(&mut reader).await?,
            newest: newest.items,
        })
    }
}
