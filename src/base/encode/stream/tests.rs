use std::collections::BTreeMap;

use serde::Serialize;

use crate::base::encode::digest_of;

#[derive(Serialize)]
enum Kind {
    Plain,
    Other,
    One(&'static str),
    Two(&'static str, u8),
    Named { a: Option<u8> },
}

#[derive(Serialize)]
struct Part {
    #[serde(skip_serializing_if = "Option::is_none")]
    a: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    b: Option<u8>,
}

#[derive(Serialize)]
struct Whole {
    #[serde(flatten)]
    part: Part,
    text: &'static str,
}

/// No two of these may have the same digest.
fn all_differ<T: Serialize>(values: &[T]) {
    for (at, one) in values.iter().enumerate() {
        assert_eq!(digest_of(one), digest_of(one));
        for (other, two) in values.iter().enumerate().skip(at + 1) {
            assert_ne!(digest_of(one), digest_of(two), "{at} and {other}");
        }
    }
}

#[test]
fn values_that_differ_have_other_digests() {
    all_differ(&["", "a", "b", "ab", "a\0", "\u{7}"]);
    all_differ(&[vec![], vec![""], vec!["", ""], vec!["a", "b"], vec!["ab"], vec!["a"]]);
    all_differ(&[vec![vec![1], vec![]], vec![vec![], vec![1]], vec![vec![1]], vec![]]);
    all_differ(&[None, Some(None), Some(Some(0)), Some(Some(1))]);
    all_differ(&[0.0, -0.0, 1.5, f64::NAN]);
    all_differ(&[i64::MIN, -1, 0, 1, i64::MAX]);
    all_differ(&[u128::MAX, 0, 1 << 64]);
    all_differ(&[true, false]);
    all_differ(&["x".repeat(70_000), "x".repeat(70_001), "x".repeat(65_528)]);
}

#[test]
fn variants_and_fields_that_are_left_out_are_told_apart() {
    all_differ(&[
        Kind::Plain,
        Kind::Other,
        Kind::One("a"),
        Kind::One("b"),
        Kind::Two("a", 1),
        Kind::Named { a: None },
        Kind::Named { a: Some(1) },
    ]);
    let part = |a, b| Part { a, b };
    let parts =
        || [part(None, None), part(Some(1), None), part(None, Some(1)), part(Some(1), Some(1))];
    all_differ(&parts());
    let whole = |part| Whole { part, text: "t" };
    all_differ(&parts().map(whole));
    let map = |entries: &[(&'static str, u8)]| entries.iter().copied().collect::<BTreeMap<_, _>>();
    all_differ(&[map(&[]), map(&[("a", 1)]), map(&[("b", 1)]), map(&[("a", 1), ("b", 1)])]);
}
