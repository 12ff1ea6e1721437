//! The promises about colors, computed: contrast as WCAG has it, and the distance of every two colors in the space `OKLab` as people
//! see them whose cones lack one pigment (the matrices of Machado, Oliveira and Fernandes, 2009).

use super::{LIGHT, NEUTRAL};

type Rgb = [f64; 3];

const CSS: &str = include_str!("../../../static/css/chart.css");

/// Grounds: white, and what the theme and its dark version have.
const GROUNDS: [(&str, &str); 2] = [("#ffffff", "#fffdf9"), ("#14161a", "#15181c")];

const IDENTITY: [Rgb; 3] = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];

const DEFICIENCIES: [[Rgb; 3]; 3] = [
    [
        [0.152_286, 1.052_583, -0.204_868],
        [0.114_503, 0.786_281, 0.099_216],
        [-0.003_882, -0.048_116, 1.051_998],
    ],
    [
        [0.367_322, 0.860_646, -0.227_968],
        [0.280_085, 0.672_501, 0.047_413],
        [-0.011_820, 0.042_940, 0.968_881],
    ],
    [
        [1.255_528, -0.076_749, -0.178_779],
        [-0.078_411, 0.930_809, 0.147_602],
        [0.004_733, 0.691_367, 0.303_900],
    ],
];

fn linear(color: &str) -> Rgb {
    let value = u32::from_str_radix(color.trim_start_matches('#'), 16).expect("a color");
    [16, 8, 0].map(|shift| {
        let share = f64::from((value >> shift) & 255) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    })
}

fn times(matrix: &[Rgb; 3], color: Rgb) -> Rgb {
    matrix.map(|row| row.iter().zip(color).map(|(a, b)| a * b).sum())
}

fn contrast(a: &str, b: &str) -> f64 {
    let luminance = |color| {
        let [red, green, blue] = linear(color);
        0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
    };
    let (a, b) = (luminance(a), luminance(b));
    a.max(b) / a.min(b)
}

fn oklab(color: Rgb) -> Rgb {
    let cones = times(
        &[
            [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
            [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
            [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
        ],
        color,
    );
    times(
        &[
            [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
            [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
            [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
        ],
        cones.map(f64::cbrt),
    )
}

/// The smallest distance of two of `colors`, times 100, for any color vision.
fn separation(colors: &[String]) -> f64 {
    let mut least = f64::INFINITY;
    for vision in DEFICIENCIES.iter().chain([&IDENTITY]) {
        let seen = |color: &String| oklab(times(vision, linear(color)).map(|c| c.clamp(0.0, 1.0)));
        for (n, a) in colors.iter().enumerate() {
            for b in &colors[..n] {
                let squares =
                    seen(a).iter().zip(seen(b)).map(|(a, b)| (a - b).powi(2)).sum::<f64>();
                least = least.min(squares.sqrt() * 100.0);
            }
        }
    }
    least
}

/// The colors of series in the style sheet: for a light ground, then for a dark one.
fn sheet() -> Vec<Vec<String>> {
    let color = |line: &str, n: usize| {
        let (_, rest) = line.split_once(&format!("--c{n}: "))?;
        Some(rest.split(';').next()?.to_owned())
    };
    let colors = |line: &str| (1..=5).map(|n| color(line, n)).collect::<Option<Vec<_>>>();
    CSS.lines().filter_map(colors).collect()
}

#[test]
fn the_style_sheet_has_the_colors_of_the_drawings() {
    assert_eq!(sheet().len(), 2, "one palette for light, one for dark");
    assert_eq!(sheet()[0], LIGHT);
}

#[test]
fn series_stand_out_from_their_ground() {
    for (colors, (plain, theme)) in sheet().iter().zip(GROUNDS) {
        for color in colors {
            for ground in [plain, theme] {
                // Labels are text in the color of their series.
                assert!(contrast(color, ground) >= 4.5, "{color} on {ground}");
            }
        }
    }
    assert!(contrast(NEUTRAL, "#ffffff") >= 4.5);
}

#[test]
fn series_are_told_apart_by_every_color_vision() {
    for colors in sheet() {
        assert!(separation(&colors) >= 10.0, "{colors:?}: {}", separation(&colors));
    }
}

#[test]
fn the_measure_finds_a_palette_that_is_too_close() {
    let tab10 = ["#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd"].map(str::to_owned);
    assert!(separation(&tab10) < 10.0);
}
