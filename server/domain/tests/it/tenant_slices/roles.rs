//! Roles of a tenant's own: in force at once, never more than whoever makes, gives or changes them may do.

use contract::{
    Fault, FaultCode, PageRequest,
    acts::{Act, Role},
    customers::{CustomerFilter, Customers},
    me::MemberSelf,
    roles::{RoleDraft, RoleKey, Roles},
    users::{UserDraft, Users},
};
use testkit::{Plane, given};

use super::with_role;

fn draft(name: &str, acts: &[Act]) -> RoleDraft {
    RoleDraft {
        name: name.into(),
        acts: acts.iter().map(ToString::to_string).collect(),
    }
}

fn code<T>(result: Result<T, Fault>) -> Option<FaultCode> {
    result.err().map(|fault| fault.code)
}

#[tokio::test]
async fn a_role_of_ones_own_is_in_force_from_the_next_request_on() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let owner = acme.owner().await;
    let made = owner
        .role_create(draft("Front desk", &[Act::CustomerRead, Act::UserRead]))
        .await
        .unwrap();
    assert_eq!((made.key.as_str(), made.people), ("front_desk", 0));
    let bo = UserDraft {
        name: "Bo".into(),
        email: "bo@acme.test".into(),
        role: "front_desk".into(),
    };
    let bo = owner.user_invite(bo).await.unwrap();
    assert_eq!(bo.role_name, "Front desk");

    let email = acme.email("cy");
    let cy = given::user(&acme, "Cy", &email, Role::Staff).await;
    let desk = acme.desk(&email).await;
    let promoted = owner.user_set_role(cy.id, made.key.clone(), None).await;
    assert_eq!(promoted.unwrap().role_name, "Front desk");
    let me = desk.me().await.unwrap();
    assert_eq!(
        (me.role_name.as_str(), me.acts),
        ("Front desk", vec![Act::CustomerRead, Act::UserRead])
    );
    let read = || desk.customer_list(CustomerFilter::default(), PageRequest::default());
    assert!(read().await.is_ok());

    let changed = owner
        .role_update(
            made.key.clone(),
            draft("Reception", &[Act::CompanyRead]),
            Some(1),
        )
        .await
        .unwrap();
    assert_eq!((changed.version, changed.people), (2, 2));
    assert_eq!(code(read().await), Some(FaultCode::Forbidden));
    let late = owner
        .role_update(made.key, draft("Late", &[Act::CompanyRead]), Some(1))
        .await;
    assert_eq!(code(late), Some(FaultCode::PreconditionFailed));
}

#[tokio::test]
async fn nobody_gives_or_touches_more_than_they_have() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let acts = [
        Act::UserRead,
        Act::UserManage,
        Act::RoleManage,
        Act::CustomerRead,
    ];
    let desk = with_role(&acme, "hr", "People", &acts).await;
    let more = given::role(&acme, "More", &[Act::CustomerDelete]).await;
    let less = given::role(&acme, "Less", &[Act::CustomerRead]).await;
    let above = given::user(&acme, "Ann", &acme.email("ann"), Role::Manager).await;
    let own = acme.account(&acme.email("hr")).await.unwrap().id;
    let invitation = |role: &str| UserDraft {
        name: "Eve".into(),
        email: "eve@acme.test".into(),
        role: role.into(),
    };
    let beyond = draft("Beyond", &[Act::CustomerRead, Act::AuditRead]);
    for refused in [
        code(desk.role_create(beyond.clone()).await),
        code(desk.role_update(less.key.clone(), beyond, None).await),
        code(
            desk.role_update(more.key.clone(), draft("Tamed", &[Act::CustomerRead]), None)
                .await,
        ),
        code(desk.role_delete(more.key.clone()).await),
        code(desk.user_invite(invitation("more")).await),
        code(desk.user_invite(invitation("manager")).await),
        code(desk.user_set_role(own, Role::Admin.into(), None).await),
        code(desk.user_set_role(own, more.key.clone(), None).await),
        // Taking something from somebody who may more is no less.
        code(desk.user_set_role(above.id, less.key.clone(), None).await),
        code(desk.user_remove(above.id).await),
        code(desk.user_forget_factor(above.id).await),
    ] {
        assert_eq!(refused, Some(FaultCode::Forbidden));
    }
    assert_eq!(desk.me().await.unwrap().acts.len(), acts.len());

    let within = draft("Within", &[Act::CustomerRead]);
    assert!(desk.role_create(within).await.is_ok());
    assert!(desk.user_invite(invitation("less")).await.is_ok());
    assert!(
        desk.role_delete(RoleKey::of_name("Within").unwrap())
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn built_in_roles_and_those_that_people_have_stay() {
    let plane = Plane::new().await;
    let acme = plane.tenant("acme").build().await;
    let owner = acme.owner().await;
    for role in Role::ALL {
        let changed = draft("Mine", &[Act::CustomerRead]);
        let changed = owner.role_update((*role).into(), changed, None).await;
        let deleted = owner.role_delete((*role).into()).await;
        let stays = Some(FaultCode::DependencyConflict);
        assert_eq!((code(changed), code(deleted)), (stays, stays), "{role}");
    }
    let desk = with_role(&acme, "bo", "Front desk", &[Act::CustomerRead]).await;
    let key = RoleKey::of_name("Front desk").unwrap();
    let has = owner.role_delete(key.clone()).await;
    assert_eq!(code(has), Some(FaultCode::DependencyConflict));

    // Whoever was removed meanwhile does not hold it back, and their row stays.
    let bo = desk.me().await.unwrap().id;
    owner.user_remove(bo).await.unwrap();
    owner.role_delete(key.clone()).await.unwrap();
    assert_eq!(
        code(owner.role_get(key.clone()).await),
        Some(FaultCode::NotFound)
    );
    let gone = owner.user_invite(UserDraft {
        name: "Di".into(),
        email: "di@acme.test".into(),
        role: key.to_string(),
    });
    let fault = gone.await.unwrap_err();
    assert!(fault.fields.contains_key("role"), "{fault:?}");
    assert_eq!(fault.input["name"], "Di");
}

#[tokio::test]
async fn a_name_is_taken_once_and_roles_are_of_one_tenant() {
    let plane = Plane::new().await;
    let (acme, bolt) = (
        plane.tenant("acme").build().await,
        plane.tenant("bolt").build().await,
    );
    let (owner, stranger) = (acme.owner().await, bolt.owner().await);
    let front = draft("Front desk", &[Act::CustomerRead]);
    owner.role_create(front.clone()).await.unwrap();
    for name in ["Front desk", "FRONT  desk", "Owner"] {
        let again = owner.role_create(draft(name, &[Act::CustomerRead])).await;
        let fault = again.unwrap_err();
        assert_eq!(fault.code, FaultCode::Conflict, "{name}");
        assert!(fault.fields.contains_key("name"), "{name}");
    }
    // The word of a role follows from letters and digits alone.
    let alike = owner
        .role_create(draft("Front-Desk!", &[Act::CustomerRead]))
        .await;
    let told = alike.unwrap_err().fields.remove("name").unwrap();
    assert!(told.contains("signs and spaces"), "{told}");
    let key = RoleKey::of_name("Front desk").unwrap();
    let theirs = [
        code(stranger.role_get(key.clone()).await),
        code(stranger.role_update(key.clone(), front.clone(), None).await),
        code(stranger.role_delete(key).await),
    ];
    assert_eq!(theirs, [Some(FaultCode::NotFound); 3]);
    assert_eq!(stranger.role_list().await.unwrap().len(), Role::ALL.len());
    assert!(stranger.role_create(front).await.is_ok());

    let names: Vec<_> = owner.role_list().await.unwrap();
    let keys: Vec<_> = names.iter().map(|role| role.key.as_str()).collect();
    let expected = [
        "owner",
        "admin",
        "manager",
        "staff",
        "read_only",
        "front_desk",
    ];
    assert_eq!(keys, expected);
}
