//! The desk's drawing of who calls whom: laid out once for a design, drawn anew for each way of looking at it.

use super::cluster_jobs::{rows_heard, rows_said};
use crate::design::{Design, MeshKind};
use crate::draw::{
    CallGraph, GraphLook, LaidGraph, Link, SpotKind, beside, call_graph, graph_as_svg, graph_markup, laid_out,
};
use crate::mesh::plan;
use crate::order::Gather;
use crate::text::{ENGLISH, fill};
use crate::web::Parcel;

/// What the page is told of the drawing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Drawn {
    /// The drawing as markup; empty where there is nothing to draw.
    pub(crate) markup: String,
    /// Its size in pixels.
    pub(crate) size: (i32, i32),
    /// What is looked at, by its place; none where nothing is.
    pub(crate) focus: Option<usize>,
    /// Its name, what else there is to say of it, and the place of its workload in the design.
    pub(crate) about: Vec<String>,
    /// Its calls: the other's place, its name, and what goes over them.
    pub(crate) calls: Vec<Vec<String>>,
    /// Who calls it, likewise.
    pub(crate) callers: Vec<Vec<String>>,
    /// How many match what is looked for, in words.
    pub(crate) found: String,
    /// All of it in a sentence.
    pub(crate) sentence: String,
}

impl Drawn {
    /// As it is sent.
    fn texts(&self) -> Vec<String> {
        let (wide, high) = self.size;
        vec![
            self.markup.clone(),
            wide.to_string(),
            high.to_string(),
            self.focus.map(|focus| focus.to_string()).unwrap_or_default(),
            rows_said(std::slice::from_ref(&self.about)),
            rows_said(&self.calls),
            rows_said(&self.callers),
            self.found.clone(),
            self.sentence.clone(),
        ]
    }

    /// As it came.
    pub(crate) fn heard(parcel: &Parcel) -> Self {
        let number = |at: usize| parcel.text(at).parse().unwrap_or_default();
        Self {
            markup: parcel.text(0).to_owned(),
            size: (number(1), number(2)),
            focus: parcel.text(3).parse().ok(),
            about: rows_heard(parcel.text(4)).into_iter().next().unwrap_or_default(),
            calls: rows_heard(parcel.text(5)),
            callers: rows_heard(parcel.text(6)),
            found: parcel.text(7).to_owned(),
            sentence: parcel.text(8).to_owned(),
        }
    }
}

/// The drawing as it was laid out last.
#[derive(Default)]
pub(super) struct GraphDesk {
    laid: Option<(CallGraph, LaidGraph)>,
}

impl GraphDesk {
    fn laid(&mut self, design: &Design) -> &(CallGraph, LaidGraph) {
        self.laid.get_or_insert_with(|| {
            let graph = call_graph(&plan(design));
            let laid = laid_out(&graph);
            (graph, laid)
        })
    }

    /// Draws it: by the place of who is looked at, what is looked for, and a way to go from there.
    pub(super) fn look(&mut self, design: &Design, parcel: &Parcel) -> Vec<String> {
        let (graph, laid) = self.laid(design);
        let way = |at: usize| parcel.text(at).parse::<i64>().unwrap_or_default();
        let mut focus = parcel.text(1).parse().ok().filter(|place| *place < graph.spots.len());
        if (way(3), way(4)) != (0, 0) {
            focus = beside(laid, focus, (way(3), way(4)));
        }
        let look = GraphLook { focus, sought: parcel.text(2).to_owned() };
        let matches = graph.spots.iter().filter(|spot| look.seeks(&spot.name)).count();
        let side = |place: usize, link: &Link| {
            let name = graph.spots.get(place).map(|spot| spot.name.clone()).unwrap_or_default();
            vec![place.to_string(), name, graph.told(link)]
        };
        let about = focus.and_then(|focus| graph.spots.get(focus)).map(|spot| {
            let workload = match spot.kind {
                SpotKind::Workload(place) => place.to_string(),
                _ => String::new(),
            };
            vec![spot.name.clone(), spot.note.clone(), workload]
        });
        let links = |is_caller: bool| {
            let of = move |link: &&Link| Some(if is_caller { link.from } else { link.to }) == focus;
            graph.links.iter().filter(of)
        };
        let drawn = Drawn {
            markup: if graph.spots.is_empty() { String::new() } else { graph_markup(graph, laid, &look) },
            size: (i32::try_from(laid.wide).unwrap_or(0), i32::try_from(laid.high).unwrap_or(0)),
            focus,
            about: about.unwrap_or_default(),
            calls: links(true).map(|link| side(link.to, link)).gather(),
            callers: links(false).map(|link| side(link.from, link)).gather(),
            found: if look.sought.trim().is_empty() { String::new() } else { fill(ENGLISH.graph_found, &[&matches]) },
            sentence: sentence(graph, design),
        };
        drawn.texts()
    }

    /// The picture that stands alone.
    pub(super) fn picture(&mut self, design: &Design) -> String {
        let (graph, laid) = self.laid(design);
        let name = if design.name.trim().is_empty() { ENGLISH.unnamed } else { design.name.as_str() };
        graph_as_svg(graph, laid, &format!("{name}: {}", sentence(graph, design)))
    }
}

fn sentence(graph: &CallGraph, design: &Design) -> String {
    graph.sentence(design.mesh.chosen.unwrap_or(MeshKind::IstioSidecar))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::jobs::Job;

    #[test]
    fn what_is_looked_at_comes_with_its_calls() {
        let design: Design = serde_yaml::from_str(
            "schema: 1\nworkloads:\n- {name: web, kind: Deployment, labels: {app: web}, calls: [{service: api}]}\n\
             - {name: api, kind: Deployment, labels: {app: api}}\nservices:\n\
             - {name: api, selector: {app: api}, ports: [{port: 80}]}\n",
        )
        .unwrap();
        let mut desk = GraphDesk::default();
        let mut ask = |focus: &str, across: &str| {
            let job = Job::Graph.with([focus, "API", across, "0"].map(str::to_owned));
            Drawn::heard(&Parcel { texts: desk.look(&design, &job), ..Parcel::default() })
        };
        assert_eq!(ask("", "0").focus, None);
        let first = ask("0", "0");
        let seen = (first.about[0].as_str(), first.calls[0][1].as_str(), first.found.as_str());
        assert_eq!(seen, ("web", "api", "1 found"));
        let next = ask("0", "1");
        assert_eq!((next.focus, next.callers[0][1].as_str()), (Some(1), "web"));
        assert!(desk.picture(&design).starts_with("<?xml"));
        let nothing = GraphDesk::default().look(&Design::default(), &Parcel::default());
        assert_eq!(Drawn::heard(&Parcel { texts: nothing, ..Parcel::default() }).markup, "");
    }
}
