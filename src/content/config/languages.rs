//! Reading `languages`: which there are, and what each sets for itself.

use super::language::{Direction, Lang, Language, Languages, direction, is_tag};
use crate::base::diagnostic::{Diagnostic, nearest};
use crate::base::node::{self, Entry, Fields, Node, Spanned, Value};
use crate::base::path::SitePath;

/// The keys of a language that are about the language itself.
const OWN: [&str; 6] = ["content_dir", "direction", "disabled", "label", "locale", "weight"];

/// Keys that hold for the site as a whole.
const SHARED: [&str; 8] = [
    "build",
    "content_dir",
    "data",
    "default_content_language",
    "default_content_language_in_subdir",
    "ignore_files",
    "language",
    "languages",
];

/// The languages, and for each of several the configuration as it is for this language.
pub(super) struct Found {
    pub(super) languages: Languages,
    /// One for each of [`Languages::all`], or none for a site in one language without `languages`.
    pub(super) roots: Vec<Node>,
}

/// A language as it was read.
struct Read<'a> {
    language: Language,
    is_disabled: bool,
    entry: &'a Entry,
    has_host: bool,
}

/// Takes the keys about languages of the whole configuration `root`.
pub(super) fn read(root: &Node, fields: &mut Fields<'_>, text: &str) -> Found {
    let own = language(fields, "language");
    let content = content_dir(fields).unwrap_or_else(|| "content".into());
    let default = fields.text("default_content_language");
    let in_folder =
        fields.boolean("default_content_language_in_subdir").is_some_and(|is_on| is_on.value);
    let node = fields.node("languages").filter(|node| match &node.value {
        Value::Map(entries) => !entries.is_empty(),
        _ => true,
    });
    let Some(node) = node else {
        let name = own.as_ref().or(default.as_ref()).map_or("en", |name| &*name.value);
        let mut language = Language { content, ..Language::named(name) };
        if in_folder {
            let folder = default.as_ref().map_or(&*language.code, |code| &*code.value);
            language.prefix = format!("{}/", folder.to_lowercase());
        }
        let languages =
            Languages { redirects_home: in_folder, ..Languages::one(with_tag(language, name)) };
        return Found { languages, roots: Vec::new() };
    };
    let mut found = all(node, (fields, text), &content);
    found.sort_by(|a, b| {
        let key = |read: &Read| (read.language.weight == 0, read.language.weight);
        key(a).cmp(&key(b)).then_with(|| a.language.code.cmp(&b.language.code))
    });
    let (off, on): (Vec<Read>, Vec<Read>) = found.into_iter().partition(|read| read.is_disabled);
    let mut languages = Languages {
        all: on.iter().map(|read| read.language.clone()).collect(),
        disabled: off.into_iter().map(|read| read.language).collect(),
        default: Lang(0),
        redirects_home: false,
    };
    if languages.all.is_empty() {
        let message = "no language is left: all of them are disabled";
        let error = Diagnostic::error("config/languages", message).at(node.span);
        fields.report(error.help("remove `disabled: true` from one of them"));
        languages.all.push(Language::named("en"));
    }
    languages.default = default_of(&languages, (default.as_ref(), own.as_ref()), (node, fields));
    place(&mut languages, &on, in_folder, fields);
    let roots = on.iter().map(|read| merged(root, &read.entry.value)).collect();
    Found { languages, roots }
}

/// Takes the keys about languages, which were read for the site already.
pub(super) fn pass_over(fields: &mut Fields<'_>) {
    for key in SHARED.into_iter().filter(|key| !["build", "data", "ignore_files"].contains(key)) {
        let _ = fields.entry(key);
    }
}

/// `language` with a tag as the author wrote it.
fn with_tag(language: Language, tag: &str) -> Language {
    Language { tag: tag.to_owned(), ..language }
}

/// Reads each language's own keys.
fn all<'a>(
    node: &'a Node,
    (fields, text): (&mut Fields<'_>, &str),
    content: &str,
) -> Vec<Read<'a>> {
    let Value::Map(entries) = &node.value else {
        let help = "write a line such as `de: {weight: 2}` per language below it";
        return fields
            .wrong_type("languages", node, "a map of languages", help)
            .unwrap_or_default();
    };
    let mut res: Vec<Read> = Vec::new();
    for entry in entries {
        if !is_tag(&entry.key) {
            let key = Spanned::new(entry.key.clone(), entry.key_span);
            fields.report(no_tag(&key));
            continue;
        }
        let code = entry.key.to_lowercase();
        if res.iter().any(|read| read.language.code == code) {
            let message = format!("the language `{code}` stands here twice");
            let error = Diagnostic::error("config/languages", message).at(entry.key_span);
            fields.report(error.help("the case of letters does not matter: remove one of the two"));
            continue;
        }
        res.extend(one(entry, (fields, text), content));
    }
    res
}

/// Reads the own keys of one language.
fn one<'a>(
    entry: &'a Entry,
    (fields, text): (&mut Fields<'_>, &str),
    content: &str,
) -> Option<Read<'a>> {
    let what = format!("the language `{}`", entry.key);
    let entries = match &entry.value.value {
        Value::Map(entries) => entries.as_slice(),
        Value::Null => &[],
        _ => {
            let help = "write keys such as `title: …` below it";
            return fields.wrong_type(&entry.key, &entry.value, "a map", help);
        }
    };
    for shared in entries {
        if SHARED.contains(&&*shared.key) && !OWN.contains(&&*shared.key) {
            let message = format!("`{}` is for the whole site, not for a language", shared.key);
            let error = Diagnostic::error("config/language-key", message).at(shared.key_span);
            fields.report(error.help("write it at the left margin, beside `languages`"));
        }
    }
    let own = entries.iter().filter(|entry| OWN.contains(&&*entry.key)).cloned().collect();
    let own = Node { span: entry.value.span, value: Value::Map(own) };
    let mut language = Language { content: content.into(), ..Language::named(&entry.key) };
    let mut is_disabled = false;
    fields.inner(&own, &what, |fields| {
        language.weight = fields.integer("weight").map_or(0, |weight| weight.value);
        if let Some(locale) = self::language(fields, "locale") {
            language.direction = direction(&locale);
            language.tag = locale.value;
        }
        if let Some(label) = fields.scalar("label", text) {
            language.label = label.value;
        }
        let directions = [("ltr", Direction::Ltr), ("rtl", Direction::Rtl)];
        if let Some(direction) = fields.one_of("direction", &directions) {
            language.direction = direction.value;
        }
        if let Some(folder) = content_dir(fields) {
            language.content = folder;
        }
        is_disabled = fields.boolean("disabled").is_some_and(|is_on| is_on.value);
    });
    let has_host = entries.iter().any(|entry| entry.key == "base_url");
    Some(Read { language, is_disabled, entry, has_host })
}

/// The language of files that name none: the one that the configuration says, else `en`, else the only one.
fn default_of(
    languages: &Languages,
    (default, language): (Option<&Spanned<String>>, Option<&Spanned<String>>),
    (node, fields): (&Node, &mut Fields<'_>),
) -> Lang {
    if let Some(code) = default.or(language) {
        return languages.find(code).unwrap_or_else(|| {
            let is_off = languages.disabled.iter().any(|off| off.code.eq_ignore_ascii_case(code));
            let what = if is_off { "is disabled" } else { "is not among `languages`" };
            let message = format!("the default language `{}` {what}", code.value);
            let near = nearest(code, languages.all.iter().map(|language| &*language.code));
            let help = near.map_or_else(
                || format!("choose one that is: `{}`", languages.all[0].code),
                |near| format!("did you mean `{near}`?"),
            );
            fields.report(Diagnostic::error("config/languages", message).at(code.span).help(help));
            Lang(0)
        });
    }
    match languages.find("en") {
        Some(english) => english,
        None if languages.all.len() == 1 => Lang(0),
        None => {
            let first = &languages.all[0].code;
            let message = "none of the languages is said to be the default one";
            let help = format!("write `default_content_language: {first}`, or another of them");
            fields.report(Diagnostic::error("config/languages", message).at(node.span).help(help));
            Lang(0)
        }
    }
}

/// The folders of pages that a configuration names, as far as it can be read.
pub fn content_folders(yaml: &str) -> Vec<SitePath> {
    let Ok(root) = node::yaml(yaml) else { return Vec::new() };
    let languages = match root.get("languages").map(|node| &node.value) {
        Some(Value::Map(entries)) => entries.iter().map(|entry| &entry.value).collect(),
        _ => Vec::new(),
    };
    let folders = std::iter::once(&root).chain(languages).filter_map(|node| {
        let Value::Text(folder) = &node.get("content_dir")?.value else { return None };
        SitePath::new(folder).ok()
    });
    folders.collect()
}

/// Gives each language its folder: on a host of its own, or below the site's root.
fn place(languages: &mut Languages, on: &[Read<'_>], in_folder: bool, fields: &mut Fields<'_>) {
    if on.iter().any(|read| read.has_host) {
        for read in on.iter().filter(|read| !read.has_host) {
            let code = &read.language.code;
            let message = format!("the language `{code}` has no `base_url`, and others have one");
            let error = Diagnostic::error("config/languages", message).at(read.entry.key_span);
            fields.report(error.help("give each language a `base_url`, or none of them"));
        }
        for language in &mut languages.all {
            language.host = format!("{}/", language.code);
        }
        return;
    }
    let default = languages.default;
    for (at, language) in languages.all.iter_mut().enumerate() {
        if Lang(at) != default || in_folder {
            language.prefix = format!("{}/", language.code);
        }
    }
    languages.redirects_home = in_folder;
}

/// The configuration as a language has it: its keys in place of the site's, its `params` over the site's.
fn merged(root: &Node, own: &Node) -> Node {
    let mut node = root.clone();
    let (Value::Map(entries), Value::Map(over)) = (&mut node.value, &own.value) else {
        return node;
    };
    for entry in over.iter().filter(|entry| !OWN.contains(&&*entry.key)) {
        match entries.iter_mut().find(|below| below.key == entry.key) {
            Some(below) if entry.key == "params" => {
                super::reader::merge(&mut below.value, entry.value.clone());
            }
            Some(below) => below.value = entry.value.clone(),
            None => entries.push(entry.clone()),
        }
    }
    node
}

/// Takes a language tag.
fn language(fields: &mut Fields<'_>, key: &'static str) -> Option<Spanned<String>> {
    let text = fields.text(key)?;
    if !is_tag(&text) {
        fields.report(no_tag(&text));
    }
    Some(text)
}

fn no_tag(text: &Spanned<String>) -> Diagnostic {
    let message = format!("`{}` is no language tag", text.value);
    let help = format!("write it like `en` or `{}`", text.replace('_', "-"));
    let help = if text.contains('_') { help } else { "write it like `en` or `pt-BR`".into() };
    Diagnostic::error("config/language", message).at(text.span).help(help)
}

/// Takes a folder of pages.
fn content_dir(fields: &mut Fields<'_>) -> Option<String> {
    let text = fields.text("content_dir")?;
    match SitePath::new(&text) {
        Ok(path) => Some(path.to_string()),
        Err(error) => {
            let message = format!("`{}` is no folder of the site: {error}", text.value);
            fields.report(
                Diagnostic::error("config/content-dir", message)
                    .at(text.span)
                    .help("write a folder below the site's root, such as `content/de`"),
            );
            None
        }
    }
}
