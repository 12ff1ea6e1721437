//! The labels below a drawing: as many as fit beside each other.

use super::calendar::{self, Grain, TimeTick};
use super::canvas::Panel;
use super::font::{Weight, widest, width, wrap};
use super::layout::Layout;
use super::plot::{Along, Plot, place_labels};
use super::scale::count;
use super::ticks;

/// A label below a drawing.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct XTick {
    /// The center in pixels, moved where the label would leave the drawing.
    pub at: f64,
    /// The lines of the label.
    pub lines: Vec<String>,
    /// What it has in common with the labels that follow; empty where that does not change.
    pub group: String,
    /// Does it read upward?
    pub upright: bool,
}

/// What is labeled, and where. Places are given in pixels.
pub(super) struct Places<'a> {
    /// The values.
    pub plot: &'a Plot,
    /// The size of text.
    pub layout: Layout,
    /// The panel that the labels stand below.
    pub panel: Panel,
}

impl Places<'_> {
    /// Labels of a continuous axis: calendar ticks, round numbers, or as many names as fit.
    pub(super) fn continuous(&self, place: impl Fn(f64) -> f64) -> Vec<XTick> {
        let xs = &self.plot.xs;
        match &self.plot.along {
            Along::Time(grain) => {
                let lists = calendar::candidates(xs, *grain, self.plot.numbers.locale);
                let fitting = lists.map(|list| self.thinned(&list, &place));
                let mut fitting = fitting.skip_while(|(_, fits)| !fits).map(|(ticks, _)| ticks);
                fitting.next().unwrap_or_else(|| self.last_only(*grain, &place))
            }
            Along::Numbers => self.numbers(place),
            Along::Names(names) => {
                let slot = self.panel.width() / count(names.len().saturating_sub(1).max(1));
                self.names(names, slot, &place).unwrap_or_else(|| {
                    let tick = |n: usize| self.tick(place(xs[n]), vec![names[n].clone()]);
                    self.every_nth(names.len(), tick)
                })
            }
        }
    }

    /// Labels of bars, which stand in the middle of slots; `None` if names do not fit.
    pub(super) fn slots(&self, slots: &[f64], place: impl Fn(f64) -> f64) -> Option<Vec<XTick>> {
        let at = |n: usize| place(count(n));
        match &self.plot.along {
            Along::Time(grain) => Some(self.dated_slots(slots, *grain, at)),
            Along::Numbers => {
                let labels = place_labels(slots, self.plot.numbers.locale);
                let tick =
                    |n: usize| self.tick(at(n), labels.get(n).cloned().into_iter().collect());
                Some(self.every_nth(slots.len(), tick))
            }
            Along::Names(names) => {
                self.names(names, self.panel.width() / count(names.len()), &place)
            }
        }
    }

    fn tick(&self, at: f64, lines: Vec<String>) -> XTick {
        let texts = lines.iter().map(String::as_str);
        let half = widest(texts, self.layout.font, Weight::Regular) / 2.0;
        let at = at.min(self.layout.width - half).max(half);
        XTick { at, lines, group: String::new(), upright: false }
    }

    /// The distance that labels keep.
    fn gap(&self) -> f64 {
        self.layout.font * 0.7
    }

    fn width_of(&self, text: &str) -> f64 {
        width(text, self.layout.font, Weight::Regular)
    }

    /// Is there room between the centers `a` and `b` for half of each text?
    fn apart(&self, a: (f64, &str), b: (f64, &str)) -> bool {
        (b.0 - a.0).abs() >= f64::midpoint(self.width_of(a.1), self.width_of(b.1)) + self.gap()
    }

    /// The ticks of `list` without those that the last one would overlap; and whether the others fit.
    fn thinned(&self, list: &[TimeTick], place: impl Fn(f64) -> f64) -> (Vec<XTick>, bool) {
        let mut res: Vec<XTick> = list
            .iter()
            .map(|t| XTick {
                group: t.group.clone(),
                ..self.tick(place(t.at), vec![t.label.clone()])
            })
            .collect();
        while let [.., before, last] = &res[..]
            && !self.apart((before.at, &before.lines[0]), (last.at, &last.lines[0]))
        {
            res.remove(res.len() - 2);
        }
        // A list that lost more than one tick to the last label is too dense as a whole.
        let mut fits = res.len() + 2 > list.len();
        let mut group: Option<(f64, String)> = None;
        for tick in &mut res {
            match &group {
                Some((_, text)) if *text == tick.group => tick.group.clear(),
                Some((at, text)) => fits &= self.apart((*at, text), (tick.at, &tick.group)),
                None => {}
            }
            if !tick.group.is_empty() {
                group = Some((tick.at, tick.group.clone()));
            }
        }
        fits &= res.windows(2).all(|pair| {
            self.apart((pair[0].at, &pair[0].lines[0]), (pair[1].at, &pair[1].lines[0]))
        });
        (res, fits)
    }

    /// Nothing fits beside the label of the last point.
    fn last_only(&self, grain: Grain, place: impl Fn(f64) -> f64) -> Vec<XTick> {
        let last = self.plot.xs.last().copied().unwrap_or_default();
        vec![self.tick(place(last), vec![calendar::name(last, grain, self.plot.numbers.locale)])]
    }

    /// Labels of some slots in time: round months where there are months, else every so many.
    fn dated_slots(&self, slots: &[f64], grain: Grain, at: impl Fn(usize) -> f64) -> Vec<XTick> {
        let locale = self.plot.numbers.locale;
        let index = |x: f64| slots.partition_point(|slot| *slot < x);
        let place = |x: f64| at(index(x));
        let on_slots = |list: &Vec<TimeTick>| {
            let on_slot = |tick: &TimeTick| {
                slots.get(index(tick.at)).is_some_and(|slot| slot.total_cmp(&tick.at).is_eq())
            };
            // A few labels of a coarse calendar say less than every so many slots.
            list.len() >= slots.len().min(4) && list.iter().all(on_slot)
        };
        let round = calendar::candidates(slots, grain, locale).filter(on_slots);
        let every = (1..=slots.len()).map(|nth| calendar::every(nth, slots, grain, locale));
        let fitting = round.chain(every).map(|list| self.thinned(&list, place));
        let mut fitting = fitting.skip_while(|(_, fits)| !fits).map(|(ticks, _)| ticks);
        fitting.next().unwrap_or_default()
    }

    /// Round numbers inside the data's range.
    fn numbers(&self, place: impl Fn(f64) -> f64) -> Vec<XTick> {
        let xs = &self.plot.xs;
        let (Some(lo), Some(hi)) = (xs.first(), xs.last()) else { return Vec::new() };
        let whole = xs.iter().all(|x| x.fract() == 0.0);
        let list = |most: usize| -> Vec<XTick> {
            let at = ticks::inside(*lo, *hi, most, whole);
            let labels = place_labels(&at, self.plot.numbers.locale);
            let labeled = at.iter().zip(labels);
            labeled.map(|(at, label)| self.tick(place(*at), vec![label])).collect()
        };
        let fits = |list: &Vec<XTick>| {
            list.windows(2).all(|pair| {
                self.apart((pair[0].at, &pair[0].lines[0]), (pair[1].at, &pair[1].lines[0]))
            })
        };
        (2..=10).rev().map(list).find(fits).unwrap_or_default()
    }

    /// All of `names`, each in at most three lines of a slot `slot` pixels wide; `None` if they do not fit.
    fn names(&self, names: &[String], slot: f64, place: impl Fn(f64) -> f64) -> Option<Vec<XTick>> {
        let limit = slot - self.gap();
        let font = self.layout.font;
        let mut res = Vec::new();
        for (n, name) in names.iter().enumerate() {
            let longest = name.split_whitespace().map(|word| self.width_of(word));
            let lines = wrap(name, font, Weight::Regular, limit.max(1.0));
            if longest.fold(0.0, f64::max) > limit || lines.len() > 3 {
                return None;
            }
            res.push(self.tick(place(count(n)), lines));
        }
        Some(res)
    }

    /// Every nth of `n` labels, counted from the last, with the smallest n at which they fit.
    fn every_nth(&self, n: usize, tick: impl Fn(usize) -> XTick) -> Vec<XTick> {
        let text = |tick: &XTick| tick.lines.concat();
        let fits = |list: &Vec<XTick>| {
            list.windows(2).all(|pair| {
                self.apart((pair[0].at, &text(&pair[0])), (pair[1].at, &text(&pair[1])))
            })
        };
        let list = |nth: usize| -> Vec<XTick> { (0..n).rev().step_by(nth).map(&tick).collect() };
        (1..=n.max(1)).map(list).find(fits).unwrap_or_default()
    }
}
