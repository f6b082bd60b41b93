//! The picture that stands for a tenant.

use async_trait::async_trait;

use crate::{Answer, branding::Branding};

/// The largest file that is taken, in bytes.
pub const LARGEST_LOGO: usize = 1_000_000;

/// Which drawing of a logo is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogoForm {
    /// The logo itself, at most 512 pixels on its longer side.
    Whole,
    /// 32 pixels square, for tabs and bookmarks.
    Icon,
    /// 180 pixels square, for the home screen of a phone.
    TouchIcon,
}

impl LogoForm {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Whole, Self::Icon, Self::TouchIcon];

    /// The name of its file.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Whole => "logo.png",
            Self::Icon => "icon.png",
            Self::TouchIcon => "touch-icon.png",
        }
    }

    /// The form whose file has this name.
    pub fn of_file(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.file() == name)
    }

    /// Where it is on the tenant's host. Another picture has another hash, so caches may keep it.
    pub fn path(self, hash: &str) -> String {
        format!("/brand/{hash}/{}", self.file())
    }
}

/// What a tenant's admin can do with the logo.
#[async_trait]
pub trait LogoDesk: Send + Sync {
    /// Draws the logo anew from a PNG, JPEG or WebP file; `version` is the one of the branding that the caller saw.
    async fn logo_update(&self, file: Vec<u8>, version: Option<i32>) -> Answer<Branding>;
    /// Takes the logo away: the first letter of the name stands in its place.
    async fn logo_delete(&self, version: Option<i32>) -> Answer<Branding>;
}
