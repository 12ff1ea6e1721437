//! Which tables are fetched, and what is pinned of them.

use numerate::base::world::Memory as Site;
use numerate::pipeline::{self, Memory, Options, Outcome};

use super::{COLUMNS, Server, client, fixture, ok, pull};
use crate::support::picture;

#[test]
fn tables_that_are_not_fetched_are_errors_by_their_names() {
    let site = fixture("  url: http://127.0.0.1:PORT/", 1);
    let pull = |site: &Site, names: &[&str]| {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let pulled = pipeline::pull(
            (site, &client().0),
            &Options::default(),
            &names,
            &mut Memory::default(),
        );
        picture(&pulled.map(|_| ()).expect_err("no table"))
    };
    assert!(pull(&site, &["usage"]).contains("there is no contract of a table `usage`"));
    let mut plain = site.clone();
    plain.insert("data/apps.yaml", COLUMNS);
    assert!(pull(&plain, &["apps"]).contains("does not say where it is fetched from"));
    assert!(pull(&plain, &[]).contains("no contract says where its table is fetched from"));
}

#[test]
fn a_new_snapshot_is_pinned_and_no_other_is_accepted_on_the_way() {
    let server = Server::start(vec![ok("", "app,tokens\nA,2\n")]);
    let mut site = fixture("  url: http://127.0.0.1:PORT/", server.port);
    let pulled = pull(&site).outcome.unwrap_or_else(|errors| panic!("{}", picture(&errors))).value;
    let Outcome::New(new) = pulled else { panic!("it is new") };
    site.insert("data/apps/2025-12-01.csv", "app,tokens\nA,1\n");
    site.insert(new.path.as_str(), new.bytes.clone());
    let new = [new];
    let pin = |site: &Site| {
        pipeline::pinned_with(site, &Options::default(), &new)
            .unwrap_or_else(|e| panic!("{}", picture(&e)))
    };
    let all = pin(&site);
    assert_eq!(all.matches("rows = 1 }").count(), 2, "{all}");
    site.insert("data.lock", "# mine\n\"data/apps/2025-12-01.csv\" = { blake3 = \"0\", bytes = 1, rows = 1 }\n\"data/z/2025-12-01.csv\" = {}\n");
    let lines: Vec<String> = pin(&site).lines().map(str::to_owned).collect();
    assert_eq!(lines[0], "# mine");
    assert!(lines[1].contains("blake3 = \"0\""), "{lines:?}");
    assert!(lines[2].starts_with("\"data/apps/2026-01-01.csv\" = { blake3 = \""), "{lines:?}");
    assert!(lines[3].starts_with("\"data/z"), "{lines:?}");
}
