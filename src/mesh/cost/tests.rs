use super::*;
use crate::design::{Call, Container, HostRoute, ProbePort, Service, ServicePort, Workload, resolve};
use crate::order::Map;
use crate::units::{Bytes, MilliCpu, Rate};

fn workload(name: &str, calls: &[(&str, Option<u64>)]) -> Workload {
    let mut container = Container::default();
    container.requests.cpu = Some(MilliCpu(250));
    container.requests.memory = Some(Bytes(256 << 20));
    let call = |(service, rate): &(&str, Option<u64>)| Call {
        service: (*service).to_owned(),
        rate: rate.map(Rate::per_second),
        ..Call::default()
    };
    Workload {
        name: name.to_owned(),
        replicas: Some(2),
        containers: vec![container],
        labels: Map::from([("app".to_owned(), name.to_owned())]),
        calls: calls.iter().map(call).collect(),
        ..Workload::default()
    }
}

fn service(name: &str) -> Service {
    let port = ServicePort { port: 80, target: Some(ProbePort::Number(8080)), ..ServicePort::default() };
    Service {
        name: name.to_owned(),
        selector: Map::from([("app".to_owned(), name.to_owned())]),
        ports: vec![port],
        ..Service::default()
    }
}

fn design(workloads: &[(&str, &[(&str, Option<u64>)])], entry: &str) -> Design {
    let route = HostRoute { service: entry.to_owned(), ..HostRoute::default() };
    let mut design = Design {
        workloads: workloads.iter().map(|(name, calls)| workload(name, calls)).collect(),
        services: workloads.iter().map(|(name, _)| service(name)).collect(),
        routes: vec![route],
        ..Design::default()
    };
    for workload in &mut design.workloads {
        workload.containers[0].ports = vec![crate::design::ContainerPort { number: 8080, ..Default::default() }];
    }
    design
}

fn of(design: &Design) -> Costs {
    costs(design, &resolve(design), false)
}

fn cost_of(costs: &Costs, mesh: MeshKind) -> &MeshCost {
    costs.meshes.iter().find(|cost| cost.mesh == mesh).unwrap()
}

fn names(design: &Design, costs: &Costs) -> Vec<String> {
    let name = |at: usize| design.workloads[at].name.clone();
    costs
        .paths
        .paths
        .iter()
        .map(|path| {
            let calls = path.calls.iter().map(|call| name(costs.graph.edges[*call].to));
            std::iter::once(name(path.entry.workload)).chain(calls).collect::<Vec<_>>().join(">")
        })
        .collect()
}

#[test]
fn ways_lead_from_the_entry_to_every_end() {
    let design = design(
        &[
            ("web", &[("cart", None), ("shop", None)]),
            ("shop", &[("cart", None)]),
            ("cart", &[("db", None)]),
            ("db", &[]),
        ],
        "web",
    );
    let costs = of(&design);
    assert_eq!(names(&design, &costs), ["web>shop>cart>db", "web>cart>db"]);
    // 100 requests come in; each workload calls once for each it takes.
    assert_eq!(costs.graph.taken, [100_000, 100_000, 200_000, 200_000]);
    assert_eq!(costs.graph.assumed(), 4);
}

#[test]
fn a_said_rate_holds_and_circles_end() {
    let design = design(
        &[("web", &[("a", Some(10))]), ("a", &[("b", None)]), ("b", &[("a", None), ("c", Some(7))]), ("c", &[])],
        "web",
    );
    let costs = of(&design);
    assert_eq!(names(&design, &costs), ["web>a>b>c"]);
    assert_eq!(costs.graph.taken, [100_000, 10_000, 10_000, 7_000], "b had nothing from outside its circle");
    assert_eq!(costs.graph.circle[1], costs.graph.circle[2]);
    let only_circle = self::design(&[("a", &[("b", None)]), ("b", &[("a", None)])], "a");
    assert_eq!(names(&only_circle, &of(&only_circle)), ["a>b"]);
}

#[test]
fn time_adds_up_by_published_figures() {
    let design = design(&[("web", &[("cart", None)]), ("cart", &[("db", None)]), ("db", &[])], "web");
    let costs = of(&design);
    let delay = |mesh| cost_of(&costs, mesh).delays.as_ref().map(|delays| (delays[0].p90, delays[0].p99));
    // In at the gateway, then two calls.
    assert_eq!(delay(MeshKind::IstioSidecar), Some((3 * 630, 3 * 880)));
    assert_eq!(delay(MeshKind::IstioAmbient), Some((3 * 160, 3 * 200)));
    assert_eq!(delay(MeshKind::None), Some((0, 0)));
    for mesh in [MeshKind::Linkerd, MeshKind::Consul, MeshKind::Cilium] {
        assert_eq!(delay(mesh), None, "nobody publishes milliseconds");
    }
    let with_waypoints = super::costs(&design, &resolve(&design), true);
    let ambient = cost_of(&with_waypoints, MeshKind::IstioAmbient);
    assert_eq!(ambient.delays.as_ref().unwrap()[0].p99, 3 * 500);
    assert!(ambient.parts.iter().any(|part| part.what == "Waypoint of default"));
}

#[test]
fn what_is_asked_for_is_counted_by_pod_and_node() {
    let mut design = design(&[("web", &[("cart", None)]), ("cart", &[])], "web");
    let costs = of(&design);
    let part = |mesh, what: &str| cost_of(&costs, mesh).parts.iter().find(|part| part.what == what).unwrap().clone();
    let sidecars = part(MeshKind::IstioSidecar, "Sidecars");
    assert_eq!((sidecars.count, sidecars.asked), (4, Some(Ask { milli_cpu: 400, mib: 512 })));
    // web takes and makes 100 a second, cart takes 100: 300 at 0.2 CPU for 1,000.
    assert_eq!(sidecars.used_milli_cpu, Some(60));
    assert_eq!(part(MeshKind::IstioAmbient, "ztunnel on every node").asked, Some(Ask { milli_cpu: 600, mib: 1536 }));
    assert_eq!(part(MeshKind::Cilium, "Envoy on every node").asked, None);
    assert!(cost_of(&costs, MeshKind::Cilium).incomplete);
    assert_eq!(cost_of(&costs, MeshKind::None).asked, Ask::default());
    // What is left out of the mesh takes no proxy.
    design.workloads[1].host_network = true;
    let fewer = of(&design);
    assert_eq!(cost_of(&fewer, MeshKind::IstioSidecar).parts[0].count, 2);
}

#[test]
fn a_busy_pod_gets_a_larger_proxy() {
    let design = design(&[("web", &[("cart", Some(4_000))]), ("cart", &[])], "web");
    let resolved = resolve(&design);
    let added = added_to(&design, &resolved, MeshKind::IstioSidecar, false);
    let Place::Pods(each) = &added[0].place else { panic!() };
    // 2,050 a second through each pod of web, 2,000 through each of cart.
    assert_eq!(each.iter().map(|(_, ask)| ask.milli_cpu).collect::<Vec<_>>(), [410, 400]);
}

#[test]
fn many_ways_end_with_the_longest() {
    let layers = 8;
    let mut workloads: Vec<(String, Vec<String>)> = Vec::new();
    for layer in 0..layers {
        for at in 0..6 {
            let next = (0..6).filter(|_| layer + 1 < layers).map(|next| format!("s{}-{next}", layer + 1)).collect();
            workloads.push((format!("s{layer}-{at}"), next));
        }
    }
    let calls: Vec<(String, Vec<(&str, Option<u64>)>)> = workloads
        .iter()
        .map(|(name, next)| (name.clone(), next.iter().map(|to| (to.as_str(), None)).collect()))
        .collect();
    let listed: Vec<(&str, &[(&str, Option<u64>)])> =
        calls.iter().map(|(name, calls)| (name.as_str(), calls.as_slice())).collect();
    let costs = of(&design(&listed, "s0-0"));
    assert!(costs.paths.more);
    assert_eq!(costs.paths.paths.len(), 1);
    assert_eq!(costs.paths.paths[0].calls.len(), layers - 1);
}
