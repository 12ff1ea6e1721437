//! From source files to pages: discovery, front matter, dates, Markdown.
