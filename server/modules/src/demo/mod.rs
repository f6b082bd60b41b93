//! Demo data, realistic for each line of business (TEN-5).
//!
//! The same template and seed give the same data on every machine. Nobody real is reached by it:
//! addresses end in domains reserved for examples (RFC 2606) and numbers lie in the range reserved
//! for fiction (555-0100 to 555-0199).

mod names;
mod random;

use crate::templates::Template;
use names::{AREA_CODES, DOMAINS, FAMILY, GIVEN, PLACES};
use random::Random;

/// A customer who does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoCustomer {
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Telephone number, as `+1-202-555-0123`.
    pub phone: String,
    /// What the tenant would have written down, in the words of its trade.
    pub notes: Option<String>,
}

/// The first `n` demo customers of a template.
///
/// E-mail addresses never repeat; names repeat after 4,096 customers, telephone numbers after
/// 4,000.
pub fn customers(template: &Template, seed: u64, n: usize) -> impl Iterator<Item = DemoCustomer> {
    let mut random = Random::seeded(template.key, seed);
    let pairs = random.shuffled(GIVEN.len() * FAMILY.len());
    let lines = random.shuffled(AREA_CODES.len() * LINES_PER_AREA);
    (0..n).map(move |position| {
        let pair = pairs[position % pairs.len()];
        let (given, family) = (GIVEN[pair / FAMILY.len()], FAMILY[pair % FAMILY.len()]);
        let repeated = match position / pairs.len() {
            0 => String::new(),
            round => round.to_string(),
        };
        DemoCustomer {
            name: format!("{given} {family}"),
            email: format!(
                "{}.{}{repeated}@{}",
                names::ascii(given),
                names::ascii(family),
                random.pick(&DOMAINS),
            ),
            phone: phone(lines[position % lines.len()]),
            notes: notes(template.demo.notes, &mut random),
        }
    })
}

/// A professional who does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoProfessional {
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Title or field of work.
    pub specialty: &'static str,
}

/// The demo professionals of a template, one for each field of work. None has the name of one of the first 4,000 customers.
pub fn professionals(template: &Template, seed: u64) -> impl Iterator<Item = DemoProfessional> {
    let pairs = Random::seeded(template.key, seed).shuffled(GIVEN.len() * FAMILY.len());
    let from_the_end = pairs.into_iter().rev();
    let specialties = template.demo.specialties.iter();
    from_the_end.zip(specialties).map(|(pair, specialty)| {
        let (given, family) = (GIVEN[pair / FAMILY.len()], FAMILY[pair % FAMILY.len()]);
        DemoProfessional {
            name: format!("{given} {family}"),
            email: format!("{}@{}", names::ascii(given), DOMAINS[0]),
            specialty,
        }
    })
}

/// What demo customers of a template are passed on for; nothing where its trade does not.
pub fn referrals(template: &Template) -> &'static [&'static str] {
    template.demo.referrals
}

/// The names of the first `n` demo companies of a template, of which there are at most 24.
pub fn companies(template: &Template, seed: u64, n: usize) -> impl Iterator<Item = String> {
    Random::seeded(template.key, seed)
        .shuffled(PLACES.len())
        .into_iter()
        .take(n)
        .map(|place| format!("{} {}", PLACES[place], template.demo.company))
}

/// 555-0100 to 555-0199.
const LINES_PER_AREA: usize = 100;

fn phone(line: usize) -> String {
    let area = AREA_CODES[line / LINES_PER_AREA];
    format!("+1-{area}-555-01{:02}", line % LINES_PER_AREA)
}

/// Of six customers one has no notes, one has two, the others one.
fn notes(stock: &[&str], random: &mut Random) -> Option<String> {
    match random.below(6) {
        0 => None,
        1 => {
            let picked = random.shuffled(stock.len());
            let both: Vec<_> = picked.into_iter().take(2).map(|note| stock[note]).collect();
            Some(both.join(" "))
        }
        _ => Some((*random.pick(stock)).to_owned()),
    }
}
