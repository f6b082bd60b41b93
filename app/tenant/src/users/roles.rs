//! The roles that somebody can be given.

use contract::{acts::Role, roles::TenantRole};
use portal_kit::Me;
use ui::Choice;

/// The roles that the signed-in user may give: those that may do no more than they, and `owner` if they are one.
pub(super) fn role_choices(me: &Me, roles: Vec<TenantRole>) -> Vec<Choice> {
    let own = me.own_acts();
    roles
        .into_iter()
        .filter(|role| role.key != Role::Owner || me.role == Role::Owner)
        .filter(|role| role.is_within(&own))
        .map(|role| {
            let meaning = meaning(me, &role);
            Choice::new(role.key.as_str(), role.name).hint(meaning)
        })
        .collect()
}

fn meaning(me: &Me, role: &TenantRole) -> String {
    let built_in = role.key.as_str().parse::<Role>();
    match built_in {
        Ok(Role::Owner) => "Everything, and cannot be removed while the last one.".to_owned(),
        Ok(Role::Admin) => "Everything but what concerns owners.".to_owned(),
        Ok(Role::Manager) => format!(
            "Daily work, deleting included, and the {}.",
            me.noun("company").many
        ),
        Ok(Role::Staff) => "Daily work.".to_owned(),
        Ok(Role::ReadOnly) => "Looking, without changing anything.".to_owned(),
        Err(_) => match role.acts.len() {
            1 => "One permission.".to_owned(),
            more => format!("{more} permissions."),
        },
    }
}
