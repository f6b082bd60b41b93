//! Users: invited within the plan, owners made by owners, the last one kept, the removed one out at once.

use contract::{
    Fault, FaultCode, PageRequest,
    acts::Role,
    companies::{Companies, CompanyDraft},
    ids::UserId,
    me::MemberSelf,
    users::{User, UserDraft, UserFilter, UserStatus, Users},
};
use store::Caller;
use testkit::{Plane, TenantPlane, given};

fn draft(name: &str, email: &str, role: Role) -> UserDraft {
    UserDraft {
        name: name.into(),
        email: email.into(),
        role: role.as_str().into(),
    }
}

fn code<T>(result: Result<T, Fault>) -> Option<FaultCode> {
    result.err().map(|fault| fault.code)
}

async fn id_of(tenant: &TenantPlane, local: &str) -> UserId {
    let account = tenant.account(&tenant.email(local)).await;
    account.unwrap().id
}

async fn active(tenant: &TenantPlane, local: &str, role: Role) -> User {
    given::user(tenant, local, &tenant.email(local), role).await
}

#[tokio::test]
async fn an_invitation_makes_an_account_and_a_mail() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let desk = acme.user(Role::Admin).await;
    let bo = desk
        .user_invite(draft("Bo", "Bo@Acme.test", Role::Staff))
        .await;
    let bo = bo.unwrap();
    assert_eq!(
        (bo.email.as_str(), bo.status),
        ("bo@acme.test", UserStatus::Invited)
    );
    let first = plane.mailed_link("bo@acme.test").await;
    desk.user_invite_again(bo.id).await.unwrap();
    assert_ne!(plane.mailed_link("bo@acme.test").await, first);

    let again = desk
        .user_invite(draft("Bo", "bo@acme.test", Role::Staff))
        .await;
    let fault = again.unwrap_err();
    assert_eq!(fault.code, FaultCode::Conflict);
    assert!(fault.fields.contains_key("email"));
    assert_eq!(fault.input["name"], "Bo");
    let member = active(&acme, "member", Role::Staff).await;
    let accepted = desk.user_invite_again(member.id).await;
    assert_eq!(code(accepted), Some(FaultCode::Conflict));
}

#[tokio::test]
async fn only_owners_touch_owners() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let (admin, owner) = (acme.user(Role::Admin).await, acme.owner().await);
    let owner_id = id_of(&acme, "owner").await;
    let bo = active(&acme, "bo", Role::Staff).await.id;
    let new_owner = draft("Cy", "cy@acme.test", Role::Owner);
    let refused = [
        code(admin.user_invite(new_owner.clone()).await),
        code(admin.user_set_role(bo, Role::Owner.into(), None).await),
        code(
            admin
                .user_set_role(owner_id, Role::Staff.into(), None)
                .await,
        ),
        code(admin.user_remove(owner_id).await),
    ];
    assert_eq!(refused, [Some(FaultCode::Forbidden); 4]);

    assert!(
        admin
            .user_set_role(bo, Role::Manager.into(), None)
            .await
            .is_ok()
    );
    assert!(owner.user_invite(new_owner).await.is_ok());
    assert!(
        owner
            .user_set_role(bo, Role::Owner.into(), None)
            .await
            .is_ok()
    );
    assert!(
        owner
            .user_set_role(bo, Role::Staff.into(), None)
            .await
            .is_ok()
    );
    assert!(admin.user_remove(bo).await.is_ok());
}

#[tokio::test]
async fn the_last_owner_stays_and_nobody_removes_themselves() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let owner = acme.owner().await;
    let id = id_of(&acme, "owner").await;
    let demoted = owner.user_set_role(id, Role::Staff.into(), None).await;
    assert_eq!(code(demoted), Some(FaultCode::Conflict));
    assert_eq!(code(owner.user_remove(id).await), Some(FaultCode::Conflict));
    // An owner who has not accepted the invitation cannot sign in, so does not count.
    let cy = draft("Cy", "cy@acme.test", Role::Owner);
    let cy = owner.user_invite(cy).await.unwrap();
    let demoted = owner.user_set_role(id, Role::Staff.into(), None).await;
    assert_eq!(code(demoted), Some(FaultCode::Conflict));
    owner.user_remove(cy.id).await.unwrap();

    active(&acme, "second", Role::Owner).await;
    assert!(
        owner
            .user_set_role(id, Role::Admin.into(), None)
            .await
            .is_ok()
    );
    let admin = acme.desk(&acme.email("owner")).await;
    assert_eq!(code(admin.user_remove(id).await), Some(FaultCode::Conflict));
}

#[tokio::test]
async fn of_two_owners_who_remove_each_other_one_stays() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let first = id_of(&acme, "owner").await;
    let second = active(&acme, "second", Role::Owner).await.id;
    let (one, two) = (acme.owner().await, acme.desk(&acme.email("second")).await);
    let (one, two) = tokio::join!(one.user_remove(second), two.user_remove(first));
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
}

/// I-70: counting and adding are one step.
#[tokio::test]
async fn the_limit_of_the_plan_holds_against_many_at_once() {
    let plane = Plane::new().await;
    // Three users, of whom one is the owner.
    let acme = plane.tenant("acme").plan("trial").build().await;
    let owner = acme.owner().await;
    let invite = async |name: &str| {
        let email = format!("{name}@acme.test");
        owner.user_invite(draft(name, &email, Role::Staff)).await
    };
    let (a, b, c, d) = tokio::join!(invite("a"), invite("b"), invite("c"), invite("d"));
    let all = [a, b, c, d];
    assert_eq!(all.iter().filter(|one| one.is_ok()).count(), 2);
    let refused = all.iter().filter_map(|one| one.as_ref().err());
    for fault in refused {
        assert_eq!(fault.code, FaultCode::QuotaExceeded);
    }
    let someone = all.iter().find_map(|one| one.as_ref().ok()).unwrap();
    owner.user_remove(someone.id).await.unwrap();
    assert!(invite("e").await.is_ok(), "a removed user takes no place");
}

#[tokio::test]
async fn a_role_is_in_force_from_the_next_request_on() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let owner = acme.owner().await;
    let bo = active(&acme, "bo", Role::Staff).await;
    let desk = acme.desk(&bo.email).await;
    let north = CompanyDraft {
        name: "North".into(),
    };
    let refused = desk.company_create(north.clone()).await;
    assert_eq!(code(refused), Some(FaultCode::Forbidden));
    let promoted = owner
        .user_set_role(bo.id, Role::Manager.into(), Some(bo.version))
        .await;
    let stale = owner
        .user_set_role(bo.id, Role::Admin.into(), Some(bo.version))
        .await;
    assert_eq!(promoted.unwrap().role, Role::Manager);
    assert_eq!(code(stale), Some(FaultCode::PreconditionFailed));
    assert!(desk.company_create(north).await.is_ok());
    let event = &acme.events().await[1];
    assert_eq!(event.action, "user.set_role");
    let change = serde_json::json!({
        "before": { "role": "staff", "role_name": "Staff" },
        "after": { "role": "manager", "role_name": "Manager" },
    });
    assert_eq!(event.detail, change);
}

/// I-32, I-34: whoever is of no tenant any more sees none.
#[tokio::test]
async fn a_removed_user_is_out_at_once() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let owner = acme.owner().await;
    let bo = active(&acme, "bo", Role::Staff).await;
    let desk = acme.desk(&bo.email).await;
    let session = acme.session(&bo.email).await;
    assert!(desk.me().await.is_ok());
    owner.user_remove(bo.id).await.unwrap();
    assert_eq!(code(desk.me().await), Some(FaultCode::Unauthenticated));
    assert_eq!(code(owner.user_get(bo.id).await), Some(FaultCode::NotFound));
    assert_eq!(
        code(owner.user_remove(bo.id).await),
        Some(FaultCode::NotFound)
    );
    let page = owner
        .user_list(UserFilter::default(), PageRequest::default())
        .await;
    let page = page.unwrap();
    assert!(page.items.iter().all(|user| user.id != bo.id));
    let (site, caller) = (acme.site().await, Caller::default());
    let resumed = plane.platform().resume(&site, &session, caller).await;
    assert!(matches!(resumed, Ok(None)), "the session is gone, too");
}

#[tokio::test]
async fn a_user_of_another_tenant_is_refused() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let zen = plane.tenant("zen").build().await;
    let theirs = active(&zen, "bo", Role::Staff).await.id;
    let owner = acme.owner().await;
    let refused = [
        code(owner.user_get(theirs).await),
        code(owner.user_set_role(theirs, Role::Admin.into(), None).await),
        code(owner.user_invite_again(theirs).await),
        code(owner.user_remove(theirs).await),
    ];
    assert_eq!(refused, [Some(FaultCode::CrossTenant); 4]);
    let own = zen.owner().await.user_get(theirs).await;
    assert_eq!(own.unwrap().role, Role::Staff);
}
