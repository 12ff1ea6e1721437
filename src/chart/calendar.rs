//! Ticks of a time axis: at round places of the calendar, labeled in two levels, the last point always among them.

use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate, NaiveDateTime};

use crate::base::cell::Cell;
use crate::base::number::{DateForm, Locale};

/// How fine the points of a time axis are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grain {
    /// Times of day.
    Time,
    /// Days.
    Day,
    /// Months, each named by this day of it, by its last if it is 31.
    Month(u32),
    /// Years, each named by this month and day.
    Year(u32, u32),
}

/// A labeled place of a time axis, before it is known which labels fit.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TimeTick {
    /// Seconds since 1970.
    pub at: f64,
    /// The label.
    pub label: String,
    /// What several labels have in common, shown once below the first of them; may be empty.
    pub group: String,
}

/// The distance of ticks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Step {
    /// So many seconds, counted from midnight.
    Seconds(u32),
    /// So many days, counted back from the last point.
    Days(u32),
    /// So many months, counted from January.
    Months(u32),
    /// So many years, counted from the year 0.
    Years(u32),
}

/// All steps, from fine to coarse.
const STEPS: [Step; 31] = [
    Step::Seconds(1),
    Step::Seconds(5),
    Step::Seconds(15),
    Step::Seconds(30),
    Step::Seconds(60),
    Step::Seconds(300),
    Step::Seconds(900),
    Step::Seconds(1800),
    Step::Seconds(3600),
    Step::Seconds(7200),
    Step::Seconds(10_800),
    Step::Seconds(21_600),
    Step::Seconds(43_200),
    Step::Days(1),
    Step::Days(2),
    Step::Days(7),
    Step::Days(14),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(20),
    Step::Years(50),
    Step::Years(100),
    Step::Years(500),
    Step::Years(1000),
    Step::Years(10_000),
];

/// No axis has room for more labels, so longer lists are not made.
const MOST: f64 = 60.0;

/// A date or a point in time as seconds since 1970.
pub(super) fn seconds(cell: &Cell) -> Option<f64> {
    let time = match cell {
        Cell::Date(date) => date.and_hms_opt(0, 0, 0)?,
        Cell::DateTime(time) => *time,
        Cell::Instant(time) => time.naive_utc(),
        _ => return None,
    };
    let fraction = f64::from(time.and_utc().timestamp_subsec_nanos()) / 1e9;
    #[expect(clippy::cast_precision_loss, reason = "chrono's years end far below 2^53 seconds")]
    Some(time.and_utc().timestamp() as f64 + fraction)
}

/// The point in time `at` seconds after 1970.
#[expect(clippy::cast_possible_truncation, reason = "`as` saturates, and chrono checks its range")]
fn time(at: f64) -> NaiveDateTime {
    DateTime::from_timestamp(at.floor() as i64, 0).unwrap_or_default().naive_utc()
}

fn start(date: NaiveDate) -> Option<f64> {
    seconds(&Cell::Date(date))
}

/// The day `day` of a month, or its last day if it is shorter.
fn day_of_month(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    let last = first.checked_add_months(Months::new(1))?.pred_opt()?;
    first.with_day(day.min(last.day()))
}

impl Grain {
    /// How fine the ascending points `xs` are.
    pub(super) fn of(xs: &[f64]) -> Self {
        let times: Vec<NaiveDateTime> = xs.iter().map(|at| time(*at)).collect();
        let whole = xs.iter().all(|at| at.rem_euclid(86_400.0) == 0.0);
        let Some(first) = times.first().filter(|_| whole) else { return Self::Time };
        let is_last = |t: &NaiveDateTime| day_of_month(t.year(), t.month(), 31) == Some(t.date());
        let all_last = times.iter().all(is_last);
        let day = if all_last { 31 } else { first.day() };
        let same_day = all_last || times.iter().all(|t| t.day() == day);
        // Two points can share a day of the month by chance, unless it is the first or the last one.
        let few = times.len() < if all_last || day == 1 { 2 } else { 3 };
        if !same_day || few {
            return Self::Day;
        }
        let same_month = times.iter().all(|t| t.month() == first.month());
        if same_month { Self::Year(first.month(), day) } else { Self::Month(day) }
    }

    /// The finest step that makes sense.
    fn finest(self) -> usize {
        match self {
            Self::Time => 0,
            Self::Day => 13,
            Self::Month(_) => 17,
            Self::Year(..) => 21,
        }
    }
}

/// The point `at` in full, as one would name it: `2024`, `February 2025`, `16 Feb 2025`, `16 Feb 2025, 14:00`.
pub(super) fn name(at: f64, grain: Grain, locale: Locale) -> String {
    let format = match grain {
        Grain::Year(..) => "%Y",
        Grain::Month(_) => "%B %Y",
        Grain::Day => "%-d %b %Y",
        Grain::Time => "%-d %b %Y, %H:%M",
    };
    text(at, format, locale)
}

/// The label of the point `at` beside ticks that are `step` apart.
fn labeled(at: f64, step: Step, grain: Grain, locale: Locale) -> TimeTick {
    let (label, group) = match (step, grain) {
        (Step::Years(_), Grain::Month(_)) if time(at).month() != 1 => ("%b %Y", ""),
        (Step::Years(_), Grain::Day | Grain::Time) if time(at).ordinal() != 1 => ("%-d %b %Y", ""),
        (Step::Years(_), _) => ("%Y", ""),
        (Step::Months(_), Grain::Day | Grain::Time) if time(at).day() != 1 => ("%-d %b", "%Y"),
        (Step::Months(_), _) => ("%b", "%Y"),
        (Step::Days(_), _) => ("%-d %b", "%Y"),
        (Step::Seconds(n), _) if n < 60 => ("%H:%M:%S", "%-d %b %Y"),
        (Step::Seconds(_), _) => ("%H:%M", "%-d %b %Y"),
    };
    let text = |format: &str| text(at, format, locale);
    TimeTick { at, label: text(label), group: text(group) }
}

/// The point `at` in one of the formats above, in the language of the page.
fn text(at: f64, format: &str, locale: Locale) -> String {
    let (day, rest) = match format.split_once(", ") {
        Some((day, rest)) => (day, format!(", {}", time(at).format(rest))),
        None => (format, String::new()),
    };
    let form = match day {
        "%B %Y" => DateForm::Month,
        "%b %Y" => DateForm::MonthShort,
        "%b" => DateForm::MonthName,
        "%-d %b %Y" => DateForm::DayShort,
        "%-d %b" => DateForm::DayOfYear,
        other => return time(at).format(other).to_string(),
    };
    locale.date(time(at).date(), form) + &rest
}

/// Lists of ticks for the ascending points `xs`, from fine to coarse; each ends with the last point.
pub(super) fn candidates(
    xs: &[f64],
    grain: Grain,
    locale: Locale,
) -> impl Iterator<Item = Vec<TimeTick>> {
    let ends = xs.first().copied().zip(xs.last().copied());
    STEPS.into_iter().skip(grain.finest()).filter_map(move |step| {
        let (lo, hi) = ends?;
        if (hi - lo) / length(step) > MOST {
            return None;
        }
        let mut ticks: Vec<f64> = places(step, grain, (lo, hi));
        ticks.retain(|at| *at >= lo && *at < hi);
        ticks.push(hi);
        Some(ticks.into_iter().map(|at| labeled(at, step, grain, locale)).collect())
    })
}

/// Every `nth` of the points `xs`, counted from the last.
pub(super) fn every(nth: usize, xs: &[f64], grain: Grain, locale: Locale) -> Vec<TimeTick> {
    let step = match grain {
        Grain::Time => Step::Seconds(60),
        Grain::Day => Step::Days(1),
        Grain::Month(_) => Step::Months(1),
        Grain::Year(..) => Step::Years(1),
    };
    let mut res: Vec<TimeTick> =
        xs.iter().rev().step_by(nth.max(1)).map(|at| labeled(*at, step, grain, locale)).collect();
    res.reverse();
    res
}

/// The usual length of a step in seconds.
fn length(step: Step) -> f64 {
    match step {
        Step::Seconds(n) => f64::from(n),
        Step::Days(n) => f64::from(n) * 86_400.0,
        Step::Months(n) => f64::from(n) * 2_629_746.0,
        Step::Years(n) => f64::from(n) * 31_556_952.0,
    }
}

/// The places of ticks between `lo` and `hi`.
fn places(step: Step, grain: Grain, (lo, hi): (f64, f64)) -> Vec<f64> {
    let (month, day) = match grain {
        Grain::Year(month, day) => (month, day),
        Grain::Month(day) => (1, day),
        Grain::Day | Grain::Time => (1, 1),
    };
    let (first, last) = (time(lo), time(hi));
    match step {
        Step::Seconds(n) => multiples(f64::from(n), (lo, hi)),
        Step::Days(n) if grain == Grain::Time => multiples(f64::from(n) * 86_400.0, (lo, hi)),
        Step::Days(n) => {
            let back = |date: &NaiveDate| date.checked_sub_days(Days::new(u64::from(n)));
            let dates = std::iter::successors(Some(last.date()), back);
            let mut res: Vec<f64> =
                dates.take_while(|date| *date >= first.date()).filter_map(start).collect();
            res.reverse();
            res
        }
        Step::Months(n) => {
            let months =
                (first.year()..=last.year()).flat_map(|year| (1..=12).map(move |m| (year, m)));
            let on_step = months.filter(|(_, month)| (month - 1) % n == 0);
            on_step.filter_map(|(year, month)| start(day_of_month(year, month, day)?)).collect()
        }
        Step::Years(n) => {
            let stride = i32::try_from(n).unwrap_or(i32::MAX);
            let years = (first.year()..=last.year()).filter(|year| year % stride == 0);
            years.filter_map(|year| start(day_of_month(year, month, day)?)).collect()
        }
    }
}

fn multiples(step: f64, (lo, hi): (f64, f64)) -> Vec<f64> {
    let first = (lo / step).ceil() * step;
    let ticks = std::iter::successors(Some(first), |at| Some(at + step));
    ticks.take_while(|at| *at <= hi).collect()
}

/// The regular places between the first and the last of the ascending points `xs`, so that a missing month leaves a gap;
/// `None` if the points have no common distance.
pub(super) fn slots(xs: &[f64], grain: Grain) -> Option<Vec<f64>> {
    let first = time(*xs.first()?);
    let number = |at: f64| match grain {
        Grain::Month(_) => {
            let t = time(at);
            f64::from(t.year() * 12) + f64::from(t.month0())
        }
        Grain::Year(..) => f64::from(time(at).year()),
        Grain::Day => at / 86_400.0,
        Grain::Time => at,
    };
    let numbers: Vec<f64> = xs.iter().map(|at| number(*at)).collect();
    let distances = numbers.windows(2).map(|pair| pair[1] - pair[0]);
    let step = distances.fold(0.0, common_measure);
    let n = (numbers.last()? - numbers[0]) / step;
    // Mostly empty slots would show the calendar, not the data.
    if !n.is_finite() || n > 3.0 * super::scale::count(xs.len()) {
        return None;
    }
    let mut res = Vec::new();
    let mut at = numbers[0];
    while at <= *numbers.last()? + 0.5 {
        let place = match grain {
            Grain::Month(day) => {
                let (year, month) = ((at / 12.0).floor(), at.rem_euclid(12.0));
                start(day_of_month(whole(year), whole(month).unsigned_abs() + 1, day)?)?
            }
            Grain::Year(month, day) => start(day_of_month(whole(at), month, day)?)?,
            Grain::Day => at * 86_400.0,
            Grain::Time => at,
        };
        res.push(place);
        at += step;
    }
    debug_assert!(
        res.first().copied().map(time) == Some(first),
        "the first slot is the first point"
    );
    xs.iter().all(|x| res.binary_search_by(|slot| slot.total_cmp(x)).is_ok()).then_some(res)
}

#[expect(clippy::cast_possible_truncation, reason = "whole numbers of years and months")]
fn whole(n: f64) -> i32 {
    n as i32
}

/// The largest number that both `a` and `b` are multiples of.
fn common_measure(a: f64, b: f64) -> f64 {
    if b == 0.0 { a } else { common_measure(b, a % b) }
}

/// A date as an author writes it: `2025-03-08`, `2025-03`, `2025`, or with a time behind.
pub(super) fn read(text: &str) -> Option<f64> {
    let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let date = match text.len() {
        4 => day(&format!("{text}-01-01")),
        7 => day(&format!("{text}-01")),
        _ => day(text),
    };
    let formats =
        ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];
    let moment = || formats.iter().find_map(|f| NaiveDateTime::parse_from_str(text, f).ok());
    date.and_then(start).or_else(|| seconds(&Cell::DateTime(moment()?)))
}

#[cfg(test)]
mod tests;
