//! The Services a workload is behind.

use super::ports;
use crate::app::store::Store;
use crate::app::view::prelude::*;
use crate::design::{Design, Service, ServicePort};
use crate::order::Gather;
use crate::order::Map;
use crate::text::ENGLISH;

/// Draws them, and offers one where there is none.
pub(super) fn services_form(store: Store, index: usize) -> AnyView {
    let behind = store.part(move |design| {
        let Some(workload) = design.workloads.get(index) else { return Vec::new() };
        design
            .services_of(workload)
            .map(|service| {
                let ports = service.ports.iter().map(|port| port.port.to_string()).gather().join(", ");
                (service.name.clone(), ports)
            })
            .gather()
    });
    view! {
        <ul class="plain">
            {live(move || behind.get().into_iter().map(|(name, ports)| view! { <li><code>{name}":"{ports}</code></li> }).collect_view())}
        </ul>
        {live(move || behind.with(Vec::is_empty).then(|| view! {
            <div class="actions">
                <button type="button" on:click=move |_| store.edit("", |design| add_service(design, index))>
                    {ENGLISH.service_add}
                </button>
            </div>
        }))}
    }
}

/// A Service of the workload's name for all its container ports, or for 80 when it names none.
fn add_service(design: &mut Design, index: usize) {
    let Some(workload) = design.workloads.get(index) else { return };
    let mut ports: Vec<_> = workload.main_containers().flat_map(|c| &c.ports).map(ports::service_port).gather();
    if ports.is_empty() {
        ports.push(ServicePort { port: 80, ..ServicePort::default() });
    }
    let selector: Map<String, String> = workload.selector_labels();
    design.services.push(Service {
        name: workload.name.clone(),
        namespace: workload.namespace.clone(),
        selector,
        ports,
        ..Service::default()
    });
}
