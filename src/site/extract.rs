//! What other pages show of a text: its summary, and a description made from it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::summary;
use super::text::LinkedText;
use crate::base::diagnostic::Diagnostic;
use crate::base::digest::Digest;
use crate::base::memo::{Reads, Table};
use crate::content::config::Config;
use crate::content::markdown::inline;
use crate::resolve::article::{Text, Texts};

/// What other pages show of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extract {
    /// The summary as HTML: up to `<!--more-->`, the front matter's, or the first paragraphs.
    pub summary: Arc<str>,
    /// Does the text go on after the summary?
    pub truncated: bool,
    /// The start of the text, plain.
    pub description: String,
}

/// Extracts by the digests of what they were made of: only for those that are missing a text is joined.
pub type Extracts = Table<Arc<Extract>>;

/// The extract of a text.
pub(super) fn of(
    text: &LinkedText,
    config: &Config,
    (extracts, texts): (&Extracts, &dyn Texts),
) -> Result<Arc<Extract>, Vec<Diagnostic>> {
    let length = config.summary_length.to_le_bytes();
    let own = text.article().front.summary.as_ref().map_or("", |summary| &summary.value);
    let is_cjk = text.article().front.is_cjk == Some(true);
    let key =
        Digest::of_parts([text.digest().as_bytes(), &length, own.as_bytes(), &[u8::from(is_cjk)]]);
    if let Some(extract) = extracts.get(key) {
        return Ok(extract);
    }
    let extract = Arc::new(made(text, &*text.article().text(texts)?, config));
    extracts.keep(key, Arc::clone(&extract), Reads::new());
    Ok(extract)
}

fn made(text: &LinkedText, held: &Text, config: &Config) -> Extract {
    let html = text.html(held);
    let is_cjk = text.article().front.is_cjk == Some(true);
    let goes_on = |summary: &str| summary.trim_end().len() < html.trim_end().len();
    let (summary, truncated) = match (text.marked(held), &text.article().front.summary) {
        // A mark before all text gives way to the front matter.
        (Some(marked), Some(own)) if marked.trim().is_empty() => {
            (inline(&own.value, &config.markdown), goes_on(&marked))
        }
        (Some(summary), _) => {
            let truncated = goes_on(&summary);
            (summary, truncated)
        }
        (None, Some(own)) => (inline(&own.value, &config.markdown), false),
        (None, None) => {
            let summary = summary::automatic(&html, config.summary_length, is_cjk);
            (summary.to_owned(), goes_on(summary))
        }
    };
    let description = summary::description(&summary);
    Extract { summary: summary.into(), truncated, description }
}
