//! Drawing numbers. charts-rs runs on the server alone: its font would double the wasm.

use charts_rs::{
    BarChart, ChartBase, Color, HorizontalBarChart, Series, YAxisConfig, svg_with_accessibility,
};

/// charts-rs writes literal colours; each of these stands for one of the theme, so that a drawing serves light and dark.
const THEMED: [(&str, &str); 3] = [
    (BAR, "var(--chart-1)"),
    (WORDS, "var(--muted)"),
    (LINES, "var(--line)"),
];
const BAR: &str = "#010001";
const WORDS: &str = "#020002";
const LINES: &str = "#030003";

/// How many steps the axis of counts has.
const STEPS: u16 = 4;

/// Height of a lying bar with the gap below it, in the drawing's own pixels.
const LINE: u16 = 34;

/// Room for a count of seven digits beside its bar, in the drawing's own pixels.
const COUNT: f32 = 50.0;

/// Places for standing bars, at least: a few bars stay bars and leave room for those to come.
const PLACES: usize = 14;

/// Standing bars over an axis of counts.
pub(crate) fn columns(name: &str, rows: impl Iterator<Item = (String, i64)>) -> String {
    let (mut labels, mut numbers): (Vec<_>, Vec<_>) =
        rows.map(|(label, number)| (label, small(number))).unzip();
    let places = labels.len().max(PLACES);
    labels.resize(places, String::new());
    numbers.resize(places, 0.0);
    let top = axis_top(&numbers);
    let mut chart = BarChart::new(vec![series(numbers)], labels);
    chart.radius = Some(2.0);
    style(&mut chart.base, 840.0, 220.0);
    for axis in &mut chart.y_axis_configs {
        count_axis(axis, top);
    }
    finish(chart.svg(), name)
}

/// Lying bars, the first at the top, each with its count.
pub(super) fn lines(name: &str, rows: impl DoubleEndedIterator<Item = (String, i64)>) -> String {
    // charts-rs begins at the bottom.
    let bottom_up = rows.rev().map(|(label, number)| (label, small(number)));
    let (labels, numbers): (Vec<_>, Vec<_>) = bottom_up.unzip();
    let lines = u16::try_from(labels.len()).unwrap_or(u16::MAX);
    let mut bars = series(numbers);
    bars.label_show = true;
    let mut chart = HorizontalBarChart::new(vec![bars], labels);
    style(
        &mut chart.base,
        480.0,
        f32::from(lines.max(1).saturating_mul(LINE)) + 12.0,
    );
    // The count stands beside its bar, and the longest bar ends at the margin.
    chart.margin.right = 6.0 + COUNT;
    chart.x_axis.hidden = true;
    chart.grid.stroke_width = 0.0;
    for axis in &mut chart.y_axis_configs {
        axis.font.color = WORDS.into();
        axis.stroke_color = LINES.into();
    }
    finish(chart.svg(), name)
}

fn series(numbers: Vec<f32>) -> Series {
    ("Tenants", numbers).into()
}

/// Bars are `f32`, which is exact up to 16.7 million: more tenants than a bar of 200 pixels can tell apart.
fn small(count: i64) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "see above")]
    let number = count as f32;
    number
}

/// A whole number that divides into whole steps.
fn axis_top(numbers: &[f32]) -> f32 {
    let steps = f32::from(STEPS);
    let most = numbers.iter().copied().fold(steps, f32::max);
    (most / steps).ceil() * steps
}

fn count_axis(axis: &mut YAxisConfig, top: f32) {
    axis.min = Some(0.0);
    axis.max = Some(top);
    axis.split_number = usize::from(STEPS);
    axis.font.color = WORDS.into();
    axis.font.size = 12.0;
    axis.stroke_color = LINES.into();
}

fn style(base: &mut ChartBase, width: f32, height: f32) {
    base.width = width;
    base.height = height;
    base.margin = 6.0.into();
    base.background_color = Color::transparent();
    base.legend.show = Some(false);
    // A tooltip would bring an inline <style>, which the content security policy refuses.
    base.tooltip.show = false;
    base.x_axis.font.color = WORDS.into();
    base.x_axis.font.size = 12.0;
    base.x_axis.stroke_color = LINES.into();
    base.grid.stroke_color = LINES.into();
    base.series.colors = vec![BAR.into()];
    base.series.label.font.color = WORDS.into();
    base.series.label.font.size = 12.0;
}

/// Makes the drawing as wide as its place, in the colours and the font of the page.
///
/// A drawing that fails is left out: its table says the same.
fn finish(drawn: charts_rs::Result<String>, name: &str) -> String {
    let drawn = drawn.inspect_err(|error| leptos::logging::error!("{name}: {error}"));
    let fluid = fluid(&drawn.unwrap_or_default()).replace(" font-family=\"Roboto\"", "");
    let svg = THEMED
        .into_iter()
        .fold(fluid, |svg, (literal, themed)| svg.replace(literal, themed));
    svg_with_accessibility(&svg, name, "")
}

/// Drops the fixed size of the root element and keeps its `viewBox`.
fn fluid(svg: &str) -> String {
    match svg.find(" viewBox") {
        Some(at) => format!("<svg{}", &svg[at..]),
        None => svg.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{axis_top, columns, lines};

    fn rows() -> Vec<(String, i64)> {
        vec![
            ("Starter".into(), 4),
            ("<script>".into(), 3),
            ("Business".into(), 0),
        ]
    }

    /// The content security policy allows no inline style, and a fixed size would not fit a phone.
    #[test]
    fn drawings_are_fluid_themed_and_free_of_style() {
        for svg in [
            columns("By day", rows().into_iter()),
            lines("By plan", rows().into_iter()),
        ] {
            assert!(svg.starts_with("<svg viewBox="), "{svg}");
            assert!(svg.contains("role=\"img\"") && svg.contains("<title>By "));
            for refused in ["<style", "style=", "<script", "font-family", "=\"#"] {
                assert!(!svg.contains(refused), "{refused} in {svg}");
            }
        }
    }

    #[test]
    fn nothing_to_draw_is_no_failure() {
        assert!(columns("By day", std::iter::empty()).starts_with("<svg"));
        assert!(lines("By plan", std::iter::empty()).starts_with("<svg"));
    }

    #[test]
    fn the_first_line_is_at_the_top() {
        let svg = lines("By plan", rows().into_iter());
        let y_of = |label: &str| -> f32 {
            let bar = svg
                .split("<rect ")
                .find(|rect| rect.contains(label))
                .unwrap();
            let (_, y) = bar.split_once(" y=\"").unwrap();
            y.split('"').next().unwrap().parse().unwrap()
        };
        assert!(y_of("=\"Starter\"") < y_of("=\"Business\""), "{svg}");
    }

    #[test]
    fn a_count_stands_within_the_drawing() {
        let svg = lines("By plan", [("Starter".to_owned(), 1_234_567)].into_iter());
        let count = svg.split("<text ").find(|text| text.contains("1234567"));
        let count = count.unwrap_or_else(|| panic!("{svg}"));
        let (_, x) = count.split_once(" x=\"").unwrap();
        let x: f32 = x.split('"').next().unwrap().parse().unwrap();
        assert!(x + 7.0 * 7.0 < 480.0, "{svg}");
    }

    #[test]
    fn one_standing_bar_does_not_fill_the_drawing() {
        let svg = columns("By day", rows().into_iter().take(1));
        let bar = svg.split("<rect ").find(|rect| rect.contains("Starter"));
        let (_, width) = bar.unwrap().split_once("width=\"").unwrap();
        let width: f32 = width.split('"').next().unwrap().parse().unwrap();
        assert!(width < 100.0, "{svg}");
    }

    #[test]
    fn the_axis_ends_at_whole_steps() {
        assert_eq!(format!("{}", axis_top(&[])), "4");
        assert_eq!(format!("{}", axis_top(&[4.0])), "4");
        assert_eq!(format!("{}", axis_top(&[5.0, 1.0])), "8");
    }
}
