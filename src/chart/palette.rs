//! The colors of series.

/// The colors of series on a light ground, at least 4.5:1 against white and told apart by every kind of color vision.
/// The style sheet has the same colors, and others for a dark ground.
pub(super) const LIGHT: [&str; 5] = ["#003690", "#ab5100", "#127e6c", "#75123f", "#9656c4"];

/// The color of what stands for any series, on a light ground.
pub(super) const NEUTRAL: &str = "#555b66";

/// Does a series repeat the color of an earlier one, so that it needs another mark than color?
pub(super) fn repeats(series: usize) -> bool {
    series >= LIGHT.len()
}

#[cfg(test)]
mod tests;
