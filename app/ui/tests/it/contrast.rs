//! WCAG 2.2 AA of the colour tokens: 4.5 for text (1.4.3), 3 for borders, rings and bars (1.4.11).

use std::{collections::HashMap, f64::consts::TAU};

use crate::{colour::Colour, read};

const TEXT: f64 = 4.5;
const SHAPE: f64 = 3.0;

/// What stands on what, and the ratio it needs.
const PAIRS: &[(&[&str], &[&str], f64)] = &[
    (
        &["ink", "muted"],
        &["canvas", "surface", "sunken", "raised", "hover", "selected"],
        TEXT,
    ),
    (&["faint"], &["canvas", "surface", "sunken", "raised"], TEXT),
    (
        &["ok", "info", "warn", "danger"],
        &["canvas", "surface", "sunken", "raised"],
        TEXT,
    ),
    (&["ok", "ink"], &["ok-soft"], TEXT),
    (&["info", "ink"], &["info-soft"], TEXT),
    (&["warn", "ink"], &["warn-soft"], TEXT),
    (&["danger", "ink"], &["danger-soft"], TEXT),
    (&["danger-ink"], &["danger-solid", "danger-hover"], TEXT),
    (&["line-strong"], &["canvas", "surface", "raised"], SHAPE),
    (
        &["chart-2", "chart-3", "chart-4", "chart-5", "chart-6"],
        &["surface"],
        SHAPE,
    ),
];

/// What the accent's text and ring stand on: links appear in every block and banner.
const UNDER_ACCENT: &[&str] = &[
    "canvas",
    "surface",
    "sunken",
    "raised",
    "ok-soft",
    "info-soft",
    "warn-soft",
    "danger-soft",
];

#[derive(Clone, Copy, Debug)]
enum Theme {
    Light,
    Dark,
}

struct Tokens(HashMap<String, String>);

impl Tokens {
    fn read() -> Self {
        let css = read("style/tokens.css");
        let pairs = css
            .lines()
            .filter_map(|line| line.trim().strip_prefix("--")?.split_once(':'));
        Self(
            pairs
                .map(|(name, value)| (name.into(), value.trim().trim_end_matches(';').into()))
                .collect(),
        )
    }

    fn colour(&self, name: &str, theme: Theme) -> Colour {
        let value = self
            .0
            .get(name)
            .unwrap_or_else(|| panic!("no token --{name}"));
        let both = value
            .strip_prefix("light-dark(")
            .and_then(|rest| rest.strip_suffix(')'));
        let (light, dark) = both
            .and_then(|both| both.split_once(", "))
            .unwrap_or((value, value));
        Colour::hex(match theme {
            Theme::Light => light,
            Theme::Dark => dark,
        })
    }
}

#[test]
fn fixed_colours_can_be_read() {
    let tokens = Tokens::read();
    let mut faint = Vec::new();
    for (fronts, backs, needed) in PAIRS {
        for (front, back) in fronts
            .iter()
            .flat_map(|front| backs.iter().map(move |back| (front, back)))
        {
            for theme in [Theme::Light, Theme::Dark] {
                let ratio = tokens
                    .colour(front, theme)
                    .contrast(tokens.colour(back, theme));
                if ratio < *needed {
                    faint.push(format!(
                        "{theme:?} {front} on {back}: {ratio:.2} < {needed}"
                    ));
                }
            }
        }
    }
    assert!(faint.is_empty(), "{faint:#?}");
}

/// The accent of the style sheet, for one brand colour and one theme.
struct Accent {
    text: Colour,
    soft: Colour,
}

impl Accent {
    fn of(brand: Colour, theme: Theme) -> Self {
        let [l, c, h] = brand.to_oklch();
        let (text, soft) = match theme {
            Theme::Light => ([l.min(0.48), c, h], [0.96, c.min(0.02), h]),
            Theme::Dark => ([l.max(0.78), c.min(0.12), h], [0.27, c.min(0.05), h]),
        };
        Self {
            text: Colour::oklch(text),
            soft: Colour::oklch(soft),
        }
    }
}

#[test]
fn the_style_sheet_has_the_formulas_checked_here() {
    let css: String = read("style/tokens.css")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    for formula in [
        "--accent-text: light-dark( oklch(from var(--accent) min(l, 0.48) c h), oklch(from var(--accent) max(l, 0.78) min(c, 0.12) h) );",
        "--accent-soft: light-dark( oklch(from var(--accent) 0.96 min(c, 0.02) h), oklch(from var(--accent) 0.27 min(c, 0.05) h) );",
        "--accent-hover: color-mix(in oklab, var(--accent) 86%, oklch(from var(--accent-ink) calc(1 - l) 0 h));",
        "--accent: var(--brand, #3451c6);",
        "--accent-ink: var(--brand-ink, #ffffff);",
    ] {
        assert!(css.contains(formula), "{formula}");
    }
}

#[test]
fn any_brand_can_be_read_as_text_and_seen_as_ring() {
    let tokens = Tokens::read();
    let mut faint = Vec::new();
    for brand in brands() {
        for theme in [Theme::Light, Theme::Dark] {
            let accent = Accent::of(brand, theme);
            let backs = UNDER_ACCENT
                .iter()
                .map(|name| (*name, tokens.colour(name, theme)));
            for (name, back) in backs.chain([("accent-soft", accent.soft)]) {
                let ratio = accent.text.contrast(back);
                if ratio < TEXT {
                    faint.push(format!(
                        "{theme:?} {:.2?} on {name}: {ratio:.2}",
                        brand.to_oklch()
                    ));
                }
            }
            let ratio = tokens.colour("ink", theme).contrast(accent.soft);
            assert!(ratio > TEXT, "{theme:?} ink on accent-soft: {ratio:.2}");
        }
    }
    assert!(
        faint.is_empty(),
        "{} of them, such as {:#?}",
        faint.len(),
        &faint[..faint.len().min(8)]
    );
}

#[test]
fn hovering_makes_the_ink_no_harder_to_read() {
    for brand in brands() {
        let white = Colour::hex("#ffffff");
        let black = Colour::hex("#000000");
        let (ink, away) = if brand.contrast(white) >= brand.contrast(black) {
            (white, black)
        } else {
            (black, white)
        };
        let (before, after) = (brand.contrast(ink), brand.mix(0.86, away).contrast(ink));
        assert!(after >= before - 1e-4, "{before:.2} became {after:.2}");
    }
    let ours = Colour::hex("#3451c6").contrast(Colour::hex("#ffffff"));
    assert!(ours >= TEXT, "{ours:.2}");
}

/// Colours from all around: every hue, pale to deep, grey to glaring.
fn brands() -> Vec<Colour> {
    let mut all = vec![
        Colour::hex("#3451c6"),
        Colour::hex("#000000"),
        Colour::hex("#ffffff"),
    ];
    for hue in 0..72 {
        for lightness in 1..10 {
            for chroma in 0..6 {
                all.push(Colour::oklch([
                    f64::from(lightness) / 10.0,
                    f64::from(chroma) * 0.06,
                    f64::from(hue) / 72.0 * TAU,
                ]));
            }
        }
    }
    all
}
