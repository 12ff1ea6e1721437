//! Blocks that are read in full.

use super::{Orientation, Sort, Spec};
use crate::base::node::yaml;

fn read(block: &str) -> Spec {
    Spec::read(&yaml(block).expect("YAML")).expect("a chart").value
}

#[test]
fn texts_keep_their_places_and_can_be_replaced() {
    let block =
        "query: monthly\nkind: line\nx: month\ny: tokens\ntitle: \"grew [76x](q:growth.ratio)\"";
    let mut spec = read(block);
    let (title, span) = spec.title.clone().expect("a title");
    assert_eq!(title, "grew [76x](q:growth.ratio)");
    assert_eq!(&block[span.range()], "\"grew [76x](q:growth.ratio)\"");
    spec.title = Some(("grew 76x".to_owned(), span));
    assert_eq!(spec.title.map(|(title, _)| title).as_deref(), Some("grew 76x"));
}

#[test]
fn every_option_is_read() {
    let spec = read(
        "query: q\nkind: bar\nx: app\ny: [a, b]\nestimated: e\nunit: tokens\nfmt: short1\nheight: 200\n\
         image: i/a.png\nlabels: {a: First}\norientation: vertical\nlayout: grouped\nsort: descending\n\
         note: N\nalt: A\nsubtitle: S\nannotations: [{x: 2024, text: T}]",
    );
    assert_eq!(spec.y.len(), 2);
    assert_eq!(spec.label("a"), Some("First"));
    assert_eq!(spec.height.map(|(height, _)| height), Some(200));
    assert_eq!(spec.orientation.map(|(orientation, _)| orientation), Some(Orientation::Vertical));
    assert_eq!(spec.sort, Some(Sort::Descending));
    assert!(spec.grouped.is_some());
    assert_eq!(spec.annotations[0].x.0, "2024");
    assert_eq!(spec.image.map(|(path, _)| path).as_deref(), Some("i/a.png"));
    let spec = read("query: q\nkind: line\nx: m\ny: v\nzero: false\nscale: {y: linear}\nseries: s");
    assert_eq!((spec.zero.map(|(zero, _)| zero), spec.log), (Some(false), false));
}
