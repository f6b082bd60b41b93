//! The thing that an address names.

use contract::{
    Answer, Fault,
    ids::{Id, Kind},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The id in the path, under `id`; not found if it is none.
pub fn id_in_path<K: Kind>() -> Memo<Answer<Id<K>>> {
    let params = use_params_map();
    Memo::new(move |_| {
        params.with(|params| {
            params
                .get_str("id")
                .and_then(|id| id.parse().ok())
                .ok_or_else(|| Fault::not_found(K::NOUN))
        })
    })
}
