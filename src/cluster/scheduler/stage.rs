//! A cluster that is being scheduled and stays so between steps: pods come and go, nodes close and open, and whoever
//! waits is tried by priority and age until nothing moves any more.

use super::attempt::Found;
use super::message::Explanation;
use super::run::{Fate, Progress, Run, Settings};
use super::world::World;
use crate::cluster::facts::Facts;
use crate::cluster::model::{Budget, Cluster, Node};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, VecDeque};

/// After so many attempts it is asked whether to go on.
const ATTEMPTS_AT_ONCE: u64 = 64;

/// Where a pod is in the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// It runs on a node: an index into the cluster's nodes.
    On(usize),
    /// It looks for a node.
    Queued,
    /// It is not there.
    Away,
}

/// Whether to go on, asked with how far it has come.
pub type Ask<'f> = dyn FnMut(Progress) -> bool + 'f;

/// Pods that wait for their turn: by priority, then as they came.
#[derive(Debug, Default)]
struct Queue(BTreeMap<Reverse<i32>, VecDeque<usize>>);

impl Queue {
    fn len(&self) -> usize {
        self.0.values().map(VecDeque::len).sum()
    }

    fn push(&mut self, priority: i32, pod: usize) {
        self.0.entry(Reverse(priority)).or_default().push_back(pod);
    }

    fn pop(&mut self) -> Option<usize> {
        let mut first = self.0.first_entry()?;
        let pod = first.get_mut().pop_front();
        if first.get().is_empty() {
            first.remove();
        }
        pod
    }
}

/// The state between steps. Nodes are named by their places among the cluster's.
#[derive(Debug)]
pub struct Stage<'a> {
    world: World<'a>,
    /// The place of each node in the order of looking.
    turn_of: Vec<usize>,
    /// The node of each pod, by the order of looking.
    where_is: Vec<Option<usize>>,
    queue: Queue,
    /// Pods that found no node.
    waiting: Vec<usize>,
    /// For a specification, after how many changes its last attempt failed: another would fail, too.
    failed_at: HashMap<usize, u64>,
    found: Found,
    run: Run,
    progress: Progress,
    /// Pods that had to go for others, with the nodes they left.
    displaced: Vec<(usize, usize)>,
    clock: u64,
}

impl<'a> Stage<'a> {
    /// Sets the stage: pods that run already take their room; the others queue. When it is told to stop, that is how far
    /// it came.
    pub fn new(
        cluster: &'a Cluster,
        settings: &'a Settings,
        facts: &Facts,
        start: &dyn Fn(usize) -> Start,
        go_on: &mut Ask,
    ) -> Result<Self, Progress> {
        let of = (0..cluster.pods.len()).filter(|pod| start(*pod) == Start::Queued).count();
        let progress = Progress { done: 0, of };
        let world = World::new(cluster, settings, facts, &mut || go_on(progress)).ok_or(progress)?;
        let mut turn_of = vec![0; world.order.len()];
        for (turn, node) in world.order.iter().enumerate() {
            if let Some(place) = turn_of.get_mut(*node) {
                *place = turn;
            }
        }
        let mut stage = Self {
            world,
            turn_of,
            where_is: vec![None; cluster.pods.len()],
            queue: Queue::default(),
            waiting: Vec::new(),
            failed_at: HashMap::new(),
            found: Found::default(),
            run: Run { fates: vec![Fate::Lost; cluster.pods.len()], ..Run::default() },
            progress,
            displaced: Vec::new(),
            clock: 0,
        };
        for pod in 0..cluster.pods.len() {
            match start(pod) {
                Start::On(node) => stage.put(pod, node),
                Start::Queued => stage.enqueue(pod),
                Start::Away => {}
            }
        }
        Ok(stage)
    }

    fn spec(&self, pod: usize) -> usize {
        self.world.cluster.pods.get(pod).map_or(usize::MAX, |pod| pod.spec)
    }

    fn meant_for(&self, pod: usize) -> Option<usize> {
        let name = self.world.cluster.pods.get(pod)?.meant_for.as_deref()?;
        self.world.by_name.get(name).copied()
    }

    fn enqueue(&mut self, pod: usize) {
        let spec = self.world.cluster.specs.get(self.spec(pod));
        self.queue.push(spec.map_or(0, |spec| spec.priority), pod);
    }

    fn settle(&mut self, pod: usize, node: usize) {
        let spec = self.spec(pod);
        self.world.place(pod, spec, node);
        self.clock += 1;
        if let Some(since) = self.world.since.get_mut(pod) {
            *since = self.clock;
        }
        if let Some(place) = self.where_is.get_mut(pod) {
            *place = Some(node);
        }
        let original = self.world.order.get(node).copied().unwrap_or(node);
        self.set_fate(pod, Fate::On(original));
    }

    fn set_fate(&mut self, pod: usize, fate: Fate) {
        if let Some(known) = self.run.fates.get_mut(pod) {
            *known = fate;
        }
    }

    /// Tries whoever waits as long as anything comes or goes; says whether it was let do so to the end.
    pub fn run(&mut self, go_on: &mut Ask) -> bool {
        self.requeue();
        loop {
            let before = self.world.changes;
            while let Some(pod) = self.queue.pop() {
                if !self.attempt(pod, go_on) {
                    self.waiting.push(pod);
                }
                if self.run.stopped.is_some() {
                    self.give_up();
                    return false;
                }
            }
            if self.world.changes == before || self.waiting.is_empty() {
                return true;
            }
            self.requeue();
        }
    }

    /// Those that found no node queue again, as they were made.
    fn requeue(&mut self) {
        let mut again = std::mem::take(&mut self.waiting);
        crate::order::sort(&mut again);
        for pod in again {
            self.enqueue(pod);
        }
    }

    /// Asks whether to go on.
    fn ask(&mut self, go_on: &mut Ask) -> bool {
        let waits = self.queue.len() + 1;
        self.progress.done = self.progress.done.max(self.progress.of.saturating_sub(waits));
        if self.run.stopped.is_none() && !go_on(self.progress) {
            self.run.stopped = Some(self.progress);
        }
        self.run.stopped.is_none()
    }

    /// Whoever has found no node yet is left where it is.
    fn give_up(&mut self) {
        let mut left = std::mem::take(&mut self.waiting);
        left.extend(std::iter::from_fn(|| self.queue.pop()));
        for pod in left {
            self.set_fate(pod, Fate::Untried);
        }
    }

    /// Tries to place a pod; says whether it did.
    fn attempt(&mut self, pod: usize, go_on: &mut Ask) -> bool {
        let spec = self.spec(pod);
        let meant_for = self.meant_for(pod);
        let class = self.world.classes.get(spec);
        let is_gated = self.world.cluster.specs.get(spec).is_none_or(|spec| !spec.gates.is_empty());
        let is_common = meant_for.is_none() && class.is_some_and(|class| class.only.is_none());
        if is_gated || (is_common && self.failed_at.get(&spec) == Some(&self.world.changes)) {
            return false;
        }
        if self.run.work.attempts.is_multiple_of(ATTEMPTS_AT_ONCE) && !self.ask(go_on) {
            return false;
        }
        self.run.work.attempts += 1;
        self.world.find(spec, meant_for, &mut self.found);
        self.run.work.scored += u64::try_from(self.found.number()).unwrap_or(0);
        let node = self.world.choose(spec, &mut self.found).or_else(|| self.make_room(pod, spec, meant_for, go_on));
        let Some(node) = node else {
            if is_common {
                self.failed_at.insert(spec, self.world.changes);
            }
            return false;
        };
        self.settle(pod, node);
        self.world.turn += 1;
        let original = self.world.order.get(node).copied().unwrap_or(node);
        self.run.sequence.push((pod, original));
        true
    }

    /// Displaces pods of lower priority, when that helps. What made them makes them anew, at the end of the queue.
    fn make_room(&mut self, pod: usize, spec: usize, meant_for: Option<usize>, go_on: &mut Ask) -> Option<usize> {
        // Looking whom a pod would cost is slow.
        if !self.world.may_displace(spec) || !self.ask(go_on) {
            return None;
        }
        let (node, victims) = self.world.preempt(spec, meant_for)?;
        let original = self.world.order.get(node).copied().unwrap_or(node);
        for victim in victims {
            self.lift(victim);
            self.run.work.displaced += 1;
            self.displaced.push((victim, original));
            if self.is_made_anew(victim) {
                self.enqueue(victim);
            } else {
                self.set_fate(victim, Fate::Displaced { by: pod });
            }
        }
        Some(node)
    }

    fn is_made_anew(&self, pod: usize) -> bool {
        let pod = self.world.cluster.pods.get(pod);
        let workload = pod.and_then(|pod| self.world.cluster.workloads.get(pod.workload));
        workload.is_some_and(|workload| workload.recreates)
    }

    /// Takes a pod off its node, of which it says the place.
    fn lift(&mut self, pod: usize) -> Option<usize> {
        let node = self.where_is.get_mut(pod)?.take()?;
        let spec = self.spec(pod);
        self.world.remove(pod, spec, node);
        self.world.reopen(node);
        self.set_fate(pod, Fate::Lost);
        self.world.order.get(node).copied()
    }

    /// Finds words for whoever waits; pods of one specification share them.
    fn explain(&mut self, go_on: &mut Ask) {
        let mut known: HashMap<(usize, Option<usize>), usize> = HashMap::new();
        for pod in self.waiting.clone() {
            if self.run.stopped.is_some() {
                self.set_fate(pod, Fate::Untried);
                continue;
            }
            let (spec, meant_for) = (self.spec(pod), self.meant_for(pod));
            let at = match known.get(&(spec, meant_for)) {
                Some(at) => *at,
                None => {
                    self.ask(go_on);
                    let explanation = self.world.explain(spec, meant_for);
                    self.run.explanations.push(explanation);
                    known.insert((spec, meant_for), self.run.explanations.len() - 1);
                    self.run.explanations.len() - 1
                }
            };
            self.set_fate(pod, Fate::Waits(at));
        }
    }

    /// Finds words for whoever waits, and says what came of it all.
    pub fn end(mut self, go_on: &mut Ask) -> Run {
        self.explain(go_on);
        self.run.work.looked_at = self.found.looked_at;
        self.run
    }
}

/// What happens between steps.
impl Stage<'_> {
    /// A pod runs on a node from now on.
    pub fn put(&mut self, pod: usize, node: usize) {
        if let Some(turn) = self.turn_of.get(node).copied() {
            self.settle(pod, turn);
        }
    }

    /// A pod leaves its node, of which it says the place; none where it had none.
    pub fn take(&mut self, pod: usize) -> Option<usize> {
        self.lift(pod)
    }

    /// A pod looks for a node from the next run on.
    pub fn submit(&mut self, pod: usize) {
        self.waiting.push(pod);
    }

    /// Pods, in order, that no longer look for a node.
    pub fn withdraw(&mut self, pods: &[usize]) {
        self.waiting.retain(|one| pods.binary_search(one).is_err());
    }

    /// Nobody looks for a node any more.
    pub fn withdraw_all(&mut self) {
        self.waiting.clear();
    }

    /// A node changes in what keeps pods away from it.
    pub fn change_node(&mut self, node: usize, change: &mut dyn FnMut(&mut Node)) {
        if let Some(turn) = self.turn_of.get(node).copied() {
            self.world.change_node(turn, change);
        }
    }

    /// Where a pod is.
    pub fn node_of(&self, pod: usize) -> Option<usize> {
        let turn = self.where_is.get(pod).copied().flatten()?;
        self.world.order.get(turn).copied()
    }

    /// The pods on a node.
    pub fn pods_on(&self, node: usize) -> &[usize] {
        let turn = self.turn_of.get(node).copied().unwrap_or(usize::MAX);
        self.world.pods_on.get(turn).map_or(&[], Vec::as_slice)
    }

    /// Pods that found no node.
    pub fn waiting(&self) -> &[usize] {
        &self.waiting
    }

    /// Why a pod waits.
    pub fn why(&mut self, pod: usize) -> Explanation {
        let (spec, meant_for) = (self.spec(pod), self.meant_for(pod));
        self.world.explain(spec, meant_for)
    }

    /// Pods with their nodes in the order they were placed so far.
    pub fn sequence(&self) -> &[(usize, usize)] {
        &self.run.sequence
    }

    /// Pods that had to go for others so far, with the nodes they left.
    pub fn displaced(&self) -> &[(usize, usize)] {
        &self.displaced
    }

    /// How many pods a budget lets go now.
    pub fn allowed(&self, budget: &Budget) -> i64 {
        self.world.allowed(budget)
    }

    /// The next search begins at the first node again, and the next lot is the first again, as in a run from the start.
    pub fn rewind(&mut self) {
        self.world.next = 0;
        self.world.turn = 0;
    }

    /// When a pod was placed, to be given back with [`Self::put_since`].
    pub fn since(&self, pod: usize) -> u64 {
        self.world.since.get(pod).copied().unwrap_or(0)
    }

    /// A pod is back on a node, as if it had never left.
    pub fn put_since(&mut self, pod: usize, node: usize, since: u64) {
        self.put(pod, node);
        if let Some(place) = self.world.since.get_mut(pod) {
            *place = since;
        }
    }
}
