//! Who may call: an intention for each Service that is called, and a last one that refuses the rest.

use crate::design::PortProtocol;
use crate::manifests::FileTarget;
use crate::manifests::desk::{Desk, listed};
use crate::manifests::object::{Body, Metadata, Object};
use crate::mesh::{Caller, sorted};
use crate::order::Gather;
use crate::yaml::written;

written! {
    struct IntentionsSpec {
        destination: Destination,
        sources: Vec<Source>,
    }

    struct Destination {
        name: String,
    }

    struct Source {
        name: String,
        action: &'static str,
    }
}

impl Body for IntentionsSpec {
    const API_VERSION: &'static str = "consul.hashicorp.com/v1alpha1";
    const KIND: &'static str = "ServiceIntentions";
}

/// The service Consul knows a workload as: the first that leads to it.
fn service_of(desk: &Desk, workload: usize) -> Option<String> {
    let served = desk.plan.services.iter().find(|served| served.behind.contains(&workload))?;
    Some(served.service.name.clone())
}

/// Writes the intentions of a namespace.
pub(super) fn intentions(desk: &mut Desk, namespace: &str) {
    let plan = desk.plan;
    let mut nameless: Vec<String> = Vec::new();
    let mut objects = Vec::new();
    for (place, served) in plan.services.iter().enumerate().filter(|(_, served)| served.namespace == namespace) {
        let mut names: Vec<String> = Vec::new();
        for reach in plan.reaches.iter().filter(|reach| reach.service == place && reach.protocol == PortProtocol::Tcp) {
            let Caller::Workload(index) = reach.caller else { continue };
            match (service_of(desk, index), desk.design.workloads.get(index)) {
                (Some(name), _) => sorted::insert(&mut names, name),
                (None, Some(workload)) => sorted::insert(&mut nameless, workload.name.clone()),
                (None, None) => {}
            }
        }
        if names.is_empty() {
            continue;
        }
        let spec = IntentionsSpec {
            destination: Destination { name: served.service.name.clone() },
            sources: names.into_iter().map(|name| Source { name, action: "allow" }).gather(),
        };
        objects.push(Object::new(&Metadata::new(&served.service.name, namespace), &spec));
    }
    if !nameless.is_empty() {
        desk.warn(
            "services".into(),
            format!(
                "Consul knows callers by their Service, and these have none, so their calls are refused: {}.",
                listed(&nameless)
            ),
            "Give each a Service; one without clients will do.",
        );
    }
    let closed = IntentionsSpec {
        destination: Destination { name: "*".to_owned() },
        sources: vec![Source { name: "*".to_owned(), action: "deny" }],
    };
    // There is one destination * for the whole datacenter.
    if first(desk) == Some(namespace) {
        let object = Object::new(&Metadata::new("deny-all", namespace), &closed).saying(
            "What no intention allows is refused; a named service goes before *. Open connections stay open when an \
             intention is taken away.",
        );
        objects.insert(0, object);
    }
    for object in objects {
        desk.sheets.put(&["consul", namespace], "intentions", FileTarget::Mesh, object);
    }
}

fn first<'a>(desk: &Desk<'a>) -> Option<&'a str> {
    desk.namespaces().into_iter().find(|name| !Desk::is_system(name))
}
