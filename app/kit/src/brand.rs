//! The tenant's colours as the design system takes them: readable on light and on dark paper, with an ink that reads on them.

use contract::{logo::LogoForm, text};
use leptos::web_sys::HtmlElement;
use ui::Brand;

/// The paper of the light theme (`--canvas` in the design tokens).
const LIGHT_PAPER: Rgb = Rgb([0xfb, 0xfa, 0xf9]);
/// The paper of the dark theme.
const DARK_PAPER: Rgb = Rgb([0x13, 0x12, 0x11]);
const WHITE: Rgb = Rgb([0xff; 3]);
const BLACK: Rgb = Rgb([0; 3]);
/// What WCAG 2.2 asks of text (1.4.3, AA).
const TEXT: f64 = 4.5;

/// The colours of a tenant, checked and made readable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BrandColours {
    light: Rgb,
    dark: Rgb,
    second: Rgb,
}

impl BrandColours {
    /// From two `#rrggbb`; none for anything else, so that nothing else can reach a style sheet.
    pub fn new(primary: &str, secondary: &str) -> Option<Self> {
        let primary = Rgb::parse(primary)?;
        Some(Self {
            light: primary.away_from(LIGHT_PAPER, BLACK),
            dark: primary.away_from(DARK_PAPER, WHITE),
            second: Rgb::parse(secondary)?,
        })
    }

    /// The custom properties that carry the brand, with their values.
    pub fn properties(self) -> [(&'static str, String); 3] {
        let pair = |light: Rgb, dark: Rgb| format!("light-dark({},{})", light.hex(), dark.hex());
        [
            ("--brand", pair(self.light, self.dark)),
            ("--brand-ink", pair(self.light.ink(), self.dark.ink())),
            ("--brand-second", self.second.hex()),
        ]
    }

    /// Puts the brand on one element and what is in it, in the browser.
    pub fn paint(self, element: &HtmlElement) {
        for (name, value) in self.properties() {
            // Fails only for a declaration that cannot be changed; that of an element can.
            let _ = element.style().set_property(name, &value);
        }
    }

    /// A style sheet that puts the brand on the whole page.
    pub fn css(self) -> String {
        let rules = self
            .properties()
            .map(|(name, value)| format!("{name}:{value}"));
        format!(":root{{{}}}", rules.join(";"))
    }
}

/// The mark of a tenant that has a logo with this hash, or none.
pub(crate) fn with_logo(brand: Brand, hash: Option<&str>) -> Brand {
    match hash {
        Some(hash) => brand.logo(LogoForm::Whole.path(hash)),
        None => brand,
    }
}

/// An sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Rgb([u8; 3]);

impl Rgb {
    fn parse(text: &str) -> Option<Self> {
        let text = text::colour(text).ok()?;
        let channel = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
        Some(Self([channel(1)?, channel(3)?, channel(5)?]))
    }

    fn hex(self) -> String {
        let [r, g, b] = self.0;
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    /// Relative luminance, from 0 (black) to 1 (white); WCAG 2.2, "relative luminance".
    fn luminance(self) -> f64 {
        let [r, g, b] = self.0.map(|channel| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.040_45 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// From 1 (the same) to 21 (black on white); WCAG 2.2, "contrast ratio".
    fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Black or white, whichever reads better on this; the better one always reaches 4.5:1.
    fn ink(self) -> Self {
        if self.contrast(WHITE) >= self.contrast(BLACK) {
            WHITE
        } else {
            BLACK
        }
    }

    /// This colour, moved towards `end` by no more than makes it readable on `paper`.
    fn away_from(self, paper: Self, end: Self) -> Self {
        (0..=STEPS)
            .map(|step| self.towards(end, step))
            .find(|colour| colour.contrast(paper) >= TEXT)
            .unwrap_or(end)
    }

    fn towards(self, end: Self, step: u16) -> Self {
        let mix = |from: u8, to: u8| {
            let sum = u16::from(from) * (STEPS - step) + u16::from(to) * step;
            u8::try_from(sum / STEPS).unwrap_or(u8::MAX)
        };
        Self(std::array::from_fn(|channel| {
            mix(self.0[channel], end.0[channel])
        }))
    }
}

/// How finely a colour is moved: in 64 steps from itself to black or white.
const STEPS: u16 = 64;

#[cfg(test)]
mod tests {
    use super::{BLACK, BrandColours, DARK_PAPER, LIGHT_PAPER, Rgb, TEXT, WHITE};

    fn grid() -> impl Iterator<Item = Rgb> {
        let steps = || (0..=255_u8).step_by(17);
        steps().flat_map(move |r| steps().flat_map(move |g| steps().map(move |b| Rgb([r, g, b]))))
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((BLACK.contrast(WHITE) - 21.0).abs() < 1e-9);
        assert!((Rgb([0x77; 3]).contrast(WHITE) - 4.48).abs() < 0.01);
        assert!((Rgb([0x76; 3]).contrast(WHITE) - 4.54).abs() < 0.01);
    }

    #[test]
    fn every_brand_reads_on_both_papers_and_its_ink_on_it() {
        for colour in grid() {
            let brand = BrandColours::new(&colour.hex(), "#000000").unwrap();
            for (shade, paper) in [(brand.light, LIGHT_PAPER), (brand.dark, DARK_PAPER)] {
                assert!(shade.contrast(paper) >= TEXT, "{colour:?} on {paper:?}");
                assert!(shade.contrast(shade.ink()) >= TEXT, "ink on {shade:?}");
            }
        }
    }

    #[test]
    fn a_brand_that_reads_is_left_as_it_is() {
        let blue = BrandColours::new("#2563EB", "#f59e0b").unwrap();
        assert_eq!(blue.light.hex(), "#2563eb");
        assert_ne!(blue.dark.hex(), "#2563eb");
        let css = ":root{--brand:light-dark(#2563eb,#4378ed);--brand-ink:light-dark(#ffffff,#000000);--brand-second:#f59e0b}";
        assert_eq!(blue.css(), css);
    }

    #[test]
    fn nothing_but_a_colour_reaches_the_style_sheet() {
        for text in [
            "",
            "red",
            "#fff",
            "#2563eb;}",
            "#25é3eb",
            "url(//evil.test)",
            "#+12345",
        ] {
            assert_eq!(BrandColours::new(text, "#000000"), None, "{text}");
            assert_eq!(BrandColours::new("#000000", text), None, "{text}");
        }
    }
}
