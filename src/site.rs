//! Articles become a site: URLs, sections, taxonomies, pagination, neighbors, references.
