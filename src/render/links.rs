//! Links of menus and files of pages, as templates see them.

use super::template::Shared;
use super::views::{FileView, MenuView, Params};
use crate::site::MenuLink;
use crate::site::entry::{Entry, EntryFile};

/// The links of a menu.
pub(super) fn menu(links: &[MenuLink]) -> Vec<MenuView<'_>> {
    links.iter().map(menu_link).collect()
}

fn menu_link(link: &MenuLink) -> MenuView<'_> {
    MenuView {
        title: &link.name,
        url: &link.url,
        identifier: &link.identifier,
        weight: link.weight,
        pre: Shared::html(&link.pre),
        post: Shared::html(&link.post),
        hint: link.title.as_deref(),
        params: Params(&link.params),
        children: menu(&link.children),
    }
}

/// The files beside a page.
pub(super) fn files(entry: &Entry) -> Vec<FileView<'_>> {
    entry.files.iter().map(file_view).collect()
}

fn file_view(file: &EntryFile) -> FileView<'_> {
    FileView {
        path: &file.resource.path,
        name: &file.resource.name,
        title: &file.resource.title,
        url: &file.url,
        permalink: &file.permalink,
        params: Params(&file.resource.params),
    }
}
