//! Words for patterns of traffic and for who may call whom.

/// The words of this part.
pub struct PatternWords {
    /// The button that opens them.
    pub more: &'static str,
    /// How a new version is let in.
    pub release: &'static str,
    /// What that means.
    pub release_help: &'static str,
    /// Nothing of the kind.
    pub none: &'static str,
    /// Its tag.
    pub version: &'static str,
    /// Shares.
    pub steps: &'static str,
    /// What a share is.
    pub steps_expected: &'static str,
    /// Header or cookie.
    pub name: &'static str,
    /// Who goes through the steps.
    pub driver: &'static str,
    /// A fault's header.
    pub fault: &'static str,
    /// What that means.
    pub fault_help: &'static str,
    /// Who keeps to a pod.
    pub sticky: &'static str,
    /// Which pods come first.
    pub locality: &'static str,
    /// Requests a second.
    pub rate: &'static str,
    /// Who issues tokens.
    pub token: &'static str,
    /// For whom.
    pub audience: &'static str,
    /// Addresses.
    pub machines: &'static str,
    /// The heading of the matrix.
    pub matrix: &'static str,
    /// What it is for.
    pub matrix_lead: &'static str,
    /// A cell that may call.
    pub may: &'static str,
    /// A cell that may not.
    pub may_not: &'static str,
    /// A cell that may not, though something shows the call.
    pub refused: &'static str,
    /// More than is drawn.
    pub matrix_rest: &'static str,
}

/// In English.
pub const PATTERNS: PatternWords = PatternWords {
    more: "New versions, faults, sessions, tokens",
    release: "Let a new version in",
    release_help: "The files, with the way back, are in mesh/rollouts/.",
    none: "Not now",
    version: "Its image tag",
    steps: "Steps in per cent",
    steps_expected: "Write numbers from 1 to 99, such as 5, 25, 50.",
    name: "Header or cookie",
    driver: "Through the steps",
    fault: "Fault for requests with the header",
    fault_help: "Requests with this header set to true fail with 503; no others.",
    sticky: "Clients keep to a pod",
    locality: "Pods first called",
    rate: "Requests a second at most",
    token: "Issuer of tokens",
    audience: "Tokens must be for",
    machines: "Addresses of virtual machines",
    matrix: "Who may call whom",
    matrix_lead: "Rows call columns. A click allows or refuses; the mesh's policies and the network policies follow.",
    may: "{} may call {}",
    may_not: "{} may not call {}",
    refused: "{} is refused at {}, though a file shows the call",
    matrix_rest: "The first {} of each are drawn.",
};

/// The words of an option of a pattern, by its key.
pub fn pattern_label(key: &str) -> &str {
    match key {
        "weighted" => "By a growing share of requests",
        "header" => "By a header",
        "cookie" => "By a cookie",
        "blue-green" => "All at once, with the old one kept",
        "mirror" => "Copies of requests only",
        "by-hand" => "By hand, a file a step",
        "flagger" => "Flagger",
        "argo-rollouts" => "Argo Rollouts",
        "failover" => "Those of the own zone, then others",
        "everywhere" => "All alike",
        "source-address" => "By their address",
        other => other,
    }
}
