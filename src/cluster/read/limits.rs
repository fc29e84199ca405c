//! What a namespace's LimitRange fills in where a container says nothing (`LimitRanger`, `SetDefaults_LimitRangeItem`).

use super::field::{Read, Source, said, text};
use crate::cluster::model::Resources;
use crate::yaml::read::Node as Tree;

/// The default requests of containers: what is said; where nothing is, the default limit, which the most stands in for;
/// and then the least.
pub(super) fn default_requests(source: &Source, root: &Tree) -> Read<Resources> {
    let mut found = Resources::default();
    let items = root.at_path(&["spec", "limits"]).map(Tree::items).unwrap_or_default();
    for item in items.iter().filter(|item| text(item, "type") == Some("Container")) {
        let mut own = Resources::default();
        for key in ["min", "max", "default", "defaultRequest"] {
            for entry in said(item, key).map(Tree::entries).unwrap_or_default() {
                own.set(&entry.key, source.amount(&entry.key, &entry.value)?);
            }
        }
        for (name, amount) in own.iter().filter(|(_, amount)| *amount > 0) {
            found.set(name, amount);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::read::read;

    #[test]
    fn the_request_is_what_is_said_or_the_limit_or_the_most_or_the_least() {
        for (text, milli_cpu, memory) in [
            ("{type: Container, defaultRequest: {cpu: 100m}, default: {cpu: 500m, memory: 1Mi}}", 100, 1 << 20),
            ("{type: Container, max: {cpu: 2}, min: {cpu: 50m, memory: 2Mi}}", 2000, 2 << 20),
            ("{type: Pod, max: {cpu: 2}}", 0, 0),
        ] {
            let documents = read(&format!("{{kind: LimitRange, spec: {{limits: [{text}]}}}}"));
            let found = default_requests(&Source { file: "f" }, &documents[0].as_ref().unwrap().root).unwrap();
            assert_eq!((found.milli_cpu, found.memory), (milli_cpu, memory), "{text}");
        }
    }
}
