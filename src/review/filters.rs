//! Rules of EnvoyFilters.

use super::found::{Found, of_kind};
use crate::traffic::{items, text};

/// Judges them.
pub(super) fn check(found: &mut Found) {
    for object in of_kind(found.world, "EnvoyFilter") {
        let ranked = object.root.at_path(&["spec", "priority"]).is_some();
        for patch in items(&object.root, &["spec", "configPatches"]) {
            let on = text(patch, "applyTo");
            let operation = patch.get("patch").map_or("", |patch| text(patch, "operation"));
            let line = patch.at.line;
            let relative = matches!(operation, "INSERT_BEFORE" | "INSERT_AFTER" | "INSERT_FIRST" | "REPLACE" | "MERGE")
                && operation.starts_with("INSERT_");
            let pinned = patch.at_path(&["match", "proxy", "proxyVersion"]).is_some();
            if relative && pinned {
                found.say(
                    "filter-pinned-to-version",
                    &object.meta,
                    line,
                    format!("{operation} is for one version of the proxy."),
                );
            } else if relative && !ranked {
                found.say(
                    "filter-without-priority",
                    &object.meta,
                    line,
                    format!("{operation} depends on what other filters did before."),
                );
            }
            let of_routes = matches!(on, "ROUTE_CONFIGURATION" | "HTTP_ROUTE");
            match operation {
                "REPLACE" if !matches!(on, "HTTP_FILTER" | "NETWORK_FILTER") => {
                    found.say("filter-replaces-nothing", &object.meta, line, format!("REPLACE does nothing on {on}."));
                }
                "ADD" if of_routes => {
                    found.say("filter-adds-nothing", &object.meta, line, format!("ADD does nothing on {on}."));
                }
                "REMOVE" if of_routes => {
                    found.say("filter-removes-nothing", &object.meta, line, format!("REMOVE does nothing on {on}."));
                }
                _ => {}
            }
        }
    }
}
