//! As much of CSS Color 4 and WCAG 2.2 as the contrast test needs.

type Matrix = [[f64; 3]; 3];

// https://www.w3.org/TR/css-color-4/#color-conversion-code, rounded.
const RGB_TO_LMS: Matrix = [
    [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
    [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
    [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
];
const LMS_TO_OKLAB: Matrix = [
    [0.210_454_255_3, 0.793_617_785, -0.004_072_046_8],
    [1.977_998_495_1, -2.428_592_205, 0.450_593_709_9],
    [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766],
];
const OKLAB_TO_LMS: Matrix = [
    [1.0, 0.396_337_777_4, 0.215_803_757_3],
    [1.0, -0.105_561_345_8, -0.063_854_172_8],
    [1.0, -0.089_484_177_5, -1.291_485_548],
];
const LMS_TO_RGB: Matrix = [
    [4.076_741_662_1, -3.307_711_591_3, 0.230_969_929_2],
    [-1.268_438_004_6, 2.609_757_401_1, -0.341_319_396_5],
    [-0.004_196_086_3, -0.703_418_614_7, 1.707_614_701],
];

fn multiply(matrix: &Matrix, vector: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(vector).map(|(one, two)| one * two).sum())
}

/// A colour as linear-light sRGB, each channel from 0 to 1.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Colour([f64; 3]);

impl Colour {
    pub(crate) fn hex(text: &str) -> Self {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6);
        let digits = digits.unwrap_or_else(|| panic!("{text} is not #rrggbb"));
        let channel = |at: usize| {
            let byte = u8::from_str_radix(&digits[at..at + 2], 16).expect("hexadecimal digits");
            let value = f64::from(byte) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        Self([channel(0), channel(2), channel(4)])
    }

    /// Lightness, chroma and hue (radians) in Oklab's polar form.
    pub(crate) fn to_oklch(self) -> [f64; 3] {
        let [l, a, b] = self.to_oklab();
        [l, a.hypot(b), b.atan2(a)]
    }

    /// The nearest colour a screen shows: channels out of range are cut off, as browsers do.
    pub(crate) fn oklch([lightness, chroma, hue]: [f64; 3]) -> Self {
        Self::oklab([lightness, chroma * hue.cos(), chroma * hue.sin()])
    }

    fn to_oklab(self) -> [f64; 3] {
        multiply(&LMS_TO_OKLAB, multiply(&RGB_TO_LMS, self.0).map(f64::cbrt))
    }

    fn oklab(lab: [f64; 3]) -> Self {
        let lms = multiply(&OKLAB_TO_LMS, lab).map(|cone| cone.powi(3));
        Self(multiply(&LMS_TO_RGB, lms).map(|channel| channel.clamp(0.0, 1.0)))
    }

    /// `color-mix(in oklab, self share, other)`.
    pub(crate) fn mix(self, share: f64, other: Self) -> Self {
        let (one, two) = (self.to_oklab(), other.to_oklab());
        Self::oklab([0, 1, 2].map(|at| one[at] * share + two[at] * (1.0 - share)))
    }

    fn luminance(self) -> f64 {
        let [r, g, b] = self.0;
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// WCAG 2.2's ratio, from 1 to 21.
    pub(crate) fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }
}

#[test]
fn contrast_of_black_and_white_is_21() {
    let ratio = Colour::hex("#000000").contrast(Colour::hex("#ffffff"));
    assert!((ratio - 21.0).abs() < 1e-9, "{ratio}");
}

#[test]
fn oklch_and_back_is_the_same() {
    for text in ["#3451c6", "#ff0000", "#0b7d70", "#ffffff", "#1c1a17"] {
        let colour = Colour::hex(text);
        let back = Colour::oklch(colour.to_oklch());
        assert!(
            colour
                .0
                .iter()
                .zip(back.0)
                .all(|(one, two)| (one - two).abs() < 1e-4),
            "{text}"
        );
    }
}
