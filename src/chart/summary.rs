//! What a drawing says to those who do not see it.

use super::mark::Job;
use super::plot::{Along, Plot, Series};
use super::spec::Spec;
use crate::base::number::Locale;
use crate::base::texts::Table;

/// The most values that a summary lists.
const MOST: usize = 12;

/// The title and the description of a drawing.
pub(super) struct Texts {
    /// The title.
    pub title: String,
    /// The author's own words, or a summary of the values.
    pub description: String,
}

/// The title and description of `job`.
pub(super) fn texts(job: &Job<'_>) -> Texts {
    let (spec, plot) = (job.spec, job.plot);
    let measured = match plot.y_label.as_str() {
        "" => plot.series.iter().map(|series| series.name.as_str()).collect::<Vec<_>>().join(", "),
        label => label.to_owned(),
    };
    let title = spec.title.as_ref().or(spec.subtitle.as_ref()).map(|(title, _)| title.clone());
    let title = title.unwrap_or_else(|| {
        // In some languages a noun is known by its capital letter.
        let is_english = spec.locale == Locale::ENGLISH;
        let places = if is_english { plot.x_label.to_lowercase() } else { plot.x_label.clone() };
        spec.texts.say("chart.title", &[("values", &measured), ("places", &places)])
    });
    let alt = spec.alt.as_ref().map(|(alt, _)| alt.clone());
    let description = alt.unwrap_or_else(|| {
        let kind = spec.texts.say(&format!("chart.{}", spec.kind.name()), &[]);
        format!("{kind} {}", values(plot, &measured, spec))
    });
    Texts { title, description }
}

fn values(plot: &Plot, measured: &str, spec: &Spec) -> String {
    let told = plot.series.iter().take(MOST).map(|series| match &plot.along {
        Along::Names(_) => listed(plot, series, spec),
        Along::Time(_) | Along::Numbers => ends(plot, series, &spec.texts),
    });
    let told: Vec<String> = told.collect();
    match &plot.series[..] {
        [_] => format!("{measured}: {}.", told.concat()),
        several => {
            let named =
                several.iter().zip(told).map(|(series, told)| format!("{}: {told}", series.name));
            let rest = several.len().saturating_sub(MOST);
            let more = (rest > 0).then(|| more(rest, spec));
            format!("{}.", named.chain(more).collect::<Vec<_>>().join("; "))
        }
    }
}

/// That so many are not told.
fn more(count: usize, spec: &Spec) -> String {
    spec.texts.count("chart.more", count, spec.locale)
}

/// Every value with its name.
fn listed(plot: &Plot, series: &Series, spec: &Spec) -> String {
    let values = series.values.iter().enumerate();
    let values = values.filter_map(|(place, value)| Some((place, (*value)?)));
    let total = values.clone().count();
    let told = values.take(MOST).map(|(place, value)| {
        format!("{} {}", plot.place_name(place), plot.numbers.label(value.y))
    });
    let rest = (total > MOST).then(|| more(total - MOST, spec));
    told.chain(rest).collect::<Vec<_>>().join(", ")
}

/// The first and the last value, and the extremes between them.
fn ends(plot: &Plot, series: &Series, texts: &Table) -> String {
    let (Some((first, from)), Some((last, to))) = (series.first(), series.last()) else {
        return String::new();
    };
    let label = |value: f64| plot.numbers.label(value);
    let (first_place, last_place) = (plot.place_name(first), plot.place_name(last));
    if first == last {
        return texts.say("chart.only", &[("value", &label(to.y)), ("place", &last_place)]);
    }
    let all = || series.values.iter().flatten().map(|value| value.y);
    let (lo, hi) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    let (first, last) = (label(from.y), label(to.y));
    let mut told = vec![texts.say(
        "chart.ends",
        &[("first", &first), ("from", &first_place), ("last", &last), ("to", &last_place)],
    )];
    if hi > from.y.max(to.y) {
        told.push(texts.say("chart.most", &[("value", &label(hi))]));
    }
    if lo < from.y.min(to.y) {
        told.push(texts.say("chart.least", &[("value", &label(lo))]));
    }
    told.join(", ")
}
