//! How values become places: linear and logarithmic scales.

/// A mapping of values to the share of an axis that lies before them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Scale {
    /// Equal differences are equal lengths.
    Linear {
        /// The value at the start of the axis.
        lo: f64,
        /// The value at its end; may be the smaller one, for an axis that runs backwards.
        hi: f64,
    },
    /// Equal ratios are equal lengths. Both ends are above zero.
    Log {
        /// The value at the start of the axis.
        lo: f64,
        /// The value at its end.
        hi: f64,
    },
}

impl Scale {
    /// Slots of equal width around the whole numbers from 0 to `n - 1`.
    pub(super) fn bands(n: usize) -> Self {
        Self::Linear { lo: -0.5, hi: count(n) - 0.5 }
    }

    /// Where `value` lies: 0 at the start of the axis, 1 at its end; the middle if the axis has no length.
    pub(super) fn share(self, value: f64) -> f64 {
        let (lo, hi, value) = match self {
            Self::Linear { lo, hi } => (lo, hi, value),
            Self::Log { lo, hi } => (lo.log10(), hi.log10(), value.log10()),
        };
        let share = (value - lo) / (hi - lo);
        if share.is_finite() { share } else { 0.5 }
    }

    /// The values at both ends.
    pub(super) fn ends(self) -> (f64, f64) {
        match self {
            Self::Linear { lo, hi } | Self::Log { lo, hi } => (lo, hi),
        }
    }
}

/// A count as a coordinate.
#[expect(clippy::cast_precision_loss, reason = "charts hold far fewer than 2^52 things")]
pub(super) fn count(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::Scale;

    #[test]
    fn equal_ratios_are_equal_lengths_on_a_log_scale() {
        let scale = Scale::Log { lo: 1.0, hi: 10_000.0 };
        assert!((scale.share(100.0) - 0.5).abs() < 1e-12);
        assert!((scale.share(10.0) - 0.25).abs() < 1e-12);
    }

    #[test]
    fn an_axis_without_length_puts_everything_in_its_middle() {
        let share = Scale::Linear { lo: 3.0, hi: 3.0 }.share(3.0);
        assert!((share - 0.5).abs() < f64::EPSILON);
    }

    #[test]
    fn bands_have_their_names_in_the_middle() {
        assert!((Scale::bands(4).share(0.0) - 0.125).abs() < 1e-12);
    }
}
