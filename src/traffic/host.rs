//! Names of hosts: completed as Istio completes them, and held against patterns with `*`.

/// The end of every name in the cluster.
pub const CLUSTER: &str = "svc.cluster.local";

/// A host as a rule in a namespace means it: a short name is the Service of that name in the rule's own namespace.
pub fn resolved(host: &str, namespace: &str) -> String {
    if host.is_empty() || host.contains('.') || host.contains('*') {
        return host.to_owned();
    }
    format!("{host}.{namespace}.{CLUSTER}")
}

/// A host as a request from a namespace says it: any of the short forms of a Service.
pub fn completed(host: &str, namespace: &str) -> Vec<String> {
    let mut all = vec![host.to_owned()];
    match host.matches('.').count() {
        0 => all.push(format!("{host}.{namespace}.{CLUSTER}")),
        1 => all.push(format!("{host}.{CLUSTER}")),
        2 if host.rsplit('.').next() == Some("svc") => all.push(format!("{host}.cluster.local")),
        _ => {}
    }
    all
}

/// Whether a pattern (`a.b`, `*.b`, `*`) covers a host, which may be a pattern itself.
pub fn covers(pattern: &str, host: &str) -> bool {
    let (pattern, host) = (pattern.to_ascii_lowercase(), host.to_ascii_lowercase());
    if pattern == "*" || pattern == host {
        return true;
    }
    match pattern.strip_prefix('*') {
        Some(end) => host.len() > end.len() && host.trim_start_matches('*').ends_with(end),
        None => false,
    }
}

/// Whether some host is meant by both.
pub fn overlap(one: &str, other: &str) -> bool {
    covers(one, other) || covers(other, one)
}

/// How exactly a pattern names a host: what is exact before any pattern, longer patterns before shorter.
pub fn precision(pattern: &str) -> (bool, usize) {
    (!pattern.starts_with('*'), pattern.len())
}

/// The most exact of those patterns that cover a host, by place.
pub fn most_exact<'a>(patterns: impl Iterator<Item = &'a str>, host: &str) -> Option<usize> {
    let mut best: Option<(usize, (bool, usize))> = None;
    for (at, pattern) in patterns.enumerate().filter(|(_, pattern)| covers(pattern, host)) {
        let precision = precision(pattern);
        if best.is_none_or(|(_, known)| precision > known) {
            best = Some((at, precision));
        }
    }
    best.map(|(at, _)| at)
}

/// A host of a server or an egress list, `namespace/host`, parted; `.` is the namespace it stands in, `*` every one.
pub fn parted<'a>(said: &'a str, own: &'a str) -> (&'a str, &'a str) {
    match said.split_once('/') {
        Some((".", host)) => (own, host),
        Some((namespace, host)) => (namespace, host),
        None => ("*", said),
    }
}

/// Whether a namespace is among those an `exportTo` names; without any it is.
pub fn exported(export_to: &[String], own: &str, to: &str) -> bool {
    export_to.is_empty()
        || export_to.iter().any(|one| match one.as_str() {
            "*" => true,
            "." => own == to,
            "~" => false,
            name => name == to,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_completed_covered_and_ordered() {
        assert_eq!(resolved("reviews", "shop"), "reviews.shop.svc.cluster.local");
        assert_eq!(resolved("a.example.com", "shop"), "a.example.com");
        assert!(completed("reviews.shop", "x").contains(&"reviews.shop.svc.cluster.local".to_owned()));
        for (pattern, host, covered) in [
            ("*", "a", true),
            ("*.example.com", "a.example.com", true),
            ("*.example.com", "example.com", false),
            ("*.example.com", "*.b.example.com", true),
            ("a.example.com", "A.Example.com", true),
            ("a.example.com", "*.example.com", false),
        ] {
            assert_eq!(covers(pattern, host), covered, "{pattern} {host}");
        }
        let patterns = ["*", "*.com", "*.example.com", "a.example.com"];
        assert_eq!(most_exact(patterns.into_iter(), "a.example.com"), Some(3));
        assert_eq!(most_exact(patterns.into_iter(), "b.example.com"), Some(2));
        assert_eq!(most_exact(patterns.into_iter(), "org"), Some(0));
    }
}
