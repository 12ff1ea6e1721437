//! The range of a column.

use crate::base::cell::Cell;
use crate::data::value::{Type, Value};

/// The least and the greatest value of a column, and the number of rows without one.
#[derive(Debug, Clone)]
pub(in crate::data) struct Range {
    kind: Type,
    n_null: usize,
    /// The range of everything but texts, which would have to be copied for each row.
    fixed: Option<(Value<'static>, Value<'static>)>,
    texts: Option<(String, String)>,
}

impl Range {
    pub(in crate::data) fn new(kind: Type) -> Self {
        Self { kind, n_null: 0, fixed: None, texts: None }
    }

    pub(in crate::data) fn add(&mut self, value: Option<Value<'_>>) {
        let value = match value {
            None => {
                self.n_null += 1;
                return;
            }
            Some(Value::Text(text)) => return self.add_text(text),
            Some(Value::Exact(n)) => Value::Exact(n),
            Some(Value::Float(n)) => Value::Float(n),
            Some(Value::Boolean(value)) => Value::Boolean(value),
            Some(Value::Date(day)) => Value::Date(day),
            Some(Value::DateTime(time)) => Value::DateTime(time),
            Some(Value::Instant(time)) => Value::Instant(time),
        };
        match &mut self.fixed {
            Some((min, _)) if value < *min => *min = value,
            Some((_, max)) if value > *max => *max = value,
            Some(_) => {}
            none => *none = Some((value, value)),
        }
    }

    fn add_text(&mut self, text: &str) {
        match &mut self.texts {
            Some((min, _)) if text < min.as_str() => text.clone_into(min),
            Some((_, max)) if text > max.as_str() => text.clone_into(max),
            Some(_) => {}
            none => *none = Some((text.to_owned(), text.to_owned())),
        }
    }

    /// The number of rows without a value, and the least and the greatest value as [`read`](Self::read) reads them.
    pub(in crate::data) fn written(&self) -> (usize, Option<[String; 2]>) {
        let (n_null, min, max) = self.clone().finish();
        (n_null, (min != Cell::Null).then(|| [min.plain(), max.plain()]))
    }

    /// The range that [`written`](Self::written) wrote.
    pub(in crate::data) fn read(
        kind: Type,
        n_null: usize,
        range: Option<(&str, &str)>,
    ) -> Option<Self> {
        let mut res = Self::new(kind);
        if let Some((min, max)) = range {
            res.add(Some(Value::read(min, kind)?));
            res.add(Some(Value::read(max, kind)?));
        }
        res.n_null = n_null;
        Some(res)
    }

    /// Adds the rows of what follows in the file.
    pub(in crate::data) fn absorb(&mut self, other: Self) {
        self.n_null += other.n_null;
        if let Some((min, max)) = other.fixed {
            for value in [min, max] {
                self.add(Some(value));
            }
        }
        if let Some((min, max)) = other.texts {
            self.add_text(&min);
            self.add_text(&max);
        }
    }

    /// The number of rows without a value, the least and the greatest value.
    pub(in crate::data) fn finish(self) -> (usize, Cell, Cell) {
        let text = |text: String| Cell::Text(text.into());
        let range = match (self.fixed, self.texts) {
            (Some((min, max)), _) => Some((min.cell(self.kind), max.cell(self.kind))),
            (None, Some((min, max))) => Some((text(min), text(max))),
            (None, None) => None,
        };
        let (min, max) = range.unwrap_or((Cell::Null, Cell::Null));
        (self.n_null, min, max)
    }
}
