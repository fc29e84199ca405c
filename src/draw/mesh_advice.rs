//! What is said of meshes, as parts of a page: why each is where it is, what each takes side by side, the time along each
//! way, and the matrix whose cells open to their source and date.

use super::Markup;
use crate::design::{Design, MeshKind, OptionKey};
use crate::mesh::choice::{Cell, Measure, MeshAdvice, Said, millis};
use crate::mesh::cost::{Ask, Figure, MeshCost, Path};
use crate::order::Gather;
use crate::text::{MESH, fill, grouped, mesh_label, plural};

/// Why each mesh is where it is.
pub fn mesh_reasons(advice: &MeshAdvice) -> String {
    let mut out = Markup::default();
    if !advice.left.is_empty() {
        out.raw("<h3>").text(MESH.left).raw("</h3><ul>");
        for left in &advice.left {
            out.raw("<li><b>").text(mesh_label(left.mesh)).raw("</b><ul>");
            for reason in &left.reasons {
                said(&mut out, reason);
            }
            out.raw("</ul></li>");
        }
        out.raw("</ul>");
    }
    lines(&mut out, MESH.near, &advice.near.iter().map(|near| near.text.clone()).gather());
    let losers = advice.ranked.iter().skip(1).map(|placed| format!("{}: {}", mesh_label(placed.mesh), placed.why_not));
    lines(&mut out, MESH.why_not, &losers.gather());
    lines(&mut out, MESH.tipping, &advice.tipping);
    let demands = advice.demands.iter().map(|demand| {
        fill(MESH.demand, &[&crate::text::option_label(demand.need.key()), &demand.of_100, &demand.because])
    });
    lines(&mut out, MESH.demands, &demands.gather());
    out.raw("<h3>").text(MESH.met).raw("</h3><ul>");
    for placed in &advice.ranked {
        if placed.met.is_empty() && placed.burdens.is_empty() {
            continue;
        }
        out.raw("<li><details><summary><b>").text(mesh_label(placed.mesh)).raw("</b> ");
        out.text(&fill(MESH.met_counts, &[&placed.met.len(), &placed.burdens.len()])).raw("</summary><ul>");
        for one in placed.burdens.iter().chain(&placed.met) {
            said(&mut out, one);
        }
        out.raw("</ul></details></li>");
    }
    out.raw("</ul>");
    values(&mut out, advice);
    out.done()
}

fn lines(out: &mut Markup, title: &'static str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    out.raw("<h3>").text(title).raw("</h3><ul>");
    for line in lines {
        out.raw("<li>").text(line).raw("</li>");
    }
    out.raw("</ul>");
}

fn said(out: &mut Markup, said: &Said) {
    out.raw("<li>").text(&said.cause).raw(": ").text(&said.text).raw(" ");
    source(out, &said.fact.source, &said.fact.date, said.fact.verified);
    out.raw("</li>");
}

/// Where something stands: a link that is followed only when it is clicked.
fn source(out: &mut Markup, source: &str, date: &str, verified: bool) {
    out.raw("<a class=source target=\"_blank\" rel=\"noopener noreferrer\" href=\"")
        .text(source)
        .raw("\">")
        .text(MESH.source)
        .raw("</a> ");
    out.raw("<span class=place>").text(date);
    if !verified {
        out.raw(", ").text(MESH.unverified);
    }
    out.raw("</span>");
}

/// The values that scores are made of.
fn values(out: &mut Markup, advice: &MeshAdvice) {
    out.raw("<h3>").text(MESH.values).raw("</h3><p class=help>").text(MESH.values_lead).raw("</p>");
    open_table(out, MESH.values);
    out.raw("<th scope=col>").text(MESH.criterion).raw("</th><th scope=col class=number>").text(MESH.weight);
    out.raw("</th>");
    heads(out);
    for (at, measure) in Measure::ALL.iter().enumerate() {
        let share = u32::from(advice.shares.get(at).copied().unwrap_or_default());
        let because = advice.weights.get(at).map_or("", |weight| weight.because.as_str());
        out.raw("<tr><th scope=row>").text(measure.label()).raw("<p class=help>").text(because).raw("</p></th>");
        out.raw("<td class=number>").text(&format!("{} %", (share + 50) / 100)).raw("</td>");
        for values in &advice.values {
            let Some(value) = values.get(at) else { continue };
            out.raw("<td><details><summary>").text(&value.value.likely.rounded().to_string()).raw("</summary>");
            out.text(&value.because);
            if value.value.low != value.value.high {
                let bounds = fill(MESH.from_to, &[&value.value.low.rounded(), &value.value.high.rounded()]);
                out.raw(" ").text(&bounds);
            }
            out.raw("</details></td>");
        }
        out.raw("</tr>");
    }
    out.raw("</tbody></table></div>");
}

fn open_table(out: &mut Markup, label: &str) {
    out.raw("<div class=scroll tabindex=0 role=region aria-label=\"").text(label);
    out.raw("\"><table class=\"list meshes\"><thead><tr>");
}

fn heads(out: &mut Markup) {
    for mesh in MeshKind::ALL {
        out.raw("<th scope=col>").text(mesh_label(*mesh)).raw("</th>");
    }
    out.raw("</tr></thead><tbody>");
}

/// Everything that is known of each mesh: a cell opens to its source and date.
pub fn mesh_matrix(advice: &MeshAdvice) -> String {
    let mut out = Markup::default();
    open_table(&mut out, MESH.matrix);
    out.raw("<th scope=col>").text(MESH.aspect).raw("</th>");
    heads(&mut out);
    for aspect in &advice.aspects {
        out.raw("<tr><th scope=row>").text(&aspect.label).raw("</th>");
        for cell in &aspect.cells {
            matrix_cell(&mut out, cell);
        }
        out.raw("</tr>");
    }
    out.raw("</tbody></table></div>");
    out.done()
}

fn matrix_cell(out: &mut Markup, cell: &Cell) {
    out.raw("<td><details><summary>").text(&cell.grade.to_string()).raw("</summary>").text(&cell.text).raw(" ");
    source(out, &cell.source, &cell.date, cell.verified);
    out.raw("</details></td>");
}

/// What each mesh takes, side by side, with the figures behind it.
pub fn mesh_costs(advice: &MeshAdvice) -> String {
    let costs = &advice.costs;
    let mut out = Markup::default();
    let assumed = costs.graph.assumed();
    let nodes = plural(costs.nodes, MESH.one_node, MESH.many_nodes);
    out.raw("<p class=help>").text(&fill(
        if advice.stand_in { MESH.cost_usual } else { MESH.cost_lead },
        &[&grouped(costs.pods), &cores(costs.workloads.milli_cpu), &gib(costs.workloads.mib), &nodes],
    ));
    if assumed > 0 {
        let calls = plural(u64::try_from(assumed).unwrap_or(0), MESH.one_call, MESH.many_calls);
        out.raw(" ").text(&fill(MESH.assumed_rates, &[&calls]));
    }
    if costs.graph.largest_payload > 1024 {
        out.raw(" ").text(&fill(MESH.large_payloads, &[&grouped(costs.graph.largest_payload)]));
    }
    out.raw("</p>");
    open_table(&mut out, MESH.cost);
    for title in [MESH.mesh, MESH.cpu, MESH.memory, MESH.used_cpu, MESH.used_memory, MESH.time] {
        out.raw("<th scope=col>").text(title).raw("</th>");
    }
    out.raw("</tr></thead><tbody>");
    for cost in &costs.meshes {
        whole_row(&mut out, cost);
    }
    out.raw("</tbody></table></div><p class=help>").text(MESH.cost_note).raw("</p>");
    for cost in costs.meshes.iter().filter(|cost| !cost.parts.is_empty()) {
        parts(&mut out, cost);
    }
    out.done()
}

fn whole_row(out: &mut Markup, cost: &MeshCost) {
    let sum = |value: &dyn Fn(&crate::mesh::cost::Part) -> Option<u64>| -> Option<u64> {
        let known: Vec<u64> = cost.parts.iter().filter_map(value).gather();
        (cost.parts.is_empty() || !known.is_empty()).then(|| known.into_iter().fold(0, u64::saturating_add))
    };
    let asked = (!cost.incomplete || cost.asked != Ask::default()).then_some(cost.asked);
    let longest = match &cost.delays {
        Some(delays) => match delays.iter().map(|delay| delay.p99).max() {
            Some(micros) => Some(format!("{} ms", millis(micros))),
            None => Some(MESH.no_calls.to_owned()),
        },
        None => None,
    };
    out.raw("<tr><th scope=row>").text(mesh_label(cost.mesh)).raw("</th>");
    for value in [
        asked.map(|asked| cores(asked.milli_cpu)),
        asked.map(|asked| gib(asked.mib)),
        sum(&|part| part.used_milli_cpu).map(cores),
        sum(&|part| part.used_mb).map(|mb| format!("{} MB", grouped(mb))),
        longest,
    ] {
        out.raw("<td>").text(value.as_deref().unwrap_or(MESH.no_figure)).raw("</td>");
    }
    out.raw("</tr>");
}

fn parts(out: &mut Markup, cost: &MeshCost) {
    out.raw("<details class=mesh-parts><summary>").text(&fill(MESH.parts, &[&mesh_label(cost.mesh)])).raw("</summary>");
    open_table(out, mesh_label(cost.mesh));
    for title in [MESH.part, MESH.count, MESH.cpu, MESH.memory, MESH.used_cpu, MESH.used_memory] {
        out.raw("<th scope=col>").text(title).raw("</th>");
    }
    out.raw("</tr></thead><tbody>");
    let mut figures: Vec<&Figure> = Vec::new();
    for part in &cost.parts {
        out.raw("<tr><th scope=row>").text(&part.what).raw("</th><td>").text(&grouped(part.count)).raw("</td>");
        for value in [
            part.asked.map(|asked| cores(asked.milli_cpu)),
            part.asked.map(|asked| gib(asked.mib)),
            part.used_milli_cpu.map(cores),
            part.used_mb.map(|mb| format!("{} MB", grouped(mb))),
        ] {
            out.raw("<td>").text(value.as_deref().unwrap_or(MESH.no_figure)).raw("</td>");
        }
        out.raw("</tr>");
        figures.extend(&part.figures);
    }
    out.raw("</tbody></table></div>");
    figures.extend(&cost.delay_figures);
    figures.extend(&cost.study);
    figure_list(out, &figures);
    out.raw("</details>");
}

/// The published figures: what, of which release, where and when.
fn figure_list(out: &mut Markup, figures: &[&Figure]) {
    let mut told: Vec<&str> = Vec::new();
    out.raw("<ul>");
    for figure in figures {
        if told.contains(&figure.claim.as_str()) {
            continue;
        }
        told.push(&figure.claim);
        out.raw("<li>").text(&figure.claim).raw(" ").text(&fill(MESH.release, &[&figure.release])).raw(" ");
        source(out, &figure.source, &figure.date, figure.verified);
        out.raw("</li>");
    }
    out.raw("</ul>");
}

/// The time each mesh adds along each way a request goes.
pub fn mesh_ways(advice: &MeshAdvice, design: &Design) -> String {
    let costs = &advice.costs;
    let mut out = Markup::default();
    if advice.stand_in || costs.paths.paths.is_empty() {
        out.raw("<p>").text(MESH.no_ways).raw("</p>");
        return out.done();
    }
    let known: Vec<&MeshCost> =
        costs.meshes.iter().filter(|cost| cost.delays.is_some() && cost.mesh != MeshKind::None).gather();
    out.raw("<p class=help>").text(if costs.paths.more { MESH.ways_longest } else { MESH.ways_lead }).raw("</p>");
    open_table(&mut out, MESH.ways);
    out.raw("<th scope=col>").text(MESH.way).raw("</th><th scope=col class=number>").text(MESH.calls).raw("</th>");
    for cost in &known {
        out.raw("<th scope=col>").text(mesh_label(cost.mesh)).raw(" p90 / p99</th>");
    }
    out.raw("</tr></thead><tbody>");
    for (at, path) in costs.paths.paths.iter().enumerate().take(WAYS) {
        out.raw("<tr><th scope=row>").text(&way(advice, design, path)).raw("</th><td class=number>");
        out.text(&path.calls.len().to_string()).raw("</td>");
        for cost in &known {
            let delay = cost.delays.as_ref().and_then(|delays| delays.get(at)).copied().unwrap_or_default();
            out.raw("<td>").text(&format!("{} / {} ms", millis(delay.p90), millis(delay.p99))).raw("</td>");
        }
        out.raw("</tr>");
    }
    out.raw("</tbody></table></div><p class=help>").text(MESH.ways_note).raw("</p>");
    out.done()
}

/// Ways that are drawn.
const WAYS: usize = 60;

/// The workloads on a way.
fn way(advice: &MeshAdvice, design: &Design, path: &Path) -> String {
    let name = |at: usize| design.workloads.get(at).map_or("", |workload| workload.name.as_str());
    let graph = &advice.costs.graph;
    let called = path.calls.iter().filter_map(|call| Some(name(graph.edges.get(*call)?.to)));
    std::iter::once(name(path.entry.workload)).chain(called).gather().join(" → ")
}

fn cores(milli: u64) -> String {
    let text = format!("{}.{:02}", grouped(milli / 1000), milli % 1000 / 10);
    format!("{} CPU", text.trim_end_matches('0').trim_end_matches('.'))
}

fn gib(mib: u64) -> String {
    if mib < 1024 {
        return format!("{mib} MiB");
    }
    let tenths = mib * 10 / 1024;
    if tenths.is_multiple_of(10) {
        return format!("{} GiB", grouped(tenths / 10));
    }
    format!("{}.{} GiB", grouped(tenths / 10), tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::resolve;
    use crate::mesh::choice::advise;

    #[test]
    fn every_number_is_shown_with_where_it_comes_from() {
        let design: Design = serde_yaml::from_str(
            "schema: 1\nrequirements: {meshNeeds: {value: [user-tokens], as: must}}\nworkloads: [{name: \"<b>web\"}]",
        )
        .unwrap();
        let advice = advise(&design, &resolve(&design));
        let parts = [mesh_reasons(&advice), mesh_matrix(&advice), mesh_costs(&advice), mesh_ways(&advice, &design)];
        let whole = parts.join("");
        assert!(!whole.contains("<b>web"), "names are words, never markup");
        assert!(parts[1].matches("href=\"https://").count() >= 100, "every cell of the matrix names its source");
        assert!(parts[2].contains(MESH.no_figure) && parts[2].contains("1.24") && parts[2].contains("1.30.3"));
        assert!(parts[0].contains("Linkerd") && parts[0].contains(MESH.near));
        assert_eq!([cores(1250), cores(2000), cores(60)], ["1.25 CPU", "2 CPU", "0.06 CPU"]);
        assert_eq!([gib(512), gib(1024), gib(1536)], ["512 MiB", "1 GiB", "1.5 GiB"]);
    }
}
