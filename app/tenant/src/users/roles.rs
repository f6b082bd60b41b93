//! The roles that somebody can be given.

use contract::acts::Role;
use portal_kit::Me;
use ui::Choice;

/// The roles that the signed-in user may give; only an owner makes another one.
pub(super) fn role_choices(me: &Me) -> Vec<Choice> {
    Role::ALL
        .iter()
        .filter(|role| **role != Role::Owner || me.role == Role::Owner)
        .map(|role| Choice::new(role.as_str(), role.title()).hint(meaning(*role)))
        .collect()
}

const fn meaning(role: Role) -> &'static str {
    match role {
        Role::Owner => "Everything, and cannot be removed while the last one.",
        Role::Admin => "Everything but what concerns owners.",
        Role::Manager => "Daily work, deleting included, and the branches.",
        Role::Staff => "Daily work.",
        Role::ReadOnly => "Looking, without changing anything.",
    }
}
