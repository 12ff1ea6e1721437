//! What holds of every drawing, and what single options do to it.

use std::fmt::Write as _;
use std::sync::Arc;

use super::samples::{APPS, GAPS, MONTHS, all, days, names, series};
use super::{drawing, frame, spec};
use crate::chart::font::{Weight, width};
use crate::chart::{draw, figure, raster};

/// A text of a drawing: what it says, and its box as left, top, right and bottom.
type Written = (String, [f64; 4]);

/// The number in the attribute `name` of the element that `tag` begins.
fn attribute(tag: &str, name: &str) -> Option<f64> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()?.parse().ok()
}

/// Every level text of an SVG; widths without the slack for other fonts.
fn texts(svg: &str, size: f64) -> Vec<Written> {
    let mut weight = Weight::Regular;
    let mut res = Vec::new();
    for tag in svg.split('<').filter(|tag| !tag.contains("rotate(")) {
        if tag.starts_with("g ") {
            weight = if tag.contains("font-weight") { Weight::Bold } else { Weight::Regular };
        }
        let (Some(rest), Some((_, text))) = (tag.strip_prefix("text"), tag.split_once('>')) else {
            continue;
        };
        let (x, y) = (attribute(rest, "x").expect("x"), attribute(rest, "y").expect("y"));
        let wide = width(text, size, weight) / 1.12;
        let left = match tag {
            tag if tag.contains("middle") => x - wide / 2.0,
            tag if tag.contains("\"end\"") => x - wide,
            _ => x,
        };
        res.push((text.to_owned(), [left, y - size * 0.72, left + wide, y]));
    }
    res
}

fn overlap(a: &[f64; 4], b: &[f64; 4]) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

#[test]
fn no_text_is_cut_or_covers_another() {
    for (block, rows) in all() {
        let drawn = draw(&spec(&block), &frame(&rows), "c").expect("a drawing").value;
        for (svg, size, right) in [(&drawn.wide, 15.0, 720.0), (&drawn.narrow, 14.0, 360.0)] {
            let bottom = attribute(svg, "height").expect("a height");
            let texts = texts(svg, size);
            assert!(texts.len() > 2, "{block}");
            for (n, (text, place)) in texts.iter().enumerate() {
                let inside = place[0] >= -0.5
                    && place[1] >= -0.5
                    && place[2] <= right + 0.5
                    && place[3] <= bottom;
                assert!(
                    inside,
                    "`{text}` {place:?} leaves the drawing of\n{block}\n{right} {bottom}"
                );
                for (other, taken) in &texts[..n] {
                    assert!(
                        !overlap(place, taken),
                        "`{text}` covers `{other}` in\n{block}\n{right}"
                    );
                }
            }
        }
    }
}

#[test]
fn drawings_are_well_formed_and_free_of_strange_numbers() {
    for (block, rows) in all() {
        let drawn = draw(&spec(&block), &frame(&rows), "c").expect("a drawing").value;
        for svg in [&drawn.wide, &drawn.narrow] {
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{block}");
            assert_eq!(svg.matches("<g").count(), svg.matches("</g>").count(), "{block}");
            let numbers = svg.split(['"', ' ', ',', 'M', 'H', 'V', 'L']);
            let places = numbers.filter_map(|text| text.parse::<f64>().ok());
            assert!(places.clone().all(|place| (-10.0..4000.0).contains(&place)), "{block}");
        }
    }
}

#[test]
fn the_same_chart_is_drawn_with_the_same_bytes() {
    for (block, rows) in all().into_iter().take(20) {
        assert_eq!(drawing_of(&block, &rows), drawing_of(&block, &rows));
    }
}

fn drawing_of(block: &str, rows: &str) -> String {
    let drawn = draw(&spec(block), &frame(rows), "c").expect("a drawing").value;
    drawn.wide + &drawn.narrow
}

#[test]
fn six_series_of_two_years_take_at_most_8_kilobytes() {
    let block = "query: q\nkind: line\nx: month\ny: tokens\nseries: model";
    let drawn = drawing(block, &series(6, 24));
    assert!(drawn.wide.len() <= 8192 && drawn.narrow.len() <= 8192);
}

#[test]
fn long_series_are_thinned_to_two_points_a_pixel() {
    let mut rows = String::from("day:integer,value:integer");
    for n in 0..100_000_u64 {
        write!(rows, "\n{n},{}", n * n % 97).expect("memory");
    }
    let drawn = drawing("query: q\nkind: line\nx: day\ny: value", &rows);
    assert!(drawn.wide.len() < 20_000, "{}", drawn.wide.len());
    let drawn = drawing("query: q\nkind: line\nx: day\ny: value", &days(601));
    assert!(drawn.wide.matches(',').count() > 601, "601 points are all drawn");
}

#[test]
fn a_null_breaks_a_line_and_a_lonely_value_is_a_point() {
    let svg = drawing("query: q\nkind: line\nx: day\ny: inside", GAPS).wide;
    // Two values, two values, two values: three separate strokes, then the last point.
    assert_eq!(svg.matches("stroke-width=\"2.5\"").count(), 1);
    let (_, line) = svg.split_once("stroke-width=\"2.5\"").expect("a line");
    let (line, _) = line.split_once("</g>").expect("its end");
    assert_eq!(line.matches("<path").count(), 3, "{line}");
    let svg = drawing("query: q\nkind: line\nx: day\ny: outside", GAPS).wide;
    assert_eq!(svg.matches("<circle").count(), 2, "the lonely value and the last");
}

#[test]
fn estimates_are_dashed_and_hollow_and_explained() {
    let svg =
        drawing("query: q\nkind: line\nx: month\ny: tokens\nestimated: estimated", MONTHS).wide;
    assert!(svg.contains("stroke-dasharray=\"5 4\"") && svg.contains(">dashed: estimated</text>"));
    assert_eq!(svg.matches("<circle").count(), 14, "twelve estimates and two known values");
    let svg =
        drawing("query: q\nkind: bar\nx: month\ny: tokens\nestimated: estimated", MONTHS).wide;
    assert!(svg.contains("fill-opacity=\".25\"") && svg.contains(">dashed: estimated</text>"));
}

#[test]
fn a_time_axis_has_round_labels_the_last_point_and_years_where_they_change() {
    let drawn = drawing("query: q\nkind: line\nx: month\ny: tokens", MONTHS);
    let said = |svg: &str, size| -> Vec<String> {
        texts(svg, size).into_iter().map(|(text, _)| text).collect::<Vec<_>>()
    };
    let wide = said(&drawn.wide, 15.0).join(" ");
    assert!(wide.contains("Jan 2024 Feb Mar Apr"), "{wide}");
    assert!(wide.contains("Dec Jan 2025 Feb"), "{wide}");
    let narrow = said(&drawn.narrow, 14.0).join(" ");
    assert!(narrow.contains("Jan 2024 Mar May Jul Sep Nov Feb 2025"), "{narrow}");
}

#[test]
fn values_are_short_and_the_last_one_stands_at_the_line() {
    let svg = drawing("query: q\nkind: line\nx: month\ny: tokens", MONTHS).wide;
    for label in ["0", "10B", "50B", "44.9B"] {
        assert!(svg.contains(&format!(">{label}</text>")), "{label}");
    }
    let svg = drawing("query: q\nkind: line\nx: month\ny: tokens\nscale: {y: log}", MONTHS).wide;
    for label in ["500M", "1B", "50B", "Tokens (log scale)"] {
        assert!(svg.contains(&format!(">{label}</text>")), "{label}");
    }
}

#[test]
fn an_axis_without_zero_says_so_and_bars_have_none() {
    let rows = "day:date,value:float\n2025-01-01,101\n2025-01-02,104";
    let svg = drawing("query: q\nkind: line\nx: day\ny: value\nzero: false", rows).wide;
    assert!(svg.contains("Value (axis does not begin at zero)"));
    let svg = drawing("query: q\nkind: bar\nx: day\ny: value", rows).wide;
    assert!(svg.contains(">0</text>") && !svg.contains("begin at zero"));
}

#[test]
fn many_or_ended_series_are_named_in_a_key_and_few_at_their_ends() {
    let block = "query: q\nkind: line\nx: month\ny: tokens\nseries: model";
    let key = |svg: &str| svg.contains("<text x=\"30\"");
    assert!(!key(&drawing(block, &series(3, 24)).wide));
    assert!(key(&drawing(block, &series(7, 24)).wide));
    let ended: Vec<String> = series(2, 24)
        .lines()
        .filter(|line| !(line.starts_with("2021") && line.contains("Model 1")))
        .map(str::to_owned)
        .collect();
    assert!(key(&drawing(block, &ended.join("\n")).wide));
}

#[test]
fn names_that_do_not_fit_below_bars_stand_beside_them() {
    let block = "query: q\nkind: bar\nx: app\ny: tokens";
    let drawn = drawing(block, APPS);
    let heights = |svg: &str| attribute(svg, "height").expect("a height");
    assert!(drawn.wide.contains(">Chatroom</text>"), "upright, the name in two lines");
    assert!(drawn.narrow.contains(">OpenRouter: Chatroom</text>"), "beside");
    let block = "query: q\nkind: bar\nx: name\ny: value";
    assert!(heights(&drawing(block, &names(60)).wide) > 1000.0);
}

#[test]
fn sorted_bars_are_in_the_order_of_their_values() {
    let order = |block: &str| {
        let svg = drawing(block, APPS).wide;
        let at = |name: &str| svg.find(&format!(">{name}<")).expect("a name");
        at("Cline") < at("Aaru")
    };
    assert!(order("query: q\nkind: bar\nx: app\ny: tokens\nsort: descending"));
    assert!(!order("query: q\nkind: bar\nx: app\ny: tokens\nsort: ascending"));
}

#[test]
fn annotations_are_numbered_where_they_do_not_fit() {
    let (block, rows) =
        all().into_iter().find(|(block, _)| block.contains("annotations")).expect("one");
    let drawn = drawing(&block, &rows);
    assert!(drawn.wide.contains(">A release</text>"));
    assert!(drawn.narrow.contains(">1</text>") && drawn.narrow.contains(">A release</text>"));
    assert!(drawn.narrow.contains("paint-order=\"stroke\""), "with a halo");
}

#[test]
fn flat_and_zero_and_extreme_values_are_drawn() {
    for values in ["0,0,0", "7,7,7", "-3,-3,-3", "1e300,-1e300,0", "1e-300,0,0", "0.1,0.1,0.3"] {
        let mut rows = String::from("n:integer,value:float");
        for (n, value) in values.split(',').enumerate() {
            write!(rows, "\n{n},{value}").expect("memory");
        }
        for kind in ["line", "line\nzero: false", "area", "bar", "bar\norientation: horizontal"] {
            let svg = drawing(&format!("query: q\nx: n\ny: value\nkind: {kind}"), &rows).wide;
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{kind} {values}");
        }
    }
}

#[test]
fn a_figure_has_unique_ids_texts_and_a_table() {
    let block = "query: q\nkind: line\nx: month\ny: tokens\nestimated: estimated\ntitle: \"A < B\"\n\
                 subtitle: What\nnote: Source\nalt: It rises.\nlabels: {tokens: Tokens a month}";
    let (spec, frame) = (spec(block), frame(MONTHS));
    let drawn = draw(&spec, &frame, "chart-7").expect("a drawing").value;
    let figure = figure(&spec, &drawn, &frame, "a.png");
    let html = figure.open + &figure.values;
    for id in
        ["chart-7", "chart-7-wide-t", "chart-7-wide-d", "chart-7-narrow-t", "chart-7-narrow-d"]
    {
        assert_eq!(html.matches(&format!(" id=\"{id}\"")).count(), 1, "{id}");
    }
    assert!(html.contains("<p class=\"chart-title\">A &lt; B</p>"));
    assert!(html.contains("<desc id=\"chart-7-wide-d\">It rises.</desc>"));
    assert!(html.contains("aria-labelledby=\"chart-7-wide-t chart-7-wide-d\""));
    assert!(html.contains("<th scope=\"col\" class=\"num\">Tokens a month</th>"));
    assert!(html.contains(
        "<th scope=\"row\">2024-01-01</th><td class=\"num\">588,000,000</td><td>no</td>"
    ));
}

#[test]
fn a_chart_without_words_describes_itself() {
    let svg = drawing("query: q\nkind: line\nx: month\ny: tokens", MONTHS).wide;
    assert!(svg.contains(">Tokens by month</title>"));
    let summary = "A line chart. Tokens: from 588M in January 2024 to 44.9B in February 2025.";
    assert!(svg.contains(summary), "{svg}");
    let svg = drawing("query: q\nkind: bar\nx: app\ny: tokens", APPS).wide;
    assert!(svg.contains("A bar chart. Tokens: Cline 46.8B, Roo Code 12.8B,"));
}

#[test]
fn pictures_are_png_of_the_promised_size_and_hold_the_drawing() {
    let block = "query: q\nkind: line\nx: month\ny: tokens\ntitle: Growth\nnote: Source";
    let drawn = drawing(block, MONTHS);
    let size = |png: &[u8]| {
        assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
        let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four"));
        (number(16), number(20))
    };
    let card = raster::Pictures::default().card(&drawn).expect("a card");
    assert_eq!(size(&card), raster::CARD);
    let pictures = raster::Pictures::default();
    let picture = pictures.png(&drawn).expect("a picture");
    assert_eq!(size(&picture).0, 1536);
    assert!(Arc::ptr_eq(&picture, &pictures.png(&drawn).expect("a picture")));
    // What nobody holds is made again, and is the same.
    let bytes = picture.to_vec();
    drop(picture);
    pictures.age();
    assert_eq!(*pictures.png(&drawn).expect("a picture"), *bytes);
    assert!(bytes.len() > 20_000, "text and lines take more than an empty ground");
}
