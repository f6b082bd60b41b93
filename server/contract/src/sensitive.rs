//! What must not be told by accident.

use std::fmt;

/// A value said of a person, or a secret of theirs. It cannot become text, neither for people nor as JSON, but by
/// [`disclose`](Self::disclose) or [`as_disclosed`](Self::as_disclosed), which are easy to look for.
///
/// ```
/// use contract::Sensitive;
///
/// let email = Sensitive::new("ada@example.com".to_owned());
/// assert_eq!(format!("{email:?}"), "(not shown)");
/// assert_eq!(email.disclose(), "ada@example.com");
/// ```
///
/// It is in no sentence and no log line:
///
/// ```compile_fail,E0277
/// println!("mailed {}", contract::Sensitive::new("ada@example.com"));
/// ```
///
/// ```compile_fail,E0599
/// contract::Sensitive::new("ada@example.com").to_string();
/// ```
///
/// and in no JSON, by itself or as a part of something:
///
/// ```compile_fail,E0277
/// serde_json::to_string(&contract::Sensitive::new("ada@example.com"));
/// ```
///
/// ```compile_fail,E0277
/// #[derive(serde::Serialize)]
/// struct Answer {
///     email: contract::Sensitive<String>,
/// }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Sensitive<T>(T);

impl<T> Sensitive<T> {
    /// Covers a value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, for where it is meant to be told.
    pub fn disclose(self) -> T {
        self.0
    }

    /// The same, to be looked at.
    pub const fn as_disclosed(&self) -> &T {
        &self.0
    }
}

impl<T> From<T> for Sensitive<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> fmt::Debug for Sensitive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(not shown)")
    }
}
