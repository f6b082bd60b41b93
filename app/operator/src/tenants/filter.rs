//! The list's state, which lives in its address.

use contract::tenants::{TenantFilter, TenantSort};
use portal_kit::{Query, with_query};

/// The path of the list.
pub(super) const LIST: &str = "/tenants";

/// Reads the filter from the query; what is not there filters nothing.
pub(super) fn from_query(query: &Query) -> TenantFilter {
    TenantFilter {
        q: query.get("q"),
        status: query.get("status"),
        plan: query.get("plan"),
        strategy: query.get("strategy"),
        template: query.get("template"),
        sort: query.word("sort"),
    }
}

/// The address of the list filtered like this, from a cursor on.
pub(super) fn to_address(filter: &TenantFilter, cursor: &str) -> String {
    let pairs = [
        ("q", filter.q.as_str()),
        ("status", &filter.status),
        ("plan", &filter.plan),
        ("strategy", &filter.strategy),
        ("template", &filter.template),
        ("sort", sort_word(filter.sort)),
        ("cursor", cursor),
    ];
    with_query(LIST, pairs)
}

/// The word of an order in the query; the usual order has none.
pub(super) const fn sort_word(sort: TenantSort) -> &'static str {
    match sort {
        TenantSort::Newest => "",
        TenantSort::Name => "name",
    }
}

/// Whether it narrows the list at all.
pub(super) fn narrows(filter: &TenantFilter) -> bool {
    *filter
        != TenantFilter {
            sort: filter.sort,
            ..TenantFilter::default()
        }
}

#[cfg(test)]
mod tests {
    use contract::tenants::{TenantFilter, TenantSort};
    use portal_kit::Query;

    use super::{from_query, narrows, to_address};

    #[test]
    fn the_address_holds_only_what_is_set() {
        let filter = TenantFilter {
            q: "a&b".into(),
            sort: TenantSort::Name,
            ..TenantFilter::default()
        };
        assert_eq!(to_address(&filter, ""), "/tenants?q=a%26b&sort=name");
        assert_eq!(
            to_address(&TenantFilter::default(), "x"),
            "/tenants?cursor=x"
        );
    }

    #[test]
    fn the_query_reads_back_and_nonsense_filters_nothing() {
        let filter = from_query(&Query::parse("q=luna&status=active&sort=sideways"));
        assert_eq!(
            (filter.q.as_str(), filter.status.as_str()),
            ("luna", "active")
        );
        assert_eq!(filter.sort, TenantSort::Newest);
        assert!(
            narrows(&filter)
                && !narrows(&TenantFilter {
                    sort: TenantSort::Name,
                    ..TenantFilter::default()
                })
        );
    }
}
