//! What a Compose service asks for and may not pass.

use super::amount::size;
use crate::design::Container;
use crate::import::field::Field;
use crate::import::report::ReportLevel;
use crate::units::{Bytes, MilliCpu, Quantity};

/// Reads `deploy.resources`, and the keys of version 2 beside it.
pub(super) fn resources(service: Field<'_>, deploy: Option<Field<'_>>, container: &mut Container) {
    container.limits.cpu = cpus(service, "cpus");
    container.limits.memory = memory(service, "mem_limit");
    container.requests.memory = memory(service, "mem_reservation");
    let Some(resources) = deploy.and_then(|deploy| deploy.part("resources")) else { return };
    if let Some(limits) = resources.part("limits") {
        container.limits.cpu = cpus(limits, "cpus").or(container.limits.cpu);
        container.limits.memory = memory(limits, "memory").or(container.limits.memory);
    }
    if let Some(reservations) = resources.part("reservations") {
        container.requests.cpu = cpus(reservations, "cpus").or(container.requests.cpu);
        container.requests.memory = memory(reservations, "memory").or(container.requests.memory);
        for device in reservations.parts("devices") {
            gpu(device, container);
        }
    }
}

fn cpus(field: Field<'_>, key: &str) -> Option<MilliCpu> {
    let part = field.get(key)?;
    let quantity: Option<Quantity> = part.node.text().and_then(|text| text.parse().ok());
    if quantity.is_none() {
        part.say(
            ReportLevel::LeftOut,
            format!("`{key}` is no number of CPUs, so it is left out."),
            "Write it as '0.5'.",
        );
    }
    // Docker takes 0 for "no limit".
    quantity.map(MilliCpu::from).filter(|cpus| cpus.0 > 0)
}

fn memory(field: Field<'_>, key: &str) -> Option<Bytes> {
    let part = field.get(key)?;
    let read = part.node.text().and_then(size);
    if read.is_none() {
        part.say(ReportLevel::LeftOut, format!("`{key}` is no size, so it is left out."), "Write it as 512M.");
    }
    read.filter(|bytes| bytes.0 > 0)
}

fn gpu(device: Field<'_>, container: &mut Container) {
    let is_gpu = device.texts("capabilities").iter().any(|capability| capability == "gpu");
    let count = device.get("count").and_then(|part| part.node.text()?.parse::<u64>().ok()).unwrap_or(1);
    if is_gpu {
        device.skip("driver");
        container.limits.extended.insert("nvidia.com/gpu".to_owned(), count);
        let what = format!("GPUs are read as {count} of `nvidia.com/gpu`.");
        device.say(ReportLevel::Assumed, what, "Check the number and the maker.");
    }
}
