//! What is made of which kinds of pages, and the names of feeds and sitemaps.

use super::{Import, text};
use crate::base::node::{Node, Value};
use crate::base::source::Span;

impl Import<'_> {
    /// Kinds, outputs and the names of files.
    pub(super) fn outputs(&mut self) {
        if let Some(menu) = self.settings.take("sectionpagesmenu").filter(|menu| !menu.is_empty()) {
            self.set("section_menu", &menu);
        }
        self.disabled_kinds();
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

    /// The kinds that there are no pages of.
    fn disabled_kinds(&mut self) {
        let Some(setting) = self.settings.take("disablekinds") else { return };
        let mut kinds: Vec<String> = Vec::new();
        for item in setting.items() {
            let Some(kind) = item.scalar_text("") else { continue };
            // The name that lists of terms had before Hugo 0.73.
            let is_old = kind.eq_ignore_ascii_case("taxonomyterm");
            let kind = if is_old { "taxonomy".to_owned() } else { kind };
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        if !kinds.is_empty() {
            let kinds = kinds.iter().map(|kind| text(kind)).collect();
            self.put("disable_kinds", Node { span: Span::default(), value: Value::List(kinds) });
        }
    }
}
