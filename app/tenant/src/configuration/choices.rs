//! The usual values of the settings. A tenant whose value is another one keeps it.

use ui::Choice;

const LOCALES: [(&str, &str); 20] = [
    ("en-US", "English (United States)"),
    ("en-GB", "English (United Kingdom)"),
    ("en-AU", "English (Australia)"),
    ("en-CA", "English (Canada)"),
    ("en-IN", "English (India)"),
    ("de-DE", "German (Germany)"),
    ("de-AT", "German (Austria)"),
    ("de-CH", "German (Switzerland)"),
    ("fr-FR", "French (France)"),
    ("fr-CA", "French (Canada)"),
    ("es-ES", "Spanish (Spain)"),
    ("es-MX", "Spanish (Mexico)"),
    ("pt-BR", "Portuguese (Brazil)"),
    ("pt-PT", "Portuguese (Portugal)"),
    ("it-IT", "Italian (Italy)"),
    ("nl-NL", "Dutch (Netherlands)"),
    ("pl-PL", "Polish (Poland)"),
    ("sv-SE", "Swedish (Sweden)"),
    ("tr-TR", "Turkish (Türkiye)"),
    ("ja-JP", "Japanese (Japan)"),
];

const TIME_ZONES: [&str; 48] = [
    "UTC",
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Africa/Lagos",
    "Africa/Nairobi",
    "America/Anchorage",
    "America/Argentina/Buenos_Aires",
    "America/Bogota",
    "America/Chicago",
    "America/Denver",
    "America/Halifax",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/New_York",
    "America/Phoenix",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "America/Toronto",
    "America/Vancouver",
    "Asia/Bangkok",
    "Asia/Dhaka",
    "Asia/Dubai",
    "Asia/Hong_Kong",
    "Asia/Jakarta",
    "Asia/Jerusalem",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Manila",
    "Asia/Seoul",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Brisbane",
    "Australia/Perth",
    "Australia/Sydney",
    "Europe/Athens",
    "Europe/Berlin",
    "Europe/Istanbul",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Madrid",
    "Europe/Paris",
    "Europe/Rome",
    "Europe/Stockholm",
    "Europe/Warsaw",
    "Pacific/Auckland",
    "Pacific/Honolulu",
];

const CURRENCIES: [(&str, &str); 20] = [
    ("USD", "US dollar"),
    ("EUR", "Euro"),
    ("GBP", "Pound sterling"),
    ("AUD", "Australian dollar"),
    ("BRL", "Brazilian real"),
    ("CAD", "Canadian dollar"),
    ("CHF", "Swiss franc"),
    ("CNY", "Chinese yuan"),
    ("CZK", "Czech koruna"),
    ("DKK", "Danish krone"),
    ("INR", "Indian rupee"),
    ("JPY", "Japanese yen"),
    ("MXN", "Mexican peso"),
    ("NOK", "Norwegian krone"),
    ("NZD", "New Zealand dollar"),
    ("PLN", "Polish złoty"),
    ("SEK", "Swedish krona"),
    ("SGD", "Singapore dollar"),
    ("TRY", "Turkish lira"),
    ("ZAR", "South African rand"),
];

const DAYS: [(&str, &str); 7] = [
    ("1", "Monday"),
    ("2", "Tuesday"),
    ("3", "Wednesday"),
    ("4", "Thursday"),
    ("5", "Friday"),
    ("6", "Saturday"),
    ("7", "Sunday"),
];

/// Name of a day of the week.
pub(super) fn day(number: &str) -> &str {
    let named = DAYS.iter().find(|(value, _)| *value == number);
    named.map_or(number, |(_, name)| name)
}

/// Languages with their region.
pub(super) fn locales(now: &str) -> Vec<Choice> {
    named(&LOCALES, now)
}

/// Time zones, by continent and city.
pub(super) fn time_zones(now: &str) -> Vec<Choice> {
    let label = |zone: &str| Choice::new(zone, zone.replace('_', " "));
    with_own(TIME_ZONES.into_iter().map(label).collect(), now)
}

/// Currencies, the most used first.
pub(super) fn currencies(now: &str) -> Vec<Choice> {
    named(&CURRENCIES, now)
}

/// The days of the week by their ISO 8601 number.
pub(super) fn days() -> Vec<Choice> {
    DAYS.into_iter()
        .map(|(value, label)| Choice::new(value, label))
        .collect()
}

fn named(pairs: &[(&str, &str)], now: &str) -> Vec<Choice> {
    with_own(
        pairs
            .iter()
            .map(|(value, name)| Choice::new(*value, format!("{name}, {value}")))
            .collect(),
        now,
    )
}

/// A value that is not among the usual ones stays a choice.
fn with_own(mut choices: Vec<Choice>, now: &str) -> Vec<Choice> {
    if choices.iter().all(|choice| choice.value != now) {
        choices.insert(0, Choice::new(now, now));
    }
    choices
}

#[cfg(test)]
mod tests {
    use super::{currencies, time_zones};

    #[test]
    fn a_tenants_own_value_is_never_lost() {
        assert_eq!(currencies("EUR").len(), 20);
        assert_eq!(currencies("XAF")[0].value, "XAF");
        assert_eq!(time_zones("Asia/Kathmandu")[0].value, "Asia/Kathmandu");
    }
}
