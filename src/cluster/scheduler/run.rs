//! The queue: pods by priority and age, tried until nothing moves any more.

use super::attempt::Found;
use super::message::Explanation;
use super::profile::Profile;
use super::version::Version;
use super::world::World;
use crate::cluster::facts::Facts;
use crate::cluster::model::Cluster;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, VecDeque};

/// How to schedule.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The profiles, each with its name.
    pub profiles: Vec<Profile>,
    /// The rules and words of which version.
    pub version: Version,
    /// Casts the lots among equals.
    pub seed: u64,
}

/// What became of a pod.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It runs on a node: an index into the cluster's nodes.
    On(usize),
    /// It waits: an index into the explanations.
    Waits(usize),
    /// It had to go for another pod, and nothing makes it anew.
    Displaced {
        /// For which pod.
        by: usize,
    },
    /// It ran on a node that is not there.
    Lost,
    /// The run was stopped before its turn came.
    Untried,
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Pods whose turn has come.
    pub done: usize,
    /// All that look for a node.
    pub of: usize,
}

/// How much was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Work {
    /// Attempts to place a pod.
    pub attempts: u64,
    /// Nodes that were counted as looked at, as the real scheduler would have.
    pub looked_at: u64,
    /// Nodes that were compared.
    pub scored: u64,
    /// Pods that had to go for others.
    pub displaced: u64,
}

/// What came of it all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Run {
    /// One for each pod.
    pub fates: Vec<Fate>,
    /// Why pods wait, each text once.
    pub explanations: Vec<Explanation>,
    /// Pods with their nodes in the order they were placed, those that ran already left out.
    pub sequence: Vec<(usize, usize)>,
    /// How much was done.
    pub work: Work,
    /// How far it came, when it was stopped.
    pub stopped: Option<Progress>,
}

/// Places all pods of a cluster.
pub fn schedule(cluster: &Cluster, settings: &Settings, facts: &Facts) -> Run {
    schedule_until(cluster, settings, facts, &mut |_| true)
}

/// After so many attempts it is asked whether to go on.
const ATTEMPTS_AT_ONCE: u64 = 64;

/// Places all pods of a cluster, and asks every now and then whether to go on. Where the answer is no, what is placed
/// stays placed, and the run says how far it came.
pub fn schedule_until(
    cluster: &Cluster,
    settings: &Settings,
    facts: &Facts,
    go_on: &mut dyn FnMut(Progress) -> bool,
) -> Run {
    let of = cluster.pods.iter().filter(|pod| pod.runs_on.is_none()).count();
    let Some(world) = World::new(cluster, settings, facts, &mut || go_on(Progress { done: 0, of })) else {
        let fates = vec![Fate::Untried; cluster.pods.len()];
        return Run { fates, stopped: Some(Progress { done: 0, of }), ..Run::default() };
    };
    let mut scheduler = Scheduler {
        world,
        go_on,
        progress: Progress { done: 0, of },
        where_is: vec![None; cluster.pods.len()],
        queue: Queue::default(),
        waiting: Vec::new(),
        failed_at: HashMap::new(),
        found: Found::default(),
        run: Run { fates: vec![Fate::Lost; cluster.pods.len()], ..Run::default() },
        clock: 0,
    };
    scheduler.begin();
    scheduler.until_nothing_moves();
    scheduler.explain();
    scheduler.run.work.looked_at = scheduler.found.looked_at;
    scheduler.run
}

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

struct Scheduler<'a> {
    world: World<'a>,
    go_on: &'a mut dyn FnMut(Progress) -> bool,
    progress: Progress,
    /// The node of each pod, by the order of looking.
    where_is: Vec<Option<usize>>,
    queue: Queue,
    /// Pods that found no node.
    waiting: Vec<usize>,
    /// For a specification, after how many changes its last attempt failed: another would fail, too.
    failed_at: HashMap<usize, u64>,
    found: Found,
    run: Run,
    clock: u64,
}

impl Scheduler<'_> {
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

    /// Pods that run already take their room; the others queue.
    fn begin(&mut self) {
        for (at, pod) in self.world.cluster.pods.iter().enumerate() {
            match &pod.runs_on {
                Some(name) => {
                    if let Some(node) = self.world.by_name.get(name.as_str()).copied() {
                        self.settle(at, node);
                    }
                }
                None => self.enqueue(at),
            }
        }
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

    /// Whoever found no node is tried again as long as anything came or went since.
    fn until_nothing_moves(&mut self) {
        loop {
            let before = self.world.changes;
            while let Some(pod) = self.queue.pop() {
                if !self.attempt(pod) {
                    self.waiting.push(pod);
                }
                if self.run.stopped.is_some() {
                    self.give_up();
                    return;
                }
            }
            if self.world.changes == before || self.waiting.is_empty() {
                return;
            }
            let mut again = std::mem::take(&mut self.waiting);
            crate::order::sort(&mut again);
            for pod in again {
                self.enqueue(pod);
            }
        }
    }

    /// Asks whether to go on.
    fn ask(&mut self) -> bool {
        let waits = self.queue.len() + 1;
        self.progress.done = self.progress.done.max(self.progress.of.saturating_sub(waits));
        if self.run.stopped.is_none() && !(self.go_on)(self.progress) {
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
    fn attempt(&mut self, pod: usize) -> bool {
        let spec = self.spec(pod);
        let meant_for = self.meant_for(pod);
        let class = self.world.classes.get(spec);
        let is_gated = self.world.cluster.specs.get(spec).is_none_or(|spec| !spec.gates.is_empty());
        let is_common = meant_for.is_none() && class.is_some_and(|class| class.only.is_none());
        if is_gated || (is_common && self.failed_at.get(&spec) == Some(&self.world.changes)) {
            return false;
        }
        if self.run.work.attempts.is_multiple_of(ATTEMPTS_AT_ONCE) && !self.ask() {
            return false;
        }
        self.run.work.attempts += 1;
        self.world.find(spec, meant_for, &mut self.found);
        self.run.work.scored += u64::try_from(self.found.number()).unwrap_or(0);
        let node = self.world.choose(spec, &mut self.found).or_else(|| self.make_room(pod, spec, meant_for));
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
    fn make_room(&mut self, pod: usize, spec: usize, meant_for: Option<usize>) -> Option<usize> {
        // Looking whom a pod would cost is slow.
        if !self.world.may_displace(spec) || !self.ask() {
            return None;
        }
        let (node, victims) = self.world.preempt(spec, meant_for)?;
        for victim in victims {
            let spec = self.spec(victim);
            self.world.remove(victim, spec, node);
            self.world.reopen(node);
            self.run.work.displaced += 1;
            if let Some(place) = self.where_is.get_mut(victim) {
                *place = None;
            }
            let workload =
                self.world.cluster.pods.get(victim).and_then(|pod| self.world.cluster.workloads.get(pod.workload));
            if workload.is_some_and(|workload| workload.recreates) {
                self.set_fate(victim, Fate::Lost);
                self.enqueue(victim);
            } else {
                self.set_fate(victim, Fate::Displaced { by: pod });
            }
        }
        Some(node)
    }

    /// Finds words for whoever waits; pods of one specification share them.
    fn explain(&mut self) {
        let mut known: HashMap<(usize, Option<usize>), usize> = HashMap::new();
        for pod in std::mem::take(&mut self.waiting) {
            if self.run.stopped.is_some() {
                self.set_fate(pod, Fate::Untried);
                continue;
            }
            let (spec, meant_for) = (self.spec(pod), self.meant_for(pod));
            let at = match known.get(&(spec, meant_for)) {
                Some(at) => *at,
                None => {
                    self.ask();
                    let explanation = self.world.explain(spec, meant_for);
                    self.run.explanations.push(explanation);
                    known.insert((spec, meant_for), self.run.explanations.len() - 1);
                    self.run.explanations.len() - 1
                }
            };
            self.set_fate(pod, Fate::Waits(at));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::model::{Node, Pod, PodSpec, Resources, Workload};

    fn cluster(pods: usize) -> Cluster {
        let allocatable = Resources { milli_cpu: 1_000_000, memory: 1 << 40, pods: 100_000, ..Resources::default() };
        let node = |at: usize| Node { name: format!("n{at}"), allocatable: allocatable.clone(), ..Node::default() };
        let spec = PodSpec { scheduler: "default-scheduler".into(), ..PodSpec::default() };
        let pod = |ordinal| Pod { spec: 0, workload: 0, ordinal, runs_on: None, meant_for: None, name: None };
        Cluster {
            nodes: (0..3).map(node).collect(),
            specs: vec![spec],
            workloads: vec![Workload {
                kind: "Deployment".into(),
                namespace: "default".into(),
                name: "web".into(),
                prefix: "web".into(),
                recreates: true,
                everywhere: None,
            }],
            pods: (0..pods).map(pod).collect(),
            ..Cluster::default()
        }
    }

    #[test]
    fn a_run_can_be_stopped_and_says_how_far_it_came() {
        let facts = Facts::read();
        let settings =
            Settings { profiles: vec![Profile::of_facts(&facts)], version: Version::measured(&facts), seed: 1 };
        let cluster = cluster(1000);
        let mut asked = Vec::new();
        let run = schedule_until(&cluster, &settings, &facts, &mut |progress| {
            asked.push(progress.done);
            progress.done < 200
        });
        let stopped = run.stopped.unwrap();
        assert!(stopped.of == 1000 && (200..1000).contains(&stopped.done), "{stopped:?}");
        assert!(asked.is_sorted() && asked.len() > 2);
        let placed = run.fates.iter().filter(|fate| matches!(fate, Fate::On(_))).count();
        let untried = run.fates.iter().filter(|fate| matches!(fate, Fate::Untried)).count();
        assert_eq!((placed, untried), (stopped.done, 1000 - stopped.done));
        let none = schedule_until(&cluster, &settings, &facts, &mut |_| false);
        assert_eq!(none.stopped, Some(Progress { done: 0, of: 1000 }));
        let all = schedule(&cluster, &settings, &facts);
        assert!(all.stopped.is_none() && all.fates.iter().all(|fate| matches!(fate, Fate::On(_))));
    }
}
