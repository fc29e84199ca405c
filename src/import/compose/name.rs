//! Names that Kubernetes takes.

/// A name of Compose as a DNS label: lower case, hyphens for everything else, at most 63 characters.
pub(super) fn kubernetes_name(name: &str) -> String {
    let label: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).take(63).collect();
    let label = label.trim_matches('-');
    if label.is_empty() { "unnamed".to_owned() } else { label.to_owned() }
}
