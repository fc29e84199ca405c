//! A Node object.

use super::field::{Read, Source, labels, said, text, texts};
use crate::cluster::model::{Effect, Image, Node, Resources, Taint};
use crate::yaml::read::Node as Tree;

/// What a taint may do.
pub(super) const EFFECTS: [(&str, Effect); 3] = [
    ("NoSchedule", Effect::NoSchedule),
    ("PreferNoSchedule", Effect::PreferNoSchedule),
    ("NoExecute", Effect::NoExecute),
];

/// Reads a node; allocatable counts, and capacity where there is none.
pub(super) fn node(source: &Source, root: &Tree) -> Read<Node> {
    let name = root.at_path(&["metadata", "name"]).and_then(Tree::text).filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| source.fault(root, "a Node needs metadata.name"))?;
    let status = root.get("status").unwrap_or(root);
    let amounts = said(status, "allocatable").or_else(|| said(status, "capacity")).ok_or_else(|| {
        source.fault(
            root,
            format!(
                "Node {name} has neither status.allocatable nor status.capacity: take it from kubectl get nodes -o yaml"
            ),
        )
    })?;
    let mut allocatable = Resources::default();
    for entry in amounts.entries() {
        allocatable.set(&entry.key, source.amount(&entry.key, &entry.value)?);
    }
    let spec = root.get("spec").unwrap_or(root);
    Ok(Node {
        name: name.to_owned(),
        labels: labels(root, &["metadata", "labels"]),
        taints: spec
            .get("taints")
            .map(Tree::items)
            .unwrap_or_default()
            .iter()
            .map(|one| taint(source, one))
            .collect::<Read<_>>()?,
        unschedulable: source.flag(spec, "unschedulable")?,
        allocatable,
        images: status
            .get("images")
            .map(Tree::items)
            .unwrap_or_default()
            .iter()
            .map(|one| image(source, one))
            .collect::<Read<_>>()?,
        attach_limits: Vec::new(),
    })
}

fn taint(source: &Source, tree: &Tree) -> Read<Taint> {
    let effect = source.word(tree, "effect", &EFFECTS)?;
    Ok(Taint {
        key: text(tree, "key").unwrap_or_default().to_owned(),
        value: text(tree, "value").unwrap_or_default().to_owned(),
        effect: effect.ok_or_else(|| source.fault(tree, "a taint needs an effect, such as NoSchedule"))?,
    })
}

fn image(source: &Source, tree: &Tree) -> Read<Image> {
    Ok(Image { names: texts(tree, "names"), size: source.count(tree, "sizeBytes")?.unwrap_or(0) })
}
