//! Functions that authors of posts need and DataFusion does not have: quotients of two numbers, and days of the calendar.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use chrono::{Datelike as _, Days, Months, NaiveDate};
use datafusion::arrow::array::{
    Array as _, ArrayRef, AsArray as _, Date32Array, Float64Array, Int64Array,
};
use datafusion::arrow::datatypes::{DataType, Date32Type, Float64Type};
use datafusion::common::{Result, plan_err};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

/// The functions.
pub(super) fn all() -> impl Iterator<Item = Arc<ScalarUDF>> {
    let quotients = QUOTIENTS.into_iter().map(Function::Quotient);
    let days = DAYS.into_iter().map(Function::Day);
    let all = quotients.chain(days).chain([Function::DaysInMonth, Function::MonthsBetween]);
    all.map(|function| {
        let signature = Signature::user_defined(Volatility::Immutable);
        Arc::new(ScalarUDF::from(Call { function, signature }))
    })
}

/// A quotient of two numbers, as floats; NULL where the divisor is zero.
#[derive(Debug, Clone, Copy)]
struct Quotient {
    name: &'static str,
    of: fn(f64, f64) -> f64,
}

const QUOTIENTS: [Quotient; 2] = [
    Quotient { name: "ratio", of: |a, b| a / b },
    Quotient { name: "pct_change", of: |new, old| (new - old) / old.abs() },
];

/// A day that follows from another.
#[derive(Debug, Clone, Copy)]
struct Day {
    name: &'static str,
    of: fn(NaiveDate) -> Option<NaiveDate>,
}

const DAYS: [Day; 9] = [
    Day { name: "week_start", of: |day| first(day, Period::Week) },
    Day { name: "month_start", of: |day| first(day, Period::Months(1)) },
    Day { name: "quarter_start", of: |day| first(day, Period::Months(3)) },
    Day { name: "half_start", of: |day| first(day, Period::Months(6)) },
    Day { name: "year_start", of: |day| first(day, Period::Months(12)) },
    Day { name: "week_end", of: |day| last(day, Period::Week) },
    Day { name: "month_end", of: |day| last(day, Period::Months(1)) },
    Day { name: "quarter_end", of: |day| last(day, Period::Months(3)) },
    Day { name: "year_end", of: |day| last(day, Period::Months(12)) },
];

/// A part of the calendar.
#[derive(Clone, Copy)]
enum Period {
    /// From Monday on.
    Week,
    /// So many months, counted from January.
    Months(u32),
}

/// The first day of the period that `day` lies in.
fn first(day: NaiveDate, period: Period) -> Option<NaiveDate> {
    match period {
        Period::Week => {
            day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into()))
        }
        Period::Months(n) => NaiveDate::from_ymd_opt(day.year(), day.month0() / n * n + 1, 1),
    }
}

/// The last day of the period that `day` lies in.
fn last(day: NaiveDate, period: Period) -> Option<NaiveDate> {
    let first = first(day, period)?;
    let next = match period {
        Period::Week => first.checked_add_days(Days::new(7)),
        Period::Months(n) => first.checked_add_months(Months::new(n)),
    };
    next?.pred_opt()
}

/// How many whole months lie between two days: fewer than none if the second comes first.
fn months_between(from: NaiveDate, to: NaiveDate) -> i64 {
    if to < from {
        return -months_between(to, from);
    }
    let months =
        i64::from(to.year() - from.year()) * 12 + i64::from(to.month()) - i64::from(from.month());
    // The last day of a month is as far as a shorter one goes.
    let is_last = last(to, Period::Months(1)) == Some(to);
    if to.day() < from.day() && !is_last { months - 1 } else { months }
}

/// One of the functions.
#[derive(Debug, Clone, Copy)]
enum Function {
    Quotient(Quotient),
    Day(Day),
    DaysInMonth,
    MonthsBetween,
}

/// A function as the engine calls it; two of one name are the same.
#[derive(Debug)]
struct Call {
    function: Function,
    signature: Signature,
}

impl PartialEq for Call {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Call {}

impl Hash for Call {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl Call {
    /// How many arguments it takes, and of which type.
    fn takes(&self) -> (usize, DataType) {
        match self.function {
            Function::Quotient(_) => (2, DataType::Float64),
            Function::Day(_) | Function::DaysInMonth => (1, DataType::Date32),
            Function::MonthsBetween => (2, DataType::Date32),
        }
    }
}

impl ScalarUDFImpl for Call {
    fn name(&self) -> &str {
        match &self.function {
            Function::Quotient(quotient) => quotient.name,
            Function::Day(day) => day.name,
            Function::DaysInMonth => "days_in_month",
            Function::MonthsBetween => "months_between",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        let (n_args, wanted) = self.takes();
        let fits = |given: &DataType| {
            given.is_null()
                || match wanted {
                    DataType::Float64 => given.is_numeric(),
                    _ => matches!(
                        given,
                        DataType::Date32 | DataType::Date64 | DataType::Timestamp(..)
                    ),
                }
        };
        if given.len() != n_args || !given.iter().all(fits) {
            let what = if wanted == DataType::Float64 { "number" } else { "date" };
            let s = if n_args == 1 { "" } else { "s" };
            return plan_err!("{} takes {n_args} {what}{s}", self.name());
        }
        Ok(vec![wanted; n_args])
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(match self.function {
            Function::Quotient(_) => DataType::Float64,
            Function::Day(_) => DataType::Date32,
            Function::DaysInMonth | Function::MonthsBetween => DataType::Int64,
        })
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let n_rows = args.number_rows;
        let arrays: Result<Vec<ArrayRef>> =
            args.args.into_iter().map(|arg| arg.into_array(n_rows)).collect();
        let arrays = arrays?;
        let second = || arrays.get(1).or(arrays.first());
        let (Some(first), Some(second)) = (arrays.first(), second()) else {
            return plan_err!("{} takes arguments", self.name());
        };
        let result: ArrayRef = match self.function {
            Function::Quotient(quotient) => {
                let pairs = floats(first).zip(floats(second));
                let divided = pairs.map(|(a, b)| {
                    let (a, b) = a.zip(b.filter(|b| *b != 0.0))?;
                    Some((quotient.of)(a, b))
                });
                Arc::new(divided.collect::<Float64Array>())
            }
            Function::Day(day) => {
                let moved = days(first).map(|date| (day.of)(date?));
                let counted = moved.map(|date| date.map(Date32Type::from_naive_date));
                Arc::new(counted.collect::<Date32Array>())
            }
            Function::DaysInMonth => {
                let counted = days(first).map(|date| last(date?, Period::Months(1)));
                Arc::new(
                    counted.map(|end| end.map(|end| i64::from(end.day()))).collect::<Int64Array>(),
                )
            }
            Function::MonthsBetween => {
                let pairs = days(first).zip(days(second));
                let counted = pairs.map(|(from, to)| Some(months_between(from?, to?)));
                Arc::new(counted.collect::<Int64Array>())
            }
        };
        Ok(ColumnarValue::Array(result))
    }
}

/// The numbers of an array of floats.
fn floats(array: &ArrayRef) -> impl Iterator<Item = Option<f64>> + '_ {
    array.as_primitive::<Float64Type>().iter()
}

/// The days of an array of days.
fn days(array: &ArrayRef) -> impl Iterator<Item = Option<NaiveDate>> + '_ {
    debug_assert!(array.data_type() == &DataType::Date32, "arguments are coerced");
    array.as_primitive::<Date32Type>().iter().map(|day| Date32Type::to_naive_date_opt(day?))
}
