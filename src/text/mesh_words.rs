//! The sentences about choosing a mesh.

/// What the page says about choosing a mesh, and what each takes.
#[derive(Debug, Clone, Copy)]
pub struct MeshWords {
    /// The heading of the choice.
    pub choice: &'static str,
    /// While it is worked out.
    pub working: &'static str,
    /// What follows from none chosen.
    pub not_chosen: &'static str,
    /// What follows from none chosen where another is recommended.
    pub not_chosen_other: &'static str,
    /// What is chosen differs from what is recommended.
    pub chosen_other: &'static str,
    /// What is chosen is what is recommended.
    pub chosen_same: &'static str,
    /// The columns of the ranking.
    pub rank: [&'static str; 5],
    /// Takes a mesh.
    pub take: &'static str,
    /// It is taken.
    pub taken: &'static str,
    /// The recommendation is followed again.
    pub untake: &'static str,
    /// The heading of what is asked.
    pub asked: &'static str,
    /// How firmly.
    pub reasons: &'static str,
    /// Those ruled out.
    pub left: &'static str,
    /// Those that one thing keeps out.
    pub near: &'static str,
    /// Why others are not first.
    pub why_not: &'static str,
    /// What would turn it.
    pub tipping: &'static str,
    /// What is asked of a mesh.
    pub demands: &'static str,
    /// One of that.
    pub demand: &'static str,
    /// Constraints met and not.
    pub met: &'static str,
    /// How many.
    pub met_counts: &'static str,
    /// The values.
    pub values: &'static str,
    /// What they are.
    pub values_lead: &'static str,
    /// The criterion's column.
    pub criterion: &'static str,
    /// The weight's column.
    pub weight: &'static str,
    /// Bounds of a value.
    pub from_to: &'static str,
    /// The matrix.
    pub matrix: &'static str,
    /// What its cells are.
    pub matrix_lead: &'static str,
    /// The aspect's column.
    pub aspect: &'static str,
    /// A link to a source.
    pub source: &'static str,
    /// Not read in its source.
    pub unverified: &'static str,
    /// The costs.
    pub cost: &'static str,
    /// What they are beside.
    pub cost_lead: &'static str,
    /// The same where the design has no workloads.
    pub cost_usual: &'static str,
    /// Rates nobody said.
    pub assumed_rates: &'static str,
    /// Payloads larger than those of the figures.
    pub large_payloads: &'static str,
    /// What the numbers are.
    pub cost_note: &'static str,
    /// A column.
    pub mesh: &'static str,
    /// A column.
    pub cpu: &'static str,
    /// A column.
    pub memory: &'static str,
    /// A column.
    pub used_cpu: &'static str,
    /// A column.
    pub used_memory: &'static str,
    /// A column.
    pub time: &'static str,
    /// Nobody publishes it.
    pub no_figure: &'static str,
    /// There is no way whose time could be added up.
    pub no_calls: &'static str,
    /// Part by part.
    pub parts: &'static str,
    /// A column.
    pub part: &'static str,
    /// A column.
    pub count: &'static str,
    /// Of which release a figure is.
    pub release: &'static str,
    /// The ways of requests.
    pub ways: &'static str,
    /// What they are.
    pub ways_lead: &'static str,
    /// The same where they are too many.
    pub ways_longest: &'static str,
    /// How to read the times.
    pub ways_note: &'static str,
    /// There are none.
    pub no_ways: &'static str,
    /// A column.
    pub way: &'static str,
    /// A column.
    pub calls: &'static str,
    /// A node.
    pub one_node: &'static str,
    /// Nodes.
    pub many_nodes: &'static str,
    /// The heading of the settings.
    pub settings: &'static str,
    /// A call.
    pub one_call: &'static str,
    /// Calls.
    pub many_calls: &'static str,
}

/// In English.
pub const MESH: MeshWords = MeshWords {
    choice: "Which mesh, if any",
    working: "Working it out …",
    not_chosen: "Nothing is chosen: the recommendation is followed, and files are written for {}.",
    not_chosen_other: "Nothing is chosen. {} is recommended; until you take one, files are written for Istio with sidecars.",
    chosen_other: "You chose {}; {} is recommended.",
    chosen_same: "You chose {}, as recommended.",
    rank: ["Mesh", "Score", "First in", "Why", "Take"],
    take: "Take {}",
    taken: "Taken",
    untake: "Choose nothing",
    asked: "What it is for",
    reasons: "Why",
    left: "Ruled out",
    near: "Nearly",
    why_not: "Why not the others",
    tipping: "What would turn it",
    demands: "What is asked of a mesh here",
    demand: "{}: {} of 100, because {}.",
    met: "What each meets, and what takes more work",
    met_counts: "meets {}, {} to know",
    values: "Values",
    values_lead: "From 0 to 100, higher is better. Open one to see how it came about.",
    criterion: "Criterion",
    weight: "Weight",
    from_to: "It may be {} to {}.",
    matrix: "Matrix",
    matrix_lead: "Grades from 0 to 100 for this use are ours. Open one for what is so, its source and its date.",
    aspect: "Aspect",
    source: "Source",
    unverified: "not verified",
    cost: "What each takes here",
    cost_lead: "Beside {} pods that ask for {} and {}, on {} or so.",
    cost_usual: "The design has no workloads, so usual ones stand in: {} pods that ask for {} and {}, on {} or so.",
    assumed_rates: "Nobody said how often {} happen: one for each request the caller takes is assumed.",
    large_payloads: "The figures are for 1 KB a request; the largest here has {} bytes, for which nobody publishes any.",
    cost_note: "Asked for is what finds room on nodes and is paid; taken is what this load uses by the published figures. The Cluster page counts what the chosen mesh asks for.",
    mesh: "Mesh",
    cpu: "CPU asked for",
    memory: "Memory asked for",
    used_cpu: "CPU taken",
    used_memory: "Memory taken",
    time: "Added on the longest way, p99",
    no_figure: "no published figure",
    no_calls: "no calls to follow",
    parts: "{}, part by part",
    part: "Part",
    count: "How many",
    release: "Release {}.",
    ways: "Time along each way",
    ways_lead: "From where a request comes in, each call after the other. Open a mesh above for the figures.",
    ways_longest: "There are too many ways to tell apart: the longest from each entry.",
    ways_note: "p90 and p99 are published, p50 is not. Percentiles do not add up exactly: the sum is the most it comes to by these figures. Linkerd, Consul and Cilium publish no milliseconds.",
    no_ways: "The design has no calls to follow. Read manifests in, or add calls to a workload.",
    way: "Way",
    calls: "Calls",
    one_node: "node",
    many_nodes: "nodes",
    settings: "Settings",
    one_call: "call",
    many_calls: "calls",
};
