//! Axes with exact, round ticks.
use metering_core::usage::Ipus;

/// An axis of amounts that begins and ends at a tick and holds zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Axis {
    from: i128,
    to: i128,
    step: i128,
}

impl Axis {
    /// An axis for these amounts with about as many ticks.
    pub(crate) fn new(amounts: impl IntoIterator<Item = Ipus>, ticks: i128) -> Self {
        let (mut low, mut high) = (0, 0);
        for amount in amounts {
            low = low.min(amount.trillionths());
            high = high.max(amount.trillionths());
        }
        if low == high {
            high = 10_i128.pow(Ipus::DECIMALS);
        }
        let step = round_up((high - low) / ticks.max(1));
        Self {
            from: low.div_euclid(step) * step,
            to: (high + step - 1).div_euclid(step) * step,
            step,
        }
    }

    /// Where an amount lies, from 0 at the beginning to 1 at the end.
    pub(crate) fn place(&self, amount: Ipus) -> f64 {
        let ipus = |trillionths| Ipus::from_trillionths(trillionths).to_f64();
        ipus(amount.trillionths() - self.from) / ipus(self.to - self.from)
    }

    /// The ticks with their labels.
    pub(crate) fn ticks(&self) -> impl Iterator<Item = (Ipus, String)> {
        let Self { from, to, step } = *self;
        let count = (to - from) / step;
        (0..=count).map(move |at| {
            let amount = Ipus::from_trillionths(from + at * step);
            (amount, crate::amount::trimmed(amount))
        })
    }
}

/// The next of 1, 2, 5, 10, 20, 50 …
fn round_up(length: i128) -> i128 {
    let mut unit = 1_i128;
    loop {
        for digit in [1, 2, 5] {
            if digit * unit >= length {
                return digit * unit;
            }
        }
        unit *= 10;
    }
}

/// A part of the whole width or height as an attribute of SVG, such as `12.5%`.
pub(crate) fn percent(part: f64) -> String {
    number(part * 100.0) + "%"
}

/// A length as an attribute of SVG: at most two decimals.
pub(crate) fn number(length: f64) -> String {
    let text = format!("{length:.2}");
    text.trim_end_matches('0').trim_end_matches('.').into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(amounts: &[&str]) -> Vec<String> {
        let amounts = amounts.iter().map(|text| text.parse().unwrap_or_default());
        Axis::new(amounts, 4)
            .ticks()
            .map(|(_, label)| label)
            .collect()
    }

    #[test]
    fn ticks_are_round_and_exact() {
        assert_eq!(labels(&["7.25"]), ["0", "2", "4", "6", "8"]);
        assert_eq!(labels(&["0.3", "0.1"]), ["0", "0.1", "0.2", "0.3"]);
        assert_eq!(labels(&["12345"]), ["0", "5,000", "10,000", "15,000"]);
        assert_eq!(
            labels(&["0.000000000003"]),
            ["0", "0.000000000001", "0.000000000002", "0.000000000003"]
        );
        assert_eq!(labels(&["-1", "3"]), ["-1", "0", "1", "2", "3"]);
        assert_eq!(labels(&[]), ["0", "0.5", "1"]);
    }

    #[test]
    fn places_go_from_tick_to_tick() {
        let axis = Axis::new(
            [
                "-1".parse().unwrap_or_default(),
                "3".parse().unwrap_or_default(),
            ],
            4,
        );
        let place = |text: &str| percent(axis.place(text.parse().unwrap_or_default()));
        assert_eq!(
            ["-1", "0", "1", "3"].map(place),
            ["0%", "25%", "50%", "100%"]
        );
    }

    #[test]
    fn lengths_are_short() {
        assert_eq!([0.0, 1.0, 1.0 / 3.0].map(percent), ["0%", "100%", "33.33%"]);
    }
}
