//! Functions of other databases: what is written here for them.

/// The names of functions that other databases have, and what to write.
const FUNCTIONS: [(&[&str], &str); 25] = [
    (&["year"], "date_part('year', day)"),
    (&["month"], "date_part('month', day)"),
    (&["day", "dayofmonth"], "date_part('day', day)"),
    (&["hour"], "date_part('hour', moment)"),
    (&["week", "weekofyear", "isoweek"], "date_part('week', day)"),
    (&["quarter"], "date_part('quarter', day)"),
    (&["dayofweek", "weekday"], "date_part('dow', day)"),
    (&["dayofyear"], "date_part('doy', day)"),
    (&["strftime", "format_date", "formatdatetime"], "to_char(day, '%Y-%m')"),
    (&["monthname"], "to_char(day, '%B')"),
    (&["dayname"], "to_char(day, '%A')"),
    (
        &["datediff", "date_diff", "timestampdiff"],
        "CAST(later - earlier AS INTEGER)` of two days, or `months_between(earlier, later)",
    ),
    (&["dateadd", "date_add", "date_sub", "adddate"], "day + INTERVAL '7 days'"),
    (&["if", "iif", "decode"], "CASE WHEN x > 0 THEN 'a' ELSE 'b' END"),
    (&["isnull"], "x IS NULL` for a condition, or `coalesce(x, 0)"),
    (&["len"], "length(text)"),
    (&["ucase"], "upper(text)"),
    (&["lcase"], "lower(text)"),
    (&["group_concat", "listagg", "string_join"], "string_agg(text, ', ')"),
    (&["first", "any", "argmin", "arg_min", "min_by"], "first_value(x ORDER BY y)"),
    (&["last", "argmax", "arg_max", "max_by"], "last_value(x ORDER BY y)"),
    (&["countif", "count_if", "sumif"], "count(*) FILTER (WHERE x > 0)"),
    (&["safe_divide", "div0", "try_divide"], "a / nullif(b, 0)"),
    (
        &["percentile", "quantile", "percentile_disc"],
        "approx_percentile_cont(0.9) WITHIN GROUP (ORDER BY x)",
    ),
    (&["to_number", "tonumber", "to_int", "int", "float"], "CAST(x AS DOUBLE)"),
];

/// What to do about a call of `name`, if other databases have such a function.
pub(super) fn instead(name: &str) -> Option<String> {
    let is_it = |names: &&[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let (_, write) = FUNCTIONS.iter().find(|(names, _)| is_it(names))?;
    Some(format!("write `{write}`"))
}
