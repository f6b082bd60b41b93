//! `tenant`: what an operator does with tenants, from a terminal.

use anyhow::Result;
use contract::{
    PageRequest,
    tenants::{TenantDraft, TenantFilter, Tenants},
};
use domain::provisioning;

use crate::{
    arguments::{Common, TenantCommand},
    open,
    operator::explain,
};

pub(crate) async fn run(common: &Common, command: &TenantCommand) -> Result<()> {
    let platform = open::platform(common).await?;
    match command {
        TenantCommand::ForgetFactor { slug, email } => {
            let forgotten = platform.user_forget_factor(slug, email).await;
            forgotten.map_err(explain)?;
            println!("{email} signs in with the password alone, and can set a new factor up.");
        }
        TenantCommand::Create {
            slug,
            name,
            owner_name,
            owner_email,
            plan,
            strategy,
            template,
            demo_data,
            operator,
        } => {
            let desk = platform.console(operator).await.map_err(explain)?;
            let draft = TenantDraft {
                slug: slug.clone(),
                name: name.clone(),
                plan: plan.clone(),
                strategy: strategy.clone(),
                template: template.clone(),
                demo_data: *demo_data,
                owner_name: owner_name.clone(),
                owner_email: owner_email.clone(),
                ..TenantDraft::default()
            };
            let tenant = desk.tenant_create(draft).await.map_err(explain)?;
            provisioning::run(&platform, tenant.row.id)
                .await
                .map_err(explain)?;
            let tenant = desk.tenant_get(tenant.row.id).await.map_err(explain)?;
            for step in &tenant.provisioning.steps {
                println!("{:>8}  {}", step.state, step.title);
            }
            println!(
                "{} is {} at {}",
                tenant.row.name, tenant.row.status, tenant.url
            );
        }
        TenantCommand::List { q, operator } => {
            let desk = platform.console(operator).await.map_err(explain)?;
            let filter = TenantFilter {
                q: q.clone(),
                ..TenantFilter::default()
            };
            let mut page = PageRequest::default();
            loop {
                let tenants = desk
                    .tenant_list(filter.clone(), page)
                    .await
                    .map_err(explain)?;
                for row in tenants.items {
                    println!(
                        "{:<20} {:<20} {:<10} {}",
                        row.slug, row.status, row.strategy, row.name
                    );
                }
                if tenants.next_cursor.is_none() {
                    break;
                }
                page = PageRequest {
                    limit: None,
                    cursor: tenants.next_cursor,
                };
            }
        }
    }
    Ok(())
}
