//! Files to documents, documents to objects, and objects to a cluster.

use super::field::{Fault, Read, Source, labels, said, text};
use super::pod::{Classes, pod};
use super::storage::StorageClasses;
use super::workload::{makes_pods, workload};
use super::{limits, node, requests, storage};
use crate::cluster::facts::Facts;
use crate::cluster::model::{Cluster, Pod, PodSpec, Rollout, Workload};
use crate::order::Map;
use crate::yaml::read::{Document, MAX_BYTES, Node as Tree, decode, pieces};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

/// A file as given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadFile {
    /// What it is called in messages.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What was read.
#[derive(Debug, Default)]
pub struct Reading {
    /// The cluster, without the pods of its DaemonSets.
    pub cluster: Cluster,
    /// Values that cannot be meant; with any the cluster is not whole.
    pub faults: Vec<Fault>,
    /// What was left aside.
    pub notes: Vec<String>,
    /// The versions of the nodes' kubelets, as they say them.
    pub kubelets: Vec<String>,
}

/// One object of a file.
struct Object<'a> {
    source: Source<'a>,
    root: &'a Tree,
    kind: &'a str,
    name: &'a str,
    namespace: &'a str,
}

impl Object<'_> {
    fn key(&self) -> (String, String, String) {
        (self.kind.to_owned(), self.namespace.to_owned(), self.name.to_owned())
    }

    /// Kind and name of what controls it.
    fn owner(&self) -> Option<(String, String, String)> {
        let owners = self.root.at_path(&["metadata", "ownerReferences"]).map(Tree::items)?;
        let owner = owners.iter().find(|owner| text(owner, "controller") == Some("true"))?;
        Some((text(owner, "kind")?.to_owned(), self.namespace.to_owned(), text(owner, "name")?.to_owned()))
    }
}

/// Reads every file.
pub fn read_cluster(files: &[ReadFile], facts: &Facts) -> Reading {
    let mut reading = Reading::default();
    let mut documents: Vec<(&str, Document)> = Vec::new();
    for file in files {
        match text_of(file) {
            Ok(text) => {
                for piece in pieces(&text) {
                    match piece.read() {
                        Ok(document) => documents.push((&file.name, document)),
                        Err(error) => reading.faults.push(Fault {
                            file: file.name.clone(),
                            line: error.at.line,
                            what: error.problem.to_string(),
                        }),
                    }
                }
            }
            Err(fault) => reading.faults.push(fault),
        }
    }
    let mut objects = Vec::new();
    for (file, document) in &documents {
        gather(Source { file }, &document.root, "", &mut objects);
    }
    let mut maker = Maker {
        facts,
        classes: Classes::default(),
        storage: StorageClasses::default(),
        attach_limits: Map::new(),
        known: HashMap::new(),
        nodes: BTreeSet::new(),
        reading,
    };
    maker.take_classes(&objects);
    maker.take(&objects);
    maker.reading
}

/// Larger files than the page takes are read, too: here nobody waits in a browser.
fn text_of(file: &ReadFile) -> Result<Cow<'_, str>, Fault> {
    let fault = |line, what: String| Fault { file: file.name.clone(), line, what };
    if file.bytes.len() > MAX_BYTES {
        let text = std::str::from_utf8(&file.bytes);
        return text.map(Cow::Borrowed).map_err(|_| fault(0, "this is not UTF-8 text; save it as UTF-8".into()));
    }
    decode(&file.bytes).map_err(|error| fault(error.at.line, error.problem.to_string()))
}

/// The objects of a tree: itself, or what is in its list.
fn gather<'a>(source: Source<'a>, root: &'a Tree, kind_of_list: &'a str, found: &mut Vec<Object<'a>>) {
    let kind = text(root, "kind").unwrap_or(kind_of_list);
    if let (true, Some(items)) = (kind.ends_with("List"), root.get("items")) {
        for item in items.items() {
            gather(source, item, kind.trim_end_matches("List"), found);
        }
        return;
    }
    if kind.is_empty() {
        // A file of bare objects in a list, as some tools print.
        for item in root.items() {
            gather(source, item, "", found);
        }
        return;
    }
    let metadata = |key: &str| root.at_path(&["metadata", key]).and_then(Tree::text).filter(|text| !text.is_empty());
    let name = metadata("name").or_else(|| metadata("generateName")).unwrap_or_default();
    found.push(Object { source, root, kind, name, namespace: metadata("namespace").unwrap_or("default") });
}

/// Builds the cluster object by object.
struct Maker<'f> {
    facts: &'f Facts,
    classes: Classes,
    storage: StorageClasses,
    /// How many volumes nodes take, by name.
    attach_limits: Map<String, Vec<(String, i64)>>,
    known: HashMap<PodSpec, usize>,
    /// Names of nodes.
    nodes: BTreeSet<String>,
    reading: Reading,
}

impl Maker<'_> {
    /// What other objects refer to by name comes first, wherever it stands.
    fn take_classes(&mut self, objects: &[Object]) {
        for object in objects {
            let read = match object.kind {
                "PriorityClass" => self.priority_class(object),
                "RuntimeClass" => self.runtime_class(object),
                "StorageClass" => {
                    if text(object.root, "volumeBindingMode") == Some("WaitForFirstConsumer") {
                        self.storage.waiting.insert(object.name.to_owned());
                    }
                    if let Some(driver) = text(object.root, "provisioner") {
                        drop(self.storage.drivers.insert(object.name.to_owned(), driver.to_owned()));
                    }
                    Ok(())
                }
                "CSINode" => storage::attach_limits(&object.source, object.root).map(|limits| {
                    drop(self.attach_limits.insert(object.name.to_owned(), limits));
                }),
                "LimitRange" => limits::default_requests(&object.source, object.root).map(|requests| {
                    let mut all = self.classes.unsaid.get(object.namespace).cloned().unwrap_or_default();
                    all.raise_to(&requests);
                    drop(self.classes.unsaid.insert(object.namespace.to_owned(), all));
                }),
                _ => Ok(()),
            };
            self.reading.faults.extend(read.err());
        }
    }

    fn priority_class(&mut self, object: &Object) -> Read<()> {
        let (source, root) = (object.source, object.root);
        let value = source.integer(root, "value")?.and_then(|value| i32::try_from(value).ok());
        let value = value.ok_or_else(|| source.fault(root, "a PriorityClass needs a value"))?;
        let policy = source.word(root, "preemptionPolicy", &[("Never", false), ("PreemptLowerPriority", true)])?;
        self.classes.priorities.insert(object.name.to_owned(), (value, policy.unwrap_or(true)));
        if source.flag(root, "globalDefault")? {
            self.classes.default_priority = Some(object.name.to_owned());
        }
        Ok(())
    }

    fn runtime_class(&mut self, object: &Object) -> Read<()> {
        if let Some(fixed) = object.root.at_path(&["overhead", "podFixed"]) {
            let overhead = requests::overhead(&object.source, fixed)?;
            self.classes.overheads.insert(object.name.to_owned(), overhead);
        }
        Ok(())
    }

    fn take(&mut self, objects: &[Object]) {
        let mut given: Map<(String, String, String), ()> = Map::new();
        let mut owners: Map<(String, String, String), (String, String, String)> = Map::new();
        for object in objects {
            given.insert(object.key(), ());
            if let (Some(owner), "ReplicaSet" | "Job") = (object.owner(), object.kind) {
                owners.insert(object.key(), owner);
            }
        }
        // Pods that run already stand for as many of their workload's.
        let mut adopted: Map<(String, String, String), Vec<&Object>> = Map::new();
        for object in objects.iter().filter(|object| object.kind == "Pod") {
            let Some(mut owner) = object.owner() else { continue };
            if let Some(above) = owners.get(&owner).filter(|above| given.contains_key(*above)) {
                owner = above.clone();
            } else if !given.contains_key(&owner) && owner.0 == "ReplicaSet" {
                let deployment = owner.2.rsplit_once('-').map_or(owner.2.as_str(), |(name, _)| name).to_owned();
                owner = ("Deployment".to_owned(), owner.1, deployment);
            }
            if given.contains_key(&owner) {
                adopted.entry(owner).or_default().push(object);
            }
        }
        let with_workload: BTreeSet<*const Object> =
            adopted.values().flatten().map(|pod| std::ptr::from_ref(*pod)).collect();
        for object in objects {
            let is_kept_by = |owner| given.contains_key(&owner);
            let read = match object.kind {
                "ReplicaSet" | "Job" if object.owner().is_some_and(is_kept_by) => Ok(()),
                kind if makes_pods(kind) => self.workload(object, adopted.remove(&object.key()).unwrap_or_default()),
                "Pod" if with_workload.contains(&std::ptr::from_ref(object)) => Ok(()),
                "Pod" => self.pod(object, None),
                _ => self.other(object),
            };
            self.reading.faults.extend(read.err());
        }
    }

    fn workload(&mut self, object: &Object, running: Vec<&Object>) -> Read<()> {
        let place = (object.kind, object.namespace, object.name);
        let made = workload(&object.source, object.root, place, &self.classes, self.facts)?;
        let spec = self.spec(made.spec);
        let workload = self.reading.cluster.workloads.len();
        self.reading.cluster.workloads.push(Workload {
            kind: object.kind.to_owned(),
            namespace: object.namespace.to_owned(),
            name: object.name.to_owned(),
            prefix: made.prefix,
            recreates: true,
            everywhere: made.count.is_none().then_some(spec),
        });
        if let Some((surge, unavailable)) = made.rollout {
            self.reading.cluster.rollouts.push(Rollout { workload, surge, unavailable });
        }
        let before = self.reading.cluster.pods.len();
        for pod in running {
            self.pod(pod, Some(workload))?;
        }
        let there = self.reading.cluster.pods.len() - before;
        for ordinal in there..made.count.unwrap_or(0) {
            let pod = Pod { spec, workload, ordinal, runs_on: None, meant_for: None, name: None };
            self.reading.cluster.pods.push(pod);
        }
        Ok(())
    }

    /// A Pod object; one that has ended takes no room.
    fn pod(&mut self, object: &Object, workload: Option<usize>) -> Read<()> {
        let (source, root) = (object.source, object.root);
        if matches!(root.at_path(&["status", "phase"]).and_then(Tree::text), Some("Succeeded" | "Failed")) {
            return Ok(());
        }
        let labels = labels(root, &["metadata", "labels"]);
        let mut spec = pod(&source, root, object.namespace, labels, &self.classes, self.facts)?;
        spec.terminating = root.at_path(&["metadata", "deletionTimestamp"]).is_some_and(|at| !at.is_null());
        let runs_on = said(root, "spec").and_then(|spec| text(spec, "nodeName")).map(str::to_owned);
        let spec = self.spec(spec);
        let workload = workload.unwrap_or_else(|| {
            self.reading.cluster.workloads.push(Workload {
                kind: "Pod".to_owned(),
                namespace: object.namespace.to_owned(),
                name: object.name.to_owned(),
                prefix: object.name.to_owned(),
                recreates: object.owner().is_some(),
                everywhere: None,
            });
            self.reading.cluster.workloads.len() - 1
        });
        let name = Some(object.name.to_owned());
        self.reading.cluster.pods.push(Pod { spec, workload, ordinal: 0, runs_on, meant_for: None, name });
        Ok(())
    }

    fn other(&mut self, object: &Object) -> Read<()> {
        let (source, root, cluster) = (&object.source, object.root, &mut self.reading.cluster);
        match object.kind {
            "Node" => {
                let mut node = node::node(source, root)?;
                node.attach_limits = self.attach_limits.get(&node.name).cloned().unwrap_or_default();
                if !self.nodes.insert(node.name.clone()) {
                    return Err(source.fault(root, format!("two nodes are called {}", node.name)));
                }
                if node.allocatable.memory == 0 || node.allocatable.milli_cpu == 0 {
                    self.reading.notes.push(format!(
                        "Node {} has no cpu or no memory to give; only pods that ask for none fit there.",
                        node.name
                    ));
                }
                cluster.nodes.push(node);
                let kubelet = root.at_path(&["status", "nodeInfo", "kubeletVersion"]).and_then(Tree::text);
                self.reading.kubelets.extend(kubelet.map(str::to_owned));
            }
            "Namespace" => {
                drop(cluster.namespaces.insert(object.name.to_owned(), labels(root, &["metadata", "labels"])));
            }
            "Service" => cluster.services.push(storage::service(root, object.namespace)),
            "PodDisruptionBudget" => {
                cluster.budgets.push(storage::budget(source, root, object.namespace, object.name)?);
            }
            "HorizontalPodAutoscaler" => {
                cluster.autoscalers.push(storage::autoscaler(source, root, object.namespace)?);
            }
            "PersistentVolume" => cluster.volumes.push(storage::volume(source, root, object.name)?),
            "PersistentVolumeClaim" => {
                cluster.claims.push(storage::claim(root, object.namespace, object.name, &self.storage));
            }
            "CronJob" => self.reading.notes.push(format!(
                "CronJob {}/{} makes its pods when its time comes; none is placed now.",
                object.namespace, object.name
            )),
            _ => {}
        }
        Ok(())
    }

    fn spec(&mut self, spec: PodSpec) -> usize {
        if let Some(known) = self.known.get(&spec) {
            return *known;
        }
        let index = self.reading.cluster.specs.len();
        self.reading.cluster.specs.push(spec.clone());
        self.known.insert(spec, index);
        index
    }
}
