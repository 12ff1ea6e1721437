//! Published token counts, where they are present: dated snapshots whose sums are known.

use std::collections::BTreeMap;
use std::path::Path;

use crate::support::{Built, build_with, now, picture};
use numerate::base::path::SitePath;
use numerate::base::world::Memory;
use numerate::pipeline::Options;

/// The data, with what is known of it.
const TOKENS: &str = "../shared/corpus/tokens";

/// What is known of the files, by their paths; nothing where they are not present.
fn expected() -> BTreeMap<String, serde_json::Value> {
    let text = std::fs::read_to_string(Path::new(TOKENS).join("expected.json"));
    text.map(|text| serde_json::from_str(&text).expect("JSON")).unwrap_or_default()
}

fn add(memory: &mut Memory, from: &str, to: &str) {
    memory.insert(to, std::fs::read(Path::new(TOKENS).join(from)).expect("listed"));
}

/// Adds a snapshot and the post of its day, which states its sums and claims that the shares of each day are whole.
fn add_post(memory: &mut Memory, path: &str, facts: &serde_json::Value) {
    add(memory, path, &format!("data/{path}"));
    let day = SitePath::new(path).expect("valid").stem().to_owned();
    let top = facts["top_on_last_day"].as_array().expect("a model and its tokens");
    let text = format!(
        "---\ntitle: As of {day}\ndate: {day}\ntags: [tokens]\n---\n\
         ```sql q\nSELECT sum(total_tokens) AS total, count(*) AS n, max(date) AS last, count(DISTINCT date) AS days FROM rankings\n```\n\
         ```sql top\nSELECT model_permaslug AS model, total_tokens AS tokens FROM rankings\n\
         WHERE date = (SELECT max(date) FROM rankings) AND rank = 1\n```\n\
         ```sql shares\nSELECT date, sum(share_of_daily_tokens) AS share FROM rankings GROUP BY date\n```\n\
         ```yaml claim\nrows: SELECT * FROM shares WHERE abs(share - 1) > 1e-9\n```\n\n\
         [{}](q:q.total) [{}](q:q.n) [{}](q:q.last) [{}](q:q.days) [{}](q:top.model) [{}](q:top.tokens)\n",
        facts["total_tokens"],
        facts["rows"],
        facts["last"].as_str().expect("a day"),
        facts["days"],
        top[0].as_str().expect("a model"),
        top[1],
    );
    memory.insert(&format!("content/posts/{day}.md"), text);
}

/// Builds a site that has nothing wrong with it.
fn clean(memory: &Memory) -> Built {
    let built = build_with(memory, &Options::default());
    assert!(built.report.diagnostics.is_empty(), "{}", picture(&built.report.diagnostics));
    built
}

#[test]
fn snapshots_give_the_sums_that_are_known_of_them_and_a_new_one_leaves_older_posts_alone() {
    let expected = expected();
    let posts: Vec<_> = expected.iter().filter(|(path, _)| path.starts_with("rankings/")).collect();
    let Some((last, earlier)) = posts.split_last() else { return };
    let mut memory = Memory::new(now() + chrono::Duration::days(3650));
    memory.insert("numerate.yaml", "title: Tokens\nbase_url: https://example.org/\n");
    for (path, facts) in earlier {
        add_post(&mut memory, path, facts);
    }
    let before = clean(&memory);
    assert_eq!(before.report.summary.bindings, 6 * earlier.len());
    assert_eq!(before.report.summary.claims, earlier.len());
    add_post(&mut memory, last.0, last.1);
    let after = clean(&memory);
    assert_eq!(after.report.summary.bindings, 6 * posts.len());
    let day = |path: &str| SitePath::new(path).expect("valid").stem().to_owned();
    // The newest of the earlier posts gets a link to the one that follows it.
    let (new, neighbor) = (day(last.0), day(earlier.last().expect("several").0));
    let mut changed = Vec::new();
    for (path, text) in &after.files {
        let is_of = |day: &str| path.starts_with(&format!("posts/{day}/"));
        if before.files.get(path) != Some(text) && !is_of(&new) {
            changed.push(path.as_str());
        }
    }
    let lists = ["404.html", "sitemap.xml", "", "posts/", "tags/", "tags/tokens/"];
    let is_list = |path: &&str| {
        let of = |list: &str| {
            let rest = path.strip_prefix(list)?;
            Some(["", "index.html", "index.xml"].contains(&rest) || rest.starts_with("page/"))
        };
        lists.iter().any(|list| of(list) == Some(true))
    };
    let beside: Vec<&&str> = changed.iter().filter(|path| !is_list(path)).collect();
    assert_eq!(beside, [&format!("posts/{neighbor}/index.html").as_str()], "{changed:?}");
    let without_link = |built: &Built| {
        let html = built.main(&format!("posts/{neighbor}/index.html"));
        html[..html.find("<nav").unwrap_or(html.len())].to_owned()
    };
    assert_eq!(without_link(&before), without_link(&after));
}

#[test]
fn gaps_are_gaps_and_the_partial_last_week_is_marked() {
    let expected = expected();
    let Some(weeks) = expected.get("daily.csv").map(|facts| &facts["weekly_total_tokens"]) else {
        return;
    };
    let weeks = weeks.as_object().expect("weeks");
    let mut memory = Memory::new(now() + chrono::Duration::days(3650));
    add(&mut memory, "daily.csv", "data/daily.csv");
    add(&mut memory, "daily-wide.csv", "data/wide.csv");
    let row = |(week, facts): (&String, &serde_json::Value)| {
        format!("| {week} | {} | {} |", facts["tokens"], facts["days"])
    };
    let rows = weeks.iter().map(row).collect::<Vec<_>>().join("\n");
    let text = format!(
        "---\ntitle: Weeks\ndate: 2026-09-01\n---\n\
         ```sql weeks\nSELECT CAST(date_trunc('week', date) AS DATE) AS week, sum(total_tokens) AS tokens,\n\
         count(DISTINCT date) AS days, count(DISTINCT date) < 7 AS partial\nFROM daily GROUP BY 1 ORDER BY 1\n```\n\n\
         | [Week](q:weeks.week) | [Tokens](q:weeks.tokens) | [Days](q:weeks.days) |\n|---|---|---|\n{rows}\n\n\
         ```yaml chart\nquery: weeks\nkind: line\nx: week\ny: tokens\nestimated: partial\ntitle: Weeks\nalt: A rising line.\n```\n"
    );
    memory.insert("content/posts/weeks/index.md", text);
    let text = "---\ntitle: Gaps\ndate: 2026-09-01\n---\n\
         ```sql days\nSELECT date, anthropic_claude_4_7_opus_20260416 AS tokens FROM wide ORDER BY date\n```\n\
         ```sql gaps\nSELECT count(*) AS n, count(tokens) AS known FROM days\n```\n\n\
         [](q:gaps.n) [](q:gaps.known)\n\n\
         ```yaml chart\nquery: days\nkind: line\nx: date\ny: tokens\ntitle: Days\nalt: A line with gaps.\n```\n";
    memory.insert("content/posts/gaps/index.md", text);
    let built = clean(&memory);
    let weeks = built.main("posts/weeks/index.html");
    assert!(weeks.contains("stroke-dasharray") || weeks.contains("class=\"e"), "{weeks}");
    // The parts of the line are as many as the runs of days with a value.
    let wide = std::fs::read_to_string(Path::new(TOKENS).join("daily-wide.csv")).expect("listed");
    let column = wide
        .lines()
        .next()
        .expect("a header")
        .split(',')
        .position(|name| name.contains("claude-4.7-opus"));
    let known: Vec<bool> = wide
        .lines()
        .skip(1)
        .map(|line| {
            line.split(',')
                .nth(column.expect("a column"))
                .is_some_and(|cell| !cell.trim().is_empty())
        })
        .collect();
    let runs = known.split(|known| !known).filter(|run| run.len() > 1).count();
    let lone = known.split(|known| !known).filter(|run| run.len() == 1).count();
    let html = built.main("posts/gaps/index.html");
    assert!(known.iter().any(|known| !known), "there are gaps");
    assert!(
        html.contains(&format!("<data value=\"{}\"", known.iter().filter(|known| **known).count()))
    );
    let svg = &html[html.find("<svg").expect("a chart")..html.find("</svg>").expect("its end")];
    let n_lines = svg.matches("<polyline").count();
    assert!(
        runs > 0 && n_lines == runs,
        "{n_lines} lines for {runs} runs and {lone} lone days: {svg}"
    );
}
