//! Exact money: minor units and a currency, never a float.

use std::fmt;

use iso_currency::Currency;
use serde::{Deserialize, Serialize};

/// The largest amount that is entered, in minor units: sums of it are exact wherever they are shown.
const MOST_MINOR: i64 = 100_000_000_000;

/// An amount in the smallest unit of its currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// The amount in minor units (cents of a dollar).
    pub minor: i64,
    /// ISO 4217 code, upper case.
    pub currency: String,
}

impl Money {
    /// Reads an amount as people type it, such as `49.00`: never negative, and with no more decimals than the currency has.
    ///
    /// # Errors
    ///
    /// The sentence that says what to enter.
    pub fn parse(text: &str, currency: &str) -> Result<Self, String> {
        let of = |minor| Self {
            minor,
            currency: currency.to_owned(),
        };
        let decimals = decimals(currency) as usize;
        let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
        let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
        let is_good = is_number(whole)
            && is_number(part)
            && !whole.is_empty()
            && part.len() <= decimals
            && !text.trim().ends_with('.');
        let minor = format!("{whole}{part:0<decimals$}").parse();
        match minor {
            Ok(minor) if is_good && minor <= MOST_MINOR => Ok(of(minor)),
            // What is too long to be read is too large as well.
            _ if is_good => Err(format!("Enter at most {}.", of(MOST_MINOR).amount())),
            _ => Err(format!(
                "Enter an amount such as {}.",
                Self::example(currency)
            )),
        }
    }

    /// An amount as people type it in a currency.
    pub fn example(currency: &str) -> String {
        let minor = 49 * 10_i64.pow(decimals(currency));
        let currency = currency.to_owned();
        Self { minor, currency }.amount()
    }

    /// The amount alone, as [`Self::parse`] reads it.
    pub fn amount(&self) -> String {
        let decimals = decimals(&self.currency);
        let (unit, minor) = (10_u64.pow(decimals), self.minor.unsigned_abs());
        let sign = if self.minor < 0 { "-" } else { "" };
        match decimals as usize {
            0 => format!("{sign}{minor}"),
            width => format!("{sign}{}.{:0width$}", minor / unit, minor % unit),
        }
    }
}

/// How many decimals a currency has (ISO 4217); two where nobody knows it.
fn decimals(currency: &str) -> u32 {
    let known = Currency::from_code(currency).and_then(Currency::exponent);
    known.map_or(2, u32::from)
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let amount = self.amount();
        let (sign, digits) = amount
            .strip_prefix('-')
            .map_or(("", amount.as_str()), |digits| ("-", digits));
        match self.currency.as_str() {
            "USD" => write!(f, "{sign}${digits}"),
            "EUR" => write!(f, "{sign}€{digits}"),
            "GBP" => write!(f, "{sign}£{digits}"),
            code => write!(f, "{sign}{digits} {code}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Money;

    fn minor(text: &str, currency: &str) -> Option<i64> {
        let money = Money::parse(text, currency).ok()?;
        Some(money.minor)
    }

    #[test]
    fn amounts_have_the_decimals_of_their_currency() {
        assert_eq!(minor("49", "USD"), Some(4900));
        assert_eq!(minor(" 49.5 ", "USD"), Some(4950));
        assert_eq!(minor("0", "EUR"), Some(0));
        assert_eq!(minor("1500", "JPY"), Some(1500));
        assert_eq!(minor("1.234", "KWD"), Some(1234));
        for (text, currency) in [
            ("", "USD"),
            ("-1", "USD"),
            ("1.234", "USD"),
            ("1.", "USD"),
            (".5", "USD"),
            ("1,50", "USD"),
            ("1.5", "JPY"),
            ("١", "USD"),
        ] {
            assert_eq!(minor(text, currency), None, "{text} {currency}");
        }
        let sentence = Money::parse("x", "JPY").unwrap_err();
        assert_eq!(sentence, "Enter an amount such as 49.");
    }

    #[test]
    fn amounts_end_where_the_database_ends() {
        assert_eq!(minor("1000000000.00", "USD"), Some(100_000_000_000));
        assert_eq!(minor("100000000.000", "KWD"), Some(100_000_000_000));
        for (text, currency, most) in [
            ("1000000000.01", "USD", "1000000000.00"),
            ("999999999", "KWD", "100000000.000"),
            ("9".repeat(40).as_str(), "JPY", "100000000000"),
        ] {
            let sentence = Money::parse(text, currency).unwrap_err();
            assert_eq!(sentence, format!("Enter at most {most}."));
        }
    }

    #[test]
    fn money_reads_well() {
        let shown = |minor, currency: &str| {
            let currency = currency.to_owned();
            Money { minor, currency }.to_string()
        };
        assert_eq!(shown(4900, "USD"), "$49.00");
        assert_eq!(shown(-5, "EUR"), "-€0.05");
        assert_eq!(shown(1500, "JPY"), "1500 JPY");
        assert_eq!(shown(1234, "CHF"), "12.34 CHF");
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read(minor in 0..100_000_000_000_i64, currency in "USD|JPY|KWD|CHF|ZZZ") {
            let money = Money { minor, currency: currency.clone() };
            prop_assert_eq!(Money::parse(&money.amount(), &currency), Ok(money));
        }
    }
}
