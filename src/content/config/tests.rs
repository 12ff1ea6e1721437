//! Tests of the configuration.

use std::sync::Arc;

use super::{BaseUrl, Config, Direction, Lang, PageKind, RawHtml, read};
use crate::base::node::Value;
use crate::base::path::SitePath;
use crate::base::source::Source;
use crate::content::menu::MenuTarget;

fn source(path: &str, text: &str) -> Arc<Source> {
    Source::new(SitePath::new(path).expect("inside the site"), text)
}

fn config(text: &str) -> Config {
    let read = read(Some(&source("numerate.yaml", text)), None).expect("valid");
    assert_eq!(read.warnings, []);
    read.value
}

/// Every report as `path:line:column code message (help)`.
fn complaints(base: &str, overlay: Option<&str>) -> Vec<String> {
    let base = source("numerate.yaml", base);
    let overlay = overlay.map(|text| source("numerate.ci.yaml", text));
    let diagnostics = read(Some(&base), overlay.as_ref()).expect_err("there is a mistake");
    let show = |diagnostic: &crate::base::diagnostic::Diagnostic| {
        let label = &diagnostic.labels[0];
        let source = label.source.as_ref().expect("the file is known");
        let position = source.position(label.span.start);
        let help = diagnostic.help.as_deref().expect("it says what to do");
        let (line, column) = (position.line, position.column);
        let (code, message) = (diagnostic.code, &diagnostic.message);
        format!("{}:{line}:{column} {code} {message} ({help})", source.path)
    };
    diagnostics.iter().map(show).collect()
}

#[test]
fn nothing_at_all_is_a_configuration() {
    assert_eq!(read(None, None).map(|read| read.value), Ok(Config::default()));
    assert_eq!(config("# nothing\n"), Config::default());
}

#[test]
fn every_part_can_be_set() {
    let config = config(
        "title: 2024\nbase_url: https://x.org/blog\nlanguage: pt-BR\ntime_zone: Asia/Bangkok\n\
         description: d\nauthor: {name: A, url: https://a.org/}\ncopyright: c\n\
         taxonomies: {tags: tag, series: {label: All series}, topics: }\n\
         pagination: {size: 5, path: seite}\nsummary_length: 30\nmain_sections: posts\n\
         menu:\n  main:\n    - {name: About, page: /about/, weight: 2}\n    - {name: Out, url: 'https://o.org/'}\n\
         feed: {limit: 20}\nmarkdown: {raw_html: drop, typographer: false, toc: {from: 1, to: 4}}\n\
         data: {row_limit: 5}\nnumbers: {unbound: allow, literals: [100%, 4K]}\nbuild: {drafts: true}\nparams: {x: {y: 1}}\n",
    );
    assert_eq!(config.title, "2024");
    assert_eq!(config.base_url.as_ref().map(BaseUrl::path), Some("/blog/"));
    assert_eq!(config.language, "pt-BR");
    assert_eq!(config.author.name.as_deref(), Some("A"));
    let taxonomies: Vec<_> = config
        .taxonomies
        .iter()
        .map(|taxonomy| (&*taxonomy.plural, &*taxonomy.singular, &*taxonomy.label))
        .collect();
    assert_eq!(
        taxonomies,
        [
            ("tags", "tag", "Tags"),
            ("series", "series", "All series"),
            ("topics", "topics", "Topics")
        ]
    );
    assert_eq!((config.pagination.size, &*config.pagination.path), (5, "seite"));
    assert_eq!((config.summary_length, config.feed_limit, config.row_limit), (30, Some(20), 5));
    assert_eq!(config.main_sections, ["posts"]);
    let main = &config.menus["main"];
    assert_eq!(main[0].target, MenuTarget::Page("/about/".into(), None));
    assert_eq!(main[0].place.source.slice(main[0].place.span), "/about/");
    assert_eq!((main[1].item.weight, main[1].item.name.as_deref()), (0, Some("Out")));
    assert_eq!(config.markdown.raw_html, RawHtml::Drop);
    assert_eq!(
        (config.markdown.extensions.typographer, config.markdown.toc_levels),
        (false, (1, 4))
    );
    assert!(config.shown.drafts && !config.shown.future);
    assert!(config.params.get("x").is_some_and(|x| x.get("y").is_some()));
}

#[test]
fn an_environment_is_merged_map_by_map() {
    let base =
        source("numerate.yaml", "title: A\nparams: {a: 1, b: {c: 2}}\npagination: {size: 3}\n");
    let overlay =
        source("numerate.ci.yaml", "title: Bé\nparams: {b: {d: 3}}\nmenu: {m: [{page: /x/}]}\n");
    let config = read(Some(&base), Some(&overlay)).expect("valid").value;
    assert_eq!(config.title, "Bé");
    assert_eq!(config.pagination.size, 3);
    let inner = config.params.get("b").expect("merged");
    assert!(inner.get("c").is_some() && inner.get("d").is_some());
    let place = &config.menus["m"][0].place;
    assert_eq!(
        (place.source.path.as_str(), place.source.slice(place.span)),
        ("numerate.ci.yaml", "/x/")
    );
}

#[test]
fn mistakes_are_all_reported_in_the_file_they_stand_in() {
    let base = "titel: A\nbase_url: x.org\ntime_zone: Europe/Berln\nlanguage: en_US\npagination: {size: 0, path: a/b}\nsummary_length: many\n";
    let overlay =
        "menu: {main: [{name: A}]}\nbuild: {draft: true}\nmarkdown: {raw_html: sanitise}\n";
    assert_eq!(
        complaints(base, Some(overlay)),
        [
            "numerate.yaml:4:11 config/language `en_US` is no language tag (write it like `en` or `en-US`)",
            "numerate.yaml:2:11 config/base-url `x.org` is no address of a website (write the whole address: `https://example.org/`, or `https://example.org/blog/`)",
            "numerate.yaml:3:12 date/zone there is no time zone `Europe/Berln` (did you mean `Europe/Berlin`?)",
            "numerate.yaml:5:20 key/bad-value `size` cannot be 0 (write a number from 1 up, or leave the key out)",
            "numerate.yaml:5:29 config/pagination `a/b` is not one segment of a URL (use letters, digits, `-` and `_`: `page`)",
            "numerate.yaml:6:17 key/wrong-type `summary_length` takes a whole number, not a text (write digits, without quotes)",
            "numerate.ci.yaml:1:15 config/menu a link of a menu has no target (give it a `page: about.md` or a `url: https://example.org/`)",
            "numerate.ci.yaml:3:22 key/bad-value `raw_html` cannot be `sanitise` (did you mean `sanitize`?)",
            "numerate.ci.yaml:2:9 key/unknown `build` has no key `draft` (did you mean `drafts`?)",
            "numerate.yaml:1:1 key/unknown the configuration has no key `titel` (did you mean `title`?)",
        ]
    );
}

#[test]
fn broken_yaml_in_one_file_does_not_hide_mistakes_in_the_other() {
    assert_eq!(
        complaints("a: 1\n\tb: 2\n", Some("x: 1\n")),
        [
            "numerate.yaml:2:1 yaml/tab a tab cannot indent a line of YAML (indent with spaces)",
            "numerate.ci.yaml:1:1 key/unknown the configuration has no key `x` (it can be one of `language`, `content_dir`, `default_content_language`, `default_content_language_in_subdir`, `languages`, `capitalize_list_titles`, `pluralize_list_titles`, `title_case_style`, `disable_kinds`, `outputs`, `title`, `base_url`, `time_zone`, `description`, `author`, `copyright`, `taxonomies`, `pagination`, `has_cjk_language`, `summary_length`, `main_sections`, `menu`, `section_menu`, `sitemap`, `feed`, `related`, `markdown`, \
         `disable_path_to_lower`, `remove_path_accents`, `permalinks`, `ugly_urls`, `disable_aliases`, `front_matter`, `ignore_files`, \
         `data`, `numbers`, `build`, `params`, `cascade`)",
        ]
    );
}

#[test]
fn a_language_has_the_sites_configuration_with_its_own_keys() {
    let config = config(
        "title: T\nbase_url: https://x.org/\nparams: {a: 1, b: 1}\npermalinks: {posts: /p/:slug/, docs: /d/:slug/}\n\
         languages:\n  fr: {weight: 2, locale: fr-CA, label: Québec, params: {b: 2}, permalinks: {posts: /a/:slug/}}\n\
         \x20 en: {weight: 1}\n  he: {disabled: true}\n",
    );
    let codes: Vec<_> = config.languages.all.iter().map(|own| (&*own.code, &*own.prefix)).collect();
    assert_eq!(codes, [("en", ""), ("fr", "fr/")]);
    assert_eq!(config.languages.disabled[0].direction, Direction::Rtl);
    assert_eq!((config.lang, &*config.language, &*config.title), (Lang(0), "en", "T"));
    let french = config.of(Lang(1));
    assert_eq!((&*french.language, &*french.own().label), ("fr-CA", "Québec"));
    let param = |key| french.params.get(key).map(|node| node.value.clone());
    assert_eq!([param("a"), param("b")], [Some(Value::Integer(1)), Some(Value::Integer(2))]);
    assert_eq!(french.urls.permalinks[&PageKind::Page].len(), 1);
    assert_eq!(french.of(Lang(0)).lang, Lang(1), "a language's configuration is its own");
}

/// The keys that are read in the map under `path`, as the help for an unknown one lists them.
fn known_keys(path: &str) -> Vec<String> {
    let unknown = "qqqqqqqqqqqqqqqqqqqq: 1";
    let text = match path {
        "" => format!("{unknown}\n"),
        "menu" => format!("menu: {{main: [{{name: a, url: b, {unknown}}}]}}\n"),
        "taxonomies" => format!("taxonomies: {{tags: {{{unknown}}}}}\n"),
        "indices" => format!("related: {{indices: [{{name: tags, {unknown}}}]}}\n"),
        path => {
            let keys: Vec<&str> = path.split('.').collect();
            let open = format!("{}: {{", keys.join(": {"));
            format!("{open}{unknown}{}\n", "}".repeat(keys.len()))
        }
    };
    let told = complaints(&text, None);
    let help = told.iter().find(|told| told.contains("key/unknown")).expect("an unknown key");
    let (_, list) = help.rsplit_once("it can be one of ").expect("a list of keys");
    let mut keys: Vec<String> =
        list.trim_end_matches(')').split(", ").map(|key| key.trim_matches('`').into()).collect();
    keys.sort();
    keys.dedup();
    keys
}

#[test]
fn the_schema_knows_the_keys_that_are_read() {
    let schema: serde_json::Value = serde_json::from_str(super::SCHEMA).expect("JSON");
    let site = "/$defs/site/properties";
    let maps = [
        ("", "/properties".to_owned()),
        ("author", format!("{site}/author/anyOf/1/properties")),
        ("pagination", format!("{site}/pagination/properties")),
        ("feed", format!("{site}/feed/properties")),
        ("related", format!("{site}/related/properties")),
        ("indices", format!("{site}/related/properties/indices/items/properties")),
        ("front_matter", format!("{site}/front_matter/properties")),
        ("markdown", format!("{site}/markdown/properties")),
        ("markdown.code", format!("{site}/markdown/properties/code/properties")),
        ("markdown.math", format!("{site}/markdown/properties/math/anyOf/1/properties")),
        ("markdown.toc", format!("{site}/markdown/properties/toc/properties")),
        ("menu", format!("{site}/menu/additionalProperties/items/properties")),
        ("taxonomies", format!("{site}/taxonomies/additionalProperties/anyOf/1/properties")),
        ("data", "/properties/data/properties".to_owned()),
        ("build", "/properties/build/properties".to_owned()),
        ("numbers", format!("{site}/numbers/properties")),
    ];
    for (path, pointer) in maps {
        let properties = schema.pointer(&pointer).and_then(|node| node.as_object());
        let mut keys: Vec<String> = properties.expect("a map").keys().cloned().collect();
        keys.sort();
        assert_eq!(keys, known_keys(path), "{pointer} in src/content/config/schema.json");
    }
}
