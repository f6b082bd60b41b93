//! Parsing what people type: each function returns the value in the form it is kept, or a sentence that says the mend.
//!
//! Text is kept as it was typed, less surrounding space. Control characters are refused (they forge logs
//! and mail headers), and so are the characters that reorder text on screen (they forge names).

use serde::{Deserialize, Deserializer, de::Error};

use crate::ids::Id;

/// The characters that change the direction of what follows; UAX #9 calls them explicit formatting characters.
const REORDERING: [char; 9] = [
    '\u{202A}', '\u{202B}', '\u{202C}', '\u{202D}', '\u{202E}', '\u{2066}', '\u{2067}', '\u{2068}',
    '\u{2069}',
];

/// One line of text that must be there, up to `max` characters.
pub fn line(text: &str, what: &str, max: usize) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(format!("Enter {what}."));
    }
    optional_line(text, max).map(Option::unwrap_or_default)
}

/// One line of text that may be absent.
pub fn optional_line(text: &str, max: usize) -> Result<Option<String>, String> {
    let text = text.trim();
    if text
        .chars()
        .any(|c| c.is_control() || REORDERING.contains(&c))
    {
        return Err("Remove the invisible control characters.".into());
    }
    within(text, max)
}

/// Several lines of text that may be absent. Line ends become `\n`.
pub fn paragraph(text: &str, max: usize) -> Result<Option<String>, String> {
    let text = text.trim().replace("\r\n", "\n");
    let forbidden = |c: char| (c.is_control() && c != '\n' && c != '\t') || REORDERING.contains(&c);
    if text.chars().any(forbidden) {
        return Err("Remove the invisible control characters.".into());
    }
    within(&text, max)
}

fn within(text: &str, max: usize) -> Result<Option<String>, String> {
    match text.chars().count() {
        0 => Ok(None),
        length if length > max => Err(format!("Use at most {max} characters; this has {length}.")),
        _ => Ok(Some(text.to_owned())),
    }
}

/// An e-mail address, lower case. Stricter than RFC 5321: no quoted local part, no address literal, a dotted domain.
pub fn email(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("Enter an e-mail address.".into());
    }
    let sentence = || Err("Enter an e-mail address such as name@example.com.".into());
    let Some((local, domain)) = text.rsplit_once('@') else {
        return sentence();
    };
    let local_char = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let local_good = !local.is_empty()
        && local.len() <= 64
        && local.chars().all(local_char)
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..");
    let domain_good =
        domain.len() <= 253 && domain.contains('.') && domain.split('.').all(is_dns_label);
    if local_good && domain_good {
        Ok(text.to_ascii_lowercase())
    } else {
        sentence()
    }
}

/// An e-mail address that may be absent.
pub fn optional_email(text: &str) -> Result<Option<String>, String> {
    if text.trim().is_empty() {
        Ok(None)
    } else {
        email(text).map(Some)
    }
}

/// The id of something chosen, or nothing.
pub fn optional_id<K>(text: &str) -> Result<Option<Id<K>>, String> {
    match text.trim() {
        "" => Ok(None),
        text => text
            .parse()
            .map(Some)
            .map_err(|_| "Choose one that there is.".into()),
    }
}

/// A telephone number that may be absent, kept as typed: digits, spaces and `+()-./x`.
pub fn optional_phone(text: &str) -> Result<Option<String>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let good = text
        .chars()
        .all(|c| c.is_ascii_digit() || " +()-./x".contains(c));
    if good && (3..=20).contains(&digits) && text.len() <= 40 {
        Ok(Some(text.to_owned()))
    } else {
        Err("Enter a telephone number such as +1 202 555 0123.".into())
    }
}

/// Reads a box as JSON has it, and as a form sends it when it is ticked: as the word `true`.
pub(crate) fn ticked<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Sent {
        Json(bool),
        Form(String),
    }
    match Sent::deserialize(deserializer)? {
        Sent::Json(is_ticked) => Ok(is_ticked),
        Sent::Form(word) => word.parse().map_err(D::Error::custom),
    }
}

/// A colour as `#rrggbb`, lower case. Nothing else can ever reach a style sheet.
pub fn colour(text: &str) -> Result<String, String> {
    let text = text.trim();
    let good = text.len() == 7
        && text.starts_with('#')
        && text.bytes().skip(1).all(|b| b.is_ascii_hexdigit());
    if good {
        Ok(text.to_ascii_lowercase())
    } else {
        Err("Enter a colour such as #2563eb.".into())
    }
}

/// A new password: 12 to 128 characters, not one character again and again.
///
/// Length is the only rule that NIST SP 800-63B (section 5.1.1.2) asks for besides a list of known bad ones.
pub fn new_password(text: &str) -> Result<String, String> {
    let length = text.chars().count();
    if length < 12 {
        return Err("Use at least 12 characters.".into());
    }
    if length > 128 {
        return Err("Use at most 128 characters.".into());
    }
    let first = text.chars().next();
    if text.chars().all(|c| Some(c) == first) {
        return Err("Use more than one character.".into());
    }
    Ok(text.to_owned())
}

/// The longest slug. It leaves room for the base domain within DNS's 253 characters.
pub const SLUG_MAX: usize = 40;

/// Names that a host or a path of ours has, or that a visitor would take for ours.
const RESERVED_SLUGS: &[&str] = &[
    "about",
    "abuse",
    "account",
    "accounts",
    "admin",
    "administrator",
    "api",
    "app",
    "apps",
    "assets",
    "auth",
    "billing",
    "blog",
    "cdn",
    "contact",
    "dashboard",
    "demo",
    "dev",
    "docs",
    "download",
    "email",
    "ftp",
    "help",
    "hostmaster",
    "imap",
    "info",
    "internal",
    "invite",
    "legal",
    "localhost",
    "login",
    "logout",
    "mail",
    "metrics",
    "mx",
    "news",
    "noreply",
    "ns",
    "ns1",
    "ns2",
    "oauth",
    "operator",
    "operators",
    "owner",
    "payments",
    "platform",
    "pop",
    "portal",
    "postmaster",
    "privacy",
    "public",
    "root",
    "sales",
    "saml",
    "security",
    "settings",
    "sftp",
    "shop",
    "signin",
    "signup",
    "smtp",
    "sso",
    "staff",
    "staging",
    "static",
    "status",
    "store",
    "support",
    "system",
    "tenant",
    "tenantry",
    "tenants",
    "terms",
    "test",
    "webhook",
    "webhooks",
    "webmaster",
    "wpad",
    "www",
    "www1",
    "www2",
];

/// A workspace address: one DNS label of lower-case ASCII letters, digits and single hyphens.
///
/// ASCII alone leaves no homographs from other scripts; `xn--` (punycode) is refused by the rule on double hyphens.
pub fn slug(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("Enter a workspace address.".into());
    }
    if text.len() < 3 || text.len() > SLUG_MAX {
        return Err(format!("Use 3 to {SLUG_MAX} characters."));
    }
    if !text
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    {
        return Err("Use lower-case letters a to z, digits and hyphens only.".into());
    }
    if !text.starts_with(|c: char| c.is_ascii_lowercase()) {
        return Err("Start with a letter.".into());
    }
    if text.ends_with('-') || text.contains("--") {
        return Err("Use single hyphens, and none at the end.".into());
    }
    if is_reserved(text) {
        return Err("This address is reserved. Choose another.".into());
    }
    Ok(text.to_owned())
}

/// Reserved also as a look-alike: `adm1n`, `l0gin` and `api-` families read as ours.
fn is_reserved(slug: &str) -> bool {
    let plain: String = slug
        .chars()
        .filter(|c| *c != '-')
        .map(|c| match c {
            '0' => 'o',
            '1' => 'l',
            '3' => 'e',
            '5' => 's',
            other => other,
        })
        .collect();
    let with_i = slug.replace('1', "i").replace('0', "o").replace('-', "");
    let bare = slug.replace('-', "");
    RESERVED_SLUGS
        .iter()
        .any(|reserved| *reserved == bare || *reserved == plain || *reserved == with_i)
}

/// One label of a host name (RFC 1035 §2.3.1, with a leading digit allowed by RFC 1123 §2.1).
pub(crate) fn is_dns_label(label: &str) -> bool {
    !label.is_empty()
        && label.len() <= 63
        && label
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}
