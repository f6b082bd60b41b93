//! IAM-4, IAM-5: who may do what. The tables below are the policy as people review it.

use contract::acts::{Act, OperatorAct, OperatorRole, Role};

fn matrix<R: std::fmt::Display + Copy, A: std::fmt::Display + PartialEq + Copy + 'static>(
    roles: &[R],
    acts: &[A],
    allowed: impl Fn(R) -> &'static [A],
) -> String {
    let head = std::iter::once(format!("{:<20}", "act"))
        .chain(roles.iter().map(|role| format!("{role:>10}")));
    let line = |act: &A| {
        let cells = roles.iter().map(|role| {
            let word = if allowed(*role).contains(act) {
                "yes"
            } else {
                "-"
            };
            format!("{word:>10}")
        });
        std::iter::once(format!("{act:<20}"))
            .chain(cells)
            .collect::<String>()
    };
    std::iter::once(head.collect::<String>())
        .chain(acts.iter().map(line))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn roles_of_a_tenant() {
    let expected = "\
act                      owner     admin   manager     staff read_only
customers.read             yes       yes       yes       yes       yes
customers.write            yes       yes       yes       yes         -
customers.delete           yes       yes       yes         -         -
professionals.read         yes       yes       yes       yes       yes
professionals.write        yes       yes       yes         -         -
professionals.delete       yes       yes       yes         -         -
services.read              yes       yes       yes       yes       yes
services.write             yes       yes       yes         -         -
services.delete            yes       yes       yes         -         -
referrals.read             yes       yes       yes       yes       yes
referrals.write            yes       yes       yes       yes         -
referrals.delete           yes       yes       yes         -         -
companies.read             yes       yes       yes       yes       yes
companies.write            yes       yes       yes         -         -
users.read                 yes       yes       yes         -         -
users.manage               yes       yes         -         -         -
roles.manage               yes       yes         -         -         -
settings.read              yes       yes       yes         -         -
settings.write             yes       yes         -         -         -
modules.manage             yes       yes         -         -         -
api_keys.manage            yes       yes         -         -         -
visits.manage              yes       yes         -         -         -
audit.read                 yes       yes         -         -         -
audit.stream               yes       yes         -         -         -";
    let actual = matrix(Role::ALL, Act::ALL, Role::acts);
    assert_eq!(actual, expected, "\n{actual}");
}

#[test]
fn roles_of_operators() {
    let expected = "\
act                      owner   support   billing   auditor
tenants.read               yes       yes       yes       yes
tenants.create             yes       yes         -         -
tenants.lifecycle          yes       yes         -         -
tenants.visit              yes       yes         -         -
plans.read                 yes       yes       yes       yes
plans.write                yes         -       yes         -
mails.read                 yes       yes         -         -
servers.read               yes       yes         -       yes
servers.write              yes         -         -         -
audit.read                 yes         -         -       yes
keys.read                  yes       yes         -       yes
keys.rotate                yes         -         -         -
isolation.read             yes       yes         -       yes
isolation.run              yes         -         -         -";
    let actual = matrix(OperatorRole::ALL, OperatorAct::ALL, OperatorRole::acts);
    assert_eq!(actual, expected, "\n{actual}");
}
