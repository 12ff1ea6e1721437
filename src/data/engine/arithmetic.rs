//! Arithmetic as people expect it: quotients with a fraction, sums that never wrap, overflow as an error.
//!
//! DataFusion divides integers to an integer, wraps integer addition and sums, and cuts decimal quotients and averages four digits
//! after the operands' own. So `/` and `avg` work in floating point on exact operands, `sum` of integers is a decimal of 30
//! digits, and `+ - *` of integers go through decimals, whose kernels check, and back.

use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, FieldRef};
use datafusion::common::{DFSchema, Result, plan_err};
use datafusion::functions::expr_fn::nullif;
use datafusion::functions_aggregate::count::count_udaf;
use datafusion::functions_aggregate::sum::Sum;
use datafusion::logical_expr::expr::{
    AggregateFunction, WindowFunction, WindowFunctionDefinition, WindowFunctionParams,
};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::planner::{
    ExprPlanner, PlannerResult, RawAggregateExpr, RawBinaryExpr, RawWindowExpr,
};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, BinaryExpr, Expr, ExprSchemable as _,
    GroupsAccumulator, Operator, ReversedUDAF, Signature, Volatility, cast, lit,
};
use datafusion::sql::sqlparser::ast::BinaryOperator;

/// A decimal that holds every integer of 64 bits.
const WHOLE: DataType = DataType::Decimal128(20, 0);
/// The most digits of a decimal whose sum still fits into 38, at ten billion rows.
const SUMMABLE: u8 = 28;

/// Rewrites arithmetic while a statement is planned.
#[derive(Debug)]
pub(super) struct Arithmetic {
    /// The sum that does not wrap.
    pub(super) sum: Arc<AggregateUDF>,
}

impl ExprPlanner for Arithmetic {
    fn plan_binary_op(
        &self,
        expr: RawBinaryExpr,
        schema: &DFSchema,
    ) -> Result<PlannerResult<RawBinaryExpr>> {
        let types = (expr.left.get_type(schema), expr.right.get_type(schema));
        let (Ok(left), Ok(right)) = types else { return Ok(PlannerResult::Original(expr)) };
        let numbers = is_number(&left) && is_number(&right);
        let integers = left.is_integer() && right.is_integer();
        let operator = match expr.op {
            BinaryOperator::Divide if numbers => {
                let float = |operand: Expr| cast(operand, DataType::Float64);
                let (left, right) = (float(expr.left), float(expr.right));
                return Ok(PlannerResult::Planned(binary(left, Operator::Divide, right)));
            }
            BinaryOperator::Plus if integers => Operator::Plus,
            BinaryOperator::Minus if integers => Operator::Minus,
            BinaryOperator::Multiply if integers => Operator::Multiply,
            _ => return Ok(PlannerResult::Original(expr)),
        };
        let exact = binary(cast(expr.left, WHOLE), operator, cast(expr.right, WHOLE));
        Ok(PlannerResult::Planned(cast(exact, DataType::Int64)))
    }

    fn plan_aggregate(&self, expr: RawAggregateExpr) -> Result<PlannerResult<RawAggregateExpr>> {
        let name = expr.func.name().to_owned();
        if name == SHARE {
            return plan_err!("share stands before OVER");
        }
        if expr.args.len() != 1 || !matches!(name.as_str(), "avg" | "median") {
            return Ok(PlannerResult::Original(expr));
        }
        let call = |func: Arc<AggregateUDF>, args: Vec<Expr>| {
            let RawAggregateExpr { distinct, filter, order_by, null_treatment, .. } = expr.clone();
            Expr::AggregateFunction(AggregateFunction::new_udf(
                func,
                args,
                distinct,
                filter,
                order_by,
                null_treatment,
            ))
        };
        let written = call(Arc::clone(&expr.func), expr.args.clone());
        let planned = if name == "avg" {
            quotient(
                call(Arc::clone(&self.sum), expr.args.clone()),
                call(count_udaf(), expr.args.clone()),
            )
        } else {
            // The median of two integers lies between them.
            let args = expr.args.iter().map(|arg| cast(arg.clone(), DataType::Float64)).collect();
            call(Arc::clone(&expr.func), args)
        };
        Ok(PlannerResult::Planned(planned.alias(written.schema_name().to_string())))
    }

    fn plan_window(&self, expr: RawWindowExpr) -> Result<PlannerResult<RawWindowExpr>> {
        let is_share = expr.func_def.name() == SHARE;
        if !is_share && expr.func_def.name() != "avg" {
            return Ok(PlannerResult::Original(expr));
        }
        let call = |func: &WindowFunctionDefinition| {
            let raw = expr.clone();
            Expr::WindowFunction(Box::new(WindowFunction {
                fun: func.clone(),
                params: WindowFunctionParams {
                    args: raw.args,
                    partition_by: raw.partition_by,
                    order_by: raw.order_by,
                    window_frame: raw.window_frame,
                    filter: raw.filter,
                    null_treatment: raw.null_treatment,
                    distinct: raw.distinct,
                },
            }))
        };
        let sum = call(&WindowFunctionDefinition::AggregateUDF(Arc::clone(&self.sum)));
        let name = call(&expr.func_def).schema_name().to_string();
        let planned = match expr.args.as_slice() {
            [part] if is_share => share(part.clone(), sum),
            _ if is_share => return plan_err!("share takes one number"),
            _ => {
                let count = call(&WindowFunctionDefinition::AggregateUDF(count_udaf()));
                quotient(sum, count)
            }
        };
        Ok(PlannerResult::Planned(planned.alias(name)))
    }
}

/// `part / whole`, NULL where the whole is zero.
fn share(part: Expr, whole: Expr) -> Expr {
    let whole = cast(whole, DataType::Float64);
    quotient(part, nullif(whole, lit(0.0)))
}

/// `left / right` in floating point.
fn quotient(left: Expr, right: Expr) -> Expr {
    binary(cast(left, DataType::Float64), Operator::Divide, cast(right, DataType::Float64))
}

fn binary(left: Expr, operator: Operator, right: Expr) -> Expr {
    Expr::BinaryExpr(BinaryExpr::new(Box::new(left), operator, Box::new(right)))
}

/// Is it a number, or NULL?
fn is_number(data_type: &DataType) -> bool {
    data_type.is_numeric() || data_type.is_null()
}

/// The function of shares: a part of the sum over a window. The engine knows it as a sum; planning makes the quotient of it.
pub(super) const SHARE: &str = "share";

/// The engine's sum over operands so wide that it cannot wrap.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct ExactSum {
    name: &'static str,
    inner: Sum,
    signature: Signature,
}

impl ExactSum {
    pub(super) fn new() -> Self {
        Self::named("sum")
    }

    /// The same under another name.
    pub(super) fn named(name: &'static str) -> Self {
        Self { name, inner: Sum::new(), signature: Signature::user_defined(Volatility::Immutable) }
    }
}

impl AggregateUDFImpl for ExactSum {
    fn name(&self) -> &'static str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, arg_types: &[DataType]) -> Result<Vec<DataType>> {
        let [given] = arg_types else { return plan_err!("sum and avg take one argument") };
        let wide = match given {
            other if other.is_integer() => WHOLE,
            DataType::Decimal32(precision, scale) | DataType::Decimal64(precision, scale) => {
                DataType::Decimal128(*precision, *scale)
            }
            DataType::Decimal128(precision, scale) if *precision > SUMMABLE => {
                DataType::Decimal256(*precision, *scale)
            }
            DataType::Decimal128(..)
            | DataType::Decimal256(..)
            | DataType::Interval(_)
            | DataType::Duration(_) => given.clone(),
            other if other.is_floating() || other.is_null() => DataType::Float64,
            _ => return plan_err!("sum and avg take numbers, and this argument is {given}"),
        };
        Ok(vec![wide])
    }

    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        self.inner.return_type(arg_types)
    }

    fn accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        self.inner.accumulator(args)
    }

    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        self.inner.state_fields(args)
    }

    fn groups_accumulator_supported(&self, args: AccumulatorArgs<'_>) -> bool {
        self.inner.groups_accumulator_supported(args)
    }

    fn create_groups_accumulator(
        &self,
        args: AccumulatorArgs<'_>,
    ) -> Result<Box<dyn GroupsAccumulator>> {
        self.inner.create_groups_accumulator(args)
    }

    fn create_sliding_accumulator(
        &self,
        args: AccumulatorArgs<'_>,
    ) -> Result<Box<dyn Accumulator>> {
        self.inner.create_sliding_accumulator(args)
    }

    fn reverse_expr(&self) -> ReversedUDAF {
        ReversedUDAF::Identical
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }
}
