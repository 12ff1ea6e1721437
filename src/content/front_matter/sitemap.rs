//! `sitemap`: what the sitemap says of a page.

use serde::{Deserialize, Serialize};

use crate::base::diagnostic::Diagnostic;
use crate::base::node::{Fields, Value};

/// What the sitemap says of a page.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Sitemap {
    /// How often it changes, in one of the words that sitemaps know.
    pub change_frequency: Option<String>,
    /// How it weighs among the pages of the site, from 0 to 1.
    pub priority: Option<f64>,
    /// Is it left out?
    pub is_disabled: Option<bool>,
}

/// The words that sitemaps know.
const FREQUENCIES: [&str; 7] =
    ["always", "hourly", "daily", "weekly", "monthly", "yearly", "never"];

impl Sitemap {
    /// Takes what a map says: a page's `sitemap`, whose keys are Hugo's, or the configuration's.
    pub fn read(fields: &mut Fields<'_>, frequency: &'static str) -> Self {
        let change_frequency = fields.scalar(frequency, "").and_then(|word| {
            // Archetypes of themes leave it empty.
            let word = word.map(|word| word.trim().to_lowercase());
            let known = FREQUENCIES.into_iter().find(|known| *known == word.value);
            if known.is_none() && !word.is_empty() {
                let message = format!("`{frequency}` cannot be `{}`", word.value);
                let help = format!("it can be one of `{}`", FREQUENCIES.join("`, `"));
                let warning = Diagnostic::warning("front-matter/sitemap", message);
                fields.report(warning.at(word.span).help(help));
            }
            known.map(str::to_owned)
        });
        // The name of the whole file, which the configuration of Hugo has here too.
        let _: Option<_> = fields.node("filename");
        Self {
            change_frequency,
            priority: priority(fields),
            is_disabled: fields.boolean("disable").map(|is_disabled| is_disabled.value),
        }
    }

    /// What a page says, and where it says nothing what the site does.
    #[must_use]
    pub fn over(self, site: Self) -> Self {
        Self {
            change_frequency: self.change_frequency.or(site.change_frequency),
            priority: self.priority.or(site.priority),
            is_disabled: self.is_disabled.or(site.is_disabled),
        }
    }
}

/// A number from 0 to 1; Hugo writes -1 for none.
fn priority(fields: &mut Fields<'_>) -> Option<f64> {
    let node = fields.node("priority")?;
    let number = match &node.value {
        Value::Integer(number) => format!("{number}").parse().ok(),
        Value::Float(number) => Some(*number),
        Value::Text(text) => text.trim().parse().ok(),
        _ => None,
    };
    if let Some(number) = number.filter(|number| (0.0..=1.0).contains(number)) {
        return Some(number);
    }
    if number != Some(-1.0) {
        fields.report(
            Diagnostic::warning("front-matter/sitemap", "`priority` is a number from 0 to 1")
                .at(node.span)
                .help("write one such as `0.8`, or leave the key out"),
        );
    }
    None
}
