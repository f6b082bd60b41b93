//! What is another tenant's, named by somebody who is at home: in the path, the body and the query (ISO-4).

use serde_json::json;

use super::{
    client::Ask,
    raid::{FOREIGN, Raid},
};

pub(super) async fn attack(raid: &mut Raid<'_>) {
    let (us, them) = (raid.us.canary.clone(), raid.them.canary.clone());
    let token = raid.us.token.clone();
    let own = format!("/api/v1/customers/{}", us.customer);
    let foreign = format!("/api/v1/customers/{}", them.customer);
    let company = format!("/api/v1/companies/{}", them.company);
    let edit = json!({ "name": "Taken" });
    let employed = json!({ "name": "Eve", "is_active": true, "company_id": them.company });
    let ask = Ask::get(&us.host, &own).bearer(&token);
    raid.served("ids.own", "Read its own customer by id.", ask, &us.word)
        .await;
    for (key, tried, ask) in [
        (
            "ids.read",
            "Read the other tenant's customer by id.",
            Ask::get(&us.host, &foreign),
        ),
        (
            "ids.update",
            "Changed the other tenant's customer by id.",
            Ask::put(&us.host, &foreign, &edit),
        ),
        (
            "ids.delete",
            "Deleted the other tenant's customer by id.",
            Ask::delete(&us.host, &foreign),
        ),
        (
            "ids.company",
            "Read the other tenant's company by id.",
            Ask::get(&us.host, &company),
        ),
        (
            "ids.body",
            "Entered a professional who works for the other tenant's company.",
            Ask::post(&us.host, "/api/v1/professionals", &employed),
        ),
    ] {
        raid.refused(key, tried, ask.bearer(&token), &[FOREIGN])
            .await;
    }
    let (id, slug) = (them.id, &them.slug);
    let query = format!("/api/v1/customers?tenant_id={id}&tenant={slug}&x-tenant-id={slug}");
    let ask = Ask::get(&us.host, &query).bearer(&token);
    let tried = "Named the other tenant in the query of its own list.";
    raid.stays_apart("ids.query", tried, ask, &us.word).await;
    let ask = Ask::get(&them.host, &foreign).bearer(&raid.them.token);
    let tried = "The other tenant read its customer, after all that.";
    raid.served("ids.unharmed", tried, ask, &them.word).await;
}
