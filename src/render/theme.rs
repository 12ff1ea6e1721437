//! The built-in theme: the repository's own `templates/` and `static/`, embedded.

/// Embeds files of one folder of the repository, by their path in it.
macro_rules! embedded {
    ($include:ident, $folder:literal, [$($name:literal),* $(,)?]) => {
        &[$(($name, $include!(concat!("../../", $folder, "/", $name)))),*]
    };
}

/// The built-in templates by name, in bytewise order.
pub(super) const TEMPLATES: &[(&str, &str)] = embedded!(
    include_str,
    "templates",
    [
        "404.html",
        "alias.html",
        "base.html",
        "home.html",
        "page.html",
        "partials/breadcrumbs.html",
        "partials/byline.html",
        "partials/card.html",
        "partials/data-note.html",
        "partials/footer.html",
        "partials/head-extra.html",
        "partials/head.html",
        "partials/header.html",
        "partials/logo.html",
        "partials/menu-link.html",
        "partials/neighbors.html",
        "partials/pages.html",
        "partials/pagination.html",
        "partials/related.html",
        "partials/series.html",
        "partials/terms.html",
        "partials/toc.html",
        "robots.txt",
        "rss.xml",
        "section.html",
        "shortcodes/comment.html",
        "shortcodes/details.html",
        "shortcodes/figure.html",
        "shortcodes/gist.html",
        "shortcodes/highlight.html",
        "shortcodes/instagram.html",
        "shortcodes/param.html",
        "shortcodes/qr.html",
        "shortcodes/tweet.html",
        "shortcodes/twitter.html",
        "shortcodes/vimeo.html",
        "shortcodes/x.html",
        "shortcodes/youtube.html",
        "sitemap.xml",
        "sitemapindex.xml",
        "taxonomy.html",
        "term.html",
    ]
);

/// The texts of the built-in templates by language, in bytewise order.
pub(super) const WORDS: &[(&str, &str)] = &[
    ("ar", include_str!("../../i18n/ar.yaml")),
    ("de", include_str!("../../i18n/de.yaml")),
    ("en", include_str!("../../i18n/en.yaml")),
    ("es", include_str!("../../i18n/es.yaml")),
    ("fr", include_str!("../../i18n/fr.yaml")),
    ("it", include_str!("../../i18n/it.yaml")),
    ("ja", include_str!("../../i18n/ja.yaml")),
    ("nl", include_str!("../../i18n/nl.yaml")),
    ("pl", include_str!("../../i18n/pl.yaml")),
    ("pt", include_str!("../../i18n/pt.yaml")),
    ("ru", include_str!("../../i18n/ru.yaml")),
    ("zh", include_str!("../../i18n/zh.yaml")),
];

/// The built-in static files by their path in the built site, in bytewise order.
pub(super) const STATICS: &[(&str, &[u8])] = embedded!(
    include_bytes,
    "static",
    ["css/chart.css", "css/highlight.css", "css/site.css", "favicon.svg"]
);
