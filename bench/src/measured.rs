//! What was measured, and what is said of it.

/// Values of one thing, measured again and again, in one unit.
#[derive(Debug, Clone, Default)]
pub(crate) struct Measured(Vec<f64>);

impl Measured {
    pub(crate) fn push(&mut self, value: f64) {
        self.0.push(value);
    }

    pub(crate) fn median(&self) -> f64 {
        self.quantile(50)
    }

    pub(crate) fn p95(&self) -> f64 {
        self.quantile(95)
    }

    /// The median of how many times the other this was, round by round: what disturbed a round disturbed both.
    pub(crate) fn ratio(&self, other: &Self) -> f64 {
        let pairs = self.0.iter().zip(&other.0);
        Self(pairs.map(|(ours, theirs)| ours / theirs).collect()).median()
    }

    /// The nearest rank: always a value that was measured.
    fn quantile(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let rank = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
        sorted.get(rank).copied().unwrap_or(f64::NAN)
    }
}

#[cfg(test)]
mod tests {
    use super::Measured;

    fn close(left: f64, right: f64) -> bool {
        (left - right).abs() < 1e-9
    }

    #[test]
    fn a_quantile_is_a_value_that_was_measured() {
        let measured = Measured((1..=20).rev().map(f64::from).collect());
        assert!(close(measured.median(), 10.0));
        assert!(close(measured.p95(), 19.0));
        assert!(close(Measured(vec![7.0]).p95(), 7.0));
        assert!(Measured::default().median().is_nan());
    }

    #[test]
    fn a_ratio_is_taken_round_by_round() {
        let ours = Measured(vec![5.0, 1.0, 50.0]);
        let theirs = Measured(vec![10.0, 2.0, 100.0]);
        assert!(close(ours.ratio(&theirs), 0.5));
    }
}
