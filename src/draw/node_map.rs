//! Where nodes and pods lie on a map of the cluster: zones side by side, or below each other where there is little room,
//! in each its pools, in each its nodes as boxes, and in each box its pods, each as wide as the larger of its shares of
//! the node's CPU and memory. In pixels of the page; the same map says what lies under a pointer.

/// Space between things, and around the map.
const GAP: i32 = 6;
/// Space between boxes too small for more.
const THIN: i32 = 2;
/// Height of a line of text.
const LINE: i32 = 18;
/// Widths a box may have, the widest that fits first; it is half as high.
const WIDTHS: [i32; 9] = [168, 128, 96, 72, 52, 36, 24, 16, 10];
/// How high a map may grow before its boxes shrink.
const HEIGHT: i32 = 560;
/// The least width of a zone beside others.
const LANE: i32 = 170;
/// From this width on a box shows each of its pods.
const SEEN: i32 = 72;
/// A whole, in the parts that shares are counted in.
pub const WHOLE: i64 = 10_000;

/// A pod as the map sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MapPod {
    /// Which pod.
    pub pod: usize,
    /// Its colour, an index the painter knows.
    pub colour: u8,
    /// The larger of its shares of the node's CPU and memory, of [`WHOLE`].
    pub share: i64,
}

/// A node as the map sees it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MapNode {
    /// Index of its zone.
    pub zone: usize,
    /// Index of its pool.
    pub pool: usize,
    /// Its pods; those of one colour stand together.
    pub pods: Vec<MapPod>,
    /// How much of it is asked for, of [`WHOLE`].
    pub filled: i64,
}

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    /// From the left.
    pub x: i32,
    /// From the top.
    pub y: i32,
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
}

impl Area {
    /// Whether a point lies in it.
    pub const fn holds(self, x: i32, y: i32) -> bool {
        x >= self.x && x < self.x + self.width && y >= self.y && y < self.y + self.height
    }
}

/// A line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapLabel {
    /// From the left.
    pub x: i32,
    /// Of its base line, from the top.
    pub y: i32,
    /// What it says.
    pub text: String,
    /// Whether it names a zone.
    pub heads: bool,
}

/// The map.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NodeMap {
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
    /// Names of zones and pools.
    pub labels: Vec<MapLabel>,
    /// The box of each node, in the order given.
    pub boxes: Vec<Area>,
}

/// Lays out nodes. Names of zones and pools stand above theirs where there is room for text.
pub fn node_map(nodes: &[MapNode], zones: &[String], pools: &[String], width: i32) -> NodeMap {
    let lanes = i32::try_from(zones.len()).unwrap_or(i32::MAX).max(1);
    let beside = width >= lanes.saturating_mul(LANE);
    let lane = if beside { (width - GAP * (lanes + 1)) / lanes } else { width - 2 * GAP }.max(40);
    let mut smallest = NodeMap::default();
    for wide in WIDTHS {
        smallest = lay(nodes, (zones, pools), (width, lane, beside), wide.min(lane));
        if smallest.height <= HEIGHT {
            break;
        }
    }
    smallest
}

fn lay(
    nodes: &[MapNode],
    (zones, pools): (&[String], &[String]),
    (width, lane, beside): (i32, i32, bool),
    wide: i32,
) -> NodeMap {
    let high = (wide / 2).max(8);
    let gap = if wide > 30 { GAP } else { THIN };
    let columns = ((lane + gap) / (wide + gap)).max(1);
    let mut map = NodeMap { width, height: 0, labels: Vec::new(), boxes: vec![Area::default(); nodes.len()] };
    let (mut left, mut top) = (GAP, GAP);
    for (zone, name) in zones.iter().enumerate() {
        let mut y = top;
        map.labels.push(MapLabel { x: left, y: y + LINE - 5, text: name.clone(), heads: true });
        y += LINE;
        for (pool, name) in pools.iter().enumerate() {
            let mut many = 0;
            let from = y + LINE;
            for (node, place) in nodes.iter().zip(&mut map.boxes) {
                if node.zone != zone || node.pool != pool {
                    continue;
                }
                let (column, row) = (many % columns, many / columns);
                let (x, y) = (left + column * (wide + gap), from + row * (high + gap));
                *place = Area { x, y, width: wide, height: high };
                many += 1;
            }
            if many > 0 {
                map.labels.push(MapLabel { x: left, y: from - 5, text: name.clone(), heads: false });
                y = from + (many + columns - 1) / columns * (high + gap) + GAP;
            }
        }
        map.height = map.height.max(y + GAP);
        if beside {
            left += lane + GAP;
        } else {
            top = y + GAP;
        }
    }
    map
}

impl NodeMap {
    /// The node under a point.
    pub fn at(&self, x: i32, y: i32) -> Option<usize> {
        self.boxes.iter().position(|area| area.holds(x, y))
    }

    /// The nearest node in a direction: `across` and `down` are -1, 0 or 1.
    pub fn beside(&self, node: usize, across: i32, down: i32) -> Option<usize> {
        let here = self.boxes.get(node)?;
        let far = |area: &Area| {
            let (x, y) = (area.x - here.x, area.y - here.y);
            let (along, aside) = if down == 0 { (x * across, y) } else { (y * down, x) };
            (along > 0).then(|| i64::from(along) + 4 * i64::from(aside.abs()))
        };
        let others = self.boxes.iter().enumerate().filter_map(|(at, area)| Some((far(area)?, at)));
        others.min().map(|(_, at)| at)
    }

    /// Where the pods of a node lie in its box, in its order: side by side from the left. In small boxes those of one
    /// colour are one.
    pub fn slices(&self, node: usize, shown: &MapNode) -> Vec<(u8, Area)> {
        let Some(area) = self.boxes.get(node).copied() else { return Vec::new() };
        let total: i64 = shown.pods.iter().map(|pod| pod.share).sum();
        let filled = i64::from(area.width) * shown.filled.clamp(0, WHOLE) / WHOLE;
        let place = |share: i64| i32::try_from(filled * share / total.max(1)).unwrap_or(0);
        let mut slices: Vec<(u8, Area)> = Vec::new();
        let mut before = 0;
        for pod in &shown.pods {
            let (from, to) = (place(before), place(before + pod.share));
            before += pod.share;
            match slices.last_mut() {
                Some((colour, last)) if *colour == pod.colour && area.width < SEEN => {
                    last.width = area.x + to - last.x;
                }
                _ => slices.push((pod.colour, Area { x: area.x + from, width: to - from, ..area })),
            }
        }
        slices.retain(|(_, slice)| slice.width > 0);
        for (_, slice) in slices.iter_mut().filter(|(_, slice)| area.width >= SEEN && slice.width > 3) {
            slice.width -= 1;
        }
        slices
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nodes(count: usize, zones: usize) -> Vec<MapNode> {
        (0..count).map(|at| MapNode { zone: at % zones, filled: WHOLE / 2, ..MapNode::default() }).collect()
    }

    fn names(count: usize) -> Vec<String> {
        (0..count).map(|at| format!("zone-{at}")).collect()
    }

    #[test]
    fn boxes_lie_within_the_map_and_never_on_each_other() {
        for (count, zones, width) in
            [(1, 1, 320), (9, 3, 1200), (60, 3, 320), (500, 3, 900), (5000, 3, 1200), (7, 9, 400)]
        {
            let map = node_map(&nodes(count, zones), &names(zones), &["pool".to_owned()], width);
            for (at, area) in map.boxes.iter().enumerate() {
                let inside = area.x >= 0 && area.x + area.width <= width && area.y + area.height <= map.height;
                assert!(inside && area.width > 0, "{count} nodes in {width}: {area:?}");
                assert_eq!(map.at(area.x, area.y), Some(at), "{count} nodes in {width}");
                assert_eq!(map.at(area.x + area.width - 1, area.y + area.height - 1), Some(at));
            }
        }
    }

    #[test]
    fn few_nodes_are_large_and_many_still_fit() {
        let wide = |count| node_map(&nodes(count, 3), &names(3), &["pool".to_owned()], 1200).boxes[0].width;
        assert_eq!(wide(6), WIDTHS[0]);
        assert!(wide(5000) < wide(300) && wide(300) < wide(6));
        assert!(node_map(&nodes(5000, 3), &names(3), &["pool".to_owned()], 1200).height < 2000);
    }

    #[test]
    fn the_keys_lead_from_node_to_node() {
        let map = node_map(&nodes(12, 3), &names(3), &["pool".to_owned()], 600);
        let right = map.beside(0, 1, 0).unwrap();
        assert_eq!((map.boxes[right].y, map.beside(right, -1, 0)), (map.boxes[0].y, Some(0)));
        let down = map.beside(0, 0, 1).unwrap();
        assert_eq!((map.boxes[down].x, map.beside(down, 0, -1)), (map.boxes[0].x, Some(0)));
        assert_eq!(map.beside(0, -1, 0), None);
    }

    #[test]
    fn pods_take_their_share_of_what_is_filled() {
        let pod = |pod, colour, share| MapPod { pod, colour, share };
        let mut shown = nodes(1, 1);
        shown[0].pods = vec![pod(0, 1, 2000), pod(1, 1, 1000), pod(2, 2, 3000)];
        let map = node_map(&shown, &names(1), &["pool".to_owned()], 400);
        let slices = map.slices(0, &shown[0]);
        let widths =
            |slices: &[(u8, Area)]| slices.iter().map(|(colour, area)| (*colour, area.width)).collect::<Vec<_>>();
        assert_eq!(widths(&slices), [(1, 27), (1, 13), (2, 41)], "each for itself, with a line between");
        let small = node_map(&vec![shown[0].clone(); 2000], &names(1), &["pool".to_owned()], 400);
        assert_eq!(widths(&small.slices(0, &shown[0])).len(), 2, "those of one colour as one");
        assert_eq!(slices[0].1.x, map.boxes[0].x);
        shown[0].pods.clear();
        assert!(map.slices(0, &shown[0]).is_empty());
    }
}
