//! Non-interference: what a tenant has in the end follows from its own acts, whatever its neighbours do in between.

use contract::{
    PageRequest,
    audit::EventFilter,
    customers::{CustomerFilter, CustomerSort},
    ids::CustomerId,
    tenants::Strategy as Placement,
};
use proptest::{collection::vec, prelude::*, strategy::ValueTree, test_runner::TestRunner};
use store::{
    AuditEntry, Error, TenantWriter,
    tenant::{companies, customers, events, tables},
};
use testkit::{Plane, TenantPlane};

use crate::tenant_plane::fields::{company, customer};

/// Something that a tenant does. Numbers pick one of the customers that it has made so far.
#[derive(Debug, Clone)]
enum Act {
    Create(String),
    Rename(usize, String),
    Delete(usize),
    Open(String),
    GiveUp(String),
    /// With an id of the neighbour's.
    Trespass(usize),
}

fn acts() -> impl Strategy<Value = Act> {
    // Few names, so that both tenants often use the same.
    let name = || "[abc]{1,2}";
    prop_oneof![
        4 => name().prop_map(Act::Create),
        2 => (any::<usize>(), name()).prop_map(|(pick, name)| Act::Rename(pick, name)),
        1 => any::<usize>().prop_map(Act::Delete),
        1 => name().prop_map(Act::Open),
        1 => name().prop_map(Act::GiveUp),
        1 => any::<usize>().prop_map(Act::Trespass),
    ]
}

/// One side of the play: a tenant, and the ids that it has made.
struct Side {
    tenant: TenantPlane,
    made: Vec<CustomerId>,
}

impl Side {
    async fn new(plane: &Plane, slug: &str, placement: Placement) -> Self {
        let tenant = plane.tenant(slug).strategy(placement).build().await;
        Self {
            tenant,
            made: Vec::new(),
        }
    }

    async fn act(&mut self, act: &Act, neighbour: Option<&Self>) {
        let mut writer = self.tenant.write().await;
        let done = self.attempt(&mut writer, act, neighbour).await;
        if done {
            let entry = AuditEntry::new("test.act", "test", "it");
            writer.commit(entry).await.unwrap();
        }
    }

    /// Does it; whether it is to last.
    async fn attempt(
        &mut self,
        writer: &mut TenantWriter,
        act: &Act,
        neighbour: Option<&Self>,
    ) -> bool {
        match act {
            Act::Create(name) => {
                let made = customers::insert(writer, &customer(name)).await.unwrap();
                self.made.push(made.id);
                true
            }
            Act::Rename(pick, name) => match pick_of(&self.made, *pick) {
                Some(id) => {
                    let own = writer.own(id).unwrap();
                    let renamed = customers::update(writer, own, &customer(name), None).await;
                    renamed.unwrap().is_some()
                }
                None => false,
            },
            Act::Delete(pick) => match pick_of(&self.made, *pick) {
                Some(id) => {
                    let own = writer.own(id).unwrap();
                    customers::delete(writer, own).await.unwrap()
                }
                None => false,
            },
            // Taken by ourselves is refused; taken by the neighbour is not taken.
            Act::Open(name) => companies::insert(writer, &company(name)).await.is_ok(),
            Act::GiveUp(name) => {
                customers::insert(writer, &customer(name)).await.unwrap();
                false
            }
            Act::Trespass(pick) => {
                if let Some(id) = neighbour.and_then(|side| pick_of(&side.made, *pick)) {
                    assert!(matches!(writer.own(id), Err(Error::CrossTenant)));
                }
                false
            }
        }
    }

    /// Everything that the tenant can see of itself, less ids and times.
    async fn state(&self) -> impl PartialEq + std::fmt::Debug {
        let mut reader = self.tenant.read().await;
        let all = PageRequest {
            limit: Some(PageRequest::MAX),
            cursor: None,
        };
        let filter = CustomerFilter {
            q: String::new(),
            sort: CustomerSort::Newest,
        };
        let customers = customers::list(&mut reader, &filter, &all).await.unwrap();
        let companies = companies::list(&mut reader).await.unwrap();
        let log = events::list(&mut reader, &EventFilter::default(), &all).await;
        let sizes = tables::sizes(&mut reader, false).await.unwrap();
        (
            customers
                .items
                .into_iter()
                .map(|customer| (customer.name, customer.version))
                .collect::<Vec<_>>(),
            companies
                .into_iter()
                .skip(1)
                .map(|company| company.name)
                .collect::<Vec<_>>(),
            log.unwrap()
                .items
                .into_iter()
                .map(|event| event.action)
                .collect::<Vec<_>>(),
            sizes
                .into_iter()
                .map(|table| (table.table, table.rows))
                .collect::<Vec<_>>(),
        )
    }
}

fn pick_of(made: &[CustomerId], pick: usize) -> Option<CustomerId> {
    made.get(pick.checked_rem(made.len())?).copied()
}

async fn neighbours_do_not_matter(placement: Placement) {
    let plane = Plane::new().await;
    let mut runner = TestRunner::deterministic();
    for round in 0..4 {
        let play = vec((any::<bool>(), acts()), 60..90);
        let play = play.new_tree(&mut runner).unwrap().current();
        let mut acme = Side::new(&plane, &format!("acme-{round}"), placement).await;
        let mut zen = Side::new(&plane, &format!("zen-{round}"), placement).await;
        let mut alone = Side::new(&plane, &format!("alone-{round}"), placement).await;
        for (is_acme, act) in &play {
            if *is_acme {
                acme.act(act, Some(&zen)).await;
                alone.act(act, None).await;
            } else {
                zen.act(act, Some(&acme)).await;
            }
        }
        assert_eq!(acme.state().await, alone.state().await, "{play:?}");
    }
}

#[tokio::test]
async fn neighbours_in_one_table_do_not_matter() {
    neighbours_do_not_matter(Placement::Shared).await;
}

#[tokio::test]
async fn neighbours_in_one_database_do_not_matter() {
    neighbours_do_not_matter(Placement::Schema).await;
}
