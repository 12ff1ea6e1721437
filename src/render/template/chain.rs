//! Which templates a template is made of.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::digest::Digest;
use crate::base::source::Source;

/// A template with those that it may extend and include.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::render) struct Chain {
    /// Their names, each once, its own first.
    pub(in crate::render) names: Arc<[String]>,
    /// The digest of their texts.
    pub(in crate::render) digest: Digest,
    /// Does any of them name the lengths of texts in cards?
    pub(in crate::render) names_lengths: bool,
}

/// The chains of all templates.
///
/// A template may use another if its name stands in the text in quotes. Components are named without their file, so a template that
/// defines one belongs to every chain.
pub(super) fn chains(texts: &BTreeMap<String, Arc<Source>>) -> BTreeMap<String, Chain> {
    let components: Vec<&String> = texts
        .iter()
        .filter(|(_, source)| source.text.contains("endcomponent"))
        .map(|(name, _)| name)
        .collect();
    let mentioned = |text: &str| -> Vec<&String> {
        let quoted = |name: &String| {
            ['"', '\'', '`'].iter().any(|quote| text.contains(&format!("{quote}{name}{quote}")))
        };
        let named = texts.keys().filter(|name| quoted(name));
        named.chain(components.iter().copied()).collect()
    };
    let mentions: BTreeMap<&String, Vec<&String>> =
        texts.iter().map(|(name, source)| (name, mentioned(&source.text))).collect();
    let chain = |name: &String| {
        let mut names = vec![name];
        let mut at = 0;
        while let Some(name) = names.get(at).copied() {
            for mentioned in mentions.get(name).into_iter().flatten() {
                if !names.contains(mentioned) {
                    names.push(mentioned);
                }
            }
            at += 1;
        }
        let parts = names.iter().flat_map(|name| [name.as_bytes(), texts[*name].text.as_bytes()]);
        Chain {
            digest: Digest::of_parts(parts),
            names_lengths: names.iter().any(|name| names_lengths(&texts[*name].text)),
            names: names.into_iter().cloned().collect(),
        }
    };
    texts.keys().map(|name| (name.clone(), chain(name))).collect()
}

/// The digest of all templates whose names begin so.
pub(super) fn digest_below(chains: &BTreeMap<String, Chain>, start: &str) -> Digest {
    let below = chains.iter().filter(|(name, _)| name.starts_with(start));
    Digest::of_parts(below.flat_map(|(name, chain)| [name.as_bytes(), chain.digest.as_bytes()]))
}

/// Does a text name the length of a page's text other than as a field of `page`?
fn names_lengths(text: &str) -> bool {
    ["word_count", "reading_time"].iter().any(|name| {
        text.match_indices(name)
            .any(|(at, _)| gives_page_another_meaning(text) || !text[..at].ends_with("page."))
    })
}

/// Does a text use `page` as the name of a variable of its own, in a loop or an assignment?
fn gives_page_another_meaning(text: &str) -> bool {
    text.match_indices("page").any(|(at, name)| {
        let is_name = |char: char| char.is_alphanumeric() || char == '_' || char == '.';
        let rest = text[at + name.len()..].trim_start();
        !text[..at].ends_with(is_name)
            && (rest.starts_with("in ") || (rest.starts_with('=') && !rest.starts_with("==")))
    })
}

#[cfg(test)]
mod tests {
    use super::{Source, chains, names_lengths};
    use crate::base::path::SitePath;

    #[test]
    fn a_chain_holds_all_that_a_template_may_use() {
        let source = |name: &str, text: &str| {
            let path = SitePath::new(&format!("templates/{name}")).expect("valid");
            (name.to_owned(), Source::new(path, text))
        };
        let texts = |base: &str| {
            [
                source("base.html", base),
                source("page.html", "{% extends \"base.html\" %}{% include 'x.html' %}"),
                source("x.html", "x"),
                source("y.html", "y"),
                source("z.html", "{% component Z() %}{% endcomponent Z %}"),
            ]
            .into()
        };
        let (one, two) = (chains(&texts("1")), chains(&texts("2")));
        assert_eq!(*one["page.html"].names, ["page.html", "base.html", "x.html", "z.html"]);
        assert_ne!(one["page.html"].digest, two["page.html"].digest);
        assert_eq!(one["y.html"].digest, two["y.html"].digest);
    }

    #[test]
    fn lengths_in_cards_are_told_from_those_of_the_page() {
        for (text, named) in [
            ("{{ page.word_count }} {% if page.reading_time == 1 %}", false),
            ("{{ card.word_count }}", true),
            ("{% for page in list.pages %}{{ page.word_count }}{% endfor %}", true),
            ("{% set page = recent | first %}{{ page.reading_time }}", true),
            ("{{ page[\"word_count\"] }}", true),
            ("{{ page.title }}", false),
        ] {
            assert_eq!(names_lengths(text), named, "{text}");
        }
    }
}
