//! Problems that are found again and again, as the same mistakes are in many lines: each is written once.

use super::wire::Wire;
use metering_core::request::{Field, Problem, Subject};

/// How many of a subject are remembered: in most files there are fewer different ones.
const ROOM: usize = 8;

/// The latest of the problems that were written, by subject, and where each stands among all of them.
#[derive(Debug, Default)]
pub(super) struct Alike {
    latest: [Vec<(Problem, usize)>; Field::ALL.len() + 1],
    written: usize,
}

impl Alike {
    /// Writes how many problems there are, and for each how many were written before the one that is the same, and 1
    /// more; or 0 and the problem. Takes the problems.
    pub(super) fn write(&mut self, problems: &mut Vec<Problem>, out: &mut Wire) {
        out.count(problems.len());
        for problem in problems.drain(..) {
            let latest = match problem.subject {
                Subject::Known(field) => &mut self.latest[1 + field as usize],
                Subject::Whole | Subject::Unknown(_) => &mut self.latest[0],
            };
            if let Some((_, at)) = latest.iter().find(|(same, _)| *same == problem) {
                out.count(at + 1);
                continue;
            }
            out.push(0);
            out.problem(&problem);
            let newest = (problem, self.written);
            if latest.len() < ROOM {
                latest.push(newest);
            } else if let Some(older) = latest.get_mut(self.written % ROOM) {
                *older = newest;
            }
            self.written += 1;
        }
    }
}
