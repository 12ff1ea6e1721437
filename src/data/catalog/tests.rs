use super::{Catalog, catalog};
use crate::base::path::SitePath;
use crate::base::world::{Memory, World as _};
use crate::data::contract::tests::json;

fn site(fixture: &str) -> Catalog {
    let world = Memory::fixture(fixture, chrono::DateTime::default());
    let files: Vec<SitePath> =
        world.files().expect("listed").into_iter().map(|file| file.path).collect();
    catalog(&world, &files, 1000, json).expect("sound").value
}

#[test]
fn probe() {
    let catalog = site(
        "//- /data/usage.csv\nMonth,Total tokens,price,app\n2024-01-01,588000000,0.05,a\n2024-02-01,9223372036854775807,1.25,b\n2024-03-01,9223372036854775807,,b\n",
    );
    let session = catalog.session(&[]);
    for sql in std::fs::read_to_string("/tmp/probe.sql").unwrap().split(";\n") {
        eprintln!("== {sql}");
        match session.run(sql) {
            Ok(res) => {
                eprintln!(
                    "  {:?}",
                    res.frame
                        .columns
                        .iter()
                        .map(|c| format!("{}|{}|{:?}|{}", c.name, c.label, c.unit, c.kind.name()))
                        .collect::<Vec<_>>()
                );
                for row in res.frame.rows {
                    eprintln!(
                        "  {:?}",
                        row.iter().map(|c| format!("{}", c.plain())).collect::<Vec<_>>()
                    );
                }
            }
            Err(errors) => {
                for e in errors {
                    eprintln!(
                        "  {} {} [{}] {}",
                        e.code,
                        e.message,
                        e.labels
                            .first()
                            .map(|l| sql.get(l.span.range()).unwrap_or("?"))
                            .unwrap_or("none"),
                        e.help.unwrap_or_default()
                    );
                }
            }
        }
    }
}
