//! Computed figures: the fences `yaml chart` and `yaml table`.

use std::sync::Arc;

use super::answer::Answers;
use super::article::CARD;
use super::credit;
use super::markup::Markup;
use super::phrase::phrase;
use super::record::{Shown, csv_name};
use super::table;
use crate::base::diagnostic::{Diagnostic, Warned};
use crate::base::node::{Node, Spanned, yaml};
use crate::chart;
use crate::chart::spec::{Spec, Text};
use crate::content::body::{Figure, FigureKind};

/// A figure that is ready for the page.
#[derive(Debug)]
pub(super) struct Drawn {
    /// The figure.
    pub(super) markup: Markup,
    /// What it is.
    pub(super) shown: Shown,
    /// How many bound numbers its texts hold.
    pub(super) n_bindings: usize,
    /// A chart as pictures, with their names beside the page.
    pub(super) pictures: Vec<(String, Arc<[u8]>)>,
}

/// Draws `figure`, before which the page has `n_charts` charts. Places are in the fence's text.
pub(super) fn draw(
    figure: &Figure,
    n_charts: usize,
    answers: &Answers,
) -> Result<Warned<Drawn>, Vec<Diagnostic>> {
    let source = &figure.spec.text;
    let node = yaml(source)?;
    match figure.kind {
        FigureKind::Table => {
            let table = table::table(&node, source, answers)?;
            Ok(Warned::clean(Drawn {
                markup: table.markup,
                shown: table.shown,
                n_bindings: table.n_bindings,
                pictures: Vec::new(),
            }))
        }
        FigureKind::Chart => draw_chart(&node, source, n_charts + 1, answers),
    }
}

fn draw_chart(
    node: &Node,
    source: &str,
    number: usize,
    answers: &Answers,
) -> Result<Warned<Drawn>, Vec<Diagnostic>> {
    let mut warnings = Vec::new();
    let mut spec = Spec::read(node)?.unpack(&mut warnings);
    spec.locale = answers.locale;
    spec.texts = Arc::clone(&answers.texts);
    let query = Spanned::new(spec.query.0.clone(), spec.query.1);
    let answer = table::answer(&query, answers)?;
    let n_bindings = check_texts(&mut spec, source, answers)?;
    let frame = &answer.result.frame;
    let drawing = chart::draw(&spec, frame, &format!("chart-{number}"))?.unpack(&mut warnings);
    let place = |error: Diagnostic| vec![error.at(spec.span)];
    let name =
        spec.image.as_ref().map_or_else(|| format!("chart-{number}.png"), |(name, _)| name.clone());
    let mut markup = Markup::default();
    let chart::Figure { open, values } = chart::figure(&spec, &drawing, frame, &name);
    markup.html(&open);
    markup.html(&credit::line(&answer.result.tables, answers));
    markup.html(&values);
    markup.html("<p>");
    markup.link_to_made(&csv_name(&answer.name), " download", &answers.texts.say("data.csv", &[]));
    markup.html("</p>\n</details>\n</figure>\n");
    let shown = Shown {
        kind: "chart",
        query: answer.name.clone(),
        title: Some(drawing.title.clone()),
        image: Some(name.clone()),
    };
    let mut pictures = vec![(name, answers.pictures.png(&drawing).map_err(place)?)];
    if number == 1 {
        let card = answers.pictures.card(&drawing).map_err(place)?;
        pictures.push((CARD.to_owned(), card));
    }
    let drawn = Drawn { markup, shown, n_bindings, pictures };
    Ok(Warned { value: drawn, warnings })
}

/// Checks the bound numbers of a chart's texts and puts the checked texts in place; their number.
fn check_texts(spec: &mut Spec, source: &str, answers: &Answers) -> Result<usize, Vec<Diagnostic>> {
    let mut n_bindings = 0;
    let mut errors = Vec::new();
    let mut holds = true;
    let texts = [&mut spec.title, &mut spec.subtitle, &mut spec.alt, &mut spec.note];
    let remarks = spec.annotations.iter_mut().map(|annotation| &mut annotation.text);
    for text in texts.into_iter().flatten().chain(remarks) {
        match phrase(&text.0, text.1, source, answers) {
            Ok(checked) => {
                n_bindings += checked.n_bindings;
                *text = (checked.text, text.1) as Text;
            }
            Err(found) => {
                holds = false;
                errors.extend(found);
            }
        }
    }
    if holds { Ok(n_bindings) } else { Err(errors) }
}
