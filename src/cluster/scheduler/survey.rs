//! Nodes that are alike to a class, so that not each is weighed by itself.
//!
//! What other pods mean to a pod goes by few things: the zone a node is in, how many of the kind are on it, how much
//! its taints are to be avoided. Nodes for which all that is the same are of one kind and differ by room alone; of each
//! kind only the best of a block of 64 matter. A pod that comes changes one node, and with it one block.

use super::attempt::{Behind, Company, Found};
use super::kinds::{Eye, Mark, TooMany};
use super::world::World;

/// Nodes in a block: as many as bits in a word.
const BLOCK: usize = 64;
/// With more kinds than this at once nothing is won.
const MOST_KINDS: usize = 128;
/// The kind of nodes that do not take the pod.
const NONE: u16 = u16::MAX;

/// The best nodes of one kind in a block.
#[derive(Debug, Clone, Copy)]
struct Group {
    kind: u16,
    /// How many are of the kind.
    number: u32,
    /// One of them.
    node: u32,
    best: i64,
    /// How many are as good as the best.
    equals: u32,
}

#[derive(Debug, Default)]
struct Block {
    /// Its nodes have been looked at.
    is_known: bool,
    groups: Vec<Group>,
    /// How many nodes are in its groups.
    number: usize,
}

/// What is known of a kind during one attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Unknown,
    Barred,
    /// Its place among what was found.
    Found(usize),
}

/// All nodes as one class sees them; made anew, block by block, when the class changes.
#[derive(Debug, Default)]
pub(super) struct Survey {
    class: Option<usize>,
    /// The nodes fall into too many kinds for this class.
    is_useless: bool,
    marks: Vec<Mark>,
    kinds: Vec<u128>,
    kind: Vec<u16>,
    /// The score that does not go by kind.
    score: Vec<i64>,
    blocks: Vec<Block>,
    standings: Vec<Standing>,
}

impl World<'_> {
    /// Looks for nodes in turn, as [`World::find`] does, kind by kind: what is found is one node for each kind, with
    /// how many stand behind it. None when the nodes are not to be told by kinds; the next search then begins where
    /// this one did.
    pub(super) fn find_by_kind(&mut self, spec: usize, enough: usize, found: &mut Found) -> Option<usize> {
        let mut survey = std::mem::take(&mut self.survey);
        let is_new = survey.class != Some(spec);
        let mut looked_at = self.look_with(&mut survey, spec, enough, found);
        if looked_at.is_err() && !is_new && !survey.is_useless {
            // Kinds there are no nodes of any more may have filled it.
            survey.forget();
            found.clear();
            looked_at = self.look_with(&mut survey, spec, enough, found);
        }
        if looked_at.is_err() {
            survey.is_useless = true;
            found.clear();
        }
        self.survey = survey;
        looked_at.ok()
    }

    fn look_with(
        &mut self,
        survey: &mut Survey,
        spec: usize,
        enough: usize,
        found: &mut Found,
    ) -> Result<usize, TooMany> {
        if survey.class != Some(spec) {
            let marks = self.classes.get(spec).and_then(|class| self.marks(class));
            survey.begin(spec, marks, self.nodes.len());
            self.changed.clear();
        }
        if survey.is_useless {
            return Err(TooMany);
        }
        let is_first = self.is_first(spec);
        let Some(profile) = self.profile(spec) else { return Err(TooMany) };
        let Some(mut class) = self.classes.get_mut(spec).map(std::mem::take) else { return Err(TooMany) };
        let at_size = class.size;
        let Some(mut room) = self.sizes.get_mut(at_size).map(|size| std::mem::take(&mut size.known)) else {
            return Err(TooMany);
        };
        let changed = std::mem::take(&mut self.changed);
        let mut open = std::mem::take(&mut class.open);
        let company = Company::of(self, &class, is_first, &found.limits);
        let mut eye = Eye { world: self, class: &class, profile, open: &mut open, room: &mut room };
        let looked_at = survey.update(&changed, &mut eye).and_then(|()| survey.walk(&mut eye, &company, enough, found));
        class.open = open;
        if let Some(size) = self.sizes.get_mut(at_size) {
            size.known = room;
        }
        if let Some(place) = self.classes.get_mut(spec) {
            *place = class;
        }
        self.changed = changed;
        self.changed.clear();
        looked_at
    }
}

/// The bits of a word from one place up to another, both within the block or beyond its ends.
fn between(at: usize, low: usize, high: usize) -> u64 {
    let from = low.saturating_sub(at * BLOCK);
    let to = high.saturating_sub(at * BLOCK).min(BLOCK);
    if from >= to {
        return 0;
    }
    (u64::MAX >> (BLOCK - (to - from))) << from
}

/// The pieces of a turn through all nodes that begins somewhere: from, to, and how many were met before.
fn pieces(from: usize, all: usize) -> [(usize, usize, usize); 2] {
    [(from, all, 0), (0, from, all - from)]
}

/// The numbers of the bits that are set.
fn ones(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let at = (word != 0).then(|| word.trailing_zeros() as usize);
        word &= word.wrapping_sub(1);
        at
    })
}

impl Survey {
    /// Everything is to be looked at anew.
    pub(super) fn forget(&mut self) {
        self.class = None;
    }

    fn begin(&mut self, class: usize, marks: Option<Vec<Mark>>, nodes: usize) {
        self.class = Some(class);
        self.is_useless = marks.is_none();
        self.marks = marks.unwrap_or_default();
        self.kinds.clear();
        self.kind.resize(nodes, NONE);
        self.score.resize(nodes, 0);
        self.blocks.resize_with(nodes.div_ceil(BLOCK), Block::default);
        for block in &mut self.blocks {
            block.is_known = false;
        }
    }

    /// Looks anew at nodes that have changed.
    fn update(&mut self, changed: &[usize], eye: &mut Eye) -> Result<(), TooMany> {
        for node in changed.iter().copied() {
            if self.blocks.get(node / BLOCK).is_some_and(|block| block.is_known) {
                let before = self.at(node);
                self.read(node, eye)?;
                self.regroup(node, before);
            }
        }
        Ok(())
    }

    /// The kind of a node and its score.
    fn at(&self, node: usize) -> (u16, i64) {
        (self.kind.get(node).copied().unwrap_or(NONE), self.score.get(node).copied().unwrap_or(0))
    }

    /// The nodes of a block.
    fn nodes(&self, at: usize) -> std::ops::Range<usize> {
        at * BLOCK..self.kind.len().min((at + 1) * BLOCK)
    }

    /// Puts a node into its group that was in another, or in the same with another score.
    fn regroup(&mut self, node: usize, (old_kind, old_score): (u16, i64)) {
        let (kind, score) = self.at(node);
        let at = node / BLOCK;
        let nodes = self.nodes(at);
        let Some(block) = self.blocks.get_mut(at) else { return };
        if let Some(place) = block.groups.iter().position(|group| group.kind == old_kind)
            && let Some(group) = block.groups.get_mut(place)
        {
            block.number -= 1;
            let was_best = old_score == group.best;
            if group.number == 1 {
                block.groups.swap_remove(place);
            } else if group.node as usize != node && !(was_best && group.equals == 1) {
                group.number -= 1;
                group.equals -= u32::from(was_best);
            } else {
                block.groups.swap_remove(place);
                let kinds = self.kind.get(nodes.clone()).unwrap_or_default();
                let scores = self.score.get(nodes.clone()).unwrap_or_default();
                let others = nodes.zip(kinds).zip(scores).filter(|((one, kind), _)| **kind == old_kind && *one != node);
                let others = others.map(|((one, _), score)| Group::of(old_kind, one, *score));
                block.groups.extend(others.reduce(Group::with));
            }
        }
        if kind != NONE {
            block.add(Group::of(kind, node, score));
        }
    }

    fn read(&mut self, node: usize, eye: &mut Eye) -> Result<(), TooMany> {
        let (mut kind, mut score) = (NONE, 0);
        if let Some(found) = eye.score(node) {
            let key = eye.key(&self.marks, node)?;
            // The newest are met most often.
            let at = self.kinds.iter().rposition(|known| *known == key).unwrap_or_else(|| {
                self.kinds.push(key);
                self.kinds.len() - 1
            });
            if at >= MOST_KINDS {
                return Err(TooMany);
            }
            (kind, score) = (u16::try_from(at).unwrap_or(NONE), found);
        }
        if let (Some(known_kind), Some(known_score)) = (self.kind.get_mut(node), self.score.get_mut(node)) {
            (*known_kind, *known_score) = (kind, score);
        }
        Ok(())
    }

    /// Sees to it that a block is known.
    fn learn(&mut self, at: usize, eye: &mut Eye) -> Result<(), TooMany> {
        if self.blocks.get(at).is_none_or(|block| block.is_known) {
            return Ok(());
        }
        let nodes = self.nodes(at);
        for node in nodes.clone() {
            self.read(node, eye)?;
        }
        let kinds = self.kind.get(nodes.clone()).unwrap_or_default();
        let scores = self.score.get(nodes.clone()).unwrap_or_default();
        let Some(block) = self.blocks.get_mut(at) else { return Ok(()) };
        (block.is_known, block.number) = (true, 0);
        block.groups.clear();
        for ((node, kind), score) in nodes.zip(kinds).zip(scores).filter(|((_, kind), _)| **kind != NONE) {
            block.add(Group::of(*kind, node, *score));
        }
        Ok(())
    }

    /// Goes through the nodes in turn until enough are found; says how many were looked at.
    fn walk(&mut self, eye: &mut Eye, company: &Company, enough: usize, found: &mut Found) -> Result<usize, TooMany> {
        let (all, from) = (eye.world.nodes.len(), eye.world.next);
        self.standings.clear();
        self.standings.resize(self.kinds.len(), Standing::Unknown);
        let mut left = enough;
        for (low, high, before) in pieces(from, all) {
            for at in low / BLOCK..high.div_ceil(BLOCK) {
                self.learn(at, eye)?;
                // Reading a block may have met kinds that were not known.
                if self.standings.len() < self.kinds.len() {
                    self.standings.resize(self.kinds.len(), Standing::Unknown);
                }
                let bits = between(at, low, high);
                if bits == between(at, 0, all)
                    && let Some(number) = self.take_block(at, left, company, found)
                {
                    left -= number;
                    continue;
                }
                for node in ones(bits).map(|bit| at * BLOCK + bit) {
                    if self.take_node(node, company, found) {
                        left -= 1;
                        if left == 0 {
                            return Ok(before + node - low + 1);
                        }
                    }
                }
            }
        }
        Ok(all)
    }

    /// Takes a block's groups, when fewer nodes are in them than are still looked for.
    fn take_block(&mut self, at: usize, left: usize, company: &Company, found: &mut Found) -> Option<usize> {
        let block = self.blocks.get(at).filter(|block| block.number < left)?;
        let mut number = 0;
        for group in &block.groups {
            let standing = self.standings.get_mut(usize::from(group.kind))?;
            if let Some(at) = standing.place(group.node, company, found) {
                found.add(at, Behind { number: group.number, equals: group.equals, best: group.best });
                number += group.number as usize;
            }
        }
        Some(number)
    }

    fn take_node(&mut self, node: usize, company: &Company, found: &mut Found) -> bool {
        let Some((kind, score)) = self.kind.get(node).zip(self.score.get(node)) else { return false };
        let Some(standing) = self.standings.get_mut(usize::from(*kind)) else { return false };
        let node = u32::try_from(node).unwrap_or(u32::MAX);
        let place = standing.place(node, company, found);
        if let Some(at) = place {
            found.add(at, Behind { number: 1, equals: 1, best: *score });
        }
        place.is_some()
    }

    /// The node that is so many places behind the first among the best of those looked at, from where the search
    /// began. For what was found, `best` says what a node must score to be among them, if any is.
    pub(super) fn pick(&self, from: usize, looked_at: usize, best: &[Option<i64>], mut places: usize) -> Option<usize> {
        let wanted = |kind: u16| match self.standings.get(usize::from(kind))? {
            Standing::Found(at) => *best.get(*at)?,
            _ => None,
        };
        let all = self.kind.len();
        for (low, high, before) in pieces(from, all) {
            let high = high.min(low + looked_at.saturating_sub(before));
            for at in low / BLOCK..high.div_ceil(BLOCK) {
                let bits = between(at, low, high);
                if bits == between(at, 0, all) {
                    let groups = self.blocks.get(at).map_or(&[][..], |block| &block.groups);
                    let best = groups.iter().filter(|group| wanted(group.kind) == Some(group.best));
                    let number = best.map(|group| group.equals as usize).sum();
                    if places >= number {
                        places -= number;
                        continue;
                    }
                }
                for node in ones(bits).map(|bit| at * BLOCK + bit) {
                    let (kind, score) = self.kind.get(node).zip(self.score.get(node))?;
                    if wanted(*kind) == Some(*score) {
                        if places == 0 {
                            return Some(node);
                        }
                        places -= 1;
                    }
                }
            }
        }
        None
    }
}

impl Block {
    fn add(&mut self, one: Group) {
        self.number += one.number as usize;
        match self.groups.iter_mut().find(|group| group.kind == one.kind) {
            Some(group) => *group = group.with(one),
            None => self.groups.push(one),
        }
    }
}

impl Group {
    fn of(kind: u16, node: usize, score: i64) -> Self {
        Self { kind, number: 1, node: u32::try_from(node).unwrap_or(u32::MAX), best: score, equals: 1 }
    }

    /// Together with another of the same kind.
    fn with(mut self, other: Self) -> Self {
        self.number += other.number;
        if other.best > self.best {
            (self.best, self.equals) = (other.best, other.equals);
        } else if other.best == self.best {
            self.equals += other.equals;
        }
        self
    }
}

impl Standing {
    /// The place of a kind among what was found, asked of one of its nodes; none where it may not come.
    fn place(&mut self, node: u32, company: &Company, found: &mut Found) -> Option<usize> {
        if *self == Self::Unknown {
            *self = if company.allows(node as usize) { Self::Found(found.begin(node)) } else { Self::Barred };
        }
        match *self {
            Self::Found(at) => Some(at),
            _ => None,
        }
    }
}
