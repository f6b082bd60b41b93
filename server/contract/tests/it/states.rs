//! TEN-2: the tenant's life is a state machine, and so is a referral's.

use contract::{
    FaultCode,
    referrals::ReferralStatus::{self, Accepted, Completed, Declined, Sent},
    tenants::TenantStatus::{self, Active, Deleted, Inactive, Offboarding, Suspended},
};

#[test]
fn every_pair_of_states_either_is_a_transition_or_names_both() {
    for from in TenantStatus::ALL {
        for to in TenantStatus::ALL {
            match from.transition(*to) {
                Ok(now) => assert_eq!(now, *to),
                Err(fault) => {
                    assert_eq!(fault.code, FaultCode::IllegalTransition);
                    assert!(
                        fault.title.contains(from.as_str()) && fault.title.contains(to.as_str())
                    );
                }
            }
        }
    }
}

/// I-38: a suspended tenant can be off-boarded.
#[test]
fn a_suspended_tenant_is_not_stuck() {
    assert_eq!(Suspended.transition(Offboarding), Ok(Offboarding));
    assert_eq!(Suspended.transition(Active), Ok(Active));
    assert_eq!(Suspended.transition(Inactive), Ok(Inactive));
}

#[test]
fn deleted_is_the_end() {
    assert!(
        TenantStatus::ALL
            .iter()
            .all(|next| Deleted.transition(*next).is_err())
    );
}

#[test]
fn a_referral_goes_forward_only() {
    let legal = [(Sent, Accepted), (Sent, Declined), (Accepted, Completed)];
    for from in ReferralStatus::ALL.iter().copied() {
        for to in ReferralStatus::ALL.iter().copied() {
            let may = from == to || legal.contains(&(from, to));
            match from.transition(to) {
                Ok(now) => assert!(may && now == to, "{from} to {to}"),
                Err(fault) => {
                    assert!(!may, "{from} to {to}");
                    assert_eq!(fault.code, FaultCode::IllegalTransition);
                    assert!(
                        fault.title.contains(from.as_str()) && fault.title.contains(to.as_str())
                    );
                }
            }
        }
    }
}

#[test]
fn words_read_back() {
    for status in TenantStatus::ALL {
        assert_eq!(status.as_str().parse(), Ok(*status));
    }
    assert!("Active".parse::<TenantStatus>().is_err());
}
