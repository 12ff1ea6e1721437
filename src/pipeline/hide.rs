//! Which pages are left out of the site, and why.

use super::pages::Leaf;
use super::report::{Hidden, Options, Summary};
use crate::base::path::SitePath;
use crate::base::world::World;
use crate::content::config::{Config, Shown};
use crate::content::discover::{PageFile, PageRole};
use crate::content::front_matter;
use crate::content::page::Opened;

/// Why a page is left out, if it is.
pub(super) fn hidden(
    world: &dyn World,
    page: &Opened,
    (config, options): (&Config, &Options),
) -> Option<Hidden> {
    let shown = Shown {
        drafts: options.drafts || config.shown.drafts,
        future: options.future || config.shown.future,
        expired: options.expired || config.shown.expired,
    };
    let now = world.now();
    if let Some(due) = page.front.due(now) {
        world.holds_until(due);
    }
    let hidden = page.front.hidden(now, shown)?;
    Some(Hidden::of(page, hidden))
}

impl Hidden {
    /// Why `page` is left out, in words.
    pub(super) fn of(page: &Opened, hidden: front_matter::Hidden) -> Self {
        let until = hidden.until().map(|time| time.to_rfc3339());
        Self { file: page.file.path.to_string(), reason: hidden.reason(), until }
    }
}

/// The pages of languages that are disabled.
pub(super) fn of_disabled(files: &[SitePath]) -> impl Iterator<Item = Hidden> {
    let hidden =
        |file: &SitePath| Hidden { file: file.to_string(), reason: "disabled", until: None };
    files.iter().map(hidden)
}

/// The pages that are published, and the files of the others, which are noted with the reason.
pub(super) fn without_hidden(
    world: &dyn World,
    opened: Vec<Leaf>,
    settings: (&Config, &Options),
    summary: &mut Summary,
) -> (Vec<Leaf>, Vec<PageFile>) {
    let mut visible = Vec::with_capacity(opened.len());
    let mut files = Vec::new();
    for page in opened {
        match hidden(world, &page.opened, settings) {
            Some(reason) => {
                summary.hidden.push(reason);
                // The pages below a section that is hidden are still those of a section.
                if page.opened.file.role == PageRole::Section {
                    visible.push(page.without_trace());
                } else {
                    files.push(page.opened.file.clone());
                }
            }
            None => visible.push(page),
        }
    }
    (visible, files)
}
