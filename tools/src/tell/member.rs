//! Segments and signals in words.

use super::{Page, Teller};

impl Teller<'_> {
    pub(super) fn members(&self, page: &mut Page) {
        let segments = self.program.list("segments");
        if !segments.is_empty() {
            page.heading(&self.say("segments", &[]));
        }
        for segment in segments {
            page.line(
                0,
                &self.say("segment", &[("name", self.name(&segment)), ("when", self.when(&segment, "when"))]),
            );
        }
        let signals = self.program.list("signals");
        if !signals.is_empty() {
            page.heading(&self.say("signals", &[]));
        }
        for signal in signals {
            let rate = signal.field("rate").map(|rate| {
                let within = rate.text("within").map(|within| self.period(within)).unwrap_or_default();
                self.say(
                    "signal.rate",
                    &[("n", rate.said("atLeast").unwrap_or_default()), ("within", within)],
                )
            });
            let params = [
                ("name", self.name(&signal)),
                ("on", self.acts(&signal, "on")),
                ("when", self.when(&signal, "when")),
                ("rate", rate.unwrap_or_default()),
                ("action", self.word("action", signal.text("action").unwrap_or_default())),
                ("points", signal.said("points").unwrap_or_default()),
                ("period", signal.text("for").map(|period| self.period(period)).unwrap_or_default()),
            ];
            page.line(0, &self.say("signal", &params));
        }
    }
}
