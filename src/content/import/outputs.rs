//! What is made of which kinds of pages, and the names of feeds and sitemaps.

use super::{Import, text};
use crate::base::node::{Node, Value};
use crate::base::source::Span;
use crate::content::config::outputs;

/// What Hugo called the kind `taxonomy` once, and still takes for it.
const OLD_TAXONOMY: &str = "taxonomyterm";

impl Import<'_> {
    /// The kinds of pages and files that there are none of.
    fn disabled_kinds(&mut self) {
        let Some(setting) = self.settings.take("disablekinds") else { return };
        let mut kinds: Vec<Node> = Vec::new();
        for item in setting.items() {
            let name = item.scalar_text("").unwrap_or_default().to_lowercase();
            let name = if name == OLD_TAXONOMY { "taxonomy" } else { &name };
            if !outputs::is_kind(name) {
                let message = format!("there is no kind `{name}` of pages or files here");
                let help = "nothing has to be switched off";
                self.tell_of_item((&setting, &item), "import/unsupported-key", &message, help);
            } else if kinds.iter().all(|kind| kind.scalar_text("").as_deref() != Some(name)) {
                kinds.push(text(name));
            }
        }
        if !kinds.is_empty() {
            self.put("disable_kinds", Node { span: Span::default(), value: Value::List(kinds) });
        }
    }

    /// Kinds, outputs and the names of files.
    pub(super) fn outputs(&mut self) {
        if let Some(menu) = self.settings.take("sectionpagesmenu").filter(|menu| !menu.is_empty()) {
            self.set("section_menu", &menu);
        }
        self.disabled_kinds();
        for kind in ["home", "page", "section", "taxonomy", "term", OLD_TAXONOMY] {
            let Some(setting) = self.settings.take(&format!("outputs.{kind}")) else { continue };
            let kind = if kind == OLD_TAXONOMY { "taxonomy" } else { kind };
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
