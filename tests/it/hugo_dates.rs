//! Dates as Hugo reads them, in the shapes that real sites write them in, where those are present.

use chrono::{DateTime, FixedOffset};
use numerate::base::world::Memory;
use numerate::pipeline::Options;
use serde_json::Value;

use crate::support::{Built, build_with, picture};

/// Shapes of dates in the front matter of sites, with examples and what Hugo makes of them.
const SHAPES: &str = "../shared/corpus/hugo/date-shapes.json";

/// The zone of those sites whose dates without an offset are not in UTC.
const ZONE: &str = "Europe/Oslo";

/// Builds a page with one date at a moment.
fn built((container, key, raw): (&str, &str, &str), zone: &str, now: &str) -> Built {
    let (fence, sign) = if container == "toml" { ("+++", " =") } else { ("---", ":") };
    let title = format!("title{sign} \"T\"");
    let page = format!("{fence}\n{title}\n{key}{sign} {raw}\n{fence}\nText.\n");
    let template = "{{ page.date | default(value=\"\") }}|{{ page.publish_date | default(value=\"\") }}|{{ page.lastmod | default(value=\"\") }}";
    let site = format!(
        "//- /numerate.yaml\ntime_zone: {zone}\n//- /templates/page.html\n{template}\n//- /content/a.md\n{page}"
    );
    let now = DateTime::parse_from_rfc3339(now).expect("valid");
    build_with(&Memory::fixture(&site, now), &Options::default())
}

fn moment(text: &str) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(text.trim()).ok()
}

/// What is read of one date of a page: the date itself, or for an expiry date what a page that has expired says.
fn read(date: (&str, &str, &str), zone: &str) -> Option<DateTime<FixedOffset>> {
    if date.1 == "expirydate" {
        let built = built(date, zone, "3001-01-01T00:00:00Z");
        return moment(built.report.summary.hidden.first()?.until.as_deref()?);
    }
    let built = built(date, zone, "2026-01-01T00:00:00Z");
    assert!(built.report.diagnostics.is_empty(), "{}", picture(&built.report.diagnostics));
    let at = ["date", "publishdate", "lastmod"].iter().position(|key| *key == date.1)?;
    moment(built.file("a/index.html").split('|').nth(at)?)
}

#[test]
fn dates_of_real_sites_are_read_as_by_hugo() {
    let Ok(text) = std::fs::read_to_string(SHAPES) else { return };
    let shapes: Value = serde_json::from_str(&text).expect("JSON");
    let (mut n_right, mut wrong) = (0, Vec::new());
    for shape in shapes.as_array().expect("a list") {
        let name = shape["shape"].as_str().expect("a text");
        let mut words = name.split(' ');
        let (container, key) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
        for example in shape["examples"].as_array().expect("a list") {
            let [raw, hugo] = ["raw", "hugo"].map(|key| example[key].as_str().expect("a text"));
            // Of dates without an offset the site's zone is known by what Hugo gives.
            let own = raw.split('#').next().unwrap_or("").trim().trim_matches(['"', '\'']);
            let has_offset = own.len() > 19;
            let zone = if has_offset || hugo.ends_with('Z') { "UTC" } else { ZONE };
            let got = read((container, key, raw), zone);
            // To the offset: a day is another one elsewhere.
            if got.is_some()
                && got.map(|date| date.to_rfc3339()) == moment(hugo).map(|date| date.to_rfc3339())
            {
                n_right += 1;
            } else {
                wrong.push(format!("{name} {raw}: {got:?}, not {hugo}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{n_right} right, {} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(n_right >= 30, "{n_right} shapes alone");
}
