//! Referrals: between whom, how far, who may change them, and what they hold on to.

use std::slice::from_ref;

use contract::{
    FaultCode, PageRequest,
    acts::{Act, Role},
    customers::Customers,
    ids::{CustomerId, ProfessionalId},
    professionals::Professionals,
    referrals::{ReferralDraft, ReferralFilter, ReferralStatus, Referrals},
};
use testkit::{Plane, TenantPlane, given};

use super::with_role;

async fn draft(tenant: &TenantPlane) -> ReferralDraft {
    ReferralDraft {
        from_professional_id: given::professional(tenant, "From").await.id.to_string(),
        to_professional_id: given::professional(tenant, "To").await.id.to_string(),
        reason: "Brakes".into(),
        ..ReferralDraft::default()
    }
}

fn to_be(status: ReferralStatus, draft: &ReferralDraft) -> ReferralDraft {
    ReferralDraft {
        status: status.to_string(),
        ..draft.clone()
    }
}

#[tokio::test]
async fn a_referral_is_sent_accepted_and_completed() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").template("dental").build().await;
    let desk = acme.user(Role::Manager).await;
    let draft = draft(&acme).await;
    let made = desk.referral_create(draft.clone()).await.unwrap();
    assert_eq!(made.status, ReferralStatus::Sent);
    let accepted = to_be(ReferralStatus::Accepted, &draft);
    let accepted = desk.referral_update(made.id, accepted, Some(1)).await;
    assert_eq!(accepted.unwrap().status, ReferralStatus::Accepted);
    // Whoever edits the text alone leaves the status.
    let edited = ReferralDraft {
        notes: "Call first.".into(),
        ..draft.clone()
    };
    let edited = desk.referral_update(made.id, edited, None).await.unwrap();
    assert_eq!(edited.status, ReferralStatus::Accepted);
    let completed = to_be(ReferralStatus::Completed, &draft);
    let completed = desk.referral_update(made.id, completed, None).await;
    let completed = completed.unwrap();
    assert_eq!(desk.referral_get(made.id).await, Ok(completed));
    let stale = desk.referral_update(made.id, draft, Some(1)).await;
    assert_eq!(stale.unwrap_err().code, FaultCode::PreconditionFailed);
    desk.referral_delete(made.id).await.unwrap();

    let events = acme.events().await;
    let mut of_it = events
        .iter()
        .filter(|event| event.target_id == made.id.to_string());
    assert_eq!(of_it.next().unwrap().action, "referral.delete");
    let last_step = of_it.next().unwrap();
    assert_eq!(last_step.action, "referral.update");
    assert_eq!(last_step.detail["before"]["status"], "accepted");
    assert_eq!(last_step.detail["after"]["status"], "completed");
    assert_eq!(of_it.next_back().unwrap().action, "referral.create");
}

/// Names are read with the referral, a customer's by those alone who may see customers.
#[tokio::test]
async fn a_referral_names_its_parties_to_whoever_may_see_them() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").template("dental").build().await;
    let customer = given::customer(&acme, "Ada Lovelace").await.id;
    let acts = [Act::ReferralRead, Act::ReferralWrite];
    let partly = with_role(&acme, "fay", "Desk", &acts).await;
    let draft = ReferralDraft {
        customer_id: customer.to_string(),
        ..draft(&acme).await
    };
    let made = partly.referral_create(draft.clone()).await.unwrap();
    assert_eq!(made.customer_name, None);
    let changed = partly.referral_update(made.id, draft, None).await;
    assert_eq!(changed.unwrap().customer_name, None);
    let whole = acme.member().await;
    for (desk, name) in [(&partly, None), (&whole, Some("Ada Lovelace"))] {
        let found = desk.referral_get(made.id).await.unwrap();
        let (filter, page) = (ReferralFilter::default(), PageRequest::default());
        let list = desk.referral_list(filter, page).await.unwrap().items;
        assert_eq!(list, from_ref(&found));
        assert_eq!(found.customer_id, Some(customer));
        assert_eq!(found.customer_name.as_deref(), name);
        let parties = (&*found.from_professional_name, &*found.to_professional_name);
        assert_eq!(parties, ("From", "To"));
    }
    let manager = acme.user(Role::Manager).await;
    manager.customer_delete(customer).await.unwrap();
    let found = whole.referral_get(made.id).await.unwrap();
    assert_eq!((found.customer_id, found.customer_name), (None, None));
}

#[tokio::test]
async fn there_is_no_way_back_and_no_short_cut() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").template("dental").build().await;
    let desk = acme.member().await;
    let draft = draft(&acme).await;
    let early = to_be(ReferralStatus::Accepted, &draft);
    let early = desk.referral_create(early).await.unwrap_err();
    assert!(early.fields.contains_key("status"));
    let made = desk.referral_create(draft.clone()).await.unwrap();
    let mut refused = Vec::new();
    let short_cut = to_be(ReferralStatus::Completed, &draft);
    refused.push(desk.referral_update(made.id, short_cut, None).await);
    let declined = to_be(ReferralStatus::Declined, &draft);
    desk.referral_update(made.id, declined, None).await.unwrap();
    for next in [ReferralStatus::Sent, ReferralStatus::Accepted] {
        let back = to_be(next, &draft);
        refused.push(desk.referral_update(made.id, back, None).await);
    }
    for fault in refused {
        assert_eq!(fault.unwrap_err().code, FaultCode::IllegalTransition);
    }
}

/// Two answers at the same moment: one counts, and the other is told.
#[tokio::test]
async fn of_two_answers_one_counts() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").template("dental").build().await;
    let desk = acme.member().await;
    let draft = draft(&acme).await;
    let made = desk.referral_create(draft.clone()).await.unwrap();
    let answer = |status| desk.referral_update(made.id, to_be(status, &draft), None);
    let (yes, no) = tokio::join!(
        answer(ReferralStatus::Accepted),
        answer(ReferralStatus::Declined)
    );
    assert!(yes.is_ok() != no.is_ok());
    let late = yes.err().or(no.err()).unwrap();
    assert_eq!(late.code, FaultCode::IllegalTransition);
}

#[tokio::test]
async fn every_wrong_field_is_named() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").template("dental").build().await;
    let desk = acme.owner().await;
    let good = draft(&acme).await;
    let reader = acme.read().await;
    let nobody: ProfessionalId = reader.new_id().id();
    let no_customer: CustomerId = reader.new_id().id();
    drop(reader);
    for (field, draft) in [
        (
            "from_professional_id",
            ReferralDraft {
                from_professional_id: String::new(),
                ..good.clone()
            },
        ),
        (
            "from_professional_id",
            ReferralDraft {
                from_professional_id: nobody.to_string(),
                ..good.clone()
            },
        ),
        (
            "to_professional_id",
            ReferralDraft {
                to_professional_id: "x".into(),
                ..good.clone()
            },
        ),
        (
            "to_professional_id",
            ReferralDraft {
                to_professional_id: nobody.to_string(),
                ..good.clone()
            },
        ),
        (
            "to_professional_id",
            ReferralDraft {
                to_professional_id: good.from_professional_id.clone(),
                ..good.clone()
            },
        ),
        (
            "customer_id",
            ReferralDraft {
                customer_id: no_customer.to_string(),
                ..good.clone()
            },
        ),
        (
            "reason",
            ReferralDraft {
                reason: " ".into(),
                ..good.clone()
            },
        ),
        (
            "notes",
            ReferralDraft {
                notes: "n".repeat(4001),
                ..good.clone()
            },
        ),
        (
            "status",
            ReferralDraft {
                status: "lost".into(),
                ..good.clone()
            },
        ),
    ] {
        let fault = desk.referral_create(draft).await.unwrap_err();
        assert_eq!(fault.code, FaultCode::Invalid, "{field}");
        assert_eq!(fault.fields.keys().collect::<Vec<_>>(), [field]);
    }
    assert!(desk.referral_create(good).await.is_ok());
}

/// ISO-4, ISO-5: nothing of another tenant is referred, from, to or about.
#[tokio::test]
async fn an_id_of_another_tenant_is_refused_and_recorded() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").template("dental").build().await;
    let zen = plane.tenant("zen").template("dental").build().await;
    let theirs = given::referral(&zen, "Brakes").await.id;
    let stranger = given::professional(&zen, "Ada").await.id.to_string();
    let their_customer = given::customer(&zen, "Bea").await.id.to_string();
    let desk = acme.owner().await;
    let good = draft(&acme).await;
    let mut faults = vec![
        desk.referral_get(theirs).await.unwrap_err(),
        desk.referral_delete(theirs).await.unwrap_err(),
    ];
    let update = desk.referral_update(theirs, good.clone(), None).await;
    faults.push(update.unwrap_err());
    for foreign in [
        ReferralDraft {
            from_professional_id: stranger.clone(),
            ..good.clone()
        },
        ReferralDraft {
            to_professional_id: stranger,
            ..good.clone()
        },
        ReferralDraft {
            customer_id: their_customer,
            ..good
        },
    ] {
        faults.push(desk.referral_create(foreign).await.unwrap_err());
    }
    for fault in &faults {
        assert_eq!(fault.code, FaultCode::CrossTenant);
    }
    let events = acme.events().await;
    let refusals = events
        .iter()
        .filter(|event| event.action == "access.refused");
    assert_eq!(refusals.count(), faults.len());
    assert!(zen.owner().await.referral_get(theirs).await.is_ok());
}

#[tokio::test]
async fn a_referral_keeps_its_professionals_and_lets_its_customer_go() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").template("dental").build().await;
    let desk = acme.owner().await;
    let ada = given::customer(&acme, "Ada").await.id;
    let about_ada = ReferralDraft {
        customer_id: ada.to_string(),
        ..draft(&acme).await
    };
    let made = desk.referral_create(about_ada).await.unwrap();
    desk.customer_delete(ada).await.unwrap();
    let left = desk.referral_get(made.id).await.unwrap();
    assert_eq!((left.customer_id, left.reason.as_str()), (None, "Brakes"));
    for party in [made.from_professional_id, made.to_professional_id] {
        let kept = desk.professional_delete(party).await.unwrap_err();
        assert_eq!(kept.code, FaultCode::DependencyConflict);
    }
    desk.referral_delete(made.id).await.unwrap();
    desk.professional_delete(made.to_professional_id)
        .await
        .unwrap();
}

#[tokio::test]
async fn each_role_does_what_it_may() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").template("dental").build().await;
    for role in Role::ALL.iter().copied() {
        let made = given::referral(&acme, "Brakes").await.id;
        let good = draft(&acme).await;
        let desk = acme.user(role).await;
        let list = desk
            .referral_list(ReferralFilter::default(), PageRequest::default())
            .await;
        let create = desk.referral_create(good.clone()).await;
        let update = desk.referral_update(made, good, None).await;
        let delete = desk.referral_delete(made).await;
        let may_write = role != Role::ReadOnly;
        let may_delete = may_write && role != Role::Staff;
        assert!(list.is_ok(), "{role}");
        assert_eq!(create.is_ok(), may_write, "{role}");
        assert_eq!(update.is_ok(), may_write, "{role}");
        assert_eq!(delete.is_ok(), may_delete, "{role}");
    }
}
