//! What was said: answers by the number of their question.

use super::super::LinkError;
use super::super::codec::Codec;
use super::super::place::Place;
use super::super::wire::{Wire, choice, part, pass_list, record};
use crate::design::{
    Answer, AnswerKind, Estimate, Insistence, Priority, Question, QuestionKey, Requirements, Said, Sureness,
};
use crate::order::Gather;
use crate::yaml::Blank;

choice!(Insistence = 120, 2 bits, camel { 0 Want, 1 Must, 2 NotSure as "not-sure" });

choice!(Sureness = 121, 2 bits, camel { 0 Fairly, 1 Sure, 2 Unsure });

record!(Priority = 122, needs importance { 1 importance, 2 sureness });

impl Wire for Requirements {
    fn pass(&mut self, codec: &mut Codec, place: Place) {
        let mut answers: Vec<Answered> = self.iter().map(|(key, said)| Answered(key.question(), said.clone())).gather();
        pass_list(&mut answers, codec, place.field(123, 1), Answered::pass);
        if codec.reads() {
            for Answered(question, said) in answers {
                if self.say(question.key, said).is_err() {
                    codec.fail(LinkError::Newer);
                }
            }
        }
        self.priorities.pass(codec, place.field(123, 2));
        part!(codec, place, 123, 3, &mut self.weighting);
    }
}

/// A question and its answer.
#[derive(PartialEq)]
struct Answered(Question, Said);

impl Blank for Answered {
    fn blank() -> Self {
        let estimate = Answer::Number(Estimate::exact(0));
        Self(QuestionKey::Engineers.question(), Said { answer: estimate, insistence: Insistence::Want })
    }
}

impl Wire for Answered {
    fn pass(&mut self, codec: &mut Codec, place: Place) {
        let number = codec.choice(place.field(124, 1), 10, u32::from(self.0.wire));
        match u16::try_from(number).ok().and_then(QuestionKey::from_wire) {
            Some(key) => self.0 = key.question(),
            None => return codec.fail(LinkError::Newer),
        }
        let place = place.knowing(number);
        self.1.insistence = degree(codec, place.field(124, 2), self.0.key.usual(), self.1.insistence);
        let at = place.field(125, number);
        let read = match (self.0.kind, &self.1.answer) {
            (AnswerKind::Number { .. }, answer) => {
                let Estimate { mut low, mut likely, mut high } = match answer {
                    Answer::Number(estimate) => *estimate,
                    _ => Estimate::exact(0),
                };
                likely.pass(codec, at.within(1));
                if codec.flag(at.within(2), low == likely && high == likely) {
                    (low, high) = (likely, likely);
                } else {
                    low.pass(codec, at.within(3));
                    high.pass(codec, at.within(4));
                }
                Answer::Number(Estimate { low, likely, high })
            }
            (AnswerKind::Choice { options }, answer) => {
                let said = options.iter().position(|option| matches!(answer, Answer::Choice(said) if said == option));
                let chosen = codec.choice(at, 6, said.and_then(|p| u32::try_from(p).ok()).unwrap_or(0));
                let Some(option) = usize::try_from(chosen).ok().and_then(|chosen| options.get(chosen)) else {
                    return codec.fail(LinkError::Newer);
                };
                Answer::Choice(option)
            }
            (AnswerKind::Several { options }, answer) => {
                let mut said: Vec<u8> = match answer {
                    Answer::Several(several) => {
                        (0..).zip(options).filter(|(_, o)| several.contains(*o)).map(|(i, _)| i).gather()
                    }
                    _ => Vec::new(),
                };
                pass_list(&mut said, codec, at, |option, codec, place| {
                    *option = u8::try_from(codec.choice(place, 6, u32::from(*option))).unwrap_or(u8::MAX);
                });
                let read: Option<Vec<_>> = said.iter().map(|i| options.get(usize::from(*i)).copied()).collect();
                let Some(read) = read else { return codec.fail(LinkError::Newer) };
                Answer::Several(crate::order::set(read))
            }
            (AnswerKind::Flag, answer) => Answer::Flag(codec.flag(at, matches!(answer, Answer::Flag(true)))),
            (AnswerKind::Names, answer) => {
                let mut names = if let Answer::Names(names) = answer { names.clone() } else { Vec::new() };
                names.pass(codec, at);
                Answer::Names(names)
            }
        };
        self.1.answer = read;
    }
}

/// How firmly an answer is meant. 0 is as its question's answers usually are, which links said before a wish could stand
/// beside a place or a rule.
fn degree(codec: &mut Codec, place: Place, usual: Insistence, now: Insistence) -> Insistence {
    let number = match now {
        now if now == usual => 0,
        Insistence::Must => 1,
        Insistence::NotSure => 2,
        Insistence::Want => 3,
    };
    match codec.choice(place, 2, number) {
        0 => usual,
        1 => Insistence::Must,
        2 => Insistence::NotSure,
        _ => Insistence::Want,
    }
}

#[cfg(test)]
mod samples {
    use super::{Answer, AnswerKind, Estimate, Insistence, QuestionKey, Requirements, Said};
    use crate::share::testing::{Dice, Sample};

    impl Sample for Requirements {
        fn sample(dice: &mut Dice) -> Self {
            let mut requirements = Self::default();
            requirements.priorities = dice.part(crate::design::Priorities::new());
            requirements.weighting = dice.part(crate::design::Weighting::Points);
            for key in QuestionKey::all() {
                if let Some(said) = dice.part(None::<Drawn>).map(|drawn| drawn.of(key)) {
                    requirements.say(key, said).unwrap();
                }
            }
            requirements
        }
    }

    /// What an answer is made from once its question is known.
    struct Drawn {
        numbers: [u64; 3],
        exact: bool,
        picked: Vec<u8>,
        names: Vec<String>,
        insistence: Insistence,
    }

    impl Sample for Drawn {
        fn sample(dice: &mut Dice) -> Self {
            Self {
                numbers: [(); 3].map(|()| u64::sample(dice)),
                exact: bool::sample(dice),
                picked: Vec::sample(dice),
                names: Vec::sample(dice),
                insistence: Insistence::sample(dice),
            }
        }
    }

    impl Drawn {
        fn of(self, key: QuestionKey) -> Said {
            let pick = |options: &'static [&'static str], by: u8| options[usize::from(by) % options.len()];
            let answer = match key.question().kind {
                AnswerKind::Number { min, max, .. } => {
                    let [low, likely, high] = self.numbers.map(|n| n.clamp(min, max));
                    Answer::Number(if self.exact {
                        Estimate::exact(likely)
                    } else {
                        Estimate::range(low, likely, high)
                    })
                }
                AnswerKind::Choice { options } => {
                    Answer::Choice(pick(options, self.picked.first().copied().unwrap_or(0)))
                }
                AnswerKind::Several { options } => {
                    Answer::Several(self.picked.iter().map(|by| pick(options, *by)).collect())
                }
                AnswerKind::Flag => Answer::Flag(self.exact),
                AnswerKind::Names => Answer::Names(self.names),
            };
            Said { answer, insistence: self.insistence }
        }
    }
}
