//! How much there is to run: totals of the workloads, or of an assumed pod where there are none.

use super::method::Method;
use crate::design::{Availability, Design, Estimate, Need, Resolved, TrafficShape};
use crate::units::{Bytes, MilliCpu};

/// CPU and memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Size {
    pub(super) milli_cpu: u64,
    pub(super) bytes: u64,
}

/// How much there is to run.
#[derive(Debug, Clone)]
pub(super) struct Load {
    /// Pods at the peak, now.
    pub(super) pods: Estimate,
    /// Pods at the peak when the horizon is reached.
    pub(super) pods_later: Estimate,
    /// The kinds of pod and how many of each there are among the workloads; one assumed kind where there are none.
    pub(super) kinds: Vec<(Size, u64)>,
    /// The pods of all kinds, and their size together.
    whole: (u64, Size),
    /// Whether the kinds are the workloads', not assumed.
    pub(super) known: bool,
    /// The most CPU and the most memory that one pod takes.
    pub(super) largest: Size,
    /// Accelerators in all.
    pub(super) gpus: u64,
    /// Services, or what counts as one.
    pub(super) services: u64,
    /// Pods of the largest service when the horizon is reached.
    pub(super) largest_service: u64,
    /// The mean load in thousandths of the peak.
    pub(super) mean: u64,
    /// That where the peak stands out the most that was said.
    pub(super) least_mean: u64,
    /// The fewest nodes of a region that keep the promised availability.
    pub(super) fewest_nodes: u64,
    /// Regions.
    pub(super) regions: u64,
    /// Whether nodes are to be ARM64.
    pub(super) arm: bool,
}

impl Load {
    pub(super) fn of(design: &Design, resolved: &Resolved, method: &Method) -> Self {
        let assumed = Size { milli_cpu: method.pod_milli_cpu, bytes: Bytes::MIB.times(method.pod_mebibytes).0 };
        let mut kinds = Vec::new();
        let mut largest = Size::default();
        let (mut gpus, mut largest_service) = (0u64, 0u64);
        for workload in &design.workloads {
            let requests = workload.pod_requests();
            let size = Size {
                milli_cpu: if requests.cpu == MilliCpu(0) { assumed.milli_cpu } else { requests.cpu.0 },
                bytes: if requests.memory == Bytes(0) { assumed.bytes } else { requests.memory.0 },
            };
            let pods = u64::from(workload.pods());
            kinds.push((size, pods));
            let own: u64 = requests.extended.iter().filter(|(name, _)| name.ends_with("/gpu")).map(|(_, n)| *n).sum();
            gpus = gpus.saturating_add(own.saturating_mul(pods));
            largest.milli_cpu = largest.milli_cpu.max(size.milli_cpu);
            largest.bytes = largest.bytes.max(size.bytes);
            let most = workload.autoscaling.as_ref().map_or(0, |scaling| u64::from(scaling.max));
            largest_service = largest_service.max(pods).max(most);
        }
        let known = kinds.iter().any(|(_, pods)| *pods > 0);
        if !known {
            kinds = vec![(assumed, 1)];
            largest = assumed;
        }
        let services = if known {
            u64::try_from(design.workloads.len()).unwrap_or(u64::MAX)
        } else {
            resolved.pods.likely.div_ceil(method.pods_a_service)
        };
        if !known {
            largest_service = method.pods_a_service.max(resolved.pods.likely.div_ceil(services.max(1)));
        }
        let later = |pods: u64, growth: u64| {
            (0..method.years).fold(pods, |pods, _| pods.saturating_mul(growth.saturating_add(100)).div_ceil(100))
        };
        let (pods, growth) = (resolved.pods, resolved.growth);
        Self {
            pods,
            pods_later: Estimate::range(
                later(pods.low, growth.low),
                later(pods.likely, growth.likely),
                later(pods.high, growth.high),
            ),
            whole: added_up(&kinds),
            kinds,
            known,
            largest,
            gpus,
            services,
            largest_service: later(largest_service, growth.likely),
            mean: mean_of_peak(resolved, method, resolved.peak_factor.likely),
            least_mean: mean_of_peak(resolved, method, resolved.peak_factor.high),
            fewest_nodes: match resolved.availability {
                Availability::Percent99 => 1,
                _ => resolved.zones.likely.clamp(1, 3),
            },
            regions: resolved.regions.likely.max(1),
            arm: resolved.must(Need::Arm64),
        }
    }

    /// The same load in so many regions.
    pub(super) fn in_regions(&self, regions: u64) -> Self {
        Self { regions: regions.max(1), ..self.clone() }
    }

    /// CPU and memory of so many pods, mixed as the workloads are.
    pub(super) fn size_of(&self, pods: u64) -> Size {
        let (in_all, whole) = self.whole;
        let part = |amount: u64| {
            let exact = (u128::from(amount) * u128::from(pods)).div_ceil(u128::from(in_all.max(1)));
            u64::try_from(exact).unwrap_or(u64::MAX)
        };
        Size { milli_cpu: part(whole.milli_cpu), bytes: part(whole.bytes) }
    }
}

/// All pods and their size together.
fn added_up(kinds: &[(Size, u64)]) -> (u64, Size) {
    kinds.iter().fold((0, Size::default()), |(pods, sum), (size, count)| {
        let size = Size {
            milli_cpu: sum.milli_cpu.saturating_add(size.milli_cpu.saturating_mul(*count)),
            bytes: sum.bytes.saturating_add(size.bytes.saturating_mul(*count)),
        };
        (pods.saturating_add(*count), size)
    })
}

fn mean_of_peak(resolved: &Resolved, method: &Method, factor: u64) -> u64 {
    let factor = factor.max(1);
    let mean = match resolved.traffic_shape {
        TrafficShape::Steady => method.steady * 10,
        TrafficShape::Daily => 1000 / factor,
        TrafficShape::Spiky => 500 / factor,
        TrafficShape::MostlyIdle => method.mostly_idle * 10,
    };
    mean.clamp(1, 1000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::{Container, Resources, Workload, resolve};
    use crate::knowledge::embedded;

    fn load(design: &Design) -> Load {
        Load::of(design, &resolve(design), &Method::of(embedded()))
    }

    #[test]
    fn an_empty_design_runs_assumed_pods() {
        let load = load(&Design::default());
        assert_eq!((load.pods.likely, load.pods_later.likely), (30, 44));
        assert!(!load.known);
        assert_eq!(load.size_of(30), Size { milli_cpu: 7500, bytes: 30 << 29 });
        assert_eq!((load.mean, load.fewest_nodes, load.services, load.largest_service), (333, 3, 10, 5));
    }

    #[test]
    fn workloads_are_added_up() {
        let workload = |name: &str, replicas, cpu, gib: u64| Workload {
            name: name.into(),
            replicas: Some(replicas),
            containers: vec![Container {
                requests: Resources {
                    cpu: Some(MilliCpu(cpu)),
                    memory: Some(Bytes(gib << 30)),
                    ..Resources::default()
                },
                ..Container::default()
            }],
            ..Workload::default()
        };
        let design =
            Design { workloads: vec![workload("a", 3, 1000, 1), workload("b", 1, 500, 8)], ..Design::default() };
        let load = load(&design);
        assert_eq!(load.size_of(load.pods.likely), Size { milli_cpu: 3500, bytes: 11 << 30 });
        assert_eq!(load.size_of(8), Size { milli_cpu: 7000, bytes: 22 << 30 });
        assert_eq!(load.largest, Size { milli_cpu: 1000, bytes: 8 << 30 });
        assert_eq!((load.services, load.largest_service), (2, 5));
    }
}
