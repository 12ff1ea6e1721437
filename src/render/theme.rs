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

/// The built-in static files by their path in the built site, in bytewise order.
pub(super) const STATICS: &[(&str, &[u8])] = embedded!(
    include_bytes,
    "static",
    ["css/chart.css", "css/highlight.css", "css/site.css", "favicon.svg"]
);
