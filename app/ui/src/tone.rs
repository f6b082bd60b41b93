//! The tones a status can have.

/// What a colour means; never the only sign of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to notice.
    #[default]
    Neutral,
    /// The product's or the brand's own colour.
    Accent,
    /// Something to know.
    Info,
    /// All is well.
    Ok,
    /// Needs a look.
    Warn,
    /// Broken, blocked or destructive.
    Danger,
}

impl Tone {
    /// Every tone, for the gallery.
    pub const ALL: &[Self] = &[
        Self::Neutral,
        Self::Accent,
        Self::Info,
        Self::Ok,
        Self::Warn,
        Self::Danger,
    ];
}
