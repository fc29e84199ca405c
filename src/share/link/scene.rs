//! What the document has said so far about the parts to come: Services are known before workloads, environment
//! variables before calls. These are guesses; the codec writes down where they are wrong.

use crate::design::{Call, CallEvidence, Container, EnvSource, Service};
use crate::order::Map;

/// The Services passed, and what follows from them.
#[derive(Debug, Clone, Default)]
pub(super) struct Scene {
    /// By name in small letters and digits alone, so that `CART_SERVICE_ADDR` finds `cart-service`.
    squeezed: Map<String, Address>,
    /// The first port of each Service, by its name.
    ports: Map<String, Option<u16>>,
    /// What the selectors name, in order: the workloads that are likely to come.
    expected: Vec<String>,
    /// The next of them.
    next: usize,
    /// How the last address was written around name and port.
    form: AddressForm,
    /// What the variables of the workload at hand show.
    calls: Vec<(Call, u32)>,
}

#[derive(Debug, Clone)]
struct Address {
    name: String,
    port: Option<u16>,
}

/// `http://` name `:8080` `/`.
#[derive(Debug, Clone)]
struct AddressForm {
    before: String,
    with_port: bool,
    after: String,
}

impl Default for AddressForm {
    fn default() -> Self {
        Self { before: String::new(), with_port: true, after: String::new() }
    }
}

impl Scene {
    /// Takes the Services in.
    pub(super) fn meet(&mut self, services: &[Service]) {
        *self = Self::default();
        let of = |service: &Service| Address { name: service.name.clone(), port: first_port(service) };
        self.squeezed = services.iter().map(|service| (squeezed(&service.name), of(service))).collect();
        self.ports = services.iter().map(|service| (service.name.clone(), first_port(service))).collect();
        for service in services {
            let named = service.selector.values().find(|value| **value == service.name);
            if let Some(name) = named.or(service.selector.values().next())
                && !self.expected.contains(name)
            {
                self.expected.push(name.clone());
            }
        }
    }

    /// The workload that is likely to come.
    pub(super) fn next_workload(&self) -> Option<String> {
        self.expected.get(self.next).cloned()
    }

    /// A workload came.
    pub(super) fn came(&mut self, name: &str) {
        if let Some(position) = self.expected.iter().position(|expected| expected == name) {
            self.next = position + 1;
        }
    }

    /// What an environment variable of that name may well hold: the address of the Service it is named after.
    pub(super) fn value_of(&self, variable: &str) -> Option<String> {
        let squeezed = squeezed(variable);
        // The longest name that the variable begins with; in between are only longer names that begin alike.
        let (_, address) = self
            .squeezed
            .up_to(&squeezed)
            .rev()
            .take(8)
            .find(|(name, _)| name.len() > 1 && squeezed.starts_with(name.as_str()))?;
        let port = address.port.filter(|_| self.form.with_port).map_or(String::new(), |port| format!(":{port}"));
        Some(format!("{}{}{port}{}", self.form.before, address.name, self.form.after))
    }

    /// A value came; if it is an address, the next may be written alike.
    pub(super) fn value_came(&mut self, value: &str) {
        if let Some(found) = self.address_in(value) {
            self.form = AddressForm {
                before: found.before.to_owned(),
                with_port: found.port.is_some(),
                after: found.after.to_owned(),
            };
        }
    }

    /// Containers came; their variables show calls.
    pub(super) fn containers_came(&mut self, containers: &[Container]) {
        self.calls = self.calls_of(containers);
    }

    /// The calls that the workload's variables show, in their order, each with its place among the variables.
    pub(super) fn take_calls(&mut self) -> Vec<(Call, u32)> {
        std::mem::take(&mut self.calls)
    }

    fn calls_of(&self, containers: &[Container]) -> Vec<(Call, u32)> {
        let mut calls: Vec<(Call, u32)> = Vec::new();
        let mut place = 0;
        for variable in containers.iter().flat_map(|container| &container.env) {
            place += 1;
            let EnvSource::Value(value) = &variable.source else { continue };
            let Some(found) = self.address_in(value) else { continue };
            let call = Call {
                service: found.name.to_owned(),
                port: found.port,
                evidence: Some(CallEvidence::Env(variable.name.clone())),
                ..Call::default()
            };
            calls.push((call, place));
        }
        calls
    }

    fn address_in<'t>(&self, value: &'t str) -> Option<Found<'t>> {
        let start = value.find("://").map_or(0, |at| at + 3);
        let (before, rest) = value.split_at_checked(start)?;
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(rest.len());
        let (name, rest) = rest.split_at_checked(end)?;
        self.ports.get(name)?;
        let digits = rest.strip_prefix(':').map_or("", |rest| {
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            rest.get(..end).unwrap_or_default()
        });
        let port = digits.parse().ok();
        let after = if port.is_some() { rest.get(digits.len() + 1..)? } else { rest };
        Some(Found { before, name, port, after })
    }
}

fn first_port(service: &Service) -> Option<u16> {
    service.ports.first().map(|port| port.port)
}

/// An address within a value.
struct Found<'t> {
    before: &'t str,
    name: &'t str,
    port: Option<u16>,
    after: &'t str,
}

fn squeezed(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}
