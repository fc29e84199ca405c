//! What is worked out, as something to look at. A recommendation and a way to look at it come in; out goes what stands at
//! each place, and pictures of it as text. The idea: pages and pictures are drawn from the same places, so a picture shows
//! what the page shows, and nothing here knows a browser.

mod call_graph;
mod cluster_map;
mod comparison;
mod markup;
mod mesh_advice;
mod node_map;
mod picture;
mod places;
mod sheet;

pub use call_graph::{
    CallGraph, GraphLook, LaidGraph, Link, Protection, SPOT, Spot, SpotKind, Stop, Way, beside, call_graph,
    graph_as_svg, graph_markup, laid_out,
};
pub use cluster_map::{COLOURS, ClusterMap, Colouring, LAST_COLOUR, MOVED, cluster_map};
pub use comparison::{Comparison, Line, standing};
pub use markup::{Bar, Markup};
pub use mesh_advice::{mesh_costs, mesh_matrix, mesh_reasons, mesh_ways};
pub use node_map::{Area, MapLabel, MapNode, MapPod, NodeMap, WHOLE, node_map};
pub use picture::comparison_as_svg;
pub use places::{Content, Lane, Places};

#[cfg(test)]
mod tests {
    use crate::design::{Design, resolve};
    use crate::knowledge::{Knowledge, embedded};
    use crate::recommend::{Recommendation, knowledge_for, recommend_by};

    pub(super) fn design(text: &str) -> Design {
        serde_yaml::from_str(&format!("schema: 1\n{text}")).unwrap()
    }

    /// What is recommended for a design, without how firm.
    pub(super) fn recommended(text: &str) -> Recommendation {
        let design = design(text);
        recommend_by(&design, &resolve(&design), embedded(), &|_, _| crate::decide::Firmness::default())
    }

    /// The facts as the design has them.
    pub(super) fn known(text: &str) -> Knowledge {
        knowledge_for(&design(text), embedded()).into_owned()
    }
}
