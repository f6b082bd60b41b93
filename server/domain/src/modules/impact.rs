//! What switching a module brings: who works with it, what is in it, and which pages it has.

use contract::{
    Fault,
    acts::Act,
    modules::{ModuleImpact, ModuleName, RecordCount},
};
use modules::Vocabulary;
use store::{
    TenantReader,
    tenant::{self, roles},
};

use super::{Manifest, changing_along};

/// What it brings to switch this module to where it is not.
pub(super) async fn impact(
    reader: &mut TenantReader,
    words: &Vocabulary,
    module: Manifest,
    on: &[&str],
) -> Result<ModuleImpact, Fault> {
    let along = changing_along(module, !on.contains(&module.key), on);
    let all: Vec<Manifest> = along.iter().copied().chain([module]).collect();
    let acts: Vec<Act> = all
        .iter()
        .flat_map(|module| module.permissions)
        .filter_map(|permission| permission.key.parse().ok())
        .collect();
    let roles = roles::list(reader).await?.into_iter();
    let people = roles
        .filter(|role| role.acts.iter().any(|act| acts.contains(act)))
        .map(|role| role.people)
        .sum();
    let mut records = Vec::new();
    for table in all.iter().flat_map(|module| module.tables) {
        if let Some(word) = table.word {
            records.push(RecordCount {
                noun: word.keys().0.to_owned(),
                count: tenant::modules::count_records(reader, table.name).await?,
            });
        }
    }
    let name = |module: &Manifest| ModuleName {
        key: module.key.to_owned(),
        name: module.title(words).to_owned(),
    };
    Ok(ModuleImpact {
        along: along.iter().map(name).collect(),
        people,
        records,
        pages: all
            .iter()
            .map(|module| module.navigation.label.text(words).to_owned())
            .collect(),
    })
}
