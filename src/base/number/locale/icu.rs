//! What CLDR says of a language, asked through ICU4X.
//!
//! ICU4X writes; to read, its answers to well-chosen numbers are taken apart: what follows the digits of a million is the word for millions.

use std::collections::BTreeMap;

use icu_calendar::{Date, Gregorian};
use icu_datetime::fieldsets::{MD, YM, YMD, YMDE};
use icu_datetime::options::YearStyle;
use icu_datetime::pattern::{
    DateTimePattern, FixedCalendarDateTimeNames, MonthNameLength, WeekdayNameLength,
};
use icu_datetime::{DateTimeFormatter, DateTimeFormatterPreferences};
use icu_decimal::input::Decimal;
use icu_decimal::options::{CompactDecimalFormatterOptions, DecimalFormatterOptions};
use icu_decimal::{CompactDecimalFormatter, DecimalFormatter};
use icu_locale::Locale;
use icu_plurals::{PluralCategory, PluralRules};
use writeable::TryWriteable as _;

use super::super::language::{DateFormats, ENGLISH, Ladder, Language, Months, Rung, SPACES};
use super::words::{Words, words};

/// The powers of ten that a scale is looked for at.
const POWERS: std::ops::RangeInclusive<i16> = 3..=15;

/// Numbers in front of a scale that between them have every plural category.
const SAMPLES: [&str; 10] = ["1", "2", "3", "5", "11", "20", "21", "22", "100", "1.5"];

/// The language of `tag`; `None` if CLDR does not know it.
pub(super) fn language(tag: &str) -> Option<&'static Language> {
    let locale: Locale = tag.parse().ok()?;
    let primary = locale.id.language.to_string();
    // Digits are those that the program reads, and years those of the data.
    let locale: Locale = format!("{}-u-ca-gregory-nu-latn", locale.id).parse().ok()?;
    let own = words(&primary, tag);
    let months = months(&locale)?;
    let decimals =
        DecimalFormatter::try_new((&locale).into(), DecimalFormatterOptions::default()).ok()?;
    let written = |number: &str| {
        number.parse::<Decimal>().ok().map(|number| decimals.format(&number).to_string())
    };
    let large = written("1234567.5")?;
    let (decimal, group) = separators(&large)?;
    let indian = large.split(group).nth(1).is_some_and(|digits| digits.len() == 2);
    let is_grouped = !written("1234")?.bytes().all(|byte| byte.is_ascii_digit());
    let rules = PluralRules::try_new_cardinal((&locale).into()).ok()?;
    let compact = CompactDecimalFormatterOptions::default();
    let short = CompactDecimalFormatter::try_new_short((&locale).into(), compact.clone()).ok()?;
    let long = CompactDecimalFormatter::try_new_long((&locale).into(), compact).ok()?;
    let ladder_of = |formatter: &CompactDecimalFormatter| -> Ladder {
        ladder(&rules, decimal, &|number| formatter.format(number).to_string())
    };
    let (short, long) = (ladder_of(&short), ladder_of(&long));
    let patterns = date_patterns(&locale, &own)?;
    let weekdays = [(WeekdayNameLength::Wide, "EEEE"), (WeekdayNameLength::Abbreviated, "EEE")];
    let weekdays: Option<Vec<_>> = weekdays
        .into_iter()
        .map(|(length, pattern)| weekdays_in(&locale, length, pattern))
        .collect();
    Some(leak(Language {
        tag: leak_text(tag),
        decimal,
        group,
        groups: groups(group, decimal),
        min_grouped: if is_grouped { 4 } else { 5 },
        indian,
        ladders: ladders(short, long, own.scales),
        long,
        money_ladders: &[],
        plural,
        percents: own.percents,
        percent: own.percent,
        percent_units: ENGLISH.percent_units,
        points: own.points,
        times: own.times,
        money: own.money,
        per: own.per,
        shares: own.shares,
        ranks: own.ranks,
        ordinals: own.ordinals,
        ordinal: own.ordinal,
        months,
        weekdays: leak_all(weekdays?),
        first_day: own.first_day,
        dates: patterns.read,
        date_formats: patterns.named,
        clock: own.clock,
        moments: own.moments,
        times_of_day: own.times_of_day,
    }))
}

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn leak_all<T>(values: Vec<T>) -> &'static [T] {
    Vec::leak(values)
}

fn leak_text(text: &str) -> &'static str {
    String::leak(text.to_owned())
}

/// The decimal separator and the separator of groups in a large number with a fraction.
fn separators(written: &str) -> Option<(char, char)> {
    let mut marks = written.chars().filter(|c| !c.is_ascii_digit());
    let group = marks.next()?;
    Some((marks.next_back()?, group))
}

/// What may group digits in a text: the language's own mark, spaces and apostrophes.
fn groups(group: char, decimal: char) -> &'static [char] {
    let all = [group].into_iter().chain(SPACES).chain(['\'', '’']);
    let mut groups: Vec<char> = Vec::new();
    for mark in all {
        if mark != decimal && !groups.contains(&mark) {
            groups.push(mark);
        }
    }
    leak_all(groups)
}

/// The scales of a compact format.
fn ladder(rules: &PluralRules, decimal: char, write: &dyn Fn(&Decimal) -> String) -> Ladder {
    // By its power, each name with the categories of the numbers that it stands behind.
    let mut names: BTreeMap<i64, (String, BTreeMap<&'static str, String>)> = BTreeMap::new();
    for power in POWERS {
        for sample in SAMPLES {
            let Ok(mut number) = sample.parse::<Decimal>() else { continue };
            number.multiply_pow10(power);
            let text = write(&number);
            let end =
                text.find(|c: char| !c.is_ascii_digit() && c != decimal).unwrap_or(text.len());
            let (digits, name) = text.split_at(end);
            let Ok(shown) = digits.replace(decimal, ".").parse::<Decimal>() else { continue };
            let bare = name.trim_start_matches(SPACES);
            // A number in full has groups behind its first digits, and no name.
            if bare.is_empty()
                || bare.starts_with(|c: char| c.is_ascii_digit() || ".,’'".contains(c))
            {
                continue;
            }
            let magnitude = number.absolute.nonzero_magnitude_start();
            let steps = i64::from(magnitude - shown.absolute.nonzero_magnitude_start());
            let gap = &name[..name.len() - bare.len()];
            let category = category_name(rules.category_for(&shown));
            let (_, forms) =
                names.entry(steps).or_insert_with(|| (gap.to_owned(), BTreeMap::new()));
            forms.entry(category).or_insert_with(|| bare.to_owned());
        }
    }
    let rung = |(power, (gap, mut forms)): (i64, (String, BTreeMap<&'static str, String>))| {
        let usual = forms.remove("other").or_else(|| forms.values().next().cloned());
        let name = usual.unwrap_or_default();
        forms.retain(|_, form| *form != name);
        let forms = forms.into_iter().map(|(of, form)| (of, leak_text(&form))).collect();
        Rung { power, name: leak_text(&name), forms: leak_all(forms), gap: leak_text(&gap) }
    };
    leak_all(names.into_iter().map(rung).collect())
}

/// All scales that are read: those of CLDR, with and without the dot of a shortened word, and others in use.
fn ladders(short: Ladder, long: Ladder, own: &'static [Ladder]) -> &'static [Ladder] {
    let mut ladders: Vec<Ladder> = vec![short, long];
    let without_dot = |rung: &Rung| {
        let name = rung.name.strip_suffix('.')?;
        Some(Rung { name, forms: &[], ..*rung })
    };
    let dotless: Vec<Rung> = short.iter().filter_map(without_dot).collect();
    if !dotless.is_empty() {
        ladders.push(leak_all(dotless));
    }
    ladders.extend(own);
    leak_all(ladders)
}

/// The plural category of a number in a language.
fn plural(language: &Language, integer: &str, fraction: &str) -> &'static str {
    // Made anew each time: rules cannot be shared between threads, and making them is a look into a table.
    let rules = language
        .tag
        .parse::<Locale>()
        .ok()
        .and_then(|locale| PluralRules::try_new_cardinal((&locale).into()).ok());
    let point = if fraction.is_empty() { "" } else { "." };
    let number = format!("{integer}{point}{fraction}").parse::<Decimal>();
    match (rules, number) {
        (Some(rules), Ok(number)) => category_name(rules.category_for(&number)),
        _ => "other",
    }
}

fn category_name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

/// The names of months: in full, shortened, both again as they stand without a day, and shortened without dots.
fn months(locale: &Locale) -> Option<&'static [Months]> {
    let full = month_names(locale, MonthNameLength::Wide, "MMMM")?;
    // What CLDR calls a month of a language that it does not know.
    if full.first().is_some_and(|name| name == "M01") {
        return None;
    }
    let short = month_names(locale, MonthNameLength::Abbreviated, "MMM")?;
    let alone = month_names(locale, MonthNameLength::StandaloneWide, "LLLL")?;
    let short_alone = month_names(locale, MonthNameLength::StandaloneAbbreviated, "LLL")?;
    let dotless = short.clone().map(|name| name.trim_end_matches('.').to_owned());
    let lists =
        [(full, false), (short, true), (alone, false), (short_alone, true), (dotless, true)];
    let lists =
        lists.map(|(names, short)| Months { names: names.map(|name| leak_text(&name)), short });
    Some(leak_all(lists.to_vec()))
}

fn month_names(locale: &Locale, length: MonthNameLength, pattern: &str) -> Option<[String; 12]> {
    let preferences = DateTimeFormatterPreferences::from(locale);
    let mut names = FixedCalendarDateTimeNames::<Gregorian, YM>::try_new(preferences).ok()?;
    names.include_month_names(length).ok()?;
    let pattern = DateTimePattern::try_from_pattern_str(pattern).ok()?;
    let formatter = names.with_pattern_unchecked(&pattern);
    let mut res = [const { String::new() }; 12];
    for (month, name) in (1..).zip(&mut res) {
        let date = Date::try_new_gregorian(2025, month, 1).ok()?;
        *name = formatter.format(&date).try_write_to_string().ok()?.into_owned();
    }
    Some(res)
}

/// The names of the days of the week, Monday first.
fn weekdays_in(
    locale: &Locale,
    length: WeekdayNameLength,
    pattern: &str,
) -> Option<[&'static str; 7]> {
    let preferences = DateTimeFormatterPreferences::from(locale);
    let mut names = FixedCalendarDateTimeNames::<Gregorian, YMDE>::try_new(preferences).ok()?;
    names.include_weekday_names(length).ok()?;
    let pattern = DateTimePattern::try_from_pattern_str(pattern).ok()?;
    let formatter = names.with_pattern_unchecked(&pattern);
    let mut res = [""; 7];
    // 3 March 2025 was a Monday.
    for (day, name) in (3..).zip(&mut res) {
        let date = Date::try_new_gregorian(2025, 3, day).ok()?;
        *name = leak_text(&formatter.format(&date).try_write_to_string().ok()?);
    }
    Some(res)
}

/// How dates are written.
struct Patterns {
    /// All that are read.
    read: &'static [&'static str],
    named: DateFormats,
}

fn date_patterns(locale: &Locale, own: &Words) -> Option<Patterns> {
    let date = Date::try_new_iso(2025, 3, 8).ok()?;
    let full = YearStyle::Full;
    macro_rules! pattern {
        ($fields:expr) => {{
            let formatter = DateTimeFormatter::try_new(locale.into(), $fields).ok()?;
            leak_text(&formatter.format(&date).pattern().to_string())
        }};
    }
    let day = pattern!(YMD::long().with_year_style(full));
    let day_short = pattern!(YMD::medium().with_year_style(full));
    let month = pattern!(YM::long().with_year_style(full));
    let month_short = pattern!(YM::medium().with_year_style(full));
    let numeric = pattern!(YMD::short().with_year_style(full));
    let within_year = pattern!(MD::long());
    let with_weekday = pattern!(YMDE::long().with_year_style(full));
    let own_patterns = own.dates.iter().copied();
    let all = [day, day_short, month, month_short, numeric, within_year, "d MMMM y", "MMMM y"]
        .into_iter()
        .chain(own_patterns)
        .chain([with_weekday, "EEEE", "LLLL"]);
    let mut read: Vec<&'static str> = Vec::new();
    for pattern in all {
        if !read.contains(&pattern) {
            read.push(pattern);
        }
    }
    let named = DateFormats {
        day,
        day_short,
        month,
        month_short,
        month_name: "LLL",
        day_of_year: pattern!(MD::medium()),
        quarter: own.quarter,
        half: own.half,
        week: own.week,
    };
    Some(Patterns { read: leak_all(read), named })
}
