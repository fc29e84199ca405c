//! Which Services reach which workloads, found without comparing each with each.

use super::{Design, Service, Workload};
use crate::order::Gather;
use crate::order::Groups;

/// The Services of a design by namespace and by one label of their selector.
#[derive(Debug, Clone)]
pub struct ServiceReach<'a> {
    design: &'a Design,
    by_label: Groups<(&'a str, &'a str, &'a str), &'a Service>,
}

impl<'a> ServiceReach<'a> {
    /// Sorts the Services of a design.
    pub fn of(design: &'a Design) -> Self {
        let keyed = design.services.iter().filter_map(|service| {
            let (key, value) = service.selector.first_key_value()?;
            Some(((design.namespace_of(&service.namespace), key.as_str(), value.as_str()), service))
        });
        Self { design, by_label: Groups::of(keyed) }
    }

    /// The Services that send to a workload, by name.
    pub fn services_of(&self, workload: &Workload) -> Vec<&'a Service> {
        let namespace = self.design.namespace_of(&workload.namespace);
        let labels = workload.pod_labels();
        let mut found: Vec<&Service> = labels
            .iter()
            .flat_map(|(key, value)| self.by_label.get(&(namespace, key.as_str(), value.as_str())))
            .map(|(_, service)| *service)
            .filter(|service| service.selects(&labels))
            .gather();
        crate::order::sort_by(&mut found, |a, b| a.name.cmp(&b.name));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_comparing_each_with_each_finds() {
        let labels = |pairs: &[(&str, &str)]| pairs.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect();
        let service = |name: &str, namespace: &str, selector: &[(&str, &str)]| Service {
            name: name.into(),
            namespace: namespace.into(),
            selector: labels(selector),
            ..Service::default()
        };
        let design = Design {
            workloads: vec![
                Workload { name: "a".into(), labels: labels(&[("app", "a"), ("version", "1")]), ..Workload::default() },
                Workload { name: "b".into(), namespace: "other".into(), ..Workload::default() },
            ],
            services: vec![
                service("z", "", &[("app", "a")]),
                service("y", "default", &[("app", "a"), ("version", "1")]),
                service("x", "", &[("app", "a"), ("version", "2")]),
                service("w", "other", &[("app.kubernetes.io/name", "b")]),
                service("v", "", &[]),
            ],
            ..Design::default()
        };
        let reach = ServiceReach::of(&design);
        for workload in &design.workloads {
            let mut slow: Vec<_> = design.services_of(workload).map(|service| service.name.as_str()).collect();
            slow.sort_unstable();
            let fast: Vec<_> = reach.services_of(workload).iter().map(|service| service.name.as_str()).collect();
            assert_eq!(fast, slow);
            assert!(!fast.is_empty());
        }
    }
}
