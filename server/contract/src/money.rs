//! Exact money: minor units and a currency, never a float.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An amount in the smallest unit of its currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// The amount in minor units (cents of a dollar).
    pub minor: i64,
    /// ISO 4217 code, upper case.
    pub currency: String,
}

impl fmt::Display for Money {
    /// Two decimals: every currency that plans are sold in has a hundredth.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minor < 0 { "-" } else { "" };
        let minor = self.minor.unsigned_abs();
        let symbol = match self.currency.as_str() {
            "USD" => "$",
            "EUR" => "€",
            "GBP" => "£",
            _ => "",
        };
        write!(f, "{sign}{symbol}{}.{:02}", minor / 100, minor % 100)?;
        if symbol.is_empty() {
            write!(f, " {}", self.currency)?;
        }
        Ok(())
    }
}
