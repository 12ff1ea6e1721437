use std::sync::Arc;

use super::Contract;
use crate::base::diagnostic::Diagnostic;
use crate::base::frame::Kind;
use crate::base::node::yaml;
use crate::base::path::SitePath;
use crate::base::source::Source;

fn read(text: &str) -> Result<Contract, Vec<Diagnostic>> {
    let source = Source::new(SitePath::new("data/t.yaml").expect("valid"), text);
    Contract::read(&yaml(text).expect("readable"), &Arc::clone(&source))
}

#[test]
fn every_part_of_a_contract_is_read() {
    let contract = read(
        r#"{"title": "Usage", "description": "Tokens a month.",
            "source": {"producer": "OpenRouter", "url": "https://openrouter.ai", "licence": "CC BY 4.0", "accessed": "2025-03-08"},
            "columns": {"Total tokens": {"type": "integer", "unit": "tokens", "label": "Tokens", "not_null": true, "min": 0}},
            "key": ["month"], "null_values": ["n/a", "-"]}"#,
    )
    .expect("sound");
    assert_eq!(contract.title.as_deref(), Some("Usage"));
    let origin = contract.origin.as_ref().expect("a source");
    assert_eq!(origin.accessed.map(|day| day.to_string()).as_deref(), Some("2025-03-08"));
    let terms = &contract.columns["total_tokens"];
    assert_eq!(terms.kind.as_ref().map(|kind| kind.value), Some(Kind::Integer));
    assert_eq!(terms.label.as_deref(), Some("Tokens"));
    assert_eq!(contract.key[0].value, "month");
    assert!(contract.is_null("") && contract.is_null(" n/a ") && !contract.is_null("0"));
}

#[test]
fn slips_are_named_with_what_is_near() {
    let text = r#"{"titel": "Usage", "columns": {"tokens": {"type": "int", "minimum": 3, "not_null": "yes"}}, "source": "me", "fresh_within": "soon"}"#;
    let wrong = read(text).expect_err("broken");
    let told: Vec<String> = wrong
        .iter()
        .map(|wrong| {
            let label = &wrong.labels[0];
            let shown = label.source.as_ref().expect("placed").slice(label.span);
            format!("{} [{shown}] {}", wrong.message, wrong.help.as_deref().unwrap_or_default())
        })
        .collect();
    let expected = [
        "a contract has no key `titel` [\"titel\"] did you mean `title`?",
        "a column has no key `minimum` [\"minimum\"] the keys are `type`, `unit`, `label`, `description`, `not_null`, `unique`, `min`, `max` and `one_of`",
        "there is no type `int` [\"int\"] did you mean `integer`?",
        "`not_null` takes `true` or `false` [\"yes\"] write `not_null: true`, or leave it out",
        "`source` takes a mapping of keys to values [\"me\"] write `key: value` lines",
        "`fresh_within` takes how old the newest data may be [\"soon\"] write a number with hours, days, weeks, months or years, such as `7 days`",
    ];
    assert_eq!(told, expected);
}

/// The keys that the schema has at `pointer`, in order.
fn schema_keys(pointer: &str) -> Vec<String> {
    let schema: serde_json::Value = serde_json::from_str(super::SCHEMA).expect("JSON");
    let properties = schema.pointer(pointer).and_then(|node| node["properties"].as_object());
    let mut keys: Vec<String> = properties.expect("a map of keys").keys().cloned().collect();
    keys.sort();
    keys
}

#[test]
fn the_schema_knows_the_keys_that_are_read() {
    use super::read::{COLUMN_KEYS, KEYS, KINDS, SOURCE_KEYS};
    use super::written::{CSV_KEYS, DATES};
    let all: [(&str, &[&str]); 4] = [
        ("", &KEYS),
        ("/properties/source", &SOURCE_KEYS),
        ("/properties/columns/additionalProperties", &COLUMN_KEYS),
        ("/properties/csv", &CSV_KEYS),
    ];
    for (pointer, keys) in all {
        let mut keys: Vec<&str> = keys.to_vec();
        keys.sort_unstable();
        assert_eq!(schema_keys(pointer), keys, "{pointer} in src/data/contract/schema.json");
    }
    let schema: serde_json::Value = serde_json::from_str(super::SCHEMA).expect("JSON");
    let choices = |pointer: &str| schema.pointer(pointer).expect("a list").clone();
    let kinds: Vec<&str> = KINDS.iter().map(|kind| kind.name()).collect();
    let types = "/properties/columns/additionalProperties/properties/type/enum";
    assert_eq!(choices(types), serde_json::json!(kinds));
    let dates: Vec<&str> = DATES.iter().map(|(name, _)| *name).collect();
    assert_eq!(choices("/properties/csv/properties/dates/enum"), serde_json::json!(dates));
}
