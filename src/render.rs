//! The site becomes artifacts: views, templates, feeds.
