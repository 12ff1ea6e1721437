//! What a drawing says to those who do not see it.

use super::mark::Job;
use super::plot::{Along, Plot, Series};

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
    let title = title.unwrap_or_else(|| format!("{measured} by {}", plot.x_label.to_lowercase()));
    let description = match &spec.alt {
        Some((alt, _)) => alt.clone(),
        None => format!("A {} chart. {}", spec.kind.name(), values(plot, &measured)),
    };
    Texts { title, description }
}

fn values(plot: &Plot, measured: &str) -> String {
    let told = plot.series.iter().take(MOST).map(|series| match &plot.along {
        Along::Names(_) => listed(plot, series),
        Along::Time(_) | Along::Numbers => ends(plot, series),
    });
    let told: Vec<String> = told.collect();
    match &plot.series[..] {
        [_] => format!("{measured}: {}.", told.concat()),
        several => {
            let named =
                several.iter().zip(told).map(|(series, told)| format!("{}: {told}", series.name));
            let rest = several.len().saturating_sub(MOST);
            let more = if rest > 0 { format!("; and {rest} more") } else { String::new() };
            format!("{}{more}.", named.collect::<Vec<_>>().join("; "))
        }
    }
}

/// Every value with its name.
fn listed(plot: &Plot, series: &Series) -> String {
    let values = series.values.iter().enumerate();
    let values = values.filter_map(|(place, value)| Some((place, (*value)?)));
    let total = values.clone().count();
    let told: Vec<String> = values
        .take(MOST)
        .map(|(place, value)| format!("{} {}", plot.place_name(place), plot.numbers.label(value.y)))
        .collect();
    let more = if total > MOST { format!(", and {} more", total - MOST) } else { String::new() };
    format!("{}{more}", told.join(", "))
}

/// The first and the last value, and the extremes between them.
fn ends(plot: &Plot, series: &Series) -> String {
    let (Some((first, from)), Some((last, to))) = (series.first(), series.last()) else {
        return String::new();
    };
    let label = |value: f64| plot.numbers.label(value);
    if first == last {
        return format!("{} in {}", label(to.y), plot.place_name(last));
    }
    let all = || series.values.iter().flatten().map(|value| value.y);
    let (lo, hi) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
    let mut res = format!(
        "from {} in {} to {} in {}",
        label(from.y),
        plot.place_name(first),
        label(to.y),
        plot.place_name(last)
    );
    if hi > from.y.max(to.y) {
        res.push_str(", at most ");
        res.push_str(&label(hi));
    }
    if lo < from.y.min(to.y) {
        res.push_str(", at least ");
        res.push_str(&label(lo));
    }
    res
}
