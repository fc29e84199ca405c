//! Who calls whom, as a drawing: callers left of what they call, long links run together, as few crossings as may be.

mod graph;
mod layers;
mod order;
mod picture;
mod place;

pub use graph::{CallGraph, Link, Protection, Spot, SpotKind, call_graph};
pub use picture::{GraphLook, SPOT, graph_as_svg, graph_markup};
pub use place::{LaidGraph, Stop, Way};

/// Lays a graph out.
pub fn laid_out(graph: &CallGraph) -> LaidGraph {
    let links: Vec<(usize, usize)> = crate::order::Gather::gather(graph.links.iter().map(|link| (link.from, link.to)));
    let columns = layers::columns(graph.spots.len(), &links);
    let order = order::order(&columns);
    place::place(graph, &columns, &order)
}

/// The nearest spot in a direction from another: across and down, each -1, 0 or 1. The first where there is no other.
pub fn beside(laid: &LaidGraph, from: Option<usize>, (across, down): (i64, i64)) -> Option<usize> {
    let middle = |[x, y, wide, high]: [i64; 4]| (x + wide / 2, y + high / 2);
    let Some(here) = from.and_then(|from| laid.boxes.get(from)).copied().map(middle) else {
        return (!laid.boxes.is_empty()).then_some(0);
    };
    let others = laid.boxes.iter().enumerate().filter_map(|(spot, area)| {
        let there = middle(*area);
        let (right, below) = (there.0 - here.0, there.1 - here.1);
        let (along, aside) = if across != 0 { (across * right, below.abs()) } else { (down * below, right.abs()) };
        // Straight ahead is nearer than aside.
        (along > 0 && Some(spot) != from).then_some((along + 3 * aside, spot))
    });
    others.min().map(|(_, spot)| spot).or(from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::MeshKind;
    use crate::draw::tests::design;
    use crate::mesh::plan;
    use proptest::prelude::*;

    fn made(links: &[(usize, usize)], spots: usize) -> CallGraph {
        let mut links: Vec<(usize, usize)> = links.to_vec();
        links.sort_unstable();
        links.dedup();
        CallGraph {
            spots: (0..spots)
                .map(|spot| Spot {
                    kind: SpotKind::Workload(spot),
                    key: format!("default/service-{spot}"),
                    name: format!("service-{spot}"),
                    note: "3 pods".to_owned(),
                })
                .collect(),
            links: links
                .into_iter()
                .map(|(from, to)| Link { from, to, ports: vec![80], rate: None, protection: Protection::Mutual })
                .collect(),
        }
    }

    #[test]
    fn a_design_is_drawn_with_what_is_around_it() {
        let design = design(
            "workloads:\n- {name: web, kind: Deployment, labels: {app: web}, calls: [{service: api, rate: 20}, \
             {service: bank, rate: 1}]}\n- {name: api, kind: Deployment, labels: {app: api}}\nservices:\n\
             - {name: api, selector: {app: api}, ports: [{port: 80}]}\n- {name: bank, ports: [{port: 443}]}\n",
        );
        let plan = plan(&design);
        let graph = call_graph(&plan);
        let names: Vec<&str> = graph.spots.iter().map(|spot| spot.name.as_str()).collect();
        assert_eq!(names, ["web", "api", "bank"]);
        let told: Vec<String> = graph.links.iter().map(|link| graph.told(link)).collect();
        assert_eq!(told, ["20/s, port 80, mutual TLS", "1/s, port 443, plain text"]);
        let laid = laid_out(&graph);
        let look = GraphLook { focus: Some(0), sought: "AP".to_owned() };
        let page = graph_markup(&graph, &laid, &look);
        assert!(page.contains("class=\"spot workload sought\" id=\"spot-1\""), "{page}");
        assert!(page.contains("← 20/s, port 80"));
        let alone = graph_as_svg(&graph, &laid, &graph.sentence(MeshKind::IstioSidecar));
        assert!(alone.starts_with("<?xml") && alone.contains("stroke-width=\"4\"") && !alone.contains("class="));
    }

    #[test]
    fn arrow_keys_go_to_the_nearest() {
        let laid = laid_out(&made(&[(0, 1), (0, 2), (1, 3)], 4));
        let [_, upper, ..] = laid.boxes[..] else { panic!() };
        let first = if upper[1] < laid.boxes[2][1] { 1 } else { 2 };
        assert_eq!(beside(&laid, None, (1, 0)), Some(0));
        assert!(matches!(beside(&laid, Some(0), (1, 0)), Some(1 | 2)));
        assert_eq!(beside(&laid, Some(first), (0, 1)), Some(3 - first));
        assert_eq!(beside(&laid, Some(0), (-1, 0)), Some(0));
        assert_eq!(beside(&LaidGraph::default(), None, (1, 0)), None);
    }

    proptest! {
        #[test]
        fn boxes_never_overlap_and_links_lead_from_box_to_box(
            links in prop::collection::vec((0_usize..20, 0_usize..20), 0..60),
        ) {
            let graph = made(&links, 20);
            let laid = laid_out(&graph);
            for (at, a) in laid.boxes.iter().enumerate() {
                prop_assert!(a[0] >= 0 && a[1] >= 0 && a[0] + a[2] <= laid.wide && a[1] + a[3] <= laid.high);
                for b in &laid.boxes[at + 1..] {
                    let apart = a[0] + a[2] <= b[0] || b[0] + b[2] <= a[0] || a[1] + a[3] <= b[1] || b[1] + b[3] <= a[1];
                    prop_assert!(apart, "{a:?} {b:?}");
                }
            }
            let drawn = graph.links.iter().filter(|link| link.from != link.to).count();
            prop_assert_eq!(laid.ways.len(), drawn);
            for way in &laid.ways {
                let link = &graph.links[way.link];
                let (left, right) = if way.backwards { (link.to, link.from) } else { (link.from, link.to) };
                prop_assert_eq!(way.stops[0].enters, laid.boxes[left][0] + laid.boxes[left][2]);
                prop_assert_eq!(way.stops.last().unwrap().enters, laid.boxes[right][0]);
                prop_assert!(way.stops.windows(2).all(|pair| pair[0].leaves < pair[1].enters));
            }
        }
    }
}
