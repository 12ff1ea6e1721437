//! Charts of all kinds and shapes, for properties that every drawing must have.

use std::fmt::Write as _;

/// Fourteen months of growth, the ones between the ends estimated.
pub(super) const MONTHS: &str = "month:date,tokens:integer:tokens,estimated:boolean
2024-01-01,588000000,false
2024-02-01,821000000,true
2024-03-01,1150000000,true
2024-04-01,1600000000,true
2024-05-01,2230000000,true
2024-06-01,3110000000,true
2024-07-01,4340000000,true
2024-08-01,6060000000,true
2024-09-01,8460000000,true
2024-10-01,11800000000,true
2024-11-01,16500000000,true
2024-12-01,23000000000,true
2025-01-01,32100000000,true
2025-02-01,44900000000,false";

/// Names with values.
pub(super) const APPS: &str = "app:text,tokens:integer:tokens
Cline,46790000000
Roo Code,12800000000
Aaru,10364000000
SillyTavern,7469500000
OpenRouter: Chatroom,6120000000";

/// Two series with gaps, one of them with a value below zero.
pub(super) const GAPS: &str = "day:date,inside:float,outside:float
2025-03-01,4,2
2025-03-02,5.5,3
2025-03-03,,2.5
2025-03-04,7,
2025-03-05,6.1,4
2025-03-06,,
2025-03-07,8,5
2025-03-08,8.3,-1";

const GROUPS: &str = "quarter:text,input:integer,output:integer,reasoning:integer
Q1 2024,120,40,
Q2 2024,180,66,12
Q3 2024,260,70,55
Q4 2024,400,120,160";

const CHANGES: &str = "year:integer,change:float:percent
2018,2.9
2019,-1.1
2020,-8.4
2021,6.3
2022,3.2
2023,0.4
2024,-0.3";

const MOMENTS: &str = "at:datetime,ms:float
2025-03-08T00:00:00,120
2025-03-08T06:00:00,180
2025-03-08T12:00:00,240
2025-03-08T18:00:00,160
2025-03-09T00:00:00,130
2025-03-09T09:30:00,170";

/// `n` series of `points` months, all of which end close to each other.
pub(super) fn series(n: usize, points: usize) -> String {
    let mut rows = String::from("month:date,model:text,tokens:integer:tokens");
    for point in 0..points {
        for nth in 0..n {
            let (year, month) = (2020 + point / 12, 1 + point % 12);
            let value = 1_000_000_000 * (point + 3) + 137_000_000 * ((point * 7 + nth * 5) % 11);
            write!(rows, "\n{year}-{month:02}-01,Vendor {nth}: Model {nth}.5,{value}")
                .expect("memory");
        }
    }
    rows
}

/// `n` names with values.
pub(super) fn names(n: usize) -> String {
    let mut rows = String::from("name:text,value:float");
    for nth in 0..n {
        write!(rows, "\nThing number {nth},{}", 1000 / (nth + 1)).expect("memory");
    }
    rows
}

/// `n` days from the end of 2023.
pub(super) fn days(n: u64) -> String {
    let mut rows = String::from("day:date,value:integer");
    let first = chrono::NaiveDate::from_ymd_opt(2023, 12, 17).expect("a day");
    for day in 0..n {
        write!(rows, "\n{},{}", first + chrono::Days::new(day), 100 + day * day % 97)
            .expect("memory");
    }
    rows
}

/// Blocks with their rows: what an author may ask for.
pub(super) fn all() -> Vec<(String, String)> {
    let months = "query: q\nx: month\ny: tokens";
    let fixed: &[(&str, &str)] = &[
        ("query: q\nkind: line\nx: month\ny: tokens\nestimated: estimated\ntitle: Growth", MONTHS),
        ("query: q\nkind: area\nx: month\ny: tokens\nestimated: estimated", MONTHS),
        ("query: q\nkind: bar\nx: month\ny: tokens\nestimated: estimated", MONTHS),
        ("query: q\nkind: bar\nx: month\ny: tokens\norientation: horizontal", MONTHS),
        ("query: q\nkind: bar\nx: app\ny: tokens", APPS),
        ("query: q\nkind: bar\nx: app\ny: tokens\norientation: vertical\nsort: ascending", APPS),
        ("query: q\nkind: bar\nx: app\ny: tokens\norientation: horizontal\nheight: 500", APPS),
        ("query: q\nkind: line\nx: app\ny: tokens", APPS),
        ("query: q\nkind: line\nx: day\ny: [inside, outside]\nunit: °C", GAPS),
        ("query: q\nkind: area\nx: day\ny: [inside, outside]\nunit: °C", GAPS),
        ("query: q\nkind: bar\nx: day\ny: [inside, outside]\norientation: horizontal", GAPS),
        ("query: q\nkind: bar\nx: quarter\ny: [input, output, reasoning]\nlayout: grouped", GROUPS),
        ("query: q\nkind: bar\nx: quarter\ny: [input, output]\norientation: horizontal", GROUPS),
        ("query: q\nkind: bar\nx: year\ny: change", CHANGES),
        ("query: q\nkind: line\nx: year\ny: change\nzero: false", CHANGES),
        ("query: q\nkind: bar\nx: year\ny: change\norientation: horizontal", CHANGES),
        ("query: q\nkind: line\nx: at\ny: ms\nfmt: fixed1\nheight: 120", MOMENTS),
        ("query: q\nkind: bar\nx: at\ny: ms", MOMENTS),
    ];
    let mut res: Vec<(String, String)> =
        fixed.iter().map(|(block, rows)| ((*block).to_owned(), (*rows).to_owned())).collect();
    let remarks = "scale: {y: log}\nannotations:\n  - {x: 2024-02, text: The beginning of a long story}\n  \
                   - {x: 2024-03-01, text: A release}\n  - {x: 2024-04-01, text: Another release}\n  \
                   - {x: 2025-02-01, text: The end of what is known about it}";
    res.push((format!("{months}\nkind: line\n{remarks}"), MONTHS.to_owned()));
    for (n, points) in [(2, 3), (5, 24), (6, 24), (9, 40)] {
        let block = "query: q\nkind: line\nx: month\ny: tokens\nseries: model";
        res.push((block.to_owned(), series(n, points)));
    }
    for n in [1, 2, 7, 30, 60] {
        res.push(("query: q\nkind: bar\nx: name\ny: value".to_owned(), names(n)));
        res.push(("query: q\nkind: line\nx: name\ny: value".to_owned(), names(n.max(2))));
    }
    res.push((
        "query: q\nkind: bar\nx: name\ny: value\norientation: vertical".to_owned(),
        names(30),
    ));
    for n in [2, 5, 30, 100, 299, 601, 5000] {
        res.push(("query: q\nkind: line\nx: day\ny: value".to_owned(), days(n)));
        if n < 300 {
            res.push(("query: q\nkind: bar\nx: day\ny: value".to_owned(), days(n)));
        }
    }
    res
}
