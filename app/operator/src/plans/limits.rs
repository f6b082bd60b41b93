//! The limits of a plan in words.

use contract::plans::Limits;

use portal_kit::count;

/// Each limit with its name, in the order people ask for them.
pub(crate) fn limits(limits: &Limits) -> Vec<(&'static str, String)> {
    let gigabytes = |number: Option<i64>| {
        number.map_or_else(unlimited, |number| format!("{} GB", count(number)))
    };
    let plain = |number: Option<i64>| number.map_or_else(unlimited, count);
    vec![
        ("Users", plain(limits.users)),
        ("Customers", plain(limits.customers)),
        ("Companies", plain(limits.companies)),
        ("Users in a company", plain(limits.users_per_company)),
        ("Transactions a month", plain(limits.transactions_per_month)),
        ("API calls a month", plain(limits.api_calls_per_month)),
        ("API calls a minute", plain(limits.api_calls_per_minute)),
        ("Storage", gigabytes(limits.storage_gb)),
    ]
}

/// The limits that people choose a plan by, in a line.
pub(crate) fn summary(limits: &Limits) -> String {
    let of = |number: Option<i64>, noun: &str| match number {
        Some(number) => format!("{} {noun}", count(number)),
        None => format!("unlimited {noun}"),
    };
    let storage = of(limits.storage_gb, "GB");
    let customers = of(limits.customers, "customers");
    format!("{} · {customers} · {storage}", of(limits.users, "users"))
}

fn unlimited() -> String {
    "Unlimited".to_owned()
}

#[cfg(test)]
mod tests {
    use contract::plans::Limits;

    use super::summary;

    #[test]
    fn no_limit_is_said_in_words() {
        let limits = Limits {
            users: Some(1_000),
            ..Limits::default()
        };
        assert_eq!(
            summary(&limits),
            "1,000 users · unlimited customers · unlimited GB"
        );
    }
}
