//! Problems that are found again and again, as the same mistakes are in many lines: each is written once.

use super::wire::Wire;
use crate::request::Problem;

/// How many are remembered: in most files there are fewer different ones.
const ROOM: usize = 16;

/// The latest of the problems that were written, and where each stands among them.
#[derive(Debug, Default)]
pub(super) struct Alike {
    latest: [Option<(Problem, usize)>; ROOM],
    written: usize,
}

impl Alike {
    /// Writes how many problems there are, and for each how many were written before the one that is the same, and 1
    /// more; or 0 and the problem. Takes the problems.
    pub(super) fn write(&mut self, problems: &mut Vec<Problem>, out: &mut Wire) {
        out.count(problems.len());
        for problem in problems.drain(..) {
            let same = self
                .latest
                .iter()
                .flatten()
                .find(|(same, _)| *same == problem);
            if let Some((_, at)) = same {
                out.count(at + 1);
                continue;
            }
            out.push(0);
            out.problem(&problem);
            if let Some(oldest) = self.latest.get_mut(self.written % ROOM) {
                *oldest = Some((problem, self.written));
            }
            self.written += 1;
        }
    }
}
