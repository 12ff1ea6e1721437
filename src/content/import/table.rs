//! Which setting of Hugo is which key here.

use crate::base::node::Node;
use crate::content::date_sources;

/// Settings that differ in their name alone. Hugo's are in lower case.
pub(super) const RENAMED: [(&str, &str); 23] = [
    ("timezone", "time_zone"),
    ("copyright", "copyright"),
    ("permalinks", "permalinks"),
    ("uglyurls", "ugly_urls"),
    ("disablepathtolower", "disable_path_to_lower"),
    ("removepathaccents", "remove_path_accents"),
    ("paginate", "pagination.size"),
    ("paginatepath", "pagination.path"),
    ("pagination.pagersize", "pagination.size"),
    ("pagination.path", "pagination.path"),
    ("hascjklanguage", "has_cjk_language"),
    ("summarylength", "summary_length"),
    ("capitalizelisttitles", "capitalize_list_titles"),
    ("pluralizelisttitles", "pluralize_list_titles"),
    ("titlecasestyle", "title_case_style"),
    ("cascade", "cascade"),
    ("enableemoji", "markdown.emoji"),
    ("markup.goldmark.extensions.linkifyprotocol", "markdown.linkify_protocol"),
    ("markup.goldmark.renderer.hardwraps", "markdown.hard_wraps"),
    ("markup.goldmark.parser.attribute.title", "markdown.heading_attributes"),
    ("markup.goldmark.parser.attribute.block", "markdown.block_attributes"),
    ("markup.tableofcontents.startlevel", "markdown.toc.from"),
    ("markup.tableofcontents.endlevel", "markdown.toc.to"),
];

/// Extensions of Goldmark, each on or off.
pub(super) const SWITCHES: [(&str, &str); 7] = [
    ("extensions.typographer", "typographer"),
    ("extensions.linkify", "linkify"),
    ("extensions.table", "tables"),
    ("extensions.strikethrough", "strikethrough"),
    ("extensions.tasklist", "task_lists"),
    ("extensions.footnote", "footnotes"),
    ("extensions.definitionlist", "definition_lists"),
];

/// The dates that `frontmatter` is about.
pub(super) const DATES: [(&str, &str); 4] = [
    ("date", "date"),
    ("publishdate", "publish_date"),
    ("lastmod", "lastmod"),
    ("expirydate", "expiry_date"),
];

/// Does a date come from this item of `frontmatter` here as well?
pub(super) fn is_date_source(item: &Node) -> bool {
    item.scalar_text("").is_some_and(|name| date_sources::is_known(&name))
}

/// Settings without a place here, and what to do about each; nothing is said of those that make no difference.
pub(super) const WITHOUT_PLACE: [(&str, &str); 63] = [
    ("archetypedir", ""),
    ("assetdir", "files of `assets` are not read: put what pages use into `static`"),
    ("build", ""),
    ("caches", ""),
    ("canonifyurls", "links inside the site are relative to its root, those in feeds are absolute"),
    ("contenttypes", "pages are Markdown or HTML"),
    ("datadir", "name the folder `data`; it holds tables"),
    ("debug", ""),
    ("defaultoutputformat", ""),
    ("deployment", "publish with a tool of your own: `public` is ready to copy"),
    ("disablealiases", "aliases become pages that lead on"),
    ("disabledefaultlanguageredirect", ""),
    ("disablehugogeneratorinject", ""),
    ("disablelivereload", ""),
    ("disqusshortname", "put it below `params`, and its script into a template"),
    ("enablegitinfo", "write `lastmod` into the pages: the same files give the same site"),
    ("enableinlineshortcodes", "write a template for each into `templates/shortcodes`"),
    ("enablemissingtranslationplaceholders", ""),
    ("enablerobotstxt", ""),
    ("environment", ""),
    ("footnoteanchorprefix", ""),
    ("footnotereturnlinkcontents", ""),
    ("googleanalytics", "put it below `params`, and its script into a template"),
    ("httpcache", ""),
    ("i18ndir", ""),
    ("ignoreerrors", ""),
    ("ignorefiles", "move such files out of `content`"),
    ("ignorelogs", ""),
    ("ignorewarnings", ""),
    ("imaging", "pictures are copied as they are"),
    ("layoutdir", ""),
    ("logpathwarnings", ""),
    ("logi18nwarnings", ""),
    ("markup.asciidocext", "pages are Markdown or HTML"),
    ("markup.defaultmarkdownhandler", ""),
    ("markup.goldmark.duplicateresourcefiles", ""),
    ("markup.goldmark.extensions.cjk", ""),
    (
        "markup.goldmark.extensions.extras",
        "`<ins>`, `<mark>`, `<sub>` and `<sup>` can be written as HTML",
    ),
    ("markup.goldmark.renderer.xhtml", ""),
    ("markup.goldmark.renderhooks", "links and images are always resolved"),
    ("markup.goldmark.parser", ""),
    ("markup.goldmark.extensions.typographer", "quotes and dashes are the usual ones"),
    ("markup.goldmark.extensions.footnote", ""),
    ("markup.highlight", ""),
    ("markup.tableofcontents.ordered", ""),
    ("mediatypes", "pages are HTML and feeds RSS"),
    ("minify", "compress the site as it is served"),
    ("module", "copy what a module brings into the site"),
    ("newcontenteditor", ""),
    ("noclasses", ""),
    ("outputformats", "pages are HTML and feeds RSS"),
    ("outputs", "a page's `outputs` can leave its feed out"),
    ("persistpaths", ""),
    ("privacy", ""),
    ("publishdir", "give the folder with `--destination`"),
    ("pygmentscodefences", ""),
    ("pygmentsstyle", ""),
    ("pygmentsuseclasses", ""),
    ("reflinkserrorlevel", ""),
    ("security", ""),
    ("server", ""),
    (
        "theme",
        "the theme's templates are Hugo's: numerate brings its own, and `templates` changes it",
    ),
    ("timeout", ""),
];
