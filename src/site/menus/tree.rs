//! The links of a menu in their order, each below its parent.

use std::collections::{BTreeMap, BTreeSet};

use super::{Clash, Loose, no_params};
use crate::base::diagnostic::Diagnostic;
use crate::site::MenuLink;

/// Puts each link below its parent, and all in their order: by weight, those without one last, then by name and identifier.
///
/// As in Hugo the last link of the configuration of a name stays, those of pages give way, and a parent that is missing is made.
pub(super) fn tree(loose: Vec<Loose>, diagnostics: &mut Vec<Diagnostic>) -> Vec<MenuLink> {
    let mut loose = without_twins(loose, diagnostics);
    let mut missing = BTreeSet::new();
    let known: BTreeSet<&String> = loose.iter().map(|loose| &loose.link.identifier).collect();
    for Loose { parent, orphan, .. } in &loose {
        if let Some(parent) = parent.as_ref().filter(|parent| !known.contains(parent)) {
            missing.insert(parent.clone());
            diagnostics.extend(orphan.clone());
        }
    }
    let made =
        |name| Loose { link: held_together(name), parent: None, orphan: None, clash: Clash::Yield };
    loose.extend(missing.into_iter().map(made));
    loose.sort_by_cached_key(|loose| order(&loose.link));
    let mut below: BTreeMap<String, Vec<MenuLink>> = BTreeMap::new();
    let mut top = Vec::new();
    for Loose { link, parent, .. } in loose {
        match parent {
            Some(parent) => below.entry(parent).or_default().push(link),
            None => top.push(link),
        }
    }
    for link in &mut top {
        adopt(link, &mut below);
    }
    // What is left stands below itself.
    top.extend(below.into_values().flatten());
    top
}

/// The links without those whose identifier another has.
fn without_twins(loose: Vec<Loose>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Loose> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut res: Vec<Loose> = Vec::with_capacity(loose.len());
    for own in loose {
        let Some(at) = places.get(&own.link.identifier) else {
            places.insert(own.link.identifier.clone(), res.len());
            res.push(own);
            continue;
        };
        match own.clash {
            Clash::Replace => res[*at] = own,
            Clash::Yield => {}
            Clash::Report(report) => diagnostics.push(report),
        }
    }
    res
}

/// A link that is there for those below it alone.
fn held_together(name: String) -> MenuLink {
    MenuLink {
        identifier: name.clone(),
        name,
        url: String::new(),
        weight: 0,
        pre: String::new(),
        post: String::new(),
        title: None,
        params: no_params(),
        page: None,
        children: Vec::new(),
    }
}

/// What links are sorted by. Case counts only where nothing else differs.
fn order(link: &MenuLink) -> (bool, i64, String, String, String) {
    let MenuLink { weight, name, identifier, .. } = link;
    (*weight == 0, *weight, name.to_lowercase(), name.clone(), identifier.clone())
}

fn adopt(link: &mut MenuLink, below: &mut BTreeMap<String, Vec<MenuLink>>) {
    link.children = below.remove(&link.identifier).unwrap_or_default();
    for child in &mut link.children {
        adopt(child, below);
    }
}
