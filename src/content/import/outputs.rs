//! What is made of which kinds of pages, and the names of feeds and sitemaps.

use super::{Import, text};
use crate::base::node::{Node, Value};
use crate::base::source::Span;

impl Import<'_> {
    /// Kinds, outputs and the names of files.
    pub(super) fn outputs(&mut self) {
        for (hugo, own) in [("disablekinds", "disable_kinds"), ("sectionpagesmenu", "section_menu")]
        {
            if let Some(setting) = self.settings.take(hugo).filter(|setting| !setting.is_empty()) {
                self.set(own, &setting);
            }
        }
        for kind in ["home", "page", "section", "taxonomy", "term"] {
            let Some(setting) = self.settings.take(&format!("outputs.{kind}")) else { continue };
            let is_known = |item: &Node| {
                let name = item.scalar_text("").unwrap_or_default().to_lowercase();
                ["html", "rss"].contains(&&*name)
            };
            let (kept, dropped): (Vec<Node>, Vec<Node>) =
                setting.items().into_iter().partition(is_known);
            for output in dropped {
                let name = output.scalar_text("").unwrap_or_default();
                let message = format!("there is no output `{name}` here");
                let help = "pages are HTML and feeds RSS";
                self.tell(&setting, "import/unsupported-key", &message, help);
            }
            let value = Node { span: Span::default(), value: Value::List(kept) };
            self.put(&format!("outputs.{kind}"), value);
        }
        for (hugo, own) in [
            ("outputformats.rss.basename", "feed.filename"),
            ("outputformats.sitemap.basename", "sitemap.filename"),
        ] {
            if let Some(name) = self.settings.take(hugo) {
                self.put(own, text(&format!("{}.xml", name.text())));
            }
        }
        if let Some(name) = self.settings.take("sitemap.filename") {
            self.set("sitemap.filename", &name);
        }
    }
}
